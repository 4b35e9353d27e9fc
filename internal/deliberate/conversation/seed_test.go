package conversation_test

import (
	"strings"
	"testing"

	"penc/internal/deliberate/conversation"
	"penc/internal/gather/process/processtest"
	"penc/internal/ground/access"
	"penc/internal/ground/lang"
)

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
