package mail_test

import (
	"context"
	"errors"
	"log/slog"
	"strings"
	"testing"
	"time"

	"github.com/emersion/go-smtp"

	"penc/internal/ground/fault"
	"penc/internal/ground/ref"
	"penc/internal/platform/db"
	"penc/internal/platform/db/dbtest"
	"penc/internal/platform/job"
	"penc/internal/platform/mail"
	"penc/internal/platform/mail/mailtest"
)

var (
	schemas = []db.Schema{job.Schema(), mail.Schema()}
	quiet   = slog.New(slog.DiscardHandler)
)

func queue(t *testing.T, d *db.DB, m mail.Message) (id ref.ID) {
	t.Helper()
	err := d.Write(t.Context(), func(tx *db.Tx) (err error) {
		id, err = mail.Queue(tx, m)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return id
}

// work does what is due, until nothing is.
func work(t *testing.T, d *db.DB, w job.Worker) {
	t.Helper()
	for more := true; more; {
		var err error
		if more, err = job.Work(t.Context(), d, quiet, w); err != nil {
			t.Fatal(err)
		}
	}
}

func recent(t *testing.T, d *db.DB) (out []mail.Message) {
	t.Helper()
	err := d.Read(t.Context(), func(tx *db.Tx) (err error) {
		out, err = mail.Recent(tx, 100)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func state(t *testing.T, d *db.DB, want mail.State) mail.Message {
	t.Helper()
	all := recent(t, d)
	if len(all) != 1 || all[0].State != want {
		t.Fatalf("%+v, want one message that is %s", all, want)
	}
	return all[0]
}

func TestAQueuedMessageIsSentOnceAndItsTextWiped(t *testing.T) {
	dbtest.Each(t, schemas, func(t *testing.T, d *db.DB, c *dbtest.Clock) {
		box := mailtest.Server(t)
		m := letter()
		m.Process, m.Unsubscribe = "water", "https://penc.example.org/u/token"
		id := queue(t, d, m)
		waiting := state(t, d, mail.Queued)
		if waiting.ID != id || waiting.Text != m.Text || waiting.Process != "water" || waiting.Queued.IsZero() || !waiting.Sent.IsZero() {
			t.Errorf("%+v", waiting)
		}
		w := mail.Worker(d, box.Sender())
		work(t, d, w)
		sent := state(t, d, mail.Sent)
		if sent.Text != "" || sent.Unsubscribe != "" || sent.Sent.IsZero() || sent.Subject != m.Subject {
			t.Errorf("%+v", sent)
		}
		if err := w.Do(t.Context(), string(id)); err != nil { // the job runs again after a crash
			t.Error(err)
		}
		c.Advance(time.Hour)
		work(t, d, w)
		if got := box.To("amina@example.org"); len(got) != 1 || !strings.Contains(got[0].Text, "123456") {
			t.Errorf("%+v", got)
		}
	})
}

func TestAMessageOfARefusedActIsNotSent(t *testing.T) {
	dbtest.Each(t, schemas, func(t *testing.T, d *db.DB, _ *dbtest.Clock) {
		box := mailtest.Server(t)
		refused := errors.New("refused")
		err := d.Write(t.Context(), func(tx *db.Tx) error {
			if _, err := mail.Queue(tx, letter()); err != nil {
				return err
			}
			return refused
		})
		if !errors.Is(err, refused) {
			t.Fatal(err)
		}
		bad := letter()
		bad.Subject = "a\r\nBcc: b@example.org"
		err = d.Write(t.Context(), func(tx *db.Tx) error {
			_, err := mail.Queue(tx, bad)
			return err
		})
		if fault.KindOf(err) != fault.Invalid {
			t.Errorf("%v, want a fault", err)
		}
		queue(t, d, letter()) // so that the worker is known to work
		work(t, d, mail.Worker(d, box.Sender()))
		if n := len(box.Mails()); n != 1 {
			t.Errorf("%d mails, want 1", n)
		}
	})
}

func TestAMessageWaitsForTheMailServerToComeBack(t *testing.T) {
	dbtest.Each(t, schemas, func(t *testing.T, d *db.DB, c *dbtest.Clock) {
		box := mailtest.Server(t)
		w := mail.Worker(d, box.Sender())
		box.Down(true)
		queue(t, d, letter())
		for n := 1; n <= 3; n++ {
			work(t, d, w)
			c.Advance(job.Pause(n))
		}
		if m := state(t, d, mail.Queued); m.Fault == "" || m.Text == "" {
			t.Errorf("%+v, want the refusal beside the text", m)
		}
		box.Down(false)
		work(t, d, w)
		if m := state(t, d, mail.Sent); m.Fault != "" || m.Text != "" {
			t.Errorf("%+v", m)
		}
		if n := len(box.Mails()); n != 1 {
			t.Errorf("%d mails, want 1", n)
		}
	})
}

func TestAMessageIsGivenUpAfterItsAttempts(t *testing.T) {
	dbtest.Each(t, schemas, func(t *testing.T, d *db.DB, c *dbtest.Clock) {
		box := mailtest.Server(t)
		box.Down(true)
		w := mail.Worker(d, box.Sender())
		queue(t, d, letter())
		start := c.Now()
		for n := 1; n <= 12; n++ {
			state(t, d, mail.Queued)
			work(t, d, w)
			c.Advance(job.Pause(n))
		}
		if m := state(t, d, mail.Failed); m.Fault == "" || m.Text != "" || !m.Sent.IsZero() {
			t.Errorf("%+v", m)
		}
		if took := c.Now().Sub(start); took < 4*time.Hour || took > 24*time.Hour {
			t.Errorf("given up after %v", took)
		}
	})
}

func TestAMissingMailboxIsNotTriedAgain(t *testing.T) {
	dbtest.Each(t, schemas, func(t *testing.T, d *db.DB, _ *dbtest.Clock) {
		box := mailtest.Server(t)
		box.Refuse = func(string) error {
			return &smtp.SMTPError{Code: 550, EnhancedCode: smtp.EnhancedCode{5, 1, 1}, Message: "no such user"}
		}
		queue(t, d, letter())
		work(t, d, mail.Worker(d, box.Sender()))
		if m := state(t, d, mail.Failed); !strings.Contains(m.Fault, "no such user") || m.Text != "" {
			t.Errorf("%+v", m)
		}
		waiting := -1
		d.Read(t.Context(), func(tx *db.Tx) (err error) { waiting, err = job.Waiting(tx, mail.Job); return err })
		if waiting != 0 {
			t.Errorf("%d jobs wait, want 0", waiting)
		}
	})
}

// crash sends and then ends the program before anything is written down.
type crash struct {
	mail.Sender
	stop func()
}

func (c crash) Send(ctx context.Context, m mail.Message) error {
	err := c.Sender.Send(ctx, m)
	c.stop()
	panic(err)
}

func TestAMessageSentAgainAfterACrashHasTheSameID(t *testing.T) {
	dbtest.Each(t, schemas, func(t *testing.T, d *db.DB, c *dbtest.Clock) {
		box := mailtest.Server(t)
		queue(t, d, letter())
		ctx, stop := context.WithCancel(t.Context())
		func() {
			defer func() { recover() }()
			job.Work(ctx, d, quiet, mail.Worker(d, crash{box.Sender(), stop}))
		}()
		state(t, d, mail.Queued)
		c.Advance(6 * time.Minute) // the lease
		work(t, d, mail.Worker(d, box.Sender()))
		got := box.Mails()
		if len(got) != 2 || got[0].ID == "" || got[0].ID != got[1].ID || got[0].Raw != got[1].Raw {
			t.Errorf("%+v, want the same mail twice", got)
		}
		state(t, d, mail.Sent)
	})
}

// leaving takes the message just as the server is told to stop.
type leaving struct {
	mail.Sender
	stop func()
}

func (l leaving) Send(ctx context.Context, m mail.Message) error {
	err := l.Sender.Send(ctx, m)
	l.stop()
	return err
}

func TestAMessageTakenWhileTheServerStopsIsWrittenDown(t *testing.T) {
	dbtest.Each(t, schemas, func(t *testing.T, d *db.DB, c *dbtest.Clock) {
		box := mailtest.Server(t)
		queue(t, d, letter())
		ctx, stop := context.WithCancel(t.Context())
		job.Work(ctx, d, quiet, mail.Worker(d, leaving{box.Sender(), stop}))
		state(t, d, mail.Sent)
		c.Advance(6 * time.Minute)
		work(t, d, mail.Worker(d, box.Sender()))
		if n := len(box.Mails()); n != 1 {
			t.Errorf("%d mails, want 1", n)
		}
	})
}

func TestTheOutboxKeepsTextsAndSendsNothing(t *testing.T) {
	dbtest.Each(t, schemas, func(t *testing.T, d *db.DB, _ *dbtest.Clock) {
		queue(t, d, letter())
		work(t, d, mail.Worker(d, mail.Outbox{}))
		if m := state(t, d, mail.Kept); m.Text != letter().Text {
			t.Errorf("%+v", m)
		}
	})
}

func TestRecentCountForgetAndSweep(t *testing.T) {
	dbtest.Each(t, schemas, func(t *testing.T, d *db.DB, c *dbtest.Clock) {
		box := mailtest.Server(t)
		w := mail.Worker(d, box.Sender())
		first := queue(t, d, letter())
		work(t, d, w)
		c.Advance(time.Hour)
		between := c.Now()
		other := letter()
		other.To = "Moussa@example.org"
		second := queue(t, d, other)
		third := queue(t, d, letter())
		ids := func() (out []ref.ID) {
			for _, m := range recent(t, d) {
				out = append(out, m.ID)
			}
			return out
		}
		same := func(want ...ref.ID) {
			t.Helper()
			got := ids()
			if len(got) != len(want) {
				t.Fatalf("%v, want %v", got, want)
			}
			for i := range want {
				if got[i] != want[i] {
					t.Fatalf("%v, want %v", got, want)
				}
			}
		}
		same(third, second, first)
		counts := map[mail.State]int{}
		err := d.Write(t.Context(), func(tx *db.Tx) (err error) {
			for _, s := range []mail.State{mail.Queued, mail.Sent, mail.Kept, mail.Failed} {
				if counts[s], err = mail.Count(tx, s); err != nil {
					return err
				}
			}
			return mail.Sweep(tx, between)
		})
		if err != nil || counts[mail.Queued] != 2 || counts[mail.Sent] != 1 || counts[mail.Failed] != 0 {
			t.Errorf("%v, %v", counts, err)
		}
		same(third, second)
		if err := d.Write(t.Context(), func(tx *db.Tx) error { return mail.Forget(tx, "moussa@example.org") }); err != nil {
			t.Fatal(err)
		}
		same(third)
		work(t, d, w) // the job of the forgotten message finds nothing to do
		if got := box.Mails(); len(got) != 2 || len(box.To("moussa@example.org")) != 0 {
			t.Errorf("%+v", got)
		}
	})
}
