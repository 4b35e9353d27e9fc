package priority

import (
	"cmp"
	"slices"
	"time"

	"penc/internal/ground/access"
	"penc/internal/ground/fault"
	"penc/internal/ground/lang"
	"penc/internal/ground/ref"
)

// Editors are the roles that run a board and its ballots.
var Editors = []string{access.Convener, access.Facilitator}

// MayEdit decides whether who may change the board of a meeting and run its
// ballots: the conveners and facilitators of its process, and those of the
// meeting alone.
func MayEdit(who access.Actor, meeting, process ref.ID) error {
	if !who.HoldsAny(Editors, ref.To("meeting", meeting), ref.To("process", process)) {
		return fault.New(fault.Forbidden, "", "priority.board.editors-only")
	}
	return nil
}

// A Board is the list that a plenary works on.
type Board struct {
	Meeting ref.ID
	Process ref.ID
	Opened  time.Time // zero before it is opened
	Auto    bool      // points are taken as soon as they are reported
	Last    int       // the number of the last change
	Items   []Item    // every item that ever was, by number
	// Frozen are the items on a ballot that is not over, and that ballot.
	Frozen map[ref.ID]ref.ID
}

// Ref returns the board's name for the rest of the house.
func (b Board) Ref() ref.Ref { return ref.To("priority.board", b.Meeting) }

// Path returns the address of the board of a meeting, without the language.
func Path(meeting ref.ID) string { return "/meetings/" + string(meeting) + "/board" }

// ItemPath returns the address of an item's page, without the language.
func ItemPath(meeting, item ref.ID) string { return Path(meeting) + "/items/" + string(item) }

func (b Board) index(id ref.ID) int {
	return slices.IndexFunc(b.Items, func(it Item) bool { return it.ID == id })
}

// Item returns an item of the board.
func (b Board) Item(id ref.ID) (Item, bool) {
	if i := b.index(id); i >= 0 {
		return b.Items[i], true
	}
	return Item{}, false
}

// In returns the items in a state, in the order in which the board shows them:
// priorities by rank, the others by place.
func (b Board) In(s State) []Item {
	var out []Item
	for _, it := range b.Items {
		if it.State == s {
			out = append(out, it)
		}
	}
	slices.SortStableFunc(out, func(x, y Item) int {
		if s == Chosen {
			return cmp.Or(cmp.Compare(x.Ballot, y.Ballot), cmp.Compare(x.Rank, y.Rank))
		}
		return cmp.Or(cmp.Compare(x.Place, y.Place), cmp.Compare(x.Number, y.Number))
	})
	return out
}

// holder returns the place in Items of the item that a reported point first
// came in as, -1 if there is none.
func (b Board) holder(reported ref.ID) int {
	return slices.IndexFunc(b.Items, func(it Item) bool {
		return len(it.Parts) == 0 && it.Carried == nil && len(it.Origins) == 1 && it.Origins[0].Reported == reported
	})
}

// News returns the points that the board has not taken yet: those that are not on
// it, or whose room has changed the words since.
func (b Board) News(reported []Origin) []Origin {
	var out []Origin
	for _, o := range reported {
		i := b.holder(o.Reported)
		if i < 0 || b.Items[i].State != Gone && !b.Items[i].Origins[0].Words.Equal(o.Words) {
			out = append(out, o)
		}
	}
	return out
}

// pick returns the items named, as they were seen at a change. Faults: NotFound,
// Conflict if one changed since, Closed if one is on a ballot or not in any of
// the states.
func (b Board) pick(ids []ref.ID, seen int, states ...State) ([]Item, error) {
	var out []Item
	for _, id := range ids {
		it, ok := b.Item(id)
		switch {
		case !ok:
			return nil, fault.New(fault.NotFound, "", "priority.item.unknown")
		case slices.ContainsFunc(out, func(o Item) bool { return o.ID == id }):
			continue
		case it.Version > seen:
			return nil, fault.New(fault.Conflict, "", "priority.item.changed", "number", it.Number)
		case b.Frozen[id] != "":
			return nil, fault.New(fault.Closed, "", "priority.item.on-ballot")
		case !slices.Contains(states, it.State):
			return nil, fault.New(fault.Closed, "", "priority.item.not-now", "number", it.Number)
		}
		out = append(out, it)
	}
	return out, nil
}

// next returns an item that is new on the board.
func (b Board) next(id ref.ID, after int) Item {
	n := 1 + after
	for _, it := range b.Items {
		n = max(n, it.Number+1+after)
	}
	return Item{ID: id, Number: n, Place: n, State: Open}
}

func (b Board) room(more int) error {
	if n := len(b.Items) + more; n > MaxItems {
		return fault.New(fault.Invalid, "", "priority.board.full", "n", n, "limit", MaxItems)
	}
	return nil
}

// Take returns the change by which the board takes the points that it has not
// taken yet; ids are as many as there are points. A point whose room changed its
// words keeps its place and history; if the board had not reworded it, the
// item's words follow.
func (b Board) Take(reported []Origin, ids []ref.ID) (Change, error) {
	out := b.change(Took)
	fresh := 0
	for i, o := range b.News(reported) {
		if at := b.holder(o.Reported); at >= 0 {
			was := b.Items[at]
			now := was
			if was.Own() && was.State != Merged {
				now.Words = o.Words
			}
			now.Origins = []Origin{o}
			out.set(was, now)
			continue
		}
		it := b.next(ids[i], fresh)
		it.Words, it.Origins = o.Words, []Origin{o}
		out.add(it)
		fresh++
	}
	return out, b.room(fresh)
}

// Add decides whether who may add an item by hand.
func (b Board) Add(who access.Actor, id ref.ID, words lang.Text, now time.Time) (Change, error) {
	out := b.change(AddedBy)
	if err := MayEdit(who, b.Meeting, b.Process); err != nil {
		return out, err
	}
	if err := checkWords("words", words, MaxWords, true, words.From); err != nil {
		return out, err
	}
	it := b.next(id, 0)
	it.Words, it.Origins = words, []Origin{{Meeting: b.Meeting, Words: words, At: now}}
	out.add(it)
	return out, b.room(1)
}

// CarryOver decides whether who may carry items of an earlier board of the same
// process over to this one. Their origins come along. What was carried before is
// passed over.
func (b Board) CarryOver(who access.Actor, earlier Board, items, ids []ref.ID) (Change, error) {
	out := b.change(CarriedO)
	if err := MayEdit(who, b.Meeting, b.Process); err != nil {
		return out, err
	}
	if earlier.Process != b.Process || earlier.Meeting == b.Meeting {
		return out, fault.New(fault.NotFound, "", "priority.board.unknown")
	}
	for i, id := range items {
		was, ok := earlier.Item(id)
		if !ok || !was.Shown() {
			return out, fault.New(fault.NotFound, "", "priority.item.unknown")
		}
		if b.carried(id) {
			continue
		}
		it := b.next(ids[i], len(out.Touched))
		it.Words, it.Origins, it.Carried = was.Words, was.Origins, &Carried{earlier.Meeting, id}
		out.add(it)
	}
	if len(out.Touched) == 0 {
		return out, fault.Field("item", "priority.carry.none")
	}
	return out, b.room(len(out.Touched))
}

func (b Board) carried(item ref.ID) bool {
	return slices.ContainsFunc(b.Items, func(it Item) bool { return it.Carried != nil && it.Carried.Item == item && it.State != Gone })
}

// A Wording is what a facilitator writes about items as they saw them.
type Wording struct {
	Items []ref.ID
	From  lang.Tag // the language they write in
	Words map[lang.Tag]string
	Right []lang.Tag // translations that they found still right
	Seen  int        // the number of the last change they saw
}

// MergeItems decides whether who may make one item of several. The new item has
// the origins of all; they stay as they were, inside it.
func (b Board) MergeItems(who access.Actor, id ref.ID, in Wording) (Change, error) {
	out := b.change(Merge)
	if err := MayEdit(who, b.Meeting, b.Process); err != nil {
		return out, err
	}
	parts, err := b.pick(in.Items, in.Seen, Open)
	if err != nil {
		return out, err
	}
	if len(parts) < 2 {
		return out, fault.Field("item", "priority.merge.two")
	}
	it := b.next(id, 0)
	it.Words = lang.Text{}.Revise(in.From, in.Words)
	if err := checkWords("words", it.Words, MaxWords, true, in.From); err != nil {
		return out, err
	}
	slices.SortFunc(parts, func(x, y Item) int { return cmp.Compare(x.Number, y.Number) })
	for _, p := range parts {
		it.Place = min(it.Place, p.Place)
		it.Parts = append(it.Parts, p.ID)
		it.Origins = append(it.Origins, p.Origins...)
		inside := p
		inside.State, inside.Into = Merged, id
		out.set(p, inside)
	}
	out.add(it)
	return out, b.room(1)
}

// SplitBack decides whether who may take a merged item apart again.
func (b Board) SplitBack(who access.Actor, id ref.ID, seen int) (Change, error) {
	out := b.change(Split)
	if err := MayEdit(who, b.Meeting, b.Process); err != nil {
		return out, err
	}
	whole, err := b.pick([]ref.ID{id}, seen, Open, Aside)
	if err != nil {
		return out, err
	}
	if len(whole[0].Parts) == 0 {
		return out, fault.New(fault.Closed, "", "priority.split.whole")
	}
	gone := whole[0]
	gone.State = Gone
	out.set(whole[0], gone)
	for _, part := range whole[0].Parts {
		was, _ := b.Item(part)
		now := was
		now.State, now.Into = Open, ""
		out.set(was, now)
	}
	return out, nil
}

// Reword decides whether who may put an item in other words. What was chosen by
// a ballot keeps its words, and can still be translated.
func (b Board) Reword(who access.Actor, in Wording) (Change, error) {
	out := b.change(Reworded)
	if err := MayEdit(who, b.Meeting, b.Process); err != nil {
		return out, err
	}
	was, err := b.pick(in.Items, in.Seen, Open, Aside, Chosen)
	if err != nil {
		return out, err
	}
	now := was[0]
	now.Words = now.Words.Revise(in.From, in.Words, in.Right...)
	if err := checkWords("words", now.Words, MaxWords, true, in.From); err != nil {
		return out, err
	}
	if now.State == Chosen && now.Words.String() != was[0].Words.String() {
		return out, fault.New(fault.Closed, "", "priority.item.chosen")
	}
	out.set(was[0], now)
	return out, nil
}

// Put decides whether who may set items aside, for a reason if they give one.
func (b Board) Put(who access.Actor, in Wording) (Change, error) {
	out := b.change(SetAside)
	if err := MayEdit(who, b.Meeting, b.Process); err != nil {
		return out, err
	}
	items, err := b.pick(in.Items, in.Seen, Open)
	if err != nil {
		return out, err
	}
	if len(items) == 0 {
		return out, fault.Field("item", "priority.aside.one")
	}
	reason := lang.Text{}.Revise(in.From, in.Words)
	if err := checkWords("words", reason, MaxReason, false, in.From); err != nil {
		return out, err
	}
	for _, was := range items {
		now := was
		now.State, now.Reason = Aside, reason
		out.set(was, now)
	}
	return out, nil
}

// Revive decides whether who may bring an item back that was set aside, by hand
// or because a ballot did not choose it.
func (b Board) Revive(who access.Actor, id ref.ID, seen int) (Change, error) {
	out := b.change(Revived)
	if err := MayEdit(who, b.Meeting, b.Process); err != nil {
		return out, err
	}
	was, err := b.pick([]ref.ID{id}, seen, Aside)
	if err != nil {
		return out, err
	}
	now := was[0]
	now.State, now.Reason, now.Ballot = Open, lang.Text{}, ""
	out.set(was[0], now)
	return out, nil
}

// Rank returns the change by which a ballot that was counted makes priorities of
// what it chose and sets the rest of its items aside.
func (b Board) Rank(ballot ref.ID, items, winners []ref.ID) Change {
	out := b.change(Ranked)
	for _, id := range items {
		was, ok := b.Item(id)
		if !ok {
			continue
		}
		now := was
		now.Ballot = ballot
		if i := slices.Index(winners, id); i >= 0 {
			now.State, now.Rank = Chosen, i+1
		} else {
			now.State = Aside
		}
		out.set(was, now)
	}
	return out
}

// PublicBoard is what anybody may see of a board.
type PublicBoard struct {
	Meeting ref.ID       `json:"meeting"`
	Process ref.ID       `json:"process"`
	Changes int          `json:"changes"`
	Items   []PublicItem `json:"items"`
}

// Public returns the board's public shape: what stands on it by itself, and what
// is inside that.
func (b Board) Public() PublicBoard {
	out := PublicBoard{Meeting: b.Meeting, Process: b.Process, Changes: b.Last, Items: []PublicItem{}}
	for _, s := range []State{Chosen, Open, Aside, Merged} {
		for _, it := range b.In(s) {
			out.Items = append(out.Items, it.Public())
		}
	}
	return out
}
