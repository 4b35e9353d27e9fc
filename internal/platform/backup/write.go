package backup

import (
	"archive/tar"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"hash"
	"io"
	"time"

	"github.com/klauspost/compress/gzip"

	"penc/internal/platform/db"
)

// Bounds of a backup's members, in bytes. Rows are collected to members of about
// chunkBytes, because a member says its size before its content; one row may be
// larger.
const (
	chunkBytes    = 1 << 20
	maxChunk      = 64 << 20
	maxJSON       = 16 << 20 // the first and the last member
	maxFile       = 1<<33 - 1
	compressLevel = 5
)

// A writer writes the members of a backup in their order.
type writer struct {
	zip *gzip.Writer
	tar *tar.Writer
	end End

	chunk  []byte
	number int
	sum    hash.Hash
	files  hash.Hash
}

func newWriter(w io.Writer, m Manifest) (*writer, error) {
	z, err := gzip.NewWriterLevel(w, compressLevel)
	if err != nil {
		return nil, err
	}
	z.ModTime = time.Unix(0, 0) // written as "not known"; see head
	out := &writer{zip: z, tar: tar.NewWriter(z), files: sha256.New()}
	out.end.Tables, out.end.Missing, out.end.Findings = []Sum{}, []string{}, []string{}
	raw, err := encode(m)
	if err != nil {
		return nil, err
	}
	sum := sha256.Sum256(raw)
	out.end.Manifest = hex.EncodeToString(sum[:])
	return out, out.member(manifestName, raw)
}

func (w *writer) header(name string, size int64) error {
	return w.tar.WriteHeader(&tar.Header{Typeflag: tar.TypeReg, Name: name, Size: size, Mode: 0o600, Format: tar.FormatUSTAR})
}

func (w *writer) member(name string, content []byte) error {
	if err := w.header(name, int64(len(content))); err != nil {
		return err
	}
	_, err := w.tar.Write(content)
	return err
}

// table begins the next table.
func (w *writer) table(t db.Table) {
	w.end.Tables = append(w.end.Tables, Sum{Name: t.Name})
	w.sum, w.number = sha256.New(), 0
}

// row adds a row to the table.
func (w *writer) row(values []any) (err error) {
	before := len(w.chunk)
	if w.chunk, err = appendRow(w.chunk, values); err != nil {
		return err
	}
	if len(w.chunk)-before > maxChunk {
		return fmt.Errorf("a row takes %d bytes, and %d is the most", len(w.chunk)-before, maxChunk)
	}
	w.end.Tables[len(w.end.Tables)-1].Rows++
	if len(w.chunk) >= chunkBytes {
		return w.flush()
	}
	return nil
}

// chunkName is the name of a table's n-th member, from 1.
func chunkName(table string, n int) string { return fmt.Sprintf("tables/%s/%06d.jsonl", table, n) }

func (w *writer) flush() error {
	if len(w.chunk) == 0 {
		return nil
	}
	w.number++
	at := &w.end.Tables[len(w.end.Tables)-1]
	at.Bytes += int64(len(w.chunk))
	w.sum.Write(w.chunk)
	err := w.member(chunkName(at.Name, w.number), w.chunk)
	w.chunk = w.chunk[:0]
	if cap(w.chunk) > 4*chunkBytes { // one large row is no reason to hold its room
		w.chunk = nil
	}
	return err
}

// endTable ends the table and returns how many rows it has.
func (w *writer) endTable() (int64, error) {
	err := w.flush()
	at := &w.end.Tables[len(w.end.Tables)-1]
	at.SHA256 = hex.EncodeToString(w.sum.Sum(nil))
	return at.Rows, err
}

// file adds a document; they come in the order of their names.
func (w *writer) file(digest string, size int64, r io.Reader) error {
	if err := w.header("files/"+digest, size); err != nil {
		return err
	}
	sum := sha256.New()
	n, err := io.Copy(w.tar, io.TeeReader(io.LimitReader(r, size+1), sum))
	if err != nil {
		return err
	}
	if n != size || hex.EncodeToString(sum.Sum(nil)) != digest {
		return fmt.Errorf("the document %s changed while it was read", digest)
	}
	w.end.Files.Count++
	w.end.Files.Bytes += size
	io.WriteString(w.files, digest+"\n")
	return nil
}

// close writes the last member and ends the file.
func (w *writer) close() error {
	w.end.Files.SHA256 = hex.EncodeToString(w.files.Sum(nil))
	raw, err := encode(w.end)
	if err != nil {
		return err
	}
	if err := w.member(endName, raw); err != nil {
		return err
	}
	if err := w.tar.Close(); err != nil {
		return err
	}
	return w.zip.Close()
}
