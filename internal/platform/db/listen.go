package db

import (
	"context"
	"strconv"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
)

// channel is where the nodes of a PostgreSQL database tell each other which bells
// rang.
const channel = "penc_bell"

// shared reports whether a bell rings on every node: one that is about a single
// thing, "attendance.live/m1". The others are watched by whoever listens to them.
func shared(name string) bool { return strings.Contains(name, "/") }

// tellOthers passes a ring on to the other nodes, with the commit.
func (t *Tx) tellOthers(name string, number int64) {
	if t.db.engine != Postgres || !shared(name) {
		return
	}
	t.AtEnd(func(t *Tx) error {
		_, err := t.Exec(`SELECT pg_notify($1, $2)`, channel, strconv.FormatInt(number, 10)+" "+name)
		return err
	})
}

// Listen rings the bells that other nodes ring, until ctx ends. When the connection
// is lost it rings all of them, since nobody knows what was missed, and tries
// again. With SQLite there are no other nodes, and it returns at once.
func (d *DB) Listen(ctx context.Context) {
	if d.engine != Postgres {
		return
	}
	for pause := time.Second; ctx.Err() == nil; pause = min(2*pause, time.Minute) {
		if err := d.listen(ctx, func() { pause = time.Second }); err != nil && ctx.Err() == nil {
			d.log.Error("the bells of other nodes cannot be heard", "again-after", pause.String(), "error", err)
		}
		select {
		case <-time.After(pause):
		case <-ctx.Done():
		}
	}
}

func (d *DB) listen(ctx context.Context, heard func()) error {
	conn, err := pgx.Connect(ctx, d.where)
	if err != nil {
		return err
	}
	defer conn.Close(context.WithoutCancel(ctx))
	if _, err := conn.Exec(ctx, "LISTEN "+channel); err != nil {
		return err
	}
	heard()
	d.ringShared()
	for {
		n, err := conn.WaitForNotification(ctx)
		if err != nil {
			return err
		}
		number, name, _ := strings.Cut(n.Payload, " ")
		at, err := strconv.ParseInt(number, 10, 64)
		if err == nil {
			d.ringIfThere(name, at)
		}
	}
}

// ringIfThere rings a bell that somebody here listens to. A ring of this node comes
// back too; its number is known, and it is not rung twice.
func (d *DB) ringIfThere(name string, number int64) {
	d.bellsMu.Lock()
	b := d.bells[name]
	d.bellsMu.Unlock()
	if b != nil && b.Number() != number {
		b.Ring(number)
	}
}

// ringShared rings every bell that other nodes may have rung.
func (d *DB) ringShared() {
	d.bellsMu.Lock()
	var all []*Bell
	for name, b := range d.bells {
		if shared(name) {
			all = append(all, b)
		}
	}
	d.bellsMu.Unlock()
	for _, b := range all {
		b.Ring(b.Number())
	}
}
