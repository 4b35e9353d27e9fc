package library

import (
	"io"
	"unicode/utf8"

	"penc/internal/ground/fault"
)

// An Upload is a file that somebody sends.
type Upload struct {
	Name string // as it is called on their machine
	Size int64  // as they say; the bytes are counted again
	Body io.ReadSeeker
}

// check returns what is wrong with sending the file for a document; nothing if
// there is no file.
func (u *Upload) check(d Document) error {
	var faults fault.List
	switch {
	case u == nil:
	case u.Size == 0:
		faults = faults.Add(fault.Field("file", "library.file.empty"))
	case u.Size > MaxFile:
		faults = faults.Add(fault.Field("file", "blob.too-large", "megabytes", MaxFile/1_000_000))
	case utf8.RuneCountInString(u.Name) > MaxFileName:
		faults = faults.Add(fault.Field("file", "library.file.name-long", "n", utf8.RuneCountInString(u.Name), "limit", MaxFileName))
	case len(d.Files) >= MaxFiles:
		faults = faults.Add(fault.Field("file", "library.file.many", "limit", MaxFiles))
	}
	return faults.Err()
}
