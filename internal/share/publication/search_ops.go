package publication

import (
	"strings"

	"penc/internal/gather/process"
	"penc/internal/ground/fault"
	"penc/internal/ground/lang"
	"penc/internal/platform/db"
	"penc/internal/platform/record"
	"penc/internal/platform/search"
)

// follow makes posts and articles findable after each fact about them, and all of
// a process after facts about who may see it.
func (s *Service) follow(tx *db.Tx, f record.Fact) error {
	p, err := s.processes.ByIDTx(tx, f.Process)
	if fault.KindOf(err) == fault.NotFound {
		return nil
	}
	if err != nil {
		return err
	}
	switch f.Subject.Kind {
	case NewsKind:
		n, err := newsByID(tx, f.Subject.ID)
		if fault.KindOf(err) == fault.NotFound {
			return search.Remove(tx, f.Subject)
		}
		if err != nil {
			return err
		}
		return putNews(tx, p, n)
	case CoverageKind:
		c, err := coverageByID(tx, f.Subject.ID)
		if fault.KindOf(err) == fault.NotFound {
			return search.Remove(tx, f.Subject)
		}
		if err != nil {
			return err
		}
		return putCoverage(tx, p, c)
	}
	return putAll(tx, p)
}

func putAll(tx *db.Tx, p process.Process) error {
	posts, err := newsOf(tx, p.ID)
	if err != nil {
		return err
	}
	for _, n := range posts {
		if err := putNews(tx, p, n); err != nil {
			return err
		}
	}
	articles, err := coverageOf(tx, p.ID)
	if err != nil {
		return err
	}
	for _, c := range articles {
		if err := putCoverage(tx, p, c); err != nil {
			return err
		}
	}
	return nil
}

// putNews enters a post once for each language in which something of it is
// written. A title that exists in one language only stands in all of them.
func putNews(tx *db.Tx, p process.Process, n News) error {
	if err := search.Remove(tx, n.Ref()); err != nil || n.State == Withdrawn {
		return err
	}
	seen := map[lang.Tag]bool{}
	for _, l := range append(n.Title.Languages(), n.Text.Languages()...) {
		if seen[l] {
			continue
		}
		seen[l] = true
		title, _ := n.Title.In(l)
		err := search.Put(tx, search.Doc{
			Ref: n.Ref(), Process: p.ID, Lang: l, Kind: string(NewsKind), Title: title,
			Text: strings.TrimSpace(n.Text.Words(l) + "\n" + n.FirstPublished.Words(l)), Path: n.Path(), Public: n.IsPublic(p),
		})
		if err != nil {
			return err
		}
	}
	return nil
}

func putCoverage(tx *db.Tx, p process.Process, c Coverage) error {
	if err := search.Remove(tx, c.Ref()); err != nil {
		return err
	}
	return search.Put(tx, search.Doc{
		Ref: c.Ref(), Process: p.ID, Lang: c.Language, Kind: string(CoverageKind), Title: c.Title, Text: c.Outlet,
		Path: c.Path(), Public: p.IsPublic(),
	})
}
