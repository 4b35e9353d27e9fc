package opinionreport

import (
	"io"
	"math"
	"strconv"
	"strings"

	"penc/opinion"
)

// shownRows is the number of statements that a table has at most, so that a page
// about thousands of them stays one that a phone can load.
const shownRows = 12

// WriteHTML writes the page: one file that needs no other, has no script and
// asks the network for nothing.
func (r *Report) WriteHTML(w io.Writer) error {
	digest, err := r.documentDigest()
	if err != nil {
		return err
	}
	p := &page{findings: r.read(r.Lang)}
	p.head()
	p.mapped()
	p.typical()
	p.unites()
	p.divided()
	p.open()
	p.declared()
	p.rest()
	p.coordinated()
	p.sure()
	p.how(digest)
	p.add("</main></body></html>\n")
	_, err = io.WriteString(w, p.String())
	return err
}

// WriteSVG writes the map as a drawing that needs no other file.
func (r *Report) WriteSVG(w io.Writer) error {
	f := r.read(r.Lang)
	_, err := io.WriteString(w, f.svg(true)+"\n")
	return err
}

// A page is an HTML document while it is written. What others wrote goes through
// say, and through nothing else.
type page struct {
	strings.Builder
	findings
}

// add writes markup.
func (p *page) add(parts ...string) {
	for _, s := range parts {
		p.WriteString(s)
	}
}

// say writes an element with text.
func (p *page) say(tag, text string) {
	name, _, _ := strings.Cut(tag, " ")
	p.add("<", tag, ">", escape(text), "</", name, ">")
}

// section begins a part with a heading.
func (p *page) section(title string) {
	p.add("<section>")
	p.say("h2", title)
}

func (p *page) head() {
	p.add(`<!DOCTYPE html><html lang="`, p.w.Lang, `"><head><meta charset="utf-8"/><meta name="viewport" content="width=device-width,initial-scale=1"/>`)
	p.say("title", p.title()+" · "+p.w.Kicker)
	p.add(`<style>`, pageCSS, PlotCSS(""), `</style></head><body><header>`)
	p.say("p", p.w.Kicker)
	p.say(`h1 dir="auto"`, p.title())
	p.say(`p class="lead"`, p.summary())
	for _, s := range p.most() {
		p.say(`p class="most" dir="auto"`, s)
	}
	p.say("p", p.classes())
	p.say("p", p.basis())
	p.add("</header><main>")
}

// mapped shows the drawing with the sentence and the table that say the same.
func (p *page) mapped() {
	if p.plot.People == 0 {
		return
	}
	p.section(p.w.Map)
	p.add(`<div class="map"><figure>`, p.svg(false))
	p.say("figcaption", p.w.HowToRead)
	p.add("</figure><div>")
	if len(p.Result.Groups) > 0 {
		p.table("", p.w.MapTable, p.w.Group, p.w.Size, p.w.Share, p.w.Where)
		p.add("<tbody>")
		for g := range p.Result.Groups {
			n, share := p.groupSize(g)
			p.add("<tr>")
			p.letter("row", g)
			p.say("td", p.w.number(n))
			p.say("td", p.w.percent(share))
			p.say("td", p.w.place(p.plot.Groups[g].Centre))
			p.add("</tr>")
		}
		p.add("</tbody></table>")
	}
	p.add("<p><small>", escape(p.describe()), "</small></p></div></div></section>")
}

// letter writes the head of a row or column that is about a group.
func (p *page) letter(scope string, g int) {
	p.add(`<th scope="`, scope, `" class="g`, whole(g%signs), `">`, glyph(g), letterOf(g), "</th>")
}

// table begins a table with its caption and the heads of its columns. An empty
// head stands for the next group.
func (p *page) table(class, caption string, heads ...string) {
	p.add("<table", pick(class == "", "", ` class="`+class+`"`), ">")
	p.say("caption", caption)
	p.add("<thead><tr>")
	group := 0
	for _, h := range heads {
		if h == "" {
			p.letter("col", group)
			group++
			continue
		}
		p.say(`th scope="col"`, h)
	}
	p.add("</tr></thead>")
}

// glyph is the sign of a group as the drawing has it.
func glyph(g int) string {
	m := markOf(g%signs, 3)
	return `<svg class="sign" viewBox="-4.5 -4.5 9 9" aria-hidden="true"><path ` + m.attributes + ` d="M` +
		decimal(-m.left, 1) + " " + decimal(-m.up, 1) + m.path + `"/></svg>`
}

// typical shows what is typical of each group.
func (p *page) typical() {
	if len(p.Result.Groups) < 2 {
		return
	}
	w := p.w
	p.section(w.GroupsTitle)
	p.say("p", w.TypicalNote)
	for g, group := range p.Result.Groups {
		p.add(`<h3 class="g`, whole(g%signs), `">`, glyph(g))
		p.say("span", w.fill(w.GroupOf, "letter", letterOf(g)))
		p.add("</h3>")
		if len(group.Representative) == 0 {
			p.say("p", w.NoTypical)
			continue
		}
		p.table("even", w.fill(w.TypicalOf, "letter", letterOf(g)), w.Side, w.fill(w.ThisGroup, "letter", letterOf(g)), w.OtherGroups, w.Difference)
		for _, x := range group.Representative {
			in, out := group.Votes[x.Statement].Counts, p.others(g, x.Statement)
			p.statement(x.Statement, 4, w.count(w.Votes, in.Total()+out.Total()))
			p.say("td", p.side(x.Side))
			p.share(g, sideOf(opinion.SharesOf(in), x.Side))
			p.share(-1, sideOf(opinion.SharesOf(out), x.Side))
			d := opinion.ContrastOf(in, out, x.Side).Difference
			p.add("<td>")
			p.say("b", p.points(d.Value))
			p.add(" ")
			p.say("small", p.points(d.Low)+" … "+p.points(d.High))
			p.add("</td></tr></tbody>")
		}
		p.add("</table>")
	}
	p.add("</section>")
}

func sideOf(s opinion.Shares, v opinion.Vote) opinion.Estimate {
	if v == opinion.Agree {
		return s.Agree
	}
	return s.Disagree
}

// points writes a difference of shares in hundredths, with its sign.
func (p *page) points(x float64) string {
	n := percents(x)
	switch {
	case n < 0:
		return "−" + whole(-n)
	case n > 0:
		return "+" + whole(n)
	}
	return "0"
}

// statement begins the two rows of a statement: its words with what is said of
// it, and then its figures.
func (p *page) statement(j, columns int, said ...string) {
	p.add(`<tbody><tr><th colspan="`, whole(columns), `" scope="rowgroup"><span dir="auto">`, escape(p.text(j)), "</span>")
	p.say("small", strings.Join(append([]string{p.w.fill(p.w.Number, "id", p.Statements[j])}, said...), " · "))
	p.add("</th></tr><tr>")
}

// share writes a cell with a share and its interval, drawn and in figures. g is
// the group, -1 for no one group.
func (p *page) share(g int, e opinion.Estimate) {
	p.add("<td")
	if g >= 0 {
		p.add(` class="g`, whole(g%signs), `"`)
	}
	if e.People < opinion.SmallGroup {
		p.add(">")
		p.say("small", p.w.FewCell)
		p.add("</td>")
		return
	}
	low, high := percents(e.Low), percents(e.High)
	p.add(`><svg aria-hidden="true"><rect width="`, p.w.share(e.Value), `%"/><rect x="`, whole(low), `%" width="`, whole(high-low), `%"/></svg><b>`,
		p.w.share(e.Value), "</b> <small>", whole(low), "–", whole(high), "</small></td>")
}

// shares writes a table of statements with the share of one side in each group
// and among everybody; said tells what is said of each.
func (p *page) shares(caption string, side opinion.Vote, list []int, said func(f opinion.StatementFigures) string) {
	heads := make([]string, len(p.Result.Groups)+1)
	heads[len(heads)-1] = p.w.Everybody
	p.table("even", p.w.fill(pick(side == opinion.Agree, p.w.AgreeShare, p.w.DisagreeShare), "what", caption), heads...)
	for _, j := range list[:min(len(list), shownRows)] {
		f := p.figures.Statements[j]
		p.statement(j, len(heads), p.w.count(p.w.Votes, f.All.Agree.People), said(f))
		for g, s := range f.Groups {
			p.share(g, sideOf(s, side))
		}
		p.share(-1, sideOf(f.All, side))
		p.add("</tr></tbody>")
	}
	p.add("</table>")
	if more := len(list) - shownRows; more > 0 {
		p.say("p", p.w.fill(p.w.More, "statements", p.w.count(p.w.Statements, more)))
	}
}

// percents returns a share in whole hundredths.
func percents(x float64) int { return int(math.Round(100 * x)) }

func (p *page) ranked(f opinion.StatementFigures) string {
	return p.w.fill(p.w.Ranked, "place", f.Rank.Place, "low", f.Rank.Low, "high", f.Rank.High)
}

// apart says which groups lie farthest apart, and how far.
func (p *page) apart(f opinion.StatementFigures) string {
	d, w := f.Division, p.w
	if d.More < 0 || len(p.Result.Groups) < 2 {
		return p.ranked(f)
	}
	more, less := letterOf(d.More), letterOf(d.Less)
	s := w.fill(w.Apart, "more", more, "less", less, "gap", w.share(d.Gap.Value), "low", p.points(d.Gap.Low), "high", p.points(d.Gap.High))
	if d.Class == opinion.Divides {
		return w.fill(w.ForAgainst, "more", more, "less", less) + " · " + s
	}
	return p.ranked(f) + " · " + s
}

func (p *page) unites() {
	p.section(p.w.Unites)
	p.say("p", p.grouped(p.w.UnitesText, p.w.CloudUnites))
	if len(p.agreed)+len(p.rejected) == 0 {
		p.say("p", p.w.UnitesNone)
	} else {
		p.say("p", p.w.Intervals)
	}
	if len(p.agreed) > 0 {
		p.shares(p.grouped(p.w.UnitesAgree, p.w.CloudAgree), opinion.Agree, p.agreed, p.ranked)
	}
	if len(p.rejected) > 0 {
		p.shares(p.grouped(p.w.UnitesDisagree, p.w.CloudDisagree), opinion.Disagree, p.rejected, p.ranked)
	}
	p.add("</section>")
}

func (p *page) divided() {
	if len(p.Result.Groups) < 2 {
		return
	}
	p.section(p.w.Divides)
	p.say("p", p.w.DividesText)
	if len(p.divides) > 0 {
		p.shares(p.w.Divides, opinion.Agree, p.divides, p.apart)
	} else {
		p.say("p", p.w.DividesNone)
	}
	p.add("</section>")
}

func (p *page) open() {
	p.section(p.w.Undecided)
	if len(p.undecided) > 0 {
		p.say("p", p.grouped(p.w.UndecidedText, p.w.CloudUndecided))
		p.shares(p.w.Undecided, opinion.Agree, p.undecided, p.apart)
	} else {
		p.say("p", p.w.UndecidedNone)
	}
	p.add("</section>")
	if len(p.few) > 0 {
		p.section(p.w.Few)
		p.say("p", p.w.fill(p.grouped(p.w.FewText, p.w.CloudFew), "statements", p.w.count(p.w.Statements, len(p.few)), "n", opinion.SmallGroup))
		p.add("</section>")
	}
}

// declared compares the groups that people declared with the groups of opinion,
// and shows the statements that have most agreement balanced over them.
func (p *page) declared() {
	if len(p.Stakeholders) == 0 {
		return
	}
	p.section(p.w.Declared)
	p.say("p", p.w.DeclaredText)
	p.crossed()
	p.balanced()
	p.add("</section>")
}

// crossed is the table of declared and opinion groups. Numbers that would tell
// where one to four people stand are left out.
func (p *page) crossed() {
	w := p.w
	people, withheld := p.crossing()
	p.add(`<div class="wide" role="region" tabindex="0" aria-label="`, escape(w.DeclaredTable), `">`)
	heads := append([]string{w.Group}, make([]string, len(p.Result.Groups))...)
	p.table("", w.DeclaredTable, append(heads, w.UnplacedShort, w.Size)...)
	p.add("<tbody>")
	for s, cells := range people {
		name := w.Undeclared
		if s < len(p.Stakeholders) {
			name = oneLine(p.Stakeholders[s])
		}
		p.add("<tr>")
		p.say(`th scope="row" dir="auto"`, name)
		sum := 0
		for k, n := range cells {
			sum += n
			p.say("td", pick(withheld.Cells[s][0][k], w.FewCell, w.number(n)))
		}
		p.say("td", pick(withheld.Totals[s], w.FewCell, w.number(sum)))
		p.add("</tr>")
	}
	p.add("</tbody></table></div>")
	p.say("p", w.FewNote)
	if p.Absent > 0 {
		p.say("p", w.fill(w.Absent, "people", w.count(w.People, p.Absent)))
	}
}

// crossing counts people with a vote by declared group, those who declared none
// last, and by opinion group, those who are in none last; and says which of these
// numbers may not be shown, beside the sizes of the opinion groups.
func (f *findings) crossing() (people [][]int, withheld opinion.Withheld) {
	declared, groups := len(f.Stakeholders), len(f.Result.Groups)
	all := declared + 1
	people = make([][]int, declared+1)
	union := opinion.Union{Whole: all}
	for s := range people {
		people[s] = make([]int, groups+1)
		union.Parts = append(union.Parts, s)
	}
	crowd := opinion.Crowd{Sets: all + 1, Unions: []opinion.Union{union}}
	is := opinion.Attribute{Values: groups + 1, Elsewhere: []int{all}}
	for i, q := range f.Result.People {
		if q.Votes == 0 {
			continue
		}
		s := pick(f.Stakeholder[i] == opinion.Undeclared, declared, f.Stakeholder[i])
		g := pick(q.Group < 0, groups, q.Group)
		people[s][g]++
		crowd.In, is.Of = append(crowd.In, []int{s, all}), append(is.Of, g)
	}
	crowd.Attributes = []opinion.Attribute{is}
	return people, opinion.SuppressTables(crowd)
}

// balanced is the table of statements by balanced agreement.
func (p *page) balanced() {
	var list []int
	for j, f := range p.figures.Statements {
		if f.Balance != nil && f.BalanceRank.Place > 0 {
			list = append(list, j)
		}
	}
	if len(list) == 0 {
		return
	}
	p.sort(list, func(f opinion.StatementFigures) float64 { return float64(-f.BalanceRank.Place) })
	w := p.w
	p.say("p", w.BalancedText)
	heads := []string{}
	for _, name := range p.Stakeholders {
		heads = append(heads, oneLine(name)+" ") // never empty
	}
	caption := w.fill(w.AgreeShare, "what", w.BalancedTable)
	p.add(`<div class="wide" role="region" tabindex="0" aria-label="`, escape(caption), `">`)
	p.table("", caption, heads...)
	for _, j := range list[:min(len(list), shownRows)] {
		b := p.figures.Statements[j].Balance
		said := []string{w.fill(w.Balanced, "value", w.percent(b.Geometric.Value), "low", percents(b.Geometric.Low), "high", percents(b.Geometric.High))}
		if b.Least >= 0 {
			said = append(said, w.fill(w.Least, "name", oneLine(p.Stakeholders[b.Least])))
		}
		p.statement(j, len(heads), said...)
		for _, g := range b.Groups {
			p.share(-1, g.Agree)
		}
		p.add("</tr></tbody>")
	}
	p.add("</table></div>")
}

// rest says who and what the map leaves out.
func (p *page) rest() {
	if p.plot.People == 0 && p.moderated == 0 {
		return
	}
	p.section(p.w.Unplaced)
	if p.plot.People > 0 {
		p.say("p", p.unplacedText())
	}
	if p.moderated > 0 {
		p.say("p", p.w.fill(p.w.Moderated, "n", p.moderated))
	}
	p.add("</section>")
}

func (f *findings) unplacedText() string {
	n := f.unplaced()
	if n == 0 {
		return f.w.UnplacedNone
	}
	return f.w.fill(f.w.UnplacedText, "people", f.w.count(f.w.People, n), "n", opinion.EnoughVotes)
}

// certainty says how sure the number of groups is; empty where none was tried.
func (f *findings) certainty() string {
	if len(f.Result.Silhouettes) == 0 {
		return ""
	}
	w := f.w
	if f.Result.Method == opinion.Polis1 {
		return w.SurePolis
	}
	if s, ok := f.chosen(); ok {
		return w.fill(w.SureText, "groups", w.count(w.Groups, s.K), "p", w.fraction(s.Probability))
	}
	return w.fill(w.SureNone, "p", w.fraction(f.none()))
}

func (p *page) sure() {
	said := p.certainty()
	if said == "" {
		return
	}
	w, ours := p.w, p.Result.Method == opinion.Penc1
	p.section(w.Sure)
	p.say("p", said)
	heads := []string{w.HowMany, w.Silhouette}
	if ours {
		heads = append(heads, w.Stability, w.Again, w.Probability)
	}
	p.table("", w.SureTable, heads...)
	p.add("<tbody>")
	for _, s := range p.Result.Silhouettes {
		p.add("<tr>")
		p.say(`th scope="row"`, whole(s.K)+pick(s.K == len(p.Result.Groups), " ✓", ""))
		p.say("td", w.fraction(s.Mean))
		if ours {
			p.say("td", w.fraction(s.Stability))
			p.say("td", w.percent(s.Again))
			p.say("td", w.fraction(s.Probability))
		}
		p.add("</tr>")
	}
	if ours {
		p.add("<tr>")
		p.say(`th scope="row"`, w.NoGroups+pick(len(p.Result.Groups) == 0, " ✓", ""))
		p.add("<td>–</td><td>–</td><td>–</td>")
		p.say("td", w.fraction(p.none()))
		p.add("</tr>")
	}
	p.add("</tbody></table>")
	if ours {
		p.say("p", w.SureNote)
	}
	p.add("</section>")
}

func (p *page) how(digest string) {
	w := p.w
	p.section(w.How)
	p.add("<dl>")
	fact := func(name, tag, value string) {
		p.say("dt", name)
		p.add("<dd>")
		p.say(tag, value)
		p.add("</dd>")
	}
	fact(w.Method, "code", p.Result.Method)
	fact(w.Seed, "code", strconv.FormatUint(p.Result.Seed, 10))
	fact(w.Rests, "span", p.basis())
	fact(w.InputDigest, "code", p.InputDigest())
	fact(w.DocumentDigest, "code", digest)
	if p.Command != "" {
		fact(w.Command, "code", oneLine(p.Command))
	}
	p.add("</dl>")
	p.say("p", w.DigestNote)
	p.say("h3", w.Formulas)
	p.add("<ul>")
	for _, s := range pick(p.Result.Method == opinion.Polis1, w.StepsPolis, w.Steps) {
		p.say("li", s)
	}
	p.add("</ul></section>")
}

// pageCSS is the style sheet of the page: one column, figures beside the map on
// a desk, dark by night, plain on paper.
const pageCSS = `:root{color-scheme:light dark;--ground:#fcfcfa;--ink:#16182b;--soft:#565a71;--line:#d3d4dc;--g0:#2a34a3;--g1:#b2452c;--g2:#2b6a3a;--g3:#a96800;--g4:#7c3270}` +
	`@media screen and (prefers-color-scheme:dark){:root{--ground:#0e1021;--ink:#e9e8e2;--soft:#a9acc3;--line:#2e3252;--g0:#aab5ff;--g1:#ff9b80;--g2:#8ccf9b;--g3:#efb040;--g4:#e0a0d6}}` +
	`*{box-sizing:border-box}body{margin:0 auto;max-width:60rem;padding:1.5rem clamp(1rem,4vw,3rem);background:var(--ground);color:var(--ink);font:1rem/1.5 system-ui,sans-serif}` +
	`h1,h2,h3{line-height:1.2;text-wrap:balance;overflow-wrap:anywhere}h1{margin:.2em 0;font-size:clamp(1.7rem,1.2rem + 2.4vw,2.6rem)}h2{margin:0 0 .6rem;font-size:1.4rem}h3{display:flex;align-items:center;gap:.4rem;margin:1.6rem 0 .5rem;font-size:1.1rem}h3 span{color:var(--ink)}` +
	`p{margin:.5rem 0;max-width:42rem}header{color:var(--soft)}h1,.lead{color:var(--ink)}.lead{font-size:1.25rem}.most{color:var(--ink)}.even{table-layout:fixed}.wide{overflow-x:auto}section{border-top:1px solid var(--line);margin-top:2rem;padding-top:1.5rem}` +
	`figure{margin:0}figure>svg{display:block;width:100%;max-width:34rem;margin-bottom:1rem}.map{display:grid;gap:0 1.5rem}@media(min-width:52rem){.map{grid-template-columns:3fr 2fr;align-items:end}}` +
	`table{width:100%;border-collapse:collapse;margin:1rem 0;font-variant-numeric:tabular-nums}caption{text-align:start;font-weight:600;padding-bottom:.3rem}` +
	`th,td{text-align:start;vertical-align:top;padding:.35rem .5rem .35rem 0}thead th,small,caption{font-size:.875rem}thead th{color:var(--soft);font-weight:400;vertical-align:bottom;overflow-wrap:anywhere}@media(max-width:30rem){thead th{font-size:.75rem}th,td{padding-inline-end:.3rem}}tr>*{border-top:1px solid var(--line)}tbody th{font-weight:600}th small{display:block;font-weight:400}` +
	`tbody th[colspan]{padding-top:.7rem;font-weight:400;overflow-wrap:anywhere}th[colspan]~td,tr:has(>th[colspan])+tr>td{border:0;padding-bottom:.7rem}small{color:var(--soft)}td small{white-space:nowrap}td,tbody th{color:var(--ink)}` +
	`td svg{display:block;width:100%;max-width:9rem;height:.55rem;margin-bottom:.15rem;background:var(--line);color:var(--soft)}.g0 svg{color:var(--g0)}.g1 svg{color:var(--g1)}.g2 svg{color:var(--g2)}.g3 svg{color:var(--g3)}.g4 svg{color:var(--g4)}` +
	`td rect{fill:currentColor}td rect{y:1px;height:.4rem;fill-opacity:.4}td rect+rect{y:0;height:.55rem;fill-opacity:1}.sign{width:1.1rem;height:1.1rem;vertical-align:-.2rem;margin-inline-end:.35rem}` +
	`dt{color:var(--soft);font-size:.875rem}dd{margin:0 0 .6rem}code{overflow-wrap:anywhere;font-size:.9em}li{max-width:42rem;margin:.3rem 0}:focus-visible{outline:2px solid var(--g0);outline-offset:2px}` +
	`@media print{body{max-width:none;padding:0;font-size:10pt}section,tbody,figure{break-inside:avoid}h2,h3{break-after:avoid}td svg,rect{print-color-adjust:exact}}`
