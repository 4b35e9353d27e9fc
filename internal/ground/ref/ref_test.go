package ref

import (
	"bytes"
	"crypto/rand"
	"strings"
	"testing"
	"time"
)

func TestIdentifiersSortByTheirTimeAndAreValid(t *testing.T) {
	at := time.Date(2026, 3, 1, 9, 30, 0, 0, time.UTC)
	last := ID("")
	for i := range 100 {
		id, err := NewID(at.Add(time.Duration(i)*time.Millisecond), rand.Reader)
		if err != nil || !id.Valid() || len(id) != 26 {
			t.Fatalf("%q, %v", id, err)
		}
		if id <= last {
			t.Fatalf("%q does not sort after %q", id, last)
		}
		last = id
	}
	if _, err := NewID(at, bytes.NewReader(nil)); err == nil {
		t.Error("an identifier was made without chance")
	}
}

func TestValid(t *testing.T) {
	for s, want := range map[string]bool{
		"sn-m1": true, "a": true, "2018": true,
		"": false, "-a": false, "a-": false, "a--b": false, "A": false, "a b": false, "é": false, "a/b": false, "a.b": false,
		strings.Repeat("a", MaxID): true, strings.Repeat("a", MaxID+1): false,
	} {
		if got := ID(s).Valid(); got != want {
			t.Errorf("%q is valid: %v, want %v", s, got, want)
		}
	}
}

func TestParseReadsWhatStringWrote(t *testing.T) {
	r := To("meeting.breakout", "sn-b1")
	if got, ok := Parse(r.String()); !ok || got != r {
		t.Errorf("%v, %v", got, ok)
	}
	for _, s := range []string{"", "meeting", ":x", "meeting:", "meeting:A"} {
		if got, ok := Parse(s); ok {
			t.Errorf("%q was read as %v", s, got)
		}
	}
}
