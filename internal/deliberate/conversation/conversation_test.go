package conversation_test

import (
	"strings"
	"testing"

	"penc/internal/deliberate/conversation"
	"penc/internal/deliberate/conversation/conversationtest"
	"penc/internal/gather/process/processtest"
	"penc/internal/ground/access"
	"penc/internal/ground/fault"
	"penc/internal/ground/lang"
	"penc/internal/ground/when"
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
