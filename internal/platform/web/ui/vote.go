package ui

import (
	"context"
	"math"
	"strconv"
)

// Tally is how people voted on a statement.
type Tally struct {
	Agree    int
	Disagree int
	Pass     int
	Label    string // whose votes: "Group A", "Academia"; may be empty

	// Low and High are the ends of the interval of the share that agrees, 0 to 1,
	// and Sure says it in words; zero where none is told.
	Low  float64
	High float64
	Sure string
}

func (t Tally) total() int { return t.Agree + t.Disagree + t.Pass }

// weave is the three strips of a vote bar in percent of its width.
func (t Tally) weave() (agree, disagree, pass span) {
	n := float64(t.total())
	if n == 0 {
		return
	}
	a := 100 * float64(t.Agree) / n
	d := 100 * float64(t.Disagree) / n
	return span{0, a}, span{a, a + d}, span{a + d, 100}
}

// height is that of the bar, with room for the interval below.
func (t Tally) height() string {
	if t.High > 0 {
		return "17"
	}
	return "12"
}

func (t Tally) sentence(ctx context.Context) string {
	w := say(ctx)
	if t.total() == 0 {
		return w.VotesNone
	}
	return fill(w.Votes, "agree", strconv.Itoa(t.Agree), "disagree", strconv.Itoa(t.Disagree), "pass", strconv.Itoa(t.Pass))
}

// agreed is the share of agreement in words, of all who voted.
func (t Tally) agreed(ctx context.Context) string {
	share := math.Round(100 * float64(t.Agree) / float64(max(t.total(), 1)))
	return fill(say(ctx).Agreed, "n", num(share))
}

// Vote is a person's answer to a statement; "" is none yet.
type Vote string

const (
	Agree    Vote = "agree"
	Disagree Vote = "disagree"
	Pass     Vote = "pass"
)

// Voting is a form that takes a vote: it sends the field "vote" with the value
// agree, disagree or pass. Its buttons carry data-key 1, 2 and 3, and hints of
// these keys that a script may show.
type Voting struct {
	Form    Form
	Current Vote   // what the person voted before
	About   string // said to screen readers where several statements are listed
	Small   bool   // for lists of one's own votes
}

func (w Words) vote(v Vote) string {
	switch v {
	case Agree:
		return w.Agree
	case Disagree:
		return w.Disagree
	default:
		return w.Pass
	}
}

func key(v Vote) string {
	switch v {
	case Agree:
		return "1"
	case Disagree:
		return "2"
	default:
		return "3"
	}
}

var ballot = []Vote{Agree, Disagree, Pass}

// Statement is a statement as people see it.
type Statement struct {
	ID     string
	Number string // "12"
	Text   string
	Lang   string // language of the words shown, if not the page's
	By     string // "by Awa", "by the facilitators"
	Note   string // "machine-translated from French"
	Large  bool   // the one to vote on now
	Href   string
}
