package ui

import (
	"reflect"
	"strings"
	"testing"
)

func TestCompact(t *testing.T) {
	for in, want := range map[string]string{
		"a { color : red ; }":                          "a{color :red}",
		"a > b,\n a:hover { margin: 0 auto; }":         "a>b,a:hover{margin:0 auto}",
		"a /* why */ b{}":                              "a b{}",
		"w{width:calc(1px + 2px)}":                     "w{width:calc(1px + 2px)}",
		`a::before{content: " / ";color:red}`:          `a::before{content:" / ";color:red}`,
		"@media (min-width:1px) and (max-width:2px){}": "@media (min-width:1px) and (max-width:2px){}",
		".a :is(b,c) .d{}":                             ".a :is(b,c) .d{}",
	} {
		if got := compact(in); got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
}

func TestLanguagesSayTheSame(t *testing.T) {
	if len(wordsByLang) < 2 {
		t.Fatal("fewer than two languages")
	}
	for lang, w := range wordsByLang {
		v := reflect.ValueOf(w)
		for i := range v.NumField() {
			if v.Field(i).IsZero() {
				t.Errorf("%s says nothing for %s", lang, v.Type().Field(i).Name)
			}
		}
		if len(w.Months) != 12 {
			t.Errorf("%s has %d months", lang, len(w.Months))
		}
	}
}

func TestGatheringSeatsEverybody(t *testing.T) {
	for _, g := range []Gathering{{1, 1}, {9, 0}, {43, 40}, {279, 278}} {
		seats, taken := 0, 0
		for _, r := range g.rows() {
			seats += r.seats
			taken += r.taken
		}
		if seats != g.Seats || taken != g.Taken {
			t.Errorf("%v: drawn with %d seats, %d taken", g, seats, taken)
		}
	}
	seats, taken := 0, 0
	for _, r := range (Gathering{Seats: 10000, Taken: 5000}).rows() {
		seats += r.seats
		taken += r.taken
	}
	if seats > 10000 || taken != seats/2 {
		t.Errorf("a large gathering is drawn with %d of %d seats taken", taken, seats)
	}
}

func TestCompareMarksWhatDiffers(t *testing.T) {
	for _, c := range []struct{ a, b, inA, inB string }{
		{"", "", "", ""},
		{"one two three", "one two three", "", ""},
		{"one two three", "one 2 three", "two ", "2 "},
		{"one two", "one two\nthree", "", "three"},
		{"", "all new", "", "all new"},
	} {
		mine, theirs := compare(c.a, c.b)
		if whole(mine) != c.a || whole(theirs) != c.b {
			t.Errorf("%q and %q: a text was changed", c.a, c.b)
		}
		if got := differing(mine); got != c.inA {
			t.Errorf("%q and %q: %q is marked as mine", c.a, c.b, got)
		}
		if got := differing(theirs); got != c.inB {
			t.Errorf("%q and %q: %q is marked as theirs", c.a, c.b, got)
		}
	}
}

func TestCompareStaysBounded(t *testing.T) {
	a, b := strings.Repeat("a b ", 60_000), strings.Repeat("c d ", 60_000)
	mine, theirs := compare(a, b)
	if whole(mine) != a || whole(theirs) != b || len(mine) != 1 || !mine[0].differs {
		t.Error("a long text is not given back as one differing piece")
	}
}

func whole(ps []piece) string {
	var b strings.Builder
	for _, p := range ps {
		b.WriteString(p.text)
	}
	return b.String()
}

func differing(ps []piece) string {
	var b strings.Builder
	for _, p := range ps {
		if p.differs {
			b.WriteString(p.text)
		}
	}
	return b.String()
}

func TestWeaveFillsTheBar(t *testing.T) {
	a, d, p := Tally{Agree: 1, Disagree: 2, Pass: 1}.weave()
	if a != (span{0, 25}) || d != (span{25, 75}) || p != (span{75, 100}) {
		t.Error(a, d, p)
	}
}
