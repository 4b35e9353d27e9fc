package opinion

import (
	"math"
	"testing"
)

func near(a, b float64) bool { return math.Abs(a-b) <= 1e-12*max(1, math.Abs(b)) }

// TestTests compares with values worked out by hand.
func TestTests(t *testing.T) {
	for _, c := range []struct {
		name      string
		got, want float64
	}{
		{"smoothed, nothing", smoothed(0, 0), 0.5},
		{"smoothed", smoothed(3, 4), 4.0 / 6},
		{"rate, nothing", rateZ(0, 0), 1},
		{"rate, half", rateZ(4, 9), 0},
		{"rate, all of eight", rateZ(8, 8), 3},
		{"rate, none of three", rateZ(0, 3), -1},
		{"ratio, all agree", ratioZ(4, 4, 7, 7), 0},
		{"ratio, equal shares", ratioZ(1, 3, 1, 3), 0},
		{"ratio", ratioZ(3, 3, 0, 3), (1 - 0.25) / math.Sqrt(0.625*0.375*0.5)},
	} {
		if !near(c.got, c.want) {
			t.Errorf("%s: %v, want %v", c.name, c.got, c.want)
		}
	}
}

// TestRepresentative chooses for each group what sets it apart.
func TestRepresentative(t *testing.T) {
	yes, no, none := Counts{Agree: 10}, Counts{Disagree: 10}, Counts{}
	b := NewBuilder(1, 6)
	b.SetKind(1, Out)
	m := b.Matrix()
	votes := [][]Counts{
		{yes, yes, no, yes, none, {Pass: 10}},
		{no, no, yes, yes, yes, {Pass: 10}},
	}
	got := representative(m, votes, 0, sumGroups(votes, 6))
	if len(got) != 2 || got[0].Statement != 0 || got[0].Side != Agree || !got[0].Best ||
		got[1].Statement != 2 || got[1].Side != Disagree || got[1].Best {
		t.Errorf("%+v", got)
	}
	if r := got[0]; r.Count != 10 || r.Total != 10 || !near(r.Rate, 11.0/12) || !near(r.Ratio, 11) {
		t.Errorf("%+v", r)
	}
}

// TestRepresentativeOfNone falls back to what comes nearest.
func TestRepresentativeOfNone(t *testing.T) {
	m := NewBuilder(1, 3).Matrix()
	alike := []Counts{{Agree: 2, Disagree: 2}, {Agree: 2, Disagree: 3}, {}}
	got := representative(m, [][]Counts{alike, {{Agree: 2, Disagree: 2}, {Agree: 4, Disagree: 3}, {Agree: 9}}}, 0, alike)
	if len(got) != 1 || got[0].Statement != 1 || got[0].Side != Disagree || got[0].Best {
		t.Errorf("%+v", got)
	}
	if got := representative(m, [][]Counts{make([]Counts, 3)}, 0, make([]Counts, 3)); got != nil {
		t.Errorf("a group without votes: %+v", got)
	}
	agreeing := []Counts{{Agree: 6, Pass: 1}, {}, {}}
	if got := representative(m, [][]Counts{agreeing, agreeing}, 0, agreeing); len(got) != 1 || !got[0].Best || got[0].Side != Disagree {
		t.Errorf("best of what is not distinct: %+v", got)
	}
}

// TestRepresentativeOfOthers gives a group what nobody in it voted on, as Polis
// does, where nothing else sets it apart and others voted on it.
func TestRepresentativeOfOthers(t *testing.T) {
	m := NewBuilder(1, 3).Matrix()
	votes := [][]Counts{{{Pass: 10}, {}, {}}, {{Pass: 10}, {Disagree: 10}, {}}}
	seen := []Counts{{Pass: 20}, {Disagree: 10}, {}}
	got := representative(m, votes, 0, seen)
	if len(got) != 1 || got[0].Statement != 1 || got[0].Side != Agree || got[0].Total != 0 || got[0].Best {
		t.Errorf("%+v", got)
	}
	if got := representative(m, votes, 0, votes[0]); len(got) != 1 || got[0].Statement != 0 {
		t.Errorf("of what it voted on: %+v", got)
	}
}

// TestRepresentativeTies keeps the first of what comes equally near, unless its
// test was rounded down in single precision: then the last.
func TestRepresentativeTies(t *testing.T) {
	m := NewBuilder(1, 2).Matrix()
	ways := [2]int{}
	for a := range 4 {
		for o := range 4 {
			in, out := Counts{Agree: a, Disagree: 3}, Counts{Agree: o, Disagree: 5}
			got := representative(m, [][]Counts{{in, in}, {out, out}}, 0, []Counts{in, in})
			if len(got) != 1 || got[0].Best {
				continue
			}
			want := 0
			if test := compare(0, in, out).distance(); float64(float32(test)) < test {
				want = 1
			}
			if ways[want]++; got[0].Statement != want {
				t.Errorf("%v against %v: %+v, want statement %d", in, out, got, want)
			}
		}
	}
	if ways[0] == 0 || ways[1] == 0 {
		t.Errorf("not both ways were seen: %v", ways)
	}
}

// TestConsensus lists the strongest five of each side.
func TestConsensus(t *testing.T) {
	b := NewBuilder(1, 9)
	b.SetKind(8, Out)
	counts := []Counts{
		{Agree: 20},
		{Agree: 30},
		{Agree: 40},
		{Agree: 50},
		{Agree: 60},
		{Agree: 10},
		{Disagree: 20, Pass: 2},
		{Agree: 10, Disagree: 10},
		{Agree: 90},
	}
	agreed, disagreed := consensus(b.Matrix(), counts)
	if len(agreed) != 5 || agreed[0].Statement != 4 || agreed[4].Statement != 0 || agreed[0].Count != 60 {
		t.Errorf("agreed %+v", agreed)
	}
	if len(disagreed) != 1 || disagreed[0].Statement != 6 || disagreed[0].Total != 22 || !near(disagreed[0].Rate, 21.0/24) {
		t.Errorf("disagreed %+v", disagreed)
	}
	votes := [][]Counts{{{Agree: 3}}, {{Disagree: 2}}}
	if got := groupConsensus(votes, 0); !near(got, 4.0/5*1/4) {
		t.Errorf("group-aware consensus %v", got)
	}
}

// TestPriority compares with the formula, and prefers what is new.
func TestPriority(t *testing.T) {
	if got := priority(Meta, Counts{Agree: 9}, 2); got != 49 {
		t.Errorf("meta: %v", got)
	}
	if got := priority(Open, Counts{}, 0); !near(got, math.Pow(0.25*9, 2)) {
		t.Errorf("new: %v", got)
	}
	c := Counts{Agree: 5, Disagree: 2, Pass: 1}
	want := math.Pow((1-2.0/10)*(1+1.5)*(6.0/10)*(1+8*math.Pow(2, -8.0/5)), 2)
	if got := priority(Open, c, 1.5); !near(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
	for votes := range 400 {
		if got, want := halved(votes), math.Exp2(-float64(votes)/5); !near(got/want, 1) {
			t.Errorf("2^(-%d/5): %v, want %v", votes, got, want)
		}
	}
}
