package conversation_test

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"penc/internal/deliberate/conversation"
	"penc/internal/deliberate/conversation/conversationtest"
	"penc/internal/ground/access"
	"penc/internal/ground/lang"
	"penc/internal/ground/ref"
	"penc/opinion"
)

// wantCold fails unless the stored chart is the one that the whole history gives.
func wantCold(t testing.TB, h *conversationtest.House, id ref.ID) {
	t.Helper()
	c, ok := chart(t, h, id)
	if !ok {
		t.Fatal("no chart")
	}
	s, err := conversation.SheetOf(h.DB, id)
	if err != nil {
		t.Fatal(err)
	}
	got, want := encoded(t, c), encoded(t, s.Draw(c.Drawn).Chart)
	if got != want {
		t.Errorf("the running map and the cold one differ:\n%s\n%s", got, want)
	}
}

func encoded(t testing.TB, v any) string {
	t.Helper()
	b, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func TestARunningMapIsTheColdOne(t *testing.T) {
	conversationtest.Each(t, func(t *testing.T, h *conversationtest.House) {
		_, st := h.Opened(t, 9)
		var accounts []access.Actor
		for i := range 12 {
			accounts = append(accounts, h.Person(t, fmt.Sprintf("p%d@example.sn", i)))
		}
		into := map[ref.ID]bool{}
		rng := rand.New(rand.NewPCG(3, 5))
		open := func() conversation.Statement {
			for {
				if one := st[rng.IntN(len(st))]; !into[one.ID] {
					return one
				}
			}
		}
		for step := range 500 {
			h.Clock.Advance(time.Duration(1+rng.IntN(2000)) * time.Millisecond)
			account, guest := accounts[rng.IntN(len(accounts))], conversationtest.Guest(fmt.Sprint(rng.IntN(9)))
			switch n := rng.IntN(60); {
			case n == 0:
				if a, b := open(), open(); a.ID != b.ID && len(into) < 4 {
					merge(t, h, b, a)
					into[b.ID] = true
				}
			case n == 1:
				for _, one := range st {
					if into[one.ID] {
						split(t, h, one)
						delete(into, one.ID)
						break
					}
				}
			case n < 4:
				if _, err := h.Conversations.Claim(t.Context(), conversation.Voice{Who: account, Guest: guest.Guest}); err != nil {
					t.Fatal(err)
				}
			case n == 5 && len(st) < 14:
				sown, err := h.Conversations.Sow(t.Context(), conversation.Voice{Who: access.AtConsole("water")}, conversation.Sowing{
					Conversation: "c1", From: lang.English, Lines: map[lang.Tag]string{lang.English: fmt.Sprintf("A new matter came up: number %d", step)},
				})
				if err != nil {
					t.Fatal(err)
				}
				st = append(st, sown...)
			case n < 30:
				cast(t, h, guest, open(), opinion.Vote(rng.IntN(3)-1))
			default:
				cast(t, h, conversation.Voice{Who: account}, open(), opinion.Vote(rng.IntN(3)-1))
			}
			if step%15 == 14 {
				work(t, h)
				wantCold(t, h, "c1")
				if t.Failed() {
					t.Fatalf("after step %d", step)
				}
			}
		}
		work(t, h)
		if n, cold := conversation.Runnings(h.Conversations); n != 1 || cold > 6 {
			t.Errorf("%d running maps, started %d times: the history is read again and again", n, cold)
		}
		wantReproduced(t, h, "c1")
	})
}

func TestAStatementTakenBackMovesTheRunningMap(t *testing.T) {
	h := conversationtest.SQLite(t)
	_, st := h.Opened(t, 6, func(p *conversation.Plan) { p.Review = false })
	author := conversation.Voice{Who: h.Person(t, "amina@example.sn")}
	own, _, err := h.Conversations.Propose(t.Context(), author, conversation.Proposal{Conversation: "c1", Words: "Everybody reads the meters", Lang: "en"})
	if err != nil {
		t.Fatal(err)
	}
	camps(t, h, append(st, own), 30)
	work(t, h)
	before, _ := chart(t, h, "c1")
	if f, ok := before.Column(own.ID); !ok || f.Kind != opinion.Open {
		t.Fatalf("%+v", f)
	}
	if err := h.Conversations.Withdraw(t.Context(), author, own.ID); err != nil {
		t.Fatal(err)
	}
	work(t, h)
	wantCold(t, h, "c1")
	after, _ := chart(t, h, "c1")
	if f, _ := after.Column(own.ID); f.Kind != opinion.Out {
		t.Errorf("it was taken back and is still on the map: %+v", f)
	}
}

