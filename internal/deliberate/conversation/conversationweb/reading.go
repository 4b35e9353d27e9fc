package conversationweb

import (
	"cmp"
	"slices"

	"penc/internal/deliberate/conversation"
	"penc/internal/ground/ref"
	"penc/internal/platform/web"
	"penc/internal/platform/web/ui"
	"penc/opinion"
)

// A reading is what the last map says, with the names that belong to its numbers.
type reading struct {
	Chart  conversation.Chart
	There  bool           // a map was drawn, or refused for want of votes
	Groups []string       // names of the stakeholder groups, in the order of Chart.ByGroup
	column map[ref.ID]int // of each statement on the map
}

func (f face) reading(a *web.Ask, at place) (r reading, err error) {
	if r.Chart, r.There, err = f.conversations.Chart(a.Ctx(), at.Conversation.ID); err != nil {
		return r, err
	}
	w, err := f.processes.Whole(a.Ctx(), a.Who, at.Process.ID)
	if err != nil {
		return r, err
	}
	for _, id := range r.Chart.Groups {
		name := a.T("conversation.stakeholder-groups.unknown")
		if g, ok := w.Group(id); ok {
			name = a.Say(g.Title)
		}
		r.Groups = append(r.Groups, name)
	}
	r.Groups = append(r.Groups, a.T("conversation.stakeholder-groups.undeclared"))
	r.column = make(map[ref.ID]int, len(r.Chart.Statements))
	for j, id := range r.Chart.Statements {
		r.column[id] = j
	}
	return r, nil
}

// drawn reports whether there is a map to show.
func (r reading) drawn() bool {
	return r.There && r.Chart.Refusal == nil && len(r.Chart.Result.Groups) > 0
}

// letter names the i-th opinion group.
func letter(i int) string { return string(rune('A' + i)) }

// A groupBar is the votes of one group on one statement.
type groupBar struct {
	Tally  ui.Tally
	Hidden bool // too few people
}

func barOf(c opinion.Cell, label string) groupBar {
	return groupBar{tallyOf(c.Counts, label), c.Hidden}
}

// byOpinion returns the votes of each opinion group on a statement; none if the
// map does not show it.
func (r reading) byOpinion(s web.Speaker, statement ref.ID) []groupBar {
	j, ok := r.column[statement]
	if !ok || !r.drawn() {
		return nil
	}
	var out []groupBar
	for i, g := range r.Chart.Result.Groups {
		if j < len(g.Votes) {
			out = append(out, barOf(g.Votes[j], s.T("conversation.group", "letter", letter(i))))
		}
	}
	return out
}

// byStakeholder returns the votes of each declared stakeholder group on a
// statement; none if nobody who voted declared one.
func (r reading) byStakeholder(_ web.Speaker, statement ref.ID) []groupBar {
	j, ok := r.column[statement]
	if !ok || len(r.Chart.Groups) == 0 {
		return nil
	}
	var out []groupBar
	for i, g := range r.Chart.ByGroup.Groups {
		if j < len(g.Statements) && i < len(r.Groups) {
			out = append(out, barOf(g.Statements[j], r.Groups[i]))
		}
	}
	return out
}

// columns returns the open statements of the map, the worthiest first, at most n;
// those worth nothing are left out.
func (r reading) columns(n int, worth func(opinion.Statement) float64) []ref.ID {
	type valued struct {
		id    ref.ID
		worth float64
	}
	var all []valued
	for j, st := range r.Chart.Result.Statements {
		if w := worth(st); st.Kind == opinion.Open && w > 0 && j < len(r.Chart.Statements) {
			all = append(all, valued{r.Chart.Statements[j], w})
		}
	}
	slices.SortStableFunc(all, func(a, b valued) int { return cmp.Compare(b.worth, a.worth) })
	var out []ref.ID
	for _, v := range all[:min(n, len(all))] {
		out = append(out, v.id)
	}
	return out
}

// shown is how many statements each list of the results has at most.
const shown = 5

// enough is how many votes a statement has at least to be listed as shared or
// dividing: a tenth of the people, and seven, as many as a map needs.
func (r reading) enough() int { return max(opinion.MinPlaced, r.Chart.Result.Placed/10) }

// shared returns the statements that people agree on across the opinion groups,
// by group-aware consensus.
func (r reading) shared() []ref.ID {
	return r.columns(shown, func(st opinion.Statement) float64 {
		if st.Counts.Total() < r.enough() || 2*st.Counts.Agree <= st.Counts.Total() {
			return 0
		}
		return st.Consensus
	})
}

// dividing returns the statements that divide people most.
func (r reading) dividing() []ref.ID {
	return r.columns(shown, func(st opinion.Statement) float64 {
		if st.Counts.Total() < r.enough() {
			return 0
		}
		return st.Extremity
	})
}

// typical returns the statements typical of an opinion group, with the side.
func (r reading) typical(i int) []opinion.Representative {
	return r.Chart.Result.Groups[i].Representative
}

func (r reading) statementAt(j int) ref.ID {
	if j < 0 || j >= len(r.Chart.Statements) {
		return ""
	}
	return r.Chart.Statements[j]
}

// people says how many people a group has, in words where they are few.
func people(s web.Speaker, n int, hidden bool) string {
	if hidden {
		return s.T("conversation.too-few-short")
	}
	return s.T("conversation.count.people", "n", n)
}
