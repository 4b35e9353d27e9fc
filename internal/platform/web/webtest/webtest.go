// Package webtest helps the tests of faces: it renders page templates in every
// language and serves a face on a real database as the whole site would.
package webtest

import (
	"context"
	"io"
	"io/fs"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/a-h/templ"
	"golang.org/x/net/html"

	"penc/internal/ground/access"
	"penc/internal/ground/lang"
	"penc/internal/platform/db"
	"penc/internal/platform/feature"
	"penc/internal/platform/web"
	"penc/internal/platform/web/ui"
)

// Pages renders page templates in every language of the interface and fails
// where one fails, where a word is missing, or where the HTML has a style
// attribute, an inline handler or an unescaped "<b>" that a value brought in.
func Pages(t *testing.T, room string, words fs.FS, pages func(web.Page) map[string]templ.Component) {
	t.Helper()
	c := web.NewCatalogue()
	if err := c.Add(room, words); err != nil {
		t.Fatal(err)
	}
	if err := c.Add("web", web.Words()); err != nil {
		t.Fatal(err)
	}
	for _, l := range lang.Interface {
		for name, page := range pages(web.Bare(web.NewSpeaker(c, l), "Title")) {
			t.Run(string(l)+" "+name, func(t *testing.T) {
				var b strings.Builder
				if err := page.Render(ui.WithLang(context.Background(), string(l)), &b); err != nil {
					t.Fatal(err)
				}
				Sound(t, b.String())
				if at := strings.Index(b.String(), ">"+room+"."); at >= 0 {
					t.Errorf("a word is missing: %.60s", b.String()[at:])
				}
			})
		}
	}
}

// Within returns a component with another one as its children.
func Within(outer, inner templ.Component) templ.Component {
	return templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
		return outer.Render(templ.WithChildren(ctx, inner), w)
	})
}

// Sound fails if a page holds what our security policy or our escaping forbids.
func Sound(t *testing.T, page string) {
	t.Helper()
	if strings.Contains(page, "<b>") {
		t.Error("a value reached the page unescaped")
	}
	z := html.NewTokenizer(strings.NewReader(page))
	for {
		switch z.Next() {
		case html.ErrorToken:
			return
		case html.StartTagToken, html.SelfClosingTagToken:
			tok := z.Token()
			for _, a := range tok.Attr {
				if a.Key == "style" || strings.HasPrefix(a.Key, "on") {
					t.Errorf("<%s %s=%q>", tok.Data, a.Key, a.Val)
				}
				if a.Key == "href" && strings.HasPrefix(strings.TrimSpace(strings.ToLower(a.Val)), "javascript:") {
					t.Errorf("<%s href=%q>", tok.Data, a.Val)
				}
			}
			if tok.Data == "script" && !hasSrc(tok) {
				t.Error("an inline script")
			}
		}
	}
}

func hasSrc(t html.Token) bool {
	for _, a := range t.Attr {
		if a.Key == "src" {
			return true
		}
	}
	return false
}

// A Visitor asks a site for pages as one person.
type Visitor struct {
	t       testing.TB
	handler http.Handler
	Who     *web.Identity // changed by the test to become somebody else
	Jar     map[string]*http.Cookie
}

// Site builds a site of faces on a database. Who asks is what the visitor's Who
// says, not what a cookie says; give a door to test a real one.
func Site(t testing.TB, d *db.DB, dir *feature.Directory, door web.Doorkeeper, faces ...web.Face) (*web.Site, *Visitor) {
	t.Helper()
	v := &Visitor{t: t, Who: &web.Identity{}, Jar: map[string]*http.Cookie{}}
	if door == nil {
		door = func(*http.Request) (web.Identity, error) {
			id := *v.Who
			id.Actor.Channel = access.Web
			return id, nil
		}
	}
	if dir == nil {
		dir = feature.NewDirectory()
	}
	s := &web.Site{
		Name: "Penc", BaseURL: "http://localhost:8080", DB: d, Directory: dir, Words: web.NewCatalogue(),
		Doorkeeper: door, Log: slog.New(slog.DiscardHandler), Demo: true,
	}
	h, err := s.Build(faces...)
	if err != nil {
		t.Fatal(err)
	}
	v.handler = h
	return s, v
}

// Handler returns the site's handler, for benchmarks.
func (v *Visitor) Handler() http.Handler { return v.handler }

// A Reply is what a site answered.
type Reply struct {
	Status int
	Header http.Header
	Body   string
}

// Get asks for an address.
func (v *Visitor) Get(path string) Reply {
	v.t.Helper()
	return v.Do(httptest.NewRequest(http.MethodGet, path, nil))
}

// Post sends a form; fields are pairs of name and value.
func (v *Visitor) Post(path string, fields ...string) Reply {
	v.t.Helper()
	form := url.Values{}
	for i := 0; i+1 < len(fields); i += 2 {
		form.Add(fields[i], fields[i+1])
	}
	r := httptest.NewRequest(http.MethodPost, path, strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return v.Do(r)
}

// Do sends a request with the visitor's cookies and keeps those it is given.
func (v *Visitor) Do(r *http.Request) Reply {
	v.t.Helper()
	for _, c := range v.Jar {
		r.AddCookie(c)
	}
	w := httptest.NewRecorder()
	v.handler.ServeHTTP(w, r)
	res := w.Result()
	for _, c := range res.Cookies() {
		if c.MaxAge < 0 {
			delete(v.Jar, c.Name)
		} else {
			v.Jar[c.Name] = c
		}
	}
	body, err := io.ReadAll(res.Body)
	if err != nil {
		v.t.Fatal(err)
	}
	if strings.HasPrefix(res.Header.Get("Content-Type"), "text/html") {
		if t, ok := v.t.(*testing.T); ok {
			Sound(t, string(body))
		}
	}
	return Reply{res.StatusCode, res.Header, string(body)}
}

// Follow asks for the page that a reply leads on to.
func (v *Visitor) Follow(r Reply) Reply {
	v.t.Helper()
	if r.Status != http.StatusSeeOther {
		v.t.Fatalf("status %d leads nowhere: %.300s", r.Status, r.Body)
	}
	at, _, _ := strings.Cut(r.Header.Get("Location"), "#") // browsers keep the place to themselves
	return v.Get(at)
}
