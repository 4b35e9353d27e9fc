package invitation

import (
	"context"
	"time"

	"penc/internal/gather/process"
	"penc/internal/ground/access"
	"penc/internal/ground/fault"
	"penc/internal/ground/lang"
	"penc/internal/ground/ref"
	"penc/internal/platform/db"
	"penc/internal/platform/record"
)

// importLife is how long a list waits for its confirmation.
const importLife = 24 * time.Hour

// Look keeps a list until a convener confirms it, for a day; contacts stay as they
// are. Data is a file or what was pasted. Conveners may. Faults: NotFound,
// Forbidden, Invalid for a list that cannot be read.
func (s *Service) Look(ctx context.Context, who access.Actor, id ref.ID, data []byte, otherwise lang.Tag) (in Import, err error) {
	in = Import{Process: id, Lang: string(otherwise)}
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		w, err := s.at(tx, who, id)
		if err != nil {
			return err
		}
		if !lang.Known(otherwise) {
			return fault.Field("lang", "invitation.contact.language")
		}
		if in.Text, in.Notes, err = Decode(data); err != nil {
			return err
		}
		if _, err := Read(in.Text, w, otherwise); err != nil {
			return err
		}
		if in.ID, err = tx.NewID(); err != nil {
			return err
		}
		return insertImport(tx, in)
	})
	return in, fault.Wrap("look at list", err)
}

// A Preview is what would become of a list.
type Preview struct {
	Process process.Whole
	Import  Import
	Sheet   Sheet
	Lines   []Sorted
}

// PreviewOf returns what would become of a list that waits. Conveners may. Faults:
// NotFound, Forbidden.
func (s *Service) PreviewOf(ctx context.Context, who access.Actor, id, list ref.ID, wish Wish) (p Preview, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		p, err = s.preview(tx, who, id, list, wish)
		return err
	})
	return p, fault.Wrap("preview list", err)
}

func (s *Service) preview(tx *db.Tx, who access.Actor, id, list ref.ID, wish Wish) (p Preview, err error) {
	if p.Process, err = s.at(tx, who, id); err != nil {
		return p, err
	}
	if p.Import, err = importByID(tx, id, list); err != nil {
		return p, err
	}
	if p.Sheet, err = Read(p.Import.Text, p.Process, lang.Tag(p.Import.Lang)); err != nil {
		return p, err
	}
	have, err := contactsOf(tx, id)
	p.Lines = Sort(p.Sheet, have, wish)
	return p, err
}

// A Taking is what came of a list.
type Taking struct{ Created, Changed int }

// TakeOver takes a list over as the convener has seen it: seen is what the preview
// stood for. Conveners may. Faults: NotFound, Forbidden, Conflict if contacts have
// changed since, Closed if the address book is full, Invalid if nothing is left to
// do. Fact: Imported.
func (s *Service) TakeOver(ctx context.Context, who access.Actor, id, list ref.ID, wish Wish, seen string) (out Taking, err error) {
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		out = Taking{}
		if err := lock(tx, id); err != nil {
			return err
		}
		if err := record.Once(tx, who, Imported); err != nil {
			return err
		}
		p, err := s.preview(tx, who, id, list, Wish{})
		if err != nil {
			return err
		}
		if Seen(p.Lines) != seen {
			return fault.New(fault.Conflict, "", "invitation.list.changed")
		}
		have, err := contactsOf(tx, id)
		if err != nil {
			return err
		}
		lines := Sort(p.Sheet, have, wish)
		if err := hasRoom(tx, id, Count(lines, Creates)); err != nil {
			return err
		}
		for _, x := range lines {
			if err := s.take(tx, who, p.Process, x, &out); err != nil {
				return err
			}
		}
		if out.Created+out.Changed == 0 {
			return fault.New(fault.Invalid, "", "invitation.list.nothing")
		}
		if err := dropImport(tx, list); err != nil {
			return err
		}
		return record.Append(tx, who, Imported, p.Process.Ref(), id, nil,
			record.Figure("created", out.Created), record.Figure("changed", out.Changed))
	})
	return out, fault.Wrap("take list over", err)
}

func (s *Service) take(tx *db.Tx, who access.Actor, w process.Whole, x Sorted, out *Taking) error {
	switch x.Fate {
	case Creates:
		out.Created++
		_, err := s.enter(tx, who, w, x.Card, ByList)
		return err
	case Changes:
		next, changed, err := x.Contact.Write(x.After, x.Contact.Version, w, tx.Now)
		if err != nil || !changed {
			return err
		}
		out.Changed++
		c, err := s.keep(tx, who, next, ByList)
		if err != nil {
			return err
		}
		return s.declareFor(tx, who, c)
	}
	return nil
}

// Drop forgets a list that waits. Conveners may. Faults: NotFound, Forbidden.
func (s *Service) Drop(ctx context.Context, who access.Actor, id, list ref.ID) error {
	err := s.db.Write(ctx, func(tx *db.Tx) error {
		if _, err := s.at(tx, who, id); err != nil {
			return err
		}
		if _, err := importByID(tx, id, list); err != nil {
			return err
		}
		return dropImport(tx, list)
	})
	return fault.Wrap("drop list", err)
}
