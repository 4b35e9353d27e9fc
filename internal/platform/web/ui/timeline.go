package ui

import (
	"strconv"
	"time"

	"github.com/a-h/templ"
)

// Stage is one dated part of a process. From and To place it on the chart, as
// precisely as they are known: a year is the span of that year. Without From
// and To it is listed, and drawn as an open track.
type Stage struct {
	ID    string // place to link to; may be empty
	Title string
	Href  string
	When  string // the dates as readers write them; "" says "date unknown"
	From  time.Time
	To    time.Time
	State StageState
	Label string // the state in words: "open now"; may be empty
	Text  string
	Body  templ.Component
	Evidence
}

// StageState is where a stage stands.
type StageState string

const (
	Past   StageState = "past"
	Now    StageState = "now"
	Future StageState = "future"
)

// Course is the course of a process: its stages, and today if it lies within.
type Course struct {
	Title  string // said to screen readers about the chart
	Stages []Stage
	Today  time.Time // zero draws no mark
}

// span is a piece of the time axis in percent of the chart's width.
type span struct{ from, to float64 }

// tick is a mark on the time axis. The first and every January name their
// year, all name their month when there are months to name.
type tick struct {
	at    float64
	year  string
	month string
}

// scale turns times into places on the chart.
type scale struct{ from, to time.Time }

const (
	chartLeft  = 3.0
	chartRight = 97.0
	mostTicks  = 9
)

func (s scale) at(t time.Time) float64 {
	whole := s.to.Sub(s.from).Hours()
	if whole <= 0 {
		return chartLeft
	}
	x := chartLeft + (chartRight-chartLeft)*t.Sub(s.from).Hours()/whole
	return min(max(x, chartLeft), chartRight)
}

func (st Stage) dated() bool { return !st.From.IsZero() || !st.To.IsZero() }

func (st Stage) ends() (time.Time, time.Time) {
	from, to := st.From, st.To
	if from.IsZero() {
		from = to
	}
	if to.Before(from) {
		to = from
	}
	return from, to
}

// vague says whether the chart draws the stage dashed.
func (st Stage) vague() bool { return st.Uncertain != "" || !st.dated() }

// scale spans all dated stages, widened to whole months.
func (c Course) scale() (scale, bool) {
	var s scale
	for _, st := range c.Stages {
		if !st.dated() {
			continue
		}
		from, to := st.ends()
		if s.from.IsZero() || from.Before(s.from) {
			s.from = from
		}
		if s.to.IsZero() || to.After(s.to) {
			s.to = to
		}
	}
	if s.from.IsZero() {
		return s, false
	}
	s.from = time.Date(s.from.Year(), s.from.Month(), 1, 0, 0, 0, 0, time.UTC)
	s.to = time.Date(s.to.Year(), s.to.Month()+1, 1, 0, 0, 0, 0, time.UTC)
	return s, true
}

// span is where a stage lies; one without dates takes what is left after the
// latest dated stage before it.
func (c Course) span(i int, s scale) span {
	st := c.Stages[i]
	if st.dated() {
		from, to := st.ends()
		return span{s.at(from), s.at(to)}
	}
	last := s.from
	for _, before := range c.Stages[:i] {
		if _, to := before.ends(); before.dated() && to.After(last) {
			last = to
		}
	}
	return span{s.at(last), chartRight}
}

// ticks are the months (or every second or third, or the years) of the axis, so
// many that their names fit on a narrow screen.
func (s scale) ticks(months []string) []tick {
	step := s.step()
	named := step < 12 && len(months) == 12
	var ticks []tick
	for t := s.firstTick(step); t.Before(s.to); t = t.AddDate(0, step, 0) {
		k := tick{at: s.at(t)}
		if len(ticks) == 0 || t.Month() == time.January {
			k.year = strconv.Itoa(t.Year())
		}
		if named {
			k.month = months[t.Month()-1]
		}
		ticks = append(ticks, k)
	}
	return ticks
}

// step is the distance of two ticks in months.
func (s scale) step() int {
	n := 12*(s.to.Year()-s.from.Year()) + int(s.to.Month()) - int(s.from.Month())
	for _, step := range []int{1, 2, 3, 6, 12, 24, 60, 120} {
		if n <= mostTicks*step {
			return step
		}
	}
	return 240
}

// firstTick is the first month of the axis that lies on the grid of the step;
// grids begin with January.
func (s scale) firstTick(step int) time.Time {
	t := time.Date(s.from.Year(), 1, 1, 0, 0, 0, 0, time.UTC)
	for t.Before(s.from) {
		t = t.AddDate(0, step, 0)
	}
	return t
}

const (
	laneHeight = 30.0
	axisHeight = 40.0
)

func laneY(i int) float64 { return axisHeight + laneHeight*(float64(i)+0.5) }

// height leaves a line for the word "today" below the lanes.
func (c Course) height() string {
	h := axisHeight + laneHeight*float64(len(c.Stages))
	if !c.Today.IsZero() {
		h += 18
	}
	return num(h)
}

func (c Course) todayY() string { return num(axisHeight + laneHeight*float64(len(c.Stages)) + 14) }

func stageTag(s StageState) TagKind {
	switch s {
	case Now:
		return TagOpen
	case Future:
		return TagNext
	default:
		return TagDone
	}
}

// laneY0 is where lane i begins.
func laneY0(i int) string { return num(axisHeight + laneHeight*float64(i)) }
