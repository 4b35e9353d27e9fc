package meetingweb

import (
	"cmp"
	"slices"
	"strconv"

	"github.com/a-h/templ"

	"penc/internal/gather/meeting"
	"penc/internal/gather/process"
	"penc/internal/gather/process/processweb"
	"penc/internal/ground/lang"
	"penc/internal/ground/ref"
	"penc/internal/platform/web"
	"penc/internal/platform/web/ui"
	"penc/internal/talk/library"
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
	Shelf  []library.Document
	More   []ui.Link // what else can be done with the stored meeting
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
	p := editPage{Page: at.Page(a, title), Place: at, Whole: w, Stored: stored, In: in, Faults: faults, Act: web.NewAct()}
	p.Shelf = f.shelf(a, w)
	if stored.ID != "" {
		p.More = append(p.More, ui.Link{Label: a.T("meeting.programme.title"), Href: a.Link(stored.Path() + "/programme")})
		if stored.State != meeting.Cancelled && !stored.Over(w.Process, a.Site.DB.Now()) {
			p.More = append(p.More, ui.Link{Label: a.T("meeting.cancel.title"), Href: a.Link(stored.Path() + "/cancel")})
		}
	}
	return p
}

// shelf returns the documents of a process that its meetings can lead to. A page
// without them is still a page: what cannot be read now cannot be chosen.
func (f face) shelf(a *web.Ask, w process.Whole) []library.Document {
	if f.documents == nil {
		return nil
	}
	s, err := f.documents.ShelfOf(a.Ctx(), a.Who, w.ID)
	if err != nil {
		return nil
	}
	slices.SortFunc(s.Documents, func(x, y library.Document) int { return cmp.Compare(a.Say(x.Title), a.Say(y.Title)) })
	return s.Documents
}

// documents are the documents that can be chosen as the minutes. A document that is
// not on the shelf stays chosen.
func (p editPage) documents() []ui.Choice {
	out := []ui.Choice{{Label: p.T("meeting.document.none")}}
	known := p.In.Minutes == ""
	for _, d := range p.Shelf {
		known = known || d.ID == p.In.Minutes
		out = append(out, ui.Choice{Value: string(d.ID), Label: p.Say(d.Title), Lang: p.Foreign(d.Title)})
	}
	if !known {
		out = append(out, ui.Choice{Value: string(p.In.Minutes), Label: p.T("meeting.document.unknown", "id", string(p.In.Minutes))})
	}
	return out
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
