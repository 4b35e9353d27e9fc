package bundle

import (
	"reflect"
	"slices"
	"strconv"
	"strings"
)

// field is a key of the format as the tags of a Go field say it.
type field struct {
	key       string
	index     []int
	typ       reflect.Type
	need      bool
	rules     []string // slug, url, line, everywhere, …
	oneof     []string
	low, high int
	ref       string // kind of thing it refers to
	id        string // kind of thing it names
}

func (f field) is(rule string) bool { return slices.Contains(f.rules, rule) }

// shapes remembers the keys of each type while one file is read or written.
type shapes map[reflect.Type][]field

// of lists the keys of a type in the order in which they are written. Keys of an
// embedded type stand among those of the type around it.
func (s shapes) of(t reflect.Type) []field {
	if known, ok := s[t]; ok {
		return known
	}
	var fields []field
	for _, f := range reflect.VisibleFields(t) {
		key := f.Tag.Get("key")
		if key == "" {
			continue
		}
		low, high := bounds(f.Tag.Get("range"))
		fields = append(fields, field{
			key: key, index: f.Index, typ: f.Type,
			need:  f.Tag.Get("need") == "always",
			rules: strings.Fields(f.Tag.Get("rule")),
			oneof: strings.Fields(f.Tag.Get("oneof")),
			low:   low, high: high,
			ref: f.Tag.Get("ref"), id: f.Tag.Get("id"),
		})
	}
	s[t] = fields
	return fields
}

// key finds a key of a type.
func (s shapes) key(t reflect.Type, key string) (field, bool) {
	for _, f := range s.of(t) {
		if f.key == key {
			return f, true
		}
	}
	return field{}, false
}

func (s shapes) keys(t reflect.Type) []string {
	var keys []string
	for _, f := range s.of(t) {
		keys = append(keys, f.key)
	}
	return keys
}

// bounds reads the two numbers of a range tag.
func bounds(tag string) (low, high int) {
	a, b, ok := strings.Cut(tag, " ")
	if !ok {
		return 0, 0
	}
	low, _ = strconv.Atoi(a)
	high, _ = strconv.Atoi(b)
	return low, high
}

// item returns the type of a single thing behind a pointer or a list.
func item(t reflect.Type) reflect.Type {
	for t.Kind() == reflect.Pointer || t.Kind() == reflect.Slice {
		t = t.Elem()
	}
	return t
}

// holds says whether a dotted path such as place.venue leads to a field of a
// type. In a list of things with a kind, the kind is a path too:
// entries.recommendation. It returns the nearest key when it does not.
func (s shapes) holds(t reflect.Type, path string) (nearest string, ok bool) {
	head, rest, deeper := strings.Cut(path, ".")
	f, known := s.key(t, head)
	if !known {
		return near(head, s.keys(t)), false
	}
	if !deeper {
		return "", true
	}
	inner := item(f.typ)
	if inner.Kind() != reflect.Struct {
		return head, false
	}
	kind, _ := s.key(inner, "kind")
	if slices.Contains(kind.oneof, rest) {
		return "", true
	}
	nearest, ok = s.holds(inner, rest)
	if !ok && nearest == "" {
		nearest = near(rest, kind.oneof)
	}
	if nearest != "" {
		nearest = head + "." + nearest
	}
	return nearest, ok
}

// near returns the candidate with the fewest wrong letters, or the empty string
// when none comes close. Two letters that changed places are two wrong ones.
func near(word string, candidates []string) string {
	best, least := "", max(2, len(word)/3)+1
	if len(word) < 4 {
		least = 2
	}
	for _, c := range candidates {
		if d := distance(word, c, least); d < least {
			best, least = c, d
		}
	}
	return best
}

// distance is the Levenshtein distance of two words in bytes, given up when the
// lengths alone differ by the limit.
func distance(a, b string, limit int) int {
	if len(a)-len(b) >= limit || len(b)-len(a) >= limit {
		return limit
	}
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := diagonal
			if a[i] != b[j] {
				cost++
			}
			diagonal = row[j+1]
			row[j+1] = min(cost, diagonal+1, row[j]+1)
		}
	}
	return row[len(b)]
}
