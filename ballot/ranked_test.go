package ballot_test

import (
	"errors"
	"fmt"
	"math/big"
	"reflect"
	"slices"
	"strings"
	"testing"

	"penc/ballot"
)

// ranked makes an election from lines such as "42 M>N>C=K": how many voters, then
// items by one letter, best first, = between those that share a place.
func ranked(seats int, letters string, lines ...string) *ballot.Election {
	var items []ballot.Item
	for _, c := range letters {
		items = append(items, ballot.Item{ID: string(c)})
	}
	b := ballot.NewBuilder(ballot.Ranking, items)
	for _, line := range lines {
		var voters int
		var order string
		fmt.Sscan(line, &voters, &order)
		var places [][]int
		for place := range strings.SplitSeq(order, ">") {
			var at []int
			for id := range strings.SplitSeq(place, "=") {
				if id != "" {
					at = append(at, strings.Index(letters, id))
				}
			}
			places = append(places, at)
		}
		b.Rank(voters, places...)
	}
	return b.Election().ForSeats(seats)
}

// word writes items as one word.
func word(e *ballot.Election, items []int) string {
	var out strings.Builder
	for _, i := range items {
		out.WriteString(e.Item(i).ID)
	}
	return out.String()
}

// rounds writes each round as its tallies, highest identifier last, then what was
// done: "A 9 B 2; elect A 9".
func rounds(e *ballot.Election, r ballot.Result) []string {
	var out []string
	for _, round := range r.Rounds {
		var parts []string
		for i, x := range round.Tally {
			if x != nil {
				parts = append(parts, e.Item(i).ID+" "+shown(x))
			}
		}
		if round.Exhausted != nil && round.Exhausted.Sign() > 0 {
			parts = append(parts, "- "+shown(round.Exhausted))
		}
		text := strings.Join(parts, " ")
		for _, act := range round.Acts {
			text += fmt.Sprintf("; %s %s %s", act.Do, e.Item(act.Item).ID, shown(act.Amount))
		}
		out = append(out, text)
	}
	return out
}

func shown(x *big.Rat) string {
	if digits, ends := x.FloatPrec(); ends {
		return x.FloatString(digits)
	}
	return x.RatString()
}

// The capital of Tennessee: voters want it near, and live in four cities. It is
// in most introductions to voting, for instance W. D. Wallis, "The Mathematics of
// Elections and Voting", 2014.
var tennessee = []string{"42 M>N>C>K", "26 N>C>K>M", "15 C>K>N>M", "17 K>C>N>M"}

func TestTheCapitalOfTennessee(t *testing.T) {
	e := ranked(1, "MNCK", tennessee...)
	for rule, want := range map[string]string{
		ballot.Borda: "NCMK", ballot.Schulze: "NCKM", ballot.Pairwise: "NCKM", ballot.IRV: "KMNC",
	} {
		r := count(t, e, rule, ballot.Options{})
		if got := word(e, r.Order); got != want || word(e, r.Winners) != want[:1] || len(r.Ties) > 0 {
			t.Errorf("%s: %s, not %s; ties %v", rule, got, want, r.Ties)
		}
	}
	if got, want := rounds(e, count(t, e, ballot.Borda, ballot.Options{})), []string{"M 226 N 294 C 273 K 207; elect N 294"}; !slices.Equal(got, want) {
		t.Errorf("Borda: %q", got)
	}
	want := []string{
		"M 42 N 26 C 15 K 17; exclude C 15; transfer C 15",
		"M 42 N 26 K 32; exclude N 26; transfer N 26",
		"M 42 K 58; elect K 58",
	}
	if got := rounds(e, count(t, e, ballot.IRV, ballot.Options{})); !slices.Equal(got, want) {
		t.Errorf("instant run-off: %q", got)
	}
	if item, ok := e.Preferences().Condorcet(); !ok || item != 1 {
		t.Errorf("Condorcet winner %d, %v", item, ok)
	}
}

// TestSchulzesExample is the example with 45 voters of M. Schulze, "A new
// monotonic and clone-independent single-winner election method", Voting matters
// 17, 2003.
func TestSchulzesExample(t *testing.T) {
	e := ranked(1, "ABCDE", "5 A>C>B>E>D", "5 A>D>E>C>B", "8 B>E>D>A>C", "3 C>A>B>E>D", "7 C>A>E>B>D", "2 C>B>A>D>E", "7 D>C>E>B>A", "8 E>B>A>D>C")
	r := count(t, e, ballot.Schulze, ballot.Options{})
	if got := word(e, r.Order); got != "EACBD" || len(r.Ties) > 0 {
		t.Errorf("order %s, ties %v", got, r.Ties)
	}
	p := e.Preferences()
	paths := p.Paths(ballot.WinningVotes)
	want := [5][5]int64{{0, 28, 28, 30, 24}, {25, 0, 28, 33, 24}, {25, 29, 0, 29, 24}, {25, 28, 28, 0, 24}, {25, 28, 28, 31, 0}}
	for a := range want {
		for b := range want {
			got := new(big.Rat)
			if x, y, ok := paths.Narrowest(a, b); ok {
				got = p.Votes(x, y)
			}
			if got.Cmp(big.NewRat(want[a][b], 1)) != 0 {
				t.Errorf("from %d to %d: %s, not %d", a, b, got, want[a][b])
			}
		}
	}
	if _, ok := p.Condorcet(); ok {
		t.Error("there is a Condorcet winner")
	}
}

func TestTheStrengthOfLinksDecides(t *testing.T) {
	// A beats B 51:49, B beats C 40:10, C beats A 30:5; who says nothing of
	// two items puts neither above the other.
	e := ranked(1, "ABC", "21 A>B=C", "5 A>C", "25 A=B>C", "4 C>A=B", "10 C>A", "16 B=C>A", "9 B>A")
	p := e.Preferences()
	for _, by := range []ballot.Links{ballot.WinningVotes, ballot.Margins, ballot.Ratio} {
		r := count(t, e, ballot.Schulze, ballot.Options{Links: by})
		if got, want := naiveSchulze(p, by), r.Winners[0]; !slices.Contains(got, want) {
			t.Errorf("%v: %d wins, not one of %v", by, want, got)
		}
		again, err := ballot.ParseLinks(by.String())
		if err != nil || again != by {
			t.Errorf("%v is read as %v, %v", by, again, err)
		}
	}
	if _, err := ballot.ParseLinks("votes"); err == nil {
		t.Error("read what is no strength of links")
	}
}

func TestTransferableVotesByHand(t *testing.T) {
	// Two seats. Scottish: 14 papers, quota 14/3, next whole number 5. A has a
	// surplus of 4: 4/9 = 0.44444 a paper.
	e := ranked(2, "ABC", "9 A>B", "3 C", "2 B")
	for _, c := range []struct {
		rule, quota string
		rounds      []string
	}{
		{ballot.STVScottish, "5", []string{"A 9 B 2 C 3; elect A 9; transfer A 4", "A 5 B 5.99996 C 3 - 0.00004; elect B 5.99996"}},
		{ballot.STVWIGM, "4.6667", []string{
			"A 9 B 2 C 3; elect A 9; transfer A 4.3333", "A 4.6667 B 6.3326 C 3 - 0.0007; elect B 6.3326; transfer B 1.6659",
			"A 4.6667 B 4.6667 C 3 - 1.6666",
		}},
		{ballot.STVMeek, "4.666666667", []string{"A 9 B 2 C 3; elect A 9", "A 4.666666671 B 6.333333329 C 3; elect B 6.333333329"}},
	} {
		r := count(t, e, c.rule, ballot.Options{})
		if got := rounds(e, r); !slices.Equal(got, c.rounds) || shown(r.Quota) != c.quota || word(e, r.Order) != "ABC" {
			t.Errorf("%s: quota %s, order %s\n%s\nnot\n%s", c.rule, shown(r.Quota), word(e, r.Order), strings.Join(got, "\n"), strings.Join(c.rounds, "\n"))
		}
	}
}

func TestATieIsSettledByTheLastRoundAtWhichTheTiedDiffered(t *testing.T) {
	// B and C end the second round with 4 each; in the first B had 3 and C 4.
	e := ranked(1, "ABCD", "5 A", "3 B", "4 C", "1 D>B")
	r := count(t, e, ballot.STVScottish, ballot.Options{})
	if want := []ballot.Tie{{Round: 1, Items: []int{1, 2}, Chosen: 1, Out: true, Earlier: true}}; !reflect.DeepEqual(r.Ties, want) {
		t.Errorf("ties %+v", r.Ties)
	}
	// The reference rule knows no earlier rounds.
	r = count(t, e, ballot.STVWIGM, ballot.Options{})
	if want := []ballot.Tie{{Round: 1, Items: []int{1, 2}, Chosen: 1, Out: true}}; !reflect.DeepEqual(r.Ties, want) {
		t.Errorf("ties %+v", r.Ties)
	}
}

func TestPapersThatDoNotSayWhomTheyAreFor(t *testing.T) {
	// The last is not valid; "A=B" becomes clear once A is out, "C=D" does not.
	e := ranked(1, "ABCD", "4 C", "3 B", "2 A", "1 A>B=C", "3 D>A=B", "2 B=C", "1")
	r := count(t, e, ballot.IRV, ballot.Options{})
	want := []string{
		"A 3 B 3 C 4 D 3; exclude A 3; transfer A 3",
		"B 3 C 4 D 3 - 3; exclude B 3; transfer B 3",
		"C 4 D 3 - 6; elect C 4",
	}
	if got := rounds(e, r); !slices.Equal(got, want) {
		t.Errorf("%q", got)
	}
	// Scottish: 13 valid papers, quota 7. A goes first here too, by lot.
	r = count(t, e, ballot.STVScottish, ballot.Options{})
	if shown(r.Quota) != "7" || len(r.Ties) != 2 {
		t.Errorf("quota %s, ties %+v", shown(r.Quota), r.Ties)
	}
	if _, err := ballot.Count(ranked(1, "AB", "2 A=B", "1"), ballot.STVMeek, ballot.Options{}); !refusedFor(err, ballot.NoBallots) {
		t.Error(err)
	}
}

func refusedFor(err error, reason string) bool {
	var refusal *ballot.Refusal
	return errors.As(err, &refusal) && refusal.Reason == reason
}

func TestWhatTheseRulesRefuse(t *testing.T) {
	half := ballot.NewBuilder(ballot.Ranking, []ballot.Item{{ID: "a"}, {ID: "b"}})
	half.RankWeighted(3, big.NewRat(1, 2), []int{0})
	many := ballot.NewBuilder(ballot.Ranking, []ballot.Item{{ID: "a"}, {ID: "b"}})
	many.RankWeighted(1, new(big.Rat).SetInt64(1<<60), []int{0})
	marks := ballot.NewBuilder(ballot.Approval, []ballot.Item{{ID: "a"}, {ID: "b"}})
	marks.Approve(1, 0)
	points := ballot.NewBuilder(ballot.Scores, []ballot.Item{{ID: "a"}, {ID: "b"}})
	points.Score(1, []int{0}, []*big.Rat{big.NewRat(-1, 2)})
	halves, lots, marked, scored := half.Election(), many.Election(), marks.Election(), points.Election()
	for _, c := range []struct {
		rule   string
		e      *ballot.Election
		reason string
	}{
		{ballot.STVScottish, halves, ballot.WholeWeights},
		{ballot.STVWIGM, halves, ballot.WholeWeights},
		{ballot.STVMeek, lots, ballot.TooManyVotes},
		{ballot.IRV, marked, ballot.WrongBallots},
		{ballot.STVMeek, scored, ballot.WrongBallots},
		{ballot.Dots, scored, ballot.BadNumbers},
		{ballot.Dots, halves, ballot.WrongBallots},
		{ballot.Schulze, marked.ForBudget(big.NewRat(1, 1)), ballot.NeedsSeats},
		{ballot.Borda, marked.ForSeats(3), ballot.TooFewItems},
	} {
		if _, err := ballot.Count(c.e, c.rule, ballot.Options{}); !refusedFor(err, c.reason) {
			t.Errorf("%s: %v, not %s", c.rule, err, c.reason)
		}
	}
	for _, rule := range []string{ballot.IRV, ballot.Borda, ballot.Schulze} {
		if r := count(t, halves, rule, ballot.Options{}); r.Winners[0] != 0 {
			t.Errorf("%s with half votes: %v", rule, r.Winners)
		}
	}
}

func TestMarksDotsAndPoints(t *testing.T) {
	items := []ballot.Item{{ID: "a"}, {ID: "b"}, {ID: "c"}}
	marks := ballot.NewBuilder(ballot.Approval, items)
	marks.Approve(3, 0, 1)
	marks.ApproveWeighted(1, big.NewRat(5, 2), 1, 2)
	marks.Approve(1)
	e := marks.Election()
	for _, rule := range []string{ballot.ApprovalRule, ballot.Dots, ballot.Score} {
		if got, want := rounds(e, count(t, e, rule, ballot.Options{})), []string{"a 3 b 5.5 c 2.5; elect b 5.5"}; !slices.Equal(got, want) {
			t.Errorf("%s: %q", rule, got)
		}
	}
	points := ballot.NewBuilder(ballot.Scores, items)
	points.Score(2, []int{0, 2}, []*big.Rat{big.NewRat(1, 3), big.NewRat(0, 1)})
	points.Score(1, []int{0, 1}, []*big.Rat{big.NewRat(5, 1), big.NewRat(2, 1)})
	e = points.Election().ForSeats(2)
	if got, want := rounds(e, count(t, e, ballot.Dots, ballot.Options{})), []string{"a 17/3 b 2 c 0; elect a 17/3; elect b 2"}; !slices.Equal(got, want) {
		t.Errorf("dots: %q", got)
	}
	if got, want := rounds(e, count(t, e, ballot.ApprovalRule, ballot.Options{})), []string{"a 3 b 1 c 0; elect a 3; elect b 1"}; !slices.Equal(got, want) {
		t.Errorf("approval: %q", got)
	}
	// As orders: a, then c above b that was given nothing; and a, b, then c.
	if got, want := rounds(e, count(t, e, ballot.Borda, ballot.Options{})), []string{"a 9 b 4 c 5; elect a 9; elect c 5"}; !slices.Equal(got, want) {
		t.Errorf("Borda: %q", got)
	}
	// Points beyond what fits a machine word are added up all the same.
	huge, _ := new(big.Rat).SetString("123456789012345678901234567890.5")
	points = ballot.NewBuilder(ballot.Scores, items)
	points.Score(2, []int{1}, []*big.Rat{huge})
	e = points.Election()
	if got := rounds(e, count(t, e, ballot.Score, ballot.Options{}))[0]; !strings.HasPrefix(got, "a 0 b 246913578024691357802469135781 c 0;") {
		t.Errorf("score: %q", got)
	}
}

func TestTiesAreToldAndReplayed(t *testing.T) {
	e := ranked(2, "ABCD", "1 A", "1 B", "1 C", "1 D")
	for _, rule := range []string{ballot.Borda, ballot.Schulze, ballot.Pairwise} {
		r := count(t, e, rule, ballot.Options{})
		want := []ballot.Tie{{Items: []int{0, 1, 2, 3}, Chosen: 0}, {Items: []int{1, 2, 3}, Chosen: 1}}
		if word(e, r.Order) != "ABCD" || !reflect.DeepEqual(r.Ties, want) {
			t.Errorf("%s: order %s, ties %+v", rule, word(e, r.Order), r.Ties)
		}
		seed := ballot.Options{Ties: ballot.Seeded("7")}
		r = count(t, e, rule, seed)
		if again := count(t, e, rule, seed); !reflect.DeepEqual(r, again) {
			t.Errorf("%s: another result by the same seed", rule)
		}
		if got := seed.Ties.Order(e); !slices.Equal(r.Order, got) {
			t.Errorf("%s: %v by the seed, not %v", rule, r.Order, got)
		}
	}
	// A tie that no seat hangs on is told once.
	r := count(t, ranked(1, "ABCD", "1 A"), ballot.Borda, ballot.Options{})
	if want := []ballot.Tie{{Items: []int{1, 2, 3}, Chosen: 1}}; !reflect.DeepEqual(r.Ties, want) {
		t.Errorf("ties %+v", r.Ties)
	}
}

func TestInstantRunoffForSeveral(t *testing.T) {
	e := ranked(2, "MNCK", tennessee...)
	if got := word(e, count(t, e, ballot.IRV, ballot.Options{}).Order); got != "KMNC" {
		t.Errorf("order %s", got)
	}
}
