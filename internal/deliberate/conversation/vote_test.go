package conversation_test

import (
	"strings"
	"testing"
	"time"

	"penc/internal/deliberate/conversation"
	"penc/internal/ground/ref"
	"penc/internal/ground/when"
	"penc/opinion"
)

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

func TestLatest(t *testing.T) {
	v := func(vote opinion.Vote, ord int64) conversation.LastVote {
		return conversation.LastVote{Vote: vote, Ord: ord}
	}
	account := map[ref.ID]conversation.LastVote{"a": v(1, 10), "b": v(1, 10), "c": v(1, 10)}
	guest := map[ref.ID]conversation.LastVote{"b": v(-1, 9), "c": v(-1, 11), "d": v(0, 1)}
	got := conversation.Latest(account, guest)
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
