package ui_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/a-h/templ"

	"penc/internal/platform/web/ui"
)

func render(t *testing.T, lang string, c templ.Component) string {
	t.Helper()
	var b strings.Builder
	if err := c.Render(ui.WithLang(context.Background(), lang), &b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestSheetFitsItsBudget(t *testing.T) {
	var b bytes.Buffer
	z, err := gzip.NewWriterLevel(&b, gzip.BestCompression)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := z.Write([]byte(ui.CSS())); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	t.Logf("sheet: %d bytes, %d compressed", len(ui.CSS()), b.Len())
	if b.Len() > 7<<10 {
		t.Errorf("the sheet is %d bytes compressed, more than 7 KB", b.Len())
	}
	if n, m := strings.Count(ui.CSS(), "{"), strings.Count(ui.CSS(), "}"); n != m {
		t.Errorf("%d opening and %d closing braces", n, m)
	}
	if strings.Contains(ui.CSS(), "url(") || strings.Contains(ui.CSS(), "@import") {
		t.Error("the sheet asks for something else")
	}
}

var pages = map[string]func(lang string) templ.Component{
	"gallery": ui.Gallery,
	"home":    func(l string) templ.Component { return ui.GalleryExample("home", l) },
	"process": func(l string) templ.Component { return ui.GalleryExample("process", l) },
	"vote":    func(l string) templ.Component { return ui.GalleryExample("vote", l) },
	"shell":   ui.GalleryShell,
}

func TestPagesKeepThePolicy(t *testing.T) {
	forbidden := regexp.MustCompile(`(?i)\sstyle=|\son[a-z]+=|<script|<style|javascript:`)
	class := regexp.MustCompile(`class="([^"]*)"`)
	id := regexp.MustCompile(`\sid="([^"]*)"`)
	for name, page := range pages {
		for _, lang := range []string{"en", "fr"} {
			html := render(t, lang, page(lang))
			if m := forbidden.FindString(html); m != "" {
				t.Errorf("%s %s: %q", name, lang, m)
			}
			if n := strings.Count(html, "<h1"); n > 1 {
				t.Errorf("%s %s: %d h1", name, lang, n)
			}
			seen := map[string]bool{}
			for _, m := range id.FindAllStringSubmatch(html, -1) {
				if seen[m[1]] {
					t.Errorf("%s %s: id %q twice", name, lang, m[1])
				}
				seen[m[1]] = true
			}
			for _, m := range class.FindAllStringSubmatch(html, -1) {
				if m[1] == "" {
					t.Errorf("%s %s: empty class", name, lang)
				}
			}
		}
	}
}

func TestFieldSaysItsFaultBesideIt(t *testing.T) {
	html := render(t, "en", ui.TextField(ui.Field{Name: "mail", Label: "Mail", Hint: "Where we write.", Error: "No @ in it.", Value: `a"b<c`, Lang: "fr", Required: true}))
	for _, want := range []string{
		`for="mail"`, `id="mail"`, `aria-describedby="mail-hint mail-error"`, `id="mail-error"`, `No @ in it.`,
		`aria-invalid="true"`, `value="a&#34;b&lt;c"`, `lang="fr"`, ` required`,
	} {
		if !strings.Contains(html, want) {
			t.Errorf("no %s in %s", want, html)
		}
	}
	if strings.Contains(html, "optional") {
		t.Error("a required field says it is optional")
	}
}

func TestAddressesAndWordsOfPeopleAreCleaned(t *testing.T) {
	const script = "<script>alert(1)</script>"
	html := render(t, "en", ui.EntryItem(ui.Entry{Title: script, Href: "javascript:alert(1)", Text: script, Kind: script, By: script})) +
		render(t, "en", ui.SourceList([]ui.Source{{N: 1, Title: script, Href: "javascript:alert(1)"}})) +
		render(t, "en", ui.StatementCard(ui.Statement{Text: script, Lang: `"><b>`})) +
		render(t, "en", ui.DiffTwo(ui.Versions{Mine: script, Theirs: "x"})) +
		render(t, "en", ui.Assembly(ui.Gathering{Seats: -1, Taken: 1 << 40}))
	if !strings.Contains(html, "&lt;script&gt;") {
		t.Fatal("the words are not shown at all")
	}
	for _, bad := range []string{"<script", "javascript:", "<b>"} {
		if strings.Contains(html, bad) {
			t.Errorf("%q came through", bad)
		}
	}
}

func TestEmptyValuesDrawNothingWrong(t *testing.T) {
	for name, c := range map[string]templ.Component{
		"evidence": ui.EvidenceOf(ui.Evidence{}),
		"sources":  ui.Sources(nil),
		"errors":   ui.ErrorSummary(nil),
	} {
		if html := render(t, "en", c); strings.TrimSpace(html) != "" {
			t.Errorf("%s: %q", name, html)
		}
	}
	for name, c := range map[string]templ.Component{
		"timeline": ui.Timeline(ui.Course{}),
		"assembly": ui.Assembly(ui.Gathering{}),
		"votebar":  ui.VoteBar(ui.Tally{}),
		"map":      ui.OpinionMapFrame(ui.OpinionMap{Drawing: ui.Mark("")}),
		"table":    ui.Table(ui.Grid{}),
		"item":     ui.EntryItem(ui.Entry{}),
		"process":  ui.ProcessItem(ui.Process{}),
		"title":    ui.PageTitle(ui.Title{}),
		"header":   ui.SiteHeader(ui.Header{}),
	} {
		if html := render(t, "fr", c); strings.Contains(html, "NaN") || strings.Contains(html, "Inf") {
			t.Errorf("%s: %s", name, html)
		}
	}
}

func TestTimelinePlacesStages(t *testing.T) {
	day := func(s string) time.Time {
		d, err := time.Parse("2006-01-02", s)
		if err != nil {
			t.Fatal(err)
		}
		return d
	}
	html := render(t, "en", ui.Timeline(ui.Course{Title: "Stages", Today: day("2026-02-14"), Stages: []ui.Stage{
		{Title: "First", From: day("2026-01-01"), To: day("2026-01-31"), When: "January 2026"},
		{Title: "Second", From: day("2026-03-31")},
		{Title: "Third"},
	}}))
	if !strings.Contains(html, `cx="3%"`) {
		t.Error("the first stage does not begin at the left edge")
	}
	if strings.Count(html, `vague"`) != 2 {
		t.Error("the stage without dates is not drawn as vague in chart and list")
	}
	if !strings.Contains(html, "date unknown") || !strings.Contains(html, ">today<") {
		t.Error("unknown dates or today are not said")
	}
}
