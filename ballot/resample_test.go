package ballot_test

import (
	"errors"
	"slices"
	"testing"

	"penc/ballot"
)

func TestResample(t *testing.T) {
	b := ballot.NewBuilder(ballot.Approval, numbered(4))
	b.Approve(60, 0, 1)
	b.Approve(33, 2)
	b.ApproveWeighted(7, rat(1, 2), 3)
	e := b.Election().ForSeats(3)
	s, err := ballot.Resample(e, ballot.MESCard, ballot.Options{}, 200, 7)
	if err != nil {
		t.Fatal(err)
	}
	if s.Samples != 200 || s.In[0] != 200 || s.In[1] != 200 {
		t.Errorf("what most want does not stand: %+v", s)
	}
	if s.In[2] < 195 || s.In[2] == 0 || s.In[3] > 5 || s.Same > s.In[2] {
		t.Errorf("%+v", s)
	}
	sum := 0
	for _, n := range s.In {
		sum += n
	}
	if sum != 600 {
		t.Errorf("%d items in 200 samples of three", sum)
	}
	again, _ := ballot.Resample(e, ballot.MESCard, ballot.Options{}, 200, 7)
	if !slices.Equal(s.In, again.In) || s.Same != again.Same {
		t.Error("not the same again")
	}
	// Fixed for ever: a sample must be replayable by later versions.
	close := approvals(3, 1, []int{0}, []int{0}, []int{1}, []int{1}, []int{2})
	s, _ = ballot.Resample(close, ballot.GreedyVotes, ballot.Options{}, 1000, 42)
	if want := []int{528, 414, 58}; !slices.Equal(s.In, want) {
		t.Errorf("got %v, want %v", s.In, want)
	}
}

func TestResampleRefuses(t *testing.T) {
	_, err := ballot.Resample(approvals(2, 1), ballot.MESCard, ballot.Options{}, 10, 1)
	var no *ballot.Refusal
	if !errors.As(err, &no) || no.Reason != ballot.NoBallots {
		t.Errorf("got %v", err)
	}
	panics(t, "fewer than no samples", func() {
		_, _ = ballot.Resample(approvals(2, 1, []int{0}), ballot.MESCard, ballot.Options{}, -1, 1)
	})
}

// TestResampleKinds draws ballots of every kind with weights.
func TestResampleKinds(t *testing.T) {
	b := ballot.NewBuilder(ballot.Ranking, numbered(3))
	b.Rank(10, []int{0}, []int{1})
	b.RankWeighted(5, rat(1, 3), []int{2}, []int{1})
	s, err := ballot.Resample(b.Election(), ballot.Schulze, ballot.Options{}, 50, 1)
	if err != nil || s.In[0] != 50 {
		t.Errorf("%+v %v", s, err)
	}
}
