package bridging

import (
	"cmp"
	"context"
	"math"
	"math/rand/v2"
	"slices"
	"sync"
)

const (
	// wave is how many starts are made at a time, in parallel.
	wave = 4
	// unseen is how many more minima than were met may be expected when the
	// search ends: 24 starts are enough if all end in the same one.
	unseen = 0.1
	// visits is how often the search may visit a rating before it makes no
	// further wave of starts, if it has made two: 2 to 4 seconds.
	visits = 300_000_000
	// maxStarts is the most starts: one that leads to a minimum every fiftieth time
	// is missed by so many once in 3,000 searches.
	maxStarts = 400
	// sampled is the number of ratings above which the search is made among some
	// of the raters only.
	sampled = 1 << 18
	// near, close and exact end descents of the search, those on all ratings that
	// choose among minima, and the last one.
	near, close, exact = 1e-8, 1e-6, 1e-13
	// finalists is from how many minima among some raters descents on all ratings
	// begin.
	finalists = 4
	// tie is how little losses differ that count as the same.
	tie = 1e-12
)

// A point is where descents ended.
type point struct {
	z       []float64 // 2N+1
	loss    float64   // L
	reached int       // from how many starts
	past    []turn    // the last steps to it
}

// search finds the lowest minimum of the loss. The ratings of some of the raters
// are enough to see the lie of the land; then descents on all ratings go on from
// the lowest places found.
func search(ctx context.Context, m *model, o Options) (*point, Search, error) {
	var s Search
	land := m.sample
	if len(m.code) > sampled {
		land = m.thin(2 * len(m.code) / sampled)
		s.Sample = len(land.raters)
	}
	points, cost, err := wander(ctx, land, o)
	if err != nil {
		return nil, s, err
	}
	s.note(points)
	m.watch, m.starts = o.Progress, s.Starts
	if land != m.sample {
		points = points[:min(len(points), finalists)]
		for _, x := range points {
			x.scale(m.ratings / land.ratings)
		}
		if points, err = m.refine(ctx, points, close); err != nil {
			return nil, s, err
		}
	}
	if points, err = m.refine(ctx, points, exact); err != nil {
		return nil, s, err
	}
	best := lowest(points)
	// Once more, for the evidence.
	m.sweep(best.z)
	step := make([]float64, len(best.z))
	m.step(m.grad, step)
	s.Step = largest(step)
	s.Gradient = 2 * math.Sqrt(dot(m.grad, m.grad)) / m.ratings
	s.Sweeps = m.sweeps + int(math.Ceil(float64(cost)/float64(len(m.code))))
	return best, s, nil
}

// note counts starts and points, which are sorted by loss.
func (s *Search) note(points []*point) {
	s.Minima, s.Reached = len(points), points[0].reached
	for _, x := range points {
		s.Starts += x.reached
	}
	if len(points) > 1 {
		s.Gap = points[1].loss - points[0].loss
	}
}

// wander descends from drawn factors until the minima that were not met are few
// by the estimate of Boender and Rinnooy Kan ("Bayesian stopping rules for
// multistart global optimization methods", Mathematical Programming 37, 1987): w
// different ones after t starts let expect w(t-1)/(t-w-2) in all. It returns the
// minima, the lowest first, and how often a rating was visited.
func wander(ctx context.Context, s *sample, o Options) (all []*point, cost int, err error) {
	var walkers [wave]*descent
	for k := range walkers {
		walkers[k] = newDescent(newModel(s, 1))
	}
	// Without factors the loss has a single lowest point, from which descents do
	// not leave. It is a minimum of the whole if nothing is lower.
	first := walkers[0]
	if err := first.descend(ctx, make([]float64, 2*first.n+1), exact); err != nil {
		return nil, 0, err
	}
	level := first.point()
	for t := 0; !enough(t, len(all), cost); t += wave {
		if err := launch(ctx, walkers[:], o.Seed, t); err != nil {
			return nil, 0, err
		}
		sweeps := 0
		for _, d := range walkers {
			all = meet(all, d.point(), level)
			sweeps += d.sweeps
		}
		slices.SortStableFunc(all, func(a, b *point) int { return cmp.Compare(a.loss, b.loss) })
		for _, x := range all[min(len(all), finalists):] {
			x.past = nil // of many minima, it would take much memory
		}
		cost = sweeps * len(s.code)
		if o.Progress != nil {
			o.Progress(Progress{t + wave, sweeps, all[0].loss})
		}
	}
	return all, cost, nil
}

// enough reports whether the search may end after t starts, w minima and a cost.
func enough(t, w, cost int) bool {
	if t < 2*wave {
		return false
	}
	few := t > w+2 && float64(w*(t-1))/float64(t-w-2) < float64(w)+unseen
	return few || t >= maxStarts || cost > visits
}

// launch has each walker descend from drawn factors, the k-th from start t+k.
func launch(ctx context.Context, walkers []*descent, seed uint64, t int) error {
	var wait sync.WaitGroup
	errs := make([]error, len(walkers))
	for k, d := range walkers {
		wait.Go(func() {
			rng := rand.New(rand.NewPCG(seed, uint64(t+k)))
			start := make([]float64, 2*d.n+1)
			for j := range d.n {
				start[2*j+1] = 2*rng.Float64() - 1
			}
			errs[k] = d.descend(ctx, start, near)
		})
	}
	wait.Wait()
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

// point returns where the descent stands.
func (d *descent) point() *point {
	return &point{slices.Clone(d.z), d.height / d.ratings, 1, d.turns()}
}

// meet adds a point to those met before, unless it is one of them. What is no
// lower than the level is the level.
func meet(all []*point, p, level *point) []*point {
	if p.loss > level.loss-1e-14 {
		p = level
	}
	for _, x := range all {
		if x == p || math.Abs(x.loss-p.loss) < 1e-9 && differ(x.z, p.z, 1e-4) < 0 {
			x.reached++
			return all
		}
	}
	return append(all, p)
}

// differ returns the first place where two points differ by more than this,
// signs of factors apart, or -1.
func differ(a, b []float64, by float64) int {
	for i := range a {
		if math.Abs(size(a, i)-size(b, i)) > by {
			return i
		}
	}
	return -1
}

// size is the value at i, for factors without its sign.
func size(z []float64, i int) float64 {
	if i%2 == 1 {
		return math.Abs(z[i])
	}
	return z[i]
}

// refine descends further from points and returns where those ended that are
// about the lowest.
func (m *model) refine(ctx context.Context, points []*point, tolerance float64) ([]*point, error) {
	d := newDescent(m)
	var all []*point
	for _, x := range points {
		if tolerance == exact && x.loss > points[0].loss+1e-9 {
			continue
		}
		if err := d.descend(ctx, x.z, tolerance, x.past...); err != nil {
			return nil, err
		}
		all = append(all, d.point())
	}
	slices.SortStableFunc(all, func(a, b *point) int { return cmp.Compare(a.loss, b.loss) })
	return all, nil
}

// lowest returns the point with the lowest loss. Of several that differ by less
// than a tie it is the one with the larger intercept of the first statement in
// which they differ, or, if that is the same, the larger size of its factor.
func lowest(all []*point) *point {
	best := all[0]
	for _, x := range all[1:] {
		i := differ(x.z, best.z, 1e-6)
		if x.loss < best.loss-tie || x.loss <= best.loss+tie && i >= 0 && size(x.z, i) > size(best.z, i) {
			best = x
		}
	}
	return best
}

// thin returns the sample with every k-th rater alone, and all statements.
func (s *sample) thin(k int) *sample {
	t := &sample{statements: s.statements, start: []int{0}}
	for u := k / 2; u < len(s.raters); u += k {
		t.raters = append(t.raters, s.raters[u])
		t.weight = append(t.weight, s.weight[u])
		t.code = append(t.code, s.row(u)...)
		t.start = append(t.start, len(t.code))
		t.mass += s.weight[u]
		t.ratings += float64(s.weight[u] * float64(len(s.row(u))))
	}
	return t
}

// scale turns what is remembered into what it would be were the loss k times as
// large.
func (p *point) scale(k float64) {
	for i := range p.past {
		t := &p.past[i]
		for j := range t.y {
			t.y[j] = float64(k * t.y[j])
		}
		t.sy = float64(k * t.sy)
	}
}
