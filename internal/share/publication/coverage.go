package publication

import (
	"cmp"
	"slices"
	"time"

	"penc/internal/gather/process"
	"penc/internal/ground/access"
	"penc/internal/ground/evidence"
	"penc/internal/ground/fault"
	"penc/internal/ground/lang"
	"penc/internal/ground/ref"
	"penc/internal/ground/when"
)

// CoverageKind is the kind of ref of articles in the media.
const CoverageKind ref.Kind = "publication.coverage"

// A Coverage is an article in the media about a process.
type Coverage struct {
	ID      ref.ID    `json:"-"`
	Process ref.ID    `json:"-"`
	Version int       `json:"-"` // 0 before it is stored
	Changed time.Time `json:"-"`

	Outlet          string    `json:"outlet"`
	Title           string    `json:"title"` // as published, in Language
	Language        lang.Tag  `json:"language"`
	TitleFromURL    bool      `json:"title_from_url,omitempty"`
	Date            when.Date `json:"date,omitempty"`
	URL             string    `json:"url,omitempty"`
	RepostURL       string    `json:"repost_url,omitempty"`
	ListedByProcess bool      `json:"listed_by_process,omitempty"` // the process's own site lists it
	evidence.Evidence
}

// Ref returns the article's name for the rest of the house.
func (c Coverage) Ref() ref.Ref { return ref.To(CoverageKind, c.ID) }

// Path returns where the article is listed, without the language.
func (c Coverage) Path() string {
	return "/processes/" + string(c.Process) + "/news#" + string(c.ID)
}

// Name returns the title in the language in which it was published.
func (c Coverage) Name() lang.Text { return lang.Say(c.Language, c.Title) }

// Enter decides whether who may store in in place of the article (which has
// version 0 if it is new), and returns it as it is afterwards.
func (c Coverage) Enter(who access.Actor, w process.Whole, in Coverage, now time.Time) (Coverage, error) {
	if err := process.MayWrite(who, w.ID); err != nil {
		return in, err
	}
	if in.Version != c.Version {
		return in, fault.New(fault.Conflict, "", "publication.coverage.changed")
	}
	out := in
	out.ID, out.Process = c.ID, w.ID
	if err := out.check(sourcesOf(w)); err != nil {
		return in, err
	}
	out.Version, out.Changed = c.Version+1, now
	return out, nil
}

// MayRemove decides whether who may take the article off the list.
func (c Coverage) MayRemove(who access.Actor, version int) error {
	if err := process.MayWrite(who, c.Process); err != nil {
		return err
	}
	if version != c.Version {
		return fault.New(fault.Conflict, "", "publication.coverage.changed")
	}
	return nil
}

func (c Coverage) check(sources map[ref.ID]bool) error {
	k := &check{}
	if c.Outlet == "" {
		k.add("outlet", "publication.coverage.outletless")
	}
	k.line("outlet", c.Outlet, MaxTitle)
	if c.Title == "" {
		k.add("title", "publication.coverage.untitled")
	}
	k.line("title", c.Title, MaxPublished)
	if !tag(c.Language) {
		k.add("language", "publication.coverage.language")
	}
	k.date("date", c.Date)
	k.url("url", c.URL)
	k.url("repost-url", c.RepostURL)
	k.evidence(c.Evidence, sources)
	return k.faults.Err()
}

// tag reports whether t looks like a language tag: "fr", "wo", "pt-BR".
func tag(t lang.Tag) bool {
	letters := 0
	for i, r := range t {
		switch {
		case r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' && i > 1:
			letters++
		case r == '-' && i > 1:
		default:
			return false
		}
	}
	return letters > 1 && len(t) <= 35
}

// SortCoverage sorts articles, the newest first; those of unknown date stand at
// the end.
func SortCoverage(list []Coverage) {
	slices.SortStableFunc(list, func(a, b Coverage) int {
		return cmp.Or(cmp.Compare(b.Date, a.Date), cmp.Compare(a.ID, b.ID))
	})
}

// PublicCoverage is the public shape of an article.
type PublicCoverage struct {
	ID              ref.ID    `json:"id"`
	Process         ref.ID    `json:"process"`
	Outlet          string    `json:"outlet"`
	Title           string    `json:"title"`
	Language        lang.Tag  `json:"language"`
	TitleFromURL    bool      `json:"title_from_url,omitempty"`
	Date            when.Date `json:"date,omitempty"`
	URL             string    `json:"url,omitempty"`
	RepostURL       string    `json:"repost_url,omitempty"`
	ListedByProcess bool      `json:"listed_by_process,omitempty"`
	process.PublicEvidence
}

// Public returns the article's public shape.
func (c Coverage) Public() PublicCoverage {
	return PublicCoverage{
		c.ID, c.Process, c.Outlet, c.Title, c.Language, c.TitleFromURL, c.Date, c.URL, c.RepostURL, c.ListedByProcess,
		process.PublicOf(c.Evidence),
	}
}
