package opinion

import (
	"cmp"
	"fmt"
	"slices"
)

// SmallGroup is the number of people from which figures about a group may be
// shown. Figures about fewer are suppressed, here and nowhere else.
const SmallGroup = 5

// Suppress says which cells of a table may not be shown. cells are the numbers
// of people behind each, next to a total that is known to the reader.
//
// A cell of 1 to 4 people is hidden; an empty cell is about nobody and is
// shown. What is hidden can be read off the total by subtraction, so the next
// smallest cells are hidden as well until at least two cells and at least five
// people are behind what is left unsaid. When there are not enough cells for
// that, everything is hidden and all is true: then the total itself must not
// be shown either. It panics on a negative cell.
func Suppress(cells []int) (hidden []bool, all bool) {
	hidden = make([]bool, len(cells))
	var order []int // of cells with people
	for k, n := range cells {
		if n < 0 {
			panic(fmt.Sprintf("opinion: cell of %d people", n))
		}
		if n > 0 {
			order = append(order, k)
		}
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(cells[a], cells[b]) })
	count, people := 0, 0
	for _, k := range order {
		small := cells[k] < SmallGroup
		open := count > 0 && (count < 2 || people < SmallGroup)
		if !small && !open {
			break
		}
		hidden[k] = true
		count++
		people += cells[k]
	}
	return hidden, count > 0 && (count < 2 || people < SmallGroup)
}
