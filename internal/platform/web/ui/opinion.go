package ui

import (
	"context"
	"strings"

	"github.com/a-h/templ"
)

// GroupKey is one opinion group in the legend of a map.
type GroupKey struct {
	Letter string // "A"
	Label  string // "132 people"; may be empty
}

// OpinionMap is a drawn map of opinion with what belongs beside it: a sentence
// that says the same, a legend, and the same in figures.
type OpinionMap struct {
	Title   string
	Caption string // the sentence
	Drawing templ.Component
	Groups  []GroupKey
	Table   templ.Component // usually a Table; may be nil
}

// Plot is a map to draw: people at places between −1 and 1, in groups.
type Plot struct {
	Label  string // what a screen reader says instead of the drawing
	Groups []PlotGroup
	You    *Point // the reader's own place
}

// PlotGroup is an opinion group on the map: its people, and the outline around
// them (may be empty).
type PlotGroup struct {
	Letter string
	People []Point
	Hull   []Point
}

// Point is a place on the map, both coordinates between −1 and 1.
type Point struct{ X, Y float64 }

// shapes are the signs of the groups, in their order: disc, square, triangle,
// diamond, bar. A group beyond the fifth takes the first sign again; its letter
// tells them apart.
const shapes = 5

// people is the path that draws one group's people, each with the group's sign.
// The y axis points up.
func (g PlotGroup) people(shape int) string {
	var b strings.Builder
	for _, p := range g.People {
		b.WriteString(sign2d(shape, 90*p.X, -90*p.Y, 1.6))
	}
	return b.String()
}

// sign2d is one sign around a centre; discs and squares are points that the
// stroke's caps give their shape.
func sign2d(shape int, x, y, r float64) string {
	at := "M" + short(x) + " " + short(y)
	switch shape % shapes {
	case 2:
		return "M" + short(x) + " " + short(y-r) + "l" + short(r) + " " + short(1.8*r) + "h" + short(-2*r) + "z"
	case 3:
		return "M" + short(x) + " " + short(y-1.3*r) + "l" + short(1.3*r) + " " + short(1.3*r) + " " + short(-1.3*r) + " " + short(1.3*r) + " " + short(-1.3*r) + " " + short(-1.3*r) + "z"
	case 4:
		return "M" + short(x-r) + " " + short(y) + "h" + short(2*r)
	default:
		return at + "h0"
	}
}

// short writes a coordinate with one decimal: the map has no use for more.
func short(x float64) string {
	return num(float64(int(x*10+half(x))) / 10)
}

func half(x float64) float64 {
	if x < 0 {
		return -0.5
	}
	return 0.5
}

func (g PlotGroup) outline() string {
	if len(g.Hull) < 3 {
		return ""
	}
	var b strings.Builder
	for i, p := range g.Hull {
		if i == 0 {
			b.WriteString("M")
		} else {
			b.WriteString("L")
		}
		b.WriteString(short(90*p.X) + " " + short(-90*p.Y))
	}
	return b.String() + "Z"
}

// letterAt is where the group's letter stands: above its people, in their
// middle.
func (g PlotGroup) letterAt() (x, y string) {
	if len(g.People) == 0 {
		return "0", "0"
	}
	sum, top := 0.0, g.People[0].Y
	for _, p := range g.People {
		sum += p.X
		top = max(top, p.Y)
	}
	for _, p := range g.Hull {
		top = max(top, p.Y)
	}
	return short(90 * sum / float64(len(g.People))), short(-90*top - 3.5)
}

func groupName(ctx context.Context, letter string) string {
	return fill(say(ctx).Group, "letter", letter)
}
