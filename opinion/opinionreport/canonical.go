package opinionreport

import (
	"bufio"
	"fmt"
	"io"
	"math"
	"slices"
	"strconv"
	"unicode/utf8"
)

// An object is a JSON object: its members are written in the order of their
// names, as RFC 8785 asks.
type object map[string]any

// A list is a JSON array of n values, each made when it is written.
type list struct {
	n  int
	at func(i int) any
}

// listOf returns the list of what each makes of the elements of s.
func listOf[T any](s []T, each func(T) any) list {
	return list{len(s), func(i int) any { return each(s[i]) }}
}

// canonical writes JSON as RFC 8785 (JSON Canonicalization Scheme) has it: no
// white space, members in order, the shortest number that reads back the same.
// Names of members here are ASCII, so bytes sort as the scheme's UTF-16 does;
// identifiers of statements and groups are whatever a file holds, and sort by
// UTF-16 through compareUTF16.
type canonical struct {
	out *bufio.Writer
	buf []byte
	err error
}

func writeCanonical(w io.Writer, v any) error {
	c := canonical{out: bufio.NewWriterSize(w, 1<<16)}
	c.value(v)
	if c.err != nil {
		return c.err
	}
	return c.out.Flush()
}

func (c *canonical) value(v any) {
	switch v := v.(type) {
	case nil:
		c.raw("null")
	case bool:
		c.raw(strconv.FormatBool(v))
	case int:
		c.buf = strconv.AppendInt(c.buf[:0], int64(v), 10)
		c.out.Write(c.buf)
	case uint64:
		c.number(float64(v))
	case float64:
		c.number(v)
	case string:
		c.text(v)
	case object:
		c.object(v)
	case list:
		c.raw("[")
		for i := range v.n {
			c.comma(i)
			c.value(v.at(i))
		}
		c.raw("]")
	case []string:
		c.value(listOf(v, func(s string) any { return s }))
	case []float64:
		c.value(listOf(v, func(x float64) any { return x }))
	case []int:
		c.value(listOf(v, func(n int) any { return n }))
	default:
		c.err = fmt.Errorf("opinionreport: cannot write %T", v)
	}
}

func (c *canonical) object(o object) {
	names := make([]string, 0, len(o))
	for name := range o {
		names = append(names, name)
	}
	slices.SortFunc(names, compareUTF16)
	c.raw("{")
	for i, name := range names {
		c.comma(i)
		c.text(name)
		c.raw(":")
		c.value(o[name])
	}
	c.raw("}")
}

// compareUTF16 compares by UTF-16 code units. They sort like code points, but
// for those above U+FFFF, which come before U+E000.
func compareUTF16(a, b string) int {
	for a != "" && b != "" {
		r, n := utf8.DecodeRuneInString(a)
		s, m := utf8.DecodeRuneInString(b)
		if r != s {
			if (r > 0xFFFF) != (s > 0xFFFF) && (r >= 0xE000 && s >= 0xE000) {
				return int(s - r)
			}
			return int(r - s)
		}
		a, b = a[n:], b[m:]
	}
	return len(a) - len(b)
}

func (c *canonical) comma(i int) {
	if i > 0 {
		c.raw(",")
	}
}

func (c *canonical) raw(s string) { c.out.WriteString(s) }

// number writes a number as ECMAScript does.
func (c *canonical) number(x float64) {
	if math.IsNaN(x) || math.IsInf(x, 0) {
		c.err = fmt.Errorf("opinionreport: %v is not a number of JSON", x)
		return
	}
	if x == 0 { // no -0
		c.raw("0")
		return
	}
	if size := math.Abs(x); size >= 1e-6 && size < 1e21 {
		c.buf = strconv.AppendFloat(c.buf[:0], x, 'f', -1, 64)
		c.out.Write(c.buf)
		return
	}
	b := strconv.AppendFloat(c.buf[:0], x, 'e', -1, 64)
	if n := len(b); n >= 4 && b[n-4] == 'e' && b[n-2] == '0' { // e-09 is e-9
		b[n-2] = b[n-1]
		b = b[:n-1]
	}
	c.buf = b
	c.out.Write(b)
}

const hexDigits = "0123456789abcdef"

// text writes a string; what is not UTF-8 becomes U+FFFD.
func (c *canonical) text(s string) {
	c.buf = append(c.buf[:0], '"')
	for _, r := range s {
		switch {
		case r == '"' || r == '\\':
			c.buf = append(c.buf, '\\', byte(r))
		case r == '\b':
			c.buf = append(c.buf, '\\', 'b')
		case r == '\t':
			c.buf = append(c.buf, '\\', 't')
		case r == '\n':
			c.buf = append(c.buf, '\\', 'n')
		case r == '\f':
			c.buf = append(c.buf, '\\', 'f')
		case r == '\r':
			c.buf = append(c.buf, '\\', 'r')
		case r < 0x20:
			c.buf = append(c.buf, '\\', 'u', '0', '0', hexDigits[r>>4], hexDigits[r&15])
		default:
			c.buf = utf8.AppendRune(c.buf, r)
		}
	}
	c.buf = append(c.buf, '"')
	c.out.Write(c.buf)
}
