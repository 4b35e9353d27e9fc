package attendance_test

import (
	"testing"

	"penc/internal/gather/attendance"
	"penc/internal/gather/attendance/attendancetest"
	"penc/internal/ground/access"
	"penc/internal/ground/fault"
	"penc/internal/platform/db"
)

// tell fails unless err is a fault with a message.
func tell(t *testing.T, err error, message string) {
	t.Helper()
	if all := fault.All(err); len(all) == 0 || all[0].Message != message {
		t.Errorf("%v, want %s", err, message)
	}
}

var stranger = access.Actor{Channel: access.Web}

func TestPeopleAreThereOnceTheyCheckedIn(t *testing.T) {
	attendancetest.Each(t, func(t *testing.T, h *attendancetest.House) {
		hall := h.Open(t)
		people := hall.People(t, 8)
		read(t, h, func(tx *db.Tx) {
			for i, who := range people {
				p, err := h.Attendance.Present(tx, who, hall.Meeting.ID)
				if err != nil || p.Participant != who.In("eau") || p.Group != hall.Groups[i%3] {
					t.Errorf("%v, %v", p, err)
				}
			}
			_, err := h.Attendance.Present(tx, stranger, hall.Meeting.ID)
			tell(t, err, "attendance.not-here")
			n, err := h.Attendance.HeadcountTx(tx, hall.Meeting.ID)
			if err != nil || n != (attendance.Headcount{Room: 6, Remote: 2}) {
				t.Errorf("%v, %v", n, err)
			}
		})
	})
}

func read(t *testing.T, h *attendancetest.House, fn func(tx *db.Tx)) {
	t.Helper()
	err := h.DB.Read(t.Context(), func(tx *db.Tx) error {
		fn(tx)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
