package db

import (
	"database/sql"
	"database/sql/driver"
	"encoding/json"
	"errors"
	"time"

	"github.com/jackc/pgx/v5/pgconn"
	"modernc.org/sqlite"

	"penc/internal/ground/when"
)

// Value returns what is stored for the column.
func (c Column) Value() (driver.Value, error) {
	text, err := json.Marshal(c.v)
	return string(text), err
}

// Time stores a moment, as when.Stamp writes it; the zero time as empty text.
func Time(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return when.Format(t)
}

// ScanTime reads a moment into t.
func ScanTime(t *time.Time) any { return moment{t} }

type moment struct{ t *time.Time }

// Scan reads what Time wrote.
func (m moment) Scan(src any) error {
	var s sql.NullString
	if err := s.Scan(src); err != nil {
		return err
	}
	*m.t = when.Parse(s.String)
	return nil
}

// IsDuplicate reports whether err says that a row with that key is there already.
func IsDuplicate(err error) bool {
	if e, ok := errors.AsType[*pgconn.PgError](err); ok {
		return e.Code == "23505"
	}
	if e, ok := errors.AsType[*sqlite.Error](err); ok {
		return e.Code() == 2067 || e.Code() == 1555
	}
	return false
}
