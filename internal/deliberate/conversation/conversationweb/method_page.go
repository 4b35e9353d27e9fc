package conversationweb

import (
	"strconv"

	"penc/internal/platform/web"
	"penc/internal/platform/web/ui"
	"penc/opinion"
)

// methodPage says how the results were computed, and how to compute them again.
type methodPage struct {
	resultsPage
}

func (f face) method(a *web.Ask) error {
	at, err := f.at(a)
	if err != nil {
		return err
	}
	r, err := f.reading(a, at)
	if err != nil {
		return err
	}
	results, err := f.resultsPage(a, at, r, a.T("conversation.method.title"))
	if err != nil {
		return err
	}
	return a.Render(methodView(methodPage{results}))
}

// facts are what the results rest on.
func (p methodPage) facts() []ui.Fact {
	c := p.Reading.Chart
	var out []ui.Fact
	add := func(term, text string) {
		out = append(out, ui.Fact{Term: p.T("conversation.method." + term), Text: text})
	}
	add("name", c.Method)
	add("drawn", p.Moment(c.Drawn))
	add("people", p.Number(c.Voters))
	add("placed", p.Number(c.Placed))
	add("statements", p.Number(len(c.Statements)))
	add("votes", p.Number(c.Votes))
	add("seed", strconv.FormatUint(c.Seed, 10))
	if p.Reading.drawn() {
		add("explained", p.T("conversation.method.explained-text", "first", p.Percent(c.Explained[0]), "second", p.Percent(c.Explained[1])))
	}
	return out
}

// tryTable says what speaks for each number of groups that was tried.
func (p methodPage) tryTable() ui.Grid {
	g := ui.Grid{Caption: p.T("conversation.method.tries"), Columns: []ui.Column{{Label: p.T("conversation.method.number")}}}
	for _, name := range []string{"probability", "again", "stability", "silhouette"} {
		g.Columns = append(g.Columns, ui.Column{Label: p.T("conversation.method." + name), Numeric: true})
	}
	none := 1.0
	for _, t := range p.Reading.Chart.Tries {
		none -= t.Probability
		g.Rows = append(g.Rows, []ui.Cell{
			{Text: p.Number(t.K)}, {Text: p.Percent(t.Probability)}, {Text: p.Percent(t.Again)}, {Text: p.decimal(t.Stability)}, {Text: p.decimal(t.Mean)},
		})
	}
	g.Rows = append(g.Rows, []ui.Cell{{Text: p.T("conversation.method.none")}, {Text: p.Percent(max(0, none))}, {Text: "–"}, {Text: "–"}, {Text: "–"}})
	return g
}

func (p methodPage) decimal(x float64) string { return p.Decimal(x, 2) }

// parts are the steps of the method that are told in words, each with a title.
var methodParts = []string{"map", "group", "figure", "balance", "alike", "small", "merge"}

// command reproduces the chart from the export.
func (p methodPage) command() string {
	line := "penc opinion map " + fileName(p.Place.Conversation) + " --method " + p.Reading.Chart.Method
	if seed := p.Reading.Chart.Seed; seed != 0 {
		line += " --seed " + strconv.FormatUint(seed, 10)
	}
	return line + " --json -"
}

// level is the level of the intervals.
func (p methodPage) level() string { return p.Percent(opinion.Level) }
