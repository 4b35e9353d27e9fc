package conversation_test

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"penc/internal/deliberate/conversation"
	"penc/internal/deliberate/conversation/conversationtest"
	"penc/internal/ground/access"
	"penc/internal/ground/lang"
	"penc/internal/ground/ref"
	"penc/internal/platform/db"
	"penc/internal/platform/feature"
	"penc/internal/talk/moderation"
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
	cold := s.Draw(c.Drawn).Chart
	c.Stakes, cold.Stakes = nil, nil // these follow on those of before
	got, want := encoded(t, c), encoded(t, cold)
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

// A busy is a conversation in which anything happens that moves its map.
type busy struct {
	*conversationtest.House
	rng      *rand.Rand
	open     []conversation.Statement // take votes
	waiting  []conversation.Statement
	authors  map[ref.ID]conversation.Voice
	merged   []conversation.Statement
	accounts []access.Actor
	steps    int
}

func (b *busy) account() conversation.Voice {
	return conversation.Voice{Who: b.accounts[b.rng.IntN(len(b.accounts))]}
}

func (b *busy) guest() conversation.Voice { return conversationtest.Guest(fmt.Sprint(b.rng.IntN(9))) }

// pick takes one of some statements out of them.
func (b *busy) pick(from *[]conversation.Statement) conversation.Statement {
	i := b.rng.IntN(len(*from))
	st := (*from)[i]
	*from = slices.Delete(*from, i, i+1)
	return st
}

func (b *busy) vote(t testing.TB, v conversation.Voice) {
	cast(t, b.House, v, b.open[b.rng.IntN(len(b.open))], opinion.Vote(b.rng.IntN(3)-1))
}

func (b *busy) merge(t testing.TB) {
	if len(b.merged) < 4 && len(b.open) > 4 {
		st := b.pick(&b.open)
		merge(t, b.House, st, b.open[b.rng.IntN(len(b.open))])
		b.merged = append(b.merged, st)
	}
}

func (b *busy) split(t testing.TB) {
	if n := len(b.merged) - 1; n >= 0 {
		split(t, b.House, b.merged[n])
		b.open, b.merged = append(b.open, b.merged[n]), b.merged[:n]
	}
}

func (b *busy) claim(t testing.TB) {
	if _, err := b.Conversations.Claim(t.Context(), conversation.Voice{Who: b.account().Who, Guest: b.guest().Guest}); err != nil {
		t.Fatal(err)
	}
}

func (b *busy) propose(t testing.TB) {
	if len(b.waiting) < 3 && len(b.authors) < 12 {
		author := b.account()
		st, _, err := b.Conversations.Propose(t.Context(), author, conversation.Proposal{
			Conversation: "c1", Words: fmt.Sprintf("A matter that came up: number %d", b.steps), Lang: lang.English, Anyway: true,
		})
		if err != nil {
			t.Fatal(err)
		}
		b.waiting, b.authors[st.ID] = append(b.waiting, st), author
	}
}

func (b *busy) decide(t testing.TB) {
	if len(b.waiting) == 0 {
		return
	}
	st := b.pick(&b.waiting)
	if b.rng.IntN(4) == 0 {
		decide(t, b.House, st, moderation.Verdict{Reason: moderation.Reason{Code: moderation.SeveralIdeas}})
		return
	}
	decide(t, b.House, st, moderation.Verdict{Accept: true})
	b.open = append(b.open, st)
}

// takeBack has an author take back a statement that people voted on.
func (b *busy) takeBack(t testing.TB) {
	for i, st := range b.open {
		author, ok := b.authors[st.ID]
		if view, err := b.Conversations.StatementByID(t.Context(), author, st.ID); !ok || err != nil || !view.Own {
			continue
		}
		if err := b.Conversations.Withdraw(t.Context(), author, st.ID); err != nil {
			t.Fatal(err)
		}
		b.open = slices.Delete(b.open, i, i+1)
		return
	}
}

// leave erases a person, who comes back as somebody else.
func (b *busy) leave(t testing.TB) {
	i := b.rng.IntN(len(b.accounts))
	err := b.DB.Write(t.Context(), func(tx *db.Tx) error {
		return b.Directory.Erase(tx, b.accounts[i].Person, feature.Wish{})
	})
	if err != nil {
		t.Fatal(err)
	}
	b.accounts[i] = b.Person(t, fmt.Sprintf("q%d@example.sn", b.steps))
}

func (b *busy) step(t testing.TB) {
	b.steps++
	b.Clock.Advance(time.Duration(1+b.rng.IntN(2000)) * time.Millisecond)
	acts := []func(testing.TB){b.merge, b.split, b.claim, b.claim, b.propose, b.propose, b.decide, b.decide, b.takeBack, b.leave}
	if n := b.rng.IntN(6 * len(acts)); n < len(acts) {
		acts[n](t)
		return
	}
	if b.rng.IntN(3) == 0 {
		b.vote(t, b.guest())
		return
	}
	b.vote(t, b.account())
}

func TestARunningMapIsTheColdOne(t *testing.T) {
	conversationtest.Each(t, func(t *testing.T, h *conversationtest.House) {
		_, st := h.Opened(t, 9)
		b := &busy{House: h, rng: rand.New(rand.NewPCG(3, 5)), open: st, authors: map[ref.ID]conversation.Voice{}}
		for i := range 12 {
			b.accounts = append(b.accounts, h.Person(t, fmt.Sprintf("p%d@example.sn", i)))
		}
		w, err := h.Processes.Whole(t.Context(), access.AtConsole("water"), "water")
		if err != nil {
			t.Fatal(err)
		}
		for step := range 600 {
			b.step(t)
			if step%100 == 50 {
				declare(t, h, b.account().Who, w.Groups[step/100%2].ID)
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

// TestADrawingKeepsNobodyFromVoting votes, and reads the last map, while a map is
// being worked out.
func TestADrawingKeepsNobodyFromVoting(t *testing.T) {
	conversationtest.Each(t, func(t *testing.T, h *conversationtest.House) {
		_, st := h.Opened(t, 6)
		camps(t, h, st, 20)
		work(t, h)
		n := 0
		conversation.WhileDrawing(h.Conversations, func() {
			n++
			for i := range 3 {
				h.Clock.Advance(time.Second)
				cast(t, h, conversationtest.Guest(fmt.Sprintf("late%d%d", n, i)), st[(n+i)%len(st)], opinion.Disagree)
			}
			chart(t, h, "c1")
		})
		for range 2 { // from the running map, then cold
			cast(t, h, conversationtest.Guest("early"), st[n], opinion.Agree)
			work(t, h)
			conversation.Forget(h.Conversations)
		}
		if n < 2 {
			t.Fatalf("drawn %d times", n)
		}
		voters := h.Count(t, "c1").Voters
		conversation.WhileDrawing(h.Conversations, nil)
		work(t, h)
		wantCold(t, h, "c1")
		if c, _ := chart(t, h, "c1"); c.Voters != voters {
			t.Errorf("%d people voted, %d are on the map", voters, c.Voters)
		}
	})
}

// TestARunningMapKnowsNobody looks for people, whom the running map may not keep: it
// has the names that the votes have in the conversation, which lead to nobody once
// somebody left.
func TestARunningMapKnowsNobody(t *testing.T) {
	h := conversationtest.SQLite(t)
	_, st := h.Opened(t, 6)
	camps(t, h, st, 20)
	who := h.Person(t, "amina@example.sn")
	cast(t, h, conversation.Voice{Who: who}, st[0], opinion.Agree)
	work(t, h)
	kept := fmt.Sprintf("%+v", conversation.Kept(h.Conversations, "c1"))
	voters, err := conversation.SheetOf(h.DB, "c1")
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(kept, string(voters.People[0])) {
		t.Fatal("the running map is not looked into")
	}
	if strings.Contains(kept, string(who.Person)) {
		t.Error("the running map knows a person")
	}
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
