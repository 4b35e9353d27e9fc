package conversation

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"penc/internal/ground/lang"
	"penc/internal/ground/ref"
	"penc/opinion"
)

// Near is the likeness from which two statements are shown to moderators as perhaps
// the same. On 607 statements of Bowling Green (Polis, English) it finds 27 pairs,
// of which about half say the same or the opposite.
const Near = 0.5

// MaxPairs is how many pairs moderators are shown at once.
const MaxPairs = 50

// A Pair is two statements whose words are much alike.
type Pair struct {
	Keep, Other Statement // Keep has the more votes, or was there first
	KeepTally   Tally
	OtherTally  Tally
	Likeness    float64 // Near to 1
	// Both is how many people voted on both, and AsOne how many of them gave the
	// same answer to both. Where few voted on both, Told is false and both are zero.
	Both, AsOne int
	Told        bool
}

// Contradicts reports whether most of those who voted on both answered them
// differently: then they say opposite things, for all that their words are alike.
func (p Pair) Contradicts() bool { return p.Told && 2*p.AsOne < p.Both }

// pair is two places in a list of statements.
type pair struct {
	a, b     int // a < b
	likeness float64
}

// nearPairs returns the pairs of statements with at least Near likeness, the most
// alike first. Of several that are all like each other it returns as many pairs as
// hold them together, the closest ones: of ten statements that say the same, nine.
func nearPairs(statements []Statement) []pair {
	best := map[[2]int]float64{}
	languages := map[lang.Tag]bool{}
	for _, st := range statements {
		for _, l := range st.Words.Languages() {
			languages[l] = true
		}
	}
	for l := range languages {
		alikeIn(l, statements, best)
	}
	all := make([]pair, 0, len(best))
	for at, likeness := range best {
		all = append(all, pair{at[0], at[1], likeness})
	}
	slices.SortFunc(all, func(x, y pair) int {
		return cmp.Or(cmp.Compare(y.likeness, x.likeness), cmp.Compare(x.a, y.a), cmp.Compare(x.b, y.b))
	})
	return spanning(all, len(statements))
}

// alikeIn notes in best how alike statements are in one language, if they are near.
//
// Likeness is Sørensen's: the weight of the trigrams of letters in both, twice, over
// the weight of those in either. A trigram is three letters of a word with a space at
// either end, so that inflected words share most of theirs. It weighs log(1 + n/m)
// where m of n statements have it, so that the words of the subject, which are in
// all of them, count little. The sum over the statements that share a trigram is
// made from an index: a thousand statements take some ten milliseconds.
func alikeIn(l lang.Tag, statements []Statement, best map[[2]int]float64) {
	grams := make([][]int, len(statements))
	ids, shared := map[string]int{}, []int{}
	n := 0
	for i, st := range statements {
		if !st.Words.Has(l) {
			continue
		}
		n++
		grams[i] = trigrams(st.Words.Words(l), ids)
		for len(shared) < len(ids) {
			shared = append(shared, 0)
		}
		for _, g := range grams[i] {
			shared[g]++
		}
	}
	weight, index := make([]float64, len(ids)), make([][]int, len(ids))
	for g, m := range shared {
		weight[g] = math.Log1p(float64(n) / float64(m))
	}
	whole, both := make([]float64, len(statements)), make([]float64, len(statements))
	for i := range statements {
		clear(both[:i])
		for _, g := range grams[i] {
			whole[i] += weight[g]
			for _, j := range index[g] {
				both[j] += weight[g]
			}
			index[g] = append(index[g], i)
		}
		for j, w := range both[:i] {
			// Rounding may lift the likeness of twins a little above one.
			if x := min(1, 2*w/(whole[i]+whole[j])); x >= Near && x > best[[2]int{j, i}] {
				best[[2]int{j, i}] = x
			}
		}
	}
}

// trigrams returns the numbers of the trigrams of a text, each once, and gives new
// ones a number.
func trigrams(words string, ids map[string]int) []int {
	var out []int
	for _, w := range strings.Fields(plain(words)) {
		letters := []rune(" " + w + " ")
		for k := range len(letters) - 2 {
			g := string(letters[k : k+3])
			id, known := ids[g]
			if !known {
				id = len(ids)
				ids[g] = id
			}
			out = append(out, id)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// plain returns a text without case, accents and punctuation.
func plain(words string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case unicode.Is(unicode.Mn, r):
			return -1
		case unicode.IsLetter(r), unicode.IsDigit(r):
			return r
		}
		return ' '
	}, norm.NFD.String(strings.ToLower(words)))
}

// spanning keeps the pairs, best first, that tie together what no better pairs do.
func spanning(all []pair, n int) []pair {
	group := make([]int, n)
	for i := range group {
		group[i] = i
	}
	root := func(i int) int {
		for group[i] != i {
			i = group[i]
		}
		return i
	}
	var out []pair
	for _, p := range all {
		if a, b := root(p.a), root(p.b); a != b {
			group[max(a, b)] = min(a, b)
			out = append(out, p)
		}
	}
	return out
}

// mayRepeat reports whether a statement is one of those among which duplicates are
// sought.
func mayRepeat(st Statement) bool { return st.Standing == Accepted || st.Standing == Waiting }

// pairOf puts the statement first that is to stay: one that is open to votes before
// one that waits, then the one with more votes, then the older one.
func pairOf(a, b Statement, likeness float64, tallies map[ref.ID]Tally) Pair {
	rank := func(st Statement) (int, int, int) {
		open := 0
		if st.Standing == Accepted {
			open = 1
		}
		return open, tallies[st.ID].Total(), -st.Number
	}
	openA, votesA, ageA := rank(a)
	openB, votesB, ageB := rank(b)
	if cmp.Or(cmp.Compare(openA, openB), cmp.Compare(votesA, votesB), cmp.Compare(ageA, ageB)) < 0 {
		a, b = b, a
	}
	return Pair{Keep: a, Other: b, KeepTally: tallies[a.ID], OtherTally: tallies[b.ID], Likeness: likeness}
}

// votedAlike counts for each pair who voted on both and who voted the same. Few
// people are not counted: [opinion.Suppress].
func votedAlike(pairs []Pair, votes []Answer) {
	by := map[ref.ID]map[ref.ID]opinion.Vote{} // statement, participant
	for _, p := range pairs {
		by[p.Keep.ID], by[p.Other.ID] = map[ref.ID]opinion.Vote{}, map[ref.ID]opinion.Vote{}
	}
	for _, v := range votes {
		if votes := by[v.Statement]; votes != nil {
			votes[v.Participant] = v.Vote
		}
	}
	for i := range pairs {
		p := &pairs[i]
		both, asOne := 0, 0
		for who, v := range by[p.Keep.ID] {
			if o, voted := by[p.Other.ID][who]; voted {
				both++
				if o == v {
					asOne++
				}
			}
		}
		if hidden, _ := opinion.Suppress([]int{both}); both > 0 && !hidden[0] {
			p.Both, p.AsOne, p.Told = both, asOne, true
		}
	}
}
