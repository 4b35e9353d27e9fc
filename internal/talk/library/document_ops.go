package library

import (
	"context"

	"penc/internal/ground/access"
	"penc/internal/ground/fault"
	"penc/internal/ground/lang"
	"penc/internal/ground/ref"
	"penc/internal/platform/db"
	"penc/internal/platform/feature"
	"penc/internal/platform/record"
)

// Add takes a document into the library of a process, with a file if one was
// sent. Conveners and editors of the process may. From is the language in which
// who writes. Faults: NotFound, Forbidden, Conflict if the same act has done it
// before, Invalid by field. Fact: Added.
func (s *Service) Add(ctx context.Context, who access.Actor, in Document, from lang.Tag, up *Upload) (Document, error) {
	in.ID = ""
	out, err := s.write(ctx, who, in, from, up)
	return out, fault.Wrap("add document", err)
}

// Change replaces what is said of a document, and adds a version of its file if
// one was sent. Conveners and editors of the process may. Faults: NotFound,
// Forbidden, Conflict if it changed meanwhile, Invalid by field. Fact: Changed.
func (s *Service) Change(ctx context.Context, who access.Actor, in Document, from lang.Tag, up *Upload) (Document, error) {
	if in.ID == "" {
		return in, fault.New(fault.NotFound, "", "library.document.unknown")
	}
	out, err := s.write(ctx, who, in, from, up)
	return out, fault.Wrap("change document", err)
}

// write decides before the file is kept, so that what is refused costs nothing,
// and again when it is stored.
func (s *Service) write(ctx context.Context, who access.Actor, in Document, from lang.Tag, up *Upload) (d Document, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		_, _, err := s.decide(tx, who, in, from, up)
		return err
	})
	if err != nil {
		return in, err
	}
	file, err := s.receive(ctx, up)
	if err != nil {
		return in, err
	}
	err = s.db.Write(ctx, func(tx *db.Tx) (err error) {
		d, err = s.writeTx(tx, who, in, from, file)
		return err
	})
	if err != nil && file.Digest != "" {
		s.abandon(ctx, file.Digest)
	}
	return d, err
}

// decide returns the document as it is and as it is to be.
func (s *Service) decide(tx *db.Tx, who access.Actor, in Document, from lang.Tag, up *Upload) (old, next Document, err error) {
	old = Document{Process: in.Process}
	if in.ID != "" {
		if old, err = byID(tx, in.ID); err != nil {
			return old, next, err
		}
	}
	if _, err = s.process(tx, who, old.Process); err != nil {
		return old, next, err
	}
	next, err = old.Write(who, in, from)
	if err != nil && fault.KindOf(err) != fault.Invalid {
		return old, next, err
	}
	faults := append(fault.List{}, fault.All(err)...)
	return old, next, append(faults, fault.All(up.check(old))...).Err()
}

func (s *Service) writeTx(tx *db.Tx, who access.Actor, in Document, from lang.Tag, file File) (Document, error) {
	if err := lock(tx); err != nil {
		return in, err
	}
	old, d, err := s.decide(tx, who, in, from, nil)
	if err != nil {
		return d, err
	}
	if d.ID == "" {
		if err := record.Once(tx, who, Added); err != nil {
			return d, err
		}
		if d.ID, err = tx.NewID(); err != nil {
			return d, err
		}
	}
	if err := save(tx, d); err != nil {
		return d, err
	}
	if file.Digest != "" {
		if d, err = s.attach(tx, d, file); err != nil {
			return d, err
		}
	}
	fact := Changed
	if old.Version == 0 {
		fact = Added
	}
	return d, record.Append(tx, who, fact, d.Ref(), d.Process, d.Public(), record.Figure("files", len(d.Files)))
}

// Remove takes a document out of the library, its files with it. Conveners and
// editors of the process may. Faults: NotFound, Forbidden, Conflict. Fact: Removed.
func (s *Service) Remove(ctx context.Context, who access.Actor, id ref.ID, version int) error {
	return fault.Wrap("remove document", s.db.Write(ctx, func(tx *db.Tx) error {
		if err := lock(tx); err != nil {
			return err
		}
		d, err := byID(tx, id)
		if err != nil {
			return err
		}
		if _, err := s.process(tx, who, d.Process); err != nil {
			return err
		}
		if err := d.Remove(who, version); err != nil {
			return err
		}
		for _, f := range d.Files {
			if err := leave(tx, f.Digest); err != nil {
				return err
			}
		}
		if err := remove(tx, id); err != nil {
			return err
		}
		return record.Append(tx, who, Removed, d.Ref(), d.Process, d.Public())
	}))
}

// lock makes writers of the library wait for each other: documents change seldom,
// and a file must not be deleted while it is sent again.
func lock(tx *db.Tx) error { return tx.Lock("library") }

// A Shelf is the library of one process.
type Shelf struct {
	Process   feature.Card
	Documents []Document
}

// ShelfOf returns the documents of a process, in no order. Whoever may see the
// process may. Faults: NotFound.
func (s *Service) ShelfOf(ctx context.Context, who access.Actor, process ref.ID) (out Shelf, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		if out.Process, err = s.process(tx, who, process); err != nil {
			return err
		}
		out.Documents, err = ofProcess(tx, process)
		return err
	})
	return out, err
}

// ByID returns a document with the card of its process. Whoever may see the
// process may. Faults: NotFound.
func (s *Service) ByID(ctx context.Context, who access.Actor, id ref.ID) (d Document, process feature.Card, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		if d, err = byID(tx, id); err != nil {
			return err
		}
		process, err = s.process(tx, who, d.Process)
		return err
	})
	return d, process, err
}

// process returns the card of a process that who may see; NotFound otherwise.
func (s *Service) process(tx *db.Tx, who access.Actor, id ref.ID) (feature.Card, error) {
	card, ok := s.dir.Visible(tx, who, Process(id))
	if !ok {
		return feature.Card{}, fault.New(fault.NotFound, "", "library.document.unknown")
	}
	return card, nil
}
