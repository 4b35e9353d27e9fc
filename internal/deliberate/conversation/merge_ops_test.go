package conversation_test

import (
	"context"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"penc/internal/deliberate/conversation"
	"penc/internal/deliberate/conversation/conversationtest"
	"penc/internal/gather/process/processtest"
	"penc/internal/ground/access"
	"penc/internal/ground/fault"
	"penc/internal/ground/lang"
	"penc/internal/ground/ref"
	"penc/internal/platform/db"
	"penc/internal/platform/feature"
	"penc/internal/talk/moderation"
	"penc/opinion"
	"penc/opinion/polisdata"
)

func merge(t testing.TB, h *conversationtest.House, from, into conversation.Statement) conversation.Statement {
	t.Helper()
	st, err := h.Conversations.Merge(context.Background(), processtest.Convener("water"), conversation.Merger{
		Statement: from.ID, Into: into.ID, Reason: "They say the same.", Lang: "en", Version: current(t, h, from.ID).Version,
	})
	if err != nil {
		t.Fatal(err)
	}
	return st
}

func split(t testing.TB, h *conversationtest.House, st conversation.Statement) conversation.Statement {
	t.Helper()
	st, err := h.Conversations.Split(context.Background(), processtest.Convener("water"), st.ID)
	if err != nil {
		t.Fatal(err)
	}
	return st
}

func current(t testing.TB, h *conversationtest.House, id ref.ID) conversation.View {
	t.Helper()
	v, err := h.Conversations.StatementByID(context.Background(), conversation.Voice{Who: processtest.Convener("water")}, id)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// wantTally fails unless a statement stands so: agree, disagree, pass.
func wantTally(t testing.TB, h *conversationtest.House, st conversation.Statement, agree, disagree, pass int) {
	t.Helper()
	if got, want := tallies(t, h)[st.ID], (conversation.Tally{Agree: agree, Disagree: disagree, Pass: pass}); got != want {
		t.Errorf("the tally of statement %d is %+v, want %+v", st.Number, got, want)
	}
}

func TestMergingCarriesVotesAndSplittingGivesThemBack(t *testing.T) {
	conversationtest.Each(t, func(t *testing.T, h *conversationtest.House) {
		_, st := h.Opened(t, 3)
		a, b := st[0], st[1]
		amina, badou, coumba := conversationtest.Voice("amina"), conversationtest.Voice("badou"), conversationtest.Voice("coumba")
		cast(t, h, amina, b, opinion.Agree)     // only on b
		cast(t, h, badou, a, opinion.Disagree)  // on both
		cast(t, h, badou, b, opinion.Agree)     //
		cast(t, h, coumba, a, opinion.Agree)    // only on a
		cast(t, h, coumba, st[2], opinion.Pass) //
		effect, err := h.Conversations.EffectOf(t.Context(), processtest.Convener("water"), b.ID, a.Number)
		if err != nil || effect.Carried != 1 || effect.Kept != 1 || effect.Before.Total() != 2 || effect.After != (conversation.Tally{Agree: 2, Disagree: 1}) {
			t.Errorf("%+v %v", effect, err)
		}
		before := h.Count(t, "c1")
		merge(t, h, b, a)
		wantTally(t, h, a, 2, 1, 0)
		wantSound(t, h)
		if m := h.Count(t, "c1"); m.Votes != before.Votes || m.Voters != before.Voters || m.Statements != 2 {
			t.Errorf("%+v before, %+v after", before, m)
		}
		if _, err := h.Conversations.Cast(t.Context(), coumba, ballot(b, opinion.Agree)); key(err) != "statement.merged" {
			t.Errorf("a vote on a merged statement: %v", err)
		}
		for range 8 {
			if turn, err := h.Conversations.Next(t.Context(), amina, "c1"); err != nil || turn.Statement.ID != st[2].ID || turn.Voted != 1 || turn.Of != 2 {
				t.Fatalf("amina is asked %+v, %v", turn, err)
			}
		}
		mine, err := h.Conversations.Mine(t.Context(), amina, "c1")
		if err != nil || len(mine) != 1 || mine[0].Statement.ID != a.ID || mine[0].From == nil || mine[0].From.ID != b.ID || mine[0].Vote != opinion.Agree {
			t.Errorf("amina sees %+v, %v", mine, err)
		}
		cast(t, h, amina, a, opinion.Pass) // her own vote counts before the carried one
		wantTally(t, h, a, 1, 1, 1)
		wantSound(t, h)
		if n, err := h.Conversations.GivenBack(t.Context(), current(t, h, b.ID).Statement); err != nil || n != 0 {
			t.Errorf("%d votes are carried still, %v", n, err)
		}
		split(t, h, b)
		wantTally(t, h, a, 1, 1, 1) // her vote on a stays
		wantTally(t, h, b, 2, 0, 0)
		wantSound(t, h)
		if m := h.Count(t, "c1"); m.Votes != before.Votes+1 || m.Statements != 3 {
			t.Errorf("%+v", m)
		}
		if history, err := conversation.History(h.DB, "c1"); err != nil || len(history) != 6 {
			t.Errorf("%d votes in the history, %v; want 6", len(history), err)
		}
	})
}

func TestAChainOfMergersCarriesOn(t *testing.T) {
	conversationtest.Each(t, func(t *testing.T, h *conversationtest.House) {
		_, st := h.Opened(t, 3)
		a, b, c := st[0], st[1], st[2]
		amina, badou := conversationtest.Voice("amina"), conversationtest.Voice("badou")
		cast(t, h, amina, b, opinion.Agree)
		cast(t, h, badou, a, opinion.Disagree)
		h.Clock.Advance(time.Second)
		cast(t, h, badou, b, opinion.Agree)
		merge(t, h, b, a)
		merge(t, h, a, c)
		wantTally(t, h, c, 1, 1, 0) // badou's own vote on a, though the one on b is later
		wantSound(t, h)
		if view := current(t, h, b.ID); view.Head == nil || view.Head.ID != c.ID || view.Into != a.ID {
			t.Errorf("%+v", view.Head)
		}
		for _, into := range []conversation.Statement{a, b} { // no ring, and nothing into what is merged
			if _, err := h.Conversations.Merge(t.Context(), processtest.Convener("water"), conversation.Merger{Statement: c.ID, Into: into.ID, Reason: "x", Version: 1}); key(err) != "merge.into-not-open" {
				t.Errorf("c into %d: %v", into.Number, err)
			}
		}
		split(t, h, b) // out of the middle
		wantTally(t, h, c, 0, 1, 0)
		wantTally(t, h, b, 2, 0, 0)
		wantSound(t, h)
		split(t, h, a)
		wantTally(t, h, c, 0, 0, 0)
		wantTally(t, h, a, 0, 1, 0)
		wantSound(t, h)
	})
}

func TestAMergedStatementIsTakenBackAndItsVotesStay(t *testing.T) {
	conversationtest.Each(t, func(t *testing.T, h *conversationtest.House) {
		_, st := h.Opened(t, 1, func(p *conversation.Plan) { p.Review = false })
		author := conversation.Voice{Who: h.Person(t, "amina@example.sn")}
		own, _, err := h.Conversations.Propose(t.Context(), author, conversation.Proposal{Conversation: "c1", Words: "Everybody reads the meters", Lang: "en"})
		if err != nil {
			t.Fatal(err)
		}
		cast(t, h, author, own, opinion.Agree)
		merge(t, h, own, st[0])
		err = h.DB.Write(t.Context(), func(tx *db.Tx) error {
			return h.Directory.Erase(tx, author.Who.Person, feature.Wish{Words: true})
		})
		if err != nil {
			t.Fatal(err)
		}
		wantTally(t, h, st[0], 1, 0, 0)
		if _, err := h.Conversations.StatementByID(t.Context(), conversationtest.Voice("badou"), own.ID); fault.KindOf(err) != fault.NotFound {
			t.Errorf("what was taken back is shown: %v", err)
		}
		if left := split(t, h, own); left.Standing != conversation.Withdrawn || !left.Words.Empty() {
			t.Errorf("%+v", left)
		}
		wantTally(t, h, st[0], 0, 0, 0)
		wantTally(t, h, own, 1, 0, 0)
		wantSound(t, h)
	})
}

func TestWhoeverVotedOnTwoMergedStatementsCountsOnce(t *testing.T) {
	conversationtest.Each(t, func(t *testing.T, h *conversationtest.House) {
		_, st := h.Opened(t, 3)
		amina := conversationtest.Voice("amina")
		cast(t, h, amina, st[1], opinion.Agree)
		h.Clock.Advance(time.Second)
		cast(t, h, amina, st[2], opinion.Disagree)
		merge(t, h, st[1], st[0])
		wantTally(t, h, st[0], 1, 0, 0)
		merge(t, h, st[2], st[0])
		wantTally(t, h, st[0], 0, 1, 0)
		split(t, h, st[2])
		wantTally(t, h, st[0], 1, 0, 0)
		wantSound(t, h)
	})
}

func TestAMergerIsPublicAndTheAuthorIsTold(t *testing.T) {
	conversationtest.Each(t, func(t *testing.T, h *conversationtest.House) {
		_, st := h.Opened(t, 1)
		author := conversation.Voice{Who: h.Person(t, "amina@example.sn")}
		own, _, err := h.Conversations.Propose(t.Context(), author, conversation.Proposal{Conversation: "c1", Words: "Everybody reads the meters", Lang: "en"})
		if err != nil {
			t.Fatal(err)
		}
		stranger := conversationtest.Voice("badou")
		merge(t, h, own, st[0])
		if _, err := h.Conversations.StatementByID(t.Context(), stranger, own.ID); fault.KindOf(err) != fault.NotFound {
			t.Errorf("a stranger reads what nobody let in: %v", err)
		}
		if view, err := h.Conversations.StatementByID(t.Context(), author, own.ID); err != nil || view.Reason.Empty() || view.Head.ID != st[0].ID {
			t.Errorf("its author sees %+v, %v", view, err)
		}
		queue, err := h.Moderation.QueueOf(t.Context(), processtest.Convener("water"), "water")
		if err != nil || queue.All != 0 {
			t.Errorf("it waits still: %+v %v", queue, err)
		}
		split(t, h, own)
		if queue, err = h.Moderation.QueueOf(t.Context(), processtest.Convener("water"), "water"); err != nil || queue.All != 1 {
			t.Fatalf("it does not wait again: %+v %v", queue, err)
		}
		i := queue.Waiting[0].Item
		if _, err := h.Moderation.Decide(t.Context(), processtest.Convener("water"), i.ID, moderation.Verdict{Accept: true, Version: i.Version}); err != nil {
			t.Fatal(err)
		}
		merge(t, h, own, st[0])
		if view, err := h.Conversations.StatementByID(t.Context(), stranger, own.ID); err != nil || view.Head.ID != st[0].ID {
			t.Errorf("a stranger reads %+v, %v", view, err)
		}
		log, err := h.Moderation.Log(t.Context(), access.Actor{}, "water", "", 10)
		if err != nil || len(log.Lines) != 4 {
			t.Fatalf("%+v %v", log, err)
		}
		for n, act := range []moderation.Act{moderation.Merged, moderation.Judged, moderation.Split, moderation.Merged} {
			if log.Lines[n].Act != act {
				t.Errorf("line %d is %q, want %q", n, log.Lines[n].Act, act)
			}
		}
		kinds := strings.Join(h.Kinds(t, "water"), " ")
		if strings.Count(kinds, conversation.StatementMerged) != 2 || strings.Count(kinds, conversation.StatementSplit) != 1 {
			t.Error(kinds)
		}
	})
}

func TestOnlyThoseWhoRunAConversationSeeDuplicates(t *testing.T) {
	conversationtest.Each(t, func(t *testing.T, h *conversationtest.House) {
		_, st := h.Opened(t, 2)
		sown, err := h.Conversations.Sow(t.Context(), conversation.Voice{Who: access.AtConsole("water")}, conversation.Sowing{
			Conversation: "c1", From: "en", Lines: map[lang.Tag]string{"en": "Every household pays for its water\nEvery household must pay for its water"},
		})
		if err != nil {
			t.Fatal(err)
		}
		for i := range 6 {
			v := conversationtest.Voice(ref.ID(fmt.Sprint("p", i)))
			cast(t, h, v, sown[0], opinion.Agree)
			cast(t, h, v, sown[1], []opinion.Vote{opinion.Agree, opinion.Disagree}[min(i/5, 1)])
		}
		cast(t, h, conversationtest.Voice("p9"), sown[1], opinion.Agree)
		d, err := h.Conversations.DuplicatesOf(t.Context(), processtest.Convener("water"), "c1")
		if err != nil || len(d.Pairs) == 0 {
			t.Fatalf("%+v %v", d, err)
		}
		if p := d.Pairs[0]; p.Keep.ID != sown[1].ID || p.Other.ID != sown[0].ID || p.Both != 6 || p.AsOne != 5 || !p.Told {
			t.Errorf("%+v", p)
		}
		merge(t, h, sown[0], sown[1])
		d, err = h.Conversations.DuplicatesOf(t.Context(), processtest.Convener("water"), "c1")
		if err != nil || len(d.Merged) != 1 || d.Merged[0].Head.ID != sown[1].ID {
			t.Errorf("%+v %v", d, err)
		}
		for what, who := range map[string]access.Actor{"a member": processtest.Holding(access.Member, "water"), "a stranger": {}} {
			if _, err := h.Conversations.DuplicatesOf(t.Context(), who, "c1"); fault.KindOf(err) != fault.Forbidden {
				t.Errorf("%s: %v", what, err)
			}
			if _, err := h.Conversations.EffectOf(t.Context(), who, st[0].ID, 2); fault.KindOf(err) != fault.Forbidden {
				t.Errorf("%s: %v", what, err)
			}
			if _, err := h.Conversations.Split(t.Context(), who, sown[0].ID); fault.KindOf(err) != fault.Forbidden {
				t.Errorf("%s: %v", what, err)
			}
		}
		// What is merged is pointed out as the one that stands for it.
		_, similar, err := h.Conversations.Propose(t.Context(), conversationtest.Voice("p1"), conversation.Proposal{Conversation: "c1", Words: "Every household pays for all its water", Lang: "en"})
		if !conversation.IsSimilar(err) || len(similar) != 1 || similar[0].ID != sown[1].ID {
			t.Errorf("%+v %v", similar, err)
		}
	})
}

func TestAnImportedConversationIsNotMerged(t *testing.T) {
	conversationtest.Each(t, func(t *testing.T, h *conversationtest.House) {
		c := imported(t, h)
		b, err := h.Conversations.BoardOf(t.Context(), processtest.Convener("water"), c.ID)
		if err != nil {
			t.Fatal(err)
		}
		_, err = h.Conversations.Merge(t.Context(), processtest.Convener("water"), conversation.Merger{Statement: b.Statements[0].ID, Into: b.Statements[1].ID, Reason: "x", Version: 1})
		if key(err) != "merge.imported" {
			t.Error(err)
		}
	})
}

func TestVotesWhileStatementsAreMerged(t *testing.T) {
	conversationtest.Each(t, func(t *testing.T, h *conversationtest.House) {
		_, st := h.Opened(t, 4)
		var wg sync.WaitGroup
		errs := make(chan error, 10_000)
		for i := range 8 {
			guest := conversationtest.Guest(fmt.Sprint(i))
			account := conversation.Voice{Who: access.Actor{Person: ref.ID(fmt.Sprintf("p%d", i))}, Guest: guest.Guest}
			for n, v := range []conversation.Voice{guest, {Who: account.Who}} {
				wg.Go(func() {
					for r := range 6 {
						for j := range st {
							_, err := h.Conversations.Cast(context.Background(), v, ballot(st[(j+i)%len(st)], opinion.Vote((i+r+j+n)%3-1)))
							if key(err) != "statement.merged" {
								errs <- err
							}
						}
					}
				})
			}
			wg.Go(func() { _, err := h.Conversations.Claim(context.Background(), account); errs <- err })
		}
		wg.Go(func() {
			for range 4 {
				merge(t, h, st[1], st[0])
				merge(t, h, st[0], st[2])
				split(t, h, st[1])
				split(t, h, st[0])
			}
			merge(t, h, st[1], st[0])
			merge(t, h, st[3], st[0])
		})
		wg.Wait()
		close(errs)
		for err := range errs {
			if err != nil {
				t.Fatal(err)
			}
		}
		wantSound(t, h)
		wantPlain(t, h, plainOf(t, h, map[ref.ID]ref.ID{st[1].ID: st[0].ID, st[3].ID: st[0].ID}))
	})
}

// plain is what stands in a conversation, worked out from the history alone.
type plain struct {
	rows map[string]opinion.Vote // "participant statement", carried ones too
	once map[string]opinion.Vote // each vote that was cast, where it counts
}

// plainOf works out what stands after mergers, given as what each was merged into.
func plainOf(t testing.TB, h *conversationtest.House, into map[ref.ID]ref.ID) plain {
	t.Helper()
	history, err := conversation.History(h.DB, "c1")
	if err != nil {
		t.Fatal(err)
	}
	claimed, err := conversation.ClaimsOf(h.DB, "c1")
	if err != nil {
		t.Fatal(err)
	}
	last := map[ref.ID]map[ref.ID]conversation.Cast{}
	for _, c := range history {
		if by := claimed[c.Participant]; by != "" {
			c.Participant = by
		}
		if last[c.Participant] == nil {
			last[c.Participant] = map[ref.ID]conversation.Cast{}
		}
		if before, again := last[c.Participant][c.Statement]; !again || c.Ord > before.Ord {
			last[c.Participant][c.Statement] = c
		}
	}
	out := plain{map[string]opinion.Vote{}, map[string]opinion.Vote{}}
	for who, votes := range last {
		for st, c := range votes {
			out.rows[string(who+" "+st)] = c.Vote
			head := st
			for into[head] != "" {
				head = into[head]
			}
			if counts, _ := plainly(votes, into, head); counts.Statement != st {
				head = st
			}
			out.once[string(who+" "+head)] = c.Vote
		}
		for _, st := range into {
			if c, ok := plainly(votes, into, st); ok {
				out.rows[string(who+" "+st)] = c.Vote
			}
		}
	}
	return out
}

// plainly returns the vote of a person that counts on a statement: their own, or the
// latest of those that count on what was merged into it.
func plainly(votes map[ref.ID]conversation.Cast, into map[ref.ID]ref.ID, st ref.ID) (best conversation.Cast, ok bool) {
	if own, voted := votes[st]; voted {
		return own, true
	}
	for _, part := range slices.Sorted(maps.Keys(into)) {
		if into[part] != st {
			continue
		}
		if c, voted := plainly(votes, into, part); voted && (!ok || c.Ord > best.Ord) {
			best, ok = c, true
		}
	}
	return best, ok
}

// wantPlain fails unless the votes that stand, the sheet and the export are what the
// history says.
func wantPlain(t testing.TB, h *conversationtest.House, want plain) {
	t.Helper()
	rows, err := conversation.StandingVotes(h.DB, "c1")
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]opinion.Vote{}
	for _, v := range rows {
		got[string(v.Participant+" "+v.Statement)] = v.Vote
	}
	if !maps.Equal(got, want.rows) {
		t.Errorf("%d votes stand, the history says %d:\n%v\n%v", len(got), len(want.rows), got, want.rows)
	}
	if m := h.Count(t, "c1"); m.Votes != len(want.once) {
		t.Errorf("%d votes are counted, %d were cast", m.Votes, len(want.once))
	}
	sheet, err := conversation.SheetOf(h.DB, "c1")
	if err != nil {
		t.Fatal(err)
	}
	got = map[string]opinion.Vote{}
	for i, p := range sheet.People {
		for j, v := range sheet.Matrix.Row(i) {
			got[string(p+" "+sheet.Statements[j])] = v
		}
	}
	if !maps.Equal(got, want.once) || sheet.Matrix.Votes() != len(want.once) {
		t.Errorf("the sheet has %d votes, the history says %d:\n%v\n%v", sheet.Matrix.Votes(), len(want.once), got, want.once)
	}
	wantExported(t, h, sheet)
}

// wantExported fails unless the exported files give the same matrix.
func wantExported(t testing.TB, h *conversationtest.House, sheet conversation.Sheet) {
	t.Helper()
	out, folder := files{}, fstest.MapFS{}
	if err := h.Conversations.ExportPolis(t.Context(), access.Actor{}, "c1", "https://example.org/c1", out.create); err != nil {
		t.Fatal(err)
	}
	for name, b := range out {
		folder[name] = &fstest.MapFile{Data: b.Bytes()}
	}
	back, err := polisdata.Read(folder, polisdata.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	board, err := h.Conversations.BoardOf(t.Context(), processtest.Convener("water"), "c1")
	if err != nil {
		t.Fatal(err)
	}
	number := map[ref.ID]int{}
	for _, st := range board.Statements {
		number[st.ID] = st.Number
	}
	report := reportOf(back)
	if n, d := report.Matrix.Dims(); n != len(sheet.People) || d != len(sheet.Statements) || report.Matrix.Votes() != sheet.Matrix.Votes() {
		t.Fatalf("the export is %d×%d with %d votes, the sheet %d×%d with %d", n, d, report.Matrix.Votes(), len(sheet.People), len(sheet.Statements), sheet.Matrix.Votes())
	}
	for j, st := range sheet.Statements {
		if report.Statements[j] != strconv.Itoa(number[st]) || sheet.Columns[j] != number[st] || report.Matrix.Kind(j) != sheet.Matrix.Kind(j) {
			t.Errorf("column %d is statement %s (%d) in the export, %d (%d) in the sheet", j, report.Statements[j], report.Matrix.Kind(j), number[st], sheet.Matrix.Kind(j))
		}
		for i := range sheet.People {
			x, there := report.Matrix.At(i, j)
			y, here := sheet.Matrix.At(i, j)
			if x != y || there != here {
				t.Errorf("person %d on statement %d: %d in the export, %d in the sheet", i, number[st], x, y)
			}
		}
	}
	if report.InputDigest() != sheet.Digest() {
		t.Error("the export has another digest than the sheet")
	}
	wantTable(t, back)
}

// wantTable fails unless the table of people in the export says what its votes do.
func wantTable(t testing.TB, data *polisdata.Conversation) {
	t.Helper()
	last := map[[2]int]opinion.Vote{}
	for _, e := range data.Events() {
		last[[2]int{e.Voter, e.Comment}] = e.Vote
	}
	cells := 0
	for _, p := range data.Participants {
		for _, c := range p.Votes {
			cells++
			if v, ok := last[[2]int{p.ID, c.Comment}]; !ok || v != c.Vote {
				t.Errorf("participant %d on %d: %d in the table, %d in the votes", p.ID, c.Comment, c.Vote, v)
			}
		}
	}
	if cells != len(last) {
		t.Errorf("%d cells in the table, %d votes", cells, len(last))
	}
}

func TestWhateverHappensVotesCountAsTheHistorySays(t *testing.T) {
	conversationtest.Each(t, func(t *testing.T, h *conversationtest.House) {
		_, st := h.Opened(t, 6)
		var accounts []access.Actor
		for i := range 5 {
			accounts = append(accounts, h.Person(t, fmt.Sprintf("p%d@example.sn", i)))
		}
		into := map[ref.ID]ref.ID{}
		rng := rand.New(rand.NewPCG(4, 7))
		open := func() conversation.Statement {
			for {
				if one := st[rng.IntN(len(st))]; into[one.ID] == "" {
					return one
				}
			}
		}
		for step := range 400 {
			h.Clock.Advance(time.Duration(1+rng.IntN(3)) * time.Millisecond)
			account, guest := accounts[rng.IntN(len(accounts))], conversationtest.Guest(fmt.Sprint(rng.IntN(4)))
			switch rng.IntN(20) {
			case 0, 1:
				if a, b := open(), open(); a.ID != b.ID && len(into) < 4 {
					merge(t, h, b, a)
					into[b.ID] = a.ID
				}
			case 2:
				for _, one := range st {
					if into[one.ID] != "" {
						split(t, h, one)
						delete(into, one.ID)
						break
					}
				}
			case 3:
				if _, err := h.Conversations.Claim(t.Context(), conversation.Voice{Who: account, Guest: guest.Guest}); err != nil {
					t.Fatal(err)
				}
			case 4:
				if step%4 == 0 {
					if err := h.DB.Write(t.Context(), func(tx *db.Tx) error { return h.Conversations.Feature().Erase(tx, account.Person, feature.Wish{}) }); err != nil {
						t.Fatal(err)
					}
				}
			case 5, 6, 7, 8, 9, 10, 11:
				cast(t, h, guest, open(), opinion.Vote(rng.IntN(3)-1))
			default:
				cast(t, h, conversation.Voice{Who: account}, open(), opinion.Vote(rng.IntN(3)-1))
			}
			if step%20 == 19 {
				wantSound(t, h)
				wantPlain(t, h, plainOf(t, h, into))
				if t.Failed() {
					t.Fatalf("after step %d, with %v", step, into)
				}
			}
		}
	})
}

// TestVotesAndMergersWaitForEachOther holds the lock of a vote that is under way, and
// then that of a merger. SQLite has one writer at a time as it is.
func TestVotesAndMergersWaitForEachOther(t *testing.T) {
	a, b := conversationtest.Nodes(t)
	_, st := a.Opened(t, 3)
	cast(t, a, conversationtest.Voice("amina"), st[1], opinion.Agree)
	// hold takes a lock on one node, starts act on the other, and fails unless that is
	// still waiting when the lock is let go.
	hold := func(what string, lock func(tx *db.Tx) error, act func()) {
		t.Helper()
		done := make(chan bool)
		err := a.DB.Write(t.Context(), func(tx *db.Tx) error {
			if err := lock(tx); err != nil {
				return err
			}
			go func() { defer close(done); act() }()
			select {
			case <-done:
				t.Errorf("%s did not wait", what)
			case <-time.After(200 * time.Millisecond):
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		<-done
	}
	hold("a merger", func(tx *db.Tx) error { return tx.LockAmong("somebody", conversation.VotesLock("c1")) }, func() { merge(t, b, st[1], st[0]) })
	hold("a vote", func(tx *db.Tx) error { return tx.Lock(conversation.VotesLock("c1")) }, func() {
		cast(t, b, conversationtest.Voice("badou"), st[0], opinion.Disagree)
	})
	// Votes do not wait for each other.
	err := a.DB.Write(t.Context(), func(tx *db.Tx) error {
		if err := tx.LockAmong("somebody", conversation.VotesLock("c1")); err != nil {
			return err
		}
		_, err := b.Conversations.Cast(t.Context(), conversationtest.Voice("coumba"), ballot(st[0], opinion.Pass))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	wantTally(t, a, st[0], 1, 1, 1)
	wantSound(t, a)
}
