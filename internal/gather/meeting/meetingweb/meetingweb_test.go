package meetingweb_test

import (
	"encoding/json"
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/emersion/go-ical"

	"penc/internal/gather/meeting"
	"penc/internal/gather/meeting/meetingtest"
	"penc/internal/gather/meeting/meetingweb"
	"penc/internal/gather/process/processtest"
	"penc/internal/gather/process/processweb"
	"penc/internal/ground/access"
	"penc/internal/ground/ref"
	"penc/internal/ground/when"
	"penc/internal/platform/web/webtest"
)

// site serves meetings on a database of its own.
func site(t *testing.T) (*meetingtest.House, *webtest.Visitor) {
	t.Helper()
	h := meetingtest.Open(t)
	_, v := webtest.Site(t, h.DB, h.Directory, nil, processweb.Face(h.Processes, h.Orgs), meetingweb.Face(h.Meetings, h.Processes, nil))
	return h, v
}

// as makes the visitor somebody else. Whoever is signed in has a cookie, so that
// no page kept for strangers is shown to them, and none of theirs is kept.
func as(v *webtest.Visitor, who access.Actor) {
	v.Who.Actor = who
	delete(v.Jar, "session")
	if !who.Stranger() {
		v.Jar["session"] = &http.Cookie{Name: "session", Value: string(who.Person)}
	}
}

// contains fails for each text that a page lacks.
func contains(t *testing.T, r webtest.Reply, status int, texts ...string) {
	t.Helper()
	if r.Status != status {
		t.Fatalf("status %d, want %d: %.600s", r.Status, status, r.Body)
	}
	for _, text := range texts {
		if !strings.Contains(r.Body, text) {
			t.Errorf("%q is not there:\n%s", text, main(r))
		}
	}
}

// main is a page without its head.
func main(r webtest.Reply) string {
	_, body, _ := strings.Cut(r.Body, "<main")
	return body
}

func lacks(t *testing.T, r webtest.Reply, texts ...string) {
	t.Helper()
	for _, text := range texts {
		if strings.Contains(r.Body, text) {
			t.Errorf("%q is there", text)
		}
	}
}

func TestWhatStrangersSee(t *testing.T) {
	h, v := site(t)
	processtest.Opened(t, h.Processes, "water")
	m := meetingtest.Convened(t, h, "water")
	addresses := []string{"/fr" + m.Path(), "/en" + m.Path(), "/fr" + m.Path() + ".json", "/fr" + m.Path() + ".ics", "/fr/processes/water/meetings", "/fr/processes/water/meetings.ics"}

	as(v, processtest.Convener("water"))
	for _, at := range addresses {
		if r := v.Get(at); r.Status != http.StatusOK {
			t.Errorf("the convener at %s: %d", at, r.Status)
		}
	}
	as(v, access.Actor{})
	for _, at := range addresses {
		if r := v.Get(at); r.Status != http.StatusNotFound || strings.Contains(r.Body, "eau") {
			t.Errorf("a draft at %s: %d %.200s", at, r.Status, r.Body)
		}
	}
	if _, err := h.Processes.Publish(t.Context(), access.AtConsole("water"), "water"); err != nil {
		t.Fatal(err)
	}
	fr := v.Get("/fr" + m.Path())
	contains(t, fr, http.StatusOK, "Réunion sur l’eau", "4 mai 2026", "08:30, fuseau horaire Africa/Dakar", "Plénière", "Dakar", m.Path()+".ics")
	lacks(t, fr, m.Path()+"/edit", m.Path()+"/programme")
	contains(t, v.Get("/en"+m.Path()), http.StatusOK, "Meeting on water", "4 May 2026", "Plenary")
	contains(t, v.Get("/fr/processes/water/meetings"), http.StatusOK, "Réunion sur l’eau", "À venir", "/fr/processes/water/meetings.ics")
	contains(t, v.Get("/fr/processes/water"), http.StatusOK, "Réunion sur l’eau")

	var public meeting.Public
	if err := json.Unmarshal([]byte(v.Get("/en"+m.Path()+".json").Body), &public); err != nil || public.ID != m.ID || public.Title["fr"] != "Réunion sur l’eau" {
		t.Errorf("as data: %+v, %v", public, err)
	}
	var list []meeting.Public
	if err := json.Unmarshal([]byte(v.Get("/en/processes/water/meetings.json").Body), &list); err != nil || len(list) != 1 || list[0].ID != m.ID {
		t.Errorf("the list as data: %+v, %v", list, err)
	}
	for _, at := range []string{m.Path() + "/edit", m.Path() + "/programme", m.Path() + "/cancel", "/processes/water/meetings/new"} {
		if r := v.Get("/fr" + at); r.Status != http.StatusSeeOther || !strings.Contains(r.Header.Get("Location"), "/join") {
			t.Errorf("a stranger at %s: %d", at, r.Status)
		}
	}
	as(v, processtest.Convener("other"))
	for _, at := range []string{m.Path() + "/edit", m.Path() + "/programme", m.Path() + "/cancel"} {
		if r := v.Get("/fr" + at); r.Status != http.StatusForbidden {
			t.Errorf("a convener of another process at %s: %d", at, r.Status)
		}
	}
	if r := v.Get("/fr/meetings/none"); r.Status != http.StatusNotFound {
		t.Errorf("no meeting: %d", r.Status)
	}
}

var version = regexp.MustCompile(`name="version" value="(\d+)"`)

// versionOn returns the version that a form carries.
func versionOn(t *testing.T, r webtest.Reply) string {
	t.Helper()
	found := version.FindStringSubmatch(r.Body)
	if found == nil {
		t.Fatalf("no version: %d %.300s", r.Status, r.Body)
	}
	return found[1]
}

func only(t *testing.T, h *meetingtest.House, process ref.ID) meeting.Meeting {
	t.Helper()
	all, err := h.Meetings.Of(t.Context(), access.AtConsole(process), process)
	if err != nil || len(all) != 1 {
		t.Fatalf("%d meetings, %v", len(all), err)
	}
	return all[0]
}

func TestAConvenerWritesAMeeting(t *testing.T) {
	h, v := site(t)
	processtest.Published(t, h.Processes, "water")
	as(v, processtest.Convener("water"))
	contains(t, v.Get("/fr/processes/water/meetings/new"), http.StatusOK, "title.fr", "place.city.en", `name="act"`)

	refused := v.Post("/fr/processes/water/meetings", "act", "a1", "title.fr", "Réunion <b>", "kind", "plenary", "start", "2026-13")
	contains(t, refused, http.StatusUnprocessableEntity, "Réunion &lt;b&gt;", "2026-13", `href="#start"`)

	form := []string{
		"act", "a2", "title.fr", "Réunion", "title.en", "Meeting", "kind", "plenary", "start", "2026-05-04", "start-time", "08:30",
		"mode", "hybrid", "place.city.fr", "Dakar", "place.city.en", "Dakar", "place.country", "sn", "attendance.total", "1 046",
		"attendance.at-least", "on", "participants.0.fr", "élus", "participants.0.en", "", "participants.1.fr", "", "link", "https://example.org/hall",
		"evidence", "1", "uncertain.fr", "Peut-être", "gap.0.field", "minutes", "gap.0.note.fr", "Jamais paru",
	}
	done := v.Post("/fr/processes/water/meetings", form...)
	contains(t, v.Follow(done), http.StatusOK, "La réunion est convoquée.", "Au moins 1", "élus", "Jamais paru", "Peut-être", "example.org/hall")
	m := only(t, h, "water")
	if m.Where.Country != "SN" || m.Attendance.Total != 1046 || !m.Attendance.AtLeast || len(m.Participants) != 1 || m.Gaps[0].Field != "minutes" {
		t.Errorf("stored %+v", m)
	}
	// The same form once more changes nothing.
	contains(t, v.Follow(v.Post("/fr/processes/water/meetings", form...)), http.StatusOK)
	only(t, h, "water")

	page := v.Get("/fr" + m.Path() + "/edit")
	contains(t, page, http.StatusOK, `value="Réunion"`, `value="1046"`, "Jamais paru")
	// Another editor saves first.
	other := m
	other.Theme = processtest.Words("Les puits", "Wells")
	if _, err := h.Meetings.Change(t.Context(), processtest.Convener("water"), other); err != nil {
		t.Fatal(err)
	}
	mine := []string{"title.fr", "Réunion", "title.en", "Meeting", "kind", "plenary", "start", "2026-05-04", "theme.fr", "Les fontaines", "theme.en", "Fountains"}
	conflict := v.Post("/fr"+m.Path()+"/edit", append([]string{"act", "a3", "version", versionOn(t, page)}, mine...)...)
	contains(t, conflict, http.StatusConflict, "<mark>puits", "<mark>fontaines", `value="Les fontaines"`)
	if versionOn(t, conflict) == versionOn(t, page) {
		t.Error("the form still carries the old version")
	}
	contains(t, v.Follow(v.Post("/fr"+m.Path()+"/edit", append([]string{"act", "a4", "version", versionOn(t, conflict)}, mine...)...)), http.StatusOK, "Les fontaines")
	if now := only(t, h, "water"); now.Theme.Words("fr") != "Les fontaines" || now.Gaps[0].Field != "minutes" {
		t.Errorf("stored %+v", now)
	}
}

func TestAProgrammeIsWrittenStepByStep(t *testing.T) {
	h, v := site(t)
	processtest.Published(t, h.Processes, "water")
	m := meetingtest.Convened(t, h, "water")
	as(v, processtest.Holding(access.Facilitator, "water"))
	at := "/fr" + m.Path() + "/programme"
	page := v.Get(at)
	form := []string{"version", versionOn(t, page)}
	post := func(fields ...string) webtest.Reply { return v.Post(at, append(form, fields...)...) }

	contains(t, post("do", "add agenda 0"), http.StatusOK, `name="agenda.0.id"`, "Pas encore enregistré")
	two := []string{
		"agenda.0.id", "", "agenda.0.title.fr", "Premier <b>", "agenda.0.presenters", "Awa\n\n Jean ", "agenda.1.id", "", "agenda.1.title.fr", "Second",
		"breakouts.0.id", "", "breakouts.0.title.fr", "Rive", "outcomes.0.id", "", "outcomes.0.text.fr", "Une liste",
	}
	moved := post(append(two, "do", "up agenda 1")...)
	contains(t, moved, http.StatusOK, "Second")
	if strings.Index(moved.Body, "Second") > strings.Index(moved.Body, "Premier &lt;b&gt;") {
		t.Error("not moved up")
	}
	if now := only(t, h, "water"); len(now.Agenda) != 0 || now.Version != m.Version {
		t.Errorf("a step was stored: %+v", now.Programme)
	}
	lacks(t, post(append(two, "do", "remove agenda 0")...), "Premier")

	wrong := post(append(two, "agenda.1.start-time", "noon", "act", "p1")...)
	contains(t, wrong, http.StatusUnprocessableEntity, `href="#agenda.1.start-time"`, "Premier &lt;b&gt;", "Une liste")

	contains(t, v.Follow(post(append(two, "act", "p2")...)), http.StatusOK, "Premier &lt;b&gt;", "Awa, Jean", "Rive", "Une liste")
	now := only(t, h, "water")
	if len(now.Agenda) != 2 || len(now.Agenda[0].Presenters) != 2 || now.Agenda[0].ID == "" {
		t.Fatalf("stored %+v", now.Programme)
	}

	// A colleague saves meanwhile: this one sees both and loses nothing.
	theirs := now.Programme.Clone()
	theirs.Outcomes[0].Text = processtest.Words("Une autre liste", "Another list")
	if _, err := h.Meetings.SetProgramme(t.Context(), processtest.Convener("water"), m.ID, theirs, now.Version); err != nil {
		t.Fatal(err)
	}
	form = []string{"version", "2"}
	mine := []string{"agenda.0.id", string(now.Agenda[1].ID), "agenda.0.title.fr", "Second, le mien", "outcomes.0.id", string(now.Outcomes[0].ID), "outcomes.0.text.fr", "Ma liste"}
	conflict := post(append(mine, "act", "p3")...)
	contains(t, conflict, http.StatusConflict, "Second, le mien", "Ma liste", "<mark>Une autre </mark>liste")
	form = []string{"version", versionOn(t, conflict)}
	contains(t, v.Follow(post(append(mine, "act", "p4")...)), http.StatusOK, "Second, le mien", "Ma liste")

	// What an item rests on has a page of its own and stays when the list is saved.
	now = only(t, h, "water")
	part := at + "/" + string(now.Outcomes[0].ID)
	evidence := v.Get(part)
	contains(t, evidence, http.StatusOK, "Ma liste", `name="evidence"`)
	done := v.Post(part, "act", "p5", "version", versionOn(t, evidence), "evidence", "1", "uncertain.fr", "Selon un seul témoin", "gap.0.field", "text")
	contains(t, v.Follow(done), http.StatusOK)
	contains(t, v.Get("/fr"+m.Path()), http.StatusOK, "Selon un seul témoin")
	form = []string{"version", versionOn(t, v.Get(at))}
	contains(t, v.Follow(post(append(mine, "act", "p6")...)), http.StatusOK, "Selon un seul témoin")
	if r := v.Get(at + "/none"); r.Status != http.StatusNotFound {
		t.Errorf("no item: %d", r.Status)
	}
}

func TestAMeetingIsCancelledOnAPageOfItsOwn(t *testing.T) {
	h, v := site(t)
	processtest.Published(t, h.Processes, "water")
	m := meetingtest.Convened(t, h, "water")
	as(v, processtest.Convener("water"))
	at := "/fr" + m.Path() + "/cancel"
	page := v.Get(at)
	contains(t, page, http.StatusOK, "Réunion sur l’eau", "reason.fr")
	contains(t, v.Post(at, "act", "c1", "version", versionOn(t, page), "reason.fr", " "), http.StatusUnprocessableEntity, `href="#reason.fr"`)
	done := v.Post(at, "act", "c2", "version", versionOn(t, page), "reason.fr", "Grève <b>des trains</b>")
	contains(t, v.Follow(done), http.StatusOK, "Cette réunion est annulée", "Grève &lt;b&gt;des trains&lt;/b&gt;")
	as(v, access.Actor{})
	contains(t, v.Get("/fr/processes/water/meetings"), http.StatusOK, "Annulée")
	contains(t, v.Get("/fr"+m.Path()+".ics"), http.StatusOK, "STATUS:CANCELLED", "SEQUENCE:1")
	as(v, processtest.Convener("water"))
	if r := v.Get(at); r.Status != http.StatusConflict {
		t.Errorf("cancelling again: %d", r.Status)
	}
}

func TestHostileWordsStayWords(t *testing.T) {
	h, v := site(t)
	processtest.Published(t, h.Processes, "water")
	as(v, processtest.Convener("water"))
	evil := `<b>x</b><script>alert(1)</script>" onload="alert(1)`
	form := []string{"act", "h1", "kind", "plenary", "start", "2026-05-04", "evidence", "1", "gap.0.field", "agenda", "dispute.0.field", "end", "dispute.0.value.0.sources", ""}
	for _, name := range []string{
		"title", "theme", "recording", "notes", "place.city", "place.venue", "place.uncertain", "attendance.note", "participants.0",
		"uncertain", "gap.0.note", "dispute.0.value.0",
	} {
		form = append(form, name+".fr", name+evil, name+".en", name+evil)
	}
	form = append(form, "facilitator", evil)
	r := v.Follow(v.Post("/fr/processes/water/meetings", form...))
	contains(t, r, http.StatusOK, "title&lt;b&gt;", "place.uncertain&lt;b&gt;", "dispute.0.value.0&lt;b&gt;")
	m := only(t, h, "water")
	at := "/fr" + m.Path() + "/programme"
	fields := []string{"act", "h2", "version", "1", "agenda.0.id", "", "agenda.0.presenters", evil, "breakouts.0.id", "", "outcomes.0.id", ""}
	for _, name := range []string{"agenda.0.title", "breakouts.0.title", "breakouts.0.question", "breakouts.0.report-back", "outcomes.0.text"} {
		fields = append(fields, name+".fr", name+evil)
	}
	contains(t, v.Follow(v.Post(at, fields...)), http.StatusOK, "outcomes.0.text&lt;b&gt;")
	for _, path := range []string{m.Path(), m.Path() + "/edit", m.Path() + "/programme", m.Path() + "/cancel", "/processes/water/meetings", "/processes/water", "/processes/water/desk"} {
		for _, l := range []string{"/fr", "/en"} {
			page := v.Get(l + path) // the visitor looks for markup that came in
			contains(t, page, http.StatusOK)
			lacks(t, page, "<script>alert", `" onload="`)
		}
	}
	// An address that is a script is refused, and comes back as it was typed.
	contains(t, v.Post("/fr"+m.Path()+"/edit", "act", "h3", "version", "2", "title.fr", "x", "kind", "plenary", "start", "2026", "link", "javascript:alert(1)"),
		http.StatusUnprocessableEntity, `href="#link"`)
}

func TestCalendars(t *testing.T) {
	h, v := site(t)
	processtest.Published(t, h.Processes, "water")
	m := meetingtest.Convened(t, h, "water")
	month := meetingtest.Sound("water")
	month.Title, month.Dates = processtest.Words("Réunion de mars", "March meeting"), when.Span{Start: "2026-04"}
	month, err := h.Meetings.Convene(t.Context(), access.AtConsole("water"), month)
	if err != nil {
		t.Fatal(err)
	}
	uid := map[string]string{}
	for _, l := range []string{"fr", "en"} {
		r := v.Get("/" + l + m.Path() + ".ics")
		contains(t, r, http.StatusOK)
		if kind := r.Header.Get("Content-Type"); kind != "text/calendar; charset=utf-8" {
			t.Errorf("served as %s", kind)
		}
		cal, err := ical.NewDecoder(strings.NewReader(r.Body)).Decode()
		if err != nil || len(cal.Events()) != 1 {
			t.Fatalf("%v in\n%s", err, r.Body)
		}
		props := cal.Events()[0].Props
		uid[l] = props.Get(ical.PropUID).Value
		title, _ := props.Text(ical.PropSummary)
		page, _ := props.URI(ical.PropURL)
		if title != map[string]string{"fr": "Réunion sur l’eau", "en": "Meeting on water"}[l] || page.Path != "/"+l+m.Path() {
			t.Errorf("%s: %q at %s", l, title, page)
		}
		if start, end := props.Get(ical.PropDateTimeStart).Value, props.Get(ical.PropDateTimeEnd).Value; start != "20260504T083000Z" || end != "20260504T100000Z" {
			t.Errorf("%s to %s", start, end)
		}
	}
	if uid["fr"] != uid["en"] || uid["fr"] != string(m.ID)+"@localhost" {
		t.Errorf("called %v", uid)
	}
	contains(t, v.Get("/fr"+month.Path()), http.StatusOK, "Le jour de cette réunion n’est pas connu")
	lacks(t, v.Get("/fr"+month.Path()), month.Path()+".ics")
	if r := v.Get("/fr" + month.Path() + ".ics"); r.Status != http.StatusNotFound || !strings.Contains(r.Body, "connu") {
		t.Errorf("a month in a calendar: %d %s", r.Status, r.Body)
	}
	all := v.Get("/fr/processes/water/meetings.ics")
	cal, err := ical.NewDecoder(strings.NewReader(all.Body)).Decode()
	if err != nil || len(cal.Events()) != 1 || cal.Events()[0].Props.Get(ical.PropUID).Value != uid["fr"] {
		t.Errorf("the calendar of the process: %v\n%s", err, all.Body)
	}
}

// TestOnItsDayAMeetingComesFirst looks at a process and at its meeting the day
// before, on the day and the day after.
func TestOnItsDayAMeetingComesFirst(t *testing.T) {
	h, v := site(t)
	processtest.Opened(t, h.Processes, "water")
	m := meetingtest.Convened(t, h, "water")
	as(v, processtest.Convener("water"))
	h.Clock.Advance(time.Date(2026, 5, 3, 9, 30, 0, 0, time.UTC).Sub(h.Clock.Now()))
	for _, today := range []bool{false, true, false} {
		r := v.Get("/en/processes/water")
		contains(t, r, http.StatusOK)
		if at := strings.Index(r.Body, `id="meetings-today"`); (at >= 0) != today || today && at > strings.Index(r.Body, `id="meetings"`) {
			t.Errorf("on %s the process says today at %d", h.Clock.Now().Format(time.DateOnly), at)
		}
		contains(t, v.Get("/en"+m.Path()), http.StatusOK, "Meeting on water", `id="facts"`)
		h.Clock.Advance(24 * time.Hour)
	}
}
