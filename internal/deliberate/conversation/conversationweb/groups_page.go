package conversationweb

import (
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
	var all []int
	for _, j := range r.Chart.Balanced() {
		if _, ok := byID(p.Board, r.statement(j)); ok {
			all = append(all, j)
		}
	}
	if len(all) == 0 {
		all = p.listed(conversation.ShowAll)
	}
	p.Columns, p.Pager = leaf(a, all, func(page int) string {
		return a.Link(at.path("/results/groups")) + numbered("?", page) + "#statements"
	})
	return a.Render(groupsView(p))
}

// crossTable says who is in which: opinion groups by stakeholder groups.
func (p groupsPage) crossTable() ui.Grid {
	g := ui.Grid{Caption: p.T("conversation.groups.cross"), Columns: []ui.Column{{Label: p.T("conversation.results.column-group")}}}
	all := p.Reading.Chart.Crossing.Everybody()
	// Who declared none, and who is nowhere on the map, are told of where there is
	// somebody.
	names := p.Reading.Groups
	if last := len(names) - 1; last >= 0 && last < len(all.Stakes) && nobody(all.Stakes[last]) {
		names = names[:last]
	}
	for _, name := range names {
		g.Columns = append(g.Columns, ui.Column{Label: name, Numeric: true})
	}
	g.Columns = append(g.Columns, ui.Column{Label: p.T("conversation.groups.together"), Numeric: true})
	rows := p.Reading.Chart.Crossing.Rows
	for i, row := range rows {
		if i == len(rows)-2 && nobody(row.All) {
			continue
		}
		var first ui.Cell
		switch i {
		case len(rows) - 1:
			first.Text = p.T("conversation.everybody")
		case len(rows) - 2:
			first.Text = p.T("conversation.groups.unplaced")
		default:
			first.Body = groupSign(p.Speaker, i)
		}
		line := []ui.Cell{first}
		for k := range names {
			h := row.Stakes[k]
			if nobody(all.Stakes[k]) { // its total says so already
				h = conversation.Headcount{}
			}
			line = append(line, ui.Cell{Text: headcount(p.Speaker, h)})
		}
		g.Rows = append(g.Rows, append(line, ui.Cell{Text: headcount(p.Speaker, row.All)}))
	}
	return g
}

// nobody reports whether a number that is shown is 0.
func nobody(h conversation.Headcount) bool { return !h.Hidden && h.People == 0 }

// stakeTable shows how far each stakeholder group agrees with each statement, with the
// consensus in which each counts the same.
func (p groupsPage) stakeTable() ui.Grid {
	g := ui.Grid{Caption: p.T("conversation.stakeholder-groups.table"), Columns: []ui.Column{{Label: p.T("conversation.results.column-statement"), Wordy: true}}}
	for _, name := range p.Reading.Groups {
		g.Columns = append(g.Columns, ui.Column{Label: name, Numeric: true})
	}
	g.Columns = append(g.Columns, ui.Column{Label: p.T("conversation.figure.balanced"), Numeric: true}, ui.Column{Label: p.T("conversation.figure.least")})
	for _, j := range p.Columns {
		f := p.Reading.Chart.Figures[j]
		row := []ui.Cell{p.named(j)}
		for _, c := range f.Stakes {
			row = append(row, ui.Cell{Text: p.share(c)})
		}
		g.Rows = append(g.Rows, append(row, p.balance(f)...))
	}
	return g
}

// balance are the cells of the balanced consensus.
func (p groupsPage) balance(f conversation.Figure) []ui.Cell {
	b := f.Balance
	switch {
	case b == nil || b.Consensus.Hidden:
		return []ui.Cell{{Text: p.T("conversation.too-few-short")}, {Text: "–"}}
	case b.Counted == 0:
		return []ui.Cell{{Text: p.T("conversation.no-vote")}, {Text: "–"}}
	}
	least := "–"
	if b.Least >= 0 && b.Least < len(p.Reading.Groups) {
		if least = p.Reading.Groups[b.Least]; b.Apart {
			least = p.T("conversation.groups.least-apart", "group", least)
		}
	}
	return []ui.Cell{{Text: p.estimate(b.Consensus)}, {Text: least}}
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
		f := p.Reading.Chart.Figures[j]
		if f.Accounts == nil || f.Guests == nil {
			continue
		}
		g.Rows = append(g.Rows, []ui.Cell{p.named(j), {Text: p.share(f.All)}, {Text: p.share(*f.Accounts)}, {Text: p.share(*f.Guests)}})
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
func (p groupsPage) share(c opinion.Cell) string {
	n := c.Total()
	switch {
	case c.Hidden:
		return p.T("conversation.too-few-short")
	case n == 0:
		return p.T("conversation.no-vote")
	}
	e := opinion.Share(c.Agree, n)
	return p.T("conversation.groups.share", "share", p.Percent(float64(c.Agree)/float64(n)), "of", p.Number(n), "low", p.Percent(e.Low), "high", p.Percent(e.High))
}

func (p groupsPage) estimate(e opinion.Estimate) string {
	return p.T("conversation.figure.estimate", "share", p.Percent(e.Value), "interval", between(p.Speaker, e))
}

// guestCounts says how many take part in which way.
func (p groupsPage) guestCounts() string {
	c := p.Reading.Chart.Crossing
	return p.T("conversation.groups.guests-count", "accounts", headcount(p.Speaker, c.Accounts), "guests", headcount(p.Speaker, c.Guests))
}

// typicalSide says on which side a group is typical, of how many votes.
func (p groupsPage) typicalSide(r opinion.Representative) string {
	return p.T("conversation.results.typical-"+conversation.VoteName(r.Side), "count", p.Number(r.Count), "total", p.Number(r.Total))
}
