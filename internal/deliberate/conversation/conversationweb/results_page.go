package conversationweb

import (
	"strings"

	"penc/internal/deliberate/conversation"
	"penc/internal/gather/process/processweb"
	"penc/internal/ground/ref"
	"penc/internal/platform/web"
	"penc/internal/platform/web/ui"
	"penc/opinion"
)

// resultsPage shows what came out so far.
type resultsPage struct {
	web.Page
	Place   place
	Board   conversation.Board
	Reading reading
	Spot    *conversation.Dot // where who asks stands on the map
	Cite    *processweb.Citations
}

func (f face) results(a *web.Ask) error {
	at, err := f.at(a)
	if err != nil {
		return err
	}
	title := a.T("conversation.results.title")
	p := resultsPage{Place: at.below(a, title)}
	p.Page = at.page(a, title+" – "+a.Say(at.Conversation.Title))
	if p.Board, err = f.conversations.BoardOf(a.Ctx(), a.Who, at.Conversation.ID); err != nil {
		return err
	}
	if p.Reading, err = f.reading(a, at); err != nil {
		return err
	}
	if spot, ok, err := f.conversations.Spot(a.Ctx(), voice(a), at.Conversation.ID); err != nil {
		return err
	} else if ok {
		p.Spot = &spot
	}
	w, err := f.processes.Whole(a.Ctx(), a.Who, at.Process.ID)
	if err != nil {
		return err
	}
	p.Cite = processweb.Cite(a.Speaker, w.Sources, "conversation")
	return a.Render(resultPage(p))
}

// sentence says in words what the map shows.
func (p resultsPage) sentence() string {
	c := p.Reading.Chart
	parts := []string{p.T("conversation.results.basis", "people", p.Number(c.Voters), "votes", p.Number(c.Votes), "statements", p.Number(len(c.Statements)))}
	if len(c.Result.Groups) == 1 {
		parts = append(parts, p.T("conversation.results.one-group"))
	} else if len(c.Result.Groups) > 1 {
		var sizes []string
		for i, g := range c.Result.Groups {
			sizes = append(sizes, p.T("conversation.results.group-size", "letter", letter(i), "people", p.Number(g.Size)))
		}
		parts = append(parts, p.T("conversation.results.groups", "placed", p.Number(c.Result.Placed), "groups", p.Number(len(sizes)), "sizes", strings.Join(sizes, ", ")))
	}
	switch n := len(p.Reading.shared()); n {
	case 0:
		parts = append(parts, p.T("conversation.results.nothing-shared"))
	default:
		parts = append(parts, p.T("conversation.results.some-shared", "n", n))
	}
	return strings.Join(parts, " ")
}

// opinionMap is the frame with the drawing, the groups and the table.
func (p resultsPage) opinionMap() ui.OpinionMap {
	sentence := p.sentence()
	drawing, merged := plot(sentence, p.Reading.Chart, p.Spot)
	caption := p.T("conversation.results.how-to-read")
	if merged {
		caption += " " + p.T("conversation.results.merged")
	}
	switch {
	case p.Spot == nil:
	case p.Spot.Group >= 0:
		caption += " " + p.T("conversation.results.you-in", "letter", letter(p.Spot.Group))
	}
	m := ui.OpinionMap{Caption: caption, Drawing: ui.OpinionPlot(drawing), Table: ui.Table(p.groupTable())}
	for i, g := range p.Reading.Chart.Result.Groups {
		m.Groups = append(m.Groups, ui.GroupKey{Letter: letter(i), Label: people(p.Speaker, g.Size, false)})
	}
	return m
}

// groupTable says of each opinion group how large it is and what is most typical
// of it.
func (p resultsPage) groupTable() ui.Grid {
	g := ui.Grid{Caption: p.T("conversation.results.table"), Columns: []ui.Column{
		{Label: p.T("conversation.results.column-group")},
		{Label: p.T("conversation.results.column-people"), Numeric: true},
		{Label: p.T("conversation.results.column-typical")},
	}}
	for i, group := range p.Reading.Chart.Result.Groups {
		typical := ui.Cell{Text: "–"}
		if reps := p.Reading.typical(i); len(reps) > 0 {
			if st, ok := byID(p.Board, p.Reading.statementAt(reps[0].Statement)); ok {
				typical = ui.Cell{Text: p.T("conversation.results.side-"+conversation.VoteName(reps[0].Side), "words", p.Say(st.Words))}
			}
		}
		g.Rows = append(g.Rows, []ui.Cell{{Text: p.T("conversation.group", "letter", letter(i))}, {Text: p.Number(group.Size)}, typical})
	}
	return g
}

// stakeholderTable shows how far each declared stakeholder group agrees with the
// statements that the results name.
func (p resultsPage) stakeholderTable() ui.Grid {
	g := ui.Grid{Caption: p.T("conversation.stakeholder-groups.table"), Columns: []ui.Column{{Label: p.T("conversation.results.column-statement")}}}
	for i, name := range p.Reading.Groups {
		g.Columns = append(g.Columns, ui.Column{Label: name, Numeric: true})
		if i == len(p.Reading.Chart.ByGroup.Groups)-1 {
			break
		}
	}
	sizes := []ui.Cell{{Text: p.T("conversation.results.column-people")}}
	for _, group := range p.Reading.Chart.ByGroup.Groups {
		sizes = append(sizes, ui.Cell{Text: people(p.Speaker, group.People, group.PeopleHidden)})
	}
	g.Rows = append(g.Rows, sizes)
	for _, id := range p.named() {
		st, ok := byID(p.Board, id)
		if !ok {
			continue
		}
		row := []ui.Cell{{Text: p.T("conversation.statement.number", "number", number(st)) + " " + p.Say(st.Words), Href: p.Link(conversation.StatementPath(st)), Lang: p.Foreign(st.Words)}}
		for _, b := range p.Reading.byStakeholder(p.Speaker, id) {
			row = append(row, ui.Cell{Text: p.share(b)})
		}
		g.Rows = append(g.Rows, row)
	}
	return g
}

// share says how many of a group agree.
func (p resultsPage) share(b groupBar) string {
	n := b.Tally.Agree + b.Tally.Disagree + b.Tally.Pass
	switch {
	case b.Hidden:
		return p.T("conversation.too-few-short")
	case n == 0:
		return p.T("conversation.no-vote")
	}
	return p.T("conversation.agree-of", "share", p.Percent(float64(b.Tally.Agree)/float64(n)), "of", p.Number(n))
}

// named are the statements that the results speak of: shared, dividing, and those
// with most votes where there is no map.
func (p resultsPage) named() []ref.ID {
	seen := map[ref.ID]bool{}
	var out []ref.ID
	for _, id := range append(p.Reading.shared(), p.Reading.dividing()...) {
		if !seen[id] {
			seen[id] = true
			out = append(out, id)
		}
	}
	if len(out) == 0 {
		all := p.Reading.Chart.Statements
		out = append(out, all[:min(2*shown, len(all))]...)
	}
	return out
}

// figures are the facts below the map: what it rests on and how it was made.
func (p resultsPage) figures() []ui.Fact {
	c := p.Reading.Chart
	var out []ui.Fact
	add := func(term, text string) { out = append(out, ui.Fact{Term: p.T(term), Text: text}) }
	add("conversation.results.drawn", p.Moment(c.Drawn))
	add("conversation.results.rests-on", p.T("conversation.results.basis", "people", p.Number(c.Voters), "votes", p.Number(c.Votes), "statements", p.Number(len(c.Statements))))
	if p.Reading.drawn() {
		add("conversation.results.placed", p.T("conversation.results.placed-text", "people", p.Number(c.Result.Placed)))
		add("conversation.results.method", p.T("conversation.results.method-text", "method", c.Result.Method))
	}
	return out
}

// files are the addresses at which the data can be taken away.
func (p resultsPage) files() []ui.Link {
	out := []ui.Link{{Label: p.T("conversation.export.zip"), Href: p.Link(p.Place.path("/export.zip"))}}
	for _, name := range exported {
		out = append(out, ui.Link{Label: name + ".csv", Href: p.Link(p.Place.path("/export/" + name + ".csv"))})
	}
	return append(out, ui.Link{Label: "JSON", Href: p.Link(p.Place.path("") + ".json")})
}

// refusal says what is missing for a map.
func (p resultsPage) refusal() string {
	r := p.Reading.Chart.Refusal
	if r == nil {
		return p.T("conversation.results.not-yet")
	}
	return p.T("conversation.results."+r.Reason, "have", p.Number(r.Have), "need", p.Number(r.Need))
}

// sideOf says on which side a group is typical.
func (p resultsPage) sideOf(r opinion.Representative) string {
	return p.T("conversation.results.typical-"+conversation.VoteName(r.Side), "count", p.Number(r.Count), "total", p.Number(r.Total))
}
