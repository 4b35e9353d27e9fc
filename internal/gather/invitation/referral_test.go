package invitation

import (
	"strings"
	"testing"
	"time"

	"penc/internal/gather/process/processtest"
	"penc/internal/ground/access"
	"penc/internal/ground/lang"
	"penc/internal/ground/ref"
)

func TestAMissingVoiceIsNamed(t *testing.T) {
	passing := access.Actor{Channel: access.Web, Participants: map[ref.ID]ref.ID{"water": "p9"}} // by a pass, without account
	good := Naming{Voice: "Women who sell fish", Why: "They are at the river.", PersonLang: lang.French, Lang: lang.English}
	for _, c := range []struct {
		name string
		who  access.Actor
		edit func(*Naming)
		want string
	}{
		{"a member", processtest.Holding(access.Member, "water"), func(*Naming) {}, ""},
		{"somebody at one meeting", passing, func(*Naming) {}, ""},
		{"a stranger", access.Actor{Channel: access.Web}, func(*Naming) {}, "invitation.missing.participants-only"},
		{"a member elsewhere", processtest.Holding(access.Member, "soil"), func(*Naming) {}, "invitation.missing.participants-only"},
		{"no voice", passing, func(n *Naming) { n.Voice = " " }, "invitation.missing.voice"},
		{"no reason", passing, func(n *Naming) { n.Why = "" }, "invitation.missing.why"},
		{"too long", passing, func(n *Naming) { n.Voice = strings.Repeat("é", MaxVoice+1) }, "invitation.too-long"},
		{"an address that is none", passing, func(n *Naming) { n.Address = "awa" }, "invitation.contact.address"},
		{"an address without a language", passing, func(n *Naming) { n.Address, n.PersonLang = "awa@example.sn", "" }, "invitation.contact.language"},
		{"a person", passing, func(n *Naming) { n.Name, n.Organization, n.Address = "Awa", "Market", "AWA@example.sn" }, ""},
	} {
		in := good
		c.edit(&in)
		r, err := Named(c.who, "water", in, now)
		if message(err) != c.want {
			t.Errorf("%s: %q, want %q", c.name, message(err), c.want)
		}
		if err == nil && (r.Stand != JustNamed || r.By != c.who.In("water") || r.Address != strings.ToLower(r.Address)) {
			t.Errorf("%s: %+v", c.name, r)
		}
	}
}

func TestAMissingVoiceMovesAndForgets(t *testing.T) {
	member, facilitator := processtest.Holding(access.Member, "water"), processtest.Holding(access.Facilitator, "water")
	r, err := Named(member, "water", Naming{
		Voice: "Women who sell fish, such as Awa", Why: "They are at the river.", Name: "Awa", Organization: "Market", Address: "awa@example.sn", PersonLang: lang.French,
	}, now)
	if err != nil {
		t.Fatal(err)
	}
	if p := r.Public(); p.Voice != "" || p.Stand != JustNamed {
		t.Errorf("public before anybody has read it: %+v", p)
	}
	if _, err := r.Take(member, now); message(err) != "invitation.missing.stewards-only" {
		t.Errorf("a member takes it: %v", err)
	}
	if err := r.MayAsk(member); message(err) != "invitation.missing.stewards-only" {
		t.Errorf("a member asks: %v", err)
	}
	if err := r.Waits(now); err == nil {
		t.Error("a third person answers who was never asked")
	}
	taken, err := r.Take(facilitator, now)
	if err != nil || taken.Owner != "p-facilitator" || taken.Stand != Contacting || taken.Address == "" {
		t.Fatalf("%+v, %v", taken, err)
	}
	if taken.Public().Voice == "" {
		t.Error("what somebody has read is not public")
	}
	taken.Asked = now
	if err := taken.MayAsk(facilitator); message(err) != "invitation.missing.asked" {
		t.Errorf("asked twice: %v", err)
	}
	if taken.Waits(now) != nil || taken.Waits(now.Add(DetailsLife)) == nil {
		t.Error("the time to answer")
	}
	for _, c := range []struct {
		name string
		who  access.Actor
		in   Answer
		want string
	}{
		{"a member", member, Answer{Voice: "x", Stand: CameIn, Version: taken.Version}, "invitation.missing.stewards-only"},
		{"an old version", facilitator, Answer{Voice: "x", Stand: CameIn}, "invitation.missing.changed"},
		{"back to the beginning", facilitator, Answer{Voice: "x", Stand: JustNamed, Version: taken.Version}, "invitation.missing.stand"},
		{"an invented stand", facilitator, Answer{Voice: "x", Stand: "king", Version: taken.Version}, "invitation.missing.stand"},
		{"not pursued, no reason", facilitator, Answer{Voice: "x", Stand: NotPursued, Version: taken.Version}, "invitation.missing.reason"},
		{"not pursued", facilitator, Answer{Voice: "Women who sell fish", Stand: NotPursued, Result: "They are here.", Version: taken.Version}, ""},
	} {
		got, err := taken.Answer(c.who, c.in, now.Add(time.Hour))
		if message(err) != c.want {
			t.Errorf("%s: %q, want %q", c.name, message(err), c.want)
		}
		if err == nil && (got.Name+got.Organization+got.Address != "" || got.Public().Voice != "Women who sell fish" || got.Result == "") {
			t.Errorf("%s: %+v", c.name, got)
		}
	}
}
