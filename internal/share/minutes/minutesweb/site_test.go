package minutesweb_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"penc/internal/gather/hall/hallweb"
	"penc/internal/gather/meeting/meetingweb"
	"penc/internal/gather/process/processweb"
	"penc/internal/ground/access"
	"penc/internal/ground/when"
	"penc/internal/platform/web/webtest"
	"penc/internal/share/minutes/minutestest"
	"penc/internal/share/minutes/minutesweb"
)

func as(v *webtest.Visitor, who access.Actor) {
	v.Who.Actor = who
	delete(v.Jar, "session")
	if !who.Stranger() {
		v.Jar["session"] = &http.Cookie{Name: "session", Value: string(who.Person)}
	}
	if len(who.Participants) > 0 && who.Person == "" {
		v.Jar["pass"] = &http.Cookie{Name: "pass", Value: "x"}
	}
}

func has(t *testing.T, r webtest.Reply, status int, texts ...string) {
	t.Helper()
	if r.Status != status {
		t.Fatalf("status %d, want %d: %.500s", r.Status, status, r.Body)
	}
	for _, text := range texts {
		if !strings.Contains(r.Body, text) {
			_, main, _ := strings.Cut(r.Body, "<main")
			t.Errorf("%q is not there: %s", text, main)
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

func TestMinutesFromTheDraftToTheirCorrection(t *testing.T) {
	h := minutestest.Open(t)
	p := h.Hold(t, 24)
	p.Decide(t, "Un relevé <b>chaque</b> mois", "A reading [each](javascript:alert(1)) month")
	_, v := webtest.Site(t, h.DB, h.Directory, nil, processweb.Face(h.Processes, h.Orgs), meetingweb.Face(h.Meetings, h.Processes, nil), hallweb.Face(h.Halls), minutesweb.Face(h.Minutes))
	at := "/en/meetings/" + string(p.Meeting.ID) + "/minutes"
	pass, stranger := p.People[0], access.Actor{}

	has(t, v.Get(at), http.StatusOK, "No minutes to read yet")
	lacks(t, v.Get(at), "Make the draft")
	if r := v.Get(at + ".json"); r.Status != http.StatusNotFound {
		t.Errorf("data of no minutes: %d", r.Status)
	}
	if r := v.Post(at); r.Status != http.StatusForbidden {
		t.Errorf("a stranger makes a draft: %d", r.Status)
	}
	as(v, p.Facilitator)
	has(t, v.Get(at), http.StatusOK, "Make the draft")
	r := v.Follow(v.Post(at, "act", "draft"))
	has(t, r, http.StatusOK, "The draft is made.", "24 people took part.", "A reading", `id="decisions"`, `href="#decisions"`)
	lacks(t, r, `href="javascript`)
	has(t, v.Get(strings.Replace(at, "/en/", "/fr/", 1)), http.StatusOK, "24 personnes ont participé.", "Compte rendu")

	edit := at + "/sections/decisions"
	has(t, v.Get(edit), http.StatusOK, `name="text.fr"`, `name="version" value="1"`)
	form := []string{"version", "1", "title.fr", "Décisions", "title.en", "Decisions", "text.fr", "Nous avons décidé.", "text.en", "We decided."}
	has(t, v.Post(edit, "version", "1", "title.fr", "", "title.en", "", "text.en", "Kept words"), http.StatusUnprocessableEntity, "Give the section a title", "Kept words")
	has(t, v.Follow(v.Post(edit, append(form, "act", "w1")...)), http.StatusOK, "The section is saved.", "We decided.")
	has(t, v.Post(edit, append(form, "act", "w2", "text.en", "x")...), http.StatusConflict, "Somebody else changed this section meanwhile")
	p.Decide(t, "Une carte", "A map of wells")
	has(t, v.Get(at), http.StatusOK, "More was noted since this was written")
	has(t, v.Get(edit), http.StatusOK, "A map of wells", "Take over what was noted")
	has(t, v.Follow(v.Post(edit+"/take", "version", "2", "do", "take", "act", "t1")), http.StatusOK, "A map of wells")
	has(t, v.Get(edit+"/versions"), http.StatusOK, "Version 3", "Version 2", "We decided.")
	has(t, v.Follow(v.Post(at+"/sections/new", "title.en", "Thanks", "title.fr", "Merci", "text.en", "To all.", "text.fr", "À tous.", "act", "n1")), http.StatusOK, "To all.")

	as(v, pass)
	lacks(t, v.Get(at), "A map of wells")
	as(v, p.Facilitator)
	has(t, v.Post(at+"/circulate", "version", "1", "until", "yesterday"), http.StatusUnprocessableEntity, "Choose a day from today on", `value="yesterday"`)
	until := string(when.DateOf(h.Clock.Now().Add(48 * time.Hour)))
	has(t, v.Get(at+"/circulate"), http.StatusOK, "Last day for corrections")
	has(t, v.Follow(v.Post(at+"/circulate", "version", "1", "until", until, "act", "c1")), http.StatusOK, "The minutes are circulated.")
	as(v, stranger)
	delete(v.Jar, "pass")
	lacks(t, v.Get(at), "A map of wells")
	as(v, pass)
	has(t, v.Get(at), http.StatusOK, "A map of wells", "Propose a correction")
	lacks(t, v.Get(at), "Edit", "Take over")
	has(t, v.Post(at+"/corrections", "section", "decisions", "correction", ""), http.StatusUnprocessableEntity, "Write what should be corrected")
	has(t, v.Follow(v.Post(at+"/corrections", "section", "decisions", "correction", "<b>Each year</b>", "act", "p1")), http.StatusOK, "Your correction was sent.", "&lt;b&gt;Each year", "Waiting for an answer")

	as(v, p.Convener)
	page := v.Get(at)
	has(t, page, http.StatusOK, "One proposed correction waits")
	_, rest, _ := strings.Cut(page.Body, at+"/corrections/")
	answer := at + "/corrections/" + rest[:26]
	has(t, v.Post(at+"/approve", "version", "2", "way", "meeting", "on", string(when.DateOf(h.Clock.Now())), "act", "x"), http.StatusConflict, "waits for an answer")
	has(t, v.Get(answer), http.StatusOK, "Each year")
	has(t, v.Post(answer, "answer", "decline"), http.StatusUnprocessableEntity, "Say why")
	has(t, v.Follow(v.Post(answer, "answer", "decline", "reason.en", "It was each month.", "act", "a1")), http.StatusOK, "The answer was sent.", "It was each month.", "Not accepted")
	has(t, v.Get(at+"/approve"), http.StatusOK, "Approved minutes do not change")
	has(t, v.Post(at+"/approve", "version", "2", "way", "silence", "act", "x"), http.StatusUnprocessableEntity, "Silence does not approve these minutes")
	has(t, v.Follow(v.Post(at+"/approve", "version", "2", "way", "meeting", "on", string(when.DateOf(h.Clock.Now())), "act", "v1")), http.StatusOK, "The approval is recorded.", "Approved at a meeting")
	has(t, v.Get(at+"/publish"), http.StatusOK, "are not taken back")
	has(t, v.Follow(v.Post(at+"/publish", "version", "3", "act", "u1")), http.StatusOK, "The minutes are published.")
	has(t, v.Follow(v.Post(at+"/errata", "section", "decisions", "text.en", "Read: each year.", "text.fr", "Lire : chaque année.", "act", "e1")), http.StatusOK, "Read: each year.")
	if r := v.Get(edit); r.Status == http.StatusOK {
		t.Error("approved minutes can be edited")
	}

	as(v, stranger)
	delete(v.Jar, "pass")
	page = v.Get(at)
	has(t, page, http.StatusOK, "A map of wells", "Read: each year.", "Published on")
	lacks(t, page, "It was each month.", "Edit", "Propose a correction", "A way back")
	has(t, v.Get(at+".json"), http.StatusOK, `"state": "published"`, "chaque année")
	has(t, v.Get("/en/meetings/"+string(p.Meeting.ID)), http.StatusOK, "Read the minutes")
}
