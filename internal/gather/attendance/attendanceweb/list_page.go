package attendanceweb

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/csv"
	"encoding/hex"
	"slices"
	"strings"
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

// listPage is where a paper list is typed in, looked at, and entered.
type listPage struct {
	deskPage
	Typed string
	Lines []attendance.Line // as understood; nil before
}

func (f face) list(a *web.Ask) error {
	p, err := f.deskPage(a, "")
	if err != nil {
		return err
	}
	return a.Render(listView(f.listPage(a, p)))
}

func (f face) listPage(a *web.Ask, p deskPage) listPage {
	p.Place.Title.Title = a.T("attendance.paper.title")
	p.Place.Title.Trail = append(p.Place.Title.Trail, a.Crumb(a.T("attendance.door.title"), p.Base))
	p.Title = p.Place.Title.Title
	return listPage{deskPage: p}
}

// enterList shows how a list is understood and, once that was seen, enters it.
func (f face) enterList(a *web.Ask) error {
	form, err := a.Form()
	if err != nil {
		return err
	}
	id, helper, at := base(a)
	typed := form.Get("list")
	d, err := f.deskPage(a, "")
	if err != nil {
		return err
	}
	p := f.listPage(a, d)
	p.Typed = typed
	refused := func(err error) error {
		return a.Refused(err, func(fs web.Faults) templ.Component { p.Faults = fs; return listView(p) })
	}
	if p.Lines, err = f.service.ReadList(a.Ctx(), a.Who, id, helper, typed); err != nil {
		return refused(err)
	}
	if !form.On("seen") || !attendance.Sound(p.Lines) || form.Get("seen") != mark(typed) {
		return a.Render(listView(p))
	}
	if _, err := f.service.EnterList(a.Ctx(), a.Who, id, helper, typed); err != nil {
		return refused(err)
	}
	return a.GoDone(at, "attendance.done.list")
}

// table is how the lines are understood.
func (p listPage) table() ui.Grid {
	g := ui.Grid{Caption: p.T("attendance.paper.understood"), Columns: []ui.Column{
		{Label: p.T("attendance.column.line"), Numeric: true},
		{Label: p.T("attendance.field.name")},
		{Label: p.T("attendance.field.affiliation")},
		{Label: p.T("attendance.field.group")},
		{Label: p.T("attendance.field.mode")},
		{Label: p.T("attendance.column.note")},
	}}
	for _, l := range p.Lines {
		g.Rows = append(g.Rows, []ui.Cell{
			{Text: p.Number(l.Number)},
			{Text: l.Name},
			{Text: l.Affiliation},
			{Text: p.group(l.Group)},
			{Text: p.T("attendance.mode." + string(l.Mode))},
			{Body: lineNote(p, l)},
		})
	}
	return g
}

// ready reports whether the list can be entered.
func (p listPage) ready() bool { return len(p.Lines) > 0 && attendance.Sound(p.Lines) }

// wrong is how many lines have a fault.
func (p listPage) wrong() int {
	n := 0
	for _, l := range p.Lines {
		if len(l.Faults) > 0 {
			n++
		}
	}
	return n
}

func (p listPage) notes(l attendance.Line) []string {
	var out []string
	for _, e := range l.Faults {
		out = append(out, p.Fault(e))
	}
	switch {
	case l.Here:
		out = append(out, p.T("attendance.paper.here"))
	case l.Known:
		out = append(out, p.T("attendance.paper.known"))
	}
	return out
}

// rollPage is the attendance of a meeting, and the sheet on paper.
type rollPage struct {
	web.Page
	Place  processweb.Place
	Roll   attendance.Roll
	Orgs   []string // the names of organizations that were there
	Over   bool
	Faults web.Faults
	Wish   attendance.Wish // of a registration by hand
}

func (f face) rollPage(a *web.Ask, title string) (p rollPage, err error) {
	r, err := f.service.Roll(a.Ctx(), a.Who, a.ID("id"))
	if err != nil {
		return p, err
	}
	p = rollPage{Roll: r, Place: meetingweb.Inside(a, r.Process.Process, r.Meeting), Over: r.Meeting.Over(r.Process.Process, a.Site.DB.Now())}
	p.Place.Title.Title, p.Place.Title.Lead = a.T(title), occasion(a.Speaker, r.Meeting)
	p.Page = p.Place.Page(a, p.Place.Title.Title)
	p.Wish.Mode = attendance.ModesOf(r.Meeting)[0]
	p.Orgs, err = f.service.OrganizationNames(a.Ctx(), r.Public.Organizations, a.Lang)
	p.Orgs = append(p.Orgs, r.Public.Written...)
	return p, err
}

func (f face) roll(a *web.Ask) error {
	p, err := f.rollPage(a, "attendance.tab")
	switch {
	case err != nil:
		return err
	case a.Format == "json":
		return a.JSON(p.Roll.Public)
	case a.Format == "csv":
		if !p.Roll.Runs {
			return fault.New(fault.Forbidden, "", "attendance.door.team-only")
		}
		return sendTable(a, "attendance-"+string(p.Roll.Meeting.ID)+".csv", p.presenceTable())
	}
	return a.Render(rollView(p))
}

func (f face) setDegree(a *web.Ask) error {
	form, err := a.Form()
	if err != nil {
		return err
	}
	p, err := f.rollPage(a, "attendance.tab")
	if err != nil {
		return err
	}
	if err := f.service.SetDegree(a.Ctx(), a.Who, p.Roll.Process.ID, attendance.Degree(form.Get("degree"))); err != nil {
		return a.Refused(err, func(fs web.Faults) templ.Component { p.Faults = fs; return rollView(p) })
	}
	return a.GoDone(path(p.Roll.Meeting.ID, "attendance"), "attendance.done.degree")
}

func (f face) registrations(a *web.Ask) error {
	p, err := f.team(a, "attendance.list.title")
	if err != nil {
		return err
	}
	if a.Format == "csv" {
		return sendTable(a, "registrations-"+string(p.Roll.Meeting.ID)+".csv", p.registrationTable())
	}
	return a.Render(registrationsView(p))
}

// team is rollPage for those who run the door.
func (f face) team(a *web.Ask, title string) (rollPage, error) {
	p, err := f.rollPage(a, title)
	if err == nil && !p.Roll.Runs {
		err = fault.New(fault.Forbidden, "", "attendance.door.team-only")
	}
	p.NoIndex = true
	return p, err
}

func (f face) registerByHand(a *web.Ask) error {
	form, err := a.Form()
	if err != nil {
		return err
	}
	in := wish(form)
	if _, err := f.service.RegisterByHand(a.Ctx(), a.Who, a.ID("id"), in); err != nil {
		p, err2 := f.team(a, "attendance.list.title")
		if err2 != nil {
			return err2
		}
		p.Wish = in
		return a.Refused(err, func(fs web.Faults) templ.Component { p.Faults = fs; return registrationsView(p) })
	}
	return a.GoDone(path(a.ID("id"), "registrations"), "attendance.done.by-hand")
}

func (f face) askCancel(a *web.Ask) error {
	p, err := f.team(a, "attendance.list.cancel")
	if err != nil {
		return err
	}
	for _, r := range p.Roll.Asked {
		if r.ID == a.ID("registration") && r.Stands() {
			return a.Render(cancelView(p, r))
		}
	}
	return fault.New(fault.NotFound, "", "attendance.registration.unknown")
}

func (f face) cancelRegistration(a *web.Ask) error {
	if _, err := a.Form(); err != nil {
		return err
	}
	if _, err := f.service.Unregister(a.Ctx(), a.Who, a.ID("id"), a.ID("registration"), ""); err != nil {
		return err
	}
	return a.GoDone(path(a.ID("id"), "registrations"), "attendance.done.unregistered")
}

func (f face) sheet(a *web.Ask) error {
	p, err := f.team(a, "attendance.sheet.title")
	if err != nil {
		return err
	}
	return a.Render(sheetView(p))
}

// both says a word in every language of the interface: the sheet is for everybody.
func (p rollPage) both(key string) string {
	var out []string
	for _, l := range lang.Interface {
		s := p.In(l)
		if t := s.T(key); len(out) == 0 || out[0] != t {
			out = append(out, t)
		}
	}
	return strings.Join(out, " / ")
}

func (p rollPage) groupName(id ref.ID) string {
	if id == "" {
		return ""
	}
	return groupName(p.Speaker, p.Roll.Process, id)
}

// sendTable answers with rows as CSV that spreadsheets open as they are: with the
// mark of UTF-8, and nothing in it that a spreadsheet would run.
func sendTable(a *web.Ask, name string, rows [][]string) error {
	var b bytes.Buffer
	b.WriteString("\ufeff")
	w := csv.NewWriter(&b)
	w.UseCRLF = true
	for _, row := range rows {
		for i, cell := range row {
			if cell != "" && strings.ContainsRune("=+-@\t\r", rune(cell[0])) {
				row[i] = "'" + cell
			}
		}
		if err := w.Write(row); err != nil {
			return err
		}
	}
	w.Flush()
	return a.File("text/csv", name, b.Bytes())
}

// mark is what the form carries along that has shown how a list is understood: a
// list that was changed since is shown again.
func mark(typed string) string {
	sum := sha256.Sum256([]byte(typed))
	return hex.EncodeToString(sum[:8])
}

// presenceTable is everybody who was there, for a spreadsheet.
func (p rollPage) presenceTable() [][]string {
	out := [][]string{p.heads("field.name", "field.affiliation", "field.group", "field.speaks-for", "column.mode", "column.via", "column.came", "column.left", "column.named")}
	for _, q := range p.Roll.All {
		out = append(out, []string{
			q.Name, q.Affiliation, p.groupName(q.Group), q.SpeaksFor, p.T("attendance.mode." + string(q.Mode)),
			p.T("attendance.via." + string(q.Via)), p.clock(q.In), p.clock(q.Out), p.yes(q.NamedInPublic),
		})
	}
	return out
}

// registrationTable is everybody who registered, for a spreadsheet.
func (p rollPage) registrationTable() [][]string {
	out := [][]string{p.heads("field.name", "field.address", "field.affiliation", "field.group", "field.speaks-for", "column.mode", "column.state", "field.lang", "column.asked", "column.named")}
	for _, r := range p.Roll.Asked {
		out = append(out, []string{
			r.Name, r.Address, r.Affiliation, p.groupName(r.Group), r.SpeaksFor, p.T("attendance.mode." + string(r.Mode)),
			p.T("attendance.state." + string(r.State)), string(r.Lang), p.clock(r.Asked), p.yes(r.NamedInPublic),
		})
	}
	return out
}

func (p rollPage) heads(keys ...string) []string {
	var out []string
	for _, k := range keys {
		out = append(out, p.T("attendance."+k))
	}
	return out
}

func (p rollPage) yes(is bool) string {
	if is {
		return p.T("attendance.yes")
	}
	return p.T("attendance.no")
}

// clock writes a moment in the zone of the meeting; nothing for none.
func (p rollPage) clock(t time.Time) string {
	zone, _ := p.Roll.Meeting.Location(p.Roll.Process.Process)
	return moment(t, zone)
}

// grid shows rows as a table of the page.
func grid(caption string, rows [][]string, hide ...int) ui.Grid {
	g := ui.Grid{Caption: caption, HideCaption: true}
	for i, row := range rows {
		var cells []ui.Cell
		for j, text := range row {
			if slices.Contains(hide, j) {
				continue
			}
			if i == 0 {
				g.Columns = append(g.Columns, ui.Column{Label: text})
			}
			cells = append(cells, ui.Cell{Text: text})
		}
		if i > 0 {
			g.Rows = append(g.Rows, cells)
		}
	}
	return g
}

// figures is who was there by group and by mode, without what is about too few.
func (p rollPage) figures() (groups, modes ui.Grid) {
	people := func(n int, hidden bool) string {
		if hidden {
			return p.T("attendance.few")
		}
		return p.Number(n)
	}
	head := func(label string) []ui.Column {
		return []ui.Column{{Label: label}, {Label: p.T("attendance.column.people"), Numeric: true}}
	}
	groups = ui.Grid{Caption: p.T("attendance.by-group"), Columns: head(p.T("attendance.field.group"))}
	for _, g := range p.Roll.Public.Groups {
		groups.Rows = append(groups.Rows, []ui.Cell{{Text: groupName(p.Speaker, p.Roll.Process, g.Group)}, {Text: people(g.People, g.Hidden)}})
	}
	modes = ui.Grid{Caption: p.T("attendance.by-mode"), Columns: head(p.T("attendance.column.mode"))}
	for _, m := range p.Roll.Public.Modes {
		modes.Rows = append(modes.Rows, []ui.Cell{{Text: p.T("attendance.mode." + string(m.Mode))}, {Text: people(m.People, m.Hidden)}})
	}
	return groups, modes
}

// expected are those who stand on the sheet: registered, by name.
func (p rollPage) expected() []attendance.Registration {
	var out []attendance.Registration
	for _, r := range p.Roll.Asked {
		if r.State == attendance.Registered && r.Mode == attendance.Room {
			out = append(out, r)
		}
	}
	slices.SortFunc(out, func(a, b attendance.Registration) int {
		return cmp.Compare(strings.ToLower(a.Name), strings.ToLower(b.Name))
	})
	return out
}

func (p rollPage) degrees() []ui.Choice {
	var out []ui.Choice
	for _, d := range attendance.Degrees {
		out = append(out, ui.Choice{Value: string(d), Label: p.T("attendance.degree." + string(d))})
	}
	return out
}

// asked is a line of the list of those who registered.
func (p rollPage) asked(r attendance.Registration) ui.Entry {
	out := ui.Entry{
		Title: cmp.Or(r.Name, p.T("attendance.nameless")), By: cmp.Or(r.Affiliation, r.Address), Kind: p.groupName(r.Group),
		Label: p.T("attendance.state." + string(r.State)), When: p.T("attendance.mode." + string(r.Mode)),
	}
	switch r.State {
	case attendance.Registered:
		out.State = ui.TagDone
	case attendance.Waiting:
		out.State = ui.TagWaiting
	default:
		out.State = ui.TagPlain
	}
	return out
}

func (p rollPage) modes() []ui.Choice {
	return modeChoices(p.Speaker, attendance.ModesOf(p.Roll.Meeting))
}

func (p rollPage) groups() []ui.Choice {
	return groupChoices(p.Speaker, attendance.Standing{Process: p.Roll.Process})
}

// tally says how many registered and how many wait.
func (p rollPage) tally() string {
	n := map[attendance.State]int{}
	for _, r := range p.Roll.Asked {
		n[r.State]++
	}
	return p.T("attendance.list.tally", "registered", p.Number(n[attendance.Registered]), "waiting", p.Number(n[attendance.Waiting]), "cancelled", p.Number(n[attendance.Cancelled]))
}

// emptyLines is how many lines of a sheet wait for those who did not register.
const emptyLines = 15

func (p rollPage) langValue() string { return string(cmp.Or(p.Wish.Lang, p.Lang)) }

func (p listPage) previewKind() ui.ButtonKind {
	if p.ready() {
		return ui.Secondary
	}
	return ui.Primary
}
