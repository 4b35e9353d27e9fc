package personweb

import (
	"net/url"

	"penc/internal/ground/ref"
	"penc/internal/people/person"
	"penc/internal/platform/web"
)

// perPage is how many people a page lists.
const perPage = 50

// peoplePage is the operator's list of people.
type peoplePage struct {
	web.Page
	Words  string
	People []person.Person
	All    int
	Next   string // address of the page after this one
}

func (f face) list(a *web.Ask) error {
	q := person.Query{Words: a.Query("q"), Before: ref.ID(a.Query("before")), Limit: perPage + 1}
	people, all, err := f.people.List(a.Ctx(), a.Who, q)
	if err != nil {
		return err
	}
	p := peoplePage{Page: a.Page(a.T("person.list.title")), Words: q.Words, People: people, All: all}
	p.NoIndex = true
	if len(people) > perPage {
		p.People = people[:perPage]
		v := url.Values{"before": {string(p.People[perPage-1].ID)}}
		if q.Words != "" {
			v.Set("q", q.Words)
		}
		p.Next = a.Link("/people") + "?" + v.Encode()
	}
	return a.Render(peopleView(p))
}
