package routing

import "math"

// A cov is a symmetric matrix of two rows: xx, xy, yy.
type cov [3]float64

// inverse returns the inverse, for a positive definite matrix.
func (a cov) inverse() cov {
	det := float64(a[0]*a[2]) - float64(a[1]*a[1])
	return cov{a[2] / det, -a[1] / det, a[0] / det}
}

func (a cov) times(v [2]float64) [2]float64 {
	return [2]float64{float64(a[0]*v[0]) + float64(a[1]*v[1]), float64(a[1]*v[0]) + float64(a[2]*v[1])}
}

// around returns a·b·a.
func (a cov) around(b cov) cov {
	x, y := a.times([2]float64{b[0], b[1]}), a.times([2]float64{b[1], b[2]}) // the columns of a·b
	return cov{
		float64(x[0]*a[0]) + float64(y[0]*a[1]),
		float64(x[0]*a[1]) + float64(y[0]*a[2]),
		float64(x[1]*a[1]) + float64(y[1]*a[2]),
	}
}

// trace returns the trace of a·b.
func (a cov) trace(b cov) float64 {
	return float64(a[0]*b[0]) + float64(2*float64(a[1]*b[1])) + float64(a[2]*b[2])
}

func (a *cov) add(by float64, v [2]float64) {
	a[0] += float64(by * float64(v[0]*v[0]))
	a[1] += float64(by * float64(v[0]*v[1]))
	a[2] += float64(by * float64(v[1]*v[1]))
}

func (a cov) scaled(by float64) cov {
	return cov{float64(a[0] * by), float64(a[1] * by), float64(a[2] * by)}
}

func (a cov) plus(b cov) cov { return cov{a[0] + b[0], a[1] + b[1], a[2] + b[2]} }

// root returns the square root of a positive semidefinite matrix.
func (a cov) root() cov {
	det := math.Sqrt(max(0, float64(a[0]*a[2])-float64(a[1]*a[1])))
	t := math.Sqrt(a[0] + a[2] + float64(2*det))
	if t == 0 {
		return cov{}
	}
	return cov{(a[0] + det) / t, a[1] / t, (a[2] + det) / t}
}
