package mail

import (
	"context"
	"embed"
	"errors"
	"io/fs"

	"penc/internal/ground/fault"
	"penc/internal/ground/ref"
	"penc/internal/platform/db"
	"penc/internal/platform/job"
)

//go:embed schema/*.sql
var files embed.FS

// Schema returns the table of messages.
func Schema() db.Schema {
	sub, _ := fs.Sub(files, "schema")
	return db.Schema{Room: "mail", Files: sub}
}

// Job is the kind of job that sends one message.
const Job = "mail.send"

// attempts are spread over about six hours.
const attempts = 12

// Queue keeps a message and has it sent once the transaction is on disk. It
// returns the Invalid faults of [Message.Ready].
func Queue(tx *db.Tx, m Message) (ref.ID, error) {
	m, err := m.Ready()
	if err != nil {
		return "", err
	}
	if m.ID, err = tx.NewID(); err != nil {
		return "", err
	}
	if err := insert(tx, m); err != nil {
		return "", err
	}
	return m.ID, job.Queue(tx, Job, string(m.ID), 0)
}

// A Sender carries a message to where it is read.
type Sender interface {
	Send(ctx context.Context, m Message) error
}

// ErrRefused says that the mail server will never take this message: there is
// no such mailbox. Any other error of a Sender may pass.
var ErrRefused = errors.New("the address does not exist")

// Outbox is the demo's sender: messages stay where they are, to be read on the
// demo's outbox page, and nothing is sent.
type Outbox struct{}

// Send does nothing.
func (Outbox) Send(context.Context, Message) error { return nil }

// Worker returns the worker that sends what was queued.
func Worker(d *db.DB, s Sender) job.Worker {
	p := post{d, s, Sent}
	if _, keeps := s.(Outbox); keeps {
		p.then = Kept
	}
	return job.Worker{Kind: Job, Do: p.send, Attempts: attempts, GaveUp: p.giveUp}
}

// A post sends messages of one database by one sender.
type post struct {
	db     *db.DB
	sender Sender
	then   State
}

func (p post) load(ctx context.Context, id string) (m Message, err error) {
	err = p.db.Read(ctx, func(tx *db.Tx) error {
		m, err = db.One(tx, "mail.unknown", scan, messageByID, id)
		return err
	})
	return m, err
}

func (p post) send(ctx context.Context, id string) error {
	m, err := p.load(ctx, id)
	if fault.KindOf(err) == fault.NotFound {
		return nil // forgotten meanwhile
	}
	if err != nil || m.State != Queued {
		return err
	}
	failed := p.sender.Send(ctx, m)
	if failed != nil && ctx.Err() != nil {
		return ctx.Err() // the server stops: not the message's fault
	}
	// What the mail server took is written down even if the server stops now.
	ctx = context.WithoutCancel(ctx)
	if failed == nil {
		return p.db.Write(ctx, func(tx *db.Tx) error { return settle(tx, m, p.then, "") })
	}
	if errors.Is(failed, ErrRefused) {
		return p.db.Write(ctx, func(tx *db.Tx) error { return settle(tx, m, Failed, failed.Error()) })
	}
	if err := p.db.Write(ctx, func(tx *db.Tx) error {
		_, err := tx.Exec(noteFault, m.ID, failed.Error())
		return err
	}); err != nil {
		return err
	}
	return failed
}

func (p post) giveUp(ctx context.Context, id string, why error) error {
	return p.db.Write(ctx, func(tx *db.Tx) error {
		return settle(tx, Message{ID: ref.ID(id)}, Failed, why.Error())
	})
}
