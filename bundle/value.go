package bundle

import (
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"go.yaml.in/yaml/v3"
	"golang.org/x/text/language"
)

// words reads a scalar as words: trimmed, not empty, without characters that
// cannot be shown. It returns the empty string after a fault.
func (r *reader) words(n *yaml.Node, path string, limit int) string {
	if n.Kind != yaml.ScalarNode {
		r.fault(n, path, MsgWantWords)
		return ""
	}
	switch n.ShortTag() {
	case "!!null":
		r.fault(n, path, MsgEmpty)
		return ""
	case "!!bool", "!!merge":
		r.fault(n, path, MsgWantQuotes, "Value", n.Value)
		return ""
	}
	w := strings.TrimSpace(n.Value)
	if i := strings.IndexFunc(w, unprintable); i >= 0 {
		r.fault(n, path, MsgCharacter, "Character", fmt.Sprintf("U+%04X", []rune(w[i:])[0]))
		return ""
	}
	switch {
	case w == "":
		r.fault(n, path, MsgEmpty)
	case len(w) > limit:
		r.fault(n, path, MsgTooLong, "Limit", strconv.Itoa(limit))
	default:
		return w
	}
	return ""
}

// unprintable names the characters that no text needs: controls, line breaks
// other than the plain one, the byte order mark, code points that are none.
func unprintable(c rune) bool {
	switch {
	case c == '\n' || c == '\t':
		return false
	case c == 0x2028 || c == 0x2029 || c == 0xFEFF || c == 0xFFFE || c == 0xFFFF:
		return true
	}
	return unicode.IsControl(c)
}

// text reads a text: bare, or a set of languages.
func (r *reader) text(n *yaml.Node, path string, f field) Text {
	if n.Kind == yaml.SequenceNode {
		r.fault(n, path, MsgWantText)
		return nil
	}
	if n.Kind == yaml.ScalarNode {
		w := r.wording(n, path, f)
		switch {
		case w == "" || len(r.langs) == 0:
			return nil
		case f.is("everywhere"):
			var t Text
			for _, l := range r.langs {
				t = append(t, Wording{Lang: l, Words: w})
			}
			return t
		}
		return Text{{Lang: r.langs[0], Words: w}}
	}
	if len(n.Content) == 0 {
		r.fault(n, path, MsgEmpty)
		return nil
	}
	var t Text
	lines := map[string]int{}
	for i := 0; i+1 < len(n.Content) && !r.hopeless(); i += 2 {
		key, value := n.Content[i], n.Content[i+1]
		at := join(path, clip(key.Value))
		if !r.declared(n, i, at) {
			continue
		}
		if first, twice := lines[key.Value]; twice {
			r.fault(key, at, MsgKeyTwice, "Key", key.Value, "First", strconv.Itoa(first))
			continue
		}
		lines[key.Value] = key.Line
		if w := r.wording(value, at, f); w != "" {
			t = append(t, Wording{Lang: key.Value, Words: w})
		}
	}
	slices.SortFunc(t, func(a, b Wording) int {
		return slices.Index(r.langs, a.Lang) - slices.Index(r.langs, b.Lang)
	})
	return t
}

// wording reads a text in one language.
func (r *reader) wording(n *yaml.Node, path string, f field) string {
	if !f.is("line") {
		return r.words(n, path, MaxText)
	}
	w := r.words(n, path, MaxLine)
	if strings.Contains(w, "\n") {
		r.fault(n, path, MsgOneLine)
		return ""
	}
	return w
}

// declared checks a language of a text against those of the process.
func (r *reader) declared(text *yaml.Node, i int, path string) bool {
	key := text.Content[i]
	if key.Kind != yaml.ScalarNode {
		r.fault(key, path, MsgWantText)
		return false
	}
	if len(r.langs) == 0 || slices.Contains(r.langs, key.Value) {
		return true
	}
	if strayComma(text, i) {
		r.fault(key, path, MsgComma, "Key", clip(key.Value))
		return false
	}
	r.fault(key, path, MsgNotDeclared, "Value", clip(key.Value), "Known", strings.Join(r.langs, ", "))
	return false
}

// strayComma says that a key without a value is the rest of a text that was
// written between braces without quotation marks: {en: Failures, cost}.
func strayComma(n *yaml.Node, i int) bool {
	return n.Style&yaml.FlowStyle != 0 && i > 0 && n.Content[i+1].ShortTag() == "!!null" && n.Content[i+1].Value == ""
}

// date reads a day, a month or a year.
func (r *reader) date(n *yaml.Node, path string) string {
	w := r.words(n, path, MaxLine)
	switch {
	case w == "":
		return ""
	case !regexp.MustCompile(`^\d{4}(-\d{2}(-\d{2})?)?$`).MatchString(w):
		r.fault(n, path, MsgDate, "Value", clip(w))
	case Date(w).Precision() == Unknown:
		r.fault(n, path, MsgNoSuchDay, "Value", w)
	default:
		return w
	}
	return ""
}

// number reads a whole number within the bounds of its field.
func (r *reader) number(n *yaml.Node, path string, f field) int {
	if n.Kind != yaml.ScalarNode || n.ShortTag() != "!!int" {
		r.fault(n, path, MsgWantNumber)
		return 0
	}
	i, err := strconv.Atoi(n.Value)
	if err != nil && !regexp.MustCompile(`^-?\d+$`).MatchString(n.Value) {
		r.fault(n, path, MsgWantNumber)
		return 0
	}
	if err != nil || i < f.low || i > f.high {
		r.fault(n, path, MsgRange, "Low", strconv.Itoa(f.low), "High", strconv.Itoa(f.high))
		return 0
	}
	return i
}

func (r *reader) yesNo(n *yaml.Node, path string) bool {
	if n.Kind != yaml.ScalarNode || (n.Value != "true" && n.Value != "false") || n.ShortTag() != "!!bool" {
		r.fault(n, path, MsgWantYesNo)
		return false
	}
	return n.Value == "true"
}

// word reads a string field by its rule, and notes the id or the reference that
// it is.
func (r *reader) word(n *yaml.Node, path string, f field) string {
	limit := MaxLine
	if f.is("url") {
		limit = MaxURL
	}
	w := r.words(n, path, limit)
	if w == "" {
		return ""
	}
	if key, parts := breach(w, f); key != "" {
		r.fault(n, path, key, parts...)
		return ""
	}
	switch {
	case f.id != "":
		r.name(n, path, w, f.id)
	case f.ref != "":
		r.pending = append(r.pending, reference{node: n, path: path, kind: f.ref, id: w})
	case f.is("field"):
		r.mentions = append(r.mentions, mention{node: n, path: path, in: r.within[len(r.within)-1], field: w})
	}
	return w
}

// breach tells which rule of its field a word breaks, as a message key with its
// parts; no key when it breaks none.
func breach(w string, f field) (key string, parts []string) {
	value := []string{"Value", clip(w)}
	switch {
	case strings.Contains(w, "\n"):
		return MsgOneLine, nil
	case len(f.oneof) > 0 && !slices.Contains(f.oneof, w):
		if nearest := near(w, f.oneof); nearest != "" {
			return MsgNotListedNear, append(value, "Nearest", nearest)
		}
		return MsgNotListed, append(value, "Known", strings.Join(f.oneof, ", "))
	case f.is("format") && w != Format:
		return MsgFormat, append(value, "Known", "penc: "+Format)
	case f.is("slug") && !isSlug(w):
		return MsgSlug, value
	case f.is("url"):
		return urlFault(w), value
	case f.is("clock") && !regexp.MustCompile(`^([01]\d|2[0-3]):[0-5]\d$`).MatchString(w):
		return MsgClock, value
	case f.is("zone") && w != "UTC" && !regexp.MustCompile(`^[A-Z][A-Za-z_]+(/[A-Z][A-Za-z0-9_+-]+){1,2}$`).MatchString(w):
		return MsgZone, value
	case f.is("country") && !isCountry(w):
		return MsgCountry, value
	case f.is("language") || f.is("tag"):
		return tagFault(w), append(value, "Form", language.Make(w).String())
	}
	return "", nil
}

func isSlug(w string) bool {
	return len(w) <= MaxSlug && regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`).MatchString(w)
}

func isCountry(w string) bool {
	region, err := language.ParseRegion(w)
	return err == nil && region.IsCountry() && region.String() == w && len(w) == 2
}

// urlFault checks a web address.
func urlFault(w string) string {
	u, err := url.Parse(w)
	switch {
	case err != nil || strings.ContainsFunc(w, unicode.IsSpace):
		return MsgURL
	case u.Scheme != "http" && u.Scheme != "https":
		return MsgURLScheme
	case u.Hostname() == "" || u.User != nil:
		return MsgURL
	}
	return ""
}

// tagFault checks a language tag: known, and in the one form in which it is
// compared everywhere.
func tagFault(w string) string {
	tag, err := language.Parse(w)
	switch {
	case err != nil || tag == language.Und:
		return MsgLanguage
	case tag.String() != w:
		return MsgLanguageForm
	}
	return ""
}
