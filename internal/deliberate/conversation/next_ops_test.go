package conversation_test

import (
	"fmt"
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
	"penc/opinion/routing"
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

// divided has twenty people vote on statements: on the first two they contradict each
// other, with the rest everybody agrees.
func divided(t *testing.T, h *conversationtest.House, st []conversation.Statement) {
	t.Helper()
	for i := range 20 {
		for j := range st {
			v := opinion.Agree
			if j < 2 && i%2 == 1 {
				v = opinion.Disagree
			}
			cast(t, h, conversationtest.Voice(ref.ID(fmt.Sprintf("p%02d", i))), st[j], v)
		}
	}
}

// asks has a voice asked a number of times, and counts statements and reasons.
func asks(t *testing.T, h *conversationtest.House, v conversation.Voice, times int) (statements map[ref.ID]int, reasons map[routing.Reason]int) {
	t.Helper()
	statements, reasons = map[ref.ID]int{}, map[routing.Reason]int{}
	for range times {
		turn, err := h.Conversations.Next(t.Context(), v, "c1")
		if err != nil || !turn.Left || turn.Reason == "" {
			t.Fatalf("%+v, %v", turn, err)
		}
		statements[turn.Statement.ID]++
		reasons[turn.Reason]++
	}
	return statements, reasons
}

func TestTheMapDecidesWhatIsAsked(t *testing.T) {
	conversationtest.Each(t, func(t *testing.T, h *conversationtest.House) {
		_, st := h.Opened(t, 12)
		nobody := conversationtest.Voice("nobody")
		if _, why := asks(t, h, nobody, 60); why[routing.New] == 0 || why[routing.Stand] > 0 {
			t.Errorf("before any vote: reasons %v", why)
		}
		divided(t, h, st)
		work(t, h)
		const times = 200
		asked, why := asks(t, h, nobody, times)
		if n := asked[st[0].ID] + asked[st[1].ID]; n < times/2 || why[routing.Stand] < times/2 {
			t.Errorf("the two of twelve that divide were asked %d times of %d, reasons %v", n, times, why)
		}
		if err := conversation.Unplan(h.DB, "c1"); err != nil { // as a program of before left it
			t.Fatal(err)
		}
		if asked, _ = asks(t, h, nobody, times); len(asked) < 12 {
			t.Errorf("without a plan %d statements are asked", len(asked))
		}
	})
}

func TestADeclaredGroupThatHasNotVotedIsAsked(t *testing.T) {
	conversationtest.Each(t, func(t *testing.T, h *conversationtest.House) {
		_, st := h.Opened(t, 6)
		w, err := h.Processes.Whole(t.Context(), access.AtConsole("water"), "water")
		if err != nil {
			t.Fatal(err)
		}
		divided(t, h, st)
		first := h.Person(t, "first@example.sn")
		declare(t, h, first, w.Groups[0].ID)
		cast(t, h, conversation.Voice{Who: first}, st[0], opinion.Agree)
		work(t, h)
		if _, why := asks(t, h, conversation.Voice{Who: first}, 200); why[routing.FewOfGroup] == 0 {
			t.Errorf("somebody of a group of one: reasons %v", why)
		}
		if _, why := asks(t, h, conversationtest.Voice("p00x"), 200); why[routing.FewOfGroup] > 0 {
			t.Errorf("somebody of no group: reasons %v", why)
		}
	})
}
