package opinion

import "math"

// The functions of this file and of elementary_beta.go stand in for those of
// package math, which are written in assembly for some processors and differ
// in the last bits. These give the same bits everywhere: every product is
// rounded before it is added (a division by a power of two counts as a product,
// since compilers turn it into one), and only exact functions of math are called
// (square root, bits, floor). The series are those of any handbook (Abramowitz
// and Stegun, chapters 4, 6, 26); the number of terms is chosen so that what is
// cut off lies below 2^-54 of the result. Tested to 1e-13, relative, against
// math and values of 30 digits.

const (
	// ln2High has 32 significant bits, so that its product with an exponent
	// is exact; ln2High + ln2Low is ln 2 to 84 bits.
	ln2High      = 0x1.62e42fefp-1
	ln2Low       = 7.440617110012397e-11
	invLn2       = 1.442695040888963407
	halfLog2Pi   = 0.9189385332046727417803297
	sqrtHalf     = 0.70710678118654752440
	eulerShy     = 0.4227843350984671393934879 // 1 - Euler's constant
	mantissaBits = 52
	exponentBias = 1023
)

// exp returns e^x.
func exp(x float64) float64 {
	switch {
	case x != x:
		return x
	case x > 709.79:
		return math.Inf(1)
	case x < -745.2:
		return 0
	}
	k := math.Floor(float64(x*invLn2) + 0.5)
	r := x - float64(k*ln2High) - float64(k*ln2Low)
	z := float64(r * r)
	even := 1.0 / 479001600
	even = float64(even*z) + 1.0/3628800
	even = float64(even*z) + 1.0/40320
	even = float64(even*z) + 1.0/720
	even = float64(even*z) + 1.0/24
	even = float64(even*z) + 1.0/2
	odd := 1.0 / 6227020800
	odd = float64(odd*z) + 1.0/39916800
	odd = float64(odd*z) + 1.0/362880
	odd = float64(odd*z) + 1.0/5040
	odd = float64(odd*z) + 1.0/120
	odd = float64(odd*z) + 1.0/6
	// e^r - 1 is summed before the 1, which keeps its small part.
	tail := float64(even*z) + float64(float64(odd*z)*r)
	return scale(1+(tail+r), int(k))
}

// scale returns x·2^k.
func scale(x float64, k int) float64 {
	if k > -1000 && k < 1000 {
		return x * math.Float64frombits(uint64(k+exponentBias)<<mantissaBits)
	}
	return math.Ldexp(x, k)
}

// expm1 returns e^x - 1, accurate near 0.
func expm1(x float64) float64 {
	if x < -0.35 || x > 0.35 || x != x {
		return exp(x) - 1
	}
	s := 0.0
	for k := 15.0; k >= 2; k-- {
		s = (float64(s*x) + 1) / k
	}
	return x + float64(float64(s*x)*x)
}

// log returns the natural logarithm of x: NaN below 0.
func log(x float64) float64 {
	switch {
	case x != x || x > math.MaxFloat64:
		return x
	case x == 0:
		return math.Inf(-1)
	case x < 0:
		return math.NaN()
	}
	m, e := math.Frexp(x)
	if m < sqrtHalf {
		m, e = m*2, e-1
	}
	k := float64(e)
	return float64(k*ln2High) + (logNear(m-1) + float64(k*ln2Low))
}

// log1p returns the natural logarithm of 1+x, accurate near 0.
func log1p(x float64) float64 {
	if x > -0.29 && x < 0.41 {
		return logNear(x)
	}
	u := 1 + x
	if u <= 0 || u > math.MaxFloat64 || u != u {
		return log(u)
	}
	// The second term is what rounding took from 1+x.
	return log(u) + (x-(u-1))/u
}

// logNear returns log(1+f) = 2·artanh(f/(2+f)) for 1+f between √½ and √2.
func logNear(f float64) float64 {
	s := f / (2 + f)
	return 2 * (s + float64(s*artanhTail(s)))
}

// artanhTail returns artanh(s)/s - 1 = s²/3 + s⁴/5 + ... for |s| ≤ 0.172.
func artanhTail(s float64) float64 {
	z := float64(s * s)
	w := float64(z * z)
	odd := 1.0 / 23
	odd = float64(odd*w) + 1.0/19
	odd = float64(odd*w) + 1.0/15
	odd = float64(odd*w) + 1.0/11
	odd = float64(odd*w) + 1.0/7
	odd = float64(odd*w) + 1.0/3
	even := 1.0 / 21
	even = float64(even*w) + 1.0/17
	even = float64(even*w) + 1.0/13
	even = float64(even*w) + 1.0/9
	even = float64(even*w) + 1.0/5
	return float64(z * (odd + float64(even*z)))
}

// shy returns t - log(1+t) ≥ 0 for t between -0.29 and 0.41, where the two terms
// all but cancel: with s = t/(2+t) it is t·s - 2s·(artanh(s)/s - 1).
func shy(t float64) float64 {
	s := t / (2 + t)
	return float64(s * (t - float64(2*artanhTail(s))))
}

// pow returns x^y for x ≥ 0. Its relative error is that of y·log x, so it is
// meant for results of moderate size.
func pow(x, y float64) float64 {
	switch {
	case y == 0 || x == 1:
		return 1
	case x == 0 && y > 0:
		return 0
	}
	return exp(float64(y * log(x)))
}

// stirlingTable is what [stirling] gives at 1, 2, ..., 15.
var stirlingTable = [16]float64{
	0, 0.08106146679532725822, 0.041340695955409294094, 0.027677925684998339149,
	0.020790672103765093112, 0.016644691189821192163, 0.013876128823070747999,
	0.011896709945891770095, 0.010411265261972096497, 0.0092554621827127329177,
	0.0083305634333628712565, 0.007573675487951840795, 0.0069428401072095298657,
	0.0064089941880042070684, 0.0059513701127588477356, 0.005554733551962801371,
}

// stirling returns what Stirling's formula leaves out of the log-gamma
// function: lgamma(x) - ((x - ½)·log x - x + ½·log 2π), for x > 0.
func stirling(x float64) float64 {
	if x <= 15 {
		if k := int(x); float64(k) == x {
			return stirlingTable[k]
		}
		if x < 8 {
			return lgamma(x) - float64((x-0.5)*log(x)) + x - halfLog2Pi
		}
	}
	r := 1 / x
	z := float64(r * r)
	s := -3617.0 / 122400
	s = float64(s*z) + 7.0/1092
	s = float64(s*z) - 691.0/360360
	s = float64(s*z) + 5.0/5940
	s = float64(s*z) - 1.0/1680
	s = float64(s*z) + 1.0/1260
	s = float64(s*z) - 1.0/360
	s = float64(s*z) + 1.0/12
	return float64(s * r)
}

// zetaTable holds (ζ(k)-1)/k for k = 2, 3, ..., 28.
var zetaTable = [...]float64{
	0.3224670334241132, 0.0673523010531981, 0.020580808427784546, 0.007385551028673986,
	0.0028905103307415234, 0.001192753911703261, 0.0005096695247430425,
	0.00022315475845357939, 9.945751278180853e-05, 4.492623673813314e-05,
	2.050721277567069e-05, 9.439488275268397e-06, 4.374866789907488e-06,
	2.039215753801366e-06, 9.55141213040742e-07, 4.492469198764566e-07,
	2.1207184805554665e-07, 1.0043224823968099e-07, 4.7698101693639804e-08,
	2.2711094608943164e-08, 1.0838659214896955e-08, 5.183475041970047e-09,
	2.4836745438024785e-09, 1.1921401405860912e-09, 5.731367241678862e-10,
	2.7595228851242334e-10, 1.330476437424449e-10,
}

// lgamma returns the logarithm of the gamma function at x > 0, accurate near
// its zeros 1 and 2; NaN elsewhere.
func lgamma(x float64) float64 {
	switch {
	case !(x > 0):
		return math.NaN()
	case x < 0.5:
		return lgammaTwo(x) - log(x) - log1p(x)
	case x <= 1.5:
		return lgammaTwo(x-1) - log1p(x-1)
	case x < 8:
		product := 1.0
		for ; x > 2.5; x-- {
			product = float64(product * (x - 1))
		}
		return log(product) + lgammaTwo(x-2)
	}
	return float64((x-0.5)*log(x)) - x + halfLog2Pi + stirling(x)
}

// lgammaTwo returns lgamma(2+z) for |z| ≤ ½: (1-γ)z + Σ (ζ(k)-1)(-z)^k/k.
func lgammaTwo(z float64) float64 {
	s := 0.0
	for k := len(zetaTable) - 1; k >= 0; k-- {
		s = zetaTable[k] - float64(s*z)
	}
	return float64(z * (eulerShy + float64(s*z)))
}

// polygamma holds the digamma function and its first three derivatives.
type polygamma [4]float64

// polygammaAt returns the polygamma functions at x > 0: the recurrence up to
// 10, then the asymptotic series with the Bernoulli numbers to B₁₆.
func polygammaAt(x float64) polygamma {
	var p polygamma
	for ; x < 10; x++ {
		r := 1 / x
		z := float64(r * r)
		p[0] -= r
		p[1] += z
		p[2] -= float64(2 * float64(z*r))
		p[3] += float64(6 * float64(z*z))
	}
	r := 1 / x
	z := float64(r * r)
	// Sums of B₂ₖ·z^k times 1/2k, 1, 2k+1 and (2k+1)(2k+2).
	var s polygamma
	for k := len(bernoulli) - 1; k >= 0; k-- {
		two := float64(2*k + 2)
		b := bernoulli[k]
		s[0] = float64((s[0] + b/two) * z)
		s[1] = float64((s[1] + b) * z)
		s[2] = float64((s[2] + float64(b*(two+1))) * z)
		s[3] = float64((s[3] + float64(float64(b*(two+1))*(two+2))) * z)
	}
	p[0] += log(x) - float64(r/2) - s[0]
	p[1] += r + float64(z/2) + float64(s[1]*r)
	p[2] -= z + float64(z*r) + float64(s[2]*z)
	p[3] += float64(2*float64(z*r)) + float64(3*float64(z*z)) + float64(s[3]*float64(z*r))
	return p
}

// bernoulli holds B₂, B₄, ..., B₁₆.
var bernoulli = [...]float64{1.0 / 6, -1.0 / 30, 1.0 / 42, -1.0 / 30, 5.0 / 66, -691.0 / 2730, 7.0 / 6, -3617.0 / 510}
