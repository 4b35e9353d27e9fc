package process_test

import (
	"testing"
	"time"

	"penc/internal/gather/process"
	"penc/internal/ground/when"
)

func TestWhereAStageStands(t *testing.T) {
	for _, c := range []struct {
		start, end when.Date
		acts       []process.Act
		want       process.Standing
	}{
		{"", "", nil, process.Undated},
		{"", "", process.Acts, process.Undated},
		{"2026-03-02", "", nil, process.Ahead},
		{"2026-04", "2026-05", nil, process.Ahead},
		{"2026-03-01", "2026-03-01", nil, process.Now},
		{"2026", "2026", nil, process.Now},
		{"2026-03", "", nil, process.Begun},
		{"2018-06-22", "", nil, process.Begun},
		{"2018-06-22", "", []process.Act{process.Vote}, process.Now},
		{"2026-02", "2026-02-28", process.Acts, process.Over},
		{"", "2026-02-28", nil, process.Over},
		{"", "2026-03", nil, process.Now},
	} {
		s := process.Stage{Dates: when.Span{Start: c.start, End: c.end}, Acts: c.acts}
		if got := s.Standing("2026-03-01"); got != c.want {
			t.Errorf("from %q to %q with %d acts: %s, want %s", c.start, c.end, len(c.acts), got, c.want)
		}
	}
}

func TestAnActIsOpenInThePublishedProcessAndInItsZone(t *testing.T) {
	w := process.Whole{
		Process: process.Process{State: process.Published, Zone: "Pacific/Auckland"},
		Stages: []process.Stage{
			{Dates: when.Span{Start: "2026-03-02", End: "2026-03-02"}, Acts: []process.Act{process.Vote}},
			{Dates: when.Span{Start: "2026-03-05", End: "2026-03-06"}, Acts: []process.Act{process.Join}},
		},
	}
	noon := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC) // the second of March in Auckland
	if !w.Open(noon, process.Vote) {
		t.Error("voting is closed on the stage's day in the process's zone")
	}
	if w.Open(noon, process.Join) || w.Open(noon.AddDate(0, 0, 1), process.Vote) {
		t.Error("an act is open outside its stage")
	}
	c := w.Course(noon)
	if len(c.Now) != 1 || c.Next == nil || c.Next.Dates.Start != "2026-03-05" || len(c.Acts) != 1 || c.Acts[0] != process.Vote {
		t.Errorf("the course is %+v", c)
	}
	for _, state := range []process.State{process.Draft, process.Archived} {
		w.State = state
		if w.Open(noon, process.Vote) {
			t.Errorf("voting is open in a process that is %s", state)
		}
	}
	if c := w.Course(noon); len(c.Now) != 0 || c.Next != nil {
		t.Error("something is under way or ahead in an archived process")
	}
}
