package opinion

import "math"

// gammaCDF returns the chance that a gamma variable of shape k > 0 (and scale 1)
// lies below x > 0, the chance that it lies above, and its density: the power
// series below k+1, the continued fraction (Steed's rule) above.
func gammaCDF(x, k float64) (below, above, density float64) {
	density = exp(float64((k-1)*log(x)) - x - lgamma(k))
	if x < k+1 {
		term := 1 / k
		sum := term
		for n := k + 1; term > 1e-17*sum; n++ {
			term = float64(term*x) / n
			sum += term
		}
		below = min(1, float64(float64(density*x)*sum))
		return below, 1 - below, density
	}
	b := x + 1 - k
	den := 1 / b
	delta, sum := den, den
	for n := 1.0; n < 10_000 && math.Abs(delta) > 1e-17*sum; n++ {
		b += 2
		den = 1 / (b - float64(float64(n*(n-k))*den))
		delta = float64(delta * (float64(b*den) - 1))
		sum += delta
	}
	above = min(1, float64(float64(density*x)*sum))
	return 1 - above, above, density
}

// gammaQuantile returns x below which a gamma variable of shape k > 0 lies with
// chance p, 0 < p < 1; z is the normal quantile of p. It starts from the cube
// of Wilson and Hilferty and goes on by Halley's rule.
func gammaQuantile(p, z, k float64) float64 {
	c := 1 - 1/float64(9*k) + z/float64(3*math.Sqrt(k))
	x := float64(float64(k*c) * float64(c*c))
	if first := pow(float64(p*exp(lgamma(k+1))), 1/k); c < 0.3 {
		x = first // P(k, x) is about x^k/Γ(k+1)
	}
	for range 40 {
		below, above, density := gammaCDF(x, k)
		e := below - p
		if p > 0.5 {
			e = (1 - p) - above
		}
		h := e / density
		h /= max(0.3, 1-float64(float64(h*((k-1)/x-1))/2))
		next := max(x-h, x/8)
		if math.Abs(next-x) <= 1e-14*x {
			return next
		}
		x = next
	}
	return x
}

// pearsonQuantile returns the quantile of p of the shifted gamma distribution
// (Pearson's type III) with mean 0, variance 1 and the given skewness; z is the
// normal quantile of p. Near skewness 0, where the shape grows without bound,
// it is the Cornish–Fisher series, which is off by less than 1e-4 there.
func pearsonQuantile(p, z, skew float64) float64 {
	if skew < 0 {
		return -pearsonQuantile(1-p, -z, -skew)
	}
	q := float64(z * z)
	if skew < 0.3 {
		third := float64(float64(6*float64(q*q))+float64(14*q)-32) / 12960
		second := float64(z*(q-7)) / 144
		return z + float64(skew*((q-1)/6+float64(skew*(second-float64(skew*third)))))
	}
	// A gamma variable of shape k has mean k, variance k, skewness 2/√k.
	root := 2 / min(skew, 20)
	k := float64(root * root)
	return (gammaQuantile(p, z, k) - k) / root
}
