package priority

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"math/big"
	"slices"
	"strconv"
	"strings"
	"time"

	"penc/ballot"
	"penc/internal/ground/ref"
)

// Resamples is how often a ballot is counted again with voters drawn anew.
const Resamples = 200

// An Outcome is what a ballot came to, with everything by which it can be
// understood and counted again. Shares and payments are exact fractions, written
// as "5/12".
type Outcome struct {
	Ballot  ref.ID    `json:"ballot"`
	Meeting ref.ID    `json:"meeting"`
	Process ref.ID    `json:"process"`
	Rule    string    `json:"rule"`
	Seats   int       `json:"seats"`
	Ties    string    `json:"ties"`
	Counted time.Time `json:"counted"`
	Digest  string    `json:"digest"` // SHA-256 of what was counted
	Voted   int       `json:"voted"`  // people who voted
	Papers  int       `json:"papers"` // papers that were counted
	// Refused says why the rule could not count: a reason of package ballot.
	Refused     string       `json:"refused,omitempty"`
	Winners     []ref.ID     `json:"winners"` // the first priority first
	Order       []ref.ID     `json:"order,omitempty"`
	Lines       []Line       `json:"items"` // by number
	Groups      []Standing   `json:"groups"`
	Everybody   Standing     `json:"everybody"`
	Ledger      []Payment    `json:"ledger,omitempty"`
	Completion  *Completion  `json:"completion,omitempty"`
	Certificate *Certificate `json:"certificate,omitempty"`
	Rounds      []Round      `json:"rounds,omitempty"`
	TiesMet     []Tie        `json:"ties_met,omitempty"`
	Beside      []Other      `json:"other_rules,omitempty"`
	Resamples   int          `json:"resamples"`
	Approximate string       `json:"approximate,omitempty"` // the rule that stood in
}

// A Line is what a ballot says about one item.
type Line struct {
	Item   ref.ID `json:"item"`
	Number int    `json:"number"`
	Rank   int    `json:"rank,omitempty"` // among the priorities, from 1
	Marked int    `json:"marked"`         // papers that mark it
	Sum    int    `json:"sum"`            // ticks, dots or points on them; first places on Order papers
	Stays  int    `json:"stays"`          // in how many of the resamples it is chosen
}

// A Standing is what a stakeholder group got: how many of its voters have at
// least one of their choices among the priorities. Group is empty for those who
// named none.
type Standing struct {
	Group       ref.ID `json:"group,omitempty"`
	Voters      int    `json:"voters"`
	Represented int    `json:"represented"`
	Hidden      bool   `json:"hidden,omitempty"` // too few people to show
}

// A Payment is what the voters of a group paid together for an item.
type Payment struct {
	Item  ref.ID `json:"item"`
	Group ref.ID `json:"group,omitempty"`
	// Rest says that the group is all those that are too small to show.
	Rest bool   `json:"rest,omitempty"`
	Paid string `json:"paid"`
}

// A Completion says what was done with shares that were left.
type Completion struct {
	Increments int      `json:"increments"`
	Start      string   `json:"start,omitempty"`
	ByVotes    []ref.ID `json:"by_votes,omitempty"`
	ByPhragmen []ref.ID `json:"by_phragmen,omitempty"`
}

// A Certificate says whether a group of voters was passed over.
type Certificate struct {
	Axiom  string `json:"axiom"`
	Holds  bool   `json:"holds"`
	Item   ref.ID `json:"item,omitempty"` // what the group agrees on and did not get
	Level  int    `json:"level,omitempty"`
	People int    `json:"people,omitempty"` // how many voters are in the group
	Hidden bool   `json:"hidden,omitempty"` // too few to say how many
}

// A Round is one step of the count.
type Round struct {
	Tally []Figure `json:"tally,omitempty"`
	Acts  []Act    `json:"acts"`
}

// A Figure is what an item had in a round.
type Figure struct {
	Item ref.ID `json:"item"`
	N    string `json:"n"`
}

// An Act is what was done to an item in a round; Do is a word of package ballot.
type Act struct {
	Do     string `json:"do"`
	Item   ref.ID `json:"item"`
	Amount string `json:"amount,omitempty"`
}

// A Tie is one use of the order that was drawn by lot.
type Tie struct {
	Items  []ref.ID `json:"items"`
	Chosen ref.ID   `json:"chosen"`
	Out    bool     `json:"out,omitempty"`
}

// An Other is what another rule would have chosen from the same papers.
type Other struct {
	Rule    string   `json:"rule"`
	Winners []ref.ID `json:"winners"`
}

// Count counts papers. The same papers in any order give the same outcome.
func (b Ballot) Count(slips []Slip, voted int, now time.Time) Outcome {
	slips = sorted(slips)
	out := Outcome{
		Ballot: b.ID, Meeting: b.Meeting, Process: b.Process, Rule: b.Rule, Seats: b.Seats, Ties: b.Ties, Counted: now,
		Digest: b.digest(slips), Voted: voted, Papers: len(slips), Winners: []ref.ID{}, Groups: []Standing{}, Resamples: 0,
	}
	out.Lines = b.lines(slips)
	e := b.Election(slips)
	res, err := b.countBy(e, b.Rule)
	var no *ballot.Refusal
	if errors.As(err, &no) {
		out.Refused = no.Reason
		out.Groups, out.Everybody = b.standings(slips, nil)
		return out
	}
	out.Winners, out.Order = b.named(res.Winners), b.named(res.Order)
	for i := range out.Lines {
		out.Lines[i].Rank = slices.Index(res.Winners, i) + 1
	}
	out.Groups, out.Everybody = b.standings(slips, res.Winners)
	out.Ledger = b.ledger(e, res, slips, out.Groups)
	out.Certificate = b.certificate(e, res)
	out.Rounds, out.TiesMet = b.rounds(res), b.ties(res)
	if res.Completion != nil {
		c := res.Completion
		out.Completion = &Completion{Increments: c.Increments, ByVotes: b.named(c.ByVotes), ByPhragmen: b.named(c.ByPhragmen)}
		if c.Start != nil {
			out.Completion.Start = c.Start.RatString()
		}
	}
	if res.Approximate {
		out.Approximate = res.InPlace
	}
	for _, rule := range beside {
		if rule == b.Rule {
			continue
		}
		if other, err := b.countBy(e, rule); err == nil {
			out.Beside = append(out.Beside, Other{rule, b.named(other.Winners)})
		}
	}
	b.resample(e, &out)
	return out
}

func (b Ballot) countBy(e *ballot.Election, rule string) (ballot.Result, error) {
	ties, err := ballot.ParseTies(b.Ties)
	if err != nil {
		return ballot.Result{}, err
	}
	return ballot.Count(e, rule, ballot.Options{Ties: ties})
}

// named returns items by their identifiers; nil stays nil.
func (b Ballot) named(items []int) []ref.ID {
	var out []ref.ID
	for _, i := range items {
		out = append(out, b.Items[i].Item)
	}
	return out
}

func (b Ballot) lines(slips []Slip) []Line {
	out := make([]Line, len(b.Items))
	for i, c := range b.Items {
		out[i] = Line{Item: c.Item, Number: c.Number}
	}
	for _, s := range slips {
		for _, m := range s.Marks {
			out[m.Item].Marked++
			switch {
			case b.Paper != Order:
				out[m.Item].Sum += m.N
			case m.N == 1:
				out[m.Item].Sum++
			}
		}
	}
	return out
}

// wants reports whether a mark says that the voter wants the item among the
// priorities: a tick, a dot, at least half of the best mark, or one of as many
// first places as there are priorities.
func (b Ballot) wants(m Mark) bool {
	switch b.Paper {
	case Scale:
		return 2*m.N >= Top
	case Order:
		return m.N <= b.Seats
	}
	return true
}

func (b Ballot) standings(slips []Slip, winners []int) ([]Standing, Standing) {
	by := map[ref.ID]*Standing{}
	all := Standing{}
	people := map[ref.ID]int{}
	for _, s := range slips {
		g := by[s.Group]
		if g == nil {
			g = &Standing{Group: s.Group}
			by[s.Group] = g
		}
		got := slices.ContainsFunc(s.Marks, func(m Mark) bool { return b.wants(m) && slices.Contains(winners, m.Item) })
		for _, st := range []*Standing{g, &all} {
			st.Voters++
			if got {
				st.Represented++
			}
		}
		people[s.Group]++
	}
	unsaid := small(people)
	out := []Standing{}
	for _, g := range by {
		g.Hidden = unsaid[g.Group]
		out = append(out, *g)
	}
	slices.SortFunc(out, func(x, y Standing) int { return cmp.Compare(x.Group, y.Group) })
	return out, all
}

// ledger adds up by group what voters paid. Groups that are too small to show are
// added together. What everybody paid for an item adds up to its cost.
func (b Ballot) ledger(e *ballot.Election, res ballot.Result, slips []Slip, groups []Standing) []Payment {
	if res.Ledger == nil {
		return nil
	}
	rest := map[ref.ID]bool{}
	for _, g := range groups {
		rest[g.Group] = g.Hidden
	}
	var order []ref.ID
	group := make([]int, len(slips))
	for v, sl := range slips {
		g := sl.Group
		if rest[g] {
			g = restGroup
		}
		if group[v] = slices.Index(order, g); group[v] < 0 {
			group[v] = len(order)
			order = append(order, g)
		}
	}
	var out []Payment
	for i, share := range ballot.Shares(e, res, group, len(order)) {
		for item, paid := range share.Paid {
			if paid == nil || paid.Sign() == 0 {
				continue
			}
			p := Payment{Item: b.Items[item].Item, Group: order[i], Paid: paid.RatString()}
			if order[i] == restGroup {
				p.Group, p.Rest = "", true
			}
			out = append(out, p)
		}
	}
	place := map[ref.ID]int{}
	for i, w := range res.Winners {
		place[b.Items[w].Item] = i
	}
	slices.SortFunc(out, func(x, y Payment) int {
		return cmp.Or(cmp.Compare(place[x.Item], place[y.Item]), cmp.Compare(x.Group, y.Group))
	})
	return out
}

// restGroup stands for the groups that are too small to show. It is no ID.
const restGroup ref.ID = "~"

func (b Ballot) certificate(e *ballot.Election, res ballot.Result) *Certificate {
	c := res.Certificate
	if c == nil {
		return nil
	}
	out := &Certificate{Axiom: c.Axiom, Holds: c.Holds}
	if v := c.Violation; v != nil {
		out.Item, out.Level = b.Items[v.Item].Item, v.Level
		for voter := range e.Voters() {
			if slices.Contains(v.Ballots, e.BallotOf(voter)) {
				out.People++
			}
		}
		if hidden := small(map[ref.ID]int{"in": out.People, "out": e.Voters() - out.People}); hidden["in"] {
			out.People, out.Hidden = 0, true
		}
	}
	return out
}

// maxRounds bounds the rounds that are kept: one for each item and its transfers.
const maxRounds = 2 * MaxItems

func (b Ballot) rounds(res ballot.Result) []Round {
	var out []Round
	for _, r := range res.Rounds[:min(len(res.Rounds), maxRounds)] {
		round := Round{Acts: []Act{}}
		for i, x := range r.Tally {
			if x != nil {
				round.Tally = append(round.Tally, Figure{b.Items[i].Item, x.RatString()})
			}
		}
		for _, a := range r.Acts {
			act := Act{Do: a.Do, Item: b.Items[a.Item].Item}
			if a.Amount != nil {
				act.Amount = a.Amount.RatString()
			}
			round.Acts = append(round.Acts, act)
		}
		out = append(out, round)
	}
	return out
}

func (b Ballot) ties(res ballot.Result) []Tie {
	var out []Tie
	for _, t := range res.Ties {
		out = append(out, Tie{b.named(t.Items), b.Items[t.Chosen].Item, t.Out})
	}
	return out
}

// resample counts again with as many voters drawn from those there were, some
// twice and some not at all, and notes how often each item is chosen. The draws
// follow from the ballot's own lot, so that they can be replayed.
func (b Ballot) resample(e *ballot.Election, out *Outcome) {
	ties, err := ballot.ParseTies(b.Ties)
	if err != nil {
		return
	}
	seed, _ := strconv.ParseUint(strings.TrimPrefix(b.Ties, "seed:"), 10, 64)
	again, err := ballot.Resample(e, b.Rule, ballot.Options{Ties: ties}, Resamples, seed)
	if err != nil {
		return
	}
	out.Resamples = again.Samples
	for i, n := range again.In {
		out.Lines[i].Stays = n
	}
}

// WinnerNumber returns the rank of an item among the priorities, 0 if it is none.
func (o Outcome) WinnerNumber(item ref.ID) int { return slices.Index(o.Winners, item) + 1 }

// Public returns what anybody may see of the outcome: figures of groups that are
// too small to show are taken out. If no group can be shown, none is named: how
// many voted is known, and beside it the names would tell how many of each.
func (o Outcome) Public() Outcome {
	groups := make([]Standing, len(o.Groups))
	some := false
	for i, g := range o.Groups {
		some = some || !g.Hidden
		if groups[i] = g; g.Hidden {
			groups[i] = Standing{Group: g.Group, Hidden: true}
		}
	}
	if o.Groups = groups; !some {
		o.Groups = []Standing{}
	}
	return o
}

// Equal reports whether two outcomes say the same.
func (o Outcome) Equal(p Outcome) bool {
	a, errA := json.Marshal(o)
	b, errB := json.Marshal(p)
	return errA == nil && errB == nil && bytes.Equal(a, b)
}

// Rat reads an exact figure of the outcome; zero if it is none.
func Rat(s string) *big.Rat {
	x, ok := new(big.Rat).SetString(s)
	if !ok {
		return new(big.Rat)
	}
	return x
}
