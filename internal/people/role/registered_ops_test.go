package role_test

import (
	"testing"

	"penc/internal/ground/access"
	"penc/internal/ground/fault"
	"penc/internal/ground/lang"
	"penc/internal/ground/ref"
	"penc/internal/people/role"
	"penc/internal/people/role/roletest"
	"penc/internal/platform/db"
	"penc/internal/platform/db/dbtest"
)

// write runs one transaction.
func write(t *testing.T, h *roletest.House, do func(*db.Tx) error) error {
	t.Helper()
	return h.DB.Write(t.Context(), do)
}

func register(t *testing.T, h *roletest.House, who access.Actor, process ref.ID, in role.Declaration) (p role.Participant, err error) {
	t.Helper()
	err = write(t, h, func(tx *db.Tx) (err error) {
		p, err = h.Roles.RegisterTx(tx, who, process, in)
		return err
	})
	return p, err
}

func TestSomebodyWithoutAccountIsRegisteredAndTiedLater(t *testing.T) {
	each(t, func(t *testing.T, h *roletest.House, _ *dbtest.Clock) {
		water := h.Process("water", "Water", true)
		amina := h.Convener("amina", water)
		said := role.Declaration{Group: "users", Groups: []ref.ID{"academia"}, Funding: "The board.", Gender: "woman", Region: "Matam", Lang: lang.French}
		p, err := register(t, h, h.As(amina), water, said)
		if err != nil || p.Person != "" || p.Erased || len(p.Groups) != 2 {
			t.Fatalf("%+v, %v", p, err)
		}
		facts := h.Facts(water)
		if last := facts[len(facts)-1]; last.Kind != role.Registered || last.Subject != p.Ref() || last.Actor != h.As(amina).In(water) {
			t.Errorf("fact %+v", last)
		}
		himself, err := register(t, h, access.Actor{Channel: access.Web}, water, role.Declaration{})
		if err != nil {
			t.Fatal(err)
		}
		facts = h.Facts(water)
		if last := facts[len(facts)-1]; last.Actor != himself.ID {
			t.Errorf("who registers alone acts as %q", last.Actor)
		}
		if _, err := register(t, h, h.As(amina), "soil", role.Declaration{}); fault.KindOf(err) != fault.NotFound {
			t.Errorf("registered in an unknown process: %v", err)
		}
		if _, err := register(t, h, h.As(amina), water, role.Declaration{Gender: "x"}); fault.KindOf(err) != fault.Invalid {
			t.Errorf("registered with a faulty declaration: %v", err)
		}

		khady := h.Person("khady")
		tie := func(participant, person ref.ID) error {
			return write(t, h, func(tx *db.Tx) error { return h.Roles.TieTx(tx, participant, person) })
		}
		for range 2 {
			if err := tie(p.ID, khady); err != nil {
				t.Fatal(err)
			}
		}
		if who := h.As(khady); who.In(water) != p.ID || len(who.Roles) != 0 {
			t.Errorf("khady acts as %+v", who)
		}
		if err := tie(himself.ID, khady); message(err) != "role.tie.takes-part" {
			t.Errorf("a second participant: %v", err)
		}
		if err := tie(p.ID, h.Person("omar")); message(err) != "role.tie.taken" {
			t.Errorf("somebody else's participant: %v", err)
		}
		if err := tie(himself.ID, "nobody"); fault.KindOf(err) != fault.NotFound {
			t.Errorf("an unknown person: %v", err)
		}
		if err := tie("nobody", khady); fault.KindOf(err) != fault.NotFound {
			t.Errorf("an unknown participant: %v", err)
		}
		if got := kinds(h.Facts(water)); got != "given registered registered tied" {
			t.Errorf("facts %s", got)
		}
		held := h.Hold(water, khady, access.Member)
		if held.ID != p.ID || !held.Equal(said.Tidy()) {
			t.Errorf("as a member khady is %+v", held)
		}
		if _, err := declare(t, h, h.As(khady), water, role.Declaration{Group: "academia"}); err != nil {
			t.Errorf("declaring after all: %v", err)
		}
	})
}

func TestWhatIsWrittenDownForSomebodyHasItsHistory(t *testing.T) {
	each(t, func(t *testing.T, h *roletest.House, _ *dbtest.Clock) {
		water := h.Process("water", "Water", true)
		amina := h.Convener("amina", water)
		first := role.Declaration{Group: "users", Groups: []ref.ID{"academia"}, Funding: "The board.", Gender: "woman", Region: "Matam", Lang: lang.French}
		second := role.Declaration{Group: "academia", Funding: "Nobody."}
		p, err := register(t, h, h.As(amina), water, first)
		if err != nil {
			t.Fatal(err)
		}
		say := func(who, participant ref.ID, in role.Declaration) error {
			return write(t, h, func(tx *db.Tx) error {
				_, err := h.Roles.DeclareForTx(tx, h.As(who), participant, in)
				return err
			})
		}
		for range 2 {
			if err := say(amina, p.ID, second); err != nil {
				t.Fatal(err)
			}
		}
		if err := say(amina, h.As(amina).In(water), second); fault.KindOf(err) != fault.Forbidden {
			t.Errorf("declared for somebody with an account: %v", err)
		}
		read := func() (all map[ref.ID]role.Declaration, history []role.Declared, now role.Participant) {
			t.Helper()
			err := h.DB.Read(t.Context(), func(tx *db.Tx) (err error) {
				if all, err = h.Roles.DeclarationsOf(tx, water); err != nil {
					return err
				}
				if now, err = h.Roles.ParticipantTx(tx, p.ID); err != nil {
					return err
				}
				history, err = h.Roles.History(tx, h.As(amina), p.ID)
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
			return all, history, now
		}
		all, history, _ := read()
		if len(all) != 2 || !all[p.ID].Equal(second.Tidy()) || len(history) != 2 || !history[0].Equal(first.Tidy()) || !history[1].Equal(second.Tidy()) {
			t.Errorf("all %+v, history %+v", all, history)
		}
		forget := func(participant ref.ID) error {
			return write(t, h, func(tx *db.Tx) error { return h.Roles.ForgetTx(tx, participant) })
		}
		if err := forget(h.As(amina).In(water)); fault.KindOf(err) != fault.Forbidden {
			t.Errorf("forgot somebody with an account: %v", err)
		}
		if err := forget(p.ID); err != nil {
			t.Fatal(err)
		}
		all, history, now := read()
		if !now.Erased || !all[p.ID].Equal(role.Declaration{Group: "academia"}.Tidy()) || !history[0].Equal(role.Declaration{Group: "users"}.Tidy()) {
			t.Errorf("afterwards %+v, history %+v", now, history)
		}
		khady := h.Person("khady")
		if err := write(t, h, func(tx *db.Tx) error { return h.Roles.TieTx(tx, p.ID, khady) }); message(err) != "role.tie.erased" {
			t.Errorf("tied an erased participant: %v", err)
		}
	})
}
