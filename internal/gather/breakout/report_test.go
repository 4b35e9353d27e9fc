package breakout

import (
	"strings"
	"testing"
	"time"

	"penc/internal/gather/attendance"
	"penc/internal/ground/fault"
	"penc/internal/ground/lang"
)

var noon = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

func body(texts ...string) Body {
	var b Body
	for _, text := range texts {
		b.Lines = append(b.Lines, Line{Text: lang.Say(lang.French, text)})
	}
	return b
}

func message(err error) string {
	if all := fault.All(err); len(all) > 0 {
		return all[0].Field + " " + all[0].Message
	}
	return ""
}

func TestWhoMayWriteAReportBack(t *testing.T) {
	for name, c := range map[string]struct {
		hand Hand
		in   Writing
		want string
	}{
		"somebody in the room":   {Hand{Participant: "p", Choice: Choice{Breakout: "wells"}}, Writing{Body: body("a")}, " breakout.report.not-rapporteur"},
		"the rapporteur":         {Hand{Reports: true}, Writing{Body: body("a")}, ""},
		"a facilitator":          {Hand{Runs: true}, Writing{Body: body("a"), Way: Paper}, ""},
		"an empty draft":         {Hand{Reports: true}, Writing{}, "text.1 breakout.report.nothing"},
		"only questions, draft":  {Hand{Reports: true}, Writing{Body: Body{Questions: lang.Say(lang.French, "Qui ?")}}, ""},
		"only questions, filed":  {Hand{Reports: true}, Writing{File: true, Body: Body{Questions: lang.Say(lang.French, "Qui ?")}}, "text.1 breakout.report.empty"},
		"seven lines":            {Hand{Reports: true}, Writing{File: true, Body: body("1", "2", "3", "4", "5", "6", "7")}, ""},
		"eight lines":            {Hand{Reports: true}, Writing{Body: body("1", "2", "3", "4", "5", "6", "7", "8")}, " breakout.report.lines"},
		"a line as long as can":  {Hand{Reports: true}, Writing{Body: body(strings.Repeat("é", MaxLine))}, ""},
		"a line longer than can": {Hand{Reports: true}, Writing{Body: body("a", strings.Repeat("é", MaxLine+1))}, "text.2 breakout.report.long"},
		"support without a line": {Hand{Reports: true}, Writing{Body: Body{Lines: []Line{{Support: 3}}}}, "text.1 breakout.report.line-empty"},
		"support below nothing":  {Hand{Reports: true}, Writing{Body: Body{Lines: []Line{{Text: lang.Say(lang.French, "a"), Support: -1}}}}, "support.1 breakout.report.support"},
	} {
		_, _, err := ReportBack{}.Write(c.hand, c.in, nil, noon)
		if got := message(err); got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

func TestTwoWhoWriteAtOnceAreKeptSideBySide(t *testing.T) {
	h := Hand{Reports: true}
	write := func(r ReportBack, in Writing) (ReportBack, Version) {
		t.Helper()
		r, v, err := r.Write(h, in, groups{"gov": 3}, noon)
		if err != nil {
			t.Fatal(err)
		}
		return r, v
	}
	r, _ := write(ReportBack{}, Writing{Body: body("eau")})
	r, awa := write(r, Writing{Of: 1, Body: body("eau", "puits"), File: true})
	r, moussa := write(r, Writing{Of: 1, Body: body("eau", "pluie")})
	if awa.Standing != Stands || moussa.Standing != Beside || r.Standing().Number != 2 || !r.Filed() {
		t.Fatalf("%+v", r)
	}
	if _, same, _ := r.Write(h, Writing{Of: 1, Body: body("eau", "puits"), File: true}, nil, noon); same.Number != 2 {
		t.Errorf("the same text once more is version %d", same.Number)
	}
	// A third one, written meanwhile too, is not lost when the first two are merged.
	r, third := write(r, Writing{Of: 1, Body: body("fleuve")})
	r, merged := write(r, Writing{Of: 2, Settles: []int{3}, Body: body("eau", "puits", "pluie")})
	if merged.Standing != Stands || !merged.Filed || merged.Groups["gov"] != 3 {
		t.Errorf("%+v", merged)
	}
	if beside := r.Beside(); len(beside) != 1 || beside[0].Number != third.Number {
		t.Errorf("beside: %+v", beside)
	}
	if _, _, err := r.Choose(h, 3, merged.Number, nil, nil, noon); message(err) != " breakout.report.moved" {
		t.Errorf("a past version was chosen: %v", err)
	}
	if _, _, err := r.Choose(h, third.Number, 2, nil, nil, noon); message(err) != " breakout.report.moved" {
		t.Errorf("chosen against a version that stands no more: %v", err)
	}
	r, chosen, err := r.Choose(h, third.Number, merged.Number, []int{third.Number}, nil, noon)
	if err != nil || !chosen.Equal(third.Body) || len(r.Beside()) != 0 || r.Standing().Number != chosen.Number || !chosen.Filed {
		t.Errorf("%+v, %v", r, err)
	}
	stood := r.Stood()
	if len(r.Versions) != 6 || len(stood) != 4 || stood[1].Number != 2 || stood[2].Number != merged.Number {
		t.Errorf("%d versions, of which stood %+v", len(r.Versions), stood)
	}
}

func TestWhatHappenedIsBounded(t *testing.T) {
	in := noon.Add(-time.Hour)
	for name, c := range map[string]struct{ said, want time.Time }{
		"nothing said":     {time.Time{}, noon},
		"a while ago":      {noon.Add(-10 * time.Minute), noon.Add(-10 * time.Minute)},
		"in the future":    {noon.Add(time.Minute), noon},
		"before they came": {noon.Add(-2 * time.Hour), in},
	} {
		if got := Bounded(c.said, in, noon); !got.Equal(c.want) {
			t.Errorf("%s: %v", name, got)
		}
	}
}

func TestWhoWritesPoints(t *testing.T) {
	here := attendance.Presence{Participant: "p", Group: "gov", In: noon.Add(-time.Hour)}
	inside := Hand{Participant: "p", Presence: here, Choice: Choice{Breakout: "wells"}}
	reporting := inside
	reporting.Reports = true
	for name, c := range map[string]struct {
		hand  Hand
		in    Point
		count int
		want  string
	}{
		"inside":                 {inside, Point{Breakout: "wells", Text: "a"}, 0, ""},
		"elsewhere":              {inside, Point{Breakout: "rain", Text: "a"}, 0, " breakout.point.not-inside"},
		"for somebody":           {inside, Point{Breakout: "wells", Text: "a", Way: Rapporteur}, 0, " breakout.point.for-others"},
		"by the rapporteur":      {reporting, Point{Breakout: "wells", Text: "a", Way: Rapporteur, Group: "civil"}, 0, ""},
		"from paper":             {Hand{Runs: true}, Point{Breakout: "rain", Text: "a", Way: Paper}, 0, ""},
		"empty":                  {inside, Point{Breakout: "wells"}, 0, "text breakout.point.empty"},
		"too long":               {inside, Point{Breakout: "wells", Text: strings.Repeat("a", MaxPoint+1)}, 0, "text breakout.point.long"},
		"in a room full of them": {inside, Point{Breakout: "wells", Text: "a"}, MaxPoints, " breakout.point.many"},
	} {
		p, err := c.hand.Collect(c.in, c.count, noon)
		if got := message(err); got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
		if err != nil {
			continue
		}
		own := c.in.Way == ""
		if (p.By != "") != own || own && (p.Group != "gov" || p.Way != Phone) || p.At != noon {
			t.Errorf("%s: %+v", name, p)
		}
	}
	mine, said := Point{By: "p", Writer: "p"}, Point{Writer: "q"}
	for name, c := range map[string]struct {
		hand Hand
		p    Point
		want string
	}{
		"one's own":                  {inside, mine, ""},
		"somebody else's":            {Hand{Participant: "q", Reports: true}, mine, " breakout.point.not-yours"},
		"one written for somebody":   {reporting, said, ""},
		"the same, without the role": {inside, said, " breakout.point.not-yours"},
		"one that was taken back":    {inside, Point{By: "p", Withdrawn: noon}, " breakout.point.gone"},
	} {
		if _, err := c.hand.Withdraw(c.p, noon); message(err) != c.want {
			t.Errorf("%s: %v", name, err)
		}
	}
}
