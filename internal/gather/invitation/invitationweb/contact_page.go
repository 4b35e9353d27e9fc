package invitationweb

import (
	"net/url"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"penc/internal/gather/invitation"
	"penc/internal/gather/process"
	"penc/internal/gather/process/processweb"
	"penc/internal/ground/lang"
	"penc/internal/ground/ref"
	"penc/internal/ground/when"
	"penc/internal/people/role"
	"penc/internal/platform/web"
	"penc/internal/platform/web/ui"
)

// perPage is how many contacts a page lists.
const perPage = 100

// bookPage lists the contacts of a process.
type bookPage struct {
	web.Page
	Place  processweb.Place
	Book   invitation.Book
	Choice invitation.Choice
	Number int // of the page, from 0
}

// choiceOf reads a choice of contacts from what was asked or typed.
func choiceOf(get func(string) string) invitation.Choice {
	ch := invitation.Choice{
		Words: get("q"), Group: ref.ID(get("group")), Organization: get("organization"),
		Lang: lang.Tag(get("lang")), Standing: invitation.Standing(get("standing")),
	}
	for _, id := range strings.Fields(get("only")) {
		ch.Only = append(ch.Only, ref.ID(id))
	}
	return ch
}

// query is a choice as part of an address.
func query(ch invitation.Choice) url.Values {
	v := url.Values{}
	for name, value := range map[string]string{
		"q": ch.Words, "group": string(ch.Group), "organization": ch.Organization,
		"lang": string(ch.Lang), "standing": string(ch.Standing), "only": only(ch),
	} {
		if value != "" {
			v.Set(name, value)
		}
	}
	return v
}

func only(ch invitation.Choice) string {
	ids := make([]string, len(ch.Only))
	for i, id := range ch.Only {
		ids[i] = string(id)
	}
	return strings.Join(ids, " ")
}

func (f face) contacts(a *web.Ask) error {
	ch := choiceOf(a.Query)
	b, err := f.invitations.BookOf(a.Ctx(), a.Who, a.ID("id"), ch)
	if err != nil {
		return err
	}
	if a.Format == "csv" {
		return a.File("text/csv", string(b.Process.ID)+"-contacts.csv", bookCSV(a.Speaker, b))
	}
	pl := at(a, b.Process, a.T("invitation.book.title"), a.T("invitation.book.lead"))
	p := bookPage{Page: private(a, pl), Place: pl, Book: b, Choice: ch, Number: max(a.QueryInt("page", 0), 0)}
	return a.Render(bookView(p))
}

func (p bookPage) table() ui.Grid {
	g := ui.Grid{Caption: p.T("invitation.book.list"), HideCaption: true, Columns: []ui.Column{
		{Label: p.T("invitation.field.name")},
		{Label: p.T("invitation.field.organization")},
		{Label: p.T("invitation.field.group")},
		{Label: p.T("invitation.field.lang")},
		{Label: p.T("invitation.field.standing")},
	}}
	from := min(p.Number*perPage, len(p.Book.Chosen))
	for _, k := range p.Book.Chosen[from:min(from+perPage, len(p.Book.Chosen))] {
		g.Rows = append(g.Rows, []ui.Cell{
			{Text: k.Called(), Href: p.Link(invitation.ContactPath(k.ID))},
			{Text: k.OrgName},
			{Text: groupName(p.Speaker, p.Book.Process, k.Group)},
			{Text: p.T("web.language." + string(k.Lang))},
			{Body: standingTag(p.Speaker, k)},
		})
	}
	return g
}

var standingKinds = map[invitation.Standing]ui.TagKind{
	invitation.NotInvited: ui.TagNext, invitation.Awaited: ui.TagWaiting, invitation.Joined: ui.TagDone,
	invitation.Refused: ui.TagRefused, invitation.Registered: ui.TagDone,
}

func standingTag(s web.Speaker, k invitation.Known) templ.Component {
	return ui.Tag(standingKinds[k.Standing], s.T("invitation.standing."+string(k.Standing)))
}

func standingChoices(s web.Speaker) []ui.Choice {
	var out []ui.Choice
	for _, st := range invitation.Standings {
		out = append(out, ui.Choice{Value: string(st), Label: s.T("invitation.standing." + string(st))})
	}
	return out
}

func orgChoices(orgs []string) []ui.Choice {
	var out []ui.Choice
	for _, o := range orgs {
		out = append(out, ui.Choice{Value: o, Label: o})
	}
	return out
}

// chooses reports whether the reader chose among the contacts.
func (p bookPage) chooses() bool { return len(query(p.Choice)) > 0 }

// campaign is the address of the form of a campaign to those who are shown.
func (p bookPage) campaign() string {
	to := p.Link(campaignsPath(p.Book.Process.ID) + "/new")
	if q := query(p.Choice).Encode(); q != "" {
		to += "?" + q
	}
	return to
}

func (p bookPage) csv() string {
	to := p.Link(bookPath(p.Book.Process.ID)) + ".csv"
	if q := query(p.Choice).Encode(); q != "" {
		to += "?" + q
	}
	return to
}

func (p bookPage) pager() ui.Pager {
	n, from := len(p.Book.Chosen), p.Number*perPage
	out := ui.Pager{Text: p.T("invitation.page", "from", p.Speaker.Number(min(from+1, n)), "to", p.Speaker.Number(min(from+perPage, n)), "all", p.Speaker.Number(n))}
	at := func(number int) string {
		v := query(p.Choice)
		if number > 0 {
			v.Set("page", strconv.Itoa(number))
		}
		return p.Link(bookPath(p.Book.Process.ID)) + "?" + v.Encode()
	}
	if p.Number > 0 {
		out.Previous = at(p.Number - 1)
	}
	if from+perPage < n {
		out.Next = at(p.Number + 1)
	}
	return out
}

// contactPage is one contact.
type contactPage struct {
	web.Page
	Place  processweb.Place
	View   invitation.Sheetful
	Typed  invitation.Alternate // what was typed on the form of an alternate
	Faults web.Faults
	Act    ui.Hidden
}

func (f face) contactPage(a *web.Ask) (contactPage, error) {
	v, err := f.invitations.ContactOf(a.Ctx(), a.Who, a.ID("contact"))
	if err != nil {
		return contactPage{}, err
	}
	pl := at(a, v.Process, v.Called(), "", a.Crumb(a.T("invitation.book.title"), bookPath(v.Process.ID)))
	pl.Title.Meta = standingTag(a.Speaker, v.Known)
	return contactPage{Page: private(a, pl), Place: pl, View: v, Act: web.NewAct()}, nil
}

func (f face) contact(a *web.Ask) error {
	p, err := f.contactPage(a)
	if err != nil {
		return err
	}
	return a.Render(contactView(p))
}

// facts tells a card as terms.
func facts(s web.Speaker, w process.Whole, c invitation.Card) []ui.Fact {
	var out []ui.Fact
	add := func(term, text string) {
		if text != "" {
			out = append(out, ui.Fact{Term: s.T("invitation.field." + term), Text: text})
		}
	}
	add("name", c.Name)
	add("address", c.Address)
	add("phone", c.Phone)
	if c.Lang != "" {
		add("lang", s.T("web.language."+string(c.Lang)))
	}
	add("organization", c.OrgName)
	if c.Group != "" {
		add("group", groupName(s, w, c.Group))
	}
	var others []string
	for _, g := range c.Groups {
		if g != c.Group {
			others = append(others, groupName(s, w, g))
		}
	}
	add("others", strings.Join(others, ", "))
	add("interest", c.Interest)
	add("funding", c.Funding)
	add("mandate", c.Mandate)
	return out
}

// before are the earlier cards, the newest of them first.
func (p contactPage) before() []invitation.Past {
	var out []invitation.Past
	for i := len(p.View.History) - 2; i >= 0; i-- {
		out = append(out, p.View.History[i])
	}
	return out
}

// alternate says who sits in for whom, and when.
func (p contactPage) alternate(x invitation.Alternate) ui.Entry {
	key, other := "invitation.alternate.is", x.For
	if x.For == p.View.ID {
		key, other = "invitation.alternate.has", x.Contact
	}
	days := p.T("invitation.alternate.since", "from", p.Speaker.Date(x.From))
	if x.Until != "" {
		days = p.Span(when.Span{Start: x.From, End: x.Until})
	}
	return ui.Entry{Title: p.T(key, "name", p.View.Names[other]), Href: p.Link(invitation.ContactPath(other)), When: days}
}

func (p contactPage) others() []ui.Choice {
	out := []ui.Choice{{Label: p.T("invitation.choose")}}
	for _, k := range p.View.Others {
		label := k.Called()
		if k.OrgName != "" {
			label += " (" + k.OrgName + ")"
		}
		out = append(out, ui.Choice{Value: string(k.ID), Label: label})
	}
	return out
}

// invite is the address of the form of a campaign to this contact alone.
func (p contactPage) invite() string {
	return p.Link(campaignsPath(p.View.Process.ID)+"/new") + "?only=" + string(p.View.ID)
}

func (f face) replace(a *web.Ask) error {
	form, err := a.Form()
	if err != nil {
		return err
	}
	in := invitation.Alternate{
		For: a.ID("contact"), Contact: ref.ID(form.Get("alternate")), From: when.Date(form.Get("from")), Until: when.Date(form.Get("until")),
	}
	if _, err := f.invitations.Replace(a.Ctx(), a.Who, in); err != nil {
		p, again := f.contactPage(a)
		if again != nil {
			return again
		}
		return a.Refused(err, func(fs web.Faults) templ.Component {
			p.Faults, p.Typed = fs, in
			return contactView(p)
		})
	}
	return a.GoDone(invitation.ContactPath(in.For), "invitation.done.replaced")
}

func (f face) unreplace(a *web.Ask) error {
	if _, err := a.Form(); err != nil {
		return err
	}
	if _, err := f.invitations.Unreplace(a.Ctx(), a.Who, a.ID("alternate")); err != nil {
		return err
	}
	return a.GoDone(invitation.ContactPath(a.ID("contact")), "invitation.done.unreplaced")
}

// cardPage is the form of a contact.
type cardPage struct {
	web.Page
	Place   processweb.Place
	Whole   process.Whole
	Action  string
	Cancel  string
	Card    invitation.Card
	Version int
	New     bool
	Theirs  *invitation.Card // what somebody else wrote meanwhile
	Faults  web.Faults
	Act     ui.Hidden
}

func (f face) newCard(a *web.Ask) (cardPage, error) {
	b, err := f.invitations.BookOf(a.Ctx(), a.Who, a.ID("id"), invitation.Choice{})
	if err != nil {
		return cardPage{}, err
	}
	pl := at(a, b.Process, a.T("invitation.new.title"), a.T("invitation.new.lead"), a.Crumb(a.T("invitation.book.title"), bookPath(b.Process.ID)))
	return cardPage{
		Page: private(a, pl), Place: pl, Whole: b.Process, Action: bookPath(b.Process.ID) + "/new", Cancel: bookPath(b.Process.ID),
		Card: invitation.Card{Lang: a.Lang}, New: true, Act: web.NewAct(),
	}, nil
}

func (f face) contactForm(a *web.Ask) error {
	p, err := f.newCard(a)
	if err != nil {
		return err
	}
	return a.Render(cardView(p))
}

func readCard(form web.Form) invitation.Card {
	c := invitation.Card{
		Name: form.Get("name"), Address: form.Get("address"), Phone: form.Get("phone"), Lang: lang.Tag(form.Get("lang")),
		OrgName: form.Get("organization"), Group: ref.ID(form.Get("stakeholder_group")),
		Interest: form.Get("interest"), Funding: form.Get("funding"), Mandate: form.Get("mandate"),
	}
	for _, g := range form.All("stakeholder_groups") {
		c.Groups = append(c.Groups, ref.ID(g))
	}
	return c
}

func (f face) addContact(a *web.Ask) error {
	form, err := a.Form()
	if err != nil {
		return err
	}
	in := readCard(form)
	c, err := f.invitations.Add(a.Ctx(), a.Who, a.ID("id"), in)
	if err != nil {
		p, again := f.newCard(a)
		if again != nil {
			return again
		}
		return a.Refused(err, func(fs web.Faults) templ.Component {
			p.Faults, p.Card = fs, in
			return cardView(p)
		})
	}
	return a.GoDone(invitation.ContactPath(c.ID), "invitation.done.added")
}

func (f face) oldCard(a *web.Ask) (cardPage, error) {
	v, err := f.invitations.ContactOf(a.Ctx(), a.Who, a.ID("contact"))
	if err != nil {
		return cardPage{}, err
	}
	path := invitation.ContactPath(v.ID)
	pl := at(a, v.Process, a.T("invitation.edit.title"), "",
		a.Crumb(a.T("invitation.book.title"), bookPath(v.Process.ID)), a.Crumb(v.Called(), path))
	return cardPage{
		Page: private(a, pl), Place: pl, Whole: v.Process, Action: path + "/edit", Cancel: path,
		Card: v.Card, Version: v.Version, Act: web.NewAct(),
	}, nil
}

func (f face) editContact(a *web.Ask) error {
	p, err := f.oldCard(a)
	if err != nil {
		return err
	}
	return a.Render(cardView(p))
}

func (f face) changeContact(a *web.Ask) error {
	form, err := a.Form()
	if err != nil {
		return err
	}
	in := readCard(form)
	c, err := f.invitations.Change(a.Ctx(), a.Who, a.ID("contact"), in, form.Int("version"))
	if err != nil {
		p, again := f.oldCard(a)
		if again != nil {
			return again
		}
		return a.Refused(err, func(fs web.Faults) templ.Component {
			if theirs := p.Card; p.Version != form.Int("version") {
				p.Theirs = &theirs
			}
			p.Faults, p.Card = fs, in
			return cardView(p)
		})
	}
	return a.GoDone(invitation.ContactPath(c.ID), "invitation.done.changed")
}

// versions are the two cards as texts, one fact a line.
func (p cardPage) versions() ui.Versions {
	say := func(c invitation.Card) string {
		var b strings.Builder
		for _, x := range facts(p.Speaker, p.Whole, c) {
			b.WriteString(x.Term + ": " + x.Text + "\n")
		}
		return b.String()
	}
	return ui.Versions{Mine: say(p.Card), Theirs: say(*p.Theirs)}
}

func (p cardPage) limit() string { return p.T("invitation.field.limit", "limit", role.MaxInterest) }

func (f face) askRemove(a *web.Ask) error {
	v, err := f.invitations.ContactOf(a.Ctx(), a.Who, a.ID("contact"))
	if err != nil {
		return err
	}
	path := invitation.ContactPath(v.ID)
	pl := at(a, v.Process, a.T("invitation.remove.title", "name", v.Called()), "",
		a.Crumb(a.T("invitation.book.title"), bookPath(v.Process.ID)), a.Crumb(v.Called(), path))
	return a.Render(confirmView(confirmPage{Page: private(a, pl), Place: pl, Confirm: ui.Confirm{
		Form: ui.Form{Action: a.Link(path + "/remove"), Hidden: []ui.Hidden{web.NewAct()}},
		Text: a.T("invitation.remove.text"), Kind: ui.Grave, Label: a.T("invitation.remove.do"), Cancel: a.Link(path),
	}}))
}

func (f face) remove(a *web.Ask) error {
	if _, err := a.Form(); err != nil {
		return err
	}
	c, err := f.invitations.Remove(a.Ctx(), a.Who, a.ID("contact"))
	if err != nil {
		return err
	}
	return a.GoDone(bookPath(c.Process), "invitation.done.removed")
}
