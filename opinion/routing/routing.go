package routing

import (
	"iter"
	"math/rand/v2"

	"penc/opinion"
)

// Asked is the person who is asked.
type Asked struct {
	// Votes are the votes that the person gave, as statement and vote, each
	// statement once, in a fixed order (by ascending statement gives the same
	// bits each time). These statements are not asked about again. nil is none.
	Votes iter.Seq2[int, opinion.Vote]
	// Group is the stakeholder group the person declared, as the label in the
	// plan, or [opinion.Undeclared].
	Group int
	// Skip reports other statements not to be asked about; nil skips none.
	Skip func(j int) bool
}

// A Router chooses statements.
type Router interface {
	// Next chooses the statement that the person is asked about next. ok is
	// false when nothing is left. It panics on a label that is out of range.
	Next(rng *rand.Rand, a Asked) (c Choice, ok bool)
	// Chances returns for each statement the probability with which Next
	// chooses it. They sum to 1, or are all 0 when nothing is left.
	Chances(a Asked) []float64
}

// A Choice is a statement with why it was chosen.
type Choice struct {
	// Statement is its number.
	Statement int `json:"statement"`
	// Chance is the probability with which it was chosen among all that were
	// left, given the votes of the person and the plan, 0 < Chance ≤ 1.
	Chance float64 `json:"chance"`
	// Reason says for which purpose it was chosen.
	Reason Reason `json:"reason"`
	// Parts are what each purpose contributes to Chance; they sum to it.
	Parts Parts `json:"parts"`
}

// Parts are the probabilities with which a statement is chosen for each purpose.
type Parts struct {
	Map   float64 `json:"map"`   // to find out where the person stands
	Group float64 `json:"group"` // to find out what the person's group thinks
	Share float64 `json:"share"` // so that each statement gets votes
	Meta  float64 `json:"meta"`  // to learn about the participants
}

// A Reason is the key of a sentence that tells a person why they are asked.
type Reason string

// The reasons.
const (
	// Stand: it tells where the person stands.
	Stand Reason = "stand"
	// Learn: it may tell where people stand, but few votes show it yet.
	Learn Reason = "learn"
	// FewOfGroup: few people of the person's stakeholder group have voted on it.
	FewOfGroup Reason = "few-of-group"
	// FewAlike: few people who vote like the person have voted on it.
	FewAlike Reason = "few-alike"
	// New: it is new.
	New Reason = "new"
	// Turn: every statement gets its turn.
	Turn Reason = "turn"
	// About: it is about the participants.
	About Reason = "about"
	// Lot: it was drawn by its priority (polis/1).
	Lot Reason = "lot"
)

// Polis is the routing of Polis: at random, with probability proportional to the
// priority, which [opinion.Result.Priorities] gives. It is [opinion.Next] with
// chances.
type Polis struct {
	// Priorities are by statement (d). One that is not a positive number
	// counts as 1.
	Priorities []float64
}

// Next implements [Router]. It draws one number.
func (p Polis) Next(rng *rand.Rand, a Asked) (Choice, bool) {
	weight, total := p.weights(a)
	j, ok := draw(rng.Float64()*total, weight)
	if !ok {
		return Choice{}, false
	}
	chance := weight[j] / total
	return Choice{Statement: j, Chance: chance, Reason: Lot, Parts: Parts{Map: chance}}, true
}

// Chances implements [Router].
func (p Polis) Chances(a Asked) []float64 {
	weight, total := p.weights(a)
	for j := range weight {
		if total > 0 {
			weight[j] /= total
		}
	}
	return weight
}

func (p Polis) weights(a Asked) (weight []float64, total float64) {
	weight = make([]float64, len(p.Priorities))
	for j, w := range p.Priorities {
		weight[j] = 1
		if w > 0 {
			weight[j] = min(w, mostPriority)
		}
	}
	for j := range a.leftOut(len(weight)) {
		weight[j] = 0
	}
	for _, w := range weight {
		total += w
	}
	return weight, total
}

// mostPriority keeps sums finite, as in opinion.Next.
const mostPriority = 1e100

// leftOut yields the statements below d that are not asked about.
func (a Asked) leftOut(d int) iter.Seq[int] {
	return func(yield func(int) bool) {
		if a.Votes != nil {
			for j := range a.Votes {
				if j >= 0 && j < d && !yield(j) {
					return
				}
			}
		}
		if a.Skip != nil {
			for j := range d {
				if a.Skip(j) && !yield(j) {
					return
				}
			}
		}
	}
}

// draw returns the number at which the sum of weights passes mark, the last one
// with a weight if rounding left mark above the sum. ok is false if none has a
// weight.
func draw(mark float64, weight []float64) (at int, ok bool) {
	sum := 0.0
	for j, w := range weight {
		if w > 0 {
			sum += w
			at, ok = j, true
			if mark < sum {
				break
			}
		}
	}
	return at, ok
}
