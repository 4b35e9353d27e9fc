package insightweb

import (
	"strings"

	"penc/internal/gather/process"
	"penc/internal/ground/lang"
	"penc/internal/ground/ref"
	"penc/internal/platform/web"
	"penc/internal/share/insight"
)

// A teller puts figures of a process into words.
type teller struct {
	web.Speaker
	whole process.Whole
	orgs  map[ref.ID]lang.Text
}

// group returns what a stakeholder group is called.
func (t teller) group(id ref.ID) string {
	if g, ok := t.whole.Group(id); ok {
		return t.Say(g.Title)
	}
	return t.T("insight.not-said.group")
}

// value returns what a value of a dimension is called.
func (t teller) value(d insight.Dimension, v string) string {
	switch {
	case v == insight.NotSaid:
		return t.T("insight.not-said." + string(d))
	case v == insight.Others:
		return t.T("insight.others." + string(d))
	case d == insight.ByGroup:
		return t.group(ref.ID(v))
	case d == insight.ByOrganization:
		return t.Say(t.orgs[ref.ID(v)])
	case d == insight.ByLanguage && lang.Known(lang.Tag(v)):
		return t.T("web.language." + v)
	case d == insight.ByMode || d == insight.ByGender:
		return t.T("insight." + string(d) + "." + v)
	}
	return v
}

// remark says one thing that the figures say.
func (t teller) remark(r insight.Remark, inMeeting bool) string {
	key := "insight.remark." + string(r.Kind) + "." + string(r.Step)
	if !inMeeting && r.Kind == insight.Absent && r.Step == insight.Present {
		key += "-process"
	}
	if r.Few {
		key += "-few"
	}
	return t.T(key, "group", t.group(r.Group), "n", r.N, "count", t.Number(r.N), "of", t.Number(r.Of),
		"share", t.Percent(float64(r.Share)/100), "aim", t.Percent(float64(r.Aim)/100))
}

// remarks says what the figures say, a sentence each.
func (t teller) remarks(all []insight.Remark, inMeeting bool) []string {
	out := make([]string, len(all))
	for i, r := range all {
		out[i] = t.remark(r, inMeeting)
	}
	return out
}

// summary says in a sentence who took a step, by one dimension.
func (t teller) summary(b insight.Balance, table insight.Table, at int) string {
	total := b.Totals[at]
	if total.Withheld {
		return t.T("insight.summary.withheld")
	}
	if total.People == 0 {
		return t.T("insight.summary.nobody")
	}
	var parts []string
	withheld := 0
	for _, r := range table.Rows {
		switch c := r.Cells[at]; {
		case c.Withheld:
			withheld++
		case c.People > 0:
			parts = append(parts, t.T("insight.summary.part", "name", t.value(table.Dimension, r.Value), "n", t.Number(c.People)))
		}
	}
	out := t.T("insight.summary.total", "step", t.T("insight.step."+string(b.Steps[at])), "n", total.People, "count", t.Number(total.People))
	if len(parts) > 0 {
		out += " " + t.T("insight.summary.parts", "parts", strings.Join(parts, ", "))
	}
	if withheld > 0 {
		out += " " + t.T("insight.summary.hidden", "n", withheld)
	}
	return out
}

// target says what is aimed at.
func (t teller) target(in insight.Target) string {
	key := "insight.target.people."
	if in.Share > 0 {
		key = "insight.target.share."
	}
	return t.T(key+string(in.Step), "group", t.group(in.Group), "n", in.People, "count", t.Number(in.People), "share", t.Percent(float64(in.Share)/100))
}
