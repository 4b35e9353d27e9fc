package hallweb

import (
	"penc/internal/gather/hall"
	"penc/internal/gather/meeting"
	"penc/internal/gather/process"
	"penc/internal/platform/web/ui"
)

// kindOf makes the button of the first in the queue stand out.
func kindOf(place int) ui.ButtonKind {
	if place == 0 {
		return ui.Primary
	}
	return ui.Secondary
}

// scale is the scale chosen, or the first one.
func (p deskPage) scale() string {
	if p.Form == "temperature" {
		return p.Typed.Get("scale")
	}
	return string(hall.Warmth)
}

// otherViews are the views that the projector could show and does not. A message is
// written first; of the others there must be something to show.
func (p deskPage) otherViews() (out []hall.View) {
	for _, v := range hall.Views {
		switch {
		case v == p.S.Screen.View:
		case v == hall.ShowMessage && p.S.Screen.Message.Empty():
		case v == hall.ShowTemperature && len(p.S.Temperatures) == 0:
		case pieceOf[v] != "" && !p.Shown[v]:
		default:
			out = append(out, v)
		}
	}
	return out
}

// message is the field of the message on the projector.
func (p deskPage) message() ui.Bilingual {
	b := p.Bilingual("message", p.T("hall.message.text"), p.S.Screen.Message, p.typed("projector", "message"), p.faultsOf("projector"), 2)
	b.Hint = p.T("hall.message.hint", "limit", hall.MaxMessage)
	return b
}

// agendaEntry is an item of the agenda with its time.
func (p deskPage) agendaEntry(it meeting.AgendaItem) ui.Entry {
	e := ui.Entry{ID: "item-" + string(it.ID), Title: p.Say(it.Title), Lang: p.Foreign(it.Title), When: it.Start}
	c := p.S.ClockOf(it)
	if it.Minutes > 0 {
		e.By = p.T("hall.agenda.planned", "n", it.Minutes)
	}
	switch elapsed := c.Elapsed(p.S.Now); {
	case it.ID == p.S.Item:
		e.State, e.Label = ui.TagOpen, p.T("hall.agenda.now")
	case elapsed > 0:
		e.State, e.Label = ui.TagDone, p.T("hall.agenda.took", "time", p.S.long(elapsed))
	default:
		e.State, e.Label = ui.TagNext, p.T("hall.agenda.ahead")
	}
	return e
}

// whole is the speaking time as those see it who run the meeting.
func (s sayer) whole() hall.Balance { return hall.Whole(hall.Shares(s.Turns, s.Presences, s.Now)) }

// inPublic is the speaking time as anybody may see it.
func (s sayer) inPublic() hall.Balance {
	return hall.InPublic(hall.Shares(s.Turns, s.Presences, s.Now))
}

// inForce names the rules under which a decision is noted.
func (s sayer) inForce() string {
	number := func(kind process.RulesKind) hall.Rule {
		r, _ := s.Of.InForce(kind)
		return hall.Rule{ID: r.ID, Number: r.Number}
	}
	return s.T("hall.rules.in-force", "ground", s.rule("ground", number(process.GroundRules)), "policy", s.rule("policy", number(process.ConsensusPolicy)))
}
