package opinion

import (
	"fmt"
	"math"
)

// Level is how much an interval of this package is believed to hold: 90 %, with
// 5 % left out on each side.
const Level = 0.9

const (
	lowTail  = (1 - Level) / 2
	highTail = 1 - lowTail
	// tailZ is the normal quantile of highTail.
	tailZ = 1.6448536269514722
)

// An Estimate is a figure with what is known of it: the value, and the interval
// in which the true figure lies with 90 % probability, given the votes and the
// prior that the method states (any true share is as likely as any other,
// before there are votes). It lies below the interval with 5 % and above it
// with 5 %, so that "above Low" may be said with 95 %.
type Estimate struct {
	// Value is the figure itself. What it is (a posterior mean in most cases)
	// is told where the estimate is defined.
	Value float64 `json:"value"`
	// Low and High are the ends of the 90 % credible interval.
	Low  float64 `json:"low"`
	High float64 `json:"high"`
	// People is the number of people whose votes the figure rests on; each has
	// one vote on a statement.
	People int `json:"people"`
	// Hidden is set when a Public method took the figures out.
	Hidden bool `json:"hidden,omitempty"`
}

// Share estimates the share of a set of people who take a side of a statement,
// when count of total took it: with the uniform prior the share is Beta(count+1,
// total-count+1), with mean (count+1)/(total+2), which is the smoothed share
// of Polis. It panics unless 0 ≤ count ≤ total.
func Share(count, total int) Estimate {
	if count < 0 || count > total {
		panic(fmt.Sprintf("opinion: share of %d in %d", count, total))
	}
	return shareOf(float64(count), float64(total), total)
}

// shareOf is [Share] of votes that need not be whole.
func shareOf(count, total float64, people int) Estimate {
	a, b := count+1, total-count+1
	s := newBetaShape(a, b)
	return Estimate{
		Value: a / (a + b),
		Low:   s.quantile(lowTail, -tailZ), High: s.quantile(highTail, tailZ),
		People: people,
	}
}

// Shares are the two sides of one statement among one set of people. A pass is
// a vote that takes neither side, as in Polis. Each side is estimated by
// itself, against all other votes.
type Shares struct {
	Agree    Estimate `json:"agree"`
	Disagree Estimate `json:"disagree"`
}

// SharesOf estimates both sides from counts. It takes about 2 µs.
func SharesOf(c Counts) Shares { return weigh(c).shares() }

// spread is a random quantity by its first three cumulants: mean, variance and
// third central moment. Those of a sum of independent quantities are the sums.
type spread struct{ mean, variance, third float64 }

func (s spread) plus(o spread) spread {
	return spread{s.mean + o.mean, s.variance + o.variance, s.third + o.third}
}

// times is the spread of w times the quantity.
func (s spread) times(w float64) spread {
	q := float64(w * w)
	return spread{float64(w * s.mean), float64(q * s.variance), float64(float64(q*w) * s.third)}
}

// skew returns the skewness, 0 for what does not vary.
func (s spread) skew() float64 {
	if !(s.variance > 0) {
		return 0
	}
	return s.third / float64(s.variance*math.Sqrt(s.variance))
}

// interval returns the quantiles of 5 % and 95 % of the shifted gamma
// distribution that has the same three cumulants. For whole a and b, minus the
// logarithm of a Beta(a, b) is a sum of b independent exponential variables with
// the rates a, a+1, …, a+b-1, and sums of such logarithms are such sums too: the
// few slowest carry the shape, which a gamma with free origin keeps.
func (s spread) interval() (low, high float64) {
	if !(s.variance > 0) {
		return s.mean, s.mean
	}
	sd, skew := math.Sqrt(s.variance), s.skew()
	low = s.mean + float64(sd*pearsonQuantile(lowTail, -tailZ, skew))
	high = s.mean + float64(sd*pearsonQuantile(highTail, tailZ, skew))
	return low, high
}

// logShare is the spread of log p, when p is Beta(a, b):
// κᵣ = ψ⁽ʳ⁻¹⁾(a) - ψ⁽ʳ⁻¹⁾(a+b).
func logShare(a, b float64) spread {
	p, q := polygammaAt(a), polygammaAt(a+b)
	return spread{p[0] - q[0], p[1] - q[1], p[2] - q[2]}
}

// plainShare is the spread of p, when p is Beta(a, b).
func plainShare(a, b float64) spread {
	n := a + b
	ab := float64(a*b) / float64(n*n)
	return spread{a / n, ab / (n + 1), float64(2*float64(ab*(b-a))) / float64(n*float64((n+1)*(n+2)))}
}
