package opinionreport_test

import (
	"strings"
	"testing"
	"unicode"

	"penc/opinion"
	"penc/opinion/opinionreport"
	"penc/opinion/opiniontest"
)

func textOf(t *testing.T, r *opinionreport.Report) string {
	t.Helper()
	var b strings.Builder
	if err := r.WriteText(&b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// checkText holds for every text: nothing is wider than a terminal, and nothing
// in it is a command for one.
func checkText(t *testing.T, s string) {
	t.Helper()
	for line := range strings.Lines(s) {
		line = strings.TrimSuffix(line, "\n")
		width := 0
		for _, r := range line {
			width++
			if r >= 0x2E80 && r <= 0xFFEF {
				width++ // as wide as high
			}
			if unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) {
				t.Errorf("%q in %q", r, line)
			}
		}
		if width > 80 || strings.HasSuffix(line, " ") {
			t.Errorf("%d columns: %q", width, line)
		}
	}
}

func TestTextOfEveryConversation(t *testing.T) {
	for _, f := range opiniontest.All(t) {
		for _, method := range []string{opinion.Penc1, opinion.Polis1} {
			r := reportOf(t, f, method)
			s := textOf(t, r)
			keep(t, f.Name+"-"+method[:4]+".txt", s)
			checkText(t, s)
			if len(r.Result.Groups) > 1 && !strings.Contains(s, "\nGroup B: ") || !strings.Contains(s, r.InputDigest()) || !strings.Contains(s, method) {
				t.Errorf("%s %s:\n%s", f.Name, method, s)
			}
		}
	}
}

func TestTextIsSafeForATerminal(t *testing.T) {
	s := textOf(t, hostileReport(t, opinion.Penc1))
	checkText(t, s)
	if !strings.Contains(s, "<script>") {
		t.Error("what people wrote is not there")
	}
}
