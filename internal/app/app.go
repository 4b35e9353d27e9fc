// Package app builds the rooms in order and starts them. features.go reads like
// a table of contents.
package app

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	netmail "net/mail"
	"path/filepath"
	"sync"
	"time"

	"penc/internal/platform/backup"
	"penc/internal/platform/blob"
	"penc/internal/platform/config"
	"penc/internal/platform/db"
	"penc/internal/platform/feature"
	"penc/internal/platform/job"
	"penc/internal/platform/mail"
	"penc/internal/platform/record"
	"penc/internal/platform/search"
	"penc/internal/platform/web"
)

// An App is the whole program with its rooms, on one database.
type App struct {
	Rooms
	DB        *db.DB
	Site      *web.Site
	Words     *web.Catalogue
	Directory *feature.Directory
	Handler   http.Handler

	// Backups makes backups by itself, if the settings say so.
	Backups *backup.Schedule

	log    *slog.Logger
	sender mail.Sender
	files  *blob.Store
	clock  *demoClock // of a site to try out; nil otherwise
}

// Options are what the program is built from besides its settings.
type Options struct {
	Config config.Config
	Log    *slog.Logger
	Demo   bool             // a site to try out: mail is kept, pages say so
	Sender mail.Sender      // made from the settings if nil
	Clock  func() time.Time // the machine's if nil
}

// Open opens the database, brings its tables up to date and builds every room.
func Open(ctx context.Context, o Options) (a *App, err error) {
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	a = empty(o.Log)
	defer func() {
		if err != nil {
			a.Close()
		}
	}()
	if o.Demo {
		if o.Clock == nil {
			o.Clock = time.Now
		}
		a.clock = &demoClock{base: o.Clock}
		o.Clock = a.clock.now
	}
	if a.DB, err = db.Open(ctx, db.Options{Where: o.Config.Data, Log: o.Log, Clock: o.Clock}); err != nil {
		return a, err
	}
	if a.sender, err = sender(o); err != nil {
		return a, err
	}
	if a.files, err = blob.Open(documents(o.Config)); err != nil {
		return a, fmt.Errorf("open the folder of documents: %w", err)
	}
	a.build(o.Config.Site(), o.Config.SiteName, o.Demo)
	if err := a.scheduleBackups(o.Config); err != nil {
		return a, err
	}
	if from, err := netmail.ParseAddress(o.Config.MailFrom); err == nil {
		a.Attendance.Organizer = from.Address
	}
	if err := a.DB.Migrate(ctx, a.schemas(a.DB.Engine())); err != nil {
		return a, err
	}
	a.Site = &web.Site{
		Name: o.Config.SiteName, BaseURL: o.Config.Site(), DB: a.DB, Directory: a.Directory,
		Words: a.Words, Log: o.Log, Demo: o.Demo, Proxies: o.Config.Proxies(),
	}
	a.Site.Doorkeeper = a.doorkeeper(a.Site)
	if err := a.words(); err != nil {
		return a, err
	}
	a.Handler, err = a.Site.Build(a.faces()...)
	return a, err
}

// empty returns a program without rooms.
func empty(log *slog.Logger) *App {
	return &App{log: log, Directory: feature.NewDirectory(), Words: web.NewCatalogue()}
}

// documents returns the folder of uploaded documents. With PostgreSQL and no
// folder given it lies beside the program, which the operator's guide warns of.
func documents(c config.Config) string {
	if dir := c.Documents(); dir != "" {
		return dir
	}
	return filepath.Join("penc-data", "files")
}

func sender(o Options) (mail.Sender, error) {
	switch c := o.Config; {
	case o.Sender != nil:
		return o.Sender, nil
	case o.Demo || c.SMTPHost == "":
		return mail.Outbox{}, nil
	default:
		password, err := c.Password()
		return mail.SMTP{
			Host: c.SMTPHost, Port: c.SMTPPort, User: c.SMTPUser, Password: password,
			From: c.MailFrom, TLS: c.SMTPTLS, BaseURL: c.Site(),
		}, err
	}
}

// schemas are the tables of the machines and then of the rooms, in building order,
// for one of the databases.
func (a *App) schemas(e db.Engine) []db.Schema {
	all := []db.Schema{record.Schema(), job.Schema(), mail.Schema(), search.Schema(e)}
	for _, f := range a.Directory.Features() {
		if f.Schema != nil {
			all = append(all, db.Schema{Room: f.Name, Files: f.Schema})
		}
	}
	return all
}

// Run keeps followers, jobs and clocks going until ctx ends.
func (a *App) Run(ctx context.Context) {
	var followers []record.Follower
	workers := []job.Worker{mail.Worker(a.DB, a.sender)}
	var wg sync.WaitGroup
	for _, f := range a.Directory.Features() {
		followers = append(followers, f.Follows...)
		workers = append(workers, f.Jobs...)
		for _, c := range f.Clocks {
			wg.Go(func() { a.tick(ctx, c) })
		}
	}
	wg.Go(func() { a.DB.Listen(ctx) })
	wg.Go(func() { record.Run(ctx, a.DB, a.log, followers) })
	wg.Go(func() { job.Run(ctx, a.DB, a.log, workers) })
	wg.Wait()
}

func (a *App) tick(ctx context.Context, c feature.Clock) {
	t := time.NewTicker(c.Every)
	defer t.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-t.C:
			if err := c.Do(ctx); err != nil && ctx.Err() == nil {
				a.log.Error("a clock failed", "clock", c.Name, "error", err)
			}
		}
	}
}

// CatchUp does by hand what Run does in the background, until nothing is left:
// for the demo before its first page and for tests.
func (a *App) CatchUp(ctx context.Context) error {
	for _, f := range a.Directory.Features() {
		for _, c := range f.Clocks {
			if err := c.Do(ctx); err != nil {
				return fmt.Errorf("%s: %w", c.Name, err)
			}
		}
	}
	for more := true; more; {
		more = false
		workers := []job.Worker{mail.Worker(a.DB, a.sender)}
		for _, f := range a.Directory.Features() {
			for _, follower := range f.Follows {
				if err := record.Follow(ctx, a.DB, follower); err != nil {
					return fmt.Errorf("%s: %w", follower.Name, err)
				}
			}
			workers = append(workers, f.Jobs...)
		}
		for _, w := range workers {
			did, err := job.Work(ctx, a.DB, a.log, w)
			if err != nil {
				return fmt.Errorf("%s: %w", w.Kind, err)
			}
			more = more || did
		}
	}
	return nil
}

// Close closes the database and the folder of documents.
func (a *App) Close() error {
	var errs []error
	if a.files != nil {
		errs = append(errs, a.files.Close())
	}
	return errors.Join(append(errs, a.DB.Close())...)
}

// Serve answers requests on l until ctx ends, then lets those that run finish.
func (a *App) Serve(ctx context.Context, l net.Listener) error {
	server := web.Server(a.Handler, a.log)
	server.RegisterOnShutdown(a.Site.EndStreams)
	background, stop := context.WithCancel(context.WithoutCancel(ctx))
	var wg sync.WaitGroup
	wg.Go(func() { a.Run(background) })
	failed := make(chan error, 1)
	go func() { failed <- server.Serve(l) }()
	var err error
	select {
	case err = <-failed:
	case <-ctx.Done():
		grace, cancel := context.WithTimeout(context.WithoutCancel(ctx), 10*time.Second)
		err = server.Shutdown(grace)
		cancel()
	}
	stop()
	wg.Wait()
	if errors.Is(err, http.ErrServerClosed) {
		return nil
	}
	return err
}
