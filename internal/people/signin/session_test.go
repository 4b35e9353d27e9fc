package signin

import (
	"testing"
	"time"
)

func TestDevice(t *testing.T) {
	for _, c := range [][3]string{
		{"Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0", "Firefox", "Linux"},
		{"Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36", "Chrome", "Windows"},
		{"Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36 Edg/131.0.0.0", "Edge", "Windows"},
		{"Mozilla/5.0 (Linux; Android 14; SM-A055F) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/26.0 Chrome/122.0.0.0 Mobile Safari/537.36", "Samsung Internet", "Android"},
		{"Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1", "Safari", "iPhone"},
		{"Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) CriOS/126.0 Mobile/15E148 Safari/604.1", "Chrome", "iPhone"},
		{"Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Safari/605.1.15", "Safari", "macOS"},
		{"Opera/9.80 (Android; Opera Mini/36.2/119.132; U; id) Presto/2.12.423", "Opera Mini", "Android"},
		{"curl/8.5.0", "", ""},
		{"", "", ""},
	} {
		if b, s := Device(c[0]); b != c[1] || s != c[2] {
			t.Errorf("%q: %q on %q, want %q on %q", c[0], b, s, c[1], c[2])
		}
	}
}

func TestASessionSlidesAndItsUseIsNotedSeldom(t *testing.T) {
	s := Session{Opened: noon, Seen: noon, Until: noon.Add(SessionLife)}
	if _, note := s.Use(noon.Add(59 * time.Minute)); note {
		t.Error("noted within the hour")
	}
	later := noon.Add(29 * 24 * time.Hour)
	used, note := s.Use(later)
	if !note || !used.Seen.Equal(later) || !used.Until.Equal(later.Add(SessionLife)) {
		t.Errorf("%+v, %v", used, note)
	}
	if !s.Live(s.Until.Add(-1)) || s.Live(s.Until) {
		t.Error("a session lives until its end, not longer")
	}
}
