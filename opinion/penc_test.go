package opinion_test

import (
	"encoding/json"
	"fmt"
	"math"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"

	"penc/opinion"
	"penc/opinion/opiniontest"
	"penc/opinion/polisdata"
)

// canonicalOf returns the votes of a conversation with people and statements in
// the order of their numbers, from events in any order.
func canonicalOf(c *polisdata.Conversation, events []polisdata.Vote) *opinion.Matrix {
	var people, comments []int
	for _, e := range events {
		people, comments = append(people, e.Voter), append(comments, e.Comment)
	}
	slices.Sort(people)
	slices.Sort(comments)
	people, comments = slices.Compact(people), slices.Compact(comments)
	b := opinion.NewBuilder(len(people), len(comments))
	for _, e := range events {
		i, _ := slices.BinarySearch(people, e.Voter)
		j, _ := slices.BinarySearch(comments, e.Comment)
		b.Vote(i, j, e.Vote)
	}
	for _, x := range c.Comments {
		if j, ok := slices.BinarySearch(comments, x.ID); ok {
			b.SetKind(j, x.Kind())
		}
	}
	return b.Matrix()
}

// lastVotes returns the last vote of each pair.
func lastVotes(c *polisdata.Conversation) []polisdata.Vote {
	at := map[[2]int]int{}
	var out []polisdata.Vote
	for _, e := range c.Events() {
		pair := [2]int{e.Voter, e.Comment}
		if k, ok := at[pair]; ok {
			out[k] = e
			continue
		}
		at[pair] = len(out)
		out = append(out, e)
	}
	return out
}

// TestOrderDoesNotMatter shuffles the votes of every conversation thirty times. The
// votes that are drawn from are the same each time, and so is what is drawn.
func TestOrderDoesNotMatter(t *testing.T) {
	for _, f := range opiniontest.All(t) {
		c := f.Read(t)
		votes := lastVotes(c)
		m := canonicalOf(c, votes)
		want := asJSON(t, opinion.Compute(m, opinion.Options{}))
		rng := rand.New(rand.NewPCG(5, 5))
		for n := range 30 {
			rng.Shuffle(len(votes), func(a, b int) { votes[a], votes[b] = votes[b], votes[a] })
			again := canonicalOf(c, votes)
			if !reflect.DeepEqual(m, again) {
				t.Fatalf("%s: shuffle %d gives other votes", f.Name, n)
			}
			if n < 2 && asJSON(t, opinion.Compute(again, opinion.Options{})) != want {
				t.Fatalf("%s: shuffle %d gives another result", f.Name, n)
			}
		}
	}
}

// renumbered returns m with its people in another order: row i of it is row order[i]
// of m.
func renumbered(m *opinion.Matrix, order []int) *opinion.Matrix {
	n, d := m.Dims()
	b := opinion.NewBuilder(n, d)
	for j := range d {
		b.SetKind(j, m.Kind(j))
	}
	for to, i := range order {
		for j, v := range m.Row(i) {
			b.Vote(to, j, v)
		}
	}
	return b.Matrix()
}

// TestNumbersDoNotMatter gives people other numbers, as if they had come in another
// order: the same people stand together, and as much is known of the number of groups.
func TestNumbersDoNotMatter(t *testing.T) {
	for _, f := range opiniontest.All(t) {
		c := f.Read(t)
		m := canonicalOf(c, c.Events())
		if m.Votes() > 20_000 { // the same code; above 100,000 votes people are dealt by number
			continue
		}
		want := opinion.Compute(m, opinion.Options{})
		n, _ := m.Dims()
		rng := rand.New(rand.NewPCG(6, 6))
		for range 5 {
			order := rng.Perm(n)
			got := opinion.Compute(renumbered(m, order), opinion.Options{})
			if got.K != want.K || !reflect.DeepEqual(got.NoMap, want.NoMap) {
				t.Fatalf("%s: %d groups, want %d; %+v, want %+v", f.Name, got.K, want.K, got.NoMap, want.NoMap)
			}
			for k, s := range got.Silhouettes {
				if x := want.Silhouettes[k]; math.Abs(s.Probability-x.Probability) > 0.02 || s.Stable != x.Stable {
					t.Errorf("%s: %+v, want %+v", f.Name, s, x)
				}
			}
			for to, i := range order {
				if got.People[to].Group != want.People[i].Group {
					t.Errorf("%s: person %d is in group %d, want %d", f.Name, i, got.People[to].Group, want.People[i].Group)
				}
			}
		}
	}
}

// thinned returns m without some of its people, and the rows that are left.
func thinned(m *opinion.Matrix, share float64, rng *rand.Rand) (*opinion.Matrix, []int) {
	n, d := m.Dims()
	var rows []int
	for i := range n {
		if rng.Float64() >= share {
			rows = append(rows, i)
		}
	}
	b := opinion.NewBuilder(len(rows), d)
	for j := range d {
		b.SetKind(j, m.Kind(j))
	}
	for to, i := range rows {
		for j, v := range m.Row(i) {
			b.Vote(to, j, v)
		}
	}
	return b.Matrix(), rows
}

// TestLeavingPeopleOut draws maps without a twentieth of the people, and
// compares their groups with those of all.
func TestLeavingPeopleOut(t *testing.T) {
	mapped := []string{"scoop-hivemind.ubi", "canadian-electoral-reform", "vtaiwan.uberx", "american-assembly.bowling-green"}
	for _, f := range opiniontest.All(t) {
		c := f.Read(t)
		m := canonicalOf(c, c.Events())
		full := opinion.Compute(m, opinion.Options{})
		if full.Placed < 150 {
			continue
		}
		t.Run(f.Name, func(t *testing.T) {
			if full.NoMap != nil {
				t.Logf("no map: %s", full.NoMap.Reason)
				if slices.Contains(mapped, f.Name) {
					t.Error("there must be one")
				}
				return
			}
			const times = 20
			sum, least, none := 0.0, 1.0, 0
			for n := range times {
				left, rows := thinned(m, 0.05, rand.New(rand.NewPCG(2026, uint64(n))))
				again := opinion.Compute(left, opinion.Options{})
				if again.K == 0 {
					none++
					continue
				}
				a, b := make([]int, len(rows)), make([]int, len(rows))
				for k, i := range rows {
					a[k], b[k] = full.People[i].Group, again.People[k].Group
				}
				x := opinion.AdjustedRand(a, b)
				sum, least = sum+x, min(least, x)
			}
			mean := sum / float64(max(times-none, 1))
			t.Logf("%d groups; mean %.3f, least %.3f, without a map %d of %d", full.K, mean, least, none, times)
			if mean < 0.95 || least < 0.80 || none > times/2 {
				t.Errorf("mean %.3f, least %.3f, without a map %d of %d", mean, least, none, times)
			}
		})
	}
}

// inertia returns the sum of squared distances to the mean of the own group.
func inertia(r opinion.Result, group func(i int) int, k int) float64 {
	x, y, n := make([]float64, k), make([]float64, k), make([]float64, k)
	for i, p := range r.People {
		if g := group(i); g >= 0 {
			x[g], y[g], n[g] = x[g]+p.X, y[g]+p.Y, n[g]+1
		}
	}
	total := 0.0
	for i, p := range r.People {
		if g := group(i); g >= 0 {
			dx, dy := p.X-x[g]/n[g], p.Y-y[g]/n[g]
			total += dx*dx + dy*dy
		}
	}
	return total
}

// TestInertia compares groups with as many of polis/1, of the same people on the
// same map.
func TestInertia(t *testing.T) {
	compared := 0
	for _, f := range opiniontest.All(t) {
		c := f.Read(t)
		m := canonicalOf(c, c.Events())
		ours, polis := opinion.Compute(m, opinion.Options{}), opinion.Compute(m, opinion.Options{Method: opinion.Polis1})
		if ours.K == 0 || ours.K != polis.K {
			continue
		}
		compared++
		own := inertia(ours, func(i int) int { return ours.People[i].Group }, ours.K)
		theirs := inertia(ours, func(i int) int { return polis.People[i].Group }, ours.K)
		apart := inertia(polis, func(i int) int { return polis.People[i].Group }, ours.K)
		t.Logf("%s: %d groups: %.2f, those of polis/1 %.2f, on their own map %.2f", f.Name, ours.K, own, theirs, apart)
		if own > theirs || own > apart || math.Abs(own-ours.Inertia) > 1e-6*own {
			t.Errorf("%s: inertia %v (said to be %v), of polis/1 %v, on their own map %v", f.Name, own, ours.Inertia, theirs, apart)
		}
	}
	if compared < 2 {
		t.Errorf("only %d conversations have as many groups in both", compared)
	}
}

// minds returns n people of k minds whose votes follow their mind with
// probability firm, else chance.
func minds(rng *rand.Rand, n, d, k int, share, firm float64) (*opinion.Matrix, []int) {
	b := opinion.NewBuilder(n, d)
	leaning := make([][]opinion.Vote, k)
	for g := range leaning {
		leaning[g] = make([]opinion.Vote, d)
		for j := range leaning[g] {
			leaning[g][j] = opinion.Vote(2*rng.IntN(2) - 1)
		}
	}
	labels := make([]int, n)
	for i := range n {
		labels[i] = i % k
		for j := range d {
			if rng.Float64() >= share {
				continue
			}
			v := opinion.Vote(rng.IntN(3) - 1)
			if rng.Float64() < firm {
				v = leaning[labels[i]][j]
			}
			b.Vote(i, j, v)
		}
	}
	return b.Matrix(), labels
}

// TestPlantedGroups finds groups that are there, as many as there are, and none
// where votes are chance.
func TestPlantedGroups(t *testing.T) {
	for k := 2; k <= 3; k++ { // three are the corners of a triangle in the plane; four are not
		for seed := range uint64(4) {
			m, labels := minds(rand.New(rand.NewPCG(seed, 9)), 400, 60, k, 0.5, 0.6)
			r := opinion.Compute(m, opinion.Options{})
			groups := make([]int, len(labels))
			for i, p := range r.People {
				groups[i] = p.Group
			}
			if x := opinion.AdjustedRand(labels, groups); r.K != k || x < 0.9 {
				t.Errorf("%d groups, seed %d: found %d, index %.3f, %+v", k, seed, r.K, x, r.NoMap)
			}
		}
	}
	none := 0
	for seed := range uint64(10) {
		m, _ := minds(rand.New(rand.NewPCG(seed, 3)), 400, 60, 1, 0.3, 0)
		if r := opinion.Compute(m, opinion.Options{}); r.K == 0 && r.NoMap != nil {
			none++
		}
	}
	if none < 9 {
		t.Errorf("chance has groups in %d of 10 crowds", 10-none)
	}
}

// coins are votes of n people on d statements by the toss of a coin.
func coins(rng *rand.Rand, n, d int) *opinion.Matrix {
	b := opinion.NewBuilder(n, d)
	for i := range n {
		for j := range d {
			b.Vote(i, j, opinion.Vote(2*rng.IntN(2)-1))
		}
	}
	return b.Matrix()
}

// TestChanceIsNoMap draws no map of votes by the toss of a coin, however few they
// are: one in a hundred may pass for a pattern.
func TestChanceIsNoMap(t *testing.T) {
	rng := rand.New(rand.NewPCG(11, 1))
	maps, all := 0, 0
	for _, size := range [][2]int{{7, 10}, {8, 10}, {10, 10}, {12, 20}, {15, 15}, {20, 15}, {30, 20}, {50, 20}} {
		for range 25 {
			r := opinion.Compute(coins(rng, size[0], size[1]), opinion.Options{})
			all++
			if r.K > 0 {
				maps++
			} else if r.NoMap == nil {
				t.Errorf("%d by %d: no reason", size[0], size[1])
			}
		}
	}
	t.Logf("%d maps of %d", maps, all)
	if maps > all/50 {
		t.Errorf("%d maps of %d tosses", maps, all)
	}
	one := opinion.Compute(coins(rng, 30, 20), opinion.Options{})
	if one.NoMap == nil || one.NoMap.Reason != opinion.NoPattern {
		t.Errorf("thirty people who toss coins: %+v", one.NoMap)
	}
}

// camps are n people of k minds, of whom each answers 0.8 of the statements and one
// answer in twenty is not that of their mind.
func camps(rng *rand.Rand, n, d, k int) *opinion.Matrix {
	m, _ := minds(rng, n, d, k, 0.8, 0.925)
	return m
}

// TestReasonsAgreeWithProbabilities: "no stable groups" is said where that is
// probable, "no clear number" where it is probable that there are groups.
func TestReasonsAgreeWithProbabilities(t *testing.T) {
	rng := rand.New(rand.NewPCG(21, 1))
	found := map[int]int{}
	unclear := 0
	for _, k := range []int{2, 3, 4, 5} {
		for range 6 {
			r := opinion.Compute(camps(rng, 150, 30, k), opinion.Options{})
			sure := 0.0
			for _, s := range r.Silhouettes {
				sure += s.Probability
			}
			switch {
			case r.K == k:
				found[k]++
			case r.K > 0 && r.Silhouettes[r.K-2].Probability < 0.8:
				t.Errorf("%d camps: %d groups of probability %v", k, r.K, r.Silhouettes[r.K-2].Probability)
			case r.K == 0 && r.NoMap.Reason == opinion.NoClearNumber:
				unclear++
				if sure < 0.5 {
					t.Errorf("%d camps: no clear number, and groups of probability %v", k, sure)
				}
			case r.K == 0 && sure >= 0.5:
				t.Errorf("%d camps: %s, and groups of probability %v", k, r.NoMap.Reason, sure)
			}
		}
	}
	t.Logf("found %v, unclear %d", found, unclear)
	if found[2] < 6 || found[3] < 6 || unclear == 0 {
		t.Errorf("found %v of 6 each, number unclear %d times", found, unclear)
	}
}

// TestSmallGroupsAreNone: fewer than five people are single people, and no group.
func TestSmallGroupsAreNone(t *testing.T) {
	for apart := 1; apart <= 6; apart++ {
		b := opinion.NewBuilder(40, 12)
		for i := range 40 {
			for j := range 12 {
				v := opinion.Agree
				if i < apart {
					v = opinion.Disagree
				}
				b.Vote(i, j, v)
			}
		}
		r := opinion.Compute(b.Matrix(), opinion.Options{})
		if got := r.K == 2; got != (apart >= 5) {
			t.Errorf("%d of 40 apart: %d groups, %+v", apart, r.K, r.NoMap)
		}
	}
}

// TestGivenNumberOfGroups shows as many groups as are asked for, whether they are
// stable or not, and says nothing about that.
func TestGivenNumberOfGroups(t *testing.T) {
	m, labels := minds(rand.New(rand.NewPCG(1, 9)), 200, 40, 3, 0.5, 0.7)
	for k := 2; k <= 5; k++ {
		r := opinion.Compute(m, opinion.Options{Groups: k})
		if r.K != k || len(r.Groups) != k || r.NoMap != nil || len(r.Silhouettes) != 0 {
			t.Errorf("%d groups asked for: %d, %+v, %v", k, r.K, r.NoMap, r.Silhouettes)
		}
		groups := make([]int, len(labels))
		for i, p := range r.People {
			groups[i] = p.Group
		}
		if x := opinion.AdjustedRand(labels, groups); k == 3 && x < 0.9 {
			t.Errorf("the three that are there: index %.3f", x)
		}
	}
	noise, _ := minds(rand.New(rand.NewPCG(2, 9)), 100, 30, 1, 0.3, 0)
	if r := opinion.Compute(noise, opinion.Options{Groups: 2}); r.K != 2 {
		t.Errorf("chance parted in two: %d groups, %+v", r.K, r.NoMap)
	}
	defer func() {
		if recover() == nil {
			t.Error("six groups are no panic")
		}
	}()
	opinion.Compute(m, opinion.Options{Groups: 6})
}

// TestPencDegenerate draws maps of what is hardly a conversation.
func TestPencDegenerate(t *testing.T) {
	crowdOf := func(n, d int, vote func(i, j int) (opinion.Vote, bool)) *opinion.Matrix {
		b := opinion.NewBuilder(n, d)
		for i := range n {
			for j := range d {
				if v, ok := vote(i, j); ok {
					b.Vote(i, j, v)
				}
			}
		}
		return b.Matrix()
	}
	for _, c := range []struct {
		name   string
		m      *opinion.Matrix
		reason string // "" for groups
	}{
		{"nothing", opinion.NewBuilder(0, 0).Matrix(), opinion.TooFewStatements},
		{"no votes", opinion.NewBuilder(50, 20).Matrix(), opinion.TooFewStatements},
		{"one person", crowdOf(1, 20, func(_, j int) (opinion.Vote, bool) { return opinion.Vote(j%3 - 1), true }), opinion.TooFewPeople},
		{"all pass", crowdOf(40, 20, func(_, _ int) (opinion.Vote, bool) { return opinion.Pass, true }), opinion.NoDifferences},
		{"all agree", crowdOf(40, 20, func(_, j int) (opinion.Vote, bool) { return opinion.Agree, j != 3 }), opinion.NoDifferences},
		{"one statement", crowdOf(40, 1, func(i, _ int) (opinion.Vote, bool) { return opinion.Vote(i%3 - 1), true }), opinion.TooFewStatements},
		{"two camps of copies", crowdOf(40, 20, func(i, _ int) (opinion.Vote, bool) { return opinion.Vote(2*(i%2) - 1), true }), ""},
		{"three people, 5,000 statements", crowdOf(3, 5000, func(i, j int) (opinion.Vote, bool) { return opinion.Vote((i*j)%3 - 1), true }), opinion.TooFewPeople},
		{"thirty people, 5,000 statements", crowdOf(30, 5000, func(i, j int) (opinion.Vote, bool) { return opinion.Vote(2*(i%2) - 1), (i+j)%3 > 0 }), ""},
	} {
		r := opinion.Compute(c.m, opinion.Options{})
		if _, err := json.Marshal(r); err != nil {
			t.Errorf("%s: %v", c.name, err)
		}
		got := ""
		if r.NoMap != nil {
			got = r.NoMap.Reason
		}
		if got != c.reason {
			t.Errorf("%s: reason %q, want %q; %d groups", c.name, got, c.reason, r.K)
		}
	}
}

// TestAxesAreThose of the power iteration of polis/1, which does not know the
// pairs: the same directions, found in another way.
func TestAxesAreThose(t *testing.T) {
	c := opiniontest.Own(t).Read(t)
	m := canonicalOf(c, c.Events())
	a, b := opinion.Compute(m, opinion.Options{}), opinion.Compute(m, opinion.Options{Method: opinion.Polis1})
	for e := range a.Axes {
		cos := 0.0
		for j, w := range a.Axes[e].Weights {
			cos += w * b.Axes[e].Weights[j]
		}
		if math.Abs(cos) < 1-1e-9 || math.Abs(a.Axes[e].Explained-b.Axes[e].Explained) > 1e-9 {
			t.Errorf("axis %d: cosine %v, explained %v and %v", e, cos, a.Axes[e].Explained, b.Axes[e].Explained)
		}
	}
}

func ExampleCompute_noMap() {
	b := opinion.NewBuilder(20, 3)
	for person := range 20 {
		for statement := range 3 {
			b.Vote(person, statement, opinion.Agree)
		}
	}
	r := opinion.Compute(b.Matrix(), opinion.Options{})
	fmt.Println(r.K, r.NoMap.Reason)
	// Output: 0 no-differences
}
