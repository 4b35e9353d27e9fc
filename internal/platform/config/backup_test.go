package config_test

import (
	"strings"
	"testing"
)

func TestBackupSettingsAreChecked(t *testing.T) {
	clear(t)
	for _, c := range []struct{ want, args string }{
		{"", "--backup-dir /b --backup-every 24h --backup-keep 7d4w6m"},
		{"", "--backup-dir /b --backup-every 0 --backup-keep 30d"},
		{"--backup-every", "--backup-every 10s"},
		{"--backup-every", "--backup-every tomorrow"},
		{"--backup-keep", "--backup-dir /b --backup-keep 7"},
		{"--backup-keep", "--backup-dir /b --backup-keep 4w7d"},
		{"no public key", "--backup-key age1wrong"},
		{"that is a secret key", "--backup-key AGE-SECRET-KEY-1TG5QDYLXV7EC48MAHZGLPFD7K92SHV0JPFPTEHWR9AAL5DG6YK5SZZJWGF"},
	} {
		_, err := serve(t, strings.Fields(c.args)...)
		if (err == nil) != (c.want == "") || err != nil && !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want %q", c.args, err, c.want)
		}
		if err != nil && strings.Contains(err.Error(), "1TG5QDYLXV7") {
			t.Errorf("the secret key is repeated: %v", err)
		}
	}
}
