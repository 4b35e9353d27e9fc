package hallweb

import (
	"cmp"

	"github.com/a-h/templ"

	"penc/internal/gather/hall"
	"penc/internal/ground/fault"
	"penc/internal/ground/lang"
	"penc/internal/ground/ref"
	"penc/internal/platform/web"
	"penc/internal/platform/web/ui"
)

// DecisionPanel is the name under which higher rooms hang panels on the page of a
// decision.
const DecisionPanel = "hall.decision"

// decisionPage shows a decision with its history, or its editor.
type decisionPage struct {
	hallPage
	Decision hall.Decision
	Mine     hall.Decision // as it was typed, if the form comes back
	Form     web.Form
	Back     bool // the form comes back
	Faults   web.Faults
	Panels   []templ.Component
}

// decisionOf returns a decision of the meeting in the address, with its hall.
func (f face) decisionOf(a *web.Ask) (hall.Scene, hall.Decision, error) {
	d, err := f.halls.Decision(a.Ctx(), a.Who, a.ID("decision"))
	if err == nil && d.Meeting != a.ID("id") {
		err = fault.New(fault.NotFound, "", "hall.decision.unknown")
	}
	if err != nil {
		return hall.Scene{}, d, err
	}
	s, err := f.halls.See(a.Ctx(), a.Who, d.Meeting)
	return s, d, err
}

func (f face) decision(a *web.Ask) error {
	s, d, err := f.decisionOf(a)
	if err != nil {
		return err
	}
	p := decisionPage{hallPage: f.notePage(a, s, a.T("hall.decision.title"), d.Item), Decision: d}
	if p.Panels, err = a.Panels(DecisionPanel, d.ID); err != nil {
		return err
	}
	return a.Render(showDecision(p))
}

// notePage is a page of something that was noted, which search engines may find
// once the process is public.
func (f face) notePage(a *web.Ask, s hall.Scene, title string, item ref.ID) hallPage {
	p := f.page(a, s, title)
	p.NoIndex = !s.Of.IsPublic()
	p.Head.Lead = a.Say(p.S.item(item))
	return p
}

func (f face) editingDecision(a *web.Ask) (decisionPage, error) {
	s, d, err := f.decisionOf(a)
	if err == nil && !s.May {
		err = hall.MayRun(a.Who, s.About)
	}
	if err != nil {
		return decisionPage{}, err
	}
	return decisionPage{hallPage: f.page(a, s, a.T("hall.decision.correct")), Decision: d, Mine: d}, nil
}

func (f face) editDecision(a *web.Ask) error {
	p, err := f.editingDecision(a)
	if err != nil {
		return err
	}
	p.Mine.Reason = lang.Text{}
	return a.Render(showDecisionEditor(p))
}

func (f face) correct(a *web.Ask) error {
	form, err := a.Form()
	if err != nil {
		return err
	}
	p, err := f.editingDecision(a)
	if err != nil {
		return err
	}
	in := p.Decision
	in.Text, in.Reason = text(a, form, "text", p.Decision.Text), text(a, form, "reason", lang.Text{})
	in.Struck, in.Version = form.On("struck"), form.Int("version")
	if _, err := f.halls.Correct(a.Ctx(), a.Who, in); err != nil {
		return a.Refused(err, func(fs web.Faults) templ.Component {
			p.Mine, p.Form, p.Back, p.Faults = in, form, true, fs
			return showDecisionEditor(p)
		})
	}
	return a.GoDone(in.Path(), "hall.decision.saved")
}

// typed returns what was typed into a text of a form that came back.
func (p decisionPage) typed(name string) map[lang.Tag]string {
	if !p.Back {
		return nil
	}
	return p.Form.Words(name, lang.Interface)
}

// versions are my text and the one that stands by now.
func (p decisionPage) versions() ui.Versions {
	l := cmp.Or(p.Decision.Text.Original(), p.Lang)
	return ui.Versions{Mine: p.Mine.Text.Words(l), Theirs: p.Decision.Text.Words(l), Lang: string(l)}
}

// parkedPage shows a matter on the parking list, with what can become of it.
type parkedPage struct {
	hallPage
	Matter hall.Parked
	Form   web.Form
	Back   bool
	Faults web.Faults
}

func (f face) parkedPage(a *web.Ask) (parkedPage, error) {
	m, err := f.halls.Parked(a.Ctx(), a.Who, a.ID("parked"))
	if err == nil && m.Meeting != a.ID("id") {
		err = fault.New(fault.NotFound, "", "hall.parked.unknown")
	}
	if err != nil {
		return parkedPage{}, err
	}
	s, err := f.halls.See(a.Ctx(), a.Who, m.Meeting)
	if err != nil {
		return parkedPage{}, err
	}
	return parkedPage{hallPage: f.notePage(a, s, a.T("hall.parked.title"), m.Item), Matter: m}, nil
}

func (f face) parked(a *web.Ask) error {
	p, err := f.parkedPage(a)
	if err != nil {
		return err
	}
	return a.Render(showParked(p))
}

func (f face) settle(a *web.Ask) error {
	form, err := a.Form()
	if err != nil {
		return err
	}
	p, err := f.parkedPage(a)
	if err != nil {
		return err
	}
	reason := text(a, form, "reason", lang.Text{})
	if _, err := f.halls.Settle(a.Ctx(), a.Who, p.Matter.ID, hall.Fate(form.Get("fate")), reason, form.Int("version")); err != nil {
		return a.Refused(err, func(fs web.Faults) templ.Component {
			p.Form, p.Back, p.Faults = form, true, fs
			return showParked(p)
		})
	}
	return a.GoDone(p.Matter.Path(), "hall.parked.saved")
}

// fates are what can become of the matter.
func (p parkedPage) fates() (out []ui.Choice) {
	for _, v := range hall.Fates {
		if v != p.Matter.Fate {
			out = append(out, ui.Choice{Value: string(v), Label: p.T("hall.fate.make-" + string(v))})
		}
	}
	return out
}

func (p parkedPage) typed(name string) map[lang.Tag]string {
	if !p.Back {
		return nil
	}
	return p.Form.Words(name, lang.Interface)
}

// meetingPanel tells on the page of a meeting what came of its hall, and leads in
// while it is open.
func (f face) meetingPanel(a *web.Ask, id ref.ID) (templ.Component, error) {
	s, err := f.halls.See(a.Ctx(), a.Who, id)
	if err != nil || s.Version == 0 && !s.May {
		return nil, err
	}
	speaker := a.Speaker
	speaker.Zone, _ = s.About.Location(s.Of.Process)
	return panel(sayer{speaker, s}), nil
}

// closedChecks is how many temperature checks are over.
func (s sayer) closedChecks() (n int) {
	for _, t := range s.Temperatures {
		if !t.IsOpen() {
			n++
		}
	}
	return n
}

// reason tells why a version was written.
func (p decisionPage) reason(w hall.Wording) string {
	if w.Reason.Empty() {
		return ""
	}
	if w.Struck {
		return p.T("hall.history.struck", "reason", p.Say(w.Reason))
	}
	return p.T("hall.history.reason", "reason", p.Say(w.Reason))
}

// reasonField asks where the matter was taken up, or why it was dropped.
func (p parkedPage) reasonField() ui.Bilingual {
	b := p.Bilingual("reason", p.T("hall.parked.reason"), lang.Text{}, p.typed("reason"), p.Faults, 2)
	b.Hint = p.T("hall.parked.reason-hint")
	return b
}
