package conversationweb

import (
	"cmp"
	"slices"

	"penc/internal/deliberate/conversation"
	"penc/internal/platform/web/ui"
)

// maxSigns bounds how many signs a map draws: beyond it a phone would load the
// page for too long, and signs would only lie on each other.
const maxSigns = 1200

// grain is the width of the squares, in units of the map, within which people of
// one group share a sign.
const grain = 0.02

// plot turns the dots of a map into a drawing, with an outline around each
// group, and reports whether some signs stand for several people.
func plot(label string, c conversation.Chart, you *conversation.Dot) (p ui.Plot, merged bool) {
	p.Label = label
	groups := make([][]ui.Point, len(c.Result.Groups))
	for _, d := range c.Dots {
		if d.Group >= 0 && d.Group < len(groups) {
			groups[d.Group] = append(groups[d.Group], ui.Point{X: d.X, Y: d.Y})
		}
	}
	for i, all := range groups {
		signs := thin(all, max(1, maxSigns*len(all)/max(1, len(c.Dots))))
		merged = merged || len(signs) < len(all)
		p.Groups = append(p.Groups, ui.PlotGroup{Letter: letter(i), People: signs, Hull: hull(all)})
	}
	if you != nil {
		p.You = &ui.Point{X: you.X, Y: you.Y}
	}
	return p, merged
}

// thin keeps one point of each square, and of those at most n, evenly taken.
func thin(all []ui.Point, n int) []ui.Point {
	seen := map[[2]int]bool{}
	var kept []ui.Point
	for _, p := range all {
		square := [2]int{int(p.X/grain + 1000), int(p.Y/grain + 1000)}
		if !seen[square] {
			seen[square] = true
			kept = append(kept, p)
		}
	}
	if len(kept) <= n {
		return kept
	}
	out := make([]ui.Point, n)
	for i := range out {
		out[i] = kept[i*len(kept)/n]
	}
	return out
}

// hull returns the corners of the smallest convex outline around points, against
// the clock, by Andrew's monotone chain; none for fewer than three corners.
func hull(all []ui.Point) []ui.Point {
	points := slices.Clone(all)
	slices.SortFunc(points, func(a, b ui.Point) int { return cmp.Or(cmp.Compare(a.X, b.X), cmp.Compare(a.Y, b.Y)) })
	points = slices.Compact(points)
	if len(points) < 3 {
		return nil
	}
	half := func(in []ui.Point) []ui.Point {
		var out []ui.Point
		for _, p := range in {
			for len(out) >= 2 && turn(out[len(out)-2], out[len(out)-1], p) <= 0 {
				out = out[:len(out)-1]
			}
			out = append(out, p)
		}
		return out[:len(out)-1]
	}
	lower := half(points)
	slices.Reverse(points)
	out := append(lower, half(points)...)
	if len(out) < 3 {
		return nil
	}
	return out
}

// turn is positive where the way from a over b to c turns left.
func turn(a, b, c ui.Point) float64 { return (b.X-a.X)*(c.Y-a.Y) - (b.Y-a.Y)*(c.X-a.X) }
