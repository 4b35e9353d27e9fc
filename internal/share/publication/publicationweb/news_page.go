package publicationweb

import (
	"net/url"
	"strings"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"

	"penc/internal/gather/process"
	"penc/internal/gather/process/processweb"
	"penc/internal/ground/lang"
	"penc/internal/ground/ref"
	"penc/internal/platform/web"
	"penc/internal/platform/web/ui"
	"penc/internal/share/publication"
)

// newsPage lists the posts of a process and what the media wrote about it.
type newsPage struct {
	web.Page
	Place    processweb.Place
	Whole    process.Whole
	Cite     *processweb.Citations
	News     []publication.News
	Coverage []publication.Coverage
	MayWrite bool
}

// siteNewsPage lists the latest posts of all processes.
type siteNewsPage struct {
	web.Page
	Posts []publication.Post
}

// postPage is one post.
type postPage struct {
	web.Page
	Place    processweb.Place
	Whole    process.Whole
	Cite     *processweb.Citations
	News     publication.News
	MayWrite bool
}

func (f face) processNews(a *web.Ask) error {
	w, at, err := f.whole(a, a.ID("id"))
	if err != nil {
		return err
	}
	if a.Format != "" {
		return f.feed(a, w.Process)
	}
	posts, err := f.publications.NewsOf(a.Ctx(), a.Who, w.ID)
	if err != nil {
		return err
	}
	articles, err := f.publications.CoverageOf(a.Ctx(), a.Who, w.ID)
	if err != nil {
		return err
	}
	at.Title.Title, at.Title.Lead = a.T("publication.news.list"), a.T("publication.news.lead")
	p := newsPage{
		Page: at.Page(a, at.Title.Title+" – "+a.Say(w.Title)), Place: at, Whole: w, News: posts, Coverage: articles,
		Cite: processweb.Cite(a.Speaker, w.Sources, "publication"), MayWrite: at.May(a),
	}
	p.Description = a.T("publication.news.lead")
	p.Feeds = feedsOf(a.Speaker, w.Path()+"/news")
	return a.Render(newsOfProcess(p))
}

// whole returns a process with all its parts and the place of its pages.
func (f face) whole(a *web.Ask, id ref.ID) (process.Whole, processweb.Place, error) {
	w, err := f.processes.Whole(a.Ctx(), a.Who, id)
	if err != nil {
		return w, processweb.Place{}, err
	}
	return w, processweb.Inside(a, w.Process), nil
}

// perList is how many posts the site's own list and every feed hold.
const perList = 50

func (f face) siteNews(a *web.Ask) error {
	if a.Format != "" {
		return f.feed(a, process.Process{})
	}
	posts, err := f.publications.Latest(a.Ctx(), "", perList)
	if err != nil {
		return err
	}
	p := siteNewsPage{Page: a.Page(a.T("publication.site-news.title")), Posts: posts}
	p.Description = a.T("publication.site-news.lead")
	p.Feeds = feedsOf(a.Speaker, "/news")
	return a.Render(newsOfSite(p))
}

func (f face) news(a *web.Ask) error {
	n, w, at, err := f.post(a)
	if err != nil {
		return err
	}
	if a.Format == "json" {
		return a.JSON(n.Public())
	}
	at.Title.Title, at.Title.Lang = a.Say(n.Title), a.Foreign(n.Title)
	p := postPage{
		Page: at.Page(a, at.Title.Title), Place: at, Whole: w, News: n,
		Cite: processweb.Cite(a.Speaker, w.Sources, "publication"), MayWrite: at.May(a),
	}
	p.NoIndex = p.NoIndex || n.State != publication.Published
	p.Place.Title.Meta = postMeta(p)
	if n.State == publication.Published {
		p.Description = a.Plain(n.Text, 160)
	}
	return a.Render(newsPost(p))
}

// post returns the post of the address with its process and place.
func (f face) post(a *web.Ask) (publication.News, process.Whole, processweb.Place, error) {
	n, err := f.publications.NewsByID(a.Ctx(), a.Who, a.ID("id"))
	if err != nil {
		return n, process.Whole{}, processweb.Place{}, err
	}
	w, at, err := f.whole(a, n.Process)
	if err != nil {
		return n, w, at, err
	}
	list := w.Path() + "/news"
	at = at.On(a, list)
	at.Title.Trail = append(at.Title.Trail, a.Crumb(a.T("publication.news.list"), list))
	return n, w, at, nil
}

// authors returns who wrote a post, by name.
func authors(w process.Whole, n publication.News) string {
	names := make([]string, len(n.Authors))
	for i, id := range n.Authors {
		names[i] = id
		if p, ok := w.Person(ref.ID(id)); ok {
			names[i] = p.FullName
		}
	}
	return strings.Join(names, ", ")
}

// item is a post as a line of a list; c is nil where sources are not shown.
func item(s web.Speaker, w process.Whole, c *processweb.Citations, n publication.News) ui.News {
	out := ui.News{
		Title: s.Say(n.Title), Lang: s.Foreign(n.Title), Href: s.Link(n.Path()), When: s.Date(n.Date), By: authors(w, n),
		Kind: s.Say(n.FirstPublished), Text: s.Plain(n.Text, 280), Evidence: c.All(n.Evidence),
	}
	switch n.State {
	case publication.Draft:
		out.State, out.Label = ui.TagWaiting, s.T("publication.state.draft")
	case publication.Withdrawn:
		out.State, out.Label, out.Text = ui.TagRefused, s.T("publication.state.withdrawn"), s.Say(n.Reason)
	}
	return out
}

// siteItem is a post among those of other processes: its process stands in place
// of where it appeared first.
func siteItem(s web.Speaker, post publication.Post) ui.News {
	out := item(s, process.Whole{}, nil, post.News)
	out.By, out.Kind = "", s.Say(post.Of.Title)
	if post.Of.Simulated {
		out.State, out.Label = ui.TagSimulated, s.T("publication.simulated")
	}
	return out
}

// facts are what is known of a post beside its text.
func (p postPage) facts() []ui.Fact {
	n := p.News
	out := []ui.Fact{{Term: p.T("publication.field.date"), Text: p.Date(n.Date), Evidence: p.Cite.At(n.Evidence, "date")}}
	if len(n.Authors) > 0 {
		out = append(out, ui.Fact{
			Term: p.T("publication.field.authors"), Text: authors(p.Whole, n), Evidence: p.Cite.At(n.Evidence, "authors"),
		})
	}
	if !n.FirstPublished.Empty() {
		out = append(out, ui.Fact{
			Term: p.T("publication.field.first-published"), Text: p.Say(n.FirstPublished), Lang: p.Foreign(n.FirstPublished),
			Evidence: p.Cite.At(n.Evidence, "first-published"),
		})
	}
	if n.Elsewhere() {
		out = append(out,
			ui.Fact{Term: p.T("publication.field.languages"), Text: languages(p.Speaker, n.Title.Languages())},
			ui.Fact{Term: p.T("publication.field.url"), Body: link(ui.Link{Label: host(n.URL), Href: safe(n.URL)}), Evidence: p.Cite.At(n.Evidence, "url")})
	}
	if n.Evidence.Says() {
		out = append(out, ui.Fact{Term: p.T("publication.field.evidence"), Evidence: p.Cite.Rest(n.Evidence, inFacts...)})
	}
	return out
}

// inFacts are the fields whose evidence stands beside them.
var inFacts = []string{"date", "authors", "first-published", "url"}

func languages(s web.Speaker, tags []lang.Tag) string {
	names := make([]string, len(tags))
	for i, t := range tags {
		names[i] = languageName(s, t)
	}
	return strings.Join(names, ", ")
}

// languageName returns how readers call a language in theirs; its tag if it is not
// known.
func languageName(s web.Speaker, l lang.Tag) string {
	tag, err := language.Parse(string(l))
	if err != nil {
		return string(l)
	}
	if name := display.Languages(language.Make(string(s.Lang))).Name(tag); name != "" {
		return name
	}
	return string(l)
}

// host returns the site that an address leads to; the address itself may be too
// long for a narrow screen.
func host(address string) string {
	if u, err := url.Parse(address); err == nil && u.Host != "" {
		return u.Hostname()
	}
	return address
}

// safe returns an address of the web as it is, and nothing else: the operations
// check addresses, and a page does not trust them.
func safe(address string) string {
	if strings.HasPrefix(address, "https://") || strings.HasPrefix(address, "http://") {
		return address
	}
	return ""
}

// textTitle says whose words the text is: ours about a post that appeared
// elsewhere, or the process's own.
func textTitle(p postPage) string {
	if p.News.Elsewhere() {
		return p.T("publication.news.in-our-words")
	}
	return p.T("publication.news.words")
}
