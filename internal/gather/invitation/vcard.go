package invitation

import (
	"io"
	"mime/quotedprintable"
	"strings"

	"github.com/emersion/go-vcard"
	"golang.org/x/text/encoding/charmap"

	"penc/internal/ground/fault"
)

// beginsCard reports whether a list is made of vCards.
func beginsCard(text string) bool {
	first, _, _ := strings.Cut(strings.TrimLeft(text, "\n "), "\n")
	return strings.EqualFold(strings.TrimSpace(first), "BEGIN:VCARD")
}

// cards understands vCards of the versions 2.1, 3.0 and 4.0. A card that is not
// closed spoils itself and no other.
func (r reader) cards(text string) Sheet {
	s := Sheet{Cards: true}
	var lines []string
	begun := 0
	done := func(closed bool) {
		if begun > 0 {
			s.Entries = append(s.Entries, r.card(begun, lines, closed))
		}
		lines, begun = nil, 0
	}
	for i, line := range strings.Split(text, "\n") {
		if len(s.Entries) > MaxEntries {
			break
		}
		switch at := strings.TrimSpace(line); {
		case strings.EqualFold(at, "BEGIN:VCARD"):
			done(false)
			begun = i + 1
		case strings.EqualFold(at, "END:VCARD"):
			done(true)
		case begun > 0:
			lines = append(lines, line)
		}
	}
	done(false)
	return s
}

// card understands the lines between the beginning and the end of one card.
func (r reader) card(begun int, lines []string, closed bool) Entry {
	e := Entry{Line: begun, Text: strings.Join(lines, " "), Card: Card{Lang: r.otherwise}}
	if !closed {
		e.Fault = fault.Field("list", "invitation.list.card-open")
		return e
	}
	whole := "BEGIN:VCARD\n" + strings.Join(logical(lines), "\n") + "\nEND:VCARD\n"
	card, err := vcard.NewDecoder(strings.NewReader(whole)).Decode()
	if err != nil {
		e.Fault = fault.Field("list", "invitation.list.card")
		return e
	}
	decodeFields(card)
	e.Card.Name = plain(card.PreferredValue(vcard.FieldFormattedName))
	if e.Card.Name == "" {
		if n := card.Name(); n != nil {
			e.Card.Name = plain(n.GivenName + " " + n.FamilyName)
		}
	}
	e.Card.Address = strings.TrimPrefix(plain(card.PreferredValue(vcard.FieldEmail)), "mailto:")
	e.Card.Phone = strings.TrimPrefix(plain(card.PreferredValue(vcard.FieldTelephone)), "tel:")
	body, _, _ := strings.Cut(strings.ReplaceAll(card.PreferredValue(vcard.FieldOrganization), `\;`, "\x00"), ";")
	e.Card.OrgName = plain(strings.ReplaceAll(body, "\x00", ";"))
	r.speak(&e, plain(card.PreferredValue(vcard.FieldLanguage)))
	for _, c := range card.Values(vcard.FieldCategories) {
		e.Card.Groups = append(e.Card.Groups, r.belong(&e, c, false)...)
	}
	if len(e.Card.Groups) > 0 {
		e.Card.Group = e.Card.Groups[0]
	}
	e.Text = e.Card.Name + " " + e.Card.Address
	return e
}

func plain(value string) string { return strings.TrimSpace(strings.ReplaceAll(value, `\;`, ";")) }

// logical returns the lines of a card as version 3.0 would have them: a value in
// quoted-printable that goes on over several lines is one line, and parameters of
// version 2.1 that have no name get theirs.
func logical(lines []string) []string {
	var out []string
	for i := 0; i < len(lines); i++ {
		line := strings.TrimRight(lines[i], "\r")
		if strings.Contains(strings.ToUpper(head(line)), "QUOTED-PRINTABLE") {
			for strings.HasSuffix(line, "=") && i+1 < len(lines) {
				i++
				line = strings.TrimSuffix(line, "=") + strings.TrimRight(lines[i], "\r")
			}
		}
		out = append(out, named(line))
	}
	return out
}

// head is a line up to its value.
func head(line string) string {
	before, _, found := strings.Cut(line, ":")
	if !found || strings.HasPrefix(line, " ") || strings.HasPrefix(line, "\t") {
		return ""
	}
	return before
}

// named gives a name to parameters without one: TEL;CELL becomes TEL;TYPE=CELL.
func named(line string) string {
	h := head(line)
	if !strings.Contains(h, ";") || strings.Contains(h, `"`) {
		return line
	}
	parts := strings.Split(h, ";")
	for i, p := range parts[1:] {
		switch {
		case p == "" || strings.Contains(p, "="):
		case strings.EqualFold(p, "QUOTED-PRINTABLE"), strings.EqualFold(p, "BASE64"), strings.EqualFold(p, "8BIT"), strings.EqualFold(p, "7BIT"):
			parts[i+1] = "ENCODING=" + p
		default:
			parts[i+1] = "TYPE=" + p
		}
	}
	return strings.Join(parts, ";") + line[len(h):]
}

// decodeFields undoes the encodings of version 2.1.
func decodeFields(card vcard.Card) {
	for _, fields := range card {
		for _, f := range fields {
			if !strings.EqualFold(f.Params.Get("ENCODING"), "QUOTED-PRINTABLE") {
				continue
			}
			b, err := io.ReadAll(quotedprintable.NewReader(strings.NewReader(f.Value)))
			if err != nil {
				continue
			}
			f.Value = string(b)
			if set := strings.ToUpper(f.Params.Get("CHARSET")); set != "" && set != "UTF-8" {
				f.Value, _ = charmap.Windows1252.NewDecoder().String(f.Value)
			}
			f.Value = strings.ToValidUTF8(f.Value, "\uFFFD")
		}
	}
}
