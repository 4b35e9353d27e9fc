package polisdata

import (
	"slices"
	"strconv"

	"penc/opinion"
)

// A column says how one field of a row of T is read and written. read returns
// what is wrong, or "".
type column[T any] struct {
	name  string
	read  func(row *T, field string) (reason string)
	write func(row *T) string
}

// A schema is the columns of one file.
type schema[T any] struct {
	known    []column[T]
	usual    []string                            // the columns Polis writes
	required []string                            // columns that must be there
	extra    func(row *T) *[]string              // fields of unknown columns
	special  func(name string) (column[T], bool) // columns named by what they hold; may be nil
	id       func(row *T) (n int, in string)     // what may not come twice; may be nil
	start    func(row *T)                        // prepares an empty row; may be nil
}

// bind finds the column behind each name. Unknown ones are kept as they are:
// the k-th unknown column is the k-th extra field.
func (s schema[T]) bind(names []string) []column[T] {
	out := make([]column[T], len(names))
	unknown := 0
	for i, name := range names {
		if k := slices.IndexFunc(s.known, func(c column[T]) bool { return c.name == name }); k >= 0 {
			out[i] = s.known[k]
			continue
		}
		if s.special != nil {
			if c, ok := s.special(name); ok {
				out[i] = c
				continue
			}
		}
		out[i] = s.unknown(name, unknown)
		unknown++
	}
	return out
}

func (s schema[T]) unknown(name string, k int) column[T] {
	return column[T]{
		name,
		func(row *T, field string) string {
			e := s.extra(row)
			*e = append(*e, field)
			return ""
		},
		func(row *T) string {
			if e := *s.extra(row); k < len(e) {
				return e[k]
			}
			return ""
		},
	}
}

// whole is a column of whole numbers, written in the one usual way.
func whole[T any, N int | int64](name string, at func(*T) *N) column[T] {
	return column[T]{
		name,
		func(row *T, field string) string {
			n, ok := number(field)
			if !ok || int64(N(n)) != n {
				return NotNumber
			}
			*at(row) = N(n)
			return ""
		},
		func(row *T) string { return strconv.FormatInt(int64(*at(row)), 10) },
	}
}

// text is a column of anything.
func text[T any](name string, at func(*T) *string) column[T] {
	return column[T]{
		name,
		func(row *T, field string) string { *at(row) = field; return "" },
		func(row *T) string { return *at(row) },
	}
}

// number reads a whole number. Spellings that would not be written again the
// same way, such as 007 or +1, are refused.
func number(field string) (int64, bool) {
	n, err := strconv.ParseInt(field, 10, 64)
	return n, err == nil && strconv.FormatInt(n, 10) == field
}

// ballot reads a vote.
func ballot(field string) (opinion.Vote, bool) {
	switch field {
	case "1":
		return opinion.Agree, true
	case "0":
		return opinion.Pass, true
	case "-1":
		return opinion.Disagree, true
	}
	return 0, false
}
