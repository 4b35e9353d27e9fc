package fault

import (
	"errors"
	"io"
	"testing"
)

func TestKindsAreFoundThroughWrapping(t *testing.T) {
	one := Field("title", "process.title.too-long", "n", 201)
	for _, c := range []struct {
		err  error
		kind Kind
		n    int
	}{
		{nil, Internal, 0},
		{io.EOF, Internal, 0},
		{Wrap("read", io.EOF), Internal, 0},
		{one, Invalid, 1},
		{Wrap("save", one), Invalid, 1},
		{Wrap("save", List{one, New(Conflict, "", "x")}.Err()), Invalid, 2},
		{List{}.Err(), Internal, 0},
		{Wrap("save", nil), Internal, 0},
	} {
		if KindOf(c.err) != c.kind || len(All(c.err)) != c.n {
			t.Errorf("%v: kind %d, %d faults", c.err, KindOf(c.err), len(All(c.err)))
		}
	}
	if !errors.Is(Wrap("read", io.EOF), io.EOF) || Wrap("read", nil) != nil {
		t.Error("Wrap loses the error")
	}
	if one.Parts["n"] != 201 || one.Error() != "title: process.title.too-long" {
		t.Errorf("%v %v", one.Parts, one)
	}
}

func TestAListLeavesOutWhatIsNoFault(t *testing.T) {
	if l := (List{}).Add(nil).Add(Field("a", "x")).Add(nil); len(l) != 1 {
		t.Errorf("%v", l)
	}
}
