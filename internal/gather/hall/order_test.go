package hall

import (
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"penc/internal/gather/attendance"
	"penc/internal/gather/meeting"
	"penc/internal/ground/ref"
)

var nine = time.Date(2026, 5, 4, 9, 0, 0, 0, time.UTC)

func at(minutes int) time.Time { return nine.Add(time.Duration(minutes) * time.Minute) }

func waiting(id, participant, group ref.ID, minute int) Request {
	return Request{ID: id, Participant: participant, Group: group, Standing: Waiting, Asked: at(minute)}
}

func spoke(participant, group ref.ID, minute, seconds int) Turn {
	return Turn{ID: ref.ID("t" + participant), Participant: participant, Group: group, Began: at(minute), Ended: at(minute).Add(time.Duration(seconds) * time.Second)}
}

func people(groups ...ref.ID) (all []attendance.Presence) {
	for i, g := range groups {
		all = append(all, attendance.Presence{Participant: ref.ID("p" + string(rune('a'+i))), Group: g, In: nine})
	}
	return all
}

func TestQueueOrder(t *testing.T) {
	ten := people("gov", "gov", "gov", "gov", "gov", "gov", "gov", "gov", "gov", "gov", "ngo", "ngo", "ngo", "ngo")
	for _, c := range []struct {
		name  string
		by    Order
		asks  []Request
		turns []Turn
		who   []attendance.Presence
		want  []ref.ID
		why   Reason
	}{
		{"nobody", LeastHeard, nil, nil, ten, nil, OnlyOne},
		{"one", FirstCome, []Request{waiting("1", "pa", "gov", 0)}, nil, ten, []ref.ID{"1"}, OnlyOne},
		{"first come", FirstCome, []Request{waiting("2", "pa", "gov", 5), waiting("1", "pk", "ngo", 3)}, nil, ten, []ref.ID{"1", "2"}, CameFirst},
		{"first come, whoever spoke", FirstCome, []Request{waiting("1", "pa", "gov", 1), waiting("2", "pk", "ngo", 3)}, []Turn{spoke("pa", "gov", 0, 60)}, ten, []ref.ID{"1", "2"}, CameFirst},
		{"the same moment", FirstCome, []Request{waiting("2", "pa", "gov", 1), waiting("1", "pb", "gov", 1)}, nil, ten, []ref.ID{"1", "2"}, CameFirst},
		// 300 seconds for ten people are 30 a head, 60 for four are 15.
		{
			"the group heard least for its size", LeastHeard,
			[]Request{waiting("1", "pa", "gov", 1), waiting("2", "pk", "ngo", 3)},
			[]Turn{spoke("pb", "gov", 0, 300), spoke("pl", "ngo", 6, 60)},
			ten,
			[]ref.ID{"2", "1"},
			GroupLess,
		},
		// 100 for ten are 10 a head, 60 for four are 15: fewer seconds in all do not count.
		{
			"a small group is heard sooner", LeastHeard,
			[]Request{waiting("1", "pk", "ngo", 1), waiting("2", "pa", "gov", 3)},
			[]Turn{spoke("pb", "gov", 0, 100), spoke("pl", "ngo", 6, 60)},
			ten,
			[]ref.ID{"2", "1"},
			GroupLess,
		},
		// 50 for ten and 20 for four are 5 a head both.
		{
			"equal groups: who spoke less", LeastHeard,
			[]Request{waiting("1", "pa", "gov", 1), waiting("2", "pk", "ngo", 3)},
			[]Turn{spoke("pa", "gov", 0, 50), spoke("pl", "ngo", 6, 20)},
			ten,
			[]ref.ID{"2", "1"},
			SelfLess,
		},
		{
			"all equal: the time of asking", LeastHeard,
			[]Request{waiting("1", "pc", "gov", 2), waiting("2", "pk", "ngo", 1)},
			[]Turn{spoke("pa", "gov", 0, 50), spoke("pl", "ngo", 6, 20)},
			ten,
			[]ref.ID{"2", "1"},
			CameFirst,
		},
		{
			"those who have not said are a group too", LeastHeard,
			[]Request{waiting("1", "pa", "gov", 1), waiting("2", "po", "", 3)},
			[]Turn{spoke("pb", "gov", 0, 10)},
			append(people("gov"), attendance.Presence{Participant: "po"}),
			[]ref.ID{"2", "1"},
			GroupLess,
		},
		{
			"who has left waits outside", FirstCome,
			[]Request{waiting("1", "pa", "gov", 1), waiting("2", "pb", "gov", 3)},
			nil,
			[]attendance.Presence{{Participant: "pa", Out: nine}, {Participant: "pb"}},
			[]ref.ID{"2"},
			OnlyOne,
		},
		{
			"who has the floor does not wait", FirstCome,
			[]Request{{ID: "1", Participant: "pa", Standing: Speaking}, {ID: "2", Participant: "pb", Standing: Skipped}},
			nil, ten, nil, OnlyOne,
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := Shared{Hall: Hall{Order: c.by}, Requests: c.asks, Presences: c.who}.filled()
			heard := HeardSoFar(c.turns, c.who)
			here := map[ref.ID]bool{}
			for _, p := range c.who {
				here[p.Participant] = p.Here()
			}
			q := Queue(c.by, s.Requests, heard, here)
			var ids []ref.ID
			for _, r := range q {
				ids = append(ids, r.ID)
			}
			if !slices.Equal(ids, c.want) {
				t.Errorf("order %v, want %v", ids, c.want)
			}
			if why := Why(c.by, q, heard); why != c.why {
				t.Errorf("because of %q, want %q", why, c.why)
			}
		})
	}
}

// TestQueueOrderIsOneOrder shuffles the rows: what comes first does not depend on
// how they were read.
func TestQueueOrderIsOneOrder(t *testing.T) {
	groups := []ref.ID{"", "gov", "ngo", "tech"}
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(0, 8).Draw(t, "people")
		var asks []Request
		var turns []Turn
		var all []attendance.Presence
		here := map[ref.ID]bool{}
		for i := range n {
			id := ref.ID(rune('a' + i))
			g := groups[rapid.IntRange(0, 3).Draw(t, "group")]
			all = append(all, attendance.Presence{Participant: id, Group: g})
			here[id] = true
			asks = append(asks, waiting(id, id, g, rapid.IntRange(0, 3).Draw(t, "asked")))
			turns = append(turns, spoke(id, g, 0, 10*rapid.IntRange(0, 3).Draw(t, "seconds")))
		}
		heard := HeardSoFar(turns, all)
		for _, by := range Orders {
			one := Queue(by, asks, heard, here)
			other := Queue(by, rapid.Permutation(asks).Draw(t, "rows"), heard, here)
			if !slices.EqualFunc(one, other, func(a, b Request) bool { return a.ID == b.ID }) {
				t.Fatalf("%s: %v and %v", by, one, other)
			}
		}
	})
}

func TestClock(t *testing.T) {
	it := meeting.AgendaItem{ID: "a", Minutes: 10}
	runs := []Run{
		{Item: "a", Began: at(0), Ended: at(4)},
		{Item: "b", Began: at(4), Ended: at(6)},
		{Item: "a", Began: at(6)},
	}
	for _, c := range []struct {
		minute     int
		left, over time.Duration
	}{{6, 6 * time.Minute, 0}, {11, time.Minute, 0}, {12, 0, 0}, {15, 0, 3 * time.Minute}} {
		left, over := ClockOf(runs, it).Left(at(c.minute))
		if left != c.left || over != c.over {
			t.Errorf("after %d minutes: %v left, %v over, want %v, %v", c.minute, left, over, c.left, c.over)
		}
	}
	if left, over := ClockOf(runs, meeting.AgendaItem{ID: "b"}).Left(at(9)); left != 0 || over != 0 {
		t.Errorf("without a length: %v, %v", left, over)
	}
	if c := ClockOf(runs, meeting.AgendaItem{ID: "b"}); c.Running || c.Elapsed(at(9)) != 2*time.Minute {
		t.Errorf("an item that is over: %+v", c)
	}
	if got := ClockOf(runs, it).Start(); !got.Equal(at(2)) {
		t.Errorf("a clock that never stopped began at %v", got)
	}
}

func TestSpeakingTimeByGroup(t *testing.T) {
	were := people("gov", "gov", "gov", "gov", "gov", "gov", "ngo", "ngo", "ngo", "ngo", "ngo", "tech", "tech")
	turns := []Turn{spoke("pa", "gov", 0, 100), spoke("pa", "gov", 3, 20), spoke("pl", "tech", 5, 300), {ID: "x", Participant: "pg", Group: "ngo", Began: at(10)}}
	all := Whole(Shares(turns, were, at(11)))
	if all.Seconds != 480 || all.Turns != 4 || all.Shares[0].Group != "tech" || all.Shares[1] != (Share{Group: "gov", Seconds: 120, Turns: 2, Speakers: 1, People: 6}) {
		t.Errorf("%+v", all)
	}
	b := InPublic(all.Shares)
	// Two people of one group are hidden, and the next group with them.
	if b.Hidden || b.Others != 360 || b.Seconds != 480 {
		t.Errorf("%+v", b)
	}
	if b.Shares[0] != (Share{Group: "gov", Seconds: 120, Turns: 2, Speakers: 1, People: 6}) || b.Shares[1] != (Share{Group: "ngo", Hidden: true}) || b.Shares[2] != (Share{Group: "tech", Hidden: true}) {
		t.Errorf("%+v", b.Shares)
	}
	if b := InPublic(Shares(turns, people("gov", "gov"), at(11))); !b.Hidden {
		t.Errorf("two people can be told apart: %+v", b)
	}
}
