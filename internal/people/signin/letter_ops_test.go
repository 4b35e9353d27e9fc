package signin_test

import (
	"encoding/json"
	"fmt"
	"net/netip"
	"strings"
	"sync"
	"testing"
	"time"

	"penc/internal/ground/access"
	"penc/internal/ground/fault"
	"penc/internal/ground/lang"
	"penc/internal/ground/ref"
	"penc/internal/people/org"
	"penc/internal/people/person"
	"penc/internal/people/signin"
	"penc/internal/platform/db"
	"penc/internal/platform/db/dbtest"
	"penc/internal/platform/feature"
	"penc/internal/platform/job"
	"penc/internal/platform/mail"
	"penc/internal/platform/record"
)

func schemas() []db.Schema {
	return []db.Schema{
		record.Schema(), job.Schema(), mail.Schema(),
		{Room: "org", Files: org.New(nil).Feature().Schema},
		{Room: "person", Files: person.New(nil, nil, nil).Feature().Schema},
		{Room: "signin", Files: signin.New(nil, nil).Feature().Schema},
	}
}

// a house with a door.
type house struct {
	t      *testing.T
	d      *db.DB
	clock  *dbtest.Clock
	people *person.Service
	door   *signin.Service
	posted []signin.Letter
	mu     sync.Mutex
}

func build(t *testing.T, d *db.DB, c *dbtest.Clock) *house {
	dir := feature.NewDirectory()
	orgs := org.New(d)
	people := person.New(d, orgs, dir)
	h := &house{t: t, d: d, clock: c, people: people, door: signin.New(d, people)}
	dir.Add(orgs.Feature())
	dir.Add(people.Feature())
	dir.Add(h.door.Feature())
	return h
}

func each(t *testing.T, test func(*testing.T, *house)) {
	t.Helper()
	dbtest.Each(t, schemas(), func(t *testing.T, d *db.DB, c *dbtest.Clock) { test(t, build(t, d, c)) })
}

var (
	stranger = access.Actor{Channel: access.Web}
	office   = netip.MustParseAddr("192.0.2.7")
)

const agent = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0"

func (h *house) request(email string, from netip.Addr) signin.Request {
	return signin.Request{Email: email, Next: "/meetings/m1", Lang: lang.French, Network: from, Write: func(l signin.Letter) signin.Words {
		h.mu.Lock()
		defer h.mu.Unlock()
		h.posted = append(h.posted, l)
		return signin.Words{Subject: "Votre accès", Text: l.Code + " " + l.Token, Reason: "Parce que."}
	}}
}

// ask sends a letter and returns it with the handle of the browser that asked.
func (h *house) ask(email string) (string, signin.Letter) {
	h.t.Helper()
	handle, err := h.door.Ask(h.t.Context(), h.request(email, office))
	if err != nil {
		h.t.Fatal(err)
	}
	return handle, h.posted[len(h.posted)-1]
}

func opening(link string) signin.Opening {
	return signin.Opening{Link: link, Agent: agent, Name: "Amina Ndiaye", Lang: lang.French, Zone: "Africa/Dakar", Consent: person.ConsentVersion}
}

// join makes a person by letter and returns the session's token.
func (h *house) join(email string) (signin.Entry, person.Person) {
	h.t.Helper()
	_, l := h.ask(email)
	e, err := h.door.EnterByLink(h.t.Context(), stranger, opening(l.Token))
	if err != nil {
		h.t.Fatal(err)
	}
	return e, h.behind(e.Token).Person
}

func (h *house) behind(token string) signin.Visit {
	h.t.Helper()
	v, err := h.door.Identify(h.t.Context(), token)
	if err != nil {
		h.t.Fatal(err)
	}
	return v
}

func message(err error) string {
	if err != nil && len(fault.All(err)) == 0 {
		return "a defect: " + err.Error()
	}
	for _, f := range fault.All(err) {
		return f.Message
	}
	return ""
}

func TestANewcomerJoinsByLink(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		_, l := h.ask("Amina@example.org")
		look, err := h.door.Look(t.Context(), l.Token)
		if err != nil || look != (signin.Threshold{Email: "amina@example.org", Newcomer: true, Next: "/meetings/m1"}) {
			t.Fatalf("%+v, %v", look, err)
		}
		in := opening(l.Token)
		in.Consent = ""
		if _, err := h.door.EnterByLink(t.Context(), stranger, in); message(err) != "person.consent.needed" {
			t.Fatalf("without consent: %v", err)
		}
		e, err := h.door.EnterByLink(t.Context(), stranger, opening(l.Token))
		if err != nil || e.Token == "" || e.Next != "/meetings/m1" {
			t.Fatalf("%+v, %v", e, err)
		}
		v := h.behind(e.Token)
		if v.Person.Email != "amina@example.org" || v.Person.ID != e.Person || v.Person.Zone != "Africa/Dakar" {
			t.Errorf("%+v", v.Person)
		}
		if _, err := h.door.EnterByLink(t.Context(), stranger, opening(l.Token)); message(err) != "signin.link.over" {
			t.Errorf("the link again: %v", err)
		}
		if _, err := h.door.Look(t.Context(), l.Token); message(err) != "signin.link.over" {
			t.Errorf("a look at the used link: %v", err)
		}
	})
}

func TestANewcomerJoinsByCode(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		handle, l := h.ask("amina@example.org")
		e, err := h.door.EnterByCode(t.Context(), stranger, handle, l.Code, agent)
		if err != nil || e.Token != "" || e.Newcomer == "" || e.Newcomer == l.Token {
			t.Fatalf("%+v, %v; want a fresh link and no session", e, err)
		}
		if _, err := h.door.EnterByCode(t.Context(), stranger, handle, l.Code, agent); message(err) != "signin.code.over" {
			t.Errorf("the code again: %v", err)
		}
		if _, err := h.door.Look(t.Context(), l.Token); message(err) != "signin.link.over" {
			t.Errorf("the mailed link after the code: %v", err)
		}
		in, err := h.door.EnterByLink(t.Context(), stranger, opening(e.Newcomer))
		if err != nil || h.behind(in.Token).Person.Name != "Amina Ndiaye" {
			t.Errorf("%+v, %v", in, err)
		}
	})
}

func TestAKnownPersonComesInByEither(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		_, p := h.join("amina@example.org")
		handle, l := h.ask("AMINA@example.org")
		if look, err := h.door.Look(t.Context(), l.Token); err != nil || look.Newcomer {
			t.Errorf("%+v, %v", look, err)
		}
		e, err := h.door.EnterByCode(t.Context(), stranger, handle, l.Code, agent)
		if err != nil || e.Person != p.ID || h.behind(e.Token).Person.ID != p.ID {
			t.Errorf("by code: %+v, %v", e, err)
		}
		if _, err := h.door.EnterByLink(t.Context(), stranger, opening(l.Token)); message(err) != "signin.link.over" {
			t.Errorf("the link of a letter whose code was used: %v", err)
		}
		_, l = h.ask("amina@example.org")
		in := opening(l.Token)
		in.Name, in.Consent = "", ""
		if e, err = h.door.EnterByLink(t.Context(), stranger, in); err != nil || h.behind(e.Token).Person.Name != "Amina Ndiaye" {
			t.Errorf("by link: %+v, %v", e, err)
		}
	})
}

func TestLinksAndCodesEnd(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		handle, l := h.ask("amina@example.org")
		for _, forged := range []string{"", l.Code, handle, strings.ToUpper(l.Token), l.Token + "0", l.Token[:31]} {
			if _, err := h.door.EnterByLink(t.Context(), stranger, opening(forged)); message(err) != "signin.link.over" {
				t.Errorf("forged link %q: %v", forged, err)
			}
		}
		for _, forged := range []string{"", l.Token, "x"} {
			if _, err := h.door.EnterByCode(t.Context(), stranger, forged, l.Code, agent); message(err) != "signin.code.over" {
				t.Errorf("forged handle %q: %v", forged, err)
			}
		}
		if v := h.behind(l.Token); v.Session != "" {
			t.Error("a link passes for a session")
		}
		h.clock.Advance(signin.CodeLife + time.Minute)
		if _, err := h.door.EnterByCode(t.Context(), stranger, handle, l.Code, agent); message(err) != "signin.code.over" {
			t.Errorf("a late code: %v", err)
		}
		if _, err := h.door.Look(t.Context(), l.Token); err != nil {
			t.Errorf("the link lives longer than the code: %v", err)
		}
		h.clock.Advance(signin.LinkLife)
		if _, err := h.door.EnterByLink(t.Context(), stranger, opening(l.Token)); message(err) != "signin.link.over" {
			t.Errorf("a late link: %v", err)
		}
	})
}

func TestACodeCannotBeGuessed(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		handle, l := h.ask("amina@example.org")
		wrong := "000000"
		if l.Code == wrong {
			wrong = "000001"
		}
		var left []any
		for range signin.MaxTries - 1 {
			_, err := h.door.EnterByCode(t.Context(), stranger, handle, wrong, agent)
			if message(err) != "signin.code.wrong" {
				t.Fatalf("%v", err)
			}
			left = append(left, fault.All(err)[0].Parts["n"])
		}
		if fmt.Sprint(left) != "[4 3 2 1]" {
			t.Errorf("tries left %v", left)
		}
		for _, code := range []string{wrong, l.Code, l.Code} {
			if _, err := h.door.EnterByCode(t.Context(), stranger, handle, code, agent); message(err) != "signin.code.dead" {
				t.Errorf("after five: %v", err)
			}
		}
		if _, err := h.door.EnterByLink(t.Context(), stranger, opening(l.Token)); err != nil {
			t.Errorf("whoever reads the mail may still use its link: %v", err)
		}
	})
}

func TestManyGuessAtOnce(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		handle, l := h.ask("amina@example.org")
		var mu sync.Mutex
		wrong := 0
		var wg sync.WaitGroup
		for i := range 20 {
			wg.Go(func() {
				code := fmt.Sprintf("%06d", i)
				if code == l.Code {
					return
				}
				_, err := h.door.EnterByCode(t.Context(), stranger, handle, code, agent)
				mu.Lock()
				defer mu.Unlock()
				if message(err) == "signin.code.wrong" {
					wrong++
				}
			})
		}
		wg.Wait()
		if wrong != signin.MaxTries-1 {
			t.Errorf("%d guesses were answered, want %d", wrong, signin.MaxTries-1)
		}
	})
}

func TestALetterOpensOnceHoweverManyTry(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.join("amina@example.org")
		handle, l := h.ask("amina@example.org")
		var mu sync.Mutex
		in := 0
		var wg sync.WaitGroup
		for i := range 12 {
			wg.Go(func() {
				var e signin.Entry
				var err error
				if i%2 == 0 {
					e, err = h.door.EnterByLink(t.Context(), stranger, opening(l.Token))
				} else {
					e, err = h.door.EnterByCode(t.Context(), stranger, handle, l.Code, agent)
				}
				mu.Lock()
				defer mu.Unlock()
				if err == nil && e.Token != "" {
					in++
				} else if fault.KindOf(err) != fault.Closed {
					t.Errorf("%+v, %v", e, err)
				}
			})
		}
		wg.Wait()
		if in != 1 {
			t.Errorf("%d came in with one letter", in)
		}
	})
}

func TestTwoLettersToOneNewcomerMakeOnePerson(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		_, one := h.ask("amina@example.org")
		_, two := h.ask("amina@example.org")
		entries := make([]signin.Entry, 2)
		var wg sync.WaitGroup
		for i, l := range []signin.Letter{one, two} {
			wg.Go(func() {
				var err error
				if entries[i], err = h.door.EnterByLink(t.Context(), stranger, opening(l.Token)); err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		if entries[0].Person != entries[1].Person || entries[0].Token == entries[1].Token {
			t.Errorf("%+v", entries)
		}
	})
}

func TestNobodyLearnsWhoIsKnown(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.join("amina@example.org")
		for _, email := range []string{"amina@example.org", "nobody@example.org"} {
			handle, l := h.ask(email)
			if len(handle) != 32 || len(l.Token) != 32 || len(l.Code) != 6 || l.Next != "/meetings/m1" {
				t.Errorf("%s: %q, %+v", email, handle, l)
			}
		}
		mails := 0
		h.d.Read(t.Context(), func(tx *db.Tx) error {
			all, err := mail.Recent(tx, 10)
			mails = len(all)
			return err
		})
		if mails != 3 {
			t.Errorf("%d mails, want one for each request", mails)
		}
		if _, err := h.door.Ask(t.Context(), h.request("no address", office)); message(err) != "mail.address.invalid" {
			t.Errorf("%v", err)
		}
	})
}

func TestLettersAreRationed(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		for i := range signin.DefaultLimits.PerAddress {
			if _, err := h.door.Ask(t.Context(), h.request("amina@example.org", netip.MustParseAddr(fmt.Sprintf("192.0.2.%d", i)))); err != nil {
				t.Fatalf("letter %d: %v", i+1, err)
			}
		}
		if _, err := h.door.Ask(t.Context(), h.request("AMINA@example.org", netip.MustParseAddr("192.0.2.99"))); message(err) != "signin.letter.too-many" {
			t.Errorf("one more to the address: %v", err)
		}
		for i := range signin.DefaultLimits.PerNetwork {
			if _, err := h.door.Ask(t.Context(), h.request(fmt.Sprintf("p%d@example.org", i), netip.MustParseAddr(fmt.Sprintf("2001:db8::%d", i)))); err != nil {
				t.Fatalf("letter %d of the network: %v", i+1, err)
			}
		}
		if _, err := h.door.Ask(t.Context(), h.request("last@example.org", netip.MustParseAddr("2001:db8::ffff"))); message(err) != "signin.letter.too-many" {
			t.Errorf("one more from the network: %v", err)
		}
		h.clock.Advance(time.Hour)
		if _, err := h.door.Ask(t.Context(), h.request("amina@example.org", office)); err != nil {
			t.Errorf("an hour later: %v", err)
		}
	})
}

func TestAClosedSessionIsOutAtOnce(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		first, p := h.join("amina@example.org")
		var tokens []string
		for range 3 {
			_, l := h.ask("amina@example.org")
			h.clock.Advance(time.Second)
			e, err := h.door.EnterByLink(t.Context(), stranger, opening(l.Token))
			if err != nil {
				t.Fatal(err)
			}
			tokens = append(tokens, e.Token)
		}
		who := access.Actor{Person: p.ID, Channel: access.Web}
		all, err := h.door.Sessions(t.Context(), who, first.Token)
		if err != nil || len(all) != 4 || all[0].Current || !all[3].Current || all[0].Browser != "Firefox" || all[0].System != "Linux" {
			t.Fatalf("%+v, %v", all, err)
		}
		mallory := access.Actor{Person: "mallory", Channel: access.Web}
		if err := h.door.Close(t.Context(), mallory, all[0].ID); fault.KindOf(err) != fault.NotFound {
			t.Errorf("somebody else closes it: %v, want NotFound", err)
		}
		if err := h.door.Close(t.Context(), who, all[0].ID); err != nil {
			t.Fatal(err)
		}
		if h.behind(tokens[2]).Session != "" || h.behind(tokens[1]).Session == "" {
			t.Error("the closed session is in, or another one is out")
		}
		if err := h.door.CloseOthers(t.Context(), who, first.Token); err != nil {
			t.Fatal(err)
		}
		if h.behind(tokens[0]).Session != "" || h.behind(tokens[1]).Session != "" || h.behind(first.Token).Session == "" {
			t.Error("the others are in, or this one is out")
		}
		if err := h.door.SignOut(t.Context(), who, first.Token); err != nil || h.behind(first.Token).Session != "" {
			t.Errorf("signed out, and still in: %v", err)
		}
		if err := h.door.SignOut(t.Context(), who, first.Token); err != nil {
			t.Errorf("twice: %v", err)
		}
		var opened, closed int
		h.d.Read(t.Context(), func(tx *db.Tx) error {
			facts, err := record.After(tx, 0, 100)
			for _, f := range facts {
				opened += count(f.Kind == signin.Opened)
				closed += count(f.Kind == signin.Closed)
				if strings.Contains(f.Subject.String()+string(f.Actor), string(p.ID)) && strings.HasPrefix(f.Kind, "signin.") {
					t.Errorf("the line says whose session it is: %+v", f)
				}
			}
			return err
		})
		if opened != 4 || closed != 4 {
			t.Errorf("%d opened, %d closed; want 4 and 4", opened, closed)
		}
	})
}

func count(yes bool) int {
	if yes {
		return 1
	}
	return 0
}

func TestASessionLivesThirtyDaysFromItsLastUse(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		e, _ := h.join("amina@example.org")
		for range 3 {
			h.clock.Advance(29 * 24 * time.Hour)
			if h.behind(e.Token).Session == "" {
				t.Fatal("out before its time")
			}
		}
		h.clock.Advance(signin.SessionLife)
		if h.behind(e.Token).Session != "" {
			t.Error("in after its time")
		}
	})
}

func TestWhatHasExpiredIsSweptAway(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		e, _ := h.join("amina@example.org")
		handle, _ := h.ask("moussa@example.org")
		if _, err := h.door.BeginEntry(t.Context(), home, office); err != nil {
			t.Fatal(err)
		}
		rows := func() (out []int) {
			h.d.Read(t.Context(), func(tx *db.Tx) error {
				for _, text := range []string{
					`SELECT count(*) FROM signin_letter`, `SELECT count(*) FROM signin_knock`,
					`SELECT count(*) FROM signin_ceremony`, `SELECT count(*) FROM signin_session`,
				} {
					n, err := db.Value[int](tx.Row(text))
					if err != nil {
						t.Fatal(err)
					}
					out = append(out, n)
				}
				return nil
			})
			return out
		}
		sweep := func() {
			t.Helper()
			if err := h.door.Sweep(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
		sweep()
		if got := fmt.Sprint(rows()); got != "[1 5 1 1]" {
			t.Errorf("what is good was swept away: %s", got)
		}
		h.clock.Advance(2 * time.Hour)
		sweep()
		if got := fmt.Sprint(rows()); got != "[0 0 0 1]" {
			t.Errorf("after two hours: %s", got)
		}
		h.clock.Advance(signin.SessionLife)
		sweep()
		if got := fmt.Sprint(rows()); got != "[0 0 0 0]" {
			t.Errorf("after a month: %s", got)
		}
		if _, err := h.door.EnterByCode(t.Context(), stranger, handle, "123456", agent); message(err) != "signin.code.over" {
			t.Errorf("%v", err)
		}
		if h.behind(e.Token).Session != "" {
			t.Error("a swept session is in")
		}
	})
}

func TestWhoeverLeavesIsOutWithEverything(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		e, p := h.join("amina@example.org")
		other, _ := h.join("moussa@example.org")
		_, l := h.ask("amina@example.org")
		who := access.Actor{Person: p.ID, Channel: access.Web}
		key := newAuthenticator(t)
		key.add(h, who, "my phone")
		if err := h.people.Erase(t.Context(), who, feature.Wish{}); err != nil {
			t.Fatal(err)
		}
		if h.behind(e.Token).Session != "" {
			t.Error("the session is in")
		}
		if h.behind(other.Token).Session == "" {
			t.Error("somebody else is out")
		}
		if _, err := h.door.Look(t.Context(), l.Token); message(err) != "signin.link.over" {
			t.Errorf("the letter that was on its way: %v", err)
		}
		if _, err := key.enter(h); message(err) != "signin.passkey.refused" {
			t.Errorf("the passkey: %v", err)
		}
		for _, table := range []string{
			`SELECT count(*) FROM signin_passkey WHERE person = $1`, `SELECT count(*) FROM signin_session WHERE person = $1`,
			`SELECT count(*) FROM signin_ceremony WHERE person = $1`,
		} {
			h.d.Read(t.Context(), func(tx *db.Tx) error {
				if n, err := db.Value[int](tx.Row(table, p.ID)); n != 0 || err != nil {
					t.Errorf("%s: %d, %v", table, n, err)
				}
				return nil
			})
		}
		if again, anew := h.join("amina@example.org"); anew.ID == p.ID || h.behind(again.Token).Person.ID != anew.ID {
			t.Errorf("the address joins anew: %+v", anew)
		}
	})
}

func TestExportHoldsNoKeyToTheDoor(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		e, p := h.join("amina@example.org")
		who := access.Actor{Person: p.ID, Channel: access.Web}
		newAuthenticator(t).add(h, who, "my phone")
		out, err := h.people.Export(t.Context(), who)
		if err != nil {
			t.Fatal(err)
		}
		b, _ := json.Marshal(out.Rooms["signin"])
		if !strings.Contains(string(b), `"my phone"`) || !strings.Contains(string(b), `"Firefox"`) {
			t.Errorf("%s", b)
		}
		if strings.Contains(string(b), e.Token) || strings.Contains(string(b), "ublicKey") {
			t.Errorf("the export opens the door: %s", b)
		}
	})
}

func TestALinkFromTheConsole(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		_, p := h.join("amina@example.org")
		if _, err := h.door.IssueLink(t.Context(), access.Actor{Person: p.ID, Channel: access.Web}, p.ID, "/"); fault.KindOf(err) != fault.Forbidden {
			t.Fatalf("on the web: %v, want Forbidden", err)
		}
		path, err := h.door.IssueLink(t.Context(), access.AtConsole(""), p.ID, "//evil.example")
		token, ok := strings.CutPrefix(path, "/fr/join/link?token=")
		if err != nil || !ok {
			t.Fatalf("%q, %v", path, err)
		}
		h.clock.Advance(23 * time.Hour)
		e, err := h.door.EnterByLink(t.Context(), stranger, signin.Opening{Link: token})
		if err != nil || e.Person != p.ID || e.Next != "" {
			t.Errorf("%+v, %v", e, err)
		}
		if _, err := h.door.EnterByLink(t.Context(), stranger, signin.Opening{Link: token}); message(err) != "signin.link.over" {
			t.Errorf("again: %v", err)
		}
		if _, err := h.door.IssueLink(t.Context(), access.AtConsole(""), "nobody", "/"); fault.KindOf(err) != fault.NotFound {
			t.Errorf("for nobody: %v", err)
		}
	})
}

func TestRolesComeWithTheVisit(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		e, p := h.join("amina@example.org")
		h.door.Roles = func(_ *db.Tx, id ref.ID) ([]access.Role, map[ref.ID]ref.ID, error) {
			if id != p.ID {
				t.Errorf("asked for %s", id)
			}
			return []access.Role{{Name: access.Convener, Scope: ref.To("process", "water")}}, map[ref.ID]ref.ID{"water": "p7"}, nil
		}
		v := h.behind(e.Token)
		if len(v.Roles) != 1 || v.Roles[0].Name != access.Convener || v.Participants["water"] != "p7" {
			t.Errorf("%+v", v)
		}
	})
}

func BenchmarkIdentify(b *testing.B) {
	d := dbtest.Open(b, b.TempDir(), dbtest.NewClock(), schemas())
	people := person.New(d, org.New(d), feature.NewDirectory())
	door := signin.New(d, people)
	p, err := people.Join(b.Context(), stranger, person.Joining{Email: "amina@example.org", Name: "Amina", Lang: lang.French, Consent: person.ConsentVersion})
	if err != nil {
		b.Fatal(err)
	}
	var token string
	if err := d.Write(b.Context(), func(tx *db.Tx) (err error) {
		token, _, err = door.OpenTx(tx, stranger, p.ID, signin.ByLetter, agent)
		return err
	}); err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if v, err := door.Identify(b.Context(), token); err != nil || v.Session == "" {
			b.Fatal(err)
		}
	}
}
