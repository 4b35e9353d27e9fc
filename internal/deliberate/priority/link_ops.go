package priority

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"time"

	"penc/internal/ground/access"
	"penc/internal/ground/lang"
	"penc/internal/ground/ref"
	"penc/internal/platform/db"
	"penc/internal/platform/job"
	"penc/internal/platform/mail"
	"penc/internal/platform/record"
)

// Reminding is how long before the end members who have not voted are reminded.
const Reminding = 24 * time.Hour

// An Envelope is all that the mail with a personal link may say.
type Envelope struct {
	Ballot  Ballot
	Process lang.Text
	Meeting lang.Text
	Zone    *time.Location // of the process
	Again   bool           // it is a reminder
	Secret  string         // of the link
}

// A Letter is the words of a mail.
type Letter struct {
	Subject string
	Text    string
	Reason  string // why the mail came
}

// Write finds the words of the mail with a personal link.
type Write func(l lang.Tag, e Envelope) Letter

// invite mails a personal link to the members who are not there and have not
// voted, and returns to how many.
func (s *Service) invite(tx *db.Tx, b Ballot, people map[ref.ID]Elector, again bool) (int, error) {
	pr, err := s.processes.ByIDTx(tx, b.Process)
	if err != nil {
		return 0, err
	}
	m, err := s.meetings.ByIDTx(tx, b.Meeting)
	if err != nil {
		return 0, err
	}
	e := Envelope{Ballot: b, Process: pr.Title, Meeting: m.Title, Zone: pr.Location(), Again: again}
	n := 0
	for _, id := range slices.Sorted(maps.Keys(people)) {
		if people[id].Via != FromFar {
			continue
		}
		if _, voted, err := votedOf(tx, b.ID, id); err != nil || voted {
			if err != nil {
				return n, err
			}
			continue
		}
		sent, err := s.mailLink(tx, e, id)
		if err != nil {
			return n, err
		}
		if sent {
			n++
		}
	}
	return n, nil
}

func (s *Service) mailLink(tx *db.Tx, e Envelope, participant ref.ID) (bool, error) {
	id, err := s.roles.PersonOf(tx, participant)
	if err != nil || id == "" {
		return false, err
	}
	p, err := s.people.ByIDTx(tx, id)
	if err != nil || p.Left() {
		return false, err
	}
	if e.Secret, err = newSecret(tx); err != nil {
		return false, err
	}
	if err := insertLink(tx, seal(forLink, e.Secret), link{e.Ballot.ID, participant, e.Ballot.Closes}); err != nil {
		return false, err
	}
	l := s.write(p.Lang, e)
	_, err = mail.Queue(tx, mail.Message{
		To: p.Email, Lang: p.Lang, Kind: "priority.ballot", Subject: l.Subject, Text: l.Text, Reason: l.Reason, Process: e.Ballot.Process,
	})
	return err == nil, err
}

// follow closes ballots whose time has come, reminds members who are not there,
// and tells the record how many have voted. A clock calls it once a minute.
func (s *Service) follow(ctx context.Context) error {
	var open, remind []sheet
	err := s.db.Read(ctx, func(tx *db.Tx) (err error) {
		if open, err = openBallots(tx); err != nil {
			return err
		}
		remind, err = dueReminders(tx, tx.Now.Add(Reminding))
		return err
	})
	if err != nil {
		return err
	}
	for _, sh := range remind {
		if err := s.db.Write(ctx, func(tx *db.Tx) error { return s.remind(tx, sh.Ballot) }); err != nil {
			return fmt.Errorf("remind the voters of %s: %w", sh.ID, err)
		}
	}
	for _, sh := range open {
		if err := s.db.Write(ctx, func(tx *db.Tx) error { return s.followOne(tx, sh.ID) }); err != nil {
			return fmt.Errorf("follow the ballot %s: %w", sh.ID, err)
		}
	}
	return s.db.Write(ctx, func(tx *db.Tx) error { return sweepLinks(tx, tx.Now) })
}

// remind mails a link again, once, to those who have not voted. A ballot that is
// open for not much longer than that reminds nobody.
func (s *Service) remind(tx *db.Tx, b Ballot) error {
	mine, err := takeReminder(tx, b.ID)
	if err != nil || !mine || b.Closes.Sub(b.Opened) < Reminding*3/2 || b.Running(tx.Now) != nil {
		return err
	}
	people, err := s.entitled(tx, b)
	if err != nil {
		return err
	}
	_, err = s.invite(tx, b, people, true)
	return err
}

// followOne counts those who voted since the last digest, and closes the ballot if
// its time has come. Fact: BallotsCast.
func (s *Service) followOne(tx *db.Tx, id ref.ID) error {
	if err := tx.Lock("priority.ballot/" + string(id)); err != nil {
		return err
	}
	sh, err := ballotByID(tx, id)
	if err != nil || sh.Stand != Voting {
		return err
	}
	voters, err := votedIn(tx, id)
	if err != nil {
		return err
	}
	told, err := toldOf(tx, id)
	if err != nil {
		return err
	}
	if n := len(voters); n != told {
		if err := saveTold(tx, id, n); err != nil {
			return err
		}
		if err := record.Append(tx, access.Machine(), BallotsCast, sh.Ref(), sh.Process, voters, record.Figure("voters", n)); err != nil {
			return err
		}
	}
	if !sh.Due(tx.Now) {
		return nil
	}
	_, err = s.closeTx(tx, access.Machine(), sh.Ballot)
	return err
}

// worker counts ballots.
func (s *Service) worker() job.Worker { return job.Worker{Kind: countJob, Do: s.count} }
