package insightweb

import (
	"testing"
	"time"

	"github.com/a-h/templ"

	"penc/internal/gather/meeting"
	"penc/internal/gather/process"
	"penc/internal/gather/process/processweb"
	"penc/internal/ground/lang"
	"penc/internal/ground/ref"
	"penc/internal/platform/web"
	"penc/internal/platform/web/ui"
	"penc/internal/platform/web/webtest"
	"penc/internal/share/insight"
)

var spring = time.Date(2026, 3, 1, 9, 30, 0, 0, time.UTC)

// hostile is a text that tries to become markup, in both languages.
func hostile(words string) lang.Text {
	return lang.Of("fr", map[lang.Tag]string{"fr": `<b>` + words, "en": `"><b>` + words})
}

// full returns a view with every kind of remark, dimension, snapshot and target.
func full() insight.View {
	w := process.Whole{
		Process: process.Process{ID: "water", State: process.Published, Languages: []lang.Tag{"fr", "en"}, Title: hostile("process")},
		Groups:  []process.Group{{Part: process.Part{ID: "users"}, Title: hostile("users")}, {Part: process.Part{ID: "state"}, Title: hostile("state")}},
	}
	c := &insight.Crowd{Process: "water", Groups: []ref.ID{"users", "state"}, Meetings: []ref.ID{"m1"}, Named: true}
	for i := range 18 {
		p := c.Of(ref.ID(rune('a' + i)))
		p.Group, p.Lang, p.Gender, p.Region, p.Organization = "users", lang.Interface[i%2], "woman", "<b>Dakar", "org"
		if i < 3 {
			p.Group, p.Gender, p.Region = "state", "", "Thiès"
		}
		p.Modes["m1"] = []string{"room", "remote"}[i%2]
		p.Took(insight.Joined, "")
		p.Took(insight.Present, "m1")
		if i > 5 {
			p.Took(insight.Spoke, "m1")
		}
	}
	targets := insight.Targets{Process: "water", Version: 1, List: []insight.Target{
		{Group: "users", Step: insight.Present, Share: 99}, {Group: "users", Step: insight.Joined, People: 30}, {Group: "state", Step: insight.Present, People: 1},
	}}
	v := insight.View{
		Whole: w, Shown: c.Publish(spring)[""], Exact: c.Exact("", spring), Targets: targets, Orgs: map[ref.ID]lang.Text{"org": hostile("org")},
		Held: []meeting.Meeting{{ID: "m1", Title: hostile("meeting")}},
	}
	v.Remarks = v.Exact.Remarks(targets.List, false)
	s := insight.Take(insight.Snapshot{ID: "s", At: spring, Of: ref.To("hall.decision", "d")}, []insight.SnapRow{{Group: "users", Name: hostile("users")}}, []ref.ID{"users", "users", ""}, []ref.ID{"users"}, nil)
	v.Snapshots = []insight.Snapshot{s, {ID: "t", At: spring, Rows: s.Rows[:1]}}
	return v
}

func TestPagesRenderFullAndEmpty(t *testing.T) {
	v := full()
	in := v
	in.Meeting = v.Held[0]
	in.Exact = insight.Balance{}
	empty := insight.View{Whole: v.Whole, Shown: insight.Balance{Steps: insight.Steps, Totals: make([]insight.Cell, len(insight.Steps))}}
	webtest.Pages(t, "insight", words, func(p web.Page) map[string]templ.Component {
		at := processweb.Place{Process: v.Whole.Process, Title: ui.Title{Title: "Title"}}
		page := func(v insight.View, b insight.Balance, public bool) templ.Component {
			return showPage(balancePage{Page: p, tell: teller{p.Speaker, v.Whole, v.Orgs}, Place: at, View: v, Balance: b, At: step(b, insight.Present), Public: public})
		}
		tell := teller{Speaker: p.Speaker, whole: v.Whole}
		var few []string
		for _, kind := range []insight.RemarkKind{insight.Absent, insight.Silent, insight.Dominant, insight.ShortOf, insight.ShortShare, insight.Met} {
			at := insight.Present
			if kind == insight.Silent {
				at = insight.Spoke
			}
			few = append(few, tell.remark(insight.Remark{Kind: kind, Group: "users", Step: at, Few: kind == insight.ShortOf || kind == insight.Met}, true))
		}
		form := targetPage{Page: p, Place: at, Whole: v.Whole, Stored: v.Targets, Typed: map[string]string{"aim.users": `"><b>`}, Act: web.NewAct()}
		return map[string]templ.Component{
			"convener":          page(v, v.Exact, false),
			"convener, public":  page(v, v.Shown, true),
			"meeting":           page(in, in.Shown, false),
			"empty":             page(empty, empty.Shown, false),
			"targets":           targetForm(form),
			"targets, nobody":   targetForm(targetPage{Page: p, Place: at, Typed: map[string]string{}}),
			"piece":             balancePiece(piece{teller: tell, Text: "<b>", Lines: few, More: "/fr"}),
			"piece without all": balancePiece(piece{teller: tell, Text: p.T("insight.remarks.none")}),
			"snapshot":          snapshotSection(snapshot{p.Speaker, v.Snapshots[0], false}),
			"snapshot, exact":   snapshotSection(snapshot{p.Speaker, v.Snapshots[0], true}),
		}
	})
}

func TestAimsAreReadAsTheyAreTyped(t *testing.T) {
	for typed, want := range map[string]insight.Target{
		"10": {People: 10}, "20 %": {Share: 20}, "20\u202f%": {Share: 20}, "20%": {Share: 20}, "1 000": {People: 1000}, "many": {People: -1}, "x%": {Share: -1},
	} {
		want.Group, want.Step = "users", insight.Present
		if got := readAim("users", typed, insight.Present); got != want {
			t.Errorf("%q is read as %+v", typed, got)
		}
		if want.People > 0 || want.Share > 0 {
			if again := readAim("users", aim(want), insight.Present); again != want {
				t.Errorf("%+v comes back as %+v", want, again)
			}
		}
	}
}
