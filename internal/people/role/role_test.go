package role

import (
	"strings"
	"testing"
	"time"

	"penc/internal/ground/access"
	"penc/internal/ground/fault"
	"penc/internal/ground/ref"
)

var (
	now      = time.Date(2026, 3, 1, 9, 30, 0, 0, time.UTC)
	stranger = access.Actor{Channel: access.Web}
	amina    = access.Actor{Person: "amina", Channel: access.Web}
	convener = amina.With(access.Convener, Process("water"))
	operator = amina.With(access.Operator, access.Site)
)

func message(err error) string {
	if all := fault.All(err); len(all) > 0 {
		return all[0].Message
	}
	if err != nil {
		return err.Error()
	}
	return ""
}

func TestMayGive(t *testing.T) {
	for _, c := range []struct {
		name      string
		who       access.Actor
		role      string
		conveners int
		want      string
	}{
		{"a convener gives any role", convener, access.Facilitator, 1, ""},
		{"a convener gives a second convener's", convener, access.Convener, 1, ""},
		{"a convener elsewhere", amina.With(access.Convener, Process("soil")), access.Member, 1, "role.give.conveners-only"},
		{"an editor", amina.With(access.Editor, Process("water")), access.Member, 1, "role.give.conveners-only"},
		{"the operator gives the first convener's", operator, access.Convener, 0, ""},
		{"the operator gives no second", operator, access.Convener, 1, "role.give.has-convener"},
		{"the operator gives no other role", operator, access.Member, 0, "role.give.conveners-only"},
		{"a stranger", stranger, access.Member, 0, "role.give.conveners-only"},
		{"the console", access.AtConsole("water"), access.Editor, 3, ""},
		{"the operator's role is none of a process", convener, access.Operator, 1, "role.unknown"},
		{"an invented role", convener, "king", 1, "role.unknown"},
	} {
		if got := message(MayGive(c.who, "water", c.role, c.conveners)); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

func TestMayTakeBack(t *testing.T) {
	for _, c := range []struct {
		name      string
		who       access.Actor
		from      ref.ID
		role      string
		conveners int
		want      string
	}{
		{"a convener from another", convener, "omar", access.Editor, 1, ""},
		{"one of two conveners", convener, "omar", access.Convener, 2, ""},
		{"the last convener", convener, "amina", access.Convener, 1, "role.take-back.last-convener"},
		{"the last convener at the console", access.AtConsole("water"), "amina", access.Convener, 1, "role.take-back.last-convener"},
		{"a member lays it down", amina, "amina", access.Member, 1, ""},
		{"a member from another", amina, "omar", access.Member, 1, "role.take-back.conveners-only"},
		{"the operator has no say", operator, "omar", access.Member, 1, "role.take-back.conveners-only"},
		{"a stranger from nobody", stranger, "", access.Member, 1, "role.take-back.conveners-only"},
		{"an invented role", convener, "omar", "king", 2, "role.unknown"},
	} {
		if got := message(MayTakeBack(c.who, "water", c.from, c.role, c.conveners)); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

func TestDeclare(t *testing.T) {
	p := Participant{ID: "p1", Process: "water", Person: "amina", Declaration: Declaration{Group: "users"}}
	for _, c := range []struct {
		name    string
		who     access.Actor
		in      Declaration
		changed bool
		field   string
		want    string
	}{
		{"another group", amina, Declaration{Group: "academia", Interest: "I teach hydrology."}, true, "", ""},
		{"the same again", amina, Declaration{Group: "users"}, false, "", ""},
		{"for somebody else", access.Actor{Person: "omar"}, Declaration{Group: "users"}, false, "", "role.declare.own-only"},
		{"a convener for somebody", access.Actor{Person: "omar"}.With(access.Convener, Process("water")), Declaration{}, false, "", "role.declare.own-only"},
		{"a group that is no name", amina, Declaration{Group: "<b>"}, false, "stakeholder_group", "role.declare.group"},
		{"as long as allowed", amina, Declaration{Interest: strings.Repeat("é", MaxInterest)}, true, "", ""},
		{"too long an interest", amina, Declaration{Interest: strings.Repeat("é", MaxInterest+1)}, false, "interest", "role.declare.too-long"},
		{"several groups", amina, Declaration{Group: "users", Groups: []ref.ID{"academia", "users"}}, true, "", ""},
		{"the same with its group twice", amina, Declaration{Group: "users", Groups: []ref.ID{"users", "users"}}, false, "", ""},
		{"too many groups", amina, Declaration{Groups: []ref.ID{"a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k"}}, false, "stakeholder_groups", "role.declare.too-many-groups"},
		{"one of several that is no name", amina, Declaration{Group: "users", Groups: []ref.ID{"<b>"}}, false, "stakeholder_group", "role.declare.group"},
		{"who pays", amina, Declaration{Group: "users", Funding: " My employer. "}, true, "", ""},
		{"too long about who pays", amina, Declaration{Funding: strings.Repeat("é", MaxFunding+1)}, false, "funding", "role.declare.too-long"},
		{"gender and region", amina, Declaration{Group: "users", Gender: "woman", Region: "Matam"}, true, "", ""},
		{"an answer that is not offered", amina, Declaration{Gender: "x"}, false, "gender", "role.declare.gender"},
		{"too long a region", amina, Declaration{Region: strings.Repeat("é", MaxRegion+1)}, false, "region", "role.declare.too-long"},
		{"a language that nobody has words for", amina, Declaration{Lang: "xx"}, false, "lang", "role.declare.language"},
		{"too long a mandate", amina, Declaration{Mandate: strings.Repeat("é", MaxMandate+1)}, false, "mandate", "role.declare.too-long"},
	} {
		got, changed, err := p.Declare(c.who, c.in, now)
		if message(err) != c.want || changed != c.changed {
			t.Errorf("%s: changed %v, %q; want %v, %q", c.name, changed, message(err), c.changed, c.want)
			continue
		}
		if err != nil && fault.All(err)[0].Field != c.field {
			t.Errorf("%s: field %q, want %q", c.name, fault.All(err)[0].Field, c.field)
		}
		if err != nil && !got.Equal(p.Declaration) {
			t.Errorf("%s: refused, and yet changed to %+v", c.name, got.Declaration)
		}
		if changed && (!got.Equal(c.in.Tidy()) || !got.Declared.Equal(now)) {
			t.Errorf("%s: %+v", c.name, got)
		}
	}
	if _, _, err := (Participant{ID: "p1"}).Declare(stranger, Declaration{}, now); message(err) != "role.declare.own-only" {
		t.Errorf("an erased participant declared: %v", err)
	}
}

func TestTidyPutsTheGroupSpokenForFirst(t *testing.T) {
	for _, c := range []struct{ in, want Declaration }{
		{Declaration{}, Declaration{}},
		{Declaration{Group: "b"}, Declaration{Group: "b", Groups: []ref.ID{"b"}}},
		{Declaration{Groups: []ref.ID{"a"}}, Declaration{Group: "a", Groups: []ref.ID{"a"}}},
		{Declaration{Groups: []ref.ID{"a", "b"}}, Declaration{Groups: []ref.ID{"a", "b"}}},
		{Declaration{Group: "b", Groups: []ref.ID{"a", "", "b", "a"}}, Declaration{Group: "b", Groups: []ref.ID{"b", "a"}}},
		{Declaration{Interest: " \n"}, Declaration{}},
	} {
		got := c.in.Tidy()
		if !got.Equal(c.want) || !got.Tidy().Equal(got) {
			t.Errorf("%+v: %+v, want %+v", c.in, got, c.want)
		}
	}
}

func TestTie(t *testing.T) {
	for _, c := range []struct {
		name  string
		p     Participant
		other Participant
		want  string
	}{
		{"somebody registered", Participant{ID: "p1"}, Participant{}, ""},
		{"tied before", Participant{ID: "p1", Person: "amina"}, Participant{ID: "p1"}, ""},
		{"somebody else's", Participant{ID: "p1", Person: "omar"}, Participant{}, "role.tie.taken"},
		{"who takes part already", Participant{ID: "p1"}, Participant{ID: "p2"}, "role.tie.takes-part"},
		{"erased", Participant{ID: "p1", Erased: true}, Participant{}, "role.tie.erased"},
	} {
		got, err := c.p.Tie("amina", c.other)
		if message(err) != c.want || (err == nil) != (got.Person == "amina") {
			t.Errorf("%s: %+v, %v; want %q", c.name, got, err, c.want)
		}
	}
}

func TestPublicNamesThoseWhoCarryAndCountsTheOthers(t *testing.T) {
	carrier := Somebody{
		Participant: Participant{ID: "p1", Person: "amina", Roles: []Held{{Role: access.Convener}, {Role: access.Member}}},
		Name:        "Amina Diop", PublicName: "A. D.", Address: "amina@example.sn",
	}
	member := Somebody{Participant: Participant{ID: "p2", Person: "omar", Roles: []Held{{Role: access.Member}}}, Name: "Omar Sy", PublicName: "Omar"}
	for _, c := range []struct {
		name    string
		members map[ref.ID]int
		want    []GroupCount
		total   int
		hidden  bool
	}{
		{"nobody", nil, nil, 0, false},
		{"large groups", map[ref.ID]int{"users": 7, "academia": 5}, []GroupCount{{"academia", 5, false}, {"users", 7, false}}, 12, false},
		{"four people in one group", map[ref.ID]int{"users": 4}, []GroupCount{{"users", 0, true}}, 0, true},
		{
			"a small one takes the next with it",
			map[ref.ID]int{"academia": 3, "users": 6, "industry": 20},
			[]GroupCount{{"academia", 0, true}, {"industry", 20, false}, {"users", 0, true}},
			29, false,
		},
	} {
		got := People{Carrying: []Somebody{carrier}, Others: []Somebody{member}, Members: c.members}.Public()
		if len(got.Carriers) != 1 || got.Carriers[0].Name != "A. D." || strings.Join(got.Carriers[0].Roles, " ") != access.Convener {
			t.Errorf("%s: carriers %+v, want A. D. as convener alone", c.name, got.Carriers)
		}
		if len(got.Groups) != len(c.want) || got.Members != c.total || got.Hidden != c.hidden {
			t.Errorf("%s: %+v, %d members, hidden %v; want %+v, %d, %v", c.name, got.Groups, got.Members, got.Hidden, c.want, c.total, c.hidden)
			continue
		}
		for i := range c.want {
			if got.Groups[i] != c.want[i] {
				t.Errorf("%s: group %+v, want %+v", c.name, got.Groups[i], c.want[i])
			}
		}
	}
}

func TestAnOfferIsAnsweredOnceAndInTime(t *testing.T) {
	open := Offer{ID: "o1", Process: "water", Role: access.Member, Address: "omar@example.sn", State: Offered, Mailed: now, Expires: now.Add(OfferLife)}
	in := func(s State) Offer { o := open; o.State = s; return o }
	late := now.Add(OfferLife)
	for _, c := range []struct {
		name  string
		offer Offer
		at    time.Time
		want  string
	}{
		{"in time", open, late.Add(-time.Second), ""},
		{"at the last moment, it is over", open, late, "role.offer.closed-expired"},
		{"accepted before", in(Accepted), now, "role.offer.closed-accepted"},
		{"declined before", in(Declined), now, "role.offer.closed-declined"},
		{"withdrawn", in(Withdrawn), now, "role.offer.closed-withdrawn"},
	} {
		o, err := c.offer.Accept("omar", c.at)
		if message(err) != c.want || err == nil && (o.State != Accepted || o.Person != "omar" || !o.Settled.Equal(c.at)) || err != nil && o != c.offer {
			t.Errorf("accept %s: %+v, %q, want %q", c.name, o, message(err), c.want)
		}
		o, err = c.offer.Decline("No time.", c.at)
		if message(err) != c.want || err == nil && (o.State != Declined || o.Reason != "No time.") {
			t.Errorf("decline %s: %+v, %q, want %q", c.name, o, message(err), c.want)
		}
	}
	if _, err := open.Decline(strings.Repeat("é", MaxReason+1), now); message(err) != "role.offer.reason-too-long" {
		t.Errorf("a long reason: %v", err)
	}
}

func TestAnOfferIsMailedAgainOnceADayAndWithdrawn(t *testing.T) {
	open := Offer{ID: "o1", Process: "water", Role: access.Member, Address: "omar@example.sn", State: Offered, Mailed: now, Expires: now.Add(OfferLife)}
	in := func(s State) Offer { o := open; o.State = s; return o }
	forgotten := in(Expired)
	forgotten.Address = ""
	for _, c := range []struct {
		name  string
		who   access.Actor
		offer Offer
		after time.Duration
		again string
		back  string
	}{
		{"the same day", convener, open, OfferPause - 1, "role.offer.mailed-today", ""},
		{"the next day", convener, open, OfferPause, "", ""},
		{"after it expired", convener, open, OfferLife + 1, "", ""},
		{"not a convener", amina, open, OfferPause, "role.give.conveners-only", "role.give.conveners-only"},
		{"accepted", convener, in(Accepted), OfferPause, "role.offer.closed-accepted", "role.offer.closed-accepted"},
		{"declined", convener, in(Declined), OfferPause, "role.offer.closed-declined", "role.offer.closed-declined"},
		{"withdrawn", convener, in(Withdrawn), OfferPause, "role.offer.closed-withdrawn", "role.offer.closed-withdrawn"},
		{"its address gone", convener, forgotten, OfferLife, "role.offer.forgotten", ""},
	} {
		at := now.Add(c.after)
		o, err := c.offer.Again(c.who, 1, at)
		if message(err) != c.again || err == nil && (o.State != Offered || !o.Expires.Equal(at.Add(OfferLife)) || !o.Mailed.Equal(at)) {
			t.Errorf("again, %s: %+v, %q, want %q", c.name, o, message(err), c.again)
		}
		o, err = c.offer.Withdraw(c.who, 1, at)
		if message(err) != c.back || err == nil && o.State != Withdrawn {
			t.Errorf("withdraw, %s: %+v, %q, want %q", c.name, o, message(err), c.back)
		}
	}
}

func TestSortOutAndSend(t *testing.T) {
	contacts := []Contact{
		{Line: 1, Address: "a@example.sn"},
		{Line: 2, Address: "b@example.sn"},
		{Line: 3, Address: "c@example.sn"},
		{Line: 4, Address: "a@example.sn", SameAs: 1},
		{Line: 5, Fault: fault.Field("list", "role.contact.address-missing")},
	}
	guests := sortOut(contacts, map[string]bool{"b@example.sn": true}, map[string]bool{"c@example.sn": true})
	want := []Standing{Sound, Holding, Waiting, Repeated, Faulty}
	for i, g := range guests {
		if g.Standing != want[i] {
			t.Errorf("line %d: %s, want %s", g.Line, g.Standing, want[i])
		}
	}
	for _, c := range []struct {
		name   string
		in     Invitation
		guests []Guest
		open   int
		n      int
		want   string
	}{
		{"with a fault", Invitation{}, guests, 0, 0, "role.invite.faults"},
		{"the sound ones", Invitation{Sound: true}, guests, 0, 1, ""},
		{"nobody left", Invitation{}, guests[1:4], 0, 0, "role.invite.nobody"},
		{"as many as allowed", Invitation{}, guests[:1], MaxOpenOffers - 1, 1, ""},
		{"too many open", Invitation{}, guests[:1], MaxOpenOffers, 0, "role.invite.too-many-open"},
	} {
		sound, err := c.in.send(c.guests, c.open)
		if len(sound) != c.n || message(err) != c.want {
			t.Errorf("%s: %d, %q; want %d, %q", c.name, len(sound), message(err), c.n, c.want)
		}
	}
}
