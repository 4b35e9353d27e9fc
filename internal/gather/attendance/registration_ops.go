package attendance

import (
	"context"

	"penc/internal/gather/meeting"
	"penc/internal/gather/process"
	"penc/internal/ground/access"
	"penc/internal/ground/fault"
	"penc/internal/ground/ref"
	"penc/internal/people/role"
	"penc/internal/platform/db"
	"penc/internal/platform/mail"
	"penc/internal/platform/record"
)

// Register registers who asks for a meeting, or changes how they take part. Anybody
// with an account may while registration is open. Without a place left they wait.
// They get a letter with an invitation for their calendar. Faults: NotFound,
// Closed, Forbidden for strangers, Invalid by field ("mode" if the other mode is
// full). Fact: RegisteredFact, for somebody new.
func (s *Service) Register(ctx context.Context, who access.Actor, id ref.ID, in Wish) (r Registration, err error) {
	in = in.Tidy()
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		at, err := s.locked(tx, who, id)
		if err != nil {
			return err
		}
		w, err := s.processes.WholeTx(tx, at.Process)
		if err != nil {
			return err
		}
		if err := at.door.MayRegister(who, w, at.Meeting, tx.Now); err != nil {
			return err
		}
		known, err := s.own(tx, who, at, in)
		if err != nil {
			return err
		}
		r, err = s.ask(tx, who, at, known, in)
		return err
	})
	return r, fault.Wrap("register", err)
}

// own returns the registration of who asks for themselves, not stored yet if they
// have none; the account becomes a participant.
func (s *Service) own(tx *db.Tx, who access.Actor, at place, in Wish) (Registration, error) {
	account, err := s.people.ByIDTx(tx, who.Person)
	if err != nil {
		return Registration{}, err
	}
	participant, err := s.newcomer(tx, who, Presence{
		Process: at.Process, Group: in.Group, Organization: account.Organization, SpeaksFor: in.SpeaksFor, Lang: account.Lang,
	}, ByLink, false)
	if err != nil {
		return Registration{}, err
	}
	r, _, err := maybeRegistration(tx, at.ID, participant)
	r.Participant, r.Name, r.Address = participant, account.Name, account.Email
	r.Organization, r.Lang = account.Organization, account.Lang
	return r, err
}

// RegisterByHand registers somebody else, with or without an account. Those who run
// the door may, also while registration is closed. Faults: NotFound, Forbidden,
// Invalid by field, Closed if the meeting is cancelled. Fact: RegisteredFact.
func (s *Service) RegisterByHand(ctx context.Context, who access.Actor, id ref.ID, in Wish) (r Registration, err error) {
	in = in.Tidy()
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		at, err := s.locked(tx, who, id)
		if err != nil {
			return err
		}
		if err := MayRun(who, at.Meeting); err != nil {
			return err
		}
		if at.State == meeting.Cancelled {
			return fault.New(fault.Closed, "", "attendance.door.cancelled")
		}
		if err := record.Once(tx, who, RegisteredFact); err != nil {
			return err
		}
		if in.Name == "" {
			return fault.Field("name", "attendance.name.empty")
		}
		known, err := s.other(tx, who, at, in)
		if err != nil {
			return err
		}
		r, err = s.ask(tx, who, at, known, in)
		return err
	})
	return r, fault.Wrap("register by hand", err)
}

// other returns a registration, not stored yet, for somebody whose name and address
// were typed: of the account with that address, or of a new participant.
func (s *Service) other(tx *db.Tx, who access.Actor, at place, in Wish) (Registration, error) {
	r := Registration{Name: in.Name, Lang: in.Lang}
	if err := s.check(tx, at, in); err != nil {
		return r, err
	}
	declared := role.Declaration{Group: in.Group, Mandate: in.SpeaksFor, Lang: in.Lang}
	person := ref.ID("")
	if in.Address != "" {
		address, err := mail.Check(in.Address)
		if err != nil {
			return r, fault.Field("address", "mail.address.invalid")
		}
		r.Address = address
		account, err := s.people.ByEmailTx(tx, address)
		if err != nil && fault.KindOf(err) != fault.NotFound {
			return r, err
		}
		person = account.ID
		if twice, err := addressRegistered(tx, at.ID, address); err != nil || twice {
			if twice {
				err = fault.Field("address", "attendance.registration.twice")
			}
			return r, err
		}
	}
	if person != "" {
		p, err := s.roles.ParticipantOf(tx, at.Process, person)
		if err == nil {
			r.Participant = p.ID
			return r, nil
		}
		if fault.KindOf(err) != fault.NotFound {
			return r, err
		}
	}
	act := who
	act.Act = ""
	made, err := s.roles.RegisterTx(tx, act, at.Process, declared)
	if err == nil && person != "" {
		err = s.roles.TieTx(tx, made.ID, person)
	}
	r.Participant = made.ID
	return r, err
}

func (s *Service) check(tx *db.Tx, at place, in Wish) error {
	if err := in.check(at.Meeting); err != nil {
		return err
	}
	return s.knowsGroup(tx, at, in.Group)
}

// ask stores what becomes of a registration by a wish, tells the person, and has
// others move up.
func (s *Service) ask(tx *db.Tx, who access.Actor, at place, r Registration, in Wish) (Registration, error) {
	if err := s.check(tx, at, in); err != nil {
		return r, err
	}
	taken, err := placesTaken(tx, at.ID)
	if err != nil {
		return r, err
	}
	was := r
	if r, err = r.Ask(at.door, taken, in, tx.Now); err != nil {
		return r, err
	}
	fresh := was.ID == ""
	if fresh {
		if r.ID, err = tx.NewID(); err != nil {
			return r, err
		}
	}
	r.Meeting, r.Process = at.ID, at.Process
	if kind := letterFor(was, r); kind != "" {
		if r, err = s.tell(tx, at, r, kind); err != nil {
			return r, err
		}
	}
	if err := saveRegistration(tx, r); err != nil {
		return r, err
	}
	if !was.Stands() || fresh {
		err = record.Append(tx, who, RegisteredFact, at.Ref(), at.Process, nil, record.By(r.Participant))
	}
	if err != nil || was.State != Registered || was.Mode == r.Mode {
		return r, err
	}
	return r, s.moveUp(tx, at)
}

// letterFor returns the letter that a change of a registration asks for.
func letterFor(was, is Registration) LetterKind {
	switch {
	case is.State == Waiting && (was.State != Waiting || was.Mode != is.Mode):
		return OnWaiting
	case is.State == Registered && was.State != Registered:
		return OnRegistered
	case is.State == Registered && was.Mode != is.Mode:
		return OnChanged
	}
	return ""
}

// Unregister cancels a registration; the first who waits moves up. People may for
// themselves, by their account or their personal link, and those who run the door
// for anybody. Faults: NotFound, Forbidden. Fact: UnregisteredFact, unless it was
// cancelled before.
func (s *Service) Unregister(ctx context.Context, who access.Actor, id, registration ref.ID, key string) (r Registration, err error) {
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		at, err := s.locked(tx, who, id)
		if err != nil {
			return err
		}
		if r, err = registrationByID(tx, registration); err != nil {
			return err
		}
		if err := mayUndo(tx, who, at, r, key); err != nil {
			return err
		}
		return s.cancel(tx, who, at, r)
	})
	return r, fault.Wrap("unregister", err)
}

// mayUndo decides whether who may cancel a registration.
func mayUndo(tx *db.Tx, who access.Actor, at place, r Registration, key string) error {
	if r.Meeting != at.ID {
		return fault.New(fault.NotFound, "", "attendance.registration.unknown")
	}
	if key != "" {
		theirs, err := registrationByKey(tx, seal(forKey, key))
		if err != nil || theirs.ID == r.ID {
			return err
		}
	}
	if who.Person != "" && who.In(at.Process) == r.Participant {
		return nil
	}
	return MayRun(who, at.Meeting)
}

func (s *Service) cancel(tx *db.Tx, who access.Actor, at place, r Registration) error {
	was := r.State
	r, changed := r.Cancel(tx.Now)
	if !changed {
		return nil
	}
	var err error
	if was == Registered {
		if r, err = s.tell(tx, at, r, OnUnregistered); err != nil {
			return err
		}
	}
	if err := dropKeys(tx, r.ID); err != nil {
		return err
	}
	if err := saveRegistration(tx, r); err != nil {
		return err
	}
	if err := record.Append(tx, who, UnregisteredFact, at.Ref(), at.Process, nil, record.By(r.Participant)); err != nil {
		return err
	}
	return s.moveUp(tx, at)
}

// moveUp gives places that are free to those who wait. The door is locked.
func (s *Service) moveUp(tx *db.Tx, at place) error {
	if at.State == meeting.Cancelled || at.Over(at.process, tx.Now) {
		return nil
	}
	waiting, err := waitingFor(tx, at.ID)
	if err != nil || len(waiting) == 0 {
		return err
	}
	taken, err := placesTaken(tx, at.ID)
	if err != nil {
		return err
	}
	up := MoveUp(waiting, at.door, taken, tx.Now)
	for _, r := range up {
		if r, err = s.tell(tx, at, r, OnMovedUp); err != nil {
			return err
		}
		if err := saveRegistration(tx, r); err != nil {
			return err
		}
	}
	if len(up) == 0 {
		return nil
	}
	return record.Append(tx, access.Machine(), MovedUpFact, at.Ref(), at.Process, nil, record.Figure("n", len(up)))
}

// SetDoor sets registration, places and the end of passes; whoever waits for a
// place that there is now moves up. Who may open check-in may. Faults: NotFound,
// Forbidden, Conflict, Invalid by field. Fact: DoorSet.
func (s *Service) SetDoor(ctx context.Context, who access.Actor, in Door) (d Door, err error) {
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		at, err := s.locked(tx, who, in.Meeting)
		if err != nil {
			return err
		}
		if d, err = at.door.SetIt(who, at.Meeting, in); err != nil {
			return err
		}
		at.door = d
		if err := keepDoor(tx, who, d, DoorSet); err != nil {
			return err
		}
		return s.moveUp(tx, at)
	})
	return d, fault.Wrap("set the door", err)
}

// A Standing is what a page says of registering for a meeting.
type Standing struct {
	Meeting      meeting.Meeting
	Process      process.Whole
	Door         Door
	Taken        Taken
	Waiting      int
	Registration Registration // of who asks; its State is empty if there is none
	Ahead        int          // how many wait before them
	Open         bool         // registration
	CheckIn      bool         // is open
	Here         Presence     // of who asks; its participant is empty if they were never there
	Known        Presence     // what is known of them who have not come yet; its participant is empty for nobody known
	Runs         bool         // who asks runs the door
	Now          Headcount
}

// Standing returns what who asks, or the holder of a personal link, may know of
// registering for a meeting. Faults: NotFound.
func (s *Service) Standing(ctx context.Context, who access.Actor, id ref.ID, key string) (out Standing, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		at, err := s.at(tx, who, id)
		if err != nil {
			return err
		}
		out = Standing{Meeting: at.Meeting, Door: at.door, Runs: MayRun(who, at.Meeting) == nil, CheckIn: at.door.IsOpen(at.Meeting, at.process, tx.Now)}
		if out.Process, err = s.processes.WholeTx(tx, at.Process); err != nil {
			return err
		}
		out.Open = at.door.IsRegistering(out.Process, at.Meeting, tx.Now)
		if out.Taken, err = placesTaken(tx, id); err != nil {
			return err
		}
		if out.Now, err = countPresent(tx, id); err != nil {
			return err
		}
		return s.standing(tx, who, at, key, &out)
	})
	return out, err
}

// standing fills in what is about who asks.
func (s *Service) standing(tx *db.Tx, who access.Actor, at place, key string, out *Standing) error {
	waiting, err := waitingFor(tx, at.ID)
	if err != nil {
		return err
	}
	out.Waiting = len(waiting)
	participant := who.In(at.Process)
	if key != "" {
		r, err := registrationByKey(tx, seal(forKey, key))
		if err != nil && fault.KindOf(err) != fault.NotFound {
			return err
		}
		if r.Meeting == at.ID {
			participant = r.Participant
		}
	}
	if participant == "" {
		return nil
	}
	if out.Registration, _, err = maybeRegistration(tx, at.ID, participant); err != nil {
		return err
	}
	for _, w := range waiting {
		if w.Mode == out.Registration.Mode && w.Turn < out.Registration.Turn {
			out.Ahead++
		}
	}
	if out.Known, err = s.knownAs(tx, at, participant, ""); err != nil {
		return err
	}
	out.Here, _, err = maybePresence(tx, at.ID, participant)
	return err
}

// RegistrationsTx returns the registrations for a meeting in the order in which
// they were asked for, those that were cancelled included.
func (s *Service) RegistrationsTx(tx *db.Tx, meeting ref.ID) ([]Registration, error) {
	return registrationsFor(tx, meeting)
}
