package role_test

import (
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"penc/internal/ground/access"
	"penc/internal/ground/fault"
	"penc/internal/ground/lang"
	"penc/internal/ground/ref"
	"penc/internal/people/person"
	"penc/internal/people/role"
	"penc/internal/people/role/roletest"
	"penc/internal/platform/db"
	"penc/internal/platform/db/dbtest"
	"penc/internal/platform/feature"
	"penc/internal/platform/mail"
	"penc/internal/platform/record"
)

// invite offers the role of a member to a list.
func invite(t *testing.T, h *roletest.House, who access.Actor, process ref.ID, list string) (int, error) {
	t.Helper()
	return h.Roles.Offer(t.Context(), who, role.Invitation{Process: process, Role: access.Member, Lang: lang.French, List: list}, roletest.Offer)
}

// token returns the token of the newest offer mailed to an address.
func token(t *testing.T, h *roletest.House, address string) string {
	t.Helper()
	found := ""
	for _, m := range h.Mails() {
		if m.To == address && m.Kind == "role.offer" {
			_, found, _ = strings.Cut(m.Text, "\n")
		}
	}
	if found == "" {
		t.Fatalf("no offer was mailed to %s", address)
	}
	return found
}

func offers(t *testing.T, h *roletest.House, who access.Actor, process ref.ID) (out role.Offers) {
	t.Helper()
	err := h.DB.Read(t.Context(), func(tx *db.Tx) (err error) {
		out, err = h.Roles.OffersOf(tx, who, process, 100, 0)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

var web = access.Actor{Channel: access.Web}

func newcomer(name string) role.Acceptance {
	return role.Acceptance{Name: name, Lang: lang.English, Consent: person.ConsentVersion, Agent: "Firefox/1"}
}

func TestAnInvitationThatArrivesTwiceIsSentOnce(t *testing.T) {
	each(t, func(t *testing.T, h *roletest.House, _ *dbtest.Clock) {
		water := h.Process("water", "Water", true)
		who := h.As(h.Convener("amina", water))
		who.Act = "one press of the button"
		if n, err := invite(t, h, who, water, "omar@example.sn"); n != 1 || err != nil {
			t.Fatalf("%d offers, %v", n, err)
		}
		if n, err := invite(t, h, who, water, "omar@example.sn"); message(err) != record.Repeated {
			t.Errorf("the same form again: %d offers, %v", n, err)
		}
		if n := len(offers(t, h, who, water).All); n != 1 {
			t.Errorf("%d offers are there", n)
		}
	})
}

func TestFivePeopleAreInvitedAndJoin(t *testing.T) {
	each(t, func(t *testing.T, h *roletest.House, c *dbtest.Clock) {
		water := h.Process("water", "Water", true)
		amina := h.Convener("amina", water)
		h.Hold(water, h.Person("member"), access.Member)
		list := "Name;E-mail\nOmar Sy <omar@example.sn>\nkhady@example.sn;Khady;en\nmoussa@example.sn\nmember@example.sn\nOMAR@example.sn\nawa@example.sn"
		n, err := invite(t, h, h.As(amina), water, list)
		if err != nil || n != 4 {
			t.Fatalf("%d offers, %v; want 4", n, err)
		}
		if n, err := invite(t, h, h.As(amina), water, list); message(err) != "role.invite.nobody" {
			t.Errorf("the same list again: %d, %v", n, err)
		}
		var to []string
		for _, m := range h.Mails() {
			if m.Kind == "role.offer" {
				to = append(to, string(m.Lang)+" "+m.To)
				if m.Process != water || !strings.HasPrefix(m.Text, "amina\n") || m.Reason != "Water" {
					t.Errorf("mail %+v", m)
				}
			}
		}
		if len(to) != 4 || !strings.Contains(strings.Join(to, ","), "en khady@example.sn") {
			t.Errorf("mails to %v", to)
		}
		out, err := h.Roles.Accept(t.Context(), web, token(t, h, "omar@example.sn"), newcomer("Omar Sy"))
		if err != nil || out.Session == "" || out.Process != water || out.Role != access.Member {
			t.Fatalf("%+v, %v", out, err)
		}
		visit, err := h.Sessions.Identify(t.Context(), out.Session)
		if err != nil || visit.Person.Name != "Omar Sy" || visit.Participants[water] == "" {
			t.Errorf("the session is %+v, %v", visit, err)
		}
		if !h.As(out.Person.ID).Holds(access.Member, role.Process(water)) {
			t.Error("who accepted is no member")
		}
		if err := h.Roles.Decline(t.Context(), web, token(t, h, "moussa@example.sn"), "No time."); err != nil {
			t.Fatal(err)
		}
		got := offers(t, h, h.As(amina), water)
		if got.Count[role.Offered] != 2 || got.Count[role.Accepted] != 1 || got.Count[role.Declined] != 1 {
			t.Errorf("counts %v", got.Count)
		}
		for _, o := range got.All {
			if o.Address == "moussa@example.sn" && (o.Reason != "No time." || o.State != role.Declined) {
				t.Errorf("%+v", o)
			}
			if o.Address == "omar@example.sn" && o.Person != out.Person.ID {
				t.Errorf("%+v", o)
			}
		}
		c.Advance(role.OfferLife)
		if got := offers(t, h, h.As(amina), water); got.Count[role.Expired] != 2 || got.Count[role.Offered] != 0 {
			t.Errorf("a month later: %v", got.Count)
		}
		if got := kinds(h.Facts(water)); got != "given given offered given accepted declined" {
			t.Errorf("facts %s", got)
		}
	})
}

func TestNothingIsSentWhileLinesHaveFaults(t *testing.T) {
	each(t, func(t *testing.T, h *roletest.House, _ *dbtest.Clock) {
		water := h.Process("water", "Water", true)
		amina := h.Convener("amina", water)
		in := role.Invitation{Process: water, Role: access.Observer, Lang: lang.English, List: "omar@example.sn\nnobody"}
		guests, err := h.Roles.Plan(t.Context(), h.As(amina), in)
		if err != nil || len(guests) != 2 || guests[0].Standing != role.Sound || guests[1].Standing != role.Faulty || guests[1].Text != "nobody" {
			t.Fatalf("%+v, %v", guests, err)
		}
		before := len(h.Mails())
		if _, err := h.Roles.Offer(t.Context(), h.As(amina), in, roletest.Offer); message(err) != "role.invite.faults" {
			t.Errorf("%v", err)
		}
		if got := len(h.Mails()); got != before || len(offers(t, h, h.As(amina), water).All) != 0 {
			t.Errorf("%d mails, want %d: something was sent", got, before)
		}
		in.Sound = true
		if n, err := h.Roles.Offer(t.Context(), h.As(amina), in, roletest.Offer); n != 1 || err != nil {
			t.Errorf("the good ones: %d, %v", n, err)
		}
		in.List = "khady@example.sn"
		for _, who := range []access.Actor{h.As(h.Person("stranger")), {}} {
			if _, err := h.Roles.Offer(t.Context(), who, in, roletest.Offer); fault.KindOf(err) != fault.Forbidden {
				t.Errorf("%s offered a role: %v", who.Person, err)
			}
			if _, err := h.Roles.Plan(t.Context(), who, in); fault.KindOf(err) != fault.Forbidden {
				t.Errorf("%s learned who takes part: %v", who.Person, err)
			}
		}
	})
}

func TestSomebodyWithAnAccountAcceptsWithoutBeingSignedIn(t *testing.T) {
	each(t, func(t *testing.T, h *roletest.House, _ *dbtest.Clock) {
		water := h.Process("water", "Water", true)
		amina, omar := h.Convener("amina", water), h.Person("omar")
		if _, err := invite(t, h, h.As(amina), water, "omar@example.sn"); err != nil {
			t.Fatal(err)
		}
		link := token(t, h, "omar@example.sn")
		call, err := h.Roles.CallBy(t.Context(), link)
		if err != nil || call.Account.ID != omar || call.State != role.Offered || call.By != "amina" || call.Process.Ref.ID != water {
			t.Fatalf("%+v, %v", call, err)
		}
		out, err := h.Roles.Accept(t.Context(), h.As(amina), link, role.Acceptance{})
		if err != nil || out.Person.ID != omar || out.Session != "" {
			t.Fatalf("%+v, %v", out, err)
		}
		if !h.As(omar).Holds(access.Member, role.Process(water)) || h.As(amina).Holds(access.Member, role.Process(water)) {
			t.Error("the wrong person got the role")
		}
		for what, err := range map[string]error{
			"accepting again": func() error {
				_, err := h.Roles.Accept(t.Context(), web, link, role.Acceptance{})
				return err
			}(),
			"declining": h.Roles.Decline(t.Context(), web, link, ""),
		} {
			if message(err) != "role.offer.closed-accepted" {
				t.Errorf("%s: %v", what, err)
			}
		}
	})
}

func TestNewcomersSayTheirNameAndConsent(t *testing.T) {
	each(t, func(t *testing.T, h *roletest.House, _ *dbtest.Clock) {
		water := h.Process("water", "Water", true)
		amina := h.Convener("amina", water)
		if _, err := invite(t, h, h.As(amina), water, "omar@example.sn"); err != nil {
			t.Fatal(err)
		}
		link := token(t, h, "omar@example.sn")
		_, err := h.Roles.Accept(t.Context(), web, link, role.Acceptance{Lang: lang.French})
		fields := ""
		for _, f := range fault.All(err) {
			fields += f.Field + " "
		}
		if fields != "name consent " {
			t.Errorf("faults in %q: %v", fields, err)
		}
		for _, forged := range []string{"", "x", strings.ToUpper(link), link[:31] + "a"} {
			if _, err := h.Roles.Accept(t.Context(), web, forged, newcomer("Eve")); fault.KindOf(err) != fault.NotFound && forged != link {
				t.Errorf("link %q: %v", forged, err)
			}
		}
		if call, err := h.Roles.CallBy(t.Context(), link); err != nil || call.State != role.Offered || call.Account.ID != "" {
			t.Errorf("afterwards %+v, %v", call, err)
		}
	})
}

func TestOffersAreMailedAgainAndWithdrawn(t *testing.T) {
	each(t, func(t *testing.T, h *roletest.House, c *dbtest.Clock) {
		water := h.Process("water", "Water", true)
		amina := h.Convener("amina", water)
		if _, err := invite(t, h, h.As(amina), water, "omar@example.sn"); err != nil {
			t.Fatal(err)
		}
		first := token(t, h, "omar@example.sn")
		id := offers(t, h, h.As(amina), water).All[0].ID
		if _, err := h.Roles.MailAgain(t.Context(), h.As(amina), id, roletest.Offer); message(err) != "role.offer.mailed-today" {
			t.Errorf("at once: %v", err)
		}
		c.Advance(role.OfferLife + time.Hour)
		if _, err := h.Roles.MailAgain(t.Context(), h.As(amina), id, roletest.Offer); err != nil {
			t.Fatal(err)
		}
		second := token(t, h, "omar@example.sn")
		if first == second {
			t.Error("the same link was mailed twice")
		}
		for _, link := range []string{first, second} {
			if call, err := h.Roles.CallBy(t.Context(), link); err != nil || call.State != role.Offered {
				t.Errorf("%+v, %v", call, err)
			}
		}
		if _, err := h.Roles.Withdraw(t.Context(), h.As(amina), id); err != nil {
			t.Fatal(err)
		}
		if _, err := h.Roles.Accept(t.Context(), web, second, newcomer("Omar")); message(err) != "role.offer.closed-withdrawn" {
			t.Errorf("accepting what was withdrawn: %v", err)
		}
		if n, err := invite(t, h, h.As(amina), water, "omar@example.sn"); n != 1 || err != nil {
			t.Errorf("a new offer after the withdrawn one: %d, %v", n, err)
		}
	})
}

func TestAnExpiredOfferDoesNotComeBackBesideANewerOne(t *testing.T) {
	each(t, func(t *testing.T, h *roletest.House, c *dbtest.Clock) {
		water := h.Process("water", "Water", true)
		amina := h.Convener("amina", water)
		if _, err := invite(t, h, h.As(amina), water, "omar@example.sn"); err != nil {
			t.Fatal(err)
		}
		old := offers(t, h, h.As(amina), water).All[0].ID
		c.Advance(role.OfferLife)
		if _, err := invite(t, h, h.As(amina), water, "omar@example.sn"); err != nil {
			t.Fatal(err)
		}
		if _, err := h.Roles.MailAgain(t.Context(), h.As(amina), old, roletest.Offer); message(err) != "role.offer.newer" {
			t.Errorf("%v", err)
		}
	})
}

func TestAddressesOfOffersThatCameToNothingGo(t *testing.T) {
	each(t, func(t *testing.T, h *roletest.House, c *dbtest.Clock) {
		water := h.Process("water", "Water", true)
		amina := h.Convener("amina", water)
		if _, err := invite(t, h, h.As(amina), water, "Omar <omar@example.sn>\nkhady@example.sn"); err != nil {
			t.Fatal(err)
		}
		if _, err := h.Roles.Accept(t.Context(), web, token(t, h, "khady@example.sn"), newcomer("Khady")); err != nil {
			t.Fatal(err)
		}
		sweep := h.Roles.Feature().Clocks[0].Do
		known := func() string {
			var out []string
			for _, o := range offers(t, h, h.As(amina), water).All {
				if o.Address != "" {
					out = append(out, o.Address)
				}
			}
			return strings.Join(out, " ")
		}
		c.Advance(role.OfferLife + role.AddressLife - time.Hour)
		if err := sweep(t.Context()); err != nil || known() != "khady@example.sn omar@example.sn" {
			t.Errorf("before its time: %q, %v", known(), err)
		}
		c.Advance(2 * time.Hour)
		if err := sweep(t.Context()); err != nil || known() != "khady@example.sn" {
			t.Errorf("afterwards %q, %v; want only who accepted", known(), err)
		}
	})
}

func TestErasureForgetsInvitations(t *testing.T) {
	each(t, func(t *testing.T, h *roletest.House, _ *dbtest.Clock) {
		water := h.Process("water", "Water", true)
		amina := h.Convener("amina", water)
		if _, err := invite(t, h, h.As(amina), water, "Omar <omar@example.sn>"); err != nil {
			t.Fatal(err)
		}
		link := token(t, h, "omar@example.sn")
		omar := h.Person("omar")
		if err := h.People.Erase(t.Context(), h.As(omar), feature.Wish{}); err != nil {
			t.Fatal(err)
		}
		o := offers(t, h, h.As(amina), water).All[0]
		if o.Address+o.Name != "" || o.State != role.Withdrawn {
			t.Errorf("%+v", o)
		}
		if _, err := h.Roles.Accept(t.Context(), web, link, newcomer("Omar")); fault.KindOf(err) != fault.Closed {
			t.Errorf("the link still works: %v", err)
		}
	})
}

// Two browsers accept the same offer at the same moment: one person joins, once.
func TestAnOfferIsAcceptedOnce(t *testing.T) {
	each(t, func(t *testing.T, h *roletest.House, _ *dbtest.Clock) {
		water := h.Process("water", "Water", true)
		amina := h.Convener("amina", water)
		for round := range 5 {
			address := fmt.Sprintf("guest%d@example.sn", round)
			if _, err := invite(t, h, h.As(amina), water, address); err != nil {
				t.Fatal(err)
			}
			link := token(t, h, address)
			errs := make([]error, 4)
			var wg sync.WaitGroup
			for i := range errs {
				wg.Go(func() { _, errs[i] = h.Roles.Accept(t.Context(), web, link, newcomer("Guest")) })
			}
			wg.Wait()
			won := 0
			for _, err := range errs {
				if err == nil {
					won++
				} else if message(err) != "role.offer.closed-accepted" {
					t.Errorf("round %d: %v", round, err)
				}
			}
			if won != 1 {
				t.Errorf("round %d: accepted %d times", round, won)
			}
		}
		err := h.DB.Read(t.Context(), func(tx *db.Tx) error {
			p, err := h.Roles.PeopleOf(tx, water)
			if p.Members[""] != 5 {
				t.Errorf("%d members, want 5", p.Members[""])
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	})
}

func TestFiveHundredOffersFitOneAct(t *testing.T) {
	each(t, func(t *testing.T, h *roletest.House, _ *dbtest.Clock) {
		water := h.Process("water", "Water", true)
		amina := h.Convener("amina", water)
		var list strings.Builder
		for i := range role.MaxLines {
			fmt.Fprintf(&list, "guest%03d@example.sn;Guest %d\n", i, i)
		}
		n, err := invite(t, h, h.As(amina), water, list.String())
		if err != nil || n != role.MaxLines {
			t.Fatalf("%d, %v", n, err)
		}
		err = h.DB.Read(t.Context(), func(tx *db.Tx) error {
			waiting, err := mail.Count(tx, mail.Queued)
			if waiting != role.MaxLines+1 { // and the one that told the convener
				t.Errorf("%d mails wait", waiting)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	})
}
