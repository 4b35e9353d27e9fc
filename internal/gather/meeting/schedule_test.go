package meeting

import (
	"testing"

	"penc/internal/ground/ref"
)

func TestPointsBeginWhenTheOnesBeforeThemEnd(t *testing.T) {
	m := Meeting{Start: "08:30", Programme: Programme{Agenda: []AgendaItem{
		{ID: "a", Minutes: 15},
		{ID: "b", Minutes: 45},
		{ID: "c", Start: "10:00"},
		{ID: "d", Minutes: 10},
		{ID: "e", Day: 2, Minutes: 30},
		{ID: "f", Day: 2, Start: "23:45", Minutes: 30},
		{ID: "g"},
	}}}
	got := m.Schedule()
	for id, want := range map[ref.ID]Slot{
		"a": {"08:30", "08:45", true}, "b": {"08:45", "09:30", true}, "c": {"10:00", "", false}, "d": {}, "e": {},
		"f": {"23:45", "00:15", false}, "g": {"00:15", "", true},
	} {
		if got[id] != want {
			t.Errorf("%s: %v, want %v", id, got[id], want)
		}
	}
	if s := got["a"].String(); s != "08:30–08:45" {
		t.Error(s)
	}
	m.Agenda[0].Day = 2
	if s := m.Schedule()["a"]; s != (Slot{}) {
		t.Errorf("a point of the second day begins at %v", s)
	}
}
