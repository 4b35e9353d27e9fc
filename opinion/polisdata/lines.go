package polisdata

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"unicode/utf8"
)

// Limits bound what is read. A zero field takes its default.
type Limits struct {
	// Line is the most bytes of one row, line breaks inside quotation marks
	// and all: 1 MiB.
	Line int
	// Rows is the most rows of one file: 50 million.
	Rows int
	// Bytes is the most bytes of one file, uncompressed: 4 GiB.
	Bytes int64
}

func (l Limits) withDefaults() Limits {
	if l.Line <= 0 {
		l.Line = 1 << 20
	}
	if l.Rows <= 0 {
		l.Rows = 50_000_000
	}
	if l.Bytes <= 0 {
		l.Bytes = 4 << 30
	}
	return l
}

// rows splits a file into the fields of its rows, byte for byte. The standard
// reader turns carriage returns into line feeds and stops at the first fault,
// neither of which will do here.
type rows struct {
	file   string
	in     *bufio.Reader
	limits Limits
	faults *Faults
	line   int   // lines read
	began  int   // line on which the last row began
	count  int   // rows returned
	size   int64 // bytes read
	buf    []byte
	fields []string
	done   bool
}

func newRows(file string, in io.Reader, limits Limits, faults *Faults) *rows {
	r := &rows{file: file, in: bufio.NewReaderSize(in, 1<<16), limits: limits, faults: faults}
	if mark, _ := r.in.Peek(3); bytes.Equal(mark, []byte("\xef\xbb\xbf")) {
		r.in.Discard(3)
	}
	return r
}

// next returns the fields of the next sound row and the line it begins on.
// Faults on the way are kept. The slice is good until the next call.
func (r *rows) next() (fields []string, line int, ok bool) {
	for !r.done && !r.faults.full() {
		begin := r.line + 1
		if !r.read() {
			continue
		}
		if len(r.buf) == 0 {
			if !r.atEnd() {
				r.fault(begin, EmptyLine, "")
			}
			continue
		}
		if r.count++; r.count > r.limits.Rows {
			r.fault(begin, TooManyRows, "")
			r.done = true
			break
		}
		if !utf8.Valid(r.buf) || bytes.IndexByte(r.buf, 0) >= 0 {
			r.fault(begin, NotText, "")
			continue
		}
		if r.split() {
			r.began = begin
			return r.fields, begin, true
		}
		r.fault(begin, BadQuotes, string(r.buf))
	}
	return nil, 0, false
}

func (r *rows) fault(line int, reason, value string) {
	r.faults.add(Fault{File: r.file, Line: line, Reason: reason, Value: value})
}

// atEnd skips empty lines and reports whether nothing follows them.
func (r *rows) atEnd() bool {
	for r.size <= r.limits.Bytes {
		b, err := r.in.ReadByte()
		if err != nil {
			return errors.Is(err, io.EOF)
		}
		if b != '\n' && b != '\r' {
			r.in.UnreadByte()
			return false
		}
		if r.size++; b == '\n' {
			r.line++
		}
	}
	return false
}

// read puts the next row into buf without its line break: one line, or as many
// as an open quotation mark goes on for. It reports false when there is none,
// or none that fits the limits; then the fault is kept.
func (r *rows) read() bool {
	r.buf = r.buf[:0]
	begin, quotes, long := r.line+1, 0, false
	for {
		part, err := r.in.ReadSlice('\n')
		if r.size += int64(len(part)); r.size > r.limits.Bytes {
			r.fault(begin, TooManyBytes, "")
			r.done = true
			return false
		}
		quotes += bytes.Count(part, []byte{'"'})
		if long = long || len(r.buf)+len(part) > r.limits.Line+len("\r\n"); !long {
			r.buf = append(r.buf, part...)
		}
		switch {
		case errors.Is(err, bufio.ErrBufferFull):
			continue
		case err == nil:
			r.line++
			if quotes%2 == 1 && !long {
				continue
			}
		case errors.Is(err, io.EOF):
			r.done = true
			if len(part) > 0 || len(r.buf) > 0 || long {
				r.line++
			}
		default:
			r.done = true
			r.fault(begin, Unreadable, err.Error())
			return false
		}
		break
	}
	r.buf = bytes.TrimSuffix(r.buf, []byte("\n"))
	r.buf = bytes.TrimSuffix(r.buf, []byte("\r"))
	if long || len(r.buf) > r.limits.Line {
		r.fault(begin, LineTooLong, "")
		return false
	}
	return len(r.buf) > 0 || !r.done
}

// split cuts buf into fields and reports whether its quotation marks match.
func (r *rows) split() bool {
	r.fields = r.fields[:0]
	rest := string(r.buf)
	for {
		field, after, ok := cutField(rest)
		if !ok {
			return false
		}
		r.fields = append(r.fields, field)
		if after == "" {
			return true
		}
		rest = after[1:] // the comma
	}
}

// cutField takes the first field off a row. after begins with the comma behind
// the field, or is empty behind the last.
func cutField(row string) (field, after string, ok bool) {
	if row == "" || row[0] != '"' {
		for i := range len(row) {
			switch row[i] {
			case ',':
				return row[:i], row[i:], true
			case '"':
				return "", "", false
			}
		}
		return row, "", true
	}
	var value []byte
	for i := 1; i < len(row); i++ {
		switch {
		case row[i] != '"':
			value = append(value, row[i])
		case i+1 < len(row) && row[i+1] == '"':
			value = append(value, '"')
			i++
		case i+1 == len(row) || row[i+1] == ',':
			return string(value), row[i+1:], true
		default:
			return "", "", false
		}
	}
	return "", "", false
}
