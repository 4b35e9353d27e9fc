package polisdata

import (
	"io"
	"slices"
	"strings"
)

// A Declared is what is said of one participant beside their votes.
type Declared struct {
	Participant int
	Group       string // without spaces around it; empty for none
	Verified    bool
	Line        int // of the file

	extra []string
}

var declaredSchema = schema[Declared]{
	known: []column[Declared]{
		whole("participant", func(d *Declared) *int { return &d.Participant }),
		{"group", func(d *Declared, field string) string { d.Group = strings.TrimSpace(field); return "" }, func(d *Declared) string { return d.Group }},
		{"verified", readVerified, writeVerified},
	},
	required: []string{"participant", "group"},
	extra:    func(d *Declared) *[]string { return &d.extra },
	id:       func(d *Declared) (int, string) { return d.Participant, "participant" },
}

func readVerified(d *Declared, field string) string {
	if field != "" && field != "0" && field != "1" {
		return NotYesNo
	}
	d.Verified = field == "1"
	return ""
}

func writeVerified(d *Declared) string {
	if d.Verified {
		return "1"
	}
	return "0"
}

// ReadDeclared reads a file with the columns participant, group and perhaps verified
// (0, 1 or nothing), by the rules of votes.csv: nobody is there twice, and columns may
// stand in any order, with others among them, which are passed over. It reports
// whether the column verified is there. The error is [*Faults], with the name that is
// given; a file without a participant is one.
func ReadDeclared(name string, file io.Reader, limits Limits) (all []Declared, verified bool, err error) {
	faults := new(Faults)
	in := newRows(name, file, limits.withDefaults(), faults)
	columns := eachRow(in, declaredSchema, func(d *Declared) {
		d.Line = in.began
		all = append(all, *d)
	})
	if len(faults.List) == 0 && len(all) == 0 {
		in.fault(1, NoRows, "")
	}
	if len(faults.List) > 0 {
		return nil, false, faults
	}
	return all, slices.Contains(columns, "verified"), nil
}
