package ballotfile

import (
	"bytes"
	"compress/gzip"
	"errors"
	"io"
	"unicode/utf8"
)

// Limits bound what is read. A zero field takes its default.
type Limits struct {
	// Bytes is the most bytes of the file, uncompressed: 256 MiB.
	Bytes int64
	// Line is the most bytes of one row, line breaks inside quotation marks
	// and all: 1 MiB.
	Line int
	// Items is the most items to vote on: 5,000.
	Items int
	// Voters is the most ballots, each counted as often as the file says it
	// was cast: 10 million.
	Voters int
}

func (l Limits) withDefaults() Limits {
	if l.Bytes <= 0 {
		l.Bytes = 256 << 20
	}
	if l.Line <= 0 {
		l.Line = 1 << 20
	}
	if l.Items <= 0 {
		l.Items = 5_000
	}
	if l.Voters <= 0 {
		l.Voters = 10_000_000
	}
	return l
}

// content returns the text of a file: unpacked if its first bytes are those of
// gzip, without a byte order mark, valid UTF-8. It reports false when a fault
// was kept instead.
func content(in io.Reader, limits Limits, faults *Faults) (data []byte, ok bool) {
	head := make([]byte, 2)
	n, err := io.ReadFull(in, head)
	if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
		faults.add(0, "", Unreadable, err.Error())
		return nil, false
	}
	in = io.MultiReader(bytes.NewReader(head[:n]), in)
	if bytes.Equal(head[:n], []byte("\x1f\x8b")) {
		if in, err = gzip.NewReader(in); err != nil {
			faults.add(0, "", Unreadable, err.Error())
			return nil, false
		}
	}
	if data, err = io.ReadAll(io.LimitReader(in, limits.Bytes+1)); err != nil {
		faults.add(0, "", Unreadable, err.Error())
		return nil, false
	}
	if int64(len(data)) > limits.Bytes {
		faults.add(0, "", TooManyBytes, "")
		return nil, false
	}
	data = bytes.TrimPrefix(data, []byte("\xef\xbb\xbf"))
	return data, text(data, faults)
}

// text keeps a fault for each line that is no UTF-8 text and reports whether
// there is none.
func text(data []byte, faults *Faults) bool {
	if utf8.Valid(data) && bytes.IndexByte(data, 0) < 0 {
		return true
	}
	line := 0
	for part := range bytes.Lines(data) {
		if line++; !utf8.Valid(part) || bytes.IndexByte(part, 0) >= 0 {
			faults.add(line, "", NotText, "")
		}
	}
	return false
}
