package hallweb

import (
	"testing"
	"time"

	"github.com/a-h/templ"

	"penc/internal/gather/attendance"
	"penc/internal/gather/hall"
	"penc/internal/gather/meeting"
	"penc/internal/gather/process"
	"penc/internal/ground/lang"
	"penc/internal/ground/ref"
	"penc/internal/platform/web"
	"penc/internal/platform/web/ui"
	"penc/internal/platform/web/webtest"
)

// hostile is a text that tries to become markup, in both languages.
func hostile(words string) lang.Text {
	return lang.Of("fr", map[lang.Tag]string{"fr": `<b>` + words + `</b><script>alert(1)</script>`, "en": `"><b>` + words + `</b>`})
}

// full is a hall in which everything happened.
func full(now time.Time) hall.Scene {
	floor := hall.Request{ID: "r1", Participant: "p1", Group: "g1", Standing: hall.Speaking, Began: now.Add(-time.Minute)}
	wait := hall.Request{ID: "r2", Participant: "p2", Group: "", Mode: attendance.Remote, Standing: hall.Waiting}
	sh := &hall.Shared{
		Hall: hall.Hall{Meeting: "m", Process: "water", State: hall.Open, Item: "i1", Order: hall.LeastHeard, Version: 3, Screen: hall.Screen{View: hall.ShowTemperature, Message: hostile("message")}},
		About: meeting.Meeting{ID: "m", Process: "water", Title: hostile("meeting"), Programme: meeting.Programme{Agenda: []meeting.AgendaItem{
			{ID: "i1", Title: hostile("item"), Minutes: 10}, {ID: "i2", Title: hostile("next")},
		}}},
		Of: process.Whole{
			Process: process.Process{ID: "water", State: process.Published, Title: hostile("process"), Languages: []lang.Tag{"fr", "en"}},
			Groups:  []process.Group{{Part: process.Part{ID: "g1"}, Title: hostile("group")}},
			Rules:   []process.Rules{{Part: process.Part{ID: "x"}, Kind: process.GroundRules, Number: 2}},
		},
		Runs:      []hall.Run{{Item: "i1", Began: now.Add(-time.Hour)}},
		Requests:  []hall.Request{floor, wait},
		Turns:     []hall.Turn{{ID: "t", Participant: "p1", Group: "g1", Began: now.Add(-time.Minute), Ended: now}},
		Heard:     hall.Heard{Group: map[ref.ID]int{"g1": 60}, People: map[ref.ID]int{"g1": 1}},
		Queue:     []hall.Request{wait, {ID: "r3", Participant: "p3", Group: "g1"}},
		Why:       hall.GroupLess,
		Floor:     &floor,
		Presences: []attendance.Presence{{Participant: "p1", Name: "<b>Awa", Group: "g1"}, {Participant: "p2", Name: "<b>John"}, {Participant: "p4", Name: "<b>Zoé"}},
		People:    map[ref.ID]attendance.Presence{"p1": {Name: "<b>Awa"}, "p2": {Name: "<b>John"}},
		Code:      "abcdef",
		Temperatures: []hall.Temperature{
			{ID: "t0", Question: hostile("past"), Scale: hall.LiveWith, Opened: now, Closed: now, Answers: 9, Steps: []int{6, 2, 1}, ByGroup: map[ref.ID][]int{"g1": {6, 1, 0}, "": {0, 1, 1}}},
			{ID: "t1", Question: hostile("question"), Scale: hall.Warmth, Opened: now, Answers: 3},
		},
		Decisions: []hall.Decision{
			{ID: "d1", Meeting: "m", Text: hostile("decision"), Item: "i1", GroundRules: hall.Rule{ID: "x", Number: 2}, At: now, Version: 2, History: []hall.Wording{
				{Version: 1, Text: hostile("first"), At: now}, {Version: 2, Text: hostile("second"), Reason: hostile("reason"), Struck: true, At: now},
			}},
			{ID: "d2", Meeting: "m", Text: hostile("struck"), Struck: true, Reason: hostile("reason"), Version: 1},
		},
		Parked: []hall.Parked{{ID: "k1", Meeting: "m", Text: hostile("matter"), Fate: hall.Dropped, Reason: hostile("why"), Version: 2}, {ID: "k2", Meeting: "m", Fate: hall.StillParked}, {ID: "k3", Fate: hall.TakenUp}},
		Last:   &hall.Move{ID: "v", What: hall.MoveFloor, After: []hall.Request{floor}},
	}
	return hall.Scene{Shared: sh, Now: now, Me: sh.Presences[1], Mine: &wait, Answer: 2, May: true}
}

func TestPagesRenderFullAndEmpty(t *testing.T) {
	now := time.Date(2026, 5, 4, 9, 0, 0, 0, time.UTC)
	webtest.Pages(t, "hall", words, func(p web.Page) map[string]templ.Component {
		page := func(s hall.Scene) hallPage {
			return hallPage{Page: p, S: sayer{p.Speaker, s}, Head: ui.Title{Title: "Title"}, Tabs: []ui.Link{{Label: "A", Href: "/a"}, {Label: "B", Href: "/b"}}}
		}
		in := func(change func(*hall.Scene)) hallPage {
			s := full(now)
			shared := *s.Shared
			s.Shared = &shared
			change(&s)
			return page(s)
		}
		whole := page(full(now))
		empty := page(hall.Scene{Shared: &hall.Shared{Hall: hall.Hall{State: hall.Closed}}})
		stranger := in(func(s *hall.Scene) { s.Me, s.Mine, s.May = attendance.Presence{}, nil, false })
		speaking := in(func(s *hall.Scene) { s.Mine, s.Order = s.Floor, hall.FirstCome })
		idle := in(func(s *hall.Scene) {
			s.Mine, s.Queue, s.Floor, s.Item, s.Temperatures, s.Turns, s.Last = nil, nil, nil, "", s.Temperatures[:1], nil, nil
		})
		ended := in(func(s *hall.Scene) { s.State, s.Floor = hall.Ended, nil })
		piece := []templ.Component{templ.Raw("<p>piece</p>")}
		wall := func(h hallPage, view hall.View, both bool) templ.Component {
			h.S.Shared.Screen.View = view
			return showProjector(projectorPage{hallPage: h, Other: p.Speaker, Both: both, View: view, Pieces: piece, QR: piece[0], Host: "<b>x"})
		}
		return map[string]templ.Component{
			"phone":            showPhone(phonePage{hallPage: whole, Pieces: piece}),
			"phone stranger":   showPhone(phonePage{hallPage: stranger}),
			"phone speaking":   showPhone(phonePage{hallPage: speaking}),
			"phone idle":       showPhone(phonePage{hallPage: idle}),
			"phone ended":      showPhone(phonePage{hallPage: ended, Closing: piece}),
			"phone empty":      showPhone(phonePage{hallPage: empty}),
			"desk":             showDesk(deskPage{hallPage: whole, Pieces: piece}),
			"desk found":       showDesk(deskPage{hallPage: whole, Find: "<b>zoe"}),
			"desk idle":        showDesk(deskPage{hallPage: idle, Form: "decisions"}),
			"desk ended":       showDesk(deskPage{hallPage: ended}),
			"desk empty":       showDesk(deskPage{hallPage: empty}),
			"end":              showEnd(endPage{whole}),
			"wall queue":       wall(in(func(*hall.Scene) {}), hall.ShowQueue, true),
			"wall idle":        wall(idle, hall.ShowQueue, false),
			"wall message":     wall(in(func(*hall.Scene) {}), hall.ShowMessage, true),
			"wall temperature": wall(in(func(*hall.Scene) {}), hall.ShowTemperature, false),
			"wall reading":     wall(in(func(s *hall.Scene) { s.Temperatures = s.Temperatures[:1] }), hall.ShowTemperature, false),
			"wall board":       wall(in(func(*hall.Scene) {}), hall.ShowBoard, false),
			"wall ended":       wall(ended, hall.ShowQueue, true),
			"wall empty":       wall(empty, hall.ShowQueue, true),
			"decision":         showDecision(decisionPage{hallPage: whole, Decision: whole.S.Decisions[0]}),
			"decision struck":  showDecision(decisionPage{hallPage: stranger, Decision: whole.S.Decisions[1]}),
			"decision empty":   showDecision(decisionPage{hallPage: empty}),
			"decision editor":  showDecisionEditor(decisionPage{hallPage: whole, Decision: whole.S.Decisions[0], Mine: whole.S.Decisions[1]}),
			"parked":           showParked(parkedPage{hallPage: whole, Matter: whole.S.Parked[0]}),
			"parked empty":     showParked(parkedPage{hallPage: empty}),
			"panel":            panel(whole.S),
			"panel ended":      panel(ended.S),
			"panel empty":      panel(empty.S),
		}
	})
}

func TestNamesAreFoundWithoutMarks(t *testing.T) {
	for name, typed := range map[string]string{"Zoé Ñandú": "nandu", "AWA Diop": "awa d", "Émile": "emile"} {
		if !contains(name, typed) {
			t.Errorf("%q is not found in %q", typed, name)
		}
	}
	if contains("Awa", "John") {
		t.Error("John is found in Awa")
	}
}
