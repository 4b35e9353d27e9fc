package hallweb

import (
	"cmp"
	"slices"

	"github.com/a-h/templ"

	"penc/internal/gather/attendance"
	"penc/internal/gather/hall"
	"penc/internal/ground/fault"
	"penc/internal/ground/lang"
	"penc/internal/ground/ref"
	"penc/internal/platform/web"
	"penc/internal/platform/web/ui"
)

// deskPage is everything of the moment for who runs the meeting.
type deskPage struct {
	hallPage
	Pieces []templ.Component
	Shown  map[hall.View]bool // pieces of higher rooms that the projector could show
	Find   string             // a part of the name of somebody to enter
	Form   string             // the form that came back, with what was typed
	Typed  web.Form
	Faults web.Faults
}

// runs returns the scene for who runs the hall; Forbidden for others.
func (f face) runs(a *web.Ask) (hall.Scene, error) {
	s, err := f.halls.See(a.Ctx(), a.Who, a.ID("id"))
	if err == nil && !s.May {
		err = hall.MayRun(a.Who, s.About)
	}
	return s, err
}

func (f face) desk(a *web.Ask) error {
	p, err := f.deskPage(a)
	if err != nil {
		return err
	}
	return a.Render(showDesk(p))
}

func (f face) deskPage(a *web.Ask) (deskPage, error) {
	s, err := f.runs(a)
	if err != nil {
		return deskPage{}, err
	}
	p := deskPage{hallPage: f.page(a, s, a.T("hall.desk.title")).follow(true), Find: a.Query("find")}
	p.Shown = map[hall.View]bool{}
	for view := range pieceOf {
		pieces, err := piecesOf(a, s.About.ID, view)
		if err != nil {
			return p, err
		}
		p.Shown[view] = len(pieces) > 0
	}
	p.Pieces, err = a.Panels("hall.desk", s.About.ID)
	return p, err
}

// acts are what the forms of the desk do. Each leads back to its place on the desk.
func (f face) acts() map[string]func(*web.Ask) error {
	h := f.halls
	form := func(place string, do func(a *web.Ask, id ref.ID, form web.Form) error) func(*web.Ask) error {
		return func(a *web.Ask) error {
			sent, err := a.Form()
			if err != nil {
				return err
			}
			id := a.ID("id")
			if err := do(a, id, sent); err != nil {
				return f.again(a, place, sent, err)
			}
			return a.Go(hall.Desk(id) + "#" + place)
		}
	}
	request := func(sent web.Form) ref.ID { return ref.ID(sent.Get("request")) }
	return map[string]func(*web.Ask) error{
		"open": form("now", func(a *web.Ask, id ref.ID, _ web.Form) error {
			_, err := h.Open(a.Ctx(), a.Who, id)
			return err
		}),
		"item": form("now", func(a *web.Ask, id ref.ID, sent web.Form) error {
			_, err := h.BeginItem(a.Ctx(), a.Who, id, ref.ID(sent.Get("item")))
			return err
		}),
		"order": form("queue", func(a *web.Ask, id ref.ID, sent web.Form) error {
			_, err := h.Sort(a.Ctx(), a.Who, id, hall.Order(sent.Get("order")))
			return err
		}),
		"floor": form("queue", func(a *web.Ask, id ref.ID, sent web.Form) error {
			return h.GiveFloor(a.Ctx(), a.Who, id, request(sent))
		}),
		"done": form("queue", func(a *web.Ask, id ref.ID, sent web.Form) error {
			return h.EndTurn(a.Ctx(), a.Who, id, request(sent))
		}),
		"skip": form("queue", func(a *web.Ask, id ref.ID, sent web.Form) error {
			return h.Skip(a.Ctx(), a.Who, id, request(sent))
		}),
		"remove": form("queue", func(a *web.Ask, id ref.ID, sent web.Form) error {
			return h.Withdraw(a.Ctx(), a.Who, id, request(sent))
		}),
		"enter": form("queue", func(a *web.Ask, id ref.ID, sent web.Form) error {
			if sent.Get("participant") == "" {
				return fault.Field("participant", "hall.enter.nobody")
			}
			_, err := h.Ask(a.Ctx(), a.Who, id, ref.ID(sent.Get("participant")))
			return err
		}),
		"undo": form("queue", func(a *web.Ask, id ref.ID, sent web.Form) error {
			return h.Undo(a.Ctx(), a.Who, id, ref.ID(sent.Get("move")))
		}),
		"show": form("projector", func(a *web.Ask, id ref.ID, sent web.Form) error {
			_, err := h.Show(a.Ctx(), a.Who, id, hall.View(sent.Get("view")), text(a, sent, "message", lang.Text{}))
			return err
		}),
		"temperature": form("temperature", func(a *web.Ask, id ref.ID, sent web.Form) error {
			_, err := h.TakeTemperature(a.Ctx(), a.Who, id, hall.Temperature{
				Question: text(a, sent, "question", lang.Text{}), Scale: hall.Scale(sent.Get("scale")),
			})
			return err
		}),
		"close": form("temperature", func(a *web.Ask, id ref.ID, sent web.Form) error {
			_, err := h.CloseTemperature(a.Ctx(), a.Who, id, ref.ID(sent.Get("temperature")))
			return err
		}),
		"decide": form("decisions", func(a *web.Ask, id ref.ID, sent web.Form) error {
			_, err := h.Decide(a.Ctx(), a.Who, id, hall.Decision{Text: text(a, sent, "text", lang.Text{})})
			return err
		}),
		"park": form("parking", func(a *web.Ask, id ref.ID, sent web.Form) error {
			_, err := h.Park(a.Ctx(), a.Who, id, text(a, sent, "matter", lang.Text{}))
			return err
		}),
	}
}

// text reads a text in the languages of the interface.
func text(a *web.Ask, form web.Form, name string, old lang.Text) lang.Text {
	return old.Revise(a.Lang, form.Words(name, lang.Interface), form.Confirmed(name, lang.Interface)...)
}

// again shows the desk with what was typed, or tells why an act was refused.
func (f face) again(a *web.Ask, place string, sent web.Form, err error) error {
	p, seen := f.deskPage(a)
	if seen != nil {
		return seen
	}
	return a.Refused(err, func(fs web.Faults) templ.Component {
		p.Form, p.Typed, p.Faults = place, sent, fs
		return showDesk(p)
	})
}

// typed returns what was typed into a text of a form that came back.
func (p deskPage) typed(form, name string) map[lang.Tag]string {
	if p.Form != form {
		return nil
	}
	return p.Typed.Words(name, lang.Interface)
}

// faultsOf returns the faults of the form that came back, for this form only.
func (p deskPage) faultsOf(form string) web.Faults {
	if p.Form != form {
		return web.Faults{}
	}
	return p.Faults
}

// maxListed is how many people are listed to choose from; in larger meetings the
// name is looked for.
const maxListed = 300

// large reports whether the list of people is too long to choose from.
func (p deskPage) large() bool { return len(p.S.Presences) > maxListed }

// others are those who are there and neither wait nor speak, by name.
func (p deskPage) others() []ui.Choice {
	standing := map[ref.ID]bool{}
	for _, q := range p.S.Requests {
		if q.Stands() {
			standing[q.Participant] = true
		}
	}
	var who []attendance.Presence
	for _, v := range p.S.Presences {
		if v.Here() && !standing[v.Participant] && (!p.large() || p.Find != "" && contains(v.Name, p.Find)) {
			who = append(who, v)
		}
	}
	slices.SortFunc(who, func(x, y attendance.Presence) int {
		return cmp.Or(cmp.Compare(fold(x.Name), fold(y.Name)), cmp.Compare(x.Participant, y.Participant))
	})
	out := []ui.Choice{{Label: p.T("hall.enter.choose")}}
	for _, v := range who[:min(len(who), maxListed)] {
		out = append(out, ui.Choice{Value: string(v.Participant), Label: v.Name + " – " + p.S.about(v.Group, v.Mode)})
	}
	return out
}

// scales are the ways of asking.
func (p deskPage) scales() []ui.Choice {
	var out []ui.Choice
	for _, v := range hall.Scales {
		out = append(out, ui.Choice{Value: string(v), Label: p.T("hall.scale." + string(v)), Hint: p.T("hall.scale.hint-" + string(v))})
	}
	return out
}

// endPage asks once more before the hall ends.
type endPage struct{ hallPage }

func (f face) askToEnd(a *web.Ask) error {
	s, err := f.runs(a)
	if err != nil {
		return err
	}
	if s.State != hall.Open {
		return fault.New(fault.Closed, "", "hall.not-open")
	}
	return a.Render(showEnd(endPage{f.page(a, s, a.T("hall.end.title"))}))
}

func (f face) end(a *web.Ask) error {
	if _, err := a.Form(); err != nil {
		return err
	}
	if _, err := f.halls.End(a.Ctx(), a.Who, a.ID("id")); err != nil {
		return err
	}
	return a.GoDone(hall.Desk(a.ID("id")), "hall.end.done")
}

// bilingual is a field for a text in every language of the interface.
func (p deskPage) bilingual(form, name, legend, hint string, rows int) ui.Bilingual {
	b := p.Bilingual(name, legend, lang.Text{}, p.typed(form, name), p.faultsOf(form), rows)
	b.Hint = hint
	return b
}

// rulesInForce names the rules under which the meeting decides.
func (s sayer) rule(word string, r hall.Rule) string {
	if r.Number == 0 {
		return s.T("hall.rules.none-" + word)
	}
	return s.T("hall.rules."+word, "n", r.Number)
}

// place of a decision's rules on the process's page.
func rulesPath(process ref.ID) string { return "/processes/" + string(process) + "/rules" }
