package priority

import (
	"slices"
	"time"

	"penc/internal/ground/access"
	"penc/internal/ground/fault"
	"penc/internal/ground/ref"
)

// A Kind says what a change did.
type Kind string

// The kinds of change. Each is the second half of the fact that tells it.
const (
	Took     Kind = "points-taken"
	AddedBy  Kind = "added"
	CarriedO Kind = "carried"
	Merge    Kind = "merged"
	Split    Kind = "split"
	Reworded Kind = "reworded"
	SetAside Kind = "set-aside"
	Revived  Kind = "revived"
	Undid    Kind = "undone"
	Ranked   Kind = "ranked" // by a ballot that was counted
)

// Fact returns the kind of fact that tells a change of this kind.
func (k Kind) Fact() string { return "priority." + string(k) }

// A Change is one step in the life of a board: the items it touched, as they
// were and as they are afterwards. Changes are kept for ever; undoing one is a
// change of its own.
type Change struct {
	Seq     int       `json:"seq"` // on its board, from 1
	Kind    Kind      `json:"kind"`
	By      ref.ID    `json:"by,omitempty"` // the participant; empty for Penc itself
	At      time.Time `json:"at"`
	Touched []Touch   `json:"touched"`
	Undoes  int       `json:"undoes,omitempty"` // the change that this one undoes
}

// A Touch is what a change did to one item. Before is nil if the item came with
// the change.
type Touch struct {
	Before *Item `json:"before,omitempty"`
	After  Item  `json:"after"`
}

// change begins a change of the board.
func (b Board) change(kind Kind) Change { return Change{Seq: b.Last + 1, Kind: kind} }

// set adds what becomes of an item to the change.
func (c *Change) set(before, after Item) {
	after.Version = c.Seq
	c.Touched = append(c.Touched, Touch{&before, after})
}

// add adds a new item to the change.
func (c *Change) add(it Item) {
	it.Version = c.Seq
	c.Touched = append(c.Touched, Touch{nil, it})
}

// Apply returns the board as it is after a change.
func (b Board) Apply(c Change) Board {
	b.Items = slices.Clone(b.Items)
	b.Last = c.Seq
	for _, t := range c.Touched {
		if i := b.index(t.After.ID); i >= 0 {
			b.Items[i] = t.After
		} else {
			b.Items = append(b.Items, t.After)
		}
	}
	return b
}

// Undoable returns why a change cannot be undone, nil if it can: every item must
// be as the change left it, and none may be on a ballot.
func (b Board) Undoable(c Change) error {
	if c.Kind == Ranked {
		return fault.New(fault.Closed, "", "priority.undo.ranked")
	}
	for _, t := range c.Touched {
		i := b.index(t.After.ID)
		if i < 0 || b.Items[i].Version != c.Seq {
			return fault.New(fault.Closed, "", "priority.undo.built-on")
		}
		if b.Frozen[t.After.ID] != "" {
			return fault.New(fault.Closed, "", "priority.item.on-ballot")
		}
	}
	return nil
}

// Undo decides whether who may undo a change, and returns the change that does
// so. What came with it is gone from the board, though not from its history.
// Undoing an undoing does the thing again.
func (b Board) Undo(who access.Actor, c Change) (Change, error) {
	if err := MayEdit(who, b.Meeting, b.Process); err != nil {
		return Change{}, err
	}
	if err := b.Undoable(c); err != nil {
		return Change{}, err
	}
	out := b.change(Undid)
	out.Undoes = c.Seq
	for _, t := range c.Touched {
		now := b.Items[b.index(t.After.ID)]
		was := now
		if t.Before != nil {
			was = *t.Before
		} else {
			was.State = Gone
		}
		out.set(now, was)
	}
	return out, nil
}
