package process

import (
	"net/url"
	"unicode/utf8"

	"penc/internal/ground/evidence"
	"penc/internal/ground/fault"
	"penc/internal/ground/lang"
	"penc/internal/ground/ref"
	"penc/internal/ground/when"
)

// Limits of what can be written.
const (
	MaxTitle   = 200     // characters of a title or another line
	MaxText    = 100_000 // bytes of a text in one language
	MaxURL     = 2000    // bytes of a web address
	MaxList    = 50      // items of a list inside a part
	MaxSources = 1000    // sources of a process
)

// A check gathers the faults of one thing, so that all of them can be told.
type check struct {
	from   lang.Tag // where a missing text is asked for
	faults fault.List
}

func (c *check) add(field, message string, parts ...any) {
	c.faults = c.faults.Add(fault.Field(field, message, parts...))
}

// title asks for a line in at least one language.
func (c *check) title(field string, t lang.Text) {
	if t.Empty() {
		c.add(field+"."+string(c.from), "process.limit.title-missing")
		return
	}
	c.line(field, t)
}

// line bounds a text of one line.
func (c *check) line(field string, t lang.Text) {
	for _, l := range t.Languages() {
		if n := utf8.RuneCountInString(t.Words(l)); n > MaxTitle {
			c.add(field+"."+string(l), "process.limit.title-long", "limit", MaxTitle, "length", n)
		}
	}
}

func (c *check) lines(field string, ts []lang.Text) {
	c.count(field, len(ts))
	for _, t := range ts {
		for _, l := range t.Languages() {
			if n := utf8.RuneCountInString(t.Words(l)); n > MaxTitle {
				c.add(field, "process.limit.title-long", "limit", MaxTitle, "length", n)
			}
		}
	}
}

// text bounds a Markdown text.
func (c *check) text(field string, t lang.Text) {
	for _, l := range t.Languages() {
		if n := len(t.Words(l)); n > MaxText {
			c.add(field+"."+string(l), "process.limit.text-long", "limit", MaxText/1000, "length", (n+999)/1000)
		}
	}
}

func (c *check) plain(field, words string) {
	if n := utf8.RuneCountInString(words); n > MaxTitle {
		c.add(field, "process.limit.title-long", "limit", MaxTitle, "length", n)
	}
}

func (c *check) count(field string, n int) {
	if n > MaxList {
		c.add(field, "process.limit.list-long", "limit", MaxList, "length", n)
	}
}

func (c *check) date(field string, d when.Date) {
	if _, ok := when.ParseDate(string(d)); !ok {
		c.add(field, "process.limit.date")
	}
}

// span checks both ends of a span of dates.
func (c *check) span(start, end string, s when.Span) {
	c.date(start, s.Start)
	c.date(end, s.End)
	if !s.Orderly() {
		c.add(end, "process.limit.span")
	}
}

func (c *check) url(field, address string) {
	u, err := url.Parse(address)
	switch {
	case address == "":
	case len(address) > MaxURL:
		c.add(field, "process.limit.url-long", "limit", MaxURL, "length", len(address))
	case err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http":
		c.add(field, "process.limit.url")
	}
}

// leads checks that an id is empty or one of those known.
func (c *check) leads(field string, id ref.ID, known map[ref.ID]bool) {
	if id != "" && !known[id] {
		c.add(field, "process.limit.unknown", "id", string(id))
	}
}

// evidence bounds evidence, whose sources must be sources of the process.
func (c *check) evidence(e evidence.Evidence, sources map[ref.ID]bool) {
	for _, id := range e.Cited() {
		c.leads("sources", id, sources)
	}
	c.text("uncertain", e.Uncertain)
	c.count("disputed", len(e.Disputes))
	c.count("not-published", len(e.Gaps))
	for _, d := range e.Disputes {
		c.count("disputed", len(d.Values))
		for _, v := range d.Values {
			c.text("disputed", v.Value)
		}
	}
	for _, g := range e.Gaps {
		c.text("not-published", g.Note)
	}
}
