package attendanceweb

import (
	"net/http"
	"regexp"
	"strings"
	"testing"

	"penc/internal/gather/attendance"
	"penc/internal/gather/attendance/attendancetest"
	"penc/internal/gather/meeting/meetingweb"
	"penc/internal/gather/process/processweb"
	"penc/internal/ground/access"
	"penc/internal/people/person/personweb"
	"penc/internal/platform/db"
	"penc/internal/platform/web"
	"penc/internal/platform/web/webtest"
)

// visit opens a hall and a site, at which accounts ask by being set and everybody
// else by the pass in their cookie.
func visit(t testing.TB) (*attendancetest.Hall, *webtest.Visitor) {
	t.Helper()
	h := attendancetest.Open(t)
	hall := h.Open(t)
	var site *web.Site
	var v *webtest.Visitor
	door := func(r *http.Request) (web.Identity, error) {
		return Doorkeeper(h.Attendance, site, func(*http.Request) (web.Identity, error) {
			id := *v.Who
			id.Actor.Channel = access.Web
			return id, nil
		})(r)
	}
	site, v = webtest.Site(t, h.DB, h.Directory, door, personweb.Face(h.People, h.Orgs), processweb.Face(h.Processes, h.Orgs),
		meetingweb.Face(h.Meetings, h.Processes, nil), Face(h.Attendance))
	return hall, v
}

func contains(t *testing.T, r webtest.Reply, status int, words ...string) {
	t.Helper()
	if r.Status != status {
		t.Errorf("status %d, want %d: %.200s", r.Status, status, r.Body)
	}
	for _, w := range words {
		if !strings.Contains(r.Body, w) {
			t.Errorf("%q is missing", w)
		}
	}
}

func TestAPhoneChecksInByTheCodeOfTheProjector(t *testing.T) {
	hall, v := visit(t)
	at := "/en/meetings/" + string(hall.Meeting.ID)

	r := v.Get("/m/" + strings.ToLower(hall.Code))
	if r.Status != http.StatusSeeOther || !strings.HasSuffix(r.Header.Get("Location"), "/check-in?code="+hall.Code) {
		t.Fatalf("%d to %s", r.Status, r.Header.Get("Location"))
	}
	contains(t, v.Get(at+"/check-in?code="+hall.Code), 200, `name="name"`, "data-offline")
	r = v.Post(at+"/check-in", "code", hall.Code, "mode", "room", "lang", "fr", "act", "a1")
	contains(t, r, 422, "Write a name.")
	r = v.Post(at+"/check-in", "code", hall.Code, "name", "Awa <b>", "mode", "room", "lang", "fr", "act", "a1")
	if r.Status != http.StatusSeeOther || r.Header.Get("Location") != "/fr/meetings/"+string(hall.Meeting.ID)+"/check-in" {
		t.Fatalf("%d to %s", r.Status, r.Header.Get("Location"))
	}
	cookie := v.Jar["penc-pass"]
	if cookie == nil || !cookie.HttpOnly || cookie.SameSite != http.SameSiteLaxMode {
		t.Fatalf("cookie %v", cookie)
	}
	page := v.Follow(r)
	contains(t, page, 200, "Awa &lt;b&gt;", "Vous êtes là")
	if c := page.Header.Get("Cache-Control"); c != "private, no-store" {
		t.Errorf("the page of somebody in the hall is kept: %s", c)
	}

	// The phone changes hands.
	contains(t, v.Follow(v.Post(at+"/another", "act", "a2")), 200, `name="name"`)
	if v.Jar["penc-pass"] != nil {
		t.Error("the pass is still there")
	}
	v.Post(at+"/check-in", "code", hall.Code, "name", "Binta", "mode", "remote", "lang", "en", "act", "a3")
	contains(t, v.Get(at+"/check-in"), 200, "Binta, you are checked in, remotely.", "https://meet.example.org/eau")
	v.Post(at+"/check-out", "act", "a4")
	contains(t, v.Get(at+"/check-in"), 200, "One press is enough.")
	contains(t, v.Get(at+"/attendance"), 200, "The number of people who took part is not shown")
}

func TestTheCodePage(t *testing.T) {
	hall, v := visit(t)
	contains(t, v.Get("/fr/code"), 200, `name="code"`)
	contains(t, v.Post("/fr/code", "code", "0-1"), 422, "Saisissez les six")
	contains(t, v.Post("/fr/code", "code", "GGGGGG"), 422, "Aucune réunion")
	if r := v.Post("/fr/code", "code", attendance.Spaced(hall.Code)); r.Status != http.StatusSeeOther {
		t.Errorf("%d", r.Status)
	}
	contains(t, v.Follow(v.Get("/m/gggggg")), 422, "Aucune réunion")
}

func TestRegisteringOnTheSite(t *testing.T) {
	hall, v := visit(t)
	at := "/en/meetings/" + string(hall.Meeting.ID)
	contains(t, v.Get(at+"/register"), 200, "/en/join?next=")
	v.Who.Actor = hall.Account(t, "member@example.sn", access.Member)
	contains(t, v.Get(at), 200, "Registration is open.", at+"/register", at+"/attendance")
	contains(t, v.Get(at+"/register"), 200, `value="remote"`)
	contains(t, v.Post(at+"/register", "mode", "moon", "act", "r0"), 422, "Say whether")
	r := v.Post(at+"/register", "mode", "remote", "stakeholder-group", string(hall.Groups[1]), "act", "r1")
	v.Who.Actor = hall.House.Actor(t, v.Who.Actor.Person)
	page := v.Follow(r)
	contains(t, page, 200, "You are registered, remotely.", "https://meet.example.org/eau")
	contains(t, v.Get(at+"/unregister"), 200, "Cancel your registration?")
	id := regexp.MustCompile(`name="registration" value="([^"]+)"`).FindStringSubmatch(v.Get(at + "/unregister").Body)[1]
	v.Post(at+"/unregister", "registration", id, "act", "r2")
	contains(t, v.Get(at+"/unregister"), 404)
}

func TestTheDesk(t *testing.T) {
	hall, v := visit(t)
	at := "/en/meetings/" + string(hall.Meeting.ID)
	for _, path := range []string{"/door", "/registrations", "/sign-in-sheet", "/door/list", "/attendance.csv"} {
		v.Who.Actor = hall.Account(t, strings.Trim(path, "/.")[:4]+"-member@example.sn", access.Member)
		if r := v.Get(at + path); r.Status == 200 {
			t.Errorf("a member reads %s", path)
		}
	}
	v.Who.Actor = hall.Facilitator
	contains(t, v.Get(at+"/door"), 200, attendance.Spaced(hall.Code), "<svg", "/check-in?code="+hall.Code)
	contains(t, v.Post(at+"/registrations", "name", "Éloïse", "mode", "room", "act", "d1"), 303)
	contains(t, v.Get(at+"/registrations"), 200, "Éloïse", "Registered: 1.")
	contains(t, v.Get(at+"/registrations.csv"), 200, "\ufeffName,", "Éloïse")
	contains(t, v.Get(at+"/sign-in-sheet"), 200, "Éloïse", "Nom / Name", "Signature")
	contains(t, v.Get(at+"/door?q=eloise"), 200, "Éloïse")
	contains(t, v.Post(at+"/door/settings", "version", "1", "registering", "open", "room-places", "many", "until", "2026-03-20 18:00"), 422, "Give a number from 0")
	contains(t, v.Post(at+"/door/settings", "version", "1", "registering", "open", "room-places", "80", "until", "2026-03-20 18:00"), 303)

	page := v.Post(at+"/door/helpers", "name", "Awa", "act", "d2")
	link := regexp.MustCompile(`http://localhost:8080(/en/door/[a-z0-9]+)`).FindStringSubmatch(page.Body)
	if link == nil {
		t.Fatalf("no link: %.300s", page.Body)
	}
	*v.Who = web.Identity{}
	contains(t, v.Get(link[1]), 200, "Éloïse", attendance.Spaced(hall.Code))
	contains(t, v.Post(link[1]+"/admit", "name", "Moussa", "mode", "room", "act", "d3"), 303)
	contains(t, v.Post(link[1]+"/admit", "name", "", "mode", "room", "act", "d4"), 422, "Write a name.")
	contains(t, v.Get(link[1]+"?q=mous"), 200, "Moussa", "Undo")
	contains(t, v.Post(link[1]+"/list", "list", "Awa\nBinta;;Martiens"), 200, "is no group of this process")
	list := v.Post(link[1]+"/list", "list", "Awa\nBinta")
	contains(t, list, 200, "Enter 2 people")
	seen := regexp.MustCompile(`name="seen" value="([^"]+)"`).FindStringSubmatch(list.Body)[1]
	contains(t, v.Post(link[1]+"/list", "list", "Awa\nBinta\nCheikh", "seen", seen), 200, "Enter 3 people") // changed since
	contains(t, v.Post(link[1]+"/list", "list", "Awa\nBinta", "seen", seen, "act", "d5"), 303)
	if err := hall.House.DB.Read(t.Context(), func(tx *db.Tx) error {
		n, err := hall.House.Attendance.HeadcountTx(tx, hall.Meeting.ID)
		if n.Room != 3 {
			t.Errorf("%v", n)
		}
		return err
	}); err != nil {
		t.Fatal(err)
	}
	if r := v.Get("/en/door/nobody"); r.Status != http.StatusNotFound {
		t.Errorf("%d", r.Status)
	}
	v.Who.Actor = hall.Facilitator
	contains(t, v.Get(at+"/door/close"), 200, "The code ends at once.")
	contains(t, v.Post(at+"/door/close", "act", "d6"), 303)
	contains(t, v.Get(at+"/door"), 200, "Open check-in", "3 people came.")
}

func TestAPersonalCalendarOnTheSite(t *testing.T) {
	hall, v := visit(t)
	v.Who.Actor = hall.Account(t, "member@example.sn", access.Member)
	contains(t, v.Get("/en/account"), 200, "Make an address")
	page := v.Post("/en/account/calendar", "act", "c1")
	address := regexp.MustCompile(`http://localhost:8080(/calendars/[a-z0-9]+\.ics)`).FindStringSubmatch(page.Body)
	if address == nil {
		t.Fatalf("%.300s", page.Body)
	}
	*v.Who = web.Identity{}
	r := v.Get(address[1])
	contains(t, r, 200, "BEGIN:VEVENT", "METHOD:PUBLISH")
	if r.Header.Get("Content-Type") != "text/calendar; charset=utf-8" {
		t.Error(r.Header.Get("Content-Type"))
	}
	if r := v.Get("/calendars/nobody.ics"); r.Status != http.StatusNotFound {
		t.Errorf("%d", r.Status)
	}
}
