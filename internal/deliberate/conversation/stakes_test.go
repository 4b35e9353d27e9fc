package conversation_test

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"
	"time"

	"penc/internal/deliberate/conversation"
	"penc/internal/deliberate/conversation/conversationtest"
	"penc/internal/ground/access"
	"penc/internal/ground/ref"
	"penc/opinion"
)

// A crowd is people with their votes and the stakeholder group of each, as somebody
// knows them who knows everything.
type crowd struct {
	votes [][]opinion.Vote // by person and statement; absent is none
	group []string
	draw  conversation.Drawing
	place []int // opinion group of each
}

const absent opinion.Vote = 9

// gathered makes a crowd of two camps; groups are how many declare each group.
func gathered(seed uint64, people, statements int, groups ...int) crowd {
	rng := rand.New(rand.NewPCG(seed, 5))
	var c crowd
	var voters []conversation.Voter
	var list []conversation.Statement
	var votes []conversation.Answer
	for j := range statements {
		list = append(list, conversation.Statement{ID: ref.ID(fmt.Sprintf("s%03d", j)), Number: j, Standing: conversation.Accepted})
	}
	for i := range people {
		v := conversation.Voter{ID: ref.ID(fmt.Sprintf("p%04d", i)), Number: -1}
		rest := i
		for g, n := range groups {
			if rest >= 0 && rest < n {
				v.Group = ref.ID(fmt.Sprintf("g%d", g))
			}
			rest -= n
		}
		camp, row := rng.IntN(2), make([]opinion.Vote, statements)
		for j := range row {
			row[j] = opinion.Agree
			switch {
			case rng.Float64() < 0.2:
				row[j] = absent
			case rng.Float64() < 0.2:
				row[j] = opinion.Vote(rng.IntN(3) - 1)
			case j%3 > 0 && (j%2 == camp):
				row[j] = opinion.Disagree
			}
			if row[j] != absent {
				votes = append(votes, conversation.Answer{Participant: v.ID, Statement: list[j].ID, Vote: row[j], Ord: int64(len(votes) + 1)})
			}
		}
		voters, c.votes, c.group = append(voters, v), append(c.votes, row), append(c.group, string(v.Group))
	}
	sheet := conversation.NewSheet(voters, list, votes)
	c.draw = sheet.Draw(time.Unix(0, 0))
	for _, p := range opinion.Compute(sheet.Matrix, opinion.Options{}).People {
		c.place = append(c.place, p.Group)
	}
	return c
}

// fits reports whether the people with a name of a group could be those behind a
// column of what is shown: it counts them as an attacker does who has every row.
func (c crowd) fits(k *conversation.Stakes, column int, in func(i int) bool) bool {
	r := k.Declared
	if len(r.Within[column]) > 0 {
		places := make([]int, len(r.Within[column]))
		for i, g := range c.place {
			if in(i) {
				if g < 0 {
					g = len(places) - 1
				}
				places[g]++
			}
		}
		for g, n := range places {
			if h := r.Within[column][g]; h.Hidden != (n < 5) || !h.Hidden && (h.People-n > 2 || n-h.People > 2) {
				return false
			}
		}
	}
	for x, id := range r.Statements {
		j, agree, total := slices.Index(c.draw.Chart.Statements, id), 0, 0
		for i, row := range c.votes {
			if in(i) && row[j] != absent {
				total++
				if row[j] == opinion.Agree {
					agree++
				}
			}
		}
		a, step := r.Agree[x][column], r.Steps[column]
		if a.Hidden != (total < 10) {
			return false
		}
		if low, high := (2*a.Percent-step)*total, (2*a.Percent+step)*total; !a.Hidden && (200*agree < low || 200*agree >= high) {
			return false
		}
	}
	return true
}

// TestRoundedUntilOthersCouldStandIn attacks what is shown: of every person in a group
// there are four others with whom the table is the same, so that those who know every
// row of votes cannot say that this row belongs to the group, or else the grid is the
// coarsest. The largest groups have their stand-ins.
func TestRoundedUntilOthersCouldStandIn(t *testing.T) {
	for _, size := range []struct {
		people, statements int
		groups             []int
	}{{60, 40, []int{6}}, {60, 40, []int{12}}, {120, 12, []int{40, 40}}, {300, 20, []int{60, 60, 60, 60, 60}}, {600, 10, []int{300, 200, 9}}, {600, 20, []int{200, 100, 12}}} {
		for seed := range uint64(4) {
			c := gathered(seed, size.people, size.statements, size.groups...)
			k := c.draw.Chart.Stakes
			for v, id := range k.Groups {
				if slices.Index(c.group, string(id)) < 0 {
					t.Fatalf("group %s is made up", id)
				}
				mine := func(i int) bool { return c.group[i] == string(id) }
				if !c.fits(k, v, mine) {
					t.Fatalf("%d people, seed %d: the truth does not fit %+v", size.people, seed, k)
				}
				for i := range c.group {
					if !mine(i) || size.people > 200 && i%10 > 0 {
						continue
					}
					others := 0
					for n := range c.group {
						p := (i + n) % len(c.group)
						if others == 4 {
							break
						}
						if mine(p) {
							continue
						}
						if !c.fits(k, v, func(q int) bool { return q != i && (mine(q) || q == p) }) {
							continue
						}
						if w := slices.Index(k.Groups, ref.ID(c.group[p])); w >= 0 && !c.fits(k, w, func(q int) bool { return q != p && (c.group[q] == c.group[p] || q == i) }) {
							continue
						}
						others++
					}
					if others < 4 && (k.Declared.Steps[v] < 20 || size.groups[0] >= 200 && k.Declared.People[v] >= 100) {
						t.Errorf("%d people, seed %d: %d others could be person %d of group %s", size.people, seed, others, i, id)
					}
				}
			}
			for g, n := range size.groups {
				if n < conversation.LeastTold && slices.Contains(k.Groups, ref.ID(fmt.Sprintf("g%d", g))) {
					t.Errorf("a group of %d is told of", n)
				}
			}
			shown := make([]int, len(k.Groups))
			for _, line := range k.Declared.Agree {
				for v, a := range line {
					if !a.Hidden {
						shown[v]++
					}
				}
			}
			for v, n := range shown {
				if k.Declared.People[v] >= 20 && n < size.statements {
					t.Errorf("%d people, %v: only %d of %d statements are told of", size.people, size.groups, n, size.statements)
				}
			}
			t.Logf("%d people, %v: %v of %d statements in steps of %v, about %v people", size.people, size.groups, shown, size.statements, k.Declared.Steps, k.Declared.People)
		}
	}
}

func TestFiguresOfStakesAreDueSeldom(t *testing.T) {
	at := time.Date(2026, 3, 1, 9, 0, 0, 0, time.UTC)
	k := &conversation.Stakes{Drawn: at, Votes: 100, Groups: []ref.ID{"g1"}}
	for _, c := range []struct {
		votes int
		over  bool
		after time.Duration
		want  bool
	}{
		{101, false, 24 * time.Hour, false},
		{149, false, 24 * time.Hour, false},
		{150, false, time.Minute, false},
		{150, false, time.Hour, true},
		{101, true, 24 * time.Hour, false},
		{125, true, time.Minute, true},
		{124, true, time.Hour, false},
		{100, true, 24 * time.Hour, false},
	} {
		if got := k.Due(c.votes, c.over, at.Add(c.after)); got != c.want {
			t.Errorf("%+v: %v", c, got)
		}
	}
	empty := &conversation.Stakes{Drawn: at, Votes: 20}
	if empty.Due(29, false, at.Add(time.Hour)) || !empty.Due(30, false, at.Add(time.Minute)) {
		t.Error("figures of nobody are due at half as many votes again, and not before")
	}
	if none := (*conversation.Stakes)(nil); !none.Due(0, false, at) {
		t.Error("the first figures are never due")
	}
	if none := (&conversation.Stakes{Drawn: at}); none.Due(0, true, at.Add(24*time.Hour)) {
		t.Error("without a vote figures are due again")
	}
}

// TestTwoChartsAroundOneVote: whoever takes the chart before a vote and after it
// learns nothing of the stakeholder group of whoever cast it.
func TestTwoChartsAroundOneVote(t *testing.T) {
	conversationtest.Each(t, func(t *testing.T, h *conversationtest.House) {
		_, st := h.Opened(t, 6)
		w, err := h.Processes.Whole(t.Context(), access.AtConsole("water"), "water")
		if err != nil {
			t.Fatal(err)
		}
		var people []access.Actor
		for i := range 24 {
			who := h.Person(t, fmt.Sprintf("p%d@example.sn", i))
			declare(t, h, who, w.Groups[i/12].ID)
			people = append(people, who)
		}
		say := func(i, j, v int) { cast(t, h, conversation.Voice{Who: people[i]}, st[j], opinion.Vote(v)) }
		for i := range 22 {
			for j := range 5 {
				say(i, j, (i+j)%2*2-1)
			}
		}
		work(t, h)
		before, _ := chart(t, h, "c1")
		if len(before.Stakes.Groups) != 2 {
			t.Fatalf("before: %+v", before.Stakes)
		}
		h.Clock.Advance(2 * time.Hour)
		say(23, 0, 1) // somebody new
		work(t, h)
		after, _ := chart(t, h, "c1")
		if after.Votes != before.Votes+1 || !reflect.DeepEqual(after.Stakes, before.Stakes) {
			t.Errorf("one vote more:\n%+v\n%+v", before.Stakes, after.Stakes)
		}
		say(0, 0, 1) // somebody changes their mind
		if err := h.Conversations.End(t.Context(), access.AtConsole("water"), "c1"); err != nil {
			t.Fatal(err)
		}
		work(t, h)
		if after, _ = chart(t, h, "c1"); !reflect.DeepEqual(after.Stakes, before.Stakes) {
			t.Errorf("at the end, one vote on:\n%+v\n%+v", before.Stakes, after.Stakes)
		}
	})
}

// TestAnOlderDrawingStaysOut keeps two drawings in the wrong order.
func TestAnOlderDrawingStaysOut(t *testing.T) {
	conversationtest.Each(t, func(t *testing.T, h *conversationtest.House) {
		_, st := h.Opened(t, 3)
		cast(t, h, conversationtest.Voice("p1"), st[0], opinion.Agree)
		old, oldLast, err := h.Conversations.Draw(t.Context(), "c1")
		if err != nil {
			t.Fatal(err)
		}
		h.Clock.Advance(time.Second)
		cast(t, h, conversationtest.Voice("p2"), st[0], opinion.Agree)
		now, last, err := h.Conversations.Draw(t.Context(), "c1")
		if err != nil {
			t.Fatal(err)
		}
		if err := h.Conversations.KeepDrawing(t.Context(), "c1", now, last); err != nil {
			t.Fatal(err)
		}
		if err := h.Conversations.KeepDrawing(t.Context(), "c1", old, oldLast); err != nil {
			t.Fatal(err)
		}
		if c, ok := chart(t, h, "c1"); !ok || c.Votes != 2 {
			t.Errorf("the chart has %d votes, want 2", c.Votes)
		}
		h.Clock.Advance(time.Second)
		work(t, h)
		if c, ok := chart(t, h, "c1"); !ok || c.Votes != 2 {
			t.Errorf("drawn anew it has %d votes, want 2", c.Votes)
		}
	})
}
