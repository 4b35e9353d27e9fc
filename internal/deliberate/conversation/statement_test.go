package conversation_test

import (
	"strings"
	"testing"

	"penc/internal/deliberate/conversation"
	"penc/internal/gather/process/processtest"
	"penc/internal/ground/access"
	"penc/internal/ground/lang"
)

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
