package conversationweb

import (
	"archive/zip"
	"bytes"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"
	"time"

	"penc/internal/ground/fault"
)

// A folder is files in memory by their names, without folders inside.
type folder map[string][]byte

// unzip adds the files of a zip, of whatever folder inside it. What a Polis
// export does not have is left out, and so is what would fill the memory.
func (f folder) unzip(b []byte) error {
	z, err := zip.NewReader(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		return fault.Field("files", "conversation.polis.not-zip")
	}
	left := int64(maxUnpacked)
	for _, entry := range z.File {
		name := path.Base(entry.Name)
		if !slices.Contains(exported, strings.TrimSuffix(strings.TrimSuffix(name, ".gz"), ".csv")) {
			continue
		}
		r, err := entry.Open()
		if err != nil {
			return fault.Field("files", "conversation.polis.not-zip")
		}
		text, err := io.ReadAll(io.LimitReader(r, left+1))
		r.Close()
		if err != nil {
			return fault.Field("files", "conversation.polis.not-zip")
		}
		if left -= int64(len(text)); left < 0 {
			return fault.Field("files", "conversation.polis.too-large", "limit", maxUnpacked>>20)
		}
		f[name] = text
	}
	return nil
}

// Open opens a file of the folder, as fs.FS asks.
func (f folder) Open(name string) (fs.File, error) {
	b, ok := f[name]
	if !ok {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
	}
	return &opened{Reader: bytes.NewReader(b), name: name}, nil
}

// opened is a file of a folder; it describes itself.
type opened struct {
	*bytes.Reader
	name string
}

func (o *opened) Stat() (fs.FileInfo, error) { return o, nil }
func (o *opened) Close() error               { return nil }
func (o *opened) Name() string               { return o.name }
func (o *opened) Mode() fs.FileMode          { return 0o444 }
func (o *opened) ModTime() time.Time         { return time.Time{} }
func (o *opened) IsDir() bool                { return false }
func (o *opened) Sys() any                   { return nil }
