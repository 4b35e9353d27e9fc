package opinion

import "sync"

// sparse is AᵀA of the centred votes without being written out: it takes two
// passes over the votes for a product. It serves where there are too many
// statements, or too many votes a person, for [pairs].
type sparse struct {
	m     *Matrix
	value []float64 // 3d: what a vote becomes, by its code in the matrix
	out   []bool    // n: people left out; nil for none
}

func (s sparse) times(out, v [][]float64) {
	x, y := v[0], v[len(v)-1]
	gather := make([][2]float64, len(s.value))
	for c, a := range s.value {
		gather[c] = [2]float64{a * x[c/3], a * y[c/3]}
	}
	n := len(s.m.start) - 1
	var scatter [2][][2]float64
	var wait sync.WaitGroup
	for h, span := range [2][2]int{{0, n / 2}, {n / 2, n}} {
		wait.Go(func() {
			sum := make([][2]float64, len(gather))
			for i := span[0]; i < span[1]; i++ {
				if s.out != nil && s.out[i] {
					continue
				}
				row := s.m.row(i)
				var a, b float64
				for _, c := range row {
					g := &gather[c]
					a += g[0]
					b += g[1]
				}
				for _, c := range row {
					g := &sum[c]
					g[0] += a
					g[1] += b
				}
			}
			scatter[h] = sum
		})
	}
	wait.Wait()
	for j := range out[0] {
		var a, b float64
		for c := 3 * j; c < 3*j+3; c++ {
			p, q := scatter[0][c], scatter[1][c]
			a += float64(s.value[c] * (p[0] + q[0]))
			b += float64(s.value[c] * (p[1] + q[1]))
		}
		out[0][j], out[len(out)-1][j] = a, b
	}
}
