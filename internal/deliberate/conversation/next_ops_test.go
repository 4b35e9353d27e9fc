package conversation_test

import (
	"math/rand/v2"
	"testing"

	"penc/internal/deliberate/conversation"
	"penc/internal/deliberate/conversation/conversationtest"
	"penc/internal/ground/access"
	"penc/internal/ground/lang"
	"penc/internal/ground/ref"
	"penc/internal/platform/db"
	"penc/internal/platform/db/dbtest"
	"penc/opinion"
)

// chance is seeded chance, so that a run can be repeated.
type chance struct{ *rand.ChaCha8 }

func (c chance) Read(b []byte) (int, error) { return c.ChaCha8.Read(b) }

func TestScarcelySeenStatementsGetTheirTurn(t *testing.T) {
	clock := dbtest.NewClock()
	d, err := db.Open(t.Context(), db.Options{Where: t.TempDir(), Clock: clock.Now, Chance: chance{rand.NewChaCha8([32]byte{1})}})
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	if err := d.Migrate(t.Context(), conversationtest.Schemas(db.SQLite)); err != nil {
		t.Fatal(err)
	}
	h := conversationtest.New(d)
	h.Clock = clock
	_, old := h.Opened(t, 10)
	for i := range 20 {
		for _, st := range old {
			cast(t, h, conversationtest.Voice(ref.ID(rune('a'+i))), st, opinion.Vote(i%3-1))
		}
	}
	work(t, h)
	late := "A new statement that nobody has seen"
	if _, err := h.Conversations.Sow(t.Context(), conversation.Voice{Who: access.AtConsole("water")}, conversation.Sowing{
		Conversation: "c1", From: "en", Lines: map[lang.Tag]string{"en": late},
	}); err != nil {
		t.Fatal(err)
	}
	const asked = 2000
	times := map[string]int{}
	for range asked {
		turn, err := h.Conversations.Next(t.Context(), conversation.Voice{}, "c1")
		if err != nil || !turn.Left || turn.Of != 11 || turn.Voted != 0 {
			t.Fatalf("%+v, %v", turn, err)
		}
		times[turn.Statement.Words.String()]++
	}
	if n := times[late]; n < 3*asked/11 {
		t.Errorf("the new statement was asked %d times of %d; by its turn alone it would be %d", n, asked, asked/11)
	}
	for _, st := range old {
		if times[st.Words.String()] == 0 {
			t.Errorf("%q was never asked about", st.Words.String())
		}
	}
}

func TestNextAsksOnceAboutEachStatement(t *testing.T) {
	conversationtest.Each(t, func(t *testing.T, h *conversationtest.House) {
		h.Opened(t, 5)
		v := conversationtest.Guest("phone")
		seen := map[ref.ID]bool{}
		for i := range 5 {
			turn, err := h.Conversations.Next(t.Context(), v, "c1")
			if err != nil || !turn.Left || turn.Voted != i || turn.Of != 5 || seen[turn.Statement.ID] {
				t.Fatalf("turn %d: %+v, %v", i, turn, err)
			}
			seen[turn.Statement.ID] = true
			cast(t, h, v, turn.Statement, opinion.Agree)
		}
		if turn, err := h.Conversations.Next(t.Context(), v, "c1"); err != nil || turn.Left || turn.Voted != 5 {
			t.Errorf("after all: %+v, %v", turn, err)
		}
	})
}
