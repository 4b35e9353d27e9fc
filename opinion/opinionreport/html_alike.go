package opinionreport

import (
	"cmp"
	"slices"

	"penc/opinion"
)

// coordinated tells which accounts vote alike beyond chance, and what would
// change if each set of them counted as one.
func (p *page) coordinated() {
	if p.Alike == nil {
		return
	}
	p.section(p.w.Alike)
	for _, s := range p.alikeText() {
		p.say("p", s)
	}
	if list := p.moved(); len(list) > 0 {
		p.table("even", p.w.AlikeTable, p.w.RankNow, p.w.RankThen)
		for _, j := range list[:min(len(list), shownLines)] {
			p.statement(j, 2)
			for _, r := range []opinion.Rank{p.figures.Statements[j].Rank, p.Alike.Statements[j].Rank} {
				p.add("<td>")
				p.say("b", p.w.number(r.Place))
				p.add(" ")
				p.say("small", p.w.number(r.Low)+"–"+p.w.number(r.High))
				p.add("</td>")
			}
			p.add("</tr></tbody>")
		}
		p.add("</table>")
	}
	p.add("</section>")
}

// alikeText says what was found. A number of accounts below opinion.SmallGroup is
// not said.
func (f *findings) alikeText() []string {
	w, a := f.w, f.Alike
	if len(a.Sets) == 0 {
		return []string{w.fill(w.AlikeNone, "n", a.Checked)}
	}
	accounts := pick(a.Accounts < opinion.SmallGroup, w.AlikeFew, w.number(a.Accounts))
	said := []string{
		w.fill(w.AlikeText, "accounts", accounts, "checked", w.number(a.Checked)),
		w.AlikeNote,
	}
	then := pick(len(f.Result.Groups) > 0 && a.Groups == len(f.Result.Groups), w.AlikeSame,
		w.fill(w.AlikeGroups, "groups", w.count(w.Groups, a.Groups)))
	if len(f.Result.Groups) == 0 && a.Groups == 0 {
		then = ""
	}
	moves := pick(len(f.moved()) == 0, w.AlikeStay, w.AlikeMoves)
	return append(said, oneLine(then+" "+moves))
}

// moved returns the open statements whose rank would change, most first.
func (f *findings) moved() (list []int) {
	for j, s := range f.Alike.Statements {
		if s.Moved != 0 {
			list = append(list, j)
		}
	}
	slices.SortStableFunc(list, func(a, b int) int {
		return cmp.Compare(far(f.Alike.Statements[b].Moved), far(f.Alike.Statements[a].Moved))
	})
	return list
}

func far(n int) int { return max(n, -n) }
