package backup

import (
	"fmt"
	"regexp"
	"strconv"
	"time"
)

// A Keep says which backups of the schedule stay: the newest of each of the last
// days, weeks and months that have one, and always the newest of all.
type Keep struct{ Days, Weeks, Months int }

var keepForm = regexp.MustCompile(`^(?:(\d{1,4})d)?(?:(\d{1,4})w)?(?:(\d{1,4})m)?$`)

// ReadKeep reads "7d4w6m": seven days, four weeks, six months. A part may be left
// out.
func ReadKeep(text string) (k Keep, err error) {
	m := keepForm.FindStringSubmatch(text)
	if m == nil || text == "" {
		return k, fmt.Errorf("%q does not say how many days, weeks and months, as 7d4w6m does", text)
	}
	for i, into := range []*int{&k.Days, &k.Weeks, &k.Months} {
		if m[i+1] != "" {
			*into, _ = strconv.Atoi(m[i+1])
		}
	}
	return k, nil
}

// Of returns which backups, given newest first, stay. Days, weeks and months are
// those of UTC; those without a backup do not count.
func (k Keep) Of(all []time.Time) []bool {
	stay := make([]bool, len(all))
	for i := range all {
		stay[i] = i == 0
	}
	for _, rule := range []struct {
		n    int
		span func(time.Time) string
	}{
		{k.Days, func(t time.Time) string { return t.UTC().Format(time.DateOnly) }},
		{k.Weeks, func(t time.Time) string { y, w := t.UTC().ISOWeek(); return fmt.Sprint(y, w) }},
		{k.Months, func(t time.Time) string { return t.UTC().Format("2006-01") }},
	} {
		last, n := "", 0
		for i, t := range all {
			if n == rule.n {
				break
			}
			if at := rule.span(t); at != last {
				stay[i] = true
				last = at
				n++
			}
		}
	}
	return stay
}
