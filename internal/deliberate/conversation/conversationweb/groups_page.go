package conversationweb

import (
	"slices"

	"penc/internal/deliberate/conversation"
	"penc/internal/platform/web"
	"penc/internal/platform/web/ui"
	"penc/opinion"
)

// groupsPage compares opinion groups with stakeholder groups, and guests with
// accounts.
type groupsPage struct {
	resultsPage
	Columns []int // statements of the table, those of this page
}

func (f face) groups(a *web.Ask) error {
	at, err := f.at(a)
	if err != nil {
		return err
	}
	r, err := f.reading(a, at)
	if err != nil {
		return err
	}
	results, err := f.resultsPage(a, at, r, a.T("conversation.groups.title"))
	if err != nil {
		return err
	}
	p := groupsPage{resultsPage: results}
	told := r.Stakes.Declared
	if !r.declared() {
		told = r.Stakes.Guests
	}
	var all []int
	for _, x := range told.Balanced() {
		if j := slices.Index(r.Chart.Statements, told.Statements[x]); j >= 0 {
			if _, ok := byID(p.Board, told.Statements[x]); ok {
				all = append(all, j)
			}
		}
	}
	p.Columns, p.Pager = leaf(a, all, func(page int) string {
		return a.Link(at.path("/results/groups")) + numbered("?", page) + "#statements"
	})
	return a.Render(groupsView(p))
}

// crossTable says about how many of each stakeholder group were in each opinion group.
// There is one stakeholder group at least.
func (p groupsPage) crossTable() ui.Grid {
	g := ui.Grid{Caption: p.T("conversation.groups.cross"), Columns: []ui.Column{{Label: p.T("conversation.results.column-group")}}}
	for _, name := range p.Reading.Groups {
		g.Columns = append(g.Columns, ui.Column{Label: name, Numeric: true})
	}
	within := p.Reading.Stakes.Declared.Within
	add := func(first ui.Cell, place int) {
		line := []ui.Cell{first}
		for _, column := range within {
			line = append(line, ui.Cell{Text: aboutPeople(p.Speaker, column[place])})
		}
		g.Rows = append(g.Rows, line)
	}
	nowhere := len(within[0]) - 1
	for place := range nowhere {
		add(ui.Cell{Body: groupSign(p.Speaker, place)}, place)
	}
	if slices.ContainsFunc(within, func(column []conversation.Headcount) bool { return !column[nowhere].Hidden }) {
		add(ui.Cell{Text: p.T("conversation.groups.unplaced")}, nowhere)
	}
	return g
}

// stakeTable shows about how far each stakeholder group agrees with each statement,
// with the consensus in which each counts the same.
func (p groupsPage) stakeTable() ui.Grid {
	g := ui.Grid{Caption: p.T("conversation.stakeholder-groups.table"), Columns: []ui.Column{{Label: p.T("conversation.results.column-statement"), Wordy: true}}}
	for _, name := range p.Reading.Groups {
		g.Columns = append(g.Columns, ui.Column{Label: name, Numeric: true})
	}
	g.Columns = append(g.Columns, ui.Column{Label: p.T("conversation.figure.balanced"), Numeric: true}, ui.Column{Label: p.T("conversation.figure.least")})
	for _, j := range p.Columns {
		line := p.Reading.Stakes.Declared.Of(p.Reading.statement(j))
		row := []ui.Cell{p.named(j)}
		for _, about := range line {
			row = append(row, ui.Cell{Text: aboutShare(p.Speaker, about)})
		}
		g.Rows = append(g.Rows, append(row, p.balance(line)...))
	}
	return g
}

// balance are the cells of the balanced consensus.
func (p groupsPage) balance(line []conversation.About) []ui.Cell {
	percent, least, ok := p.Reading.Stakes.Declared.Balance(line)
	if !ok {
		return []ui.Cell{{Text: p.T("conversation.too-few-short")}, {Text: "–"}}
	}
	name := "–"
	if least >= 0 && least < len(p.Reading.Groups) {
		name = p.Reading.Groups[least]
	}
	return []ui.Cell{{Text: aboutShare(p.Speaker, conversation.About{Percent: percent})}, {Text: name}}
}

// guestTable shows the figures of everybody beside those of accounts alone and of
// guests alone.
func (p groupsPage) guestTable() ui.Grid {
	g := ui.Grid{Caption: p.T("conversation.groups.guests-table"), Columns: []ui.Column{
		{Label: p.T("conversation.results.column-statement"), Wordy: true},
		{Label: p.T("conversation.everybody"), Numeric: true},
		{Label: p.T("conversation.figure.accounts"), Numeric: true},
		{Label: p.T("conversation.figure.guests"), Numeric: true},
	}}
	for _, j := range p.Columns {
		line := p.Reading.Stakes.Guests.Of(p.Reading.statement(j))
		if len(line) != 2 {
			continue
		}
		g.Rows = append(g.Rows, []ui.Cell{
			p.named(j),
			{Text: p.share(p.Reading.Chart.Figures[j].All)},
			{Text: aboutShare(p.Speaker, line[0])},
			{Text: aboutShare(p.Speaker, line[1])},
		})
	}
	return g
}

// named is the cell that names a statement.
func (p resultsPage) named(j int) ui.Cell {
	st, _ := byID(p.Board, p.Reading.statement(j))
	return ui.Cell{
		Text: p.T("conversation.statement.number", "number", number(st)) + " " + p.Say(st.Words),
		Href: p.Link(conversation.StatementPath(st)), Lang: p.Foreign(st.Words),
	}
}

// share says how many of a group agree, with the interval and the number of votes.
func (p groupsPage) share(c opinion.Counts) string {
	n := c.Total()
	if n == 0 {
		return p.T("conversation.no-vote")
	}
	e := opinion.Share(c.Agree, n)
	return p.T("conversation.groups.share", "share", p.Percent(float64(c.Agree)/float64(n)), "of", p.Number(n), "low", p.Percent(e.Low), "high", p.Percent(e.High))
}

// guestCounts says how many take part in which way.
func (p groupsPage) guestCounts() string {
	n := p.Reading.Stakes.Guests.People
	return p.T("conversation.groups.guests-count", "accounts", p.Number(n[0]), "guests", p.Number(n[1]))
}

// typicalSide says on which side a group is typical, of how many votes.
func (p groupsPage) typicalSide(r opinion.Representative) string {
	return p.T("conversation.results.typical-"+conversation.VoteName(r.Side), "count", p.Number(r.Count), "total", p.Number(r.Total))
}
