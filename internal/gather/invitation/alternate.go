package invitation

import (
	"time"

	"penc/internal/ground/fault"
	"penc/internal/ground/ref"
	"penc/internal/ground/when"
)

// An Alternate is a contact who may sit in for another between two days.
type Alternate struct {
	ID      ref.ID
	Process ref.ID
	For     ref.ID    // the contact who is replaced
	Contact ref.ID    // who sits in
	From    when.Date // a day
	Until   when.Date // a day, or empty: until further notice
}

// Check returns the faults of an alternate.
func (a Alternate) Check() error {
	var faults fault.List
	if a.Contact == "" || a.Contact == a.For {
		faults = faults.Add(fault.Field("alternate", "invitation.alternate.who"))
	}
	if a.From.Precision() != when.Day {
		faults = faults.Add(fault.Field("from", "invitation.alternate.day"))
	}
	if a.Until != "" && a.Until.Precision() != when.Day {
		faults = faults.Add(fault.Field("until", "invitation.alternate.day"))
	} else if a.Until != "" && a.Until < a.From {
		faults = faults.Add(fault.Field("until", "invitation.alternate.order"))
	}
	return faults.Err()
}

// On reports whether the alternate may sit in on the day of a moment.
func (a Alternate) On(t time.Time) bool {
	day := when.DateOf(t)
	return a.From <= day && (a.Until == "" || day <= a.Until)
}
