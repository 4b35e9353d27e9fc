package conversation_test

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"testing"

	"penc/bundle"
	"penc/internal/deliberate/conversation"
	"penc/internal/deliberate/conversation/conversationtest"
	"penc/internal/gather/process/processtest"
	"penc/internal/ground/access"
	"penc/internal/ground/carry"
	"penc/internal/ground/fault"
	"penc/internal/ground/lang"
	"penc/internal/ground/ref"
	"penc/internal/platform/db"
	"penc/internal/platform/mail"
	"penc/internal/platform/search"
	"penc/internal/talk/moderation"
	"penc/opinion"
)

func propose(t testing.TB, h *conversationtest.House, v conversation.Voice, words string) conversation.Statement {
	t.Helper()
	st, _, err := h.Conversations.Propose(t.Context(), v, conversation.Proposal{Conversation: "c1", Words: words, Lang: lang.English})
	if err != nil {
		t.Fatal(err)
	}
	return st
}

// decide takes a statement of the process "water" out of the queue.
func decide(t testing.TB, h *conversationtest.House, st conversation.Statement, v moderation.Verdict) {
	t.Helper()
	convener := processtest.Convener("water")
	q, err := h.Moderation.QueueOf(t.Context(), convener, "water")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range q.Waiting {
		if c.Ref == st.Ref() {
			v.Version = c.Version
			if _, err := h.Moderation.Decide(t.Context(), convener, c.ID, v); err != nil {
				t.Fatal(err)
			}
			return
		}
	}
	t.Fatalf("%s is not in the queue", st.ID)
}

func TestAProposalIsReadDecidedAndItsAuthorTold(t *testing.T) {
	conversationtest.Each(t, func(t *testing.T, h *conversationtest.House) {
		_, sown := h.Opened(t, 1)
		amina := conversation.Voice{Who: h.Person(t, "amina@example.sn")}
		good, bad := propose(t, h, amina, "Everybody reads the meters"), propose(t, h, amina, "Somebody lies about prices and bread")
		if good.Standing != conversation.Waiting || good.Number != sown[0].Number+1 {
			t.Errorf("the proposal is %+v", good)
		}
		if _, err := h.Conversations.StatementByID(t.Context(), conversationtest.Voice("badou"), good.ID); fault.KindOf(err) != fault.NotFound {
			t.Errorf("somebody else reads what waits: %v", err)
		}
		if _, err := h.Conversations.Cast(t.Context(), amina, ballot(good, opinion.Agree)); key(err) != "statement.not-open" {
			t.Errorf("a vote on what waits: %v", err)
		}
		decide(t, h, good, moderation.Verdict{Accept: true})
		decide(t, h, bad, moderation.Verdict{Reason: moderation.Reason{Code: moderation.SeveralIdeas}})
		cast(t, h, conversationtest.Voice("badou"), good, opinion.Agree)
		own, err := h.Conversations.Authored(t.Context(), amina, "c1")
		if err != nil || len(own) != 2 || own[0].Standing != conversation.Accepted || own[1].Standing != conversation.Rejected || own[1].Reason.Empty() {
			t.Errorf("amina sees %+v, %v", own, err)
		}
		if told := mails(t, h, "amina@example.sn"); told != 2 {
			t.Errorf("%d mails to the author, want 2", told)
		}
		kinds := strings.Join(h.Kinds(t, "water"), " ")
		for _, kind := range []string{conversation.StatementProposed, conversation.StatementAccepted, conversation.StatementRejected, moderation.DecidedIt} {
			if !strings.Contains(kinds, kind) {
				t.Errorf("no fact %s", kind)
			}
		}
		if turn, err := h.Conversations.Next(t.Context(), amina, "c1"); err != nil || turn.Of != 2 {
			t.Errorf("%d statements to vote on, %v; want 2", turn.Of, err)
		}
	})
}

func mails(t testing.TB, h *conversationtest.House, to string) (n int) {
	t.Helper()
	err := h.DB.Read(t.Context(), func(tx *db.Tx) error {
		all, err := mail.Recent(tx, 100)
		for _, m := range all {
			if m.To == to {
				n++
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func TestSimilarStatementsArePointedOutOnce(t *testing.T) {
	conversationtest.Each(t, func(t *testing.T, h *conversationtest.House) {
		h.Opened(t, 1, func(p *conversation.Plan) { p.Review = false })
		v := conversationtest.Voice("amina")
		first := propose(t, h, v, "Every household pays for the water it uses")
		in := conversation.Proposal{Conversation: "c1", Words: "No household pays for the water it uses", Lang: lang.English}
		_, similar, err := h.Conversations.Propose(t.Context(), v, in)
		if !conversation.IsSimilar(err) || len(similar) != 1 || similar[0].ID != first.ID {
			t.Fatalf("%v, %d similar", err, len(similar))
		}
		in.Anyway = true
		if _, _, err := h.Conversations.Propose(t.Context(), v, in); err != nil {
			t.Errorf("meant all the same: %v", err)
		}
	})
}

func TestWithdrawing(t *testing.T) {
	conversationtest.Each(t, func(t *testing.T, h *conversationtest.House) {
		h.Opened(t, 1, func(p *conversation.Plan) { p.Review = false })
		guest := conversationtest.Guest("phone")
		st := propose(t, h, guest, "Everybody reads the meters")
		cast(t, h, conversationtest.Voice("badou"), st, opinion.Agree)
		if err := h.Conversations.Withdraw(t.Context(), conversationtest.Voice("badou"), st.ID); key(err) != "statement.not-yours" {
			t.Errorf("somebody else: %v", err)
		}
		if err := h.Conversations.Withdraw(t.Context(), guest, st.ID); err != nil {
			t.Fatal(err)
		}
		if _, err := h.Conversations.StatementByID(t.Context(), conversation.Voice{}, st.ID); fault.KindOf(err) != fault.NotFound {
			t.Errorf("strangers read it still: %v", err)
		}
		left, err := h.Conversations.StatementByID(t.Context(), guest, st.ID)
		if err != nil || !left.Words.Empty() || left.Tally.Agree != 1 {
			t.Errorf("what is left: %+v, %v", left, err)
		}
		wantHashForgotten(t, h, st.Ref())
		wantSound(t, h)
	})
}

func TestATranslationBesideTheOriginal(t *testing.T) {
	conversationtest.Each(t, func(t *testing.T, h *conversationtest.House) {
		_, sown := h.Opened(t, 1)
		st, editor := sown[0], processtest.Holding(access.Editor, "water")
		say := func(who access.Actor, words map[lang.Tag]string, version int) error {
			return h.Conversations.Translate(t.Context(), who, st.ID, words, nil, version)
		}
		if err := say(editor, map[lang.Tag]string{lang.French: "Proposition", lang.English: "Other words"}, 1); err != nil {
			t.Fatal(err)
		}
		now, err := h.Conversations.StatementByID(t.Context(), conversation.Voice{}, st.ID)
		if err != nil || now.Words.Words(lang.French) != "Proposition" || now.Words.Words(lang.English) != st.Words.Words(lang.English) {
			t.Errorf("%+v, %v", now.Words, err)
		}
		for _, c := range []struct {
			what    string
			who     access.Actor
			words   string
			version int
			want    string
		}{
			{"an old version", editor, "Autre", 1, "statement.changed"},
			{"a member", processtest.Holding(access.Member, "water"), "Autre", 2, "translate.editor-only"},
			{"too long", editor, strings.Repeat("é", 281), 2, "statement.too-long"},
			{"at the limit", editor, strings.Repeat("é", 280), 2, ""},
		} {
			if err := say(c.who, map[lang.Tag]string{lang.French: c.words}, c.version); key(err) != c.want {
				t.Errorf("%s: %v, want %q", c.what, err, c.want)
			}
		}
	})
}

func TestStatementsAreNumberedOnceByTwoNodes(t *testing.T) {
	a, b := conversationtest.Nodes(t)
	a.Opened(t, 0)
	var wg sync.WaitGroup
	errs := make(chan error, 20)
	for i, h := range []*conversationtest.House{a, b, a, b, a, b} {
		wg.Go(func() {
			_, _, err := h.Conversations.Propose(context.Background(), conversationtest.Voice(ref.ID(fmt.Sprintf("p%d", i))), conversation.Proposal{
				Conversation: "c1", Words: fmt.Sprintf("Thought%c of person%c", 'a'+i, 'a'+i), Lang: lang.English,
			})
			errs <- err
		})
	}
	wg.Wait()
	close(errs)
	for err := range errs {
		if err != nil {
			t.Fatal(err)
		}
	}
	board, err := b.Conversations.BoardOf(t.Context(), processtest.Convener("water"), "c1")
	if err != nil || len(board.Statements) != 6 {
		t.Fatalf("%d statements, %v; want 6", len(board.Statements), err)
	}
	for i, st := range board.Statements {
		if st.Number != i+1 {
			t.Errorf("statement %d has the number %d", i+1, st.Number)
		}
	}
}

func TestTwoConvenersChangeTheSameConversation(t *testing.T) {
	conversationtest.Each(t, func(t *testing.T, h *conversationtest.House) {
		c, _ := h.Opened(t, 1)
		who, in := processtest.Convener("water"), conversationtest.Plan("water")
		in.Version, in.Title = c.Version, map[lang.Tag]string{lang.French: "Premier"}
		if _, err := h.Conversations.Change(t.Context(), who, c.ID, in); err != nil {
			t.Fatal(err)
		}
		in.Title = map[lang.Tag]string{lang.French: "Second"}
		if _, err := h.Conversations.Change(t.Context(), who, c.ID, in); key(err) != "changed" || fault.KindOf(err) != fault.Conflict {
			t.Errorf("the second: %v", err)
		}
		now, err := h.Conversations.ByID(t.Context(), who, c.ID)
		if err != nil || now.Title.Words(lang.French) != "Premier" || !now.Title.Stale(lang.English) {
			t.Errorf("%+v, %v", now.Title, err)
		}
	})
}

func TestSearchFindsWhatIsPublic(t *testing.T) {
	conversationtest.Each(t, func(t *testing.T, h *conversationtest.House) {
		_, sown := h.Opened(t, 2)
		waiting := propose(t, h, conversationtest.Voice("amina"), "Hippopotamus keepers read the meters")
		work(t, h)
		found := func(words string) map[ref.ID]bool {
			out := map[ref.ID]bool{}
			err := h.DB.Read(t.Context(), func(tx *db.Tx) error {
				hits, _, err := search.Find(tx, search.Query{Words: words, Limit: 20})
				for _, hit := range hits {
					out[hit.Ref.ID] = true
				}
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
			return out
		}
		if !found("proposition")[sown[0].ID] || !found("water")["c1"] {
			t.Error("the conversation or its statement is not found")
		}
		if found("hippopotamus")[waiting.ID] {
			t.Error("what waits is found")
		}
		decide(t, h, waiting, moderation.Verdict{Accept: true})
		work(t, h)
		if !found("hippopotamus")[waiting.ID] {
			t.Error("what was let in is not found")
		}
		merge(t, h, waiting, sown[0])
		work(t, h)
		if found("hippopotamus")[waiting.ID] {
			t.Error("what was merged is found")
		}
		split(t, h, waiting)
		work(t, h)
		if !found("hippopotamus")[waiting.ID] {
			t.Error("what was split off is not found")
		}
	})
}

// file is a process file with one conversation.
func file(statements ...bundle.Statement) *bundle.Bundle {
	text := func(fr, en string) bundle.Text { return bundle.Text{{Lang: "fr", Words: fr}, {Lang: "en", Words: en}} }
	return &bundle.Bundle{
		Process: bundle.Process{ID: "water", Languages: []string{"fr", "en"}},
		Conversations: []bundle.Conversation{{
			ID: "c9", Title: text("Titre", "Title"), Intro: text("Texte", "Text"), Open: true, Anonymous: true, Line: 3,
			Statements: append([]bundle.Statement{{ID: "c9-s1", Text: text("Première phrase", "First sentence"), Line: 9}}, statements...),
		}},
	}
}

func TestAProcessFileComesTwiceAndGoes(t *testing.T) {
	conversationtest.Each(t, func(t *testing.T, h *conversationtest.House) {
		h.Opened(t, 1)
		take := func(b *bundle.Bundle) (changes []carry.Change, err error) {
			err = h.DB.Write(t.Context(), func(tx *db.Tx) error {
				plan, err := h.Conversations.PlanTx(tx, b)
				if err != nil {
					return err
				}
				if changes, err = h.Conversations.ImportTx(tx, processtest.Convener("water"), b); err == nil && len(plan) != len(changes) {
					return fmt.Errorf("planned %v, done %v", plan, changes)
				}
				return err
			})
			return changes, err
		}
		for i, want := range []carry.Kind{carry.Created, carry.Unchanged} {
			if got, err := take(file()); err != nil || len(got) != 1 || got[0].Kind != want {
				t.Fatalf("time %d: %+v, %v; want %s", i+1, got, err, want)
			}
		}
		var out bundle.Bundle
		out.Process = file().Process
		if err := h.DB.Read(t.Context(), func(tx *db.Tx) error { return h.Conversations.ExportTx(tx, "water", &out) }); err != nil {
			t.Fatal(err)
		}
		if len(out.Conversations) != 2 {
			t.Fatalf("%d conversations go", len(out.Conversations))
		}
		back, want := out.Conversations[1], file().Conversations[0]
		if back.ID != want.ID || !back.Open || !back.Anonymous || len(back.Statements) != 1 || back.Statements[0].Text.In("en") != "First sentence" || back.Title.In("fr") != "Titre" {
			t.Errorf("it goes as %+v", back)
		}
		if got, err := take(&out); err != nil || len(got) != 2 || got[0].Kind != carry.Unchanged || got[1].Kind != carry.Unchanged {
			t.Errorf("its own export changes something: %+v, %v", got, err)
		}
		stolen := file(bundle.Statement{ID: back.Statements[0].ID, Line: 12})
		stolen.Conversations[0].ID = "c10"
		if _, err := take(stolen); err == nil || !strings.Contains(err.Error(), "c9-s1") {
			t.Errorf("a file takes the statement of another conversation: %v", err)
		}
		long := file(bundle.Statement{ID: "c9-s2", Text: bundle.Text{{Lang: "fr", Words: strings.Repeat("é", 281)}}, Line: 12})
		if _, err := take(long); err == nil || !strings.Contains(err.Error(), "281") {
			t.Errorf("a long statement: %v", err)
		}
	})
}
