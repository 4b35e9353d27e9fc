package opinionreport

import (
	"math"
	"slices"

	"penc/opinion"
)

// Measures of the drawing. Its unit is that of the viewBox: everybody stands
// within field of the middle, those further out at the rim.
const (
	field = 92.0
	// Between so many bins lie across the field, more for more people: few
	// people stay apart, many do not crowd a phone.
	fewestBins = 12
	mostBins   = 24
	// A bin is a hexagon of a lattice with whole coordinates: columns lie
	// latticeX apart, rows latticeY, every other row shifted by half a bin.
	// 7 : 8 stands for √3 : 2, one part in a hundred wider.
	latticeX = 4.0
	latticeY = 7.0
	// rimMarks is the number of directions in which marks stand at the rim.
	rimMarks = 64
	// mostSteps is the number of sizes of marks.
	mostSteps = 5
)

// Constants of the frame.
const (
	// inFrame is the share of people whom the frame holds at least, where
	// others stand much further out.
	inFrame = 0.98
	// farOut is how many times further than the frame somebody must stand
	// before anybody is drawn at the rim; below it, all are drawn in place.
	farOut = 1.15
	// A group of at least 1/visible of the people has its centre in the frame,
	// which grows for that by no more than mostGrowth.
	visible    = 100
	mostGrowth = 1.5
	// inOutline is the share of a group's people whom its outline holds: with
	// all of them, outlines of groups would lie over each other.
	inOutline = 0.9
)

// A Plot is a map of opinion as a drawing: how many people stand where, and not
// who. The plane is divided into hexagonal bins; each bin with people has one
// mark, in the sign of the group with most people there, in one of up to five
// sizes. Its size is bounded whatever the number of people.
//
// It holds no number of people of a bin, and bins of 1 to 4 people are alike, so
// that it can be stored and shown in place of people. It is plain data; its
// JSON form is stable.
type Plot struct {
	// People is the number of people drawn: those who are placed.
	People int `json:"people"`
	// Outside is how many of them stand further out than the drawing reaches,
	// rounded up to a multiple of [opinion.SmallGroup]; they have marks at the
	// rim, in their direction.
	Outside int `json:"outside,omitempty"`
	// Continuum is set where there are positions and no groups: Groups then
	// holds everybody as one.
	Continuum bool `json:"continuum,omitempty"`
	// Steps are the sizes of marks: the least number of people behind each.
	// Ascending, 1 first and 5 second.
	Steps []int `json:"steps"`
	// Groups are the opinion groups, in the order of the result.
	Groups []PlotGroup `json:"groups"`
	// Bins is the number of bins across the drawing.
	Bins int `json:"bins"`
	// X, Y and Radius are the part of the map that is drawn, a disc, in the
	// units of the map. Radius > 0.
	X      float64 `json:"x"`
	Y      float64 `json:"y"`
	Radius float64 `json:"radius"`
}

// A PlotGroup is one group in a [Plot].
type PlotGroup struct {
	// Size is the number of people in the group.
	Size int `json:"size"`
	// Centre is the mean of its people.
	Centre Point `json:"centre"`
	// Marks are its bins by step: column and row of one after the other. The
	// middle of the drawing is 0, 0; rows count upwards; columns are half a
	// bin wide, so that column + row is even.
	Marks [][]int `json:"marks"`
	// Outline are the corners around the bins with nine tenths of the group's
	// people, in quarters of a bin's width and sevenths of a row's height,
	// x and y one after the other, against the clock; empty when it has none.
	Outline []int `json:"outline,omitempty"`
	// Rim are the directions, of 64 against the clock from the right, in which
	// people of the group stand further out than the drawing reaches.
	Rim []int `json:"rim,omitempty"`
}

// A Point is a place on the drawing, -100 to 100 from left to right and from
// bottom to top.
type Point struct {
	X float64 `json:"x"`
	Y float64 `json:"y"`
	// Rim is set when the place lies further out than is drawn; X and Y are
	// then at the rim, in its direction.
	Rim bool `json:"rim,omitempty"`
}

// NewPlot draws a result, which must still have its people: [opinion.Result.Public]
// takes them out. It takes O(n·log n). A result without positions gives a plot
// of nobody, with Groups empty.
func NewPlot(r opinion.Result) Plot {
	var people []opinion.Person
	for _, p := range r.People {
		if p.Placed {
			people = append(people, p)
		}
	}
	p := Plot{People: len(people), Steps: []int{1}, Bins: fewestBins, Radius: 1}
	if len(people) == 0 {
		return p
	}
	p.Continuum = len(r.Groups) == 0
	p.Groups = make([]PlotGroup, max(1, len(r.Groups)))
	p.Bins = min(mostBins, max(fewestBins, int(0.8*math.Sqrt(float64(len(people))))))
	p.frame(people, r.Groups)
	p.fill(people)
	for g, group := range r.Groups {
		p.Groups[g].Size = group.Size
		p.Groups[g].Centre = p.Place(group.X, group.Y)
	}
	if p.Continuum {
		p.Groups[0].Size = len(people)
		p.Groups[0].Centre = p.Place(p.X, p.Y)
	}
	return p
}

// frame chooses the part of the map that is drawn.
func (p *Plot) frame(people []opinion.Person, groups []opinion.Group) {
	xs, ys := make([]float64, len(people)), make([]float64, len(people))
	for i, q := range people {
		xs[i], ys[i] = q.X, q.Y
	}
	p.X, p.Y = middle(xs), middle(ys)
	away := xs // their order does not matter
	for i, q := range people {
		away[i] = p.away(q.X, q.Y)
	}
	slices.Sort(away)
	last := len(away) - 1
	p.Radius = away[int(math.Ceil(float64(inFrame*float64(len(away)))))-1]
	if away[last] <= float64(farOut*p.Radius) {
		p.Radius = away[last]
	}
	most := float64(mostGrowth * p.Radius)
	for _, g := range groups {
		if g.Size >= opinion.SmallGroup && g.Size*visible >= len(people) {
			p.Radius = max(p.Radius, min(most, p.away(g.X, g.Y)))
		}
	}
	if !(p.Radius > 0) {
		p.Radius = 1 // all stand on one point
		if away[last] > 0 {
			p.Radius = away[last]
		}
	}
}

func (p *Plot) away(x, y float64) float64 {
	dx, dy := x-p.X, y-p.Y
	return math.Sqrt(float64(dx*dx) + float64(dy*dy))
}

// middle returns the middle between the first and the last of 98 % of numbers,
// which it sorts.
func middle(s []float64) float64 {
	slices.Sort(s)
	cut := int(float64((1 - inFrame) / 2 * float64(len(s))))
	return (s[cut] + s[len(s)-1-cut]) / 2
}

// Place returns where a place of the map lies on the drawing.
func (p *Plot) Place(x, y float64) Point {
	radius := p.Radius
	if !(radius > 0) {
		radius = 1
	}
	away := p.away(x, y)
	scale, rim := field/radius, false
	if !(away <= radius) && !(float64(away*scale) <= field) { // not even by rounding
		scale, rim = (field+4)/away, true
	}
	return Point{float64((x - p.X) * scale), float64((y - p.Y) * scale), rim}
}

// scale is how many units of the drawing a unit of the lattice is.
func (p *Plot) scale() float64 { return 2 * field / (2 * latticeX * float64(max(1, p.Bins))) }

// bin returns the hexagon around a place of the drawing.
func (p *Plot) bin(q Point) [2]int {
	u, v := q.X/float64(latticeX*p.scale()), q.Y/float64(latticeY*p.scale())
	// Hexagons are two interleaved grids of rectangles; the nearer middle counts.
	c0, r0 := 2*math.Round(u/2), 2*math.Round(v/2)
	c1, r1 := 2*math.Floor(u/2)+1, 2*math.Floor(v/2)+1
	far := func(c, r float64) float64 {
		dx, dy := float64((u-c)*latticeX), float64((v-r)*latticeY)
		return float64(dx*dx) + float64(dy*dy)
	}
	if far(c1, r1) < far(c0, r0) {
		return [2]int{int(c1), int(r1)}
	}
	return [2]int{int(c0), int(r0)}
}

// direction returns in which of rimMarks directions a place at the rim lies.
// It uses a square in place of the circle, so that no sine is needed, which
// would not be the same on every processor.
func direction(q Point) int {
	t := q.Y / (math.Abs(q.X) + math.Abs(q.Y))
	if q.X < 0 {
		t = 2 - t
	}
	return (int(math.Round(float64(t*rimMarks/4))) + rimMarks) % rimMarks
}

// toward returns the unit vector of a direction.
func toward(direction int) (x, y float64) {
	t := float64(direction) * 4 / rimMarks
	switch {
	case t <= 1:
		x, y = 1-t, t
	case t <= 3:
		x, y = 1-t, 2-t
		if t > 2 {
			x = t - 3
		}
	default:
		x, y = t-3, t-4
	}
	length := math.Sqrt(float64(x*x) + float64(y*y))
	return x / length, y / length
}

// A bin is a place with people, by group.
type bin struct {
	at     [2]int
	people []int // by group
	all    int
}

// fill counts people by bin and makes the marks.
func (p *Plot) fill(people []opinion.Person) {
	bins, rim := map[[2]int]*bin{}, make([]map[int]bool, len(p.Groups))
	outside := 0
	for _, q := range people {
		g := min(max(q.Group, 0), len(p.Groups)-1)
		at := p.Place(q.X, q.Y)
		if at.Rim {
			if rim[g] == nil {
				rim[g] = map[int]bool{}
			}
			rim[g][direction(at)] = true
			outside++
			continue
		}
		where := p.bin(at)
		b := bins[where]
		if b == nil {
			b = &bin{at: where, people: make([]int, len(p.Groups))}
			bins[where] = b
		}
		b.people[g]++
		b.all++
	}
	p.Outside = (outside + opinion.SmallGroup - 1) / opinion.SmallGroup * opinion.SmallGroup
	all := make([]*bin, 0, len(bins))
	for _, b := range bins {
		all = append(all, b)
	}
	slices.SortFunc(all, func(a, b *bin) int { // row by row from above, as it is read
		if a.at[1] != b.at[1] {
			return b.at[1] - a.at[1]
		}
		return a.at[0] - b.at[0]
	})
	p.mark(all)
	for g, directions := range rim {
		for d := range rimMarks {
			if directions[d] {
				p.Groups[g].Rim = append(p.Groups[g].Rim, d)
			}
		}
	}
}

// mark gives each bin to a group and each group its marks and outline.
func (p *Plot) mark(all []*bin) {
	most := 0
	for _, b := range all {
		most = max(most, b.all)
	}
	p.Steps = steps(most)
	of := owners(all, len(p.Groups))
	for g := range p.Groups {
		p.Groups[g].Marks = make([][]int, len(p.Steps))
		var own []*bin
		for k, b := range all {
			if of[k] == g {
				own = append(own, b)
				s := &p.Groups[g].Marks[stepOf(p.Steps, b.all)]
				*s = append(*s, b.at[0], b.at[1])
			}
		}
		p.Groups[g].Outline = outline(own, g)
	}
}

// owners returns the group of each bin: that with most people there. A group
// that would have no bin has the one with most of its people, unless another
// group would have none then.
func owners(all []*bin, groups int) []int {
	of, count := make([]int, len(all)), make([]int, groups)
	for k, b := range all {
		for g, n := range b.people {
			if n > b.people[of[k]] {
				of[k] = g
			}
		}
		count[of[k]]++
	}
	for g := range groups {
		if count[g] > 0 {
			continue
		}
		best := -1
		for k, b := range all {
			if b.people[g] > 0 && count[of[k]] > 1 && (best < 0 || b.people[g] > all[best].people[g]) {
				best = k
			}
		}
		if best >= 0 {
			count[of[best]]--
			of[best] = g
			count[g]++
		}
	}
	return of
}

// steps returns the least numbers of people of up to five sizes of marks, when
// the fullest bin holds most: 1, 5, and round numbers spread evenly between in
// their order, which is nearly by ratio.
func steps(most int) []int {
	out := []int{1}
	if most >= opinion.SmallGroup {
		out = append(out, opinion.SmallGroup)
	}
	var round []int
	for ten := 10; ten <= most; ten *= 10 {
		for _, n := range []int{ten, 2 * ten, 5 * ten} {
			if 3*n <= 2*most {
				round = append(round, n)
			}
		}
	}
	const more = mostSteps - 2
	if len(round) <= more {
		return append(out, round...)
	}
	for k := 1; k <= more; k++ {
		out = append(out, round[len(round)*k/more-1])
	}
	return out
}

func stepOf(steps []int, n int) int {
	s := len(steps) - 1
	for s > 0 && n < steps[s] {
		s--
	}
	return s
}

// outline returns the corners of the smallest convex shape around the fullest
// hexagons that hold inOutline of a group's people.
func outline(own []*bin, group int) []int {
	own = slices.Clone(own)
	people := 0
	for _, b := range own {
		people += b.people[group]
	}
	slices.SortStableFunc(own, func(a, b *bin) int { return b.people[group] - a.people[group] })
	var corners [][2]int
	held := 0
	for _, b := range own {
		if float64(held) >= float64(inOutline*float64(people)) {
			break
		}
		held += b.people[group]
		x, y := b.at[0]*latticeX, b.at[1]*latticeY
		for _, c := range [][2]int{{4, 3}, {0, 5}, {-4, 3}, {-4, -3}, {0, -5}, {4, -3}} {
			corners = append(corners, [2]int{x + c[0], y + c[1]})
		}
	}
	var out []int
	for _, c := range hull(corners) {
		out = append(out, c[0], c[1])
	}
	return out
}

// hull returns the corners of the smallest convex shape around points, against
// the clock, by Andrew's monotone chain.
func hull(points [][2]int) [][2]int {
	slices.SortFunc(points, func(a, b [2]int) int { return slices.Compare(a[:], b[:]) })
	points = slices.Compact(points)
	if len(points) < 3 {
		return nil
	}
	half := func(out [][2]int) [][2]int {
		for _, c := range points {
			for len(out) >= 2 && turn(out[len(out)-2], out[len(out)-1], c) <= 0 {
				out = out[:len(out)-1]
			}
			out = append(out, c)
		}
		return out[:len(out)-1]
	}
	lower := half(nil)
	slices.Reverse(points)
	return append(lower, half(nil)...)
}

// turn is positive where the way from a over b to c turns left.
func turn(a, b, c [2]int) int {
	return (b[0]-a[0])*(c[1]-a[1]) - (b[1]-a[1])*(c[0]-a[0])
}
