package conversation_test

import (
	"strings"
	"testing"

	"penc/internal/deliberate/conversation"
	"penc/internal/ground/lang"
	"penc/internal/ground/ref"
)

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

func TestATextLongerThanAnyStatementIsLikeNone(t *testing.T) {
	there := []conversation.Statement{{ID: "s1", Standing: conversation.Accepted, Words: lang.Say(lang.English, "The banks must stay open to walkers")}}
	if got := conversation.Similar(there, lang.Say(lang.English, "The banks must stay open to all walkers"), ""); len(got) != 1 {
		t.Fatalf("%d similar statements, want 1", len(got))
	}
	long := strings.Repeat("The banks must stay open to walkers ", 40_000)
	if got := conversation.Similar(there, lang.Say(lang.English, long), ""); got != nil {
		t.Errorf("%d statements are like a text of %d bytes", len(got), len(long))
	}
}
