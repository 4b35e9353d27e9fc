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
// are, so a cell is hidden too if it would follow from its row or its column.
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

// hide says which cells of a table, whose margins are known, may not be shown:
// those about few people, and in each row and column that has such a cell the
// next smallest ones, until at least two cells and opinion.SmallGroup people are
// behind what is left unsaid there. Hiding in a row may open a column and the
// other way round, so it is repeated until nothing changes.
func hide(cells [][]int) [][]bool {
	hidden := make([][]bool, len(cells))
	for i, row := range cells {
		hidden[i] = make([]bool, len(row))
		for j, n := range row {
			hidden[i][j] = n > 0 && n < opinion.SmallGroup
		}
	}
	if len(cells) == 0 {
		return hidden
	}
	for changed := true; changed; {
		changed = false
		for i := range cells {
			line := make([]place, len(cells[i]))
			for j := range cells[i] {
				line[j] = place{i, j}
			}
			changed = complete(cells, hidden, line) || changed
		}
		for j := range cells[0] {
			line := make([]place, len(cells))
			for i := range cells {
				line[i] = place{i, j}
			}
			changed = complete(cells, hidden, line) || changed
		}
	}
	return hidden
}

type place struct{ row, column int }

// complete hides more cells of a line with a hidden one, the smallest first, until
// the hidden ones cannot be read off its sum. It reports whether it hid any.
func complete(cells [][]int, hidden [][]bool, line []place) (changed bool) {
	count, people := 0, 0
	var shown []place
	for _, at := range line {
		switch n := cells[at.row][at.column]; {
		case hidden[at.row][at.column]:
			count++
			people += n
		case n > 0:
			shown = append(shown, at)
		}
	}
	slices.SortStableFunc(shown, func(a, b place) int {
		return cmp.Compare(cells[a.row][a.column], cells[b.row][b.column])
	})
	for _, at := range shown {
		if count == 0 || count >= 2 && people >= opinion.SmallGroup {
			break
		}
		hidden[at.row][at.column], changed = true, true
		count++
		people += cells[at.row][at.column]
	}
	return changed
}
