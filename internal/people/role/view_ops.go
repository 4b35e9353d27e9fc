package role

import (
	"context"

	"penc/internal/ground/access"
	"penc/internal/ground/fault"
	"penc/internal/ground/lang"
	"penc/internal/ground/ref"
	"penc/internal/platform/db"
)

// A View is what the people page of a process shows to somebody.
type View struct {
	Scene
	People People
	// Groups are the names of the stakeholder groups in People.
	Groups map[ref.ID]lang.Text
	// Mine is who asks as a participant; zero if they take no part.
	Mine Participant
	// Convenes says that who asks convenes the process: People has the others too,
	// and Offers how many there are of each state.
	Convenes bool
	// First says that who asks may give the first convener's role.
	First  bool
	Offers map[State]int
}

// ViewOf returns the people page of a process for who asks: see [Service.See].
// Faults: NotFound.
func (s *Service) ViewOf(ctx context.Context, who access.Actor, process ref.ID, limit, offset int) (v View, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		if v.Scene, err = s.See(tx, who, process); err != nil {
			return err
		}
		v.Convenes = who.Holds(access.Convener, Process(process))
		v.First = MayGive(who, process, access.Convener, v.Conveners) == nil && !v.Convenes
		if v.Convenes {
			v.People, err = s.PeoplePage(tx, who, process, limit, offset)
		} else {
			v.People, err = s.PeopleOf(tx, process)
		}
		if err != nil {
			return err
		}
		if v.Convenes || v.First {
			if v.Offers, err = countOffers(tx, process); err != nil {
				return err
			}
		}
		v.Groups = s.groupNames(tx, v.People)
		v.Mine, err = participantOf(tx, process, who.Person)
		if fault.KindOf(err) == fault.NotFound {
			err = nil
		}
		return err
	})
	return v, fault.Wrap("view people", err)
}

// groupNames asks the process room what its stakeholder groups are called.
func (s *Service) groupNames(tx *db.Tx, p People) map[ref.ID]lang.Text {
	out := map[ref.ID]lang.Text{}
	add := func(group ref.ID) {
		if _, known := out[group]; group != "" && !known {
			out[group] = s.nameOf(tx, ref.To("process.group", group))
		}
	}
	for group := range p.Members {
		add(group)
	}
	for _, some := range [][]Somebody{p.Carrying, p.Others} {
		for _, x := range some {
			add(x.Group)
		}
	}
	return out
}

// nameOf returns what a thing is called, its identifier if nobody knows.
func (s *Service) nameOf(tx *db.Tx, r ref.Ref) lang.Text {
	if card, ok := s.dir.Card(tx, r); ok && !card.Name.Empty() {
		return card.Name
	}
	return lang.Say(lang.English, string(r.ID))
}

// A Profile is one participant as their page shows them.
type Profile struct {
	Scene
	Somebody
	History []Declared
	// Names are those of the stakeholder groups and organizations in it.
	Names map[ref.ID]lang.Text
	// Own says that who asks looks at themselves; Convenes that they convene.
	Own, Convenes bool
}

// ProfileOf returns a participant for conveners of the process and for the person.
// Faults: NotFound for everybody else, too.
func (s *Service) ProfileOf(ctx context.Context, who access.Actor, process, participant ref.ID) (p Profile, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		if p.Scene, err = s.See(tx, who, process); err != nil {
			return err
		}
		found, err := participantByID(tx, participant)
		if err != nil {
			return err
		}
		p.Convenes = who.Holds(access.Convener, Process(process))
		p.Own = found.Person != "" && found.Person == who.Person
		if found.Process != process || found.Person == "" || !p.Own && !p.Convenes {
			return fault.New(fault.NotFound, "", "role.participant.unknown")
		}
		all, err := s.named(tx, []Participant{found})
		if err != nil {
			return err
		}
		p.Somebody = all[0]
		if p.History, err = s.History(tx, who, participant); err != nil {
			return err
		}
		p.Names = map[ref.ID]lang.Text{}
		for _, d := range append(p.History, Declared{Declaration: p.Tidy()}) {
			for _, g := range d.Groups {
				p.Names[g] = s.nameOf(tx, ref.To("process.group", g))
			}
			if d.Organization != "" {
				p.Names[d.Organization] = s.nameOf(tx, ref.To("org", d.Organization))
			}
		}
		return nil
	})
	return p, fault.Wrap("view participant", err)
}

// An OfferView is a page of the offers of a process.
type OfferView struct {
	Scene
	Offers
}

// OfferViewOf returns the offers of a process for whoever may make them. Faults:
// NotFound, Forbidden.
func (s *Service) OfferViewOf(ctx context.Context, who access.Actor, process ref.ID, limit, offset int) (v OfferView, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		if v.Scene, err = s.See(tx, who, process); err != nil {
			return err
		}
		v.Offers, err = s.OffersOf(tx, who, process, limit, offset)
		return err
	})
	return v, fault.Wrap("view offers", err)
}

// Inviting returns the process to which who asks wants to invite, and the roles
// that they may offer. Faults: NotFound, Forbidden if there are none.
func (s *Service) Inviting(ctx context.Context, who access.Actor, process ref.ID) (scene Scene, roles []string, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		if scene, err = s.See(tx, who, process); err != nil {
			return err
		}
		roles = Offerable(who, process, scene.Conveners)
		if len(roles) == 0 {
			return MayGive(who, process, access.Member, scene.Conveners)
		}
		return nil
	})
	return scene, roles, fault.Wrap("invite", err)
}
