package minutesweb

import (
	"time"

	"github.com/a-h/templ"

	"penc/internal/gather/process/processweb"
	"penc/internal/ground/lang"
	"penc/internal/ground/ref"
	"penc/internal/ground/when"
	"penc/internal/platform/web"
	"penc/internal/platform/web/ui"
	"penc/internal/share/minutes"
)

// stepPage is the form for one step from a draft to publication, or for an answer
// or a correction on the way.
type stepPage struct {
	web.Page
	Place    processweb.Place
	View     minutes.View
	Until    string
	In       minutes.Approval
	On       string
	Proposal minutes.Proposal
	Answer   string
	Text     lang.Text // a reason, or a correction
	Section  ref.ID
	Version  int
	Faults   web.Faults
	Act      ui.Hidden
}

// week is how long corrections are asked for unless somebody says otherwise.
const week = 14 * 24 * time.Hour

// stepPage returns the page of a step for those who may write the minutes, or, if
// convene is true, approve them.
func (f face) stepPage(a *web.Ask, word string, convene bool) (stepPage, error) {
	v, err := f.minutes.ViewOf(a.Ctx(), a.Who, a.ID("id"))
	if err == nil {
		err = minutes.MayWrite(a.Who, v.Meeting)
	}
	if err == nil && convene {
		err = minutes.MayApprove(a.Who, v.Whole.ID)
	}
	if err != nil {
		return stepPage{}, err
	}
	at := below(a, v, a.T(word))
	return stepPage{Page: at.Page(a, at.Title.Title), Place: at, View: v, Version: v.Minutes.Version, Act: web.NewAct()}, nil
}

func (p stepPage) path() string { return minutes.Path(p.View.Meeting.ID) }

// again is the page of a step that was refused, with the newest version.
func (f face) again(a *web.Ask, p stepPage, err error, page func(stepPage) templ.Component) error {
	return a.Refused(err, func(fs web.Faults) templ.Component {
		p.Faults = fs
		if v, err := f.minutes.ViewOf(a.Ctx(), a.Who, p.View.Meeting.ID); err == nil {
			p.View, p.Version = v, v.Minutes.Version
		}
		return page(p)
	})
}

func (f face) circulate(a *web.Ask) error {
	p, err := f.stepPage(a, "minutes.circulate.title", false)
	if err != nil {
		return err
	}
	p.Until = string(p.View.Minutes.Until)
	if p.Until == "" {
		p.Until = string(when.DateOf(p.View.Today.First().Add(week)))
	}
	return a.Render(circulatePage(p))
}

func (f face) carryCirculate(a *web.Ask) error {
	p, err := f.stepPage(a, "minutes.circulate.title", false)
	if err != nil {
		return err
	}
	form, err := a.Form()
	if err != nil {
		return err
	}
	p.Until = form.Get("until")
	if _, err := f.minutes.Circulate(a.Ctx(), a.Who, p.View.Meeting.ID, when.Date(p.Until), form.Int("version")); err != nil {
		return f.again(a, p, err, circulatePage)
	}
	return a.GoDone(p.path(), "minutes.done.circulated")
}

// practice says whether silence approves, for the whole process.
func (f face) practice(a *web.Ask) error {
	p, err := f.stepPage(a, "minutes.circulate.title", true)
	if err != nil {
		return err
	}
	form, err := a.Form()
	if err != nil {
		return err
	}
	in := minutes.Practice{Process: p.View.Whole.ID, Silence: form.On("silence"), Version: form.Int("version")}
	if _, err := f.minutes.SetPractice(a.Ctx(), a.Who, in); err != nil {
		return f.again(a, p, err, circulatePage)
	}
	return a.GoDone(p.path()+"/circulate", "minutes.done.practice")
}

func (f face) approve(a *web.Ask) error {
	p, err := f.stepPage(a, "minutes.approve.title", true)
	if err != nil {
		return err
	}
	p.In.Way, p.On = minutes.AtMeeting, string(p.View.Today)
	return a.Render(approvePage(p))
}

func (f face) carryApprove(a *web.Ask) error {
	p, err := f.stepPage(a, "minutes.approve.title", true)
	if err != nil {
		return err
	}
	form, err := a.Form()
	if err != nil {
		return err
	}
	p.On = form.Get("on")
	p.In = minutes.Approval{Way: minutes.Way(form.Get("way")), Meeting: ref.ID(form.Get("meeting")), On: when.Date(p.On)}
	if _, err := f.minutes.Approve(a.Ctx(), a.Who, p.View.Meeting.ID, p.In, form.Int("version")); err != nil {
		return f.again(a, p, err, approvePage)
	}
	return a.GoDone(p.path(), "minutes.done.approved")
}

func (f face) publish(a *web.Ask) error {
	p, err := f.stepPage(a, "minutes.publish.title", true)
	if err != nil {
		return err
	}
	return a.Render(publishPage(p))
}

func (f face) carryPublish(a *web.Ask) error {
	p, err := f.stepPage(a, "minutes.publish.title", true)
	if err != nil {
		return err
	}
	form, err := a.Form()
	if err != nil {
		return err
	}
	if _, err := f.minutes.Publish(a.Ctx(), a.Who, p.View.Meeting.ID, form.Int("version")); err != nil {
		return f.again(a, p, err, publishPage)
	}
	return a.GoDone(p.path(), "minutes.done.published")
}

func (f face) answer(a *web.Ask) error {
	p, err := f.answerPage(a)
	if err != nil {
		return err
	}
	return a.Render(answerPage(p))
}

func (f face) answerPage(a *web.Ask) (stepPage, error) {
	p, err := f.stepPage(a, "minutes.answer.title", false)
	if err != nil {
		return p, err
	}
	p.Proposal, err = proposalOf(p.View, a.ID("proposal"))
	return p, err
}

func (f face) carryAnswer(a *web.Ask) error {
	p, err := f.answerPage(a)
	if err != nil {
		return err
	}
	form, err := a.Form()
	if err != nil {
		return err
	}
	p.Answer = form.Get("answer")
	p.Text = processweb.ReadText(form, "reason", lang.Text{}, lang.Interface)
	if _, err := f.minutes.Answer(a.Ctx(), a.Who, p.Proposal.ID, p.Answer == "accept", p.Text); err != nil {
		return f.again(a, p, err, answerPage)
	}
	if p.Answer == "accept" && p.View.Minutes.Open() {
		return a.GoDone(p.path()+"/sections/"+string(p.Proposal.Section), "minutes.done.accepted")
	}
	return a.GoDone(p.path()+"#"+string(p.Proposal.Section), "minutes.done.answered")
}

func (f face) erratum(a *web.Ask) error {
	p, err := f.stepPage(a, "minutes.erratum.title", false)
	if err != nil {
		return err
	}
	return a.Render(erratumPage(p))
}

func (f face) carryErratum(a *web.Ask) error {
	p, err := f.stepPage(a, "minutes.erratum.title", false)
	if err != nil {
		return err
	}
	form, err := a.Form()
	if err != nil {
		return err
	}
	p.Section = ref.ID(form.Get("section"))
	p.Text = processweb.ReadText(form, "text", lang.Text{}, lang.Interface)
	if _, err := f.minutes.Correct(a.Ctx(), a.Who, p.View.Meeting.ID, minutes.Erratum{Section: p.Section, Text: p.Text}); err != nil {
		return f.again(a, p, err, erratumPage)
	}
	return a.GoDone(p.path(), "minutes.done.corrected")
}

// text is a field for a text in every language of the interface.
func (p stepPage) text(name, legend, hint string, rows int) processweb.TextForm {
	return processweb.TextForm{Name: name, Legend: legend, Hint: hint, Text: p.Text, Languages: lang.Interface, Rows: rows, Faults: p.Faults}
}

func (p stepPage) ways() []ui.Choice {
	out := []ui.Choice{{Value: string(minutes.AtMeeting), Label: p.T("minutes.approve.way.meeting")}}
	if p.View.Minutes.Silence {
		out = append(out, ui.Choice{Value: string(minutes.BySilence), Label: p.T("minutes.approve.way.silence"), Hint: p.T("minutes.approve.way.silence-hint", "date", p.Date(p.View.Minutes.Until))})
	}
	return out
}

func (p stepPage) meetings() []ui.Choice {
	out := []ui.Choice{{Label: p.T("minutes.approve.elsewhere")}}
	for _, m := range p.View.Meetings {
		if m.ID != p.View.Meeting.ID {
			out = append(out, ui.Choice{Value: string(m.ID), Label: p.Say(m.Title) + ", " + p.Span(m.Dates), Lang: p.Foreign(m.Title)})
		}
	}
	return out
}

func (p stepPage) sections() []ui.Choice {
	out := []ui.Choice{{Label: p.T("minutes.erratum.whole")}}
	for _, s := range p.View.Minutes.Shown() {
		out = append(out, ui.Choice{Value: string(s.ID), Label: p.Say(s.Title), Lang: p.Foreign(s.Title)})
	}
	return out
}

func (p stepPage) answers() []ui.Choice {
	return []ui.Choice{
		{Value: "accept", Label: p.T("minutes.answer.accept"), Hint: p.T("minutes.answer.accept-hint")},
		{Value: "decline", Label: p.T("minutes.answer.decline"), Hint: p.T("minutes.answer.decline-hint")},
	}
}
