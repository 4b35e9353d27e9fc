package conversationweb

import (
	"math"

	"penc/internal/deliberate/conversation"
	"penc/internal/ground/ref"
	"penc/internal/platform/web"
	"penc/internal/platform/web/ui"
	"penc/opinion"
)

// A reading is what the last map says, with the names that belong to its numbers.
type reading struct {
	Chart  conversation.Chart
	There  bool // a map was drawn, or refused for want of votes
	Stakes conversation.Stakes
	Groups []string // names of the stakeholder groups that Stakes tells of
}

func (f face) reading(a *web.Ask, at place) (r reading, err error) {
	if r.Chart, r.There, err = f.conversations.Chart(a.Ctx(), at.Conversation.ID); err != nil {
		return r, err
	}
	w, err := f.processes.Whole(a.Ctx(), a.Who, at.Process.ID)
	if err != nil {
		return r, err
	}
	if r.Chart.Stakes != nil {
		r.Stakes = *r.Chart.Stakes
	}
	for _, id := range r.Stakes.Groups {
		name := a.T("conversation.stakeholder-groups.unknown")
		if g, ok := w.Group(id); ok {
			name = a.Say(g.Title)
		}
		r.Groups = append(r.Groups, name)
	}
	return r, nil
}

// drawn reports whether there are positions to show.
func (r reading) drawn() bool { return r.There && r.Chart.Plot.People > 0 }

// grouped reports whether there are opinion groups.
func (r reading) grouped() bool { return r.There && len(r.Chart.Opinion) > 0 }

// declared reports whether figures by stakeholder group can be shown.
func (r reading) declared() bool { return r.There && len(r.Groups) > 0 }

// apart reports whether figures of guests and accounts can be shown.
func (r reading) apart() bool { return r.There && len(r.Stakes.Guests.People) == 2 }

// statement returns the id of a column.
func (r reading) statement(j int) ref.ID {
	if j < 0 || j >= len(r.Chart.Statements) {
		return ""
	}
	return r.Chart.Statements[j]
}

// letter names the i-th opinion group.
func letter(i int) string { return string(rune('A' + i)) }

// A groupBar is the votes of one group on one statement.
type groupBar struct {
	Tally  ui.Tally
	Hidden bool // too few people
}

// barOf is the votes of a group with the interval of the share that agrees.
func barOf(s web.Speaker, c opinion.Cell, label string) groupBar {
	b := groupBar{tallyOf(c.Counts, label), c.Hidden}
	if n := c.Total(); n > 0 {
		e := opinion.Share(c.Agree, n)
		b.Tally.Low, b.Tally.High, b.Tally.Sure = e.Low, e.High, between(s, e)
	}
	return b
}

// between says an interval in words.
func between(s web.Speaker, e opinion.Estimate) string {
	return s.T("conversation.interval", "low", s.Percent(e.Low), "high", s.Percent(e.High))
}

// byOpinion returns the votes of each opinion group on a statement; none if the
// map does not show it.
func (r reading) byOpinion(s web.Speaker, statement ref.ID) []groupBar {
	f, _ := r.Chart.Column(statement)
	var out []groupBar
	for i, c := range f.Opinion {
		out = append(out, barOf(s, c, s.T("conversation.group", "letter", letter(i))))
	}
	return out
}

// byStakeholder returns about how many of each declared stakeholder group agree with a
// statement; nothing if that is not told.
func (r reading) byStakeholder(s web.Speaker, statement ref.ID) []ui.Fact {
	var out []ui.Fact
	for v, about := range r.Stakes.Declared.Of(statement) {
		if v < len(r.Groups) {
			out = append(out, ui.Fact{Term: r.Groups[v], Text: aboutShare(s, about)})
		}
	}
	return out
}

// stakesWhen says when the figures by stakeholder group were drawn, and when they will
// be again.
func (r reading) stakesWhen(s web.Speaker) string {
	return s.T("conversation.stakeholder-groups.when", "moment", s.Moment(r.Stakes.Drawn), "votes", s.Number(r.Stakes.Votes))
}

// verdict says in a sentence what the opinion groups make of a statement.
func (r reading) verdict(s web.Speaker, f conversation.Figure) string {
	d, all := f.Division, ""
	if !r.grouped() {
		all = "-all"
	}
	say := func(key string, e opinion.Estimate) string {
		return s.T("conversation.verdict."+key, "share", s.Percent(e.Value), "interval", between(s, e))
	}
	points := func(share float64) string { return s.Number(int(math.Round(100 * share))) }
	switch {
	case d.Hidden:
		return s.T("conversation.verdict.hidden")
	case d.Class == opinion.UnitesAgree:
		return say("unites-agree"+all, f.Agree)
	case d.Class == opinion.UnitesDisagree:
		return say("unites-disagree"+all, f.Disagree)
	case d.Class == opinion.Divides:
		return s.T("conversation.verdict.divides", "more", letter(d.More), "less", letter(d.Less),
			"points", points(d.Gap.Value), "low", points(d.Gap.Low), "high", points(d.Gap.High))
	case d.Class == opinion.Undecided:
		return s.T("conversation.verdict.undecided" + all)
	case d.Class == opinion.FewVotes:
		return s.T("conversation.verdict.few" + all)
	}
	return ""
}

// people says how many people a group has, in words where they are few.
func people(s web.Speaker, h conversation.Headcount) string {
	if h.Hidden {
		return s.T("conversation.too-few-short")
	}
	return s.T("conversation.count.people", "n", h.People)
}

// aboutPeople says a number of people that is rounded.
func aboutPeople(s web.Speaker, h conversation.Headcount) string {
	if h.Hidden {
		return s.T("conversation.under", "number", s.Number(opinion.SmallGroup))
	}
	return s.T("conversation.about", "figure", s.Number(h.People))
}

// aboutShare says a share that is rounded.
func aboutShare(s web.Speaker, a conversation.About) string {
	if a.Hidden {
		return s.T("conversation.too-few-short")
	}
	return s.T("conversation.about", "figure", s.Percent(float64(a.Percent)/100))
}

// headcount says a number of people for a cell of a table.
func headcount(s web.Speaker, h conversation.Headcount) string {
	if h.Hidden {
		return s.T("conversation.too-few-short")
	}
	return s.Number(h.People)
}
