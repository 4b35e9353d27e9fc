package publication

import (
	"net/url"
	"unicode/utf8"

	"penc/internal/gather/process"
	"penc/internal/ground/evidence"
	"penc/internal/ground/fault"
	"penc/internal/ground/lang"
	"penc/internal/ground/ref"
	"penc/internal/ground/when"
)

// Limits of what can be written.
const (
	MaxTitle     = 200     // characters of a title of our own, a name, a line
	MaxPublished = 500     // characters of a title as somebody else published it
	MaxText      = 100_000 // bytes of a text in one language
	MaxURL       = 2000    // bytes of a web address
	MaxAuthors   = 20
	MaxList      = 50 // disputes and gaps of one thing
)

// A check gathers the faults of one thing, so that all of them can be told.
type check struct{ faults fault.List }

func (c *check) add(field, message string, parts ...any) {
	c.faults = c.faults.Add(fault.Field(field, message, parts...))
}

func (c *check) line(field, words string, limit int) {
	if n := utf8.RuneCountInString(words); n > limit {
		c.add(field, "publication.limit.line", "limit", limit, "length", n)
	}
}

func (c *check) lines(field string, t lang.Text, limit int) {
	for _, l := range t.Languages() {
		c.line(field+"."+string(l), t.Words(l), limit)
	}
}

func (c *check) text(field string, t lang.Text) {
	for _, l := range t.Languages() {
		if n := len(t.Words(l)); n > MaxText {
			c.add(field+"."+string(l), "publication.limit.text", "limit", MaxText/1000, "length", (n+999)/1000)
		}
	}
}

func (c *check) date(field string, d when.Date) {
	if _, ok := when.ParseDate(string(d)); !ok {
		c.add(field, "publication.limit.date")
	}
}

func (c *check) url(field, address string) {
	u, err := url.Parse(address)
	switch {
	case address == "":
	case len(address) > MaxURL:
		c.add(field, "publication.limit.url-long", "limit", MaxURL, "length", len(address))
	case err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http":
		c.add(field, "publication.limit.url")
	}
}

// evidence bounds evidence, whose sources must be sources of the process.
func (c *check) evidence(e evidence.Evidence, sources map[ref.ID]bool) {
	for _, id := range e.Cited() {
		if !sources[id] {
			c.add("sources", "publication.limit.source", "id", string(id))
		}
	}
	c.text("uncertain", e.Uncertain)
	if n := len(e.Disputes) + len(e.Gaps); n > MaxList {
		c.add("sources", "publication.limit.list", "limit", MaxList, "length", n)
	}
	for _, d := range e.Disputes {
		for _, v := range d.Values {
			c.text("disputed", v.Value)
		}
	}
	for _, g := range e.Gaps {
		c.text("not-published", g.Note)
	}
}

// sourcesOf returns the ids of a process's sources.
func sourcesOf(w process.Whole) map[ref.ID]bool {
	out := make(map[ref.ID]bool, len(w.Sources))
	for _, s := range w.Sources {
		out[s.ID] = true
	}
	return out
}
