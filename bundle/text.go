package bundle

// Text is what a reader reads: the same thing said in one or more languages, in
// the order in which the process names its languages.
type Text []Wording

// Wording is a text in one language.
type Wording struct {
	Lang  string // BCP 47
	Words string
}

// In returns the words in a language, or the empty string.
func (t Text) In(lang string) string {
	for _, w := range t {
		if w.Lang == lang {
			return w.Words
		}
	}
	return ""
}

// Languages lists the languages in which the text is there.
func (t Text) Languages() []string {
	var langs []string
	for _, w := range t {
		if w.Words != "" {
			langs = append(langs, w.Lang)
		}
	}
	return langs
}

// Empty says that there are no words in any language.
func (t Text) Empty() bool { return len(t.Languages()) == 0 }

// With returns the text with these words in this language, in place of those
// that stood there before.
func (t Text) With(lang, words string) Text {
	out := make(Text, 0, len(t)+1)
	found := false
	for _, w := range t {
		if w.Lang == lang {
			w.Words, found = words, true
		}
		out = append(out, w)
	}
	if !found {
		out = append(out, Wording{Lang: lang, Words: words})
	}
	return out
}
