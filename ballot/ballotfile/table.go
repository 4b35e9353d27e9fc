package ballotfile

import (
	"bytes"
	"math/big"
	"slices"
	"strings"

	"penc/ballot"
)

// table reads CSV: a header of identifiers, one row a voter. Cells are 1 (or
// nothing, or 0) where ballots approve, numbers where they give points, places
// from 1 where they rank. Items without a place are not ranked; places may be
// shared and left out. Fields are separated by commas or, where the header has
// none, by semicolons or tabs.
func (r *reader) table(data []byte) {
	if r.kind == 0 {
		r.fault(0, "", KindNeeded, "")
		return
	}
	t := &table{reader: r, rows: rows{data: data, separator: separator(data), limits: r.limits, faults: r.faults}}
	header, line, ok := t.rows.next()
	if !ok {
		return
	}
	for _, id := range header {
		id = strings.Clone(strings.TrimSpace(id))
		r.add(line, "", id, "", nil)
	}
	if len(r.faults.List) > 0 || len(header) == 0 {
		return
	}
	r.b = ballot.NewBuilder(r.kind, r.list)
	t.known = map[string]*big.Rat{}
	empty := 0 // first of the empty lines before this one
	for {
		fields, line, ok := t.rows.next()
		switch {
		case !ok:
			return
		case len(fields) == 0:
			if empty == 0 {
				empty = line
			}
			continue
		case empty > 0:
			r.fault(empty, "", EmptyLine, "")
			empty = 0
		}
		t.row(line, fields)
	}
}

// separator returns what separates the fields of the header.
func separator(data []byte) byte {
	header, _, _ := bytes.Cut(data, []byte{'\n'})
	for _, c := range []byte(",;\t") {
		if bytes.IndexByte(header, c) >= 0 {
			return c
		}
	}
	return ','
}

type table struct {
	*reader
	rows    rows
	known   map[string]*big.Rat // numbers read before, by their text
	items   []int
	numbers []*big.Rat
	ranks   []int
}

func (t *table) row(line int, fields []string) {
	if len(fields) != len(t.list) {
		t.fault(line, "", FieldCount, strings.Join(fields, string(t.rows.separator)))
		return
	}
	t.items, t.numbers, t.ranks = t.items[:0], t.numbers[:0], t.ranks[:0]
	sound := true
	for i, cell := range fields {
		cell = strings.TrimSpace(cell)
		if cell == "" {
			continue
		}
		if reason := t.cell(i, cell); reason != "" {
			t.fault(line, t.list[i].ID, reason, cell)
			sound = false
		}
	}
	if !sound || !t.voted(line, 1) {
		return
	}
	switch t.kind {
	case ballot.Approval:
		t.b.Approve(1, t.items...)
	case ballot.Scores:
		t.b.Score(1, t.items, t.numbers)
	case ballot.Ranking:
		t.b.Rank(1, t.places()...)
	}
}

// cell reads what stands in the column of item i. The reason is empty if it is
// sound.
func (t *table) cell(i int, cell string) (reason string) {
	switch t.kind {
	case ballot.Approval:
		if cell != "0" && cell != "1" {
			return NotMark
		}
		if cell == "1" {
			t.items = append(t.items, i)
		}
	case ballot.Scores:
		x := t.known[cell]
		if x == nil {
			if x, reason = decimal(cell); reason != "" {
				return reason
			}
			t.known[strings.Clone(cell)] = x
		}
		t.items, t.numbers = append(t.items, i), append(t.numbers, x)
	case ballot.Ranking:
		place, reason := whole(cell)
		if reason != "" || place == 0 {
			return NotPlace
		}
		t.items, t.ranks = append(t.items, i), append(t.ranks, place)
	}
	return ""
}

// places returns the items of a row by their places, best first.
func (t *table) places() [][]int {
	order := make([]int, len(t.items))
	for j := range order {
		order[j] = j
	}
	slices.SortStableFunc(order, func(a, b int) int { return t.ranks[a] - t.ranks[b] })
	var places [][]int
	last := 0
	for _, j := range order {
		if t.ranks[j] != last {
			places = append(places, nil)
			last = t.ranks[j]
		}
		places[len(places)-1] = append(places[len(places)-1], t.items[j])
	}
	return places
}
