package attendanceweb

import (
	"cmp"
	"time"

	"github.com/a-h/templ"

	"penc/internal/gather/attendance"
	"penc/internal/gather/meeting/meetingweb"
	"penc/internal/gather/process/processweb"
	"penc/internal/ground/fault"
	"penc/internal/ground/lang"
	"penc/internal/ground/ref"
	"penc/internal/platform/web"
	"penc/internal/platform/web/ui"
)

// checkInPage lets somebody check in, and says that they are there.
type checkInPage struct {
	web.Page
	Place    processweb.Place
	Standing attendance.Standing
	In       attendance.Arrival // as typed
	Key      string             // of a personal link
	Another  bool               // not the one whose pass the browser holds
	Faults   web.Faults
	Act, Out ui.Hidden // the names of the acts of the page's forms
}

// codePage asks for the code that the projector shows.
type codePage struct {
	web.Page
	Typed  string
	Faults web.Faults
}

// short is the address that the projector shows and phones read.
func (f face) short(a *web.Ask) error {
	typed := a.R.PathValue("code")
	id, err := f.service.Find(a.Ctx(), a.Site.Client(a.R), typed)
	if kind := fault.KindOf(err); kind == fault.Invalid || kind == fault.Closed {
		return a.Go("/code?code=" + attendance.ReadCode(typed) + "&wrong=" + fault.All(err)[0].Message)
	}
	if err != nil {
		return err
	}
	return a.Go(path(id, "check-in") + "?code=" + attendance.ReadCode(typed))
}

func (f face) code(a *web.Ask) error {
	p := codePage{Page: a.Page(a.T("attendance.code.title")), Typed: attendance.Spaced(attendance.ReadCode(a.Query("code")))}
	p.NoIndex = true
	switch a.Query("wrong") {
	case "attendance.code.wrong", "attendance.code.too-many", "attendance.door.closed":
		err := fault.Field("code", a.Query("wrong"))
		return a.Refused(err, func(fs web.Faults) templ.Component { p.Faults = fs; return codeView(p) })
	}
	return a.Render(codeView(p))
}

func (f face) enterCode(a *web.Ask) error {
	form, err := a.Form()
	if err != nil {
		return err
	}
	id, err := f.service.Find(a.Ctx(), a.Site.Client(a.R), form.Get("code"))
	if err != nil {
		return a.Refused(err, func(fs web.Faults) templ.Component {
			return codeView(codePage{Page: a.Page(a.T("attendance.code.title")), Typed: form.Get("code"), Faults: fs})
		})
	}
	return a.Go(path(id, "check-in") + "?code=" + attendance.ReadCode(form.Get("code")))
}

func (f face) checkIn(a *web.Ask) error {
	key := a.Query("key")
	s, err := f.service.Standing(a.Ctx(), a.Who, a.ID("id"), key)
	if err != nil {
		return err
	}
	in := attendance.Arrival{Code: attendance.ReadCode(a.Query("code")), Mode: attendance.Mode(a.Query("mode")), Lang: a.Lang}
	return a.Render(checkInView(f.checkInPage(a, s, in, key, a.Query("another") != "")))
}

func (f face) checkInPage(a *web.Ask, s attendance.Standing, in attendance.Arrival, key string, another bool) checkInPage {
	at := meetingweb.Inside(a, s.Process.Process, s.Meeting)
	at.Title.Title, at.Title.Lead = a.T("attendance.check-in.title"), occasion(a.Speaker, s.Meeting)
	p := checkInPage{
		Page: at.Page(a, at.Title.Title), Place: at, Standing: s, Key: key, Another: another, Act: web.NewAct(), Out: web.NewAct(),
	}
	p.NoIndex = true
	p.In = p.filled(in)
	if s.CheckIn {
		p.Page = a.Offline(p.Page, s.Door.Until)
	}
	return p
}

// filled is what the form shows: what was typed, and else what is known.
func (p checkInPage) filled(in attendance.Arrival) attendance.Arrival {
	if p.Another {
		in.Mode = cmp.Or(in.Mode, p.modes()[0])
		return in
	}
	k := p.Standing.Known
	in.Name, in.Affiliation, in.SpeaksFor = cmp.Or(in.Name, k.Name), cmp.Or(in.Affiliation, k.Affiliation), cmp.Or(in.SpeaksFor, k.SpeaksFor)
	in.Group = cmp.Or(in.Group, k.Group)
	in.NamedInPublic = in.NamedInPublic || k.NamedInPublic
	in.Mode = cmp.Or(in.Mode, k.Mode, p.modes()[0])
	if p.Name != "" && p.Who.Person != "" {
		in.Name = cmp.Or(in.Name, p.Name)
	}
	return in
}

func (p checkInPage) modes() []attendance.Mode { return attendance.ModesOf(p.Standing.Meeting) }

// known reports whether the form need not ask for a name or a code.
func (p checkInPage) known() bool {
	k := p.Standing.Known
	return !p.Another && k.Participant != "" && (p.Who.Person != "" || p.Key != "" || !k.In.IsZero())
}

// here reports whether who asks is in the meeting.
func (p checkInPage) here() bool {
	return !p.Another && p.Standing.Here.Participant != "" && p.Standing.Here.Here()
}

func (f face) carryCheckIn(a *web.Ask) error {
	id := a.ID("id")
	form, err := a.Form()
	if err != nil {
		return err
	}
	in, key := arrival(form), form.Get("key")
	in.Key = key
	if form.Has("happened") {
		in.Happened = form.Happened(a.Site.DB.Now())
	}
	if in.Code != "" {
		err = f.service.MayTry(a.Ctx(), a.Site.Client(a.R))
	}
	token := ""
	if err == nil {
		_, token, err = f.service.CheckIn(a.Ctx(), a.Who, id, in)
	}
	if err != nil {
		return f.refuseCheckIn(a, id, in, key, err)
	}
	if token != "" {
		keepPass(a, token)
	}
	if l := in.Lang; lang.Known(l) {
		a.Lang = l // the page goes on in the language that was chosen
	}
	return a.GoDone(path(id, "check-in"), "attendance.done.checked-in")
}

func (f face) refuseCheckIn(a *web.Ask, id ref.ID, in attendance.Arrival, key string, err error) error {
	if all := fault.All(err); len(all) > 0 && all[0].Message == "attendance.code.wrong" {
		if err := f.service.Wrong(a.Ctx(), a.Site.Client(a.R)); err != nil {
			return err
		}
	}
	s, err2 := f.service.Standing(a.Ctx(), a.Who, id, key)
	if err2 != nil {
		return err2
	}
	p := f.checkInPage(a, s, in, key, in.Another)
	return a.Refused(err, func(fs web.Faults) templ.Component { p.Faults = fs; return checkInView(p) })
}

// arrival is what a form of checking in says.
func arrival(form web.Form) attendance.Arrival {
	return attendance.Arrival{
		Code: form.Get("code"), Mode: attendance.Mode(form.Get("mode")), Name: form.Get("name"),
		Group: ref.ID(form.Get("stakeholder-group")), Affiliation: form.Get("affiliation"), SpeaksFor: form.Get("speaks-for"),
		Lang: lang.Tag(form.Get("lang")), NamedInPublic: form.On("named"), Another: form.On("another"),
	}
}

func (f face) checkOut(a *web.Ask) error {
	form, err := a.Form()
	if err != nil {
		return err
	}
	id := a.ID("id")
	s, err := f.service.Standing(a.Ctx(), a.Who, id, "")
	if err != nil {
		return err
	}
	var happened time.Time
	if form.Has("happened") {
		happened = form.Happened(a.Site.DB.Now())
	}
	if _, err := f.service.CheckOut(a.Ctx(), a.Who, id, s.Here.Participant, happened); err != nil {
		return err
	}
	return a.GoDone(path(id, "check-in"), "attendance.done.checked-out")
}

// another takes the pass out of a browser that somebody else uses next.
func (f face) another(a *web.Ask) error {
	if _, err := a.Form(); err != nil {
		return err
	}
	if _, err := f.service.Door(a.Ctx(), a.Who, a.ID("id")); err != nil {
		return err
	}
	if token := passOf(a.R, a.Site); token != "" {
		if err := f.service.GiveBack(a.Ctx(), token); err != nil {
			return err
		}
		dropPass(a)
	}
	return a.Go(path(a.ID("id"), "check-in"))
}

func modeChoices(s web.Speaker, modes []attendance.Mode) []ui.Choice {
	var out []ui.Choice
	for _, m := range modes {
		out = append(out, ui.Choice{Value: string(m), Label: s.T("attendance.mode." + string(m))})
	}
	return out
}

func (p checkInPage) groups() []ui.Choice { return groupChoices(p.Speaker, p.Standing) }

func groupChoices(s web.Speaker, st attendance.Standing) []ui.Choice {
	out := []ui.Choice{{Label: s.T("attendance.group.choose")}}
	for _, g := range st.Process.Groups {
		out = append(out, ui.Choice{Value: string(g.ID), Label: s.Say(g.Title), Lang: s.Foreign(g.Title)})
	}
	return out
}

func languageChoices(s web.Speaker) []ui.Choice {
	var out []ui.Choice
	for _, l := range lang.Interface {
		out = append(out, ui.Choice{Value: string(l), Label: s.T("web.language." + string(l)), Lang: string(l)})
	}
	return out
}

func (p checkInPage) action() string { return p.Link(path(p.Standing.Meeting.ID, "check-in")) }

// hidden are what the form carries along.
func (p checkInPage) hidden() []ui.Hidden {
	out := []ui.Hidden{p.Act}
	if p.Key != "" {
		out = append(out, ui.Hidden{Name: "key", Value: p.Key})
	}
	if p.Another {
		out = append(out, ui.Hidden{Name: "another", Value: "on"})
	}
	if p.In.Code != "" && p.Faults.Of("code") == "" {
		out = append(out, ui.Hidden{Name: "code", Value: p.In.Code})
	}
	if len(p.modes()) == 1 {
		out = append(out, ui.Hidden{Name: "mode", Value: string(p.modes()[0])})
	}
	return out
}

// asksCode reports whether the form has a field for the code.
func (p checkInPage) asksCode() bool {
	return p.Faults.Of("code") != "" || p.In.Code == "" && !p.known()
}

// hallPath is the page of a meeting for those who are there.
func (p checkInPage) hall() string { return p.Link(path(p.Standing.Meeting.ID, "hall")) }

// other is the mode in which somebody who is there does not take part.
func (p checkInPage) other() attendance.Mode {
	if p.Standing.Here.Mode == attendance.Remote {
		return attendance.Room
	}
	return attendance.Remote
}

func hereLine(s web.Speaker, p attendance.Presence) string {
	return s.T("attendance.here."+string(p.Mode), "name", p.Name)
}

// switching is what the form carries along by which somebody changes their mode.
func (p checkInPage) switching() []ui.Hidden {
	out := []ui.Hidden{p.Act, {Name: "mode", Value: string(p.other())}}
	if p.Standing.Here.NamedInPublic {
		out = append(out, ui.Hidden{Name: "named", Value: "on"})
	}
	return out
}
