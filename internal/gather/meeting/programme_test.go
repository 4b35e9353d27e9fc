package meeting

import (
	"reflect"
	"strings"
	"testing"

	"penc/internal/ground/evidence"
	"penc/internal/ground/fault"
	"penc/internal/ground/lang"
	"penc/internal/ground/ref"
)

func day() Programme {
	return Programme{
		Agenda: []AgendaItem{
			{ID: "a1", Day: 1, Title: lang.Say("fr", "Accueil")},
			{ID: "a2", Title: lang.Say("fr", "Ateliers"), Breakouts: []ref.ID{"b1", "b2"}},
			{ID: "a3", Day: 2, Title: lang.Say("fr", "Clôture"), Start: "16:00", Kind: "closing"},
		},
		Breakouts: []Breakout{{ID: "b1", Title: lang.Say("fr", "Rive gauche")}, {ID: "b2", Title: lang.Say("fr", "Rive droite")}},
		Outcomes:  []Outcome{{ID: "o1", Text: lang.Say("fr", "Une liste")}},
	}
}

func TestEdited(t *testing.T) {
	ids := func(p Programme) string {
		var out []string
		for _, id := range p.ids() {
			out = append(out, string(*id))
		}
		return strings.Join(out, " ")
	}
	for _, c := range []struct {
		do   Edit
		want string
	}{
		{Edit{"up", "agenda", 1}, "a2 a1 a3 b1 b2 o1"},
		{Edit{"down", "agenda", 1}, "a1 a3 a2 b1 b2 o1"},
		{Edit{"remove", "agenda", 0}, "a2 a3 b1 b2 o1"},
		{Edit{"add", "agenda", 0}, "a1 a2 a3  b1 b2 o1"},
		{Edit{"down", "breakouts", 0}, "a1 a2 a3 b2 b1 o1"},
		{Edit{"remove", "breakouts", 0}, "a1 a2 a3 b2 o1"},
		{Edit{"add", "outcomes", 0}, "a1 a2 a3 b1 b2 o1 "},
		{Edit{"remove", "outcomes", 0}, "a1 a2 a3 b1 b2"},
		// What makes no sense changes nothing.
		{Edit{"up", "agenda", 0}, "a1 a2 a3 b1 b2 o1"},
		{Edit{"down", "agenda", 2}, "a1 a2 a3 b1 b2 o1"},
		{Edit{"remove", "agenda", 3}, "a1 a2 a3 b1 b2 o1"},
		{Edit{"remove", "breakouts", -1}, "a1 a2 a3 b1 b2 o1"},
		{Edit{"burn", "agenda", 1}, "a1 a2 a3 b1 b2 o1"},
		{Edit{"up", "people", 1}, "a1 a2 a3 b1 b2 o1"},
	} {
		p := day()
		if got := ids(p.Edited(c.do)); got != c.want {
			t.Errorf("%v: %s, want %s", c.do, got, c.want)
		}
		if !reflect.DeepEqual(p, day()) {
			t.Errorf("%v changed the programme it began with", c.do)
		}
	}
	if got := day().Edited(Edit{"remove", "breakouts", 0}).Agenda[1].Breakouts; !reflect.DeepEqual(got, []ref.ID{"b2"}) {
		t.Errorf("the agenda still names %v", got)
	}
	full := Programme{Agenda: make([]AgendaItem, MaxAgenda)}
	if n := len(full.Edited(Edit{"add", "agenda", 0}).Agenda); n != MaxAgenda {
		t.Errorf("%d points", n)
	}
}

func TestDays(t *testing.T) {
	var got []string
	for _, d := range day().Days() {
		for _, it := range d.Items {
			got = append(got, string(rune('0'+d.Number))+string(it.ID))
		}
	}
	if want := "1a1 1a2 2a3"; strings.Join(got, " ") != want {
		t.Errorf("%v, want %s", got, want)
	}
	if n := len((Programme{}).Days()); n != 0 {
		t.Errorf("%d days of nothing", n)
	}
}

func TestWhatAProgrammeHolds(t *testing.T) {
	for _, c := range []struct {
		name  string
		with  func(*Programme)
		field string
	}{
		{"sound", func(*Programme) {}, ""},
		{"nothing", func(p *Programme) { *p = Programme{} }, ""},
		{"a point without a title", func(p *Programme) { p.Agenda[1].Title = lang.Text{} }, "agenda.1.title.fr"},
		{"a day before the first", func(p *Programme) { p.Agenda[0].Day = -1 }, "agenda.0.day"},
		{"no time of day", func(p *Programme) { p.Agenda[2].Start = "late" }, "agenda.2.start-time"},
		{"an unknown kind", func(p *Programme) { p.Agenda[2].Kind = "dance" }, "agenda.2.kind"},
		{"a breakout that is not there", func(p *Programme) { p.Agenda[0].Breakouts = []ref.ID{"b9"} }, "agenda.0.breakouts"},
		{"a long name", func(p *Programme) { p.Agenda[0].Presenters = []string{strings.Repeat("x", 201)} }, "agenda.0.presenters"},
		{"a breakout without a title", func(p *Programme) { p.Breakouts[0].Title = lang.Text{} }, "breakouts.0.title.fr"},
		{"a long report", func(p *Programme) { p.Breakouts[1].ReportBack = lang.Say("en", strings.Repeat("x", 100_001)) }, "breakouts.1.report-back.en"},
		{"an empty outcome", func(p *Programme) { p.Outcomes[0].Text = lang.Text{} }, "outcomes.0.text.fr"},
		{"an unknown source", func(p *Programme) { p.Outcomes[0].Evidence = evidence.Evidence{Sources: []ref.ID{"rumour"}} }, "sources"},
		{"one id for two things", func(p *Programme) { p.Outcomes[0].ID = "a1" }, ""},
		{"too much", func(p *Programme) { p.Outcomes = make([]Outcome, MaxOutcomes+1) }, "outcomes"},
	} {
		p := day()
		c.with(&p)
		m, err := sound().SetProgramme(convener, water, p, 1, spring)
		sane := c.field == "" && c.name != "one id for two things"
		if all := fault.All(err); (err == nil) != sane || len(all) > 0 && all[0].Field != c.field {
			t.Errorf("%s: %v, want a fault of %q", c.name, err, c.field)
		}
		if sane && (m.Version != 2 || m.Sequence != 0) {
			t.Errorf("%s: version %d, sequence %d", c.name, m.Version, m.Sequence)
		}
	}
	if _, err := sound().SetProgramme(convener, water, day(), 0, spring); fault.KindOf(err) != fault.Conflict {
		t.Errorf("an old version: %v", err)
	}
}
