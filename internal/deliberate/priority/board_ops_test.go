package priority_test

import (
	"slices"
	"sync"
	"testing"

	"penc/internal/deliberate/priority"
	"penc/internal/deliberate/priority/prioritytest"
	"penc/internal/ground/access"
	"penc/internal/ground/fault"
	"penc/internal/ground/lang"
	"penc/internal/ground/ref"
	"penc/internal/platform/record"
)

func words(seen int, fr string, items ...ref.ID) priority.Wording {
	return priority.Wording{Items: items, From: lang.French, Words: map[lang.Tag]string{lang.French: fr}, Seen: seen}
}

func TestABoardFromReportBacks(t *testing.T) {
	prioritytest.Each(t, func(t *testing.T, h *prioritytest.House) {
		p := h.Plenary(t, 12)
		if n := len(p.Board.In(priority.Open)); n != 9 {
			t.Fatalf("%d items, want three of each room", n)
		}
		it := p.Board.Items[0]
		if it.Origins[0].Breakout != "wells" || it.Origins[0].Room.Empty() || len(it.Origins[0].Groups) == 0 {
			t.Errorf("an origin: %+v", it.Origins[0])
		}
		if c, err := h.Priorities.TakePoints(t.Context(), p.Facilitator, p.Meeting.ID); err != nil || len(c.Touched) != 0 {
			t.Errorf("nothing is new: %v, %v", c, err)
		}
		if _, err := h.Priorities.TakePoints(t.Context(), p.People[0], p.Meeting.ID); fault.KindOf(err) != fault.Forbidden {
			t.Errorf("somebody present takes points: %v", err)
		}
		seen := p.Board.Last
		c, err := h.Priorities.MergeItems(t.Context(), p.Facilitator, p.Meeting.ID, words(seen, "Ensemble", p.Board.Items[0].ID, p.Board.Items[3].ID))
		if err != nil {
			t.Fatal(err)
		}
		// Another facilitator, who still sees the board as it was.
		_, err = h.Priorities.RewordItem(t.Context(), p.Convener, p.Meeting.ID, words(seen, "Autrement", p.Board.Items[3].ID))
		if fault.KindOf(err) != fault.Conflict {
			t.Errorf("rewording what was merged meanwhile: %v", err)
		}
		if _, err := h.Priorities.PutAside(t.Context(), p.Convener, p.Meeting.ID, words(seen, "Hors sujet", p.Board.Items[5].ID)); err != nil {
			t.Errorf("an item that nobody touched: %v", err)
		}
		if _, err := h.Priorities.UndoChange(t.Context(), p.Convener, p.Meeting.ID, c.Seq); err != nil {
			t.Errorf("undo the merge although something else happened: %v", err)
		}
		b := p.Now(t)
		if len(b.In(priority.Open)) != 8 || len(b.In(priority.Aside)) != 1 {
			t.Errorf("%d open, %d aside", len(b.In(priority.Open)), len(b.In(priority.Aside)))
		}
		history, err := h.Priorities.History(t.Context(), access.Actor{}, p.Meeting.ID, 0, 50)
		if err != nil || len(history) != 4 || history[0].Undoes != c.Seq {
			t.Errorf("history: %v, %v", history, err)
		}
		for _, kind := range []string{"priority.board-opened", "priority.points-taken", "priority.merged", "priority.set-aside", "priority.undone"} {
			if !slices.Contains(h.Kinds(t, p.Process.ID), kind) {
				t.Errorf("no fact %s", kind)
			}
		}
	})
}

func TestANewReportBackIsTaken(t *testing.T) {
	prioritytest.Each(t, func(t *testing.T, h *prioritytest.House) {
		s := h.Filed(t, 12, false)
		follow := h.Priorities.Feature().Follows[0]
		if _, err := h.Priorities.OpenBoard(t.Context(), s.Facilitator, s.Meeting.ID, false); err != nil {
			t.Fatal(err)
		}
		p := prioritytest.Plenary{Session: s, House: h}
		s.File(t, s.Breakouts[2], "La troisième salle")
		if err := record.Follow(t.Context(), h.DB, follow); err != nil {
			t.Fatal(err)
		}
		sc, _ := h.Priorities.SceneOf(t.Context(), s.Facilitator, s.Meeting.ID)
		if len(sc.News) != 1 || len(sc.Board.In(priority.Open)) != 6 {
			t.Fatalf("%d new points, %d items", len(sc.News), len(sc.Board.In(priority.Open)))
		}
		if _, err := h.Priorities.OpenBoard(t.Context(), s.Facilitator, s.Meeting.ID, true); err != nil {
			t.Fatal(err)
		}
		if n := len(p.Now(t).In(priority.Open)); n != 7 {
			t.Errorf("%d items on a board that takes points by itself", n)
		}
	})
}

func TestABoardTakesReportsByItself(t *testing.T) {
	prioritytest.Each(t, func(t *testing.T, h *prioritytest.House) {
		s := h.Session(t, 12)
		p := prioritytest.Plenary{Session: s, House: h}
		if _, err := h.Priorities.OpenBoard(t.Context(), s.Facilitator, s.Meeting.ID, true); err != nil {
			t.Fatal(err)
		}
		s.File(t, s.Breakouts[1], "Une caisse", "Une carte")
		if err := record.Follow(t.Context(), h.DB, h.Priorities.Feature().Follows[0]); err != nil {
			t.Fatal(err)
		}
		if n := len(p.Now(t).In(priority.Open)); n != 2 {
			t.Errorf("%d items after a report-back", n)
		}
	})
}

// TestTwoFacilitatorsAtOnce has many merges of the same items race: one is done,
// the others hear of it, and no point is lost.
func TestTwoFacilitatorsAtOnce(t *testing.T) {
	prioritytest.Each(t, func(t *testing.T, h *prioritytest.House) {
		p := h.Plenary(t, 12)
		var wg sync.WaitGroup
		kinds := make([]fault.Kind, 8)
		for i := range kinds {
			wg.Go(func() {
				who := []access.Actor{p.Facilitator, p.Convener}[i%2]
				_, err := h.Priorities.MergeItems(t.Context(), who, p.Meeting.ID, words(p.Board.Last, "Ensemble", p.Board.Items[0].ID, p.Board.Items[1+i%2].ID))
				if kinds[i] = fault.KindOf(err); err == nil {
					kinds[i] = -1
				}
			})
		}
		wg.Wait()
		done := 0
		for _, k := range kinds {
			switch k {
			case -1:
				done++
			case fault.Conflict:
			default:
				t.Errorf("a refusal of kind %v", k)
			}
		}
		if b := p.Now(t); done != 1 || len(b.In(priority.Open)) != 8 {
			t.Errorf("%d merges, %d items", done, len(b.In(priority.Open)))
		}
	})
}

func TestAnActThatArrivesTwice(t *testing.T) {
	prioritytest.Each(t, func(t *testing.T, h *prioritytest.House) {
		p := h.Plenary(t, 6)
		who := p.Facilitator
		who.Act = "act-1"
		if _, err := h.Priorities.AddItem(t.Context(), who, p.Meeting.ID, lang.Say(lang.French, "À la main")); err != nil {
			t.Fatal(err)
		}
		if _, err := h.Priorities.AddItem(t.Context(), who, p.Meeting.ID, lang.Say(lang.French, "À la main")); fault.KindOf(err) != fault.Conflict {
			t.Errorf("the same act again: %v", err)
		}
		if n := len(p.Now(t).In(priority.Open)); n != 10 {
			t.Errorf("%d items", n)
		}
	})
}

func TestADraftIsNotSeen(t *testing.T) {
	h := prioritytest.Open(t)
	p := h.Plenary(t, 6)
	if _, err := h.Priorities.SceneOf(t.Context(), access.Actor{}, p.Meeting.ID); err != nil {
		t.Errorf("a stranger sees the board of a published process: %v", err)
	}
	if _, err := h.Priorities.SceneOf(t.Context(), access.Actor{}, "none"); fault.KindOf(err) != fault.NotFound {
		t.Errorf("no such meeting: %v", err)
	}
}
