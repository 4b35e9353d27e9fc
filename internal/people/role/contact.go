package role

import (
	"slices"
	"strings"

	"penc/internal/ground/fault"
	"penc/internal/ground/lang"
	"penc/internal/people/person"
)

// Limits of a pasted list.
const (
	MaxLines     = 500
	MaxListBytes = 200 << 10
	MaxLineBytes = 1000
	MaxName      = person.MaxName // characters
)

// A Contact is one line of a pasted list. Fault says what is wrong with it; the
// line itself is kept so that it can be corrected.
type Contact struct {
	Line    int // from 1, blank lines counted
	Text    string
	Address string
	Name    string
	Lang    lang.Tag
	Fault   *fault.Error
	// SameAs is the line on which the same address stood first, 0 if none.
	SameAs int
}

// ReadContacts understands a list of contacts, one a line:
//
//	Amina Diop <amina@example.sn>
//	amina@example.sn
//	amina@example.sn;Amina Diop;fr
//	"Diop, Amina",amina@example.sn
//
// Columns are separated by semicolons, commas or tabs and stand in any order; a
// line of column names at the top is passed over. A line that names no language
// gets otherwise. Check turns an address into the form in which it is kept. The
// Invalid fault of the field list says that there is too much or nothing.
func ReadContacts(text string, otherwise lang.Tag, check func(string) (string, error)) ([]Contact, error) {
	if n := len(text); n > MaxListBytes {
		return nil, fault.Field("list", "role.contact.list-too-large", "limit", MaxListBytes>>10, "size", (n+1023)>>10)
	}
	var out []Contact
	first := map[string]int{}
	for i, line := range strings.Split(lang.Clean(text), "\n") {
		line = strings.TrimSpace(strings.TrimPrefix(line, "\uFEFF"))
		if line == "" || len(out) == 0 && heading(line) {
			continue
		}
		c := readContact(line, otherwise, check)
		c.Line = i + 1
		if c.Fault == nil {
			c.SameAs = first[c.Address]
			if c.SameAs == 0 {
				first[c.Address] = c.Line
			}
		}
		out = append(out, c)
	}
	switch {
	case len(out) == 0:
		return nil, fault.Field("list", "role.contact.list-empty")
	case len(out) > MaxLines:
		return nil, fault.Field("list", "role.contact.list-too-long", "limit", MaxLines, "lines", len(out))
	}
	return out, nil
}

func readContact(line string, otherwise lang.Tag, check func(string) (string, error)) Contact {
	c := Contact{Text: line, Lang: otherwise}
	if len(line) > MaxLineBytes {
		c.Text = strings.ToValidUTF8(line[:MaxLineBytes], "") + "…"
		c.Fault = fault.Field("list", "role.contact.line-too-long", "limit", MaxLineBytes)
		return c
	}
	fields, ok := columns(line)
	if !ok {
		c.Fault = fault.Field("list", "role.contact.quote-open")
		return c
	}
	var addresses, names []string
	for _, f := range fields {
		switch name, address, isAddress := mailbox(f); {
		case isAddress:
			addresses = append(addresses, address)
			names = append(names, name)
		case spoken(f) != "":
			c.Lang = spoken(f)
		case tag(f):
			c.Fault = fault.Field("list", "role.contact.language-unknown", "language", f)
			return c
		default:
			names = append(names, f)
		}
	}
	c.Name = strings.Join(strings.Fields(strings.Join(names, " ")), " ")
	return c.with(addresses, check)
}

// with settles which address the line means.
func (c Contact) with(addresses []string, check func(string) (string, error)) Contact {
	switch len(addresses) {
	case 0:
		c.Fault = fault.Field("list", "role.contact.address-missing")
		return c
	case 1:
	default:
		c.Fault = fault.Field("list", "role.contact.address-several")
		return c
	}
	address, err := check(addresses[0])
	switch {
	case err != nil:
		c.Fault = fault.Field("list", "role.contact.address-invalid", "address", addresses[0])
	case len([]rune(c.Name)) > MaxName:
		c.Fault = fault.Field("list", "role.contact.name-too-long", "limit", MaxName)
	default:
		c.Address = address
	}
	return c
}

// columns splits a line at semicolons, commas and tabs that stand outside
// quotation marks and angle brackets. It reports false if a quotation mark is
// left open.
func columns(line string) ([]string, bool) {
	var out []string
	var field strings.Builder
	quoted, inside := false, false
	add := func() {
		if f := strings.TrimSpace(field.String()); f != "" {
			out = append(out, f)
		}
		field.Reset()
	}
	runes := []rune(line)
	for i := 0; i < len(runes); i++ {
		switch r := runes[i]; {
		case r == '"' && quoted && i+1 < len(runes) && runes[i+1] == '"':
			field.WriteRune('"')
			i++
		case r == '"':
			quoted = !quoted
		case quoted:
			field.WriteRune(r)
		case r == ';' || r == '\t' || r == ',' && !inside:
			inside = false
			add()
		default:
			inside = r == '<' || inside && r != '>'
			field.WriteRune(r)
		}
	}
	add()
	return out, !quoted
}

// mailbox reads "Name <address>" or an address alone.
func mailbox(field string) (name, address string, ok bool) {
	if before, after, found := strings.Cut(field, "<"); found && strings.HasSuffix(after, ">") && strings.Contains(after, "@") {
		return strings.TrimSpace(before), strings.TrimSpace(strings.TrimPrefix(strings.TrimSuffix(after, ">"), "mailto:")), true
	}
	if strings.Contains(field, "@") {
		return "", strings.TrimPrefix(field, "mailto:"), true
	}
	return "", "", false
}

// languages are the ways in which a list names a language.
var languages = map[string]lang.Tag{
	"fr": lang.French, "fra": lang.French, "français": lang.French, "francais": lang.French, "french": lang.French,
	"en": lang.English, "eng": lang.English, "english": lang.English, "anglais": lang.English,
}

// spoken returns the language that a column names, empty if it names none.
func spoken(field string) lang.Tag {
	primary, _, _ := strings.Cut(strings.ToLower(field), "-")
	return languages[primary]
}

// tag reports whether a column looks like a language of which Penc has no words:
// two small letters.
func tag(field string) bool {
	return len(field) == 2 && strings.Trim(field, "abcdefghijklmnopqrstuvwxyz") == ""
}

var columnNames = []string{
	"mail", "e-mail", "email", "address", "adresse", "courriel", "name", "nom", "prénom", "prenom", "first name",
	"last name", "nom de famille", "language", "langue", "lang", "organization", "organisation",
}

// heading reports whether a line names columns.
func heading(line string) bool {
	fields, ok := columns(line)
	return ok && len(fields) > 0 && !slices.ContainsFunc(fields, func(f string) bool {
		return !slices.Contains(columnNames, strings.ToLower(f))
	})
}
