package invitationweb

import (
	"bytes"
	"encoding/csv"
	"strings"

	"penc/internal/gather/invitation"
	"penc/internal/platform/web"
)

// bookCSV writes contacts as a table that can be read in again: the names of its
// columns and of the stakeholder groups are those of the reader's language.
func bookCSV(s web.Speaker, b invitation.Book) []byte {
	rows := [][]string{{
		s.T("invitation.csv.name"), s.T("invitation.csv.address"), s.T("invitation.csv.phone"), s.T("invitation.csv.language"),
		s.T("invitation.csv.organization"), s.T("invitation.csv.speaks"), s.T("invitation.csv.groups"),
		s.T("invitation.csv.interest"), s.T("invitation.csv.funding"), s.T("invitation.csv.mandate"), s.T("invitation.csv.standing"),
	}}
	for _, k := range b.Chosen {
		groups := make([]string, len(k.Groups))
		for i, g := range k.Groups {
			groups[i] = groupName(s, b.Process, g)
		}
		speaks := ""
		if k.Group != "" {
			speaks = groupName(s, b.Process, k.Group)
		}
		rows = append(rows, []string{
			k.Name, k.Address, k.Phone, string(k.Lang), k.OrgName, speaks, strings.Join(groups, " | "),
			k.Interest, k.Funding, k.Mandate, s.T("invitation.standing." + string(k.Standing)),
		})
	}
	return table(rows)
}

// outcomeCSV writes what became of a campaign.
func outcomeCSV(s web.Speaker, m invitation.Mailing) []byte {
	rows := [][]string{{
		s.T("invitation.csv.name"), s.T("invitation.csv.address"), s.T("invitation.csv.language"), s.T("invitation.csv.organization"),
		s.T("invitation.csv.speaks"), s.T("invitation.csv.state"), s.T("invitation.csv.reason"),
	}}
	for _, x := range m.All {
		rows = append(rows, []string{
			x.To.Name, x.To.Address, string(x.Lang), x.To.OrgName, groupName(s, m.Process, x.To.Group),
			s.T("invitation.state." + string(x.State)), x.Reason,
		})
	}
	return table(rows)
}

// table writes rows with a mark that spreadsheets know UTF-8 by. A cell that a
// spreadsheet would take for a formula is written as text.
func table(rows [][]string) []byte {
	b := bytes.NewBufferString("\uFEFF")
	w := csv.NewWriter(b)
	for _, row := range rows {
		for i, cell := range row {
			if cell != "" && strings.ContainsRune("=+-@\t", rune(cell[0])) && !phone(cell) {
				row[i] = "'" + cell
			}
		}
		w.Write(row) // a buffer takes everything
	}
	w.Flush()
	return b.Bytes()
}

// phone reports whether a cell is a number as phones have it: "+221 77 000 00 00".
func phone(cell string) bool { return strings.Trim(cell, "+0123456789 ().") == "" }
