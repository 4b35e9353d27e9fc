package publicationweb

import (
	"net/url"
	"strconv"

	"penc/internal/ground/ref"
	"penc/internal/platform/db"
	"penc/internal/platform/feature"
	"penc/internal/platform/search"
	"penc/internal/platform/web"
	"penc/internal/platform/web/ui"
)

// perSearch is how many results a page shows.
const perSearch = 20

// farthest is the first result beyond which nobody pages.
const farthest = 10_000

// searchPage shows what was found for the words that were typed.
type searchPage struct {
	web.Page
	Words string
	Found []result
	Total int
	From  int // the first result's number, less one
}

// A result is something found, with its name and that of its process as they are
// now.
type result struct {
	search.Hit
	Card, Process feature.Card
}

// search answers a question. Nobody finds what they may not see: the index is
// asked for public things and for those of processes on which the reader holds a
// role, and what is gone since is passed over.
func (f face) search(a *web.Ask) error {
	p := searchPage{Page: a.Page(a.T("publication.search.title")), Words: a.Query("q")}
	p.NoIndex = true
	p.From = min(max(a.QueryInt("from", 0), 0), farthest)
	err := a.Site.DB.Read(a.Ctx(), func(tx *db.Tx) error {
		hits, total, err := search.Find(tx, search.Query{
			Words: p.Words, Lang: a.Lang, Inside: inside(a), Limit: perSearch, Offset: p.From,
		})
		p.Total, p.Found = total, nil
		for _, h := range hits {
			r := result{Hit: h}
			var there bool
			if r.Card, there = a.Site.Directory.Card(tx, h.Ref); there {
				r.Process, _ = a.Site.Directory.Card(tx, ref.To("process", h.Process))
				p.Found = append(p.Found, r)
			}
		}
		return err
	})
	if err != nil {
		return err
	}
	return a.Render(searchView(p))
}

// inside returns the processes on which the reader holds a role.
func inside(a *web.Ask) []ref.ID {
	var out []ref.ID
	for _, r := range a.Who.Roles {
		if r.Scope.Kind == "process" {
			out = append(out, r.Scope.ID)
		}
	}
	return out
}

// entry is a result as a line of a list.
func (p searchPage) entry(r result) ui.Entry {
	name := r.Card.Name
	out := ui.Entry{
		Title: p.Say(name), Lang: p.Foreign(name), Href: p.Link(r.Path), When: p.kind(r.Kind),
		Body: snippet(p.Speaker, r.Hit),
	}
	if name.Empty() {
		out.Title, out.Lang = r.Title, ""
	}
	if r.Process.Ref != r.Ref {
		out.Kind = p.Say(r.Process.Name)
	}
	switch {
	case !r.Public:
		out.State, out.Label = ui.TagWaiting, p.T("publication.search.not-public")
	case r.Card.Simulated || r.Process.Simulated:
		out.State, out.Label = ui.TagSimulated, p.T("publication.simulated")
	}
	return out
}

// kind returns what readers call a kind of thing.
func (p searchPage) kind(kind string) string {
	if key := "publication.kind." + kind; p.Has(key) {
		return p.T(key)
	}
	return p.T("publication.kind.other")
}

// pager leads through the results.
func (p searchPage) pager() ui.Pager {
	out := ui.Pager{Text: p.T("publication.search.range", "from", p.From+1, "to", p.From+len(p.Found), "total", p.Number(p.Total))}
	if p.From > 0 {
		out.Previous = p.at(max(p.From-perSearch, 0))
	}
	if p.From+perSearch < p.Total && p.From+perSearch <= farthest {
		out.Next = p.at(p.From + perSearch)
	}
	return out
}

func (p searchPage) at(from int) string {
	q := url.Values{"q": {p.Words}}
	if from > 0 {
		q.Set("from", strconv.Itoa(from))
	}
	return p.Link("/search?" + q.Encode())
}

// A stretch is a piece of a text that matches the question, or does not.
type stretch struct {
	Text  string
	Found bool
}

// stretches cuts a text at its matches.
func stretches(text string, marks [][2]int) []stretch {
	var out []stretch
	at := 0
	for _, m := range marks {
		if m[0] < at || m[1] > len(text) || m[0] >= m[1] {
			continue
		}
		if m[0] > at {
			out = append(out, stretch{text[at:m[0]], false})
		}
		out = append(out, stretch{text[m[0]:m[1]], true})
		at = m[1]
	}
	if at < len(text) {
		out = append(out, stretch{text[at:], false})
	}
	return out
}
