package conversation_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"penc/internal/deliberate/conversation"
	"penc/internal/ground/ref"
	"penc/opinion"
)

// twoCamps returns the votes of 40 people in two camps on 12 statements.
func twoCamps() (voters []conversation.Voter, statements []conversation.Statement, votes []conversation.Answer) {
	for j := range 12 {
		statements = append(statements, conversation.Statement{ID: ref.ID(fmt.Sprintf("s%02d", j)), Number: j + 1, Standing: conversation.Accepted})
	}
	for i := range 40 {
		id := ref.ID(fmt.Sprintf("p%02d", i))
		voters = append(voters, conversation.Voter{ID: id, Number: -1})
		for j, st := range statements {
			v := opinion.Agree
			if (i < 20) == (j%2 == 0) && (i+j)%9 > 0 {
				v = opinion.Disagree
			}
			votes = append(votes, conversation.Answer{Participant: id, Statement: st.ID, Vote: v})
		}
	}
	return voters, statements, votes
}

func TestASpotFollowsFromOnesOwnVotes(t *testing.T) {
	voters, statements, votes := twoCamps()
	d := conversation.NewSheet(voters, statements, votes).Draw(time.Unix(0, 0))
	if len(d.Chart.Opinion) != 2 {
		t.Fatalf("%d groups, %+v", len(d.Chart.Opinion), d.Chart.Refusal)
	}
	if d.Stand.Need != opinion.EnoughVotes { // however many the others cast
		t.Errorf("a place takes %d votes", d.Stand.Need)
	}
	of := func(n int, vote func(j int) opinion.Vote) (out []conversation.Answer) {
		for j, st := range statements[:n] {
			out = append(out, conversation.Answer{Participant: "x", Statement: st.ID, Vote: vote(j)})
		}
		return out
	}
	even := func(j int) opinion.Vote { return opinion.Vote(1 - 2*(j%2)) }
	odd := func(j int) opinion.Vote { return -even(j) }
	for _, c := range []struct {
		name    string
		votes   []conversation.Answer
		missing int
		placed  bool
		sure    bool
	}{
		{"no vote", nil, d.Stand.Need, false, false},
		{"one vote", of(1, even), d.Stand.Need - 1, false, false},
		{"one camp", of(12, even), 0, true, true},
		{"the other", of(12, odd), 0, true, true},
		{"both", of(12, func(j int) opinion.Vote {
			if j < 6 {
				return even(j)
			}
			return odd(j)
		}), 0, true, false},
		{"votes that the map does not know", append(of(d.Stand.Need, func(int) opinion.Vote { return opinion.Pass }), conversation.Answer{Statement: "new"}), 0, true, false},
	} {
		at := d.Stand.Place(c.votes)
		if at.Missing != c.missing || at.Votes != len(c.votes) || (at.Group >= 0) != c.placed || at.Sure != c.sure || c.placed && at.Next == at.Group {
			t.Errorf("%s: %+v", c.name, at)
		}
	}
	if a, b := d.Stand.Place(of(12, even)), d.Stand.Place(of(12, odd)); a.Group == b.Group {
		t.Errorf("people who contradict each other stand in one group: %+v, %+v", a, b)
	}
	if at := (conversation.Stand{}).Place(of(12, even)); at.Group != -1 || at.Missing != 0 {
		t.Errorf("on no map: %+v", at)
	}
}

func TestAChartTellsNothingOfFew(t *testing.T) {
	voters, statements, votes := twoCamps()
	for i := range voters {
		switch {
		case i < 3:
			voters[i].Group = "few"
		case i < 30:
			voters[i].Group = "many"
		}
		voters[i].Guest = i > 37
	}
	c := conversation.NewSheet(voters, statements, votes).Draw(time.Unix(0, 0)).Chart
	k := c.Stakes
	if len(k.Groups) != 1 || k.Groups[0] != "many" || len(k.Declared.People) != 1 || k.Declared.People[0] != 25 {
		t.Fatalf("groups %v, about %v people", k.Groups, k.Declared.People)
	}
	if len(k.Guests.People)+len(k.Guests.Statements) > 0 {
		t.Errorf("two guests: %+v", k.Guests)
	}
	for _, row := range k.Declared.Within {
		for v, h := range row {
			if h.People > 0 && h.People < opinion.SmallGroup || h.Hidden && h.People > 0 {
				t.Errorf("column %d: %+v", v, h)
			}
		}
	}
	if text := encoded(t, c); strings.Contains(text, "few\"") {
		t.Errorf("a group of three is named: %s", text)
	}
}

func TestListsHoldEachOpenStatementOnce(t *testing.T) {
	voters, statements, votes := twoCamps()
	statements[3].Standing, statements[4].Meta = conversation.Rejected, true
	c := conversation.NewSheet(voters, statements, votes).Draw(time.Unix(0, 0)).Chart
	seen := map[int]int{}
	for _, show := range conversation.Shows {
		last := 2.0
		for _, j := range c.Listed(show) {
			if f := c.Figures[j]; show == conversation.ShowDivides {
				if f.Division.Class != opinion.Divides || f.Division.Gap.Low > last {
					t.Errorf("%s: %+v", show, f)
				}
				last = f.Division.Gap.Low
			}
			seen[j]++
		}
	}
	for j, st := range statements {
		want := 2 // in its list and in that of all
		if st.Standing != conversation.Accepted || st.Meta {
			want = 0
		}
		if seen[j] != want {
			t.Errorf("statement %d is listed %d times, want %d", st.Number, seen[j], want)
		}
	}
}

// copies adds people who vote like one of a sheet on all but some statements.
func copies(voters []conversation.Voter, votes []conversation.Answer, n int) ([]conversation.Voter, []conversation.Answer) {
	for i := range n {
		id := ref.ID(fmt.Sprintf("x%02d", i))
		voters = append(voters, conversation.Voter{ID: id, Number: -1})
		for _, v := range votes[:len(votes):len(votes)] {
			if v.Participant == "p00" {
				v.Participant = id
				votes = append(votes, v)
			}
		}
	}
	return voters, votes
}

func TestPeopleWhoVoteAlikeAreCountedAsOne(t *testing.T) {
	rng := rand.New(rand.NewPCG(7, 11))
	var voters []conversation.Voter
	var statements []conversation.Statement
	var votes []conversation.Answer
	for j := range 40 {
		statements = append(statements, conversation.Statement{ID: ref.ID(fmt.Sprintf("s%02d", j)), Number: j + 1, Standing: conversation.Accepted})
	}
	for i := range 120 {
		id := ref.ID(fmt.Sprintf("p%02d", i))
		voters = append(voters, conversation.Voter{ID: id, Number: -1})
		for j, st := range statements {
			v := opinion.Vote(rng.IntN(3) - 1)
			if rng.IntN(3) > 0 {
				v = opinion.Vote(1 - 2*((i+j)%2))
			}
			votes = append(votes, conversation.Answer{Participant: id, Statement: st.ID, Vote: v})
		}
	}
	for _, n := range []int{0, 2, 9} {
		v, all := copies(voters, votes, n)
		c := conversation.NewSheet(v, statements, all).Draw(time.Unix(0, 0)).Chart
		one := c.AsOne
		if one == nil || one.Checked != len(v) {
			t.Fatalf("%d copies: %+v", n, one)
		}
		switch {
		case n == 0 && (one.People != conversation.Headcount{} || len(one.Moved) > 0),
			n == 2 && (!one.People.Hidden || one.People.People != 0 || one.Groups != 0 || len(one.Moved) > 0),
			n == 9 && (one.People.Hidden || one.People.People != 10 || len(one.Moved) == 0):
			t.Errorf("%d copies: %+v", n, one)
		}
		for _, m := range one.Moved {
			if now := c.Figures[m.Column].Rank; now.Place == m.Rank.Place || m.Rank.Place < 1 {
				t.Errorf("statement %d would move from place %d to %d", m.Column, now.Place, m.Rank.Place)
			}
		}
	}
}

// TestSizesOfFewAreNotShown: the sizes of opinion groups, beside how many are on the
// map.
func TestSizesOfFewAreNotShown(t *testing.T) {
	few := conversation.Headcount{Hidden: true}
	for _, c := range []struct {
		sizes []int
		want  []conversation.Headcount
	}{
		{[]int{30, 20}, []conversation.Headcount{{People: 30}, {People: 20}}},
		{[]int{30, 20, 3}, []conversation.Headcount{{People: 30}, few, few}},
	} {
		var r opinion.Result
		for _, n := range c.sizes {
			r.Groups = append(r.Groups, opinion.Group{Size: n})
		}
		if got := conversation.SizesOf(r); !slices.Equal(got, c.want) {
			t.Errorf("%v: %+v, want %+v", c.sizes, got, c.want)
		}
	}
}
