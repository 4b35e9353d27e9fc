package access

import (
	"testing"

	"penc/internal/ground/ref"
)

func TestARoleHoldsInItsScopeOnly(t *testing.T) {
	water, hall := ref.To("process", "water"), ref.To("meeting", "hall")
	who := Actor{Person: "amina"}.With(Facilitator, water)
	for _, c := range []struct {
		name   string
		scopes []ref.Ref
		want   bool
	}{
		{Facilitator, []ref.Ref{water}, true},
		{Facilitator, []ref.Ref{hall, water}, true}, // what is inside passes its process too
		{Facilitator, []ref.Ref{hall}, false},
		{Facilitator, nil, false},
		{Convener, []ref.Ref{water}, false},
	} {
		if got := who.Holds(c.name, c.scopes...); got != c.want {
			t.Errorf("%s in %v: %v", c.name, c.scopes, got)
		}
	}
	if !who.HoldsAny([]string{Convener, Facilitator}, water) || who.HoldsAny(nil, water) {
		t.Error("HoldsAny")
	}
}

func TestOperatorsHaveNoSayInAProcess(t *testing.T) {
	who := Actor{Person: "ops"}.With(Operator, Site)
	if who.HoldsAny(OnProcess, ref.To("process", "water")) {
		t.Error("the operator holds a role on a process")
	}
}

func TestWithLeavesTheActorItWasMadeFrom(t *testing.T) {
	a := Actor{Person: "amina"}.With(Member, ref.To("process", "a"))
	b, c := a.With(Editor, Site), a.With(Convener, Site)
	if len(a.Roles) != 1 || b.Roles[1].Name != Editor || c.Roles[1].Name != Convener {
		t.Errorf("%v %v %v", a.Roles, b.Roles, c.Roles)
	}
}

func TestStrangers(t *testing.T) {
	if !(Actor{Channel: Web}).Stranger() || (Actor{Person: "amina"}).Stranger() || Machine().Stranger() || AtConsole("x").Stranger() {
		t.Error("Stranger")
	}
	if len(Machine().Roles) != 0 {
		t.Error("Penc itself holds a role")
	}
}
