package process

import (
	"strings"

	"penc/internal/ground/fault"
	"penc/internal/ground/lang"
	"penc/internal/ground/ref"
	"penc/internal/platform/db"
	"penc/internal/platform/record"
	"penc/internal/platform/search"
)

// follow makes a process and its parts findable after each fact about them.
func (s *Service) follow(tx *db.Tx, f record.Fact) error {
	w, err := whole(tx, f.Process)
	if fault.KindOf(err) == fault.NotFound {
		return nil
	}
	if err != nil {
		return err
	}
	if strings.HasSuffix(f.Kind, "-removed") {
		return search.Remove(tx, f.Subject)
	}
	visibility := f.Kind == PublishedIt || f.Kind == ArchivedIt || f.Kind == Imported
	if f.Subject.Kind == "process" {
		if err := put(tx, w, w.Ref(), w.Title, w.Path(), w.Process.Fields()); err != nil {
			return err
		}
	}
	for _, t := range w.things() {
		if t.Noun() == SourceNoun || !visibility && refOf(t) != f.Subject {
			continue
		}
		name := t.Name()
		if t.Noun() == RulesNoun {
			name = w.Title
		}
		if err := put(tx, w, refOf(t), name, w.PathOf(t), t.Fields()); err != nil {
			return err
		}
	}
	return nil
}

// put enters a thing once for each language in which it has a name.
func put(tx *db.Tx, w Whole, at ref.Ref, name lang.Text, path string, fields []Field) error {
	if err := search.Remove(tx, at); err != nil {
		return err
	}
	for _, l := range name.Languages() {
		var words []string
		for _, f := range fields {
			switch {
			case f.Text.Has(l):
				words = append(words, f.Text.Words(l))
			case at.Kind == PersonNoun.Kind():
				words = append(words, f.Plain)
			}
		}
		err := search.Put(tx, search.Doc{
			Ref: at, Process: w.ID, Lang: l, Kind: string(at.Kind), Title: name.Words(l),
			Text: strings.Join(words, "\n"), Path: path, Public: w.IsPublic(),
		})
		if err != nil {
			return err
		}
	}
	return nil
}
