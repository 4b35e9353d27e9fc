package insightweb

import (
	"penc/internal/platform/web"
	"penc/internal/platform/web/ui"
	"penc/internal/share/insight"
)

// snapshot is who was there at a decision, as somebody sees it.
type snapshot struct {
	web.Speaker
	insight.Snapshot
	exact bool
}

// figure is a figure of the snapshot: exact for conveners, round for others.
func (s snapshot) figure(n int, shown insight.Round) string {
	switch {
	case s.exact:
		return s.Number(n)
	case shown.Withheld:
		return s.T("insight.withheld")
	case shown.Few:
		return s.T("insight.snapshot.few")
	case shown.About == 0:
		return s.T("insight.snapshot.nobody")
	}
	return s.T("insight.snapshot.about", "count", s.Number(shown.About))
}

func (s snapshot) name(r insight.SnapRow) string {
	switch {
	case r.All:
		return s.T("insight.table.all")
	case r.Group == "":
		return s.T("insight.not-said.group")
	}
	return s.Say(r.Name)
}

func (s snapshot) grid() ui.Grid {
	g := ui.Grid{Caption: s.T("insight.snapshot.caption"), HideCaption: true, Columns: []ui.Column{
		{Label: s.T("insight.dimension.group")}, {Label: s.T("insight.step.present"), Numeric: true},
	}}
	if s.Ballot() {
		g.Columns = append(g.Columns, ui.Column{Label: s.T("insight.step.voted"), Numeric: true})
	}
	rows := append(s.Rows[1:len(s.Rows):len(s.Rows)], s.Rows[0])
	for _, r := range rows {
		if r.Group == "" && !r.All && r.Present+r.Voted == 0 {
			continue
		}
		row := []ui.Cell{{Text: s.name(r)}, {Text: s.figure(r.Present, r.ShownPresent)}}
		if s.Ballot() {
			row = append(row, ui.Cell{Text: s.figure(r.Voted, r.ShownVoted)})
		}
		g.Rows = append(g.Rows, row)
	}
	return g
}

// title says when it was and on what kind of decision.
func (s snapshot) title() string {
	return s.T("insight.snapshot.of."+s.kind(), "moment", s.Moment(s.At))
}

func (s snapshot) kind() string {
	if s.Ballot() {
		return "ballot"
	}
	return "decision"
}
