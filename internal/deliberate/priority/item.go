package priority

import (
	"maps"
	"slices"
	"time"
	"unicode/utf8"

	"penc/internal/ground/fault"
	"penc/internal/ground/lang"
	"penc/internal/ground/ref"
)

// Limits of a board.
const (
	MaxWords  = 500 // characters of an item, in each language
	MaxReason = 500 // characters of a reason
	MaxItems  = 400 // items of a board, with those that were merged
)

// A State says where an item stands on its board.
type State string

// The states of an item.
const (
	Open   State = "open"   // among those to choose from
	Chosen State = "chosen" // a priority
	Aside  State = "aside"  // set aside; it can return
	Merged State = "merged" // a part of another item
	Gone   State = "gone"   // a merge that was split back, or something whose coming was undone
)

// An Item is what the plenary has before it: a point as a breakout reported it,
// several of them in one wording, or one that was added by hand.
type Item struct {
	ID      ref.ID    `json:"id"`
	Number  int       `json:"number"` // on its board, from 1; it stays the item's own
	Place   int       `json:"place"`  // the least number of its parts: where it stands
	Version int       `json:"version"`
	Words   lang.Text `json:"words"`
	State   State     `json:"state"`
	Origins []Origin  `json:"origins"`
	Parts   []ref.ID  `json:"parts,omitempty"` // the items that were merged into it
	Into    ref.ID    `json:"into,omitempty"`  // the item it was merged into
	Reason  lang.Text `json:"reason,omitzero"` // why it was set aside
	Ballot  ref.ID    `json:"ballot,omitempty"`
	Rank    int       `json:"rank,omitempty"` // among the priorities of that ballot, from 1
	Carried *Carried  `json:"carried,omitempty"`
}

// An Origin is where an item comes from, in the words of those who said it.
type Origin struct {
	Meeting    ref.ID         `json:"meeting"`
	Breakout   ref.ID         `json:"breakout,omitempty"` // empty if it was added by hand
	Room       lang.Text      `json:"room,omitzero"`      // the breakout's title
	Reported   ref.ID         `json:"reported,omitempty"` // the reported point
	Words      lang.Text      `json:"words"`
	Support    int            `json:"support,omitempty"` // how many in the room stood behind it, if they said
	Supporters string         `json:"supporters,omitempty"`
	Groups     map[ref.ID]int `json:"groups,omitempty"` // people in the room by stakeholder group
	At         time.Time      `json:"at"`
}

// Carried names the item of an earlier board from which an item was carried over.
type Carried struct {
	Meeting ref.ID `json:"meeting"`
	Item    ref.ID `json:"item"`
}

// Ref returns the item's name for the rest of the house.
func (it Item) Ref() ref.Ref { return ref.To("priority.item", it.ID) }

// Shown reports whether the item stands on the board by itself.
func (it Item) Shown() bool { return it.State == Open || it.State == Chosen || it.State == Aside }

// Own reports whether the item still has the words of its one origin, so that
// they need not be shown twice.
func (it Item) Own() bool { return len(it.Origins) == 1 && it.Origins[0].Words.Equal(it.Words) }

// Missing returns the languages of a process in which the item has no words yet.
func (it Item) Missing(languages []lang.Tag) []lang.Tag {
	return slices.DeleteFunc(slices.Clone(languages), it.Words.Has)
}

// Rooms returns the breakouts from which the item comes, each once, in order.
func (it Item) Rooms() []Origin {
	var out []Origin
	for _, o := range it.Origins {
		same := func(p Origin) bool { return p.Meeting == o.Meeting && p.Breakout == o.Breakout }
		if o.Breakout != "" && !slices.ContainsFunc(out, same) {
			out = append(out, o)
		}
	}
	return out
}

// PublicItem is what anybody may see of an item. Numbers of people by group are
// not among it: rooms are small.
type PublicItem struct {
	ID      ref.ID              `json:"id"`
	Number  int                 `json:"number"`
	Words   map[lang.Tag]string `json:"words"`
	State   State               `json:"state"`
	Origins []PublicOrigin      `json:"origins"`
	Parts   []ref.ID            `json:"merged_from,omitempty"`
	Into    ref.ID              `json:"merged_into,omitempty"`
	Reason  map[lang.Tag]string `json:"set_aside_because,omitempty"`
	Ballot  ref.ID              `json:"ballot,omitempty"`
	Rank    int                 `json:"rank,omitempty"`
	Carried *Carried            `json:"carried_from,omitempty"`
}

// PublicOrigin is what anybody may see of an origin.
type PublicOrigin struct {
	Meeting  ref.ID              `json:"meeting"`
	Breakout ref.ID              `json:"breakout,omitempty"`
	Reported ref.ID              `json:"reported,omitempty"`
	Words    map[lang.Tag]string `json:"words"`
	Groups   []ref.ID            `json:"stakeholder_groups,omitempty"`
}

// Public returns the item's public shape.
func (it Item) Public() PublicItem {
	out := PublicItem{
		ID: it.ID, Number: it.Number, Words: it.Words.All(), State: it.State, Parts: it.Parts, Into: it.Into,
		Ballot: it.Ballot, Rank: it.Rank, Carried: it.Carried, Origins: []PublicOrigin{},
	}
	if !it.Reason.Empty() {
		out.Reason = it.Reason.All()
	}
	for _, o := range it.Origins {
		out.Origins = append(out.Origins, PublicOrigin{o.Meeting, o.Breakout, o.Reported, o.Words.All(), o.GroupIDs()})
	}
	return out
}

// GroupIDs returns the stakeholder groups that were in the room, in order.
func (o Origin) GroupIDs() []ref.ID {
	return slices.DeleteFunc(slices.Sorted(maps.Keys(o.Groups)), func(g ref.ID) bool { return g == "" || o.Groups[g] == 0 })
}

// checkWords bounds the words of an item or a reason.
func checkWords(field string, t lang.Text, limit int, need bool, from lang.Tag) error {
	var faults fault.List
	if need && t.Empty() {
		faults = faults.Add(fault.Field(field+"."+string(from), "priority.words.empty"))
	}
	for _, l := range t.Languages() {
		if n := utf8.RuneCountInString(t.Words(l)); n > limit {
			faults = faults.Add(fault.Field(field+"."+string(l), "priority.words.too-long", "n", n, "limit", limit))
		}
	}
	return faults.Err()
}
