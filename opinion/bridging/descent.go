package bridging

import (
	"context"
	"math"
	"slices"
)

const (
	// memory is how many steps a descent remembers.
	memory = 30
	// patience is how many steps without progress end a descent that has come
	// below rounding.
	patience = 10
	rounding = 1e-11
	// maxSweeps is the most sweeps of one descent. Usual are 30 to 60, and up to
	// 300 where two directions are nearly as strong.
	maxSweeps = 5000
)

// A descent walks from a start down to a minimum by the method of Liu and
// Nocedal (limited-memory BFGS, 1989), preconditioned by alternating least
// squares: with nothing remembered yet, its step is one such sweep.
type descent struct {
	*model
	z, g   []float64 // where it stands: 2N+1
	height float64   // R·L there

	past       [memory]turn
	known, old int // turns remembered; the oldest
	p, d       []float64
	try        []float64
}

// A turn is a step that was taken and how it changed the gradient.
type turn struct {
	s, y []float64
	sy   float64
}

func newDescent(m *model) *descent {
	size := 2*m.n + 1
	d := &descent{model: m}
	for _, v := range []*[]float64{&d.z, &d.g, &d.p, &d.d, &d.try} {
		*v = make([]float64, size)
	}
	for i := range d.past {
		d.past[i] = turn{s: make([]float64, size), y: make([]float64, size)}
	}
	return d
}

// descend goes from start until a sweep of alternating least squares would
// change nothing by more than the tolerance, or rounding lets nothing get better.
// It may begin with turns remembered from a like descent.
func (d *descent) descend(ctx context.Context, start []float64, tolerance float64, past ...turn) error {
	d.recall(past)
	d.sweep(start)
	d.settle(start)
	best, since := math.Inf(1), 0
	for limit := d.sweeps + maxSweeps; d.sweeps < limit; {
		if err := ctx.Err(); err != nil {
			return err
		}
		d.step(d.g, d.p)
		switch move := largest(d.p); {
		case move <= tolerance:
			return nil
		case move < best:
			best, since = move, 0
		default:
			if since++; since > patience && best < rounding {
				return nil
			}
		}
		if !d.advance() {
			return nil
		}
	}
	return nil
}

// turns returns the steps that are remembered, the oldest first.
func (d *descent) turns() []turn {
	var out []turn
	for k := range d.known {
		t := d.past[(d.old+k)%memory]
		out = append(out, turn{slices.Clone(t.s), slices.Clone(t.y), t.sy})
	}
	return out
}

// recall replaces what is remembered.
func (d *descent) recall(past []turn) {
	d.old, d.known = 0, len(past)
	for k, t := range past {
		copy(d.past[k].s, t.s)
		copy(d.past[k].y, t.y)
		d.past[k].sy = t.sy
	}
}

// settle stands at z, where the last sweep was.
func (d *descent) settle(z []float64) {
	copy(d.z, z)
	copy(d.g, d.grad)
	d.height = d.loss
}

// advance takes one step and reports whether it could.
func (d *descent) advance() bool {
	d.direction()
	slope := dot(d.g, d.d)
	if d.known > 0 && slope < 0 {
		length := 1.0
		for range 4 {
			if d.attempt(length, slope, 0.9) {
				return true
			}
			// The lowest point of the parabola through what is known.
			rise := d.loss - d.height - float64(2*float64(length*slope))
			length = float64(length * min(0.5, max(0.1, -float64(slope*length)/rise)))
		}
	}
	if d.known > 0 {
		d.known = 0
		d.sweep(d.z)
		d.step(d.g, d.p)
	}
	for i, p := range d.p {
		d.d[i] = -p
	}
	return d.attempt(1, dot(d.g, d.d), 1)
}

// attempt goes length along the direction and stays there if that is lower, or
// as low as can be told and flatter than that much of the slope.
func (d *descent) attempt(length, slope, flatter float64) bool {
	for i, x := range d.d {
		d.try[i] = d.z[i] + float64(length*x)
	}
	d.sweep(d.try)
	same := math.Abs(d.loss-d.height) <= 1e-13*d.height
	lower := d.loss <= d.height+float64(2e-4*float64(length*slope))
	if !lower && !(same && math.Abs(dot(d.grad, d.d)) < -float64(flatter*slope)) {
		return false
	}
	d.remember()
	d.settle(d.try)
	return true
}

// remember keeps the step from z to where the last sweep was.
func (d *descent) remember() {
	t := &d.past[(d.old+d.known)%memory]
	for i := range t.s {
		t.s[i] = d.try[i] - d.z[i]
		t.y[i] = d.grad[i] - d.g[i]
	}
	if t.sy = dot(t.s, t.y); t.sy <= 0 {
		return
	}
	if d.known < memory {
		d.known++
	} else {
		d.old = (d.old + 1) % memory
	}
}

// direction sets d to minus the approximate inverse Hessian times the gradient.
func (d *descent) direction() {
	var alpha [memory]float64
	q := d.try
	copy(q, d.g)
	for k := d.known - 1; k >= 0; k-- {
		t := &d.past[(d.old+k)%memory]
		alpha[k] = dot(t.s, q) / t.sy
		plus(q, -alpha[k], t.y)
	}
	scale := 1.0
	if d.known > 0 {
		t := &d.past[(d.old+d.known-1)%memory]
		d.step(t.y, d.d)
		scale = t.sy / dot(t.y, d.d)
	}
	d.step(q, d.d)
	for i := range d.d {
		d.d[i] = float64(scale * d.d[i])
	}
	for k := range d.known {
		t := &d.past[(d.old+k)%memory]
		beta := dot(t.y, d.d) / t.sy
		plus(d.d, alpha[k]-beta, t.s)
	}
	for i := range d.d {
		d.d[i] = -d.d[i]
	}
}

func dot(a, b []float64) float64 {
	s := 0.0
	for i, x := range a {
		s += float64(x * b[i])
	}
	return s
}

// plus adds k·x to a.
func plus(a []float64, k float64, x []float64) {
	for i, v := range x {
		a[i] += float64(k * v)
	}
}

func largest(a []float64) float64 {
	most := 0.0
	for _, x := range a {
		most = max(most, math.Abs(x))
	}
	return most
}
