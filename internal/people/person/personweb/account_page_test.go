package personweb

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/a-h/templ"

	"penc/internal/ground/access"
	"penc/internal/ground/lang"
	"penc/internal/ground/ref"
	"penc/internal/people/org"
	"penc/internal/people/org/orgweb"
	"penc/internal/people/person"
	"penc/internal/platform/db"
	"penc/internal/platform/db/dbtest"
	"penc/internal/platform/feature"
	"penc/internal/platform/job"
	"penc/internal/platform/mail"
	"penc/internal/platform/record"
	"penc/internal/platform/web"
	"penc/internal/platform/web/ui"
	"penc/internal/platform/web/webtest"
)

func TestPagesRenderFullAndEmpty(t *testing.T) {
	full := person.Person{
		ID: "p1", Email: "amina@example.org", Name: "<b>Amina</b>", Pseudonym: "<b>Baobab</b>", Shown: person.ByPseudonym,
		Lang: lang.French, Zone: "Africa/Bangui", Organization: "o1", Consent: person.ConsentVersion, Version: 2,
		Consented: time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC), Joined: time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC),
	}
	older := full
	older.Consent = "2019-01"
	orgs := []ui.Choice{{Value: "o1", Label: "<b>Régie</b>"}}
	webtest.Pages(t, "person", words, func(p web.Page) map[string]templ.Component {
		return map[string]templ.Component{
			"account empty":    accountView(accountPage{Page: p}),
			"account full":     accountView(accountPage{Page: p, Person: full, In: full.Profile(), Organizations: orgs, Panels: []templ.Component{templ.NopComponent}}),
			"account disagree": accountView(accountPage{Page: p, Person: older, In: older.Profile()}),
			"erase":            eraseView(erasePage{Page: p}),
			"erased":           erasedView(p),
			"people empty":     peopleView(peoplePage{Page: p}),
			"people full":      peopleView(peoplePage{Page: p, All: 1, People: []person.Person{full}, Next: "/en/people?before=p1"}),
		}
	})
}

func schemas() []db.Schema {
	return []db.Schema{
		record.Schema(), job.Schema(), mail.Schema(),
		{Room: "org", Files: org.New(nil).Feature().Schema},
		{Room: "person", Files: person.New(nil, nil, nil).Feature().Schema},
	}
}

// enter serves the account page to one person.
func enter(t *testing.T) (*webtest.Visitor, *person.Service, person.Person) {
	t.Helper()
	d := dbtest.Open(t, t.TempDir(), dbtest.NewClock(), schemas())
	orgs, dir := org.New(d), feature.NewDirectory()
	people := person.New(d, orgs, dir)
	dir.Add(orgs.Feature())
	dir.Add(people.Feature())
	p, err := people.Join(t.Context(), access.Actor{Channel: access.Web}, person.Joining{
		Email: "amina@example.org", Name: "Amina Ndiaye", Lang: lang.French, Consent: person.ConsentVersion,
	})
	if err != nil {
		t.Fatal(err)
	}
	panel := web.Face{Name: "above", Panels: []web.Panel{{On: Account, Show: func(_ *web.Ask, id ref.ID) (templ.Component, error) {
		return templ.Raw("<p>panel of " + string(id) + "</p>"), nil
	}}}}
	_, v := webtest.Site(t, d, dir, nil, orgweb.Face(orgs), Face(people, orgs), panel)
	v.Who.Actor.Person = p.ID
	return v, people, p
}

func TestTheAccountPage(t *testing.T) {
	v, people, p := enter(t)
	r := v.Get("/fr/account")
	for _, want := range []string{"amina@example.org", `value="Amina Ndiaye"`, "panel of " + string(p.ID), "no-store"} {
		if !strings.Contains(r.Body+r.Header.Get("Cache-Control"), want) {
			t.Errorf("%q is not on the page", want)
		}
	}
	form := func(name, version string) []string {
		return []string{"name", name, "shown", "pseudonym", "pseudonym", "Baobab", "lang", "en", "zone", "Africa/Dakar", "new-organization", "Régie", "version", version}
	}
	r = v.Post("/fr/account", form("", "1")...)
	if r.Status != http.StatusUnprocessableEntity || !strings.Contains(r.Body, "Écrivez votre nom") || !strings.Contains(r.Body, `value="Baobab"`) {
		t.Errorf("without a name: %d; what was typed is lost or the fault is not said", r.Status)
	}
	if r = v.Follow(v.Post("/fr/account", form("Amina N.", "1")...)); !strings.Contains(r.Body, "Votre compte est enregistré") {
		t.Errorf("saved: %d", r.Status)
	}
	r = v.Post("/fr/account", form("Somebody else", "1")...)
	if r.Status != http.StatusConflict || !strings.Contains(r.Body, `value="Somebody else"`) || !strings.Contains(r.Body, `name="version" value="2"`) || !strings.Contains(r.Body, "<mark>") {
		t.Errorf("with the old version: %d; both versions should be shown", r.Status)
	}
	if now, _ := people.ByID(t.Context(), p.ID); now.Name != "Amina N." || now.PublicName() != "Baobab" || now.Organization == "" {
		t.Errorf("%+v", now)
	}
}

func TestDataGoesAlongAndThePersonLeaves(t *testing.T) {
	v, people, p := enter(t)
	r := v.Get("/en/account/export.json")
	if r.Status != http.StatusOK || !strings.Contains(r.Header.Get("Content-Disposition"), "attachment") || !strings.Contains(r.Body, `"email": "amina@example.org"`) {
		t.Errorf("export: %d %s", r.Status, r.Body)
	}
	if r = v.Get("/en/account/erase"); !strings.Contains(r.Body, `name="words"`) {
		t.Error("the question whether words go too is not asked")
	}
	if now, _ := people.ByID(t.Context(), p.ID); now.Left() {
		t.Fatal("asking erased")
	}
	r = v.Post("/en/account/erase", "words", "on")
	*v.Who = web.Identity{}
	if r = v.Follow(r); r.Header.Get("Clear-Site-Data") == "" || !strings.Contains(r.Body, "Your account is erased") {
		t.Errorf("farewell: %d", r.Status)
	}
	if now, _ := people.ByID(t.Context(), p.ID); !now.Left() {
		t.Error("still there")
	}
}

func TestWhoSeesWhat(t *testing.T) {
	v, _, p := enter(t)
	for _, c := range []struct {
		who    access.Actor
		path   string
		status int
	}{
		{access.Actor{}, "/en/account", http.StatusSeeOther},
		{access.Actor{}, "/en/account/export.json", http.StatusForbidden},
		{access.Actor{Person: p.ID}, "/en/people", http.StatusForbidden},
		{access.Actor{Person: p.ID}.With(access.Operator, access.Site), "/en/people?q=amina", http.StatusOK},
		{access.Actor{Person: p.ID}, "/en/account/erased", http.StatusSeeOther},
	} {
		v.Who.Actor = c.who
		if r := v.Get(c.path); r.Status != c.status {
			t.Errorf("%s as %q: %d, want %d", c.path, c.who.Person, r.Status, c.status)
		}
	}
}

func TestSomebodyWhoLeftHasAWordForAName(t *testing.T) {
	c := web.NewCatalogue()
	if err := c.Add("person", words); err != nil {
		t.Fatal(err)
	}
	s := web.NewSpeaker(c, lang.English)
	if got := Name(s, ""); got != "A participant who left" {
		t.Errorf("%q", got)
	}
	if got := Name(s, "Baobab"); got != "Baobab" {
		t.Errorf("%q", got)
	}
}
