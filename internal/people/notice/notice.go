package notice

import (
	"strings"
	"time"
	"unicode/utf8"

	"penc/internal/ground/lang"
	"penc/internal/ground/ref"
)

// Life is how long a notice is kept.
const Life = 400 * 24 * time.Hour

// maxPart is the longest part of a notice, in bytes; what is longer is cut.
const maxPart = 4000

// A Notice tells one person one thing.
type Notice struct {
	ID     ref.ID
	Person ref.ID
	Kind   string            // room and what happened: "role.given"
	Ref    ref.Ref           // what it is about; may be empty
	Parts  map[string]string // for the sentence, beside the thing's own name
	Fact   int64             // the number of the fact it comes from, if it does
	Made   time.Time
	Read   time.Time // when the person marked it read; zero if they did not
}

// Ready returns the notice with its parts cut to what can be kept.
func (n Notice) Ready() Notice {
	parts := make(map[string]string, len(n.Parts))
	for name, value := range n.Parts {
		parts[name] = shorten(value, maxPart)
	}
	n.Parts = parts
	return n
}

// Word returns the key of a word of a kind of notice: Word("role.given",
// "subject") is "role.notice.given.subject".
func Word(kind, what string) string {
	room, rest, _ := strings.Cut(kind, ".")
	return room + ".notice." + rest + "." + what
}

// KindOf returns the kind whose label has a key, and whether it is such a key:
// the words are the list of kinds.
func KindOf(key string) (string, bool) {
	room, rest, ok := strings.Cut(key, ".notice.")
	what, isLabel := strings.CutSuffix(rest, ".label")
	if !ok || !isLabel || room == "" || strings.Contains(room, ".") || what == "" {
		return "", false
	}
	return room + "." + what, true
}

// A Letter is the words of a mail.
type Letter struct {
	Subject string
	Text    string
	Reason  string // why the mail came
}

// Write finds the words of a notice in a language. Beside the notice's own parts
// it is given the name of the thing and its link, both empty if the thing is not
// known, and the link to the settings.
type Write func(l lang.Tag, kind string, parts map[string]string) Letter

// Limits of a letter in bytes: a mail with its headers stays under 25,000, and
// letters beyond ASCII take up to three times their size on the line.
const (
	maxSubject = 300
	maxText    = 6000
)

// Fit returns the letter as any mail can carry it.
func (l Letter) Fit() Letter {
	l.Subject = shorten(strings.Join(strings.Fields(l.Subject), " "), maxSubject)
	l.Text = shorten(l.Text, maxText)
	return l
}

// shorten cuts a text to at most limit bytes and says so with an ellipsis.
func shorten(text string, limit int) string {
	if len(text) <= limit {
		return text
	}
	cut := limit - len("…")
	for cut > 0 && !utf8.RuneStart(text[cut]) {
		cut--
	}
	return text[:cut] + "…"
}

// Known is a notice as its person reads it.
type Known struct {
	Notice
	Name lang.Text // of the thing; empty if it is not known any more
	Path string    // of its page, without the language
}
