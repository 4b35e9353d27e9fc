package meetingweb

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

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

// programmePage is the form for everything that happens in a meeting.
type programmePage struct {
	web.Page
	Place   processweb.Place
	Whole   process.Whole
	Stored  meeting.Meeting   // as it is now
	In      meeting.Programme // as it was typed
	Shelf   []library.Document
	Version int  // the one that saving replaces
	Unsaved bool // a step was taken that is not stored yet
	Faults  web.Faults
	Act     ui.Hidden
}

func (f face) programme(a *web.Ask) error {
	m, w, err := f.writable(a)
	if err != nil {
		return err
	}
	return a.Render(programmeEditor(f.programmePage(a, w, m, m.Programme, m.Version, web.Faults{})))
}

// setProgramme stores what was typed or, for any other button than Save, shows the
// form again after the step that the button stands for.
func (f face) setProgramme(a *web.Ask) error {
	m, w, err := f.writable(a)
	if err != nil {
		return err
	}
	form, err := a.Form()
	if err != nil {
		return err
	}
	in, version := readProgramme(form, m.Programme, w), form.Int("version")
	if step, ok := readStep(form.Get("do")); ok {
		p := f.programmePage(a, w, m, in.Edited(step), version, web.Faults{})
		p.Unsaved = true
		return a.Render(programmeEditor(p))
	}
	if _, err := f.meetings.SetProgramme(a.Ctx(), a.Who, m.ID, in, version); err != nil {
		return a.Refused(err, func(fs web.Faults) templ.Component {
			if fs.Conflict() {
				m, version = f.now(a, m)
			}
			return programmeEditor(f.programmePage(a, w, m, in, version, fs))
		})
	}
	return a.GoDone(m.Path(), "meeting.done.programme")
}

func (f face) programmePage(a *web.Ask, w process.Whole, m meeting.Meeting, in meeting.Programme, version int, faults web.Faults) programmePage {
	at := editorPlace(a, w, m)
	at.Title.Title, at.Title.Small = a.T("meeting.programme.title"), true
	return programmePage{
		Page: at.Page(a, at.Title.Title), Place: at, Whole: w, Stored: m, In: in, Shelf: f.shelf(a, w), Version: version, Faults: faults, Act: web.NewAct(),
	}
}

// readStep reads the value of a button: "up agenda 3".
func readStep(do string) (meeting.Edit, bool) {
	words := strings.Fields(do)
	if len(words) != 3 {
		return meeting.Edit{}, false
	}
	n, err := strconv.Atoi(words[2])
	return meeting.Edit{Do: words[0], List: words[1], At: n}, err == nil
}

// press is the button for a step. The page comes back at the place where the item
// is afterwards.
func (p programmePage) press(do, list string, at int, about string) ui.Press {
	to := at
	switch do {
	case "up":
		to--
	case "down":
		to++
	case "remove":
		to = max(0, at-1)
	}
	kind := ui.Quiet
	if do == "add" {
		kind = ui.Secondary
	}
	label := p.T("meeting.programme." + do)
	if do == "add" {
		label = p.T("meeting.programme.add-" + list)
	}
	first := "title"
	if list == "outcomes" {
		first = "text"
	}
	return ui.Press{
		Kind: kind, Label: label, Name: "do", Value: fmt.Sprintf("%s %s %d", do, list, at), NoValidate: true, About: about,
		FormAction: fmt.Sprintf("%s#%s.%d.%s.%s", p.action(), list, to, first, p.Whole.From()),
	}
}

func (p programmePage) action() string { return p.Link(p.Stored.Path() + "/programme") }

// text is a field for a text of one item.
func (p programmePage) text(list string, i int, name, label string, t lang.Text, rows int) processweb.TextForm {
	return processweb.TextForm{
		Name: field(list, i, name), Legend: p.T("meeting.field." + label), Text: t, Languages: p.Whole.Languages, Rows: rows,
		Required: name == "title" || name == "text", Faults: p.Faults,
	}
}

// plain is a field for other words of one item.
func (p programmePage) plain(list string, i int, name, label, value string) ui.Field {
	id := field(list, i, name)
	out := ui.Field{Name: id, Label: p.T("meeting.field." + label), Value: value, Error: p.Faults.Of(id)}
	if key := "meeting.hint." + label; p.Has(key) {
		out.Hint = p.T(key)
	}
	return out
}

func field(list string, i int, name string) string { return fmt.Sprintf("%s.%d.%s", list, i, name) }

func (p programmePage) itemKinds() []ui.Choice {
	out := []ui.Choice{{Label: p.T("meeting.item.none")}}
	for _, k := range meeting.ItemKinds {
		out = append(out, ui.Choice{Value: string(k), Label: p.T("meeting.item." + string(k))})
	}
	return out
}

// breakouts are the breakouts that a point of the agenda can name: those stored.
func (p programmePage) breakouts(it meeting.AgendaItem) []ui.Choice {
	var out []ui.Choice
	for _, b := range p.In.Breakouts {
		if b.ID != "" {
			out = append(out, ui.Choice{
				Value: string(b.ID), Label: p.Say(b.Title), Lang: p.Foreign(b.Title), Selected: slices.Contains(it.Breakouts, b.ID),
			})
		}
	}
	return out
}

// presenters are the names of who presents a point, one on a line.
func (p programmePage) presenters(it meeting.AgendaItem) string {
	names := make([]string, len(it.Presenters))
	for i, who := range it.Presenters {
		names[i] = personName(p.Whole, who)
	}
	return strings.Join(names, "\n")
}

// documents are the documents that a point of the agenda can lead to.
func (p programmePage) documents(it meeting.AgendaItem) []ui.Choice {
	var out []ui.Choice
	for _, d := range p.Shelf {
		out = append(out, ui.Choice{
			Value: string(d.ID), Label: p.Say(d.Title), Lang: p.Foreign(d.Title), Selected: slices.Contains(it.Documents, d.ID),
		})
	}
	for _, id := range it.Documents {
		if !slices.ContainsFunc(p.Shelf, func(d library.Document) bool { return d.ID == id }) {
			out = append(out, ui.Choice{Value: string(id), Label: p.T("meeting.document.unknown", "id", string(id)), Selected: true})
		}
	}
	return out
}

// links leads to the evidence of an item that is stored.
func (p programmePage) links(id ref.ID) []ui.Link {
	if p.Stored.Part(id) == nil {
		return nil
	}
	return []ui.Link{{Label: p.T("meeting.part.title"), Href: p.action() + "/" + string(id)}}
}

// readProgramme returns a programme as the form has it. What an item rests on has
// a page of its own and stays.
func readProgramme(form web.Form, old meeting.Programme, w process.Whole) meeting.Programme {
	var p meeting.Programme
	text := func(name string, t lang.Text) lang.Text { return processweb.ReadText(form, name, t, w.Languages) }
	for i := 0; i < meeting.MaxAgenda && form.Has(field("agenda", i, "id")); i++ {
		var it meeting.AgendaItem
		id := ref.ID(form.Get(field("agenda", i, "id")))
		for _, was := range old.Agenda {
			if was.ID == id {
				it = was
			}
		}
		it.ID = id
		it.Title, it.Day = text(field("agenda", i, "title"), it.Title), number(form, field("agenda", i, "day"))
		it.Start, it.Kind = form.Get(field("agenda", i, "start-time")), meeting.ItemKind(form.Get(field("agenda", i, "kind")))
		it.Minutes, it.Owner = number(form, field("agenda", i, "minutes")), personID(w, form.Get(field("agenda", i, "owner")))
		it.Documents = chosen(form, field("agenda", i, "documents"), it.Documents)
		it.Presenters, it.Breakouts = nil, chosen(form, field("agenda", i, "breakouts"), it.Breakouts)
		for name := range strings.Lines(form.Get(field("agenda", i, "presenters"))) {
			if name = lang.Clean(name); name != "" {
				it.Presenters = append(it.Presenters, personID(w, name))
			}
		}
		p.Agenda = append(p.Agenda, it)
	}
	for i := 0; i < meeting.MaxBreakouts && form.Has(field("breakouts", i, "id")); i++ {
		id := ref.ID(form.Get(field("breakouts", i, "id")))
		b, _ := old.Breakout(id)
		b.ID = id
		b.Title, b.Question = text(field("breakouts", i, "title"), b.Title), text(field("breakouts", i, "question"), b.Question)
		b.Room, b.Link = text(field("breakouts", i, "room"), b.Room), form.Get(field("breakouts", i, "link"))
		b.Capacity, b.Rapporteur = number(form, field("breakouts", i, "capacity")), form.Get(field("breakouts", i, "rapporteur"))
		b.ReportBack = text(field("breakouts", i, "report-back"), b.ReportBack)
		p.Breakouts = append(p.Breakouts, b)
	}
	for i := 0; i < meeting.MaxOutcomes && form.Has(field("outcomes", i, "id")); i++ {
		var o meeting.Outcome
		id := ref.ID(form.Get(field("outcomes", i, "id")))
		for _, was := range old.Outcomes {
			if was.ID == id {
				o = was
			}
		}
		o.ID = id
		o.Text = text(field("outcomes", i, "text"), o.Text)
		p.Outcomes = append(p.Outcomes, o)
	}
	return p
}

func rows(f ui.Field, n int) ui.Field {
	f.Rows = n
	return f
}
