package opinion

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// drawPoints draws points on a coarse grid, so that ties are common.
func drawPoints(t *rapid.T, least, most int, name string) []point {
	side := rapid.IntRange(-6, 6)
	return rapid.SliceOfN(rapid.Custom(func(t *rapid.T) point {
		return point{float64(side.Draw(t, "x")) / 2, float64(side.Draw(t, "y")) / 2}
	}), least, most).Draw(t, name)
}

// numbered makes heads of centres, with ids from 0.
func numbered(centres []point) heads {
	out := heads{centres: centres}
	for g := range centres {
		out.ids = append(out.ids, g)
	}
	return out
}

// TestNearest finds what looking at every centre finds, the later on a tie.
func TestNearest(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		centres := drawPoints(t, 1, 12, "centres")
		near := newNearest(centres)
		for _, p := range drawPoints(t, 1, 8, "points") {
			want := 0
			for k, c := range centres {
				if p.square(c) <= p.square(centres[want]) {
					want = k
				}
			}
			if got := near.to(p); got != want {
				t.Fatalf("nearest to %v of %v: %d, want %d", p, centres, got, want)
			}
		}
	})
}

// TestMirroredStep assigns mirrored points alike: the sign of an axis does not
// matter.
func TestMirroredStep(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		points, centres := drawPoints(t, 1, 30, "points"), drawPoints(t, 1, 6, "centres")
		mirror := func(list []point) []point {
			out := slices.Clone(list)
			for i := range out {
				out[i].x = -out[i].x
			}
			return out
		}
		a, b := step(cloud{points: points}, numbered(centres)), step(cloud{points: mirror(points)}, numbered(mirror(centres)))
		if !slices.Equal(a.of, b.of) || !slices.Equal(a.centres, mirror(b.centres)) {
			t.Fatalf("%v, mirrored %v", a, b)
		}
		if x, y := silhouette(points, a.of, len(a.centres)), silhouette(mirror(points), b.of, len(b.centres)); x != y {
			t.Fatalf("silhouette %v, mirrored %v", x, y)
		}
	})
}

// TestKmeans parts points into clusters that are not empty, with their means.
func TestKmeans(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		points := drawPoints(t, 1, 40, "points")
		weights := make([]float64, len(points))
		for i := range weights {
			weights[i] = float64(rapid.IntRange(1, 4).Draw(t, "weight"))
		}
		k := rapid.IntRange(1, 8).Draw(t, "k")
		c := kmeans(cloud{points: points, weights: weights}, nil, k, 21)
		if len(c.centres) == 0 || len(c.centres) > k {
			t.Fatalf("%d clusters, want 1 to %d", len(c.centres), k)
		}
		for g, centre := range c.centres {
			var x, y, w float64
			for i, p := range points {
				if c.of[i] == g {
					x, y, w = x+weights[i]*p.x, y+weights[i]*p.y, w+weights[i]
				}
			}
			if w != c.weights[g] || math.Abs(x/w-centre.x) > 1e-12 || math.Abs(y/w-centre.y) > 1e-12 {
				t.Fatalf("cluster %d: %v of weight %v, want (%v, %v) of %v", g, centre, c.weights[g], x/w, y/w, w)
			}
		}
	})
}

// TestKmeansFewPoints makes each of few distinct points a cluster.
func TestKmeansFewPoints(t *testing.T) {
	points := []point{{1, 1}, {0, 0}, {1, 1}, {2, 5}}
	c := kmeans(cloud{points: points}, nil, 100, 101)
	if want := []int{0, 1, 0, 2}; !slices.Equal(c.of, want) {
		t.Errorf("%v, want %v", c.of, want)
	}
	if want := []float64{2, 1, 1}; !slices.Equal(c.weights, want) {
		t.Errorf("weights %v, want %v", c.weights, want)
	}
}

// TestSilhouette compares with a value worked out by hand.
func TestSilhouette(t *testing.T) {
	points := []point{{0, 0}, {0, 1}, {3, 0}}
	// First: a = 1, b = 3. Second: a = 1, b = √10. Third: alone, 0.
	want := (2.0/3 + (math.Sqrt(10)-1)/math.Sqrt(10)) / 3
	if got := silhouette(points, []int{0, 0, 1}, 2); math.Abs(got-want) > 1e-15 {
		t.Errorf("%v, want %v", got, want)
	}
	for name, got := range map[string]float64{
		"one cluster":   silhouette(points, []int{0, 0, 0}, 1),
		"nothing":       silhouette(nil, nil, 0),
		"equal points":  silhouette(make([]point, 4), []int{0, 0, 1, 1}, 2),
		"one for each":  silhouette(points, []int{0, 1, 2}, 3),
		"empty cluster": silhouette(points, []int{0, 0, 0}, 2),
	} {
		if got != 0 {
			t.Errorf("%s: %v, want 0", name, got)
		}
	}
}

// TestGroupsTried tries one group more for every twelve base clusters.
func TestGroupsTried(t *testing.T) {
	for bases, want := range map[int]int{1: 2, 11: 2, 12: 3, 35: 4, 36: 5, 100: 5} {
		rng := rand.New(rand.NewPCG(1, uint64(bases)))
		points := make([]point, bases)
		for i := range points {
			points[i] = point{rng.NormFloat64(), rng.NormFloat64()}
		}
		tried := tryGroups(kmeans(cloud{points: points}, nil, maxBases, baseSteps), nil).tried
		if last := tried[len(tried)-1].K; tried[0].K != 2 || last != want {
			t.Errorf("%d base clusters: tried %v, want up to %d", bases, tried, want)
		}
	}
}
