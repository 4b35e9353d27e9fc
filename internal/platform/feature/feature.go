// Package feature is what a room tells the house about itself: the manifest by
// which the house runs its tables, followers, jobs and clocks, and by which
// other rooms may ask about a thing without knowing the room that owns it.
package feature

import (
	"context"
	"io/fs"
	"time"

	"penc/internal/ground/access"
	"penc/internal/ground/lang"
	"penc/internal/ground/ref"
	"penc/internal/platform/db"
	"penc/internal/platform/job"
	"penc/internal/platform/record"
)

// A Feature lists what the house runs on behalf of one room. Every part may be
// left out.
type Feature struct {
	// Name is the room's name: the prefix of its tables, facts, words.
	Name string
	// Schema holds the numbered files of its tables.
	Schema fs.FS
	// Facts are the kinds of fact that the room appends.
	Facts []Fact
	// Follows, Jobs and Clocks are its work outside requests.
	Follows []record.Follower
	Jobs    []job.Worker
	Clocks  []Clock
	// Cards answers, for each kind of ref that the room owns, what the thing is
	// called and where its page is. It returns a NotFound fault for an unknown
	// thing.
	Cards map[ref.Kind]func(*db.Tx, ref.ID) (Card, error)
	// Texts lists the texts of a process that the room keeps, for translators.
	Texts func(tx *db.Tx, process ref.ID) ([]Text, error)
	// Export returns what the room keeps about a person, for that person, or nil.
	Export func(tx *db.Tx, person ref.ID) (any, error)
	// Erase cuts the ties between a person and what the room keeps, in the
	// transaction in which the person is erased.
	Erase func(tx *db.Tx, person ref.ID, wish Wish) error
	// Files calls do with the digest of every file in the store that the room's rows
	// name, so that a backup can tell whether it has them all.
	Files func(tx *db.Tx, do func(digest string) error) error
}

// A Wish is what a person who leaves asks for beside the cutting of all ties.
type Wish struct {
	// Words asks that the words they wrote go too, where the room keeps them.
	Words bool
}

// A Fact is a kind of fact. A public one is listed on the process's record
// page; its sentence is the word "fact.<kind>".
type Fact struct {
	Kind   string
	Public bool
}

// A Clock is work that is done again and again.
type Clock struct {
	Name  string
	Every time.Duration
	Do    func(ctx context.Context) error
}

// A Card is what other rooms may show of a thing.
type Card struct {
	Ref     ref.Ref
	Name    lang.Text
	Path    string // the address of its page without the language: "/meetings/sn-m1"
	Process ref.ID // the process it belongs to, if any
	Public  bool   // whether strangers may see it
	// Simulated says that its process is invented: pages that show its people say so.
	Simulated bool
}

// A Text is one text of a process, as a translator needs it.
type Text struct {
	Ref  ref.Ref
	What string // word key that names the field: "meeting.field.title"
	Text lang.Text
	Edit string // the address of its editor without the language
}

// A Directory answers questions about refs of every room.
type Directory struct{ features []Feature }

// NewDirectory returns the directory of the features, which may still be filled.
func NewDirectory(features ...Feature) *Directory { return &Directory{features} }

// Add enters one more room.
func (d *Directory) Add(f Feature) { d.features = append(d.features, f) }

// Features returns the rooms in building order.
func (d *Directory) Features() []Feature { return d.features }

// Card returns what is to be shown of a thing; false if no room knows it.
func (d *Directory) Card(tx *db.Tx, r ref.Ref) (Card, bool) {
	for _, f := range d.features {
		if answer := f.Cards[r.Kind]; answer != nil {
			c, err := answer(tx, r.ID)
			return c, err == nil
		}
	}
	return Card{}, false
}

// Visible returns what who may see of a thing: strangers what is public, others
// also what they hold a role on. It reports false for anything else, as if the
// thing were not there.
func (d *Directory) Visible(tx *db.Tx, who access.Actor, r ref.Ref) (Card, bool) {
	c, ok := d.Card(tx, r)
	if !ok || !c.Public && !who.HoldsAny(access.OnProcess, r, ref.To("process", c.Process)) {
		return Card{}, false
	}
	return c, true
}

// PublicFact reports whether facts of a kind are on the public record page.
func (d *Directory) PublicFact(kind string) bool {
	for _, f := range d.features {
		for _, k := range f.Facts {
			if k.Kind == kind {
				return k.Public
			}
		}
	}
	return false
}

// Texts returns the texts of a process, room by room.
func (d *Directory) Texts(tx *db.Tx, process ref.ID) ([]Text, error) {
	var out []Text
	for _, f := range d.features {
		if f.Texts == nil {
			continue
		}
		texts, err := f.Texts(tx, process)
		if err != nil {
			return nil, err
		}
		out = append(out, texts...)
	}
	return out, nil
}

// Files calls do with the digest of every file that any room names.
func (d *Directory) Files(tx *db.Tx, do func(digest string) error) error {
	for _, f := range d.features {
		if f.Files == nil {
			continue
		}
		if err := f.Files(tx, do); err != nil {
			return err
		}
	}
	return nil
}

// Export returns what every room keeps about a person, by room.
func (d *Directory) Export(tx *db.Tx, person ref.ID) (map[string]any, error) {
	out := map[string]any{}
	for _, f := range d.features {
		if f.Export == nil {
			continue
		}
		v, err := f.Export(tx, person)
		if err != nil {
			return nil, err
		}
		if v != nil {
			out[f.Name] = v
		}
	}
	return out, nil
}

// Erase has every room cut its ties to a person, the highest room first.
func (d *Directory) Erase(tx *db.Tx, person ref.ID, wish Wish) error {
	for i := len(d.features) - 1; i >= 0; i-- {
		if f := d.features[i]; f.Erase != nil {
			if err := f.Erase(tx, person, wish); err != nil {
				return err
			}
		}
	}
	return nil
}
