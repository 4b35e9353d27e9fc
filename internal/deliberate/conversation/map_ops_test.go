package conversation_test

import (
	"fmt"
	"log/slog"
	"testing"
	"time"

	"penc/internal/deliberate/conversation"
	"penc/internal/deliberate/conversation/conversationtest"
	"penc/internal/ground/access"
	"penc/internal/ground/ref"
	"penc/internal/people/role"
	"penc/internal/platform/db"
	"penc/internal/platform/job"
	"penc/internal/platform/record"
	"penc/opinion"
)

// work does what clocks and jobs do until nothing is left.
func work(t testing.TB, h *conversationtest.House) {
	t.Helper()
	h.Clock.Advance(time.Minute)
	if err := h.Conversations.Follow(t.Context()); err != nil {
		t.Fatal(err)
	}
	for _, f := range h.Directory.Features() {
		for _, follower := range f.Follows {
			if err := record.Follow(t.Context(), h.DB, follower); err != nil {
				t.Fatal(err)
			}
		}
	}
	for _, w := range h.Conversations.Feature().Jobs {
		for {
			more, err := job.Work(t.Context(), h.DB, slog.New(slog.DiscardHandler), w)
			if err != nil {
				t.Fatal(err)
			}
			if !more {
				break
			}
		}
	}
}

func chart(t testing.TB, h *conversationtest.House, id ref.ID) (conversation.Chart, bool) {
	t.Helper()
	c, ok, err := h.Conversations.Chart(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	return c, ok
}

func TestTheMapAppearsOnlyWithEnoughVotes(t *testing.T) {
	conversationtest.Each(t, func(t *testing.T, h *conversationtest.House) {
		_, st := h.Opened(t, 5)
		if _, ok := chart(t, h, "c1"); ok {
			t.Fatal("a map without votes")
		}
		voice := func(i int) conversation.Voice { return conversationtest.Voice(ref.ID(fmt.Sprintf("p%02d", i))) }
		say := func(i int) {
			for j := range st {
				v := opinion.Agree
				if i%2 == j%2 {
					v = opinion.Disagree
				}
				cast(t, h, voice(i), st[j], v)
			}
		}
		for i := range 3 {
			say(i)
		}
		work(t, h)
		c, ok := chart(t, h, "c1")
		if !ok || c.Refusal == nil || c.Refusal.Reason != opinion.TooFewPeople || c.Refusal.Have != 3 || c.Refusal.Need != opinion.MinPlaced || len(c.Plot.Groups) != 0 {
			t.Fatalf("three people: %+v", c)
		}
		for i := 3; i < 20; i++ {
			say(i)
		}
		work(t, h)
		c, ok = chart(t, h, "c1")
		if !ok || c.Refusal != nil || len(c.Opinion) != 2 || c.Placed != 20 || c.Votes != 100 || c.Voters != 20 || c.Plot.People != 20 {
			t.Fatalf("twenty people: %d groups, placed %d, %d votes, %d drawn, refusal %+v", len(c.Opinion), c.Placed, c.Votes, c.Plot.People, c.Refusal)
		}
		even, ok, err := h.Conversations.Spot(t.Context(), voice(0), "c1")
		odd, ok2, err2 := h.Conversations.Spot(t.Context(), voice(1), "c1")
		if err != nil || err2 != nil || !ok || !ok2 || even.Group == odd.Group {
			t.Errorf("people who contradict each other stand in groups %d and %d, %v %v", even.Group, odd.Group, err, err2)
		}
		if _, ok, err := h.Conversations.Spot(t.Context(), conversationtest.Voice("nobody"), "c1"); ok || err != nil {
			t.Errorf("somebody who never voted is placed, %v", err)
		}
		wantDrawn(t, h, 1) // the refusal is no map
	})
}

// wantDrawn fails unless the record says so often that the map of "c1" was drawn.
func wantDrawn(t *testing.T, h *conversationtest.House, times int) {
	t.Helper()
	n := 0
	for _, kind := range h.Kinds(t, "water") {
		if kind == conversation.MapDrawn {
			n++
		}
	}
	if n != times {
		t.Errorf("the map was drawn %d times, want %d", n, times)
	}
}

func TestTheMapCountsByDeclaredGroup(t *testing.T) {
	conversationtest.Each(t, func(t *testing.T, h *conversationtest.House) {
		_, st := h.Opened(t, 3)
		w, err := h.Processes.Whole(t.Context(), access.AtConsole("water"), "water")
		if err != nil {
			t.Fatal(err)
		}
		for i := range 16 {
			who := h.Person(t, fmt.Sprintf("p%d@example.sn", i))
			group := w.Groups[0].ID
			if i >= 12 {
				group = w.Groups[1].ID // four people: too few to be shown
			}
			if i%2 == 0 { // half declare before they vote, half after
				declare(t, h, who, group)
			}
			for j := range st {
				cast(t, h, conversation.Voice{Who: who}, st[j], opinion.Vote((i+j)%3-1))
			}
			if i%2 == 1 {
				declare(t, h, who, group)
			}
		}
		if err := h.Conversations.End(t.Context(), access.AtConsole("water"), "c1"); err != nil {
			t.Fatal(err)
		}
		h.Clock.Advance(time.Hour)
		work(t, h)
		c, _ := chart(t, h, "c1")
		if k := c.Stakes; len(k.Groups) != 1 || k.Groups[0] != w.Groups[0].ID || k.Declared.People[0] != 10 {
			t.Fatalf("the figures by stakeholder group: %+v", k)
		}
	})
}

func declare(t testing.TB, h *conversationtest.House, who access.Actor, group ref.ID) {
	t.Helper()
	err := h.DB.Write(t.Context(), func(tx *db.Tx) error {
		if _, err := h.Roles.GiveTx(tx, access.AtConsole("water"), "water", who.Person, access.Member); err != nil {
			return err
		}
		_, err := h.Roles.DeclareTx(tx, who, "water", role.Declaration{Group: group})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	work(t, h)
}
