package ui

import (
	"context"
	"strconv"

	"github.com/a-h/templ"
)

// Ref is a reference mark: the number of a source in the list at the end of
// the page, and its title for those who hover or listen.
type Ref struct {
	N     int
	Title string
}

// Source is one entry of the list at the end of a page.
type Source struct {
	N            int
	Title        string
	Href         string
	Publisher    string
	Date         string
	Lang         string // of the title
	LangName     string // as readers call it
	TitleFromURL bool
}

// Claim is what some sources say where others say something else.
type Claim struct {
	Value   string
	Lang    string
	Sources []Ref
}

// Evidence is what a fact rests on and what is doubtful about it. It goes with
// facts and items; the zero value says nothing.
type Evidence struct {
	Sources      []Ref
	Uncertain    string // why it is uncertain
	Derived      bool   // worked out by the compilers
	Disputes     []Disagreement
	NotPublished []string // what was looked for and never found
}

// Disagreement is one thing on which sources disagree.
type Disagreement struct {
	About  string // the field, as readers call it; may be empty
	Claims []Claim
}

// Fact is one line of a list of facts: a term, and a text or a component.
type Fact struct {
	Term string
	Text string
	Lang string
	Body templ.Component
	Evidence
}

func sourceID(n int) string { return "source-" + strconv.Itoa(n) }

func fromURL(ctx context.Context, s Source) string {
	if s.TitleFromURL {
		return say(ctx).SourceTitleFromURL
	}
	return ""
}

func present(parts []string) []string {
	var some []string
	for _, p := range parts {
		if p != "" {
			some = append(some, p)
		}
	}
	return some
}
