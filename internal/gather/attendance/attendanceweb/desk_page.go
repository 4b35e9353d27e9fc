package attendanceweb

import (
	"strconv"
	"strings"
	"time"

	"github.com/a-h/templ"

	"penc/internal/gather/attendance"
	"penc/internal/gather/meeting/meetingweb"
	"penc/internal/gather/process"
	"penc/internal/gather/process/processweb"
	"penc/internal/ground/fault"
	"penc/internal/ground/ref"
	"penc/internal/platform/web"
	"penc/internal/platform/web/ui"
)

// deskPage is what those at the door work with: those who run it at the address of
// the meeting, helpers at the address that is their secret.
type deskPage struct {
	web.Page
	Place   processweb.Place
	Base    string // of the desk's own addresses, without the language
	Desk    attendance.Desk
	Process process.Whole
	Query   string
	Walk    attendance.Arrival // as typed
	Set     attendance.Door    // as typed
	Until   string             // as typed
	Helper  string             // the name of a helper, as typed
	Made    string             // the address of a helper's link that was just made
	MadeFor string
	QR      templ.Component
	Short   string // the address that the projector shows
	Faults  web.Faults
	Seat    string // which form the faults are of: "walk", "settings", "helper"
}

func (f face) deskRoutes() []web.Route {
	var out []web.Route
	for _, r := range []struct {
		method, rest string
		do           func(*web.Ask) error
	}{
		{"GET", "", f.desk},
		{"POST", "/admit", f.admit},
		{"POST", "/undo", f.undo},
		{"POST", "/leave", f.leave},
		{"GET", "/list", f.list},
		{"POST", "/list", f.enterList},
	} {
		for _, base := range []string{"/meetings/{id}/door", "/door/{token}"} {
			audience := web.Stewards
			if strings.HasPrefix(base, "/door/") {
				audience = web.Anyone
			}
			out = append(out, web.Route{Pattern: r.method + " " + base + r.rest, For: audience, Fresh: true, Do: r.do, MaxBody: maxBody})
		}
	}
	for pattern, do := range map[string]func(*web.Ask) error{
		"POST /meetings/{id}/door/open":                           f.openDoor,
		"GET /meetings/{id}/door/close":                           f.askClose,
		"POST /meetings/{id}/door/close":                          f.closeDoor,
		"POST /meetings/{id}/door/settings":                       f.setDoor,
		"POST /meetings/{id}/door/helpers":                        f.makeHelper,
		"POST /meetings/{id}/door/helpers/{helper}/end":           f.endHelper,
		"POST /meetings/{id}/registrations":                       f.registerByHand,
		"GET /meetings/{id}/registrations/{registration}/cancel":  f.askCancel,
		"POST /meetings/{id}/registrations/{registration}/cancel": f.cancelRegistration,
		"GET /meetings/{id}/sign-in-sheet":                        f.sheet,
	} {
		out = append(out, web.Route{Pattern: pattern, For: web.Stewards, Fresh: true, Do: do})
	}
	return append(out, web.Route{Pattern: "GET /meetings/{id}/registrations", For: web.Stewards, Fresh: true, Do: f.registrations, Formats: []string{"csv"}})
}

// base returns the address of the desk that is asked for, with the secret of its
// helper if it is a helper's.
func base(a *web.Ask) (id ref.ID, helper, path string) {
	if helper = a.R.PathValue("token"); helper != "" {
		return "", helper, "/door/" + helper
	}
	id = a.ID("id")
	return id, "", "/meetings/" + string(id) + "/door"
}

func (f face) desk(a *web.Ask) error {
	p, err := f.deskPage(a, a.Query("q"))
	if err != nil {
		return err
	}
	return a.Render(deskView(p))
}

func (f face) deskPage(a *web.Ask, query string) (p deskPage, err error) {
	id, helper, at := base(a)
	d, err := f.service.Desk(a.Ctx(), a.Who, id, helper, query)
	if err != nil {
		return p, err
	}
	p = deskPage{Base: at, Desk: d, Process: d.Process, Query: query, Set: d.Door, Walk: attendance.Arrival{Mode: attendance.Room}}
	p.Place = meetingweb.Inside(a, p.Process.Process, d.Meeting)
	p.Place.Title.Title, p.Place.Title.Lead = a.T("attendance.door.title"), occasion(a.Speaker, d.Meeting)
	if d.Helper.ID != "" {
		p.Place.Tabs, p.Place.Title.Trail = nil, nil
		p.Place.Title.Kicker = a.Say(d.Meeting.Title)
	}
	p.Page = p.Place.Page(a, p.Place.Title.Title)
	p.NoIndex = true
	p.Until = moment(p.Desk.Door.Until, f.zone(p))
	if d.Open {
		p.Page = a.Offline(p.Page, d.Door.Until)
		p.Short = strings.TrimSuffix(a.Site.BaseURL, "/") + "/m/" + d.Door.Code
		p.QR, err = QR(p.Short, a.T("attendance.qr", "code", attendance.Spaced(d.Door.Code)))
	}
	return p, err
}

// zone is the time zone of the meeting.
func (f face) zone(p deskPage) *time.Location {
	zone, _ := p.Desk.Meeting.Location(p.Process.Process)
	return zone
}

// moment writes a time for a field, "2026-03-15 18:00".
func moment(t time.Time, zone *time.Location) string {
	if t.IsZero() {
		return ""
	}
	return t.In(zone).Format("2006-01-02 15:04")
}

func readMoment(typed string, zone *time.Location) time.Time {
	t, err := time.ParseInLocation("2006-01-02 15:04", strings.ReplaceAll(typed, "T", " "), zone)
	if err != nil {
		return time.Time{}
	}
	return t.UTC()
}

func (f face) admit(a *web.Ask) error {
	form, err := a.Form()
	if err != nil {
		return err
	}
	id, helper, at := base(a)
	in := arrival(form)
	in.Participant = ref.ID(form.Get("participant"))
	if form.Has("happened") {
		in.Happened = form.Happened(a.Site.DB.Now())
	}
	if _, err := f.service.Admit(a.Ctx(), a.Who, id, helper, in); err != nil {
		return f.again(a, err, "walk", func(p *deskPage) { p.Walk = in })
	}
	return a.GoDone(at, "attendance.done.admitted")
}

// again shows the desk with what was typed and what was wrong with it.
func (f face) again(a *web.Ask, err error, seat string, typed func(*deskPage)) error {
	if len(fault.All(err)) == 0 {
		return err
	}
	p, err2 := f.deskPage(a, "")
	if err2 != nil {
		return err
	}
	p.Seat = seat
	typed(&p)
	return a.Refused(err, func(fs web.Faults) templ.Component { p.Faults = fs; return deskView(p) })
}

func (f face) undo(a *web.Ask) error {
	return f.one(a, "attendance.done.undone", func(id ref.ID, helper string, participant ref.ID) error {
		_, err := f.service.Undo(a.Ctx(), a.Who, id, helper, participant)
		return err
	})
}

func (f face) leave(a *web.Ask) error {
	return f.one(a, "attendance.done.left", func(id ref.ID, helper string, participant ref.ID) error {
		_, err := f.service.Leave(a.Ctx(), a.Who, id, helper, participant)
		return err
	})
}

// one does something with one person at the door.
func (f face) one(a *web.Ask, done string, do func(id ref.ID, helper string, participant ref.ID) error) error {
	form, err := a.Form()
	if err != nil {
		return err
	}
	id, helper, at := base(a)
	if err := do(id, helper, ref.ID(form.Get("participant"))); err != nil {
		return err
	}
	return a.GoDone(at, done)
}

func (f face) openDoor(a *web.Ask) error {
	if _, err := a.Form(); err != nil {
		return err
	}
	if _, err := f.service.OpenCheckIn(a.Ctx(), a.Who, a.ID("id")); err != nil {
		return err
	}
	return a.GoDone(path(a.ID("id"), "door"), "attendance.done.opened")
}

func (f face) askClose(a *web.Ask) error {
	p, err := f.deskPage(a, "")
	if err != nil {
		return err
	}
	return a.Render(closeView(p))
}

func (f face) closeDoor(a *web.Ask) error {
	if _, err := a.Form(); err != nil {
		return err
	}
	if _, err := f.service.CloseCheckIn(a.Ctx(), a.Who, a.ID("id")); err != nil {
		return err
	}
	return a.GoDone(path(a.ID("id"), "door"), "attendance.done.closed")
}

func (f face) setDoor(a *web.Ask) error {
	form, err := a.Form()
	if err != nil {
		return err
	}
	p, err := f.deskPage(a, "")
	if err != nil {
		return err
	}
	in := p.Desk.Door
	in.Meeting, in.Version = a.ID("id"), form.Int("version")
	in.Registering = attendance.Registering(form.Get("registering"))
	in.RoomPlaces, in.RemotePlaces = count(form, "room-places"), count(form, "remote-places")
	if form.Has("until") {
		in.Until = readMoment(form.Get("until"), f.zone(p))
	}
	if _, err := f.service.SetDoor(a.Ctx(), a.Who, in); err != nil {
		return f.again(a, err, "settings", func(p *deskPage) {
			in.Version = p.Desk.Door.Version
			p.Set, p.Until = in, form.Get("until")
		})
	}
	return a.GoDone(path(in.Meeting, "door"), "attendance.done.set")
}

// count returns a number of the form: 0 for nothing typed, -1, which no rule admits,
// for what is no number.
func count(form web.Form, name string) int {
	typed := strings.NewReplacer(" ", "", "\u00a0", "", "\u202f", "").Replace(form.Get(name))
	if typed == "" {
		return 0
	}
	n := 0
	for _, r := range typed {
		if r < '0' || r > '9' || n > attendance.MaxPlaces {
			return -1
		}
		n = 10*n + int(r-'0')
	}
	return n
}

// makeHelper answers with the desk at once: the address of the link is shown only
// this one time.
func (f face) makeHelper(a *web.Ask) error {
	form, err := a.Form()
	if err != nil {
		return err
	}
	h, token, err := f.service.MakeHelper(a.Ctx(), a.Who, a.ID("id"), form.Get("name"))
	if err != nil {
		return f.again(a, err, "helper", func(p *deskPage) { p.Helper = form.Get("name") })
	}
	p, err := f.deskPage(a, "")
	if err != nil {
		return err
	}
	p.Made, p.MadeFor = strings.TrimSuffix(a.Site.BaseURL, "/")+a.Link("/door/"+token), h.Name
	return a.Render(deskView(p))
}

func (f face) endHelper(a *web.Ask) error {
	if _, err := a.Form(); err != nil {
		return err
	}
	if err := f.service.EndHelper(a.Ctx(), a.Who, a.ID("id"), a.ID("helper")); err != nil {
		return err
	}
	return a.GoDone(path(a.ID("id"), "door"), "attendance.done.helper-ended")
}

// of returns what is wrong with a field of one of the forms.
func (p deskPage) of(seat, field string) string {
	if p.Seat != seat {
		return ""
	}
	return p.Faults.Of(field)
}

// full reports whether there are more people in the room than places.
func (p deskPage) full() bool {
	return p.Desk.Door.RoomPlaces > 0 && p.Desk.Now.Room >= p.Desk.Door.RoomPlaces
}

func (p deskPage) groups() []ui.Choice {
	return groupChoices(p.Speaker, attendance.Standing{Process: p.Process})
}

func (p deskPage) registerings() []ui.Choice {
	var out []ui.Choice
	for _, r := range attendance.Registerings {
		key := string(r)
		if r == attendance.ByStage {
			key = "by-stage"
		}
		out = append(out, ui.Choice{Value: string(r), Label: p.T("attendance.registering." + key)})
	}
	return out
}

// person is somebody in what a search at the door found.
func (p deskPage) person(e attendance.Expected) ui.Entry {
	out := ui.Entry{Title: e.Name, By: e.Affiliation, Kind: p.group(e.Group)}
	if e.Name == "" {
		out.Title = p.T("attendance.nameless")
	}
	switch {
	case e.Here():
		out.State, out.Label = ui.TagDone, p.T("attendance.state.here-"+string(e.Presence.Mode))
	case e.Presence.Participant != "":
		out.State, out.Label = ui.TagPlain, p.T("attendance.state.left")
	case e.State == attendance.Waiting:
		out.State, out.Label = ui.TagWaiting, p.T("attendance.state.waiting")
	default:
		out.State, out.Label = ui.TagNext, p.T("attendance.state.registered-"+string(e.Mode))
	}
	return out
}

func (p deskPage) group(id ref.ID) string {
	if id == "" {
		return ""
	}
	return groupName(p.Speaker, p.Process, id)
}

// undoable reports whether a check-in can be taken back at the door.
func undoable(e attendance.Expected) bool {
	return e.Presence.Via == attendance.ByDoor || e.Presence.Via == attendance.ByPaper
}

// helper is the line of a helper's link.
func (p deskPage) helper(h attendance.Helper) ui.Entry {
	out := ui.Entry{Title: h.Name, State: ui.TagOpen, Label: p.T("attendance.helper.good")}
	if !h.Ended.IsZero() {
		out.State, out.Label = ui.TagDone, p.T("attendance.helper.ended")
	}
	return out
}

// remoteLink is what those who take part online press.
func (p deskPage) remoteLink() string {
	return strings.TrimSuffix(p.Short, "/m/"+p.Desk.Door.Code) + p.Link(path(p.Desk.Meeting.ID, "check-in")) +
		"?code=" + p.Desk.Door.Code + "&mode=" + string(attendance.Remote)
}

// number writes a number of places for a field: nothing for none.
func number(n int) string {
	if n <= 0 {
		return ""
	}
	return strconv.Itoa(n)
}
