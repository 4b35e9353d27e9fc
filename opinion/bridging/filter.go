package bridging

import "penc/opinion"

// values are the ratings that the three votes stand for, by vote + 1.
var values = [4]float64{0, 0.5, 1, 0}

// A sample is the ratings that take part, with raters and statements renumbered
// without gaps in their order.
type sample struct {
	raters, statements []int     // row and column in the matrix
	start              []int     // U+1: rater u has code[start[u]:start[u+1]]
	code               []uint32  // one rating: statement·4 + vote + 1
	weight             []float64 // U, of a rater
	count              []int     // N, ratings of a statement

	ratings float64 // W, the sum of weight over ratings
	mass    float64 // V, the sum of weight over raters
}

// filter keeps statements with enough ratings, then raters with enough ratings
// of those, in one pass: a statement may be left with fewer. Statements that
// nobody is left to have rated are out.
func filter(m *opinion.Matrix, weights []float64) *sample {
	n, d := m.Dims()
	s := &sample{count: make([]int, d)}
	enough := make([]bool, d)
	votes := make([]int, d)
	for i := range n {
		if weightOf(weights, i) > 0 {
			for _, c := range m.Codes(i) {
				votes[c/3]++
			}
		}
	}
	for j, v := range votes {
		enough[j] = v >= MinOfStatement
	}
	kept := 0
	for i := range n {
		if weightOf(weights, i) > 0 {
			if k := among(m.Codes(i), enough); k >= MinOfRater {
				s.raters = append(s.raters, i)
				kept += k
			}
		}
	}
	s.keep(m, enough, kept)
	s.weigh(weights)
	return s
}

// among counts the ratings of statements that have enough.
func among(codes []int32, enough []bool) int {
	k := 0
	for _, c := range codes {
		if enough[c/3] {
			k++
		}
	}
	return k
}

// keep copies the ratings of the raters who take part, and renumbers statements.
func (s *sample) keep(m *opinion.Matrix, enough []bool, kept int) {
	for _, i := range s.raters {
		for _, c := range m.Codes(i) {
			s.count[c/3]++
		}
	}
	number := make([]uint32, len(enough))
	to := 0
	for j := range enough {
		if enough[j] && s.count[j] > 0 {
			number[j] = uint32(len(s.statements))
			s.statements = append(s.statements, j)
			s.count[to] = s.count[j]
			to++
		}
	}
	s.count = s.count[:to:to]
	s.code = make([]uint32, 0, kept)
	s.start = make([]int, 1, len(s.raters)+1)
	for _, i := range s.raters {
		for _, c := range m.Codes(i) {
			if j := c / 3; enough[j] {
				s.code = append(s.code, number[j]<<2|uint32(c%3))
			}
		}
		s.start = append(s.start, len(s.code))
	}
}

// weigh gives raters their weights, divided by the mean so that sizes stay
// comparable.
func (s *sample) weigh(weights []float64) {
	s.weight = make([]float64, len(s.raters))
	sum := 0.0
	for u, i := range s.raters {
		s.weight[u] = weightOf(weights, i)
		sum += s.weight[u]
	}
	mean := sum / float64(max(len(s.raters), 1))
	for u := range s.weight {
		if weights != nil {
			s.weight[u] /= mean
		}
		s.mass += s.weight[u]
		s.ratings += float64(s.weight[u] * float64(s.start[u+1]-s.start[u]))
	}
}

func weightOf(weights []float64, i int) float64 {
	if weights == nil {
		return 1
	}
	return weights[i]
}

func (s *sample) row(u int) []uint32 { return s.code[s.start[u]:s.start[u+1]] }
