package attendance

import (
	"context"
	"fmt"
	"time"

	"penc/internal/gather/meeting"
	"penc/internal/ground/ref"
	"penc/internal/ground/when"
	"penc/internal/platform/db"
	"penc/internal/platform/mail"
	"penc/internal/platform/record"
)

// A Writer finds the words of a letter in the language of the person.
type Writer func(Letter) Words

// Words are a letter as it goes into the mail.
type Words struct {
	Subject, Text, Reason string
	Calendar              mail.Calendar
}

// tell mails somebody who registered, in the transaction of what the letter tells:
// it is queued if and only if that is kept. It returns the registration with what
// the letter showed of the meeting.
func (s *Service) tell(tx *db.Tx, at place, r Registration, kind LetterKind) (Registration, error) {
	r.Sequence = at.Sequence
	if r.Address == "" || s.Writer == nil {
		return r, nil
	}
	l := Letter{Kind: kind, Registration: r, Meeting: at.Meeting, Process: at.process, Organizer: s.organizer(at), Written: tx.Now}
	if r.Stands() && at.State != meeting.Cancelled {
		key, err := secret(tx)
		if err != nil {
			return r, err
		}
		// The registration of a key is stored in the same transaction.
		tx.AtEnd(func(tx *db.Tx) error { return insertKey(tx, seal(forKey, key), r.ID, tx.Now) })
		l.Key = key
	}
	w := s.Writer(l)
	_, err := mail.Queue(tx, mail.Message{
		To: r.Address, Lang: r.Lang, Kind: "attendance." + string(kind), Subject: w.Subject, Text: w.Text, Reason: w.Reason,
		Calendar: w.Calendar, Process: at.Process,
	})
	if err != nil {
		return r, fmt.Errorf("write a letter of a registration: %w", err)
	}
	return r, nil
}

// organizer is who invites: the process, at the site's own address.
func (s *Service) organizer(at place) meeting.Party {
	return meeting.Party{Name: at.process.Title.Words(at.process.From()), Address: s.Organizer}
}

// follow tells those who registered that a meeting changed in what a calendar
// shows, or was cancelled. Each is told once: what a letter showed is kept with the
// registration, in the transaction that moves the bookmark.
func (s *Service) follow(tx *db.Tx, f record.Fact) error {
	ids := []ref.ID{f.Subject.ID}
	if f.Kind == meeting.Imported {
		all, err := s.meetings.OfTx(tx, f.Process)
		if err != nil {
			return err
		}
		ids = ids[:0]
		for _, m := range all {
			ids = append(ids, m.ID)
		}
	}
	for _, id := range ids {
		if err := s.tellAll(tx, id); err != nil {
			return err
		}
	}
	return nil
}

func (s *Service) tellAll(tx *db.Tx, id ref.ID) error {
	at, err := s.lockedFor(tx, id)
	if err != nil {
		return err
	}
	if at.Over(at.process, tx.Now) {
		return nil
	}
	kind := OnChanged
	if at.State == meeting.Cancelled {
		kind = OnCancelled
	}
	all, err := registrationsFor(tx, id)
	if err != nil {
		return err
	}
	for _, r := range all {
		if r.Sequence >= at.Sequence || !r.Stands() || r.State == Waiting && kind == OnChanged {
			continue
		}
		if r, err = s.tell(tx, at, r, kind); err != nil {
			return err
		}
		if err := saveRegistration(tx, r); err != nil {
			return err
		}
	}
	return nil
}

// remind writes to those who registered on the day before a meeting. A clock calls
// it every few minutes.
func (s *Service) remind(ctx context.Context) error {
	var ids []ref.ID
	err := s.db.Read(ctx, func(tx *db.Tx) (err error) {
		ids, err = registeredMeetings(tx)
		return err
	})
	if err != nil {
		return err
	}
	for _, id := range ids {
		if err := s.db.Write(ctx, func(tx *db.Tx) error { return s.remindOf(tx, id) }); err != nil {
			return fmt.Errorf("remind of %s: %w", id, err)
		}
	}
	return nil
}

func (s *Service) remindOf(tx *db.Tx, id ref.ID) error {
	at, err := s.lockedFor(tx, id)
	if err != nil || !at.tomorrow(tx.Now) {
		return err
	}
	all, err := registrationsFor(tx, id)
	if err != nil {
		return err
	}
	for _, r := range all {
		if r.State != Registered || !r.Reminded.IsZero() || tx.Now.Sub(r.Asked) < time.Hour {
			continue
		}
		sequence := r.Sequence // a reminder carries no calendar
		if r, err = s.tell(tx, at, r, OnReminder); err != nil {
			return err
		}
		r.Sequence, r.Reminded = sequence, tx.Now
		if err := saveRegistration(tx, r); err != nil {
			return err
		}
	}
	return nil
}

// tomorrow reports whether the meeting begins on the day after a moment, or on the
// day itself.
func (at place) tomorrow(now time.Time) bool {
	if at.State == meeting.Cancelled || at.Dates.Start.Precision() != when.Day {
		return false
	}
	zone, _ := at.Location(at.process)
	today := now.In(zone)
	return at.Dates.Start == when.DateOf(today) || at.Dates.Start == when.DateOf(today.AddDate(0, 0, 1))
}
