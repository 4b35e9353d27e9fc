package hall

import (
	"cmp"
	"slices"
	"time"
	"unicode/utf8"

	"penc/internal/ground/fault"
	"penc/internal/ground/lang"
	"penc/internal/ground/ref"
	"penc/opinion"
)

// A Scale says in which steps a temperature check is answered.
type Scale string

// The scales. Warmth asks how one stands towards something, from very favourable
// to very unfavourable; LiveWith asks whether anybody cannot live with it.
const (
	Warmth   Scale = "warmth"
	LiveWith Scale = "live-with"
)

// Scales are all scales.
var Scales = []Scale{Warmth, LiveWith}

// Steps returns the number of steps of a scale. Step 1 is the warmest.
func (s Scale) Steps() int {
	if s == LiveWith {
		return 3
	}
	return 5
}

// MaxQuestion bounds the question of a temperature check, in characters.
const MaxQuestion = 280

// A Temperature is a temperature check: one question to everybody present.
type Temperature struct {
	ID       ref.ID
	Meeting  ref.ID
	Process  ref.ID
	Question lang.Text
	Scale    Scale
	Item     ref.ID // talked about when it was asked
	By       ref.ID // the participant who asked
	Opened   time.Time
	At       time.Time // the same as Opened, as other rooms call it
	Closed   time.Time // zero while it can be answered
	Answers  int       // given so far
	// Steps counts the answers of each step, and ByGroup those of each stakeholder
	// group; both are there once it is closed.
	Steps   []int
	ByGroup map[ref.ID][]int
}

// IsOpen reports whether it can be answered.
func (t Temperature) IsOpen() bool { return t.Closed.IsZero() }

// An Answer is what one participant answered, kept while the check is open.
type Answer struct {
	Participant ref.ID
	Group       ref.ID
	Step        int
}

// take decides whether a question may be asked in the hall, and returns it open.
func (h Hall) take(t Temperature, running bool, now time.Time) (Temperature, error) {
	if err := h.open(); err != nil {
		return t, err
	}
	if running {
		return t, fault.New(fault.Closed, "", "hall.temperature.running")
	}
	var faults fault.List
	if !slices.Contains(Scales, t.Scale) {
		faults = faults.Add(fault.Field("scale", "hall.temperature.scale"))
	}
	faults = faults.Add(sound("question", t.Question, MaxQuestion))
	if err := faults.Err(); err != nil {
		return t, err
	}
	t.Meeting, t.Process, t.Item, t.Opened, t.At, t.Closed = h.Meeting, h.Process, h.Item, now, now, time.Time{}
	return t, nil
}

// sound checks a text that must have words.
func sound(field string, t lang.Text, limit int) *fault.Error {
	if t.Empty() {
		return fault.Field(field+"."+string(first(t)), "hall.text.empty")
	}
	for l, words := range t.All() {
		if n := utf8.RuneCountInString(words); n > limit {
			return fault.Field(field+"."+string(l), "hall.text.long", "limit", limit, "length", n)
		}
	}
	return nil
}

func first(t lang.Text) lang.Tag { return cmp.Or(t.Original(), lang.Interface[0]) }

// answer decides whether a step is one of the check that is open.
func (t Temperature) answer(step int) error {
	if !t.IsOpen() {
		return fault.New(fault.Closed, "", "hall.temperature.over")
	}
	if step < 1 || step > t.Scale.Steps() {
		return fault.Field("step", "hall.temperature.step")
	}
	return nil
}

// Close returns the check closed, with the answers added up by group.
func (t Temperature) Close(answers []Answer, now time.Time) (Temperature, error) {
	if !t.IsOpen() {
		return t, fault.New(fault.Closed, "", "hall.temperature.over")
	}
	t.Closed, t.Answers = now, len(answers)
	t.Steps, t.ByGroup = make([]int, t.Scale.Steps()), map[ref.ID][]int{}
	for _, a := range answers {
		if t.ByGroup[a.Group] == nil {
			t.ByGroup[a.Group] = make([]int, t.Scale.Steps())
		}
		t.Steps[a.Step-1]++
		t.ByGroup[a.Group][a.Step-1]++
	}
	return t, nil
}

// A Reading is what a stakeholder group answered, as it may be shown.
type Reading struct {
	Group   ref.ID
	Answers int
	Steps   []int
	Hidden  bool
}

// Readings returns the answers by group with those that are too few hidden, and
// whether nothing at all may be shown because fewer than five answered. Hidden
// groups come last. If no group can be shown, none is named: the number of answers
// is known, and beside it the names would tell how many came from each.
func (t Temperature) Readings() (out []Reading, tooFew bool) {
	for group, steps := range t.ByGroup {
		r := Reading{Group: group, Steps: steps}
		for _, n := range steps {
			r.Answers += n
		}
		out = append(out, r)
	}
	slices.SortFunc(out, func(a, b Reading) int { return cmp.Or(b.Answers-a.Answers, cmp.Compare(a.Group, b.Group)) })
	cells := make([]int, len(out))
	for i, r := range out {
		cells[i] = r.Answers
	}
	hidden, all := opinion.Suppress(cells)
	if all {
		return nil, t.Answers < opinion.SmallGroup
	}
	for i := range out {
		if hidden[i] {
			out[i] = Reading{Group: out[i].Group, Hidden: true}
		}
	}
	slices.SortStableFunc(out, func(a, b Reading) int {
		switch {
		case a.Hidden && b.Hidden:
			return cmp.Compare(a.Group, b.Group)
		case a.Hidden:
			return 1
		case b.Hidden:
			return -1
		}
		return 0
	})
	return out, t.Answers < opinion.SmallGroup
}

// CannotLive returns how many said that they cannot live with it.
func (t Temperature) CannotLive() int {
	if t.Scale != LiveWith || len(t.Steps) == 0 {
		return 0
	}
	return t.Steps[len(t.Steps)-1]
}
