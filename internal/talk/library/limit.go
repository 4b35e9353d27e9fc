package library

import (
	"net/url"
	"slices"
	"unicode/utf8"

	"penc/internal/ground/fault"
	"penc/internal/ground/lang"
	"penc/internal/ground/when"
)

// Limits of a document.
const (
	MaxTitle     = 200      // characters of a title, here or in the contents
	MaxText      = 100_000  // bytes of the text in one language
	MaxURL       = 2000     // bytes of a web address
	MaxPages     = 100_000  // pages of a document
	MaxContents  = 200      // lines of a table of contents
	MaxLanguages = 20       // languages in which a document exists
	MaxEvidence  = 50       // sources, disputes or gaps
	MaxFile      = 10 << 20 // bytes of a file
	MaxFileName  = 200      // characters of a file's name
	MaxFiles     = 100      // versions of a file
)

// A check gathers the faults of a document, so that all of them are told.
type check struct{ faults fault.List }

func (c *check) add(field, message string, parts ...any) {
	c.faults = c.faults.Add(fault.Field(field, message, parts...))
}

func (c *check) line(field string, t lang.Text, named bool) {
	for _, l := range t.Languages() {
		at := field
		if named {
			at += "." + string(l)
		}
		if n := utf8.RuneCountInString(t.Words(l)); n > MaxTitle {
			c.add(at, "library.limit.title", "n", n, "limit", MaxTitle)
		}
	}
}

func (c *check) text(field string, t lang.Text) {
	for _, l := range t.Languages() {
		if n := len(t.Words(l)); n > MaxText {
			c.add(field+"."+string(l), "library.limit.text", "n", n, "limit", MaxText)
		}
	}
}

func (c *check) number(field string, n, limit int) {
	if n < 0 || n > limit {
		c.add(field, "library.limit.number", "limit", limit)
	}
}

func (c *check) count(field string, n, limit int) {
	if n > limit {
		c.add(field, "library.limit.list", "n", n, "limit", limit)
	}
}

// check returns what is wrong with a document.
func (d Document) check(from lang.Tag) error {
	c := &check{}
	if d.Title.Empty() {
		c.add("title."+string(from), "library.title.empty")
	}
	c.line("title", d.Title, true)
	c.text("text", d.Text)
	if d.Kind != "" && !slices.Contains(Kinds, d.Kind) {
		c.add("kind", "library.kind.unknown")
	}
	if _, ok := when.ParseDate(string(d.Date)); !ok {
		c.add("date", "library.limit.date")
	}
	c.count("languages", len(d.Languages), MaxLanguages)
	for _, l := range d.Languages {
		if !tag(l) {
			c.add("languages", "library.limit.language", "language", string(l))
		}
	}
	u, err := url.Parse(d.URL)
	switch {
	case d.URL == "":
	case len(d.URL) > MaxURL:
		c.add("url", "library.limit.url-long", "n", len(d.URL), "limit", MaxURL)
	case err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http":
		c.add("url", "library.limit.url")
	}
	c.number("pages", d.Pages, MaxPages)
	c.contents(d.Contents)
	c.evidence(d)
	return c.faults.Err()
}

func (c *check) contents(lines []Content) {
	c.count("contents", len(lines), MaxContents)
	for _, line := range lines {
		if line.Title.Empty() {
			c.add("contents", "library.contents.untitled")
		}
		c.line("contents", line.Title, false)
		c.number("contents", line.Number, MaxPages)
		c.number("contents", line.Page, MaxPages)
	}
}

func (c *check) evidence(d Document) {
	c.count("sources", len(d.Cited()), MaxEvidence)
	c.text("uncertain", d.Uncertain)
	c.count("disputed", len(d.Disputes), MaxEvidence)
	c.count("not-published", len(d.Gaps), MaxEvidence)
	for _, x := range d.Disputes {
		c.count("disputed", len(x.Values), MaxEvidence)
		for _, v := range x.Values {
			c.text("disputed", v.Value)
		}
	}
	for _, g := range d.Gaps {
		c.text("not-published", g.Note)
	}
}

// tag reports whether l has the form of a language tag: letters and digits in
// parts of at most eight, the first of two or three letters.
func tag(l lang.Tag) bool {
	part, first := 0, true
	for _, r := range string(l) + "-" {
		letter := r >= 'a' && r <= 'z'
		switch {
		case r == '-':
			if part == 0 || part > 8 || first && (part < 2 || part > 3) {
				return false
			}
			part, first = 0, false
		case letter || !first && r >= '0' && r <= '9':
			part++
		default:
			return false
		}
	}
	return len(l) <= 35
}
