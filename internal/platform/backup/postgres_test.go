package backup

import (
	"testing"

	"penc/internal/platform/db/dbtest"
)

// postgres returns an empty database.
func postgres(t testing.TB) string { return dbtest.Postgres(t) }
