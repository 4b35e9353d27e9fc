package conversationweb

import (
	"penc/internal/ground/lang"
	"penc/internal/platform/web"
	"penc/internal/platform/web/ui"
)

// languageName returns how readers call a language; its tag if there is no word.
func languageName(s web.Speaker, l lang.Tag) string {
	if key := "web.language." + string(l); s.Has(key) {
		return s.T(key)
	}
	return string(l)
}

// otherWordings are the languages, besides the page's, in which the statement is
// there.
func (p statementPage) otherWordings() []lang.Tag {
	_, shown := p.View.Words.In(p.Lang)
	var out []lang.Tag
	for _, l := range p.View.Words.Languages() {
		if l != shown {
			out = append(out, l)
		}
	}
	return out
}

func (p translatePage) field(l lang.Tag) ui.Field {
	name := "words." + string(l)
	value, typed := p.Typed[l]
	if !typed {
		value = p.Statement.Words.Words(l)
	}
	return ui.Field{Name: name, Label: languageName(p.Speaker, l), Lang: string(l), Value: value, Rows: 3, Error: p.Faults.Of(name)}
}
