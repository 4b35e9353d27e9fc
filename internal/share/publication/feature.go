package publication

import (
	"embed"
	"io/fs"

	"penc/internal/gather/process"
	"penc/internal/ground/lang"
	"penc/internal/ground/ref"
	"penc/internal/platform/db"
	"penc/internal/platform/feature"
	"penc/internal/platform/record"
)

//go:embed schema/*.sql
var files embed.FS

// Service does what can be done with posts and articles.
type Service struct {
	db        *db.DB
	processes *process.Service
}

// New returns a service that keeps its rows in d.
func New(d *db.DB, processes *process.Service) *Service { return &Service{d, processes} }

// The facts of this room. What becomes of a draft is nobody's business but the
// editors'.
const (
	NewsDrafted     = "publication.news-drafted"
	NewsDiscarded   = "publication.news-discarded"
	NewsPublished   = "publication.news-published"
	NewsCorrected   = "publication.news-corrected"
	NewsWithdrawn   = "publication.news-withdrawn"
	CoverageEntered = "publication.coverage-entered"
	CoverageChanged = "publication.coverage-changed"
	CoverageRemoved = "publication.coverage-removed"
	Imported        = "publication.imported"
)

var publicFacts = []string{
	NewsPublished, NewsCorrected, NewsWithdrawn, CoverageEntered, CoverageChanged, CoverageRemoved, Imported,
}

// Feature tells the house what to run for posts and articles.
func (s *Service) Feature() feature.Feature {
	schema, _ := fs.Sub(files, "schema")
	f := feature.Feature{
		Name: "publication", Schema: schema,
		Facts: []feature.Fact{{Kind: NewsDrafted}, {Kind: NewsDiscarded}},
		Cards: map[ref.Kind]func(*db.Tx, ref.ID) (feature.Card, error){NewsKind: s.newsCard, CoverageKind: s.coverageCard},
		Texts: texts,
	}
	for _, kind := range publicFacts {
		f.Facts = append(f.Facts, feature.Fact{Kind: kind, Public: true})
	}
	on := []string{process.PublishedIt, process.ArchivedIt, process.Imported}
	for _, fact := range f.Facts {
		on = append(on, fact.Kind)
	}
	f.Follows = []record.Follower{{Name: "publication.search", Do: s.follow, On: on}}
	return f
}

func (s *Service) newsCard(tx *db.Tx, id ref.ID) (feature.Card, error) {
	n, err := newsByID(tx, id)
	if err != nil {
		return feature.Card{}, err
	}
	p, err := s.processes.ByIDTx(tx, n.Process)
	public := n.State != Draft && p.IsPublic()
	return feature.Card{Ref: n.Ref(), Name: n.Title, Path: n.Path(), Process: p.ID, Public: public, Simulated: p.Simulated}, err
}

func (s *Service) coverageCard(tx *db.Tx, id ref.ID) (feature.Card, error) {
	c, err := coverageByID(tx, id)
	if err != nil {
		return feature.Card{}, err
	}
	p, err := s.processes.ByIDTx(tx, c.Process)
	return feature.Card{Ref: c.Ref(), Name: c.Name(), Path: c.Path(), Process: p.ID, Public: p.IsPublic(), Simulated: p.Simulated}, err
}

// texts lists what translators of a process work on. The title of a post that
// appeared elsewhere is a quotation and stays as it is.
func texts(tx *db.Tx, process ref.ID) ([]feature.Text, error) {
	posts, err := newsOf(tx, process)
	if err != nil {
		return nil, err
	}
	articles, err := coverageOf(tx, process)
	if err != nil {
		return nil, err
	}
	var out []feature.Text
	add := func(at ref.Ref, edit, what string, t lang.Text) {
		if !t.Empty() {
			out = append(out, feature.Text{Ref: at, What: "publication.field." + what, Text: t, Edit: edit})
		}
	}
	for _, n := range posts {
		edit := n.Path() + "/edit"
		if !n.Elsewhere() {
			add(n.Ref(), edit, "title", n.Title)
		}
		add(n.Ref(), edit, "text", n.Text)
		add(n.Ref(), edit, "first-published", n.FirstPublished)
		add(n.Ref(), edit, "uncertain", n.Uncertain)
	}
	for _, c := range articles {
		add(c.Ref(), "/coverage/"+string(c.ID)+"/edit", "uncertain", c.Uncertain)
	}
	return out, nil
}
