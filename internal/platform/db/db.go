package db

import (
	"context"
	"crypto/rand"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"github.com/gofrs/flock"
	_ "github.com/jackc/pgx/v5/stdlib" // the PostgreSQL driver
	_ "modernc.org/sqlite"             // the SQLite driver
)

// An Engine is one of the two databases.
type Engine int

// The engines.
const (
	SQLite Engine = iota
	Postgres
)

// String returns "SQLite" or "PostgreSQL".
func (e Engine) String() string {
	if e == Postgres {
		return "PostgreSQL"
	}
	return "SQLite"
}

// Options say where the database is and whose clock it keeps.
type Options struct {
	// Where is a postgres:// URL, or the folder of an SQLite database.
	Where string
	// ReadOnly opens an SQLite database beside a running server. Writing fails.
	ReadOnly bool
	// Clock and Chance are the time and the randomness of every transaction;
	// the machine's own if nil.
	Clock  func() time.Time
	Chance io.Reader
	Log    *slog.Logger
}

// ErrRunning says that another process holds the SQLite database.
var ErrRunning = errors.New("another Penc server is running on this data folder; stop it first, or use the command beside it")

// FileName is the name of the SQLite database in the data folder.
const FileName = "penc.db"

// lockName is the file in the data folder by which one server keeps others away.
const lockName = "penc.lock"

// DB is an open database.
type DB struct {
	engine Engine
	where  string
	clock  func() time.Time
	chance io.Reader
	log    *slog.Logger

	reader *sql.DB // readers; on PostgreSQL the one pool
	writer *sql.DB // SQLite: one connection
	lock   *flock.Flock
	acts   chan *act
	stop   chan struct{}
	done   sync.WaitGroup

	keptMu sync.RWMutex
	kept   map[string]*sql.Stmt // prepared on the reading connections

	bellsMu sync.Mutex
	bells   map[string]*Bell
}

// IsPostgres reports whether where names a PostgreSQL database.
func IsPostgres(where string) bool {
	return strings.HasPrefix(where, "postgres://") || strings.HasPrefix(where, "postgresql://")
}

// Open opens the database. It makes the data folder and an empty database if
// there is none; tables come with Migrate. It returns ErrRunning if another
// process holds the folder.
func Open(ctx context.Context, o Options) (*DB, error) {
	d := &DB{where: o.Where, clock: o.Clock, chance: o.Chance, log: o.Log, stop: make(chan struct{})}
	if d.clock == nil {
		d.clock = time.Now
	}
	if d.chance == nil {
		d.chance = rand.Reader
	}
	if d.log == nil {
		d.log = slog.New(slog.DiscardHandler)
	}
	var err error
	if IsPostgres(o.Where) {
		d.engine = Postgres
		err = d.openPostgres(ctx)
	} else {
		err = d.openSQLite(ctx, o.ReadOnly)
	}
	if err != nil {
		d.Close()
		return nil, fmt.Errorf("open database: %w", err)
	}
	return d, nil
}

func (d *DB) openPostgres(ctx context.Context) (err error) {
	if d.reader, err = sql.Open("pgx", d.where); err != nil {
		return err
	}
	d.reader.SetMaxOpenConns(20)
	d.reader.SetMaxIdleConns(10)
	return d.reader.PingContext(ctx)
}

const pragmas = "_pragma=busy_timeout(5000)&_pragma=journal_mode(WAL)" +
	"&_pragma=synchronous(FULL)&_pragma=foreign_keys(1)&_pragma=temp_store(memory)&_pragma=cache_size(-8000)"

func (d *DB) openSQLite(ctx context.Context, readOnly bool) (err error) {
	file := filepath.Join(d.where, FileName)
	if readOnly {
		if _, err := os.Stat(file); err != nil {
			return err
		}
		d.reader, err = sql.Open("sqlite", "file:"+file+"?mode=ro&_pragma=busy_timeout(5000)&_pragma=query_only(1)")
		if err != nil {
			return err
		}
		return d.reader.PingContext(ctx)
	}
	if err := os.MkdirAll(d.where, 0o700); err != nil {
		return err
	}
	d.lock = flock.New(filepath.Join(d.where, lockName))
	if ok, err := d.lock.TryLock(); err != nil {
		return err
	} else if !ok {
		d.lock = nil
		return ErrRunning
	}
	if err := own(file); err != nil {
		return err
	}
	if d.writer, err = sql.Open("sqlite", "file:"+file+"?_txlock=immediate&"+pragmas); err != nil {
		return err
	}
	d.writer.SetMaxOpenConns(1)
	if err := d.writer.PingContext(ctx); err != nil {
		return err
	}
	if d.reader, err = sql.Open("sqlite", "file:"+file+"?"+pragmas+"&_pragma=query_only(1)"); err != nil {
		return err
	}
	d.reader.SetMaxOpenConns(8)
	d.reader.SetMaxIdleConns(8)
	d.acts = make(chan *act, maxGroup)
	d.done.Go(d.writeInGroups)
	return nil
}

// own makes the file of a new database for this account alone, also where the
// folder was made by somebody else. SQLite gives the files beside it the same mode.
func own(file string) error {
	f, err := os.OpenFile(file, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return err
	}
	return f.Close()
}

// Engine returns which of the two databases this is.
func (d *DB) Engine() Engine { return d.engine }

// Folder returns the data folder of an SQLite database, empty on PostgreSQL.
func (d *DB) Folder() string {
	if d.engine == Postgres {
		return ""
	}
	return d.where
}

// Now returns the time of the database's clock, in UTC and whole microseconds.
func (d *DB) Now() time.Time { return d.clock().UTC().Truncate(time.Microsecond) }

// Chance returns the source of randomness of every transaction.
func (d *DB) Chance() io.Reader { return d.chance }

// Close waits for the acts that were taken on and closes the database.
func (d *DB) Close() error {
	if d == nil {
		return nil
	}
	select {
	case <-d.stop:
		return nil
	default:
		close(d.stop)
	}
	d.done.Wait()
	var errs []error
	if d.reader != nil {
		errs = append(errs, d.reader.Close())
	}
	if d.writer != nil {
		errs = append(errs, d.writer.Close())
	}
	if d.lock != nil {
		errs = append(errs, d.lock.Unlock())
	}
	return errors.Join(errs...)
}
