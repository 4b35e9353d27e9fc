package priority

import (
	"bytes"
	"math/big"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"penc/ballot"
	"penc/ballot/ballotfile"
	"penc/internal/ground/access"
	"penc/internal/ground/fault"
	"penc/internal/ground/lang"
	"penc/internal/ground/ref"
)

func call() Call {
	return Call{From: lang.French, Paper: Tick, Most: 3, Rule: Usual, Seats: 2, Weight: Equal, Seen: 1 << 30}
}

func TestOpeningABallot(t *testing.T) {
	b := board(t, 5)
	open := func(change func(*Call), p Practice) (Ballot, error) {
		in := call()
		change(&in)
		return b.OpenBallot(facilitator, p, in, "ballot", 42, noon)
	}
	got, err := open(func(*Call) {}, Practice{})
	if err != nil || len(got.Items) != 5 || got.Ties != "seed:42" || got.Stand != Voting {
		t.Fatalf("%+v, %v", got, err)
	}
	if _, err := b.OpenBallot(member, Practice{}, call(), "ballot", 1, noon); fault.KindOf(err) != fault.Forbidden {
		t.Errorf("a member opens: %v", err)
	}
	for name, tt := range map[string]struct {
		change func(*Call)
		field  string
	}{
		"no such rule":          {func(c *Call) { c.Rule = "lottery" }, "rule"},
		"a paper for another":   {func(c *Call) { c.Rule = ballot.Borda }, "rule"},
		"no seats":              {func(c *Call) { c.Seats = 0 }, "seats"},
		"as many as items":      {func(c *Call) { c.Seats = 5 }, "seats"},
		"two by runoff":         {func(c *Call) { c.Rule, c.Paper = ballot.IRV, Order }, "seats"},
		"one item":              {func(c *Call) { c.Items = []ref.ID{"item-0"} }, "item"},
		"no ticks":              {func(c *Call) { c.Most = 0 }, "most"},
		"by mail not allowed":   {func(c *Call) { c.Absent, c.Closes = true, noon.Add(48*time.Hour) }, "absent"},
		"closes at once":        {func(c *Call) { c.Closes = noon.Add(time.Minute) }, "closes"},
		"closes in a year":      {func(c *Call) { c.Closes = noon.AddDate(1, 0, 0) }, "closes"},
		"shares that are short": {func(c *Call) { c.Weight, c.Targets = Sector, map[ref.ID]int{"a": 400, "b": 500} }, "weight"},
		"a negative share":      {func(c *Call) { c.Weight, c.Targets = Sector, map[ref.ID]int{"a": 1400, "b": -400} }, "weight"},
		"a long title":          {func(c *Call) { c.Title = map[lang.Tag]string{lang.French: strings.Repeat("a", 201)} }, "title.fr"},
	} {
		_, err := open(tt.change, Practice{})
		fields := []string{}
		for _, e := range fault.All(err) {
			fields = append(fields, e.Field)
		}
		if !slices.Contains(fields, tt.field) {
			t.Errorf("%s: faults of %v, want %s", name, fields, tt.field)
		}
	}
	if _, err := open(func(c *Call) { c.Absent = true }, Practice{Absent: true}); fault.KindOf(err) != fault.Invalid {
		t.Errorf("by mail without an end: %v", err)
	}
	if _, err := open(func(c *Call) { c.Absent, c.Closes = true, noon.Add(48*time.Hour) }, Practice{Absent: true}); err != nil {
		t.Errorf("by mail: %v", err)
	}
}

func TestFillingInAPaper(t *testing.T) {
	b := Ballot{Paper: Tick, Most: 2, Items: make([]Choice, 4)}
	for name, tt := range map[string]struct {
		paper Paper
		in    Marks
		ok    bool
	}{
		"two ticks":        {Tick, Marks{{0, 1}, {3, 1}}, true},
		"three ticks":      {Tick, Marks{{0, 1}, {1, 1}, {3, 1}}, false},
		"nothing":          {Tick, nil, false},
		"the same twice":   {Tick, Marks{{1, 1}, {1, 1}}, false},
		"no such item":     {Tick, Marks{{4, 1}}, false},
		"two dots on one":  {Dots, Marks{{1, 2}}, true},
		"three dots":       {Dots, Marks{{1, 2}, {2, 1}}, false},
		"a dot less":       {Dots, Marks{{1, -1}}, false},
		"marks":            {Scale, Marks{{0, 0}, {1, 5}, {2, 3}}, true},
		"six":              {Scale, Marks{{0, 6}}, false},
		"first and second": {Order, Marks{{2, 1}, {0, 2}}, true},
		"a shared place":   {Order, Marks{{2, 1}, {0, 1}}, false},
		"a third place":    {Order, Marks{{2, 3}}, false},
	} {
		b.Paper = tt.paper
		if _, err := b.Read(tt.in); (err == nil) != tt.ok {
			t.Errorf("%s: %v", name, err)
		}
	}
	b.Paper, b.Most = Order, 9
	got, err := b.Read(Marks{{3, 7}, {1, 2}})
	if err != nil || !slices.Equal(got, Marks{{1, 1}, {3, 2}}) {
		t.Errorf("places without gaps: %v, %v", got, err)
	}
}

func TestWhenABallotIsOver(t *testing.T) {
	b := Ballot{Meeting: "m1", Process: "water", Stand: Voting, Closes: noon}
	if b.Running(noon.Add(-time.Second)) != nil || b.Running(noon) == nil || b.Due(noon.Add(-time.Second)) || !b.Due(noon) {
		t.Error("a vote counts up to the moment of closing and not after")
	}
	if _, err := b.Close(member, noon.Add(-time.Hour)); fault.KindOf(err) != fault.Forbidden {
		t.Errorf("a member closes: %v", err)
	}
	closed, err := b.Close(access.Machine(), noon)
	if err != nil || closed.Stand != Closed {
		t.Errorf("its time has come: %v", err)
	}
	if _, err := closed.Close(facilitator, noon); fault.KindOf(err) != fault.Closed {
		t.Errorf("twice: %v", err)
	}
	if _, err := closed.Cancel(facilitator, lang.Say(lang.French, "Erreur"), noon); fault.KindOf(err) != fault.Closed {
		t.Errorf("cancelled when over: %v", err)
	}
	if _, err := b.Cancel(facilitator, lang.Text{}, noon); fault.KindOf(err) != fault.Invalid {
		t.Errorf("without a reason: %v", err)
	}
}

func TestAnUrnKnowsNobody(t *testing.T) {
	var u Urn
	for _, who := range []ref.ID{"a", "b", "c", "d", "e", "f"} {
		u = u.Put(Slip{Key: paperKey("ballot", who, "secret"), Group: "users", Marks: Marks{{0, 1}}})
	}
	u = u.Put(Slip{Key: paperKey("ballot", "g", "secret"), Group: "press", Marks: Marks{{1, 1}}})
	if !slices.IsSortedFunc(u.Slips, func(a, b Slip) int { return strings.Compare(a.Key, b.Key) }) {
		t.Error("papers do not stand in the order of their keys")
	}
	key := paperKey("ballot", "a", "secret")
	if _, mine := u.Get(key); !mine {
		t.Error("a paper is not found by its key")
	}
	for _, other := range []string{paperKey("ballot", "a", "other"), paperKey("other", "a", "secret"), paperKey("ballot", "z", "secret")} {
		if _, mine := u.Get(other); mine {
			t.Error("a paper is found by a key that is not its own")
		}
	}
	u = u.Put(Slip{Key: key, Marks: Marks{{2, 1}}})
	if len(u.Slips) != 7 || len(u.Take(key).Slips) != 6 {
		t.Errorf("%d papers", len(u.Slips))
	}
	shut := u.Shut([]byte("chance"))
	for _, s := range shut.Slips {
		if s.Key != "" || s.Group == "press" {
			t.Errorf("after closing: %+v", s)
		}
	}
	if len(shut.Slips) != 7 {
		t.Errorf("%d papers after closing", len(shut.Slips))
	}
}

func TestClassesHideSmallGroups(t *testing.T) {
	for _, tt := range []struct {
		people map[ref.ID]int
		want   []ref.ID
	}{
		{map[ref.ID]int{"a": 10, "b": 7}, []ref.ID{"a", "b"}},
		{map[ref.ID]int{"a": 10, "b": 3, "c": 4}, []ref.ID{"a"}},
		{map[ref.ID]int{"a": 10, "b": 6, "c": 1}, []ref.ID{"a"}}, // c could be read off the total
		{map[ref.ID]int{"a": 4, "b": 3}, nil},
		{map[ref.ID]int{"": 9, "a": 9}, []ref.ID{"a"}},
		{nil, nil},
	} {
		if got := classes(tt.people); !slices.Equal(got, tt.want) {
			t.Errorf("classes of %v: %v, want %v", tt.people, got, tt.want)
		}
	}
}

// vote makes a ballot on n items and papers of it, of three groups.
func vote(rng *rand.Rand, paper Paper, rule string, n, voters int) (Ballot, []Slip) {
	b := Ballot{ID: "ballot", Paper: paper, Rule: rule, Most: 4, Seats: 3, Weight: Equal, Ties: "seed:7"}
	for i := range n {
		b.Items = append(b.Items, Choice{ref.ID("item-" + string(rune('a'+i))), i + 1, lang.Say(lang.French, "Idée; « bonne »")})
	}
	var slips []Slip
	for v := range voters {
		var m Marks
		for place, i := range rng.Perm(n)[:1+rng.IntN(4)] {
			k := 1
			switch paper {
			case Scale:
				k = rng.IntN(Top + 1)
			case Order:
				k = place + 1
			}
			m = append(m, Mark{i, k})
		}
		m, err := b.Read(m)
		if err != nil {
			panic(err)
		}
		slips = append(slips, Slip{Group: ref.ID("group-" + string(rune('a'+v%3))), Marks: m})
	}
	return b, slips
}

func TestEveryMethodCountsItsPapers(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	for _, m := range Methods() {
		r, known := ballot.RuleNamed(m.Rule)
		if !known {
			t.Errorf("package ballot does not know %s", m.Rule)
			continue
		}
		if m.Fair != r.Proportional {
			t.Errorf("%s: fair is %v here and %v there", m.Rule, m.Fair, r.Proportional)
		}
		for _, paper := range m.Papers {
			b, slips := vote(rng, paper, m.Rule, 8, 40)
			if m.Single {
				b.Seats = 1
			}
			out := b.Count(slips, len(slips), noon)
			if out.Refused != "" || len(out.Winners) != b.Seats || out.Papers != 40 || out.Resamples != Resamples {
				t.Errorf("%s on %s: %s, %d winners, %d resamples", m.Rule, paper, out.Refused, len(out.Winners), out.Resamples)
			}
			if !m.Whole {
				b.Weight, b.Targets = Sector, map[ref.ID]int{"group-a": 500, "group-b": 300, "group-c": 200}
				if out := b.Count(slips, len(slips), noon); out.Refused != "" {
					t.Errorf("%s on %s, weighed: %s", m.Rule, paper, out.Refused)
				}
				b.Weight = Equal
			}
			other := slices.Clone(slips)
			rng.Shuffle(len(other), func(i, j int) { other[i], other[j] = other[j], other[i] })
			if again := b.Count(other, len(slips), noon); !again.Equal(out) {
				t.Errorf("%s on %s: another order of papers gives another outcome", m.Rule, paper)
			}
		}
	}
}

func TestTheLedgerAddsUp(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 4))
	for n := range 20 {
		b, slips := vote(rng, Tick, Usual, 10, 30+n)
		if n%2 == 1 {
			b.Weight, b.Targets = Sector, map[ref.ID]int{"group-a": 500, "group-b": 300, "group-c": 200}
		}
		out := b.Count(slips, len(slips), noon)
		paid := map[ref.ID]*big.Rat{}
		for _, p := range out.Ledger {
			if paid[p.Item] == nil {
				paid[p.Item] = new(big.Rat)
			}
			paid[p.Item].Add(paid[p.Item], Rat(p.Paid))
		}
		if len(paid) == 0 {
			t.Fatal("nobody paid")
		}
		for _, w := range out.Winners {
			if slices.Contains(out.Completion.ByVotes, w) || slices.Contains(out.Completion.ByPhragmen, w) {
				continue
			}
			if paid[w] == nil || paid[w].Cmp(big.NewRat(1, 1)) != 0 {
				t.Errorf("for %s %v was paid, not 1", w, paid[w])
			}
		}
	}
}

func TestWhatGroupsGot(t *testing.T) {
	b := Ballot{Paper: Tick, Rule: Usual, Most: 2, Seats: 3, Weight: Equal, Ties: "seed:1"}
	for i := range 6 {
		b.Items = append(b.Items, Choice{ref.ID("item-" + string(rune('a'+i))), i + 1, lang.Say(lang.French, "Idée")})
	}
	var slips []Slip
	add := func(n int, group ref.ID, items ...int) {
		for range n {
			var m Marks
			for _, i := range items {
				m = append(m, Mark{i, 1})
			}
			slips = append(slips, Slip{Group: group, Marks: m})
		}
	}
	add(20, "users", 0, 1)
	add(10, "academia", 4, 5)
	add(2, "press", 2)
	add(3, "", 3)
	out := b.Count(slips, 35, noon)
	got := map[ref.ID]Standing{}
	for _, g := range out.Groups {
		got[g.Group] = g
	}
	if got["users"].Represented != 20 || got["academia"].Represented != 10 || got["users"].Hidden || !got["press"].Hidden || !got[""].Hidden {
		t.Errorf("groups: %+v", out.Groups)
	}
	if out.Everybody.Voters != 35 || out.Everybody.Represented < 30 {
		t.Errorf("everybody: %+v", out.Everybody)
	}
	for _, p := range out.Ledger {
		if p.Group == "press" {
			t.Errorf("what a group of two paid is told: %+v", p)
		}
	}
	if out.Certificate == nil || !out.Certificate.Holds {
		t.Errorf("certificate: %+v", out.Certificate)
	}
	if empty := b.Count(nil, 0, noon); empty.Refused != ballot.NoBallots || len(empty.Winners) != 0 {
		t.Errorf("nobody voted: %+v", empty)
	}
}

func TestWeightsOfSectors(t *testing.T) {
	b := Ballot{Weight: Sector, Targets: map[ref.ID]int{"a": 500, "b": 500}}
	w := b.weights(map[ref.ID]int{"a": 30, "b": 10, "": 10})
	if w["a"].RatString() != "5/6" || w["b"].RatString() != "5/2" || w[""].RatString() != "1" {
		t.Errorf("weights: %v", w)
	}
	b.Weight = Equal
	if w := b.weights(map[ref.ID]int{"a": 30}); w["a"].RatString() != "1" {
		t.Errorf("equal weights: %v", w)
	}
}

// TestAnybodyCountsTheFileAgain reads the file that is offered for download as the
// command line does, and gets the same priorities.
func TestAnybodyCountsTheFileAgain(t *testing.T) {
	rng := rand.New(rand.NewPCG(5, 6))
	for _, m := range Methods() {
		for _, paper := range m.Papers {
			b, slips := vote(rng, paper, m.Rule, 9, 35)
			if m.Single {
				b.Seats = 1
			}
			out := b.Count(slips, len(slips), noon)
			var want []string
			for _, w := range out.Winners {
				i := slices.IndexFunc(b.Items, func(c Choice) bool { return c.Item == w })
				want = append(want, strconv.Itoa(b.Items[i].Number))
			}
			if got := recounted(t, b, b.Pabulib(slips)); !slices.Equal(got, want) {
				t.Errorf("%s on %s: the file gives %v, want %v", m.Rule, paper, got, want)
			}
		}
	}
}

// recounted counts a PaBuLib file by the ballot's rule, from nothing else than
// what its page tells, and returns what is chosen by its number.
func recounted(t *testing.T, b Ballot, file []byte) []string {
	t.Helper()
	f, err := ballotfile.Read("ballots.pb", bytes.NewReader(file), ballotfile.Options{})
	if err != nil {
		t.Fatalf("%v\n%s", err, file)
	}
	ties, err := ballot.ParseTies(b.Ties)
	if err != nil {
		t.Fatal(err)
	}
	e := f.Election.ForSeats(b.Seats)
	res, err := ballot.Count(e, b.Rule, ballot.Options{Ties: ties})
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, w := range res.Winners {
		out = append(out, e.Item(w).ID)
	}
	return out
}

func TestFilesNameNobody(t *testing.T) {
	b, slips := vote(rand.New(rand.NewPCG(7, 8)), Dots, ballot.Dots, 5, 20)
	for i := range slips {
		slips[i].Voter, slips[i].Key = "participant-of-somebody", "key-of-somebody"
	}
	for _, file := range [][]byte{b.Pabulib(slips), b.CSV(slips)} {
		if bytes.Contains(file, []byte("somebody")) || bytes.Contains(file, []byte("group-")) {
			t.Errorf("a file names its voters:\n%s", file)
		}
	}
}

// TestStandingsNameNoGroupIfNoneIsShown: that four of each group voted would follow
// from their names and the number of voters.
func TestStandingsNameNoGroupIfNoneIsShown(t *testing.T) {
	hidden := func(groups ...ref.ID) (o Outcome) {
		for _, g := range groups {
			o.Groups = append(o.Groups, Standing{Group: g, Voters: 4, Represented: 2, Hidden: g != "users"})
		}
		return o
	}
	if got := hidden("press", "state").Public().Groups; got == nil || len(got) != 0 {
		t.Errorf("%+v", got)
	}
	want := []Standing{{Group: "press", Hidden: true}, {Group: "users", Voters: 4, Represented: 2}}
	if got := hidden("press", "users").Public().Groups; !slices.Equal(got, want) {
		t.Errorf("%+v", got)
	}
}
