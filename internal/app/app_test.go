package app_test

import (
	"bytes"
	"cmp"
	"io"
	"io/fs"
	"net/http"
	"slices"
	"strings"
	"testing"

	"penc/bundle"
	"penc/examples"
	"penc/internal/app"
	"penc/internal/ground/access"
	"penc/internal/ground/ref"
	"penc/internal/platform/config"
	"penc/internal/platform/db/dbtest"
)

// open builds the whole program on a database.
func open(t testing.TB, where string, demo bool, clock *dbtest.Clock) *app.App {
	t.Helper()
	c := config.Config{Addr: "127.0.0.1:0", BaseURL: "http://localhost:8080", SiteName: "Penc"}
	c.Data, c.Files = where, t.TempDir()
	o := app.Options{Config: c, Demo: demo}
	if clock != nil {
		o.Clock = clock.Now
	}
	a, err := app.Open(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { a.Close() })
	return a
}

// each runs a test with the whole program on both databases.
func each(t *testing.T, demo bool, test func(t *testing.T, a *app.App)) {
	t.Run("sqlite", func(t *testing.T) { test(t, open(t, t.TempDir(), demo, nil)) })
	t.Run("postgres", func(t *testing.T) { test(t, open(t, dbtest.Postgres(t), demo, nil)) })
}

func adopt(t *testing.T, a *app.App, file []byte) app.Outcome {
	t.Helper()
	out := a.Do(t.Context(), app.Command{Name: app.ImportCommand, Args: map[string]string{"yes": "1", "publish": "1"}, File: file})
	if out.Fault != "" {
		t.Fatal(out.Fault)
	}
	return out
}

// TestExamplesTravelWithoutLoss takes each example over, writes it out and reads
// it again: nothing is left to change, and what matters is the same.
func TestExamplesTravelWithoutLoss(t *testing.T) {
	each(t, false, func(t *testing.T, a *app.App) {
		names, err := fs.Glob(examples.Files, "*.yaml")
		if err != nil || len(names) < 4 {
			t.Fatal(names, err)
		}
		for _, name := range names {
			raw, err := examples.Files.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			adopt(t, a, raw)
			want, err := bundle.Read(bytes.NewReader(raw))
			if err != nil {
				t.Fatal(err)
			}
			id := ref.ID(want.Process.ID)
			out, err := a.Exchange.Export(t.Context(), access.AtConsole(id), id)
			if err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			if again := adopt(t, a, out); !strings.Contains(again.Text, ": 0 new, 0 changed") {
				t.Errorf("%s: reading the export changes things: %s", name, again.Text)
			}
			got, err := bundle.Read(bytes.NewReader(out))
			if err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			byID(want)
			byID(got)
			var a, b bytes.Buffer
			if err := bundle.Write(&a, want); err != nil {
				t.Fatal(err)
			}
			if err := bundle.Write(&b, got); err != nil {
				t.Fatal(err)
			}
			compare(t, name, a.String(), b.String())
		}
	})
}

// byID puts posts and articles, which have no order of their own, into that of
// their ids.
func byID(b *bundle.Bundle) {
	slices.SortFunc(b.News, func(x, y bundle.News) int { return cmp.Compare(x.ID, y.ID) })
	slices.SortFunc(b.Coverage, func(x, y bundle.Coverage) int { return cmp.Compare(x.ID, y.ID) })
}

// compare tells the first lines that differ.
func compare(t *testing.T, name, want, got string) {
	t.Helper()
	w, g := strings.Split(want, "\n"), strings.Split(got, "\n")
	told := 0
	for i := range max(len(w), len(g)) {
		var x, y string
		if i < len(w) {
			x = w[i]
		}
		if i < len(g) {
			y = g[i]
		}
		if x != y {
			t.Errorf("%s, line %d:\nwant %s\ngot  %s", name, i+1, x, y)
			if told++; told == 5 {
				return
			}
		}
	}
}

func TestTheDemonstrationIsSeededOnceAndSays(t *testing.T) {
	each(t, true, func(t *testing.T, a *app.App) {
		links, err := a.Seed(t.Context())
		if err != nil || len(links) != 3 {
			t.Fatal(links, err)
		}
		again, err := a.Seed(t.Context())
		if err != nil || len(again) != 3 || again[0].URL == links[0].URL {
			t.Fatalf("a second time: %v, %v", again, err)
		}
		server := serve(t, a)
		for path, wants := range map[string][]string{
			"/en/processes/senegal-iot-security":                  {"Senegalese Multistakeholder Process"},
			"/fr/processes/senegal-iot-security":                  {"Processus multipartite sénégalais"},
			"/en/processes/canada-iot-security":                   {"Canadian Multistakeholder Process"},
			"/en/processes/mareola-water-meters":                  {"Invented country, simulated people and votes"},
			"/en/conversations/ma-conversation-meters":            {"Invented country, simulated people and votes"},
			"/en/conversations/ma-conversation-meters/results":    {"Invented country, simulated people and votes", "<svg"},
			"/en/conversations/canadian-electoral-reform/results": {"CC BY 4.0", "The Computational Democracy Project", "<svg"},
			"/en/meetings/sn-m1":                                  {"Sources disagree", "Dawit Bekele"},
		} {
			body := get(t, server+path)
			for _, want := range wants {
				if !strings.Contains(body, want) {
					t.Errorf("%s does not say %q", path, want)
				}
			}
			if real := !strings.Contains(path, "mareola") && !strings.Contains(path, "ma-"); real && strings.Contains(body, "simulated people and votes") {
				t.Errorf("%s is real and says that it is simulated", path)
			}
		}
	})
}

func get(t *testing.T, url string) string {
	t.Helper()
	r, err := http.Get(url)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Body.Close()
	b, err := io.ReadAll(r.Body)
	if err != nil {
		t.Fatal(err)
	}
	if r.StatusCode != http.StatusOK {
		t.Errorf("%s: %s", url, r.Status)
	}
	return string(b)
}
