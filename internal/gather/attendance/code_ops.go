package attendance

import (
	"context"
	"net/netip"
	"time"

	"penc/internal/ground/fault"
	"penc/internal/ground/ref"
	"penc/internal/platform/db"
)

// Wrong codes from one network in a while. A whole hall may stand behind one
// address, and codes are many: 85 million.
const (
	maxWrong  = 60
	wrongLife = 10 * time.Minute
)

// Find returns the meeting that a code opens. Anybody may try, but not without end.
// Faults: Invalid ("code") for a wrong one, Closed after too many.
func (s *Service) Find(ctx context.Context, client netip.Addr, typed string) (id ref.ID, err error) {
	code := ReadCode(typed)
	if code == "" {
		return "", fault.Field("code", "attendance.code.empty")
	}
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		if err := mayTry(tx, client); err != nil {
			return err
		}
		d, err := doorByCode(tx, code)
		if fault.KindOf(err) == fault.NotFound {
			return fault.Field("code", "attendance.code.wrong")
		}
		if err != nil {
			return err
		}
		at, err := s.find(tx, d.Meeting)
		if id = d.Meeting; err == nil && !d.IsOpen(at.Meeting, at.process, tx.Now) {
			err = fault.New(fault.Closed, "code", "attendance.door.closed")
		}
		return err
	})
	if fault.KindOf(err) == fault.Invalid {
		if err := s.Wrong(ctx, client); err != nil {
			return "", err
		}
	}
	return id, fault.Wrap("find by a code", err)
}

// Wrong counts a wrong code that came with a check-in.
func (s *Service) Wrong(ctx context.Context, client netip.Addr) error {
	err := s.db.Write(ctx, func(tx *db.Tx) error { return addWrong(tx, seal(forClient, network(client))) })
	return fault.Wrap("count a wrong code", err)
}

// MayTry returns a Closed fault if too many wrong codes came from a network.
func (s *Service) MayTry(ctx context.Context, client netip.Addr) error {
	return s.db.Read(ctx, func(tx *db.Tx) error { return mayTry(tx, client) })
}

func mayTry(tx *db.Tx, client netip.Addr) error {
	n, err := countWrong(tx, seal(forClient, network(client)), tx.Now.Add(-wrongLife))
	if err == nil && n >= maxWrong {
		err = fault.New(fault.Closed, "code", "attendance.code.too-many")
	}
	return err
}

// network returns the part of an address that stands for one household or hall.
func network(at netip.Addr) string {
	bits := 64
	if at.Is4() {
		bits = 32
	}
	p, err := at.Prefix(bits)
	if err != nil {
		return ""
	}
	return p.String()
}
