package hallweb_test

import (
	"encoding/json"
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"

	"penc/internal/gather/attendance"
	"penc/internal/gather/hall"
	"penc/internal/gather/hall/halltest"
	"penc/internal/gather/hall/hallweb"
	"penc/internal/gather/meeting/meetingweb"
	"penc/internal/gather/process/processweb"
	"penc/internal/ground/access"
	"penc/internal/platform/web/webtest"
	"penc/internal/talk/library"
)

func site(t *testing.T) (*halltest.Hall, *webtest.Visitor) {
	t.Helper()
	h := halltest.Open(t)
	hl := h.OpenHall(t)
	_, v := webtest.Site(t, h.DB, h.Directory, nil, processweb.Face(h.Processes, h.Orgs), meetingweb.Face(h.Meetings, h.Processes, library.New(h.DB, nil, h.Directory)), hallweb.Face(h.Halls))
	return hl, v
}

// as makes the visitor somebody else; whoever is somebody has a cookie.
func as(v *webtest.Visitor, who access.Actor) {
	v.Who.Actor = who
	delete(v.Jar, "session")
	if !who.Stranger() || len(who.Participants) > 0 {
		v.Jar["session"] = &http.Cookie{Name: "session", Value: "x"}
	}
}

func contains(t *testing.T, r webtest.Reply, status int, texts ...string) {
	t.Helper()
	if r.Status != status {
		t.Fatalf("status %d, want %d: %.600s", r.Status, status, r.Body)
	}
	for _, text := range texts {
		if !strings.Contains(r.Body, text) {
			_, body, _ := strings.Cut(r.Body, "<main")
			t.Errorf("%q is not there:\n%s", text, body)
		}
	}
}

func lacks(t *testing.T, r webtest.Reply, texts ...string) {
	t.Helper()
	for _, text := range texts {
		if strings.Contains(r.Body, text) {
			t.Errorf("%q is there", text)
		}
	}
}

var value = regexp.MustCompile(`name="(request|move|temperature|item)" value="([^"]+)"`)

// hidden returns a hidden value of a page's form.
func hidden(t *testing.T, r webtest.Reply, name string) string {
	t.Helper()
	for _, m := range value.FindAllStringSubmatch(r.Body, -1) {
		if m[1] == name {
			return m[2]
		}
	}
	t.Fatalf("the page has no %s", name)
	return ""
}

func TestWithoutScriptsAPersonAsksForTheFloorAndSpeaks(t *testing.T) {
	hl, v := site(t)
	phone, desk := "/fr"+hall.Path(hl.Meeting.ID), "/en"+hall.Desk(hl.Meeting.ID)
	people := hl.People(t, 6)

	as(v, access.Actor{})
	page := v.Get(phone)
	contains(t, page, http.StatusOK, "Émarger", "Ouverture")
	lacks(t, page, "Personne 001", "Demander la parole")
	if r := v.Get(desk); r.Status != http.StatusSeeOther {
		t.Errorf("a stranger at the desk: %d", r.Status)
	}
	if r := v.Get("/fr" + hall.Projector(hl.Meeting.ID)); r.Status != http.StatusForbidden || strings.Contains(r.Body, hl.Code) {
		t.Errorf("a stranger at the projector: %d", r.Status)
	}
	contains(t, v.Post(phone+"/ask"), http.StatusForbidden)

	as(v, people[0])
	contains(t, v.Get(phone), http.StatusOK, "Demander la parole")
	contains(t, v.Follow(v.Post(phone+"/ask")), http.StatusOK, "Vous êtes en tête de file", "Retirer ma demande")
	as(v, people[1])
	contains(t, v.Follow(v.Post(phone+"/ask")), http.StatusOK, "1 personne avant vous")

	as(v, hl.Facilitator)
	page = v.Get(desk)
	contains(t, page, http.StatusOK, "Personne 001", "Personne 002", "Give the floor", "Whoever asked first speaks first.")
	page = v.Follow(v.Post(desk+"/floor", "request", hidden(t, page, "request")))
	contains(t, page, http.StatusOK, "Has the floor", "The floor was given to Personne 001.", "Undo")
	contains(t, v.Follow(v.Post(desk+"/order", "order", "least-heard")), http.StatusOK, "whose group has spoken least")
	contains(t, v.Post(desk+"/order", "order", "loudest"), http.StatusUnprocessableEntity, "This order is not known.")
	contains(t, v.Post(desk+"/enter", "participant", ""), http.StatusUnprocessableEntity, "Choose a person.")
	quiet := string(people[4].In(hl.Process.ID))
	contains(t, v.Follow(v.Post(desk+"/enter", "participant", quiet)), http.StatusOK, "Entered: Personne 005.")

	as(v, people[0])
	page = v.Get(phone)
	contains(t, page, http.StatusOK, "Vous avez la parole.")
	hl.House.Clock.Advance(2 * time.Minute)
	contains(t, v.Follow(v.Post(phone+"/withdraw", "request", hidden(t, page, "request"), "done", "1")), http.StatusOK, "Demander la parole")

	as(v, hl.Facilitator)
	page = v.Get(desk)
	contains(t, page, http.StatusOK, "One turn, 2 minutes in all.")
	contains(t, v.Follow(v.Post(desk+"/undo", "move", hidden(t, page, "move"))), http.StatusOK, "Has the floor")
	contains(t, v.Post(desk+"/undo", "move", "none"), http.StatusNotFound)

	as(v, people[3])
	contains(t, v.Get("/en"+hall.Projector(hl.Meeting.ID)), http.StatusOK, "Personne 001", attendance.Spaced(hl.Code), "http-equiv=\"refresh\"", "Opening")
	contains(t, v.Get("/en"+hall.Projector(hl.Meeting.ID)+"?both=1&theme=dark"), http.StatusOK, `data-theme="dark"`, `lang="fr">Ouverture`, "Maintenant")
	contains(t, v.Post("/fr"+hall.Desk(hl.Meeting.ID)+"/floor", "request", "x"), http.StatusForbidden)
}

func TestATemperatureIsTakenByPhone(t *testing.T) {
	hl, v := site(t)
	phone, desk := "/en"+hall.Path(hl.Meeting.ID), "/en"+hall.Desk(hl.Meeting.ID)
	people := hl.People(t, 13)
	as(v, hl.Facilitator)
	contains(t, v.Post(desk+"/temperature", "scale", "live-with"), http.StatusUnprocessableEntity, "Write something in at least one language.")
	contains(t, v.Follow(v.Post(desk+"/temperature", "scale", "live-with", "question.en", "Meters first?")), http.StatusOK, "0 of 13 people present have answered.")
	for i, who := range people {
		as(v, who)
		page := v.Get(phone)
		contains(t, page, http.StatusOK, "Meters first?", "I cannot live with it")
		step := "1"
		if i == 5 {
			step = "3"
		}
		contains(t, v.Follow(v.Post(phone+"/answer", "temperature", hidden(t, page, "temperature"), "step", step)), http.StatusOK, "Your answer is noted.")
	}
	as(v, hl.Facilitator)
	page := v.Get(desk)
	contains(t, page, http.StatusOK, "13 of 13 people present have answered.")
	page = v.Follow(v.Post(desk+"/close", "temperature", hidden(t, page, "temperature")))
	contains(t, page, http.StatusOK, "one cannot live with it", "too few")
	as(v, access.Actor{})
	contains(t, v.Get("/en/meetings/"+string(hl.Meeting.ID)), http.StatusOK, "Meters first?", "one cannot live with it", "no vote")
}

func TestDecisionsAndTheParkingListOnTheWeb(t *testing.T) {
	hl, v := site(t)
	desk := "/fr" + hall.Desk(hl.Meeting.ID)
	as(v, hl.Facilitator)
	contains(t, v.Post(desk+"/decide", "text.fr", ""), http.StatusUnprocessableEntity, "Écrivez quelque chose")
	page := v.Follow(v.Post(desk+"/decide", "text.fr", "Les compteurs d’abord."))
	contains(t, page, http.StatusOK, "Les compteurs d’abord.")
	at := regexp.MustCompile(`/fr/meetings/[^"]+/decisions/[^"/]+`).FindString(page.Body)
	contains(t, v.Get(at), http.StatusOK, "Les compteurs d’abord.", "Règles en vigueur")
	contains(t, v.Get(at+"/edit"), http.StatusOK, "Pourquoi c’est corrigé")
	contains(t, v.Post(at+"/edit", "text.fr", "Les puits.", "version", "1"), http.StatusUnprocessableEntity, "Les puits.")
	contains(t, v.Follow(v.Post(at+"/edit", "text.fr", "Les puits.", "reason.fr", "mal entendu", "version", "1")), http.StatusOK, "Les puits.", "Les compteurs d’abord.", "mal entendu")
	contains(t, v.Post(at+"/edit", "text.fr", "Autre.", "reason.fr", "x", "version", "1"), http.StatusConflict, "Autre.", "Les puits.")

	page = v.Follow(v.Post(desk+"/park", "matter.fr", "Qui paie ?"))
	at = regexp.MustCompile(`/fr/meetings/[^"]+/parked/[^"/]+`).FindString(page.Body)
	contains(t, v.Post(at, "fate", "dropped", "version", "1"), http.StatusUnprocessableEntity, "Écrivez quelque chose")
	contains(t, v.Follow(v.Post(at, "fate", "dropped", "reason.fr", "hors sujet", "version", "1")), http.StatusOK, "Écarté", "hors sujet")

	as(v, access.Actor{})
	contains(t, v.Get("/fr/meetings/"+string(hl.Meeting.ID)), http.StatusOK, "Les puits.", "Qui paie", "Écarté")
	page = v.Get(at)
	contains(t, page, http.StatusOK, "Qui paie")
	lacks(t, page, "<form")
	if r := v.Get(strings.Replace(at, string(hl.Meeting.ID), "other", 1)); r.Status != http.StatusNotFound {
		t.Errorf("under another meeting: %d", r.Status)
	}

	as(v, hl.Facilitator)
	contains(t, v.Get("/fr"+hall.Path(hl.Meeting.ID)+"/end"), http.StatusOK, "Terminer la réunion maintenant")
	contains(t, v.Follow(v.Post("/fr"+hall.Path(hl.Meeting.ID)+"/end")), http.StatusOK, "La réunion est terminée.", "Rouvrir la salle")
	as(v, access.Actor{})
	contains(t, v.Get("/fr"+hall.Path(hl.Meeting.ID)), http.StatusOK, "Merci d’avoir participé.")
}

func TestTheProjectorShowsWhatTheFacilitatorChose(t *testing.T) {
	hl, v := site(t)
	desk, wall := "/fr"+hall.Desk(hl.Meeting.ID), "/fr"+hall.Projector(hl.Meeting.ID)
	as(v, hl.Facilitator)
	contains(t, v.Get(wall), http.StatusOK, "La parole est libre.", `data-live-src="/fr/meetings/`+string(hl.Meeting.ID)+`/live"`)
	contains(t, v.Follow(v.Post(desk+"/show", "view", "message", "message.fr", "Pause jusqu’à 11 h")), http.StatusOK, "Il montre")
	contains(t, v.Get(wall), http.StatusOK, "Pause jusqu’à 11 h")
	contains(t, v.Post(desk+"/show", "view", "message", "message.fr", strings.Repeat("x", 241)), http.StatusUnprocessableEntity, "240")
	v.Post(desk+"/show", "view", "board")
	contains(t, v.Get(wall), http.StatusOK, "La parole est libre.") // nothing of it to show
}

func TestTheHallAsDataHasNoNames(t *testing.T) {
	hl, v := site(t)
	people := hl.People(t, 9)
	hl.Speaks(t, people[0], time.Minute)
	hl.Asks(t, people[1])
	as(v, access.Actor{})
	r := v.Get("/fr" + hall.Path(hl.Meeting.ID) + ".json")
	var p hall.Public
	if err := json.Unmarshal([]byte(r.Body), &p); err != nil || p.State != hall.Open || p.Item != "opening" || p.Waiting != 1 || p.Seconds != 60 || p.Elapsed < 60 {
		t.Errorf("%+v, %v", p, err)
	}
	for _, g := range p.Groups { // three people each
		if !g.Hidden {
			t.Errorf("a group of three is shown: %+v", g)
		}
	}
	lacks(t, r, "Personne", string(people[0].In(hl.Process.ID)))
}
