package publicationweb

import (
	"github.com/a-h/templ"

	"penc/internal/gather/process"
	"penc/internal/ground/ref"
	"penc/internal/platform/web"
	"penc/internal/platform/web/ui"
	"penc/internal/share/publication"
)

// latestPanel is the latest news on the overview of a process.
type latestPanel struct {
	web.Speaker
	Whole process.Whole
	News  []publication.News
}

// newsPanel shows the latest posts on the overview of their process.
func (f face) newsPanel(a *web.Ask, id ref.ID) (templ.Component, error) {
	posts, err := f.publications.NewsOf(a.Ctx(), a.Who, id)
	if err != nil {
		return nil, err
	}
	p := latestPanel{Speaker: a.Speaker}
	for _, n := range posts {
		if n.State == publication.Published && len(p.News) < newsAtHome {
			p.News = append(p.News, n)
		}
	}
	if len(p.News) == 0 {
		return nil, nil
	}
	p.Whole, err = f.processes.Whole(a.Ctx(), a.Who, id)
	return newsOnOverview(p), err
}

// deskPanel leads those who run a process to its news and media coverage.
func (f face) deskPanel(a *web.Ask, id ref.ID) (templ.Component, error) {
	if process.MayWrite(a.Who, id) != nil {
		return nil, nil
	}
	posts, err := f.publications.NewsOf(a.Ctx(), a.Who, id)
	if err != nil {
		return nil, err
	}
	var drafts []publication.News
	for _, n := range posts {
		if n.State == publication.Draft {
			drafts = append(drafts, n)
		}
	}
	at := "/processes/" + string(id)
	return onDesk(a.Speaker, drafts, []ui.Link{
		{Label: a.T("publication.news.new"), Href: a.Link(at + "/news/new")},
		{Label: a.T("publication.coverage.new"), Href: a.Link(at + "/coverage/new")},
		{Label: a.T("publication.news.list"), Href: a.Link(at + "/news")},
	}), nil
}
