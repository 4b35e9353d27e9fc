package minutes

import (
	"strconv"

	"penc/internal/gather/attendance"
	"penc/internal/gather/meeting"
	"penc/internal/gather/process"
	"penc/internal/ground/fault"
	"penc/internal/ground/ref"
	"penc/internal/platform/db"
)

// noted asks the rooms below what they have noted of a meeting, as anybody may see
// it.
func (s *Service) noted(tx *db.Tx, w process.Whole, m meeting.Meeting) (n Noted, err error) {
	n = Noted{Whole: w, Meeting: m, Present: map[ref.ID]string{}}
	n.Zone, _ = m.Location(w.Process)
	if n.Hall, err = s.halls.HallTx(tx, m.ID); err != nil {
		return n, err
	}
	if n.Items, err = s.halls.ItemsTx(tx, m.ID); err != nil {
		return n, err
	}
	if n.Attendance, err = s.attendance.PublicTx(tx, m.ID); err != nil {
		return n, err
	}
	if n.Attendance.Degree != attendance.Numbers {
		for _, id := range n.Attendance.Organizations {
			o, err := s.orgs.ByIDTx(tx, id)
			if err != nil {
				return n, err
			}
			n.Organizations = append(n.Organizations, o.Name)
		}
	}
	if n.Rooms, err = s.breakouts.RoomsTx(tx, m.ID); err != nil {
		return n, err
	}
	if n.Temperatures, err = s.halls.TemperaturesTx(tx, m.ID); err != nil {
		return n, err
	}
	if n.Decisions, err = s.halls.DecisionsTx(tx, m.ID); err != nil {
		return n, err
	}
	if n.Parked, err = s.halls.ParkedTx(tx, m.ID); err != nil {
		return n, err
	}
	if n.Board, err = s.priorities.BoardTx(tx, m.ID); err != nil {
		return n, err
	}
	if n.Results, err = s.priorities.ResultsTx(tx, m.ID); err != nil {
		return n, err
	}
	if err := s.referred(tx, &n); err != nil {
		return n, err
	}
	if err := s.there(tx, &n); err != nil {
		return n, err
	}
	s.materials(tx, &n)
	return n, nil
}

// referred enters the voices that were named as missing in the meeting.
func (s *Service) referred(tx *db.Tx, n *Noted) error {
	all, err := s.invitations.ReferralsTx(tx, n.Whole.ID)
	for i := len(all) - 1; i >= 0; i-- {
		if all[i].Meeting == n.Meeting.ID {
			n.Referrals = append(n.Referrals, all[i])
		}
	}
	return err
}

// there enters how many were present at each decision, as the snapshot shows it.
func (s *Service) there(tx *db.Tx, n *Noted) error {
	for _, d := range n.Decisions {
		snap, err := s.balances.SnapshotTx(tx, d.Ref())
		if fault.KindOf(err) == fault.NotFound {
			continue
		}
		if err != nil {
			return err
		}
		switch shown := snap.Rows[0].ShownPresent; {
		case shown.Few:
			n.Present[d.ID] = "few"
		case shown.About > 0:
			n.Present[d.ID] = "~" + strconv.Itoa(shown.About)
		}
	}
	return nil
}

// materials enters the documents of the agenda that strangers may see.
func (s *Service) materials(tx *db.Tx, n *Noted) {
	seen := map[ref.ID]bool{}
	for _, it := range n.Meeting.Agenda {
		for _, id := range it.Documents {
			if c, ok := s.dir.Card(tx, ref.To("library.document", id)); ok && !seen[id] {
				n.Materials = append(n.Materials, Thing{c.Name, c.Path})
				seen[id] = true
			}
		}
	}
}
