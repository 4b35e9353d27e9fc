package process

import (
	"context"

	"penc/internal/ground/access"
	"penc/internal/ground/fault"
	"penc/internal/ground/ref"
	"penc/internal/platform/db"
	"penc/internal/platform/record"
)

// Every part is set and removed in the same way. Set stores a part of the process
// that it names: a new one if it has no id, which then gets one, or the stored
// one as it is to be, with the version that was read. Conveners and editors may.
// Faults: NotFound, Forbidden, Conflict if it changed meanwhile or if the same act
// made a part before, Invalid by field. Fact: "process.<noun>-set".
//
// Remove takes a part away, unless another part leads to it. Faults: NotFound,
// Forbidden, Conflict, Closed. Fact: "process.<noun>-removed".

// SetStage keeps a stage.
func (s *Service) SetStage(ctx context.Context, who access.Actor, in Stage) (Stage, error) {
	return set[Stage](s, ctx, who, in)
}

// SetGroup keeps a stakeholder group.
func (s *Service) SetGroup(ctx context.Context, who access.Actor, in Group) (Group, error) {
	return set[Group](s, ctx, who, in)
}

// SetPartner keeps a partner.
func (s *Service) SetPartner(ctx context.Context, who access.Actor, in Partner) (Partner, error) {
	return set[Partner](s, ctx, who, in)
}

// SetPerson keeps somebody whom sources name.
func (s *Service) SetPerson(ctx context.Context, who access.Actor, in Named) (Named, error) {
	return set[Named](s, ctx, who, in)
}

// SetAgreement keeps an agreement.
func (s *Service) SetAgreement(ctx context.Context, who access.Actor, in Agreement) (Agreement, error) {
	return set[Agreement](s, ctx, who, in)
}

// SetSource keeps a source.
func (s *Service) SetSource(ctx context.Context, who access.Actor, in Source) (Source, error) {
	return set[Source](s, ctx, who, in)
}

// SetEntry keeps an entry of the chronicle.
func (s *Service) SetEntry(ctx context.Context, who access.Actor, in Entry) (Entry, error) {
	return set[Entry](s, ctx, who, in)
}

// Adopt keeps a new version of the ground rules or the consensus policy, which is
// in force from then on; the versions before stay. Conveners and editors may.
// Faults: NotFound, Forbidden, Invalid by field. Fact: Adopted.
func (s *Service) Adopt(ctx context.Context, who access.Actor, in Rules) (Rules, error) {
	in.ID, in.Version = "", 0
	return set[Rules](s, ctx, who, in)
}

// CorrectRules changes what is said of a version that was adopted, and may add a
// translation or a text that was missing; see [Rules.MayBecome]. Conveners and
// editors may. Faults: as Set, Invalid if adopted words were changed.
func (s *Service) CorrectRules(ctx context.Context, who access.Actor, in Rules) (Rules, error) {
	if in.ID == "" {
		return in, fault.New(fault.NotFound, "", "process.part.unknown")
	}
	return set[Rules](s, ctx, who, in)
}

func set[T any, P pointer[T]](s *Service, ctx context.Context, who access.Actor, in T) (out T, err error) {
	err = s.db.Write(ctx, func(tx *db.Tx) (err error) {
		out, err = setTx[T, P](tx, who, in)
		return err
	})
	return out, fault.Wrap("set "+string(P(&in).Noun()), err)
}

func setTx[T any, P pointer[T]](tx *db.Tx, who access.Actor, in T) (T, error) {
	w, err := locked(tx, who, P(&in).part().Process)
	if err != nil {
		return in, err
	}
	noun, fact := P(&in).Noun(), P(&in).Noun().Set()
	var old T
	if id := P(&in).part().ID; id != "" {
		t, ok := w.thing(noun, id)
		if !ok {
			return in, fault.New(fault.NotFound, "", "process.part.unknown")
		}
		old = *t.(P)
	}
	if in, fact, err = ruled(w, old, in, fact); err != nil {
		return in, err
	}
	next, err := setPart[T, P](who, w, old, in)
	if err != nil {
		return next, err
	}
	t := P(&next)
	if t.part().ID == "" {
		if err := record.Once(tx, who, fact); err != nil {
			return next, err
		}
		if t.part().ID, err = tx.NewID(); err != nil {
			return next, err
		}
	}
	if err := savePart(tx, t); err != nil {
		return next, err
	}
	return next, record.Append(tx, who, fact, subjectOf(t), w.ID, next)
}

// ruled applies what holds for rules alone: a new version gets the next number,
// an adopted text stays.
func ruled[T any](w Whole, old, in T, fact string) (T, string, error) {
	next, ok := any(in).(Rules)
	if !ok {
		return in, fact, nil
	}
	was := any(old).(Rules)
	if was.Version > 0 {
		return in, fact, was.MayBecome(next)
	}
	return any(w.Adopt(next)).(T), Adopted, nil
}

// thing returns a part by its noun and id.
func (w Whole) thing(n Noun, id ref.ID) (thing, bool) {
	for _, t := range w.things() {
		if t.Noun() == n && t.part().ID == id {
			return t, true
		}
	}
	return nil, false
}

// subjectOf returns what a fact about a part is about: the part, or the process
// for a source, whose id is not unique over the site.
func subjectOf(t thing) ref.Ref {
	if t.Noun() == SourceNoun {
		return ref.To("process", t.part().Process)
	}
	return refOf(t)
}

// Remove takes a part away, unless another part, or somebody's declaration, leads
// to it.
func (s *Service) Remove(ctx context.Context, who access.Actor, process ref.ID, n Noun, id ref.ID, version int) error {
	return fault.Wrap("remove "+string(n), s.db.Write(ctx, func(tx *db.Tx) error {
		w, err := locked(tx, who, process)
		if err != nil {
			return err
		}
		t, ok := w.thing(n, id)
		if !ok {
			return fault.New(fault.NotFound, "", "process.part.unknown")
		}
		if err := removePart(who, w, t, version); err != nil {
			return err
		}
		if n == GroupNoun {
			if err := s.unspoken(tx, process, id); err != nil {
				return err
			}
		}
		if err := deletePart(tx, process, n, id); err != nil {
			return err
		}
		return record.Append(tx, who, n.Removed(), subjectOf(t), process, t)
	}))
}

// unspoken returns a Closed fault if participants declared that they speak for a
// stakeholder group.
func (s *Service) unspoken(tx *db.Tx, process, group ref.ID) error {
	declared, err := s.roles.GroupsOf(tx, process)
	if err != nil {
		return err
	}
	n := 0
	for _, g := range declared {
		if g == group {
			n++
		}
	}
	if n > 0 {
		return fault.New(fault.Closed, "", "process.group.declared", "n", n)
	}
	return nil
}
