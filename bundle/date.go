package bundle

import "time"

// Date is a day, a month or a year, as much as is known: 2018, 2018-03 or
// 2018-03-29. The empty Date is unknown.
type Date string

// Precision says how much of a date is known.
type Precision int

// How much of a date is known.
const (
	Unknown Precision = iota
	Year
	Month
	Day
)

// Precision returns how much of the date is known; Unknown also for what is not
// a date at all.
func (d Date) Precision() Precision {
	layouts := [...]string{Year: "2006", Month: "2006-01", Day: "2006-01-02"}
	for p := Year; p <= Day; p++ {
		if len(d) != len(layouts[p]) {
			continue
		}
		if t, err := time.Parse(layouts[p], string(d)); err == nil && t.Year() > 0 {
			return p
		}
	}
	return Unknown
}

// After says that the date is certainly later than another one. Dates are
// compared as far as both are known: 2018-03 is not after 2018.
func (d Date) After(other Date) bool {
	n := min(len(d), len(other))
	return d[:n] > other[:n]
}
