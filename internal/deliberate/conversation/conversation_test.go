package conversation_test

import (
	"strings"
	"testing"
	"time"

	"penc/internal/deliberate/conversation"
	"penc/internal/deliberate/conversation/conversationtest"
	"penc/internal/gather/process/processtest"
	"penc/internal/ground/access"
	"penc/internal/ground/fault"
	"penc/internal/ground/lang"
	"penc/internal/ground/ref"
	"penc/internal/ground/when"
	"penc/opinion"
)

// key returns the message of the first fault of an error, empty for none.
func key(err error) string {
	if all := fault.All(err); len(all) > 0 {
		return strings.TrimPrefix(all[0].Message, "conversation.")
	}
	if err != nil {
		return err.Error()
	}
	return ""
}

func plan(change ...func(*conversation.Plan)) conversation.Plan {
	p := conversationtest.Plan("water")
	for _, c := range change {
		c(&p)
	}
	return p
}

func TestPrepare(t *testing.T) {
	convener, facilitator := processtest.Convener("water"), processtest.Holding(access.Facilitator, "water")
	for _, c := range []struct {
		what string
		who  access.Actor
		in   conversation.Plan
		want string
	}{
		{"a convener", convener, plan(), ""},
		{"a facilitator", facilitator, plan(), ""},
		{"a member", processtest.Holding(access.Member, "water"), plan(), "prepare.facilitator-only"},
		{"a convener of another process", processtest.Convener("soil"), plan(), "prepare.facilitator-only"},
		{"an operator", access.Actor{Person: "ops"}.With(access.Operator, access.Site), plan(), "prepare.facilitator-only"},
		{"without a title", convener, plan(func(p *conversation.Plan) { p.Title = nil }), "title.empty"},
		{"a long title", convener, plan(func(p *conversation.Plan) { p.Title[lang.French] = strings.Repeat("é", 201) }), "title.too-long"},
		{"a title at the limit", convener, plan(func(p *conversation.Plan) { p.Title[lang.French] = strings.Repeat("é", 200) }), ""},
		{"a long introduction", convener, plan(func(p *conversation.Plan) { p.Intro[lang.French] = strings.Repeat("a", 100_001) }), "intro.too-long"},
		{"a date that is none", convener, plan(func(p *conversation.Plan) { p.Dates.Start = "soon" }), "date.invalid"},
		{"an end before the beginning", convener, plan(func(p *conversation.Plan) { p.Dates = when.Span{Start: "2026-03", End: "2026-02"} }), "date.order"},
		{"an old version", convener, plan(func(p *conversation.Plan) { p.Version = 4 }), "changed"},
	} {
		got, err := conversation.Conversation{}.Prepare(c.who, c.in)
		if key(err) != c.want {
			t.Errorf("%s: %v, want %q", c.what, err, c.want)
		}
		if c.want == "" && (got.State != conversation.Draft || got.Version != 1 || got.Process != "water") {
			t.Errorf("%s: %+v", c.what, got)
		}
	}
}

func TestBecome(t *testing.T) {
	who := processtest.Convener("water")
	at := func(s conversation.State, change ...func(*conversation.Conversation)) conversation.Conversation {
		c := conversation.Conversation{Process: "water", State: s, Version: 1}
		for _, f := range change {
			f(&c)
		}
		return c
	}
	elsewhere := func(c *conversation.Conversation) { c.Origin.Title = "Polis" }
	proposals := func(c *conversation.Conversation) { c.Proposals = true }
	for _, c := range []struct {
		from       conversation.Conversation
		who        access.Actor
		to         conversation.State
		statements int
		want       string
	}{
		{at(conversation.Draft), who, conversation.Open, 3, ""},
		{at(conversation.Draft), who, conversation.Open, 0, "open.no-statements"},
		{at(conversation.Draft, proposals), who, conversation.Open, 0, ""},
		{at(conversation.Open), who, conversation.Closed, 3, ""},
		{at(conversation.Closed), who, conversation.Open, 3, ""},
		{at(conversation.Open), who, conversation.Open, 3, "state.already"},
		{at(conversation.Closed), who, conversation.Closed, 3, "state.already"},
		{at(conversation.Draft), who, conversation.Closed, 3, "state.not-from-here"},
		{at(conversation.Open), who, conversation.Draft, 3, "state.not-from-here"},
		{at(conversation.Closed, elsewhere), who, conversation.Open, 3, "state.imported"},
		{at(conversation.Draft), processtest.Holding(access.Editor, "water"), conversation.Open, 3, "open.facilitator-only"},
	} {
		got, err := c.from.Become(c.who, c.to, c.statements)
		if key(err) != c.want {
			t.Errorf("%s to %s: %v, want %q", c.from.State, c.to, err, c.want)
		}
		if err == nil && (got.State != c.to || got.Version != 2) {
			t.Errorf("%s to %s gives %+v", c.from.State, c.to, got)
		}
	}
}

func TestMaySee(t *testing.T) {
	draft := conversation.Conversation{Process: "water", State: conversation.Draft}
	for role, sees := range map[string]bool{
		access.Convener: true, access.Facilitator: true, access.Editor: true, access.Member: false, access.Observer: false,
	} {
		if draft.MaySee(processtest.Holding(role, "water")) != sees {
			t.Errorf("%s sees a draft: %v", role, !sees)
		}
	}
	draft.State = conversation.Closed
	if !draft.MaySee(access.Actor{}) {
		t.Error("a stranger does not see a closed conversation")
	}
}

var noon = time.Date(2026, 3, 15, 12, 0, 0, 0, time.UTC)

func TestMayVote(t *testing.T) {
	open := conversation.Conversation{ID: "c1", State: conversation.Open, Dates: when.Span{Start: "2026-03", End: "2026-03-15"}}
	st := conversation.Statement{Conversation: "c1", Standing: conversation.Accepted}
	with := func(f func(*conversation.Conversation, *conversation.Statement)) (conversation.Conversation, conversation.Statement) {
		c, s := open, st
		f(&c, &s)
		return c, s
	}
	for _, c := range []struct {
		what   string
		change func(*conversation.Conversation, *conversation.Statement)
		known  bool
		now    time.Time
		want   string
	}{
		{"open", func(*conversation.Conversation, *conversation.Statement) {}, true, noon, ""},
		{"the last day", func(*conversation.Conversation, *conversation.Statement) {}, true, noon.Add(11 * time.Hour), ""},
		{"the day after", func(*conversation.Conversation, *conversation.Statement) {}, true, noon.Add(12 * time.Hour), "closed"},
		{"the month before", func(*conversation.Conversation, *conversation.Statement) {}, true, noon.AddDate(0, -1, 0), "closed"},
		{"a draft", func(c *conversation.Conversation, _ *conversation.Statement) { c.State = conversation.Draft }, true, noon, "closed"},
		{"closed", func(c *conversation.Conversation, _ *conversation.Statement) { c.State = conversation.Closed }, true, noon, "closed"},
		{"a stranger", func(*conversation.Conversation, *conversation.Statement) {}, false, noon, "join-first"},
		{"waiting", func(_ *conversation.Conversation, s *conversation.Statement) { s.Standing = conversation.Waiting }, true, noon, "statement.not-open"},
		{"rejected", func(_ *conversation.Conversation, s *conversation.Statement) { s.Standing = conversation.Rejected }, true, noon, "statement.not-open"},
		{"withdrawn", func(_ *conversation.Conversation, s *conversation.Statement) { s.Standing = conversation.Withdrawn }, true, noon, "statement.not-open"},
		{"elsewhere", func(_ *conversation.Conversation, s *conversation.Statement) { s.Conversation = "c2" }, true, noon, "statement.unknown"},
	} {
		conv, s := with(c.change)
		if err := conv.MayVote(s, c.known, c.now); key(err) != c.want {
			t.Errorf("%s: %v, want %q", c.what, err, c.want)
		}
	}
}

func TestPropose(t *testing.T) {
	member, facilitator := processtest.Holding(access.Member, "water"), processtest.Holding(access.Facilitator, "water")
	known := conversation.Proposer{Known: true}
	near := []conversation.Statement{{Number: 7, Words: lang.Say(lang.English, "Every household pays for the water it uses")}}
	open := conversation.Conversation{ID: "c1", Process: "water", State: conversation.Open, Proposals: true, Review: true}
	say := func(words string) conversation.Proposal {
		return conversation.Proposal{Words: words, Lang: lang.English}
	}
	for _, c := range []struct {
		what    string
		change  func(*conversation.Conversation)
		who     access.Actor
		by      conversation.Proposer
		in      conversation.Proposal
		similar []conversation.Statement
		want    string
		then    conversation.Standing
	}{
		{"a member", nil, member, known, say("Water meters are read by people"), nil, "", conversation.Waiting},
		{"without review", func(c *conversation.Conversation) { c.Review = false }, member, known, say("Water meters are read by people"), nil, "", conversation.Accepted},
		{"a facilitator", nil, facilitator, known, say("Water meters are read by people"), nil, "", conversation.Accepted},
		{"spaces", nil, member, known, say("  Water \n meters   are read  "), nil, "", conversation.Waiting},
		{"nothing", nil, member, known, say(" \n "), nil, "statement.empty", ""},
		{"too short", nil, member, known, say("Water!"), nil, "statement.too-short", ""},
		{"ten characters", nil, member, known, say("ééééé ôôôô"), nil, "", conversation.Waiting},
		{"at the limit", nil, member, known, say(strings.Repeat("é", 280)), nil, "", conversation.Waiting},
		{"too long", nil, member, known, say(strings.Repeat("é", 281)), nil, "statement.too-long", ""},
		{"a stranger", nil, access.Actor{}, conversation.Proposer{}, say("Water meters are read by people"), nil, "join-first", ""},
		{"closed", func(c *conversation.Conversation) { c.State = conversation.Closed }, member, known, say("Water meters are read by people"), nil, "closed", ""},
		{"closed, for a facilitator", func(c *conversation.Conversation) { c.State = conversation.Closed }, facilitator, known, say("Water meters are read by people"), nil, "closed", ""},
		{"a draft", func(c *conversation.Conversation) { c.State = conversation.Draft }, member, known, say("Water meters are read by people"), nil, "closed", ""},
		{"a draft, for a facilitator", func(c *conversation.Conversation) { c.State = conversation.Draft }, facilitator, known, say("Water meters are read by people"), nil, "", conversation.Accepted},
		{"no proposals", func(c *conversation.Conversation) { c.Proposals = false }, member, known, say("Water meters are read by people"), nil, "proposals.closed", ""},
		{"no proposals, for a facilitator", func(c *conversation.Conversation) { c.Proposals = false }, facilitator, known, say("Water meters are read by people"), nil, "", conversation.Accepted},
		{"five wait", nil, member, conversation.Proposer{Known: true, Waiting: 5, Proposed: 5}, say("Water meters are read by people"), nil, "statement.too-many-waiting", ""},
		{"thirty", nil, member, conversation.Proposer{Known: true, Proposed: 30}, say("Water meters are read by people"), nil, "statement.too-many", ""},
		{"similar", nil, member, known, say("Every household pays for all water it uses"), near, "statement.similar", ""},
		{"similar, and meant", nil, member, known, conversation.Proposal{Words: "No household pays for the water it uses", Lang: lang.English, Anyway: true}, near, "", conversation.Waiting},
		{"the same, and meant", nil, member, known, conversation.Proposal{Words: "every household PAYS for the water, it uses.", Lang: lang.English, Anyway: true}, near, "statement.there-already", ""},
	} {
		conv := open
		if c.change != nil {
			c.change(&conv)
		}
		st, err := conv.Propose(c.who, c.by, c.in, c.similar, noon)
		if key(err) != c.want {
			t.Errorf("%s: %v, want %q", c.what, err, c.want)
		}
		if err == nil && (st.Standing != c.then || strings.Contains(st.Words.String(), "  ")) {
			t.Errorf("%s: %q is %s, want %s", c.what, st.Words.String(), st.Standing, c.then)
		}
	}
}

func TestDecide(t *testing.T) {
	reason := lang.Say(lang.English, "Two ideas")
	for _, c := range []struct {
		from   conversation.Standing
		accept bool
		reason lang.Text
		want   string
		then   conversation.Standing
	}{
		{conversation.Waiting, true, lang.Text{}, "", conversation.Accepted},
		{conversation.Waiting, false, reason, "", conversation.Rejected},
		{conversation.Waiting, false, lang.Text{}, "statement.reason-empty", ""},
		{conversation.Rejected, true, lang.Text{}, "", conversation.Accepted},
		{conversation.Accepted, false, reason, "", conversation.Rejected},
		{conversation.Withdrawn, true, lang.Text{}, "statement.withdrawn", ""},
	} {
		st, err := conversation.Statement{Standing: c.from, Version: 1}.Decide(c.accept, c.reason)
		if key(err) != c.want || err == nil && (st.Standing != c.then || st.Version != 2 || !st.Reason.Equal(c.reason)) {
			t.Errorf("%s, accept %v: %+v, %v", c.from, c.accept, st, err)
		}
	}
}

func TestWithdraw(t *testing.T) {
	st := conversation.Statement{Author: "p1", Words: lang.Say(lang.English, "Mine"), Standing: conversation.Accepted}
	if _, err := st.Withdraw("p2"); key(err) != "statement.not-yours" {
		t.Errorf("somebody else: %v", err)
	}
	if _, err := (conversation.Statement{}).Withdraw(""); key(err) != "statement.not-yours" {
		t.Errorf("nobody: %v", err)
	}
	gone, err := st.Withdraw("p1")
	if err != nil || gone.Standing != conversation.Withdrawn || !gone.Words.Empty() {
		t.Errorf("%+v, %v", gone, err)
	}
	if _, err := gone.Withdraw("p1"); key(err) != "statement.withdrawn" {
		t.Errorf("twice: %v", err)
	}
}

func TestLikeness(t *testing.T) {
	say := func(words string) lang.Text { return lang.Say(lang.English, words) }
	bilingual := lang.Of(lang.French, map[lang.Tag]string{lang.French: "L’eau est un bien commun", lang.English: "Water is a common good"})
	for _, c := range []struct {
		a, b     lang.Text
		min, max float64
		same     bool
	}{
		{say("Water is a common good"), say("WATER IS A COMMON GOOD!"), 1, 1, true},
		{say("Yes to all"), say("yes, to all."), 1, 1, true},
		{say("No to all"), say("Yes to all"), 0, 0, false},
		{say("Réseau public d’énergie"), say("Reseaux publics d'energies"), 1, 1, false},
		{say("Meters must be public"), say("Meters must not be public"), 1, 1, false},
		{bilingual, say("Water is a common good"), 1, 1, true},
		{say("Meters are read by people"), say("Roads are built by villages"), 0, 0.1, false},
		{say("Every household pays for its water"), say("Every household pays for its bread"), 0.5, 0.7, false},
		{lang.Text{}, say("Something"), 0, 0, false},
	} {
		if got := conversation.Likeness(c.a, c.b); got < c.min || got > c.max || got != conversation.Likeness(c.b, c.a) {
			t.Errorf("%q and %q: %.2f, want %.2f to %.2f", c.a.String(), c.b.String(), got, c.min, c.max)
		}
		if conversation.Same(c.a, c.b) != c.same {
			t.Errorf("%q and %q are the same: %v", c.a.String(), c.b.String(), !c.same)
		}
	}
}

func TestSimilarShowsNothingThatOthersHaveWaiting(t *testing.T) {
	st := func(id ref.ID, s conversation.Standing, author ref.ID) conversation.Statement {
		return conversation.Statement{ID: id, Standing: s, Author: author, Words: lang.Say(lang.English, "Every household pays for its water")}
	}
	all := []conversation.Statement{
		st("accepted", conversation.Accepted, "p2"), st("waiting", conversation.Waiting, "p2"), st("own", conversation.Waiting, "p1"),
		st("rejected", conversation.Rejected, "p1"), st("withdrawn", conversation.Withdrawn, "p1"), st("orphan", conversation.Waiting, ""),
	}
	names := func(author ref.ID) (out string) {
		for _, s := range conversation.Similar(all, lang.Say(lang.English, "Every household pays for the water"), author) {
			out += string(s.ID) + " "
		}
		return out
	}
	if got := names("p1"); got != "accepted own " {
		t.Errorf("the author of one sees %q", got)
	}
	if got := names(""); got != "accepted " {
		t.Errorf("a newcomer sees %q", got)
	}
}

func TestMerged(t *testing.T) {
	v := func(vote opinion.Vote, ord int64) conversation.LastVote {
		return conversation.LastVote{Vote: vote, Ord: ord}
	}
	account := map[ref.ID]conversation.LastVote{"a": v(1, 10), "b": v(1, 10), "c": v(1, 10)}
	guest := map[ref.ID]conversation.LastVote{"b": v(-1, 9), "c": v(-1, 11), "d": v(0, 1)}
	got := conversation.Merged(account, guest)
	want := map[ref.ID]conversation.LastVote{"a": v(1, 10), "b": v(1, 10), "c": v(-1, 11), "d": v(0, 1)}
	if len(got) != len(want) {
		t.Fatalf("%d votes stand, want %d", len(got), len(want))
	}
	for id, w := range want {
		if got[id] != w {
			t.Errorf("%s: %+v, want %+v", id, got[id], w)
		}
	}
}

func TestSow(t *testing.T) {
	who := processtest.Holding(access.Facilitator, "water")
	draft := conversation.Conversation{ID: "c1", Process: "water", State: conversation.Draft}
	there := []conversation.Statement{{Standing: conversation.Accepted, Words: lang.Say(lang.French, "Les compteurs sont publics")}}
	sow := func(fr, en string) conversation.Sowing {
		return conversation.Sowing{Conversation: "c1", From: lang.French, Lines: map[lang.Tag]string{lang.French: fr, lang.English: en}}
	}
	for _, c := range []struct {
		what string
		who  access.Actor
		in   conversation.Sowing
		n    int
		want string
	}{
		{"one language", who, sow("Une première phrase\n\n  Une deuxième phrase \n", ""), 2, ""},
		{"two languages", who, sow("Une première phrase\nUne deuxième phrase", "A first sentence\nA second sentence"), 2, ""},
		{"nothing", who, sow(" \n ", ""), 0, "seed.empty"},
		{"uneven", who, sow("Une première phrase\nUne deuxième phrase", "A first sentence"), 0, "seed.uneven"},
		{"too short", who, sow("Une première phrase\nBref", ""), 0, "seed.too-short"},
		{"too long", who, sow(strings.Repeat("é", 281), ""), 0, "seed.too-long"},
		{"there already", who, sow("Les compteurs sont publics.", ""), 0, "seed.there-already"},
		{"twice", who, sow("Une première phrase\nune première phrase !", ""), 0, "seed.there-already"},
		{"a hundred and one", who, sow(strings.Repeat("Une première phrase\n", 101), ""), 0, "seed.too-many"},
		{"a member", processtest.Holding(access.Member, "water"), sow("Une première phrase", ""), 0, "prepare.facilitator-only"},
	} {
		got, err := draft.Sow(c.who, c.in, there)
		if key(err) != c.want {
			t.Errorf("%s: %v, want %q", c.what, err, c.want)
		}
		if err == nil && len(got) != c.n {
			t.Errorf("%s: %d statements, want %d", c.what, len(got), c.n)
		}
	}
	two, err := draft.Sow(who, sow("Une première phrase", "A first sentence"), nil)
	if err != nil || two[0].Words.Original() != lang.French || two[0].Words.Words(lang.English) != "A first sentence" || two[0].Words.Stale(lang.English) {
		t.Errorf("side by side: %+v, %v", two, err)
	}
}

func TestAGuestsSecretIsLongEnough(t *testing.T) {
	for secret, sound := range map[conversation.Guest]bool{
		"": false, "short": false, conversation.Guest(strings.Repeat("a", 25)): false,
		conversation.Guest(strings.Repeat("a", 26)): true, conversation.Guest(strings.Repeat("a", 65)): false,
	} {
		if secret.Sound() != sound {
			t.Errorf("%d letters are sound: %v", len(secret), !sound)
		}
	}
}
