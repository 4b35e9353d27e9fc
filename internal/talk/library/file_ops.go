package library

import (
	"context"
	"errors"
	"io"
	"time"

	"penc/internal/ground/access"
	"penc/internal/ground/fault"
	"penc/internal/ground/ref"
	"penc/internal/platform/blob"
	"penc/internal/platform/db"
	"penc/internal/platform/feature"
)

// receive looks at what was sent and keeps it in the store. A file without
// digest is none.
func (s *Service) receive(ctx context.Context, up *Upload) (File, error) {
	if up == nil {
		return File{}, nil
	}
	head := make([]byte, blob.HeadBytes)
	n, err := io.ReadFull(up.Body, head)
	if err != nil && !errors.Is(err, io.ErrUnexpectedEOF) && !errors.Is(err, io.EOF) {
		return File{}, err
	}
	media, err := blob.Sniff(head[:n], up.Name)
	if err != nil {
		return File{}, err
	}
	if _, err := up.Body.Seek(0, io.SeekStart); err != nil {
		return File{}, err
	}
	b, err := s.files.Put(ctx, up.Body, MaxFile)
	return File{Name: up.Name, Media: media, Size: b.Size, Digest: b.Digest}, err
}

// attach makes a file the newest version of a document. Sending the newest
// version again changes nothing.
func (s *Service) attach(tx *db.Tx, d Document, f File) (Document, error) {
	newest, ok := d.Newest()
	if ok && newest.Digest == f.Digest && newest.Name == f.Name {
		return d, nil
	}
	if !s.files.Has(f.Digest) {
		return d, fault.Field("file", "library.file.again")
	}
	f.Number, f.Added = newest.Number+1, tx.Now
	d.Files = append([]File{f}, d.Files...)
	return d, insertFile(tx, d.ID, f)
}

// abandon notes a file that was kept and whose document was then refused. If it
// cannot be noted, the file stays in the store, where it does no harm.
func (s *Service) abandon(ctx context.Context, digest string) {
	s.db.Write(context.WithoutCancel(ctx), func(tx *db.Tx) error { return leave(tx, digest) })
}

// grace is how long a file stays in the store after the last document let go of
// it.
const grace = 24 * time.Hour

// sweep deletes files that no document has had for a day. It does so before the
// commit and under the lock, so that nobody who sends the file again is left
// without it.
func (s *Service) sweep(ctx context.Context) error {
	return s.db.Write(ctx, func(tx *db.Tx) error {
		if err := lock(tx); err != nil {
			return err
		}
		before := tx.Now.Add(-grace)
		digests, err := leftovers(tx, before)
		if err != nil {
			return err
		}
		if err := forget(tx, before); err != nil {
			return err
		}
		for _, digest := range digests {
			if err := s.files.Remove(digest); err != nil {
				return err
			}
		}
		return nil
	})
}

// Open opens a version of a document's file for reading, the newest for 0. Whoever
// may see the process may. Faults: NotFound.
func (s *Service) Open(ctx context.Context, who access.Actor, id ref.ID, number int) (f File, process feature.Card, body io.ReadSeekCloser, err error) {
	d, process, err := s.ByID(ctx, who, id)
	if err != nil {
		return f, process, nil, err
	}
	f, ok := d.File(number)
	if !ok {
		return f, process, nil, fault.New(fault.NotFound, "", "library.file.unknown")
	}
	body, err = s.files.Get(f.Digest)
	return f, process, body, err
}
