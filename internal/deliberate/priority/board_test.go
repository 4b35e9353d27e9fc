package priority

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"
	"time"

	"penc/internal/ground/access"
	"penc/internal/ground/fault"
	"penc/internal/ground/lang"
	"penc/internal/ground/ref"
)

var (
	facilitator = access.Actor{Person: "awa"}.With(access.Facilitator, ref.To("process", "water"))
	member      = access.Actor{Person: "jean"}.With(access.Member, ref.To("process", "water"))
	noon        = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
)

func point(i int) Origin {
	return Origin{
		Meeting: "m1", Breakout: ref.ID(fmt.Sprintf("room-%d", i%3)), Reported: ref.ID(fmt.Sprintf("point-%d", i)),
		Words: lang.Say(lang.French, fmt.Sprintf("Idée %d", i)), Groups: map[ref.ID]int{"users": 3},
	}
}

func ids(prefix string, n int) []ref.ID {
	var out []ref.ID
	for i := range n {
		out = append(out, ref.ID(fmt.Sprintf("%s-%d", prefix, i)))
	}
	return out
}

// board returns a board with n points.
func board(t *testing.T, n int) Board {
	t.Helper()
	b := Board{Meeting: "m1", Process: "water", Opened: noon, Frozen: map[ref.ID]ref.ID{}}
	var points []Origin
	for i := range n {
		points = append(points, point(i))
	}
	c, err := b.Take(points, ids("item", n))
	if err != nil {
		t.Fatal(err)
	}
	return b.Apply(c)
}

func wording(b Board, words string, items ...ref.ID) Wording {
	return Wording{Items: items, From: lang.French, Words: map[lang.Tag]string{lang.French: words}, Seen: b.Last}
}

func TestABoardTakesPointsOnce(t *testing.T) {
	b := board(t, 3)
	again := []Origin{point(0), point(1), point(2)}
	if n := len(b.News(again)); n != 0 {
		t.Errorf("%d points are new", n)
	}
	changed := point(1)
	changed.Words = lang.Say(lang.French, "Idée 1, précisée")
	news := []Origin{point(0), changed, point(3)}
	if n := len(b.News(news)); n != 2 {
		t.Fatalf("%d points are new, want the changed one and the fourth", n)
	}
	c, err := b.Take(news, ids("more", 3))
	if err != nil {
		t.Fatal(err)
	}
	b = b.Apply(c)
	it, _ := b.Item("item-1")
	if it.Words.String() != "Idée 1, précisée" || len(b.Items) != 4 || b.Items[3].Number != 4 {
		t.Errorf("after taking: %+v", b.Items)
	}
	// Words that a facilitator chose stay; the room's own are the new ones.
	c, err = b.Reword(facilitator, wording(b, "Autrement", "item-2"))
	if err != nil {
		t.Fatal(err)
	}
	b = b.Apply(c)
	changed = point(2)
	changed.Words = lang.Say(lang.French, "Idée 2, précisée")
	c, _ = b.Take([]Origin{changed}, ids("even-more", 1))
	b = b.Apply(c)
	it, _ = b.Item("item-2")
	if it.Words.String() != "Autrement" || it.Origins[0].Words.String() != "Idée 2, précisée" {
		t.Errorf("a reworded item: %+v", it)
	}
}

func TestMergingKeepsOriginsAndSplittingGivesThemBack(t *testing.T) {
	b := board(t, 4)
	c, err := b.MergeItems(facilitator, "whole", wording(b, "Ensemble", "item-2", "item-0"))
	if err != nil {
		t.Fatal(err)
	}
	b = b.Apply(c)
	whole, _ := b.Item("whole")
	part, _ := b.Item("item-0")
	if whole.Number != 5 || whole.Place != 1 || len(whole.Origins) != 2 || part.State != Merged || part.Into != "whole" {
		t.Fatalf("merged: %+v, %+v", whole, part)
	}
	if open := b.In(Open); len(open) != 3 || open[0].ID != "whole" {
		t.Errorf("on the board: %v", open)
	}
	c, err = b.SplitBack(facilitator, "whole", b.Last)
	if err != nil {
		t.Fatal(err)
	}
	b = b.Apply(c)
	if len(b.In(Open)) != 4 {
		t.Errorf("split back: %v", b.In(Open))
	}
}

func TestWhatABoardRefuses(t *testing.T) {
	b := board(t, 4)
	c, _ := b.Put(facilitator, wording(b, "Hors sujet", "item-3"))
	b = b.Apply(c)
	seen := b.Last
	c, _ = b.Reword(facilitator, wording(b, "Autrement", "item-1"))
	b = b.Apply(c)
	b.Frozen["item-2"] = "ballot"
	long := make([]byte, MaxWords+1)
	for i := range long {
		long[i] = 'a'
	}
	late := func(items ...ref.ID) Wording {
		w := wording(b, "Mots", items...)
		w.Seen = seen
		return w
	}
	merge := func(who access.Actor, in Wording) error {
		_, err := b.MergeItems(who, "new", in)
		return err
	}
	for name, tt := range map[string]struct {
		err  error
		kind fault.Kind
	}{
		"a member":             {merge(member, wording(b, "Mots", "item-0", "item-1")), fault.Forbidden},
		"one item":             {merge(facilitator, wording(b, "Mots", "item-0")), fault.Invalid},
		"the same twice":       {merge(facilitator, wording(b, "Mots", "item-0", "item-0")), fault.Invalid},
		"no words":             {merge(facilitator, wording(b, "", "item-0", "item-1")), fault.Invalid},
		"too many words":       {merge(facilitator, wording(b, string(long), "item-0", "item-1")), fault.Invalid},
		"changed since":        {merge(facilitator, late("item-0", "item-1")), fault.Conflict},
		"unchanged since":      {merge(facilitator, late("item-0", "item-0")), fault.Invalid},
		"on a ballot":          {merge(facilitator, wording(b, "Mots", "item-0", "item-2")), fault.Closed},
		"set aside":            {merge(facilitator, wording(b, "Mots", "item-0", "item-3")), fault.Closed},
		"unknown":              {merge(facilitator, wording(b, "Mots", "item-0", "none")), fault.NotFound},
		"nothing to set aside": {func() error { _, err := b.Put(facilitator, wording(b, "")); return err }(), fault.Invalid},
		"nothing to split":     {func() error { _, err := b.SplitBack(facilitator, "item-0", b.Last); return err }(), fault.Closed},
		"nothing to revive":    {func() error { _, err := b.Revive(facilitator, "item-0", b.Last); return err }(), fault.Closed},
		"a member undoes":      {func() error { _, err := b.Undo(member, c); return err }(), fault.Forbidden},
	} {
		if got := fault.KindOf(tt.err); got != tt.kind {
			t.Errorf("%s: %v (%v), want %v", name, got, tt.err, tt.kind)
		}
	}
}

func TestAnItemIsCarriedOverOnce(t *testing.T) {
	earlier := board(t, 3)
	c, _ := earlier.Put(facilitator, wording(earlier, "Plus tard", "item-1"))
	earlier = earlier.Apply(c)
	now := Board{Meeting: "m2", Process: "water", Opened: noon}
	c, err := now.CarryOver(facilitator, earlier, []ref.ID{"item-1"}, ids("carried", 1))
	if err != nil {
		t.Fatal(err)
	}
	now = now.Apply(c)
	it := now.Items[0]
	if it.State != Open || it.Origins[0].Meeting != "m1" || it.Carried.Item != "item-1" {
		t.Errorf("carried: %+v", it)
	}
	if _, err := now.CarryOver(facilitator, earlier, []ref.ID{"item-1"}, ids("again", 1)); fault.KindOf(err) != fault.Invalid {
		t.Errorf("carried twice: %v", err)
	}
	other := earlier
	other.Process = "air"
	if _, err := now.CarryOver(facilitator, other, []ref.ID{"item-0"}, ids("air", 1)); fault.KindOf(err) != fault.NotFound {
		t.Errorf("from another process: %v", err)
	}
}

// state is a board without the numbers of its changes.
func state(b Board) map[ref.ID]Item {
	out := map[ref.ID]Item{}
	for _, it := range b.Items {
		if it.State != Gone {
			it.Version = 0
			out[it.ID] = it
		}
	}
	return out
}

// leaves counts how often each reported point is on the board, by itself or inside
// one item.
func leaves(b Board) map[ref.ID]int {
	out := map[ref.ID]int{}
	for _, it := range b.Items {
		if it.Shown() {
			for _, o := range it.Origins {
				out[o.Reported]++
			}
		}
	}
	return out
}

// step does something at random on a board; false if it could not.
func step(b Board, rng *rand.Rand, n int, done []Change) (Change, bool) {
	pick := func(s State, n int) []ref.ID {
		var out []ref.ID
		items := b.In(s)
		rng.Shuffle(len(items), func(i, j int) { items[i], items[j] = items[j], items[i] })
		for _, it := range items[:min(n, len(items))] {
			out = append(out, it.ID)
		}
		return out
	}
	one := func(s State) ref.ID {
		if got := pick(s, 1); len(got) > 0 {
			return got[0]
		}
		return "none"
	}
	fresh := ref.ID(fmt.Sprintf("new-%d", n))
	words := fmt.Sprintf("Mots %d", n)
	var c Change
	var err error
	switch rng.IntN(7) {
	case 0, 1:
		c, err = b.MergeItems(facilitator, fresh, wording(b, words, pick(Open, 2+rng.IntN(2))...))
	case 2:
		c, err = b.SplitBack(facilitator, one(Open), b.Last)
	case 3:
		c, err = b.Reword(facilitator, wording(b, words, one(Open)))
	case 4:
		c, err = b.Put(facilitator, wording(b, words, pick(Open, 1+rng.IntN(2))...))
	case 5:
		c, err = b.Revive(facilitator, one(Aside), b.Last)
	default:
		if len(done) == 0 {
			return c, false
		}
		c, err = b.Undo(facilitator, done[rng.IntN(len(done))])
	}
	return c, err == nil
}

// TestAnySequenceCanBeUndone does things at random, undoings among them, and then
// undoes all of them from the last to the first.
func TestAnySequenceCanBeUndone(t *testing.T) {
	for seed := range uint64(200) {
		rng := rand.New(rand.NewPCG(seed, 1))
		b := board(t, 8)
		start := state(b)
		var done []Change
		for n := range 120 {
			c, ok := step(b, rng, n, done)
			if !ok {
				continue
			}
			before := state(b)
			b = b.Apply(c)
			done = append(done, c)
			for id, k := range leaves(b) {
				if k != 1 {
					t.Fatalf("seed %d: after %s the point %s is on the board %d times", seed, c.Kind, id, k)
				}
			}
			if len(leaves(b)) != 8 {
				t.Fatalf("seed %d: after %s %d points are on the board", seed, c.Kind, len(leaves(b)))
			}
			undo, err := b.Undo(facilitator, c)
			if err != nil {
				t.Fatalf("seed %d: the last change cannot be undone: %v", seed, err)
			}
			if got := state(b.Apply(undo)); !reflect.DeepEqual(got, before) {
				t.Fatalf("seed %d: undoing %s does not lead back:\n%v\n%v", seed, c.Kind, got, before)
			}
		}
		if len(done) < 20 {
			t.Fatalf("seed %d: only %d changes", seed, len(done))
		}
		back := b
		for i := range done {
			c := done[len(done)-1-i]
			// As if it had been undone at once: the items as the change left them.
			for j := range c.Touched {
				k := back.index(c.Touched[j].After.ID)
				back.Items = slices.Clone(back.Items)
				back.Items[k].Version = c.Seq
			}
			undo, err := back.Undo(facilitator, c)
			if err != nil {
				t.Fatalf("seed %d: %v", seed, err)
			}
			back = back.Apply(undo)
		}
		if got := state(back); !reflect.DeepEqual(got, start) {
			t.Fatalf("seed %d: all undone:\n%v\n%v", seed, got, start)
		}
	}
}

func TestAChangeThatWasBuiltOnStays(t *testing.T) {
	b := board(t, 3)
	first, _ := b.Reword(facilitator, wording(b, "Premiers mots", "item-0"))
	b = b.Apply(first)
	second, _ := b.Reword(facilitator, wording(b, "Seconds mots", "item-0"))
	b = b.Apply(second)
	if err := b.Undoable(first); fault.KindOf(err) != fault.Closed {
		t.Errorf("the first: %v", err)
	}
	undo, err := b.Undo(facilitator, second)
	if err != nil {
		t.Fatal(err)
	}
	b = b.Apply(undo)
	redo, err := b.Undo(facilitator, undo)
	if err != nil {
		t.Fatal(err)
	}
	b = b.Apply(redo)
	if it, _ := b.Item("item-0"); it.Words.String() != "Seconds mots" {
		t.Errorf("done again: %v", it.Words)
	}
	ranked := b.Rank("ballot", []ref.ID{"item-0", "item-1"}, []ref.ID{"item-1"})
	b = b.Apply(ranked)
	if err := b.Undoable(ranked); fault.KindOf(err) != fault.Closed {
		t.Errorf("a ranking: %v", err)
	}
	if chosen, aside := b.In(Chosen), b.In(Aside); len(chosen) != 1 || chosen[0].Rank != 1 || len(aside) != 1 || aside[0].Ballot != "ballot" {
		t.Errorf("ranked: %v, %v", chosen, aside)
	}
	translated := Wording{Items: []ref.ID{"item-1"}, From: lang.English, Words: map[lang.Tag]string{lang.English: "Idea 1"}, Seen: b.Last}
	if _, err := b.Reword(facilitator, translated); err != nil {
		t.Errorf("a priority is translated: %v", err)
	}
	if _, err := b.Reword(facilitator, wording(b, "Autrement", "item-1")); fault.KindOf(err) != fault.Closed {
		t.Errorf("a priority is reworded: %v", err)
	}
}
