// Package when holds dates of the world, which may be known only in part
// ("2018", "2018-03"), and the one way in which moments are written.
package when

import (
	"time"
)

// Stamp is how every moment is stored: UTC, fixed width, so that it sorts as
// text and is the same string in row, JSON, bundle and proof.
const Stamp = "2006-01-02T15:04:05.000000Z"

// Format returns t as it is stored.
func Format(t time.Time) string { return t.UTC().Format(Stamp) }

// Parse reads what Format wrote; the zero time if s is empty or is no stamp.
func Parse(s string) time.Time {
	t, err := time.Parse(Stamp, s)
	if err != nil {
		return time.Time{}
	}
	return t
}

// A Date is a day, a month or a year of the Gregorian calendar: "2018-03-29",
// "2018-03" or "2018". The empty Date is unknown.
type Date string

// A Precision says how much of a date is known.
type Precision int

// The precisions.
const (
	Unknown Precision = iota
	Year
	Month
	Day
)

var layouts = map[Precision]string{Year: "2006", Month: "2006-01", Day: "2006-01-02"}

// ParseDate returns s as a date, and whether it is one (the empty date is).
func ParseDate(s string) (Date, bool) {
	d := Date(s)
	return d, s == "" || d.Precision() != Unknown
}

// DateOf returns the day of t in its own zone.
func DateOf(t time.Time) Date { return Date(t.Format(layouts[Day])) }

// Precision returns how much of d is known; Unknown too if d is no date.
func (d Date) Precision() Precision {
	for p, layout := range layouts {
		if len(d) == len(layout) {
			if _, err := time.Parse(layout, string(d)); err == nil {
				return p
			}
		}
	}
	return Unknown
}

// First returns the first day of d, and Last the day after which d is over.
// Both are the zero time if d is unknown.
func (d Date) First() time.Time {
	t, _ := time.Parse(layouts[d.Precision()], string(d))
	if d.Precision() == Unknown {
		return time.Time{}
	}
	return t
}

// Last returns the last day of d.
func (d Date) Last() time.Time {
	switch t := d.First(); d.Precision() {
	case Year:
		return t.AddDate(1, 0, -1)
	case Month:
		return t.AddDate(0, 1, -1)
	default:
		return t
	}
}

// Before reports whether d is over before e begins.
func (d Date) Before(e Date) bool {
	return d != "" && e != "" && d.Last().Before(e.First())
}

// A Span is the time from one date to another; End may be empty for a single
// day or for something that goes on.
type Span struct {
	Start Date `json:"start,omitempty"`
	End   Date `json:"end,omitempty"`
}

// Known reports whether anything is known of the span.
func (s Span) Known() bool { return s.Start != "" || s.End != "" }

// Orderly reports whether the span does not end before it starts.
func (s Span) Orderly() bool { return !s.End.Before(s.Start) }
