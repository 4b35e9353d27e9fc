package invitation

import (
	"context"
	"fmt"

	"penc/internal/ground/access"
	"penc/internal/ground/ref"
	"penc/internal/platform/db"
	"penc/internal/platform/feature"
	"penc/internal/platform/record"
)

// export is this room's part of what the site keeps about a person: what
// secretariats wrote down, and the voices that they named or as which they were.
func (s *Service) export(tx *db.Tx, id ref.ID) (any, error) {
	contacts, address, participants, err := s.of(tx, id)
	if err != nil {
		return nil, err
	}
	out := map[string]any{}
	var cards, named, as []map[string]any
	for _, c := range contacts {
		history, err := pastOf(tx, c.ID)
		if err != nil {
			return nil, err
		}
		cards = append(cards, map[string]any{"process": c.Process, "how": c.Via, "since": c.Since, "card": c.Card, "history": history})
	}
	for _, p := range participants {
		mine, err := referralsBy(tx, p)
		if err != nil {
			return nil, err
		}
		for _, r := range mine {
			named = append(named, map[string]any{
				"process": r.Process, "meeting": r.Meeting, "voice": r.Voice, "why": r.Why, "name": r.Name,
				"organization": r.Organization, "address": r.Address, "state": r.Stand, "result": r.Result, "when": r.Made,
			})
		}
	}
	theirs, err := referralsTo(tx, address)
	if err != nil {
		return nil, err
	}
	for _, r := range theirs {
		as = append(as, map[string]any{
			"process": r.Process, "name": r.Name, "organization": r.Organization, "why": r.Why, "state": r.Stand, "when": r.Made,
		})
	}
	for name, list := range map[string][]map[string]any{"contacts": cards, "missing_voices_named": named, "named_as_missing_voice": as} {
		if len(list) > 0 {
			out[name] = list
		}
	}
	if len(out) == 0 {
		return nil, nil
	}
	return out, nil
}

// of returns the contacts that are a person, their address, and the participants
// that they are.
func (s *Service) of(tx *db.Tx, id ref.ID) (contacts []Contact, address string, participants []ref.ID, err error) {
	who, err := s.people.ByIDTx(tx, id)
	if err != nil {
		return nil, "", nil, err
	}
	if contacts, err = contactsTo(tx, who.Email); err != nil {
		return nil, "", nil, err
	}
	_, in, err := s.roles.Of(tx, id)
	if err != nil {
		return nil, "", nil, err
	}
	seen := map[ref.ID]bool{}
	for _, c := range contacts {
		seen[c.ID] = true
	}
	for _, p := range in {
		participants = append(participants, p)
		tied, err := contactsWith(tx, p)
		if err != nil {
			return nil, "", nil, err
		}
		for _, c := range tied {
			if !seen[c.ID] {
				contacts = append(contacts, c)
			}
		}
	}
	return contacts, who.Email, participants, nil
}

// erase takes a person out of every address book, and what they wrote about third
// persons out of the voices that they named.
func (s *Service) erase(tx *db.Tx, id ref.ID, wish feature.Wish) error {
	contacts, address, participants, err := s.of(tx, id)
	if err != nil {
		return err
	}
	for _, c := range contacts {
		if c.Gone {
			continue
		}
		if err := s.remove(tx, c); err != nil {
			return err
		}
		if err := record.Append(tx, access.Machine(), Removed, c.Ref(), c.Process, nil); err != nil {
			return err
		}
	}
	theirs, err := referralsTo(tx, address)
	if err != nil {
		return err
	}
	for _, r := range theirs {
		if err := saveReferral(tx, r.Forgotten()); err != nil {
			return err
		}
	}
	for _, p := range participants {
		if err := eraseNamed(tx, p, wish); err != nil {
			return err
		}
	}
	return nil
}

// eraseNamed unties the voices that a participant named. What they wrote as the
// reason goes too if they wish it; the kind of voice stays, because others took it
// on.
func eraseNamed(tx *db.Tx, participant ref.ID, wish feature.Wish) error {
	named, err := referralsBy(tx, participant)
	if err != nil {
		return err
	}
	for _, r := range named {
		if err := record.EraseSalts(tx, r.Ref()); err != nil {
			return err
		}
		if r = r.Forgotten(); wish.Words {
			r.Why = ""
		}
		r.By = ""
		if err := saveReferral(tx, r); err != nil {
			return err
		}
	}
	return nil
}

// sweep forgets third persons after their time, and lists that nobody confirmed.
func (s *Service) sweep(ctx context.Context) error {
	err := s.db.Write(ctx, func(tx *db.Tx) error {
		if err := forgetDetails(tx, tx.Now.Add(-DetailsLife)); err != nil {
			return err
		}
		return dropImports(tx, tx.Now.Add(-importLife))
	})
	if err != nil {
		return fmt.Errorf("forget third persons: %w", err)
	}
	return nil
}
