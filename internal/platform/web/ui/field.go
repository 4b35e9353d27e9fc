package ui

import (
	"context"
	"strings"

	"github.com/a-h/templ"
)

// Field is one question of a form. The value is echoed as the person gave it;
// Error stands beside the field and is said with it.
type Field struct {
	Name         string
	ID           string // Name if empty
	Label        string
	Hint         string
	Error        string
	Value        string
	Lang         string // language of the answer: spelling, hyphens, voice
	Type         string // email, url, number, search, time…; text if empty
	Required     bool
	Autocomplete string
	InputMode    string
	MaxLength    int
	Rows         int    // of a TextArea
	Width        string // "short", "medium", or "" for the whole measure
	Accept       string // of a FileField
	ReadOnly     bool
	Unmarked     bool // does not say that it may be left empty: in forms where nearly all may
	Autofocus    bool
}

func (f Field) id() string {
	if f.ID != "" {
		return f.ID
	}
	return f.Name
}

// describedBy are the ids of what a screen reader says after the label.
func (f Field) describedBy() string {
	var ids []string
	if f.Hint != "" {
		ids = append(ids, f.id()+"-hint")
	}
	if f.Error != "" {
		ids = append(ids, f.id()+"-error")
	}
	return strings.Join(ids, " ")
}

func (f Field) kind() string {
	if f.Type != "" {
		return f.Type
	}
	return "text"
}

func (f Field) rows() int {
	if f.Rows > 0 {
		return f.Rows
	}
	return 5
}

// attrs are the attributes that every kind of answer shares.
func (f Field) attrs() templ.Attributes {
	a := templ.Attributes{"id": f.id(), "name": f.Name}
	set := func(k, v string) {
		if v != "" {
			a[k] = v
		}
	}
	set("aria-describedby", f.describedBy())
	set("lang", f.Lang)
	set("autocomplete", f.Autocomplete)
	set("inputmode", f.InputMode)
	if f.Error != "" {
		a["aria-invalid"] = "true"
	}
	if f.Required {
		a["required"] = true
	}
	if f.ReadOnly {
		a["readonly"] = true
	}
	if f.Autofocus {
		a["autofocus"] = true
	}
	return a
}

// Choice is one answer to choose.
type Choice struct {
	Value    string
	Label    string
	Hint     string
	Lang     string
	Selected bool // for Checkboxes; Select and Radios compare with the field's Value
}

func (c Choice) id(f Field) string { return f.id() + "-" + c.Value }

// first is where a link to a group of answers leads: its first answer bears the
// field's own id.
func choiceID(f Field, i int, c Choice) string {
	if i == 0 {
		return f.id()
	}
	return c.id(f)
}

// Bilingual is one text in several languages, the source first.
type Bilingual struct {
	Legend string
	Hint   string
	Fields []Field // one per language: Lang and Label are the language's
	Stale  string  // said when a translation is older than the source
}

// partialDate is a short field whose hint shows how a partial date is written.
func partialDate(ctx context.Context, f Field) Field {
	if f.Hint == "" {
		f.Hint = say(ctx).PartialDate
	}
	f.Width, f.MaxLength = "short", 10
	return f
}
