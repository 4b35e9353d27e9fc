package conversationweb

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/a-h/templ"

	"penc/internal/deliberate/conversation"
	"penc/internal/ground/lang"
	"penc/internal/platform/web"
	"penc/internal/platform/web/webtest"
)

// TestTheCrossTableIsRounded: what is shown is rounded, and who is nowhere or in a few
// is not told apart.
func TestTheCrossTableIsRounded(t *testing.T) {
	c := web.NewCatalogue()
	if err := c.Add("conversation", words); err != nil {
		t.Fatal(err)
	}
	few := conversation.Headcount{Hidden: true}
	k := conversation.Stakes{Declared: conversation.Rough{People: []int{20, 10}, Within: [][]conversation.Headcount{{{People: 15}, few, {People: 5}}, {few, {People: 10}, few}}}}
	r := reading{There: true, Groups: []string{"Users", "Press"}, Stakes: k}
	g := groupsPage{resultsPage: resultsPage{Page: web.Page{Speaker: web.NewSpeaker(c, lang.English)}, Reading: r}}.crossTable()
	var got [][]string
	for _, row := range g.Rows {
		got = append(got, []string{row[1].Text, row[2].Text})
	}
	want := [][]string{{"about 15", "under 5"}, {"under 5", "about 10"}, {"about 5", "under 5"}}
	if !reflect.DeepEqual(got, want) || len(g.Columns) != 3 {
		t.Errorf("%q, want %q", got, want)
	}
	k.Declared.Within[0][2] = few // hardly anybody is nowhere
	if g := (groupsPage{resultsPage: resultsPage{Page: web.Page{Speaker: web.NewSpeaker(c, lang.English)}, Reading: r}}).crossTable(); len(g.Rows) != 2 {
		t.Errorf("%d rows, want 2", len(g.Rows))
	}
}

// TestASmallGroupHasNoSize: neither the sentence nor the drawing nor the table says how
// many people are in an opinion group that is too small.
func TestASmallGroupHasNoSize(t *testing.T) {
	r, board := fullReading()
	r.Chart.Opinion = slices.Clone(r.Chart.Opinion)
	r.Chart.Opinion[1].Headcount = conversation.Headcount{Hidden: true}
	webtest.Pages(t, "conversation", words, func(p web.Page) map[string]templ.Component {
		page := resultsPage{Page: p, Place: fullPlace(), Board: board, Reading: r}
		for what, text := range map[string]string{"sentence": page.sentence(), "drawing": page.drawing(), "table": fmt.Sprint(page.groupTable().Rows[1][1])} {
			if strings.Contains(text, "B with 0") || strings.Contains(text, "Group B, 0") || strings.Contains(text, "{0") {
				t.Errorf("the %s tells a size: %s", what, text)
			}
		}
		return map[string]templ.Component{"few": resultPage(page)}
	})
}
