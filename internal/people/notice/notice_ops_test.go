package notice_test

import (
	"strings"
	"testing"
	"time"

	"penc/internal/ground/access"
	"penc/internal/ground/fault"
	"penc/internal/ground/lang"
	"penc/internal/ground/ref"
	"penc/internal/people/notice"
	"penc/internal/people/org"
	"penc/internal/people/person"
	"penc/internal/platform/db"
	"penc/internal/platform/db/dbtest"
	"penc/internal/platform/feature"
	"penc/internal/platform/job"
	"penc/internal/platform/mail"
	"penc/internal/platform/record"
)

// A desk is what the notices need, on one database.
type desk struct {
	t       *testing.T
	db      *db.DB
	people  *person.Service
	notices *notice.Service
}

var hall = ref.To("meeting", "hall")

func each(t *testing.T, test func(t *testing.T, x desk, c *dbtest.Clock)) {
	t.Helper()
	schemas := []db.Schema{
		record.Schema(), job.Schema(), mail.Schema(),
		{Room: "org", Files: org.New(nil).Feature().Schema},
		{Room: "person", Files: person.New(nil, nil, nil).Feature().Schema},
		{Room: "notice", Files: notice.New(nil, nil, nil, "", nil).Feature().Schema},
	}
	dbtest.Each(t, schemas, func(t *testing.T, d *db.DB, c *dbtest.Clock) {
		dir := feature.NewDirectory()
		people := person.New(d, org.New(d), dir)
		write := func(l lang.Tag, kind string, parts map[string]string) notice.Letter {
			return notice.Letter{
				Subject: string(l) + " " + kind + " " + parts["name"], Text: parts["reason"] + " " + parts["link"], Reason: parts["settings"],
			}
		}
		notices := notice.New(d, people, dir, "https://penc.example.org", write)
		dir.Add(people.Feature())
		dir.Add(notices.Feature())
		dir.Add(feature.Feature{Name: "meeting", Cards: map[ref.Kind]func(*db.Tx, ref.ID) (feature.Card, error){
			"meeting": func(_ *db.Tx, id ref.ID) (feature.Card, error) {
				if id != hall.ID {
					return feature.Card{}, fault.New(fault.NotFound, "", "meeting.unknown")
				}
				return feature.Card{Name: lang.Of(lang.French, map[lang.Tag]string{lang.French: "Salle", lang.English: "Hall"}), Path: "/meetings/hall"}, nil
			},
		}})
		test(t, desk{t, d, people, notices}, c)
	})
}

func (x desk) person(name string) access.Actor {
	x.t.Helper()
	p, err := x.people.Join(x.t.Context(), access.Actor{Channel: access.Web}, person.Joining{
		Email: name + "@example.sn", Name: name, Lang: lang.French, Consent: person.ConsentVersion,
	})
	if err != nil {
		x.t.Fatal(err)
	}
	return access.Actor{Person: p.ID, Channel: access.Web}
}

func (x desk) tell(to access.Actor, n notice.Notice) {
	x.t.Helper()
	if err := x.db.Write(x.t.Context(), func(tx *db.Tx) error { return x.notices.TellTx(tx, to.Person, n) }); err != nil {
		x.t.Fatal(err)
	}
}

func (x desk) mails() (all []mail.Message) {
	x.t.Helper()
	err := x.db.Read(x.t.Context(), func(tx *db.Tx) (err error) {
		all, err = mail.Recent(tx, 100)
		return err
	})
	if err != nil {
		x.t.Fatal(err)
	}
	return all
}

func (x desk) box(who access.Actor, before ref.ID, limit int) notice.Box {
	x.t.Helper()
	b, err := x.notices.Box(x.t.Context(), who, before, limit)
	if err != nil {
		x.t.Fatal(err)
	}
	return b
}

func TestANoticeStandsInTheBoxAndGoesByMail(t *testing.T) {
	each(t, func(t *testing.T, x desk, _ *dbtest.Clock) {
		amina, omar := x.person("amina"), x.person("omar")
		x.tell(amina, notice.Notice{Kind: "meeting.moved", Ref: hall, Parts: map[string]string{"reason": "rain"}})
		b := x.box(amina, "", 10)
		if len(b.Notices) != 1 || b.Unread != 1 || b.Notices[0].Path != "/meetings/hall" || b.Notices[0].Parts["reason"] != "rain" || b.Notices[0].Name.Words(lang.English) != "Hall" {
			t.Errorf("%+v", b)
		}
		m := x.mails()
		if len(m) != 1 || m[0].To != "amina@example.sn" || m[0].Lang != lang.French || m[0].Subject != "fr meeting.moved Salle" ||
			m[0].Text != "rain https://penc.example.org/fr/meetings/hall" || m[0].Reason != "https://penc.example.org/fr/account/notices" {
			t.Errorf("%+v", m)
		}
		if other := x.box(omar, "", 10); len(other.Notices) != 0 || other.Unread != 0 {
			t.Errorf("omar reads %+v", other)
		}
		if _, err := x.notices.Box(t.Context(), access.Actor{}, "", 10); fault.KindOf(err) != fault.Forbidden {
			t.Errorf("a stranger: %v", err)
		}
	})
}

func TestAFactIsToldOnce(t *testing.T) {
	each(t, func(t *testing.T, x desk, _ *dbtest.Clock) {
		amina := x.person("amina")
		for range 2 {
			x.tell(amina, notice.Notice{Kind: "meeting.moved", Ref: hall, Fact: 7})
		}
		x.tell(amina, notice.Notice{Kind: "meeting.moved", Ref: hall, Fact: 8})
		x.tell(amina, notice.Notice{Kind: "meeting.cancelled", Ref: hall, Fact: 7})
		if n, m := len(x.box(amina, "", 10).Notices), len(x.mails()); n != 3 || m != 3 {
			t.Errorf("%d notices and %d mails, want 3", n, m)
		}
		for range 2 {
			x.tell(amina, notice.Notice{Kind: "meeting.noted", Ref: hall})
		}
		if n := len(x.box(amina, "", 10).Notices); n != 5 {
			t.Errorf("%d notices; those without a fact are kept each time", n)
		}
	})
}

func TestPeopleChooseWhatComesByMail(t *testing.T) {
	each(t, func(t *testing.T, x desk, _ *dbtest.Clock) {
		amina := x.person("amina")
		if err := x.notices.Choose(t.Context(), amina, map[string]bool{"meeting.moved": false, "role.given": true}); err != nil {
			t.Fatal(err)
		}
		for _, kind := range []string{"meeting.moved", "role.given", "meeting.cancelled"} {
			x.tell(amina, notice.Notice{Kind: kind, Ref: hall})
		}
		var got []string
		for _, m := range x.mails() {
			got = append(got, m.Kind)
		}
		if s := strings.Join(got, " "); len(got) != 2 || strings.Contains(s, "moved") {
			t.Errorf("mails of %s", s)
		}
		if n := len(x.box(amina, "", 10).Notices); n != 3 {
			t.Errorf("%d notices, want all 3", n)
		}
		chosen, err := x.notices.Settings(t.Context(), amina)
		if off, said := chosen["meeting.moved"]; err != nil || off || !said || !chosen["role.given"] {
			t.Errorf("%v, %v", chosen, err)
		}
		if err := x.notices.Choose(t.Context(), access.Actor{}, nil); fault.KindOf(err) != fault.Forbidden {
			t.Errorf("a stranger chose: %v", err)
		}
	})
}

func TestNoticesArePagedAndMarkedRead(t *testing.T) {
	each(t, func(t *testing.T, x desk, c *dbtest.Clock) {
		amina, omar := x.person("amina"), x.person("omar")
		for _, kind := range []string{"a.one", "a.two", "a.three"} {
			x.tell(amina, notice.Notice{Kind: kind, Parts: map[string]string{"reason": "rain"}})
			x.tell(omar, notice.Notice{Kind: kind, Parts: map[string]string{"reason": "rain"}})
			c.Advance(time.Millisecond)
		}
		first := x.box(amina, "", 2)
		if len(first.Notices) != 2 || !first.More || first.Notices[0].Kind != "a.three" || first.Notices[0].Path != "" {
			t.Fatalf("%+v", first)
		}
		second := x.box(amina, first.Notices[1].ID, 2)
		if len(second.Notices) != 1 || second.More || second.Notices[0].Kind != "a.one" {
			t.Fatalf("%+v", second)
		}
		if err := x.notices.MarkRead(t.Context(), amina, first.Notices[1].ID); err != nil {
			t.Fatal(err)
		}
		after := x.box(amina, "", 10)
		if after.Unread != 1 || !after.Notices[0].Read.IsZero() || after.Notices[1].Read.IsZero() {
			t.Errorf("what came after the page was shown is marked as well: %+v", after)
		}
		if b := x.box(omar, "", 10); b.Unread != 3 {
			t.Errorf("omar has %d new notices, want 3", b.Unread)
		}
	})
}

func TestNoticesGoWithThePersonAndWithTime(t *testing.T) {
	each(t, func(t *testing.T, x desk, c *dbtest.Clock) {
		amina, omar := x.person("amina"), x.person("omar")
		for _, who := range []access.Actor{amina, omar} {
			x.tell(who, notice.Notice{Kind: "meeting.moved", Ref: hall})
			if err := x.notices.Choose(t.Context(), who, map[string]bool{"role.given": false}); err != nil {
				t.Fatal(err)
			}
		}
		out, err := x.people.Export(t.Context(), amina)
		if err != nil || len(out.Rooms["notice"].(map[string]any)["notices"].([]map[string]any)) != 1 {
			t.Fatalf("export %+v, %v", out.Rooms["notice"], err)
		}
		if err := x.people.Erase(t.Context(), amina, feature.Wish{}); err != nil {
			t.Fatal(err)
		}
		x.tell(amina, notice.Notice{Kind: "meeting.moved", Ref: hall})
		x.tell(access.Actor{Person: "nobody"}, notice.Notice{Kind: "meeting.moved", Ref: hall})
		chosen, err := x.notices.Settings(t.Context(), amina)
		if b := x.box(amina, "", 10); len(b.Notices) != 0 || len(chosen) != 0 || err != nil {
			t.Errorf("of the erased person is left %+v, %v, %v", b, chosen, err)
		}
		for _, m := range x.mails() {
			if m.To != "omar@example.sn" {
				t.Errorf("a mail to %s is left", m.To)
			}
		}
		sweep := x.notices.Feature().Clocks[0].Do
		c.Advance(notice.Life - time.Hour)
		if err := sweep(t.Context()); err != nil || len(x.box(omar, "", 10).Notices) != 1 {
			t.Errorf("before its time: %v", err)
		}
		c.Advance(2 * time.Hour)
		if err := sweep(t.Context()); err != nil || len(x.box(omar, "", 10).Notices) != 0 {
			t.Errorf("after its time: %v", err)
		}
	})
}

// A notice whose parts are as long as they may be still makes a mail.
func TestTheLongestNoticeFitsAMail(t *testing.T) {
	each(t, func(t *testing.T, x desk, _ *dbtest.Clock) {
		amina := x.person("amina")
		x.tell(amina, notice.Notice{Kind: "meeting.moved", Ref: hall, Parts: map[string]string{"reason": strings.Repeat("ế", 100_000)}})
		if n := len(x.mails()); n != 1 {
			t.Errorf("%d mails, want 1", n)
		}
	})
}
