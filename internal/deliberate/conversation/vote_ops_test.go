package conversation_test

import (
	"context"
	"fmt"
	"sync"
	"testing"
	"time"

	"penc/internal/deliberate/conversation"
	"penc/internal/deliberate/conversation/conversationtest"
	"penc/internal/gather/process/processtest"
	"penc/internal/ground/access"
	"penc/internal/ground/ref"
	"penc/internal/platform/db"
	"penc/internal/platform/feature"
	"penc/internal/platform/record"
	"penc/opinion"
)

// ballot is a vote in the conversation "c1".
func ballot(st conversation.Statement, v opinion.Vote) conversation.Ballot {
	return conversation.Ballot{Conversation: "c1", Statement: st.ID, Vote: v}
}

func cast(t testing.TB, h *conversationtest.House, v conversation.Voice, st conversation.Statement, vote opinion.Vote) {
	t.Helper()
	if _, err := h.Conversations.Cast(t.Context(), v, ballot(st, vote)); err != nil {
		t.Fatal(err)
	}
}

func tallies(t testing.TB, h *conversationtest.House) map[ref.ID]conversation.Tally {
	t.Helper()
	b, err := h.Conversations.BoardOf(t.Context(), access.AtConsole("water"), "c1")
	if err != nil {
		t.Fatal(err)
	}
	return b.Tallies
}

// wantSound fails unless the tallies are what the votes that stand add up to, and
// each of those is the last in the history of its participant.
func wantSound(t testing.TB, h *conversationtest.House) {
	t.Helper()
	standing, err := conversation.StandingVotes(h.DB, "c1")
	if err != nil {
		t.Fatal(err)
	}
	counted := map[ref.ID]conversation.Tally{}
	for _, v := range standing {
		c := counted[v.Statement]
		switch v.Vote {
		case opinion.Agree:
			c.Agree++
		case opinion.Disagree:
			c.Disagree++
		default:
			c.Pass++
		}
		counted[v.Statement] = c
	}
	for id, got := range tallies(t, h) {
		if got != counted[id] {
			t.Errorf("the tally of %s is %+v, the votes say %+v", id, got, counted[id])
		}
		delete(counted, id)
	}
	if len(counted) > 0 {
		t.Errorf("votes without a tally: %v", counted)
	}
}

func TestAVoteIsChangedAndItsHistoryStays(t *testing.T) {
	conversationtest.Each(t, func(t *testing.T, h *conversationtest.House) {
		_, st := h.Opened(t, 2)
		amina := conversationtest.Voice("amina")
		for _, v := range []opinion.Vote{opinion.Agree, opinion.Pass, opinion.Disagree} {
			cast(t, h, amina, st[0], v)
		}
		cast(t, h, conversationtest.Voice("badou"), st[0], opinion.Agree)
		if got := tallies(t, h)[st[0].ID]; got != (conversation.Tally{Agree: 1, Disagree: 1}) {
			t.Errorf("the tally is %+v", got)
		}
		history, err := conversation.History(h.DB, "c1")
		if err != nil || len(history) != 4 {
			t.Fatalf("%d votes in the history, %v; want 4", len(history), err)
		}
		for i, want := range []opinion.Vote{opinion.Agree, opinion.Pass, opinion.Disagree, opinion.Agree} {
			if history[i].Vote != want {
				t.Errorf("vote %d is %d, want %d", i, history[i].Vote, want)
			}
		}
		mine, err := h.Conversations.Mine(t.Context(), amina, "c1")
		if err != nil || len(mine) != 1 || mine[0].Vote != opinion.Disagree {
			t.Errorf("amina's votes: %+v, %v", mine, err)
		}
		wantSound(t, h)
	})
}

func TestTalliesStayRightUnderParallelVotes(t *testing.T) {
	conversationtest.Each(t, func(t *testing.T, h *conversationtest.House) {
		_, st := h.Opened(t, 3)
		const voters, rounds = 12, 4
		var wg sync.WaitGroup
		errs := make(chan error, 2*voters*rounds*len(st))
		for i := range voters {
			for range 2 { // the same person in two browsers
				wg.Go(func() {
					for r := range rounds {
						for j := range st {
							_, err := h.Conversations.Cast(context.Background(), conversationtest.Voice(ref.ID(fmt.Sprintf("p%d", i))), ballot(st[(j+i)%len(st)], opinion.Vote((i+r+j)%3-1)))
							errs <- err
						}
					}
				})
			}
		}
		wg.Wait()
		close(errs)
		for err := range errs {
			if err != nil {
				t.Fatal(err)
			}
		}
		wantSound(t, h)
		if m := h.Count(t, "c1"); m.Voters != voters || m.Votes != voters*len(st) {
			t.Errorf("%d people with %d votes, want %d with %d", m.Voters, m.Votes, voters, voters*len(st))
		}
		history, err := conversation.History(h.DB, "c1")
		if err != nil || len(history) != 2*voters*rounds*len(st) {
			t.Errorf("%d votes in the history, %v; want %d", len(history), err, 2*voters*rounds*len(st))
		}
	})
}

func TestAClaimMergesTheVotesOfAGuest(t *testing.T) {
	conversationtest.Each(t, func(t *testing.T, h *conversationtest.House) {
		_, st := h.Opened(t, 4)
		guest, amina := conversationtest.Guest("phone"), conversationtest.Voice("amina")
		cast(t, h, guest, st[0], opinion.Agree)    // only the guest
		cast(t, h, guest, st[1], opinion.Agree)    // the guest, then the account
		cast(t, h, amina, st[1], opinion.Disagree) //
		cast(t, h, amina, st[2], opinion.Agree)    // the account, then the guest
		cast(t, h, guest, st[2], opinion.Pass)     //
		cast(t, h, amina, st[3], opinion.Agree)    // only the account
		if _, _, err := h.Conversations.Propose(t.Context(), guest, conversation.Proposal{Conversation: "c1", Words: "Everybody reads the meters", Lang: "en"}); err != nil {
			t.Fatal(err)
		}
		both := conversation.Voice{Who: amina.Who, Guest: guest.Guest}
		if n, err := h.Conversations.Claimable(t.Context(), both); err != nil || n != 4 {
			t.Errorf("%d things to claim, %v; want 4", n, err)
		}
		moved, err := h.Conversations.Claim(t.Context(), both)
		if err != nil || moved != 2 {
			t.Errorf("%d votes moved, %v; want 2", moved, err)
		}
		wantSound(t, h)
		want := []conversation.Tally{{Agree: 1}, {Disagree: 1}, {Pass: 1}, {Agree: 1}}
		for i, st := range st {
			if got := tallies(t, h)[st.ID]; got != want[i] {
				t.Errorf("the tally of statement %d is %+v, want %+v", i, got, want[i])
			}
		}
		if history, err := conversation.History(h.DB, "c1"); err != nil || len(history) != 6 {
			t.Errorf("%d votes in the history, %v; want all 6", len(history), err)
		}
		if own, err := h.Conversations.Authored(t.Context(), amina, "c1"); err != nil || len(own) != 1 {
			t.Errorf("%d statements are amina's, %v", len(own), err)
		}
		if again, err := h.Conversations.Claim(t.Context(), both); err != nil || again != 0 {
			t.Errorf("claimed again: %d, %v", again, err)
		}
		// The cookie is nobody's now: a vote under it is a new guest's.
		cast(t, h, guest, st[3], opinion.Disagree)
		if m := h.Count(t, "c1"); m.Voters != 2 || m.Votes != 5 {
			t.Errorf("%d people with %d votes, want 2 with 5", m.Voters, m.Votes)
		}
		wantSound(t, h)
	})
}

func TestAVoteAndAClaimOfTheSameCookieDoNotCross(t *testing.T) {
	conversationtest.Each(t, func(t *testing.T, h *conversationtest.House) {
		_, st := h.Opened(t, 6)
		var wg sync.WaitGroup
		errs := make(chan error, 1000)
		for i := range 4 {
			guest := conversationtest.Guest(fmt.Sprint(i))
			both := conversation.Voice{Who: access.Actor{Person: ref.ID(fmt.Sprintf("p%d", i))}, Guest: guest.Guest}
			for j := range st {
				wg.Go(func() {
					_, err := h.Conversations.Cast(context.Background(), guest, ballot(st[j], opinion.Agree))
					errs <- err
				})
				wg.Go(func() {
					_, err := h.Conversations.Cast(context.Background(), conversation.Voice{Who: both.Who}, ballot(st[j], opinion.Disagree))
					errs <- err
				})
			}
			wg.Go(func() { _, err := h.Conversations.Claim(context.Background(), both); errs <- err })
		}
		wg.Wait()
		close(errs)
		for err := range errs {
			if err != nil {
				t.Fatal(err)
			}
		}
		for i := range 4 { // what was cast after the claim
			both := conversation.Voice{Who: access.Actor{Person: ref.ID(fmt.Sprintf("p%d", i))}, Guest: conversationtest.Guest(fmt.Sprint(i)).Guest}
			if _, err := h.Conversations.Claim(t.Context(), both); err != nil {
				t.Fatal(err)
			}
		}
		wantSound(t, h)
		if m := h.Count(t, "c1"); m.Voters != 4 || m.Votes != 24 {
			t.Errorf("%d people with %d votes, want 4 with 24", m.Voters, m.Votes)
		}
	})
}

func TestWhoMayVoteWhen(t *testing.T) {
	conversationtest.Each(t, func(t *testing.T, h *conversationtest.House) {
		_, st := h.Opened(t, 1, func(p *conversation.Plan) { p.Guests, p.Dates.End = false, "2026-03-01" })
		try := func(what string, v conversation.Voice, want string) {
			t.Helper()
			if _, err := h.Conversations.Cast(t.Context(), v, ballot(st[0], opinion.Agree)); key(err) != want {
				t.Errorf("%s: %v, want %q", what, err, want)
			}
		}
		try("a guest where none take part", conversationtest.Guest("x"), "join-first")
		try("a stranger", conversation.Voice{}, "join-first")
		try("a guest with a weak secret", conversation.Voice{Guest: "abc"}, "join-first")
		try("an account", conversationtest.Voice("amina"), "")
		h.Clock.Advance(14*time.Hour + 31*time.Minute)
		try("the day after", conversationtest.Voice("amina"), "closed")
		if _, err := h.Processes.Archive(t.Context(), access.AtConsole("water"), "water"); err != nil {
			t.Fatal(err)
		}
		h.Clock.Advance(-24 * time.Hour)
		try("in an archived process", conversationtest.Voice("amina"), "stage.closed")
	})
}

func TestErasureCutsTheTiesAndVotesStay(t *testing.T) {
	conversationtest.Each(t, func(t *testing.T, h *conversationtest.House) {
		_, st := h.Opened(t, 2)
		for name, words := range map[string]bool{"amina@example.sn": false, "badou@example.sn": true} {
			who := h.Person(t, name)
			v := conversation.Voice{Who: who}
			cast(t, h, v, st[0], opinion.Agree)
			own, _, err := h.Conversations.Propose(t.Context(), v, conversation.Proposal{Conversation: "c1", Words: "Everybody reads the meters of " + name, Lang: "en", Anyway: true})
			if err != nil {
				t.Fatal(err)
			}
			before := h.Count(t, "c1")
			err = h.DB.Write(t.Context(), func(tx *db.Tx) error { return h.Directory.Erase(tx, who.Person, feature.Wish{Words: words}) })
			if err != nil {
				t.Fatal(err)
			}
			if after := h.Count(t, "c1"); after.Votes != before.Votes || after.Voters != before.Voters {
				t.Errorf("%s: %+v votes before, %+v after", name, before, after)
			}
			if mine, err := h.Conversations.Mine(t.Context(), v, "c1"); err != nil || len(mine) != 0 {
				t.Errorf("%s still has %d votes, %v", name, len(mine), err)
			}
			left, err := h.Conversations.StatementByID(t.Context(), conversation.Voice{Who: processtest.Convener("water")}, own.ID)
			if err != nil || left.Author != "" {
				t.Errorf("%s: the statement is %s's, %v", name, left.Author, err)
			}
			if gone := left.Words.Empty(); gone != words {
				t.Errorf("%s: the words are gone: %v, asked for: %v", name, gone, words)
			}
			if words {
				wantHashForgotten(t, h, own.Ref())
			}
		}
		wantSound(t, h)
	})
}

// wantHashForgotten fails unless the salts of the facts about a thing, made before
// it was withdrawn, are gone.
func wantHashForgotten(t *testing.T, h *conversationtest.House, subject ref.Ref) {
	t.Helper()
	err := h.DB.Read(t.Context(), func(tx *db.Tx) error {
		facts, err := record.About(tx, subject, 10)
		for _, f := range facts {
			if f.Kind != conversation.StatementProposed {
				continue
			}
			if _, err := record.Verify(tx, f.Seq, "words"); key(err) != "record.salt.erased" {
				t.Errorf("the salt of fact %d is there: %v", f.Seq, err)
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestDigestsAddUpToAllVotes(t *testing.T) {
	conversationtest.Each(t, func(t *testing.T, h *conversationtest.House) {
		_, st := h.Opened(t, 3)
		total := 0
		for round := range 3 {
			for i := range 5 {
				for j := range st[:round+1] {
					cast(t, h, conversationtest.Voice(ref.ID(fmt.Sprintf("p%d", i))), st[j], opinion.Vote((i+round)%3-1))
					total++
				}
			}
			h.Clock.Advance(time.Minute)
			for range 2 { // once is enough, twice changes nothing
				if err := h.Conversations.Follow(t.Context()); err != nil {
					t.Fatal(err)
				}
			}
		}
		history, err := conversation.History(h.DB, "c1")
		if err != nil || len(history) != total {
			t.Fatalf("%d votes in the history, %v; want %d", len(history), err, total)
		}
		err = h.DB.Read(t.Context(), func(tx *db.Tx) error {
			facts, err := record.About(tx, ref.To("conversation", "c1"), 100)
			digests := 0
			for _, f := range facts {
				if f.Kind != conversation.VotesCounted {
					continue
				}
				digests++
				n := int(f.Figures["votes"])
				if ok, err := record.Verify(tx, f.Seq, history[:n]); err != nil || !ok {
					t.Errorf("digest %d does not hold what the rows say: %v", digests, err)
				}
				history[0].Vote = -history[0].Vote + 1
				if ok, err := record.Verify(tx, f.Seq, history[:n]); err != nil || ok {
					t.Errorf("digest %d holds what was never cast: %v", digests, err)
				}
				history = history[n:]
			}
			if digests != 3 || len(history) != 0 {
				t.Errorf("%d digests, %d votes in none of them", digests, len(history))
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	})
}

func TestTwoNodesCountEachVoteOnce(t *testing.T) {
	a, b := conversationtest.Nodes(t)
	_, st := a.Opened(t, 4)
	var wg sync.WaitGroup
	errs := make(chan error, 1000)
	for n, node := range []*conversationtest.House{a, b} {
		for i := range 6 {
			wg.Go(func() {
				for j := range st {
					_, err := node.Conversations.Cast(context.Background(), conversationtest.Voice(ref.ID(fmt.Sprintf("p%d", i))), ballot(st[j], opinion.Vote((i+j+n)%3-1)))
					errs <- err
				}
			})
		}
	}
	wg.Wait()
	a.Clock.Advance(time.Minute)
	for range 2 {
		wg.Go(func() { errs <- a.Conversations.Follow(context.Background()) })
		wg.Go(func() { errs <- b.Conversations.Follow(context.Background()) })
	}
	wg.Wait()
	close(errs)
	for err := range errs {
		if err != nil {
			t.Fatal(err)
		}
	}
	wantSound(t, b)
	if m := b.Count(t, "c1"); m.Voters != 6 || m.Votes != 24 {
		t.Errorf("%d people with %d votes, want 6 with 24", m.Voters, m.Votes)
	}
	digests, votes := 0, int64(0)
	err := b.DB.Read(t.Context(), func(tx *db.Tx) error {
		facts, err := record.About(tx, ref.To("conversation", "c1"), 100)
		for _, f := range facts {
			if f.Kind == conversation.VotesCounted {
				digests++
				votes += f.Figures["votes"]
			}
		}
		return err
	})
	if err != nil || digests != 1 || votes != 48 {
		t.Errorf("%d digests of %d votes, %v; want one of 48", digests, votes, err)
	}
}
