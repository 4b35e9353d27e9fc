package conversationweb

import (
	"slices"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"penc/internal/deliberate/conversation"
	"penc/internal/gather/process/processweb"
	"penc/internal/platform/web"
	"penc/internal/platform/web/ui"
	"penc/opinion"
	"penc/opinion/opinionreport"
)

// resultsPage shows what came out so far: the map with the statements that say most,
// or one list of statements.
type resultsPage struct {
	web.Page
	Place   place
	Board   conversation.Board
	Reading reading
	Spot    *conversation.Spot // where who asks stands on the map; nil if they have no vote
	Cite    *processweb.Citations
	Show    string // the list that is shown; empty on the first page
	Lines   []int  // its columns, those of this page
	Pager   ui.Pager
}

// onFirst is how many statements the first page shows of each list.
const onFirst = 3

// perList is how many statements a page of a list shows.
const perList = 20

func (f face) results(a *web.Ask) error {
	at, err := f.at(a)
	if err != nil {
		return err
	}
	r, err := f.reading(a, at)
	if err != nil {
		return err
	}
	if a.Format == "json" {
		return a.JSON(r.Chart)
	}
	p, err := f.resultsPage(a, at, r, a.T("conversation.results.title"))
	if err != nil {
		return err
	}
	if show := a.Query("show"); slices.Contains(conversation.Shows, show) && r.There {
		p.list(a, show)
		return a.Render(listedPage(p))
	}
	if spot, ok, err := f.conversations.Spot(a.Ctx(), voice(a), at.Conversation.ID); err != nil {
		return err
	} else if ok {
		p.Spot = &spot
	}
	return a.Render(resultPage(p))
}

// resultsPage returns a page about results.
func (f face) resultsPage(a *web.Ask, at place, r reading, title string) (p resultsPage, err error) {
	p = resultsPage{Place: at.below(a, title), Reading: r}
	p.Page = at.page(a, title+" – "+a.Say(at.Conversation.Title))
	if p.Board, err = f.conversations.BoardOf(a.Ctx(), a.Who, at.Conversation.ID); err != nil {
		return p, err
	}
	w, err := f.processes.Whole(a.Ctx(), a.Who, at.Process.ID)
	if err != nil {
		return p, err
	}
	p.Cite = processweb.Cite(a.Speaker, w.Sources, "conversation")
	return p, nil
}

// list fills in one page of a list.
func (p *resultsPage) list(a *web.Ask, show string) {
	p.Show = show
	all := p.listed(show)
	p.Lines, p.Pager = leaf(a, all, func(page int) string { return p.showLink(show, page) })
}

// leaf returns the columns of the page of a list that is asked for, and what leads to
// its neighbours.
func leaf(a *web.Ask, all []int, link func(page int) string) ([]int, ui.Pager) {
	pages := max(1, (len(all)+perList-1)/perList)
	page := min(max(a.QueryInt("page", 1), 1), pages)
	from, to := (page-1)*perList, min(page*perList, len(all))
	pager := ui.Pager{Text: a.T("conversation.board.page", "from", a.Number(min(from+1, to)), "to", a.Number(to), "of", a.Number(len(all)))}
	if page > 1 {
		pager.Previous = link(page - 1)
	}
	if page < pages {
		pager.Next = link(page + 1)
	}
	return all[from:to], pager
}

func (p resultsPage) showLink(show string, page int) string {
	return p.Link(p.Place.path("/results")) + "?show=" + show + numbered("&", page)
}

// numbered is the part of an address that names a page of a list.
func numbered(before string, page int) string {
	if page == 1 {
		return ""
	}
	return before + "page=" + strconv.Itoa(page)
}

// listed returns the columns of a list whose statements may be read.
func (p resultsPage) listed(show string) []int {
	var out []int
	for _, j := range p.Reading.Chart.Listed(show) {
		if _, ok := byID(p.Board, p.Reading.statement(j)); ok {
			out = append(out, j)
		}
	}
	return out
}

// first returns the first statements of a list.
func (p resultsPage) first(show string) []int {
	all := p.listed(show)
	return all[:min(onFirst, len(all))]
}

// shows are the links to the lists with how many statements each has.
func (p resultsPage) shows() []ui.Link {
	var out []ui.Link
	for _, show := range conversation.Shows {
		if n := len(p.listed(show)); n > 0 || show == p.Show {
			label := p.T("conversation.results.show-counted", "show", p.T("conversation.results.show-"+show), "count", p.Number(n))
			out = append(out, ui.Link{Label: label, Href: p.showLink(show, 1), Current: show == p.Show})
		}
	}
	return out
}

// sentence says in ten seconds what the map shows.
func (p resultsPage) sentence() string {
	c := p.Reading.Chart
	parts := []string{p.basis()}
	switch {
	case len(c.Opinion) > 1:
		var sizes []string
		for i, g := range c.Opinion {
			sizes = append(sizes, p.T("conversation.results.group-size"+few(g.Headcount), "letter", letter(i), "people", p.Number(g.People)))
		}
		parts = append(parts, p.T("conversation.results.groups", "groups", p.Number(len(sizes)), "sizes", strings.Join(sizes, ", ")))
	case c.Refusal != nil && c.Refusal.Reason == opinion.NoStableGroups:
		parts = append(parts, p.T("conversation.results.no-groups"))
	}
	parts = append(parts, p.counted(conversation.ShowUnites))
	if len(c.Opinion) > 1 {
		parts = append(parts, p.counted(conversation.ShowDivides))
	}
	return strings.Join(parts, " ")
}

// few is the ending of words about a group that is too small for its size to be shown.
func few(h conversation.Headcount) string {
	if h.Hidden {
		return "-few"
	}
	return ""
}

// counted says how many statements are in a list.
func (p resultsPage) counted(show string) string {
	if n := len(p.listed(show)); n > 0 {
		return p.T("conversation.results."+show+"-count", "n", n)
	}
	return p.T("conversation.results." + show + "-none")
}

func (p resultsPage) basis() string {
	c := p.Reading.Chart
	return p.T("conversation.results.basis", "people", p.Number(c.Voters), "votes", p.Number(c.Votes), "statements", p.Number(len(c.Statements)))
}

// opinionMap is the drawing with the groups beside it.
func (p resultsPage) opinionMap() ui.OpinionMap {
	m := ui.OpinionMap{Caption: p.T("conversation.results.how-to-read"), Drawing: templ.Raw(p.drawing())}
	if p.Reading.Chart.Plot.Outside > 0 {
		m.Caption += " " + p.T("conversation.results.outside", "people", p.Number(p.Reading.Chart.Plot.Outside))
	}
	if p.Reading.grouped() {
		m.Table = ui.Table(p.groupTable())
	}
	return m
}

// drawing is the map as SVG. Whatever it says is escaped by the drawing.
func (p resultsPage) drawing() string {
	plot := p.Reading.Chart.Plot
	o := opinionreport.SVGOptions{
		Title: p.T("conversation.results.map"), Desc: p.sentence(), Key: p.T("conversation.results.key"), Prefix: "m-",
	}
	for i, g := range p.Reading.Chart.Opinion {
		label := opinionreport.GroupLabel{Letter: letter(i), Short: people(p.Speaker, g.Headcount)}
		label.Sentence = p.T("conversation.results.group-said"+few(g.Headcount), "letter", letter(i), "people", p.Number(g.People))
		if words := p.typicalWords(i); words != "" {
			label.Sentence += " " + words
		}
		o.Groups = append(o.Groups, label)
	}
	if p.Spot != nil && p.Spot.Missing == 0 {
		at := plot.Place(p.Spot.X, p.Spot.Y)
		o.You, o.YouLabel = &at, p.T("conversation.results.you")
	}
	return plot.SVG(o)
}

// you says where who asks stands, or what is missing for it; empty if they have not
// voted.
func (p resultsPage) you() string {
	at := p.Spot
	switch {
	case at == nil || !p.Reading.drawn():
		return ""
	case at.Missing > 0:
		return p.T("conversation.results.you-missing", "n", at.Missing)
	case at.Group < 0:
		return p.T("conversation.results.you-placed")
	case at.Sure || at.Next < 0:
		return p.T("conversation.results.you-in", "letter", letter(at.Group))
	}
	return p.T("conversation.results.you-between", "letter", letter(at.Group), "next", letter(at.Next))
}

// sure says how sure the groups are.
func (p resultsPage) sure() []string {
	c := p.Reading.Chart
	var out []string
	if t, ok := c.Try(); ok {
		out = append(out,
			p.T("conversation.results.sure-number", "groups", p.Number(t.K), "share", p.Percent(t.Probability)),
			p.T("conversation.results.sure-again", "share", p.Percent(t.Again)))
		if c.Apart() {
			out = append(out, p.T("conversation.results.camps"))
		} else {
			out = append(out, p.T("conversation.results.continuum"))
		}
	}
	if rest := c.Voters - c.Placed; rest > 0 && p.Reading.drawn() {
		out = append(out, p.T("conversation.results.unplaced", "n", rest))
	}
	return out
}

// typicalWords says what is most typical of a group; empty if nothing is.
func (p resultsPage) typicalWords(i int) string {
	for _, r := range p.Reading.Chart.Opinion[i].Typical {
		if st, ok := byID(p.Board, p.Reading.statement(r.Statement)); ok {
			return p.T("conversation.results.side-"+conversation.VoteName(r.Side), "words", p.Say(st.Words))
		}
	}
	return ""
}

// groupTable says of each opinion group how large it is and what is most typical
// of it.
func (p resultsPage) groupTable() ui.Grid {
	g := ui.Grid{Caption: p.T("conversation.results.table"), Columns: []ui.Column{
		{Label: p.T("conversation.results.column-group")},
		{Label: p.T("conversation.results.column-people"), Numeric: true},
		{Label: p.T("conversation.results.column-typical"), Wordy: true},
	}}
	for i, group := range p.Reading.Chart.Opinion {
		typical := p.typicalWords(i)
		if typical == "" {
			typical = p.T("conversation.results.typical-none")
		}
		g.Rows = append(g.Rows, []ui.Cell{{Body: groupSign(p.Speaker, i)}, {Text: headcount(p.Speaker, group.Headcount)}, {Text: typical}})
	}
	return g
}

// files are the addresses at which the data can be taken away.
func (p resultsPage) files() []ui.Link {
	out := []ui.Link{{Label: p.T("conversation.export.zip"), Href: p.Link(p.Place.path("/export.zip"))}}
	for _, name := range exported {
		out = append(out, ui.Link{Label: name + ".csv", Href: p.Link(p.Place.path("/export/" + name + ".csv"))})
	}
	return append(out, ui.Link{Label: "JSON", Href: p.Link(p.Place.path("/results")) + ".json"})
}

// refusal says what is missing for a map.
func (p resultsPage) refusal() string {
	r := p.Reading.Chart.Refusal
	if r == nil {
		return p.T("conversation.results.not-yet")
	}
	return p.T("conversation.results."+r.Reason, "have", p.Number(r.Have), "need", p.Number(r.Need))
}

// unnamed is a statement's card without an id of its own, for pages on which it
// stands more than once.
func (p resultsPage) unnamed(st conversation.Statement) ui.Statement {
	c := p.Place.card(p.Speaker, st)
	c.ID = ""
	return c
}

// more are the figures that not everybody needs.
func (p resultsPage) more(j int) []ui.Fact {
	f, statement := p.Reading.Chart.Figures[j], p.Reading.statement(j)
	var out []ui.Fact
	add := func(term, text string) {
		out = append(out, ui.Fact{Term: p.T("conversation.figure." + term), Text: text})
	}
	estimate := func(e opinion.Estimate) string {
		return p.T("conversation.figure.estimate", "share", p.Percent(e.Value), "interval", between(p.Speaker, e))
	}
	if f.Rank.Place > 0 {
		add("rank", p.T("conversation.figure.rank-text", "place", p.Number(f.Rank.Place), "low", p.Number(f.Rank.Low), "high", p.Number(f.Rank.High)))
	}
	if e := f.Corrected; e.People > 0 && !e.Hidden {
		add("corrected", estimate(e))
	}
	declared := p.Reading.Stakes.Declared
	if percent, least, ok := declared.Balance(declared.Of(statement)); ok {
		add("balanced", aboutShare(p.Speaker, conversation.About{Percent: percent}))
		if least >= 0 && least < len(p.Reading.Groups) {
			add("least", p.Reading.Groups[least])
		}
	}
	if line := p.Reading.Stakes.Guests.Of(statement); len(line) == 2 && !line[0].Hidden {
		add("accounts", aboutShare(p.Speaker, line[0]))
	}
	return out
}
