package priority

import (
	"math/big"
	"slices"
	"strconv"
	"time"
	"unicode/utf8"

	"penc/ballot"
	"penc/internal/ground/access"
	"penc/internal/ground/fault"
	"penc/internal/ground/lang"
	"penc/internal/ground/ref"
)

// Limits of a ballot.
const (
	MaxTitle   = 200 // characters
	MinItems   = 2
	MaxMarks   = 100                 // ticks, dots or places on one paper
	MaxOpenFor = 60 * 24 * time.Hour // from opening to closing
	MinOpenFor = time.Hour           // of a ballot with a time of closing
)

// A Stand says where a ballot stands.
type Stand string

// The stands of a ballot.
const (
	Voting    Stand = "open"
	Closed    Stand = "closed"  // over, and being counted
	Counted   Stand = "counted" // the result is there
	Cancelled Stand = "cancelled"
)

// A Weight says how much each voter counts.
type Weight string

// The weights.
const (
	Equal  Weight = "equal"  // everybody counts one
	Sector Weight = "sector" // each stakeholder group counts by its target share
)

// A Ballot is one ranking of items of a board.
type Ballot struct {
	ID      ref.ID    `json:"id"`
	Meeting ref.ID    `json:"meeting"`
	Process ref.ID    `json:"process"`
	Stand   Stand     `json:"state"`
	Title   lang.Text `json:"title"`
	Paper   Paper     `json:"paper"`
	Most    int       `json:"most,omitempty"` // ticks, dots or places on a paper; 0 on a Scale
	Rule    string    `json:"rule"`           // of package ballot
	Seats   int       `json:"seats"`          // how many priorities are chosen
	Secret  bool      `json:"secret"`
	Absent  bool      `json:"absent"` // members who are not there vote too, by a link in a mail or signed in
	Weight  Weight    `json:"weight"`
	// Targets are the target shares of stakeholder groups, in thousandths, where
	// Weight is Sector.
	Targets map[ref.ID]int `json:"targets,omitempty"`
	// Classes are the stakeholder groups that a secret paper may name; see doc.go.
	Classes []ref.ID  `json:"classes,omitempty"`
	Ties    string    `json:"ties"`  // "seed:123456", drawn when the ballot was opened
	Items   []Choice  `json:"items"` // as they were worded then
	Opened  time.Time `json:"opened"`
	Closes  time.Time `json:"closes,omitzero"` // zero: when a facilitator closes it
	Closed  time.Time `json:"closed,omitzero"`
	By      ref.ID    `json:"-"`               // who opened it
	Reason  lang.Text `json:"reason,omitzero"` // why it was cancelled
}

// A Choice is an item on a ballot.
type Choice struct {
	Item   ref.ID    `json:"item"`
	Number int       `json:"number"`
	Words  lang.Text `json:"words"`
}

// Ref returns the ballot's name for the rest of the house.
func (b Ballot) Ref() ref.Ref { return ref.To("priority.ballot", b.ID) }

// BallotPath returns the address of a ballot's page, without the language.
func BallotPath(id ref.ID) string { return "/ballots/" + string(id) }

// A Call is what a facilitator asks for when they open a ballot.
type Call struct {
	Title   map[lang.Tag]string
	From    lang.Tag
	Items   []ref.ID // of the board; all that are open if none is named
	Paper   Paper
	Most    int
	Rule    string
	Seats   int
	Secret  bool
	Absent  bool
	Weight  Weight
	Targets map[ref.ID]int // thousandths
	Closes  time.Time
	Seen    int
}

// Practice is what a process lets its ballots do.
type Practice struct {
	// Absent says that members who are not at the meeting may vote afterwards.
	Absent bool `json:"absent"`
}

// OpenBallot decides whether who may open a ballot on items of a board, and
// returns it. The id and the seed for ties are given, drawn by lot.
func (b Board) OpenBallot(who access.Actor, p Practice, in Call, id ref.ID, seed int, now time.Time) (Ballot, error) {
	out := Ballot{
		ID: id, Meeting: b.Meeting, Process: b.Process, Stand: Voting, Paper: in.Paper, Most: in.Most, Rule: in.Rule, Seats: in.Seats,
		Secret: in.Secret, Absent: in.Absent, Weight: in.Weight, Ties: ballot.Seeded(strconv.Itoa(seed)).String(), Opened: now, Closes: in.Closes,
		Title: lang.Text{}.Revise(in.From, in.Title), By: who.In(b.Process),
	}
	if err := MayEdit(who, b.Meeting, b.Process); err != nil {
		return out, err
	}
	if len(in.Items) == 0 {
		for _, it := range b.In(Open) {
			if b.Frozen[it.ID] == "" {
				in.Items = append(in.Items, it.ID)
			}
		}
	}
	items, err := b.pick(in.Items, in.Seen, Open)
	if err != nil {
		return out, err
	}
	for _, it := range items {
		out.Items = append(out.Items, Choice{it.ID, it.Number, it.Words})
	}
	if out.Weight == Sector {
		out.Targets = in.Targets
	}
	if !out.Paper.Bounded() {
		out.Most = 0
	}
	return out, out.check(p, in.From, now)
}

// check returns the faults of a ballot about to be opened.
func (b Ballot) check(p Practice, from lang.Tag, now time.Time) error {
	var faults fault.List
	for _, l := range b.Title.Languages() {
		if n := utf8.RuneCountInString(b.Title.Words(l)); n > MaxTitle {
			faults = faults.Add(fault.Field("title."+string(l), "priority.words.too-long", "n", n, "limit", MaxTitle))
		}
	}
	m, known := MethodOf(b.Rule)
	switch {
	case !known:
		faults = faults.Add(fault.Field("rule", "priority.call.rule"))
	case !slices.Contains(m.Papers, b.Paper):
		faults = faults.Add(fault.Field("rule", "priority.call.paper"))
	}
	if len(b.Items) < MinItems {
		faults = faults.Add(fault.Field("item", "priority.call.items", "limit", MinItems))
	}
	if b.Seats < 1 || b.Seats >= len(b.Items) && len(b.Items) >= MinItems {
		faults = faults.Add(fault.Field("seats", "priority.call.seats", "limit", len(b.Items)-1))
	}
	if m.Single && b.Seats > 1 {
		faults = faults.Add(fault.Field("seats", "priority.call.one-seat"))
	}
	if m.Whole && b.Weight == Sector {
		faults = faults.Add(fault.Field("weight", "priority.call.weight-rule"))
	}
	if b.Paper.Bounded() && (b.Most < 1 || b.Most > MaxMarks) {
		faults = faults.Add(fault.Field("most", "priority.call.most", "limit", MaxMarks))
	}
	if b.Absent && !p.Absent {
		faults = faults.Add(fault.Field("absent", "priority.call.absent"))
	}
	if b.Absent && b.Closes.IsZero() {
		faults = faults.Add(fault.Field("closes", "priority.call.closes"))
	}
	if at := b.Closes; !at.IsZero() && (at.Before(now.Add(MinOpenFor)) || at.After(now.Add(MaxOpenFor))) {
		faults = faults.Add(fault.Field("closes", "priority.call.window", "hours", int(MinOpenFor.Hours()), "days", int(MaxOpenFor.Hours()/24)))
	}
	return append(faults, b.checkTargets()...).Err()
}

func (b Ballot) checkTargets() fault.List {
	var faults fault.List
	if b.Weight != Equal && b.Weight != Sector {
		faults = faults.Add(fault.Field("weight", "priority.call.weight"))
	}
	if b.Weight != Sector {
		return faults
	}
	sum := 0
	for _, share := range b.Targets {
		if share < 0 {
			return faults.Add(fault.Field("weight", "priority.call.targets"))
		}
		sum += share
	}
	if sum != 1000 {
		faults = faults.Add(fault.Field("weight", "priority.call.targets"))
	}
	return faults
}

// Running returns why no paper can be cast, changed or withdrawn now, nil if one
// can.
func (b Ballot) Running(now time.Time) error {
	if b.Stand != Voting || !b.Closes.IsZero() && !now.Before(b.Closes) {
		return fault.New(fault.Closed, "", "priority.ballot.over")
	}
	return nil
}

// Due reports whether the ballot's time is over though nobody has closed it.
func (b Ballot) Due(now time.Time) bool {
	return b.Stand == Voting && !b.Closes.IsZero() && !now.Before(b.Closes)
}

// Close decides whether who may close the ballot, and returns it closed. A ballot
// whose time has come is closed by Penc itself.
func (b Ballot) Close(who access.Actor, now time.Time) (Ballot, error) {
	if !b.Due(now) {
		if err := MayEdit(who, b.Meeting, b.Process); err != nil {
			return b, err
		}
	}
	if b.Stand != Voting {
		return b, fault.New(fault.Closed, "", "priority.ballot.over")
	}
	b.Stand, b.Closed = Closed, now
	return b, nil
}

// Cancel decides whether who may cancel a ballot that was opened by mistake.
// What was cast is not counted.
func (b Ballot) Cancel(who access.Actor, reason lang.Text, now time.Time) (Ballot, error) {
	if err := MayEdit(who, b.Meeting, b.Process); err != nil {
		return b, err
	}
	if b.Stand != Voting {
		return b, fault.New(fault.Closed, "", "priority.ballot.over")
	}
	if err := checkWords("words", reason, MaxReason, true, reason.From); err != nil {
		return b, err
	}
	b.Stand, b.Closed, b.Reason = Cancelled, now, reason
	return b, nil
}

// ItemIDs returns the items on the ballot, in its order.
func (b Ballot) ItemIDs() []ref.ID {
	out := make([]ref.ID, len(b.Items))
	for i, c := range b.Items {
		out[i] = c.Item
	}
	return out
}

// class returns the group that a paper may name: on a secret one only those of
// which enough people could vote when the ballot was opened.
func (b Ballot) class(group ref.ID) ref.ID {
	if b.Secret && !slices.Contains(b.Classes, group) {
		return ""
	}
	return group
}

// weights returns what a voter of each stakeholder group counts: its target share
// by its share among those who voted, or 1 where no target was set. Exact, so
// that a recount agrees to the last digit.
func (b Ballot) weights(voters map[ref.ID]int) map[ref.ID]*big.Rat {
	out := map[ref.ID]*big.Rat{}
	all := 0
	for _, n := range voters {
		all += n
	}
	for g, n := range voters {
		out[g] = big.NewRat(1, 1)
		if t, ok := b.Targets[g]; ok && b.Weight == Sector && t > 0 && n > 0 {
			out[g] = big.NewRat(int64(t)*int64(all), 1000*int64(n))
		}
	}
	return out
}

func markField(item int) string { return "m" + strconv.Itoa(item) }
