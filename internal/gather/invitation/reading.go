package invitation

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"

	"penc/internal/gather/process"
	"penc/internal/ground/fault"
	"penc/internal/ground/lang"
	"penc/internal/ground/ref"
	"penc/internal/people/org"
)

// Limits of a list that is read.
const (
	MaxBytes   = 2 << 20
	MaxEntries = 5000
	maxShown   = 120 // characters of a line that are shown with its fault
)

// An Entry is one line of a table or one card, as it was understood. Fault says
// why it was not.
type Entry struct {
	Line     int    // on which it begins, from 1
	Text     string // how it begins, for whoever looks for it
	Card     Card
	SaysLang bool // it names a language itself
	Notes    []Note
	Fault    *fault.Error
}

// A Note says what was read otherwise than it stands: Key ends a word after
// "invitation.note.".
type Note struct {
	Key   string
	Value string
}

// The notes of an entry, and of a sheet.
const (
	NoGroup     = "group"    // a stakeholder group that the process does not have
	NoLanguage  = "language" // a language that the site does not speak
	Windows1252 = "windows"  // the file was no UTF-8
	NoHeader    = "header"   // no line of column names was found
	NotTaken    = "columns"  // columns of which nothing is taken over
)

// A Sheet is a list as it was understood.
type Sheet struct {
	Entries []Entry
	Cards   bool // vCards, not a table
	Notes   []Note
}

// A reader knows what it needs of the process to understand a list.
type reader struct {
	groups    map[string]ref.ID // by folded name
	otherwise lang.Tag
}

// Decode returns the text of a file: UTF-8 or UTF-16 with a mark, or what is left
// when it is neither, read as Windows-1252, with a note.
func Decode(data []byte) (string, []Note, error) {
	if n := len(data); n > MaxBytes {
		return "", nil, fault.Field("list", "invitation.list.too-large", "limit", MaxBytes>>20, "size", (n+(1<<20)-1)>>20)
	}
	var notes []Note
	switch {
	case bytes.HasPrefix(data, []byte{0xff, 0xfe}), bytes.HasPrefix(data, []byte{0xfe, 0xff}):
		decoded, err := unicode.UTF16(unicode.LittleEndian, unicode.ExpectBOM).NewDecoder().Bytes(data)
		if err != nil {
			return "", nil, fault.Field("list", "invitation.list.unreadable")
		}
		data = decoded
	case !utf8.Valid(data):
		decoded, err := charmap.Windows1252.NewDecoder().Bytes(data)
		if err != nil {
			return "", nil, fault.Field("list", "invitation.list.unreadable")
		}
		data, notes = decoded, append(notes, Note{Key: Windows1252})
	}
	text := strings.TrimPrefix(string(data), "\uFEFF")
	if strings.ContainsRune(text, 0) {
		return "", nil, fault.Field("list", "invitation.list.unreadable")
	}
	return lang.Clean(strings.ToValidUTF8(text, "\uFFFD")), notes, nil
}

// Read understands a list: cards if it begins as cards do, a table otherwise. The
// names of stakeholder groups are those of the process; who names no language gets
// otherwise. The Invalid fault of the field list says that there is nothing or too
// much; faults of one line stand with that line.
func Read(text string, w process.Whole, otherwise lang.Tag) (Sheet, error) {
	r := reader{groups: groupNames(w), otherwise: otherwise}
	var s Sheet
	if beginsCard(text) {
		s = r.cards(text)
	} else {
		s = r.table(text)
	}
	switch n := len(s.Entries); {
	case n == 0:
		return s, fault.Field("list", "invitation.list.empty")
	case n > MaxEntries:
		return s, fault.Field("list", "invitation.list.too-long", "limit", MaxEntries, "n", n)
	}
	for i := range s.Entries {
		e := &s.Entries[i]
		e.Text = shorten(e.Text, maxShown)
		if e.Fault != nil {
			continue
		}
		e.Card = e.Card.Tidy()
		if all := fault.All(e.Card.Check(w)); len(all) > 0 {
			e.Fault = all[0]
		}
	}
	return s, nil
}

// groupNames returns the stakeholder groups of a process by their names in every
// language, and by their identifiers.
func groupNames(w process.Whole) map[string]ref.ID {
	out := map[string]ref.ID{}
	for _, g := range w.Groups {
		out[org.Fold(string(g.ID))] = g.ID
		for _, words := range g.Title.All() {
			out[org.Fold(words)] = g.ID
		}
	}
	return out
}

// belong takes the stakeholder groups that a cell names: one, or several between
// bars, semicolons, slashes, commas or line ends.
func (r reader) belong(e *Entry, cell string, note bool) (ids []ref.ID) {
	if id, ok := r.groups[org.Fold(cell)]; ok {
		return []ref.ID{id}
	}
	for _, name := range strings.FieldsFunc(cell, func(c rune) bool { return strings.ContainsRune("|;/,\n", c) }) {
		name = strings.TrimSpace(name)
		if id, ok := r.groups[org.Fold(name)]; ok {
			ids = append(ids, id)
		} else if name != "" && note {
			e.Notes = append(e.Notes, Note{NoGroup, shorten(name, maxShown)})
		}
	}
	return ids
}

// spokenNames are the ways in which a list names a language.
var spokenNames = map[string]lang.Tag{
	"fr": lang.French, "fra": lang.French, "fre": lang.French, "francais": lang.French, "french": lang.French,
	"en": lang.English, "eng": lang.English, "english": lang.English, "anglais": lang.English,
}

// speak takes the language that a cell names.
func (r reader) speak(e *Entry, cell string) {
	if strings.TrimSpace(cell) == "" {
		return
	}
	primary, _, _ := strings.Cut(org.Fold(cell), " ")
	if l, ok := spokenNames[primary]; ok {
		e.Card.Lang, e.SaysLang = l, true
	} else {
		e.Notes = append(e.Notes, Note{NoLanguage, shorten(strings.TrimSpace(cell), maxShown)})
	}
}

func shorten(text string, limit int) string {
	text = strings.Join(strings.Fields(text), " ")
	if r := []rune(text); len(r) > limit {
		return string(r[:limit-1]) + "…"
	}
	return text
}
