package processweb

import (
	"penc/internal/ground/lang"
	"penc/internal/platform/web"
	"penc/internal/platform/web/ui"
)

// A TextForm is a field of an editor for one text in every language of a process.
type TextForm struct {
	Name      string // "title": the fields are title.fr, title.en
	Legend    string
	Hint      string
	Text      lang.Text // as stored or as typed
	Languages []lang.Tag
	Rows      int  // lines; 0 for a field of one line
	Required  bool // in the first language
	Faults    web.Faults
}

// fields returns the text's fields, one for each language of the process and of
// the words that are there.
func (f TextForm) fields(s web.Speaker) ui.Bilingual {
	out := ui.Bilingual{Legend: f.Legend, Hint: f.Hint}
	for i, l := range f.languages() {
		name := f.Name + "." + string(l)
		out.Fields = append(out.Fields, ui.Field{
			Name: name, Label: languageLabel(s, l), Lang: string(l), Value: f.Text.Words(l), Rows: f.Rows,
			Required: f.Required && i == 0, Error: f.Faults.Of(name),
		})
	}
	return out
}

func (f TextForm) languages() []lang.Tag { return languagesOf(f.Languages, f.Text) }

// languagesOf returns the languages of a process, then those in which a text has
// words besides.
func languagesOf(languages []lang.Tag, t lang.Text) []lang.Tag {
	out := append([]lang.Tag{}, languages...)
	for _, l := range t.Languages() {
		if !has(out, l) {
			out = append(out, l)
		}
	}
	return out
}

func has[T comparable](list []T, v T) bool {
	for _, x := range list {
		if x == v {
			return true
		}
	}
	return false
}

// stale returns the languages whose wording is older than the original.
func (f TextForm) stale() []lang.Tag {
	var out []lang.Tag
	for _, l := range f.languages() {
		if f.Text.Stale(l) {
			out = append(out, l)
		}
	}
	return out
}

// ReadText returns a text as the form has it: the words that were typed, and the
// translations that were ticked as still right. A text that the form does not
// hold stays as it is.
func ReadText(form web.Form, name string, old lang.Text, languages []lang.Tag) lang.Text {
	all := languagesOf(languages, old)
	from := lang.Interface[0]
	if len(languages) > 0 {
		from = languages[0]
	}
	return old.Revise(from, form.Words(name, all), form.Confirmed(name, all)...)
}
