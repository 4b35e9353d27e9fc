package attendance

import (
	"context"
	"slices"

	"penc/internal/gather/meeting"
	"penc/internal/gather/process"
	"penc/internal/ground/access"
	"penc/internal/ground/fault"
	"penc/internal/ground/lang"
	"penc/internal/ground/ref"
	"penc/internal/platform/db"
	"penc/internal/platform/record"
)

// DegreeTx returns what the public sees of attendance in a process.
func (s *Service) DegreeTx(tx *db.Tx, process ref.ID) (Degree, error) { return degreeOf(tx, process) }

// SetDegree sets what the public sees of attendance in a process: of meetings that
// are over too. Its conveners may. Faults: NotFound, Forbidden, Invalid. Fact:
// PublicitySet, about the process.
func (s *Service) SetDegree(ctx context.Context, who access.Actor, id ref.ID, d Degree) error {
	err := s.db.Write(ctx, func(tx *db.Tx) error {
		p, err := s.processes.ByIDTx(tx, id)
		if err == nil && !p.VisibleTo(who) {
			err = fault.New(fault.NotFound, "", "process.unknown")
		}
		if err != nil {
			return err
		}
		if err := process.MayRun(who, id); err != nil {
			return err
		}
		if !slices.Contains(Degrees, d) {
			return fault.Field("degree", "attendance.degree.unknown")
		}
		if was, err := degreeOf(tx, id); err != nil || was == d {
			return err
		}
		if err := saveDegree(tx, id, d); err != nil {
			return err
		}
		return record.Append(tx, who, PublicitySet, p.Ref(), id, d)
	})
	return fault.Wrap("set the degree of publicity", err)
}

// A Roll is who was in a meeting, as far as who asks may know.
type Roll struct {
	Meeting meeting.Meeting
	Process process.Whole
	Door    Door
	Public  Public
	All     []Presence     // for those who run the door; nil for others
	Asked   []Registration // likewise
	Runs    bool           // who asks runs the door
	Sets    bool           // who asks may set the degree
}

// Roll returns the attendance of a meeting: in the public degree for anybody, and
// everything for those who run the door. Faults: NotFound.
func (s *Service) Roll(ctx context.Context, who access.Actor, id ref.ID) (out Roll, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		at, err := s.at(tx, who, id)
		if err != nil {
			return err
		}
		out = Roll{Meeting: at.Meeting, Door: at.door, Runs: MayRun(who, at.Meeting) == nil, Sets: process.MayRun(who, at.Process) == nil}
		if out.Process, err = s.processes.WholeTx(tx, at.Process); err != nil {
			return err
		}
		all, err := presencesIn(tx, id)
		if err != nil {
			return err
		}
		d, err := degreeOf(tx, at.Process)
		if err != nil {
			return err
		}
		out.Public = PublicOf(id, all, d)
		if out.Runs {
			out.All = all
			out.Asked, err = registrationsFor(tx, id)
		}
		return err
	})
	return out, err
}

// PublicTx returns the attendance of a meeting in the degree that the process
// chose.
func (s *Service) PublicTx(tx *db.Tx, id ref.ID) (Public, error) {
	m, err := s.meetings.ByIDTx(tx, id)
	if err != nil {
		return Public{}, err
	}
	all, err := presencesIn(tx, id)
	if err != nil {
		return Public{}, err
	}
	d, err := degreeOf(tx, m.Process)
	return PublicOf(id, all, d), err
}

// OrganizationNames returns what organizations are called in a language, by name.
func (s *Service) OrganizationNames(ctx context.Context, ids []ref.ID, l lang.Tag) (names []string, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		names = nil
		for _, id := range ids {
			o, err := s.orgs.ByIDTx(tx, id)
			if fault.KindOf(err) == fault.NotFound {
				continue
			}
			if err != nil {
				return err
			}
			name, _ := o.Name.In(l)
			names = append(names, name)
		}
		slices.Sort(names)
		return nil
	})
	return names, fault.Wrap("name organizations", err)
}
