package opinionreport

import (
	"io"
	"strings"

	"penc/opinion"
)

const (
	// columns is how many columns of a terminal a text takes.
	columns = 80
	// shownLines is the number of statements of each kind in a text.
	shownLines = 5
)

// WriteText says in English what the map shows, in at most 80 columns, for a
// terminal.
func (r *Report) WriteText(w io.Writer) error {
	t := &text{findings: r.read("en")}
	t.title()
	t.groups()
	t.statements(t.w.Unites, t.agreed, func(f opinion.StatementFigures) string { return t.grouped("all agree", "most agree") }, opinion.Agree)
	t.statements("", t.rejected, func(f opinion.StatementFigures) string { return t.grouped("all disagree", "most disagree") }, opinion.Disagree)
	t.statements(t.w.Divides, t.divides, func(f opinion.StatementFigures) string {
		return t.w.fill(t.w.ForAgainst, "more", letterOf(f.Division.More), "less", letterOf(f.Division.Less))
	}, opinion.Agree)
	t.sure()
	t.left()
	t.alike()
	t.how()
	_, err := io.WriteString(w, t.String())
	return err
}

// A text is lines for a terminal while they are written.
type text struct {
	strings.Builder
	findings
}

// heading begins a part.
func (t *text) heading(s string) { t.WriteString("\n" + s + "\n") }

// line writes a paragraph, its first line after indent and the others so many
// columns to the right.
func (t *text) line(indent, s string) {
	rest := strings.Repeat(" ", wide(indent))
	for i, l := range wrap(s, columns-wide(indent)) {
		t.WriteString(pick(i == 0, indent, rest) + l + "\n")
	}
}

func (t *text) title() {
	title := t.findings.title()
	t.line("", title)
	t.WriteString(strings.Repeat("=", min(columns, wide(title))) + "\n")
	t.line("", t.basis())
	t.line("", t.summary())
	t.line("", t.classes())
}

func (t *text) groups() {
	if len(t.Result.Groups) < 2 {
		return
	}
	for g, group := range t.Result.Groups {
		n, share := t.groupSize(g)
		t.heading(t.w.fill(t.w.GroupOf, "letter", letterOf(g)) + ": " + t.w.count(t.w.People, n) + " (" + t.w.percent(share) + ")")
		if len(group.Representative) == 0 {
			t.line("  ", t.w.NoTypical)
		}
		for _, x := range group.Representative {
			t.line(pick(x.Side == opinion.Agree, "  + ", "  - "), t.text(x.Statement))
			in, out := sideOf(opinion.SharesOf(group.Votes[x.Statement].Counts), x.Side), sideOf(opinion.SharesOf(t.others(g, x.Statement)), x.Side)
			t.line("    ", t.side(x.Side)+": "+t.share(in)+" of "+t.w.number(in.People)+"; others "+t.share(out)+" of "+t.w.number(out.People))
		}
	}
}

// share writes a share with its interval.
func (t *text) share(e opinion.Estimate) string {
	if e.People < opinion.SmallGroup {
		return t.w.FewCell
	}
	return t.w.percent(e.Value) + " (" + t.w.share(e.Low) + " to " + t.w.share(e.High) + ")"
}

// statements writes the first of a list, each with the share of every group.
func (t *text) statements(heading string, list []int, says func(opinion.StatementFigures) string, side opinion.Vote) {
	if heading != "" {
		none := pick(heading == t.w.Divides, t.w.DividesNone, t.w.UnitesNone)
		more := len(list) + pick(heading == t.w.Unites, len(t.rejected), 0)
		if heading == t.w.Divides && len(t.Result.Groups) < 2 {
			return
		}
		t.heading(heading)
		if more == 0 {
			t.line("  ", none)
		}
	}
	for _, j := range list[:min(len(list), shownLines)] {
		f := t.figures.Statements[j]
		t.line("  * ", t.text(j))
		parts := []string{}
		for g, s := range f.Groups {
			parts = append(parts, letterOf(g)+" "+t.share(sideOf(s, side)))
		}
		if len(parts) == 0 {
			parts = append(parts, t.share(sideOf(f.All, side)))
		}
		t.line("    ", t.w.fill(t.w.Number, "id", t.Statements[j])+", "+says(f)+": "+strings.Join(parts, ", "))
	}
	if more := len(list) - shownLines; more > 0 {
		t.line("  ", "… and "+t.w.count(t.w.Statements, more)+" more")
	}
}

func (t *text) sure() {
	said := t.certainty()
	if said == "" {
		return
	}
	t.heading(t.w.Sure)
	t.line("  ", said)
	for _, s := range t.Result.Silhouettes {
		l := t.w.count(t.w.Groups, s.K) + ": separation " + t.w.fraction(s.Mean)
		if t.Result.Method == opinion.Penc1 {
			l += ", found again " + t.w.percent(s.Again) + ", probability " + t.w.fraction(s.Probability)
		}
		t.line(pick(s.K == len(t.Result.Groups), "  > ", "    "), l)
	}
}

// left says who and what the map leaves out.
func (t *text) left() {
	if t.plot.People == 0 && t.moderated+t.Absent == 0 {
		return
	}
	t.heading(t.w.Unplaced)
	if t.plot.People > 0 {
		t.line("  ", t.unplacedText())
	}
	if t.moderated > 0 {
		t.line("  ", t.w.fill(t.w.Moderated, "n", t.moderated))
	}
	if t.Absent > 0 {
		t.line("  ", t.w.fill(t.w.Absent, "people", t.w.count(t.w.People, t.Absent)))
	}
}

// alike says which accounts vote alike, and how far ranks would move.
func (t *text) alike() {
	if t.Alike == nil {
		return
	}
	t.heading(t.w.Alike)
	for _, s := range t.alikeText() {
		t.line("  ", s)
	}
	list := t.moved()
	for _, j := range list[:min(len(list), shownLines)] {
		t.line("  * ", t.text(j))
		t.line("    ", t.w.fill(t.w.Number, "id", t.Statements[j])+": rank "+t.w.number(t.figures.Statements[j].Rank.Place)+
			", then "+t.w.number(t.Alike.Statements[j].Rank.Place))
	}
}

func (t *text) how() {
	t.heading(t.w.How)
	t.line("  ", t.w.Method+" "+t.Result.Method+". Shares are followed by their 90% intervals.")
	t.line("  ", t.w.InputDigest+": "+t.InputDigest())
	if t.Command != "" {
		t.line("  ", t.w.Command+": "+oneLine(t.Command))
	}
}

// wrap breaks a text into lines of at most so many columns, between words where
// that can be.
func wrap(s string, most int) (lines []string) {
	line, width := "", 0
	for word := range strings.FieldsSeq(s) {
		n := wide(word)
		if width > 0 && width+1+n > most {
			lines, line, width = append(lines, line), "", 0
		}
		if width > 0 {
			line, width = line+" ", width+1
		}
		for _, r := range word {
			if width+wideRune(r) > most {
				lines, line, width = append(lines, line), "", 0
			}
			line, width = line+string(r), width+wideRune(r)
		}
	}
	return append(lines, line)
}

// wide returns how many columns a text takes.
func wide(s string) (n int) {
	for _, r := range s {
		n += wideRune(r)
	}
	return n
}

// wideRune tells the columns of a character: two for those of East Asia that
// are as wide as high, and for pictures, one for others.
func wideRune(r rune) int {
	for _, span := range [][2]rune{
		{0x1100, 0x115F},
		{0x2E80, 0xA4CF},
		{0xAC00, 0xD7A3},
		{0xF900, 0xFAFF},
		{0xFE30, 0xFE6F},
		{0xFF00, 0xFF60},
		{0xFFE0, 0xFFE6},
		{0x1F300, 0x1FAFF},
		{0x20000, 0x3FFFD},
	} {
		if r >= span[0] && r <= span[1] {
			return 2
		}
	}
	return 1
}
