package conversationweb

import (
	"reflect"
	"testing"

	"penc/internal/deliberate/conversation"
	"penc/internal/ground/lang"
	"penc/internal/platform/web"
)

// crossOf returns the texts of the table of who is in which, its head first; the
// first cell of each line is left out.
func crossOf(t *testing.T, stakes []string, rows ...conversation.CrossingRow) [][]string {
	t.Helper()
	c := web.NewCatalogue()
	if err := c.Add("conversation", words); err != nil {
		t.Fatal(err)
	}
	r := reading{There: true, Groups: stakes, Chart: conversation.Chart{Crossing: conversation.Crossing{Rows: rows}}}
	g := groupsPage{resultsPage: resultsPage{Page: web.Page{Speaker: web.NewSpeaker(c, lang.English)}, Reading: r}}.crossTable()
	head := []string{}
	for _, column := range g.Columns[1:] {
		head = append(head, column.Label)
	}
	out := [][]string{head}
	for _, row := range g.Rows {
		line := []string{}
		for _, cell := range row[1:] {
			line = append(line, cell.Text)
		}
		out = append(out, line)
	}
	return out
}

// TestTheCrossTableLeavesOutWhereNobodyIs: who declared no group and who is on no
// place of the map are told of where there is somebody, or where it is not shown
// whether there is.
func TestTheCrossTableLeavesOutWhereNobodyIs(t *testing.T) {
	n := func(people int) conversation.Headcount { return conversation.Headcount{People: people} }
	few := conversation.Headcount{Hidden: true}
	row := func(all conversation.Headcount, stakes ...conversation.Headcount) conversation.CrossingRow {
		return conversation.CrossingRow{All: all, Stakes: stakes}
	}
	got := crossOf(t, []string{"Users", "Press", "None"},
		row(n(20), n(20), few, few), row(n(0), few, few, few), row(n(20), n(20), n(0), n(0)))
	want := [][]string{{"Users", "Press", "Together"}, {"20", "0", "20"}, {"20", "0", "20"}}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("nobody: %q, want %q", got, want)
	}
	got = crossOf(t, []string{"Users", "None"},
		row(n(20), n(10), n(10)), row(few, few, few), row(few, few, few))
	want = [][]string{
		{"Users", "None", "Together"},
		{"10", "10", "20"},
		{"too few to show", "too few to show", "too few to show"},
		{"too few to show", "too few to show", "too few to show"},
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("hidden: %q, want %q", got, want)
	}
}
