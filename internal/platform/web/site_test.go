package web_test

import (
	"compress/gzip"
	"io"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"testing"
	"time"

	"penc/internal/ground/access"
	"penc/internal/ground/fault"
	"penc/internal/ground/lang"
	"penc/internal/ground/ref"
	"penc/internal/ground/when"
	"penc/internal/platform/db"
	"penc/internal/platform/db/dbtest"
	"penc/internal/platform/record"
	"penc/internal/platform/web"
	"penc/internal/platform/web/webtest"
)

// sample is a face with a page of each kind. asked counts how often the open
// page was made.
func sample(asked *int) web.Face {
	page := func(a *web.Ask) error { return a.Render(web.Document(a.Page("Page " + string(a.ID("id"))))) }
	return web.Face{Name: "sample", Routes: []web.Route{
		{Pattern: "GET /open/{id}", For: web.Anyone, Formats: []string{"json"}, Do: func(a *web.Ask) error {
			*asked++
			if a.Format == "json" {
				return a.JSON(map[string]string{"id": string(a.ID("id"))})
			}
			return page(a)
		}},
		{Pattern: "GET /account", For: web.SignedIn, Do: page},
		{Pattern: "GET /operate", For: web.Operators, Do: page},
		{Pattern: "GET /broken", For: web.Anyone, Do: func(*web.Ask) error { return io.ErrUnexpectedEOF }},
		{Pattern: "GET /panic", For: web.Anyone, Do: func(*web.Ask) error { panic("a defect") }},
		{Pattern: "POST /account/again", For: web.Anyone, Do: func(*web.Ask) error { return fault.New(fault.Conflict, "", record.Repeated) }},
		{Pattern: "POST /say", For: web.Anyone, Do: func(a *web.Ask) error {
			form, err := a.Form()
			if err != nil {
				return err
			}
			if form.Get("word") == "" {
				return fault.Field("word", "web.form.unreadable")
			}
			return a.File("text/plain", "", []byte(form.Get("word")))
		}},
	}}
}

func site(t *testing.T) (*web.Site, *webtest.Visitor, *db.DB, *int) {
	asked := 0
	d := dbtest.Open(t, t.TempDir(), dbtest.NewClock(), []db.Schema{record.Schema()})
	s, v := webtest.Site(t, d, nil, nil, sample(&asked))
	return s, v, d, &asked
}

func TestAddresses(t *testing.T) {
	_, v, _, _ := site(t)
	member := web.Identity{Actor: access.Actor{Person: "amina"}}
	operator := web.Identity{Actor: access.Actor{Person: "ops"}.With(access.Operator, access.Site)}
	for _, c := range []struct {
		who    web.Identity
		path   string
		status int
		holds  string
	}{
		{web.Identity{}, "/fr/open/x1", 200, `<html lang="fr">`},
		{web.Identity{}, "/en/open/x1", 200, "Page x1"},
		{web.Identity{}, "/en/open/x1.json", 200, `"id": "x1"`},
		{web.Identity{}, "/en/open/x1.csv", 404, "application/problem"},
		{web.Identity{}, "/en/open/x1/", 301, ""},
		{web.Identity{}, "/en//open//x1.json", 301, ""},
		{web.Identity{}, "/de/open/x1", 404, ""},
		{web.Identity{}, "/fr/nowhere", 404, "Page introuvable"},
		{web.Identity{}, "/en/account", 303, ""},
		{member, "/en/account", 200, "Sign out"},
		{member, "/en/operate", 403, "does not hold the role"},
		{operator, "/en/operate", 200, ""},
		{web.Identity{}, "/en/say", 405, ""},
		{web.Identity{}, "/en/broken", 500, "The fault is ours"},
		{web.Identity{}, "/en/panic", 500, ""},
		{web.Identity{}, "/healthz", 200, "ok"},
		{web.Identity{}, "/assets/nothing.js", 404, ""},
	} {
		*v.Who = c.who
		r := v.Get(c.path)
		if r.Status != c.status {
			t.Errorf("%s: %d, want %d", c.path, r.Status, c.status)
		}
		if !strings.Contains(r.Body+r.Header.Get("Content-Type"), c.holds) {
			t.Errorf("%s does not hold %q: %.200s", c.path, c.holds, r.Body)
		}
	}
}

func TestARouteThatForgetsItsAudienceIsRefused(t *testing.T) {
	d := dbtest.Open(t, t.TempDir(), dbtest.NewClock(), []db.Schema{record.Schema()})
	s := &web.Site{DB: d, Words: web.NewCatalogue()}
	_, err := s.Build(web.Face{Name: "sample", Routes: []web.Route{{Pattern: "GET /open"}}})
	if err == nil || !strings.Contains(err.Error(), "who may use it") {
		t.Errorf("%v", err)
	}
}

func TestPagesForStrangersAreKeptUntilTheRecordMoves(t *testing.T) {
	_, v, d, asked := site(t)
	first := v.Get("/en/open/x1")
	if again := v.Get("/en/open/x1"); again.Body != first.Body || *asked != 1 {
		t.Errorf("made %d times, want 1", *asked)
	}
	if policy := v.Get("/en/open/x1").Header.Get("Content-Security-Policy"); !strings.Contains(policy, "style-src 'sha256-") || strings.Contains(policy, "unsafe") {
		t.Errorf("policy of a kept page: %q", policy)
	}
	v.Get("/fr/open/x1")
	v.Get("/en/open/x2")
	if *asked != 3 {
		t.Errorf("made %d times, want 3: language and address differ", *asked)
	}
	err := d.Write(t.Context(), func(tx *db.Tx) error {
		return record.Append(tx, access.Machine(), "sample.moved", ref.To("sample", "x"), "", nil)
	})
	if err != nil {
		t.Fatal(err)
	}
	v.Get("/en/open/x1")
	if *asked != 4 {
		t.Errorf("made %d times, want 4: the record moved", *asked)
	}
	r := httptest.NewRequest(http.MethodGet, "/en/open/x1", nil)
	r.Header.Set("If-None-Match", first.Header.Get("Etag"))
	if got := v.Do(r); got.Status != http.StatusNotModified || got.Body != "" {
		t.Errorf("with its ETag: %d", got.Status)
	}
	v.Jar["penc"] = &http.Cookie{Name: "penc", Value: "x"}
	v.Get("/en/open/x1")
	v.Get("/en/open/x1")
	if *asked != 6 {
		t.Errorf("made %d times, want 6: with a cookie nothing is kept", *asked)
	}
}

func TestPagesAreCompressedForThoseWhoTakeIt(t *testing.T) {
	_, v, _, _ := site(t)
	plain := v.Get("/en/open/x1")
	for range 2 { // made, then kept
		r := httptest.NewRequest(http.MethodGet, "/en/open/x1", nil)
		r.Header.Set("Accept-Encoding", "gzip, br")
		got := v.Do(r)
		if got.Header.Get("Content-Encoding") != "gzip" {
			t.Fatal("not compressed")
		}
		z, err := gzip.NewReader(strings.NewReader(got.Body))
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(z)
		if err != nil || string(body) != plain.Body {
			t.Errorf("the compressed page differs: %v", err)
		}
	}
}

func TestForms(t *testing.T) {
	_, v, _, _ := site(t)
	if r := v.Post("/en/say", "word", "  héllo\r\n\x00you \x07"); r.Status != 200 || r.Body != "héllo\nyou" {
		t.Errorf("%d %q", r.Status, r.Body)
	}
	if r := v.Post("/en/say", "word", "a\xffb"); r.Status != 422 || !strings.Contains(r.Body, "UTF-8") {
		t.Errorf("invalid UTF-8: %d", r.Status)
	}
	if r := v.Post("/en/say", "word", strings.Repeat("x", 2<<20)); r.Status != 413 || !strings.Contains(r.Body, "too large") {
		t.Errorf("2 MB: %d", r.Status)
	}
	r := httptest.NewRequest(http.MethodPost, "http://localhost:8080/en/say", strings.NewReader("word=x"))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Sec-Fetch-Site", "cross-site")
	if got := v.Do(r); got.Status != 403 {
		t.Errorf("from another site: %d, want 403", got.Status)
	}
}

func TestTheFirstVisitGoesToTheReadersLanguage(t *testing.T) {
	_, v, _, _ := site(t)
	for header, want := range map[string]string{
		"": "/fr/", "en-GB,en;q=0.9": "/en/", "wo, fr-SN;q=0.8, en;q=0.5": "/fr/", "de": "/fr/", "fr;q=0.2, en;q=0.9": "/en/",
	} {
		r := httptest.NewRequest(http.MethodGet, "/", nil)
		r.Header.Set("Accept-Language", header)
		if got := v.Do(r).Header.Get("Location"); got != want {
			t.Errorf("%q leads to %s, want %s", header, got, want)
		}
	}
}

func TestClientBehindProxies(t *testing.T) {
	s := &web.Site{Proxies: []netip.Prefix{netip.MustParsePrefix("10.0.0.0/8")}}
	for _, c := range []struct{ peer, forwarded, want string }{
		{"192.0.2.1:5", "", "192.0.2.1"},
		{"192.0.2.1:5", "198.51.100.7", "192.0.2.1"},
		{"10.0.0.1:5", "198.51.100.7", "198.51.100.7"},
		{"10.0.0.1:5", "203.0.113.9, 198.51.100.7, 10.0.0.2", "198.51.100.7"},
		{"10.0.0.1:5", "nonsense", "10.0.0.1"},
	} {
		r := httptest.NewRequest(http.MethodGet, "/", nil)
		r.RemoteAddr = c.peer
		if c.forwarded != "" {
			r.Header.Set("X-Forwarded-For", c.forwarded)
		}
		if got := s.Client(r).String(); got != c.want {
			t.Errorf("%s by %q is %s, want %s", c.peer, c.forwarded, got, c.want)
		}
	}
}

func speakers(t *testing.T) (fr, en web.Speaker) {
	t.Helper()
	c := web.NewCatalogue()
	if err := c.Add("web", web.Words()); err != nil {
		t.Fatal(err)
	}
	return web.NewSpeaker(c, lang.French), web.NewSpeaker(c, lang.English)
}

func TestDatesSayNoMoreThanIsKnown(t *testing.T) {
	fr, en := speakers(t)
	for _, c := range []struct {
		span   when.Span
		fr, en string
	}{
		{when.Span{Start: "2018-12-01"}, "1er décembre 2018", "1 December 2018"},
		{when.Span{Start: "2018-03"}, "mars 2018", "March 2018"},
		{when.Span{Start: "2018"}, "2018", "2018"},
		{when.Span{}, "date inconnue", "date unknown"},
		{when.Span{Start: "2018-11-28", End: "2018-11-29"}, "28–29 novembre 2018", "28–29 November 2018"},
		{when.Span{Start: "2018-11-30", End: "2018-12-01"}, "30 novembre – 1er décembre 2018", "30 November – 1 December 2018"},
		{when.Span{Start: "2018-11-30", End: "2019-02-01"}, "30 novembre 2018 – 1er février 2019", "30 November 2018 – 1 February 2019"},
		{when.Span{End: "2019-03-29"}, "jusqu’au 29 mars 2019", "until 29 March 2019"},
	} {
		if got := fr.Span(c.span); got != c.fr {
			t.Errorf("%v: %q, want %q", c.span, got, c.fr)
		}
		if got := en.Span(c.span); got != c.en {
			t.Errorf("%v: %q, want %q", c.span, got, c.en)
		}
	}
	dakar, _ := time.LoadLocation("Africa/Dakar")
	fr.Zone = dakar
	if got := fr.Moment(time.Date(2018, 5, 11, 8, 30, 0, 0, time.UTC)); got != "11 mai 2018, 08:30 (GMT)" {
		t.Errorf("%q", got)
	}
}

func TestMarkdownIsSafe(t *testing.T) {
	_, en := speakers(t)
	for in, want := range map[string]string{
		"**bold** [a](https://example.org)":  `<p><strong>bold</strong> <a href="https://example.org">a</a></p>`,
		"<script>alert(1)</script>":          "",
		"[x](javascript:alert(1))":           "<p>x</p>",
		"# Title\n\ntext":                    "<h3>Title</h3>\n<p>text</p>",
		`<img src=x onerror=alert(1)> after`: "<p> after</p>",
	} {
		var b strings.Builder
		if err := en.Markdown(lang.Say(lang.English, in)).Render(t.Context(), &b); err != nil {
			t.Fatal(err)
		}
		got := strings.TrimSpace(strings.TrimSuffix(strings.TrimPrefix(b.String(), `<div class="prose">`), "</div>"))
		if strings.TrimSpace(strings.ReplaceAll(got, "<!-- raw HTML omitted -->", "")) != want {
			t.Errorf("%q gives %q, want %q", in, got, want)
		}
	}
	if got := en.Plain(lang.Say(lang.English, "**A & B** went [up](/x)"), 100); got != "A & B went up" {
		t.Errorf("plain: %q", got)
	}
	for n, want := range map[int]string{4: "one…", 8: "one…", 9: "one, two…", 13: "one, two…", 14: "one, two three", 6: "one…", 2: "o…"} {
		if got := en.Plain(lang.Say(lang.English, "one, two three"), n); got != want {
			t.Errorf("plain, at most %d: %q, want %q", n, got, want)
		}
	}
}

// A browser that is told no before it has sent everything shows an error of its
// own instead of ours.
func TestABodyThatIsTooLargeIsReadToItsEnd(t *testing.T) {
	_, v, _, _ := site(t)
	body := strings.NewReader("word=" + strings.Repeat("x", 3*web.DefaultBody))
	r := httptest.NewRequest(http.MethodPost, "/en/say", body)
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	if reply := v.Do(r); reply.Status != http.StatusRequestEntityTooLarge {
		t.Errorf("status %d", reply.Status)
	}
	if body.Len() > 0 {
		t.Errorf("%d bytes were not read", body.Len())
	}
}

func TestAnActThatArrivesTwiceLeadsToAPage(t *testing.T) {
	_, v, _, _ := site(t)
	if r := v.Post("/en/account/again"); r.Status != http.StatusSeeOther || r.Header.Get("Location") != "/en/account" {
		t.Errorf("%d, %q", r.Status, r.Header.Get("Location"))
	}
}

func TestAnAddressIsTidiedInItsLanguage(t *testing.T) {
	_, v, _, _ := site(t)
	for from, to := range map[string]string{
		"/en//open/x1":        "/en/open/x1",
		"/en//open//x1.json":  "/en/open/x1.json",
		"/fr/open/x1/?a=b":    "/fr/open/x1?a=b",
		"/fr/open/../open/x1": "/fr/open/x1",
		"/fr//example.org/":   "/fr/example.org",
	} {
		if got := v.Get(from).Header.Get("Location"); got != to {
			t.Errorf("%s leads to %q, want %q", from, got, to)
		}
	}
}
