package insight

import (
	"context"

	"penc/internal/deliberate/priority"
	"penc/internal/gather/attendance"
	"penc/internal/gather/hall"
	"penc/internal/ground/access"
	"penc/internal/ground/fault"
	"penc/internal/ground/ref"
	"penc/internal/people/role"
	"penc/internal/platform/db"
	"penc/internal/platform/record"
)

// moments are the kinds of facts with which a snapshot is stored, each with the
// meeting where it happened and who voted on it.
func (s *Service) moments() map[string]func(*db.Tx, record.Fact) (meeting ref.ID, voted []ref.ID, err error) {
	return map[string]func(*db.Tx, record.Fact) (ref.ID, []ref.ID, error){
		hall.Decided: func(tx *db.Tx, f record.Fact) (ref.ID, []ref.ID, error) {
			d, err := s.halls.DecisionTx(tx, f.Subject.ID)
			return d.Meeting, nil, err
		},
		priority.BallotCounted: func(tx *db.Tx, f record.Fact) (ref.ID, []ref.ID, error) {
			r, err := s.priorities.ResultTx(tx, f.Subject.ID)
			if err != nil {
				return "", nil, err
			}
			voted, err := s.priorities.VotersOfTx(tx, f.Subject.ID)
			return r.Ballot.Meeting, voted, err
		},
	}
}

// Moments returns the kinds of facts with which a snapshot is stored.
func (s *Service) Moments() []string { return []string{hall.Decided, priority.BallotCounted} }

// follow stores a snapshot with a decision.
func (s *Service) follow(tx *db.Tx, f record.Fact) error {
	of, ok := s.moments()[f.Kind]
	if !ok {
		return nil
	}
	meeting, voters, err := of(tx, f)
	if err != nil {
		return err
	}
	if err := tx.Lock("insight/" + string(f.Process)); err != nil {
		return err
	}
	if _, err := snapshotOf(tx, f.Subject); fault.KindOf(err) != fault.NotFound {
		return err // one is there, or it cannot be read
	}
	w, err := s.processes.WholeTx(tx, f.Process)
	if err != nil {
		return err
	}
	all, err := s.attendance.AllTx(tx, meeting)
	if err != nil {
		return err
	}
	declared, err := s.roles.DeclarationsOf(tx, f.Process)
	if err != nil {
		return err
	}
	before, err := lastSnapshot(tx, meeting)
	if err != nil {
		return err
	}
	var rows []SnapRow
	for _, g := range w.Groups {
		rows = append(rows, SnapRow{Group: g.ID, Name: g.Title})
	}
	groups := groupsAt(all, declared)
	var present, voted []ref.ID
	for _, p := range all {
		if there(p, f) {
			present = append(present, groups[p.Participant])
		}
	}
	for _, id := range voters {
		voted = append(voted, groups[id])
	}
	snap := Take(Snapshot{Process: f.Process, Meeting: meeting, Of: f.Subject, Kind: f.Kind, Fact: f.Seq, At: f.Happened}, rows, present, voted, before)
	if snap.ID, err = tx.NewID(); err != nil {
		return err
	}
	if err := insertSnapshot(tx, snap); err != nil {
		return err
	}
	return record.Append(tx, access.Machine(), SnapshotTaken, f.Subject, f.Process, snap)
}

// groupsAt returns for which group everybody speaks: what they declare, or said
// when they came.
func groupsAt(all []attendance.Presence, declared map[ref.ID]role.Declaration) map[ref.ID]ref.ID {
	out := map[ref.ID]ref.ID{}
	for id, d := range declared {
		out[id] = d.Group
	}
	for _, p := range all {
		if out[p.Participant] == "" {
			out[p.Participant] = p.Group
		}
	}
	return out
}

// there reports whether somebody was in the meeting when a fact happened.
func there(p attendance.Presence, f record.Fact) bool {
	return !p.In.After(f.Happened) && (p.Out.IsZero() || p.Out.After(f.Happened))
}

// snapshots returns those of a process, or of one of its meetings, the latest
// first.
func (s *Service) snapshots(tx *db.Tx, process, meeting ref.ID) ([]Snapshot, error) {
	if meeting == "" {
		return snapshotsOf(tx, process)
	}
	return snapshotsIn(tx, meeting)
}

// SnapshotTx returns who was there when something was decided; NotFound if no
// snapshot is stored, or not yet.
func (s *Service) SnapshotTx(tx *db.Tx, of ref.Ref) (Snapshot, error) { return snapshotOf(tx, of) }

// Snapshot is SnapshotTx for whoever may know of the process.
func (s *Service) Snapshot(ctx context.Context, who access.Actor, of ref.Ref) (snap Snapshot, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		if snap, err = snapshotOf(tx, of); err != nil {
			return err
		}
		p, err := s.processes.ByIDTx(tx, snap.Process)
		if err == nil && !p.VisibleTo(who) {
			err = fault.New(fault.NotFound, "", "insight.snapshot.none")
		}
		return err
	})
	return snap, err
}
