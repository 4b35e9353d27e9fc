package noticeweb

import (
	"io/fs"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/a-h/templ"

	"penc/internal/ground/access"
	"penc/internal/ground/lang"
	"penc/internal/people/notice"
	"penc/internal/people/org"
	"penc/internal/people/org/orgweb"
	"penc/internal/people/person"
	"penc/internal/people/person/personweb"
	"penc/internal/platform/db"
	"penc/internal/platform/db/dbtest"
	"penc/internal/platform/feature"
	"penc/internal/platform/job"
	"penc/internal/platform/mail"
	"penc/internal/platform/record"
	"penc/internal/platform/web"
	"penc/internal/platform/web/webtest"
)

func TestPagesRenderFullAndEmpty(t *testing.T) {
	moment := time.Date(2026, 3, 1, 9, 30, 0, 0, time.UTC)
	full := notice.Box{Unread: 1, More: true, Notices: []notice.Known{
		{
			Notice: notice.Notice{ID: "n2", Kind: "meeting.moved", Parts: map[string]string{"reason": "<b>rain</b>"}, Made: moment},
			Name:   lang.Say(lang.French, "<b>Salle</b>"), Path: "/meetings/hall",
		},
		{Notice: notice.Notice{ID: "n1", Kind: "meeting.moved", Made: moment, Read: moment}},
	}}
	webtest.Pages(t, "notice", words, func(p web.Page) map[string]templ.Component {
		return map[string]templ.Component{
			"list empty":  listView(listPage{Page: p}),
			"list full":   listView(listPage{Page: p, Box: full, Before: "n3", Kinds: []choice{{"meeting.moved", "<b>moved</b>", true}}}),
			"panel empty": panelView(p.Speaker, notice.Box{}),
			"panel full":  panelView(p.Speaker, full),
		}
	})
}

// meetingWords are the words of a room that tells notices.
var meetingWords = fstest.MapFS{
	"i18n/en.json": {Data: []byte(`{
		"notice.moved.label": "a meeting moves", "notice.moved.subject": "“{{.name}}” has moved", "notice.moved.text": "Because of {{.reason}}.",
		"notice.over.label": "a meeting is over", "notice.over.subject": "Over", "notice.over.text": "Over."}`)},
	"i18n/fr.json": {Data: []byte(`{
		"notice.moved.label": "une réunion change", "notice.moved.subject": "« {{.name}} » change", "notice.moved.text": "À cause de {{.reason}}.",
		"notice.over.label": "une réunion est finie", "notice.over.subject": "Finie", "notice.over.text": "Finie."}`)},
}

func TestTheWriterWritesWholeMails(t *testing.T) {
	c := web.NewCatalogue()
	for room, files := range map[string]fs.FS{"notice": words, "meeting": meetingWords} {
		if err := c.Add(room, files); err != nil {
			t.Fatal(err)
		}
	}
	write := Writer(c, "Penc Mareola")
	parts := map[string]string{"name": "Salle", "reason": "pluie", "link": "https://x/fr/m", "settings": "https://x/fr/account/notices"}
	l := write(lang.French, "meeting.moved", parts)
	if l.Subject != "« Salle » change" || l.Text != "À cause de pluie.\n\nhttps://x/fr/m\n\nPenc Mareola" ||
		!strings.Contains(l.Reason, "Penc Mareola") || !strings.Contains(l.Reason, parts["settings"]) {
		t.Errorf("%+v", l)
	}
	parts["link"] = ""
	if l := write(lang.English, "meeting.moved", parts); l.Text != "Because of pluie.\n\nPenc Mareola" {
		t.Errorf("without a link: %q", l.Text)
	}
}

var box = regexp.MustCompile(`<input type="checkbox"[^>]* checked`)

func ticked(page string) int { return len(box.FindAllString(page, -1)) }

func TestNoticesAreReadAndChosen(t *testing.T) {
	schemas := []db.Schema{
		record.Schema(), job.Schema(), mail.Schema(),
		{Room: "org", Files: org.New(nil).Feature().Schema},
		{Room: "person", Files: person.New(nil, nil, nil).Feature().Schema},
		{Room: "notice", Files: notice.New(nil, nil, nil, "", nil).Feature().Schema},
	}
	d := dbtest.Open(t, t.TempDir(), dbtest.NewClock(), schemas)
	dir := feature.NewDirectory()
	orgs := org.New(d)
	people := person.New(d, orgs, dir)
	c := web.NewCatalogue()
	if err := c.Add("notice", words); err != nil {
		t.Fatal(err)
	}
	if err := c.Add("meeting", meetingWords); err != nil {
		t.Fatal(err)
	}
	s := notice.New(d, people, dir, "http://localhost:8080", Writer(c, "Penc"))
	p, err := people.Join(t.Context(), access.Actor{Channel: access.Web}, person.Joining{
		Email: "amina@example.sn", Name: "Amina", Lang: lang.English, Consent: person.ConsentVersion,
	})
	if err != nil {
		t.Fatal(err)
	}
	tell := func(kind string) {
		t.Helper()
		err := d.Write(t.Context(), func(tx *db.Tx) error {
			return s.TellTx(tx, p.ID, notice.Notice{Kind: kind, Parts: map[string]string{"reason": "<b>rain</b>"}})
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	tell("meeting.moved")
	_, v := webtest.Site(t, d, dir, nil, orgweb.Face(orgs), personweb.Face(people, orgs), Face(s), web.Face{Name: "meeting", Words: meetingWords})
	if r := v.Get("/en/account/notices"); r.Status != 303 {
		t.Errorf("a stranger: %d", r.Status)
	}
	v.Who.Actor.Person = p.ID
	if r := v.Get("/en/account"); r.Status != 200 || !strings.Contains(r.Body, "1 notice is new.") || !strings.Contains(r.Body, "&lt;b&gt;rain&lt;/b&gt;") {
		t.Errorf("account: %d %.2000s", r.Status, r.Body)
	}
	r := v.Get("/en/account/notices")
	if r.Status != 200 || !strings.Contains(r.Body, "a meeting moves") || ticked(r.Body) != 2 {
		t.Fatalf("%d, %d boxes are ticked", r.Status, ticked(r.Body))
	}
	_, rest, _ := strings.Cut(r.Body, `name="newest" value="`)
	newest, _, _ := strings.Cut(rest, `"`)
	if r := v.Follow(v.Post("/en/account/notices", "newest", newest)); strings.Contains(r.Body, "notice is new") || !strings.Contains(r.Body, "marked as read") {
		t.Errorf("after marking: %d", r.Status)
	}
	r = v.Follow(v.Post("/fr/account/notices/settings", "mail", "meeting.over", "mail", "invented.kind"))
	if r.Status != 200 || ticked(r.Body) != 1 || !strings.Contains(r.Body, "Votre choix est enregistré") {
		t.Errorf("after choosing: %d, %d boxes are ticked", r.Status, ticked(r.Body))
	}
	chosen, err := s.Settings(t.Context(), v.Who.Actor)
	if err != nil || len(chosen) != 2 || chosen["meeting.moved"] || !chosen["meeting.over"] {
		t.Errorf("%v, %v", chosen, err)
	}
}
