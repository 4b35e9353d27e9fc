package library

import (
	"strings"

	"penc/internal/ground/ref"
	"penc/internal/platform/db"
	"penc/internal/platform/record"
	"penc/internal/platform/search"
)

// follow makes a document findable after each fact about it, and all documents of
// a process after its own: who may find them depends on it.
func (s *Service) follow(tx *db.Tx, f record.Fact) error {
	if f.Kind == Removed {
		return search.Remove(tx, f.Subject)
	}
	all, err := ofProcess(tx, f.Process)
	if err != nil {
		return err
	}
	process, _ := s.dir.Card(tx, Process(f.Process))
	for _, d := range all {
		if f.Subject.Kind != "process" && f.Subject != d.Ref() {
			continue
		}
		if err := put(tx, d, f.Process, process.Public); err != nil {
			return err
		}
	}
	return nil
}

// put enters a document once for each language in which it has a title.
func put(tx *db.Tx, d Document, process ref.ID, public bool) error {
	if err := search.Remove(tx, d.Ref()); err != nil {
		return err
	}
	for _, l := range d.Title.Languages() {
		var words []string
		for _, f := range d.Fields() {
			if f.Text.Has(l) {
				words = append(words, f.Text.Words(l))
			}
		}
		err := search.Put(tx, search.Doc{
			Ref: d.Ref(), Process: process, Lang: l, Kind: "library.document", Title: d.Title.Words(l),
			Text: strings.Join(words, "\n"), Path: d.Path(), Public: public,
		})
		if err != nil {
			return err
		}
	}
	return nil
}
