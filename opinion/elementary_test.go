package opinion

import (
	"math"
	"math/rand/v2"
	"testing"
)

// exactly reports whether got is within 1e-13 of want, relative.
func exactly(got, want float64) bool {
	return got == want || math.Abs(got-want) <= 1e-13*math.Abs(want) || math.IsNaN(got) && math.IsNaN(want)
}

func TestElementaryAgainstMath(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	wide := func() float64 { return (rng.Float64() - 0.5) * 1400 }
	small := func() float64 { return (rng.Float64() - 0.5) * scale(1, -rng.IntN(60)) }
	positive := func() float64 { return scale(rng.Float64(), rng.IntN(2000)-1000) }
	for _, f := range []struct {
		name      string
		own, math func(float64) float64
		draw      func() float64
	}{
		{"exp", exp, math.Exp, wide},
		{"exp", exp, math.Exp, small},
		{"expm1", expm1, math.Expm1, wide},
		{"expm1", expm1, math.Expm1, small},
		{"log", log, math.Log, positive},
		{"log", log, math.Log, func() float64 { return 1 + small() }},
		{"log1p", log1p, math.Log1p, positive},
		{"log1p", log1p, math.Log1p, small},
	} {
		worst := 0.0
		for range 200_000 {
			x := f.draw()
			got, want := f.own(x), f.math(x)
			if want == 0 || math.IsInf(want, 0) || math.Abs(want) < 1e-300 {
				continue
			}
			worst = max(worst, math.Abs(got-want)/math.Abs(want))
		}
		t.Logf("%s: worst relative error %.1e", f.name, worst)
		if worst > 2e-15 {
			t.Errorf("%s: worst relative error %g", f.name, worst)
		}
	}
	for range 100_000 {
		x, y := 10*rng.Float64(), 10*(rng.Float64()-0.5)
		if got, want := pow(x, y), math.Pow(x, y); !exactly(got, want) {
			t.Fatalf("pow(%v, %v) = %v, want %v", x, y, got, want)
		}
	}
}

func TestElementaryEdges(t *testing.T) {
	inf, nan := math.Inf(1), math.NaN()
	for _, c := range []struct {
		name      string
		got, want float64
	}{
		{"exp(0)", exp(0), 1},
		{"exp(-Inf)", exp(-inf), 0},
		{"exp(Inf)", exp(inf), inf},
		{"exp(710)", exp(710), inf},
		{"exp(709.7)", exp(709.7), math.Exp(709.7)},
		{"exp(-745)", exp(-745), math.Exp(-745)},
		{"exp(NaN)", exp(nan), nan},
		{"expm1(NaN)", expm1(nan), nan},
		{"log(0)", log(0), -inf},
		{"log(-1)", log(-1), nan},
		{"log(NaN)", log(nan), nan},
		{"log(Inf)", log(inf), inf},
		{"log(5e-324)", log(5e-324), -744.44007192138126231},
		{"log1p(-1)", log1p(-1), -inf},
		{"log1p(-2)", log1p(-2), nan},
		{"log1p(Inf)", log1p(inf), inf},
		{"pow(0, 0)", pow(0, 0), 1},
		{"pow(0, 2)", pow(0, 2), 0},
		{"lgamma(1)", lgamma(1), 0},
		{"lgamma(2)", lgamma(2), 0},
		{"lgamma(0)", lgamma(0), nan},
		{"lgamma(-1)", lgamma(-1), nan},
		{"normalQuantile(0)", normalQuantile(0), -inf},
		{"normalQuantile(½)", normalQuantile(0.5), 0},
		{"normalQuantile(1)", normalQuantile(1), inf},
		{"normalQuantile(2)", normalQuantile(2), nan},
		{"normalCDF(-40)", normalCDF(-40), 0},
		{"normalCDF(40)", normalCDF(40), 1},
		{"normalCDF(0)", normalCDF(0), 0.5},
		{"betaCDF(0)", betaCDF(0, 2, 3), 0},
		{"betaCDF(1)", betaCDF(1, 2, 3), 1},
		{"betaCDF, no shape", betaCDF(0.5, 0, 3), nan},
		{"betaQuantile(0)", betaQuantile(0, 2, 3), 0},
		{"betaQuantile(1)", betaQuantile(1, 2, 3), 1},
		{"betaQuantile, no shape", betaQuantile(0.5, 2, -1), nan},
	} {
		if !exactly(c.got, c.want) {
			t.Errorf("%s = %v, want %v", c.name, c.got, c.want)
		}
	}
}

func TestGammaAndNormal(t *testing.T) {
	for _, v := range lgammaValues {
		if got := lgamma(v[0]); !exactly(got, v[1]) {
			t.Errorf("lgamma(%v) = %v, want %v", v[0], got, v[1])
		}
	}
	for _, v := range polygammaValues {
		got := polygammaAt(v.x)
		for k, want := range [...]float64{v.psi0, v.psi1, v.psi2, v.psi3} {
			if !exactly(got[k], want) {
				t.Errorf("polygamma %d at %v = %v, want %v", k, v.x, got[k], want)
			}
		}
	}
	for _, v := range normalValues {
		if got := normalQuantile(v[0]); !exactly(got, v[1]) {
			t.Errorf("normalQuantile(%v) = %v, want %v", v[0], got, v[1])
		}
		if got := normalCDF(v[1]); math.Abs(got-v[0]) > 1e-13*v[0]*max(1, v[1]*v[1]) {
			t.Errorf("normalCDF(%v) = %v, want %v", v[1], got, v[0])
		}
		if got := normalCDF(-v[1]) + normalCDF(v[1]); !exactly(got, 1) {
			t.Errorf("both sides of %v make %v", v[1], got)
		}
	}
}

// TestStirling holds the table, the series and the way through lgamma to the
// recurrence stirling(x) - stirling(x+1) = (x+½)·log(1+1/x) - 1.
func TestStirling(t *testing.T) {
	for x := 0.25; x < 40; x += 0.25 {
		got, want := stirling(x)-stirling(x+1), float64((x+0.5)*math.Log1p(1/x))-1
		if math.Abs(got-want) > 3e-15 {
			t.Errorf("stirling falls by %v after %v, want %v", got, x, want)
		}
	}
}

func TestBetaQuantileValues(t *testing.T) {
	for _, v := range betaValues {
		for k, want := range [...]float64{v.low, v.median, v.high} {
			p := [...]float64{0.05, 0.5, 0.95}[k]
			if got := betaQuantile(p, v.a, v.b); !exactly(got, want) {
				t.Errorf("betaQuantile(%v, %v, %v) = %v, want %v (relative %.1e)", p, v.a, v.b, got, want, (got-want)/want)
			}
			if got := betaCDF(want, v.a, v.b); !exactly(got, p) {
				t.Errorf("betaCDF(%v, %v, %v) = %v, want %v", want, v.a, v.b, got, p)
			}
		}
	}
}

// TestBetaBinomial holds the incomplete beta function to its other meaning:
// the chance of at least s successes in n is I_p(s, n-s+1).
func TestBetaBinomial(t *testing.T) {
	for _, n := range []int{1, 2, 7, 40, 300} {
		for _, p := range []float64{0.01, 0.3, 0.5, 0.93} {
			sum := 0.0
			for s := n; s >= 1; s-- {
				sum += exp(lgamma(float64(n+1)) - lgamma(float64(s+1)) - lgamma(float64(n-s+1)) +
					float64(s)*log(p) + float64(n-s)*log1p(-p))
				if got := betaCDF(p, float64(s), float64(n-s+1)); sum > 1e-290 && math.Abs(got-sum) > 2e-12*sum {
					t.Fatalf("n %d, s %d, p %v: %v, want %v", n, s, p, got, sum)
				}
			}
		}
	}
}

func TestBetaQuantileInverts(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 4))
	for range 20_000 {
		a, b := 0.2+exp(10*rng.Float64()-1), 0.2+exp(10*rng.Float64()-1)
		if rng.IntN(2) == 0 {
			a, b = math.Ceil(a), math.Ceil(b)
		}
		p := [...]float64{0.05, 0.95, 0.5, 0.01, 0.999, rng.Float64()}[rng.IntN(6)]
		x := betaQuantile(p, a, b)
		s := newBetaShape(a, b)
		below, _, core := s.cdf(x, 1-x)
		// One last bit of x moves the distribution by core·2^-52/(1-x).
		if allowed := 1e-12*p*(1-p)*math.Sqrt(a+b) + 4*core*0x1p-52/(1-x); math.Abs(below-p) > max(allowed, 2e-14) {
			t.Fatalf("quantile %v of Beta(%v, %v): %v, below it %v", p, a, b, x, below)
		}
	}
}

// TestElementaryBits holds the bits: they are the same on every processor. The
// digest changes only when a formula does.
func TestElementaryBits(t *testing.T) {
	rng := rand.New(rand.NewPCG(5, 6))
	digest := uint64(14695981039346656037)
	for range 20_000 {
		a, b, p := 0.1+100*rng.Float64(), 0.1+100*rng.Float64(), rng.Float64()
		g := polygammaAt(a)
		for _, x := range [...]float64{
			exp(a - b), expm1(p), log(a), log1p(-p), pow(a, p), lgamma(b), g[0], g[1], g[2], g[3],
			normalQuantile(p), normalCDF(a / b), betaQuantile(p, a, b), betaCDF(p, a, b),
		} {
			digest = (digest ^ math.Float64bits(x)) * 1099511628211
		}
	}
	if want := uint64(0x85222266e0984b83); digest != want {
		t.Errorf("digest %#x, want %#x", digest, want)
	}
}

var sink float64

func BenchmarkElementary(b *testing.B) {
	for _, f := range []struct {
		name string
		f    func(float64) float64
	}{
		{"exp", exp},
		{"log", log},
		{"lgamma", lgamma},
		{"polygamma", func(x float64) float64 { return polygammaAt(x)[3] }},
		{"normalQuantile", func(x float64) float64 { return normalQuantile(x / 120) }},
	} {
		b.Run(f.name, func(b *testing.B) {
			x := 0.5
			for b.Loop() {
				sink += f.f(x)
				if x += 0.37; x > 100 {
					x = 0.5
				}
			}
		})
	}
	for _, s := range [][2]float64{{2, 4}, {1.5, 7.25}, {31, 11}, {400, 210}, {20_000, 9_000}} {
		b.Run("betaQuantile", func(b *testing.B) {
			for b.Loop() {
				sink += newBetaShape(s[0], s[1]).quantile(0.05, -1.6448536269514722)
			}
		})
	}
}
