package conversation_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"penc/internal/deliberate/conversation"
	"penc/internal/gather/process/processtest"
	"penc/internal/ground/access"
	"penc/internal/ground/lang"
	"penc/internal/ground/ref"
	"penc/opinion"
)

func TestMerge(t *testing.T) {
	open := conversation.Conversation{ID: "c1", Process: "water", State: conversation.Open, Version: 1}
	with := func(change func(*conversation.Conversation)) conversation.Conversation {
		c := open
		change(&c)
		return c
	}
	st := func(id ref.ID, standing conversation.Standing) conversation.Statement {
		return conversation.Statement{ID: id, Conversation: "c1", Number: 7, Standing: standing, Version: 2}
	}
	a, b := st("a", conversation.Accepted), st("b", conversation.Accepted)
	elsewhere := st("a", conversation.Accepted)
	elsewhere.Conversation = "c2"
	sound := conversation.Merger{Statement: "b", Into: "a", Reason: "They say the same.", Lang: "en", Version: 2}
	saying := func(reason string) conversation.Merger {
		in := sound
		in.Reason = reason
		return in
	}
	old := sound
	old.Version = 1
	for _, c := range []struct {
		what       string
		in         conversation.Conversation
		who        access.Actor
		merger     conversation.Merger
		from, into conversation.Statement
		want       string
	}{
		{"an open one", open, processtest.Convener("water"), sound, b, a, ""},
		{"by a facilitator", open, processtest.Holding(access.Facilitator, "water"), sound, b, a, ""},
		{"one that waits", open, processtest.Convener("water"), sound, st("b", conversation.Waiting), a, ""},
		{"in a draft", with(func(c *conversation.Conversation) { c.State = conversation.Draft }), processtest.Convener("water"), sound, b, a, ""},
		{"by a member", open, processtest.Holding(access.Member, "water"), sound, b, a, "prepare.facilitator-only"},
		{"by a stranger", open, access.Actor{}, sound, b, a, "prepare.facilitator-only"},
		{"in a closed conversation", with(func(c *conversation.Conversation) { c.State = conversation.Closed }), processtest.Convener("water"), sound, b, a, "merge.closed"},
		{"in one from elsewhere", with(func(c *conversation.Conversation) { c.Origin.Title = "Polis" }), processtest.Convener("water"), sound, b, a, "merge.imported"},
		{"with itself", open, processtest.Convener("water"), sound, b, b, "merge.into-itself"},
		{"into another conversation", open, processtest.Convener("water"), sound, b, elsewhere, "merge.into-unknown"},
		{"out of another conversation", open, processtest.Convener("water"), sound, elsewhere, b, "statement.unknown"},
		{"into nothing", open, processtest.Convener("water"), sound, b, conversation.Statement{}, "merge.into-unknown"},
		{"into one that waits", open, processtest.Convener("water"), sound, b, st("a", conversation.Waiting), "merge.into-not-open"},
		{"into a merged one", open, processtest.Convener("water"), sound, b, st("a", conversation.Merged), "merge.into-not-open"},
		{"into a rejected one", open, processtest.Convener("water"), sound, b, st("a", conversation.Rejected), "merge.into-not-open"},
		{"a merged one", open, processtest.Convener("water"), sound, st("b", conversation.Merged), a, "merge.already"},
		{"a rejected one", open, processtest.Convener("water"), sound, st("b", conversation.Rejected), a, "merge.not-open"},
		{"one that was taken back", open, processtest.Convener("water"), sound, st("b", conversation.Withdrawn), a, "merge.not-open"},
		{"one that changed", open, processtest.Convener("water"), old, b, a, "merge.changed"},
		{"without a reason", open, processtest.Convener("water"), saying(" \n"), b, a, "merge.reason-empty"},
		{"with a long reason", open, processtest.Convener("water"), saying(strings.Repeat("é", 1001)), b, a, "merge.reason-long"},
	} {
		got, err := c.in.Merge(c.who, c.merger, c.from, c.into)
		if key(err) != c.want {
			t.Errorf("%s: %v, want %q", c.what, err, c.want)
		}
		if err == nil && (got.Standing != conversation.Merged || got.Into != "a" || got.Was != c.from.Standing || got.Version != 3 || got.Reason.String() != sound.Reason) {
			t.Errorf("%s: %+v", c.what, got)
		}
		if err != nil && got.Standing != c.from.Standing {
			t.Errorf("%s was refused and changed: %+v", c.what, got)
		}
	}
}

func TestSplit(t *testing.T) {
	open := conversation.Conversation{ID: "c1", Process: "water", State: conversation.Open, Version: 1}
	closed := open
	closed.State = conversation.Closed
	merged := conversation.Statement{ID: "b", Conversation: "c1", Standing: conversation.Merged, Was: conversation.Waiting, Into: "a", Version: 3, Reason: lang.Say("en", "x")}
	gone := merged
	gone.Standing = conversation.Withdrawn
	for _, c := range []struct {
		what string
		in   conversation.Conversation
		who  access.Actor
		from conversation.Statement
		want string
		back conversation.Standing
	}{
		{"a merged one", open, processtest.Convener("water"), merged, "", conversation.Waiting},
		{"one taken back since", open, processtest.Convener("water"), gone, "", conversation.Withdrawn},
		{"by a member", open, processtest.Holding(access.Member, "water"), merged, "prepare.facilitator-only", ""},
		{"when it is over", closed, processtest.Convener("water"), merged, "merge.closed", ""},
		{"one that is not merged", open, processtest.Convener("water"), conversation.Statement{Conversation: "c1", Standing: conversation.Accepted}, "split.not-merged", ""},
	} {
		got, err := c.in.Split(c.who, c.from)
		if key(err) != c.want {
			t.Errorf("%s: %v, want %q", c.what, err, c.want)
		}
		if err == nil && (got.Standing != c.back || got.Into != "" || got.Was != "" || !got.Reason.Empty() || got.Version != 4) {
			t.Errorf("%s: %+v", c.what, got)
		}
	}
}

func TestAMergedStatementIsNotDecidedAbout(t *testing.T) {
	st := conversation.Statement{Standing: conversation.Merged, Into: "a", Was: conversation.Accepted}
	if _, err := st.Decide(true, lang.Text{}); key(err) != "statement.merged-first" {
		t.Error(err)
	}
	open := conversation.Conversation{ID: "c1", State: conversation.Open}
	if err := open.MayVote(conversation.Statement{Conversation: "c1", Standing: conversation.Merged}, true, noon); key(err) != "statement.merged" {
		t.Errorf("a vote on a merged statement: %v", err)
	}
	if !st.Shown() || (conversation.Statement{Standing: conversation.Merged, Was: conversation.Waiting}).Shown() {
		t.Error("what nobody had read yet is shown, or what everybody had read is not")
	}
	if p := st.Public(conversation.Tally{Agree: 3}); p.Standing != conversation.Merged || p.Into != "a" || p.Agree != 0 {
		t.Errorf("%+v", p)
	}
}

// tree makes statements of "b>a": b was merged into a.
func tree(mergers string) []conversation.Statement {
	into := map[ref.ID]ref.ID{}
	for _, m := range strings.Fields(mergers) {
		from, to, _ := strings.Cut(m, ">")
		into[ref.ID(from)] = ref.ID(to)
		if _, there := into[ref.ID(to)]; !there {
			into[ref.ID(to)] = ""
		}
	}
	var out []conversation.Statement
	for _, id := range slices.Sorted(maps.Keys(into)) {
		out = append(out, conversation.Statement{ID: id, Into: into[id]})
	}
	return out
}

// votes makes votes of "a+1": agreed with a at 1.
func votes(text string) map[ref.ID]conversation.LastVote {
	out := map[ref.ID]conversation.LastVote{}
	for _, w := range strings.Fields(text) {
		v := opinion.Pass
		switch w[1] {
		case '+':
			v = opinion.Agree
		case '-':
			v = opinion.Disagree
		}
		out[ref.ID(w[:1])] = conversation.LastVote{Vote: v, Ord: int64(w[2] - '0')}
	}
	return out
}

func said(votes map[ref.ID]conversation.LastVote) string {
	var out []string
	for _, id := range slices.Sorted(maps.Keys(votes)) {
		v := votes[id]
		w := fmt.Sprintf("%s%s%d", id, map[opinion.Vote]string{1: "+", 0: "=", -1: "-"}[v.Vote], v.Ord)
		if v.From != "" {
			w += "<" + string(v.From)
		}
		out = append(out, w)
	}
	return strings.Join(out, " ")
}

func TestCarried(t *testing.T) {
	for _, c := range []struct{ what, mergers, cast, want string }{
		{"nothing merged", "", "a+1 b-2", "a+1 b-2"},
		{"only on b", "b>a", "b-2", "a-2<b b-2"},
		{"only on a", "b>a", "a+1", "a+1"},
		{"on both keeps a", "b>a", "a+1 b-2", "a+1 b-2"},
		{"on both keeps a, cast before", "b>a", "b-1 a+2", "a+2 b-1"},
		{"on neither", "b>a", "x=1", "x=1"},
		{"the latest of two", "b>a d>a", "b-1 d+2", "a+2<d b-1 d+2"},
		{"at the same moment the first by name", "b>a d>a", "b-2 d+2", "a-2<b b-2 d+2"},
		{"a chain", "b>a a>c", "b-1", "a-1<b b-1 c-1<b"},
		{"a chain with a vote between", "b>a a>c", "b-2 a+1", "a+1 b-2 c+1<a"},
		{"a chain with a vote at its end", "b>a a>c", "b-2 c=1", "a-2<b b-2 c=1"},
		{"a branch and a chain", "b>a a>c e>c", "b-1 e+2", "a-1<b b-1 c+2<e e+2"},
	} {
		if got := said(conversation.Carried(votes(c.cast), tree(c.mergers))); got != c.want {
			t.Errorf("%s: %s, want %s", c.what, got, c.want)
		}
	}
}

func TestMineOf(t *testing.T) {
	for _, c := range []struct{ what, mergers, cast, want string }{
		{"carried", "b>a", "b-2", "a from b"},
		{"on both", "b>a", "a+1 b-2", "a; b instead a"},
		{"a chain", "b>a a>c", "b-1", "c from b"},
		{"a chain with both", "b>a a>c", "a+1 b-2", "b instead c; c from a"},
		{"the later of two", "b>a d>a", "b-1 d+2", "a from d; b instead a"},
	} {
		all := tree(c.mergers)
		var got []string
		for _, m := range conversation.MineOf(conversation.Carried(votes(c.cast), all), all) {
			line := string(m.Statement.ID)
			if m.From != nil {
				line += " from " + string(m.From.ID)
			}
			if m.Instead != nil {
				line += " instead " + string(m.Instead.ID)
			}
			got = append(got, line)
		}
		if strings.Join(got, "; ") != c.want {
			t.Errorf("%s: %s, want %s", c.what, strings.Join(got, "; "), c.want)
		}
	}
}

func TestHeads(t *testing.T) {
	heads := conversation.Heads(tree("b>a a>c d>c"))
	if len(heads) != 3 || heads["b"].ID != "c" || heads["a"].ID != "c" || heads["d"].ID != "c" {
		t.Errorf("%+v", heads)
	}
}
