package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"time"

	"penc/internal/app"
	"penc/internal/platform/backup"
	"penc/internal/platform/config"
)

type backups struct {
	config.Place
	File     string   `arg:"" help:"The file to write, which must not be there yet; - for standard output."`
	Key      []string `name:"to-key" placeholder:"KEY" help:"Encrypt it to this public key of age (age1…). May be given more than once."`
	Check    bool     `name:"check" help:"Write nothing: read the file and say whether it is whole and as it was written."`
	Identity string   `name:"identity" placeholder:"FILE" help:"With --check: file of the secret key of an encrypted backup."`
	JSON     bool     `name:"json" help:"Print the outcome as JSON."`
}

// Run makes a backup of a site that may be running, or checks one.
func (b *backups) Run(ctx context.Context) error {
	tell, done := progress(os.Stderr)
	job := app.BackupJob{Place: b.Place, File: b.File, Keys: b.Key, Identity: b.Identity, Out: os.Stdout, Tell: tell}
	act, out := app.Backup, io.Writer(os.Stdout)
	switch {
	case b.Check:
		act = app.CheckBackup
	case b.File == "-": // the backup is on standard output
		out = os.Stderr
	}
	o := act(ctx, job)
	done()
	return say(out, o, b.JSON)
}

type restore struct {
	config.Place
	File       string `arg:"" help:"The backup."`
	Identity   string `name:"identity" placeholder:"FILE" help:"File of the secret key of an encrypted backup."`
	SendQueued bool   `name:"send-queued" help:"Send the messages that waited when the backup was made. Without it they are given up, because they may have gone out since."`
	JSON       bool   `name:"json" help:"Print the outcome as JSON."`
}

// Run makes a site of a backup, where nothing is.
func (r *restore) Run(ctx context.Context) error {
	tell, done := progress(os.Stderr)
	o := app.Restore(ctx, app.RestoreJob{Place: r.Place, File: r.File, Identity: r.Identity, SendQueued: r.SendQueued, Tell: tell})
	done()
	return say(os.Stdout, o, r.JSON)
}

// say prints an outcome and returns its fault.
func say(w io.Writer, out app.Outcome, asJSON bool) error {
	if asJSON {
		if err := json.NewEncoder(w).Encode(out); err != nil {
			return err
		}
	} else if _, err := io.WriteString(w, out.Text); err != nil {
		return err
	}
	if out.Fault != "" {
		return refusal{out.Fault, out.Exit}
	}
	return nil
}

// progress tells somebody who looks at a terminal how far the work is, a few times a
// second; nobody else. The second function wipes the line.
func progress(f *os.File) (backup.Tell, func()) {
	info, err := f.Stat()
	if err != nil || info.Mode()&os.ModeCharDevice == 0 {
		return nil, func() {}
	}
	var last time.Time
	tell := func(doing string, rows, documents, bytes int64) {
		if time.Since(last) < 200*time.Millisecond {
			return
		}
		last = time.Now()
		fmt.Fprintf(f, "\r\x1b[K%s: %d rows, %d documents, %.1f MB", doing, rows, documents, float64(bytes)/1e6)
	}
	return tell, func() { fmt.Fprint(f, "\r\x1b[K") }
}
