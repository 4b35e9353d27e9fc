package attendance

import (
	"penc/internal/ground/fault"
	"penc/internal/ground/ref"
	"penc/internal/platform/db"
)

func scanDoor(r db.Row) (d Door, err error) {
	err = r.Scan(&d.Meeting, &d.Process, &d.Version, &d.Registering, &d.RoomPlaces, &d.RemotePlaces, &d.Code,
		db.ScanTime(&d.Opened), db.ScanTime(&d.Closed), db.ScanTime(&d.Until))
	return d, err
}

const doorColumns = `meeting, process, version, registering, room_places, remote_places, code, opened, closed, pass_until`

// doorOf returns the door of a meeting, as it is before anybody set it if there is
// no row.
func doorOf(tx *db.Tx, meeting, process ref.ID) (Door, error) {
	d, err := db.One(tx, "attendance.door.unknown", scanDoor,
		`SELECT `+doorColumns+` FROM attendance_door WHERE meeting = $1`, meeting)
	if fault.KindOf(err) == fault.NotFound {
		return Door{Meeting: meeting, Process: process}, nil
	}
	return d, err
}

// doorByCode returns the door that a code opens; NotFound if it opens none.
func doorByCode(tx *db.Tx, code string) (Door, error) {
	return db.One(tx, "attendance.code.wrong", scanDoor,
		`SELECT `+doorColumns+` FROM attendance_door WHERE code = $1 AND code <> '' AND closed = ''`, code)
}

// doorsLeftOpen returns the doors that nobody closed.
func doorsLeftOpen(tx *db.Tx) ([]Door, error) {
	return db.List(tx, scanDoor, `SELECT `+doorColumns+` FROM attendance_door WHERE code <> '' AND closed = '' ORDER BY meeting`)
}

func codeTaken(tx *db.Tx, code string) (bool, error) {
	n, err := db.One(tx, "attendance.door.unknown", db.Value[int],
		`SELECT count(*) FROM attendance_door WHERE code = $1 AND closed = ''`, code)
	return n > 0, err
}

func saveDoor(tx *db.Tx, d Door) error {
	_, err := tx.Exec(`
		INSERT INTO attendance_door (meeting, process, version, registering, room_places, remote_places, code, opened, closed, pass_until)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
		ON CONFLICT (meeting) DO UPDATE SET version = excluded.version, registering = excluded.registering,
			room_places = excluded.room_places, remote_places = excluded.remote_places,
			code = excluded.code, opened = excluded.opened, closed = excluded.closed, pass_until = excluded.pass_until`,
		d.Meeting, d.Process, d.Version, d.Registering, d.RoomPlaces, d.RemotePlaces, d.Code,
		db.Time(d.Opened), db.Time(d.Closed), db.Time(d.Until))
	return err
}
