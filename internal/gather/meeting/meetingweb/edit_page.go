package meetingweb

import (
	"slices"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"penc/internal/gather/meeting"
	"penc/internal/gather/process"
	"penc/internal/gather/process/processweb"
	"penc/internal/ground/fault"
	"penc/internal/ground/lang"
	"penc/internal/ground/ref"
	"penc/internal/ground/when"
	"penc/internal/platform/web"
	"penc/internal/platform/web/ui"
)

// editPage is the form for what is said of a meeting, new or stored.
type editPage struct {
	web.Page
	Place  processweb.Place
	Whole  process.Whole
	Stored meeting.Meeting // as it is now; without an id if it is new
	In     meeting.Meeting // as it was typed
	Faults web.Faults
	Act    ui.Hidden
}

func (f face) new(a *web.Ask) error {
	w, err := f.convenable(a)
	if err != nil {
		return err
	}
	in := meeting.Meeting{Process: w.ID, Kind: meeting.Kinds[0]}
	return a.Render(editorPage(f.editPage(a, w, meeting.Meeting{Process: w.ID}, in, web.Faults{})))
}

// convenable returns a process of which who asks may convene meetings.
func (f face) convenable(a *web.Ask) (process.Whole, error) {
	w, err := f.processes.Whole(a.Ctx(), a.Who, a.ID("id"))
	if err == nil {
		err = meeting.MayConvene(a.Who, w.ID)
	}
	return w, err
}

// writable returns a meeting that who asks may write.
func (f face) writable(a *web.Ask) (meeting.Meeting, process.Whole, error) {
	m, w, err := f.load(a)
	if err == nil {
		err = m.MayWrite(a.Who)
	}
	return m, w, err
}

func (f face) convene(a *web.Ask) error {
	w, err := f.convenable(a)
	if err != nil {
		return err
	}
	form, err := a.Form()
	if err != nil {
		return err
	}
	in := read(form, meeting.Meeting{Process: w.ID}, w)
	m, err := f.meetings.Convene(a.Ctx(), a.Who, in)
	if err != nil {
		return a.Refused(err, func(fs web.Faults) templ.Component {
			return editorPage(f.editPage(a, w, meeting.Meeting{Process: w.ID}, in, fs))
		})
	}
	return a.GoDone(m.Path(), "meeting.done.convened")
}

func (f face) edit(a *web.Ask) error {
	m, w, err := f.writable(a)
	if err != nil {
		return err
	}
	return a.Render(editorPage(f.editPage(a, w, m, m, web.Faults{})))
}

func (f face) change(a *web.Ask) error {
	m, w, err := f.writable(a)
	if err != nil {
		return err
	}
	form, err := a.Form()
	if err != nil {
		return err
	}
	in := read(form, m, w)
	in.Version = form.Int("version")
	if _, err := f.meetings.Change(a.Ctx(), a.Who, in); err != nil {
		return a.Refused(err, func(fs web.Faults) templ.Component {
			if fs.Conflict() {
				m, in.Version = f.now(a, m)
			}
			return editorPage(f.editPage(a, w, m, in, fs))
		})
	}
	return a.GoDone(m.Path(), "meeting.done.changed")
}

// now returns a meeting as it has become, so that saving again is a decision taken
// with both texts in view.
func (f face) now(a *web.Ask, was meeting.Meeting) (meeting.Meeting, int) {
	if m, err := f.meetings.ByID(a.Ctx(), a.Who, was.ID); err == nil {
		return m, m.Version
	}
	return was, was.Version
}

func (f face) editPage(a *web.Ask, w process.Whole, stored, in meeting.Meeting, faults web.Faults) editPage {
	title := a.T("meeting.new.title")
	if stored.ID != "" {
		title = a.T("meeting.edit.title")
	}
	at := editorPlace(a, w, stored)
	at.Title.Title, at.Title.Small = title, true
	return editPage{Page: at.Page(a, title), Place: at, Whole: w, Stored: stored, In: in, Faults: faults, Act: web.NewAct()}
}

// editorPlace is the place of an editor: below the meeting, or below the list for
// a new one.
func editorPlace(a *web.Ask, w process.Whole, m meeting.Meeting) processweb.Place {
	at := processweb.Inside(a, w.Process)
	at.Tabs = nil
	at.Title.Trail = append(at.Title.Trail, a.Crumb(a.T("meeting.tab"), meeting.List(w.ID)))
	if m.ID != "" {
		at.Title.Trail = append(at.Title.Trail, ui.Link{Label: a.Say(m.Title), Href: a.Link(m.Path()), Lang: a.Foreign(m.Title)})
	}
	return at
}

// action is where the form goes, and back where to go instead.
func (p editPage) action() string {
	if p.Stored.ID == "" {
		return p.Link(meeting.List(p.Whole.ID))
	}
	return p.Link(p.Stored.Path() + "/edit")
}

func (p editPage) back() string {
	if p.Stored.ID == "" {
		return p.Link(meeting.List(p.Whole.ID))
	}
	return p.Link(p.Stored.Path())
}

// text is a field for a text in every language of the process.
func (p editPage) text(name string, t lang.Text, rows int) processweb.TextForm {
	out := processweb.TextForm{
		Name: name, Legend: p.T("meeting.field." + name), Text: t, Languages: p.Whole.Languages, Rows: rows,
		Required: name == "title", Faults: p.Faults,
	}
	if key := "meeting.hint." + name; p.Has(key) {
		out.Hint = p.T(key)
	}
	return out
}

// field is a field for words that are the same in every language.
func (p editPage) field(name, value string) ui.Field {
	out := ui.Field{Name: name, Label: p.T("meeting.field." + name), Value: value, Error: p.Faults.Of(name)}
	if key := "meeting.hint." + name; p.Has(key) {
		out.Hint = p.T(key)
	}
	return out
}

func (p editPage) number(name string, n int) ui.Field {
	out := p.field(name, plainNumber(n))
	out.InputMode, out.Width = "numeric", "short"
	return out
}

func plainNumber(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n)
}

func short(f ui.Field) ui.Field {
	f.Width = "short"
	return f
}

func required(f ui.Field) ui.Field {
	f.Required = true
	return f
}

func (p editPage) kinds() []ui.Choice {
	var out []ui.Choice
	for _, k := range meeting.Kinds {
		out = append(out, ui.Choice{Value: string(k), Label: p.T("meeting.kind." + string(k))})
	}
	return out
}

func (p editPage) modes() []ui.Choice {
	out := []ui.Choice{{Label: p.T("meeting.mode.unknown-yet")}}
	for _, m := range meeting.Modes {
		out = append(out, ui.Choice{Value: string(m), Label: p.T("meeting.mode." + string(m))})
	}
	return out
}

func (p editPage) partners() []ui.Choice {
	var out []ui.Choice
	for _, v := range p.Whole.Partners {
		out = append(out, p.choice(v.ID, v.Title, p.In.Organizers))
	}
	return out
}

func (p editPage) groups() []ui.Choice {
	var out []ui.Choice
	for _, v := range p.Whole.Of(process.WorkingGroup) {
		out = append(out, p.choice(v.ID, v.Title, p.In.WorkingGroups))
	}
	return out
}

func (p editPage) choice(id ref.ID, name lang.Text, chosen []ref.ID) ui.Choice {
	return ui.Choice{Value: string(id), Label: p.Say(name), Lang: p.Foreign(name), Selected: slices.Contains(chosen, id)}
}

// spare is how many empty rows stand after those that are filled in.
const spare = 2

// participants are the rows for kinds of people.
func (p editPage) participants() []lang.Text {
	return append(slices.Clone(p.In.Participants), make([]lang.Text, spare)...)
}

// where and counted are what was typed of the place and the attendance.
func (p editPage) where() meeting.Where {
	if p.In.Where == nil {
		return meeting.Where{}
	}
	return *p.In.Where
}

func (p editPage) counted() meeting.Attendance {
	if p.In.Attendance == nil {
		return meeting.Attendance{}
	}
	return *p.In.Attendance
}

// evidenceFields are the fields of a meeting that sources can disagree on or
// leave out.
var evidenceFields = []string{
	"title", "kind", "start", "end", "start-time", "duration-minutes", "mode", "place", "place.city", "place.venue", "theme",
	"organizers", "working-groups", "facilitator", "attendance", "attendance.total", "attendance.in-person", "attendance.online",
	"participants", "recording", "minutes", "agenda", "breakouts", "outcomes", "notes",
}

func (p editPage) evidence() processweb.EvidenceForm {
	return processweb.EvidenceForm{
		Room: "meeting", Fields: evidenceFields, Sources: p.Whole.Sources, Evidence: p.In.Evidence, Languages: p.Whole.Languages, Faults: p.Faults,
	}
}

// read returns a meeting as the form has it.
func read(form web.Form, old meeting.Meeting, w process.Whole) meeting.Meeting {
	m := old
	text := func(name string, t lang.Text) lang.Text { return processweb.ReadText(form, name, t, w.Languages) }
	m.Title, m.Theme, m.Recording, m.Notes = text("title", old.Title), text("theme", old.Theme), text("recording", old.Recording), text("notes", old.Notes)
	m.Kind, m.Mode = meeting.Kind(form.Get("kind")), meeting.Mode(form.Get("mode"))
	m.Dates = when.Span{Start: when.Date(form.Get("start")), End: when.Date(form.Get("end"))}
	m.Start, m.Lasts, m.Zone, m.Link = form.Get("start-time"), number(form, "duration-minutes"), form.Get("timezone"), form.Get("link")
	m.Facilitator, m.Minutes = personID(w, form.Get("facilitator")), ref.ID(form.Get("minutes"))
	m.Organizers, m.WorkingGroups = chosen(form, "organizers", old.Organizers), chosen(form, "working-groups", old.WorkingGroups)
	m.Where, m.Attendance = readWhere(form, old.Where, text), readAttendance(form, old.Attendance, text)
	m.Participants = nil
	for i := range process.MaxList {
		name := "participants." + strconv.Itoa(i)
		if len(form.Words(name, w.Languages)) == 0 {
			break
		}
		var was lang.Text
		if i < len(old.Participants) {
			was = old.Participants[i]
		}
		if t := text(name, was); !t.Empty() {
			m.Participants = append(m.Participants, t)
		}
	}
	m.Evidence = processweb.ReadEvidence(form, old.Evidence, w.Languages)
	return m
}

func readWhere(form web.Form, old *meeting.Where, text func(string, lang.Text) lang.Text) *meeting.Where {
	var w meeting.Where
	if old != nil {
		w = *old
	}
	w.City, w.Venue = text("place.city", w.City), text("place.venue", w.Venue)
	w.Uncertain, w.Country = text("place.uncertain", w.Uncertain), strings.ToUpper(form.Get("place.country"))
	if w.City.Empty() && w.Venue.Empty() && w.Uncertain.Empty() && w.Country == "" {
		return nil
	}
	return &w
}

func readAttendance(form web.Form, old *meeting.Attendance, text func(string, lang.Text) lang.Text) *meeting.Attendance {
	var a meeting.Attendance
	if old != nil {
		a = *old
	}
	a.Total, a.InPerson = number(form, "attendance.total"), number(form, "attendance.in-person")
	a.Online, a.AtLeast = number(form, "attendance.online"), form.On("attendance.at-least")
	a.Note = text("attendance.note", a.Note)
	if a.Total == 0 && a.InPerson == 0 && a.Online == 0 && !a.AtLeast && a.Note.Empty() {
		return nil
	}
	return &a
}

// number returns a number of the form: 0 for nothing typed, and -1, which no rule
// admits, for what is no number.
func number(form web.Form, name string) int {
	typed := strings.NewReplacer(" ", "", "\u00a0", "", "\u202f", "").Replace(form.Get(name))
	if typed == "" {
		return 0
	}
	n, err := strconv.Atoi(typed)
	if err != nil {
		return -1
	}
	return n
}

// personID returns the id of the person of the process who has this name; other
// names stay as they are.
func personID(w process.Whole, name string) string {
	for _, v := range w.People {
		if v.FullName == name {
			return string(v.ID)
		}
	}
	return name
}

// chosen returns the ids that are ticked: those that were there before in their
// order, then the others.
func chosen(form web.Form, name string, before []ref.ID) []ref.ID {
	ticked := form.All(name)
	var out []ref.ID
	for _, id := range before {
		if slices.Contains(ticked, string(id)) {
			out = append(out, id)
		}
	}
	for _, id := range ticked {
		if !slices.Contains(out, ref.ID(id)) {
			out = append(out, ref.ID(id))
		}
	}
	return out
}

// cancelPage asks once more before a meeting is cancelled, and why.
type cancelPage struct {
	web.Page
	Place   processweb.Place
	Whole   process.Whole
	Meeting meeting.Meeting
	Reason  lang.Text // as typed
	Faults  web.Faults
	Act     ui.Hidden
}

func (f face) cancel(a *web.Ask) error {
	m, w, err := f.writable(a)
	switch {
	case err != nil:
		return err
	case m.State == meeting.Cancelled:
		return fault.New(fault.Closed, "", "meeting.cancel.done")
	case m.Over(w.Process, a.Site.DB.Now()):
		return fault.New(fault.Closed, "", "meeting.cancel.over")
	}
	return a.Render(cancellingPage(f.cancelPage(a, w, m, lang.Text{}, web.Faults{})))
}

func (f face) carryCancel(a *web.Ask) error {
	m, w, err := f.writable(a)
	if err != nil {
		return err
	}
	form, err := a.Form()
	if err != nil {
		return err
	}
	reason := processweb.ReadText(form, "reason", lang.Text{}, w.Languages)
	if _, err := f.meetings.Cancel(a.Ctx(), a.Who, m.ID, reason, form.Int("version")); err != nil {
		return a.Refused(err, func(fs web.Faults) templ.Component {
			m, _ := f.now(a, m)
			return cancellingPage(f.cancelPage(a, w, m, reason, fs))
		})
	}
	return a.GoDone(m.Path(), "meeting.done.cancelled")
}

func (f face) cancelPage(a *web.Ask, w process.Whole, m meeting.Meeting, reason lang.Text, faults web.Faults) cancelPage {
	at := editorPlace(a, w, m)
	at.Title.Title, at.Title.Small = a.T("meeting.cancel.title"), true
	return cancelPage{Page: at.Page(a, at.Title.Title), Place: at, Whole: w, Meeting: m, Reason: reason, Faults: faults, Act: web.NewAct()}
}
