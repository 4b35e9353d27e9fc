package conversation

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"penc/internal/ground/access"
	"penc/internal/ground/fault"
	"penc/internal/ground/ref"
	"penc/internal/platform/db"
)

// A Voice is whoever takes part: an account, or a guest by the secret in their
// cookie.
type Voice struct {
	Who   access.Actor
	Guest Guest
}

// known reports whether the voice may take part in a conversation at all.
func (v Voice) known(c Conversation) bool {
	return v.Who.Person != "" || c.Guests && v.Guest.Sound()
}

// participant finds the voice's name in a conversation; false if it has none.
func (v Voice) participant(tx *db.Tx, conversation ref.ID) (Participant, bool, error) {
	if v.Who.Person != "" {
		return participantOfPerson(tx, conversation, v.Who.Person)
	}
	if v.Guest.Sound() {
		return participantOfGuest(tx, conversation, v.Guest.digest())
	}
	return Participant{}, false, nil
}

// lock makes what one voice does wait its turn, so that a vote and the claim of
// the same cookie do not cross.
func (v Voice) lock(tx *db.Tx) error { return tx.Lock(v.name()) }

// name is what the voice is locked by.
func (v Voice) name() string {
	if v.Who.Person != "" {
		return "conversation.voice/" + string(v.Who.Person)
	}
	return "conversation.voice/" + v.Guest.digest()
}

// votesLock names what every vote in a conversation shares, and what a merger of
// its statements has alone.
func votesLock(conversation ref.ID) string { return "conversation.votes/" + string(conversation) }

// enter returns the voice's name in a conversation, and gives it one if it has
// none. The voice is locked.
func (s *Service) enter(tx *db.Tx, v Voice, c Conversation) (Participant, error) {
	p, ok, err := v.participant(tx, c.ID)
	if ok || err != nil {
		return p, err
	}
	p = Participant{Conversation: c.ID, Person: v.Who.Person}
	guest := ""
	if v.Who.Person == "" {
		guest = v.Guest.digest()
	} else if p.Group, err = s.declared(tx, c.Process, v.Who.Person); err != nil {
		return p, err
	}
	if p.ID, err = tx.NewID(); err != nil {
		return p, err
	}
	return p, insertParticipant(tx, p, guest)
}

// Cast casts a vote, or changes it. Anybody who takes part may while the
// conversation is open; see [Conversation.MayVote]. Every vote stays in the
// history; the last one stands. The record gets a digest once a minute.
func (s *Service) Cast(ctx context.Context, v Voice, in Ballot) (Participant, error) {
	var p Participant
	err := s.db.Write(ctx, func(tx *db.Tx) (err error) {
		if err := tx.LockAmong(v.name(), votesLock(in.Conversation)); err != nil {
			return err
		}
		st, c, err := statementAndConversation(tx, in.Statement)
		if err != nil {
			return err
		}
		if c.ID != in.Conversation {
			return fault.New(fault.NotFound, "", "conversation.statement.unknown")
		}
		at, err := s.courses.of(tx, s, c.Process)
		if err != nil {
			return err
		}
		if err := c.MayVote(st, v.known(c), tx.Now.In(at.zone)); err != nil {
			return err
		}
		if err := at.opens(voteAct); err != nil {
			return err
		}
		if p, err = s.enter(tx, v, c); err != nil {
			return err
		}
		return castTx(tx, c.ID, p.ID, in)
	})
	if err != nil {
		return Participant{}, fmt.Errorf("cast a vote: %w", err)
	}
	return p, nil
}

// castTx stores one vote of a voice that is locked, and counts it.
func castTx(tx *db.Tx, conversation, participant ref.ID, in Ballot) error {
	old, had, err := lastVote(tx, participant, in.Statement)
	if err != nil {
		return err
	}
	now := LastVote{Vote: in.Vote, Ord: tx.Now.UnixMicro()}
	if had && now.Ord <= old.Ord {
		now.Ord = old.Ord + 1 // a clock that stands still or goes back
	}
	if err := storeCast(tx, conversation, participant, in.Statement, now); err != nil {
		return err
	}
	if err := storeVote(tx, conversation, participant, in.Statement, now); err != nil {
		return err
	}
	var s swing
	s.by(now, 1)
	if had {
		s.by(old, -1)
	}
	return count(tx, conversation, in.Statement, s)
}

// Claim gives a guest's votes and statements in every conversation to the
// account that acts. Where both voted the later vote stands; the history keeps
// both under their own names. What merged statements carry is worked out anew for
// the account. It returns how many votes of the guest now stand for the account.
func (s *Service) Claim(ctx context.Context, v Voice) (moved int, err error) {
	if v.Who.Person == "" || !v.Guest.Sound() {
		return 0, nil
	}
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		moved = 0
		for _, who := range []Voice{{Who: v.Who}, {Guest: v.Guest}} {
			if err := who.lock(tx); err != nil {
				return err
			}
		}
		guests, err := participantsOfGuest(tx, v.Guest.digest())
		if err != nil {
			return err
		}
		for _, g := range guests {
			n, err := s.claimOne(tx, v, g)
			if err != nil {
				return err
			}
			moved += n
		}
		return nil
	})
	if err != nil {
		return 0, fmt.Errorf("claim a guest's votes: %w", err)
	}
	return moved, nil
}

func (s *Service) claimOne(tx *db.Tx, v Voice, guest Participant) (moved int, err error) {
	c, err := conversationByID(tx, guest.Conversation)
	if err != nil {
		return 0, err
	}
	if err := tx.Lock("conversation/" + string(c.ID)); err != nil { // statements change hands
		return 0, err
	}
	own, err := s.enter(tx, Voice{Who: v.Who}, c)
	if err != nil {
		return 0, err
	}
	if moved, err = s.takeOver(tx, c.ID, own.ID, guest.ID); err != nil {
		return 0, err
	}
	return moved, claimParticipant(tx, guest.ID, own.ID)
}

// takeOver gives one participant the votes of another, and returns how many were
// moved.
func (s *Service) takeOver(tx *db.Tx, conversation, own, guest ref.ID) (moved int, err error) {
	mine, err := votesOf(tx, own)
	if err != nil {
		return 0, err
	}
	theirs, err := votesOf(tx, guest)
	if err != nil {
		return 0, err
	}
	statements, err := statementsOf(tx, conversation)
	if err != nil {
		return 0, err
	}
	after := Carried(Latest(mine, theirs), statements)
	at := map[ref.ID]bool{}
	for _, votes := range []map[ref.ID]LastVote{mine, theirs, after} {
		for id := range votes {
			at[id] = true
		}
	}
	for _, id := range slices.Sorted(maps.Keys(at)) { // one order, so that two claims do not wait for each other
		n, err := handOver(tx, conversation, id, claimed{own, guest, mine, theirs, after})
		if err != nil {
			return 0, err
		}
		moved += n
	}
	return moved, nil
}

// claimed is two participants whose votes become those of one.
type claimed struct {
	own, guest          ref.ID
	mine, theirs, after map[ref.ID]LastVote
}

// handOver brings the votes on one statement to where they stand after a claim.
func handOver(tx *db.Tx, conversation, statement ref.ID, k claimed) (moved int, err error) {
	var s swing
	mine, had := k.mine[statement]
	theirs, gave := k.theirs[statement]
	after, stands := k.after[statement]
	if gave {
		s.by(theirs, -1)
		if err := dropVote(tx, k.guest, statement); err != nil {
			return 0, err
		}
	}
	if had {
		s.by(mine, -1)
	}
	if stands {
		s.by(after, 1)
		if after != mine || !had {
			err = storeVote(tx, conversation, k.own, statement, after)
		}
		if after == theirs && gave && after.From == "" && (!had || mine != theirs) {
			moved = 1
		}
	} else if had {
		err = dropVote(tx, k.own, statement)
	}
	if err != nil {
		return 0, err
	}
	return moved, count(tx, conversation, statement, s)
}

// Claimable returns how many votes and statements of the guest in the cookie the
// account that acts could claim.
func (s *Service) Claimable(ctx context.Context, v Voice) (n int, err error) {
	if v.Who.Person == "" || !v.Guest.Sound() {
		return 0, nil
	}
	err = s.db.Read(ctx, func(tx *db.Tx) (err error) {
		n, err = leftBy(tx, v.Guest.digest())
		return err
	})
	return n, err
}

// Mine returns the votes of a voice in a conversation, by statement number. A vote
// that is carried to another statement stands there and not where it was cast.
func (s *Service) Mine(ctx context.Context, v Voice, conversation ref.ID) (mine []Mine, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		p, ok, err := v.participant(tx, conversation)
		if err != nil || !ok {
			return err
		}
		votes, err := votesOf(tx, p.ID)
		if err != nil {
			return err
		}
		all, err := statementsOf(tx, conversation)
		mine = MineOf(votes, all)
		return err
	})
	return mine, err
}
