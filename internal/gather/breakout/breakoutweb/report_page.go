package breakoutweb

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"penc/internal/gather/breakout"
	"penc/internal/ground/fault"
	"penc/internal/ground/lang"
	"penc/internal/ground/ref"
	"penc/internal/platform/web"
	"penc/internal/platform/web/ui"
)

// reportPage is where the report-back of a room is written, and where versions that
// were written at the same time are brought together.
type reportPage struct {
	roomPage
	Report   breakout.ReportBack
	Body     breakout.Body // what the form shows
	Of       int           // the version that was read
	Settles  []int         // the versions beside it that were read too
	Written  lang.Tag      // the language of the report-back
	Note     string
	Paper    bool
	Act      ui.Hidden
	Choosing ui.Hidden // the act of the forms that choose a version
}

// A row of the form is a line, with the collected points that it takes up.
type row struct {
	Number int
	Line   breakout.Line
	Open   bool // shown without asking for it
}

func (f face) report(a *web.Ask) error {
	p, err := f.reportPage(a)
	if err != nil {
		return err
	}
	if from, ok := p.Report.Version(a.QueryInt("from", 0)); ok {
		p.Body = from.Body
	}
	return a.Render(reportView(p))
}

func (f face) reportPage(a *web.Ask) (reportPage, error) {
	rp, err := f.roomPage(a)
	if err != nil {
		return reportPage{}, err
	}
	if !rp.Chamber.MayWrite() {
		return reportPage{}, fault.New(fault.Forbidden, "", "breakout.report.not-rapporteur")
	}
	p := reportPage{roomPage: rp, Act: web.NewAct(), Choosing: web.NewAct()}
	b := rp.Chamber.Room.Breakout
	p.hallPage = newHallPage(a, rp.View, a.T("breakout.report.title"), b).kept(a)
	p.Place.Title.Trail = append(p.Place.Title.Trail, ui.Link{Label: a.Say(b.Title), Href: a.Link(breakout.Path(rp.View.Meeting.ID, b.ID)), Lang: a.Foreign(b.Title)})
	if r := rp.Chamber.Room.Report; r != nil {
		p.Report = *r
	}
	stands := p.Report.Standing()
	p.Body, p.Of, p.Written = stands.Body, stands.Number, stands.Lang(a.Lang)
	for _, v := range p.Report.Beside() {
		p.Settles = append(p.Settles, v.Number)
	}
	return p, nil
}

// rows are the lines of the form: those that are written, an empty one, and the
// others folded away.
func (p reportPage) rows() []row {
	out := make([]row, breakout.MaxLines)
	for i := range out {
		out[i] = row{Number: i + 1, Open: i <= len(p.Body.Lines)}
		if i < len(p.Body.Lines) {
			out[i].Line = p.Body.Lines[i]
		}
	}
	return out
}

// words returns the text of a line in the language in which the form is written.
func (p reportPage) words(t lang.Text) string {
	if words := t.Words(p.Written); words != "" {
		return words
	}
	return t.String()
}

func (p reportPage) hidden() []ui.Hidden {
	out := []ui.Hidden{
		p.Act,
		{Name: "of", Value: strconv.Itoa(p.Of)},
		{Name: "lang", Value: string(p.Written)},
		{Name: "settles", Value: joined(p.Settles)},
	}
	for i, l := range p.Body.Lines {
		out = append(out, ui.Hidden{Name: "id." + strconv.Itoa(i+1), Value: string(l.ID)})
	}
	return out
}

// into returns the number of the line that takes a point up; empty if none does.
func (p reportPage) into(point ref.ID) string {
	for i, l := range p.Body.Lines {
		if slices.Contains(l.From, point) {
			return strconv.Itoa(i + 1)
		}
	}
	return ""
}

// versus compares a version with the one that stands.
func (p reportPage) versus(v breakout.Version) ui.Versions {
	stands := p.Report.Standing()
	return ui.Versions{
		Mine: outline(p.Speaker, stands.Body), Theirs: outline(p.Speaker, v.Body), Lang: string(p.Written),
		MineTitle: p.T("breakout.version", "n", stands.Number), TheirsTitle: p.T("breakout.version", "n", v.Number),
		MineNote: p.author(stands), TheirsNote: p.author(v),
	}
}

// ideas are the collected points, each with the line that takes it up.
func (p reportPage) ideas() ui.Grid {
	g := ui.Grid{
		Caption: p.T("breakout.collected.hint"),
		Columns: []ui.Column{{Label: p.T("breakout.column.points")}, {Label: p.T("breakout.collected.into")}},
	}
	for _, x := range p.Chamber.Points {
		g.Rows = append(g.Rows, []ui.Cell{{Text: x.Text, Lang: foreign(p.Speaker, x)}, {Body: intoField(p, x)}})
	}
	return g
}

// author says who wrote a version, and when.
func (p roomPage) author(v breakout.Version) string {
	name := p.Chamber.Names[v.By]
	switch {
	case v.By != "" && v.By == p.Chamber.Hand.Participant:
		name = p.T("breakout.version.you")
	case name == "":
		name = p.T("breakout.version.team")
	}
	return p.T("breakout.version.by", "name", name, "moment", p.Moment(v.Happened))
}

// outline writes a report-back down as plain text, to compare two of them.
func outline(s web.Speaker, b breakout.Body) string {
	var out strings.Builder
	for i, l := range b.Lines {
		fmt.Fprintf(&out, "%d. %s\n", i+1, s.Say(l.Text))
		if by := support(s, l); by != "" {
			fmt.Fprintf(&out, "%s\n", by)
		}
	}
	if q := questions(s, b.Questions); len(q) > 0 {
		fmt.Fprintf(&out, "\n%s\n", s.T("breakout.report.questions"))
		for _, line := range q {
			fmt.Fprintf(&out, "%s\n", line)
		}
	}
	return out.String()
}

func joined(ns []int) string {
	var parts []string
	for _, n := range ns {
		parts = append(parts, strconv.Itoa(n))
	}
	return strings.Join(parts, " ")
}

func numbers(s string) []int {
	var out []int
	for _, part := range strings.Fields(s) {
		if n, err := strconv.Atoi(part); err == nil {
			out = append(out, n)
		}
	}
	return out
}

// body reads the lines of a form. A line without words takes those of the points
// that it takes up. Wordings in other languages are those of the version that was
// read.
func body(form web.Form, p reportPage) breakout.Body {
	from := lang.Tag(form.Get("lang"))
	if !lang.Known(from) {
		from = p.Lang
	}
	was, _ := p.Report.Version(form.Int("of"))
	var out breakout.Body
	for n := range breakout.MaxLines {
		l := read(form, p, strconv.Itoa(n+1))
		words := form.Get("text." + strconv.Itoa(n+1))
		if words == "" {
			words = taken(p, l.From)
		}
		if words == "" && l.Support == 0 && l.Supporters == "" {
			continue
		}
		old := lang.Text{}
		for _, o := range was.Lines {
			if o.ID == l.ID && l.ID != "" {
				old = o.Text
			}
		}
		l.Text = old.Revise(from, map[lang.Tag]string{from: words})
		out.Lines = append(out.Lines, l)
	}
	out.Questions = was.Questions.Revise(from, map[lang.Tag]string{from: form.Get("questions")})
	return out
}

// read reads what a form says of one line, beside its words.
func read(form web.Form, p reportPage, n string) breakout.Line {
	l := breakout.Line{ID: ref.ID(form.Get("id." + n)), Supporters: form.Get("supporters." + n)}
	if typed := form.Get("support." + n); typed != "" {
		if l.Support = form.Int("support." + n); l.Support == 0 && typed != "0" {
			l.Support = -1 // no number, which the rule refuses
		}
	}
	for _, x := range p.Chamber.Points {
		if form.Get("into."+string(x.ID)) == n {
			l.From = append(l.From, x.ID)
		}
	}
	return l
}

// taken returns the words of collected points.
func taken(p reportPage, ids []ref.ID) string {
	var words []string
	for _, x := range p.Chamber.Points {
		if slices.Contains(ids, x.ID) {
			words = append(words, x.Text)
		}
	}
	return strings.Join(words, "; ")
}

func (f face) write(a *web.Ask) error {
	form, err := a.Form()
	if err != nil {
		return err
	}
	p, err := f.reportPage(a)
	if err != nil {
		return err
	}
	in := breakout.Writing{
		Of: form.Int("of"), Settles: numbers(form.Get("settles")), File: form.Get("do") == "file", Note: form.Get("note"),
		Way: breakout.Rapporteur, Body: body(form, p),
	}
	if form.On("paper") {
		in.Way = breakout.Paper
	}
	if form.Has("happened") {
		in.Happened = form.Happened(a.Site.DB.Now())
	}
	_, v, err := f.service.Write(a.Ctx(), a.Who, a.ID("id"), a.ID("breakout"), in)
	if err != nil {
		p.Body, p.Of, p.Settles, p.Note, p.Paper = in.Body, in.Of, in.Settles, in.Note, form.On("paper")
		return a.Refused(err, func(fs web.Faults) templ.Component { p.Faults = fs; return reportView(p) })
	}
	room := breakout.Path(a.ID("id"), a.ID("breakout"))
	switch {
	case v.Standing == breakout.Beside:
		return a.GoDone(room+"/report", "breakout.done.beside")
	case v.Filed:
		return a.GoDone(room, "breakout.done.filed")
	}
	return a.GoDone(room+"/report", "breakout.done.drafted")
}

func (f face) settle(a *web.Ask) error {
	form, err := a.Form()
	if err != nil {
		return err
	}
	_, _, err = f.service.Settle(a.Ctx(), a.Who, a.ID("id"), a.ID("breakout"), form.Int("number"), form.Int("of"), numbers(form.Get("settles")))
	path := breakout.Path(a.ID("id"), a.ID("breakout")) + "/report"
	if err == nil {
		return a.GoDone(path, "breakout.done.settled")
	}
	p, err2 := f.reportPage(a)
	if err2 != nil {
		return err2
	}
	return a.Refused(err, func(fs web.Faults) templ.Component { p.Faults = fs; return reportView(p) })
}

// versionsPage shows how a report-back came to be: to those who write it all of it,
// to others what was filed.
type versionsPage struct {
	roomPage
	Versions []breakout.Version // the latest first
}

func (f face) versions(a *web.Ask) error {
	rp, err := f.roomPage(a)
	if err != nil {
		return err
	}
	p := versionsPage{roomPage: rp}
	if r := rp.Chamber.Room.Report; r != nil {
		all := r.Stood()
		if rp.Chamber.MayWrite() {
			all = r.Versions
		}
		for _, v := range slices.Backward(all) {
			if rp.Chamber.MayWrite() || v.Filed {
				p.Versions = append(p.Versions, v)
			}
		}
	}
	if len(p.Versions) == 0 {
		return fault.New(fault.NotFound, "", "breakout.versions.none")
	}
	p.Place.Title.Kicker, p.Place.Title.Title, p.Place.Title.Lead = p.Place.Title.Title, a.T("breakout.versions.title"), ""
	return a.Render(versionsView(p))
}

// standing is the tag of a version.
func standing(s web.Speaker, v breakout.Version) (ui.TagKind, string) {
	switch {
	case v.Standing == breakout.Beside:
		return ui.TagWaiting, s.T("breakout.version.beside")
	case v.Standing == breakout.Stands && v.Filed:
		return ui.TagDone, s.T("breakout.version.filed")
	case v.Standing == breakout.Stands:
		return ui.TagNext, s.T("breakout.version.draft")
	}
	return ui.TagPlain, s.T("breakout.version.past")
}

func (p versionsPage) entry(v breakout.Version) ui.Entry {
	e := ui.Entry{
		ID: "version-" + strconv.Itoa(v.Number), Title: p.T("breakout.version", "n", v.Number), When: p.Moment(v.At), By: v.Note, Body: versionBody(p, v),
	}
	e.State, e.Label = standing(p.Speaker, v)
	if p.Chamber.MayWrite() {
		e.Kind = p.author(v)
	}
	return e
}
