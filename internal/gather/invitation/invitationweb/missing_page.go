package invitationweb

import (
	"strings"

	"github.com/a-h/templ"

	"penc/internal/gather/invitation"
	"penc/internal/gather/process/processweb"
	"penc/internal/ground/lang"
	"penc/internal/ground/ref"
	"penc/internal/platform/web"
	"penc/internal/platform/web/ui"
)

// missingPage lists the missing voices of a process and takes new ones.
type missingPage struct {
	web.Page
	Place processweb.Place
	View  invitation.Missing
	Form  namingForm
}

// A namingForm is the form on which somebody names a missing voice, on the page of
// missing voices or at the end of a meeting.
type namingForm struct {
	web.Speaker
	Process ref.ID
	Back    string // where to go afterwards; empty for the list
	In      invitation.Naming
	Faults  web.Faults
	Act     ui.Hidden
	Only    bool // the page has another form above it
}

func (f face) missingPage(a *web.Ask) (missingPage, error) {
	v, err := f.invitations.MissingOf(a.Ctx(), a.Who, a.ID("id"))
	if err != nil {
		return missingPage{}, err
	}
	pl := processweb.Inside(a, v.Process.Process).On(a, invitation.MissingPath(v.Process.ID))
	pl.Title.Title, pl.Title.Lead = a.T("invitation.missing.title"), a.T("invitation.missing.lead")
	return missingPage{
		Page: pl.Page(a, a.T("invitation.missing.title-of", "process", a.Say(v.Process.Title))), Place: pl, View: v,
		Form: namingForm{Speaker: a.Speaker, Process: v.Process.ID, In: invitation.Naming{PersonLang: a.Lang}, Act: web.NewAct()},
	}, nil
}

func (f face) missing(a *web.Ask) error {
	p, err := f.missingPage(a)
	if err != nil {
		return err
	}
	if a.Format == "json" {
		out := p.View.Public
		if out == nil {
			out = []invitation.PublicReferral{}
		}
		return a.JSON(out)
	}
	if p.View.May {
		p.Page = p.With("web/form.js")
	}
	return a.Render(missingView(p))
}

func (f face) name(a *web.Ask) error {
	form, err := a.Form()
	if err != nil {
		return err
	}
	id := a.ID("id")
	in := invitation.Naming{
		Meeting: ref.ID(form.Get("meeting")), Voice: form.Get("voice"), Why: form.Get("why"), Name: form.Get("name"),
		Organization: form.Get("organization"), Address: form.Get("address"), PersonLang: lang.Tag(form.Get("person-lang")), Lang: a.Lang,
	}
	back := form.Get("back")
	if _, err := f.invitations.Name(a.Ctx(), a.Who, id, in); err != nil {
		p, again := f.missingPage(a)
		if again != nil {
			return again
		}
		return a.Refused(err, func(fs web.Faults) templ.Component {
			p.Form.In, p.Form.Faults, p.Form.Back = in, fs, back
			return missingView(p)
		})
	}
	if in.Meeting != "" && strings.HasPrefix(back, "/meetings/"+string(in.Meeting)) && !strings.ContainsAny(back, "\\?#\n") {
		return a.GoDone(back, "invitation.done.named")
	}
	return a.GoDone(invitation.MissingPath(id), "invitation.done.named")
}

var standKinds = map[invitation.Stand]ui.TagKind{
	invitation.JustNamed: ui.TagWaiting, invitation.Contacting: ui.TagOpen, invitation.WasInvited: ui.TagNext,
	invitation.CameIn: ui.TagDone, invitation.Declined: ui.TagRefused, invitation.NotPursued: ui.TagPlain,
}

func stand(s web.Speaker, st invitation.Stand) (ui.TagKind, string) {
	return standKinds[st], s.T("invitation.stand." + string(st))
}

// entry is a missing voice as anybody sees it.
func (p missingPage) entry(r invitation.PublicReferral) ui.Entry {
	e := ui.Entry{Title: r.Voice, When: p.Day(r.Made)}
	if r.Lang != p.Speaker.Lang {
		e.Lang = string(r.Lang)
	}
	if e.Title == "" {
		e.Title, e.Lang = p.T("invitation.missing.unread"), ""
	}
	e.State, e.Label = stand(p.Speaker, r.Stand)
	return e
}

// mine is a missing voice as whoever named it sees it.
func (p missingPage) mine(v invitation.Voice) ui.Entry {
	e := ui.Entry{Title: v.Referral.Voice, When: p.Day(v.Made), Text: v.Result}
	if v.Lang != p.Speaker.Lang {
		e.Lang = string(v.Lang)
	}
	if v.Owner != "" {
		e.By = p.T("invitation.missing.owner", "name", v.Owner)
	}
	e.State, e.Label = stand(p.Speaker, v.Stand)
	return e
}

// case is a missing voice as those see it who take care of it.
func (p missingPage) caseOf(v invitation.Voice) ui.Entry {
	e := p.mine(v)
	e.Href, e.Text = p.Link(voicePath(v.ID)), v.Why
	if v.Referral.Owner == "" {
		e.By = p.T("invitation.missing.no-owner")
	}
	return e
}

func voicePath(id ref.ID) string { return "/missing/" + string(id) }

// field is the identifier of a field, which can be on a page twice.
func (f namingForm) field(name string) string {
	if f.Only {
		return "missing-" + name
	}
	return name
}

// voicePage is one missing voice for those who take care of it.
type voicePage struct {
	web.Page
	Place  processweb.Place
	Case   invitation.Case
	In     invitation.Answer
	Faults web.Faults
	Act    ui.Hidden
	Second ui.Hidden // the act of the second form
}

func (f face) voicePage(a *web.Ask) (voicePage, error) {
	c, err := f.invitations.CaseOf(a.Ctx(), a.Who, a.ID("referral"))
	if err != nil {
		return voicePage{}, err
	}
	pl := processweb.Inside(a, c.Process.Process).On(a, invitation.MissingPath(c.Process.ID))
	pl.Title.Trail = append(pl.Title.Trail, a.Crumb(a.T("invitation.missing.title"), invitation.MissingPath(c.Process.ID)))
	pl.Title.Title, pl.Title.Small = c.Referral.Voice, true
	if c.Lang != a.Lang {
		pl.Title.Lang = string(c.Lang)
	}
	kind, word := stand(a.Speaker, c.Stand)
	pl.Title.Meta = ui.Tag(kind, word)
	p := voicePage{Page: private(a, pl), Place: pl, Case: c, Act: web.NewAct(), Second: web.NewAct()}
	p.In = invitation.Answer{Voice: c.Referral.Voice, Stand: c.Stand, Result: c.Result, Version: c.Version}
	return p, nil
}

func (f face) voice(a *web.Ask) error {
	p, err := f.voicePage(a)
	if err != nil {
		return err
	}
	return a.Render(voiceView(p))
}

func (f face) take(a *web.Ask) error {
	if _, err := a.Form(); err != nil {
		return err
	}
	r, err := f.invitations.Take(a.Ctx(), a.Who, a.ID("referral"))
	if err != nil {
		return err
	}
	return a.GoDone(voicePath(r.ID), "invitation.done.voice-taken")
}

func (f face) answer(a *web.Ask) error {
	form, err := a.Form()
	if err != nil {
		return err
	}
	in := invitation.Answer{
		Voice: form.Get("voice"), Stand: invitation.Stand(form.Get("stand")), Result: form.Get("result"), Version: form.Int("version"),
	}
	r, err := f.invitations.Answer(a.Ctx(), a.Who, a.ID("referral"), in)
	if err != nil {
		p, again := f.voicePage(a)
		if again != nil {
			return again
		}
		return a.Refused(err, func(fs web.Faults) templ.Component {
			in.Version = p.Case.Version
			p.In, p.Faults = in, fs
			return voiceView(p)
		})
	}
	return a.GoDone(voicePath(r.ID), "invitation.done.answered")
}

func (p voicePage) stands() []ui.Choice {
	var out []ui.Choice
	for _, s := range invitation.Stands[1:] {
		_, word := stand(p.Speaker, s)
		out = append(out, ui.Choice{Value: string(s), Label: word})
	}
	return out
}

// about are the facts of the case.
func (p voicePage) about() []ui.Fact {
	c := p.Case
	var out []ui.Fact
	add := func(term, text string) {
		if text != "" {
			out = append(out, ui.Fact{Term: p.T(term), Text: text})
		}
	}
	add("invitation.missing.why-term", c.Why)
	add("invitation.missing.by", c.Voice.By)
	if !c.Meeting.Name.Empty() {
		add("invitation.missing.meeting-term", p.Say(c.Meeting.Name))
	}
	add("invitation.missing.named", p.Moment(c.Made))
	add("invitation.missing.owner-term", c.Voice.Owner)
	add("invitation.field.name", c.Name)
	add("invitation.field.organization", c.Organization)
	switch {
	case c.Address == "":
	case p.Case.Book:
		add("invitation.field.address", c.Address)
	default:
		add("invitation.field.address", p.T("invitation.missing.address-hidden"))
	}
	if !c.Asked.IsZero() {
		add("invitation.missing.asked-term", p.Moment(c.Asked))
	}
	return out
}

func (f face) askAsk(a *web.Ask) error {
	p, err := f.askPage(a)
	if err != nil {
		return err
	}
	return a.Render(confirmView(p))
}

func (f face) askPage(a *web.Ask) (confirmPage, error) {
	c, err := f.invitations.CaseOf(a.Ctx(), a.Who, a.ID("referral"))
	if err == nil {
		err = c.MayAsk(a.Who)
	}
	if err != nil {
		return confirmPage{}, err
	}
	pl := processweb.Inside(a, c.Process.Process).On(a, invitation.MissingPath(c.Process.ID))
	pl.Title.Trail = append(pl.Title.Trail, a.Crumb(a.T("invitation.missing.title"), invitation.MissingPath(c.Process.ID)), a.Crumb(c.Referral.Voice, voicePath(c.ID)))
	pl.Title.Title, pl.Title.Small = a.T("invitation.ask.title"), true
	q := Poser(a.Site.Words, a.Site.Name, a.Site.BaseURL)(invitation.Question{
		Referral: c.Referral, Process: c.Process.Title, By: c.Voice.By, Token: "…",
	})
	return confirmPage{Page: private(a, pl), Place: pl, Body: mailText(q, string(c.PersonLang)), Confirm: ui.Confirm{
		Form: ui.Form{Action: a.Link(voicePath(c.ID) + "/ask"), Hidden: []ui.Hidden{web.NewAct()}},
		Text: a.T("invitation.ask.text"), Kind: ui.Primary, Label: a.T("invitation.ask.do"), Cancel: a.Link(voicePath(c.ID)),
	}}, nil
}

func (f face) ask(a *web.Ask) error {
	if _, err := a.Form(); err != nil {
		return err
	}
	r, err := f.invitations.Ask(a.Ctx(), a.Who, a.ID("referral"))
	if err != nil {
		return f.again(a, err, f.askPage)
	}
	return a.GoDone(voicePath(r.ID), "invitation.done.asked")
}
