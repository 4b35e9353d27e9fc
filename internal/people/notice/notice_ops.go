package notice

import (
	"context"
	"fmt"
	"maps"

	"penc/internal/ground/access"
	"penc/internal/ground/fault"
	"penc/internal/ground/lang"
	"penc/internal/ground/ref"
	"penc/internal/people/person"
	"penc/internal/platform/db"
	"penc/internal/platform/feature"
	"penc/internal/platform/mail"
)

// TellTx keeps a notice for a person, in the transaction of what it tells, and
// mails it unless they want no mails of its kind. It does nothing if the person
// has left, or was told of the same fact before.
func (s *Service) TellTx(tx *db.Tx, to ref.ID, n Notice) error {
	p, err := s.people.ByIDTx(tx, to)
	if fault.KindOf(err) == fault.NotFound || err == nil && p.Left() {
		return nil
	}
	if err != nil {
		return fmt.Errorf("tell %s: %w", n.Kind, err)
	}
	n = n.Ready()
	n.Person, n.Made = to, tx.Now
	if n.ID, err = tx.NewID(); err != nil {
		return err
	}
	isNew, err := insert(tx, n)
	if err != nil || !isNew {
		return err
	}
	wanted, err := wantsMail(tx, to, n.Kind)
	if err != nil || !wanted {
		return err
	}
	return s.mail(tx, p, n)
}

func (s *Service) mail(tx *db.Tx, p person.Person, n Notice) error {
	k := s.known(tx, n)
	parts := maps.Clone(n.Parts)
	parts["name"], _ = k.Name.In(p.Lang)
	parts["link"] = ""
	if k.Path != "" {
		parts["link"] = s.link(p.Lang, k.Path)
	}
	parts["settings"] = s.link(p.Lang, "/account/notices")
	l := s.write(p.Lang, n.Kind, parts).Fit()
	_, err := mail.Queue(tx, mail.Message{
		To: p.Email, Lang: p.Lang, Kind: n.Kind, Subject: l.Subject, Text: l.Text, Reason: l.Reason,
	})
	if err != nil {
		return fmt.Errorf("mail %s: %w", n.Kind, err)
	}
	return nil
}

func (s *Service) link(l lang.Tag, path string) string { return s.base + "/" + string(l) + path }

func (s *Service) known(tx *db.Tx, n Notice) Known {
	k := Known{Notice: n}
	if card, ok := s.dir.Card(tx, n.Ref); ok {
		k.Name, k.Path = card.Name, card.Path
	}
	return k
}

// A Box is a page of a person's notices.
type Box struct {
	Notices []Known
	Unread  int // of all of them
	More    bool
}

// Box returns the notices of who asks that are older than before (empty for the
// newest), newest first. Faults: Forbidden for a stranger.
func (s *Service) Box(ctx context.Context, who access.Actor, before ref.ID, limit int) (box Box, err error) {
	if err := own(who); err != nil {
		return box, err
	}
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		all, err := latest(tx, who.Person, before, limit+1)
		if err != nil {
			return err
		}
		if len(all) > limit {
			all, box.More = all[:limit], true
		}
		for _, n := range all {
			box.Notices = append(box.Notices, s.known(tx, n))
		}
		box.Unread, err = unread(tx, who.Person)
		return err
	})
	return box, err
}

// MarkRead marks the notices of who asks as read, up to the newest one they were
// shown. Faults: Forbidden for a stranger.
func (s *Service) MarkRead(ctx context.Context, who access.Actor, newest ref.ID) error {
	if err := own(who); err != nil {
		return err
	}
	return s.db.Write(ctx, func(tx *db.Tx) error { return markRead(tx, who.Person, newest) })
}

// Settings returns, by kind, whether who asks wants mails. Kinds about which they
// never said anything are missing: they are mailed.
func (s *Service) Settings(ctx context.Context, who access.Actor) (out map[string]bool, err error) {
	if err := own(who); err != nil {
		return nil, err
	}
	err = s.db.Read(ctx, func(tx *db.Tx) (err error) {
		out, err = settings(tx, who.Person)
		return err
	})
	return out, err
}

// Choose keeps, by kind, whether who asks wants mails. Faults: Forbidden for a
// stranger.
func (s *Service) Choose(ctx context.Context, who access.Actor, mails map[string]bool) error {
	if err := own(who); err != nil {
		return err
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		for kind, on := range mails {
			if err := saveSetting(tx, who.Person, kind, on); err != nil {
				return err
			}
		}
		return nil
	})
}

func own(who access.Actor) error {
	if who.Person == "" {
		return fault.New(fault.Forbidden, "", "notice.own-only")
	}
	return nil
}

func (s *Service) sweep(ctx context.Context) error {
	return s.db.Write(ctx, func(tx *db.Tx) error { return dropBefore(tx, tx.Now.Add(-Life)) })
}

func (s *Service) export(tx *db.Tx, person ref.ID) (any, error) {
	all, err := latest(tx, person, "", 10000)
	if err != nil {
		return nil, err
	}
	chosen, err := settings(tx, person)
	if err != nil {
		return nil, err
	}
	list := make([]map[string]any, len(all))
	for i, n := range all {
		list[i] = map[string]any{"kind": n.Kind, "about": n.Ref.String(), "parts": n.Parts, "when": n.Made}
	}
	return map[string]any{"notices": list, "mails": chosen}, nil
}

func (s *Service) erase(tx *db.Tx, person ref.ID, _ feature.Wish) error { return dropOf(tx, person) }
