package hall

import (
	"strings"
	"testing"

	"penc/internal/gather/meeting"
	"penc/internal/gather/process"
	"penc/internal/ground/fault"
	"penc/internal/ground/lang"
	"penc/internal/ground/ref"
)

// message returns the word of the first fault, empty for none.
func message(err error) string {
	if all := fault.All(err); len(all) > 0 {
		return all[0].Message
	}
	if err != nil {
		return err.Error()
	}
	return ""
}

func words(fr string) lang.Text { return lang.Say("fr", fr) }

var open = Hall{Meeting: "m", Process: "water", State: Open, Item: "i1", Version: 1}

func TestTheHallOpensAndEnds(t *testing.T) {
	m := meeting.Meeting{ID: "m", Process: "water", State: meeting.Planned}
	h, err := fresh(m).Begin(m, true, at(0))
	if err != nil || h.State != Open || !h.Opened.Equal(at(0)) || h.Version != 1 {
		t.Fatalf("%+v, %v", h, err)
	}
	cancelled := m
	cancelled.State = meeting.Cancelled
	for want, err := range map[string]error{
		"hall.open.already":   second(h.Begin(m, true, at(1))),
		"hall.open.draft":     second(fresh(m).Begin(m, false, at(1))),
		"hall.open.cancelled": second(fresh(m).Begin(cancelled, true, at(1))),
		"hall.not-open":       second(fresh(m).End(at(1))),
		"hall.order.unknown":  second(h.Sorted("loudest")),
		"hall.view.unknown":   second(h.Show(Screen{View: "cats"})),
		"hall.message.empty":  second(h.Show(Screen{View: ShowMessage})),
		"hall.text.long":      second(h.Show(Screen{View: ShowMessage, Message: words(strings.Repeat("é", MaxMessage+1))})),
		"hall.item.unknown":   second(h.At(m, "none")),
	} {
		if message(err) != want {
			t.Errorf("%v, want %s", err, want)
		}
	}
	h.Item = "i1"
	if h, err = h.End(at(60)); err != nil || h.State != Ended || h.Item != "" {
		t.Errorf("%+v, %v", h, err)
	}
	if h, err = h.Begin(m, true, at(90)); err != nil || !h.Ended.IsZero() || !h.Opened.Equal(at(0)) {
		t.Errorf("opened again: %+v, %v", h, err)
	}
}

func second[T any](_ T, err error) error { return err }

func TestAgendaOrder(t *testing.T) {
	m := meeting.Meeting{Programme: meeting.Programme{Agenda: []meeting.AgendaItem{{ID: "a"}, {ID: "b"}}}}
	for from, want := range map[ref.ID]ref.ID{"": "a", "a": "b", "b": "", "none": ""} {
		if got, _ := After(m, from); got.ID != want {
			t.Errorf("after %q comes %q, want %q", from, got.ID, want)
		}
	}
}

func TestADecisionNamesTheRulesInForceAndIsCorrectedNotOverwritten(t *testing.T) {
	w := process.Whole{Rules: []process.Rules{
		{Part: process.Part{ID: "g1"}, Kind: process.GroundRules, Number: 1},
		{Part: process.Part{ID: "g2"}, Kind: process.GroundRules, Number: 2},
	}}
	d, err := open.decide(Decision{ID: "d", Text: words("Les compteurs d’abord.")}, w, "p1", at(5))
	if err != nil || d.GroundRules != (Rule{"g2", 2}) || d.Policy != (Rule{}) || d.Item != "i1" || d.Version != 1 || d.By != "p1" {
		t.Fatalf("%+v, %v", d, err)
	}
	for want, in := range map[string]Decision{
		"hall.decision.changed": {Text: d.Text, Reason: words("x"), Version: 0},
		"hall.text.empty":       {Text: d.Text, Version: 1},
		"hall.text.long":        {Text: words(strings.Repeat("x", MaxText+1)), Reason: words("x"), Version: 1},
	} {
		if _, err := d.Correct(in, at(6)); message(err) != want {
			t.Errorf("%v, want %s", err, want)
		}
	}
	later, err := d.Correct(Decision{Text: words("Les puits d’abord."), Reason: words("mal entendu"), Version: 1}, at(7))
	if err != nil || later.Version != 2 || later.GroundRules != d.GroundRules || !later.At.Equal(at(5)) || !later.Changed.Equal(at(7)) {
		t.Errorf("%+v, %v", later, err)
	}
	if _, err := (Hall{}).decide(d, w, "p1", at(5)); message(err) != "hall.not-open" {
		t.Errorf("before the hall opened: %v", err)
	}
}

func TestAParkedMatterIsTakenUpOrDroppedForAReason(t *testing.T) {
	p, err := open.park(Parked{ID: "k", Text: words("Qui paie ?")}, "p1", at(5))
	if err != nil || p.Fate != StillParked || p.Version != 1 {
		t.Fatalf("%+v, %v", p, err)
	}
	for _, c := range []struct {
		fate    Fate
		reason  lang.Text
		version int
		want    string
	}{
		{Dropped, lang.Text{}, 1, "hall.text.empty"},
		{Dropped, words("hors sujet"), 1, ""},
		{TakenUp, lang.Text{}, 1, ""},
		{TakenUp, words("au point 4"), 1, ""},
		{StillParked, lang.Text{}, 1, "hall.parked.already"},
		{"lost", lang.Text{}, 1, "hall.parked.fate"},
		{TakenUp, lang.Text{}, 2, "hall.parked.changed"},
	} {
		got, err := p.Settle(c.fate, c.reason, c.version, at(8))
		if message(err) != c.want || err == nil && (got.Fate != c.fate || got.Version != 2) {
			t.Errorf("%s %v: %+v, %v, want %q", c.fate, c.reason, got, err, c.want)
		}
	}
}

func TestTemperature(t *testing.T) {
	check, err := open.take(Temperature{ID: "t", Question: words("Les compteurs d’abord ?"), Scale: Warmth}, false, at(1))
	if err != nil || check.Item != "i1" {
		t.Fatal(check, err)
	}
	for want, err := range map[string]error{
		"hall.temperature.running": second(open.take(check, true, at(1))),
		"hall.temperature.scale":   second(open.take(Temperature{Question: words("x")}, false, at(1))),
		"hall.text.empty":          second(open.take(Temperature{Scale: Warmth}, false, at(1))),
		"hall.temperature.step":    check.answer(6),
		"":                         check.answer(5),
	} {
		if message(err) != want {
			t.Errorf("%v, want %q", err, want)
		}
	}
	var answers []Answer
	add := func(group ref.ID, steps ...int) {
		for _, s := range steps {
			answers = append(answers, Answer{Group: group, Step: s})
		}
	}
	add("gov", 1, 1, 2, 3, 5, 5)
	add("ngo", 4, 4)
	add("tech", 1, 2, 3)
	done, err := check.Close(answers, at(2))
	if err != nil || done.Answers != 11 || done.Steps[0] != 3 || done.Steps[3] != 2 {
		t.Fatalf("%+v, %v", done, err)
	}
	readings, tooFew := done.Readings()
	if tooFew || readings[0].Group != "gov" || readings[0].Hidden || readings[0].Steps[4] != 2 {
		t.Errorf("%+v", readings)
	}
	for _, r := range readings[1:] {
		if !r.Hidden || r.Steps != nil || r.Answers != 0 {
			t.Errorf("a group of few is shown: %+v", r)
		}
	}
	if err := done.answer(1); message(err) != "hall.temperature.over" {
		t.Errorf("after closing: %v", err)
	}
	few, _ := check.Close(answers[:4], at(2))
	if _, tooFew := few.Readings(); !tooFew {
		t.Error("four answers are shown")
	}
	live := Temperature{Scale: LiveWith}
	if live.answer(4) == nil || live.answer(3) != nil {
		t.Error("living with it has three steps")
	}
	live, _ = live.Close([]Answer{{Step: 3}, {Step: 1}}, at(2))
	if live.CannotLive() != 1 || done.CannotLive() != 0 {
		t.Errorf("%d cannot live with it", live.CannotLive())
	}
}

// TestReadingsNameNoGroupIfAllAreTheSame: with the names of three groups beside the
// number of answers, everybody could count that each has four.
func TestReadingsNameNoGroupIfAllAreTheSame(t *testing.T) {
	var answers []Answer
	for _, g := range []ref.ID{"gov", "ngo", "tech"} {
		for i := range 4 {
			answers = append(answers, Answer{Group: g, Step: 1 + i})
		}
	}
	done, err := (Temperature{Scale: Warmth}).Close(answers, at(2))
	if err != nil {
		t.Fatal(err)
	}
	if readings, tooFew := done.Readings(); tooFew || len(readings) != 0 {
		t.Errorf("%+v, too few %v", readings, tooFew)
	}
}
