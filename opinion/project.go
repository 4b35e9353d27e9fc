package opinion

import "math"

// A point lies in the plane of the map.
type point struct{ x, y float64 }

// square returns the squared distance of two points.
func (p point) square(q point) float64 {
	dx, dy := p.x-q.x, p.y-q.y
	return float64(dx*dx) + float64(dy*dy)
}

func (p point) distance(q point) float64 { return math.Sqrt(p.square(q)) }

func (p point) length() float64 { return p.distance(point{}) }

// projectPeople returns where each person stands (n). Polis multiplies the
// projection A·w by sqrt(d / V), V being the votes present in the row, so that
// those who voted on little are not drawn to the centre by their missing
// votes. Columns that are not open are zero and present for everybody, so they
// count in both d and V. Where there is no plane, everybody stands at (0, 0).
func projectPeople(a *centred, x axes) []point {
	out := make([]point, len(x.p[0]))
	if x.line {
		return out
	}
	for i := range out {
		present := a.shut
		for _, c := range a.m.row(i) {
			if a.m.kinds[c/3] == Open {
				present++
			}
		}
		stretch := math.Sqrt(float64(a.live) / float64(max(present, 1)))
		out[i] = point{stretch * x.p[0][i], stretch * x.p[1][i]}
	}
	return out
}

// projectStatement returns where a person would stand whose one vote is an
// agreement with statement j: sqrt(d)·(1 - mean_j)·(w₁j, w₂j), or (0, 0).
func projectStatement(a *centred, x axes, j int) point {
	if x.line {
		return point{}
	}
	s := math.Sqrt(float64(a.live)) * (float64(Agree) - a.mean[j])
	return point{s * x.w[0][j], s * x.w[1][j]}
}
