package opinionreport

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"hash"
	"io"
	"slices"
	"strconv"

	"penc/opinion"
	"penc/opinion/bridging"
)

// A Report is a result with the names behind its rows and columns.
type Report struct {
	Result opinion.Result
	Matrix *opinion.Matrix
	// People (n) and Statements (d) are the identifiers of rows and columns, as
	// in the file.
	People, Statements []string
	// Texts are the words of statements, as far as known, by identifier.
	Texts map[string]string
	// Title is what the conversation is about; it may be empty.
	Title string
	// Figures are what the numbers mean; nil with polis/1.
	Figures *opinion.Figures
	// Stakeholders are the names of declared groups, and Stakeholder (n) that
	// of each person as an index, or opinion.Undeclared; nil if none are
	// declared.
	Stakeholders []string
	Stakeholder  []int
	// Absent is how many people declared something and never voted.
	Absent int
	// Bridging are the bridging scores; nil if they were not found.
	Bridging *bridging.Result
	// Alike are the accounts that vote alike, with what changes if each set of
	// them counted as one; nil if they were not looked for.
	Alike *opinion.Alike
	// Command reproduces the report; it may be empty.
	Command string
	// Lang is the language of the page and the drawing, one of [Languages];
	// empty for English.
	Lang string
}

// WriteJSON writes the document.
func (r *Report) WriteJSON(w io.Writer) error {
	doc := r.document()
	sum := sha256.New()
	if err := writeCanonical(sum, doc); err != nil {
		return err
	}
	doc["digest"] = hexOf(sum)
	if err := writeCanonical(w, doc); err != nil {
		return err
	}
	_, err := io.WriteString(w, "\n")
	return err
}

func hexOf(h hash.Hash) string { return hex.EncodeToString(h.Sum(nil)) }

// InputDigest returns the SHA-256 of the votes: of a line
// "participant,statement,vote\n" for the last vote of each pair, with 1 for
// agree, -1 for disagree and 0 for pass, sorted by participant and then by
// statement; numbers sort by value and come before other identifiers, which sort
// by their bytes.
func (r *Report) InputDigest() string {
	rows, columns := sorted(r.People), sorted(r.Statements)
	place := make([]int, len(columns))
	for n, j := range columns {
		place[j] = n
	}
	sum := sha256.New()
	var line []byte
	type cell struct {
		place int
		vote  opinion.Vote
	}
	var cells []cell
	for _, i := range rows {
		cells = cells[:0]
		for j, v := range r.Matrix.Row(i) {
			cells = append(cells, cell{place[j], v})
		}
		slices.SortFunc(cells, func(a, b cell) int { return cmp.Compare(a.place, b.place) })
		for _, c := range cells {
			line = append(line[:0], r.People[i]...)
			line = append(line, ',')
			line = append(line, r.Statements[columns[c.place]]...)
			line = append(line, ',')
			line = strconv.AppendInt(line, int64(c.vote), 10)
			line = append(line, '\n')
			sum.Write(line)
		}
	}
	return hexOf(sum)
}

// sorted returns the places of ids in the order in which a map is drawn:
// numbers by value, then others by their bytes.
func sorted(ids []string) []int {
	type key struct {
		n    int64
		text bool
	}
	keys := make([]key, len(ids))
	order := make([]int, len(ids))
	for i, id := range ids {
		n, err := strconv.ParseInt(id, 10, 64)
		keys[i] = key{n, err != nil}
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int {
		p, q := keys[a], keys[b]
		switch {
		case p.text != q.text:
			if p.text {
				return 1
			}
			return -1
		case !p.text && p.n != q.n:
			return cmp.Compare(p.n, q.n)
		}
		return cmp.Compare(ids[a], ids[b])
	})
	return order
}
