package invitation

import (
	"crypto/sha256"
	"encoding/base64"
	"fmt"

	"penc/internal/ground/ref"
	"penc/internal/people/org"
)

// A Fate says what becomes of a line of a list.
type Fate string

// The fates.
const (
	Creates  Fate = "creates"  // a new contact
	Changes  Fate = "changes"  // of the contact with the same address
	Perhaps  Fate = "perhaps"  // somebody with the same name and organization is there: the convener decides
	Same     Fate = "same"     // nothing new
	Repeats  Fate = "repeats"  // a line above says it
	Faulty   Fate = "faulty"   // the line was not understood
	LeftOut  Fate = "left-out" // the convener decided so
	AsNew    Fate = "new"      // a decision about Perhaps: somebody else
	AsTheOne Fate = "one"      // a decision about Perhaps: the same person
)

// Fates lists what a preview counts, in its order.
var Fates = []Fate{Faulty, Perhaps, Creates, Changes, Same, Repeats}

// A Sorted is a line of a list with what becomes of it.
type Sorted struct {
	Entry
	Fate    Fate
	SameAs  int     // the line above, if Repeats
	Contact Contact // the contact that is there, if Changes, Perhaps or Same
	After   Card    // what the contact says afterwards
}

// A Wish says how a list is taken over.
type Wish struct {
	Overwrite bool         // also where something else stands
	Decided   map[int]Fate // about Perhaps, by line; nothing means LeftOut
}

// Sort says what becomes of each line, given the contacts that are there. The same
// address is the same contact; the same name and organization is perhaps the same.
func Sort(s Sheet, have []Contact, wish Wish) []Sorted {
	byAddress, byName := map[string]Contact{}, map[string]Contact{}
	for _, c := range have {
		if c.Gone {
			continue
		}
		if c.Address != "" {
			byAddress[c.Address] = c
		}
		if key := likeness(c.Card); key != "" {
			byName[key] = c
		}
	}
	seen := map[string]int{}
	out := make([]Sorted, len(s.Entries))
	for i, e := range s.Entries {
		x := Sorted{Entry: e, Fate: Faulty}
		if e.Fault == nil {
			x = place(e, byAddress, byName, seen, wish)
		}
		out[i] = x
	}
	return out
}

func place(e Entry, byAddress, byName map[string]Contact, seen map[string]int, wish Wish) Sorted {
	x := Sorted{Entry: e, Fate: Creates, After: e.Card}
	key := e.Card.Address
	if key == "" {
		key = "name " + likeness(e.Card)
	}
	if line, ok := seen[key]; ok {
		x.Fate, x.SameAs = Repeats, line
		return x
	}
	seen[key] = e.Line
	if c, ok := byAddress[e.Card.Address]; ok && e.Card.Address != "" {
		return x.merge(c, wish.Overwrite)
	}
	c, ok := byName[likeness(e.Card)]
	if !ok {
		return x
	}
	switch x.Contact = c; wish.Decided[e.Line] {
	case AsNew:
		return x
	case AsTheOne:
		return x.merge(c, wish.Overwrite)
	case LeftOut:
		x.Fate = LeftOut
	default:
		x.Fate = Perhaps
	}
	return x
}

func (x Sorted) merge(c Contact, overwrite bool) Sorted {
	x.Contact, x.After, x.Fate = c, merged(c.Card, x.Entry, overwrite), Changes
	if x.After.Equal(c.Card) {
		x.Fate = Same
	}
	return x
}

// merged returns a card with what a line adds: where nothing stands, or everywhere.
func merged(c Card, e Entry, overwrite bool) Card {
	for _, f := range []struct {
		old *string
		say string
	}{
		{&c.Name, e.Card.Name},
		{&c.Address, e.Card.Address},
		{&c.Phone, e.Card.Phone},
		{&c.Interest, e.Card.Interest},
		{&c.Funding, e.Card.Funding},
		{&c.Mandate, e.Card.Mandate},
	} {
		if f.say != "" && (*f.old == "" || overwrite) {
			*f.old = f.say
		}
	}
	if e.Card.OrgName != "" && (c.OrgName == "" || overwrite) {
		if org.Fold(c.OrgName) != org.Fold(e.Card.OrgName) {
			c.OrgName, c.Organization = e.Card.OrgName, e.Card.Organization
		}
	}
	if len(e.Card.Groups) > 0 && (len(c.Groups) == 0 || overwrite) {
		c.Group, c.Groups = e.Card.Group, e.Card.Groups
	}
	if e.SaysLang && overwrite {
		c.Lang = e.Card.Lang
	}
	return c.Tidy()
}

// likeness is equal for two cards that are perhaps of the same person, empty for a
// card without name.
func likeness(c Card) string {
	name := org.Fold(c.Name)
	if name == "" {
		return ""
	}
	return name + "|" + org.Fold(c.OrgName)
}

// Count returns how many lines have a fate.
func Count(all []Sorted, f Fate) int {
	n := 0
	for _, x := range all {
		if x.Fate == f {
			n++
		}
	}
	return n
}

// Seen stands for what a convener was shown: it changes when the contacts that are
// there have changed meanwhile.
func Seen(all []Sorted) string {
	h := sha256.New()
	for _, x := range all {
		fmt.Fprintln(h, x.Line, x.Fate, x.Contact.ID, x.Contact.Version)
	}
	return base64.RawURLEncoding.EncodeToString(h.Sum(nil)[:12])
}

// An Import is a list that waits for its confirmation. It is dropped after a day.
type Import struct {
	ID      ref.ID
	Process ref.ID
	Text    string
	Lang    string // of who names none
	Notes   []Note // of decoding
}
