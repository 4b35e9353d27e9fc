package library

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"penc/internal/ground/access"
	"penc/internal/ground/evidence"
	"penc/internal/ground/fault"
	"penc/internal/ground/lang"
	"penc/internal/ground/ref"
	"penc/internal/ground/when"
)

// A Kind says what sort of document it is; empty if nobody said.
type Kind string

// Kinds are the sorts of documents, in the order in which they are offered.
var Kinds = []Kind{"report", "draft", "agreement", "minutes", "slides", "law", "study", "data", "other"}

// A Document is something in the library of a process.
type Document struct {
	ID      ref.ID `json:"-"`
	Process ref.ID `json:"-"`
	Version int    `json:"-"` // 0 before it is stored

	Title     lang.Text  `json:"title"`
	Text      lang.Text  `json:"text,omitzero"` // Markdown: what it is
	Kind      Kind       `json:"kind,omitempty"`
	Date      when.Date  `json:"date,omitempty"`
	Languages []lang.Tag `json:"languages,omitempty"` // in which it exists
	URL       string     `json:"url,omitempty"`       // where it stands elsewhere
	Pages     int        `json:"pages,omitempty"`
	Contents  []Content  `json:"contents,omitempty"`
	evidence.Evidence
	Files []File `json:"-"` // every version, the newest first
}

// A Content is a line of a document's table of contents.
type Content struct {
	Number int       `json:"number,omitempty"` // of the chapter
	Title  lang.Text `json:"title"`
	Page   int       `json:"page,omitempty"`
}

// A File is one version of a document's file.
type File struct {
	Number int    // from 1
	Name   string // as it was sent
	Media  string // what its content is: "application/pdf"
	Size   int64  // in bytes
	Digest string // SHA-256 of the content
	Added  time.Time
}

// Ref returns the document's name for the rest of the house.
func (d Document) Ref() ref.Ref { return ref.To("library.document", d.ID) }

// Path returns the address of the document's page without the language.
func (d Document) Path() string { return "/documents/" + string(d.ID) }

// FilePath returns the permanent address of the document's newest file.
func (d Document) FilePath() string { return d.Path() + "/file" }

// EditPath returns the address of the document's editor.
func (d Document) EditPath() string { return d.Path() + "/edit" }

// Newest returns the newest version of the file, and whether there is one.
func (d Document) Newest() (File, bool) {
	if len(d.Files) == 0 {
		return File{}, false
	}
	return d.Files[0], true
}

// File returns a version of the file by its number, the newest for 0.
func (d Document) File(number int) (File, bool) {
	if number == 0 {
		return d.Newest()
	}
	for _, f := range d.Files {
		if f.Number == number {
			return f, true
		}
	}
	return File{}, false
}

// Process returns the scope of the roles on a process.
func Process(id ref.ID) ref.Ref { return ref.To("process", id) }

// MayWrite decides whether who may add, change and remove documents of a process:
// its conveners and editors.
func MayWrite(who access.Actor, process ref.ID) error {
	if who.HoldsAny([]string{access.Convener, access.Editor}, Process(process)) {
		return nil
	}
	return fault.New(fault.Forbidden, "", "library.write.editors-only")
}

// Write decides whether who may have the document become in, and returns it as it
// is afterwards. Its files stay as they are. A new document is one without
// version. From is the language in which a missing title is asked for.
func (d Document) Write(who access.Actor, in Document, from lang.Tag) (Document, error) {
	if err := MayWrite(who, d.Process); err != nil {
		return d, err
	}
	if in.Version != d.Version {
		return d, fault.New(fault.Conflict, "", "library.document.changed")
	}
	in.ID, in.Process, in.Files = d.ID, d.Process, d.Files
	in = in.tidy()
	in.Version++
	return in, in.check(from)
}

// tidy returns the document without empty lines of contents and repeated
// languages.
func (d Document) tidy() Document {
	d.URL = lang.Clean(d.URL)
	d.Contents = slices.DeleteFunc(slices.Clone(d.Contents), func(c Content) bool {
		return c.Title.Empty() && c.Number == 0 && c.Page == 0
	})
	var languages []lang.Tag
	for _, l := range d.Languages {
		l = lang.Tag(strings.ToLower(lang.Clean(string(l))))
		if l != "" && !slices.Contains(languages, l) {
			languages = append(languages, l)
		}
	}
	d.Languages = languages
	if len(d.Contents) == 0 {
		d.Contents = nil
	}
	return d
}

// Remove decides whether who may take the document out of the library.
func (d Document) Remove(who access.Actor, version int) error {
	if err := MayWrite(who, d.Process); err != nil {
		return err
	}
	if version != d.Version {
		return fault.New(fault.Conflict, "", "library.document.changed")
	}
	return nil
}

// Order puts documents with the latest date first, those without date last, and
// those of one date by title in the language of the reader.
func Order(all []Document, l lang.Tag) {
	title := func(d Document) string {
		words, _ := d.Title.In(l)
		return strings.ToLower(words)
	}
	slices.SortStableFunc(all, func(a, b Document) int {
		return cmp.Or(b.Date.Last().Compare(a.Date.Last()), cmp.Compare(title(a), title(b)), cmp.Compare(a.ID, b.ID))
	})
}

// A Field is one text of a document, by the word that names it.
type Field struct {
	What string // "title": its word is "library.field.title"
	Text lang.Text
}

// Fields are the texts of the document, for translators and for the search.
func (d Document) Fields() []Field {
	out := []Field{{"title", d.Title}, {"text", d.Text}}
	for _, c := range d.Contents {
		out = append(out, Field{"contents", c.Title})
	}
	return append(out, Field{"uncertain", d.Uncertain})
}
