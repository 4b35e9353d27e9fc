package conversationweb_test

import (
	"net/http"
	"strings"
	"testing"

	"penc/internal/deliberate/conversation"
	"penc/internal/deliberate/conversation/conversationtest"
	"penc/internal/gather/process/processtest"
	"penc/internal/ground/access"
	"penc/internal/ground/lang"
	"penc/internal/platform/web/webtest"
	"penc/opinion"
)

// twins opens the conversation "c1" with two statements that say the same: people
// voted on the first, on the second, and one on both.
func twins(t *testing.T, h *conversationtest.House) []conversation.Statement {
	t.Helper()
	h.Opened(t, 0)
	sown, err := h.Conversations.Sow(t.Context(), conversation.Voice{Who: access.AtConsole("water")}, conversation.Sowing{
		Conversation: "c1", From: "en", Lines: map[lang.Tag]string{"en": "Every household pays for its water\nEvery household must pay for its water\nRivers are public"},
	})
	if err != nil {
		t.Fatal(err)
	}
	say := func(name string, votes ...int) {
		for _, j := range votes {
			if _, err := h.Conversations.Cast(t.Context(), conversationtest.Guest(name), conversation.Ballot{Conversation: "c1", Statement: sown[j].ID, Vote: opinion.Agree}); err != nil {
				t.Fatal(err)
			}
		}
	}
	say("one", 0)
	say("two", 0, 1)
	say("three", 1)
	return sown
}

func TestStatementsAreMergedAndSplitInTheBrowser(t *testing.T) {
	conversationtest.Each(t, func(t *testing.T, h *conversationtest.House) {
		st := twins(t, h)
		v := site(t, h)
		as(v, processtest.Convener("water"))
		list := v.Get("/en/conversations/c1/duplicates")
		want(t, "duplicates", list, http.StatusOK, "Statements 1 and 2", "Too few people voted on both", "Merge 2 into 1", "Merge 1 into 2")
		lacks(t, "duplicates", list, "Statements 1 and 3", "Statements 2 and 3")
		path := "/en" + conversation.StatementPath(st[1]) + "/merge"
		want(t, "which", v.Get(path), http.StatusOK, "Number of the statement that stays")
		want(t, "effect", v.Get(path+"?into=1"), http.StatusOK, "One vote, of somebody who has none on statement 1", "One person. Their vote on statement 1 counts",
			"2 agree, 0 disagree", "3 agree, 0 disagree", "keeps that vote", "It says the same as statement 1.", "The other way round")
		want(t, "itself", v.Get(path+"?into=2"), http.StatusUnprocessableEntity, "cannot be merged into itself")
		want(t, "nowhere", v.Get(path+"?into=99"), http.StatusUnprocessableEntity, "no statement with this number")
		want(t, "no number", v.Get(path+"?into=x"), http.StatusUnprocessableEntity, "no statement with this number")
		want(t, "no reason", v.Post(path, "into", "1", "version", "1", "reason", " "), http.StatusUnprocessableEntity, "Say why", "3 agree, 0 disagree")
		want(t, "an old page", v.Post(path, "into", "1", "version", "0", "reason", "Same <b>thing</b>"), http.StatusConflict, "Read it again", "Same &lt;b&gt;thing")
		done := v.Follow(v.Post(path, "into", "1", "version", "1", "reason", "Same <b>thing</b>"))
		want(t, "merged", done, http.StatusOK, "The statements are merged", "2 was merged into 1", "Split statement 2 off again")
		want(t, "again", v.Post(path, "into", "1", "version", "2", "reason", "x"), http.StatusConflict, "has merged this statement already")
		want(t, "log", v.Get("/en/processes/water/moderation/log"), http.StatusNotFound) // this site has no face of moderation

		as(v, access.Actor{})
		page := "/en" + conversation.StatementPath(st[1])
		want(t, "its page", v.Get(page), http.StatusOK, "was merged into statement 1", "See statement 1", conversation.StatementPath(st[0]))
		lacks(t, "its page", v.Get(page), "thing", `class="votebar"`, `name="vote"`)
		lacks(t, "all statements", v.Get("/en/conversations/c1/statements"), "must pay for its water")
		json := v.Get("/en/conversations/c1.json")
		want(t, "JSON", json, http.StatusOK, `"merged": [`, `"merged_into": "`+string(st[0].ID)+`"`, `"standing": "merged"`)
		late := v.Post("/en/conversations/c1/votes", "statement", string(st[1].ID), "vote", "agree")
		if late.Status < 400 || !strings.Contains(late.Body, "Your vote was not taken") {
			t.Errorf("a late vote: %d %s", late.Status, late.Body)
		}
		splitInTheBrowser(t, h, v, st)
	})
}

func splitInTheBrowser(t *testing.T, h *conversationtest.House, v *webtest.Visitor, st []conversation.Statement) {
	t.Helper()
	path := "/en" + conversation.StatementPath(st[1])
	for what, who := range map[string]access.Actor{"a member": processtest.Holding(access.Member, "water"), "a stranger": {}} {
		as(v, who)
		for _, rest := range []string{"/en/conversations/c1/duplicates", path + "/merge", path + "/split"} {
			if w := v.Get(rest); w.Status == http.StatusOK {
				t.Errorf("%s reads %s", what, rest)
			}
		}
		if w := v.Post(path + "/split"); w.Status < 300 {
			t.Errorf("%s splits: %d", what, w.Status)
		}
	}
	as(v, processtest.Convener("water"))
	want(t, "split", v.Get(path+"/split"), http.StatusOK, "One vote that was carried over counts on it again")
	want(t, "was split", v.Follow(v.Post(path+"/split")), http.StatusOK, "stands by itself again", "Statements 1 and 2")
	want(t, "split again", v.Get(path+"/split"), http.StatusConflict, "is not merged")
	want(t, "split again", v.Post(path+"/split"), http.StatusConflict, "is not merged")
	if m := h.Count(t, "c1"); m.Votes != 4 || m.Statements != 3 {
		t.Errorf("%+v", m)
	}
}

func TestACarriedVoteIsShownWithWhereItComesFrom(t *testing.T) {
	h := conversationtest.SQLite(t)
	st := twins(t, h)
	who := h.Person(t, "amina@example.sn")
	if _, err := h.Conversations.Cast(t.Context(), conversation.Voice{Who: who}, conversation.Ballot{Conversation: "c1", Statement: st[1].ID, Vote: opinion.Disagree}); err != nil {
		t.Fatal(err)
	}
	_, err := h.Conversations.Merge(t.Context(), processtest.Convener("water"), conversation.Merger{Statement: st[1].ID, Into: st[0].ID, Reason: "Same", Lang: "en", Version: 1})
	if err != nil {
		t.Fatal(err)
	}
	v := site(t, h)
	as(v, who)
	want(t, "mine", v.Get("/en/conversations/c1/mine"), http.StatusOK, "You cast this vote on statement 2", "must pay for its water", "Every household pays")
	want(t, "next", v.Get("/en/conversations/c1"), http.StatusOK, "Rivers are public", "voted on 1 of 2")
	mine := v.Follow(v.Post("/en/conversations/c1/votes", "statement", string(st[0].ID), "vote", "agree", "back", "mine"))
	want(t, "changed", mine, http.StatusOK, "was merged into statement 1. Your vote there counts.")
	lacks(t, "changed", mine, "You cast this vote on statement 2")
}
