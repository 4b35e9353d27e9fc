package attendance

import (
	"cmp"
	"context"
	"strings"
	"time"

	"penc/internal/ground/access"
	"penc/internal/ground/fault"
	"penc/internal/ground/ref"
	"penc/internal/ground/when"
	"penc/internal/people/role"
	"penc/internal/platform/db"
)

// CheckIn notes that who asks is in a meeting, in the room or remotely, and returns
// the secret of their pass if they have no account. Whoever knows the code may
// while check-in is open; those who take part in the process, who hold the key of a
// registration or a pass of this meeting need no code. Checking in again changes
// mode and words, and brings back somebody who had left. An act that arrives twice
// is carried out once and answered alike, with a new pass. Faults: NotFound,
// Closed, Invalid by field ("code" if it is wrong). Facts: role.registered for
// somebody new; all others are in the digest.
func (s *Service) CheckIn(ctx context.Context, who access.Actor, id ref.ID, in Arrival) (p Presence, token string, err error) {
	in = in.Tidy()
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		p, token = Presence{}, ""
		at, err := s.at(tx, who, id)
		if err != nil {
			return err
		}
		if p, err = s.repeated(tx, who, at); err != nil {
			return err
		}
		if p.Participant == "" {
			if p, err = s.checkIn(tx, who, at, in); err != nil {
				return err
			}
		}
		if who.Person == "" {
			token, err = issue(tx, id, p.Participant)
		}
		return err
	})
	return p, token, fault.Wrap("check in", err)
}

// repeated returns the presence that the same act noted before; an empty one if it
// is new.
func (s *Service) repeated(tx *db.Tx, who access.Actor, at place) (Presence, error) {
	if who.Act == "" {
		return Presence{}, nil
	}
	if err := tx.Lock("attendance.act/" + who.Act); err != nil {
		return Presence{}, err
	}
	participant, err := movedBy(tx, at.ID, who.Act)
	if err != nil || participant == "" {
		return Presence{}, err
	}
	p, _, err := maybePresence(tx, at.ID, participant)
	return p, err
}

func (s *Service) checkIn(tx *db.Tx, who access.Actor, at place, in Arrival) (Presence, error) {
	known, via, err := s.recognise(tx, who, at, in)
	if err != nil {
		return Presence{}, err
	}
	if !at.door.IsOpen(at.Meeting, at.process, tx.Now) {
		return Presence{}, fault.New(fault.Closed, "", "attendance.door.closed")
	}
	return s.arrive(tx, who, at, known, in, via)
}

// recognise returns what is known of somebody who checks in by themselves, and the
// way by which they come. The participant is empty for somebody new.
func (s *Service) recognise(tx *db.Tx, who access.Actor, at place, in Arrival) (Presence, Via, error) {
	var known Presence
	var err error
	switch {
	case in.Key != "":
		known, err = s.byKey(tx, at, in.Key)
	case !in.Another:
		known, err = s.known(tx, who, at)
	}
	if err != nil {
		return known, "", err
	}
	switch {
	case in.Code != "" && !at.door.admits(in.Code):
		return known, "", fault.Field("code", "attendance.code.wrong")
	case in.Code != "" && in.Mode == Room:
		return known, ByCode, nil
	case in.Code == "" && !recognised(who, known, in):
		return known, "", fault.Field("code", "attendance.code.empty")
	}
	return known, ByLink, nil
}

// recognised reports whether somebody needs no code: they have an account, the key
// of a registration, or were in this meeting before. A pass of another meeting says
// who they are and opens nothing.
func recognised(who access.Actor, known Presence, in Arrival) bool {
	return known.Participant != "" && (who.Person != "" || in.Key != "" || !known.In.IsZero())
}

// known returns what is known of who asks: that they are there, have registered or
// take part in the process.
func (s *Service) known(tx *db.Tx, who access.Actor, at place) (Presence, error) {
	return s.knownAs(tx, at, who.In(at.Process), who.Person)
}

// knownAs is known for a participant.
func (s *Service) knownAs(tx *db.Tx, at place, participant, person ref.ID) (Presence, error) {
	p, ok, err := maybePresence(tx, at.ID, participant)
	if ok || err != nil || participant == "" {
		return p, err
	}
	if r, ok, err := maybeRegistration(tx, at.ID, participant); ok || err != nil {
		return r.presence(), err
	}
	declared, err := s.roles.ParticipantTx(tx, participant)
	if err != nil {
		return Presence{}, err
	}
	p = Presence{
		Meeting: at.ID, Process: at.Process, Participant: participant, Group: declared.Group,
		Organization: declared.Organization, SpeaksFor: firstLine(declared.Mandate), Lang: declared.Lang,
	}
	if person == "" {
		person = declared.Person
	}
	if person == "" {
		return p, nil
	}
	account, err := s.people.ByIDTx(tx, person)
	p.Name, p.Lang = account.Name, cmp.Or(p.Lang, account.Lang)
	return p, err
}

// byKey returns what is known of the holder of a personal link.
func (s *Service) byKey(tx *db.Tx, at place, key string) (Presence, error) {
	r, err := registrationByKey(tx, seal(forKey, key))
	if err == nil && r.Meeting != at.ID {
		err = fault.New(fault.NotFound, "", "attendance.key.unknown")
	}
	if err != nil {
		return Presence{}, err
	}
	return s.knownAs(tx, at, r.Participant, "")
}

// arrive notes an arrival. Somebody new becomes a participant.
func (s *Service) arrive(tx *db.Tx, who access.Actor, at place, p Presence, in Arrival, via Via) (Presence, error) {
	p.Meeting, p.Process = at.ID, at.Process
	if p.Participant == "" && who.Person != "" && via != ByDoor && via != ByPaper && !in.Another {
		account, err := s.people.ByIDTx(tx, who.Person)
		if err != nil {
			return p, err
		}
		p.Name, p.Organization, p.Lang = account.Name, account.Organization, account.Lang
	}
	if err := in.check(p.Name != ""); err != nil {
		return p, err
	}
	if err := s.knowsGroup(tx, at, in.Group); err != nil {
		return p, err
	}
	came := at.door.Came(in.Happened, tx.Now)
	p = p.Arrive(in, via, came)
	if p.Participant == "" {
		var err error
		if p.Participant, err = s.newcomer(tx, who, p, via, in.Another); err != nil {
			return p, err
		}
	}
	if err := savePresence(tx, p); err != nil {
		return p, err
	}
	return p, move(tx, who, p, string(p.Mode), came)
}

// newcomer makes a participant of somebody who is none yet: of the account that
// acts for itself, or of somebody without one. The act's name stays out of the
// record, because it opens the way back to the pass.
func (s *Service) newcomer(tx *db.Tx, who access.Actor, p Presence, via Via, another bool) (ref.ID, error) {
	self := who.Person != "" && via != ByDoor && via != ByPaper && !another
	if self {
		if err := tx.Lock("attendance.person/" + string(who.Person)); err != nil {
			return "", err
		}
		mine, err := s.roles.ParticipantOf(tx, p.Process, who.Person)
		if fault.KindOf(err) != fault.NotFound {
			return mine.ID, err
		}
	}
	act := who
	act.Act = ""
	made, err := s.roles.RegisterTx(tx, act, p.Process, role.Declaration{
		Group: p.Group, Organization: p.Organization, Mandate: p.SpeaksFor, Lang: p.Lang,
	})
	if err == nil && self {
		err = s.roles.TieTx(tx, made.ID, who.Person)
	}
	return made.ID, err
}

// knowsGroup returns a fault unless a group is one of the process.
func (s *Service) knowsGroup(tx *db.Tx, at place, group ref.ID) error {
	if group == "" {
		return nil
	}
	w, err := s.processes.WholeTx(tx, at.Process)
	if err != nil {
		return err
	}
	if _, ok := w.Group(group); !ok {
		return fault.Field("stakeholder-group", "attendance.group.unknown")
	}
	return nil
}

// move adds a movement to the row of those that digests cover, and tells whoever
// watches the meeting.
func move(tx *db.Tx, who access.Actor, p Presence, what string, at time.Time) error {
	tx.RingOnCommit(Live(p.Meeting), tx.Now.UnixNano())
	m := movement{Ord: tx.Now.UnixMicro(), Participant: p.Participant, What: what, Happened: when.Format(at)}
	return addMovement(tx, p.Meeting, m, who.Act)
}

// CheckOut notes that somebody left. They may themselves, and those who run the
// door for anybody. Leaving twice changes nothing. Faults: NotFound, Forbidden.
func (s *Service) CheckOut(ctx context.Context, who access.Actor, id, participant ref.ID, happened time.Time) (p Presence, err error) {
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		at, err := s.at(tx, who, id)
		if err != nil {
			return err
		}
		if participant != who.In(at.Process) {
			if err := MayRun(who, at.Meeting); err != nil {
				return err
			}
		}
		p, err = checkOut(tx, who, at, participant, happened)
		return err
	})
	return p, fault.Wrap("check out", err)
}

func checkOut(tx *db.Tx, who access.Actor, at place, participant ref.ID, happened time.Time) (Presence, error) {
	if err := tx.Lock("attendance.presence/" + string(participant)); err != nil {
		return Presence{}, err
	}
	p, err := presenceOf(tx, at.ID, participant)
	if err != nil || !p.Here() {
		return p, err
	}
	p.Out = at.door.Came(happened, tx.Now)
	if p.Out.Before(p.In) {
		p.Out = p.In
	}
	if err := savePresence(tx, p); err != nil {
		return p, err
	}
	return p, move(tx, who, p, "out", p.Out)
}

// Present returns the presence of who acts in a meeting. Faults: Forbidden
// "attendance.not-here" unless they are checked in and have not left.
func (s *Service) Present(tx *db.Tx, who access.Actor, meeting ref.ID) (Presence, error) {
	m, err := s.meetings.ByIDTx(tx, meeting)
	if err != nil {
		return Presence{}, err
	}
	p, ok, err := maybePresence(tx, meeting, who.In(m.Process))
	if err == nil && (!ok || !p.Here()) {
		err = fault.New(fault.Forbidden, "", "attendance.not-here")
	}
	if err != nil {
		return Presence{}, err
	}
	return p, nil
}

// PresenceOf returns the presence of a participant in a meeting, whether or not
// they have left; NotFound if they were not there.
func (s *Service) PresenceOf(tx *db.Tx, meeting, participant ref.ID) (Presence, error) {
	return presenceOf(tx, meeting, participant)
}

// AllTx returns whoever was in a meeting, in the order in which they came.
func (s *Service) AllTx(tx *db.Tx, meeting ref.ID) ([]Presence, error) {
	return presencesIn(tx, meeting)
}

// HeadcountTx returns how many people are in a meeting.
func (s *Service) HeadcountTx(tx *db.Tx, meeting ref.ID) (Headcount, error) {
	return countPresent(tx, meeting)
}

// GroupsTx returns how many people are in a meeting for each stakeholder group; ""
// is those who speak for none.
func (s *Service) GroupsTx(tx *db.Tx, meeting ref.ID) (map[ref.ID]int, error) {
	return groupsPresent(tx, meeting)
}

// firstLine returns the first line of a text, no longer than what is said at a
// door.
func firstLine(text string) string {
	line, _, _ := strings.Cut(text, "\n")
	if runes := []rune(line); len(runes) > MaxName {
		line = string(runes[:MaxName])
	}
	return line
}
