package app

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"runtime/debug"
	"strconv"
	"strings"

	"filippo.io/age"

	"penc/internal/ground/when"
	"penc/internal/platform/backup"
	"penc/internal/platform/blob"
	"penc/internal/platform/config"
	"penc/internal/platform/db"
)

// Version returns the version that the program was built from.
func Version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "unknown"
	}
	text := info.Main.Version
	for _, s := range info.Settings {
		if s.Key == "vcs.revision" {
			text += " " + s.Value
		}
	}
	return text
}

// source is what a backup of the site is made of.
func (a *App) source() backup.Source {
	return backup.Source{DB: a.DB, Files: a.files, Named: a.named, Program: Version()}
}

// named lists the documents that rows name. The tables of a server of another
// version may not be those that the rooms of this program ask, so then it lists none.
func (a *App) named(tx *db.Tx, do func(digest string) error) error {
	there, err := db.Versions(tx)
	if err != nil {
		return err
	}
	for _, s := range a.schemas(a.DB.Engine()) {
		if n, err := s.Newest(); err != nil || there[s.Room] != n {
			return err
		}
	}
	return a.Directory.Files(tx, do)
}

// scheduleBackups builds what makes backups by itself, and enters its tables.
func (a *App) scheduleBackups(c config.Config) (err error) {
	a.Backups = &backup.Schedule{Source: a.source(), Dir: c.BackupDir, Every: c.BackupEvery, Log: a.log}
	if c.BackupDir != "" {
		if a.Backups.Keep, err = backup.ReadKeep(c.BackupKeep); err != nil {
			return err
		}
	}
	if a.Backups.Keys, err = backup.Keys(c.BackupKey); err != nil {
		return err
	}
	a.Directory.Add(a.Backups.Feature())
	return nil
}

// beside builds the rooms on a site that it only reads, beside the server if one
// runs. Nothing in the data folder is changed.
func beside(ctx context.Context, place config.Place) (a *App, err error) {
	a = empty(slog.New(slog.DiscardHandler))
	if a.DB, err = db.Open(ctx, db.Options{Where: place.Data, ReadOnly: true}); err != nil {
		if errors.Is(err, os.ErrNotExist) {
			return nil, backup.Refused("there is no site in " + place.Data)
		}
		return nil, err
	}
	if a.files, err = blob.Look(documents(config.Config{Place: place})); err != nil {
		a.Close()
		return nil, err
	}
	a.build("http://localhost", "Penc", false)
	if err := a.scheduleBackups(config.Config{}); err != nil {
		a.Close()
		return nil, err
	}
	return a, nil
}

// Schemas returns the tables of the whole program for one of the databases.
func Schemas(e db.Engine) []db.Schema {
	a := empty(slog.New(slog.DiscardHandler))
	a.build("http://localhost", "Penc", false)
	a.Directory.Add((&backup.Schedule{}).Feature())
	return a.schemas(e)
}

// A BackupJob says what backup is to be made or checked.
type BackupJob struct {
	config.Place
	File     string    // "-" for Out
	Keys     []string  // to encrypt it to
	Identity string    // file of a secret key, for checking
	Out      io.Writer // where "-" goes
	Tell     backup.Tell
}

// Backup makes a backup, beside the server if one runs.
func Backup(ctx context.Context, j BackupJob) Outcome {
	out, err := makeBackup(ctx, j)
	return refused(out, err)
}

func makeBackup(ctx context.Context, j BackupJob) (Outcome, error) {
	keys, err := backup.Keys(j.Keys)
	if err != nil {
		return Outcome{}, err
	}
	a, err := beside(ctx, j.Place)
	if err != nil {
		return Outcome{}, err
	}
	defer a.Close()
	s := a.source()
	s.Tell = j.Tell
	if j.File == "-" {
		sum, err := backup.Stream(ctx, s, keys, j.Out)
		return Outcome{Text: "Wrote a backup: " + told(sum), Data: summary(sum)}, err
	}
	path, err := filepath.Abs(j.File)
	if err != nil {
		return Outcome{}, err
	}
	sum, err := backup.Save(ctx, s, keys, path)
	if err != nil {
		return Outcome{}, err
	}
	out := Outcome{Text: fmt.Sprintf("Wrote %s and checked it: %s", j.File, told(sum)), Data: summary(sum)}
	// Where a server runs it remembers when the site was backed up last. The backup is
	// sound whether it does or not.
	args := map[string]string{
		"file": path, "made": sum.Made, "bytes": strconv.FormatInt(sum.Bytes, 10),
		"sealed": strconv.FormatBool(sum.Sealed), "missing": strconv.Itoa(len(sum.End.Missing)),
	}
	if db.IsPostgres(j.Data) {
		a.noteBackup(ctx, args)
	} else {
		Send(ctx, j.Data, Command{Name: BackupCommand, Args: args})
	}
	return out, nil
}

// noteBackup keeps that a backup was made at the console.
func (a *App) noteBackup(ctx context.Context, args map[string]string) error {
	m := backup.Made{File: args["file"], Time: when.Parse(args["made"]), Sealed: args["sealed"] == "true"}
	m.Bytes, _ = strconv.ParseInt(args["bytes"], 10, 64)
	m.Missing, _ = strconv.ParseInt(args["missing"], 10, 64)
	return a.DB.Write(ctx, func(tx *db.Tx) error { return backup.Note(tx, m) })
}

// CheckBackup reads a backup and says whether it is whole and as it was written.
func CheckBackup(ctx context.Context, j BackupJob) Outcome {
	ids, err := identities(j.Identity)
	if err != nil {
		return refused(Outcome{}, err)
	}
	sum, err := backup.Check(ctx, j.File, ids, j.Tell)
	return refused(Outcome{Text: j.File + " is sound: " + told(sum), Data: summary(sum)}, err)
}

// A RestoreJob says what is to be restored where.
type RestoreJob struct {
	config.Place
	File       string
	Identity   string // file of a secret key; empty for none
	SendQueued bool
	Tell       backup.Tell
}

// Restore makes a site of a backup, where nothing is.
func Restore(ctx context.Context, j RestoreJob) Outcome {
	ids, err := identities(j.Identity)
	if err != nil {
		return refused(Outcome{}, err)
	}
	engine := db.SQLite
	if db.IsPostgres(j.Data) {
		engine = db.Postgres
	}
	r, err := backup.Restore(ctx, j.File, ids, backup.Place{
		Data: j.Data, Files: j.Files, Schemas: Schemas(engine), SendQueued: j.SendQueued, Tell: j.Tell,
	})
	text := "Restored " + told(r.Summary)
	switch {
	case j.SendQueued:
		text += "Messages that waited when the backup was made go out when the server starts.\n"
	case r.Held > 0:
		text += fmt.Sprintf("%d messages that waited when the backup was made will not be sent: they may have gone out since.\n", r.Held)
	}
	text += "What was done after the backup is not in it: people who were erased since must be erased again, and reminders that became due since may go out a second time.\n"
	data := summary(r.Summary)
	data["held"] = r.Held
	return refused(Outcome{Text: text, Data: data}, err)
}

func identities(file string) ([]age.Identity, error) {
	if file == "" {
		return nil, nil
	}
	return backup.Identities(file)
}

// refused returns the outcome with what went wrong, and the exit code for it.
func refused(out Outcome, err error) Outcome {
	if err == nil {
		return out
	}
	out = Outcome{Fault: err.Error(), Exit: ExitDefect}
	if _, ok := errors.AsType[backup.Refused](err); ok {
		out.Exit = ExitRefuse
	}
	return out
}

// told says in words what a backup holds.
func told(s backup.Summary) string {
	var b strings.Builder
	fmt.Fprintf(&b, "the site as of %s (%s, Penc %s), %d tables with %d rows, %d documents; %.1f MB", s.Made, s.Engine, s.Program,
		len(s.Tables), s.End.Rows(), s.End.Files.Count, float64(s.Bytes)/1e6)
	if s.Sealed {
		b.WriteString(", encrypted")
	}
	b.WriteString(".\n")
	for _, digest := range s.End.Missing {
		fmt.Fprintf(&b, "Warning: the document %s is named by the site and was not in its store, or damaged.\n", digest)
	}
	for _, finding := range s.End.Findings {
		fmt.Fprintf(&b, "Warning: in the database that was backed up, %s.\n", finding)
	}
	return b.String()
}

func summary(s backup.Summary) map[string]any {
	return map[string]any{
		"made": s.Made, "engine": s.Engine, "program": s.Program, "tables": len(s.Tables), "rows": s.End.Rows(),
		"documents": s.End.Files.Count, "bytes": s.Bytes, "encrypted": s.Sealed,
		"missing": append([]string{}, s.End.Missing...), "findings": append([]string{}, s.End.Findings...),
	}
}
