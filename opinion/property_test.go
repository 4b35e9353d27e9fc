package opinion_test

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"math"
	"math/rand/v2"
	"reflect"
	"testing"

	"pgregory.net/rapid"

	"penc/opinion"
	"penc/opinion/opiniontest"
)

// TestSmall draws a map or refuses, whatever the shape, and what it draws holds
// together.
func TestSmall(t *testing.T) {
	drawn := 0
	rapid.Check(t, func(t *rapid.T) {
		m, _ := drawMatrix(t, 20, 6)
		if p := opinion.Compute(m, opinion.Options{Method: opinion.Polis1}); p.K > 0 {
			sound(t, m, p)
		}
		if two := opinion.Compute(m, opinion.Options{Groups: 2}); two.K > 0 {
			drawn++
			sound(t, m, two)
		}
		r := opinion.Compute(m, opinion.Options{})
		if why := r.NoMap; why != nil {
			if why.Need > 0 && why.Have >= why.Need {
				t.Fatalf("refused with enough: %+v", why)
			}
			if _, err := json.Marshal(r); err != nil {
				t.Fatalf("not a number: %v", err)
			}
			return
		}
		sound(t, m, r)
	})
	if drawn == 0 {
		t.Error("no map was drawn")
	}
}

func sound(t rapid.TB, m *opinion.Matrix, r opinion.Result) {
	if _, err := json.Marshal(r); err != nil {
		t.Fatalf("not a number: %v", err)
	}
	n, d := m.Dims()
	if len(r.People) != n || len(r.Statements) != d || len(r.Groups) != r.K || r.K < 1 || r.K > 5 {
		t.Fatalf("%d people, %d statements, %d groups, k = %d", len(r.People), len(r.Statements), len(r.Groups), r.K)
	}
	sizes, bases := make([]int, r.K), make([]int, len(r.Bases))
	votes := make([][]opinion.Counts, r.K)
	for g := range votes {
		votes[g] = make([]opinion.Counts, d)
	}
	for i, p := range r.People {
		if !p.Placed {
			continue
		}
		sizes[p.Group]++
		if r.Method == opinion.Polis1 {
			bases[p.Base]++
			if r.Bases[p.Base].Group != p.Group {
				t.Fatalf("person %d is in group %d, and base %d in group %d", i, p.Group, p.Base, r.Bases[p.Base].Group)
			}
		}
		for j, v := range m.Row(i) {
			c := &votes[p.Group][j]
			switch v {
			case opinion.Agree:
				c.Agree++
			case opinion.Disagree:
				c.Disagree++
			default:
				c.Pass++
			}
		}
	}
	for g, group := range r.Groups {
		if group.Size != sizes[g] || group.Size == 0 {
			t.Fatalf("group %d: size %d, want %d", g, group.Size, sizes[g])
		}
		for j, c := range group.Votes {
			if c.Counts != votes[g][j] {
				t.Fatalf("group %d, statement %d: %v, want %v", g, j, c, votes[g][j])
			}
		}
		if len(group.Representative) > 5 {
			t.Fatalf("group %d: %d representative statements", g, len(group.Representative))
		}
	}
	for b, base := range r.Bases {
		if base.Size != bases[b] {
			t.Fatalf("base %d: size %d, want %d", b, base.Size, bases[b])
		}
	}
	dot := 0.0
	for c, a := range r.Axes {
		length := 0.0
		for j, w := range a.Weights {
			length += w * w
			dot += w * r.Axes[1-c].Weights[j] / 2
		}
		if math.Abs(length-1) > 1e-12 && length != 0 || a.Explained < 0 || a.Explained > 1+1e-9 {
			t.Fatalf("axis %d: length %v, explained %v", c, length, a.Explained)
		}
	}
	if r.Method == opinion.Penc1 && math.Abs(dot) > 1e-9 { // Polis may draw the same axis twice from very little
		t.Fatalf("axes are not at right angles: %v", dot)
	}
	for j, s := range r.Statements {
		if !(s.Priority > 0) || !(s.Consensus > 0 && s.Consensus <= 1) || s.Extremity < 0 {
			t.Fatalf("statement %d: %+v", j, s)
		}
	}
}

// TestMirror turns every vote round and gets the mirror image, bit for bit.
func TestMirror(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m, want := drawMatrix(t, 20, 6)
		n, d := m.Dims()
		b := opinion.NewBuilder(n, d)
		for at, v := range want {
			b.Vote(at[0], at[1], -v)
		}
		for j := range d {
			b.SetKind(j, m.Kind(j))
		}
		first := opinion.Compute(m, opinion.Options{Method: opinion.Polis1})
		second := opinion.Compute(b.Matrix(), opinion.Options{Method: opinion.Polis1})
		if !reflect.DeepEqual(first.Axes, second.Axes) {
			t.Fatalf("axes %v, turned round %v", first.Axes, second.Axes)
		}
		for i, p := range first.People {
			if q := second.People[i]; p.X != -q.X || p.Y != -q.Y || p.Placed != q.Placed {
				t.Fatalf("person %d: %+v, turned round %+v", i, p, q)
			}
		}
	})
}

// TestOrderOfPeople finds the same two axes in whatever order people come, as
// far as stopping on a repeated length leaves them exact.
func TestOrderOfPeople(t *testing.T) {
	m := crowd(rand.New(rand.NewPCG(3, 4)), 300, 40, 0.4)
	n, d := m.Dims()
	first := opinion.Compute(m, opinion.Options{Method: opinion.Polis1})
	order := rand.New(rand.NewPCG(5, 6)).Perm(n)
	b := opinion.NewBuilder(n, d)
	for i, to := range order {
		for j, v := range m.Row(i) {
			b.Vote(to, j, v)
		}
	}
	second := opinion.Compute(b.Matrix(), opinion.Options{Method: opinion.Polis1})
	for i, to := range order {
		p, q := first.People[i], second.People[to]
		if math.Abs(p.X-q.X) > 1e-6 || math.Abs(p.Y-q.Y) > 1e-6 {
			t.Fatalf("person %d: %+v, in another order %+v", i, p, q)
		}
	}
	if !reflect.DeepEqual(first.Agreed, second.Agreed) || first.K != 3 || second.K != 3 {
		t.Errorf("agreed %v and %v, groups %d and %d", first.Agreed, second.Agreed, first.K, second.K)
	}
}

// TestSameBits holds the map of a conversation to its last bit, so that it can
// be checked on another machine, and so that polis/1 stays what it was.
func TestSameBits(t *testing.T) {
	const want = "5b68b661140f21e2dc994bd8ca026a1931f21493469ac58efb9f12d6b7206a3a"
	m, _ := opiniontest.Own(t).Read(t).Matrix()
	r := opinion.Compute(m, opinion.Options{Method: opinion.Polis1})
	sum := sha256.New()
	for _, p := range r.People {
		fmt.Fprintf(sum, "%x %x %d %d\n", p.X, p.Y, p.Base, p.Group)
	}
	for j, s := range r.Statements {
		fmt.Fprintf(sum, "%x %x %x %x %x\n", s.Extremity, s.Consensus, s.Priority, r.Axes[0].Weights[j], r.Axes[1].Weights[j])
	}
	for _, g := range r.Groups {
		for _, x := range g.Representative {
			fmt.Fprintf(sum, "%d %d %x %x\n", x.Statement, x.Side, x.Ratio, x.RatioZ)
		}
	}
	if got := hex.EncodeToString(sum.Sum(nil)); got != want {
		t.Errorf("digest %s, want %s", got, want)
	}
}

// TestJSON comes back from JSON as it was.
func TestJSON(t *testing.T) {
	m, _ := opiniontest.Own(t).Read(t).Matrix()
	r := opinion.Compute(m, opinion.Options{Method: opinion.Polis1})
	text, err := json.Marshal(r)
	if err != nil {
		t.Fatal(err)
	}
	var back opinion.Result
	if err := json.Unmarshal(text, &back); err != nil || !reflect.DeepEqual(r, back) {
		t.Errorf("JSON does not come back the same: %v", err)
	}
}
