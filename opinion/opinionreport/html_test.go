package opinionreport_test

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"math"
	"slices"
	"strconv"
	"strings"
	"testing"

	"penc/opinion"
	"penc/opinion/opinionreport"
	"penc/opinion/opiniontest"
)

// A node is an element of a page.
type node struct {
	name  string
	attrs map[string]string
	kids  []*node
	said  string // of a text
}

// tree reads a page, which is written so that XML can be read from it.
func tree(t *testing.T, s string) *node {
	t.Helper()
	in := xml.NewDecoder(strings.NewReader(s))
	root := &node{}
	open := []*node{root}
	for {
		token, err := in.Token()
		if errors.Is(err, io.EOF) {
			return root
		}
		if err != nil {
			t.Fatalf("%v\n%.3000s", err, s)
		}
		last := open[len(open)-1]
		switch token := token.(type) {
		case xml.StartElement:
			n := &node{name: token.Name.Local, attrs: map[string]string{}}
			for _, a := range token.Attr {
				n.attrs[a.Name.Local] = a.Value
			}
			last.kids = append(last.kids, n)
			open = append(open, n)
		case xml.EndElement:
			open = open[:len(open)-1]
		case xml.CharData:
			last.kids = append(last.kids, &node{said: string(token)})
		}
	}
}

func (n *node) text() string {
	var b strings.Builder
	b.WriteString(n.said)
	for _, k := range n.kids {
		b.WriteString(k.text())
	}
	return b.String()
}

// all returns the elements of a name, in their order.
func (n *node) all(names ...string) (out []*node) {
	if slices.Contains(names, n.name) && n.name != "" {
		out = append(out, n)
	}
	for _, k := range n.kids {
		out = append(out, k.all(names...)...)
	}
	return out
}

func pageOf(t *testing.T, r *opinionreport.Report) string {
	t.Helper()
	var b strings.Builder
	if err := r.WriteHTML(&b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

const heaviestPage = 60_000

func TestPageOfEveryConversation(t *testing.T) {
	for _, f := range opiniontest.All(t) {
		for _, method := range []string{opinion.Penc1, opinion.Polis1} {
			r := reportOf(t, f, method)
			if method == opinion.Penc1 {
				addFigures(t, r)
			}
			for _, lang := range opinionreport.Languages {
				t.Run(f.Name+"/"+method+"/"+lang, func(t *testing.T) {
					r.Lang = lang
					s := pageOf(t, r)
					keep(t, f.Name+"-"+method[:4]+"-"+lang+".html", s)
					if len(s) > heaviestPage {
						t.Errorf("%d bytes", len(s))
					}
					checkPage(t, s, lang)
					checkFigures(t, tree(t, s), r)
				})
			}
		}
	}
}

// addFigures adds what the command adds, with two declared groups.
func addFigures(t *testing.T, r *opinionreport.Report) {
	t.Helper()
	in := opinion.Standing{Groups: len(r.Result.Groups), Stakeholders: 2}
	for i, p := range r.Result.People {
		in.Group = append(in.Group, p.Group)
		in.Stakeholder = append(in.Stakeholder, i%5%3-1)
	}
	f, err := opinion.FiguresOf(r.Matrix, in)
	if err != nil {
		t.Fatal(err)
	}
	alike := opinion.AlikeOf(r.Matrix, in, opinion.AlikeOptions{})
	r.Alike = &alike
	r.Figures, r.Stakeholders, r.Stakeholder = &f, []string{"Farmers", "Herders"}, in.Stakeholder
}

// checkPage holds for every page.
func checkPage(t *testing.T, s, lang string) {
	t.Helper()
	for _, bad := range []string{"<script", " style=", "http:", "https:", " href", " src", "url(", "@import", "NaN", "Inf", "%!"} {
		if strings.Contains(s, bad) {
			t.Errorf("the page holds %q", bad)
		}
	}
	page := tree(t, s)
	if got := page.all("html")[0].attrs["lang"]; got != lang {
		t.Errorf("the page is in %q", got)
	}
	if len(page.all("head")[0].all("title")) != 1 {
		t.Error("no title")
	}
	for _, name := range []string{"h1", "main"} {
		if n := len(page.all(name)); n != 1 {
			t.Errorf("%d elements %s", n, name)
		}
	}
	level := 0
	for _, h := range page.all("h1", "h2", "h3", "h4") {
		at := int(h.name[1] - '0')
		if at > level+1 || strings.TrimSpace(h.text()) == "" {
			t.Errorf("heading %q of level %d after level %d", h.text(), at, level)
		}
		level = at
	}
	for _, table := range page.all("table") {
		if len(table.all("caption")) != 1 || table.kids[0].name != "caption" || table.kids[0].text() == "" {
			t.Error("a table without a caption")
		}
		width := len(table.all("thead")[0].all("th"))
		for _, row := range table.all("tr") {
			cells := 0
			for _, c := range row.kids {
				n, _ := strconv.Atoi(c.attrs["colspan"])
				cells += max(1, n)
			}
			if cells != width {
				t.Errorf("a row of %d cells in a table of %d columns: %s", cells, width, row.text())
			}
		}
	}
	for _, th := range page.all("th") {
		if th.attrs["scope"] == "" || strings.TrimSpace(th.text()) == "" {
			t.Errorf("a head of a table without scope or words: %v %q", th.attrs, th.text())
		}
	}
	for _, part := range strings.Split(page.text(), " ") {
		if strings.HasPrefix(part, "{") && strings.HasSuffix(part, "}") {
			t.Errorf("a part of a sentence was not filled: %s", part)
		}
	}
}

// checkFigures holds the tables to the result, worked out here again.
func checkFigures(t *testing.T, page *node, r *opinionreport.Report) {
	t.Helper()
	groups := r.Result.Groups
	reached := 0
	for _, g := range page.all("g") {
		if g.attrs["tabindex"] == "0" {
			if !strings.Contains(g.attrs["aria-label"], string(rune('A'+reached))) || !strings.Contains(digits(g.attrs["aria-label"]), strconv.Itoa(groups[reached].Size)) {
				t.Errorf("group %d is named %q", reached, g.attrs["aria-label"])
			}
			reached++
		}
	}
	if reached != len(groups) {
		t.Errorf("%d of %d groups can be reached by keyboard", reached, len(groups))
	}
	column := map[string]int{}
	for j, id := range r.Statements {
		column[id] = j
	}
	told := 0
	for _, table := range page.all("table") {
		caption := table.all("caption")[0].text()
		if caption == "The map in figures" {
			for g, row := range table.all("tbody")[0].all("tr") {
				if got := digits(row.kids[1].text()); got != strconv.Itoa(groups[g].Size) {
					t.Errorf("group %d has %s people in the table, %d in the result", g, got, groups[g].Size)
				}
			}
		}
		disagree := strings.HasSuffix(caption, "who disagree, %")
		if !disagree && !strings.HasSuffix(caption, "who agree, %") || strings.Contains(caption, "balanced") {
			continue
		}
		for _, body := range table.all("tbody") {
			told++
			rows := body.all("tr")
			_, id, _ := strings.Cut(rows[0].all("small")[0].text(), "No. ")
			id, _, _ = strings.Cut(id, " ")
			j, ok := column[id]
			if !ok {
				t.Fatalf("no statement %q", id)
			}
			cells := rows[1].all("td")
			for g := range groups {
				checkShare(t, cells[g], groups[g].Votes[j].Counts, disagree)
			}
			checkShare(t, cells[len(groups)], r.Result.Statements[j].Counts, disagree)
		}
	}
	if r.Lang == "en" && told == 0 && len(groups) > 0 && !strings.Contains(page.text(), "Too few votes") {
		t.Error("no statement is told")
	}
}

func checkShare(t *testing.T, cell *node, c opinion.Counts, disagree bool) {
	t.Helper()
	if c.Total() < opinion.SmallGroup {
		if cell.text() != "few" {
			t.Errorf("%d votes are shown as %q", c.Total(), cell.text())
		}
		return
	}
	n := c.Agree
	if disagree {
		n = c.Disagree
	}
	want := strconv.Itoa(int(math.Round(100 * float64(n+1) / float64(c.Total()+2))))
	if got := cell.all("b")[0].text(); got != want {
		t.Errorf("%+v is shown as %s %%", c, got)
	}
	if got := cell.all("rect")[0].attrs["width"]; got != want+"%" {
		t.Errorf("%+v is drawn as %s", c, got)
	}
	e := opinion.Share(n, c.Total())
	if got, want := cell.all("small")[0].text(), fmt.Sprintf("%.0f–%.0f", 100*e.Low, 100*e.High); got != want {
		t.Errorf("interval %s, want %s", got, want)
	}
}

// digits leaves the digits of a text.
func digits(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, s)
}

// hostile is what somebody may well write into a statement.
const hostile = "</title></style><script>alert(1)</script>\"'><img src=x onerror=alert(2)> &lt;b&gt; {text} {letter} \x1b[31mred\x07\u202edrow\u2066 \x00 \xff ]]> <!--"

// hostileReport is a conversation in which everybody wrote that.
func hostileReport(t *testing.T, method string) *opinionreport.Report {
	t.Helper()
	r := reportOf(t, opiniontest.Own(t), method)
	addFigures(t, r)
	r.Title, r.Command = hostile, hostile
	for id := range r.Texts {
		r.Texts[id] = hostile
	}
	r.Stakeholders = []string{hostile, hostile + "2"}
	return r
}

func TestPageEscapesWhatPeopleWrote(t *testing.T) {
	for _, lang := range opinionreport.Languages {
		r := hostileReport(t, opinion.Penc1)
		r.Lang = lang
		s := pageOf(t, r)
		page := tree(t, s)
		for _, bad := range []string{"<script", "<img", "onerror=alert(2)>", "\x1b", "\x07", "\x00", "\u202e", "\u2066"} {
			if strings.Contains(s, bad) {
				t.Errorf("the page holds %q", bad)
			}
		}
		if n := len(page.all("script", "img", "iframe")); n > 0 {
			t.Errorf("%d elements that nobody may bring in", n)
		}
		want := `</title></style><script>alert(1)</script>"'><img src=x onerror=alert(2)> &lt;b&gt; {text} {letter} [31mreddrow ]]> <!--`
		if got := page.all("h1")[0].text(); got != want {
			t.Errorf("the title is\n%s\nand was\n%s", got, want)
		}
		if n := strings.Count(page.text(), want); n < 20 {
			t.Errorf("the text stands there %d times", n)
		}
		for _, n := range page.all("html", "head", "body", "p", "td", "th", "span", "g", "svg", "text") {
			for name := range n.attrs {
				if strings.HasPrefix(name, "on") || name == "style" {
					t.Errorf("attribute %s of %s", name, n.name)
				}
			}
		}
		var b strings.Builder
		if err := r.WriteSVG(&b); err != nil {
			t.Fatal(err)
		}
		wellFormed(t, b.String())
		if strings.Contains(b.String(), "<script") {
			t.Error("a script in the drawing")
		}
	}
}

// bare is a report of votes, one string a person: + - 0 and . for none.
func bare(rows ...string) *opinionreport.Report {
	d := 0
	for _, row := range rows {
		d = max(d, len(row))
	}
	b := opinion.NewBuilder(len(rows), d)
	r := &opinionreport.Report{}
	for i, row := range rows {
		r.People = append(r.People, strconv.Itoa(i))
		for j, c := range row {
			if c != '.' {
				b.Vote(i, j, map[rune]opinion.Vote{'+': 1, '-': -1, '0': 0}[c])
			}
		}
	}
	for j := range d {
		r.Statements = append(r.Statements, strconv.Itoa(j))
	}
	r.Matrix = b.Matrix()
	r.Result = opinion.Compute(r.Matrix, opinion.Options{Method: opinion.Penc1})
	return r
}

func TestReportOfDegenerateConversations(t *testing.T) {
	polis := bare(slices.Repeat([]string{"++-"}, 20)...)
	polis.Result = opinion.NewPolis().Update(polis.Matrix, opinion.Options{Method: opinion.Polis1})
	for name, c := range map[string]struct {
		r    *opinionreport.Report
		says string
	}{
		"nothing":       {bare(), "A map needs votes on 2 statements; there are votes on 0."},
		"no votes":      {bare("...", "..."), "A map needs votes on 2 statements; there are votes on 0."},
		"one person":    {bare("+-+-+-+-"), "A map needs 14 votes; there are 8."},
		"few people":    {bare("+-+-+-+-", "-+-+-+-+"), "A map needs 7 people with enough votes; there are 2."},
		"all alike":     {bare(slices.Repeat([]string{"++--+++"}, 30)...), "People voted so much alike that nothing tells them apart."},
		"all pass":      {bare(slices.Repeat([]string{"0000000"}, 30)...), "People voted so much alike that nothing tells them apart."},
		"polis, a dot":  {polis, "20 people stand on one point: they voted alike."},
		"no statements": {bare("", "", ""), "there are votes on 0"},
	} {
		t.Run(name, func(t *testing.T) {
			c.r.Texts = nil
			s := pageOf(t, c.r)
			checkPage(t, s, "en")
			checkFigures(t, tree(t, s), c.r)
			if !strings.Contains(s, c.says) {
				t.Errorf("the page does not say %q", c.says)
			}
			words := textOf(t, c.r)
			if !strings.Contains(strings.Join(strings.Fields(words), " "), c.says) {
				t.Errorf("the text does not say %q:\n%s", c.says, words)
			}
			var b strings.Builder
			if err := c.r.WriteSVG(&b); err != nil {
				t.Fatal(err)
			}
			wellFormed(t, b.String())
		})
	}
}

// People who differ, and not in groups.
func TestPageOfACloud(t *testing.T) {
	r := reportOf(t, opiniontest.Own(t), opinion.Penc1)
	for i := range r.Result.People {
		r.Result.People[i].Group = -1
	}
	r.Result.Groups, r.Result.K = nil, 0
	r.Result.NoMap = &opinion.NoMap{Reason: opinion.NoStableGroups}
	s := pageOf(t, r)
	keep(t, "cloud-page.html", s)
	checkPage(t, s, "en")
	page := tree(t, s)
	if got := page.all("header")[0].text(); !strings.Contains(got, "not in groups that would be found again") {
		t.Error(got)
	}
	if len(page.all("path")) == 0 {
		t.Error("no cloud is drawn")
	}
	if strings.Contains(page.text(), "What divides") || !strings.Contains(page.text(), "What unites") {
		t.Error("without groups nothing can divide them, and much can unite everybody")
	}
}

// Numbers that would tell where one to four people of a declared group stand.
func TestPageHidesSmallCrossings(t *testing.T) {
	r := reportOf(t, opiniontest.Own(t), opinion.Penc1)
	addFigures(t, r)
	few := 0
	for i, p := range r.Result.People { // all herders but three are in the first group
		r.Stakeholder[i] = opinion.Undeclared
		if p.Group == 0 {
			r.Stakeholder[i] = 1
		} else if p.Group > 0 && few < 3 {
			r.Stakeholder[i] = 1
			few++
		}
	}
	for _, table := range tree(t, pageOf(t, r)).all("table") {
		if table.all("caption")[0].text() != "Declared groups and opinion groups" {
			continue
		}
		row := table.all("tbody")[0].all("tr")[1]
		if got := row.kids[2].text(); got != "few" {
			t.Errorf("three people are shown as %q: %s", got, row.text())
		}
		if got := row.kids[1].text(); got != "few" {
			t.Errorf("three people can be worked out from %q", row.text())
		}
		return
	}
	t.Error("no table of declared groups")
}
