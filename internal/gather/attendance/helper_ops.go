package attendance

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"penc/internal/gather/meeting"
	"penc/internal/gather/process"
	"penc/internal/ground/access"
	"penc/internal/ground/fault"
	"penc/internal/ground/ref"
	"penc/internal/people/org"
	"penc/internal/platform/db"
)

// MakeHelper makes a link with which somebody helps at the door, until the day
// after the meeting, and returns its secret. Who runs the door may. Faults:
// NotFound, Forbidden, Invalid without a name.
func (s *Service) MakeHelper(ctx context.Context, who access.Actor, id ref.ID, name string) (h Helper, token string, err error) {
	name = strings.Join(strings.Fields(name), " ")
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		at, err := s.at(tx, who, id)
		if err != nil {
			return err
		}
		if err := MayRun(who, at.Meeting); err != nil {
			return err
		}
		if n := utf8.RuneCountInString(name); n == 0 || n > MaxName {
			return fault.Field("name", "attendance.helper.name", "limit", MaxName)
		}
		h = Helper{Meeting: id, Name: name, Made: tx.Now, Until: at.door.end(at.Meeting, at.process).AddDate(0, 0, 1)}
		if h.Until.Before(tx.Now) {
			h.Until = tx.Now.AddDate(0, 0, 1) // a list is typed in later
		}
		if h.ID, err = tx.NewID(); err != nil {
			return err
		}
		if token, err = secret(tx); err != nil {
			return err
		}
		return insertHelper(tx, h, seal(forHelper, token))
	})
	return h, token, fault.Wrap("make a helper", err)
}

// EndHelper ends a helper's link. Who runs the door may. Faults: NotFound,
// Forbidden.
func (s *Service) EndHelper(ctx context.Context, who access.Actor, id, helper ref.ID) error {
	err := s.db.Write(ctx, func(tx *db.Tx) error {
		at, err := s.at(tx, who, id)
		if err != nil {
			return err
		}
		if err := MayRun(who, at.Meeting); err != nil {
			return err
		}
		return endHelper(tx, id, helper, db.Time(tx.Now))
	})
	return fault.Wrap("end a helper", err)
}

// A Desk is what those at the door work with.
type Desk struct {
	Meeting  meeting.Meeting
	Process  process.Whole
	Door     Door
	Open     bool // check-in
	Now      Headcount
	Helper   Helper // who asks; its ID is empty for those who run the door
	Helpers  []Helper
	Expected []Expected // found by the search, by name
	More     bool       // there are others
}

// What the desk shows: of those whom a search finds, of those who are expected and
// have not come yet before anybody searches, and of those just checked in there.
const (
	perDesk   = 40
	perWait   = 12
	perRecent = 3
	recent    = 10 * time.Minute
)

// Desk returns what those at the door need: who is expected or there, as far as
// their name or organization holds what was typed. Who runs the door may know it,
// and helpers by their secret. Faults: NotFound, Forbidden, Closed for a helper
// whose link has ended.
func (s *Service) Desk(ctx context.Context, who access.Actor, id ref.ID, helper, query string) (d Desk, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		at, h, err := s.atDoor(tx, who, id, helper)
		if err != nil {
			return err
		}
		d = Desk{Meeting: at.Meeting, Door: at.door, Helper: h, Open: at.door.IsOpen(at.Meeting, at.process, tx.Now)}
		if d.Process, err = s.processes.WholeTx(tx, at.Process); err != nil {
			return err
		}
		if d.Now, err = countPresent(tx, at.ID); err != nil {
			return err
		}
		if h.ID == "" {
			if d.Helpers, err = helpersOf(tx, at.ID); err != nil {
				return err
			}
		}
		all, err := expected(tx, at.ID)
		d.Expected, d.More = search(all, query, tx.Now)
		return err
	})
	return d, err
}

// atDoor returns a meeting for whoever works at its door. A helper's secret names
// the meeting.
func (s *Service) atDoor(tx *db.Tx, who access.Actor, id ref.ID, secret string) (at place, h Helper, err error) {
	if secret == "" {
		if at, err = s.at(tx, who, id); err == nil {
			err = MayRun(who, at.Meeting)
		}
		return at, h, err
	}
	if len(secret) > maxSecret {
		return at, h, fault.New(fault.NotFound, "", "attendance.helper.unknown")
	}
	if h, err = helperByHash(tx, seal(forHelper, secret)); err != nil {
		return at, h, err
	}
	if !h.Good(tx.Now) {
		return at, h, fault.New(fault.Closed, "", "attendance.helper.over")
	}
	at, err = s.find(tx, h.Meeting)
	return at, h, err
}

// expected returns everybody whom a door knows, by name.
func expected(tx *db.Tx, id ref.ID) ([]Expected, error) {
	registered, err := registrationsFor(tx, id)
	if err != nil {
		return nil, err
	}
	present, err := presencesIn(tx, id)
	if err != nil {
		return nil, err
	}
	here := map[ref.ID]Presence{}
	for _, p := range present {
		here[p.Participant] = p
	}
	var out []Expected
	for _, r := range registered {
		p, came := here[r.Participant]
		if !r.Stands() && !came {
			continue
		}
		out = append(out, Expected{r.Participant, r.Name, r.Group, r.Affiliation, r.Mode, r.State, p})
		delete(here, r.Participant)
	}
	for _, p := range present {
		if _, rest := here[p.Participant]; rest {
			out = append(out, Expected{p.Participant, p.Name, p.Group, p.Affiliation, p.Mode, "", p})
		}
	}
	slices.SortStableFunc(out, func(a, b Expected) int { return cmp.Compare(org.Fold(a.Name), org.Fold(b.Name)) })
	return out, nil
}

// search returns those in whom every word that was typed is found. Before anything
// is typed these are the last who were checked in at the door, so that a mistake is
// taken back by one press, and then some who have not come yet.
func search(all []Expected, query string, now time.Time) (found []Expected, more bool) {
	words := strings.Fields(org.Fold(query))
	if len(words) == 0 {
		return waited(all, now)
	}
	for _, e := range all {
		text := org.Fold(e.Name + " " + e.Affiliation)
		if slices.ContainsFunc(words, func(w string) bool { return !strings.Contains(text, w) }) {
			continue
		}
		if len(found) == perDesk {
			return found, true
		}
		found = append(found, e)
	}
	return found, false
}

// waited is the desk before anybody searches.
func waited(all []Expected, now time.Time) (shown []Expected, more bool) {
	var last, ahead []Expected
	for _, e := range all {
		switch {
		case e.Presence.Participant == "":
			ahead = append(ahead, e)
		case e.Here() && e.Presence.Via == ByDoor && now.Sub(e.Presence.In) < recent:
			last = append(last, e)
		}
	}
	slices.SortStableFunc(last, func(a, b Expected) int { return b.Presence.In.Compare(a.Presence.In) })
	shown = last[:min(perRecent, len(last))]
	return append(shown[:len(shown):len(shown)], ahead[:min(perWait, len(ahead))]...), len(ahead) > perWait
}

// Admit checks somebody in at the door: one who is expected by their participant,
// or a walk-in by name. Nobody is turned away because the room is full. Who runs
// the door may, and helpers by their secret; an act that arrives twice is carried
// out once. Faults: NotFound, Forbidden, Closed, Invalid by field.
func (s *Service) Admit(ctx context.Context, who access.Actor, id ref.ID, helper string, in Arrival) (p Presence, err error) {
	in = in.Tidy()
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		at, _, err := s.atDoor(tx, who, id, helper)
		if err != nil {
			return err
		}
		if p, err = s.repeated(tx, who, at); err != nil || p.Participant != "" {
			return err
		}
		if !at.door.IsOpen(at.Meeting, at.process, tx.Now) {
			return fault.New(fault.Closed, "", "attendance.door.closed")
		}
		p, err = s.admit(tx, who, at, in, ByDoor)
		return err
	})
	return p, fault.Wrap("admit", err)
}

func (s *Service) admit(tx *db.Tx, who access.Actor, at place, in Arrival, via Via) (Presence, error) {
	var known Presence
	if in.Participant != "" {
		of, err := s.roles.ParticipantTx(tx, in.Participant)
		if err == nil && of.Process != at.Process {
			err = fault.New(fault.NotFound, "", "attendance.presence.unknown")
		}
		if err != nil {
			return known, err
		}
		if known, err = s.knownAs(tx, at, in.Participant, of.Person); err != nil {
			return known, err
		}
	}
	return s.arrive(tx, who, at, known, in, via)
}

// Undo takes a check-in back that was made by mistake, at the door or on a list:
// as if they had not come. Who may admit may. Faults: NotFound, Forbidden, Closed
// for somebody who checked in by themselves.
func (s *Service) Undo(ctx context.Context, who access.Actor, id ref.ID, helper string, participant ref.ID) (p Presence, err error) {
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		at, _, err := s.atDoor(tx, who, id, helper)
		if err != nil {
			return err
		}
		if err := tx.Lock("attendance.presence/" + string(participant)); err != nil {
			return err
		}
		if p, err = presenceOf(tx, at.ID, participant); err != nil {
			return err
		}
		if p.Via != ByDoor && p.Via != ByPaper {
			return fault.New(fault.Closed, "", "attendance.undo.own")
		}
		if err := dropPresence(tx, at.ID, participant); err != nil {
			return err
		}
		return move(tx, who, p, "undone", tx.Now)
	})
	return p, fault.Wrap("undo a check-in", err)
}

// Leave notes at the door that somebody left. Who may admit may. Faults: NotFound,
// Forbidden.
func (s *Service) Leave(ctx context.Context, who access.Actor, id ref.ID, helper string, participant ref.ID) (p Presence, err error) {
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		at, _, err := s.atDoor(tx, who, id, helper)
		if err != nil {
			return err
		}
		p, err = checkOut(tx, who, at, participant, time.Time{})
		return err
	})
	return p, fault.Wrap("leave", err)
}
