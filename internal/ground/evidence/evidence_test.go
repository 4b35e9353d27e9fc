package evidence

import (
	"slices"
	"testing"

	"penc/internal/ground/lang"
	"penc/internal/ground/ref"
)

func TestWhatAFieldRestsOn(t *testing.T) {
	e := Evidence{
		Sources: []ref.ID{"seed", "m1"},
		Disputes: []Dispute{{Field: "end", Values: []Value{
			{lang.Say(lang.English, "29"), []ref.ID{"m1", "call"}}, {lang.Say(lang.English, "30"), []ref.ID{"seed"}},
		}}},
		Gaps: []Gap{{"attendance", lang.Say(lang.English, "not found")}},
	}
	if d, ok := e.Dispute("end"); !ok || len(d.Values) != 2 {
		t.Error("the dispute is not found")
	}
	if _, ok := e.Dispute("attendance"); ok {
		t.Error("a gap is no dispute")
	}
	if _, ok := e.Gap("attendance"); !ok {
		t.Error("the gap is not found")
	}
	if got := e.Cited(); !slices.Equal(got, []ref.ID{"seed", "m1", "call"}) {
		t.Errorf("cited: %v", got)
	}
	if !e.Says() || (Evidence{}).Says() || !(Evidence{Derived: true}).Says() {
		t.Error("Says")
	}
}
