// Package roletest sets up people, processes and roles for anybody's tests.
package roletest

import (
	"testing"

	"penc/internal/ground/access"
	"penc/internal/ground/fault"
	"penc/internal/ground/lang"
	"penc/internal/ground/ref"
	"penc/internal/people/notice"
	"penc/internal/people/org"
	"penc/internal/people/person"
	"penc/internal/people/role"
	"penc/internal/people/signin"
	"penc/internal/platform/db"
	"penc/internal/platform/feature"
	"penc/internal/platform/job"
	"penc/internal/platform/mail"
	"penc/internal/platform/record"
)

// Base is the address of the site in mails.
const Base = "https://penc.example.org"

// Schemas are the tables of the rooms up to this one.
func Schemas() []db.Schema {
	return []db.Schema{
		record.Schema(), job.Schema(), mail.Schema(),
		{Room: "org", Files: org.New(nil).Feature().Schema},
		{Room: "person", Files: person.New(nil, nil, nil).Feature().Schema},
		{Room: "signin", Files: signin.New(nil, nil).Feature().Schema},
		{Room: "notice", Files: notice.New(nil, nil, nil, "", nil).Feature().Schema},
		{Room: "role", Files: role.New(nil, nil, nil, nil, nil).Feature().Schema},
	}
}

// A House holds the rooms of the people's wing on one database, and processes
// that exist by name only.
type House struct {
	t         testing.TB
	DB        *db.DB
	Dir       *feature.Directory
	Orgs      *org.Service
	People    *person.Service
	Sessions  *signin.Service
	Notices   *notice.Service
	Roles     *role.Service
	Processes map[ref.ID]feature.Card
}

// New returns a house on d.
func New(t testing.TB, d *db.DB) *House {
	h := &House{t: t, DB: d, Dir: feature.NewDirectory(), Processes: map[ref.ID]feature.Card{}}
	h.Orgs = org.New(d)
	h.People = person.New(d, h.Orgs, h.Dir)
	h.Sessions = signin.New(d, h.People)
	h.Notices = notice.New(d, h.People, h.Dir, Base, Notice)
	h.Roles = role.New(d, h.People, h.Sessions, h.Notices, h.Dir)
	h.Sessions.Roles = h.Roles.Of
	for _, f := range []feature.Feature{
		h.Orgs.Feature(), h.People.Feature(), h.Sessions.Feature(), h.Notices.Feature(), h.Roles.Feature(),
		{Name: "process", Cards: map[ref.Kind]func(*db.Tx, ref.ID) (feature.Card, error){"process": h.card}},
	} {
		h.Dir.Add(f)
	}
	return h
}

func (h *House) card(_ *db.Tx, id ref.ID) (feature.Card, error) {
	c, ok := h.Processes[id]
	if !ok {
		return c, fault.New(fault.NotFound, "", "process.unknown")
	}
	return c, nil
}

// Notice writes notices as their kind and parts.
func Notice(l lang.Tag, kind string, parts map[string]string) notice.Letter {
	return notice.Letter{
		Subject: string(l) + " " + kind + " " + parts["name"],
		Text:    parts["role"] + " " + parts["link"],
		Reason:  parts["settings"],
	}
}

// Offer writes the mail of an offer as its link.
func Offer(e role.Envelope) role.Letter {
	return role.Letter{Subject: "Offer of " + e.Offer.Role, Text: e.By + "\n" + e.Token, Reason: e.Process.String()}
}

// Process makes a process.
func (h *House) Process(id ref.ID, name string, public bool) ref.ID {
	h.Processes[id] = feature.Card{
		Ref: role.Process(id), Name: lang.Say(lang.English, name), Path: "/processes/" + string(id), Process: id, Public: public,
	}
	return id
}

// Person makes an account with the address name@example.sn.
func (h *House) Person(name string) ref.ID {
	h.t.Helper()
	p, err := h.People.Join(h.t.Context(), access.Actor{Channel: access.Web}, person.Joining{
		Email: name + "@example.sn", Name: name, Lang: lang.French, Consent: person.ConsentVersion,
	})
	if err != nil {
		h.t.Fatal(err)
	}
	return p.ID
}

// Convener makes an account that convenes a process.
func (h *House) Convener(name string, process ref.ID) ref.ID {
	h.t.Helper()
	id := h.Person(name)
	h.Hold(process, id, access.Convener)
	return id
}

// Hold gives a person a role on a process.
func (h *House) Hold(process, person ref.ID, name string) role.Participant {
	h.t.Helper()
	p, err := h.Roles.Give(h.t.Context(), access.AtConsole(process), process, person, name)
	if err != nil {
		h.t.Fatal(err)
	}
	return p
}

// As returns a person as they act on the web.
func (h *House) As(id ref.ID) access.Actor {
	h.t.Helper()
	a := access.Actor{Person: id, Channel: access.Web}
	err := h.DB.Read(h.t.Context(), func(tx *db.Tx) (err error) {
		a.Roles, a.Participants, err = h.Roles.Of(tx, id)
		return err
	})
	if err != nil {
		h.t.Fatal(err)
	}
	return a
}

// Mails returns the mails that wait, oldest first.
func (h *House) Mails() []mail.Message {
	h.t.Helper()
	var all []mail.Message
	err := h.DB.Read(h.t.Context(), func(tx *db.Tx) (err error) {
		all, err = mail.Recent(tx, 1000)
		return err
	})
	if err != nil {
		h.t.Fatal(err)
	}
	for i, j := 0, len(all)-1; i < j; i, j = i+1, j-1 {
		all[i], all[j] = all[j], all[i]
	}
	return all
}

// Facts returns the kinds of all facts about a process, oldest first.
func (h *House) Facts(process ref.ID) []record.Fact {
	h.t.Helper()
	var out []record.Fact
	err := h.DB.Read(h.t.Context(), func(tx *db.Tx) error {
		all, err := record.After(tx, 0, 10000)
		for _, f := range all {
			if f.Process == process {
				out = append(out, f)
			}
		}
		return err
	})
	if err != nil {
		h.t.Fatal(err)
	}
	return out
}
