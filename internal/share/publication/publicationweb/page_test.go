package publicationweb

import (
	"strings"
	"testing"
	"time"

	"github.com/a-h/templ"

	"penc/internal/gather/process"
	"penc/internal/gather/process/processtest"
	"penc/internal/gather/process/processweb"
	"penc/internal/ground/access"
	"penc/internal/ground/evidence"
	"penc/internal/ground/lang"
	"penc/internal/ground/ref"
	"penc/internal/ground/when"
	"penc/internal/platform/feature"
	"penc/internal/platform/mail"
	"penc/internal/platform/record"
	"penc/internal/platform/search"
	"penc/internal/platform/web"
	"penc/internal/platform/web/webtest"
	"penc/internal/share/publication"
)

// bold is what every field of a full page holds: it must not come out as markup.
const bold = "<b>bold</b><script>alert(1)</script>"

func both(words string) lang.Text { return processtest.Words(words, words) }

// fullWhole is a process with everything that these pages show of one.
func fullWhole() process.Whole {
	p := processtest.Sound("water")
	p.State, p.Simulated, p.Title, p.Summary = process.Published, true, both(bold), both(bold)
	p.Participation = &process.Participation{Count: 94}
	return process.Whole{
		Process: p,
		Sources: []process.Source{{Part: process.Part{ID: "s1", Process: "water"}, Title: bold, URL: "javascript:alert(1)"}},
		People:  []process.Named{{Part: process.Part{ID: "awa", Process: "water"}, FullName: bold}},
		Stages: []process.Stage{
			{Title: both(bold), Dates: when.Span{Start: "2026-01", End: "2026-12"}, Acts: process.Acts},
			{Title: both(bold), Dates: when.Span{Start: "2027-01"}},
		},
	}
}

func fullNews() publication.News {
	return publication.News{
		ID: "n1", Process: "water", State: publication.Published, Version: 3, Title: lang.Say(lang.English, bold), TitleFromURL: true,
		Authors: []string{"awa", bold}, Date: "2018-12", Text: both(bold), URL: "https://example.org/?a=1&b=<b>",
		FirstPublished: both(bold), Reason: both(bold), Evidence: fullEvidence(),
	}
}

func fullEvidence() evidence.Evidence {
	return evidence.Evidence{
		Sources: []ref.ID{"s1"}, Uncertain: both(bold), Derived: true,
		Disputes: []evidence.Dispute{{Field: "date", Values: []evidence.Value{{Value: both(bold), Sources: []ref.ID{"s1"}}, {Value: both("2019")}}}},
		Gaps:     []evidence.Gap{{Field: "authors", Note: both(bold)}, {Field: "text"}},
	}
}

func fullCoverage() publication.Coverage {
	return publication.Coverage{
		ID: "c1", Process: "water", Version: 2, Outlet: bold, Title: bold, Language: "wo", TitleFromURL: true, Date: "2018-11-29",
		URL: "https://example.org", RepostURL: "https://example.org/again", ListedByProcess: true, Evidence: fullEvidence(),
	}
}

func TestPagesRenderFullAndEmpty(t *testing.T) {
	w, n, c := fullWhole(), fullNews(), fullCoverage()
	now := time.Date(2026, 3, 1, 9, 30, 0, 0, time.UTC)
	place := processweb.Place{Process: w.Process}
	webtest.Pages(t, "publication", words, func(p web.Page) map[string]templ.Component {
		cite := func() *processweb.Citations { return processweb.Cite(p.Speaker, w.Sources, "publication") }
		state := func(s publication.State) templ.Component {
			v := n
			v.State = s
			return newsPost(postPage{Page: p, Place: place, Whole: w, Cite: cite(), News: v, MayWrite: true})
		}
		turned := func(t turn) templ.Component {
			return turnOver(turnPage{Page: p, Place: place, Turn: t, News: n, Reason: n.Reason})
		}
		panel := []templ.Component{templ.NopComponent}
		hit := search.Hit{Doc: search.Doc{Ref: n.Ref(), Process: "water", Lang: "wo", Kind: "publication.news", Title: bold, Path: n.Path()}, Snippet: bold, Marks: [][2]int{{3, 7}}}
		strange := search.Hit{Doc: search.Doc{Kind: "zebra", Public: true}}
		facts := []told{
			{Fact: record.Fact{Seq: 12, Channel: access.Web, Happened: now, Recorded: now.Add(time.Hour), Hash: strings.Repeat("a", 64)}, Sentence: bold, Path: "/news/n1"},
			{Fact: record.Fact{Seq: 11, Channel: "pigeon"}, Sentence: bold},
		}
		return map[string]templ.Component{
			"home empty": homeView(homePage{Page: p, Now: now}),
			"home full": homeView(homePage{
				Page: p, Now: now, Processes: []process.Whole{w, {Process: w.Process}}, Open: panel, Next: panel,
				Posts: []publication.Post{{News: n, Of: w.Process}},
			}),
			"news of process empty": newsOfProcess(newsPage{Page: p, Place: place, Whole: process.Whole{Process: w.Process}}),
			"news of process full": newsOfProcess(newsPage{
				Page: p, Place: place, Whole: w, Cite: cite(), News: []publication.News{n}, Coverage: []publication.Coverage{c, {Language: "fr"}}, MayWrite: true,
			}),
			"news of site empty": newsOfSite(siteNewsPage{Page: p}),
			"news of site full":  newsOfSite(siteNewsPage{Page: p, Posts: []publication.Post{{News: n, Of: w.Process}}}),
			"post empty":         newsPost(postPage{Page: p, Place: place}),
			"post published":     state(publication.Published),
			"post draft":         state(publication.Draft),
			"post withdrawn":     state(publication.Withdrawn),
			"editor empty":       newsEditor(newsForm{Page: p, Place: place, Whole: process.Whole{Process: w.Process}}),
			"editor full":        newsEditor(newsForm{Page: p, Place: place, Whole: w, Stored: n, In: n}),
			"publish":            turned(publishing),
			"withdraw":           turned(withdrawing),
			"discard":            turned(discarding),
			"differences":        conflict(newsForm{Page: p, Whole: w, Stored: n}.differing()),
			"article empty":      coverageEditor(coverageForm{Page: p, Place: place}),
			"article full":       coverageEditor(coverageForm{Page: p, Place: place, Whole: w, Stored: c, In: c}),
			"article differs":    conflict(coverageForm{Page: p, Stored: c}.differing()),
			"removal":            removal(removalPage{Page: p, Place: place, Coverage: c}),
			"latest panel":       newsOnOverview(latestPanel{Speaker: p.Speaker, Whole: w, News: []publication.News{n}}),
			"desk panel":         onDesk(p.Speaker, []publication.News{n}, feedLinks(p.Speaker, "/news")),
			"desk panel empty":   onDesk(p.Speaker, nil, nil),
			"search empty":       searchView(searchPage{Page: p}),
			"search nothing":     searchView(searchPage{Page: p, Words: bold}),
			"search full": searchView(searchPage{
				Page: p, Words: bold, Total: 45, From: 20,
				Found: []result{{Hit: hit, Card: feature.Card{Name: n.Title, Simulated: true}}, {Hit: strange}},
			}),
			"record empty":  recordView(recordPage{Page: p, Place: place, First: true}),
			"record full":   recordView(recordPage{Page: p, Place: place, Facts: facts, Older: "/en/x?before=11"}),
			"outbox empty":  outboxView(outboxPage{Page: p}),
			"outbox full":   outboxView(outboxPage{Page: p, Mails: []mail.Message{{Subject: bold, To: bold, Text: bold + "\nhttps://example.org/join?t=<b>\n\nb", Lang: lang.French}}}),
			"essay empty":   essayView(essayPage{Page: p}),
			"essay consent": essayView(essayPage{Page: p, Lead: "x", Sections: []essaySection{{ID: "a", Title: "A", Text: both(bold)}}, Version: "1"}),
			"design":        designView(p),
		}
	})
}

func TestEssaysSayTheSameInBothLanguages(t *testing.T) {
	for _, name := range []string{"about", "privacy", "accessibility"} {
		var outline []string
		for _, l := range lang.Interface {
			lead, sections, err := readEssay(name, l)
			if err != nil || lead == "" || len(sections) < 4 {
				t.Fatalf("%s in %s: lead %q, %d sections, %v", name, l, lead, len(sections), err)
			}
			var ids []string
			for _, s := range sections {
				if s.ID == "" || s.Title == "" || strings.ContainsAny(s.Title, "{#}") || s.Text.Empty() {
					t.Errorf("%s in %s: section %+v", name, l, s)
				}
				ids = append(ids, s.ID)
			}
			outline = append(outline, strings.Join(ids, " "))
		}
		if outline[0] != outline[1] {
			t.Errorf("%s has the sections %s in French and %s in English", name, outline[0], outline[1])
		}
	}
}

func TestEveryMessageOfAFileIsAWord(t *testing.T) {
	c := web.NewCatalogue()
	if err := c.Add("publication", words); err != nil {
		t.Fatal(err)
	}
	for key, english := range publication.FileMessages() {
		for _, l := range lang.Interface {
			if !c.Has(l, key) {
				t.Errorf("%s lacks %s", l, key)
			}
		}
		if said := c.Say(lang.English, key, "limit", "{{.limit}}", "length", "{{.length}}", "id", "{{.id}}"); said != english {
			t.Errorf("%s: the page says %q, the file's reader %q", key, said, english)
		}
	}
}

func TestRunsFindTheAddressesOfAMail(t *testing.T) {
	for _, c := range []struct {
		line string
		want []run
	}{
		{"", nil},
		{"plain", []run{{Text: "plain"}}},
		{"https://example.org/a?b=c", []run{{"https://example.org/a?b=c", "https://example.org/a?b=c"}}},
		{"Open https://example.org/a.", []run{{Text: "Open "}, {"https://example.org/a", "https://example.org/a"}, {Text: "."}}},
		{"(http://localhost:8080/x)", []run{{Text: "("}, {"http://localhost:8080/x", "http://localhost:8080/x"}, {Text: ")"}}},
		{"javascript:alert(1)", []run{{Text: "javascript:alert(1)"}}},
	} {
		got := runs(c.line)
		if len(got) != len(c.want) {
			t.Errorf("%q: %v, want %v", c.line, got, c.want)
			continue
		}
		for i := range got {
			if got[i] != c.want[i] {
				t.Errorf("%q: %v, want %v", c.line, got, c.want)
			}
		}
	}
}

func TestStretchesGiveTheTextAgain(t *testing.T) {
	text := "L’évaluation du risque"
	for _, c := range []struct {
		marks [][2]int
		found string
	}{
		{nil, ""},
		{[][2]int{{4, 15}}, "évaluation"},
		{[][2]int{{4, 15}, {19, 25}}, "évaluation|risque"},
		{[][2]int{{4, 15}, {2, 6}, {10, 900}, {8, 8}}, "évaluation"},
	} {
		var all, found []string
		for _, s := range stretches(text, c.marks) {
			all = append(all, s.Text)
			if s.Found {
				found = append(found, s.Text)
			}
		}
		if strings.Join(all, "") != text || strings.Join(found, "|") != c.found {
			t.Errorf("%v: %q, found %q", c.marks, all, found)
		}
	}
}
