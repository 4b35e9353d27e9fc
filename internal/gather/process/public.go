package process

import (
	"time"

	"penc/internal/ground/evidence"
	"penc/internal/ground/lang"
	"penc/internal/ground/ref"
	"penc/internal/ground/when"
)

// Words are the wordings of a text by language: the public shape of a text.
type Words map[lang.Tag]string

// PublicEvidence is the public shape of evidence.
type PublicEvidence struct {
	Sources      []ref.ID        `json:"sources,omitempty"`
	Uncertain    Words           `json:"uncertain,omitempty"`
	Derived      bool            `json:"derived,omitempty"`
	Disputed     []PublicDispute `json:"disputed,omitempty"`
	NotPublished []PublicGap     `json:"not_published,omitempty"`
}

// PublicDispute is a field on which sources disagree.
type PublicDispute struct {
	Field  string        `json:"field"`
	Values []PublicClaim `json:"values"`
}

// PublicClaim is what some sources say.
type PublicClaim struct {
	Value   Words    `json:"value"`
	Sources []ref.ID `json:"sources"`
}

// PublicGap is a field that was never published.
type PublicGap struct {
	Field string `json:"field"`
	Note  Words  `json:"note,omitempty"`
}

// PublicOf returns the public shape of evidence, for this room and higher ones.
func PublicOf(e evidence.Evidence) PublicEvidence {
	out := PublicEvidence{Sources: e.Sources, Uncertain: e.Uncertain.All(), Derived: e.Derived}
	for _, d := range e.Disputes {
		p := PublicDispute{Field: d.Field}
		for _, v := range d.Values {
			p.Values = append(p.Values, PublicClaim{v.Value.All(), v.Sources})
		}
		out.Disputed = append(out.Disputed, p)
	}
	for _, g := range e.Gaps {
		out.NotPublished = append(out.NotPublished, PublicGap{g.Field, g.Note.All()})
	}
	return out
}

// Public is what anybody may see of a process: all of it, once it is published.
// It holds nothing about accounts.
type Public struct {
	ID              ref.ID               `json:"id"`
	State           State                `json:"state"`
	Simulated       bool                 `json:"simulated"`
	Country         string               `json:"country,omitempty"`
	Published       string               `json:"published,omitempty"`
	Archived        string               `json:"archived,omitempty"`
	Languages       []lang.Tag           `json:"languages"`
	Title           Words                `json:"title"`
	AlsoCalled      []Words              `json:"also_called,omitempty"`
	Summary         Words                `json:"summary,omitempty"`
	PlannedMonths   int                  `json:"planned_months,omitempty"`
	Zone            string               `json:"timezone,omitempty"`
	Websites        []Website            `json:"websites,omitempty"`
	FollowsMethodOf ref.ID               `json:"follows_method_of,omitempty"`
	Participation   *PublicParticipation `json:"participation,omitempty"`
	PublicEvidence
	OpenActs   []Act             `json:"open_now"`
	Stages     []PublicStage     `json:"stages"`
	Groups     []PublicGroup     `json:"stakeholder_groups"`
	Partners   []PublicPartner   `json:"partners"`
	People     []PublicNamed     `json:"people"`
	Agreements []PublicAgreement `json:"agreements"`
	Rules      []PublicRules     `json:"rules"`
	Entries    []PublicEntry     `json:"entries"`
	AllSources []PublicSource    `json:"bibliography"`
}

// PublicLine is what a list of processes says of one.
type PublicLine struct {
	ID        ref.ID     `json:"id"`
	State     State      `json:"state"`
	Simulated bool       `json:"simulated"`
	Country   string     `json:"country,omitempty"`
	Languages []lang.Tag `json:"languages"`
	Title     Words      `json:"title"`
	Summary   Words      `json:"summary,omitempty"`
	OpenActs  []Act      `json:"open_now"`
}

// Line returns the process as a list has it.
func (w Whole) Line(now time.Time) PublicLine {
	return PublicLine{w.ID, w.State, w.Simulated, w.Country, w.Languages, w.Title.All(), w.Summary.All(), w.openActs(now)}
}

// openActs are the acts that are open now, none rather than nil.
func (w Whole) openActs(now time.Time) []Act { return append([]Act{}, w.Course(now).Acts...) }

// PublicParticipation is how many people took part.
type PublicParticipation struct {
	Count   int      `json:"count"`
	AtLeast bool     `json:"at_least,omitempty"`
	Note    Words    `json:"note,omitempty"`
	Sources []ref.ID `json:"sources,omitempty"`
}

// Public returns the public shape of a process at a moment.
func (w Whole) Public(now time.Time) Public {
	p := w.Process
	out := Public{
		ID: p.ID, State: p.State, Simulated: p.Simulated, Country: p.Country, Published: moment(p.Published),
		Archived: moment(p.Archived), Languages: p.Languages, Title: p.Title.All(), AlsoCalled: allOf(p.AlsoCalled),
		Summary: p.Summary.All(), PlannedMonths: p.PlannedMonths, Zone: p.Zone, Websites: p.Websites,
		FollowsMethodOf: p.FollowsMethodOf, PublicEvidence: PublicOf(p.Evidence), OpenActs: w.openActs(now),
		Stages: each(w.Stages, Stage.Public), Groups: each(w.Groups, Group.Public), Partners: each(w.Partners, Partner.Public),
		People: each(w.People, Named.Public), Agreements: each(w.Agreements, Agreement.Public), Rules: each(w.Rules, Rules.Public),
		Entries: each(w.Entries, Entry.Public), AllSources: each(w.Sources, Source.Public),
	}
	if n := p.Participation; n != nil {
		out.Participation = &PublicParticipation{n.Count, n.AtLeast, n.Note.All(), n.Sources}
	}
	return out
}

// PublicStage is the public shape of a stage.
type PublicStage struct {
	ID     ref.ID    `json:"id"`
	Title  Words     `json:"title"`
	Text   Words     `json:"text,omitempty"`
	Dates  when.Span `json:"dates,omitzero"`
	Acts   []Act     `json:"open,omitempty"`
	Status Words     `json:"status,omitempty"`
	PublicEvidence
}

// Public returns the stage's public shape.
func (s Stage) Public() PublicStage {
	return PublicStage{s.ID, s.Title.All(), s.Text.All(), s.Dates, s.Acts, s.Status.All(), PublicOf(s.Evidence)}
}

// PublicGroup is the public shape of a stakeholder group.
type PublicGroup struct {
	ID   ref.ID `json:"id"`
	Name Words  `json:"name"`
	Note Words  `json:"note,omitempty"`
	PublicEvidence
}

// Public returns the group's public shape.
func (g Group) Public() PublicGroup {
	return PublicGroup{g.ID, g.Title.All(), g.Note.All(), PublicOf(g.Evidence)}
}

// PublicPartner is the public shape of a partner.
type PublicPartner struct {
	ID      ref.ID  `json:"id"`
	Name    Words   `json:"name"`
	Acronym Words   `json:"acronym,omitempty"`
	Group   ref.ID  `json:"stakeholder_group,omitempty"`
	Roles   []Words `json:"roles,omitempty"`
	Note    Words   `json:"note,omitempty"`
	PublicEvidence
}

// Public returns the partner's public shape.
func (p Partner) Public() PublicPartner {
	return PublicPartner{p.ID, p.Title.All(), p.Acronym.All(), p.Group, allOf(p.Roles), p.Note.All(), PublicOf(p.Evidence)}
}

// PublicNamed is the public shape of somebody whom sources name.
type PublicNamed struct {
	ID             ref.ID `json:"id"`
	Name           string `json:"name"`
	Position       Words  `json:"position,omitempty"`
	PublicOfficial bool   `json:"public_official,omitempty"`
	Note           Words  `json:"note,omitempty"`
	PublicEvidence
}

// Public returns the person's public shape.
func (p Named) Public() PublicNamed {
	return PublicNamed{p.ID, p.FullName, p.Position.All(), p.PublicOfficial, p.Note.All(), PublicOf(p.Evidence)}
}

// PublicAgreement is the public shape of an agreement.
type PublicAgreement struct {
	ID         ref.ID        `json:"id"`
	Title      Words         `json:"title"`
	Kind       AgreementKind `json:"kind,omitempty"`
	Date       when.Date     `json:"date,omitempty"`
	Parties    []ref.ID      `json:"parties,omitempty"`
	Purpose    Words         `json:"purpose,omitempty"`
	Objectives []Words       `json:"objectives,omitempty"`
	Document   ref.ID        `json:"document,omitempty"`
	PublicEvidence
}

// Public returns the agreement's public shape.
func (a Agreement) Public() PublicAgreement {
	return PublicAgreement{
		a.ID, a.Title.All(), a.Kind, a.Date, a.Parties, a.Purpose.All(), allOf(a.Objectives), a.Document, PublicOf(a.Evidence),
	}
}

// PublicRules is the public shape of a version of rules.
type PublicRules struct {
	ID        ref.ID    `json:"id"`
	Kind      RulesKind `json:"kind"`
	Version   int       `json:"version"`
	AdoptedOn when.Date `json:"adopted_on,omitempty"`
	AdoptedAt ref.ID    `json:"adopted_at,omitempty"`
	How       Words     `json:"how,omitempty"`
	Text      Words     `json:"text,omitempty"`
	Note      Words     `json:"note,omitempty"`
	PublicEvidence
}

// Public returns the version's public shape.
func (r Rules) Public() PublicRules {
	return PublicRules{r.ID, r.Kind, r.Number, r.AdoptedOn, r.AdoptedAt, r.How.All(), r.Text.All(), r.Note.All(), PublicOf(r.Evidence)}
}

// PublicEntry is the public shape of an entry.
type PublicEntry struct {
	ID            ref.ID    `json:"id"`
	Kind          EntryKind `json:"kind"`
	Number        int       `json:"number,omitempty"`
	Title         Words     `json:"title"`
	Acronym       Words     `json:"acronym,omitempty"`
	AlsoCalled    []Words   `json:"also_called,omitempty"`
	Text          Words     `json:"text,omitempty"`
	Parts         []Words   `json:"parts,omitempty"`
	Dates         when.Span `json:"dates,omitzero"`
	Where         Words     `json:"place,omitempty"`
	Meeting       ref.ID    `json:"meeting,omitempty"`
	Breakout      ref.ID    `json:"breakout,omitempty"`
	Partners      []ref.ID  `json:"partners,omitempty"`
	Group         ref.ID    `json:"stakeholder_group,omitempty"`
	WorkingGroups []ref.ID  `json:"working_groups,omitempty"`
	Document      ref.ID    `json:"document,omitempty"`
	Page          int       `json:"page,omitempty"`
	WithProcess   ref.ID    `json:"with_process,omitempty"`
	RelatedOnly   bool      `json:"related_only,omitempty"`
	PublicEvidence
}

// Public returns the entry's public shape.
func (e Entry) Public() PublicEntry {
	return PublicEntry{
		e.ID, e.Kind, e.Number, e.Title.All(), e.Acronym.All(), allOf(e.AlsoCalled), e.Text.All(), allOf(e.Parts), e.Dates,
		e.Where.All(), e.Meeting, e.Breakout, e.Partners, e.Group, e.WorkingGroups, e.Document, e.Page, e.WithProcess,
		e.RelatedOnly, PublicOf(e.Evidence),
	}
}

// PublicSource is the public shape of a source.
type PublicSource struct {
	ID           ref.ID    `json:"id"`
	Title        string    `json:"title,omitempty"`
	TitleFromURL bool      `json:"title_from_url,omitempty"`
	Description  Words     `json:"description,omitempty"`
	URL          string    `json:"url,omitempty"`
	Publisher    string    `json:"publisher,omitempty"`
	Date         when.Date `json:"date,omitempty"`
	Language     lang.Tag  `json:"language,omitempty"`
}

// Public returns the source's public shape.
func (s Source) Public() PublicSource {
	return PublicSource{s.ID, s.Title, s.TitleFromURL, s.Description.All(), s.URL, s.Publisher, s.Date, s.Language}
}

func each[T, U any](list []T, of func(T) U) []U {
	out := make([]U, len(list))
	for i, v := range list {
		out[i] = of(v)
	}
	return out
}

func allOf(ts []lang.Text) []Words {
	var out []Words
	for _, t := range ts {
		out = append(out, t.All())
	}
	return out
}

func moment(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return when.Format(t)
}
