package web

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"net/http"
	"net/url"
	"sync"

	"github.com/a-h/templ"

	"penc/internal/ground/access"
	"penc/internal/ground/lang"
	"penc/internal/platform/web/ui"
)

// A Page is what every page has. A room's page type embeds it.
type Page struct {
	Speaker
	Title       string // in the browser's tab; the page's own h1 is its PageTitle
	Description string // one sentence, for search engines and previews
	Path        string // the address without the language
	Query       string // kept when the language is changed
	Who         access.Actor
	Name        string
	Simulated   bool   // the page shows invented people or votes
	Done        string // what the act before did
	NoIndex     bool
	Feeds       []Feed
	Scripts     []string // addresses of deferred modules
	Sheet       string   // a sheet of styles besides the one of every page: see ui.Sheets
	Theme       string   // "light" or "dark" whatever the reader's system says
	Refresh     int      // seconds after which a browser without scripts asks again

	header ui.Header
	footer ui.Footer
	base   string
	site   *Site
	method string
	live   *Live // how the page follows what happens
	inner  bool  // only the content of main is asked for
	began  int64 // when the page was asked for, in milliseconds

	offline *ui.OfflineBar // what it says without a network
}

// A Feed is announced in the head of a page.
type Feed struct{ Title, Href, Type string }

// Page returns a page for who asks. A page that a person can write on gets the
// script that sends a form once.
func (a *Ask) Page(title string) Page {
	p := Page{
		Speaker: a.Speaker, Title: title, Path: a.Path, Query: a.R.URL.RawQuery,
		Who: a.Who, Name: a.Name, Done: a.done, site: a.Site, base: a.Site.BaseURL,
		method: a.R.Method, inner: wantsLive(a.R), began: a.began,
	}
	p.header, p.footer = a.Site.header(a), a.Site.footer(a)
	if a.route.Fresh || a.route.For != Anyone || a.R.Method == http.MethodPost {
		p = p.With("web/form.js")
	}
	return p
}

// Bare returns a page outside any site, for the tests that render templates.
func Bare(s Speaker, title string) Page {
	return Page{Speaker: s, Title: title, Path: "/", header: ui.Header{Site: "Penc", Home: s.Link("/")}}
}

// With adds a script of a face by its name: "conversation/vote.js".
func (p Page) With(name string) Page {
	if p.site != nil {
		if at := p.site.assets.byName[name]; at != "" {
			p.Scripts = append(p.Scripts[:len(p.Scripts):len(p.Scripts)], at)
		}
	}
	return p
}

// NewAct returns the hidden field that makes a form's act recognisable, so that
// a second press of the button changes nothing.
func NewAct() ui.Hidden { return ui.Hidden{Name: "act", Value: rand.Text()} }

// Crumb returns a link for the trail of a page.
func (s Speaker) Crumb(label, path string) ui.Link { return ui.Link{Label: label, Href: s.Link(path)} }

// Bilingual returns a field for one text in every language of the interface. The
// stored text says which wording is the original and which translations are out
// of date; typed holds what is shown (what the person typed, if the form comes
// back); rows is 0 for a single line. A translation that is out of date gets a
// box to say that it is still right: "name.en.right".
func (s Speaker) Bilingual(name, legend string, stored lang.Text, typed map[lang.Tag]string, faults Faults, rows int) ui.Bilingual {
	b := ui.Bilingual{Legend: legend}
	for _, l := range lang.Interface {
		words, ok := typed[l]
		if !ok {
			words = stored.Words(l)
		}
		field := name + "." + string(l)
		b.Fields = append(b.Fields, ui.Field{
			Name: field, Label: s.T("web.language." + string(l)), Lang: string(l), Value: words, Rows: rows, Error: faults.Of(field),
		})
		if stored.Stale(l) {
			b.Stale = s.T("web.translation.stale-edit", "language", s.T("web.language."+string(l)))
		}
	}
	return b
}

func (s *Site) header(a *Ask) ui.Header {
	h := ui.Header{Site: s.Name, Home: a.Link("/")}
	for _, n := range s.nav {
		if n.For.Admits(a.Who) {
			h.Nav = append(h.Nav, ui.Link{Label: a.T(n.Word), Href: a.Link(n.Path), Current: n.Path == a.Path})
		}
	}
	for _, l := range lang.Interface {
		to := "/" + string(l) + a.Path
		if a.R.URL.RawQuery != "" {
			to += "?" + a.R.URL.RawQuery
		}
		h.Languages = append(h.Languages, ui.Link{Label: a.T("web.language." + string(l)), Href: to, Lang: string(l), Current: l == a.Lang})
	}
	if a.Who.Person != "" {
		h.Account = []ui.Link{{Label: a.T("web.account"), Href: a.Link("/account"), Current: a.Path == "/account"}}
		h.Acts = []ui.Action{{Label: a.T("web.sign-out"), Href: a.Link("/sign-out")}}
	} else {
		h.Account = []ui.Link{{Label: a.T("web.join"), Href: a.Link("/join"), Current: a.Path == "/join"}}
	}
	return h
}

func (s *Site) footer(a *Ask) ui.Footer {
	f := ui.Footer{Groups: []ui.LinkGroup{{Title: a.T("web.footer.about"), Links: []ui.Link{
		{Label: a.T("web.footer.how"), Href: a.Link("/about")},
		{Label: a.T("web.footer.privacy"), Href: a.Link("/privacy")},
		{Label: a.T("web.footer.accessibility"), Href: a.Link("/accessibility")},
	}}}}
	f.Notes = append(f.Notes, a.T("web.footer.made-with"))
	if s.Demo {
		f.Groups = append(f.Groups, ui.LinkGroup{Title: a.T("web.footer.demo"), Links: []ui.Link{
			{Label: a.T("web.footer.outbox"), Href: a.Link("/outbox")},
			{Label: a.T("web.footer.design"), Href: a.Link("/design")},
		}})
	}
	return f
}

// other returns the addresses of the page in every language, for hreflang.
func (p Page) other() map[lang.Tag]string {
	out := map[lang.Tag]string{}
	for _, l := range lang.Interface {
		out[l] = p.base + "/" + string(l) + p.Path
	}
	return out
}

// policy is the content security policy of every page: the style sheets are
// allowed by their hash, scripts only from the site's own files.
var policy = sync.OnceValue(func() string {
	styles := "style-src"
	for _, sheet := range append([]string{ui.CSS()}, ui.Sheets()...) {
		sum := sha256.Sum256([]byte(sheet))
		styles += " 'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"
	}
	return "default-src 'none'; " + styles + "; script-src 'self'; img-src 'self' data:; connect-src 'self'; worker-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
})

// styles puts the sheet into the head as it is, so that its hash is right.
func styles(sheet string) templ.Component {
	out := "<style>" + ui.CSS() + "</style>"
	if more := ui.Sheet(sheet); more != "" {
		out += "<style>" + more + "</style>"
	}
	return templ.Raw(out)
}

// htmlAttributes are those of a page's html element besides its language.
func (p Page) htmlAttributes() templ.Attributes {
	if p.Theme == "" {
		return nil
	}
	return templ.Attributes{"data-theme": p.Theme}
}

func queryEscape(s string) string { return url.QueryEscape(s) }

// tab returns what the browser's tab says.
func (p Page) tab() string {
	if p.Title == "" || p.Title == p.header.Site {
		return p.header.Site
	}
	return p.Title + " – " + p.header.Site
}

// icon is the sign as an address that needs no request. It is safe as it is: templ
// takes out addresses that begin with data.
var icon = sync.OnceValue(func() templ.SafeURL {
	return templ.SafeURL("data:image/svg+xml;base64," + base64.StdEncoding.EncodeToString([]byte(ui.Favicon())))
})
