package web_test

import (
	"encoding/json"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/a-h/templ"

	"penc/internal/ground/access"
	"penc/internal/ground/ref"
	"penc/internal/platform/db"
	"penc/internal/platform/db/dbtest"
	"penc/internal/platform/web"
	"penc/internal/platform/web/ui"
	"penc/internal/platform/web/webtest"
)

// offlineFace has a page that opens without a network until a moment, and a form
// that says when it was filled in.
func offlineFace(until time.Time, got *time.Time) web.Face {
	return web.Face{Name: "notes", Routes: []web.Route{
		{Pattern: "GET /notes", For: web.Anyone, Fresh: true, Do: func(a *web.Ask) error {
			p := a.Offline(a.Page("Notes"), until)
			return a.Render(notes(p))
		}},
		{Pattern: "GET /plain", For: web.Anyone, Do: func(a *web.Ask) error { return a.Render(notes(a.Page("Plain"))) }},
		{Pattern: "POST /notes", For: web.Anyone, Do: func(a *web.Ask) error {
			f, err := a.Form()
			*got = f.Happened(now)
			if err != nil {
				return err
			}
			return a.Go("/notes")
		}},
	}}
}

var now = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

func notes(p web.Page) templ.Component {
	form := ui.FormOf(ui.Form{Action: p.Link("/notes"), Hidden: []ui.Hidden{web.NewAct()}, Offline: ui.OfflineEach, What: "Note"})
	return webtest.Within(web.Document(p), form)
}

func TestAPageThatOpensWithoutANetworkSaysSo(t *testing.T) {
	var got time.Time
	until := now.Add(36 * time.Hour)
	_, v := webtest.Site(t, dbtest.Open(t, t.TempDir(), dbtest.NewClock(), []db.Schema{}), nil, nil, offlineFace(until, &got))
	mark := func() string {
		t.Helper()
		when, who, _ := strings.Cut(v.Get("/en/notes").Header.Get("Penc-Keep"), " ")
		if when != strconv.FormatInt(until.UnixMilli(), 10) {
			t.Errorf("kept until %q", when)
		}
		return who
	}
	if who := mark(); who != "" {
		t.Errorf("a stranger is %q", who)
	}
	v.Who = &web.Identity{Actor: access.Actor{Person: "awa"}}
	awa := mark()
	v.Who = &web.Identity{Actor: access.Actor{Participants: map[ref.ID]ref.ID{"eau": "p1"}}}
	pass := mark()
	v.Who = &web.Identity{Actor: access.Actor{Participants: map[ref.ID]ref.ID{"eau": "p2"}}}
	if other := mark(); awa == "" || pass == "" || awa == pass || pass == other || strings.Contains(awa, "awa") {
		t.Errorf("marks %q %q %q", awa, pass, other)
	}
	page := v.Get("/en/notes")
	for _, part := range []string{`data-who="`, `data-offline="each"`, `data-offline-label="Note"`, "/assets/web-offline.", `role="status" aria-live="polite"`} {
		if !strings.Contains(page.Body, part) {
			t.Errorf("the page lacks %s", part)
		}
	}
	if plain := v.Get("/en/plain"); plain.Header.Get("Penc-Keep") != "" || strings.Contains(plain.Body, "data-offline-bar") {
		t.Error("a page is kept that did not ask for it")
	}
	// The page for where there is no copy is nobody's.
	away := v.Get("/fr/offline")
	if away.Status != http.StatusOK || strings.Contains(away.Body, "data-who") || !strings.Contains(away.Body, "hors ligne") {
		t.Errorf("%d %s", away.Status, away.Body)
	}
}

func TestTheAppIsServed(t *testing.T) {
	var got time.Time
	_, v := webtest.Site(t, dbtest.Open(t, t.TempDir(), dbtest.NewClock(), []db.Schema{}), nil, nil, offlineFace(now, &got))
	if r := v.Get("/worker.js"); r.Status != http.StatusOK || !strings.HasPrefix(r.Header.Get("Content-Type"), "text/javascript") ||
		r.Header.Get("Cache-Control") != "no-cache" || !strings.Contains(r.Header.Get("Content-Security-Policy"), "connect-src 'self'") {
		t.Errorf("%d %v", r.Status, r.Header)
	}
	var manifest struct {
		Name, Start_url, Display string
		Icons                    []struct{ Src, Type string }
	}
	r := v.Get("/app.webmanifest")
	if err := json.Unmarshal([]byte(r.Body), &manifest); err != nil || manifest.Name != "Penc" || manifest.Display != "standalone" || len(manifest.Icons) != 2 {
		t.Fatalf("%v %s", err, r.Body)
	}
	for _, i := range manifest.Icons {
		if r := v.Get(i.Src); r.Status != http.StatusOK || r.Header.Get("Content-Type") != i.Type || !strings.HasPrefix(r.Body, "\x89PNG") {
			t.Errorf("%s: %d %v", i.Src, r.Status, r.Header)
		}
	}
	if csp := v.Get("/en/notes").Header.Get("Content-Security-Policy"); !strings.Contains(csp, "worker-src 'self'") || !strings.Contains(csp, "manifest-src 'self'") {
		t.Error(csp)
	}
}

func TestWhenAFormWasFilledIn(t *testing.T) {
	var got time.Time
	_, v := webtest.Site(t, dbtest.Open(t, t.TempDir(), dbtest.NewClock(), []db.Schema{}), nil, nil, offlineFace(now, &got))
	at := func(d time.Duration) string { return now.Add(d).Format("2006-01-02T15:04:05.000Z") }
	for name, c := range map[string]struct {
		happened, sent string
		want           time.Duration
	}{
		"at once":                          {"", "", 0},
		"no date":                          {"yesterday", "", 0},
		"a while ago":                      {at(-10 * time.Minute), at(0), -10 * time.Minute},
		"on a device that says nothing":    {at(-10 * time.Minute), "", -10 * time.Minute},
		"on a device whose clock is ahead": {at(3*time.Hour - 10*time.Minute), at(3 * time.Hour), -10 * time.Minute},
		"on one that is behind":            {at(-5 * time.Hour), at(-5*time.Hour + time.Minute), -time.Minute},
		"in the future":                    {at(time.Hour), "", 0},
		"sent before it was filled in":     {at(0), at(-time.Hour), 0},
	} {
		v.Post("/en/notes", "act", name, "happened", c.happened, "sent", c.sent)
		if want := now.Add(c.want); !got.Equal(want) {
			t.Errorf("%s: %v, want %v", name, got, want)
		}
	}
}
