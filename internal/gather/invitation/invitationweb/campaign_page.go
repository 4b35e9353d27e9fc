package invitationweb

import (
	"github.com/a-h/templ"

	"penc/internal/gather/invitation"
	"penc/internal/gather/process"
	"penc/internal/gather/process/processweb"
	"penc/internal/ground/access"
	"penc/internal/ground/fault"
	"penc/internal/ground/lang"
	"penc/internal/ground/ref"
	"penc/internal/people/role"
	"penc/internal/platform/web"
	"penc/internal/platform/web/ui"
)

// maxListed is how many recipients a page lists; the table to take away has all.
const maxListed = 500

// campaignsPage lists the campaigns of a process.
type campaignsPage struct {
	web.Page
	Place processweb.Place
	View  invitation.Campaigns
}

func (f face) campaigns(a *web.Ask) error {
	v, err := f.invitations.CampaignsOf(a.Ctx(), a.Who, a.ID("id"))
	if err != nil {
		return err
	}
	pl := at(a, v.Process, a.T("invitation.campaigns.title"), a.T("invitation.campaigns.lead"))
	return a.Render(campaignsView(campaignsPage{Page: private(a, pl), Place: pl, View: v}))
}

func campaignEntry(s web.Speaker, o invitation.Outcome) ui.Entry {
	c := o.Campaign
	e := ui.Entry{
		Title: s.Say(c.Subject), Lang: s.Foreign(c.Subject), Href: s.Link(invitation.CampaignPath(c.ID)),
		When: s.Day(c.Made), State: ui.TagNext, Label: s.T("invitation.campaign.draft"),
	}
	if !c.Sent.IsZero() {
		count := o.Count()
		e.When, e.State, e.Label = s.Day(c.Sent), ui.TagDone, s.T("invitation.campaign.is-sent")
		e.Text = s.T("invitation.campaign.brief", "n", len(o.All), "number", s.Number(len(o.All)),
			"joined", s.Number(count[invitation.HasJoined]), "declined", s.Number(count[invitation.HasDeclined]))
	}
	return e
}

func letterEntry(s web.Speaker, l invitation.Letter) ui.Entry {
	e := ui.Entry{
		Title: s.Say(l.Campaign.Subject), Lang: s.Foreign(l.Campaign.Subject), Href: s.Link(invitation.CampaignPath(l.Campaign.ID)),
		When: s.Day(l.Campaign.Sent), State: stateKinds[l.State], Label: s.T("invitation.state." + string(l.State)), Text: l.Reason,
	}
	return e
}

// draftPage is the form of a campaign.
type draftPage struct {
	web.Page
	Place   processweb.Place
	Whole   process.Whole
	Orgs    []string
	Only    []string // the names of the contacts chosen one by one
	Old     invitation.Campaign
	In      invitation.Draft
	Action  string
	Cancel  string
	Theirs  bool // somebody else changed it meanwhile
	Faults  web.Faults
	Act     ui.Hidden
	Subject ui.Bilingual
	Text    ui.Bilingual
}

// draftForm fills the page of a campaign's form.
func (f face) draftForm(a *web.Ask, id ref.ID, p draftPage, faults web.Faults) (draftPage, error) {
	b, err := f.invitations.BookOf(a.Ctx(), a.Who, id, invitation.Choice{Only: p.In.Choice.Only})
	if err != nil {
		return p, err
	}
	p.Whole, p.Orgs, p.Faults, p.Act, p.Only = b.Process, b.Orgs, faults, web.NewAct(), nil
	if len(p.In.Choice.Only) > 0 {
		for _, k := range b.Chosen {
			p.Only = append(p.Only, k.Called())
		}
	}
	title := a.T("invitation.campaign.new")
	above := []ui.Link{a.Crumb(a.T("invitation.campaigns.title"), campaignsPath(id))}
	p.Action, p.Cancel = campaignsPath(id)+"/new", campaignsPath(id)
	if p.Old.ID != "" {
		title, p.Action, p.Cancel = a.T("invitation.campaign.edit"), invitation.CampaignPath(p.Old.ID)+"/edit", invitation.CampaignPath(p.Old.ID)
		above = append(above, a.Crumb(a.Say(p.Old.Subject), p.Cancel))
	}
	p.Place = at(a, b.Process, title, a.T("invitation.campaign.lead"), above...)
	p.Page = private(a, p.Place)
	p.Subject = a.Bilingual("subject", a.T("invitation.campaign.subject"), p.Old.Subject, p.In.Subject, faults, 0)
	p.Text = a.Bilingual("text", a.T("invitation.campaign.text"), p.Old.Text, p.In.Text, faults, 12)
	p.Text.Hint = a.T("invitation.campaign.text-hint")
	return p, nil
}

func (f face) campaignForm(a *web.Ask) error {
	ch := choiceOf(a.Query)
	if len(query(ch)) == 0 {
		ch.Standing = invitation.NotInvited
	}
	p := draftPage{In: invitation.Draft{Role: access.Member, Choice: ch}}
	p, err := f.draftForm(a, a.ID("id"), p, web.Faults{})
	if err != nil {
		return err
	}
	return a.Render(draftView(p))
}

func readDraft(a *web.Ask, form web.Form) invitation.Draft {
	return invitation.Draft{
		Role: form.Get("role"), From: a.Lang, Choice: choiceOf(form.Get), Version: form.Int("version"),
		Subject: form.Words("subject", lang.Interface), Text: form.Words("text", lang.Interface),
	}
}

func (f face) draft(a *web.Ask) error {
	form, err := a.Form()
	if err != nil {
		return err
	}
	in := readDraft(a, form)
	c, err := f.invitations.Draft(a.Ctx(), a.Who, a.ID("id"), in)
	if err != nil {
		return f.draftAgain(a, err, a.ID("id"), draftPage{In: in})
	}
	return a.Go(invitation.CampaignPath(c.ID))
}

func (f face) draftAgain(a *web.Ask, refusal error, id ref.ID, p draftPage) error {
	if _, err := f.invitations.BookOf(a.Ctx(), a.Who, id, invitation.Choice{}); err != nil {
		return err
	}
	return a.Refused(refusal, func(fs web.Faults) templ.Component {
		p.Theirs = fs.Conflict()
		p, _ = f.draftForm(a, id, p, fs)
		return draftView(p)
	})
}

func (f face) editCampaign(a *web.Ask) error {
	m, err := f.invitations.CampaignOf(a.Ctx(), a.Who, a.ID("campaign"))
	if err != nil {
		return err
	}
	c := m.Campaign
	p := draftPage{Old: c, In: invitation.Draft{Role: c.Role, Choice: c.Choice, Version: c.Version}}
	if p, err = f.draftForm(a, c.Process, p, web.Faults{}); err != nil {
		return err
	}
	return a.Render(draftView(p))
}

func (f face) redraft(a *web.Ask) error {
	form, err := a.Form()
	if err != nil {
		return err
	}
	in := readDraft(a, form)
	c, err := f.invitations.Redraft(a.Ctx(), a.Who, a.ID("campaign"), in)
	if err != nil {
		m, again := f.invitations.CampaignOf(a.Ctx(), a.Who, a.ID("campaign"))
		if again != nil {
			return again
		}
		in.Version = m.Campaign.Version
		return f.draftAgain(a, err, m.Process.ID, draftPage{Old: m.Campaign, In: in})
	}
	return a.Go(invitation.CampaignPath(c.ID))
}

// whoHint says how people are chosen.
func (p draftPage) whoHint() string {
	if len(p.Only) > 0 {
		return p.T("invitation.campaign.only")
	}
	return p.T("invitation.campaign.who-text")
}

func (p draftPage) roles() []ui.Choice {
	var out []ui.Choice
	for _, name := range invitation.Roles {
		out = append(out, ui.Choice{Value: name, Label: p.T("invitation.role." + name), Hint: p.T("role.may." + name)})
	}
	return out
}

// campaignPage is one campaign: what would be sent to whom, or what became of it.
type campaignPage struct {
	web.Page
	Place   processweb.Place
	Mail    invitation.Mailing
	Letters []letter
	Faults  []string // what keeps it from being sent
}

// A letter is how the mail reads in one language.
type letter struct {
	Lang   lang.Tag
	People int
	role.Letter
}

func (f face) campaign(a *web.Ask) error {
	m, err := f.invitations.CampaignOf(a.Ctx(), a.Who, a.ID("campaign"))
	if err != nil {
		return err
	}
	if a.Format == "csv" {
		return a.File("text/csv", string(m.Process.ID)+"-invitations.csv", outcomeCSV(a.Speaker, m))
	}
	pl := f.placeOf(a, m)
	pl.Title.Title, pl.Title.Lang = a.Say(m.Campaign.Subject), a.Foreign(m.Campaign.Subject)
	p := campaignPage{Page: private(a, pl), Place: pl, Mail: m, Letters: letters(a, m)}
	if m.Campaign.Sent.IsZero() {
		for _, e := range fault.All(m.Campaign.Ready(m.To)) {
			p.Faults = append(p.Faults, sayReady(a.Speaker, e))
		}
	}
	return a.Render(campaignView(p))
}

func (f face) placeOf(a *web.Ask, m invitation.Mailing) processweb.Place {
	return at(a, m.Process, "", "", a.Crumb(a.T("invitation.campaigns.title"), campaignsPath(m.Process.ID)))
}

// letters are the mails as they would read, in every language that somebody reads.
func letters(a *web.Ask, m invitation.Mailing) []letter {
	write := Writer(a.Site.Words, a.Site.Name, a.Site.BaseURL)
	var out []letter
	for _, l := range lang.Interface {
		n := m.To.ByLang[l]
		if !m.Campaign.Subject.Has(l) && !m.Campaign.Text.Has(l) {
			continue
		}
		e := invitation.Envelope{Subject: m.Campaign.Subject.Words(l), Text: m.Campaign.Text.Words(l)}
		e.Offer.Lang, e.Offer.Name, e.Offer.Role = l, web.NewSpeaker(a.Site.Words, l).T("invitation.letter.name"), m.Campaign.Role
		e.Offer.Expires, e.Process, e.By, e.Token = a.Site.DB.Now().Add(role.OfferLife), m.Process.Title, a.Name, "…"
		out = append(out, letter{l, n, write(e)})
	}
	return out
}

var stateKinds = map[invitation.State]ui.TagKind{
	invitation.Waiting: ui.TagNext, invitation.Queued: ui.TagNext, invitation.Sent: ui.TagWaiting,
	invitation.Undeliverable: ui.TagRefused, invitation.Opened: ui.TagOpen, invitation.HasJoined: ui.TagDone,
	invitation.HasDeclined: ui.TagRefused, invitation.NoAnswer: ui.TagNext, invitation.Ended: ui.TagPlain, invitation.PassedOver: ui.TagPlain,
}

// totals are the letters by state and by stakeholder group.
func (p campaignPage) totals() ui.Grid {
	byGroup, all := p.Mail.ByGroup(), p.Mail.Count()
	g := ui.Grid{Caption: p.T("invitation.outcome.totals"), HideCaption: true, Columns: []ui.Column{{Label: p.T("invitation.field.group")}}}
	var shown []invitation.State
	for _, s := range invitation.States {
		if all[s] > 0 {
			shown = append(shown, s)
			g.Columns = append(g.Columns, ui.Column{Label: p.T("invitation.state." + string(s)), Numeric: true})
		}
	}
	g.Columns = append(g.Columns, ui.Column{Label: p.T("invitation.outcome.all"), Numeric: true})
	row := func(name string, counts map[invitation.State]int) {
		cells, n := []ui.Cell{{Text: name}}, 0
		for _, s := range shown {
			cells = append(cells, ui.Cell{Text: p.Speaker.Number(counts[s])})
			n += counts[s]
		}
		g.Rows = append(g.Rows, append(cells, ui.Cell{Text: p.Speaker.Number(n)}))
	}
	for _, group := range p.Mail.Process.Groups {
		if counts, ok := byGroup[group.ID]; ok {
			row(p.Say(group.Title), counts)
			delete(byGroup, group.ID)
		}
	}
	rest := map[invitation.State]int{}
	for _, counts := range byGroup {
		for s, n := range counts {
			rest[s] += n
		}
	}
	if len(rest) > 0 {
		row(p.T("invitation.group.none"), rest)
	}
	row(p.T("invitation.outcome.all"), all)
	return g
}

// recipients is the table of the letters.
func (p campaignPage) recipients() ui.Grid {
	g := ui.Grid{Caption: p.T("invitation.outcome.recipients"), HideCaption: true, Columns: []ui.Column{
		{Label: p.T("invitation.field.name")},
		{Label: p.T("invitation.field.organization")},
		{Label: p.T("invitation.field.lang")},
		{Label: p.T("invitation.outcome.state")},
		{Label: p.T("invitation.outcome.note")},
	}}
	for _, x := range p.Mail.All[:min(len(p.Mail.All), maxListed)] {
		name := ui.Cell{Text: x.To.Called(), Href: p.Link(invitation.ContactPath(x.To.ID))}
		if x.To.Gone {
			name = ui.Cell{Text: p.T("invitation.contact.removed")}
		}
		note := x.Reason
		switch {
		case x.State == invitation.PassedOver:
			note = p.T("invitation.passed." + x.Passed)
		case note == "" && !x.Reminded.IsZero():
			note = p.T("invitation.outcome.reminded", "day", p.Day(x.Reminded))
		}
		g.Rows = append(g.Rows, []ui.Cell{
			name,
			{Text: x.To.OrgName},
			{Text: p.T("web.language." + string(x.Lang))},
			{Body: ui.Tag(stateKinds[x.State], p.T("invitation.state."+string(x.State)))},
			{Text: note},
		})
	}
	return g
}

// audience is the table of who would get the campaign.
func (p campaignPage) audience() ui.Grid {
	g := ui.Grid{Caption: p.T("invitation.campaign.to"), HideCaption: true, Columns: []ui.Column{
		{Label: p.T("invitation.field.name")},
		{Label: p.T("invitation.field.organization")},
		{Label: p.T("invitation.field.group")},
		{Label: p.T("invitation.field.lang")},
	}}
	for _, k := range p.Mail.To.To[:min(len(p.Mail.To.To), maxListed)] {
		g.Rows = append(g.Rows, []ui.Cell{
			{Text: k.Called(), Href: p.Link(invitation.ContactPath(k.ID))},
			{Text: k.OrgName},
			{Text: groupName(p.Speaker, p.Mail.Process, k.Group)},
			{Text: p.T("web.language." + string(k.Lang))},
		})
	}
	return g
}

// passed is the table of who is chosen and would not get it.
func (p campaignPage) passed() ui.Grid {
	g := ui.Grid{Caption: p.T("invitation.campaign.passed"), HideCaption: true, Columns: []ui.Column{
		{Label: p.T("invitation.field.name")}, {Label: p.T("invitation.outcome.note")},
	}}
	for _, x := range p.Mail.To.Passed[:min(len(p.Mail.To.Passed), maxListed)] {
		g.Rows = append(g.Rows, []ui.Cell{
			{Text: x.Called(), Href: p.Link(invitation.ContactPath(x.ID))}, {Text: p.T("invitation.passed." + x.Why)},
		})
	}
	return g
}
