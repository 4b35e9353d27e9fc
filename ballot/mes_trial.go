package ballot

import (
	"math/big"
	"slices"
)

// A trial is a row of runs with more and more start money. They are rough, and
// exact where that is not enough. Where a step is small, as with money that has
// small units, one rough run tries many steps at once.
type trial struct {
	rough, exact *run
	steps        int // how often the start money was raised
	kept         int // how often it was for the result that stands
	doubts       int
	ties         []Tie
	last         int // where those of the last run begin

	wide  int  // steps tried at once
	calm  int  // how often that was beyond doubt in a row
	apart bool // one step at a time; for tests
}

func newTrial(m *money) *trial {
	t := &trial{rough: m.newRun(), exact: m.newRun(), wide: 1}
	t.rough.rough = true
	return t
}

// raise returns the last run whose result the budget pays for, or the first
// after which nothing more fits.
func (t *trial) raise(m *money) *run {
	b0 := m.start
	r, _ := t.run(b0, nil, nil)
	bought, full := r.bought, r.full()
	small := m.finer(1000)
	for !full {
		if small && !t.apart {
			n, ok := t.leap(m, b0, bought)
			if n > 0 {
				b0 = new(big.Int).Add(b0, new(big.Int).Mul(m.step, big.NewInt(int64(n))))
				t.write(t.rough.tied, t.steps+1, t.steps+n)
				t.steps, t.kept = t.steps+n, t.steps+n
				bought = t.rough.bought
			}
			if ok {
				continue
			}
		}
		more := new(big.Int).Add(b0, m.step)
		t.steps++
		var within bool
		if r, within = t.run(more, m.budget, bought); !within {
			break
		}
		b0, t.kept = more, t.steps
		bought, full = r.bought, r.full()
	}
	t.exact.buyAll(b0, nil, nil)
	return t.exact
}

// finer says that the step is less than that part of the start money.
func (m *money) finer(part int64) bool {
	return new(big.Int).Mul(m.step, big.NewInt(part)).Cmp(m.start) < 0
}

// leap tries several of the next steps at once and returns how many of them
// certainly buy the same, within the budget and with something left that fits;
// ok says that there are some. Four leaps beyond doubt make the next twice as
// wide, a doubt half as wide.
func (t *trial) leap(m *money, b0 *big.Int, hint []int) (n int, ok bool) {
	if t.calm++; t.calm > 4 {
		t.wide, t.calm = 2*t.wide, 0
	}
	if t.wide == 1 {
		return 0, false
	}
	// From b0 + step to b0 + wide·step: the middle, and as far to both sides.
	side := new(big.Int).Mul(m.step, big.NewInt(int64(t.wide-1)))
	side.Add(side.Rsh(side, 1), big.NewInt(1))
	middle := new(big.Int).Add(b0, m.step)
	middle.Add(middle, side)
	t.rough.spread = side
	within := t.rough.buyAll(middle, m.budget, hint)
	t.rough.spread = nil
	if t.rough.unsure || !within || t.rough.full() {
		if t.rough.unsure {
			t.wide, t.calm = max(1, t.wide/2), 0
		}
		return 0, false
	}
	return t.wide, true
}

// run runs once. When rough runs are in doubt as often as not, no more are
// tried.
func (t *trial) run(b0, limit *big.Int, hint []int) (*run, bool) {
	if t.doubts < 4 || 2*t.doubts < t.steps {
		within := t.rough.buyAll(b0, limit, hint)
		if !t.rough.unsure {
			t.write(t.rough.tied, t.steps, t.steps)
			return t.rough, within
		}
		t.doubts++
	}
	within := t.exact.buyAll(b0, limit, hint)
	t.write(t.exact.tied, t.steps, t.steps)
	return t.exact, within
}

// write writes down the ties of some runs; those that the run before them met
// in the same way are not written again.
func (t *trial) write(ties []Tie, from, to int) {
	same := slices.EqualFunc(ties, t.ties[t.last:], func(x, y Tie) bool {
		return x.Round == y.Round && x.Chosen == y.Chosen && slices.Equal(x.Items, y.Items)
	})
	if !same {
		t.last = len(t.ties)
		for _, tie := range ties {
			tie.Run = from
			t.ties = append(t.ties, tie)
		}
	}
	for i := range t.ties[t.last:] {
		t.ties[t.last+i].Until = to
	}
}
