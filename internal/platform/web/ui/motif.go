package ui

import (
	"math"
	"strconv"
)

// MotifKind says where the assembly is drawn.
type MotifKind int

const (
	// MotifCloth is the large, cropped gathering of a page's head.
	MotifCloth MotifKind = iota
	// MotifEmpty is the small gathering of an empty state: every seat is free.
	MotifEmpty
	// MotifStrip is a straight row of seats, a border between parts of a page.
	MotifStrip
)

// Gathering is an assembly to draw: how many seats there are, and in how many
// of them somebody sits. The seats nearest to the trunk fill first. The zero
// value is a gathering of which nobody published the size: empty seats.
type Gathering struct {
	Seats int
	Taken int
}

// row is one row of seats around the trunk, open below where the trunk stands.
type row struct {
	radius float64
	seats  int
	taken  int
}

const (
	firstRow   = 23.0  // radius of the innermost row
	rowPitch   = 10.5  // from row to row
	seatPitch  = 10.0  // from seat to seat
	mostRows   = 9     // what fits into the drawing
	leastBox   = 58.0  // a small gathering is drawn as a small tree
	rowOpening = 92.0  // degrees left open for the trunk
	rowStart   = 136.0 // degrees from the x axis, downwards

	unknownSeats = 34
)

// rows lays seats out in rows around the trunk. A gathering too large for the
// drawing keeps its proportion of taken seats.
func (g Gathering) rows() []row {
	g = g.fitted()
	var rows []row
	left, taken := g.Seats, max(g.Taken, 0)
	for k := 0; left > 0 && k < mostRows; k++ {
		n := min(rowSeats(k), left)
		rows = append(rows, row{radius: firstRow + rowPitch*float64(k), seats: n, taken: min(n, taken)})
		left -= n
		taken -= min(n, taken)
	}
	return rows
}

func (g Gathering) fitted() Gathering {
	if g.Seats <= 0 {
		return Gathering{Seats: unknownSeats}
	}
	room := 0
	for k := range mostRows {
		room += rowSeats(k)
	}
	if g.Seats <= room {
		return g
	}
	return Gathering{Seats: room, Taken: g.Taken * room / g.Seats}
}

func rowSeats(k int) int {
	arc := (firstRow + rowPitch*float64(k)) * (360 - rowOpening) * math.Pi / 180
	return int(arc/seatPitch) + 1
}

// arc is the path of seats i to j of the row, one unit of path length for each
// step. Seats of a row that is not full spread over the whole row.
func (r row) arc(i, j int) string {
	step := (360 - rowOpening) / float64(max(r.seats-1, 1))
	from, to := r.seat(float64(i)*step), r.seat(float64(j)*step+0.01)
	large := "0"
	if float64(j-i)*step > 180 {
		large = "1"
	}
	rad := num(r.radius)
	return "M" + num(from.X) + " " + num(from.Y) + "A" + rad + " " + rad + " 0 " + large + " 1 " + num(to.X) + " " + num(to.Y)
}

func (r row) seat(degrees float64) Point {
	sin, cos := math.Sincos((rowStart + degrees) * math.Pi / 180)
	return Point{r.radius * cos, r.radius * sin}
}

// steps is the path length of an arc over n seats; a little more than the
// number of steps, so that the last dot is certain to lie on it.
func steps(n int) string {
	if n <= 1 {
		return "1"
	}
	return strconv.Itoa(n-1) + ".001"
}

// box is the part of the plane that the drawing needs: the crown above, the
// foot of the trunk below.
func (g Gathering) box() string {
	rows := g.rows()
	r := rows[len(rows)-1].radius + 4
	half := max(r, leastBox)
	return num(-half) + " " + num(r-2*half) + " " + num(2*half) + " " + num(2*half)
}

// foot is how far down the trunk reaches, and half its width there.
func (g Gathering) trunk() string {
	rows := g.rows()
	r := rows[len(rows)-1].radius + 4
	w, top := 0.075*r+4, 5.5
	return "M" + num(-2.2*w) + " " + num(r) +
		"C" + num(-1.1*w) + " " + num(0.7*r) + " " + num(-top) + " " + num(0.45*r) + " " + num(-top) + " 0" +
		"a" + num(top) + " " + num(top) + " 0 0 1 " + num(2*top) + " 0" +
		"C" + num(top) + " " + num(0.45*r) + " " + num(1.1*w) + " " + num(0.7*r) + " " + num(2.2*w) + " " + num(r) + "z"
}

// open is the first free seat, if any is known to be free.
func (g Gathering) open() []Point {
	if g.Seats <= 0 {
		return nil
	}
	for _, r := range g.rows() {
		if r.taken < r.seats {
			step := (360 - rowOpening) / float64(max(r.seats-1, 1))
			return []Point{r.seat(float64(r.taken) * step)}
		}
	}
	return nil
}
