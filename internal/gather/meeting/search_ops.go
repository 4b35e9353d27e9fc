package meeting

import (
	"slices"
	"strings"

	"penc/internal/gather/process"
	"penc/internal/ground/fault"
	"penc/internal/platform/db"
	"penc/internal/platform/record"
	"penc/internal/platform/search"
)

// follow makes a meeting findable after each fact about it, and all meetings of a
// process after its own: who may find them depends on it.
func (s *Service) follow(tx *db.Tx, f record.Fact) error {
	p, err := s.processes.ByIDTx(tx, f.Process)
	if fault.KindOf(err) == fault.NotFound {
		return nil
	}
	if err != nil {
		return err
	}
	all, err := ofProcess(tx, p.ID)
	if err != nil {
		return err
	}
	for _, m := range all {
		if f.Subject.Kind != "process" && f.Subject != m.Ref() {
			continue
		}
		if err := put(tx, p, m); err != nil {
			return err
		}
	}
	return nil
}

// put enters a meeting once for each language in which it has a title.
func put(tx *db.Tx, p process.Process, m Meeting) error {
	if err := search.Remove(tx, m.Ref()); err != nil {
		return err
	}
	fields := slices.Concat(m.Texts(), m.Programme.Texts())
	for _, l := range m.Title.Languages() {
		var words []string
		for _, f := range fields {
			if f.Text.Has(l) {
				words = append(words, f.Text.Words(l))
			}
		}
		err := search.Put(tx, search.Doc{
			Ref: m.Ref(), Process: p.ID, Lang: l, Kind: "meeting", Title: m.Title.Words(l),
			Text: strings.Join(words, "\n"), Path: m.Path(), Public: p.IsPublic(),
		})
		if err != nil {
			return err
		}
	}
	return nil
}
