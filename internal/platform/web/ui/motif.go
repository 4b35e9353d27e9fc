package ui

import (
	"math"
	"strconv"
	"strings"
)

// MotifKind says where the assembly is drawn.
type MotifKind int

const (
	// MotifCloth is the large, cropped gathering of a page's head.
	MotifCloth MotifKind = iota
	// MotifEmpty is the small circle with one open seat of an empty state.
	MotifEmpty
	// MotifStrip is a straight row of seats, a border between parts of a page.
	MotifStrip
)

// Gathering is an assembly to draw: how many seats there are, and in how many
// of them somebody sits. The first rows fill first.
type Gathering struct {
	Seats int
	Taken int
}

// ring is one row of seats around the trunk.
type ring struct {
	radius float64
	seats  int
	taken  int
	turn   float64
}

// rings lays seats out in rows around the trunk: each row is one pitch further
// out and takes as many seats as fit, and the rows are turned against each
// other so that no aisle opens.
func (g Gathering) rings(first, pitch, gap float64) []ring {
	var rows []ring
	left, taken := g.Seats, g.Taken
	for r := first; left > 0 && len(rows) < 12; r += pitch {
		n := min(int(2*math.Pi*r/gap), left)
		t := min(n, max(taken, 0))
		rows = append(rows, ring{radius: r, seats: n, taken: t, turn: math.Mod(float64(len(rows))*137.5, 360)})
		left -= n
		taken -= t
	}
	return rows
}

// dash is the dash pattern that draws the first n seats of a row with a path
// length of one per seat.
func dash(n, of int) string {
	if n >= of {
		return "0 1"
	}
	return strings.Repeat("0 1 ", n) + "0 " + strconv.Itoa(of)
}
