package opinion

import "math"

const sqrtTwoPi = 2.506628274631000502415765

// normalMiddle returns Φ(x) - ½ for |x| ≤ 2, the normal distribution from its
// middle: φ(x)·(x + x³/3 + x⁵/15 + ...).
func normalMiddle(x float64) float64 {
	z := float64(x * x)
	term, sum := x, x
	for k := 3.0; math.Abs(term) > 1e-18*math.Abs(sum); k += 2 {
		term = float64(term*z) / k
		sum += term
	}
	return float64(sum*exp(-float64(z/2))) / sqrtTwoPi
}

// normalTail returns 1 - Φ(x) for x ≥ 2, by Laplace's continued fraction.
func normalTail(x float64) float64 {
	f := 0.0
	for k := 90.0; k >= 1; k-- {
		f = k / (x + f)
	}
	return exp(-float64(float64(x*x)/2)) / float64(sqrtTwoPi*(x+f))
}

// normalCDF returns Φ(x), the chance that a standard normal lies below x.
func normalCDF(x float64) float64 {
	switch {
	case x > 2:
		return 1 - normalTail(x)
	case x < -2:
		return normalTail(-x)
	}
	return 0.5 + normalMiddle(x)
}

// normalQuantile returns x with Φ(x) = p: ±Inf at 0 and 1, NaN outside.
func normalQuantile(p float64) float64 {
	switch {
	case !(p >= 0 && p <= 1):
		return math.NaN()
	case p == 0 || p == 1:
		return math.Inf(int(float64(2*p)) - 1)
	case p > 0.5:
		return -normalLower(1-p, p-0.5)
	}
	return normalLower(p, 0.5-p)
}

// normalLower returns the quantile of p ≤ ½, where q = ½ - p. It starts from
// formula 26.2.23 of Abramowitz and Stegun (error 4.5e-4) and improves it by
// Halley's rule, whose error falls with the third power.
func normalLower(p, q float64) float64 {
	t := math.Sqrt(-2 * log(p))
	up := 2.515517 + float64(t*(0.802853+float64(t*0.010328)))
	down := 1 + float64(t*(1.432788+float64(t*(0.189269+float64(t*0.001308)))))
	x := t - up/down // -quantile
	for range 2 {
		var e float64 // Φ(-x) - p
		if x <= 2 {
			e = q - normalMiddle(x)
		} else {
			e = normalTail(x) - p
		}
		h := float64(e*sqrtTwoPi) * exp(float64(float64(x*x)/2))
		x += h / (1 - float64(float64(x*h)/2))
	}
	return -x
}

// A betaShape is the beta distribution with the parameters a, b > 0, with what
// its density needs worked out once.
type betaShape struct {
	a, b, n float64 // n = a + b
	front   float64 // a·b·√... : density = front·e^-deviance / (x·(1-x))
}

func newBetaShape(a, b float64) betaShape {
	n := a + b
	r := math.Sqrt(float64(a * (b / n)))
	return betaShape{a, b, n, r / sqrtTwoPi * exp(stirling(n)-stirling(a)-stirling(b))}
}

// core returns x^a·y^b/B(a, b) for y = 1-x. Stirling's formula for the beta
// function leaves exp(-(a·shy(u/a) + b·shy(-u/b))) with u = n·x - a, in which
// nothing large cancels (Loader, "Fast and accurate computation of binomial
// probabilities", 2000).
func (s betaShape) core(x, y float64) float64 {
	u := float64(x*s.n) - s.a
	if x > 0.5 {
		u = s.b - float64(y*s.n)
	}
	left := apart(s.a, u, float64(x*s.n))
	right := apart(s.b, -u, float64(y*s.n))
	return float64(s.front * exp(-left-right))
}

// apart returns a·shy(u/a) = u - a·log((a+u)/a), where m is a+u, not rounded
// twice when it is small.
func apart(a, u, m float64) float64 {
	if t := u / a; t > -0.29 && t < 0.41 {
		return float64(a * shy(t))
	}
	return u - float64(a*log(m/a))
}

// fraction returns I_x(a, b)/core for x ≤ (a+1)/(n+2): the classical continued
// fraction 1/(1 + d₁/(1 + d₂/(1 + ...)))/a, of which two steps are taken at
// once (its even part), summed by Steed's rule.
func (s betaShape) fraction(x float64) float64 {
	const steps = 20_000 // met by a, b of 1e9
	d := func(k float64) (odd, even float64) {
		e := s.a + float64(2*k)
		odd = -float64(float64((s.a+k)*(s.n+k))*x) / float64(e*(e+1))
		k++
		even = float64(float64(k*(s.b-k))*x) / float64((e+1)*(e+2))
		return odd, even
	}
	d1, d2 := d(0)
	den := 1 / (1 + d1)
	delta, sum := den, den
	for k := 1; k < steps; k++ {
		d3, d4 := d(float64(k))
		alpha, beta := -float64(d1*d2), 1+d2+d3
		den = 1 / (beta + float64(alpha*den))
		delta = float64(delta * (float64(beta*den) - 1))
		sum += delta
		if math.Abs(delta) <= 1e-16*math.Abs(sum) {
			break
		}
		d1, d2 = d3, d4
	}
	return sum / s.a
}

// cdf returns the chance to lie below x, the chance to lie above it, and
// core(x, y), for 0 < x < 1 and y = 1-x.
func (s betaShape) cdf(x, y float64) (below, above, core float64) {
	core = s.core(x, y)
	if float64(x*(s.n+2)) <= s.a+1 {
		below = min(1, float64(core*s.fraction(x)))
		return below, 1 - below, core
	}
	above = min(1, float64(core*betaShape{a: s.b, b: s.a, n: s.n}.fraction(y)))
	return 1 - above, above, core
}

// betaCDF returns the regularised incomplete beta function I_x(a, b): the
// chance that a Beta(a, b) lies below x. a and b must be positive.
func betaCDF(x, a, b float64) float64 {
	switch {
	case !(a > 0 && b > 0) || x != x:
		return math.NaN()
	case x <= 0:
		return 0
	case x >= 1:
		return 1
	}
	below, _, _ := newBetaShape(a, b).cdf(x, 1-x)
	return below
}

// betaQuantile returns x with I_x(a, b) = p, for a, b > 0 and 0 < p < 1.
func betaQuantile(p, a, b float64) float64 {
	if !(a > 0 && b > 0 && p >= 0 && p <= 1) {
		return math.NaN()
	}
	if p == 0 || p == 1 {
		return p
	}
	return newBetaShape(a, b).quantile(p, normalQuantile(p))
}

// quantile returns x with I_x(a, b) = p; z is the normal quantile of p. The
// start is within some thousandths of a standard deviation; each round solves
// for the next x by the inverse series of fourth order.
func (s betaShape) quantile(p, z float64) float64 {
	x := s.start(p, z)
	low, high := 0.0, 1.0
	for range 60 {
		y := 1 - x
		below, above, core := s.cdf(x, y)
		e := p - below
		if p > 0.5 {
			e = above - (1 - p)
		}
		if e > 0 {
			low = x
		} else {
			high = x
		}
		step, last := s.step(x, y, e/core)
		next := x + step
		if !(next > low && next < high) {
			if next == x || e == 0 {
				return x
			}
			next = (low + high) / 2
			last = high-low < 1e-15*high
		}
		x = next
		if last {
			break
		}
	}
	return x
}

// step returns how far x must move for the distribution to grow by e·core, and
// whether that is exact to the last bits. With the density f, h = e·core/f and
// c₁ = f'/f, c₂ = f”/f, c₃ = f”'/f, the inverse series is
// h - c₁h²/2 + (3c₁²-c₂)h³/6 - (15c₁³-10c₁c₂+c₃)h⁴/24.
func (s betaShape) step(x, y, e float64) (step float64, exact bool) {
	// In units of x·y all of it is free of division: t = e is h/(x·y).
	p, q := s.a-1, s.b-1
	xy := float64(x * y)
	g1 := float64(p*y) - float64(q*x)                        // x·y·(log f)'
	g2 := -float64(float64(p*y)*y) - float64(float64(q*x)*x) // (x·y)²·(log f)''
	g3 := 2 * (float64(float64(float64(p*y)*y)*y) - float64(float64(float64(q*x)*x)*x))
	sq := float64(g1 * g1)
	c2 := sq + g2
	c3 := float64(g1*sq) + float64(3*float64(g1*g2)) + g3
	k2 := -float64(g1 / 2)
	k3 := (float64(3*sq) - c2) / 6
	k4 := -(float64(15*float64(sq*g1)) - float64(10*float64(g1*c2)) + c3) / 24
	r := 1 + float64(e*(k2+float64(e*(k3+float64(e*k4)))))
	// The terms left out are about as much smaller again.
	w := math.Abs(e) * (1 + math.Sqrt(sq+math.Abs(g2)))
	if w > 0.7 || r <= 0.2 {
		// Too far for the series: Newton's step in log x, or in log y.
		return bounded(float64(xy*e), x, y), false
	}
	return float64(float64(xy*e) * r), w < 6e-4
}

// bounded keeps a step from leaving (0, 1).
func bounded(h, x, y float64) float64 {
	if h < 0 {
		return max(h, -0.75*x)
	}
	return min(h, 0.75*y)
}

// start returns a first guess of the quantile: exact where a or b is 1, formula
// 26.5.22 of Abramowitz and Stegun where both are above, else the nearer of the
// two powers that the distribution is like at its ends.
func (s betaShape) start(p, z float64) float64 {
	switch {
	case s.b == 1:
		return inside(pow(p, 1/s.a))
	case s.a == 1:
		return inside(-expm1(log1p(-p) / s.b))
	case s.a > 1 && s.b > 1:
		u, v := 1/(float64(2*s.a)-1), 1/(float64(2*s.b)-1)
		l := (float64(z*z) - 3) / 6
		h := 2 / (u + v)
		w := z*math.Sqrt(max(h+l, 0))/h - float64((u-v)*(l+5.0/6-2/float64(3*h)))
		return inside(s.a / (s.a + float64(s.b*exp(float64(-2*w)))))
	}
	beta := exp(lgamma(s.a) + lgamma(s.b) - lgamma(s.n))
	if left := float64(p*s.n) < s.b; left {
		return inside(min(0.9, pow(float64(float64(p*s.a)*beta), 1/s.a)))
	}
	return inside(1 - min(0.9, pow(float64(float64((1-p)*s.b)*beta), 1/s.b)))
}

// inside keeps a guess strictly between 0 and 1.
func inside(x float64) float64 { return min(max(x, 1e-300), 1-1e-16) }
