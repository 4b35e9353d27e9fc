package publicationweb

import (
	"encoding/xml"
	"strings"
	"time"

	"penc/internal/ground/access"
	"penc/internal/ground/lang"
	"penc/internal/platform/web"
)

// The parts of a site map (sitemaps.org 0.9), with the languages of each page.
type (
	urlSet struct {
		XMLName xml.Name `xml:"http://www.sitemaps.org/schemas/sitemap/0.9 urlset"`
		XHTML   string   `xml:"xmlns:xhtml,attr"`
		URLs    []mapURL `xml:"url"`
	}
	mapURL struct {
		Loc     string   `xml:"loc"`
		LastMod string   `xml:"lastmod,omitempty"`
		Links   []mapAlt `xml:"xhtml:link"`
	}
	mapAlt struct {
		Rel  string   `xml:"rel,attr"`
		Lang lang.Tag `xml:"hreflang,attr"`
		Href string   `xml:"href,attr"`
	}
)

// sitemapNews is how many posts of each process the site map lists.
const sitemapNews = 1000

// sitemap lists the public pages for search engines: those of the site, the tabs
// of every process, and the posts.
func (f face) sitemap(a *web.Ask) error {
	stranger := *a
	stranger.Who = access.Actor{}
	out := urlSet{XHTML: "http://www.w3.org/1999/xhtml"}
	for _, path := range []string{"/", "/processes", "/news", "/about", "/privacy", "/accessibility"} {
		out.add(a.Site.BaseURL, path, time.Time{})
	}
	all, err := f.processes.All(a.Ctx(), stranger.Who)
	if err != nil {
		return err
	}
	for _, w := range all {
		paths := []string{w.Path()}
		for _, tab := range stranger.Tabs("process", w.ID) {
			if path := strings.TrimPrefix(tab.Href, a.Link("")); path != w.Path() {
				paths = append(paths, path)
			}
		}
		for _, path := range paths {
			out.add(a.Site.BaseURL, path, time.Time{})
		}
	}
	posts, err := f.publications.Latest(a.Ctx(), "", sitemapNews)
	if err != nil {
		return err
	}
	for _, post := range posts {
		out.add(a.Site.BaseURL, post.Path(), post.Changed)
	}
	raw, err := xml.MarshalIndent(out, "", " ")
	if err != nil {
		return err
	}
	return a.File("application/xml; charset=utf-8", "", append([]byte(xml.Header), append(raw, '\n')...))
}

// add adds a page in every language.
func (s *urlSet) add(base, path string, changed time.Time) {
	var alternates []mapAlt
	for _, l := range lang.Interface {
		alternates = append(alternates, mapAlt{"alternate", l, base + "/" + string(l) + path})
	}
	for _, alt := range alternates {
		u := mapURL{Loc: alt.Href, Links: alternates}
		if !changed.IsZero() {
			u.LastMod = changed.UTC().Format(time.DateOnly)
		}
		s.URLs = append(s.URLs, u)
	}
}
