package insight_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"penc/internal/gather/attendance"
	"penc/internal/gather/process/processtest"
	"penc/internal/ground/access"
	"penc/internal/ground/fault"
	"penc/internal/ground/ref"
	"penc/internal/share/insight"
	"penc/internal/share/insight/insighttest"
)

// later lets the figures be counted anew.
func later(h *insighttest.House) { h.Clock.Advance(time.Minute) }

func meeting(t *testing.T, h *insighttest.House, who access.Actor, id ref.ID) insight.View {
	t.Helper()
	later(h)
	v, err := h.Balances.Meeting(t.Context(), who, id)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func TestAPlenaryIsCounted(t *testing.T) {
	insighttest.Each(t, func(t *testing.T, h *insighttest.House) {
		p := h.Hold(t, 24) // eight of each group, six of them remote
		for range 2 {      // twice, and counted once
			p.Speak(t, p.People[0], p.People[3], p.People[6], p.People[9], p.People[12], p.People[15], p.People[18], p.People[21])
		}
		b := p.Ballot(t, p.Call(true))
		for i, who := range p.People[:18] {
			p.Cast(t, b, who, i%9)
		}
		p.Counted(t, b.ID)
		v := meeting(t, h, p.Convener, p.Meeting.ID)
		if !v.Convenes() {
			t.Fatal("the convener does not see every number")
		}
		for s, want := range map[insight.Step]int{
			insight.Present: 24, insight.Spoke: 8, insight.Proposed: 24, insight.Voted: 18, insight.Reported: 3, insight.Registered: 0,
		} {
			if got := v.Exact.Total(s); got.People != want || got.Withheld {
				t.Errorf("%s: %+v, want %d", s, got, want)
			}
		}
		users := p.Groups[0]
		if got := v.Exact.Group(users, insight.Spoke).People; got != 8 {
			t.Errorf("%d users spoke, want 8", got)
		}
		modes := v.Exact.Of(insight.ByMode)
		if at := slices.Index(v.Exact.Steps, insight.Present); modes.Rows[0].Cells[at].People != 18 || modes.Rows[1].Cells[at].People != 6 {
			t.Errorf("modes: %+v", modes)
		}
		if !slices.ContainsFunc(v.Remarks, func(r insight.Remark) bool {
			return r.Kind == insight.Silent && r.Group == p.Groups[1] && r.N == 8
		}) {
			t.Errorf("nobody is said to be silent: %+v", v.Remarks)
		}

		public := meeting(t, h, access.Actor{}, p.Meeting.ID)
		if public.Convenes() || public.Exact.Steps != nil {
			t.Error("strangers see every number")
		}
		if !public.Shown.Total(insight.Reported).Withheld || public.Shown.Total(insight.Present).People != 24 || public.Shown.Group(users, insight.Spoke).People != 8 {
			t.Errorf("strangers see %+v", public.Shown)
		}
		facilitator := meeting(t, h, p.Facilitator, p.Meeting.ID)
		if facilitator.Convenes() {
			t.Error("facilitators see every number")
		}
		whole, err := h.Balances.Process(t.Context(), p.Convener, p.Process.ID)
		if err != nil || whole.Exact.Total(insight.Present).People != 24 || len(whole.Held) != 1 || len(whole.Exact.Of(insight.ByMode).Rows) != 0 {
			t.Errorf("the process: %+v, %v", whole.Exact.Totals, err)
		}
	})
}

func TestThoseWhoRunTheHallAreToldInWords(t *testing.T) {
	h := insighttest.Open(t)
	p := h.Hold(t, 9) // three of each group
	p.Speak(t, p.People[0], p.People[3])
	later(h)
	w, err := h.Balances.WordOf(t.Context(), p.Facilitator, p.Meeting.ID)
	if err != nil || !w.Runs {
		t.Fatal(w.Runs, err)
	}
	silent := 0
	for _, r := range w.Remarks {
		if r.N > 0 && r.N < 5 {
			t.Errorf("%+v names a number under five", r)
		}
		if r.Kind == insight.Silent && r.Few {
			silent++
		}
	}
	if silent != 2 {
		t.Errorf("%d silent groups: %+v", silent, w.Remarks)
	}
	later(h)
	if w, err = h.Balances.WordOf(t.Context(), access.Actor{}, p.Meeting.ID); err != nil || w.Runs || len(w.Remarks) != 0 {
		t.Errorf("strangers are told %+v, %v", w.Remarks, err)
	}
}

func TestASnapshotIsTakenWithADecisionAndABallot(t *testing.T) {
	insighttest.Each(t, func(t *testing.T, h *insighttest.House) {
		p := h.Hold(t, 24)
		d := p.Decide(t, "Un relevé chaque mois", "A reading each month")
		first := h.Snapshot(t, d.Ref())
		if first.Rows[0].Present != 24 || first.Rows[0].ShownPresent.About != 25 || first.Meeting != p.Meeting.ID {
			t.Errorf("%+v", first.Rows[0])
		}
		p.Somebody(t, attendance.Arrival{Group: p.Groups[0]})
		b := p.Ballot(t, p.Call(true))
		for i, who := range p.People[:20] {
			p.Cast(t, b, who, i%9)
		}
		p.Counted(t, b.ID)
		h.Follow(t)
		second := h.Snapshot(t, ref.To("priority.ballot", b.ID))
		if second.Rows[0].Present != 25 || second.Rows[0].Voted != 20 || !second.Ballot() {
			t.Errorf("%+v", second.Rows[0])
		}
		for i := range first.Rows {
			if a, b := first.Rows[i].ShownPresent, second.Rows[i].ShownPresent; a != b {
				t.Errorf("one more person changed what is shown from %+v to %+v", a, b)
			}
		}
		h.Follow(t)
		if again := h.Snapshot(t, d.Ref()); again.ID != first.ID {
			t.Error("a snapshot was taken twice")
		}
		if kinds := h.Kinds(t, p.Process.ID); count(kinds, insight.SnapshotTaken) != 2 {
			t.Errorf("%d facts of snapshots", count(kinds, insight.SnapshotTaken))
		}
		v := meeting(t, h, access.Actor{}, p.Meeting.ID)
		if len(v.Snapshots) != 2 || v.Snapshots[0].ID != second.ID {
			t.Errorf("%d snapshots", len(v.Snapshots))
		}
	})
}

func count(all []string, what string) (n int) {
	for _, s := range all {
		if s == what {
			n++
		}
	}
	return n
}

func TestTargetsAreKeptWithTheirVersion(t *testing.T) {
	insighttest.Each(t, func(t *testing.T, h *insighttest.House) {
		p := h.Hold(t, 9)
		list := []insight.Target{{Group: p.Groups[0], Step: insight.Present, People: 10}}
		if _, err := h.Balances.SetTargets(t.Context(), p.Facilitator, p.Process.ID, list, 0); fault.KindOf(err) != fault.Forbidden {
			t.Errorf("a facilitator set targets: %v", err)
		}
		set, err := h.Balances.SetTargets(t.Context(), p.Convener, p.Process.ID, list, 0)
		if err != nil || set.Version != 1 {
			t.Fatal(set, err)
		}
		if _, err := h.Balances.SetTargets(t.Context(), p.Convener, p.Process.ID, nil, 0); fault.KindOf(err) != fault.Conflict {
			t.Errorf("an old version was saved over: %v", err)
		}
		v := meeting(t, h, access.Actor{}, p.Meeting.ID)
		if len(v.Targets.List) != 1 || v.Targets.List[0] != list[0] {
			t.Errorf("%+v", v.Targets)
		}
		if !slices.Contains(h.Kinds(t, p.Process.ID), insight.TargetsSet) {
			t.Error("no fact")
		}
	})
}

func TestADraftHasNoBalanceForStrangers(t *testing.T) {
	h := insighttest.Open(t)
	processtest.Opened(t, h.Processes, "draft")
	if _, err := h.Balances.Process(t.Context(), access.Actor{}, "draft"); fault.KindOf(err) != fault.NotFound {
		t.Errorf("a stranger sees a draft's balance: %v", err)
	}
	if _, err := h.Balances.Process(t.Context(), processtest.Convener("draft"), "draft"); err != nil {
		t.Error(err)
	}
	if _, err := h.Balances.Meeting(t.Context(), access.Actor{}, "none"); fault.KindOf(err) != fault.NotFound {
		t.Errorf("no meeting: %v", err)
	}
}

// TestWhatIsPublishedHidesTheSame for strangers, in the process and its meetings,
// while people of small groups come and speak.
func TestWhatIsPublishedHidesTheSame(t *testing.T) {
	h := insighttest.Open(t)
	p := h.Hold(t, 12)
	for i := range 4 {
		who := p.Somebody(t, attendance.Arrival{Group: p.Groups[i%2], Name: fmt.Sprint("late ", i)})
		p.Speak(t, who)
		v := meeting(t, h, access.Actor{}, p.Meeting.ID)
		for _, table := range v.Shown.Tables {
			for _, r := range table.Rows {
				for at, c := range r.Cells {
					if c.People > 0 && c.People < 5 {
						t.Fatalf("%s %q, %s: %d", table.Dimension, r.Value, v.Shown.Steps[at], c.People)
					}
				}
			}
		}
	}
}
