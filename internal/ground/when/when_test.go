package when

import "testing"

func TestPartialDates(t *testing.T) {
	for _, c := range []struct {
		in          string
		ok          bool
		precision   Precision
		first, last string
	}{
		{"", true, Unknown, "", ""},
		{"2018", true, Year, "2018-01-01", "2018-12-31"},
		{"2020-02", true, Month, "2020-02-01", "2020-02-29"},
		{"2018-03-29", true, Day, "2018-03-29", "2018-03-29"},
		{"2018-02-30", false, Unknown, "", ""},
		{"2018-13", false, Unknown, "", ""},
		{"29 March", false, Unknown, "", ""},
	} {
		d, ok := ParseDate(c.in)
		if ok != c.ok || d.Precision() != c.precision {
			t.Errorf("%q: %v, precision %d", c.in, ok, d.Precision())
		}
		if c.first == "" {
			if !d.First().IsZero() {
				t.Errorf("%q begins on %v", c.in, d.First())
			}
			continue
		}
		if DateOf(d.First()) != Date(c.first) || DateOf(d.Last()) != Date(c.last) {
			t.Errorf("%q is %s to %s", c.in, DateOf(d.First()), DateOf(d.Last()))
		}
	}
	if !Date("2018-03").Before("2018-04-01") || Date("2018-03").Before("2018-03-15") || Date("").Before("2018") {
		t.Error("Before")
	}
	if (Span{"2018-04", "2018-03"}).Orderly() || !(Span{"2018-04", "2018"}).Orderly() {
		t.Error("Orderly")
	}
}
