package priority

import (
	"cmp"
	"context"
	"encoding/binary"
	"slices"
	"strings"

	"penc/internal/gather/attendance"
	"penc/internal/ground/access"
	"penc/internal/ground/fault"
	"penc/internal/ground/lang"
	"penc/internal/ground/ref"
	"penc/internal/people/notice"
	"penc/internal/platform/db"
	"penc/internal/platform/job"
	"penc/internal/platform/record"
)

// countJob is the kind of job that counts one ballot.
const countJob = "priority.count"

// CountedNotice is the kind of notice that tells voters of a result.
const CountedNotice = "priority.counted"

// OpenBallot opens a ballot on items of a board, and mails members who are not
// there a link each where it says so. Conveners and facilitators may. Faults:
// NotFound, Forbidden, Conflict, Closed, Invalid by field. Fact: BallotOpened.
func (s *Service) OpenBallot(ctx context.Context, who access.Actor, meeting ref.ID, in Call) (b Ballot, err error) {
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		if _, err := s.seen(tx, who, meeting); err != nil {
			return err
		}
		board, err := s.opened(tx, meeting)
		if err != nil {
			return err
		}
		if err := record.Once(tx, who, BallotOpened); err != nil {
			return err
		}
		p, err := practiceOf(tx, board.Process)
		if err != nil {
			return err
		}
		id, err := tx.NewID()
		if err != nil {
			return err
		}
		lot := make([]byte, 8)
		if err := tx.Chance(lot); err != nil {
			return err
		}
		seed := int(binary.BigEndian.Uint64(lot) % 1_000_000)
		if b, err = board.OpenBallot(who, p, in, id, seed, tx.Now); err != nil {
			return err
		}
		people, err := s.entitled(tx, b)
		if err != nil {
			return err
		}
		if b.Secret {
			groups := map[ref.ID]int{}
			for _, e := range people {
				groups[e.Group]++
			}
			b.Classes = classes(groups)
		}
		if err := insertBallot(tx, b); err != nil {
			return err
		}
		ring(tx, meeting)
		mailed := 0
		if b.Absent {
			if mailed, err = s.invite(tx, b, people, false); err != nil {
				return err
			}
		}
		return record.Append(tx, who, BallotOpened, b.Ref(), b.Process, b, record.Figure("items", len(b.Items)),
			record.Figure("seats", b.Seats), record.Figure("mailed", mailed))
	})
	return b, fault.Wrap("open ballot", err)
}

// entitled returns everybody who can vote now: those present, and members where
// the ballot says so.
func (s *Service) entitled(tx *db.Tx, b Ballot) (map[ref.ID]Elector, error) {
	out := map[ref.ID]Elector{}
	all, err := s.attendance.AllTx(tx, b.Meeting)
	if err != nil {
		return nil, err
	}
	for _, p := range all {
		if p.Here() {
			out[p.Participant] = Elector{p.Participant, p.Group, InHall}
		}
	}
	if !b.Absent {
		return out, nil
	}
	members, err := s.roles.Holders(tx, b.Process, access.Member)
	if err != nil {
		return nil, err
	}
	for _, person := range members {
		p, err := s.roles.ParticipantOf(tx, b.Process, person)
		if err != nil {
			return nil, err
		}
		if _, here := out[p.ID]; !here {
			out[p.ID] = Elector{p.ID, p.Group, FromFar}
		}
	}
	return out, nil
}

// Close closes a ballot and has it counted. Conveners and facilitators may; when
// its time has come, Penc does it by itself. Faults: NotFound, Forbidden, Closed.
// Fact: BallotClosed.
func (s *Service) Close(ctx context.Context, who access.Actor, id ref.ID) (b Ballot, err error) {
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		if err := tx.Lock("priority.ballot/" + string(id)); err != nil {
			return err
		}
		sh, err := s.ballot(tx, who, id)
		if err != nil {
			return err
		}
		b, err = s.closeTx(tx, who, sh.Ballot)
		return err
	})
	return b, fault.Wrap("close ballot", err)
}

// closeTx closes a locked ballot.
func (s *Service) closeTx(tx *db.Tx, who access.Actor, b Ballot) (Ballot, error) {
	b, err := b.Close(who, tx.Now)
	if err != nil {
		return b, err
	}
	if err := saveBallot(tx, b); err != nil {
		return b, err
	}
	if err := s.shut(tx, b); err != nil {
		return b, err
	}
	voted, paper, err := countVoted(tx, b.ID)
	if err != nil {
		return b, err
	}
	ring(tx, b.Meeting)
	if err := job.Queue(tx, countJob, string(b.ID), 0); err != nil {
		return b, err
	}
	return b, record.Append(tx, who, BallotClosed, b.Ref(), b.Process, nil, record.Figure("voters", voted), record.Figure("paper", paper))
}

// shut cuts the last tie between the papers of a secret ballot and the browsers
// in which they were cast.
func (s *Service) shut(tx *db.Tx, b Ballot) error {
	if !b.Secret {
		return nil
	}
	u, err := urnOf(tx, b.ID)
	if err != nil {
		return err
	}
	chance := make([]byte, secretBytes)
	if err := tx.Chance(chance); err != nil {
		return err
	}
	return saveUrn(tx, b.ID, u.Shut(chance))
}

// Cancel cancels a ballot that was opened by mistake; nothing is counted.
// Conveners and facilitators may. Faults: NotFound, Forbidden, Closed, Invalid
// without a reason. Fact: BallotCancelled.
func (s *Service) Cancel(ctx context.Context, who access.Actor, id ref.ID, reason lang.Text) (b Ballot, err error) {
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		if err := tx.Lock("priority.ballot/" + string(id)); err != nil {
			return err
		}
		sh, err := s.ballot(tx, who, id)
		if err != nil {
			return err
		}
		if b, err = sh.Cancel(who, reason, tx.Now); err != nil {
			return err
		}
		if err := saveBallot(tx, b); err != nil {
			return err
		}
		if err := s.shut(tx, b); err != nil {
			return err
		}
		ring(tx, b.Meeting)
		return record.Append(tx, who, BallotCancelled, b.Ref(), b.Process, reason)
	})
	return b, fault.Wrap("cancel ballot", err)
}

// papers returns what is counted of a ballot, and how many people voted.
func papers(tx *db.Tx, b Ballot) (slips []Slip, voted int, err error) {
	if b.Secret {
		u, err := urnOf(tx, b.ID)
		if err != nil {
			return nil, 0, err
		}
		slips = u.Slips
	} else if slips, err = openSlips(tx, b.ID); err != nil {
		return nil, 0, err
	}
	voted, _, err = countVoted(tx, b.ID)
	return slips, voted, err
}

// count counts a ballot that is closed, makes priorities of what it chose and
// tells those who voted. It is a job; doing it twice changes nothing. Fact:
// BallotCounted.
func (s *Service) count(ctx context.Context, subject string) error {
	id := ref.ID(subject)
	var b Ballot
	var slips []Slip
	var voted int
	err := s.db.Read(ctx, func(tx *db.Tx) error {
		sh, err := ballotByID(tx, id)
		if err != nil {
			return err
		}
		b = sh.Ballot
		slips, voted, err = papers(tx, b)
		return err
	})
	if err != nil || b.Stand != Closed {
		return err
	}
	out := b.Count(slips, voted, s.db.Now())
	return s.db.Write(ctx, func(tx *db.Tx) error { return s.settle(tx, b.ID, out) })
}

// settle keeps the outcome of a ballot, if nobody did so meanwhile.
func (s *Service) settle(tx *db.Tx, id ref.ID, out Outcome) error {
	if err := tx.Lock("priority.ballot/" + string(id)); err != nil {
		return err
	}
	sh, err := ballotByID(tx, id)
	if err != nil || sh.Stand != Closed {
		return err
	}
	b := sh.Ballot
	b.Stand = Counted
	if err := saveBallot(tx, b); err != nil {
		return err
	}
	if err := saveOutcome(tx, id, out); err != nil {
		return err
	}
	board, err := s.opened(tx, b.Meeting)
	if err != nil {
		return err
	}
	if out.Refused == "" {
		if _, err := s.keep(tx, access.Machine(), board, board.Rank(id, b.ItemIDs(), out.Winners)); err != nil {
			return err
		}
	}
	ring(tx, b.Meeting)
	if err := s.tell(tx, b); err != nil {
		return err
	}
	return record.Append(tx, access.Machine(), BallotCounted, b.Ref(), b.Process, out,
		record.Figure("voters", out.Voted), record.Figure("papers", out.Papers), record.Figure("chosen", len(out.Winners)))
}

// tell tells everybody who voted, and has an account, that the result is there.
func (s *Service) tell(tx *db.Tx, b Ballot) error {
	voters, err := votedIn(tx, b.ID)
	if err != nil {
		return err
	}
	for _, v := range voters {
		person, err := s.roles.PersonOf(tx, v.Participant)
		if fault.KindOf(err) == fault.NotFound || err == nil && person == "" {
			continue
		}
		if err != nil {
			return err
		}
		if err := s.notices.TellTx(tx, person, notice.Notice{Kind: CountedNotice, Ref: b.Ref()}); err != nil {
			return err
		}
	}
	return nil
}

// Recount counts a ballot once more from its papers and reports whether that
// leads to the stored outcome. Conveners and facilitators may. Faults: NotFound,
// Forbidden, Closed before it was counted.
func (s *Service) Recount(ctx context.Context, who access.Actor, id ref.ID) (same bool, err error) {
	var sh sheet
	var slips []Slip
	var voted int
	err = s.db.Read(ctx, func(tx *db.Tx) (err error) {
		if sh, err = s.ballot(tx, who, id); err != nil {
			return err
		}
		if err := MayEdit(who, sh.Meeting, sh.Process); err != nil {
			return err
		}
		if sh.Stand != Counted {
			return fault.New(fault.Closed, "", "priority.ballot.not-counted")
		}
		slips, voted, err = papers(tx, sh.Ballot)
		return err
	})
	if err != nil {
		return false, fault.Wrap("count again", err)
	}
	again := sh.Count(slips, voted, sh.Outcome.Counted)
	again.Voted = sh.Outcome.Voted // somebody who left since has still voted
	return again.Equal(*sh.Outcome), nil
}

// A View is a ballot with all that its page shows to one reader.
type View struct {
	Ballot   Ballot
	Outcome  *Outcome
	Voted    int
	Entitled int  // who can vote now or did
	Typed    int  // papers typed in, of a secret ballot
	Noted    int  // papers noted
	May      bool // who asks runs the ballot
	// Elector is who asks, if they may vote; Why says why not.
	Elector Elector
	Why     error
	Mine    *Slip // what they cast, where it can be known
	Has     bool  // they voted
	Via     Via
}

// ViewOf returns a ballot as who asks may see it. Faults: NotFound.
func (s *Service) ViewOf(ctx context.Context, v Voice, id ref.ID) (out View, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		if out, err = s.glance(tx, v, id); err != nil {
			return err
		}
		return s.turnout(tx, &out)
	})
	return out, err
}

// Glance is ViewOf without the number of those who voted and who can: what a
// thousand phones ask for at once. Faults: NotFound.
func (s *Service) Glance(ctx context.Context, v Voice, id ref.ID) (out View, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		out, err = s.glance(tx, v, id)
		return err
	})
	return out, err
}

func (s *Service) glance(tx *db.Tx, v Voice, id ref.ID) (View, error) {
	sh, err := s.ballot(tx, v.Who, id)
	if err != nil {
		return View{}, err
	}
	out := View{Ballot: sh.Ballot, Outcome: sh.Outcome, May: MayEdit(v.Who, sh.Meeting, sh.Process) == nil}
	return out, s.own(tx, v, &out)
}

// turnout counts who voted, who can, and the papers.
func (s *Service) turnout(tx *db.Tx, out *View) error {
	voters, err := votedIn(tx, out.Ballot.ID)
	if err != nil {
		return err
	}
	people, err := s.entitled(tx, out.Ballot)
	if err != nil {
		return err
	}
	for _, w := range voters {
		people[w.Participant] = Elector{}
		if w.Via == OnPaper {
			out.Noted++
		}
	}
	out.Voted, out.Entitled = len(voters), len(people)
	if !out.Ballot.Secret {
		return nil
	}
	u, err := urnOf(tx, out.Ballot.ID)
	out.Typed = u.Typed
	return err
}

// own adds to a view what it says of the reader.
func (s *Service) own(tx *db.Tx, v Voice, out *View) error {
	b := out.Ballot
	out.Elector, out.Why = s.elector(tx, v, b)
	if out.Why != nil {
		if len(fault.All(out.Why)) == 0 {
			return out.Why
		}
		return nil
	}
	was, has, err := votedOf(tx, b.ID, out.Elector.Participant)
	if err != nil || !has {
		return err
	}
	out.Has, out.Via = true, was.Via
	if !b.Secret {
		slip, there, err := openSlipOf(tx, b.ID, out.Elector.Participant)
		if there {
			out.Mine = &slip
		}
		return err
	}
	u, err := urnOf(tx, b.ID)
	if slip, there := u.Get(paperKey(b.ID, out.Elector.Participant, v.Secret)); there {
		out.Mine = &slip
	}
	return err
}

// BallotOfLink returns the ballot that a personal link leads to, and whose it is.
// Faults: NotFound.
func (s *Service) BallotOfLink(ctx context.Context, secret string) (id ref.ID, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		l, err := linkBy(tx, seal(forLink, secret))
		id = l.Ballot
		return err
	})
	return id, err
}

// A Register is who is present and who voted, for typing papers in.
type Register struct {
	Ballot Ballot
	People []attendance.Presence
	Voted  map[ref.ID]Via
	Noted  int
	Typed  int
}

// RegisterOf returns who voted in a ballot of those who were present. Conveners
// and facilitators may. Faults: NotFound, Forbidden.
func (s *Service) RegisterOf(ctx context.Context, who access.Actor, id ref.ID) (out Register, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		out = Register{Voted: map[ref.ID]Via{}}
		sh, err := s.ballot(tx, who, id)
		if err != nil {
			return err
		}
		out.Ballot = sh.Ballot
		if err := MayEdit(who, sh.Meeting, sh.Process); err != nil {
			return err
		}
		if out.People, err = s.attendance.AllTx(tx, sh.Meeting); err != nil {
			return err
		}
		voters, err := votedIn(tx, id)
		for _, v := range voters {
			if out.Voted[v.Participant] = v.Via; v.Via == OnPaper {
				out.Noted++
			}
		}
		if err != nil {
			return err
		}
		u, err := urnOf(tx, id)
		out.Typed = u.Typed
		return err
	})
	return out, err
}

// Papers returns the papers of a ballot that was counted, without their voters,
// for anybody to count again. Faults: NotFound, Closed before that.
func (s *Service) Papers(ctx context.Context, who access.Actor, id ref.ID) (b Ballot, slips []Slip, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		sh, err := s.ballot(tx, who, id)
		if err != nil {
			return err
		}
		if b = sh.Ballot; b.Stand != Counted {
			return fault.New(fault.Closed, "", "priority.ballot.not-counted")
		}
		slips, _, err = papers(tx, b)
		for i := range slips {
			slips[i] = Slip{Group: slips[i].Group, Marks: slips[i].Marks}
		}
		slips = sorted(slips)
		return err
	})
	return b, slips, err
}

// A Named is a paper of an open ballot with the name of its voter.
type Named struct {
	Name  string
	Marks Marks
}

// Names returns the papers of an open ballot that was counted with the names of
// those who agreed to be named, where the process shows names at all. A secret
// ballot has none. Faults: NotFound.
func (s *Service) Names(ctx context.Context, who access.Actor, id ref.ID) (out []Named, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		out = nil
		sh, err := s.ballot(tx, who, id)
		if err != nil || sh.Secret || sh.Stand != Counted {
			return err
		}
		degree, err := s.attendance.DegreeTx(tx, sh.Process)
		if err != nil || degree != attendance.Names {
			return err
		}
		slips, err := openSlips(tx, id)
		if err != nil {
			return err
		}
		for _, slip := range slips {
			p, err := s.attendance.PresenceOf(tx, sh.Meeting, slip.Voter)
			if fault.KindOf(err) == fault.NotFound {
				continue
			}
			if err != nil {
				return err
			}
			if p.NamedInPublic && p.Name != "" {
				out = append(out, Named{p.Name, slip.Marks})
			}
		}
		slices.SortFunc(out, func(a, b Named) int { return cmp.Compare(strings.ToLower(a.Name), strings.ToLower(b.Name)) })
		return nil
	})
	return out, err
}
