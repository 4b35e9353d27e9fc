package ballotfile

import (
	"bytes"
	"strings"
)

// rows splits a text into the fields of its rows. A field may stand in
// quotation marks; then it may hold the separator, line breaks, and quotation
// marks written twice.
type rows struct {
	data      []byte
	separator byte
	// lax takes text behind a closing quotation mark as part of the field, as
	// the programs do that write PaBuLib files.
	lax    bool
	limits Limits
	faults *Faults
	line   int // lines taken
	fields []string
}

// next returns the fields of the next sound row and the line it begins on. A
// line without anything has no fields. Faults on the way are kept. The slice
// is good until the next call.
func (r *rows) next() (fields []string, line int, ok bool) {
	for len(r.data) > 0 && !r.faults.full() {
		line = r.line + 1
		size := r.size()
		row := r.data[:size]
		r.data = r.data[size:]
		r.line += max(bytes.Count(row, []byte{'\n'}), 1)
		row = bytes.TrimSuffix(bytes.TrimSuffix(row, []byte{'\n'}), []byte{'\r'})
		if len(row) > r.limits.Line {
			r.faults.add(line, "", LineTooLong, "")
			continue
		}
		if r.split(string(row)) {
			return r.fields, line, true
		}
		r.faults.add(line, "", BadQuotes, string(row))
	}
	return nil, 0, false
}

// size returns the length of the row at the start of data with its line break:
// one line, or as many as an open quotation mark goes on for. A mark that is
// never closed ends with its line, so that the fault stands there.
func (r *rows) size() int {
	const (
		begin  = iota // of a field
		plain         // inside one without quotation marks
		quoted        // inside quotation marks
		closed        // behind a closing mark, which may open again
	)
	state := begin
	for i, c := range r.data {
		switch {
		case state == quoted:
			if c == '"' {
				state = closed
			}
		case c == '"' && state != plain:
			state = quoted
		case c == '\n':
			return i + 1
		case c == r.separator:
			state = begin
		default:
			state = plain
		}
	}
	if state != quoted {
		return len(r.data)
	}
	if i := bytes.IndexByte(r.data, '\n'); i >= 0 {
		return i + 1
	}
	return len(r.data)
}

// split cuts a row into fields and reports whether its quotation marks match.
func (r *rows) split(row string) bool {
	r.fields = r.fields[:0]
	if row == "" {
		return true
	}
	for {
		field, rest, ok := r.cut(row)
		if !ok {
			return false
		}
		r.fields = append(r.fields, field)
		if rest == "" {
			return true
		}
		row = rest[1:]
	}
}

// cut takes the first field off a row. rest begins with the separator behind
// the field, or is empty behind the last.
func (r *rows) cut(row string) (field, rest string, ok bool) {
	if row == "" || row[0] != '"' {
		end := strings.IndexByte(row, r.separator)
		if end < 0 {
			end = len(row)
		}
		return row[:end], row[end:], r.lax || strings.IndexByte(row[:end], '"') < 0
	}
	var value strings.Builder
	for i := 1; i < len(row); i++ {
		if row[i] != '"' {
			value.WriteByte(row[i])
			continue
		}
		if i+1 < len(row) && row[i+1] == '"' {
			value.WriteByte('"')
			i++
			continue
		}
		after := row[i+1:]
		end := strings.IndexByte(after, r.separator)
		if end < 0 {
			end = len(after)
		}
		if end > 0 && (!r.lax || strings.IndexByte(after[:end], '"') >= 0) {
			return "", "", false
		}
		value.WriteString(after[:end])
		return value.String(), after[end:], true
	}
	return "", "", false
}
