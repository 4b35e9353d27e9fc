package priority

import (
	"context"

	"penc/internal/ground/access"
	"penc/internal/ground/fault"
	"penc/internal/ground/ref"
	"penc/internal/people/role"
	"penc/internal/platform/db"
	"penc/internal/platform/record"
)

// A Voice is whoever votes: somebody present or a member, or who holds a personal
// link.
type Voice struct {
	Who  access.Actor
	Link string // the secret of a personal link; empty without
	// Secret is the browser's own, by which it finds its paper in an urn.
	Secret string
}

// An Elector is a voice that may vote.
type Elector struct {
	Participant ref.ID
	Group       ref.ID
	Via         Via
}

// elector returns who votes. Faults: NotFound for a link that leads nowhere,
// Forbidden for everybody who may not vote.
func (s *Service) elector(tx *db.Tx, v Voice, b Ballot) (Elector, error) {
	if v.Link != "" {
		l, err := linkBy(tx, seal(forLink, v.Link))
		if err != nil {
			return Elector{}, err
		}
		if l.Ballot != b.ID {
			return Elector{}, fault.New(fault.NotFound, "", "priority.link.unknown")
		}
		p, err := s.roles.ParticipantTx(tx, l.Participant)
		return Elector{p.ID, p.Group, FromFar}, err
	}
	p, err := s.attendance.Present(tx, v.Who, b.Meeting)
	if err == nil {
		return Elector{p.Participant, p.Group, InHall}, nil
	}
	if fault.KindOf(err) != fault.Forbidden && fault.KindOf(err) != fault.NotFound {
		return Elector{}, err
	}
	if id := v.Who.In(b.Process); b.Absent && id != "" && v.Who.Holds(access.Member, role.Process(b.Process)) {
		p, err := s.roles.ParticipantTx(tx, id)
		return Elector{id, p.Group, FromFar}, err
	}
	word := "priority.ballot.present-only"
	if b.Absent {
		word = "priority.ballot.members-only"
	}
	return Elector{}, fault.New(fault.Forbidden, "", word)
}

// running locks a ballot in which votes can still come, as who asks may see it.
func (s *Service) running(tx *db.Tx, who access.Actor, id ref.ID) (Ballot, error) {
	if err := tx.Lock("priority.ballot/" + string(id)); err != nil {
		return Ballot{}, err
	}
	sh, err := s.ballot(tx, who, id)
	if err != nil {
		return sh.Ballot, err
	}
	return sh.Ballot, sh.Running(tx.Now)
}

// ballot returns a ballot as who asks may see it.
func (s *Service) ballot(tx *db.Tx, who access.Actor, id ref.ID) (sheet, error) {
	sh, err := ballotByID(tx, id)
	if err != nil {
		return sh, err
	}
	if _, err := s.seen(tx, who, sh.Meeting); err != nil {
		return sh, fault.New(fault.NotFound, "", "priority.ballot.unknown")
	}
	return sh, nil
}

// Cast casts a vote, or puts another one in its place. Whoever is present may
// while the ballot is open, and members who are not there where the ballot says
// so. A vote in a secret ballot is changed only with the secret of the browser in
// which it was cast; the secret to be kept from now on is returned. Faults:
// NotFound, Forbidden, Closed, Invalid by field. The record gets a digest once a
// minute.
func (s *Service) Cast(ctx context.Context, v Voice, id ref.ID, in Marks) (secret string, err error) {
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		b, err := s.running(tx, v.Who, id)
		if err != nil {
			return err
		}
		e, err := s.elector(tx, v, b)
		if err != nil {
			return err
		}
		marks, err := b.Read(in)
		if err != nil {
			return err
		}
		if secret = v.Secret; secret == "" {
			if secret, err = newSecret(tx); err != nil {
				return err
			}
		}
		return s.cast(tx, b, e, marks, secret)
	})
	return secret, fault.Wrap("cast a vote", err)
}

func newSecret(tx *db.Tx) (string, error) {
	chance := make([]byte, secretBytes)
	err := tx.Chance(chance)
	return spell(chance), err
}

func (s *Service) cast(tx *db.Tx, b Ballot, e Elector, marks Marks, secret string) error {
	was, voted, err := votedOf(tx, b.ID, e.Participant)
	if err != nil {
		return err
	}
	if voted {
		if err := was.May(e.Via); err != nil {
			return err
		}
	} else if err := insertVoted(tx, Voted{b.ID, e.Participant, e.Via, tx.Now}); err != nil {
		return err
	}
	ring(tx, b.Meeting)
	if !b.Secret {
		return saveOpenSlip(tx, b.ID, Slip{Voter: e.Participant, Group: e.Group, Marks: marks})
	}
	u, err := urnOf(tx, b.ID)
	if err != nil {
		return err
	}
	key := paperKey(b.ID, e.Participant, secret)
	if _, mine := u.Get(key); voted && !mine {
		return fault.New(fault.Closed, "", "priority.paper.elsewhere")
	}
	return saveUrn(tx, b.ID, u.Put(Slip{Key: key, Group: b.class(e.Group), Marks: marks}))
}

// Withdraw takes a vote back, while the ballot is open. Whoever cast it may, in a
// secret ballot with the secret of the same browser. Faults as Cast.
func (s *Service) Withdraw(ctx context.Context, v Voice, id ref.ID) error {
	err := s.db.Write(ctx, func(tx *db.Tx) error {
		b, err := s.running(tx, v.Who, id)
		if err != nil {
			return err
		}
		e, err := s.elector(tx, v, b)
		if err != nil {
			return err
		}
		was, voted, err := votedOf(tx, id, e.Participant)
		if err != nil {
			return err
		}
		if !voted {
			return fault.New(fault.Closed, "", "priority.paper.none")
		}
		if err := was.May(e.Via); err != nil {
			return err
		}
		if err := s.takeOut(tx, b, e.Participant, v.Secret); err != nil {
			return err
		}
		ring(tx, b.Meeting)
		return deleteVoted(tx, id, e.Participant)
	})
	return fault.Wrap("withdraw a vote", err)
}

func (s *Service) takeOut(tx *db.Tx, b Ballot, participant ref.ID, secret string) error {
	if !b.Secret {
		return deleteOpenSlip(tx, b.ID, participant)
	}
	u, err := urnOf(tx, b.ID)
	if err != nil {
		return err
	}
	key := paperKey(b.ID, participant, secret)
	if _, mine := u.Get(key); !mine {
		return fault.New(fault.Closed, "", "priority.paper.elsewhere")
	}
	return saveUrn(tx, b.ID, u.Take(key))
}

// NotePaper notes that somebody who is present handed in a paper, so that they do
// not vote again. Conveners and facilitators may. In a secret ballot the papers
// themselves are typed in apart, with TypePaper; in an open one marks are what is
// on the paper. Faults: NotFound, Forbidden, Closed, Invalid.
func (s *Service) NotePaper(ctx context.Context, who access.Actor, id, participant ref.ID, in Marks) error {
	err := s.db.Write(ctx, func(tx *db.Tx) error {
		b, err := s.runningFor(tx, who, id)
		if err != nil {
			return err
		}
		p, err := s.attendance.PresenceOf(tx, b.Meeting, participant)
		if err != nil {
			return err
		}
		was, voted, err := votedOf(tx, id, participant)
		if err != nil {
			return err
		}
		if voted && (b.Secret || was.Via != OnPaper) {
			return fault.New(fault.Closed, "", "priority.paper.voted")
		}
		if b.Secret {
			ring(tx, b.Meeting)
			return insertVoted(tx, Voted{id, participant, OnPaper, tx.Now})
		}
		marks, err := b.Read(in)
		if err != nil {
			return err
		}
		return s.cast(tx, b, Elector{participant, p.Group, OnPaper}, marks, "")
	})
	return fault.Wrap("note a paper", err)
}

// runningFor is running for those who run the ballot.
func (s *Service) runningFor(tx *db.Tx, who access.Actor, id ref.ID) (Ballot, error) {
	b, err := s.running(tx, who, id)
	if err != nil {
		return b, err
	}
	return b, MayEdit(who, b.Meeting, b.Process)
}

// ForgetPaper takes the note back that somebody handed in a paper: it was noted
// by mistake. In an open ballot the paper goes with it; in a secret one nobody
// knows which it is, so there must be a paper that was not typed in yet.
// Conveners and facilitators may. Faults: NotFound, Forbidden, Closed.
func (s *Service) ForgetPaper(ctx context.Context, who access.Actor, id, participant ref.ID) error {
	err := s.db.Write(ctx, func(tx *db.Tx) error {
		b, err := s.runningFor(tx, who, id)
		if err != nil {
			return err
		}
		was, voted, err := votedOf(tx, id, participant)
		if err != nil {
			return err
		}
		if !voted || was.Via != OnPaper {
			return fault.New(fault.Closed, "", "priority.paper.none")
		}
		if b.Secret {
			u, err := urnOf(tx, id)
			if err != nil {
				return err
			}
			if _, noted, err := countVoted(tx, id); err != nil || u.Typed >= noted {
				return orElse(err, fault.New(fault.Closed, "", "priority.paper.typed"))
			}
		} else if err := deleteOpenSlip(tx, id, participant); err != nil {
			return err
		}
		ring(tx, b.Meeting)
		return deleteVoted(tx, id, participant)
	})
	return fault.Wrap("forget a paper", err)
}

func orElse(err, otherwise error) error {
	if err != nil {
		return err
	}
	return otherwise
}

// TypePaper puts a paper of a secret ballot into the urn, never more than were
// noted. The group is the one that stands on the paper, if any. It cannot be taken
// out again, because nobody knows whose it is. Conveners and facilitators may.
// Faults: NotFound, Forbidden, Closed, Invalid.
func (s *Service) TypePaper(ctx context.Context, who access.Actor, id, group ref.ID, in Marks) error {
	err := s.db.Write(ctx, func(tx *db.Tx) error {
		b, err := s.runningFor(tx, who, id)
		if err != nil {
			return err
		}
		marks, err := b.Read(in)
		if err != nil {
			return err
		}
		u, err := urnOf(tx, id)
		if err != nil {
			return err
		}
		if _, noted, err := countVoted(tx, id); err != nil || !b.Secret || u.Typed >= noted {
			return orElse(err, fault.New(fault.Closed, "", "priority.paper.not-noted"))
		}
		if err := tx.Lock("priority.act/" + who.Act); err != nil {
			return err
		}
		if err := record.Once(tx, who, PaperTyped); err != nil {
			return err
		}
		secret, err := newSecret(tx)
		if err != nil {
			return err
		}
		u.Typed++
		ring(tx, b.Meeting)
		if err := saveUrn(tx, id, u.Put(Slip{Key: paperKey(id, "", secret), Group: b.class(group), Marks: marks})); err != nil {
			return err
		}
		return record.Append(tx, who, PaperTyped, b.Ref(), b.Process, nil)
	})
	return fault.Wrap("type a paper in", err)
}
