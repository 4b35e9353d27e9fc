package publicationweb

import (
	"encoding/json"
	"encoding/xml"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"penc/internal/gather/process"
	"penc/internal/gather/process/processtest"
	"penc/internal/gather/process/processweb"
	"penc/internal/ground/access"
	"penc/internal/ground/lang"
	"penc/internal/ground/ref"
	"penc/internal/platform/db"
	"penc/internal/platform/db/dbtest"
	"penc/internal/platform/job"
	"penc/internal/platform/mail"
	"penc/internal/platform/record"
	"penc/internal/platform/web"
	"penc/internal/platform/web/webtest"
	"penc/internal/share/publication"
)

// A stand is a site with these pages on a real database.
type stand struct {
	*processtest.House
	t    *testing.T
	news *publication.Service
	site *web.Site
	*webtest.Visitor
}

func site(t *testing.T) stand {
	t.Helper()
	schemas := append(processtest.Schemas(db.SQLite), job.Schema(), db.Schema{
		Room: "publication", Files: publication.New(nil, nil).Feature().Schema,
	})
	h := processtest.New(dbtest.Open(t, t.TempDir(), dbtest.NewClock(), schemas))
	s := publication.New(h.DB, h.Processes)
	h.Directory.Add(s.Feature())
	built, v := webtest.Site(t, h.DB, h.Directory, nil, processweb.Face(h.Processes, h.Orgs), Face(s, h.Processes))
	return stand{h, t, s, built, v}
}

// as makes the visitor hold a role on the process water. A cookie keeps the pages
// of strangers from them, as in a browser.
func (s stand) as(role string) {
	*s.Who = web.Identity{Actor: processtest.Holding(role, "water")}
	s.Jar["session"] = &http.Cookie{Name: "session", Value: role}
}

func (s stand) asStranger() {
	*s.Who = web.Identity{}
	delete(s.Jar, "session")
}

// follow makes what happened findable.
func (s stand) follow() {
	s.t.Helper()
	for _, f := range append(s.news.Feature().Follows, s.Processes.Feature().Follows...) {
		if err := record.Follow(s.t.Context(), s.DB, f); err != nil {
			s.t.Fatal(err)
		}
	}
}

// write makes a post of the process water, published or not.
func (s stand) write(n publication.News, publish bool) publication.News {
	s.t.Helper()
	n.Process = "water"
	who := processtest.Holding(access.Editor, "water")
	n, err := s.news.Write(s.t.Context(), who, n)
	if err == nil && publish {
		n, err = s.news.Publish(s.t.Context(), who, n.ID, n.Version)
	}
	if err != nil {
		s.t.Fatal(err)
	}
	return n
}

func (s stand) want(r webtest.Reply, status int, has ...string) webtest.Reply {
	s.t.Helper()
	if r.Status != status {
		s.t.Fatalf("status %d, want %d: %.400s", r.Status, status, r.Body)
	}
	for _, words := range has {
		if !strings.Contains(r.Body, words) {
			s.t.Errorf("the page lacks %q", words)
		}
	}
	return r
}

func (s stand) lacks(r webtest.Reply, words ...string) {
	s.t.Helper()
	for _, w := range words {
		if strings.Contains(r.Body, w) {
			s.t.Errorf("the page has %q", w)
		}
	}
}

func TestAPostIsWrittenPublishedAndWithdrawnInTheBrowser(t *testing.T) {
	s := site(t)
	processtest.Published(t, s.Processes, "water")
	s.as(access.Editor)
	s.want(s.Get("/en/processes/water/news/new"), 200, `name="title.fr"`, `name="title.en"`)
	s.want(s.Post("/en/processes/water/news/new", "title.fr", "", "text.fr", "Deux jours."), 422, "Write a title", "Deux jours.")
	r := s.Post("/en/processes/water/news/new", "act", "a1", "title.fr", "La plénière", "text.fr", "Deux jours à *Dakar*.", "authors", "Awa\n\nBirame")
	path := r.Header.Get("Location")
	s.want(s.Follow(r), 200, "La plénière", "<em>Dakar</em>", "Awa, Birame", "This post is a draft")
	post := strings.TrimPrefix(path, "/en")

	s.asStranger()
	s.want(s.Get(path), 404)
	s.want(s.Get(path+".json"), 404)
	for _, list := range []string{"/en/processes/water/news", "/en/news", "/en/processes/water/news.atom", "/en/news.json", "/en/", "/sitemap.xml"} {
		s.lacks(s.want(s.Get(list), 200), "La plénière", post)
	}
	s.want(s.Get("/en/processes/water/news/new"), 303)

	s.as(access.Member)
	s.want(s.Post(path+"/publish", "version", "1"), 403)
	s.as(access.Editor)
	s.want(s.Get(path+"/publish"), 200, "Publish this post?", "<em>Dakar</em>")
	s.want(s.Follow(s.Post(path+"/publish", "act", "a2", "version", "1")), 200, "The post is published.")

	s.asStranger()
	s.want(s.Get(path), 200, "La plénière", "<em>Dakar</em>")
	for _, list := range []string{"/en/processes/water/news", "/en/news", "/en/processes/water/news.atom", "/en/news.json", "/en/", "/en/processes/water", "/sitemap.xml"} {
		s.want(s.Get(list), 200, post)
	}

	s.as(access.Editor)
	s.want(s.Post(path+"/withdraw", "act", "a3", "version", "2"), 422, "Say why")
	s.want(s.Follow(s.Post(path+"/withdraw", "act", "a4", "version", "2", "reason.fr", "La date était fausse.")), 200)
	s.asStranger()
	s.lacks(s.want(s.Get(path), 200, "La date était fausse.", "Withdrawn on 1 March 2026"), "<em>Dakar</em>")
	s.lacks(s.want(s.Get(path+".json"), 200, "La date était fausse."), "Dakar")
	s.lacks(s.want(s.Get("/en/news.atom"), 200), post)
}

func TestTwoEditorsSaveTheSamePost(t *testing.T) {
	s := site(t)
	processtest.Published(t, s.Processes, "water")
	n := s.write(publication.News{Title: lang.Say(lang.French, "Un"), Text: lang.Say(lang.French, "Le texte commun")}, false)
	s.as(access.Editor)
	edit := "/en" + n.Path() + "/edit"
	s.want(s.Post(edit, "act", "a1", "version", "1", "title.fr", "Un", "text.fr", "Le texte premier"), 303)
	r := s.want(s.Post(edit, "act", "a2", "version", "1", "title.fr", "Un", "text.fr", "Le texte second"), 409, "premier", "second", `name="version" value="2"`)
	if strings.Count(r.Body, "<mark>") != 2 {
		t.Errorf("%d words are marked as different, want one on each side", strings.Count(r.Body, "<mark>"))
	}
	s.want(s.Follow(s.Post(edit, "act", "a3", "version", "2", "title.fr", "Un", "text.fr", "Le texte second")), 200, "Le texte second")
}

func TestAnArticleIsEnteredChangedAndRemovedInTheBrowser(t *testing.T) {
	s := site(t)
	processtest.Published(t, s.Processes, "water")
	s.as(access.Editor)
	s.want(s.Get("/fr/processes/water/coverage/new"), 200, `name="repost-url"`)
	s.want(s.Post("/fr/processes/water/coverage/new", "outlet", "Le Quotidien", "title", "Les compteurs", "language", "fr", "url", "javascript:alert(1)"), 422, "Les compteurs")
	s.want(s.Follow(s.Post("/fr/processes/water/coverage/new", "act", "a1", "outlet", "Le Quotidien", "title", "Les compteurs", "language", "fr",
		"url", "https://example.org/a", "listed-by-process", "on")), 200, "Le Quotidien", `href="https://example.org/a"`, "Le site du processus le mentionne")
	list, err := s.news.CoverageOf(t.Context(), access.Actor{}, "water")
	if err != nil || len(list) != 1 {
		t.Fatal(list, err)
	}
	at := "/fr/coverage/" + string(list[0].ID)
	s.want(s.Get(at+"/edit"), 200, "Les compteurs")
	s.want(s.Post(at+"/edit", "act", "a2", "version", "0", "outlet", "La Gazette", "title", "Les compteurs", "language", "fr"), 409, "La Gazette", "Le Quotidien")
	s.want(s.Post(at+"/edit", "act", "a3", "version", "1", "outlet", "La Gazette", "title", "Les compteurs", "language", "fr"), 303)
	s.asStranger()
	s.want(s.Get("/fr/processes/water/coverage.json"), 200, "La Gazette")
	s.want(s.Get("/fr/processes/water/coverage"), 303)
	s.want(s.Get(at+"/edit"), 303)
	s.as(access.Editor)
	s.want(s.Get(at+"/remove"), 200, "La Gazette")
	s.lacks(s.want(s.Follow(s.Post(at+"/remove", "act", "a4", "version", "2")), 200, "retiré de la liste"), "La Gazette")
}

// hostile is what somebody puts into every field.
const hostile = `"><script>alert(1)</script><b>x</b> ]]> &lt; {{.x}} ' onload=alert(1) <img src=x onerror=alert(1)>`

func TestHostileWordsStayWords(t *testing.T) {
	s := site(t)
	processtest.Published(t, s.Processes, "water")
	s.as(access.Editor)
	r := s.Post("/en/processes/water/news/new", "act", "a1", "title.fr", hostile, "title.en", hostile, "text.fr", hostile+"\n\n[x](javascript:alert(1))",
		"text.en", hostile, "authors", hostile, "first-published.en", hostile, "url", "https://example.org/?x=%22%3E"+url.QueryEscape(hostile),
		"evidence", "1", "uncertain.en", hostile, "gap.0.field", "date", "gap.0.note.en", hostile, "dispute.0.field", "title",
		"dispute.0.value.0.en", hostile, "dispute.0.value.0.sources", "")
	path := r.Header.Get("Location")
	s.want(s.Follow(r), 200, "&lt;script&gt;")
	s.want(s.Post(path+"/publish", "act", "a2", "version", "1"), 303)
	s.want(s.Post("/en/processes/water/coverage/new", "act", "a3", "outlet", hostile, "title", hostile, "language", "en"), 303)
	s.want(s.Post(path+"/edit", "act", "a4", "version", "0", "title.fr", hostile+"2", "text.fr", hostile+"3"), 409)
	s.follow()
	s.asStranger()
	for _, page := range []string{path, "/fr" + strings.TrimPrefix(path, "/en"), "/en/processes/water/news", "/en/news", "/en/", "/en/processes/water", "/en/search?q=script", "/en/processes/water/record"} {
		s.want(s.Get(page), 200, "&lt;script&gt;")
	}
	var feed atom
	parse(t, s.want(s.Get("/en/news.atom"), 200).Body, &feed)
	if got := feed.Entries[0].Title.Text; got != hostile {
		t.Errorf("the title arrives as %q", got)
	}
	if html := feed.Entries[0].Content.Text; strings.Contains(html, "<script") || strings.Contains(html, "javascript:") || strings.Contains(html, "<img") {
		t.Errorf("the feed carries %q", html)
	}
	var data struct {
		Items []struct{ Title, ContentHTML string }
	}
	if err := json.Unmarshal([]byte(s.want(s.Get("/en/news.json"), 200).Body), &data); err != nil || data.Items[0].Title != hostile {
		t.Errorf("%v, %v", data, err)
	}
}

// atom is a feed as a reader's program sees it.
type atom struct {
	XMLName xml.Name `xml:"http://www.w3.org/2005/Atom feed"`
	Lang    string   `xml:"http://www.w3.org/XML/1998/namespace lang,attr"`
	ID      string   `xml:"id"`
	Title   string   `xml:"title"`
	Updated string   `xml:"updated"`
	Author  struct {
		Name string `xml:"name"`
	} `xml:"author"`
	Links []struct {
		Rel  string `xml:"rel,attr"`
		Href string `xml:"href,attr"`
	} `xml:"link"`
	Entries []struct {
		ID        string `xml:"id"`
		Published string `xml:"published"`
		Updated   string `xml:"updated"`
		Title     struct {
			Lang string `xml:"http://www.w3.org/XML/1998/namespace lang,attr"`
			Text string `xml:",chardata"`
		} `xml:"title"`
		Content struct {
			Lang string `xml:"http://www.w3.org/XML/1998/namespace lang,attr"`
			Type string `xml:"type,attr"`
			Text string `xml:",chardata"`
		} `xml:"content"`
		Authors []struct {
			Name string `xml:"name"`
		} `xml:"author"`
		Links []struct {
			Rel  string `xml:"rel,attr"`
			Href string `xml:"href,attr"`
		} `xml:"link"`
	} `xml:"entry"`
}

func parse(t *testing.T, body string, v any) {
	t.Helper()
	if err := xml.Unmarshal([]byte(body), v); err != nil {
		t.Fatalf("%v: %.300s", err, body)
	}
}

func TestFeeds(t *testing.T) {
	s := site(t)
	processtest.Published(t, s.Processes, "water")
	_, err := s.Processes.SetPerson(t.Context(), access.AtConsole("water"), process.Named{Part: process.Part{Process: "water"}, FullName: "Katie Exemple"})
	if err != nil {
		t.Fatal(err)
	}
	w, err := s.Processes.Whole(t.Context(), access.Actor{}, "water")
	if err != nil {
		t.Fatal(err)
	}
	own := s.write(publication.News{Title: processtest.Words("Le titre", "The title"), Text: processtest.Words("Le *texte*.", "The *text*."), Date: "2026-02-03"}, true)
	elsewhere := s.write(publication.News{
		Title: lang.Say(lang.English, "Joining & meeting"), Text: processtest.Words("Un appel.", "A call."), Date: "2018-12",
		URL: "https://example.org/a?b=1&c=2", Authors: []string{string(w.People[0].ID), "Awa"},
	}, true)
	for _, path := range []string{"/fr/news.atom", "/fr/processes/water/news.atom"} {
		r := s.want(s.Get(path), 200)
		if got := r.Header.Get("Content-Type"); got != "application/atom+xml; charset=utf-8" {
			t.Errorf("%s is %s", path, got)
		}
		var f atom
		parse(t, r.Body, &f)
		if f.Lang != "fr" || f.ID != "http://localhost:8080"+strings.TrimSuffix(path, ".atom") || f.Author.Name == "" || len(f.Entries) != 2 {
			t.Fatalf("%s: %+v", path, f)
		}
		rels := map[string]string{}
		for _, l := range f.Links {
			rels[l.Rel] = l.Href
		}
		if rels["self"] != f.ID+".atom" || rels["alternate"] != f.ID {
			t.Errorf("%s: links %v", path, rels)
		}
		newest := time.Time{}
		for _, e := range f.Entries {
			at, err := time.Parse(time.RFC3339, e.Updated)
			if err != nil {
				t.Errorf("%s: %v", path, err)
			}
			if at.After(newest) {
				newest = at
			}
		}
		if at, err := time.Parse(time.RFC3339, f.Updated); err != nil || !at.Equal(newest) {
			t.Errorf("%s: updated %s, %v; want that of the newest entry", path, f.Updated, err)
		}
		mine, theirs := f.Entries[0], f.Entries[1]
		if mine.ID != "http://localhost:8080/fr"+own.Path() || mine.Title.Text != "Le titre" || mine.Published != "2026-02-03T00:00:00Z" {
			t.Errorf("%s: our own post %+v", path, mine)
		}
		if mine.Content.Type != "html" || !strings.Contains(mine.Content.Text, "<p>Le <em>texte</em>.</p>") || mine.Content.Lang != "fr" {
			t.Errorf("%s: its content %+v", path, mine.Content)
		}
		if theirs.Title.Lang != "en" || theirs.Title.Text != "Joining & meeting" || theirs.Content.Lang != "fr" || theirs.Published != "" {
			t.Errorf("%s: the post from elsewhere %+v", path, theirs)
		}
		if len(theirs.Authors) != 2 || theirs.Authors[0].Name != "Katie Exemple" || theirs.Authors[1].Name != "Awa" {
			t.Errorf("%s: its authors %v", path, theirs.Authors)
		}
		if last := theirs.Links[len(theirs.Links)-1]; last.Rel != "via" || last.Href != elsewhere.URL {
			t.Errorf("%s: its links %v", path, theirs.Links)
		}
	}
	var f struct {
		Version  string `json:"version"`
		HomePage string `json:"home_page_url"`
		FeedURL  string `json:"feed_url"`
		Language string `json:"language"`
		Items    []struct {
			ID          string `json:"id"`
			ExternalURL string `json:"external_url"`
			Title       string `json:"title"`
			HTML        string `json:"content_html"`
			Published   string `json:"date_published"`
			Language    string `json:"language"`
			Authors     []struct{ Name string }
			Penc        publication.PublicNews `json:"_penc"`
		} `json:"items"`
	}
	r := s.want(s.Get("/en/processes/water/news.json"), 200)
	if got := r.Header.Get("Content-Type"); got != "application/feed+json" {
		t.Errorf("the JSON feed is %s", got)
	}
	if err := json.Unmarshal([]byte(r.Body), &f); err != nil {
		t.Fatal(err)
	}
	if f.Version != "https://jsonfeed.org/version/1.1" || f.FeedURL != "http://localhost:8080/en/processes/water/news.json" || f.Language != "en" || len(f.Items) != 2 {
		t.Fatalf("%+v", f)
	}
	if it := f.Items[1]; it.ExternalURL != elsewhere.URL || it.Title != "Joining & meeting" || !strings.Contains(it.HTML, "A call.") || it.Authors[0].Name != "Katie Exemple" || it.Penc.Text[lang.French] != "Un appel." {
		t.Errorf("%+v", it)
	}
	s.want(s.Get("/en/processes/fire/news.atom"), 404)
	s.want(s.Get("/en/processes/water/news"), 200, `type="application/atom+xml"`, `href="/en/processes/water/news.atom"`)
}

func TestAnEmptySiteHasSoundFeedsAndAFrontDoor(t *testing.T) {
	s := site(t)
	var f atom
	parse(t, s.want(s.Get("/en/news.atom"), 200).Body, &f)
	if _, err := time.Parse(time.RFC3339, f.Updated); err != nil || len(f.Entries) != 0 {
		t.Errorf("%+v, %v", f, err)
	}
	s.want(s.Get("/en/"), 200, "Nothing is open at the moment", "No process is public yet", "How to take part")
	s.want(s.Get("/fr/"), 200, "Rien n’est ouvert en ce moment")
	for _, page := range []string{"about", "privacy", "accessibility"} {
		for _, l := range []string{"fr", "en"} {
			s.want(s.Get("/"+l+"/"+page), 200, "<h2>")
		}
	}
	s.want(s.Get("/en/privacy"), 200, "Version ")
}

func TestTheFrontDoor(t *testing.T) {
	s := site(t)
	p := processtest.Sound("mareola")
	p.Simulated, p.Country, p.Title = true, "", processtest.Words("Compteurs inventés", "Invented meters")
	if _, err := s.Processes.Open(t.Context(), access.AtConsole("mareola"), p); err != nil {
		t.Fatal(err)
	}
	for _, g := range []string{"a", "b"} {
		if _, err := s.Processes.SetGroup(t.Context(), access.AtConsole("mareola"), process.Group{Part: process.Part{Process: "mareola"}, Title: processtest.Words(g, g)}); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := s.Processes.SetStage(t.Context(), access.AtConsole("mareola"), process.Stage{Part: process.Part{Process: "mareola"}, Title: processtest.Words("Vote", "Voting")}); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Processes.Publish(t.Context(), access.AtConsole("mareola"), "mareola"); err != nil {
		t.Fatal(err)
	}
	processtest.Published(t, s.Processes, "water")
	processtest.Opened(t, s.Processes, "fire")
	body := s.want(s.Get("/en/"), 200, "Debate", "You can join, propose statements", `href="/en/processes/water/join"`).Body
	water, invented := strings.LastIndex(body, `href="/en/processes/water"`), strings.LastIndex(body, `href="/en/processes/mareola"`)
	if water < 0 || invented < water {
		t.Errorf("the real process stands at %d, the invented one at %d; want the real one first", water, invented)
	}
	if strings.Count(body, "Invented country") != 1 {
		t.Errorf("the invented process is marked %d times", strings.Count(body, "Invented country"))
	}
	s.as(access.Member)
	s.lacks(s.want(s.Get("/en/"), 200, "See the processes"), "/processes/fire")
}

func TestSearch(t *testing.T) {
	s := site(t)
	processtest.Published(t, s.Processes, "water")
	for i := range 23 {
		s.write(publication.News{Title: processtest.Words(fmt.Sprintf("Évaluation %d", i), fmt.Sprintf("Evaluation %d", i)), Text: lang.Say(lang.French, "Le régulateur à Dakar.")}, true)
	}
	s.write(publication.News{Title: lang.Say(lang.French, "Évaluation secrète"), Text: lang.Say(lang.French, "Brouillon.")}, false)
	s.follow()
	s.want(s.Get("/en/search"), 200, `name="q"`)
	first := s.want(s.Get("/fr/search?q=EVALUATION"), 200, "23 résultats", "1 à 20 sur 23", "Évaluation", `rel="next"`, "Actualité", "Processus sur l’eau")
	s.lacks(first, "secrète", `rel="prev"`)
	s.lacks(s.want(s.Get("/fr/search?q=EVALUATION&from=20"), 200, "21 à 23 sur 23", `rel="prev"`), `rel="next"`)
	s.want(s.Get("/en/search?q=regulateur"), 200, "<mark>régulateur</mark>", `lang="fr"`)
	s.want(s.Get("/en/search?q=zebra"), 200, "Nothing found", `value="zebra"`)
	s.as(access.Observer)
	s.want(s.Get("/fr/search?q=secrete"), 200, "secrète", "Non public")
	*s.Who = web.Identity{Actor: access.Actor{Person: "x"}.With(access.Convener, ref.To("process", "fire"))}
	s.want(s.Get("/fr/search?q=secrete"), 200, "Rien trouvé")
	s.asStranger()
	for _, q := range []string{
		`"`, `'`, `"unbalanced`, `a AND`, `NOT`, `NEAR(a b)`, `title:*`, `* *`, `'); DROP TABLE search_doc; --`, `\`, `%_%`, `a & | ! b`, `<->`,
		"\x00", "\xff\xfe", strings.Repeat("mot ", 5000), strings.Repeat("é", 20000), `<b>"><script>alert(1)</script>`, "👩‍👩‍👧", "(((((",
	} {
		if r := s.Get("/fr/search?q=" + url.QueryEscape(q)); r.Status != 200 {
			t.Errorf("%.40q: status %d", q, r.Status)
		}
	}
	for _, from := range []string{"-1", "9223372036854775807", "x", "99999999999999999999999"} {
		s.want(s.Get("/fr/search?q=evaluation&from="+from), 200)
	}
	s.want(s.Get("/fr/search?q=EVALUATION"), 200, "23 résultats")
}

func TestTheRecord(t *testing.T) {
	s := site(t)
	processtest.Published(t, s.Processes, "water")
	hidden := s.write(publication.News{Title: lang.Say(lang.French, "Brouillon secret"), Text: lang.Say(lang.French, "Texte")}, false)
	shown := s.write(publication.News{Title: lang.Say(lang.French, "La plénière"), Text: lang.Say(lang.French, "Texte")}, true)
	who := processtest.Holding(access.Editor, "water")
	c, err := s.news.Enter(t.Context(), who, publication.Coverage{Process: "water", Outlet: "Le Quotidien", Title: "Les compteurs", Language: "fr"})
	if err != nil {
		t.Fatal(err)
	}
	at := "/en/processes/water/record"
	s.lacks(s.want(s.Get(at), 200, "The post “La plénière” was published.", `href="/en`+shown.Path()+`"`, "The media article “Les compteurs” was entered.", "on the website", "at the server", "hash "),
		"Brouillon secret", string(hidden.ID), publication.NewsDrafted)
	s.want(s.Get("/fr/processes/water/record"), 200, "a été publié.", "sur le site", "empreinte ")

	if err := s.news.Remove(t.Context(), who, c.ID, c.Version); err != nil {
		t.Fatal(err)
	}
	s.lacks(s.want(s.Get(at), 200, "The media article “(not named here)” was entered.", "A media article was taken off the list."), "Les compteurs")

	var data struct {
		Process string
		Facts   []struct {
			Number                       int64
			Kind, Subject, Channel, Hash string
			Sentence, Happened, Recorded string
		}
		Older string
	}
	if err := json.Unmarshal([]byte(s.want(s.Get(at+".json"), 200).Body), &data); err != nil {
		t.Fatal(err)
	}
	last := int64(1 << 62)
	for _, f := range data.Facts {
		if f.Number >= last || f.Sentence == "" || f.Recorded == "" || !s.Directory.PublicFact(f.Kind) {
			t.Errorf("%+v after number %d", f, last)
		}
		last = f.Number
	}
	if data.Process != "water" || data.Facts[0].Kind != publication.CoverageRemoved || len(data.Facts[0].Hash) != 64 {
		t.Errorf("%+v", data.Facts[0])
	}
	s.want(s.Get("/en/processes/fire/record"), 404)
	processtest.Opened(t, s.Processes, "ice")
	s.want(s.Get("/en/processes/ice/record"), 404)
}

func TestTheRecordIsPagedByNumber(t *testing.T) {
	s := site(t)
	processtest.Published(t, s.Processes, "water")
	n := s.write(publication.News{Title: lang.Say(lang.French, "Un"), Text: lang.Say(lang.French, "Texte")}, true)
	who := processtest.Holding(access.Editor, "water")
	for i := range 2 * perRecord {
		n.Authors = []string{fmt.Sprint("Awa ", i)}
		var err error
		if n, err = s.news.Write(t.Context(), who, n); err != nil {
			t.Fatal(err)
		}
	}
	seen := map[int64]bool{}
	next, pages := "/en/processes/water/record.json", 0
	for next != "" {
		var data struct {
			Facts []struct{ Number int64 }
			Older string
		}
		if err := json.Unmarshal([]byte(s.want(s.Get(next), 200).Body), &data); err != nil {
			t.Fatal(err)
		}
		if len(data.Facts) > perRecord {
			t.Errorf("%d facts on a page", len(data.Facts))
		}
		for _, f := range data.Facts {
			if seen[f.Number] {
				t.Errorf("fact %d stands on two pages", f.Number)
			}
			seen[f.Number] = true
		}
		next = strings.TrimPrefix(data.Older, "http://localhost:8080")
		pages++
	}
	var all int
	err := s.DB.Read(t.Context(), func(tx *db.Tx) error {
		list, err := record.Of(tx, "water", 0, 10000)
		for _, f := range list {
			if s.Directory.PublicFact(f.Kind) {
				all++
			}
		}
		return err
	})
	if err != nil || len(seen) != all || pages != 3 {
		t.Errorf("%d of %d facts on %d pages, %v", len(seen), all, pages, err)
	}
	s.want(s.Get("/en/processes/water/record"), 200, "Older lines")
	s.lacks(s.want(s.Get("/en/processes/water/record?before=2"), 200, "Newest lines"), "Older lines")
	for _, before := range []string{"-5", "x", "99999999999999999999"} {
		s.want(s.Get("/en/processes/water/record?before="+before), 200)
	}
}

func TestWhatOnlyADemonstrationShows(t *testing.T) {
	s := site(t)
	err := s.DB.Write(t.Context(), func(tx *db.Tx) error {
		_, err := mail.Queue(tx, mail.Message{To: "awa@example.org", Lang: lang.French, Kind: "signin.code", Subject: "Votre <code>", Text: "Ouvrez ce lien :\n\nhttp://localhost:8080/fr/enter?t=abc", Reason: "Parce que."})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	s.want(s.Get("/en/outbox"), 200, "awa@example.org", `href="http://localhost:8080/fr/enter?t=abc"`, "Votre &lt;code&gt;", "Parce que.")
	s.want(s.Get("/fr/design"), 200, "Sous le grand arbre")
	s.site.Demo = false
	s.lacks(s.want(s.Get("/en/outbox"), 404), "awa@example.org")
	s.want(s.Get("/fr/design?again"), 404)
}

func TestTheSiteMap(t *testing.T) {
	s := site(t)
	processtest.Published(t, s.Processes, "water")
	processtest.Opened(t, s.Processes, "fire")
	n := s.write(publication.News{Title: lang.Say(lang.French, "Un"), Text: lang.Say(lang.French, "Texte")}, true)
	var m struct {
		URLs []struct {
			Loc   string `xml:"loc"`
			Links []struct {
				Lang string `xml:"hreflang,attr"`
				Href string `xml:"href,attr"`
			} `xml:"link"`
		} `xml:"url"`
	}
	body := s.want(s.Get("/sitemap.xml"), 200).Body
	s.as(access.Convener)
	if again := s.want(s.Get("/sitemap.xml"), 200).Body; again != body {
		t.Error("a convener gets another site map than strangers")
	}
	s.asStranger()
	parse(t, body, &m)
	found := map[string]bool{}
	for _, u := range m.URLs {
		found[u.Loc] = true
		if len(u.Links) != len(lang.Interface) || u.Links[0].Lang != "fr" {
			t.Errorf("%s has the languages %v", u.Loc, u.Links)
		}
		path := strings.TrimPrefix(u.Loc, "http://localhost:8080")
		s.want(s.Get(path), 200)
	}
	for _, path := range []string{"/fr/", "/en/processes/water", "/fr/processes/water/record", "/en" + n.Path()} {
		if !found["http://localhost:8080"+path] {
			t.Errorf("the site map lacks %s", path)
		}
	}
	if strings.Contains(body, "fire") {
		t.Error("the site map has a draft process")
	}
}
