package breakout

import (
	"context"
	"slices"

	"penc/internal/gather/attendance"
	"penc/internal/ground/access"
	"penc/internal/ground/fault"
	"penc/internal/ground/ref"
	"penc/internal/platform/db"
	"penc/internal/platform/record"
)

// RoomsTx returns the breakouts of a meeting with what goes on in them, in the
// order of the programme, whoever asks.
func (s *Service) RoomsTx(tx *db.Tx, meeting ref.ID) ([]Room, error) {
	m, err := s.meetings.ByIDTx(tx, meeting)
	if err != nil {
		return nil, err
	}
	c, err := choosingOf(tx, meeting)
	if err != nil {
		return nil, err
	}
	return s.roomsTx(tx, scene{Meeting: m, choosing: c})
}

func (s *Service) roomsTx(tx *db.Tx, at scene) ([]Room, error) {
	rooms, err := countedRooms(tx, at)
	if err != nil {
		return nil, err
	}
	present, err := s.presentByGroup(tx, at.ID)
	if err != nil {
		return nil, err
	}
	chosen := 0
	for _, r := range rooms {
		chosen += r.People
	}
	for i, r := range rooms {
		rooms[i] = r.Weighed(present, chosen)
	}
	return rooms, nil
}

// countedRooms returns the rooms with what can be counted without going through
// everybody who is present.
func countedRooms(tx *db.Tx, at scene) ([]Room, error) {
	counts, err := headcounts(tx, at.ID)
	if err != nil {
		return nil, err
	}
	reporting, err := rapporteursIn(tx, at.ID)
	if err != nil {
		return nil, err
	}
	reports, err := reportsIn(tx, at.ID)
	if err != nil {
		return nil, err
	}
	points, err := pointCounts(tx, at.ID)
	if err != nil {
		return nil, err
	}
	out := make([]Room, 0, len(at.Breakouts))
	for _, b := range at.Breakouts {
		r := Room{
			Breakout: b, State: at.choosing.State, ByGroup: map[ref.ID]int{}, Rapporteurs: reporting[b.ID], Points: points[b.ID],
			Report: reports[b.ID],
		}
		if len(r.Rapporteurs) > 0 {
			r.Rapporteur = r.Rapporteurs[0]
		}
		for _, h := range counts {
			if h.breakout == b.ID {
				r.ByGroup[h.group] += h.people
				r.People += h.people
			}
		}
		out = append(out, r)
	}
	return out, nil
}

func (s *Service) presentByGroup(tx *db.Tx, meeting ref.ID) (map[ref.ID]int, error) {
	all, err := s.attendance.AllTx(tx, meeting)
	out := map[ref.ID]int{}
	for _, p := range all {
		if p.Here() {
			out[p.Group]++
		}
	}
	return out, err
}

// ChosenTx returns in which room everybody is who chose one.
func (s *Service) ChosenTx(tx *db.Tx, meeting ref.ID) (map[ref.ID]ref.ID, error) {
	all, err := choicesIn(tx, meeting)
	out := make(map[ref.ID]ref.ID, len(all))
	for _, c := range all {
		out[c.Participant] = c.Breakout
	}
	return out, err
}

// ReportedTx returns the lines of the report-backs that were filed, in the order
// of the rooms and of their places there.
func (s *Service) ReportedTx(tx *db.Tx, meeting ref.ID) ([]Reported, error) {
	m, err := s.meetings.ByIDTx(tx, meeting)
	if err != nil {
		return nil, err
	}
	reports, err := reportsIn(tx, meeting)
	if err != nil {
		return nil, err
	}
	var out []Reported
	for _, b := range m.Breakouts {
		out = append(out, Room{Breakout: b, Report: reports[b.ID]}.reported()...)
	}
	return out, nil
}

// NameRapporteur has a participant report for the room in which they are. People
// name themselves, conveners and facilitators anybody. Faults: NotFound, Forbidden,
// Closed if enough people report. Fact: Named, not public.
func (s *Service) NameRapporteur(ctx context.Context, who access.Actor, meeting, breakout, participant ref.ID) error {
	err := s.db.Write(ctx, func(tx *db.Tx) error {
		at, err := s.locked(tx, who, meeting)
		if err != nil {
			return err
		}
		r, c, err := roomAndChoice(tx, at, breakout, participant)
		if err != nil {
			return err
		}
		if err := r.MayName(at.Meeting, who, c); err != nil || slices.Contains(r.Rapporteurs, participant) {
			return err
		}
		if err := saveRapporteur(tx, meeting, breakout, participant, tx.Now); err != nil {
			return err
		}
		ring(tx, meeting)
		return record.Append(tx, who, Named, ref.To("breakout", breakout), at.Process, nil, record.By(participant))
	})
	return fault.Wrap("name a rapporteur", err)
}

// StepDown ends somebody's reporting for a room: their own, or anybody's for
// conveners and facilitators. Faults: NotFound, Forbidden.
func (s *Service) StepDown(ctx context.Context, who access.Actor, meeting, breakout, participant ref.ID) error {
	err := s.db.Write(ctx, func(tx *db.Tx) error {
		at, err := s.locked(tx, who, meeting)
		if err != nil {
			return err
		}
		if participant == "" || participant != who.In(at.Process) {
			if err := MayRun(who, at.Meeting); err != nil {
				return err
			}
		}
		ring(tx, meeting)
		return dropRapporteur(tx, meeting, breakout, participant)
	})
	return fault.Wrap("step down", err)
}

func roomAndChoice(tx *db.Tx, at scene, breakout, participant ref.ID) (Room, Choice, error) {
	b, ok := at.Breakout(breakout)
	if !ok {
		return Room{}, Choice{}, fault.New(fault.NotFound, "", "breakout.unknown")
	}
	reporting, err := rapporteursIn(tx, at.ID)
	if err != nil {
		return Room{}, Choice{}, err
	}
	c, err := choiceOf(tx, at.ID, participant)
	return Room{Breakout: b, State: at.choosing.State, Rapporteurs: reporting[breakout]}, c, err
}

// A View is what somebody may see of the breakouts of a meeting.
type View struct {
	Choosing Choosing
	Rooms    []Room
	Shares   [][]Share // by room, for those who are present
	Chosen   int       // people in any room
	Present  int       // people in the meeting; 0 for strangers
	Presence attendance.Presence
	Here     bool // who asks is present
	Choice   Choice
	Runs     bool
}

// View returns the breakouts of a meeting as who asks may see them. Strangers see
// the rooms and what was filed, those present the head counts and who is where by
// group, conveners and facilitators everything. Faults: NotFound.
func (s *Service) View(ctx context.Context, who access.Actor, meeting ref.ID) (v View, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		at, err := s.at(tx, who, meeting)
		if err != nil {
			return err
		}
		v.Choosing, v.Runs = at.choosing, MayRun(who, at.Meeting) == nil
		p, err := s.attendance.Present(tx, who, meeting)
		switch fault.KindOf(err) {
		case fault.Internal:
			if err != nil {
				return err
			}
			v.Presence, v.Here = p, true
			if v.Choice, err = choiceOf(tx, meeting, p.Participant); err != nil {
				return err
			}
		}
		if v.Runs {
			v.Rooms, err = s.roomsTx(tx, at)
		} else {
			v.Rooms, err = countedRooms(tx, at)
		}
		if err != nil {
			return err
		}
		if !v.Here && !v.Runs {
			for i, r := range v.Rooms {
				v.Rooms[i] = r.forStrangers()
			}
			return nil
		}
		return s.fill(tx, &v, meeting)
	})
	return v, fault.Wrap("view breakouts", err)
}

// fill adds what those who are present see.
func (s *Service) fill(tx *db.Tx, v *View, meeting ref.ID) error {
	n, err := s.attendance.HeadcountTx(tx, meeting)
	if err != nil {
		return err
	}
	v.Present = n.Total()
	for _, r := range v.Rooms {
		v.Chosen += r.People
	}
	if v.Runs {
		v.Shares = Exact(v.Rooms)
		return nil
	}
	present, err := s.presentByGroup(tx, meeting)
	if err != nil {
		return err
	}
	v.Shares = Balance(v.Rooms, without(present, v.Rooms))
	for i := range v.Rooms {
		v.Rooms[i].ByGroup = nil
	}
	return nil
}
