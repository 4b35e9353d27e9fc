package invitation

import (
	"slices"
	"strings"

	"penc/internal/ground/fault"
	"penc/internal/ground/ref"
	"penc/internal/people/org"
)

// A column is what a column of a table holds.
type column string

const (
	colName      column = "name"
	colFirst     column = "first-name"
	colLast      column = "last-name"
	colAddress   column = "address"
	colPhone     column = "phone"
	colLang      column = "language"
	colOrg       column = "organization"
	colGroups    column = "groups"
	colSpeaks    column = "speaks-for"
	colInterest  column = "interest"
	colFunding   column = "funding"
	colMandate   column = "mandate"
	colPerhaps   column = "perhaps-address" // an address of some kind
	colUnwelcome column = ""
)

// columnNames are the names of columns in French and English, folded.
var columnNames = map[string]column{
	"name": colName, "full name": colName, "nom complet": colName, "nom et prenom": colName, "prenom et nom": colName,
	"contact": colName, "display name": colName, "participant": colName, "personne": colName, "person": colName,
	"first name": colFirst, "given name": colFirst, "firstname": colFirst, "prenom": colFirst, "prenoms": colFirst,
	"last name": colLast, "family name": colLast, "surname": colLast, "lastname": colLast, "nom de famille": colLast, "nom": colLast,
	"e mail": colAddress, "email": colAddress, "mail": colAddress, "courriel": colAddress, "e mail address": colAddress,
	"email address": colAddress, "adresse e mail": colAddress, "adresse mail": colAddress, "adresse email": colAddress,
	"adresse courriel": colAddress, "adresse electronique": colAddress, "mel": colAddress, "e mail 1 value": colAddress,
	"address": colPerhaps, "adresse": colPerhaps,
	"phone": colPhone, "telephone": colPhone, "tel": colPhone, "mobile": colPhone, "portable": colPhone, "gsm": colPhone,
	"phone number": colPhone, "mobile phone": colPhone, "numero de telephone": colPhone, "phone 1 value": colPhone,
	"language": colLang, "langue": colLang, "lang": colLang, "preferred language": colLang, "langue preferee": colLang,
	"organization": colOrg, "organisation": colOrg, "org": colOrg, "company": colOrg, "societe": colOrg, "structure": colOrg,
	"institution": colOrg, "entreprise": colOrg, "employer": colOrg, "employeur": colOrg, "affiliation": colOrg,
	"organization name": colOrg, "organisme": colOrg,
	"group": colGroups, "groups": colGroups, "groupe": colGroups, "groupes": colGroups, "stakeholder group": colGroups,
	"stakeholder groups": colGroups, "groupe de parties prenantes": colGroups, "groupes de parties prenantes": colGroups,
	"category": colGroups, "categories": colGroups, "categorie": colGroups, "college": colGroups, "sector": colGroups, "secteur": colGroups,
	"speaks for": colSpeaks, "parle pour": colSpeaks, "group spoken for": colSpeaks, "groupe represente": colSpeaks,
	"interest": colInterest, "interet": colInterest, "declared interest": colInterest, "interet declare": colInterest,
	"funding": colFunding, "financement": colFunding, "funder": colFunding, "bailleur": colFunding, "paid by": colFunding, "finance par": colFunding,
	"mandate": colMandate, "mandat": colMandate,
}

// maxCell bounds a cell, and with it how far a quotation mark that is never closed
// is followed.
const maxCell = 10_000

// A record is one line of a table: with quoted cells it can go over several lines
// of the file.
type row struct {
	line  int
	text  string
	cells []string
	open  bool // a quotation mark was never closed
}

// rows takes a table apart at a separator. A cell in quotation marks can hold the
// separator, line ends and doubled quotation marks. A mark that is not closed
// spoils its own line and no other.
func rows(text string, sep byte) []row {
	var out []row
	line := 1
	for text != "" {
		r, rest := nextRow(text, sep)
		r.line = line
		line += strings.Count(text[:len(text)-len(rest)], "\n")
		text = rest
		if strings.TrimSpace(strings.Join(r.cells, "")) != "" || r.open {
			out = append(out, r)
		}
		if len(out) > MaxEntries+1 {
			break
		}
	}
	return out
}

func nextRow(text string, sep byte) (row, string) {
	first, after, _ := strings.Cut(text, "\n")
	r := row{text: first}
	rest := text
	for {
		cell, more, next, ok := nextCell(rest, sep)
		if !ok {
			return row{text: first, open: true}, after
		}
		r.cells = append(r.cells, strings.TrimSpace(cell))
		if !more {
			return r, next
		}
		rest = next
	}
}

// nextCell returns a cell, whether another follows in the row, and what comes
// after.
func nextCell(text string, sep byte) (cell string, more bool, rest string, ok bool) {
	trimmed := strings.TrimLeft(text, " ")
	if !strings.HasPrefix(trimmed, `"`) {
		i := strings.IndexAny(text, "\n"+string(sep))
		if i < 0 {
			return text, false, "", true
		}
		return text[:i], text[i] == sep, text[i+1:], true
	}
	var b strings.Builder
	for i := 1; i < len(trimmed) && i <= maxCell; i++ {
		switch {
		case trimmed[i] != '"':
			b.WriteByte(trimmed[i])
		case strings.HasPrefix(trimmed[i+1:], `"`):
			b.WriteByte('"')
			i++
		default:
			// What stands between the closing mark and the next separator is part of it.
			tail, more, rest, _ := bare(trimmed[i+1:], sep)
			return b.String() + tail, more, rest, true
		}
	}
	return "", false, "", false
}

func bare(text string, sep byte) (cell string, more bool, rest string, ok bool) {
	i := strings.IndexAny(text, "\n"+string(sep))
	if i < 0 {
		return text, false, "", true
	}
	return text[:i], text[i] == sep, text[i+1:], true
}

// separator returns what parts the columns of a table: what the first line has
// most of, outside quotation marks.
func separator(text string) byte {
	first, _, _ := strings.Cut(strings.TrimLeft(text, "\n"), "\n")
	best, most := byte(','), 0
	for _, sep := range []byte{';', '\t', ','} {
		n, quoted := 0, false
		for i := range len(first) {
			switch {
			case first[i] == '"':
				quoted = !quoted
			case first[i] == sep && !quoted:
				n++
			}
		}
		if n > most {
			best, most = sep, n
		}
	}
	return best
}

// table understands a table.
func (r reader) table(text string) Sheet {
	all := rows(text, separator(text))
	if len(all) == 0 {
		return Sheet{}
	}
	var s Sheet
	columns, left := header(all[0].cells)
	if columns == nil {
		s.Notes = append(s.Notes, Note{Key: NoHeader})
		for _, x := range all {
			s.Entries = append(s.Entries, r.guessed(x))
		}
		return s
	}
	if len(left) > 0 {
		s.Notes = append(s.Notes, Note{NotTaken, shorten(strings.Join(left, ", "), 3*maxShown)})
	}
	for _, x := range all[1:] {
		s.Entries = append(s.Entries, r.understood(x, columns))
	}
	return s
}

// header returns what the columns hold, nil if the line names none, and the names
// of those of which nothing is taken over.
func header(cells []string) (columns []column, left []string) {
	found := 0
	for _, c := range cells {
		what := columnNames[org.Fold(c)]
		if what == colUnwelcome && c != "" {
			left = append(left, c)
		}
		if what != colUnwelcome {
			found++
		}
		columns = append(columns, what)
	}
	if found == 0 || slices.ContainsFunc(cells, func(c string) bool { return strings.Contains(c, "@") }) {
		return nil, nil
	}
	// "Nom" alone is the whole name; "Adresse" is that of the mail if nothing else is.
	if !slices.Contains(columns, colFirst) {
		replace(columns, colLast, colName)
	}
	if !slices.Contains(columns, colAddress) {
		replace(columns, colPerhaps, colAddress)
	}
	return columns, left
}

func replace(columns []column, from, to column) {
	if i := slices.Index(columns, from); i >= 0 && !slices.Contains(columns, to) {
		columns[i] = to
	}
}

// understood is a row under a header.
func (r reader) understood(x row, columns []column) Entry {
	e := Entry{Line: x.line, Text: x.text, Card: Card{Lang: r.otherwise}}
	if x.open {
		e.Fault = fault.Field("list", "invitation.list.quote")
		return e
	}
	first, last := "", ""
	for i, cell := range x.cells {
		if i >= len(columns) || cell == "" {
			continue
		}
		switch columns[i] {
		case colName:
			e.Card.Name = cell
		case colFirst:
			first = cell
		case colLast:
			last = cell
		case colAddress:
			name, address := mailbox(cell)
			e.Card.Address = address
			if e.Card.Name == "" {
				e.Card.Name = name
			}
		case colPhone:
			e.Card.Phone = cell
		case colLang:
			r.speak(&e, cell)
		case colOrg:
			e.Card.OrgName = cell
		case colGroups:
			e.Card.Groups = r.belong(&e, cell, true)
		case colSpeaks:
			if ids := r.belong(&e, cell, true); len(ids) > 0 {
				e.Card.Group = ids[0]
			}
		case colInterest:
			e.Card.Interest = cell
		case colFunding:
			e.Card.Funding = cell
		case colMandate:
			e.Card.Mandate = cell
		}
	}
	if e.Card.Name == "" {
		e.Card.Name = strings.TrimSpace(first + " " + last)
	}
	if e.Card.Group == "" && len(e.Card.Groups) > 0 {
		e.Card.Group = e.Card.Groups[0]
	}
	return e
}

// guessed is a row without a header: an address is known by its sign, a language
// and a group by their names; the first of the others is the name, the second the
// organization.
func (r reader) guessed(x row) Entry {
	e := Entry{Line: x.line, Text: x.text, Card: Card{Lang: r.otherwise}}
	if x.open {
		e.Fault = fault.Field("list", "invitation.list.quote")
		return e
	}
	var others []string
	for _, cell := range x.cells {
		switch {
		case cell == "":
		case strings.Contains(cell, "@"):
			if e.Card.Address != "" {
				e.Fault = fault.Field("list", "invitation.list.addresses")
				return e
			}
			name, address := mailbox(cell)
			e.Card.Address = address
			if name != "" {
				others = append([]string{name}, others...)
			}
		case spokenNames[org.Fold(cell)] != "":
			r.speak(&e, cell)
		case r.groups[org.Fold(cell)] != "":
			e.Card.Groups = append(e.Card.Groups, ref.ID(r.groups[org.Fold(cell)]))
		default:
			others = append(others, cell)
		}
	}
	if len(others) > 0 {
		e.Card.Name = others[0]
	}
	if len(others) > 1 {
		e.Card.OrgName = others[1]
	}
	if len(e.Card.Groups) > 0 {
		e.Card.Group = e.Card.Groups[0]
	}
	return e
}

// mailbox reads "Name <address>" or an address alone.
func mailbox(cell string) (name, address string) {
	if before, after, found := strings.Cut(cell, "<"); found && strings.HasSuffix(after, ">") {
		return strings.Trim(strings.TrimSpace(before), `"`), strings.TrimPrefix(strings.TrimSuffix(after, ">"), "mailto:")
	}
	return "", strings.TrimPrefix(strings.TrimSpace(cell), "mailto:")
}
