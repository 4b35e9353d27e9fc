package routing

import (
	"math"

	"penc/opinion"
)

const (
	// common is the share of the variance of votes that two axes explain. In
	// the conversations at hand it is 0.24 to 0.37.
	common = 0.3
	// learnSteps are steps of expectation and maximisation; they start at the
	// axes of the map, and more change little.
	learnSteps = 10
	// learnVotes is on about how many votes loadings are learnt.
	learnVotes = 100_000
	// towardGroups is how much of the metric is along the direction in which
	// the groups differ; the rest is as on the map. Between 0.9 and 0.95 hardly
	// anything changes; with all of it, which never asks about the other axis,
	// newcomers to scoop-hivemind.ubi need a third more votes.
	towardGroups = 0.95
)

// newColumn returns what is known of a statement without a map. Shares have
// Jeffreys' prior, half a vote for each answer. The loading has mean zero and
// the variance that leaves to both directions the common share of the variance
// of the votes.
func newColumn(kind opinion.Kind, c opinion.Counts) Column {
	a, d, p := float64(c.Agree)+0.5, float64(c.Disagree)+0.5, float64(c.Pass)+0.5
	n := a + d + p
	mean := (a - d) / n
	variance := ((a+d)/n - float64(mean*mean)) * n / (n + 1) // its posterior mean
	s := common / 2 * variance
	if kind != opinion.Open {
		s = 0
	}
	return Column{
		Kind: kind, Votes: c.Total(), Pass: p / n,
		Mean: float64(c.Agree-c.Disagree) / float64(c.Total()+2), Doubt: [3]float64{s, 0, s},
	}
}

// learner fits positions θ ~ N(0, 1) and loadings to the votes, x = mean +
// loading·θ + noise, with the prior of newColumn for the loadings, by
// expectation and maximisation (probabilistic principal components with missing
// values: Tipping and Bishop, 1999; Ilin and Raiko, 2010). What was asked
// depended on nothing but earlier votes, so the likelihood needs no correction
// for it (Rubin, 1976).
type learner struct {
	*Plan
	m         *opinion.Matrix
	rows      []int        // people who are looked at
	precision []float64    // d: of the prior of each loading; 0 if not open
	at        [][2]float64 // of rows: expected positions
}

// learn fills in Noise, Metric, Centres and the loadings.
func (p *Plan) learn(m *opinion.Matrix, r *opinion.Result) {
	l := learner{Plan: p, m: m, rows: evenly(m), precision: make([]float64, len(p.Columns))}
	if r.Frame == nil {
		return
	}
	total := 0.0
	for j, c := range p.Columns {
		if c.Kind == opinion.Open {
			l.precision[j] = 1 / c.Doubt[0]
			total += c.Doubt[0] + c.Doubt[2]
		}
	}
	for c, axis := range r.Frame.Weights {
		for j, w := range axis {
			p.Columns[j].Loading[c] = float64(w * math.Sqrt(total/2))
		}
	}
	l.at = make([][2]float64, len(l.rows))
	for range learnSteps {
		l.step()
	}
	l.measure(r)
}

// evenly returns all people, or so many of them, evenly spread, that they have
// about learnVotes votes.
func evenly(m *opinion.Matrix) []int {
	n, _ := m.Dims()
	take := n
	if m.Votes() > learnVotes {
		take = int(int64(n) * learnVotes / int64(m.Votes()))
	}
	rows := make([]int, take)
	for k := range rows {
		rows[k] = int(int64(k) * int64(n) / int64(take))
	}
	return rows
}

// step is one step of expectation and maximisation.
func (l *learner) step() {
	square := make([]cov, len(l.Columns)) // Σ E[θθᵀ] over those who voted
	with := make([][2]float64, len(l.Columns))
	for k, i := range l.rows {
		p, sum := cov{1, 0, 1}, [2]float64{}
		votes := l.m.Codes(i)
		for _, code := range votes {
			c := &l.Columns[code/3]
			a := float64(code%3) - 1 - c.Mean
			p.add(1/l.Noise, c.Loading)
			sum[0] += float64(a * c.Loading[0])
			sum[1] += float64(a * c.Loading[1])
		}
		v := p.inverse()
		at := v.times(sum)
		at[0], at[1] = at[0]/l.Noise, at[1]/l.Noise
		l.at[k] = at
		v.add(1, at)
		for _, code := range votes {
			j := code / 3
			a := float64(code%3) - 1 - l.Columns[j].Mean
			square[j] = square[j].plus(v)
			with[j][0] += float64(a * at[0])
			with[j][1] += float64(a * at[1])
		}
	}
	for j := range l.Columns {
		if l.precision[j] == 0 {
			continue
		}
		q := square[j].scaled(1 / l.Noise).plus(cov{l.precision[j], 0, l.precision[j]})
		v := q.inverse()
		b := v.times(with[j])
		l.Columns[j].Loading, l.Columns[j].Doubt = [2]float64{b[0] / l.Noise, b[1] / l.Noise}, v
	}
}

// measure fills in the metric and the centres of groups. A difference of two
// positions matters as much as the votes it makes differ, Σ(loading·Δ)². Where
// the map has groups, most of it is along the direction in which these differ;
// without them there is no direction to prefer.
func (l *learner) measure(r *opinion.Result) {
	var seen cov // Σ loading loadingᵀ
	for j := range l.Columns {
		seen.add(1, l.Columns[j].Loading)
	}
	if !(seen[0]+seen[2] > 0) {
		return
	}
	seen = seen.scaled(1 / (seen[0] + seen[2]))
	l.Metric = seen
	groups := l.groups(r)
	if groups == nil {
		return
	}
	root := seen.root()
	apart := root.around(root.around(*groups))
	if t := apart[0] + apart[2]; t > 0 {
		l.Metric = apart.scaled(towardGroups / t).plus(seen.scaled(1 - towardGroups))
	}
}

// groups fills in the centres of the groups of the map and returns their
// covariance; nil with fewer than two groups.
func (l *learner) groups(r *opinion.Result) *cov {
	if len(r.Groups) < 2 {
		return nil
	}
	l.Centres = make([][2]float64, len(r.Groups))
	size := make([]float64, len(r.Groups))
	for k, i := range l.rows {
		if g := r.People[i].Group; g >= 0 {
			l.Centres[g][0] += l.at[k][0]
			l.Centres[g][1] += l.at[k][1]
			size[g]++
		}
	}
	var middle [2]float64
	all := 0.0
	for g := range l.Centres {
		middle[0] += l.Centres[g][0]
		middle[1] += l.Centres[g][1]
		all += size[g]
		l.Centres[g][0] /= max(size[g], 1)
		l.Centres[g][1] /= max(size[g], 1)
	}
	all = max(all, 1)
	var out cov
	for g, c := range l.Centres {
		out.add(size[g]/all, [2]float64{c[0] - middle[0]/all, c[1] - middle[1]/all})
	}
	return &out
}
