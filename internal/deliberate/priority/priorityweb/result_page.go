package priorityweb

import (
	"math/big"
	"slices"
	"strconv"

	"github.com/a-h/templ"

	"penc/internal/deliberate/priority"
	"penc/internal/ground/ref"
	"penc/internal/platform/web"
	"penc/internal/platform/web/ui"
)

// Result is the name under which higher rooms hang panels on the page of a result.
const Result = "priority.result"

// resultPage shows what a ballot came to.
type resultPage struct {
	web.Page
	At      place
	Ballot  priority.Ballot
	Outcome priority.Outcome
	May     bool
	Names   []priority.Named
	Panels  []templ.Component
	Act     ui.Hidden
}

func (f face) result(a *web.Ask, v priority.View) error {
	at, err := f.inside(a, v.Ballot.Meeting)
	if err != nil {
		return err
	}
	at = at.below(a).titled(titleOf(a.Speaker, v.Ballot), "")
	at.Title.Lang = a.Foreign(v.Ballot.Title)
	kind, label := stand(a.Speaker, v.Ballot)
	at.Title.Meta = ui.Tag(kind, label)
	p := resultPage{
		Page: at.Page(a, a.T("priority.result.of", "title", titleOf(a.Speaker, v.Ballot))), At: at, Ballot: v.Ballot, Outcome: v.Outcome.Public(),
		May: v.May, Act: web.NewAct(),
	}
	if p.Names, err = f.priorities.Names(a.Ctx(), a.Who, v.Ballot.ID); err != nil {
		return err
	}
	if p.Panels, err = a.Panels(Result, v.Ballot.ID); err != nil {
		return err
	}
	return a.Render(showResult(p))
}

// publicBallot is a ballot as JSON: who may vote how, how many have, and the
// outcome once there is one.
type publicBallot struct {
	priority.Ballot
	Voted    int               `json:"voted"`
	Entitled int               `json:"entitled,omitempty"`
	Outcome  *priority.Outcome `json:"outcome,omitempty"`
}

func publicOf(v priority.View) publicBallot {
	out := publicBallot{Ballot: v.Ballot, Voted: v.Voted}
	if v.Ballot.Stand == priority.Voting {
		out.Entitled = v.Entitled
	}
	if v.Outcome != nil {
		o := v.Outcome.Public()
		out.Outcome = &o
	}
	return out
}

// choice returns an item of the ballot as it was worded then.
func (p resultPage) choice(item ref.ID) priority.Choice {
	i := slices.IndexFunc(p.Ballot.Items, func(c priority.Choice) bool { return c.Item == item })
	if i < 0 {
		return priority.Choice{}
	}
	return p.Ballot.Items[i]
}

func (p resultPage) line(item ref.ID) priority.Line {
	for _, l := range p.Outcome.Lines {
		if l.Item == item {
			return l
		}
	}
	return priority.Line{}
}

// words are an item's words in the reader's language.
func (p resultPage) words(item ref.ID) string { return p.Say(p.choice(item).Words) }

// stays says how firmly an item stands.
func (p resultPage) stays(l priority.Line) string {
	if p.Outcome.Resamples == 0 {
		return "–"
	}
	return p.Percent(float64(l.Stays) / float64(p.Outcome.Resamples))
}

// share is a part of people in words: "12 of 15 (80 %)".
func (p resultPage) share(s priority.Standing) string {
	return p.T("priority.groups.share", "part", s.Represented, "of", s.Voters, "share", p.Percent(part(s)))
}

func part(s priority.Standing) float64 {
	if s.Voters == 0 {
		return 0
	}
	return float64(s.Represented) / float64(s.Voters)
}

// shares are the groups as bars.
func (p resultPage) shares() []ui.Share {
	var out []ui.Share
	for _, g := range p.Outcome.Groups {
		name, foreign := p.At.group(p.Speaker, g.Group)
		s := ui.Share{Label: name, Lang: foreign, Text: p.T("priority.groups.few"), Few: g.Hidden, Part: part(g)}
		if !g.Hidden {
			s.Text = p.share(g)
		}
		out = append(out, s)
	}
	return out
}

// shown are the groups with figures.
func (p resultPage) shown() []priority.Standing {
	return slices.DeleteFunc(slices.Clone(p.Outcome.Groups), func(g priority.Standing) bool { return g.Hidden })
}

// worst is the sentence about the group that got least.
func (p resultPage) worst() string {
	shown := p.shown()
	if len(shown) < 2 {
		return ""
	}
	slices.SortStableFunc(shown, func(a, b priority.Standing) int {
		return a.Represented*b.Voters - b.Represented*a.Voters
	})
	low, high := shown[0], shown[len(shown)-1]
	if low.Represented*high.Voters == high.Represented*low.Voters {
		return p.T("priority.groups.even")
	}
	lowName, _ := p.At.group(p.Speaker, low.Group)
	highName, _ := p.At.group(p.Speaker, high.Group)
	return p.T("priority.groups.span", "low", lowName, "low_share", p.Percent(part(low)), "high", highName, "high_share", p.Percent(part(high)))
}

func (p resultPage) groupTable() ui.Grid {
	g := ui.Grid{Caption: p.T("priority.groups.caption"), Columns: []ui.Column{
		{Label: p.T("priority.groups.group")},
		{Label: p.T("priority.groups.voters"), Numeric: true},
		{Label: p.T("priority.groups.represented"), Numeric: true},
		{Label: p.T("priority.groups.share-head"), Numeric: true},
	}}
	row := func(name, foreign string, s priority.Standing) {
		cells := []ui.Cell{{Text: name, Lang: foreign}, {Text: "–"}, {Text: "–"}, {Text: p.T("priority.groups.few")}}
		if !s.Hidden {
			cells = []ui.Cell{{Text: name, Lang: foreign}, {Text: p.Number(s.Voters)}, {Text: p.Number(s.Represented)}, {Text: p.Percent(part(s))}}
		}
		g.Rows = append(g.Rows, cells)
	}
	for _, s := range p.Outcome.Groups {
		name, foreign := p.At.group(p.Speaker, s.Group)
		row(name, foreign, s)
	}
	row(p.T("priority.groups.all"), "", p.Outcome.Everybody)
	return g
}

// itemTable lists every item of the ballot, the priorities first.
func (p resultPage) itemTable() ui.Grid {
	g := ui.Grid{Caption: p.T("priority.items.caption", "n", p.Outcome.Resamples), Columns: []ui.Column{
		{Label: p.T("priority.items.item"), Wordy: true},
		{Label: p.T("priority.items.rank"), Numeric: true},
		{Label: p.T("priority.items.marked"), Numeric: true},
	}}
	sums := p.Ballot.Paper != priority.Tick
	if sums {
		g.Columns = append(g.Columns, ui.Column{Label: p.T("priority.items.sum." + string(p.Ballot.Paper)), Numeric: true})
	}
	g.Columns = append(g.Columns, ui.Column{Label: p.T("priority.items.stays"), Numeric: true})
	lines := slices.Clone(p.Outcome.Lines)
	slices.SortStableFunc(lines, func(a, b priority.Line) int {
		switch {
		case a.Rank > 0 && b.Rank > 0:
			return a.Rank - b.Rank
		case a.Rank > 0:
			return -1
		case b.Rank > 0:
			return 1
		}
		return b.Marked - a.Marked
	})
	for _, l := range lines {
		rank := "–"
		if l.Rank > 0 {
			rank = number(l.Rank)
		}
		c := p.choice(l.Item)
		row := []ui.Cell{{Body: itemCell(p, c)}, {Text: rank}, {Text: p.Number(l.Marked)}}
		if sums {
			row = append(row, ui.Cell{Text: p.Number(l.Sum)})
		}
		g.Rows = append(g.Rows, append(row, ui.Cell{Text: p.stays(l)}))
	}
	return g
}

// ledgerTable says who paid for what: each priority costs one. The figures are cut
// to thousandths so that every row still adds up exactly; the exact fractions are
// in the JSON.
func (p resultPage) ledgerTable() ui.Grid {
	type payer struct {
		group ref.ID
		rest  bool
	}
	var payers []payer
	paid := map[ref.ID]map[payer]*big.Rat{}
	for _, x := range p.Outcome.Ledger {
		who := payer{x.Group, x.Rest}
		if !slices.Contains(payers, who) {
			payers = append(payers, who)
		}
		if paid[x.Item] == nil {
			paid[x.Item] = map[payer]*big.Rat{}
		}
		paid[x.Item][who] = priority.Rat(x.Paid)
	}
	g := ui.Grid{Caption: p.T("priority.ledger.caption"), Columns: []ui.Column{{Label: p.T("priority.items.item"), Wordy: true}}}
	for _, who := range payers {
		name, _ := p.At.group(p.Speaker, who.group)
		if who.rest {
			name = p.T("priority.ledger.rest")
		}
		g.Columns = append(g.Columns, ui.Column{Label: name, Numeric: true})
	}
	g.Columns = append(g.Columns, ui.Column{Label: p.T("priority.ledger.sum"), Numeric: true})
	totals := make([]int, len(payers)+1)
	for _, w := range p.Outcome.Winners {
		if paid[w] == nil {
			continue
		}
		exact := make([]*big.Rat, len(payers))
		for i, who := range payers {
			if exact[i] = paid[w][who]; exact[i] == nil {
				exact[i] = new(big.Rat)
			}
		}
		cells, sum := thousandths(exact)
		row := []ui.Cell{{Body: itemCell(p, p.choice(w))}}
		for i, n := range append(cells, sum) {
			totals[i] += n
			row = append(row, ui.Cell{Text: p.decimal(n)})
		}
		g.Rows = append(g.Rows, row)
	}
	last := []ui.Cell{{Text: p.T("priority.ledger.all")}}
	for _, n := range totals {
		last = append(last, ui.Cell{Text: p.decimal(n)})
	}
	g.Rows = append(g.Rows, last)
	return g
}

// thousandths rounds numbers to thousandths so that they still add up to their
// sum: those that lose most by cutting are rounded up.
func thousandths(exact []*big.Rat) (out []int, sum int) {
	total := new(big.Rat)
	rest := make([]*big.Rat, len(exact))
	for i, x := range exact {
		total.Add(total, x)
		n, r := cut(x)
		out, rest[i] = append(out, n), r
		sum -= n
	}
	whole, r := cut(total)
	if r.Cmp(big.NewRat(1, 2)) >= 0 {
		whole++
	}
	sum += whole
	order := make([]int, len(exact))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return rest[b].Cmp(rest[a]) })
	for _, i := range order[:min(max(sum, 0), len(order))] {
		out[i]++
	}
	return out, whole
}

// cut returns the thousandths in x, and the part of one that is left.
func cut(x *big.Rat) (int, *big.Rat) {
	k := new(big.Rat).Mul(x, big.NewRat(1000, 1))
	n := new(big.Int).Quo(k.Num(), k.Denom())
	return int(n.Int64()), k.Sub(k, new(big.Rat).SetInt(n))
}

// decimal writes thousandths as readers do: 0.417 or 0,417.
func (p resultPage) decimal(n int) string {
	text := strconv.Itoa(n%1000 + 1000)[1:]
	return p.T("priority.decimal", "whole", strconv.Itoa(n/1000), "part", text)
}

// besides is what other rules would have chosen.
func (p resultPage) besides() ui.Grid {
	g := ui.Grid{Caption: p.T("priority.beside.caption"), Columns: []ui.Column{
		{Label: p.T("priority.beside.rule")}, {Label: p.T("priority.beside.chosen")}, {Label: p.T("priority.beside.same"), Numeric: true},
	}}
	for _, o := range p.Outcome.Beside {
		same := 0
		var ns []int
		for _, w := range o.Winners {
			ns = append(ns, p.choice(w).Number)
			if slices.Contains(p.Outcome.Winners, w) {
				same++
			}
		}
		g.Rows = append(g.Rows, []ui.Cell{
			{Text: p.T("priority.rule." + o.Rule)},
			{Text: numbers(ns)},
			{Text: p.T("priority.beside.of", "n", same, "of", len(p.Outcome.Winners))},
		})
	}
	return g
}

// act tells what was done in a round.
func (p resultPage) act(x priority.Act) string {
	amount := ""
	if x.Amount != "" {
		f, _ := priority.Rat(x.Amount).Float64()
		amount = strconv.FormatFloat(f, 'f', 3, 64)
		n, _ := cut(priority.Rat(x.Amount))
		if n >= 0 {
			amount = p.decimal(n)
		}
	}
	return p.T("priority.act."+x.Do, "number", p.choice(x.Item).Number, "amount", amount)
}

// tie tells how a tie fell.
func (p resultPage) tie(t priority.Tie) string {
	var ns []int
	for _, i := range t.Items {
		ns = append(ns, p.choice(i).Number)
	}
	word := "priority.tie.in"
	if t.Out {
		word = "priority.tie.out"
	}
	return p.T(word, "numbers", numbers(ns), "number", p.choice(t.Chosen).Number)
}

// violation is the sentence about the group that was passed over.
func (p resultPage) violation() string {
	c := p.Outcome.Certificate
	if c.Hidden {
		return p.T("priority.certificate.violated-few", "level", c.Level, "number", p.choice(c.Item).Number, "words", p.words(c.Item))
	}
	return p.T("priority.certificate.violated", "n", c.People, "level", c.Level, "number", p.choice(c.Item).Number, "words", p.words(c.Item))
}

func (p resultPage) downloads() []ui.Link {
	path := priority.BallotPath(p.Ballot.ID)
	return []ui.Link{
		{Label: p.T("priority.download.pb"), Href: p.Link(path + "/papers.pb")},
		{Label: p.T("priority.download.csv"), Href: p.Link(path + "/papers.csv")},
		{Label: p.T("priority.download.json"), Href: p.Link(path + "/papers.json")},
		{Label: p.T("priority.download.outcome"), Href: p.Link(path + ".json")},
	}
}

func (p resultPage) file() string { return "ballot-" + string(p.Ballot.ID) + ".pb" }

// marked says in words what somebody marked, for the papers of those who are
// named.
func (p resultPage) marked(m priority.Marks) string {
	var ns []int
	for _, x := range m {
		ns = append(ns, p.Ballot.Items[x.Item].Number)
	}
	return numbers(ns)
}

// nameTable lists the papers of those who agreed to be named.
func (p resultPage) nameTable() ui.Grid {
	g := ui.Grid{Caption: p.T("priority.names.caption"), Columns: []ui.Column{{Label: p.T("priority.names.name")}, {Label: p.T("priority.names.marked")}}}
	for _, n := range p.Names {
		g.Rows = append(g.Rows, []ui.Cell{{Text: n.Name}, {Text: p.marked(n.Marks)}})
	}
	return g
}
