package opinion

import (
	"cmp"
	"slices"
	"sync"
)

// Groups are put to the test by leaving people out. Up to someVotes the people are
// dealt by what they voted, in no other order: who has which number, which often
// says who came first, leaves nothing behind. Above it they are dealt by their
// number, so that pairs can be counted by tenths once and kept; tenths are so large
// then that it makes no difference.

// An absence is people who are left out of a map.
type absence struct {
	tenths []int // by their numbers (see foldOf), or
	rows   []int // one by one
}

// dealings is how often the people are dealt anew: few votes need many maps to say
// how often a group is found again.
func dealings(votes int) int {
	if votes <= fewVotes {
		return 3
	}
	return 1
}

// tenthsOut returns the absences of two tenths of the people.
func (s *survey) tenthsOut() (out []absence) {
	twos := replicates(s.m.Votes())
	if s.m.Votes() > someVotes {
		s.byTenth()
		for _, two := range twos {
			out = append(out, absence{tenths: two[:]})
		}
		return out
	}
	for deal := range dealings(s.m.Votes()) {
		parts := s.deal(deal, tenths)
		for _, two := range twos {
			out = append(out, absence{rows: slices.Concat(parts[two[0]], parts[two[1]])})
		}
	}
	return out
}

// twentiethsOut returns the absences of each twentieth of the people.
func (s *survey) twentiethsOut() (out []absence) {
	for _, part := range s.deal(dealings(s.m.Votes()), 2*tenths) {
		if len(part) > 0 {
			out = append(out, absence{rows: part})
		}
	}
	return out
}

// deal deals the rows to parts of the same size, in an order that follows from
// their votes and the number of the dealing alone: the placed before the others,
// and equal sheets one after the other, so that they come to different parts.
func (s *survey) deal(dealing, parts int) [][]int {
	n := len(s.m.start) - 1
	key := make([]uint64, n)
	order := make([]int, n)
	placed := make([]bool, n)
	for _, i := range s.placed {
		placed[i] = true
	}
	for i := range order {
		order[i] = i
		key[i] = digestFrom(mix(uint64(dealing)), s.m.row(i))
	}
	slices.SortFunc(order, func(a, b int) int {
		if placed[a] != placed[b] {
			if placed[a] {
				return -1
			}
			return 1
		}
		return cmp.Or(cmp.Compare(key[a], key[b]), slices.Compare(s.m.row(a), s.m.row(b)), a-b)
	})
	out := make([][]int, parts)
	for at, i := range order {
		out[at%parts] = append(out[at%parts], i)
	}
	return out
}

// replicate draws the whole map anew without the people of each absence (means,
// axes, positions, groups), and compares. Each has a seed of its own, so that two
// goroutines can share them.
func (s *survey) replicate(base sampled, gone []absence) []run {
	runs := make([]run, len(gone))
	var wait sync.WaitGroup
	for h := range 2 {
		wait.Go(func() {
			w := s.worker()
			for r := h; r < len(runs); r += 2 {
				runs[r] = w.without(base, gone[r], s.seed+uint64(r)+1)
			}
		})
	}
	wait.Wait()
	return runs
}

// byTenth notes the tenth of each row, and counts the votes of each tenth.
func (s *survey) byTenth() {
	s.fold = make([]uint8, len(s.m.start)-1)
	var codes [tenths][]int32
	for t := range codes {
		codes[t] = make([]int32, 3*s.m.cols)
	}
	for i := range s.fold {
		t := foldOf(i)
		s.fold[i] = uint8(t)
		to := codes[t]
		for _, c := range s.m.row(i) {
			to[c]++
		}
	}
	for t := range codes {
		s.tenth[t] = countsOf(codes[t])
	}
}

// worker draws maps with people left out.
type worker struct {
	*survey
	gram []float64
	out  []bool
	less *pairs // of those left out one by one; empty between two maps
}

func (s *survey) worker() *worker {
	w := &worker{survey: s, out: make([]bool, len(s.m.start)-1)}
	if s.folds != nil {
		w.gram = make([]float64, s.m.cols*s.m.cols)
	}
	return w
}

// without draws the map without people and compares it.
func (w *worker) without(base sampled, gone absence, seed uint64) run {
	counts := slices.Clone(w.a.counts)
	w.mark(gone, true)
	for _, t := range gone.tenths {
		for j := range counts {
			counts[j] = counts[j].minus(w.tenth[t][j])
		}
	}
	for _, i := range gone.rows {
		for _, c := range w.m.row(i) {
			counts[c/3].take(Vote(c%3 - 1))
		}
	}
	a := centreOf(w.m, counts)
	axes := w.axesWithout(a, gone)
	var rows []int
	var was []int // index in base
	for n, i := range base.rows {
		if !w.out[i] {
			rows = append(rows, i)
			was = append(was, n)
		}
	}
	w.mark(gone, false)
	return base.compare(w.positions(a, axes, rows), was, seed)
}

// mark notes who is left out.
func (w *worker) mark(gone absence, out bool) {
	for _, i := range gone.rows {
		w.out[i] = out
	}
	if len(gone.tenths) > 0 {
		for i, t := range w.fold {
			w.out[i] = out && slices.Contains(gone.tenths, int(t))
		}
	}
}

// axesWithout returns the axes of those who are left, starting from those of all,
// and turned so that they point the same way. Those who are gone are marked.
func (w *worker) axesWithout(a *centred, gone absence) [2][]float64 {
	var c symmetric = sparse{w.m, a.value, w.out}
	if w.folds != nil {
		less := w.lessPairs(gone.rows)
		for _, t := range gone.tenths {
			less = append(less, w.folds.part[t])
		}
		w.folds.gram(a.mean, w.gram, less...)
		w.countLess(gone.rows, ^uint64(0))
		c = dense{w.m.cols, w.gram}
	}
	axes, lambda := leading(c, w.m.cols, w.axes[:], replicateFew)
	for e := range axes {
		if lambda[e] <= flat*lambda[0] {
			clear(axes[e])
		}
		if dot(axes[e], w.axes[e]) < 0 {
			for j := range axes[e] {
				axes[e][j] = -axes[e][j]
			}
		}
	}
	return axes
}

// lessPairs counts the pairs of rows.
func (w *worker) lessPairs(rows []int) []*pairs {
	if len(rows) == 0 {
		return nil
	}
	if w.less == nil {
		w.less = newPairs(w.m.cols)
	}
	w.countLess(rows, 1)
	return []*pairs{w.less}
}

func (w *worker) countLess(rows []int, sign uint64) {
	var b ballot
	for _, i := range rows {
		b.read(w.m, i)
		w.less.add(&b, sign)
	}
}
