package bridging

import (
	"context"
	"fmt"
	"math"

	"penc/opinion"
)

// Method names the method in results.
const Method = "bridging/1"

// How many ratings a statement needs to take part, and then a rater.
const (
	MinOfStatement = 5
	MinOfRater     = 10
)

// Why scores say little or nothing. They are parts of message keys.
const (
	// TooFewRatings: nobody takes part.
	TooFewRatings = "too-few-ratings"
	// AllAlike: every rating is the same, so that no statement stands out.
	AllAlike = "all-alike"
	// NoFactor: people do not differ along any direction strongly enough to
	// outweigh the penalty. Factors are 0, and intercepts are means that are
	// drawn towards 0.
	NoFactor = "no-factor"
)

// Options say how scores are found. The zero value is right for most.
type Options struct {
	// Seed draws the starts of the search. Another seed finds the same scores.
	Seed uint64
	// Weights (n) say how many times each rater counts, penalties on them
	// included: a rater of weight 2 is the same as two raters who voted alike,
	// except that the filter counts them once. Weights are relative. A rater of
	// weight 0 takes no part. Nil is 1 for all. Fit panics on another length, on
	// negative weights, and on what is not a number.
	Weights []float64
	// Intervals asks for intervals, which take about as long as the scores.
	Intervals bool
	// Progress is called after each sweep over the ratings if it is not nil.
	Progress func(Progress)
}

// Progress says how far a fit is.
type Progress struct {
	// Starts is the number of starts of the search so far.
	Starts int
	// Sweeps is the number of times that the ratings were gone through.
	Sweeps int
	// Loss is L where the fit stands.
	Loss float64
}

// A Result is the minimum of the loss.
type Result struct {
	Method string `json:"method"`
	// Reason is empty, or why the scores say little: TooFewRatings, AllAlike,
	// NoFactor.
	Reason string `json:"reason,omitempty"`
	// Loss is L at the minimum, and MSE its first part, the mean squared error of
	// the predicted ratings. Both are 0 when nobody takes part.
	Loss float64 `json:"loss"`
	MSE  float64 `json:"mse"`
	Mu   float64 `json:"mu"`
	// Statements (d) and Raters (n) are by column and row of the matrix.
	Statements []Score `json:"statements"`
	Raters     []Score `json:"raters"`
	// Intervals (d) say how sure the intercepts of statements are, if that was
	// asked for.
	Intervals []Interval `json:"intervals,omitempty"`
	// Taking counts who takes part: ratings, raters, statements.
	Taking Taking `json:"taking"`
	// Search is the evidence that this is the minimum.
	Search Search `json:"search"`
}

// A Score is the parameters of a statement or a rater.
type Score struct {
	// In says whether they take part. If not, intercept and factor are 0 and
	// mean nothing.
	In        bool    `json:"in"`
	Intercept float64 `json:"intercept"`
	Factor    float64 `json:"factor"`
	// Ratings is the number of ratings behind it that take part.
	Ratings int `json:"ratings"`
}

// Taking counts who is left after the filter.
type Taking struct {
	Statements int `json:"statements"`
	Raters     int `json:"raters"`
	Ratings    int `json:"ratings"`
	// Negative and Positive count raters by the sign of their factor. Where one
	// side has hardly anybody, the factor does not tell camps apart, and intercepts
	// tell little of agreement between them.
	Negative int `json:"negative"`
	Positive int `json:"positive"`
}

// Search says how the minimum was found.
type Search struct {
	// Starts is the number of starts, Minima that of different minima they ended
	// in, and Reached how many ended in the one that was kept.
	Starts  int `json:"starts"`
	Minima  int `json:"minima"`
	Reached int `json:"reached"`
	// Gap is how much higher the loss of the next best minimum is; 0 if none was
	// met.
	Gap float64 `json:"gap"`
	// Sample is the number of raters among whom the search was made, if not all.
	Sample int `json:"sample,omitempty"`
	// Sweeps is the number of times that the ratings were gone through, in all.
	Sweeps int `json:"sweeps"`
	// Gradient is the Euclidean length of the gradient of L by every parameter at
	// the minimum. Raters add nothing to it: theirs are eliminated.
	Gradient float64 `json:"gradient"`
	// Step is the most by which one more sweep of alternating least squares would
	// change any parameter of a statement.
	Step float64 `json:"step"`
}

// Fit finds the bridging scores of the votes of m (n×d). It takes O(votes) time
// a sweep, with about 20 to 100 sweeps, and 4 bytes a vote beside O(n) and O(d).
//
// Thin or empty data is no error: the result says in Reason what is wrong with
// it. The error is that of the context, when it ends before the fit does; there
// is no result then.
func Fit(ctx context.Context, m *opinion.Matrix, o Options) (Result, error) {
	n, d := m.Dims()
	check(o.Weights, n)
	r := Result{Method: Method, Statements: make([]Score, d), Raters: make([]Score, n)}
	s := filter(m, o.Weights)
	if len(s.code) == 0 {
		r.Reason = TooFewRatings
		return r, nil
	}
	model := newModel(s, maxBlocks)
	best, evidence, err := search(ctx, model, o)
	if err != nil {
		return Result{}, err
	}
	model.fill(&r, best.z)
	r.Search = evidence
	if o.Intervals {
		r.Intervals = make([]Interval, d)
		for k, x := range model.intervals(best.z) {
			r.Intervals[s.statements[k]] = x
		}
	}
	switch {
	case s.alike():
		r.Reason = AllAlike
	case flat(best.z):
		r.Reason = NoFactor
	}
	return r, nil
}

func check(weights []float64, n int) {
	if weights == nil {
		return
	}
	if len(weights) != n {
		panic(fmt.Sprintf("bridging: %d weights for %d raters", len(weights), n))
	}
	for i, w := range weights {
		if !(w >= 0) || math.IsInf(w, 1) {
			panic(fmt.Sprintf("bridging: weight %v of rater %d", w, i))
		}
	}
}

// alike reports whether every rating is the same.
func (s *sample) alike() bool {
	for _, c := range s.code {
		if c&3 != s.code[0]&3 {
			return false
		}
	}
	return true
}

// fill writes the parameters at z into r.
func (m *model) fill(r *Result, z []float64) {
	m.sweep(z)
	raters := make([]pair, len(m.raters))
	for u := range raters {
		raters[u] = m.solve(m.row(u))
	}
	m.orient(z, raters)
	r.Loss, r.MSE, r.Mu = m.loss/m.ratings, m.square/m.ratings, z[2*m.n]
	r.Taking = Taking{Statements: m.n, Raters: len(m.raters), Ratings: len(m.code)}
	for k, j := range m.statements {
		r.Statements[j] = Score{true, z[2*k], z[2*k+1], m.count[k]}
	}
	for u, i := range m.raters {
		r.Raters[i] = Score{true, raters[u].i, raters[u].f, m.start[u+1] - m.start[u]}
		switch f := raters[u].f; {
		case f < -zero:
			r.Taking.Negative++
		case f > zero:
			r.Taking.Positive++
		}
	}
}

// flat reports whether all factors are 0.
func flat(z []float64) bool {
	for j := 1; j < len(z); j += 2 {
		if z[j] != 0 {
			return false
		}
	}
	return true
}
