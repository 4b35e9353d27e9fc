package backup

import (
	"archive/tar"
	"bufio"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
	"io/fs"
	"strings"

	"github.com/klauspost/compress/gzip"

	"penc/internal/platform/db"
)

// Refused is an error that says why a file, or the place where it was to go, is
// refused: nobody's defect, and nothing was changed.
type Refused string

// Error returns why.
func (r Refused) Error() string { return string(r) }

// damaged says that a backup is not as it was written. Errors of the disk and of the
// context stay what they are.
func damaged(err error, format string, args ...any) error {
	if _, ok := errors.AsType[Refused](err); ok {
		return err
	}
	if _, ok := errors.AsType[*fs.PathError](err); ok || errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	text := "this backup is damaged or cut short: " + fmt.Sprintf(format, args...)
	if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
		text += ": " + err.Error()
	}
	return Refused(text)
}

// A visitor is told what a backup holds, in its order. Each part may be left out.
type visitor struct {
	manifest func(Manifest) error
	// table takes the rows of the i-th table: next returns no values after the last,
	// and the same slice each time.
	table func(t db.Table, next func() ([]any, error)) error
	file  func(digest string, r io.Reader) error
}

// Bounds against a small file that unpacks to a disk full: rows pack to about a
// tenth, documents hardly.
const (
	freeBytes = 64 << 20
	maxRatio  = 250
)

// head is how every backup that is not encrypted begins: gzip with nothing in its
// header, in which a changed byte would otherwise go unnoticed.
var head = []byte{0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff}

// A reader reads the members of a backup and holds them against its last one.
type reader struct {
	visit visitor
	tar   *tar.Reader
	now   *tar.Header // the member that is next; nil at the end

	manifest Manifest
	seen     End // what was read
	sum      hash.Hash
	chunk    []byte
	number   int
}

// read reads a whole backup and tells visit of it. It returns Refused unless
// everything is there, in its order and as it was written, and nothing else. The
// visitor's own errors are returned as they are.
func read(r io.Reader, visit visitor) (Manifest, End, error) {
	in := bufio.NewReaderSize(r, 1<<16)
	if first, _ := in.Peek(len(head)); !bytes.Equal(first, head) {
		return Manifest{}, End{}, Refused("this is no backup that penc backup made, or its beginning is damaged")
	}
	packed := &counter{r: in}
	z, err := gzip.NewReader(packed)
	if err != nil {
		return Manifest{}, End{}, damaged(err, "its beginning cannot be read")
	}
	z.Multistream(false)
	plain := &bounded{r: z, packed: packed}
	b := &reader{visit: visit, tar: tar.NewReader(plain)}
	end, err := b.members()
	if err != nil {
		return b.manifest, end, err
	}
	if n, err := plain.Read(make([]byte, 1)); n > 0 || err != io.EOF {
		return b.manifest, end, damaged(err, "its end is not where it should be")
	}
	if _, err := in.ReadByte(); err != io.EOF {
		return b.manifest, end, damaged(err, "something comes after its end")
	}
	return b.manifest, end, nil
}

// counter counts what is read through it, byte by byte where gzip asks so.
type counter struct {
	r *bufio.Reader
	n int64
}

func (c *counter) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	c.n += int64(n)
	return n, err
}

func (c *counter) ReadByte() (byte, error) {
	b, err := c.r.ReadByte()
	if err == nil {
		c.n++
	}
	return b, err
}

// bounded refuses to unpack much more than what was packed.
type bounded struct {
	r      io.Reader
	packed *counter
	n      int64
}

func (b *bounded) Read(p []byte) (int, error) {
	n, err := b.r.Read(p)
	if b.n += int64(n); b.n > freeBytes+maxRatio*b.packed.n {
		return 0, Refused("this backup unpacks to more than rows and documents could: it was not made by penc backup")
	}
	return n, err
}

// step goes on to the next member.
func (b *reader) step() (err error) {
	if b.now, err = b.tar.Next(); err == io.EOF {
		b.now = nil
		return nil
	}
	if err != nil {
		b.now = nil
		return damaged(err, "a member cannot be read")
	}
	if b.now.Typeflag != tar.TypeReg || b.now.Format != tar.FormatUSTAR || b.now.PAXRecords != nil {
		return damaged(nil, "the member %q is no plain file", b.now.Name)
	}
	return nil
}

// content reads the member at hand into memory.
func (b *reader) content(into []byte, most int64) ([]byte, error) {
	if b.now.Size > most {
		return nil, damaged(nil, "the member %s says that it has %d bytes, and %d is the most", b.now.Name, b.now.Size, most)
	}
	buf := bytes.NewBuffer(into[:0])
	buf.Grow(int(b.now.Size) + bytes.MinRead)
	if _, err := io.Copy(buf, b.tar); err != nil {
		return nil, damaged(err, "%s cannot be read", b.now.Name)
	}
	return buf.Bytes(), nil
}

func (b *reader) members() (End, error) {
	if err := b.first(); err != nil {
		return End{}, err
	}
	for _, t := range b.manifest.Tables {
		if err := b.table(t); err != nil {
			return End{}, err
		}
	}
	if err := b.documents(); err != nil {
		return End{}, err
	}
	return b.last()
}

func (b *reader) first() error {
	if err := b.step(); err != nil {
		return err
	}
	if b.now == nil || b.now.Name != manifestName {
		return damaged(nil, "it does not begin with %s", manifestName)
	}
	raw, err := b.content(nil, maxJSON)
	if err != nil {
		return err
	}
	sum := sha256.Sum256(raw)
	b.seen.Manifest = hex.EncodeToString(sum[:])
	if err := decode(raw, &b.manifest); err != nil {
		return damaged(err, "%s cannot be read", manifestName)
	}
	if err := b.manifest.check(); err != nil {
		return damaged(err, "%s", manifestName)
	}
	if b.visit.manifest != nil {
		if err := b.visit.manifest(b.manifest); err != nil {
			return err
		}
	}
	return b.step()
}

// table reads the members of one table.
func (b *reader) table(t db.Table) error {
	b.seen.Tables = append(b.seen.Tables, Sum{Name: t.Name})
	b.sum, b.number, b.chunk = sha256.New(), 0, nil
	var buffer []byte
	values := make([]any, len(t.Fields))
	ended := false
	at := &b.seen.Tables[len(b.seen.Tables)-1]
	next := func() ([]any, error) {
		if ended {
			return nil, nil
		}
		if len(b.chunk) == 0 {
			if b.now == nil || b.now.Name != chunkName(t.Name, b.number+1) {
				ended = true
				return nil, nil
			}
			var err error
			if b.chunk, err = b.content(buffer, maxChunk+chunkBytes); err != nil {
				return nil, err
			}
			if len(b.chunk) == 0 {
				return nil, damaged(nil, "%s is empty", b.now.Name)
			}
			buffer = b.chunk
			b.number++
			at.Bytes += int64(len(b.chunk))
			b.sum.Write(b.chunk)
			if err := b.step(); err != nil {
				return nil, err
			}
		}
		line, rest, ok := bytes.Cut(b.chunk, []byte{'\n'})
		if !ok || readRow(line, values) != nil {
			return nil, damaged(nil, "row %d of the table %s is not written as it should be", at.Rows+1, t.Name)
		}
		b.chunk = rest
		at.Rows++
		return values, nil
	}
	if b.visit.table != nil {
		if err := b.visit.table(t, next); err != nil {
			return err
		}
	}
	for !ended { // what the visitor did not take
		if _, err := next(); err != nil {
			return err
		}
	}
	at.SHA256 = hex.EncodeToString(b.sum.Sum(nil))
	return nil
}

func (b *reader) documents() error {
	all := sha256.New()
	last := ""
	for b.now != nil && b.now.Name != endName {
		digest, ok := strings.CutPrefix(b.now.Name, "files/")
		if raw, err := hex.DecodeString(digest); !ok || err != nil || len(raw) != sha256.Size || digest != strings.ToLower(digest) {
			return damaged(nil, "the member %q has no place here", b.now.Name)
		}
		if digest <= last {
			return damaged(nil, "the document %s is not in its place", digest)
		}
		last = digest
		sum := sha256.New()
		body := io.TeeReader(document{b.tar, digest}, sum)
		if b.visit.file != nil {
			if err := b.visit.file(digest, body); err != nil {
				return err
			}
		}
		if _, err := io.Copy(io.Discard, body); err != nil {
			return err
		}
		if hex.EncodeToString(sum.Sum(nil)) != digest {
			return damaged(nil, "the document %s is not what its name says", digest)
		}
		b.seen.Files.Count++
		b.seen.Files.Bytes += b.now.Size
		io.WriteString(all, digest+"\n")
		if err := b.step(); err != nil {
			return err
		}
	}
	b.seen.Files.SHA256 = hex.EncodeToString(all.Sum(nil))
	return nil
}

// document says of a document that cannot be read that the backup is damaged.
type document struct {
	r      io.Reader
	digest string
}

func (d document) Read(p []byte) (int, error) {
	n, err := d.r.Read(p)
	if err != nil && err != io.EOF {
		err = damaged(err, "the document %s cannot be read", d.digest)
	}
	return n, err
}

// last reads the last member and holds against it what was read.
func (b *reader) last() (End, error) {
	if b.now == nil {
		return End{}, damaged(nil, "its last part is not there")
	}
	raw, err := b.content(nil, maxJSON)
	if err != nil {
		return End{}, err
	}
	var end End
	if err := decode(raw, &end); err != nil {
		return End{}, damaged(err, "%s cannot be read", endName)
	}
	if end.Manifest != b.seen.Manifest || len(end.Tables) != len(b.seen.Tables) {
		return End{}, damaged(nil, "%s belongs to another backup", endName)
	}
	for i, t := range b.seen.Tables {
		if t != end.Tables[i] {
			return End{}, damaged(nil, "the table %s has not the rows with which it was written", t.Name)
		}
	}
	if end.Files != b.seen.Files {
		return End{}, damaged(nil, "not all documents are there")
	}
	if err := b.step(); err != nil {
		return End{}, err
	}
	if b.now != nil {
		return End{}, damaged(nil, "%q comes after the last part", b.now.Name)
	}
	return end, nil
}
