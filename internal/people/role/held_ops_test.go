package role_test

import (
	"strings"
	"sync"
	"testing"

	"penc/internal/ground/access"
	"penc/internal/ground/fault"
	"penc/internal/ground/lang"
	"penc/internal/ground/ref"
	"penc/internal/people/role"
	"penc/internal/people/role/roletest"
	"penc/internal/platform/db"
	"penc/internal/platform/db/dbtest"
	"penc/internal/platform/feature"
	"penc/internal/platform/record"
)

// each runs a test in a house on each database.
func each(t *testing.T, test func(t *testing.T, h *roletest.House, c *dbtest.Clock)) {
	t.Helper()
	dbtest.Each(t, roletest.Schemas(), func(t *testing.T, d *db.DB, c *dbtest.Clock) {
		test(t, roletest.New(t, d), c)
	})
}

func message(err error) string {
	if all := fault.All(err); len(all) > 0 {
		return all[0].Message
	}
	if err != nil {
		return err.Error()
	}
	return ""
}

// kinds returns the kinds of facts in one line.
func kinds(facts []record.Fact) string {
	out := make([]string, len(facts))
	for i, f := range facts {
		out[i] = strings.TrimPrefix(f.Kind, "role.")
	}
	return strings.Join(out, " ")
}

func TestRolesAreGivenAndTakenBack(t *testing.T) {
	each(t, func(t *testing.T, h *roletest.House, _ *dbtest.Clock) {
		water := h.Process("water", "Water", true)
		amina := h.Convener("amina", water)
		omar := h.Person("omar")
		p, err := h.Roles.Give(t.Context(), h.As(amina), water, omar, access.Facilitator)
		if err != nil || !p.Holds(access.Facilitator) || p.Process != water {
			t.Fatalf("%+v, %v", p, err)
		}
		who := h.As(omar)
		if !who.Holds(access.Facilitator, role.Process(water)) || who.In(water) != p.ID {
			t.Errorf("omar acts as %+v", who)
		}
		facts := h.Facts(water)
		last := facts[len(facts)-1]
		if kinds(facts) != "given given" || last.Subject != p.Ref() || last.Actor != h.As(amina).In(water) || last.Figures[access.Facilitator] != 1 {
			t.Errorf("facts %s, last %+v", kinds(facts), last)
		}
		if mails := h.Mails(); mails[len(mails)-1].To != "omar@example.sn" || mails[len(mails)-1].Kind != role.Given {
			t.Errorf("omar was not told: %+v", mails)
		}
		told := len(h.Mails())
		if _, err := h.Roles.Give(t.Context(), h.As(amina), water, omar, access.Facilitator); err != nil || len(h.Facts(water)) != 2 || len(h.Mails()) != told {
			t.Errorf("giving twice: %v, facts %s", err, kinds(h.Facts(water)))
		}
		if err := h.Roles.TakeBack(t.Context(), h.As(amina), water, omar, access.Facilitator); err != nil {
			t.Fatal(err)
		}
		if who := h.As(omar); len(who.Roles) != 0 || who.In(water) != p.ID {
			t.Errorf("afterwards omar acts as %+v", who)
		}
		if err := h.Roles.TakeBack(t.Context(), h.As(amina), water, omar, access.Facilitator); message(err) != "role.take-back.not-held" {
			t.Errorf("taking back twice: %v", err)
		}
		if got := kinds(h.Facts(water)); got != "given given taken-back" {
			t.Errorf("facts %s", got)
		}
	})
}

func TestNobodyGivesRolesToNobodyOnNothing(t *testing.T) {
	each(t, func(t *testing.T, h *roletest.House, _ *dbtest.Clock) {
		water := h.Process("water", "Water", true)
		amina := h.Convener("amina", water)
		for _, c := range []struct {
			name    string
			who     access.Actor
			process ref.ID
			to      ref.ID
			kind    fault.Kind
		}{
			{"a stranger", access.Actor{}, water, amina, fault.Forbidden},
			{"to an unknown person", h.As(amina), water, "nobody", fault.NotFound},
			{"on an unknown process", access.AtConsole("soil"), "soil", amina, fault.NotFound},
		} {
			if _, err := h.Roles.Give(t.Context(), c.who, c.process, c.to, access.Editor); fault.KindOf(err) != c.kind {
				t.Errorf("%s: %v", c.name, err)
			}
		}
		if got := kinds(h.Facts(water)); got != "given" {
			t.Errorf("facts %s", got)
		}
	})
}

func TestTheOperatorGivesTheFirstConvenerOnly(t *testing.T) {
	each(t, func(t *testing.T, h *roletest.House, _ *dbtest.Clock) {
		water := h.Process("water", "Water", false)
		ops, omar := h.Person("ops"), h.Person("omar")
		if err := h.Roles.NameOperator(t.Context(), access.AtConsole(""), ops); err != nil {
			t.Fatal(err)
		}
		if _, err := h.Roles.Give(t.Context(), h.As(ops), water, omar, access.Convener); err != nil {
			t.Fatal(err)
		}
		if _, err := h.Roles.Give(t.Context(), h.As(ops), water, ops, access.Convener); message(err) != "role.give.has-convener" {
			t.Errorf("a second convener by the operator: %v", err)
		}
		err := h.DB.Write(t.Context(), func(tx *db.Tx) error {
			_, err := h.Roles.FirstConvenerTx(tx, h.As(ops), water, ops)
			return err
		})
		if fault.KindOf(err) != fault.Conflict {
			t.Errorf("a first convener where there is one: %v", err)
		}
	})
}

func TestOperatorsComeAndGoButNotTheLast(t *testing.T) {
	each(t, func(t *testing.T, h *roletest.House, _ *dbtest.Clock) {
		first, second := h.Person("first"), h.Person("second")
		if err := h.Roles.NameOperator(t.Context(), h.As(first), first); fault.KindOf(err) != fault.Forbidden {
			t.Errorf("anybody named an operator: %v", err)
		}
		if err := h.Roles.NameOperator(t.Context(), access.AtConsole(""), first); err != nil {
			t.Fatal(err)
		}
		if err := h.Roles.DismissOperator(t.Context(), h.As(first), first); message(err) != "role.take-back.last-operator" {
			t.Errorf("the last one left: %v", err)
		}
		if err := h.Roles.NameOperatorByAddress(t.Context(), h.As(first), "Second@example.sn"); err != nil {
			t.Fatal(err)
		}
		if err := h.Roles.NameOperatorByAddress(t.Context(), h.As(first), "nobody@example.sn"); message(err) != "role.operator.no-account" {
			t.Errorf("an address without account: %v", err)
		}
		all, err := h.Roles.Operators(t.Context(), h.As(second))
		if err != nil || len(all) != 2 || all[1].Name != "second" {
			t.Fatalf("%+v, %v", all, err)
		}
		if err := h.Roles.DismissOperator(t.Context(), h.As(second), first); err != nil {
			t.Fatal(err)
		}
		if h.As(first).Holds(access.Operator, access.Site) || !h.As(second).Holds(access.Operator, access.Site) {
			t.Error("the wrong one was dismissed")
		}
	})
}

// Two conveners who each take the other's role at the same moment must not leave
// the process without one.
func TestConvenersWhoDismissEachOtherLeaveOne(t *testing.T) {
	each(t, func(t *testing.T, h *roletest.House, _ *dbtest.Clock) {
		water := h.Process("water", "Water", true)
		for round := range 8 {
			amina, omar := h.Convener("amina"+string(rune('a'+round)), water), ref.ID("")
			if round == 0 {
				omar = h.Convener("omar", water)
			} else {
				omar = holders(t, h, water)[0]
			}
			actors := []access.Actor{h.As(amina), h.As(omar)}
			targets := []ref.ID{omar, amina}
			var wg sync.WaitGroup
			errs := make([]error, 2)
			for i := range 2 {
				wg.Go(func() { errs[i] = h.Roles.TakeBack(t.Context(), actors[i], water, targets[i], access.Convener) })
			}
			wg.Wait()
			if n := len(holders(t, h, water)); n != 1 {
				t.Fatalf("round %d: %d conveners are left; %v", round, n, errs)
			}
			if (errs[0] == nil) == (errs[1] == nil) {
				t.Fatalf("round %d: %v, want one to win", round, errs)
			}
		}
	})
}

func holders(t *testing.T, h *roletest.House, process ref.ID) (out []ref.ID) {
	t.Helper()
	err := h.DB.Read(t.Context(), func(tx *db.Tx) (err error) {
		out, err = h.Roles.Holders(tx, process, access.Convener)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func declare(t *testing.T, h *roletest.House, who access.Actor, process ref.ID, in role.Declaration) (p role.Participant, err error) {
	t.Helper()
	err = h.DB.Write(t.Context(), func(tx *db.Tx) (err error) {
		p, err = h.Roles.DeclareTx(tx, who, process, in)
		return err
	})
	return p, err
}

func TestMembersJoinAndDeclareWithHistory(t *testing.T) {
	each(t, func(t *testing.T, h *roletest.House, _ *dbtest.Clock) {
		water := h.Process("water", "Water", true)
		amina := h.Convener("amina", water)
		omar := h.Person("omar")
		join := func(who access.Actor, person ref.ID, name string) (p role.Participant, err error) {
			err = h.DB.Write(t.Context(), func(tx *db.Tx) (err error) {
				p, err = h.Roles.JoinTx(tx, who, water, person, name)
				return err
			})
			return p, err
		}
		if _, err := join(h.As(omar), omar, access.Convener); fault.KindOf(err) != fault.Forbidden {
			t.Errorf("joined as convener: %v", err)
		}
		if _, err := join(h.As(omar), amina, access.Member); fault.KindOf(err) != fault.Forbidden {
			t.Errorf("joined somebody else: %v", err)
		}
		if _, err := declare(t, h, h.As(omar), water, role.Declaration{Group: "users"}); fault.KindOf(err) != fault.NotFound {
			t.Errorf("declared without taking part: %v", err)
		}
		p, err := join(h.As(omar), omar, access.Member)
		if err != nil {
			t.Fatal(err)
		}
		if facts := h.Facts(water); facts[len(facts)-1].Actor != p.ID {
			t.Errorf("who joined acted as %q, want %q", facts[len(facts)-1].Actor, p.ID)
		}
		for _, d := range []role.Declaration{{Group: "users"}, {Group: "academia", Interest: "I teach."}, {Group: "academia", Interest: "I teach."}} {
			if _, err := declare(t, h, h.As(omar), water, d); err != nil {
				t.Fatal(err)
			}
		}
		if got := kinds(h.Facts(water)); got != "given given declared declared" {
			t.Errorf("facts %s", got)
		}
		history := func(who access.Actor) (out []role.Declared, err error) {
			err = h.DB.Read(t.Context(), func(tx *db.Tx) (err error) {
				out, err = h.Roles.History(tx, who, p.ID)
				return err
			})
			return out, err
		}
		for _, who := range []ref.ID{omar, amina} {
			got, err := history(h.As(who))
			if err != nil || len(got) != 2 || got[0].Group != "users" || got[1].Interest != "I teach." || !got[0].At.Before(got[1].At) {
				t.Errorf("%s: %+v, %v", who, got, err)
			}
		}
		if _, err := history(h.As(h.Person("khady"))); fault.KindOf(err) != fault.Forbidden {
			t.Errorf("a stranger reads the history: %v", err)
		}
	})
}

func TestAnErasedPersonLeavesOnlyTheirGroup(t *testing.T) {
	each(t, func(t *testing.T, h *roletest.House, _ *dbtest.Clock) {
		water := h.Process("water", "Water", true)
		h.Convener("amina", water)
		omar := h.Person("omar")
		p := h.Hold(water, omar, access.Member)
		said := role.Declaration{
			Group: "users", Groups: []ref.ID{"users", "academia"}, Organization: "board", Interest: "My well.", Mandate: "None.",
			Funding: "The board.", Gender: "man", Region: "Matam", Lang: lang.French,
		}
		if _, err := declare(t, h, h.As(omar), water, said); err != nil {
			t.Fatal(err)
		}
		facts := h.Facts(water)
		declared := facts[len(facts)-1]
		verify := func() (ok bool, err error) {
			err = h.DB.Read(t.Context(), func(tx *db.Tx) error {
				ok, err = record.Verify(tx, declared.Seq, said.Tidy())
				return err
			})
			return ok, err
		}
		if ok, err := verify(); !ok || err != nil {
			t.Fatalf("the declaration does not verify before: %v", err)
		}
		if err := h.People.Erase(t.Context(), h.As(omar), feature.Wish{}); err != nil {
			t.Fatal(err)
		}
		if _, err := verify(); fault.KindOf(err) != fault.NotFound {
			t.Errorf("the declaration can still be guessed: %v", err)
		}
		err := h.DB.Read(t.Context(), func(tx *db.Tx) error {
			groups, err := h.Roles.GroupsOf(tx, water)
			if groups[p.ID] != "users" {
				t.Errorf("groups %v, want users for %s", groups, p.ID)
			}
			if who, err := h.Roles.PersonOf(tx, p.ID); who != "" || err != nil {
				t.Errorf("the participant still leads to %q, %v", who, err)
			}
			history, err2 := h.Roles.History(tx, access.AtConsole(water), p.ID)
			if err2 != nil || len(history) != 1 || !history[0].Equal(role.Declaration{Group: "users"}.Tidy()) {
				t.Errorf("history %+v, %v", history, err2)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		if who := h.As(omar); len(who.Roles)+len(who.Participants) != 0 {
			t.Errorf("the erased person still is %+v", who)
		}
		if got := kinds(h.Facts(water)); got != "given given declared taken-back" {
			t.Errorf("facts %s", got)
		}
	})
}

func TestTheLastConvenerHandsOverBeforeLeaving(t *testing.T) {
	each(t, func(t *testing.T, h *roletest.House, _ *dbtest.Clock) {
		water := h.Process("water", "Water", true)
		amina := h.Convener("amina", water)
		if err := h.People.Erase(t.Context(), h.As(amina), feature.Wish{}); message(err) != "role.take-back.last-convener" {
			t.Fatalf("%v", err)
		}
		if !h.As(amina).Holds(access.Convener, role.Process(water)) {
			t.Fatal("refused, and yet the role is gone")
		}
		h.Convener("omar", water)
		if err := h.People.Erase(t.Context(), h.As(amina), feature.Wish{}); err != nil {
			t.Errorf("with a second convener: %v", err)
		}
	})
}

func TestPeopleAreNamedToConvenersOnly(t *testing.T) {
	each(t, func(t *testing.T, h *roletest.House, _ *dbtest.Clock) {
		water := h.Process("water", "Water", true)
		amina := h.Convener("amina", water)
		for _, name := range []string{"b", "c", "d"} {
			h.Hold(water, h.Person(name), access.Member)
		}
		both := h.Person("editor")
		h.Hold(water, both, access.Member)
		h.Hold(water, both, access.Editor)
		page := func(who access.Actor, limit, offset int) (p role.People, err error) {
			err = h.DB.Read(t.Context(), func(tx *db.Tx) (err error) {
				p, err = h.Roles.PeoplePage(tx, who, water, limit, offset)
				return err
			})
			return p, err
		}
		p, err := page(h.As(amina), 2, 0)
		if err != nil || len(p.Carrying) != 2 || len(p.Others) != 2 || !p.More || p.Members[""] != 4 {
			t.Fatalf("%+v, %v", p, err)
		}
		if p.Carrying[0].Name != "amina" || p.Carrying[1].Address != "editor@example.sn" || p.Others[0].Name != "b" {
			t.Errorf("%+v", p)
		}
		if p, err = page(h.As(amina), 2, 2); err != nil || len(p.Others) != 1 || p.More || p.Others[0].Name != "d" {
			t.Errorf("second page: %+v, %v", p.Others, err)
		}
		if _, err := page(h.As(both), 2, 0); fault.KindOf(err) != fault.Forbidden {
			t.Errorf("an editor reads the list: %v", err)
		}
	})
}

func TestADraftIsSeenByWhoHoldsARole(t *testing.T) {
	each(t, func(t *testing.T, h *roletest.House, _ *dbtest.Clock) {
		draft := h.Process("draft", "Draft", false)
		ops, amina, omar := h.Person("ops"), h.Person("amina"), h.Person("omar")
		if err := h.Roles.NameOperator(t.Context(), access.AtConsole(""), ops); err != nil {
			t.Fatal(err)
		}
		see := func(who ref.ID) bool {
			var err error
			rerr := h.DB.Read(t.Context(), func(tx *db.Tx) error {
				_, err = h.Roles.See(tx, h.As(who), draft)
				return nil
			})
			if rerr != nil || err != nil && fault.KindOf(err) != fault.NotFound {
				t.Fatal(rerr, err)
			}
			return err == nil
		}
		if !see(ops) || see(omar) {
			t.Error("without a convener: the operator does not see it, or others do")
		}
		h.Hold(draft, amina, access.Convener)
		if see(ops) || !see(amina) || see(omar) {
			t.Error("with a convener: they do not see it, or others do")
		}
	})
}

func TestTheExportSaysWhatIsKept(t *testing.T) {
	each(t, func(t *testing.T, h *roletest.House, _ *dbtest.Clock) {
		water := h.Process("water", "Water", true)
		h.Convener("amina", water)
		omar := h.Person("omar")
		h.Hold(water, omar, access.Member)
		if _, err := declare(t, h, h.As(omar), water, role.Declaration{Group: "users", Interest: "My well."}); err != nil {
			t.Fatal(err)
		}
		out, err := h.People.Export(t.Context(), h.As(omar))
		if err != nil {
			t.Fatal(err)
		}
		parts := out.Rooms["role"].(map[string]any)["processes"].([]map[string]any)
		if len(parts) != 1 || parts[0]["declared"].(role.Declaration).Interest != "My well." || len(parts[0]["history"].([]role.Declared)) != 1 {
			t.Errorf("%+v", parts)
		}
		if out.Rooms["notice"] == nil {
			t.Error("nothing of the notices")
		}
	})
}
