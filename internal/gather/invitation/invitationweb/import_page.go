package invitationweb

import (
	"io"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"penc/internal/gather/invitation"
	"penc/internal/gather/process/processweb"
	"penc/internal/ground/fault"
	"penc/internal/ground/lang"
	"penc/internal/platform/web"
	"penc/internal/platform/web/ui"
)

// perFate is how many lines of one fate a preview shows; the others are counted.
const perFate = 200

// listPage takes a list.
type listPage struct {
	web.Page
	Place  processweb.Place
	Action string
	Text   string
	Lang   string
	Faults web.Faults
}

func (f face) listPage(a *web.Ask) (listPage, error) {
	b, err := f.invitations.BookOf(a.Ctx(), a.Who, a.ID("id"), invitation.Choice{})
	if err != nil {
		return listPage{}, err
	}
	pl := at(a, b.Process, a.T("invitation.import.title"), a.T("invitation.import.lead"), a.Crumb(a.T("invitation.book.title"), bookPath(b.Process.ID)))
	return listPage{Page: private(a, pl), Place: pl, Action: bookPath(b.Process.ID) + "/import", Lang: string(a.Lang)}, nil
}

func (f face) listForm(a *web.Ask) error {
	p, err := f.listPage(a)
	if err != nil {
		return err
	}
	return a.Render(listView(p))
}

// look keeps the list for a day and leads to its preview.
func (f face) look(a *web.Ask) error {
	form, err := a.Form()
	if err != nil {
		return err
	}
	p, err := f.listPage(a)
	if err != nil {
		return err
	}
	p.Text, p.Lang = form.Get("list"), form.Get("lang")
	data, err := sent(form)
	if err == nil {
		var in invitation.Import
		if in, err = f.invitations.Look(a.Ctx(), a.Who, a.ID("id"), data, lang.Tag(p.Lang)); err == nil {
			return a.Go(p.Action + "/" + string(in.ID))
		}
	}
	return a.Refused(err, func(fs web.Faults) templ.Component {
		p.Faults = fs
		return listView(p)
	})
}

// sent returns the file that was sent, or what was pasted.
func sent(form web.Form) ([]byte, error) {
	h := form.File("file")
	if h == nil {
		return []byte(form.Get("list")), nil
	}
	file, err := h.Open()
	if err != nil {
		return nil, err
	}
	defer file.Close()
	data, err := io.ReadAll(io.LimitReader(file, invitation.MaxBytes+1))
	if len(data) > invitation.MaxBytes {
		return nil, fault.Field("list", "invitation.list.too-large", "limit", invitation.MaxBytes>>20, "size", int(h.Size>>20)+1)
	}
	return data, err
}

// previewPage shows what would become of a list.
type previewPage struct {
	web.Page
	Place   processweb.Place
	Preview invitation.Preview
	Wish    invitation.Wish
	Faults  web.Faults
	Act     ui.Hidden
	Again   ui.Hidden // the act of the second form
}

func (f face) previewPage(a *web.Ask) (previewPage, error) {
	v, err := f.invitations.PreviewOf(a.Ctx(), a.Who, a.ID("id"), a.ID("list"), invitation.Wish{})
	if err != nil {
		return previewPage{}, err
	}
	id := v.Process.ID
	pl := at(a, v.Process, a.T("invitation.preview.title"), a.T("invitation.preview.lead"),
		a.Crumb(a.T("invitation.book.title"), bookPath(id)), a.Crumb(a.T("invitation.import.title"), bookPath(id)+"/import"))
	return previewPage{Page: private(a, pl), Place: pl, Preview: v, Act: web.NewAct(), Again: web.NewAct()}, nil
}

func (f face) preview(a *web.Ask) error {
	p, err := f.previewPage(a)
	if err != nil {
		return err
	}
	return a.Render(previewView(p))
}

func (f face) takeOver(a *web.Ask) error {
	form, err := a.Form()
	if err != nil {
		return err
	}
	p, err := f.previewPage(a)
	if fault.KindOf(err) == fault.NotFound { // taken over before, by the same button
		return f.overAlready(a, bookPath(a.ID("id")), "invitation.done.taken")
	}
	if err != nil {
		return err
	}
	p.Wish = invitation.Wish{Overwrite: form.On("overwrite"), Decided: map[int]invitation.Fate{}}
	for _, x := range p.Preview.Lines {
		if x.Fate == invitation.Perhaps {
			p.Wish.Decided[x.Line] = decided(form.Get(lineName(x)))
		}
	}
	_, err = f.invitations.TakeOver(a.Ctx(), a.Who, a.ID("id"), a.ID("list"), p.Wish, form.Get("seen"))
	if err != nil {
		return a.Refused(err, func(fs web.Faults) templ.Component {
			p.Faults = fs
			return previewView(p)
		})
	}
	return a.GoDone(bookPath(a.ID("id")), "invitation.done.taken")
}

func decided(value string) invitation.Fate {
	switch f := invitation.Fate(value); f {
	case invitation.AsNew, invitation.AsTheOne:
		return f
	}
	return invitation.LeftOut
}

func lineName(x invitation.Sorted) string { return "line." + strconv.Itoa(x.Line) }

func (f face) drop(a *web.Ask) error {
	if _, err := a.Form(); err != nil {
		return err
	}
	if err := f.invitations.Drop(a.Ctx(), a.Who, a.ID("id"), a.ID("list")); err != nil && fault.KindOf(err) != fault.NotFound {
		return err
	}
	return f.overAlready(a, bookPath(a.ID("id"))+"/import", "invitation.done.dropped")
}

// overAlready leads conveners on after an act on a list that is not there any more;
// others learn what they learn of any address.
func (f face) overAlready(a *web.Ask, path, word string) error {
	if _, err := f.invitations.BookOf(a.Ctx(), a.Who, a.ID("id"), invitation.Choice{}); err != nil {
		return err
	}
	return a.GoDone(path, word)
}

func (p previewPage) count(f invitation.Fate) int { return invitation.Count(p.Preview.Lines, f) }

var fateKinds = map[invitation.Fate]ui.TagKind{
	invitation.Faulty: ui.TagRefused, invitation.Perhaps: ui.TagWaiting, invitation.Creates: ui.TagOpen,
	invitation.Changes: ui.TagNext, invitation.Same: ui.TagDone, invitation.Repeats: ui.TagDone,
}

// rows are the lines of one fate, as far as a page shows them.
func (p previewPage) rows(fate invitation.Fate) []invitation.Sorted {
	var out []invitation.Sorted
	for _, x := range p.Preview.Lines {
		if x.Fate == fate && len(out) < perFate {
			out = append(out, x)
		}
	}
	return out
}

// grid is the table of the lines of one fate.
func (p previewPage) grid(fate invitation.Fate) ui.Grid {
	g := ui.Grid{Caption: p.T("invitation.fate." + string(fate)), HideCaption: true, Columns: []ui.Column{
		{Label: p.T("invitation.preview.line")},
		{Label: p.T("invitation.field.name")},
		{Label: p.T("invitation.field.address")},
		{Label: p.T("invitation.field.organization")},
		{Label: p.T("invitation.field.group")},
		{Label: p.T("invitation.preview.note")},
	}}
	for _, x := range p.rows(fate) {
		card := x.After
		g.Rows = append(g.Rows, []ui.Cell{
			{Text: strconv.Itoa(x.Line)},
			{Text: card.Name},
			{Text: card.Address},
			{Text: card.OrgName},
			{Text: groupOrNothing(p.Speaker, p.Preview, card)},
			{Text: p.note(x)},
		})
	}
	return g
}

func groupOrNothing(s web.Speaker, v invitation.Preview, c invitation.Card) string {
	if c.Group == "" {
		return ""
	}
	return groupName(s, v.Process, c.Group)
}

// faults is the table of the lines that were not understood.
func (p previewPage) faults() ui.Grid {
	g := ui.Grid{Caption: p.T("invitation.fate.faulty"), HideCaption: true, Columns: []ui.Column{
		{Label: p.T("invitation.preview.line")}, {Label: p.T("invitation.preview.text")}, {Label: p.T("invitation.preview.why")},
	}}
	for _, x := range p.rows(invitation.Faulty) {
		g.Rows = append(g.Rows, []ui.Cell{{Text: strconv.Itoa(x.Line)}, {Text: x.Text}, {Text: p.Fault(x.Fault)}})
	}
	return g
}

// note says what else is to be known of a line.
func (p previewPage) note(x invitation.Sorted) string {
	var out []string
	switch x.Fate {
	case invitation.Changes:
		out = append(out, p.T("invitation.preview.adds", "what", strings.Join(p.added(x), ", ")))
	case invitation.Repeats:
		out = append(out, p.T("invitation.preview.repeats", "line", x.SameAs))
	}
	for _, n := range x.Notes {
		out = append(out, p.T("invitation.note."+n.Key, "value", n.Value))
	}
	return strings.Join(out, " ")
}

// added names the fields that a line changes.
func (p previewPage) added(x invitation.Sorted) []string {
	old, now := x.Contact.Card, x.After
	var out []string
	for _, f := range []struct {
		name    string
		differs bool
	}{
		{"name", old.Name != now.Name},
		{"address", old.Address != now.Address},
		{"phone", old.Phone != now.Phone},
		{"lang", old.Lang != now.Lang},
		{"organization", old.OrgName != now.OrgName},
		{"group", old.Group != now.Group || len(old.Groups) != len(now.Groups)},
		{"interest", old.Interest != now.Interest},
		{"funding", old.Funding != now.Funding},
		{"mandate", old.Mandate != now.Mandate},
	} {
		if f.differs {
			out = append(out, p.T("invitation.field."+f.name))
		}
	}
	return out
}

// decision asks what a line is that perhaps is somebody who is there.
func (p previewPage) decision(x invitation.Sorted) (ui.Field, []ui.Choice) {
	called := x.Card.Name
	if x.Card.Address != "" {
		called += " <" + x.Card.Address + ">"
	}
	there := x.Contact.Called()
	if x.Contact.Address != "" {
		there += " <" + x.Contact.Address + ">"
	}
	f := ui.Field{
		Name: lineName(x), Label: p.T("invitation.preview.is", "line", x.Line, "name", called), Required: true,
		Hint: p.T("invitation.preview.there", "name", there, "organization", x.Contact.OrgName), Value: string(p.Wish.Decided[x.Line]),
	}
	if f.Value == "" {
		f.Value = string(invitation.LeftOut)
	}
	return f, []ui.Choice{
		{Value: string(invitation.LeftOut), Label: p.T("invitation.preview.leave-out")},
		{Value: string(invitation.AsTheOne), Label: p.T("invitation.preview.the-one")},
		{Value: string(invitation.AsNew), Label: p.T("invitation.preview.new")},
	}
}

// notes are what is to be known of the list as a whole.
func (p previewPage) notes() []string {
	var out []string
	for _, n := range append(append([]invitation.Note{}, p.Preview.Import.Notes...), p.Preview.Sheet.Notes...) {
		out = append(out, p.T("invitation.note."+n.Key, "value", n.Value))
	}
	return out
}

// some reports whether anything can be taken over.
func (p previewPage) some() bool {
	return p.count(invitation.Creates)+p.count(invitation.Changes)+p.count(invitation.Perhaps)+p.count(invitation.Same) > 0
}
