package publicationweb

import (
	"bytes"
	"context"
	"encoding/json"
	"encoding/xml"
	"time"

	"penc/internal/gather/process"
	"penc/internal/ground/lang"
	"penc/internal/ground/ref"
	"penc/internal/ground/when"
	"penc/internal/platform/web"
	"penc/internal/platform/web/ui"
	"penc/internal/share/publication"
)

// The media types of the feeds.
const (
	atomType = "application/atom+xml"
	jsonType = "application/feed+json"
)

// feedsOf announces the feeds of a list of news in the head of a page.
func feedsOf(s web.Speaker, path string) []web.Feed {
	return []web.Feed{
		{Title: "Atom", Href: s.Link(path + ".atom"), Type: atomType},
		{Title: "JSON Feed", Href: s.Link(path + ".json"), Type: jsonType},
	}
}

func feedLinks(s web.Speaker, path string) []ui.Link {
	return []ui.Link{{Label: "Atom", Href: s.Link(path + ".atom")}, {Label: "JSON Feed", Href: s.Link(path + ".json")}}
}

// A bulletin is what both kinds of feed say, in one language: the latest posts of
// the site, or of one process.
type bulletin struct {
	say     web.Speaker
	base    string // of addresses: "https://penc.example.org"
	site    string
	title   string
	lead    string
	path    string // of the list, without language and suffix
	started time.Time
	posts   []publication.Post
	people  map[string]string // names of people whom sources name, by id
}

// feed answers with the feed of a process, or of the site for an empty one.
func (f face) feed(a *web.Ask, p process.Process) error {
	b := bulletin{
		say: a.Speaker, base: a.Site.BaseURL, site: a.Site.Name, path: "/news", people: map[string]string{}, started: time.Unix(0, 0).UTC(),
		title: a.T("publication.feed.site", "site", a.Site.Name), lead: a.T("publication.site-news.lead"),
	}
	if p.ID != "" {
		b.path, b.title, b.lead, b.started = p.Path()+"/news", a.T("publication.feed.process", "name", a.Say(p.Title)), a.Plain(p.Summary, 280), p.Opened
	}
	var err error
	if b.posts, err = f.publications.Latest(a.Ctx(), p.ID, perList); err != nil {
		return err
	}
	seen := map[ref.ID]bool{}
	for _, post := range b.posts {
		if seen[post.Of.ID] || len(post.Authors) == 0 {
			continue
		}
		seen[post.Of.ID] = true
		w, err := f.processes.Whole(a.Ctx(), a.Who, post.Of.ID)
		if err != nil {
			return err
		}
		for _, person := range w.People {
			b.people[string(person.ID)] = person.FullName
		}
	}
	if a.Format == "atom" {
		raw, err := b.atom()
		if err != nil {
			return err
		}
		return a.File(atomType+"; charset=utf-8", "", raw)
	}
	raw, err := b.json()
	if err != nil {
		return err
	}
	return a.File(jsonType, "", raw)
}

// address returns a path in the bulletin's language as a whole address.
func (b bulletin) address(path string) string { return b.base + b.say.Link(path) }

// updated is when the newest change was; the process's opening if there is no
// post.
func (b bulletin) updated() time.Time {
	at := b.started
	for _, p := range b.posts {
		if p.Changed.After(at) {
			at = p.Changed
		}
	}
	return at
}

func (b bulletin) authors(n publication.News) []string {
	names := make([]string, len(n.Authors))
	for i, id := range n.Authors {
		names[i] = id
		if name := b.people[id]; name != "" {
			names[i] = name
		}
	}
	return names
}

// html returns the text of a post as HTML, and its language.
func (b bulletin) html(n publication.News) (string, lang.Tag, error) {
	var out bytes.Buffer
	err := b.say.Markdown(n.Text).Render(context.Background(), &out)
	_, l := n.Text.In(b.say.Lang)
	return out.String(), l, err
}

// appeared returns the day on which a post appeared, if it is known to the day.
func appeared(n publication.News) string {
	if n.Date.Precision() != when.Day {
		return ""
	}
	return n.Date.First().Format(time.RFC3339)
}

// The parts of an Atom feed (RFC 4287).
type (
	atomFeed struct {
		XMLName   xml.Name `xml:"http://www.w3.org/2005/Atom feed"`
		Lang      lang.Tag `xml:"http://www.w3.org/XML/1998/namespace lang,attr"`
		ID        string   `xml:"id"`
		Title     string   `xml:"title"`
		Subtitle  string   `xml:"subtitle,omitempty"`
		Updated   string   `xml:"updated"`
		Author    atomName `xml:"author"`
		Links     []atomLink
		Generator string `xml:"generator"`
		Entries   []atomEntry
	}
	atomName struct {
		Name string `xml:"name"`
	}
	atomLink struct {
		XMLName xml.Name `xml:"link"`
		Rel     string   `xml:"rel,attr"`
		Type    string   `xml:"type,attr,omitempty"`
		Lang    lang.Tag `xml:"hreflang,attr,omitempty"`
		Href    string   `xml:"href,attr"`
	}
	atomText struct {
		Lang lang.Tag `xml:"http://www.w3.org/XML/1998/namespace lang,attr,omitempty"`
		Type string   `xml:"type,attr"`
		Text string   `xml:",chardata"`
	}
	atomEntry struct {
		XMLName   xml.Name   `xml:"entry"`
		ID        string     `xml:"id"`
		Title     atomText   `xml:"title"`
		Published string     `xml:"published,omitempty"`
		Updated   string     `xml:"updated"`
		Authors   []atomName `xml:"author"`
		Category  []atomTerm
		Links     []atomLink
		Content   atomText `xml:"content"`
	}
	atomTerm struct {
		XMLName xml.Name `xml:"category"`
		Term    string   `xml:"term,attr"`
		Label   string   `xml:"label,attr,omitempty"`
	}
)

func (b bulletin) atom() ([]byte, error) {
	self := b.address(b.path)
	feed := atomFeed{
		Lang: b.say.Lang, ID: self, Title: b.title, Subtitle: b.lead, Updated: b.updated().Format(time.RFC3339),
		Author: atomName{b.site}, Generator: "Penc",
		Links: []atomLink{{Rel: "self", Type: atomType, Href: self + ".atom"}, {Rel: "alternate", Type: "text/html", Lang: b.say.Lang, Href: self}},
	}
	for _, post := range b.posts {
		e, err := b.entry(post)
		if err != nil {
			return nil, err
		}
		feed.Entries = append(feed.Entries, e)
	}
	raw, err := xml.MarshalIndent(feed, "", " ")
	return append([]byte(xml.Header), append(raw, '\n')...), err
}

func (b bulletin) entry(post publication.Post) (atomEntry, error) {
	n := post.News
	title, titleLang := n.Title.In(b.say.Lang)
	html, textLang, err := b.html(n)
	e := atomEntry{
		ID: b.address(n.Path()), Title: atomText{titleLang, "text", title}, Published: appeared(n),
		Updated:  n.Changed.Format(time.RFC3339),
		Category: []atomTerm{{Term: string(n.Process), Label: b.say.Say(post.Of.Title)}},
		Links:    []atomLink{{Rel: "alternate", Type: "text/html", Lang: b.say.Lang, Href: b.address(n.Path())}},
		Content:  atomText{textLang, "html", html},
	}
	if safe(n.URL) != "" {
		e.Links = append(e.Links, atomLink{Rel: "via", Href: n.URL})
	}
	for _, name := range b.authors(n) {
		e.Authors = append(e.Authors, atomName{name})
	}
	return e, err
}

// The parts of a JSON Feed (version 1.1).
type (
	jsonFeed struct {
		Version     string       `json:"version"`
		Title       string       `json:"title"`
		HomePage    string       `json:"home_page_url"`
		FeedURL     string       `json:"feed_url"`
		Description string       `json:"description,omitempty"`
		Language    lang.Tag     `json:"language"`
		Authors     []jsonAuthor `json:"authors"`
		Items       []jsonItem   `json:"items"`
	}
	jsonAuthor struct {
		Name string `json:"name"`
		URL  string `json:"url,omitempty"`
	}
	jsonItem struct {
		ID          string                 `json:"id"`
		URL         string                 `json:"url"`
		ExternalURL string                 `json:"external_url,omitempty"`
		Title       string                 `json:"title"`
		HTML        string                 `json:"content_html"`
		Summary     string                 `json:"summary"`
		Published   string                 `json:"date_published,omitempty"`
		Modified    string                 `json:"date_modified"`
		Authors     []jsonAuthor           `json:"authors,omitempty"`
		Tags        []string               `json:"tags"`
		Language    lang.Tag               `json:"language"`
		Penc        publication.PublicNews `json:"_penc"` // the post with its evidence, in every language
	}
)

func (b bulletin) json() ([]byte, error) {
	self := b.address(b.path)
	feed := jsonFeed{
		Version: "https://jsonfeed.org/version/1.1", Title: b.title, HomePage: self, FeedURL: self + ".json",
		Description: b.lead, Language: b.say.Lang, Authors: []jsonAuthor{{Name: b.site, URL: b.address("/")}}, Items: []jsonItem{},
	}
	for _, post := range b.posts {
		n := post.News
		html, l, err := b.html(n)
		if err != nil {
			return nil, err
		}
		it := jsonItem{
			ID: b.address(n.Path()), URL: b.address(n.Path()), ExternalURL: safe(n.URL), Title: b.say.Say(n.Title), HTML: html,
			Summary: b.say.Plain(n.Text, 280), Published: appeared(n), Modified: n.Changed.Format(time.RFC3339),
			Tags: []string{b.say.Say(post.Of.Title)}, Language: l, Penc: n.Public(),
		}
		for _, name := range b.authors(n) {
			it.Authors = append(it.Authors, jsonAuthor{Name: name})
		}
		feed.Items = append(feed.Items, it)
	}
	var out bytes.Buffer
	enc := json.NewEncoder(&out)
	enc.SetIndent("", " ")
	err := enc.Encode(feed)
	return out.Bytes(), err
}
