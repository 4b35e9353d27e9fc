package conversationweb

import (
	"math/rand/v2"
	"testing"

	"penc/internal/deliberate/conversation"
	"penc/internal/platform/web/ui"
	"penc/opinion"
)

func TestAHullHoldsEverybody(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	for n := range 60 {
		var all []ui.Point
		for range n {
			all = append(all, ui.Point{X: float64(rng.IntN(9)) / 4, Y: float64(rng.IntN(9)) / 4})
		}
		h := hull(all)
		for i := range h {
			a, b := h[i], h[(i+1)%len(h)]
			for _, p := range all {
				if turn(a, b, p) < 0 {
					t.Fatalf("%d points: %v lies outside the side from %v to %v", n, p, a, b)
				}
			}
			if c := h[(i+2)%len(h)]; turn(a, b, c) <= 0 {
				t.Fatalf("%d points: the outline does not turn at %v", n, b)
			}
		}
	}
	if h := hull([]ui.Point{{X: 0, Y: 0}, {X: 1, Y: 1}, {X: 2, Y: 2}}); h != nil {
		t.Errorf("people in a line have the outline %v", h)
	}
}

func TestALargeMapDrawsAtMostSoManySigns(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 4))
	c := conversation.Chart{Result: opinion.Result{Groups: make([]opinion.Group, 3)}}
	for i := range 50_000 {
		c.Dots = append(c.Dots, conversation.Dot{X: 2*rng.Float64() - 1, Y: 2*rng.Float64() - 1, Group: i % 3})
	}
	p, merged := plot("map", c, nil)
	n := 0
	for _, g := range p.Groups {
		n += len(g.People)
	}
	if n > maxSigns || n < maxSigns/2 || !merged {
		t.Errorf("%d signs, merged %v", n, merged)
	}
	c.Dots = c.Dots[:3]
	if p, merged := plot("map", c, nil); merged || len(p.Groups[0].People) != 1 {
		t.Errorf("three people are drawn as %+v", p.Groups)
	}
}
