package ui

import (
	"strings"
	"unicode"
)

// piece is a run of words that both texts have, or that only one has.
type piece struct {
	text    string
	differs bool
}

// diffLimit bounds the table of compare: longer texts are compared by line.
const diffLimit = 4_000_000

// compare marks in two texts the words that are not in their longest common
// sequence. Each result, joined, is the text that went in.
func compare(a, b string) (mine, theirs []piece) {
	as, bs := words(a), words(b)
	if len(as)*len(bs) > diffLimit {
		as, bs = strings.SplitAfter(a, "\n"), strings.SplitAfter(b, "\n")
	}
	if len(as)*len(bs) > diffLimit {
		return []piece{{a, a != b}}, []piece{{b, a != b}}
	}
	inA, inB := common(as, bs)
	return join(as, inA), join(bs, inB)
}

// words cuts a text behind each run of white space, so that joining the parts
// gives the text again.
func words(s string) []string {
	var parts []string
	start, space := 0, false
	for i, r := range s {
		if unicode.IsSpace(r) {
			space = true
		} else if space {
			parts = append(parts, s[start:i])
			start, space = i, false
		}
	}
	if start < len(s) {
		parts = append(parts, s[start:])
	}
	return parts
}

// common says which words of each side belong to a longest common sequence.
func common(a, b []string) (inA, inB []bool) {
	length := make([][]int32, len(a)+1)
	for i := range length {
		length[i] = make([]int32, len(b)+1)
	}
	for i := len(a) - 1; i >= 0; i-- {
		for j := len(b) - 1; j >= 0; j-- {
			if same(a[i], b[j]) {
				length[i][j] = length[i+1][j+1] + 1
			} else {
				length[i][j] = max(length[i+1][j], length[i][j+1])
			}
		}
	}
	inA, inB = make([]bool, len(a)), make([]bool, len(b))
	for i, j := 0, 0; i < len(a) && j < len(b); {
		switch {
		case same(a[i], b[j]):
			inA[i], inB[j] = true, true
			i++
			j++
		case length[i+1][j] >= length[i][j+1]:
			i++
		default:
			j++
		}
	}
	return inA, inB
}

func same(a, b string) bool {
	return a == b || strings.TrimSpace(a) == strings.TrimSpace(b)
}

func join(parts []string, shared []bool) []piece {
	var ps []piece
	for i, p := range parts {
		if n := len(ps); n > 0 && ps[n-1].differs == !shared[i] {
			ps[n-1].text += p
			continue
		}
		ps = append(ps, piece{p, !shared[i]})
	}
	return ps
}
