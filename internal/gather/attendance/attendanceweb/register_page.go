package attendanceweb

import (
	"cmp"
	"net/url"

	"github.com/a-h/templ"

	"penc/internal/gather/attendance"
	"penc/internal/gather/meeting"
	"penc/internal/gather/meeting/meetingweb"
	"penc/internal/gather/process/processweb"
	"penc/internal/ground/fault"
	"penc/internal/ground/ref"
	"penc/internal/platform/web"
	"penc/internal/platform/web/ui"
)

// registerPage lets somebody register, and says where their registration stands.
type registerPage struct {
	web.Page
	Place    processweb.Place
	Standing attendance.Standing
	In       attendance.Wish
	Key      string
	Over     bool // the meeting
	Faults   web.Faults
	Act      ui.Hidden
}

func registerPath(id ref.ID, key string) string {
	if key == "" {
		return path(id, "register")
	}
	return path(id, "register") + "?key=" + url.QueryEscape(key)
}

func (f face) register(a *web.Ask) error {
	s, err := f.service.Standing(a.Ctx(), a.Who, a.ID("id"), a.Query("key"))
	if err != nil {
		return err
	}
	return a.Render(registerView(f.registerPage(a, s, wishOf(s), a.Query("key"))))
}

// wishOf is what the form shows before anything is typed.
func wishOf(s attendance.Standing) attendance.Wish {
	k := s.Known
	w := attendance.Wish{Mode: k.Mode, Group: k.Group, Affiliation: k.Affiliation, SpeaksFor: k.SpeaksFor, NamedInPublic: k.NamedInPublic}
	if r := s.Registration; r.State != "" {
		w = attendance.Wish{Mode: r.Mode, Group: r.Group, Affiliation: r.Affiliation, SpeaksFor: r.SpeaksFor, NamedInPublic: r.NamedInPublic}
	}
	w.Mode = cmp.Or(w.Mode, attendance.ModesOf(s.Meeting)[0])
	return w
}

func (f face) registerPage(a *web.Ask, s attendance.Standing, in attendance.Wish, key string) registerPage {
	at := meetingweb.Inside(a, s.Process.Process, s.Meeting)
	at.Title.Title, at.Title.Lead = a.T("attendance.register.title"), occasion(a.Speaker, s.Meeting)
	return registerPage{
		Page: at.Page(a, at.Title.Title), Place: at, Standing: s, In: in, Key: key, Act: web.NewAct(),
		Over: s.Meeting.Over(s.Process.Process, a.Site.DB.Now()),
	}
}

func (f face) carryRegister(a *web.Ask) error {
	form, err := a.Form()
	if err != nil {
		return err
	}
	id, in := a.ID("id"), wish(form)
	r, err := f.service.Register(a.Ctx(), a.Who, id, in)
	if err != nil {
		s, err2 := f.service.Standing(a.Ctx(), a.Who, id, "")
		if err2 != nil {
			return err2
		}
		return a.Refused(err, func(fs web.Faults) templ.Component {
			p := f.registerPage(a, s, in, "")
			p.Faults = fs
			return registerView(p)
		})
	}
	if r.State == attendance.Waiting {
		return a.GoDone(path(id, "register"), "attendance.done.waiting")
	}
	return a.GoDone(path(id, "register"), "attendance.done.registered")
}

// wish is what a form of registering says.
func wish(form web.Form) attendance.Wish {
	in := arrival(form)
	return attendance.Wish{
		Mode: in.Mode, Name: in.Name, Address: form.Get("address"), Group: in.Group, Affiliation: in.Affiliation,
		SpeaksFor: in.SpeaksFor, Lang: in.Lang, NamedInPublic: in.NamedInPublic,
	}
}

func (f face) unregister(a *web.Ask) error {
	s, err := f.service.Standing(a.Ctx(), a.Who, a.ID("id"), a.Query("key"))
	if err != nil {
		return err
	}
	if s.Registration.State == "" || !s.Registration.Stands() {
		return fault.New(fault.NotFound, "", "attendance.registration.unknown")
	}
	p := f.registerPage(a, s, wishOf(s), a.Query("key"))
	p.Place.Title.Title = a.T("attendance.unregister.title")
	return a.Render(unregisterView(p))
}

func (f face) carryUnregister(a *web.Ask) error {
	form, err := a.Form()
	if err != nil {
		return err
	}
	id, key := a.ID("id"), form.Get("key")
	if _, err := f.service.Unregister(a.Ctx(), a.Who, id, ref.ID(form.Get("registration")), key); err != nil {
		return err
	}
	return a.GoDone(path(id, "register"), "attendance.done.unregistered")
}

func (p registerPage) modes() []attendance.Mode { return attendance.ModesOf(p.Standing.Meeting) }

// choices are the modes, each with the places that are left.
func (p registerPage) choices() []ui.Choice {
	out := modeChoices(p.Speaker, p.modes())
	for i, m := range p.modes() {
		out[i].Hint = placesLeft(p.Speaker, p.Standing, m)
	}
	return out
}

func placesLeft(s web.Speaker, st attendance.Standing, m attendance.Mode) string {
	n, counted := st.Door.Free(st.Taken, m)
	switch {
	case !counted:
		return ""
	case n == 0:
		return s.T("attendance.places.none")
	}
	return s.T("attendance.places.left", "n", n)
}

// stands reports whether who asks means to come.
func (p registerPage) stands() bool {
	return p.Standing.Registration.State != "" && p.Standing.Registration.Stands()
}

// own reports whether who asks may change the registration with the form.
func (p registerPage) own() bool { return p.Who.Person != "" && p.Key == "" }

func (p registerPage) hidden() []ui.Hidden {
	out := []ui.Hidden{p.Act}
	if len(p.modes()) == 1 {
		out = append(out, ui.Hidden{Name: "mode", Value: string(p.modes()[0])})
	}
	return out
}

// link returns where those who registered take part online, if they may know.
func (p registerPage) link() string {
	if p.Standing.Registration.State == attendance.Registered && !p.Over && p.Standing.Meeting.State != meeting.Cancelled {
		return p.Standing.Meeting.Link
	}
	return ""
}

func (p registerPage) next() string {
	return p.Link("/join?next=" + url.QueryEscape(path(p.Standing.Meeting.ID, "register")))
}

func (p registerPage) formTitle() string {
	if p.stands() {
		return p.T("attendance.register.change")
	}
	return p.T("attendance.register.title")
}

func (p registerPage) button() string {
	if p.stands() {
		return p.T("attendance.register.save")
	}
	return p.T("attendance.register.button")
}

func keyQuery(key string) string {
	if key == "" {
		return ""
	}
	return "?key=" + url.QueryEscape(key)
}

// meetingPanel is what a meeting's page says of taking part.
type meetingPanel struct {
	web.Speaker
	Standing attendance.Standing
	Over     bool
}

func (f face) meetingPanel(a *web.Ask, id ref.ID) (templ.Component, error) {
	s, err := f.service.Standing(a.Ctx(), a.Who, id, "")
	if err != nil {
		return nil, err
	}
	p := meetingPanel{Speaker: a.Speaker, Standing: s, Over: s.Meeting.Over(s.Process.Process, a.Site.DB.Now())}
	ahead := !p.Over && s.Meeting.State == meeting.Planned
	if !s.Open && !s.CheckIn && s.Registration.State == "" && !(s.Runs && ahead) {
		return nil, nil
	}
	return meetingPanelView(p), nil
}

// Registration reports whether there is something to say of registering.
func (p meetingPanel) Registration() bool {
	return p.Standing.Open || p.Standing.Registration.State != "" && p.Standing.Registration.Stands()
}

func (p meetingPanel) sentence() string {
	switch r := p.Standing.Registration; {
	case r.State == attendance.Registered:
		return p.T("attendance.yours." + string(r.Mode))
	case r.State == attendance.Waiting:
		return p.T("attendance.yours.waiting-" + string(r.Mode))
	}
	return p.T("attendance.panel.open")
}

func (p meetingPanel) button() string {
	if p.Standing.Registration.State != "" && p.Standing.Registration.Stands() {
		return p.T("attendance.register.change")
	}
	return p.T("attendance.register.button")
}

// link is where those who registered or are there take part online, where the
// meeting does not show it to everybody.
func (p meetingPanel) link() string {
	if !p.Standing.Meeting.LinkPrivate || p.Over {
		return ""
	}
	if p.Standing.Registration.State == attendance.Registered || p.Standing.Here.Participant != "" || p.Standing.Runs {
		return p.Standing.Meeting.Link
	}
	return ""
}
