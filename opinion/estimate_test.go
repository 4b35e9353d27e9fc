package opinion

import (
	"math"
	"math/rand/v2"
	"testing"
)

// binomial draws how many of n trials of chance p succeed.
func binomial(rng *rand.Rand, n int, p float64) int {
	s := 0
	for range n {
		if rng.Float64() < p {
			s++
		}
	}
	return s
}

// drawn returns counts of n votes that agree with chance p, and pass and
// disagree alike for the rest.
func drawn(rng *rand.Rand, n int, p float64) Counts {
	agree := binomial(rng, n, p)
	pass := binomial(rng, n-agree, 0.5)
	return Counts{Agree: agree, Disagree: n - agree - pass, Pass: pass}
}

// covers counts how often intervals hold the truth.
type covers struct{ in, below, above, runs float64 }

func (c *covers) add(e Estimate, truth float64) {
	c.runs++
	switch {
	case truth < e.Low:
		c.below++
	case truth > e.High:
		c.above++
	default:
		c.in++
	}
}

func (c *covers) share() float64 { return c.in / c.runs }

// between fails the test unless the coverage is 88 to 92 %.
func (c *covers) between(t *testing.T, what string) {
	t.Helper()
	t.Logf("%-44s %.1f %% (below %.1f, above %.1f)", what, 100*c.share(), 100*c.below/c.runs, 100*c.above/c.runs)
	if c.share() < 0.88 || c.share() > 0.92 {
		t.Errorf("%s: coverage %.4f", what, c.share())
	}
}

// sizes are numbers of votes of a group: none, few, many, and mixed.
var sizes = []struct {
	name string
	draw func(*rand.Rand) int
}{
	{"no votes", func(*rand.Rand) int { return 0 }},
	{"1 to 5 votes", func(r *rand.Rand) int { return 1 + r.IntN(5) }},
	{"6 to 40 votes", func(r *rand.Rand) int { return 6 + r.IntN(35) }},
	{"200 to 600 votes", func(r *rand.Rand) int { return 200 + r.IntN(400) }},
	{"0 to 400 votes, uneven", func(r *rand.Rand) int { return int(400 * math.Pow(r.Float64(), 4)) }},
}

func TestCoverageUnderPrior(t *testing.T) {
	const runs = 12_000
	for _, size := range sizes {
		rng := rand.New(rand.NewPCG(11, 12))
		var share, ratio, difference covers
		for range runs {
			p, q := rng.Float64(), rng.Float64()
			in, out := drawn(rng, size.draw(rng), p), drawn(rng, size.draw(rng), q)
			share.add(SharesOf(in).Agree, p)
			c := ContrastOf(in, out, Agree)
			ratio.add(c.Ratio, p/q)
			difference.add(c.Difference, p-q)
		}
		share.between(t, "share, "+size.name)
		ratio.between(t, "ratio, "+size.name)
		difference.between(t, "difference, "+size.name)
	}
}

func TestCoverageOfProducts(t *testing.T) {
	const runs = 6_000
	for groups := 1; groups <= 5; groups++ {
		for _, size := range sizes {
			rng := rand.New(rand.NewPCG(13, uint64(groups)))
			var product, mean covers
			for range runs {
				votes, truth := make([]Counts, groups), 1.0
				for g := range votes {
					p := rng.Float64()
					truth *= p
					votes[g] = drawn(rng, size.draw(rng), p)
				}
				a := AcrossGroups(votes, Agree)
				product.add(a.Product, truth)
				mean.add(a.Mean, math.Pow(truth, 1/float64(groups)))
			}
			what := string(rune('0'+groups)) + " groups, " + size.name
			product.between(t, what)
			if math.Abs(mean.in-product.in) > 2 {
				t.Errorf("%s: the root covers %v, the product %v", what, mean.in, product.in)
			}
		}
	}
}

// TestCoverageAtExtremes reports the coverage where the truth is fixed, which no
// interval holds to 90 % for every value: the prior averages over values.
func TestCoverageAtExtremes(t *testing.T) {
	const runs = 6_000
	for _, p := range []float64{0.02, 0.5, 0.98} {
		for _, n := range []int{3, 10, 30, 100, 1000} {
			rng := rand.New(rand.NewPCG(15, uint64(n)))
			var share, product, ratio, difference covers
			for range runs {
				votes := make([]Counts, 3)
				for g := range votes {
					votes[g] = drawn(rng, n, p)
				}
				share.add(SharesOf(votes[0]).Agree, p)
				product.add(AcrossGroups(votes, Agree).Product, p*p*p)
				c := ContrastOf(votes[0], votes[1].Plus(votes[2]), Agree)
				ratio.add(c.Ratio, 1)
				difference.add(c.Difference, 0)
			}
			t.Logf("p %.2f, %4d votes in each of 3 groups: share %.3f, product %.3f, ratio %.3f, difference %.3f",
				p, n, share.share(), product.share(), ratio.share(), difference.share())
		}
	}
}

func TestAcrossGroupsIsThatOfPolis(t *testing.T) {
	votes := [][]Counts{{{8, 1, 1}}, {{0, 0, 0}}, {{3, 4, 0}}}
	got := AcrossGroups([]Counts{votes[0][0], votes[1][0], votes[2][0]}, Agree)
	if want := groupConsensus(votes, 0); got.Product.Value != want {
		t.Errorf("product %v, want %v", got.Product.Value, want)
	}
	if want := math.Cbrt(9.0 / 12 / 2 * 4 / 9); math.Abs(got.Mean.Value-want) > 1e-14 {
		t.Errorf("mean %v, want %v", got.Mean.Value, want)
	}
	if got.Groups != 3 || got.Product.People != 17 {
		t.Errorf("rests on %d groups, %d people", got.Groups, got.Product.People)
	}
	if got := AcrossGroups(nil, Agree); got != (Across{}) {
		t.Errorf("without groups: %+v", got)
	}
}

func TestShareKnown(t *testing.T) {
	// Nothing known: the prior. One of one: Beta(2, 1), whose quantiles are √p.
	for _, c := range []struct {
		s, n             int
		value, low, high float64
	}{
		{0, 0, 0.5, 0.05, 0.95},
		{1, 1, 2.0 / 3, math.Sqrt(0.05), math.Sqrt(0.95)},
		{0, 1, 1.0 / 3, 1 - math.Sqrt(0.95), 1 - math.Sqrt(0.05)},
	} {
		e := Share(c.s, c.n)
		if e.Value != c.value || !exactly(e.Low, c.low) || !exactly(e.High, c.high) || e.People != c.n {
			t.Errorf("%d of %d: %+v", c.s, c.n, e)
		}
	}
	for _, bad := range [][2]int{{-1, 3}, {4, 3}} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("Share(%d, %d) did not panic", bad[0], bad[1])
				}
			}()
			Share(bad[0], bad[1])
		}()
	}
}

func TestGammaQuantile(t *testing.T) {
	for _, k := range []float64{0.05, 0.5, 1, 1.3, 2, 5, 17.5, 44} {
		for _, p := range []float64{0.001, 0.05, 0.3, 0.5, 0.95, 0.999} {
			x := gammaQuantile(p, normalQuantile(p), k)
			below, above, _ := gammaCDF(x, k)
			if math.Abs(below-p) > 1e-12*p || math.Abs(below+above-1) > 1e-15 {
				t.Errorf("shape %v: %v lies below %v, want %v", k, below, x, p)
			}
			if k == 1 && !exactly(x, -math.Log1p(-p)) {
				t.Errorf("exponential quantile of %v is %v", p, x)
			}
			if want := 1 - math.Exp(-x)*(1+x); k == 2 && math.Abs(want-p) > 1e-13 {
				t.Errorf("shape 2: %v below %v by the closed form", want, x)
			}
		}
	}
}

func TestPearsonQuantileJoins(t *testing.T) {
	for _, p := range []float64{0.01, 0.05, 0.5, 0.95, 0.99} {
		z := normalQuantile(p)
		if got := pearsonQuantile(p, z, 0); !exactly(got, z) {
			t.Errorf("without skewness, quantile of %v is %v, want %v", p, got, z)
		}
		series, exact := pearsonQuantile(p, z, 0.3-1e-12), pearsonQuantile(p, z, 0.3)
		if math.Abs(series-exact) > 1e-4 {
			t.Errorf("quantile of %v: series %v, gamma %v", p, series, exact)
		}
		if a, b := pearsonQuantile(p, z, 0.7), pearsonQuantile(1-p, -z, -0.7); !exactly(a, -b) {
			t.Errorf("quantile of %v is %v, mirrored %v", p, a, b)
		}
		if got, want := pearsonQuantile(p, z, 2), -math.Log1p(-p)-1; math.Abs(got-want) > 1e-13 {
			t.Errorf("exponential: quantile of %v is %v, want %v", p, got, want)
		}
	}
}

// TestCumulants holds the cumulants to sums over many draws.
func TestCumulants(t *testing.T) {
	rng := rand.New(rand.NewPCG(17, 18))
	const a, b, draws = 3, 7, 400_000
	var logs, plain [3]float64
	for range draws {
		p := betaQuantile(rng.Float64(), a, b)
		l := math.Log(p) - logShare(a, b).mean
		d := p - plainShare(a, b).mean
		for k := range logs {
			logs[k] += math.Pow(l, float64(k+1)) / draws
			plain[k] += math.Pow(d, float64(k+1)) / draws
		}
	}
	for _, c := range []struct {
		sums [3]float64
		s    spread
	}{{logs, logShare(a, b)}, {plain, plainShare(a, b)}} {
		sd := math.Sqrt(c.s.variance)
		if math.Abs(c.sums[0]) > 0.01*sd || math.Abs(c.sums[1]/c.s.variance-1) > 0.02 || math.Abs(c.sums[2]-c.s.third) > 0.06*sd*sd*sd {
			t.Errorf("draws %v, formula %+v", c.sums, c.s)
		}
	}
}

func BenchmarkFiguresOfOneStatement(b *testing.B) {
	votes := []Counts{{812, 211, 104}, {40, 211, 11}, {7, 1, 0}}
	b.Run("shares", func(b *testing.B) {
		for b.Loop() {
			sink += SharesOf(votes[0]).Agree.Low
		}
	})
	b.Run("across", func(b *testing.B) {
		for b.Loop() {
			sink += AcrossGroups(votes, Agree).Product.Low
		}
	})
	b.Run("contrast", func(b *testing.B) {
		for b.Loop() {
			sink += ContrastOf(votes[0], votes[1], Agree).Ratio.Low
		}
	})
}
