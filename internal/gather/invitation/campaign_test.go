package invitation

import (
	"strings"
	"testing"
	"time"

	"penc/internal/ground/access"
	"penc/internal/ground/lang"
	"penc/internal/people/role"
)

var now = time.Date(2026, 3, 1, 9, 30, 0, 0, time.UTC)

func bothLanguages(words string) map[lang.Tag]string {
	return map[lang.Tag]string{lang.French: words, lang.English: words + " (en)"}
}

func TestACampaignIsWritten(t *testing.T) {
	good := Draft{Role: access.Member, From: lang.French, Subject: bothLanguages("Venez"), Text: bothLanguages("Parlons de l’eau.")}
	for _, c := range []struct {
		name string
		edit func(*Draft)
		old  Campaign
		want string
	}{
		{"as it should be", func(*Draft) {}, Campaign{}, ""},
		{"a role that is not offered in a letter", func(d *Draft) { d.Role = access.Convener }, Campaign{}, "invitation.campaign.role"},
		{"no subject", func(d *Draft) { d.Subject = nil }, Campaign{}, "invitation.campaign.empty"},
		{"no text", func(d *Draft) { d.Text = nil }, Campaign{}, "invitation.campaign.empty"},
		{"too long a subject", func(d *Draft) { d.Subject = bothLanguages(strings.Repeat("é", MaxSubject+1)) }, Campaign{}, "invitation.too-long"},
		{"too long a text", func(d *Draft) { d.Text = bothLanguages(strings.Repeat("a", MaxText+1)) }, Campaign{}, "invitation.too-long"},
		{"an old version", func(*Draft) {}, Campaign{Version: 3}, "invitation.campaign.changed"},
		{"sent before", func(*Draft) {}, Campaign{Sent: now}, "invitation.campaign.sent"},
	} {
		in := good
		c.edit(&in)
		if _, err := c.old.Write(in); message(err) != c.want {
			t.Errorf("%s: %q, want %q", c.name, message(err), c.want)
		}
	}
}

func TestWhoGetsACampaign(t *testing.T) {
	somebody := func(name, address string, l lang.Tag, s Standing) Known {
		return Known{Contact: Contact{Card: Card{Name: name, Address: address, Lang: l}}, Standing: s}
	}
	a := AudienceOf([]Known{
		somebody("a", "a@example.sn", lang.French, NotInvited), somebody("b", "b@example.sn", lang.English, Registered),
		somebody("c", "", lang.French, NotInvited), somebody("d", "d@example.sn", lang.French, Joined),
		somebody("e", "e@example.sn", lang.French, Awaited), somebody("f", "f@example.sn", lang.French, Refused),
	})
	var why []string
	for _, p := range a.Passed {
		why = append(why, p.Why)
	}
	if len(a.To) != 2 || a.ByLang[lang.French] != 1 || a.ByLang[lang.English] != 1 || strings.Join(why, " ") != "no-address takes-part has-offer said-no" {
		t.Fatalf("%+v %v", a, why)
	}
	both := Campaign{Subject: lang.Of(lang.French, bothLanguages("x")), Text: lang.Of(lang.French, bothLanguages("y"))}
	french := Campaign{Subject: lang.Say(lang.French, "x"), Text: lang.Say(lang.French, "y")}
	for _, c := range []struct {
		name string
		c    Campaign
		a    Audience
		want string
	}{
		{"ready", both, a, ""},
		{"words are missing that somebody reads", french, a, "invitation.campaign.language"},
		{"words are missing that nobody reads", french, AudienceOf([]Known{somebody("a", "a@example.sn", lang.French, NotInvited)}), ""},
		{"nobody", both, Audience{}, "invitation.campaign.nobody"},
		{"sent", Campaign{Sent: now}, a, "invitation.campaign.sent"},
	} {
		if got := message(c.c.Ready(c.a)); got != c.want {
			t.Errorf("%s: %q", c.name, got)
		}
	}
}

func TestWhatBecameOfALetter(t *testing.T) {
	open := role.Offer{ID: "o", State: role.Offered, Expires: now.Add(time.Hour)}
	opened, late, taken, no, back := open, open, open, open, open
	opened.Opened = now.Add(-time.Hour)
	late.Expires = now
	taken.State, no.State, back.State = role.Accepted, role.Declined, role.Withdrawn
	sent := Recipient{Offer: "o", Delivery: AtServer, Mailed: now.Add(-RemindPause)}
	for _, c := range []struct {
		name   string
		x      Recipient
		o      role.Offer
		k      Known
		want   State
		remind bool
	}{
		{"not written yet", Recipient{Due: dueInvite}, role.Offer{}, Known{}, Waiting, false},
		{"in the queue", Recipient{Offer: "o", Delivery: InQueue}, open, Known{}, Queued, false},
		{"sent", sent, open, Known{}, Sent, true},
		{"sent just now", Recipient{Offer: "o", Delivery: AtServer, Mailed: now.Add(-RemindPause + 1)}, open, Known{}, Sent, false},
		{"about to be reminded", Recipient{Offer: "o", Delivery: AtServer, Due: dueRemind}, open, Known{}, Sent, false},
		{"kept by the demo", Recipient{Offer: "o", Delivery: InOutbox}, open, Known{}, Sent, true},
		{"refused by the server", Recipient{Offer: "o", Delivery: GivenUp}, open, Known{}, Undeliverable, false},
		{"opened", sent, opened, Known{}, Opened, true},
		{"too late", sent, late, Known{}, NoAnswer, true},
		{"accepted", sent, taken, Known{}, HasJoined, false},
		{"joined in another way", sent, open, Known{Standing: Joined}, HasJoined, false},
		{"declined", sent, no, Known{}, HasDeclined, false},
		{"withdrawn", sent, back, Known{}, Ended, false},
		{"removed", sent, open, Known{Contact: Contact{Gone: true}}, Ended, false},
		{"nothing was sent after all", Recipient{Passed: TakesPart}, role.Offer{}, Known{}, PassedOver, false},
	} {
		got := c.x.StateAt(now, c.o, c.k)
		if got != c.want || c.x.MayRemind(now, got) != c.remind {
			t.Errorf("%s: %s, remind %v", c.name, got, c.x.MayRemind(now, got))
		}
	}
}
