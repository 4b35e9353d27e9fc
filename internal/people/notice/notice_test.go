package notice

import (
	"strings"
	"testing"
	"unicode/utf8"
)

func TestWordsAreFoundByKind(t *testing.T) {
	if got := Word("role.taken-back", "subject"); got != "role.notice.taken-back.subject" {
		t.Errorf("Word: %q", got)
	}
	for _, c := range []struct {
		key, kind string
		ok        bool
	}{
		{"role.notice.given.label", "role.given", true},
		{"meeting.notice.agenda.moved.label", "meeting.agenda.moved", true},
		{"role.notice.given.subject", "", false},
		{"notice.list.title", "", false},
		{"role.notice..label", "", false},
		{"a.b.notice.given.label", "", false},
		{"", "", false},
	} {
		kind, ok := KindOf(c.key)
		if kind != c.kind || ok != c.ok {
			t.Errorf("KindOf(%q) = %q, %v; want %q, %v", c.key, kind, ok, c.kind, c.ok)
		}
		if ok && Word(kind, "label") != c.key {
			t.Errorf("%q does not lead back to %q", kind, c.key)
		}
	}
}

func TestLongTextsAreCutToWhatMailsCarry(t *testing.T) {
	long := strings.Repeat("é", 100_000)
	l := Letter{Subject: "A\nB  " + long, Text: long}.Fit()
	n := Notice{Parts: map[string]string{"reason": long, "short": "as it is"}}.Ready()
	for what, c := range map[string]struct {
		text  string
		limit int
	}{"subject": {l.Subject, maxSubject}, "text": {l.Text, maxText}, "part": {n.Parts["reason"], maxPart}} {
		if len(c.text) > c.limit || len(c.text) < c.limit-3 || !utf8.ValidString(c.text) || !strings.HasSuffix(c.text, "…") {
			t.Errorf("%s: %d bytes ending in %q, want about %d", what, len(c.text), c.text[len(c.text)-4:], c.limit)
		}
	}
	if !strings.HasPrefix(l.Subject, "A B éé") {
		t.Errorf("the subject has several lines: %.20q", l.Subject)
	}
	if n.Parts["short"] != "as it is" {
		t.Errorf("a short part became %q", n.Parts["short"])
	}
}
