package backup

import (
	"encoding/hex"
	"errors"
	"fmt"
	"math"
	"strconv"
	"unicode/utf8"

	"penc/internal/platform/db"
)

// A row is one line: an array of its values in the order of the manifest's columns.
//
//	null, true, false
//	-12                            a whole number
//	0.5, 1.0, -0.0, 1e+21          a number with a fraction; never without . or e
//	{"float":"7ff0000000000000"}   one that JSON has no words for, as its 64 bits
//	"text"
//	{"text":"ff00"}                text that is not UTF-8, in hexadecimal digits
//	{"bytes":"ff00"}               bytes, which only SQLite can hold in a column of text

var errRow = errors.New("a row is not written as it should be")

// appendRow writes a row and its line end.
func appendRow(b []byte, values []any) ([]byte, error) {
	b = append(b, '[')
	for i, v := range values {
		if i > 0 {
			b = append(b, ',')
		}
		var err error
		if b, err = appendValue(b, v); err != nil {
			return b, err
		}
	}
	return append(b, ']', '\n'), nil
}

func appendValue(b []byte, v any) ([]byte, error) {
	switch v := v.(type) {
	case nil:
		return append(b, "null"...), nil
	case bool:
		return strconv.AppendBool(b, v), nil
	case int64:
		return strconv.AppendInt(b, v, 10), nil
	case float64:
		return appendFloat(b, v), nil
	case string:
		if !utf8.ValidString(v) {
			return appendHex(b, "text", []byte(v)), nil
		}
		return appendText(b, v), nil
	case []byte:
		return appendHex(b, "bytes", v), nil
	}
	return b, fmt.Errorf("a value of the type %T cannot be carried", v)
}

func appendHex(b []byte, name string, v []byte) []byte {
	b = append(append(append(b, `{"`...), name...), `":"`...)
	return append(hex.AppendEncode(b, v), `"}`...)
}

func appendFloat(b []byte, v float64) []byte {
	if math.IsNaN(v) || math.IsInf(v, 0) {
		return fmt.Appendf(b, `{"float":"%016x"}`, math.Float64bits(v))
	}
	start := len(b)
	b = strconv.AppendFloat(b, v, 'g', -1, 64)
	for _, c := range b[start:] {
		if c == '.' || c == 'e' {
			return b
		}
	}
	return append(b, ".0"...)
}

const hexDigits = "0123456789abcdef"

// appendText writes a text with as few escapes as JSON allows.
func appendText(b []byte, s string) []byte {
	b = append(b, '"')
	from := 0
	for i := range len(s) {
		c := s[i]
		if c >= ' ' && c != '"' && c != '\\' {
			continue
		}
		b = append(b, s[from:i]...)
		switch c {
		case '"', '\\':
			b = append(b, '\\', c)
		case '\n':
			b = append(b, '\\', 'n')
		default:
			b = append(b, '\\', 'u', '0', '0', hexDigits[c>>4], hexDigits[c&15])
		}
		from = i + 1
	}
	return append(append(b, s[from:]...), '"')
}

// readRow reads a line without its end into values, which has one place for each
// column. It takes only what appendRow writes.
func readRow(line []byte, values []any) error {
	if len(values) == 0 {
		return errRow
	}
	p := rowReader{line}
	for i := range values {
		before := byte(',')
		if i == 0 {
			before = '['
		}
		if !p.skip(before) {
			return errRow
		}
		v, err := p.value()
		if err != nil {
			return err
		}
		values[i] = v
	}
	if len(p.rest) != 1 || p.rest[0] != ']' {
		return errRow
	}
	return nil
}

type rowReader struct{ rest []byte }

func (p *rowReader) skip(c byte) bool {
	if len(p.rest) == 0 || p.rest[0] != c {
		return false
	}
	p.rest = p.rest[1:]
	return true
}

func (p *rowReader) value() (any, error) {
	if len(p.rest) == 0 {
		return nil, errRow
	}
	switch p.rest[0] {
	case '"':
		return p.text()
	case '{':
		return p.special()
	}
	n := 0
	for n < len(p.rest) && p.rest[n] != ',' && p.rest[n] != ']' {
		n++
	}
	word := string(p.rest[:n])
	p.rest = p.rest[n:]
	switch word {
	case "null":
		return nil, nil
	case "true":
		return true, nil
	case "false":
		return false, nil
	}
	v, err := number(word)
	if err != nil {
		return nil, errRow
	}
	// What reads back differently was not written here: "+1", "0x10", "1_000".
	if again, _ := appendValue(nil, v); string(again) != word {
		return nil, errRow
	}
	return v, nil
}

func number(word string) (any, error) {
	for _, c := range word {
		if c == '.' || c == 'e' {
			return strconv.ParseFloat(word, 64)
		}
	}
	return strconv.ParseInt(word, 10, 64)
}

// text reads a text. Most hold no escape and are copied as they are.
func (p *rowReader) text() (any, error) {
	for i := 1; i < len(p.rest); i++ {
		switch c := p.rest[i]; {
		case c == '"':
			raw := p.rest[1:i]
			p.rest = p.rest[i+1:]
			if !utf8.Valid(raw) {
				return nil, errRow
			}
			return string(raw), nil
		case c == '\\':
			return p.escaped(i)
		case c < ' ':
			return nil, errRow
		}
	}
	return nil, errRow
}

// escaped reads a text whose first escape is at a place. It takes the escapes that
// appendText writes and no others.
func (p *rowReader) escaped(at int) (any, error) {
	out := append([]byte(nil), p.rest[1:at]...)
	for i := at; i < len(p.rest); i++ {
		c := p.rest[i]
		if c < ' ' {
			return nil, errRow
		}
		if c == '"' {
			p.rest = p.rest[i+1:]
			if !utf8.Valid(out) {
				return nil, errRow
			}
			return string(out), nil
		}
		if c != '\\' {
			out = append(out, c)
			continue
		}
		if i++; i == len(p.rest) {
			return nil, errRow
		}
		switch c := p.rest[i]; c {
		case '"', '\\':
			out = append(out, c)
		case 'n':
			out = append(out, '\n')
		case 'u':
			code, ok := control(p.rest[i+1:])
			if !ok {
				return nil, errRow
			}
			out = append(out, code)
			i += 4
		default:
			return nil, errRow
		}
	}
	return nil, errRow
}

// control reads the four digits of a control character.
func control(b []byte) (byte, bool) {
	if len(b) < 4 || b[0] != '0' || b[1] != '0' {
		return 0, false
	}
	for c := range byte(' ') {
		if c != '\n' && b[2] == hexDigits[c>>4] && b[3] == hexDigits[c&15] {
			return c, true
		}
	}
	return 0, false
}

// special reads {"name":"hexadecimal digits"}.
func (p *rowReader) special() (any, error) {
	var name, digits any
	var err error
	if p.skip('{'); len(p.rest) == 0 || p.rest[0] != '"' {
		return nil, errRow
	}
	if name, err = p.text(); err != nil {
		return nil, err
	}
	if !p.skip(':') || len(p.rest) == 0 || p.rest[0] != '"' {
		return nil, errRow
	}
	if digits, err = p.text(); err != nil {
		return nil, err
	}
	text := digits.(string)
	raw, err := hex.DecodeString(text)
	if err != nil || hex.EncodeToString(raw) != text || !p.skip('}') {
		return nil, errRow
	}
	switch name {
	case "text":
		if !utf8.Valid(raw) {
			return string(raw), nil
		}
	case "bytes":
		return raw, nil
	case "float":
		if bits, err := strconv.ParseUint(text, 16, 64); err == nil && len(raw) == 8 {
			if v := math.Float64frombits(bits); math.IsNaN(v) || math.IsInf(v, 0) {
				return v, nil
			}
		}
	}
	return nil, errRow
}

// fits reports whether PostgreSQL can keep a value in a column; SQLite keeps
// everything.
func fits(v any, k db.Kind) bool {
	switch v := v.(type) {
	case nil:
		return true
	case bool:
		return k == db.KindBool
	case int64:
		return k == db.KindInt
	case float64:
		return k == db.KindFloat
	case string:
		if k != db.KindText || !utf8.ValidString(v) {
			return false
		}
		for i := range len(v) {
			if v[i] == 0 {
				return false
			}
		}
		return true
	}
	return false
}
