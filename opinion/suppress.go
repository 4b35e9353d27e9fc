package opinion

import (
	"fmt"
	"slices"
)

// SmallGroup is the number of people from which figures about a group may be
// shown. Figures about fewer are suppressed, here and nowhere else.
const SmallGroup = 5

// Suppress says which cells of a row may not be shown. cells are the numbers of
// people behind each; their total is shown beside them, unless all is true.
//
// A cell of 1 to 4 people is withheld. Whoever subtracts the others from the total
// learns how many people are behind the withheld cells together, and that tells
// each of them if there is one alone, or if they are all of one person or all of
// four. Then, and where fewer than five people are behind them, the cells with the
// next smallest number are withheld too, all that have it; empty cells come last.
// If there are none, or fewer than five people in all, then all is true: nothing is
// shown, and the total neither.
//
// What holds afterwards for whoever sees the shown cells and the total, knows this
// rule and reasons perfectly: each withheld cell has two possible numbers at least.
// If only small ones are withheld, all numbers from 1 to 4 with their sum are shown
// alike. If others are too, they differ from the small ones, and any two withheld
// cells could have changed places, because the rule looks at numbers and never at
// whose they are. If all is true, each cell can be any number from 1 to 4.
//
// That needs a reader who sees every cell that was given here: a page that leaves
// empty ones out must not give them either. And it promises nothing against people
// who know more: that a cell is no larger than some other figure, who is behind
// it, or another row of the same people; [SuppressTables] is for those. It panics
// on a negative cell.
func Suppress(cells []int) (hidden []bool, all bool) {
	hidden = make([]bool, len(cells))
	small, people, next := 0, 0, 0
	for k, n := range cells {
		switch {
		case n < 0:
			panic(fmt.Sprintf("opinion: cell of %d people", n))
		case n >= SmallGroup && (next == 0 || n < next):
			next = n
		case n > 0 && n < SmallGroup:
			hidden[k] = true
			small++
			people += n
		}
	}
	room := people > small && people < small*(SmallGroup-1)
	if small == 0 || room && people >= SmallGroup {
		return hidden, false
	}
	if next == 0 && people < SmallGroup || !slices.Contains(cells, next) {
		return slices.Repeat([]bool{true}, len(cells)), true
	}
	for k, n := range cells {
		hidden[k] = hidden[k] || n == next
	}
	return hidden, false
}
