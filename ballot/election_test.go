package ballot_test

import (
	"errors"
	"math/big"
	"slices"
	"testing"

	"penc/ballot"
)

func panics(t *testing.T, what string, f func()) {
	t.Helper()
	defer func() {
		if recover() == nil {
			t.Errorf("%s: no panic", what)
		}
	}()
	f()
}

func TestBallotsAreKeptOnce(t *testing.T) {
	b := ballot.NewBuilder(ballot.Approval, numbered(3))
	b.Approve(2, 2, 0)
	b.Approve(1, 1)
	b.ApproveWeighted(1, rat(1, 2), 0, 2)
	e := b.Election()
	if e.Voters() != 4 || e.Ballots() != 2 || e.Weights().Cmp(rat(7, 2)) != 0 {
		t.Fatalf("%d voters, %d ballots, weight %v", e.Voters(), e.Ballots(), e.Weights())
	}
	if e.BallotOf(0) != e.BallotOf(3) || e.BallotOf(2) == e.BallotOf(0) {
		t.Error("equal ballots apart")
	}
	if !slices.Equal(e.Marked(0), []int32{0, 2}) || e.BallotWeight(0).Cmp(rat(5, 2)) != 0 {
		t.Errorf("marked %v, weight %v", e.Marked(0), e.BallotWeight(0))
	}
	if e.Weight(0).Cmp(rat(1, 1)) != 0 || e.Weight(3).Cmp(rat(1, 2)) != 0 {
		t.Errorf("weights %v and %v", e.Weight(0), e.Weight(3))
	}
}

func TestRankingsAndScores(t *testing.T) {
	b := ballot.NewBuilder(ballot.Ranking, numbered(4))
	b.Rank(1, []int{3}, nil, []int{2, 0})
	e := b.Election()
	if !slices.Equal(e.Marked(0), []int32{3, 0, 2}) || !slices.Equal(e.Places(0), []int32{0, 1, 1}) {
		t.Errorf("ranking %v %v", e.Marked(0), e.Places(0))
	}
	b = ballot.NewBuilder(ballot.Scores, numbered(4))
	b.Score(1, []int{3, 1}, []*big.Rat{rat(5, 2), new(big.Rat)})
	e = b.Election()
	if !slices.Equal(e.Marked(0), []int32{1, 3}) || e.Points(0, 0).Sign() != 0 || e.Points(0, 1).Cmp(rat(5, 2)) != 0 {
		t.Errorf("scores %v", e.Marked(0))
	}
	panics(t, "places of scores", func() { e.Places(0) })
}

func TestWithout(t *testing.T) {
	for _, kind := range []ballot.Kind{ballot.Approval, ballot.Scores, ballot.Ranking} {
		b := ballot.NewBuilder(kind, numbered(4))
		switch kind {
		case ballot.Approval:
			b.Approve(2, 0, 1)
			b.ApproveWeighted(1, rat(3, 1), 2, 3)
		case ballot.Scores:
			b.Score(2, []int{0, 1}, []*big.Rat{rat(1, 1), rat(2, 1)})
			b.ScoreWeighted(1, rat(3, 1), []int{2, 3}, []*big.Rat{rat(1, 1), rat(2, 1)})
		case ballot.Ranking:
			b.Rank(2, []int{0}, []int{1})
			b.RankWeighted(1, rat(3, 1), []int{2, 3})
		}
		e, left := b.Election().ForSeats(2).Without(0, 1)
		if e.Items() != 2 || e.Voters() != 3 || e.Seats() != 2 || !slices.Equal(left, []int{2, 3}) {
			t.Errorf("%v: %d items, %d voters, %v", kind, e.Items(), e.Voters(), left)
		}
		if len(e.Marked(e.BallotOf(0))) != 0 || !slices.Equal(e.Marked(e.BallotOf(2)), []int32{0, 1}) {
			t.Errorf("%v: ballots are not those of what is left", kind)
		}
		if e.Weight(2).Cmp(rat(3, 1)) != 0 || e.Item(0).ID != "2" {
			t.Errorf("%v: weight %v, item %s", kind, e.Weight(2), e.Item(0).ID)
		}
		if kind == ballot.Scores && e.Points(e.BallotOf(2), 1).Cmp(rat(2, 1)) != 0 {
			t.Error("points are lost")
		}
		if kind == ballot.Ranking && !slices.Equal(e.Places(e.BallotOf(2)), []int32{0, 0}) {
			t.Error("places are lost")
		}
	}
}

func TestWrongShapes(t *testing.T) {
	panics(t, "two items of one name", func() { ballot.NewBuilder(ballot.Approval, []ballot.Item{{ID: "a"}, {ID: "a"}}) })
	panics(t, "negative cost", func() { ballot.NewBuilder(ballot.Approval, []ballot.Item{{Cost: rat(-1, 1)}}) })
	panics(t, "no kind", func() { ballot.NewBuilder(0, nil) })
	b := ballot.NewBuilder(ballot.Approval, numbered(2))
	panics(t, "no such item", func() { b.Approve(1, 2) })
	panics(t, "weight 0", func() { b.ApproveWeighted(1, new(big.Rat), 0) })
	panics(t, "another kind", func() { b.Rank(1, []int{0}) })
	panics(t, "no seats", func() { approvals(2, 1, []int{0}).ForSeats(0) })
	panics(t, "negative budget", func() { approvals(2, 1, []int{0}).ForBudget(rat(-1, 1)) })
	b = ballot.NewBuilder(ballot.Approval, numbered(2))
	panics(t, "item twice", func() { b.Approve(1, 1, 1) })
}

func TestRefusals(t *testing.T) {
	ranking := ballot.NewBuilder(ballot.Ranking, numbered(2))
	ranking.Rank(1, []int{0}, []int{1})
	for _, x := range []struct {
		e      *ballot.Election
		rule   string
		reason string
	}{
		{approvals(2, 1, []int{0}), "lot", ballot.NoSuchRule},
		{approvals(2, 1), ballot.MESCard, ballot.NoBallots},
		{approvals(0, 1, nil), ballot.MESCard, ballot.NoItems},
		{approvals(2, 3, []int{0}), ballot.SeqPAV, ballot.TooFewItems},
		{approvals(2, 1, []int{0}).ForBudget(rat(5, 1)), ballot.PAV, ballot.NeedsSeats},
		{ranking.Election(), ballot.Dots, ballot.WrongBallots},
	} {
		_, err := ballot.Count(x.e, x.rule, ballot.Options{})
		var no *ballot.Refusal
		if !errors.As(err, &no) || no.Reason != x.reason || no.Rule != x.rule {
			t.Errorf("%s: got %v, want %s", x.rule, err, x.reason)
		} else if no.Error() == "" {
			t.Errorf("%s: no words", x.reason)
		}
	}
}

// TestNobodyMarkedAnything: blank ballots are no fault, and seats go by the
// order of ties.
func TestNobodyMarkedAnything(t *testing.T) {
	for _, rule := range proportional {
		e := approvals(3, 2, nil, nil)
		r, err := ballot.Count(e, rule, ballot.Options{})
		if err != nil {
			t.Fatal(err)
		}
		if rule != ballot.GJCR && !slices.Equal(r.Winners, []int{0, 1}) {
			t.Errorf("%s: %v", rule, r.Winners)
		}
		if rule != ballot.GJCR && len(r.Ties) == 0 {
			t.Errorf("%s: no tie", rule)
		}
		if !r.Certificate.Holds {
			t.Errorf("%s: passes over nobody", rule)
		}
		r, err = ballot.Count(e.ForBudget(new(big.Rat)), rule, ballot.Options{})
		if err == nil && len(r.Winners) > 0 {
			t.Errorf("%s: %v bought for nothing", rule, r.Winners)
		}
	}
}

// TestRules: every name once, each with its source.
func TestRules(t *testing.T) {
	names := []string{
		"dots", "approval", "score", "borda", "schulze", "irv", "stv-scottish", "stv-wigm", "stv-meek", "pairwise",
		"mes-cost", "mes-card", "mes-cost-add1", "mes-cost-add1u", "seq-phragmen", "pav", "seq-pav", "gjcr", "greedy-votes",
	}
	var have []string
	for _, r := range ballot.Rules() {
		have = append(have, r.Name)
		if r.Author == "" || r.Title == "" || r.Year < 1700 || len(r.Reads) == 0 {
			t.Errorf("%s: no source or no ballots", r.Name)
		}
	}
	if !slices.Equal(have, names) {
		t.Errorf("got %v\nwant %v", have, names)
	}
}
