package opinion

import (
	"fmt"
	"math/rand/v2"
	"testing"
)

// drawnGroups draws K×d votes, and the true product of each statement.
func drawnGroups(rng *rand.Rand, groups, d int, size func(*rand.Rand) int) (votes [][]Counts, truth []float64) {
	votes, truth = make([][]Counts, groups), make([]float64, d)
	for j := range truth {
		truth[j] = 1
	}
	for g := range votes {
		votes[g] = make([]Counts, d)
		for j := range truth {
			p := rng.Float64()
			truth[j] *= p
			votes[g][j] = drawn(rng, size(rng), p)
		}
	}
	return votes, truth
}

func allOf(d int) []int {
	out := make([]int, d)
	for j := range out {
		out[j] = j
	}
	return out
}

func TestCoverageOfRanks(t *testing.T) {
	for _, d := range []int{8, 40, 200} {
		for _, groups := range []int{1, 3} {
			for _, size := range sizes {
				rng := rand.New(rand.NewPCG(21, uint64(d)))
				var c covers
				var width float64
				for range max(8, 1500/d) {
					votes, truth := drawnGroups(rng, groups, d, size.draw)
					actual := make([]Rank, d)
					places(truth, actual)
					for j, r := range RankAcross(votes, Agree, allOf(d)) {
						c.add(Estimate{Low: float64(r.Low), High: float64(r.High)}, float64(actual[j].Place))
						width += float64(r.High - r.Low)
					}
				}
				what := fmt.Sprintf("%d statements, %d groups, %s", d, groups, size.name)
				t.Logf("%-52s %.1f %% (before %.1f, after %.1f), mean width %.1f", what,
					100*c.share(), 100*c.below/c.runs, 100*c.above/c.runs, width/c.runs)
				// Where there are few places, or intervals are a place or two wide,
				// whole places keep them from holding just 90 %.
				narrow := d < 40 || width/c.runs < 4
				// Without votes all share the first place, and all intervals hold it.
				most := 0.92
				if size.name == "no votes" {
					most = 0.96
				}
				if c.share() < 0.88 || !narrow && c.share() > most {
					t.Errorf("%s: coverage %.4f", what, c.share())
				}
			}
		}
	}
}

func TestRanksPlain(t *testing.T) {
	// Three statements far apart, one of them not ranked.
	votes := [][]Counts{{{990, 5, 5}, {5, 990, 5}, {500, 500, 0}, {0, 0, 0}}}
	got := RankAcross(votes, Agree, []int{0, 1, 2})
	for j, want := range []Rank{{1, 1, 1, false}, {3, 3, 3, false}, {2, 2, 2, false}, {}} {
		if got[j] != want {
			t.Errorf("statement %d: %+v, want %+v", j, got[j], want)
		}
	}
	// Equal statements share a place, and each may lie anywhere.
	same := make([]Counts, 50)
	for j, r := range RankAcross([][]Counts{same}, Agree, allOf(50)) {
		if r.Place != 1 || r.Low > 4 || r.High < 47 {
			t.Errorf("equal statement %d: %+v", j, r)
		}
	}
	if got := RankAcross(nil, Agree, nil); len(got) != 0 {
		t.Errorf("nothing to rank: %v", got)
	}
}

func BenchmarkRanks(b *testing.B) {
	rng := rand.New(rand.NewPCG(1, 2))
	votes, _ := drawnGroups(rng, 3, 1000, func(r *rand.Rand) int { return 1000 })
	among := allOf(1000)
	for b.Loop() {
		RankAcross(votes, Agree, among)
	}
}
