package signin

import (
	"context"

	"penc/internal/ground/access"
	"penc/internal/ground/fault"
	"penc/internal/ground/ref"
	"penc/internal/people/person"
	"penc/internal/platform/db"
	"penc/internal/platform/record"
)

// The facts of this room. None of them is public.
const (
	Opened         = "signin.opened"
	Closed         = "signin.closed"
	PasskeyAdded   = "signin.passkey-added"
	PasskeyRemoved = "signin.passkey-removed"
)

// OpenTx opens a session for a person and returns its token for the browser to
// keep. The caller has made sure that it is the person who asks: a higher room
// does so by a token of its own that came by mail. Fact: Opened.
func (s *Service) OpenTx(tx *db.Tx, who access.Actor, id ref.ID, via Via, agent string) (string, Session, error) {
	t, err := token(tx)
	if err != nil {
		return "", Session{}, err
	}
	x := Session{Person: id, Via: via, Opened: tx.Now, Seen: tx.Now, Until: tx.Now.Add(SessionLife)}
	x.Browser, x.System = Device(agent)
	if x.ID, err = tx.NewID(); err != nil {
		return "", x, err
	}
	if err := addSession(tx, t, x); err != nil {
		return "", x, err
	}
	return t, x, record.Append(tx, who, Opened, x.Ref(), "", nil)
}

// A Visit is who is behind a session's token.
type Visit struct {
	Person       person.Person
	Session      ref.ID
	Roles        []access.Role
	Participants map[ref.ID]ref.ID
}

// Identify returns who is behind a token; nobody (the zero Visit) if the session
// is closed or has expired, or the person left. It is asked with every request,
// so it reads in one transaction and writes at most once an hour.
func (s *Service) Identify(ctx context.Context, token string) (v Visit, err error) {
	var used Session
	note := false
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		x, err := byToken(tx, token)
		if fault.KindOf(err) == fault.NotFound || err == nil && !x.Live(tx.Now) {
			return nil
		}
		if err != nil {
			return err
		}
		p, err := s.people.ByIDTx(tx, x.Person)
		if err != nil || p.Left() {
			return err
		}
		used, note = x.Use(tx.Now)
		v = Visit{Person: p, Session: x.ID}
		if s.Roles != nil {
			v.Roles, v.Participants, err = s.Roles(tx, p.ID)
		}
		return err
	})
	if err == nil && note {
		err = s.db.Write(ctx, func(tx *db.Tx) error { return touch(tx, used) })
	}
	return v, fault.Wrap("identify", err)
}

// Sessions returns the sessions of who asks, the last used first; the one with
// the token is marked as current.
func (s *Service) Sessions(ctx context.Context, who access.Actor, token string) (all []Session, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		current, err := byToken(tx, token)
		if err != nil && fault.KindOf(err) != fault.NotFound {
			return err
		}
		if all, err = sessionsOf(tx, who.Person); err != nil {
			return err
		}
		for i := range all {
			all[i].Current = all[i].ID == current.ID
		}
		return nil
	})
	return all, fault.Wrap("list sessions", err)
}

// Close ends one session of who asks: that browser is out at once. Faults:
// NotFound. Fact: Closed.
func (s *Service) Close(ctx context.Context, who access.Actor, id ref.ID) error {
	return fault.Wrap("close session", s.db.Write(ctx, func(tx *db.Tx) error {
		x, err := sessionOf(tx, id)
		if err != nil {
			return err
		}
		if who.Person == "" || x.Person != who.Person {
			return fault.New(fault.NotFound, "", "signin.session.unknown")
		}
		return end(tx, who, x)
	}))
}

// CloseOthers ends every session of who asks but the one with the token. Facts:
// Closed, one for each.
func (s *Service) CloseOthers(ctx context.Context, who access.Actor, token string) error {
	return fault.Wrap("close other sessions", s.db.Write(ctx, func(tx *db.Tx) error {
		current, err := byToken(tx, token)
		if err != nil {
			return err
		}
		all, err := sessionsOf(tx, who.Person)
		if err != nil {
			return err
		}
		for _, x := range all {
			if x.ID == current.ID {
				continue
			}
			if err := end(tx, who, x); err != nil {
				return err
			}
		}
		return nil
	}))
}

// SignOut ends the session with a token, if there is one. Fact: Closed.
func (s *Service) SignOut(ctx context.Context, who access.Actor, token string) error {
	return fault.Wrap("sign out", s.db.Write(ctx, func(tx *db.Tx) error {
		x, err := byToken(tx, token)
		if fault.KindOf(err) == fault.NotFound {
			return nil
		}
		if err != nil {
			return err
		}
		return end(tx, who, x)
	}))
}

func end(tx *db.Tx, who access.Actor, x Session) error {
	gone, err := removeSession(tx, x)
	if err != nil || !gone {
		return err
	}
	return record.Append(tx, who, Closed, x.Ref(), "", nil)
}
