package process

import (
	"penc/internal/ground/lang"
	"penc/internal/ground/ref"
	"penc/internal/ground/when"
)

// A Source is a bibliographic reference. Its id is unique in its process, not on
// the site; its own evidence stays empty.
type Source struct {
	Part
	Title        string    `json:"title,omitempty"` // as published, in Language
	TitleFromURL bool      `json:"title_from_url,omitempty"`
	Description  lang.Text `json:"description,omitzero"`
	URL          string    `json:"url,omitempty"`
	Publisher    string    `json:"publisher,omitempty"`
	Date         when.Date `json:"date,omitempty"`
	Language     lang.Tag  `json:"language,omitempty"`
}

// Noun, Name and Fields describe the source to the rest of the room.
func (s Source) Noun() Noun { return SourceNoun }

// Name returns the title, or what the source is if it has none.
func (s Source) Name() lang.Text {
	switch {
	case s.Title == "":
		return s.Description
	case s.Language == "":
		return untranslated(s.Title)
	}
	return lang.Say(s.Language, s.Title)
}

func (s Source) Fields() []Field {
	return []Field{
		{What: "title", Plain: s.Title},
		{What: "description", Text: s.Description},
		{What: "url", Plain: s.URL},
		{What: "publisher", Plain: s.Publisher},
		{What: "date", Plain: string(s.Date)},
		{What: "language", Plain: string(s.Language)},
	}
}

func (s Source) check(c *check, w Whole) {
	if s.Title == "" && s.Description.Empty() {
		c.add("title", "process.source.untitled")
	}
	if len(w.Sources) >= MaxSources && s.Version == 0 {
		c.add("title", "process.source.too-many", "limit", MaxSources)
	}
	c.plain("title", s.Title)
	c.line("description", s.Description)
	c.url("url", s.URL)
	c.plain("publisher", s.Publisher)
	c.date("date", s.Date)
}

func (s Source) leadsTo(Noun, ref.ID) bool { return false }
