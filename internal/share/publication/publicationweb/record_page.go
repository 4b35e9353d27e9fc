package publicationweb

import (
	"strconv"
	"strings"

	"penc/internal/gather/process"
	"penc/internal/gather/process/processweb"
	"penc/internal/ground/access"
	"penc/internal/ground/lang"
	"penc/internal/ground/ref"
	"penc/internal/ground/when"
	"penc/internal/platform/db"
	"penc/internal/platform/feature"
	"penc/internal/platform/record"
	"penc/internal/platform/web"
	"penc/internal/platform/web/ui"
)

// perRecord is how many facts a page of the record lists.
const perRecord = 50

// recordPage lists the public facts of a process, the newest first.
type recordPage struct {
	web.Page
	Place processweb.Place
	Facts []told
	First bool   // the page begins with the newest fact
	Older string // the address of the page before; empty for none
}

// A told fact is a fact in words.
type told struct {
	record.Fact
	Sentence string
	Path     string // of the thing it is about; empty if it has no page, or none any more
}

func (f face) record(a *web.Ask) error {
	at, err := processweb.Viewable(a, f.processes, a.ID("id"))
	if err != nil {
		return err
	}
	before := max(a.QueryInt("before", 0), 0)
	var facts []told
	var more bool
	err = a.Site.DB.Read(a.Ctx(), func(tx *db.Tx) error {
		var list []record.Fact
		list, more, err = publicFacts(tx, a.Site.Directory, at.Process.ID, int64(before))
		facts = nil
		for _, fact := range list {
			facts = append(facts, tell(tx, a, at.Process, fact))
		}
		return err
	})
	if err != nil {
		return err
	}
	older := ""
	if more {
		older = "/processes/" + string(at.Process.ID) + "/record"
		query := "?before=" + strconv.FormatInt(facts[len(facts)-1].Seq, 10)
		if a.Format == "json" {
			return a.JSON(dataOf(a, at.Process.ID, facts, a.Site.BaseURL+a.Link(older+".json")+query))
		}
		older = a.Link(older) + query
	}
	if a.Format == "json" {
		return a.JSON(dataOf(a, at.Process.ID, facts, ""))
	}
	at.Title.Title, at.Title.Lead = a.T("publication.record.title"), a.T("publication.record.lead")
	p := recordPage{Page: at.Page(a, at.Title.Title+" – "+a.Say(at.Process.Title)), Place: at, Facts: facts, First: before == 0, Older: older}
	p.Description = at.Title.Lead
	return a.Render(recordView(p))
}

// publicFacts returns a page of the public facts of a process with numbers below
// before (0 for no bound), newest first, and whether there are older ones.
func publicFacts(tx *db.Tx, dir *feature.Directory, id ref.ID, before int64) (out []record.Fact, more bool, err error) {
	const stride = 4 * perRecord
	for {
		list, err := record.Of(tx, id, before, stride)
		if err != nil {
			return nil, false, err
		}
		for _, fact := range list {
			before = fact.Seq
			if !dir.PublicFact(fact.Kind) {
				continue
			}
			if len(out) == perRecord {
				return out, true, nil
			}
			out = append(out, fact)
		}
		if len(list) < stride {
			return out, false, nil
		}
	}
}

// tell says a fact in a sentence. The thing is called by its name if everybody
// may know it; of what was erased or is not public the sentence says only that it
// is not named.
func tell(tx *db.Tx, a *web.Ask, p process.Process, f record.Fact) told {
	out := told{Fact: f}
	name := a.T("publication.record.unnamed")
	card, ok := a.Site.Directory.Card(tx, f.Subject)
	switch {
	case f.Subject == p.Ref():
		name, out.Path = a.Say(p.Title), p.Path()
	case ok && nameable(a.Who, p, card):
		out.Path = card.Path
		if said := a.Say(card.Name); said != "" {
			name = said
		}
	}
	out.Sentence = sentence(a.Speaker, f, name)
	return out
}

// nameable reports whether the record may call a thing by its name: it is public,
// or the reader works on the texts of its process.
func nameable(who access.Actor, p process.Process, c feature.Card) bool {
	return c.Public || process.MayWrite(who, p.ID) == nil
}

// sentence says a fact with the words of its room.
func sentence(s web.Speaker, f record.Fact, name string) string {
	room, rest, _ := strings.Cut(f.Kind, ".")
	key := room + ".fact." + rest
	if !s.Has(key) {
		return s.T("publication.record.other", "kind", f.Kind, "name", name)
	}
	parts := []any{"name", name}
	for figure, n := range f.Figures {
		parts = append(parts, figure, int(n))
	}
	return s.T(key, parts...)
}

// by says how a fact came, under which number it stands and what its hash begins
// with.
func (p recordPage) by(f told) string {
	parts := []string{p.T("publication.record.number", "number", p.Number(int(f.Seq)))}
	if key := "publication.channel." + string(f.Channel); p.Has(key) {
		parts = append(parts, p.T(key))
	}
	if !f.Happened.Equal(f.Recorded) && !f.Happened.IsZero() {
		parts = append(parts, p.T("publication.record.happened", "moment", p.Moment(f.Happened)))
	}
	if f.Hash != "" {
		parts = append(parts, p.T("publication.record.hash", "hash", f.Hash[:min(12, len(f.Hash))]))
	}
	return strings.Join(parts, " · ")
}

// line is a fact as a line of the list.
func (p recordPage) line(f told) ui.Entry {
	e := ui.Entry{ID: "fact-" + strconv.FormatInt(f.Seq, 10), Title: f.Sentence, When: p.Moment(f.Recorded), By: p.by(f)}
	if f.Path != "" {
		e.Href = p.Link(f.Path)
	}
	return e
}

// recordData is the record as data.
type recordData struct {
	Process  ref.ID     `json:"process"`
	Language lang.Tag   `json:"language"`
	Facts    []factData `json:"facts"`
	Older    string     `json:"older,omitempty"` // where the facts before these are
}

type factData struct {
	Number   int64            `json:"number"`
	Kind     string           `json:"kind"`
	Subject  string           `json:"subject"`
	Happened string           `json:"happened"`
	Recorded string           `json:"recorded"`
	Channel  access.Channel   `json:"channel"`
	Figures  map[string]int64 `json:"figures,omitempty"`
	Hash     string           `json:"hash,omitempty"`
	Sentence string           `json:"sentence"`
}

func dataOf(a *web.Ask, id ref.ID, facts []told, older string) recordData {
	out := recordData{Process: id, Language: a.Lang, Facts: []factData{}, Older: older}
	for _, f := range facts {
		out.Facts = append(out.Facts, factData{
			f.Seq, f.Kind, f.Subject.String(), when.Format(f.Happened), when.Format(f.Recorded), f.Channel, f.Figures, f.Hash, f.Sentence,
		})
	}
	return out
}

// links lead to older facts, back to the newest, and to the same as data.
func (p recordPage) links() []ui.Link {
	var out []ui.Link
	at := p.Place.Process.Path() + "/record"
	if p.Older != "" {
		out = append(out, ui.Link{Label: p.T("publication.record.older"), Href: p.Older})
	}
	if !p.First {
		out = append(out, ui.Link{Label: p.T("publication.record.newest"), Href: p.Link(at)})
	}
	return append(out, ui.Link{Label: p.T("publication.record.data"), Href: p.Link(at + ".json")})
}
