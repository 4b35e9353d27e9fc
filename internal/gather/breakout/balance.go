package breakout

import (
	"cmp"
	"maps"
	"slices"

	"penc/internal/ground/ref"
	"penc/opinion"
)

// Balance returns, room by room, what those who are present are shown of the
// groups in it. Without are the people who are in no room yet, by group: with
// them the totals of the groups are known to everybody, as those of the rooms
// are, so a cell is hidden too if one of few people would follow from it.
func Balance(rooms []Room, without map[ref.ID]int) [][]Share {
	groups := map[ref.ID]bool{}
	rows := make([]map[ref.ID]int, 0, len(rooms)+1)
	for _, r := range rooms {
		rows = append(rows, r.ByGroup)
	}
	rows = append(rows, without)
	for _, row := range rows {
		for g := range row {
			groups[g] = true
		}
	}
	order := slices.Sorted(maps.Keys(groups))
	cells := make([][]int, len(rows))
	for i, row := range rows {
		for _, g := range order {
			cells[i] = append(cells[i], row[g])
		}
	}
	hidden := hide(cells)
	out := make([][]Share, len(rooms))
	for i, r := range rooms {
		unsaid := map[ref.ID]bool{}
		for j, g := range order {
			unsaid[g] = hidden[i][j]
		}
		out[i] = r.shares(unsaid)
	}
	return out
}

// hide says which cells of a table, whose margins are known, may not be shown. The
// last row is shown nowhere, nor are empty cells.
//
// Cells about few people are hidden. In each row and column that has such a cell the
// next smallest ones are too, until at least two cells and opinion.SmallGroup people
// are behind what is left unsaid there. Then each small cell gets a witness: two
// people of different rooms and groups who could change places, so that the cell has
// another number while every margin and all that is shown stays as it is. So whoever
// sees all that cannot tell the number in the cell, unless the margins alone do.
func hide(cells [][]int) [][]bool {
	hidden := make([][]bool, len(cells))
	var small []place
	for i, row := range cells {
		hidden[i] = make([]bool, len(row))
		for j, n := range row {
			few := n > 0 && n < opinion.SmallGroup
			if hidden[i][j] = few || i == len(cells)-1; few {
				small = append(small, place{i, j})
			}
		}
	}
	for _, at := range small {
		row, column := make([]place, len(cells[0])), make([]place, len(cells))
		for j := range row {
			row[j] = place{at.row, j}
		}
		for i := range column {
			column[i] = place{i, at.column}
		}
		complete(cells, hidden, row)
		complete(cells, hidden, column)
	}
	for _, at := range small {
		witness(cells, hidden, at)
	}
	return hidden
}

type place struct{ row, column int }

// complete hides more cells of a line, the smallest first, until two cells and
// opinion.SmallGroup people are hidden in it, as far as there are any.
func complete(cells [][]int, hidden [][]bool, line []place) {
	count, people := 0, 0
	var shown []place
	for _, at := range line {
		switch n := cells[at.row][at.column]; {
		case n == 0:
		case hidden[at.row][at.column]:
			count++
			people += n
		default:
			shown = append(shown, at)
		}
	}
	slices.SortStableFunc(shown, func(a, b place) int {
		return cmp.Compare(cells[a.row][a.column], cells[b.row][b.column])
	})
	for _, at := range shown {
		if count >= 2 && people >= opinion.SmallGroup {
			break
		}
		hidden[at.row][at.column] = true
		count++
		people += cells[at.row][at.column]
	}
}

// witness hides the other corners of a rectangle around which one person can be
// moved without changing a margin, so that a cell has another number. Of all such
// rectangles it takes the one of which the fewest people have to be hidden.
func witness(cells [][]int, hidden [][]bool, at place) {
	cost := func(i, j int) int {
		if hidden[i][j] || cells[i][j] == 0 {
			return 0
		}
		return cells[i][j]
	}
	best, to := -1, place{}
	for i, row := range cells {
		for j, n := range row {
			if i == at.row || j == at.column || n == 0 && (cells[at.row][j] == 0 || cells[i][at.column] == 0) {
				continue
			}
			if sum := cost(i, j) + cost(at.row, j) + cost(i, at.column); best < 0 || sum < best {
				best, to = sum, place{i, j}
			}
		}
	}
	if best > 0 {
		hidden[to.row][to.column], hidden[at.row][to.column], hidden[to.row][at.column] = true, true, true
	}
}
