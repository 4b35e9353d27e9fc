package publicationweb

import (
	"embed"
	"strings"

	"penc/internal/ground/lang"
	"penc/internal/people/person"
	"penc/internal/platform/web"
)

// The longer texts about the site, one Markdown file per language.
//
//go:embed page/*.md
var essays embed.FS

// An essayPage is a longer text in sections.
type essayPage struct {
	web.Page
	Lead     string
	Sections []essaySection
	Version  string // of the consent text; only where that is shown
}

// An essaySection is a part under a heading of its own.
type essaySection struct {
	ID, Title string
	Text      lang.Text
}

func (f face) about(a *web.Ask) error { return essay(a, "about", "") }

func (f face) privacy(a *web.Ask) error { return essay(a, "privacy", person.ConsentVersion) }

func (f face) accessibility(a *web.Ask) error { return essay(a, "accessibility", "") }

func essay(a *web.Ask, name, version string) error {
	lead, sections, err := readEssay(name, a.Lang)
	if err != nil {
		return err
	}
	p := essayPage{Page: a.Page(a.T("publication.page." + name)), Lead: lead, Sections: sections, Version: version}
	p.Description = lead
	return a.Render(essayView(p))
}

// readEssay reads a text: its first paragraph is the lead, each "## " begins a
// section.
func readEssay(name string, l lang.Tag) (string, []essaySection, error) {
	raw, err := essays.ReadFile("page/" + name + "." + string(l) + ".md")
	if err != nil {
		return "", nil, err
	}
	parts := strings.Split(string(raw), "\n## ")
	var out []essaySection
	for _, part := range parts[1:] {
		head, body, _ := strings.Cut(part, "\n")
		title, id, _ := strings.Cut(strings.TrimSuffix(head, "}"), " {#")
		out = append(out, essaySection{ID: id, Title: title, Text: lang.Say(l, body)})
	}
	return strings.Join(strings.Fields(parts[0]), " "), out, nil
}
