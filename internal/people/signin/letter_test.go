package signin

import (
	"net/netip"
	"strings"
	"testing"
	"time"

	"penc/internal/ground/fault"
)

var noon = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

func TestLocal(t *testing.T) {
	for _, c := range [][2]string{
		{"/", "/"},
		{"/meetings/sn-m1", "/meetings/sn-m1"},
		{"/search?q=eau&page=2", "/search?q=eau&page=2"},
		{"/a#b", "/a"},
		{"", ""},
		{"meetings", ""},
		{"https://evil.example", ""},
		{"//evil.example", ""},
		{"///evil.example", ""},
		{"/\\evil.example", ""},
		{"/%2F/evil.example", ""},
		{"/a\nSet-Cookie: x", ""},
		{"javascript:alert(1)", ""},
		{"/join", ""},
		{"/join/link?token=x", ""},
		{"/sign-out", ""},
		{"/joinery", "/joinery"},
		{"/" + strings.Repeat("a", 500), ""},
	} {
		if got := Local(c[0]); got != c[1] {
			t.Errorf("Local(%q) = %q, want %q", c[0], got, c[1])
		}
	}
}

func TestTry(t *testing.T) {
	letter := kept{Code: sealCode("handle", "123456"), CodeUntil: noon.Add(CodeLife), Link: "l"}
	for _, c := range []struct {
		name   string
		with   func(*kept)
		handle string
		code   string
		after  time.Duration
		want   string // the fault's message, empty for none
		tries  int
	}{
		{"right", nil, "handle", "123456", 0, "", 0},
		{"right, as people type it", nil, "handle", " 123 456. ", CodeLife, "", 0},
		{"wrong", nil, "handle", "123457", 0, "signin.code.wrong", 1},
		{"right, for another letter", nil, "other", "123456", 0, "signin.code.wrong", 1},
		{"too short is no try", nil, "handle", "12345", 0, "signin.code.six-digits", 0},
		{"no digits", nil, "handle", "' OR 1=1", 0, "signin.code.six-digits", 0},
		{"the last wrong one", func(l *kept) { l.Tries = MaxTries - 1 }, "handle", "123457", 0, "signin.code.dead", MaxTries},
		{"right, but dead", func(l *kept) { l.Tries = MaxTries }, "handle", "123456", 0, "signin.code.dead", MaxTries},
		{"right, the last try", func(l *kept) { l.Tries = MaxTries - 1 }, "handle", "123456", 0, "", MaxTries - 1},
		{"right, but late", nil, "handle", "123456", CodeLife + 1, "signin.code.over", 0},
		{"there is no code any more", func(l *kept) { l.Code = "" }, "handle", "123456", 0, "signin.code.over", 0},
	} {
		l := letter
		if c.with != nil {
			c.with(&l)
		}
		l, err := l.try(c.handle, c.code, noon.Add(c.after))
		got := ""
		for _, f := range fault.All(err) {
			got = f.Message
		}
		if got != c.want || l.Tries != c.tries {
			t.Errorf("%s: %q after %d tries, want %q after %d", c.name, got, l.Tries, c.want, c.tries)
		}
	}
}

func TestATokenHasOnePurpose(t *testing.T) {
	seen := map[string]purpose{}
	for _, p := range []purpose{forLink, forHandle, forCode, forSession, forCeremony, forAddress, forNetwork} {
		s := seal(p, "token")
		if was, there := seen[s]; there || strings.Contains(s, "token") {
			t.Errorf("%s is sealed like %s: %s", p, was, s)
		}
		seen[s] = p
	}
	if got := spell(make([]byte, tokenBytes)); len(got) != 32 {
		t.Errorf("a token has %d characters, want 32", len(got))
	}
}

func TestDigits(t *testing.T) {
	for _, c := range []struct {
		chance [8]byte
		want   string
	}{
		{[8]byte{}, "000000"},
		{[8]byte{7: 42}, "000042"},
		{[8]byte{255, 255, 255, 255, 255, 255, 255, 255}, "551615"},
	} {
		if got := digits(c.chance); got != c.want {
			t.Errorf("%v: %s, want %s", c.chance, got, c.want)
		}
	}
}

func TestNetwork(t *testing.T) {
	for _, c := range [][2]string{
		{"192.0.2.7", "192.0.2.7"},
		{"::ffff:192.0.2.7", "192.0.2.7"},
		{"2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"},
		{"2001:db8:1:2::9", "2001:db8:1:2::/64"},
	} {
		if got := network(netip.MustParseAddr(c[0])); got != c[1] {
			t.Errorf("%s: %s, want %s", c[0], got, c[1])
		}
	}
	if got := network(netip.Addr{}); got == "" {
		t.Error("an unknown address has no network to count")
	}
}
