package conversationweb

import (
	"penc/internal/deliberate/conversation"
	"penc/internal/platform/web/ui"
)

// shownMoves is how many statements are shown that would stand elsewhere.
const shownMoves = 5

// alike says how many people vote all but alike, and what would change if they
// counted as one; empty where it was not looked for.
func (p resultsPage) alike() []string {
	one := p.Reading.Chart.AsOne
	switch {
	case one == nil || one.Checked == 0:
		return nil
	case one.People.Hidden:
		return []string{p.T("conversation.results.alike-few", "checked", p.Number(one.Checked)), p.T("conversation.results.alike-note")}
	case one.People.People == 0:
		return []string{p.T("conversation.results.alike-none", "n", one.Checked)}
	}
	out := []string{
		p.T("conversation.results.alike-some", "checked", p.Number(one.Checked), "people", p.Number(one.People.People)),
		p.T("conversation.results.alike-note"),
	}
	switch now := len(p.Reading.Chart.Opinion); {
	case one.Groups == now:
		out = append(out, p.T("conversation.results.alike-same"))
	case one.Groups == 0:
		out = append(out, p.T("conversation.results.alike-ungrouped"))
	default:
		out = append(out, p.T("conversation.results.alike-groups", "n", one.Groups))
	}
	if len(p.moves()) == 0 {
		return append(out, p.T("conversation.results.alike-stay"))
	}
	return append(out, p.T("conversation.results.alike-moves"))
}

// moves are the statements that would stand elsewhere and may be read, the farthest
// first.
func (p resultsPage) moves() (out []conversation.Move) {
	one := p.Reading.Chart.AsOne
	if one == nil {
		return nil
	}
	for _, m := range one.Moved {
		if _, ok := byID(p.Board, p.Reading.statement(m.Column)); ok && len(out) < shownMoves {
			out = append(out, m)
		}
	}
	return out
}

// moveTable shows places now and then.
func (p resultsPage) moveTable(moves []conversation.Move) ui.Grid {
	g := ui.Grid{Caption: p.T("conversation.results.alike-table"), HideCaption: true, Columns: []ui.Column{
		{Label: p.T("conversation.results.column-statement"), Wordy: true},
		{Label: p.T("conversation.results.alike-now"), Numeric: true},
		{Label: p.T("conversation.results.alike-then"), Numeric: true},
	}}
	for _, m := range moves {
		now := p.Reading.Chart.Figures[m.Column].Rank
		g.Rows = append(g.Rows, []ui.Cell{p.named(m.Column), {Text: p.Number(now.Place)}, {Text: p.Number(m.Rank.Place)}})
	}
	return g
}
