package hallweb

import (
	"time"

	"penc/internal/gather/hall"
	"penc/internal/platform/web/ui"
)

// part returns the share that n is of all.
func part(n, all int) float64 {
	if all == 0 {
		return 0
	}
	return float64(n) / float64(all)
}

// balance tells the speaking time in a sentence.
func (s sayer) balance(b hall.Balance) string {
	all := s.long(time.Duration(b.Seconds) * time.Second)
	if b.Hidden || len(b.Shares) == 0 || b.Shares[0].Hidden {
		return s.T("hall.share.sentence-total", "n", b.Turns, "time", all)
	}
	first := b.Shares[0]
	return s.T("hall.share.sentence", "n", b.Turns, "time", all, "group", s.group(first.Group), "share", s.Percent(b.Part(first.Seconds)))
}

// shareTable tells the speaking time in figures.
func (s sayer) shareTable(b hall.Balance) ui.Grid {
	g := ui.Grid{
		Caption: s.T("hall.share.caption"),
		Columns: []ui.Column{
			{Label: s.T("hall.share.group")},
			{Label: s.T("hall.share.people"), Numeric: true},
			{Label: s.T("hall.share.turns"), Numeric: true},
			{Label: s.T("hall.share.time"), Numeric: true},
			{Label: s.T("hall.share.part"), Numeric: true},
		},
	}
	for _, v := range b.Shares {
		if v.Hidden {
			few := ui.Cell{Text: s.T("hall.share.few")}
			g.Rows = append(g.Rows, []ui.Cell{{Text: s.group(v.Group)}, few, few, few, few})
			continue
		}
		g.Rows = append(g.Rows, []ui.Cell{
			{Text: s.group(v.Group)},
			{Text: s.Number(v.People)},
			{Text: s.Number(v.Turns)},
			{Text: digits(time.Duration(v.Seconds) * time.Second)},
			{Text: s.Percent(b.Part(v.Seconds))},
		})
	}
	return g
}

// temperature tells the result of a check in a sentence.
func (s sayer) temperature(t hall.Temperature) string {
	if t.Scale == hall.LiveWith {
		if n := t.CannotLive(); n > 0 {
			return s.T("hall.temperature.cannot", "n", n, "answers", t.Answers)
		}
		return s.T("hall.temperature.all-can", "n", t.Answers)
	}
	return s.T("hall.temperature.sentence", "n", t.Answers, "warm", t.Steps[0]+t.Steps[1], "middle", t.Steps[2], "cold", t.Steps[3]+t.Steps[4])
}

// readingTable tells the answers by group in figures.
func (s sayer) readingTable(t hall.Temperature, groups []hall.Reading) ui.Grid {
	g := ui.Grid{Caption: s.T("hall.temperature.caption"), Columns: []ui.Column{{Label: s.T("hall.share.group")}}}
	for i := range t.Steps {
		g.Columns = append(g.Columns, ui.Column{Label: step(s.Speaker, t.Scale, i+1), Numeric: true})
	}
	for _, r := range groups {
		row := []ui.Cell{{Text: s.group(r.Group)}}
		for i := range t.Steps {
			if r.Hidden {
				row = append(row, ui.Cell{Text: s.T("hall.share.few")})
			} else {
				row = append(row, ui.Cell{Text: s.Number(r.Steps[i])})
			}
		}
		g.Rows = append(g.Rows, row)
	}
	return g
}

// decisionEntry is a decision in a list.
func (s sayer) decisionEntry(d hall.Decision) ui.Entry {
	e := ui.Entry{
		ID: "decision-" + string(d.ID), Title: s.Plain(d.Text, 400), Lang: s.Foreign(d.Text), Href: s.Link(d.Path()), When: s.hour(d.At),
		By: s.Say(s.item(d.Item)),
	}
	switch {
	case d.Struck:
		e.State, e.Label = ui.TagRefused, s.T("hall.decision.struck")
	case d.Version > 1:
		e.State, e.Label = ui.TagPlain, s.T("hall.decision.corrected", "n", d.Version-1)
	}
	return e
}

// parkedEntry is a parked matter in a list.
func (s sayer) parkedEntry(p hall.Parked) ui.Entry {
	e := ui.Entry{
		ID: "parked-" + string(p.ID), Title: s.Plain(p.Text, 400), Lang: s.Foreign(p.Text), Href: s.Link(p.Path()), When: s.hour(p.At),
		By: s.Say(s.item(p.Item)), Label: s.T("hall.fate." + string(p.Fate)),
	}
	switch p.Fate {
	case hall.StillParked:
		e.State = ui.TagWaiting
	case hall.TakenUp:
		e.State = ui.TagDone
	case hall.Dropped:
		e.State = ui.TagRefused
	}
	return e
}

// hour returns the time of day of a moment where the meeting is.
func (s sayer) hour(t time.Time) string { return s.Clock(t.In(s.Speaker.Zone)) }
