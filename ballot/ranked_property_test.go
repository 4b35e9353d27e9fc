package ballot_test

import (
	"fmt"
	"math/big"
	"reflect"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"penc/ballot"
)

// An opinion is an order of items by one letter each, drawn by chance.
type opinion struct {
	voters int
	places [][]int
}

// drawOpinions draws ballots over m items: strict orders of all, or with shared
// places and items left out.
func drawOpinions(t *rapid.T, m, most int, strict bool) []opinion {
	out := make([]opinion, rapid.IntRange(1, most).Draw(t, "ballots"))
	all := make([]int, m)
	for i := range all {
		all[i] = i
	}
	for k := range out {
		o := opinion{voters: rapid.IntRange(1, 4).Draw(t, "voters")}
		order := rapid.Permutation(all).Draw(t, "order")
		if !strict {
			order = order[:rapid.IntRange(0, m).Draw(t, "ranked")]
		}
		for j, i := range order {
			if j > 0 && !strict && rapid.IntRange(0, 3).Draw(t, "shared") == 0 {
				o.places[len(o.places)-1] = append(o.places[len(o.places)-1], i)
				continue
			}
			o.places = append(o.places, []int{i})
		}
		out[k] = o
	}
	return out
}

// elect makes an election of opinions among items a, b, c, …
func elect(seats, m int, opinions []opinion) *ballot.Election {
	items := make([]ballot.Item, m)
	for i := range items {
		items[i].ID = string(rune('a' + i))
	}
	b := ballot.NewBuilder(ballot.Ranking, items)
	for _, o := range opinions {
		b.Rank(o.voters, o.places...)
	}
	return b.Election().ForSeats(seats)
}

// orderRules are the rules that read orders.
var orderRules = []string{
	ballot.Borda, ballot.Schulze, ballot.Pairwise, ballot.IRV, ballot.STVScottish, ballot.STVWIGM, ballot.STVMeek,
}

// outcome is a result with identifiers in place of numbers.
func outcome(e *ballot.Election, rule string, o ballot.Options) string {
	r, err := ballot.Count(e, rule, o)
	if err != nil {
		return err.Error()
	}
	out := fmt.Sprint(word(e, r.Winners), word(e, r.Order))
	for _, round := range r.Rounds {
		tally := map[string]string{}
		for i, x := range round.Tally {
			if x != nil {
				tally[e.Item(i).ID] = x.RatString()
			}
		}
		out += fmt.Sprint(tally, round.Exhausted)
	}
	return out
}

// TestNeitherTheOrderOfItemsNorOfVotersMatters is neutrality and anonymity: who
// votes first and which item is listed first has no effect.
func TestNeitherTheOrderOfItemsNorOfVotersMatters(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := rapid.IntRange(1, 5).Draw(t, "items")
		opinions := drawOpinions(t, m, 6, false)
		ties := ballot.Options{Ties: rapid.SampledFrom([]ballot.Ties{ballot.LowestID, ballot.Seeded("x")}).Draw(t, "ties")}
		seats := rapid.IntRange(1, m).Draw(t, "seats")
		e := elect(seats, m, opinions)

		number := rapid.Permutation(seq(m)).Draw(t, "number") // old item → new one
		items := make([]ballot.Item, m)
		for i, n := range number {
			items[n].ID = e.Item(i).ID
		}
		b := ballot.NewBuilder(ballot.Ranking, items)
		for _, o := range rapid.Permutation(opinions).Draw(t, "voters") {
			var places [][]int
			for _, place := range o.places {
				var at []int
				for _, i := range place {
					at = append(at, number[i])
				}
				places = append(places, at)
			}
			b.Rank(o.voters, places...)
		}
		other := b.Election().ForSeats(seats)
		for _, rule := range orderRules {
			if x, y := outcome(e, rule, ties), outcome(other, rule, ties); x != y {
				t.Fatalf("%s: %s, and in another order %s", rule, x, y)
			}
		}
	})
}

func seq(n int) []int {
	out := make([]int, n)
	for i := range out {
		out[i] = i
	}
	return out
}

// unbeaten returns the items that no other beats by widest paths.
func unbeaten(p *ballot.Preferences, by ballot.Links) []int {
	paths := p.Paths(by)
	var out []int
	for a := range p.Items() {
		if !slices.ContainsFunc(seq(p.Items()), func(b int) bool { return paths.Compare(b, a) > 0 }) {
			out = append(out, a)
		}
	}
	return out
}

// strength is how strong a link is: pairs of numbers, the first first.
func strength(p *ballot.Preferences, by ballot.Links, a, b int) [2]*big.Rat {
	x, y, zero := p.Votes(a, b), p.Votes(b, a), new(big.Rat)
	switch {
	case a == b || x.Cmp(y) <= 0:
		return [2]*big.Rat{zero, zero}
	case by == ballot.WinningVotes:
		return [2]*big.Rat{zero, x}
	case by == ballot.Margins:
		return [2]*big.Rat{zero, new(big.Rat).Sub(x, y)}
	case y.Sign() == 0:
		return [2]*big.Rat{big.NewRat(1, 1), x}
	}
	return [2]*big.Rat{zero, new(big.Rat).Quo(x, y)}
}

func compareStrength(x, y [2]*big.Rat) int {
	if c := x[0].Cmp(y[0]); c != 0 {
		return c
	}
	return x[1].Cmp(y[1])
}

// naivePaths finds the widest paths by the usual three loops, in rationals.
func naivePaths(p *ballot.Preferences, by ballot.Links) [][][2]*big.Rat {
	m := p.Items()
	d := make([][][2]*big.Rat, m)
	for a := range m {
		for b := range m {
			d[a] = append(d[a], strength(p, by, a, b))
		}
	}
	for c := range m {
		for a := range m {
			for b := range m {
				narrow := d[a][c]
				if compareStrength(d[c][b], narrow) < 0 {
					narrow = d[c][b]
				}
				if a != b && a != c && b != c && compareStrength(narrow, d[a][b]) > 0 {
					d[a][b] = narrow
				}
			}
		}
	}
	return d
}

// naiveSchulze returns the unbeaten by naivePaths.
func naiveSchulze(p *ballot.Preferences, by ballot.Links) []int {
	d := naivePaths(p, by)
	var out []int
	for a := range d {
		if !slices.ContainsFunc(seq(len(d)), func(b int) bool { return a != b && compareStrength(d[b][a], d[a][b]) > 0 }) {
			out = append(out, a)
		}
	}
	return out
}

func TestWidestPathsAreThoseOfTheUsualAlgorithm(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := rapid.IntRange(1, 9).Draw(t, "items")
		p := elect(1, m, drawOpinions(t, m, 8, false)).Preferences()
		for _, by := range []ballot.Links{ballot.WinningVotes, ballot.Margins, ballot.Ratio} {
			want, paths := naivePaths(p, by), p.Paths(by)
			for a := range m {
				for b := range m {
					got := [2]*big.Rat{new(big.Rat), new(big.Rat)}
					if x, y, ok := paths.Narrowest(a, b); ok && a != b {
						got = strength(p, by, x, y)
					}
					if a != b && compareStrength(got, want[a][b]) != 0 {
						t.Fatalf("%v from %d to %d: %v, not %v", by, a, b, got, want[a][b])
					}
				}
			}
		}
	})
	// More items than bits in a word.
	p := shuffled(31, 150, 100).Preferences()
	want, paths := naivePaths(p, ballot.WinningVotes), p.Paths(ballot.WinningVotes)
	for a := range 150 {
		for b := range 150 {
			if got, want := paths.Compare(a, b), compareStrength(want[a][b], want[b][a]); a != b && got != want {
				t.Fatalf("%d and %d: %d, not %d", a, b, got, want)
			}
		}
	}
}

// TestPreferencesAreCountedOneByOne holds the matrix against a count of every pair
// on every ballot, with weights that fit a machine word and weights that do not.
func TestPreferencesAreCountedOneByOne(t *testing.T) {
	weights := []*big.Rat{big.NewRat(1, 1), big.NewRat(7, 3), big.NewRat(1, 1<<61-1), new(big.Rat).SetInt64(1 << 62), big.NewRat(1, 1<<60+1)}
	rapid.Check(t, func(t *rapid.T) {
		m := rapid.IntRange(1, 6).Draw(t, "items")
		opinions := drawOpinions(t, m, 6, rapid.Bool().Draw(t, "strict"))
		items := make([]ballot.Item, m)
		for i := range items {
			items[i].ID = fmt.Sprint(i)
		}
		b := ballot.NewBuilder(ballot.Ranking, items)
		want := make([][]*big.Rat, m)
		points := make([]*big.Rat, m)
		for a := range want {
			points[a] = new(big.Rat)
			for range m {
				want[a] = append(want[a], new(big.Rat))
			}
		}
		for _, o := range opinions {
			w := rapid.SampledFrom(weights).Draw(t, "weight")
			b.RankWeighted(1, w, o.places...)
			place := make([]int, m)
			for i := range place {
				place[i] = m
			}
			for k, items := range o.places {
				for _, i := range items {
					place[i] = k
				}
			}
			for a := range m {
				for c := range m {
					if place[a] < place[c] {
						want[a][c].Add(want[a][c], w)
						points[a].Add(points[a], w)
					}
					if place[a] == place[c] { // half a point, and half for itself
						points[a].Add(points[a], new(big.Rat).Mul(w, big.NewRat(1, 2)))
					}
				}
				points[a].Add(points[a], new(big.Rat).Mul(w, big.NewRat(1, 2)))
			}
		}
		e := b.Election()
		p := e.Preferences()
		for a := range m {
			for c := range m {
				if got := p.Votes(a, c); got.Cmp(want[a][c]) != 0 {
					t.Fatalf("%d above %d: %s, not %s", a, c, got, want[a][c])
				}
				if got := p.Compare(a, c); got != want[a][c].Cmp(want[c][a]) {
					t.Fatalf("%d against %d: %d", a, c, got)
				}
			}
		}
		// Borda gives one point, and one for each item below, half for each
		// beside.
		r, err := ballot.Count(e, ballot.Borda, ballot.Options{})
		if err != nil {
			t.Fatal(err)
		}
		for a := range m {
			if got := r.Rounds[0].Tally[a]; got.Cmp(points[a]) != 0 {
				t.Fatalf("Borda gives %d %s points, not %s", a, got, points[a])
			}
		}
		if got, want := unbeaten(p, ballot.Margins), naiveSchulze(p, ballot.Margins); !slices.Equal(got, want) {
			t.Fatalf("unbeaten %v, not %v", got, want)
		}
	})
}

// TestTheOneWhoBeatsAllWins is Condorcet's criterion.
func TestTheOneWhoBeatsAllWins(t *testing.T) {
	met := 0
	rapid.Check(t, func(t *rapid.T) {
		m := rapid.IntRange(2, 5).Draw(t, "items")
		e := elect(1, m, drawOpinions(t, m, 6, false))
		item, ok := e.Preferences().Condorcet()
		if !ok {
			return
		}
		met++
		for _, rule := range []string{ballot.Schulze, ballot.Pairwise} {
			for _, by := range []ballot.Links{ballot.WinningVotes, ballot.Margins, ballot.Ratio} {
				r, err := ballot.Count(e, rule, ballot.Options{Links: by})
				if err != nil || !slices.Equal(r.Winners, []int{item}) || len(r.Ties) > 0 && slices.Contains(r.Ties[0].Items, item) {
					t.Fatalf("%s: %v wins, not %d; %v, %v", rule, r.Winners, item, r.Ties, err)
				}
			}
		}
	})
	if met == 0 {
		t.Error("nobody ever beat all")
	}
}

// raised moves an item one place up on one ballot.
func raised(t *rapid.T, opinions []opinion, item int) []opinion {
	out := slices.Clone(opinions)
	k := rapid.IntRange(0, len(out)-1).Draw(t, "raised on")
	var places [][]int
	was := len(out[k].places)
	for j, place := range out[k].places {
		if slices.Contains(place, item) {
			was = j
		}
		left := slices.DeleteFunc(slices.Clone(place), func(i int) bool { return i == item })
		places = append(places, left)
	}
	// In front of the place it had, beside those of the one before.
	at := max(was-1, 0)
	if at == len(places) {
		places = append(places, nil)
	}
	if rapid.Bool().Draw(t, "alone") || was == 0 {
		places = slices.Insert(places, min(was, len(places)), []int{item})
	} else {
		places[at] = append(places[at], item)
	}
	out[k].places = slices.DeleteFunc(places, func(place []int) bool { return len(place) == 0 })
	return out
}

// TestMoreSupportDoesNoHarm is monotonicity: a winner who is raised on a ballot
// still wins.
func TestMoreSupportDoesNoHarm(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := rapid.IntRange(2, 5).Draw(t, "items")
		opinions := drawOpinions(t, m, 5, false)
		e := elect(1, m, opinions)
		for _, item := range unbeaten(e.Preferences(), ballot.WinningVotes) {
			after := elect(1, m, raised(t, opinions, item)).Preferences()
			if !slices.Contains(unbeaten(after, ballot.WinningVotes), item) {
				t.Fatalf("Schulze: %d no longer wins", item)
			}
		}
		for _, rule := range []string{ballot.Borda, ballot.Pairwise} {
			r, err := ballot.Count(e, rule, ballot.Options{})
			if err != nil {
				t.Fatal(err)
			}
			after, err := ballot.Count(elect(1, m, raised(t, opinions, r.Winners[0])), rule, ballot.Options{})
			if err != nil || after.Winners[0] != r.Winners[0] {
				t.Fatalf("%s: %v wins after %v was raised, %v", rule, after.Winners, r.Winners, err)
			}
		}
	})
}

// TestOneMoreMarkDoesNoHarm is monotonicity of approval.
func TestOneMoreMarkDoesNoHarm(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		items := []ballot.Item{{ID: "a"}, {ID: "b"}, {ID: "c"}}
		sets := rapid.SliceOfN(rapid.SliceOfDistinct(rapid.IntRange(0, 2), func(i int) int { return i }), 1, 8).Draw(t, "ballots")
		build := func() *ballot.Election {
			b := ballot.NewBuilder(ballot.Approval, items)
			for _, s := range sets {
				b.Approve(1, s...)
			}
			return b.Election()
		}
		r, err := ballot.Count(build(), ballot.ApprovalRule, ballot.Options{})
		if err != nil {
			t.Fatal(err)
		}
		k := rapid.IntRange(0, len(sets)-1).Draw(t, "which")
		if !slices.Contains(sets[k], r.Winners[0]) {
			sets[k] = append(slices.Clone(sets[k]), r.Winners[0])
		}
		after, err := ballot.Count(build(), ballot.ApprovalRule, ballot.Options{})
		if err != nil || !slices.Equal(after.Winners, r.Winners) {
			t.Fatalf("%v, then %v, %v", r.Winners, after.Winners, err)
		}
	})
}

// TestClonesNeitherHelpNorHarm is independence of clones, of Schulze's rule: an
// item is replaced by two that stand side by side on every ballot.
func TestClonesNeitherHelpNorHarm(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := rapid.IntRange(1, 4).Draw(t, "items")
		opinions := drawOpinions(t, m, 6, true)
		cloned := rapid.IntRange(0, m-1).Draw(t, "cloned")
		var with []opinion
		for _, o := range opinions {
			for range o.voters {
				p := opinion{voters: 1}
				for _, place := range o.places {
					switch {
					case place[0] != cloned:
						p.places = append(p.places, place)
					case rapid.Bool().Draw(t, "first"):
						p.places = append(p.places, []int{cloned}, []int{m})
					default:
						p.places = append(p.places, []int{m}, []int{cloned})
					}
				}
				with = append(with, p)
			}
		}
		before := unbeaten(elect(1, m, opinions).Preferences(), ballot.WinningVotes)
		after := unbeaten(elect(1, m+1, with).Preferences(), ballot.WinningVotes)
		var merged []int
		for _, i := range after {
			if i == m {
				i = cloned
			}
			merged = append(merged, i)
		}
		slices.Sort(merged)
		if merged = slices.Compact(merged); !slices.Equal(before, merged) {
			t.Fatalf("%v before, %v with a clone of %d", before, after, cloned)
		}
	})
}

// TestSolidGroupsGetTheirSeats is Droop's criterion of proportionality, for every
// set of items: if k quotas of voters put the items of the set above all others,
// at least k of these win, or all of them.
func TestSolidGroupsGetTheirSeats(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := rapid.IntRange(1, 5).Draw(t, "items")
		opinions := drawOpinions(t, m, 6, true)
		seats := rapid.IntRange(1, m).Draw(t, "seats")
		e := elect(seats, m, opinions)
		for _, rule := range []string{ballot.STVScottish, ballot.STVWIGM, ballot.STVMeek} {
			r, err := ballot.Count(e, rule, ballot.Options{})
			if err != nil {
				t.Fatal(err)
			}
			for set := 1; set < 1<<m; set++ {
				size, won, solid := 0, 0, 0
				for i := range m {
					size += set >> i & 1
				}
				for _, i := range r.Winners {
					won += set >> i & 1
				}
				for _, o := range opinions {
					top := 0
					for _, place := range o.places[:size] {
						top |= 1 << place[0]
					}
					if top == set {
						solid += o.voters
					}
				}
				owed := 0
				for owed < size && new(big.Rat).Mul(r.Quota, big.NewRat(int64(owed+1), 1)).Cmp(big.NewRat(int64(solid), 1)) <= 0 {
					owed++
				}
				if won < min(owed, seats) {
					t.Fatalf("%s: %d voters stand behind set %b, which is owed %d of %d seats and has %d", rule, solid, set, owed, seats, won)
				}
			}
		}
	})
}

// TestCountsOfTransferableVotesHoldTogether says what is true of each round.
func TestCountsOfTransferableVotesHoldTogether(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := rapid.IntRange(1, 6).Draw(t, "items")
		e := elect(rapid.IntRange(1, m).Draw(t, "seats"), m, drawOpinions(t, m, 7, false))
		for _, rule := range []string{ballot.IRV, ballot.STVScottish, ballot.STVWIGM, ballot.STVMeek} {
			r, err := ballot.Count(e, rule, ballot.Options{})
			if refusedFor(err, ballot.NoBallots) {
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			if len(r.Winners) != e.Seats() || len(r.Order) != m || !slices.Equal(slices.Sorted(slices.Values(r.Order)), seq(m)) {
				t.Fatalf("%s: winners %v, order %v", rule, r.Winners, r.Order)
			}
			var elected []int
			all := new(big.Rat)
			for n, round := range r.Rounds {
				sum := new(big.Rat).Set(round.Exhausted)
				for _, x := range round.Tally {
					if x != nil {
						sum.Add(sum, x)
					}
				}
				if n == 0 {
					all.Set(sum)
				}
				if sum.Cmp(all) != 0 || round.Exhausted.Sign() < 0 {
					t.Fatalf("%s: %s votes in round %d, %s in the first", rule, sum, n, all)
				}
				for _, act := range round.Acts {
					if act.Do == ballot.Elect || act.Do == ballot.Fill {
						elected = append(elected, act.Item)
					}
				}
			}
			if !slices.Equal(elected, r.Winners) {
				t.Fatalf("%s: %v told, %v won", rule, elected, r.Winners)
			}
			if again, err := ballot.Count(e, rule, ballot.Options{}); err != nil || !reflect.DeepEqual(r, again) {
				t.Fatalf("%s: another result", rule)
			}
		}
	})
}

// TestTheOneWhoLosesToAllNeverWinsARunoff holds for ballots that rank all.
func TestTheOneWhoLosesToAllNeverWinsARunoff(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := rapid.IntRange(2, 5).Draw(t, "items")
		e := elect(1, m, drawOpinions(t, m, 7, true))
		p := e.Preferences()
		r, err := ballot.Count(e, ballot.IRV, ballot.Options{})
		if err != nil {
			t.Fatal(err)
		}
		for a := range m {
			loses := !slices.ContainsFunc(seq(m), func(b int) bool { return a != b && p.Compare(a, b) >= 0 })
			if loses && r.Winners[0] == a {
				t.Fatalf("%d loses to all and wins", a)
			}
		}
	})
}
