package conversation_test

import (
	"fmt"
	"math/rand/v2"
	"os"
	"strings"
	"testing"

	"penc/internal/deliberate/conversation"
	"penc/internal/deliberate/conversation/conversationtest"
	"penc/internal/gather/process/processtest"
	"penc/internal/ground/access"
	"penc/internal/ground/lang"
	"penc/internal/ground/ref"
	"penc/opinion"
	"penc/opinion/polisdata"
)

// among returns statements with words in a language, and others about the same
// subject, so that its words weigh little.
func among(l lang.Tag, words ...string) []conversation.Statement {
	subject := map[lang.Tag][]string{
		"fr": {"L’eau coûte trop cher dans les villages", "Le compteur doit être lu par une personne", "Les fuites sont réparées par la commune", "Chaque quartier choisit ses bornes fontaines"},
		"en": {"Water costs too much in the villages", "The meter must be read by a person", "Leaks are repaired by the municipality", "Each district chooses its standpipes"},
	}
	var out []conversation.Statement
	for i, w := range append(words, subject[l]...) {
		out = append(out, conversation.Statement{ID: ref.ID(fmt.Sprint("s", i)), Number: i + 1, Words: lang.Say(l, w), Standing: conversation.Accepted})
	}
	return out
}

func TestNearPairs(t *testing.T) {
	for _, c := range []struct {
		l        lang.Tag
		a, b     string
		min, max float64
	}{
		{"fr", "Les compteurs doivent rester publics", "Les compteurs doivent rester publics.", 1, 1},
		{"fr", "Les compteurs doivent rester publics", "LES COMPTEURS DOIVENT RESTER PUBLICS !", 1, 1},
		{"fr", "Chaque foyer paie l’eau qu’il consomme", "Les foyers paient l’eau qu’ils consomment", 0.5, 0.9},    // inflected
		{"fr", "Il faut subventionner les raccordements", "Il faut une subvention pour le raccordement", 0.5, 0.9}, // derived
		{"fr", "Le tarif social est nécessaire", "Un tarif social sera nécessaire", 0.5, 0.95},
		{"en", "Meters must be public", "Meters must not be public", 0.7, 0.99}, // they contradict each other: the votes show it
		{"en", "Marijuana should not be legalized.", "Medical marijuana should be legal.", 0.5, 0.9},
		{"en", "A traffic light is needed on Cave Mill in front of the school", "Need a traffic signal on Cave Mill in front of Natcher School", 0.6, 0.95},
		{"en", "Bills must be written in Wolof", "Schools need drinking fountains", 0, 0},
		{"en", "Bills are sent once a month", "Prices are set once a year", 0, 0},
		{"zh", "自來水應該公營", "自來水應該公營。", 1, 1},
	} {
		pairs, likeness := conversation.NearPairs(among(c.l, c.a, c.b))
		got := 0.0
		for i, p := range pairs {
			if p == [2]int{0, 1} {
				got = likeness[i]
			}
		}
		if got < c.min || got > c.max {
			t.Errorf("%q and %q: %.2f, want %.2f to %.2f", c.a, c.b, got, c.min, c.max)
		}
		if len(pairs) > 1 {
			t.Errorf("%q and %q: others are near too: %v %v", c.a, c.b, pairs, likeness)
		}
	}
}

func TestNearnessIsThatOfTheLanguageInWhichTheyAreMostAlike(t *testing.T) {
	all := among("en", "x")
	all[0].Words = lang.Of("fr", map[lang.Tag]string{"fr": "L’eau appartient à tout le monde", "en": "Everybody owns the water there is"})
	all[1].Words = lang.Of("fr", map[lang.Tag]string{"fr": "L’eau appartient à tous", "en": "It belongs to all of us"})
	pairs, likeness := conversation.NearPairs(all)
	if len(pairs) != 1 || pairs[0] != [2]int{0, 1} || likeness[0] < 0.5 {
		t.Errorf("%v %v", pairs, likeness)
	}
}

func TestManyAlikeAreHeldTogetherByTheClosestPairs(t *testing.T) {
	pairs, likeness := conversation.NearPairs(among("en", "Meters must be public", "Meters must be public!", "The meters must be public", "meters must be PUBLIC"))
	if len(pairs) != 3 || likeness[0] != 1 || likeness[1] != 1 || likeness[2] >= 1 {
		t.Errorf("%v %v", pairs, likeness)
	}
	if pairs, _ := conversation.NearPairs(nil); len(pairs) != 0 {
		t.Errorf("%v", pairs)
	}
	if pairs, _ := conversation.NearPairs([]conversation.Statement{{}, {}, {Words: lang.Say("en", "…")}, {Words: lang.Say("en", "!!")}}); len(pairs) != 0 {
		t.Errorf("statements without words are alike: %v", pairs)
	}
}

func TestVotedAlike(t *testing.T) {
	votes := func(both, asOne int) (out []conversation.Answer) {
		for i := range both {
			who := ref.ID(fmt.Sprint("p", i))
			v := opinion.Disagree
			if i < asOne {
				v = opinion.Agree
			}
			out = append(out, conversation.Answer{Participant: who, Statement: "a", Vote: opinion.Agree}, conversation.Answer{Participant: who, Statement: "b", Vote: v})
		}
		return append(out, conversation.Answer{Participant: "q", Statement: "a", Vote: opinion.Pass}, conversation.Answer{Participant: "r", Statement: "c"})
	}
	for _, c := range []struct {
		both, asOne int
		told, apart bool
	}{{0, 0, false, false}, {1, 1, false, false}, {4, 4, false, false}, {5, 5, true, false}, {23, 21, true, false}, {23, 2, true, true}, {10, 5, true, false}} {
		p := []conversation.Pair{{Keep: conversation.Statement{ID: "a"}, Other: conversation.Statement{ID: "b"}}}
		conversation.VotedAlike(p, votes(c.both, c.asOne))
		if p[0].Told != c.told || p[0].Told && (p[0].Both != c.both || p[0].AsOne != c.asOne) || !p[0].Told && p[0].Both+p[0].AsOne != 0 || p[0].Contradicts() != c.apart {
			t.Errorf("%d on both, %d the same: %+v", c.both, c.asOne, p[0])
		}
	}
}

// someStatements returns those of a real conversation, over and over, each changed a little.
func someStatements(t testing.TB, n int) []conversation.Statement {
	data, err := polisdata.Read(os.DirFS(reference), polisdata.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	rng := rand.New(rand.NewPCG(1, 2))
	var out []conversation.Statement
	for i := range n {
		words := strings.Fields(data.Comments[i%len(data.Comments)].Body)
		rng.Shuffle(len(words), func(a, b int) {
			if rng.IntN(3) == 0 {
				words[a] = data.Comments[rng.IntN(len(data.Comments))].Body[:3] + words[b]
			}
		})
		out = append(out, conversation.Statement{ID: ref.ID(fmt.Sprint("s", i)), Number: i + 1, Words: lang.Say("en", strings.Join(words, " ")), Standing: conversation.Accepted})
	}
	return out
}

// sowAll puts the words of statements into the conversation "c1".
func sowAll(t testing.TB, h *conversationtest.House, all []conversation.Statement) (out []conversation.Statement) {
	t.Helper()
	for len(all) > 0 {
		n := min(len(all), conversation.MaxSeeds)
		var lines []string
		for i, st := range all[:n] {
			words := []rune(fmt.Sprintf("%s %d", st.Words.String(), len(out)+i))
			lines = append(lines, string(words[max(0, len(words)-conversation.MaxStatement):]))
		}
		sown, err := h.Conversations.Sow(t.Context(), conversation.Voice{Who: access.AtConsole("water")}, conversation.Sowing{
			Conversation: "c1", From: "en", Lines: map[lang.Tag]string{"en": strings.Join(lines, "\n")},
		})
		if err != nil {
			t.Fatal(err)
		}
		out, all = append(out, sown...), all[n:]
	}
	return out
}

// fill has people vote on some statements each.
func fill(t testing.TB, h *conversationtest.House, st []conversation.Statement, people, each int) {
	t.Helper()
	rng := rand.New(rand.NewPCG(3, 4))
	var votes []conversation.Answer
	for i := range people {
		for _, j := range rng.Perm(len(st))[:each] {
			votes = append(votes, conversation.Answer{
				Participant: ref.ID(fmt.Sprintf("person-with-a-long-name-%06d", i)), Statement: st[j].ID, Vote: opinion.Vote(rng.IntN(3) - 1), Ord: int64(len(votes)),
			})
		}
	}
	if err := conversation.Fill(h.DB, "c1", votes); err != nil {
		t.Fatal(err)
	}
}

// BenchmarkNearPairs compares 1,000 statements of a real conversation, garbled a
// little, with each other.
func BenchmarkNearPairs(b *testing.B) {
	all := someStatements(b, 1000)
	b.ResetTimer()
	for range b.N {
		conversation.NearPairs(all)
	}
}

// BenchmarkDuplicates is the page's question: 1,000 statements, 50,000 votes.
func BenchmarkDuplicates(b *testing.B) {
	h := conversationtest.SQLite(b)
	h.Opened(b, 0)
	sown := sowAll(b, h, someStatements(b, 1000))
	fill(b, h, sown, 1000, 50)
	b.ResetTimer()
	for range b.N {
		if d, err := h.Conversations.DuplicatesOf(b.Context(), processtest.Convener("water"), "c1"); err != nil || len(d.Pairs) == 0 {
			b.Fatal(len(d.Pairs), err)
		}
	}
}

// BenchmarkMerge merges a statement with 10,000 votes into another and splits it off
// again, among 300,000 votes in all.
func BenchmarkMerge(b *testing.B) {
	h := conversationtest.SQLite(b)
	_, st := h.Opened(b, 60)
	fill(b, h, st, 10_000, 30)
	b.ResetTimer()
	for range b.N {
		merge(b, h, st[0], st[1])
		split(b, h, st[0])
	}
}
