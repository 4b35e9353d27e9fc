package ui

import (
	"github.com/a-h/templ"
)

// OpinionMap is a drawn map of opinion with what belongs beside it: a sentence
// that says the same, and the groups in figures.
type OpinionMap struct {
	Title   string
	Caption string // the sentence
	Drawing templ.Component
	Table   templ.Component // beside the drawing; may be nil
}

// Point is a place on a drawing.
type Point struct{ X, Y float64 }

// shapes are the signs of the groups, in their order: disc, square, triangle,
// diamond, bar. A group beyond the fifth takes the first sign again; its letter
// tells them apart.
const shapes = 5

// signs are how the line of each sign is drawn.
var signs = [shapes]templ.Attributes{
	{"stroke-width": "3.4", "stroke-linecap": "round"},
	{"stroke-width": "2.8", "stroke-linecap": "square"},
	{"stroke-width": "0"},
	{"stroke-width": "0"},
	{"stroke-width": "1.6"},
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
