package invitation_test

import (
	"strconv"
	"strings"
	"testing"
	"time"

	"penc/internal/gather/invitation"
	"penc/internal/gather/invitation/invitationtest"
	"penc/internal/gather/process/processtest"
	"penc/internal/ground/access"
	"penc/internal/ground/fault"
	"penc/internal/ground/lang"
	"penc/internal/ground/ref"
	"penc/internal/people/person"
	"penc/internal/people/role"
	"penc/internal/platform/db"
	"penc/internal/platform/feature"
	"penc/internal/platform/record"
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

// work runs the room's jobs, followers and clocks once.
func work(t *testing.T, h *invitationtest.House) {
	t.Helper()
	f := h.Invitations.Feature()
	for _, fo := range f.Follows {
		if err := record.Follow(t.Context(), h.DB, fo); err != nil {
			t.Fatal(err)
		}
	}
	all, err := h.Invitations.CampaignsOf(t.Context(), access.AtConsole("water"), "water")
	if err != nil {
		t.Fatal(err)
	}
	for _, o := range all.All {
		if err := f.Jobs[0].Do(t.Context(), string(o.Campaign.ID)); err != nil {
			t.Fatal(err)
		}
	}
	for _, c := range f.Clocks {
		if err := c.Do(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
}

// groups returns the stakeholder groups of the process water.
func groups(t *testing.T, h *invitationtest.House) (users, academia ref.ID) {
	t.Helper()
	w, err := h.Processes.Whole(t.Context(), access.AtConsole("water"), "water")
	if err != nil {
		t.Fatal(err)
	}
	return w.Groups[0].ID, w.Groups[1].ID
}

func token(t *testing.T, text string) string {
	t.Helper()
	fields := strings.Fields(text)
	if len(fields) == 0 {
		t.Fatal("no token")
	}
	return fields[len(fields)-1]
}

func count(kinds []string, kind string) int {
	n := 0
	for _, k := range kinds {
		if k == kind {
			n++
		}
	}
	return n
}

func TestContactsHaveAHistoryAndAreForgotten(t *testing.T) {
	invitationtest.Each(t, func(t *testing.T, h *invitationtest.House) {
		processtest.Published(t, h.Processes, "water")
		awa := h.Convener(t, "water", "awa@example.sn")
		users, academia := groups(t, h)
		awa.Act = "one"
		c := h.Contact(t, awa, "water", invitation.Card{Name: "Omar", Address: "OMAR@example.sn", Group: users, OrgName: "Water board", Interest: "My well."})
		if _, err := h.Invitations.Add(t.Context(), awa, "water", invitation.Card{Name: "Omar 2", Lang: lang.French}); message(err) != record.Repeated {
			t.Errorf("the same act twice: %v", err)
		}
		awa.Act = ""
		if _, err := h.Invitations.Add(t.Context(), awa, "water", invitation.Card{Name: "Other", Address: "omar@example.sn", Lang: lang.French}); message(err) != "invitation.contact.address-taken" {
			t.Errorf("the same address twice: %v", err)
		}
		next := c.Card
		next.Group, next.Groups, next.Mandate = academia, []ref.ID{users}, "The village."
		if c, _ = h.Invitations.Change(t.Context(), awa, c.ID, next, c.Version); c.Version != 2 {
			t.Fatalf("%+v", c)
		}
		if _, err := h.Invitations.Change(t.Context(), awa, c.ID, invitation.Card{Name: "X", Lang: lang.French}, 1); fault.KindOf(err) != fault.Conflict {
			t.Errorf("an old version: %v", err)
		}
		// An account with the address that joins is tied; what was written is suggested.
		omar := h.Person(t, "omar@example.sn")
		if d, err := h.Processes.Suggested(t.Context(), omar, "water"); err != nil || d.Group != academia || d.Mandate != "The village." || len(d.Groups) != 2 {
			t.Errorf("suggested %+v, %v", d, err)
		}
		// Before that, the contact is registered without account: they are one afterwards.
		var registered role.Participant
		for range 2 {
			err := h.DB.Write(t.Context(), func(tx *db.Tx) (err error) {
				registered, err = h.Invitations.RegisterTx(tx, awa, c.ID)
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
		}
		next.Mandate = "The region."
		if c, _ = h.Invitations.Change(t.Context(), awa, c.ID, next, c.Version); c.Participant != registered.ID {
			t.Fatalf("%+v", c)
		}
		err := h.DB.Read(t.Context(), func(tx *db.Tx) error {
			p, err := h.Roles.ParticipantTx(tx, registered.ID)
			if p.Mandate != "The region." || p.Group != academia {
				t.Errorf("the registered participant says %+v", p.Declaration)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		p, err := h.Processes.Join(t.Context(), omar, "water", role.Declaration{Group: users})
		if err != nil || p.ID != registered.ID {
			t.Errorf("joined as %s, %v; want %s", p.ID, err, registered.ID)
		}
		v, err := h.Invitations.ContactOf(t.Context(), awa, c.ID)
		if err != nil || v.Standing != invitation.Joined || len(v.History) != 3 || v.History[0].Interest != "My well." || v.History[0].Group != users || v.History[2].Mandate != "The region." {
			t.Errorf("%+v, %v", v.History, err)
		}
		// What they declare themselves is theirs: the address book changes it no more.
		next.Mandate = "Nobody."
		if _, err = h.Invitations.Change(t.Context(), awa, c.ID, next, c.Version); err != nil {
			t.Error(err)
		}
		if _, err := h.Invitations.Remove(t.Context(), awa, c.ID); err != nil {
			t.Fatal(err)
		}
		if _, err := h.Invitations.ContactOf(t.Context(), awa, c.ID); fault.KindOf(err) != fault.NotFound {
			t.Errorf("still there: %v", err)
		}
		err = h.DB.Read(t.Context(), func(tx *db.Tx) error {
			all, err := h.Invitations.ContactsTx(tx, "water")
			if len(all) != 0 {
				t.Errorf("contacts %+v", all)
			}
			if p, err := h.Roles.ParticipantTx(tx, registered.ID); err != nil || p.Erased || p.Person != omar.Person {
				t.Errorf("the participant: %+v, %v", p, err)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	})
}

func TestOnlyConvenersKeepTheAddressBook(t *testing.T) {
	invitationtest.Each(t, func(t *testing.T, h *invitationtest.House) {
		processtest.Opened(t, h.Processes, "water") // a draft
		awa := h.Convener(t, "water", "awa@example.sn")
		c := h.Contact(t, awa, "water", invitation.Card{Name: "Omar"})
		outsider := h.Person(t, "outsider@example.sn")
		facilitator := h.Holding(t, "water", "fatou@example.sn", access.Facilitator)
		for _, x := range []struct {
			name string
			who  access.Actor
			want fault.Kind
		}{{"a stranger", access.Actor{Channel: access.Web}, fault.NotFound}, {"an outsider", outsider, fault.NotFound}, {"a facilitator", facilitator, fault.Forbidden}} {
			in := invitation.Card{Name: "X", Lang: lang.French}
			ops := map[string]func() error{
				"list": func() error {
					_, err := h.Invitations.BookOf(t.Context(), x.who, "water", invitation.Choice{})
					return err
				},
				"see":    func() error { _, err := h.Invitations.ContactOf(t.Context(), x.who, c.ID); return err },
				"add":    func() error { _, err := h.Invitations.Add(t.Context(), x.who, "water", in); return err },
				"change": func() error { _, err := h.Invitations.Change(t.Context(), x.who, c.ID, in, 1); return err },
				"remove": func() error { _, err := h.Invitations.Remove(t.Context(), x.who, c.ID); return err },
				"replace": func() error {
					_, err := h.Invitations.Replace(t.Context(), x.who, invitation.Alternate{For: c.ID})
					return err
				},
				"import": func() error {
					_, err := h.Invitations.Look(t.Context(), x.who, "water", []byte("Awa"), lang.French)
					return err
				},
				"write": func() error {
					_, err := h.Invitations.Draft(t.Context(), x.who, "water", invitation.Draft{})
					return err
				},
				"letters": func() error { _, err := h.Invitations.CampaignsOf(t.Context(), x.who, "water"); return err },
			}
			for name, op := range ops {
				if err := op(); fault.KindOf(err) != x.want {
					t.Errorf("%s: %s: %v", x.name, name, err)
				}
			}
		}
	})
}

func TestAListIsTakenOverOnce(t *testing.T) {
	invitationtest.Each(t, func(t *testing.T, h *invitationtest.House) {
		processtest.Published(t, h.Processes, "water")
		awa := h.Convener(t, "water", "awa@example.sn")
		h.Contact(t, awa, "water", invitation.Card{Name: "Omar Fall", Address: "omar@example.sn"})
		h.Contact(t, awa, "water", invitation.Card{Name: "Khady", OrgName: "Market"})
		list := "Nom;Courriel;Organisation;Langue\nOmar;omar@example.sn;Port;\nKhady;khady@example.sn;Market;\nSeck;seck@example.sn;;anglais\nX;nowhere;;"
		in, err := h.Invitations.Look(t.Context(), awa, "water", []byte(list), lang.French)
		if err != nil {
			t.Fatal(err)
		}
		book := func() int {
			b, err := h.Invitations.BookOf(t.Context(), awa, "water", invitation.Choice{})
			if err != nil {
				t.Fatal(err)
			}
			return b.Total
		}
		if book() != 2 {
			t.Error("looking wrote something")
		}
		p, err := h.Invitations.PreviewOf(t.Context(), awa, "water", in.ID, invitation.Wish{})
		if err != nil || invitation.Count(p.Lines, invitation.Changes) != 1 || invitation.Count(p.Lines, invitation.Perhaps) != 1 || invitation.Count(p.Lines, invitation.Faulty) != 1 {
			t.Fatalf("%+v, %v", p.Lines, err)
		}
		wish := invitation.Wish{Decided: map[int]invitation.Fate{3: invitation.AsTheOne}}
		if _, err := h.Invitations.TakeOver(t.Context(), awa, "water", in.ID, wish, "otherwise"); fault.KindOf(err) != fault.Conflict {
			t.Errorf("what was not seen: %v", err)
		}
		awa.Act = "take"
		out, err := h.Invitations.TakeOver(t.Context(), awa, "water", in.ID, wish, invitation.Seen(p.Lines))
		if err != nil || out != (invitation.Taking{Created: 1, Changed: 2}) || book() != 3 {
			t.Fatalf("%+v, %v, %d contacts", out, err, book())
		}
		if _, err := h.Invitations.TakeOver(t.Context(), awa, "water", in.ID, wish, invitation.Seen(p.Lines)); message(err) != record.Repeated || book() != 3 {
			t.Errorf("twice: %v", err)
		}
		b, _ := h.Invitations.BookOf(t.Context(), awa, "water", invitation.Choice{Words: "khady"})
		if len(b.Chosen) != 1 || b.Chosen[0].Address != "khady@example.sn" || b.Chosen[0].Via != invitation.ByHand {
			t.Errorf("%+v", b.Chosen)
		}
		b, _ = h.Invitations.BookOf(t.Context(), awa, "water", invitation.Choice{Words: "omar"})
		if len(b.Chosen) != 1 || b.Chosen[0].Name != "Omar Fall" || b.Chosen[0].OrgName != "Port" {
			t.Errorf("%+v", b.Chosen)
		}
		if n := count(h.Kinds(t, "water"), invitation.Imported); n != 1 {
			t.Errorf("%d facts", n)
		}
		if in, err = h.Invitations.Look(t.Context(), awa, "water", []byte(list), lang.French); err != nil {
			t.Fatal(err)
		}
		h.Clock.Advance(25 * time.Hour)
		work(t, h)
		if _, err := h.Invitations.PreviewOf(t.Context(), awa, "water", in.ID, invitation.Wish{}); fault.KindOf(err) != fault.NotFound {
			t.Errorf("a list waits for more than a day: %v", err)
		}
	})
}

func TestALongListIsTakenOver(t *testing.T) {
	invitationtest.Each(t, func(t *testing.T, h *invitationtest.House) {
		processtest.Published(t, h.Processes, "water")
		awa := h.Convener(t, "water", "awa@example.sn")
		var b strings.Builder
		b.WriteString("Name;E-mail\n")
		for i := range invitation.MaxEntries / 10 {
			n := strconv.Itoa(i)
			b.WriteString("Person " + n + ";p" + n + "@example.sn\n")
		}
		in, err := h.Invitations.Look(t.Context(), awa, "water", []byte(b.String()), lang.English)
		if err != nil {
			t.Fatal(err)
		}
		p, err := h.Invitations.PreviewOf(t.Context(), awa, "water", in.ID, invitation.Wish{})
		if err != nil {
			t.Fatal(err)
		}
		out, err := h.Invitations.TakeOver(t.Context(), awa, "water", in.ID, invitation.Wish{}, invitation.Seen(p.Lines))
		if err != nil || out.Created != invitation.MaxEntries/10 {
			t.Fatalf("%+v, %v", out, err)
		}
	})
}

func TestACampaignGoesToEachInTheirLanguage(t *testing.T) {
	invitationtest.Each(t, func(t *testing.T, h *invitationtest.House) {
		processtest.Published(t, h.Processes, "water")
		awa := h.Convener(t, "water", "awa@example.sn")
		users, _ := groups(t, h)
		omar := h.Contact(t, awa, "water", invitation.Card{Name: "Omar", Address: "omar@example.sn", Group: users})
		h.Contact(t, awa, "water", invitation.Card{Name: "Seck", Address: "seck@example.sn", Lang: lang.English})
		h.Contact(t, awa, "water", invitation.Card{Name: "Khady", Address: "khady@example.sn"})
		h.Contact(t, awa, "water", invitation.Card{Name: "Paper"})
		words := func(fr, en string) map[lang.Tag]string { return map[lang.Tag]string{lang.French: fr, lang.English: en} }
		c, err := h.Invitations.Draft(t.Context(), awa, "water", invitation.Draft{
			Role: access.Member, From: lang.French, Subject: words("Venez", "Come"), Text: words("Parlons.", "Let us talk."),
		})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := h.Invitations.Send(t.Context(), awa, c.ID, 2); fault.KindOf(err) != fault.Conflict {
			t.Errorf("another number than was told: %v", err)
		}
		if len(h.Mails(t, "omar@example.sn")) != 0 {
			t.Error("mailed before confirmation")
		}
		awa.Act = "send"
		if _, err := h.Invitations.Send(t.Context(), awa, c.ID, 3); err != nil {
			t.Fatal(err)
		}
		if _, err := h.Invitations.Send(t.Context(), awa, c.ID, 3); err == nil {
			t.Error("sent twice")
		}
		awa.Act = ""
		work(t, h)
		work(t, h)
		if m := h.Mails(t, "omar@example.sn"); len(m) != 1 || m[0].Lang != lang.French || m[0].Subject != "Invitation Venez" || !strings.HasPrefix(m[0].Text, "Parlons.") {
			t.Fatalf("%+v", m)
		}
		if m := h.Mails(t, "seck@example.sn"); len(m) != 1 || m[0].Lang != lang.English || m[0].Subject != "Invitation Come" {
			t.Fatalf("%+v", m)
		}
		states := func() map[string]invitation.State {
			m, err := h.Invitations.CampaignOf(t.Context(), awa, c.ID)
			if err != nil {
				t.Fatal(err)
			}
			out := map[string]invitation.State{}
			for _, x := range m.All {
				out[x.To.Name] = x.State
			}
			return out
		}
		if s := states(); len(s) != 3 || s["Omar"] != invitation.Queued {
			t.Errorf("%v", s)
		}
		link := token(t, h.Mails(t, "omar@example.sn")[0].Text)
		for range 2 {
			if err := h.Roles.Visit(t.Context(), link); err != nil {
				t.Fatal(err)
			}
		}
		if s := states(); s["Omar"] != invitation.Opened || s["Seck"] != invitation.Queued {
			t.Errorf("after the visit %v", s)
		}
		if _, err := h.Invitations.Remind(t.Context(), awa, c.ID, 1); message(err) != "invitation.campaign.nobody-late" {
			t.Errorf("reminded on the same day: %v", err)
		}
		stranger := access.Actor{Channel: access.Web}
		if err := h.Roles.Decline(t.Context(), stranger, token(t, h.Mails(t, "seck@example.sn")[0].Text), "No time."); err != nil {
			t.Fatal(err)
		}
		h.Clock.Advance(25 * time.Hour)
		if _, err := h.Invitations.Remind(t.Context(), awa, c.ID, 1); err != nil {
			t.Fatal(err)
		}
		work(t, h)
		if m := h.Mails(t, "omar@example.sn"); len(m) != 2 || m[1].Subject != "Reminder Venez" {
			t.Errorf("%+v", m)
		}
		if len(h.Mails(t, "seck@example.sn")) != 1 {
			t.Error("somebody who declined was reminded")
		}
		welcome, err := h.Roles.Accept(t.Context(), stranger, link, role.Acceptance{Name: "Omar Fall", Lang: lang.French, Consent: person.ConsentVersion})
		if err != nil {
			t.Fatal(err)
		}
		v, err := h.Invitations.ContactOf(t.Context(), awa, omar.ID)
		if err != nil || v.Standing != invitation.Joined || v.Participant != h.Actor(t, welcome.Person.ID).In("water") || len(v.Letters) != 1 || v.Letters[0].State != invitation.HasJoined {
			t.Errorf("%+v, %v", v.Known, err)
		}
		m, _ := h.Invitations.CampaignOf(t.Context(), awa, c.ID)
		for _, x := range m.All {
			if x.To.Name == "Seck" && (x.State != invitation.HasDeclined || x.Reason != "No time.") {
				t.Errorf("%+v", x)
			}
		}
		if m.ByGroup()[users][invitation.HasJoined] != 1 {
			t.Errorf("%v", m.ByGroup())
		}
		err = h.DB.Read(t.Context(), func(tx *db.Tx) error {
			all, err := h.Invitations.InvitedTx(tx, "water")
			byState := map[role.State]int{}
			for _, x := range all {
				byState[x.State]++
				if x.State == role.Accepted && (x.Group != users || x.Participant == "") {
					t.Errorf("%+v", x)
				}
			}
			if len(all) != 3 || byState[role.Accepted] != 1 || byState[role.Declined] != 1 || byState[role.Offered] != 1 {
				t.Errorf("%+v", all)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		kinds := h.Kinds(t, "water")
		if count(kinds, invitation.CampaignSent) != 1 || count(kinds, invitation.Reminded) != 1 {
			t.Errorf("facts %v", kinds)
		}
		// Whoever takes part, waits or declined gets no second campaign.
		c, err = h.Invitations.Draft(t.Context(), awa, "water", invitation.Draft{
			Role: access.Member, From: lang.French, Subject: words("Encore", "Again"), Text: words("Parlons.", "Let us talk."),
		})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := h.Invitations.Send(t.Context(), awa, c.ID, 0); message(err) != "invitation.campaign.nobody" {
			t.Errorf("%v", err)
		}
	})
}

func TestAMissingVoiceComesIn(t *testing.T) {
	invitationtest.Each(t, func(t *testing.T, h *invitationtest.House) {
		processtest.Published(t, h.Processes, "water")
		awa := h.Convener(t, "water", "awa@example.sn")
		fatou := h.Holding(t, "water", "fatou@example.sn", access.Facilitator)
		omar := h.Holding(t, "water", "omar@example.sn", access.Member)
		outsider := h.Person(t, "outsider@example.sn")
		name := func(who access.Actor, address string) (invitation.Referral, error) {
			return h.Invitations.Name(t.Context(), who, "water", invitation.Naming{
				Voice: "Women who sell fish", Why: "They are at the river.", Name: "Khady", Address: address, PersonLang: lang.French, Lang: lang.English,
			})
		}
		if _, err := name(outsider, ""); fault.KindOf(err) != fault.Forbidden {
			t.Errorf("an outsider: %v", err)
		}
		omar.Act = "name"
		r, err := name(omar, "khady@example.sn")
		if err != nil {
			t.Fatal(err)
		}
		if _, err := name(omar, "khady@example.sn"); message(err) != record.Repeated {
			t.Errorf("twice: %v", err)
		}
		omar.Act = ""
		if len(h.Mails(t, "khady@example.sn")) != 0 {
			t.Error("a third person was written to without anybody's decision")
		}
		if m := h.Mails(t, "awa@example.sn"); len(m) == 0 || m[len(m)-1].Kind != invitation.VoiceNamed {
			t.Errorf("the convener was not told: %+v", m)
		}
		missing := func(who access.Actor) invitation.Missing {
			m, err := h.Invitations.MissingOf(t.Context(), who, "water")
			if err != nil {
				t.Fatal(err)
			}
			return m
		}
		if m := missing(outsider); len(m.Public) != 1 || m.Public[0].Voice != "" || len(m.All)+len(m.Mine) != 0 {
			t.Errorf("an outsider sees %+v", m)
		}
		if m := missing(omar); len(m.Mine) != 1 || len(m.All) != 0 {
			t.Errorf("who named it sees %+v", m)
		}
		if _, err := h.Invitations.Ask(t.Context(), omar, r.ID); fault.KindOf(err) != fault.Forbidden {
			t.Errorf("a member asks: %v", err)
		}
		if r, err = h.Invitations.Ask(t.Context(), fatou, r.ID); err != nil || r.Stand != invitation.Contacting {
			t.Fatalf("%+v, %v", r, err)
		}
		if _, err := h.Invitations.Ask(t.Context(), fatou, r.ID); message(err) != "invitation.missing.asked" {
			t.Errorf("asked twice: %v", err)
		}
		question := h.Mails(t, "khady@example.sn")
		if len(question) != 1 || !strings.Contains(question[0].Text, "omar@example.sn\nThey are at the river.") { // in tests people are called as their address
			t.Fatalf("%+v", question)
		}
		link, stranger := token(t, question[0].Text), access.Actor{Channel: access.Web}
		if err := h.Invitations.Agree(t.Context(), stranger, link, "Khady Ndiaye", lang.French); err != nil {
			t.Fatal(err)
		}
		if err := h.Invitations.Agree(t.Context(), stranger, link, "Khady Ndiaye", lang.French); fault.KindOf(err) != fault.NotFound {
			t.Errorf("answered twice: %v", err)
		}
		letters := h.Mails(t, "khady@example.sn")
		if len(letters) != 2 {
			t.Fatalf("%d mails", len(letters))
		}
		told := func() int { return len(h.Mails(t, "omar@example.sn")) }
		before := told()
		if _, err := h.Roles.Accept(t.Context(), stranger, token(t, letters[1].Text), role.Acceptance{Name: "Khady", Lang: lang.French, Consent: person.ConsentVersion}); err != nil {
			t.Fatal(err)
		}
		m := missing(omar)
		if m.Mine[0].Stand != invitation.CameIn || m.Mine[0].Name+m.Mine[0].Address != "" || told() != before+1 {
			t.Errorf("%+v, told %d more", m.Mine[0], told()-before)
		}
		if m.Public[0].Voice != "Women who sell fish" || m.Public[0].Stand != invitation.CameIn {
			t.Errorf("%+v", m.Public)
		}
		b, _ := h.Invitations.BookOf(t.Context(), awa, "water", invitation.Choice{})
		if len(b.Chosen) != 1 || b.Chosen[0].Via != invitation.ByReferral || b.Chosen[0].Standing != invitation.Joined {
			t.Errorf("%+v", b.Chosen)
		}
		for _, k := range h.Kinds(t, "water") {
			if strings.Contains(k, "khady") {
				t.Error("a fact names somebody")
			}
		}
	})
}

func TestAThirdPersonIsForgotten(t *testing.T) {
	invitationtest.Each(t, func(t *testing.T, h *invitationtest.House) {
		processtest.Published(t, h.Processes, "water")
		awa := h.Convener(t, "water", "awa@example.sn")
		name := func(address string) invitation.Referral {
			r, err := h.Invitations.Name(t.Context(), awa, "water", invitation.Naming{Voice: "V", Why: "W", Name: "N", Address: address, PersonLang: lang.English})
			if err != nil {
				t.Fatal(err)
			}
			return r
		}
		ask := func(r invitation.Referral, address string) string {
			if _, err := h.Invitations.Ask(t.Context(), awa, r.ID); err != nil {
				t.Fatal(err)
			}
			return token(t, h.Mails(t, address)[0].Text)
		}
		is := func(r invitation.Referral) invitation.Case {
			c, err := h.Invitations.CaseOf(t.Context(), awa, r.ID)
			if err != nil {
				t.Fatal(err)
			}
			return c
		}
		stranger := access.Actor{Channel: access.Web}
		no := name("no@example.sn")
		link := ask(no, "no@example.sn")
		if err := h.Invitations.Refuse(t.Context(), stranger, link); err != nil {
			t.Fatal(err)
		}
		if c := is(no); c.Name+c.Address != "" || c.Stand != invitation.Declined {
			t.Errorf("after a no %+v", c.Referral)
		}
		if _, err := h.Invitations.ConsentBy(t.Context(), link); fault.KindOf(err) != fault.NotFound {
			t.Errorf("the link still leads somewhere: %v", err)
		}
		late := name("late@example.sn")
		link = ask(late, "late@example.sn")
		h.Clock.Advance(invitation.DetailsLife + time.Hour)
		if err := h.Invitations.Agree(t.Context(), stranger, link, "N", lang.English); fault.KindOf(err) != fault.Closed {
			t.Errorf("too late: %v", err)
		}
		work(t, h)
		if c := is(late); c.Name+c.Address != "" {
			t.Errorf("after its time %+v", c.Referral)
		}
		if _, err := h.Invitations.ConsentBy(t.Context(), link); fault.KindOf(err) != fault.NotFound {
			t.Errorf("the late link still leads somewhere: %v", err)
		}
		declined := name("declined@example.sn")
		if err := h.Invitations.Agree(t.Context(), stranger, ask(declined, "declined@example.sn"), "N", lang.English); err != nil {
			t.Fatal(err)
		}
		if err := h.Roles.Decline(t.Context(), stranger, token(t, h.Mails(t, "declined@example.sn")[1].Text), ""); err != nil {
			t.Fatal(err)
		}
		work(t, h)
		if c := is(declined); c.Stand != invitation.Declined {
			t.Errorf("after the invitation was declined %+v", c.Referral)
		}
	})
}

func TestAlternates(t *testing.T) {
	invitationtest.Each(t, func(t *testing.T, h *invitationtest.House) {
		processtest.Published(t, h.Processes, "water")
		processtest.Published(t, h.Processes, "soil")
		awa := h.Convener(t, "water", "awa@example.sn")
		a, b := h.Contact(t, awa, "water", invitation.Card{Name: "A"}), h.Contact(t, awa, "water", invitation.Card{Name: "B"})
		elsewhere := h.Contact(t, access.AtConsole("soil"), "soil", invitation.Card{Name: "C"})
		for _, c := range []struct {
			name string
			in   invitation.Alternate
			want string
		}{
			{"themselves", invitation.Alternate{For: a.ID, Contact: a.ID, From: "2026-03-01"}, "invitation.alternate.who"},
			{"somebody of another process", invitation.Alternate{For: a.ID, Contact: elsewhere.ID, From: "2026-03-01"}, "invitation.alternate.who"},
			{"no day", invitation.Alternate{For: a.ID, Contact: b.ID, From: "2026-03"}, "invitation.alternate.day"},
			{"the end first", invitation.Alternate{For: a.ID, Contact: b.ID, From: "2026-03-02", Until: "2026-03-01"}, "invitation.alternate.order"},
			{"as it should be", invitation.Alternate{For: a.ID, Contact: b.ID, From: "2026-03-01", Until: "2026-03-02"}, ""},
		} {
			if _, err := h.Invitations.Replace(t.Context(), awa, c.in); message(err) != c.want {
				t.Errorf("%s: %q", c.name, message(err))
			}
		}
		v, err := h.Invitations.ContactOf(t.Context(), awa, b.ID)
		if err != nil || len(v.Alternates) != 1 || v.Names[v.Alternates[0].For] != "A" {
			t.Fatalf("%+v, %v", v.Alternates, err)
		}
		if x := v.Alternates[0]; !x.On(time.Date(2026, 3, 2, 23, 0, 0, 0, time.UTC)) || x.On(time.Date(2026, 3, 3, 0, 0, 0, 0, time.UTC)) {
			t.Error("the days")
		}
		if _, err := h.Invitations.Unreplace(t.Context(), awa, v.Alternates[0].ID); err != nil {
			t.Error(err)
		}
	})
}

func TestAPersonTakesThemselvesOut(t *testing.T) {
	invitationtest.Each(t, func(t *testing.T, h *invitationtest.House) {
		processtest.Published(t, h.Processes, "water")
		awa := h.Convener(t, "water", "awa@example.sn")
		c := h.Contact(t, awa, "water", invitation.Card{Name: "Omar", Address: "omar@example.sn"})
		omar := h.Holding(t, "water", "omar@example.sn", access.Member)
		if _, err := h.Invitations.Name(t.Context(), omar, "water", invitation.Naming{Voice: "V", Why: "Because of me.", Name: "N"}); err != nil {
			t.Fatal(err)
		}
		if _, err := h.Invitations.Name(t.Context(), awa, "water", invitation.Naming{Voice: "V", Why: "W", Name: "Omar", Address: "omar@example.sn", PersonLang: lang.French}); err != nil {
			t.Fatal(err)
		}
		var kept any
		err := h.DB.Read(t.Context(), func(tx *db.Tx) (err error) {
			kept, err = h.Invitations.Feature().Export(tx, omar.Person)
			return err
		})
		if m, ok := kept.(map[string]any); err != nil || !ok || m["contacts"] == nil || m["missing_voices_named"] == nil || m["named_as_missing_voice"] == nil {
			t.Fatalf("%+v, %v", kept, err)
		}
		if err := h.People.Erase(t.Context(), omar, feature.Wish{Words: true}); err != nil {
			t.Fatal(err)
		}
		if _, err := h.Invitations.ContactOf(t.Context(), awa, c.ID); fault.KindOf(err) != fault.NotFound {
			t.Errorf("the contact is still there: %v", err)
		}
		m, err := h.Invitations.MissingOf(t.Context(), awa, "water")
		if err != nil {
			t.Fatal(err)
		}
		for _, v := range m.All {
			if v.Name+v.Address != "" || v.Why == "Because of me." {
				t.Errorf("%+v", v.Referral)
			}
		}
	})
}
