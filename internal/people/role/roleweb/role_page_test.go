package roleweb

import (
	"strings"
	"testing"
	"time"

	"github.com/a-h/templ"

	"penc/internal/ground/access"
	"penc/internal/ground/fault"
	"penc/internal/ground/lang"
	"penc/internal/ground/ref"
	"penc/internal/people/person"
	"penc/internal/people/role"
	"penc/internal/platform/feature"
	"penc/internal/platform/web"
	"penc/internal/platform/web/ui"
	"penc/internal/platform/web/webtest"
)

var moment = time.Date(2026, 3, 1, 9, 30, 0, 0, time.UTC)

func TestPagesRenderFullAndEmpty(t *testing.T) {
	scene := role.Scene{Conveners: 1, Card: feature.Card{
		Ref: role.Process("water"), Name: lang.Say(lang.French, "<b>Eau</b>"), Path: "/processes/water", Process: "water", Public: true,
	}}
	somebody := role.Somebody{Name: "<b>Amina</b>", PublicName: "<b>A.</b>", Address: "amina@example.sn", Participant: role.Participant{
		ID: "p1", Process: "water", Person: "amina", Since: moment,
		Roles:       []role.Held{{Role: access.Convener, Since: moment}, {Role: access.Member, Since: moment}},
		Declaration: role.Declaration{Group: "users", Organization: "board", Interest: "<b>wells</b>", Mandate: "none"},
	}}
	names := map[ref.ID]lang.Text{"users": lang.Say(lang.English, "<b>Users</b>"), "board": lang.Say(lang.French, "Régie")}
	people := role.People{
		Process: "water", Carrying: []role.Somebody{somebody}, Others: []role.Somebody{{Participant: role.Participant{ID: "p2"}}},
		More: true, Members: map[ref.ID]int{"users": 9, "": 7},
	}
	view := role.View{Scene: scene, People: people, Groups: names, Mine: somebody.Participant, Convenes: true, Offers: map[role.State]int{role.Offered: 2}}
	few := role.View{Scene: scene, First: true, People: role.People{Members: map[ref.ID]int{"users": 2}}, Groups: names, Mine: role.Participant{ID: "p3"}}
	profile := role.Profile{Scene: scene, Somebody: somebody, Names: names, Convenes: true, History: []role.Declared{
		{At: moment, Declaration: role.Declaration{Interest: "<b>"}}, {At: moment, Declaration: somebody.Declaration},
	}}
	own := profile
	own.Own, own.Convenes = true, false
	guests := []role.Guest{
		{Contact: role.Contact{Line: 1, Text: "a@example.sn", Address: "a@example.sn", Name: "<b>A</b>", Lang: lang.French}, Standing: role.Sound},
		{Contact: role.Contact{Line: 2, Text: "<b>", Lang: lang.French, Fault: fault.Field("list", "role.contact.address-missing")}, Standing: role.Faulty},
		{Contact: role.Contact{Line: 3, SameAs: 1, Lang: lang.French}, Standing: role.Repeated},
		{Contact: role.Contact{Line: 4, Lang: lang.French}, Standing: role.Holding},
		{Contact: role.Contact{Line: 5, Lang: lang.French}, Standing: role.Waiting},
	}
	offer := role.Offer{ID: "o1", Process: "water", Role: access.Member, Address: "a@example.sn", Name: "<b>A</b>", State: role.Offered, Made: moment, Mailed: moment, Expires: moment.Add(role.OfferLife)}
	in := func(s role.State) role.Offer { o := offer; o.State, o.Reason = s, "<b>no</b>"; return o }
	gone := in(role.Expired)
	gone.Address = ""
	offers := role.OfferView{Scene: scene, Offers: role.Offers{
		All: []role.Offer{offer, in(role.Accepted), in(role.Declined), in(role.Withdrawn), in(role.Expired), gone},
		Now: moment.Add(role.OfferPause), More: true,
		Count: map[role.State]int{role.Offered: 1, role.Accepted: 1, role.Declined: 2, role.Withdrawn: 1, role.Expired: 1},
	}}
	call := role.Call{Offer: offer, State: role.Offered, Process: scene.Card, By: "<b>Amina</b>"}
	over := func(s role.State) role.Call { c := call; c.State = s; return c }
	known := call
	known.Account, known.By = person.Person{ID: "omar"}, ""
	webtest.Pages(t, "role", words, func(p web.Page) map[string]templ.Component {
		signedIn := p
		signedIn.Who.Person, signedIn.Name = "khady", "<b>Khady</b>"
		return map[string]templ.Component{
			"people empty":     peopleView(peoplePage{Page: p}),
			"people full":      peopleView(peoplePage{Page: p, View: view, Public: people.Public(), Tabs: []ui.Link{{Label: "x", Href: "/"}}, Number: 1}),
			"people few":       peopleView(peoplePage{Page: p, View: few, Public: few.People.Public()}),
			"somebody empty":   somebodyView(somebodyPage{Page: p}),
			"somebody full":    somebodyView(somebodyPage{Page: p, Profile: profile}),
			"somebody own":     somebodyView(somebodyPage{Page: p, Profile: own}),
			"take back":        takeBackView(takeBackPage{Page: p, Profile: profile, Role: access.Convener}),
			"lay down":         takeBackView(takeBackPage{Page: p, Profile: own, Role: access.Member}),
			"invite empty":     inviteView(invitePage{Page: p}),
			"invite first":     inviteView(invitePage{Page: p, Scene: scene, Roles: access.OnProcess, In: role.Invitation{Lang: lang.French}}),
			"invite faults":    inviteView(invitePage{Page: p, Scene: scene, Roles: access.OnProcess, In: role.Invitation{Role: access.Member, Lang: lang.French, List: "<b>"}, Guests: guests}),
			"invite sound":     inviteView(invitePage{Page: p, Scene: scene, Roles: access.OnProcess, Guests: guests[:1]}),
			"offers empty":     offersView(offersPage{Page: p}),
			"offers full":      offersView(offersPage{Page: p, View: offers, Number: 1}),
			"call empty":       callView(callPage{Page: p}),
			"call newcomer":    callView(callPage{Page: p, Call: call, Token: "t", Name: "<b>"}),
			"call known":       callView(callPage{Page: p, Call: known, Token: "t"}),
			"call elsewhere":   callView(callPage{Page: signedIn, Call: known, Token: "t"}),
			"call accepted":    callView(callPage{Page: p, Call: over(role.Accepted)}),
			"call declined":    callView(callPage{Page: p, Call: over(role.Declined)}),
			"call withdrawn":   callView(callPage{Page: p, Call: over(role.Withdrawn)}),
			"call expired":     callView(callPage{Page: p, Call: over(role.Expired)}),
			"operators empty":  operatorsView(operatorsPage{Page: p}),
			"operators full":   operatorsView(operatorsPage{Page: p, All: []role.Operator{{Person: "ops", Name: "<b>Ops</b>", Address: "ops@example.sn", Since: moment}}}),
			"dismiss":          dismissView(dismissPage{Page: p, Operator: role.Operator{Person: "ops", Name: "<b>Ops</b>"}}),
			"account no parts": partsView(p.Speaker, nil),
			"account parts":    partsView(p.Speaker, []role.Part{{Participant: somebody.Participant, Card: scene.Card}}),
		}
	})
}

// Every sentence with choices in it is read once for each choice.
func TestSentencesWithChoicesAreWhole(t *testing.T) {
	c := web.NewCatalogue()
	if err := c.Add("role", words); err != nil {
		t.Fatal(err)
	}
	for _, l := range lang.Interface {
		s := web.NewSpeaker(c, l)
		seen := map[string]string{}
		for _, r := range access.OnProcess {
			for _, key := range []string{"role.fact.given", "role.fact.taken-back"} {
				said := s.T(key, r, 1, "name", "")
				checkWhole(t, key+" "+r, said)
				if before := seen[said]; before != "" && !strings.Contains(before, key) {
					t.Errorf("%s: %s and %s say the same", l, before, key)
				}
				seen[said] = key
			}
			for _, what := range []string{"given", "taken-back"} {
				said := s.T("role.notice."+what+".text", "role", r, "name", "Water")
				checkWhole(t, what+" "+r, said)
				if seen[said] != "" {
					t.Errorf("%s: %s %s is said of another role too", l, what, r)
				}
				seen[said] = what
			}
			checkWhole(t, r, s.T("role.may."+r))
			if !s.Has("role.name." + r) {
				t.Errorf("%s: no name for %s", l, r)
			}
		}
		if a, b := s.T("role.fact.given", "convener", 1, "name", "Amina"), s.T("role.fact.given", "convener", 1, "name", ""); a == b || !strings.Contains(a, "Amina") {
			t.Errorf("%s: %q and %q", l, a, b)
		}
		for _, by := range []string{"", "Amina"} {
			for _, part := range []string{"text", "reason", "subject"} {
				said := s.T("role.mail."+part, "by", by, "name", by, "process", "Water", "role", "x", "may", "y", "site", "Penc", "link", "L", "day", "D", "base", "B")
				if strings.Contains(said, "no value") || by != "" && part != "subject" && !strings.Contains(said, "Amina") {
					t.Errorf("%s %s: %q", l, part, said)
				}
			}
		}
	}
}

func checkWhole(t *testing.T, what, said string) {
	t.Helper()
	if !strings.HasSuffix(said, ".") || strings.Contains(said, "no value") || strings.Contains(said, "{{") {
		t.Errorf("%s: %q", what, said)
	}
}
