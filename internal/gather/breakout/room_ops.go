package breakout

import (
	"cmp"
	"context"
	"slices"
	"time"

	"penc/internal/gather/attendance"
	"penc/internal/gather/meeting"
	"penc/internal/gather/process"
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
	present, err := s.attendance.GroupsTx(tx, at.ID)
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
	Meeting  meeting.Meeting
	Process  process.Whole
	Until    time.Time // until when copies of the pages may be kept on a device
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
		v.Meeting, v.Choosing, v.Runs = at.Meeting, at.choosing, MayRun(who, at.Meeting) == nil
		if v.Process, err = s.processes.WholeTx(tx, at.Process); err != nil {
			return err
		}
		if v.Until, err = s.until(tx, meeting); err != nil {
			return err
		}
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

// until returns until when copies of a meeting's pages may be kept: as long as
// passes are good.
func (s *Service) until(tx *db.Tx, meeting ref.ID) (time.Time, error) {
	d, err := s.attendance.DoorTx(tx, meeting)
	if d.Until.IsZero() {
		return tx.Now.AddDate(0, 0, 1), err
	}
	return d.Until, err
}

// A Desk is what those who run the breakouts see.
type Desk struct {
	View
	People []attendance.Presence // who is present, by name
	In     map[ref.ID]ref.ID     // where everybody is who is in a room
}

// Desk returns the breakouts of a meeting for those who run them. Faults: NotFound,
// Forbidden.
func (s *Service) Desk(ctx context.Context, who access.Actor, meeting ref.ID) (d Desk, err error) {
	if d.View, err = s.View(ctx, who, meeting); err != nil {
		return d, err
	}
	if err := MayRun(who, d.Meeting); err != nil {
		return Desk{}, err
	}
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		all, err := s.attendance.AllTx(tx, meeting)
		if err != nil {
			return err
		}
		d.People = slices.DeleteFunc(all, func(p attendance.Presence) bool { return !p.Here() })
		slices.SortStableFunc(d.People, func(a, b attendance.Presence) int { return cmp.Compare(a.Name, b.Name) })
		d.In, err = s.ChosenTx(tx, meeting)
		return err
	})
	return d, fault.Wrap("view the desk", err)
}

// Live returns no fault if who may follow what happens in a meeting.
func (s *Service) Live(ctx context.Context, who access.Actor, meeting ref.ID) error {
	return s.db.Read(ctx, func(tx *db.Tx) error {
		_, err := s.at(tx, who, meeting)
		return err
	})
}

// fill adds what those who are present see.
func (s *Service) fill(tx *db.Tx, v *View, meeting ref.ID) error {
	present, err := s.attendance.GroupsTx(tx, meeting)
	if err != nil {
		return err
	}
	for _, n := range present {
		v.Present += n
	}
	for _, r := range v.Rooms {
		v.Chosen += r.People
	}
	if v.Runs {
		v.Shares = Exact(v.Rooms)
		return nil
	}
	v.Shares = Balance(v.Rooms, without(present, v.Rooms))
	for i := range v.Rooms {
		v.Rooms[i].ByGroup = nil
	}
	return nil
}
