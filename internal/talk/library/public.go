package library

import (
	"time"

	"penc/internal/ground/evidence"
	"penc/internal/ground/lang"
	"penc/internal/ground/ref"
	"penc/internal/ground/when"
)

// Public is what anybody may know of a document: all of it.
type Public struct {
	ID        ref.ID              `json:"id"`
	Process   ref.ID              `json:"process"`
	Title     map[lang.Tag]string `json:"title"`
	Text      map[lang.Tag]string `json:"text,omitempty"`
	Kind      Kind                `json:"kind,omitempty"`
	Date      when.Date           `json:"date,omitempty"`
	Languages []lang.Tag          `json:"languages,omitempty"`
	URL       string              `json:"url,omitempty"`
	Pages     int                 `json:"pages,omitempty"`
	Contents  []PublicContent     `json:"contents,omitempty"`
	Files     []PublicFile        `json:"files,omitempty"` // the newest first
	Evidence  evidence.Evidence   `json:"evidence,omitzero"`
}

// PublicContent is a line of the contents.
type PublicContent struct {
	Number int                 `json:"number,omitempty"`
	Title  map[lang.Tag]string `json:"title"`
	Page   int                 `json:"page,omitempty"`
}

// PublicFile is a version of the file, with the digest by which a reader can
// check what they got.
type PublicFile struct {
	Number int       `json:"number"`
	Name   string    `json:"name"`
	Media  string    `json:"type"`
	Size   int64     `json:"bytes"`
	SHA256 string    `json:"sha256"`
	Added  time.Time `json:"added"`
}

// Public returns the document's public shape.
func (d Document) Public() Public {
	out := Public{
		ID: d.ID, Process: d.Process, Title: d.Title.All(), Text: d.Text.All(), Kind: d.Kind, Date: d.Date,
		Languages: d.Languages, URL: d.URL, Pages: d.Pages, Evidence: d.Evidence,
	}
	for _, c := range d.Contents {
		out.Contents = append(out.Contents, PublicContent{c.Number, c.Title.All(), c.Page})
	}
	for _, f := range d.Files {
		out.Files = append(out.Files, PublicFile{f.Number, f.Name, f.Media, f.Size, f.Digest, f.Added})
	}
	return out
}
