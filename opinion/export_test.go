package opinion

import "sync"

// A Stage is one part of a result, for a benchmark.
type Stage struct {
	Name string
	// Bytes is the least that has to be read: the votes as often as the stage
	// needs them, and tables once.
	Bytes int
	Run   func()
}

// Stages returns the parts of a result of penc/1 and of its figures in their
// order, after one that does nothing but read the votes.
func Stages(m *Matrix) []Stage {
	const vote, cell = 4, 16
	votes, table := vote*len(m.code), cell*m.cols*(m.cols+1)/2
	a := centre(m)
	folds := countPairs(m)
	r := penc1(m, folds, Options{})
	placed := placedRows(m, a.live, nil, nil)
	s := &survey{m: m, folds: folds, a: a, placed: placed}
	s.findAxes()
	f := newFrame(s.axes, a.value)
	everybody := make([]int, len(r.People))
	for i := range everybody {
		everybody[i] = i
	}
	for _, i := range placed {
		s.points = append(s.points, point{r.People[i].X, r.People[i].Y})
	}
	in := Standing{Groups: r.K, Group: make([]int, len(r.People))}
	for i, p := range r.People {
		in.Group[i] = p.Group
	}
	return []Stage{
		{"read", votes, func() { readVotes(m) }},
		{"count", votes, func() { centre(m) }},
		{"pairs", votes + (tenths+1)*table, func() { countPairs(m) }},
		{"axes", table, func() { s.findAxes() }},
		{"positions", votes, func() { heard := f.hearAll(m, everybody); f.settle(heard) }},
		{"groups", 16 * len(s.points), func() { s.group() }},
		{"tables", votes, func() { out := r; out.fill(m, a) }},
		{"figures", votes, func() {
			if _, err := FiguresOf(m, in); err != nil {
				panic(err)
			}
		}},
	}
}

// readVotes adds all votes up on two processors.
func readVotes(m *Matrix) (sum [2]int32) {
	var wait sync.WaitGroup
	for h, span := range halves(len(m.code)) {
		wait.Go(func() {
			var s [4]int32
			codes := m.code[span[0]:span[1]]
			for len(codes) >= 4 {
				s[0] += codes[0]
				s[1] += codes[1]
				s[2] += codes[2]
				s[3] += codes[3]
				codes = codes[4:]
			}
			sum[h] = s[0] + s[1] + s[2] + s[3]
		})
	}
	wait.Wait()
	return sum
}
