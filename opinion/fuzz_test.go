package opinion_test

import (
	"encoding/json"
	"reflect"
	"slices"
	"testing"

	"penc/opinion"
)

// FuzzCompute draws a map of whatever votes: the first bytes are the numbers of
// people and statements (divided by 256 without rest, so that there can be many of
// either), then each three are a person, a statement and a vote, or how a statement
// is moderated. What comes out is finite and holds together, by both methods, and
// does not depend on the order of the votes.
func FuzzCompute(f *testing.F) {
	votes := func(n, d byte, cell func(i, j int) byte) []byte {
		data := []byte{n, 0, d, 0}
		for i := range int(n) {
			for j := range int(d) {
				data = append(data, byte(i), byte(j), cell(i, j))
			}
		}
		return data
	}
	f.Add([]byte{})
	f.Add([]byte{5, 0, 5, 0})                                                             // no votes
	f.Add(votes(1, 20, func(_, j int) byte { return byte(j % 3) }))                       // one person
	f.Add(votes(20, 1, func(i, _ int) byte { return byte(i % 3) }))                       // one statement
	f.Add(votes(20, 10, func(int, int) byte { return 1 }))                                // all pass
	f.Add(votes(20, 10, func(int, int) byte { return 2 }))                                // all equal
	f.Add(votes(20, 10, func(i, j int) byte { return byte((i%2 + j) % 3) }))              // two people, ten times each
	f.Add(votes(20, 10, func(i, j int) byte { return byte(1 + i*j%5) }))                  // some moderated
	f.Add(append([]byte{3, 0, 0x88, 0x13}, votes(3, 30, mixed)[4:]...))                   // 5,000 statements with 3 people
	f.Add(votes(40, 12, func(i, j int) byte { return byte((i / 20 * 2) ^ (j & 1 * 2)) })) // two groups
	f.Fuzz(func(t *testing.T, data []byte) {
		if len(data) < 4 {
			data = slices.Repeat(data, 4)
		}
		if len(data) < 4 {
			return
		}
		n, d := (int(data[0])+256*int(data[1]))%300, (int(data[2])+256*int(data[3]))%6000
		if n*d == 0 {
			n, d = min(n, 10), min(d, 10)
		}
		m, other := fuzzed(n, d, data[4:], false), fuzzed(n, d, data[4:], true)
		for _, method := range []string{opinion.Penc1, opinion.Polis1} {
			r := opinion.Compute(m, opinion.Options{Method: method})
			if r.K > 0 {
				sound(t, m, r)
			}
			if _, err := json.Marshal(r); err != nil {
				t.Fatalf("%s: not a number: %v", method, err)
			}
			if !reflect.DeepEqual(r, opinion.Compute(other, opinion.Options{Method: method})) {
				t.Fatalf("%s: the order of votes matters", method)
			}
			in := opinion.Standing{Groups: len(r.Groups), Group: make([]int, n)}
			for i, p := range r.People {
				in.Group[i] = p.Group
			}
			figures, err := opinion.FiguresOf(m, in)
			if err != nil {
				t.Fatal(err)
			}
			for _, v := range []any{figures, figures.Public(), opinion.AlikeOf(m, in, opinion.AlikeOptions{})} {
				if _, err := json.Marshal(v); err != nil {
					t.Fatalf("%s: not a number: %v", method, err)
				}
			}
		}
	})
}

func mixed(i, j int) byte { return byte((i*7 + j*j) % 3) }

// fuzzed returns the votes that the bytes tell, the last one of each person on each
// statement; backwards they come in another order.
func fuzzed(n, d int, data []byte, backwards bool) *opinion.Matrix {
	b := opinion.NewBuilder(n, d)
	if n == 0 || d == 0 {
		return b.Matrix()
	}
	last := map[[2]int]opinion.Vote{}
	var order [][2]int
	for c := range slices.Chunk(data, 3) {
		if len(c) < 3 {
			break
		}
		i, j := int(c[0])%n, int(c[1])%d
		switch v := int(c[2]) % 8; v {
		case 0, 1, 2:
			if _, voted := last[[2]int{i, j}]; !voted {
				order = append(order, [2]int{i, j})
			}
			last[[2]int{i, j}] = opinion.Vote(v - 1)
		case 3:
			b.SetKind(j, opinion.Meta)
		case 4:
			b.SetKind(j, opinion.Out)
		default:
			b.SetKind(j, opinion.Open)
		}
	}
	if backwards {
		slices.Reverse(order)
	}
	for _, at := range order {
		b.Vote(at[0], at[1], last[at])
	}
	return b.Matrix()
}
