package person_test

import (
	"encoding/json"
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
	}
}

// a house has the room of people and one above it that notes what it is asked.
type house struct {
	people *person.Service
	erased []ref.ID
	wished feature.Wish
	seen   string // the person's name while the room above was asked to erase
}

func build(d *db.DB) *house {
	dir := feature.NewDirectory()
	orgs := org.New(d)
	h := &house{people: person.New(d, orgs, dir)}
	dir.Add(orgs.Feature())
	dir.Add(h.people.Feature())
	dir.Add(feature.Feature{
		Name:   "above",
		Export: func(*db.Tx, ref.ID) (any, error) { return "kept above", nil },
		Erase: func(tx *db.Tx, id ref.ID, wish feature.Wish) error {
			p, err := h.people.ByIDTx(tx, id)
			h.erased, h.wished, h.seen = append(h.erased, id), wish, p.Name
			return err
		},
	})
	return h
}

var newcomer = access.Actor{Channel: access.Web}

func joining(email string) person.Joining {
	return person.Joining{Email: email, Name: "Amina Ndiaye", Lang: lang.French, Zone: "Africa/Dakar", Consent: person.ConsentVersion}
}

func as(p person.Person) access.Actor { return access.Actor{Person: p.ID, Channel: access.Web} }

func (h *house) join(t *testing.T, email string) person.Person {
	t.Helper()
	p, err := h.people.Join(t.Context(), newcomer, joining(email))
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func kinds(t *testing.T, d *db.DB, subject ref.Ref) (out []string) {
	t.Helper()
	err := d.Read(t.Context(), func(tx *db.Tx) error {
		facts, err := record.About(tx, subject, 100)
		for _, f := range facts {
			out = append(out, f.Kind)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestAPersonJoinsOncePerAddress(t *testing.T) {
	dbtest.Each(t, schemas(), func(t *testing.T, d *db.DB, _ *dbtest.Clock) {
		h := build(d)
		first := h.join(t, "Amina@Example.org ")
		if first.Email != "amina@example.org" {
			t.Errorf("the address is %q", first.Email)
		}
		again, err := h.people.Join(t.Context(), newcomer, person.Joining{Email: "AMINA@example.org"})
		if err != nil || again != first {
			t.Errorf("%+v, %v; want the first person unchanged", again, err)
		}
		if other := h.join(t, "moussa@example.org"); other.ID == first.ID {
			t.Error("another address gave the same person")
		}
		if _, err := h.people.Join(t.Context(), newcomer, joining("no address")); fault.KindOf(err) != fault.Invalid {
			t.Errorf("%v, want Invalid", err)
		}
		if got := kinds(t, d, first.Ref()); len(got) != 1 || got[0] != person.Joined {
			t.Errorf("facts %v", got)
		}
	})
}

func TestTwoJoinWithTheSameAddressAtOnce(t *testing.T) {
	dbtest.Each(t, schemas(), func(t *testing.T, d *db.DB, _ *dbtest.Clock) {
		h := build(d)
		ids := make([]ref.ID, 8)
		var wg sync.WaitGroup
		for i := range ids {
			wg.Go(func() {
				p, err := h.people.Join(t.Context(), newcomer, joining("amina@example.org"))
				if err != nil {
					t.Error(err)
				}
				ids[i] = p.ID
			})
		}
		wg.Wait()
		for _, id := range ids {
			if id == "" || id != ids[0] {
				t.Fatalf("%v: want one person", ids)
			}
		}
	})
}

func TestAPersonChangesTheirProfile(t *testing.T) {
	dbtest.Each(t, schemas(), func(t *testing.T, d *db.DB, _ *dbtest.Clock) {
		h := build(d)
		p := h.join(t, "amina@example.org")
		in := p.Profile()
		in.Shown, in.Pseudonym, in.Zone, in.NewOrganization = person.ByPseudonym, "Baobab", "Africa/Lagos", "Régie des eaux"
		changed, err := h.people.Change(t.Context(), as(p), in)
		if err != nil {
			t.Fatal(err)
		}
		stored, err := h.people.ByID(t.Context(), p.ID)
		if err != nil || stored != changed || stored.PublicName() != "Baobab" || stored.Organization == "" {
			t.Errorf("%+v, %v", stored, err)
		}
		if _, err := h.people.Change(t.Context(), as(p), in); fault.KindOf(err) != fault.Conflict {
			t.Errorf("with the old version: %v, want Conflict", err)
		}
		in = changed.Profile()
		in.Organization = "nowhere"
		if _, err := h.people.Change(t.Context(), as(p), in); refusedField(err) != "organization" {
			t.Errorf("unknown organization: %v", err)
		}
		in.NewOrganization = strings.Repeat("x", org.MaxName+1)
		if _, err := h.people.Change(t.Context(), as(p), in); refusedField(err) != "new-organization" {
			t.Errorf("too long an organization: %v", err)
		}
		var seen person.Public
		d.Read(t.Context(), func(tx *db.Tx) error {
			return tx.Row(`SELECT id, name, organization FROM person_public WHERE id = $1`, p.ID).Scan(&seen.ID, &seen.Name, &seen.Organization)
		})
		if seen != changed.Public() {
			t.Errorf("the view says %+v, the noun %+v", seen, changed.Public())
		}
	})
}

func refusedField(err error) string {
	for _, f := range fault.All(err) {
		return f.Field
	}
	return ""
}

func TestErasureLeavesTheRecordAndNothingElse(t *testing.T) {
	dbtest.Each(t, schemas(), func(t *testing.T, d *db.DB, _ *dbtest.Clock) {
		h := build(d)
		p := h.join(t, "amina@example.org")
		err := d.Write(t.Context(), func(tx *db.Tx) error {
			_, err := mail.Queue(tx, mail.Message{To: p.Email, Lang: lang.French, Kind: "test", Subject: "Bonjour", Text: "Bonjour"})
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		if err := h.people.Erase(t.Context(), newcomer, feature.Wish{}); fault.KindOf(err) != fault.Forbidden {
			t.Fatalf("by a stranger: %v, want Forbidden", err)
		}
		if err := h.people.Erase(t.Context(), as(p), feature.Wish{Words: true}); err != nil {
			t.Fatal(err)
		}
		if len(h.erased) != 1 || h.erased[0] != p.ID || !h.wished.Words || h.seen != p.Name {
			t.Errorf("the room above was asked %v, %+v, and saw %q", h.erased, h.wished, h.seen)
		}
		gone, err := h.people.ByID(t.Context(), p.ID)
		if err != nil || !gone.Left() || gone.Email+gone.Name+gone.Zone+gone.Consent != "" || !gone.Joined.IsZero() {
			t.Errorf("%+v, %v", gone, err)
		}
		if got := kinds(t, d, p.Ref()); len(got) != 2 || got[1] != person.Erased {
			t.Errorf("facts %v", got)
		}
		d.Read(t.Context(), func(tx *db.Tx) error {
			if _, err := record.Verify(tx, 1, p.Public()); fault.KindOf(err) != fault.NotFound {
				t.Errorf("the salt is still there: %v", err)
			}
			if name, err := h.people.PublicName(tx, p.ID); name != "" || err != nil {
				t.Errorf("the public name is %q, %v", name, err)
			}
			if some, err := mail.Recent(tx, 10); err != nil || len(some) != 0 {
				t.Errorf("mails to them are kept: %v, %v", some, err)
			}
			return nil
		})
		if err := h.people.Erase(t.Context(), as(p), feature.Wish{}); fault.KindOf(err) != fault.Forbidden {
			t.Errorf("twice: %v, want Forbidden", err)
		}
		if anew := h.join(t, "amina@example.org"); anew.ID == p.ID {
			t.Error("the address gave the erased person")
		}
	})
}

func TestExportHoldsWhatEveryRoomKeeps(t *testing.T) {
	dbtest.Each(t, schemas(), func(t *testing.T, d *db.DB, _ *dbtest.Clock) {
		h := build(d)
		p := h.join(t, "amina@example.org")
		out, err := h.people.Export(t.Context(), as(p))
		if err != nil {
			t.Fatal(err)
		}
		b, err := json.Marshal(out)
		if err != nil {
			t.Fatal(err)
		}
		for _, want := range []string{`"email":"amina@example.org"`, `"above":"kept above"`, `"what":"person.joined"`} {
			if !strings.Contains(string(b), want) {
				t.Errorf("%s is not in %s", want, b)
			}
		}
		if _, err := h.people.Export(t.Context(), newcomer); fault.KindOf(err) != fault.Forbidden {
			t.Errorf("a stranger's export: %v, want Forbidden", err)
		}
	})
}

func TestTheOperatorFindsPeople(t *testing.T) {
	dbtest.Each(t, schemas(), func(t *testing.T, d *db.DB, c *dbtest.Clock) {
		h := build(d)
		first := h.join(t, "amina@example.org")
		c.Advance(time.Minute)
		second := h.join(t, "moussa_100%@example.org")
		operator := access.Actor{Person: "ops"}.With(access.Operator, access.Site)
		for _, c := range []struct {
			q    person.Query
			want []ref.ID
		}{
			{person.Query{Limit: 10}, []ref.ID{second.ID, first.ID}},
			{person.Query{Limit: 1}, []ref.ID{second.ID}},
			{person.Query{Limit: 1, Before: second.ID}, []ref.ID{first.ID}},
			{person.Query{Limit: 10, Words: "AMINA@"}, []ref.ID{first.ID}},
			{person.Query{Limit: 10, Words: "_100%"}, []ref.ID{second.ID}},
			{person.Query{Limit: 10, Words: "a_ina"}, nil},
		} {
			people, all, err := h.people.List(t.Context(), operator, c.q)
			var got []ref.ID
			for _, p := range people {
				got = append(got, p.ID)
			}
			if err != nil || all != 2 || len(got) != len(c.want) || len(got) > 0 && got[0] != c.want[0] {
				t.Errorf("%+v: %v of %d, %v; want %v", c.q, got, all, err, c.want)
			}
		}
		if _, _, err := h.people.List(t.Context(), as(first), person.Query{Limit: 10}); fault.KindOf(err) != fault.Forbidden {
			t.Errorf("a member's list: %v, want Forbidden", err)
		}
	})
}

func TestPeopleByIdentifier(t *testing.T) {
	dbtest.Each(t, schemas(), func(t *testing.T, d *db.DB, _ *dbtest.Clock) {
		h := build(d)
		ids := []ref.ID{"nobody"}
		for i := range 25 {
			ids = append(ids, h.join(t, string(rune('a'+i))+"@example.org").ID)
		}
		d.Read(t.Context(), func(tx *db.Tx) error {
			all, err := h.people.ByIDsTx(tx, ids)
			if err != nil || len(all) != 25 || all[ids[25]].Email != "y@example.org" {
				t.Errorf("%d people, %v; want 25", len(all), err)
			}
			if _, err := h.people.ByEmailTx(tx, "B@example.org"); err != nil {
				t.Error(err)
			}
			if _, err := h.people.ByEmailTx(tx, ""); fault.KindOf(err) != fault.NotFound {
				t.Errorf("no address: %v, want NotFound", err)
			}
			return nil
		})
	})
}
