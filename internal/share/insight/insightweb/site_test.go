package insightweb_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"time"

	"penc/internal/gather/meeting/meetingweb"
	"penc/internal/gather/process/processweb"
	"penc/internal/ground/access"
	"penc/internal/platform/web/webtest"
	"penc/internal/share/insight"
	"penc/internal/share/insight/insighttest"
	"penc/internal/share/insight/insightweb"
)

func as(h *insighttest.House, v *webtest.Visitor, who access.Actor) {
	h.Clock.Advance(time.Minute)
	v.Who.Actor = who
	delete(v.Jar, "session")
	if !who.Stranger() {
		v.Jar["session"] = &http.Cookie{Name: "session", Value: string(who.Person)}
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

func TestTheBalanceOfAPlenary(t *testing.T) {
	h := insighttest.Open(t)
	p := h.Hold(t, 24)
	p.Speak(t, p.People[0], p.People[3])
	_, v := webtest.Site(t, h.DB, h.Directory, nil, processweb.Face(h.Processes, h.Orgs), meetingweb.Face(h.Meetings, h.Processes, nil), insightweb.Face(h.Balances))
	at := "/en/meetings/" + string(p.Meeting.ID) + "/balance"
	process := "/en/processes/" + string(p.Process.ID)

	r := v.Get(at)
	has(t, r, http.StatusOK, "24 people", "8 (33%)", "not shown")
	if strings.Contains(r.Body, "You see every number") {
		t.Error("a stranger is taken for a convener")
	}
	has(t, v.Get(at+"?step=voted"), http.StatusOK, "Nobody so far.")
	has(t, v.Get(at+"?step=spoke"), http.StatusOK, "would be about few people")
	has(t, v.Get(strings.Replace(at, "/en/", "/fr/", 1)), http.StatusOK, "24 personnes", "non montré")
	has(t, v.Get(process+"/balance"), http.StatusOK, "By stakeholder group", "The conveners have set no targets")
	has(t, v.Get(process), http.StatusOK, "The whole balance")
	has(t, v.Get("/en/meetings/"+string(p.Meeting.ID)), http.StatusOK, "The whole balance")

	var public insight.Public
	if err := json.Unmarshal([]byte(v.Get(at+".json?figures=exact").Body), &public); err != nil || public.Exact || public.Steps[2].People != nil {
		t.Errorf("strangers get %+v, %v", public.Steps, err)
	}
	has(t, v.Get(at+".csv?figures=exact"), http.StatusOK, "all,,,present,24,\n", "all,,,spoke,,yes\n")

	as(h, v, p.Facilitator)
	r = v.Get(at + ".csv?figures=exact")
	has(t, r, http.StatusOK, "all,,,spoke,,yes\n")
	as(h, v, p.Convener)
	has(t, v.Get(at), http.StatusOK, "You see every number", "nobody has spoken, though 8 came")
	has(t, v.Get(at+".csv?figures=exact"), http.StatusOK, "all,,,spoke,2,\n")
	has(t, v.Get(at+"?figures=public"), http.StatusOK, "What everybody sees")

	d := p.Decide(t, "Un relevé", "A reading")
	as(h, v, access.Actor{})
	has(t, v.Get(at), http.StatusOK, "about 25", "When this was decided")
	if d.ID == "" {
		t.Error("no decision")
	}
	if r := v.Get("/en/meetings/none/balance"); r.Status != http.StatusNotFound {
		t.Errorf("no meeting: %d", r.Status)
	}
}

func TestTargetsAreSetOnTheirPage(t *testing.T) {
	h := insighttest.Open(t)
	p := h.Hold(t, 9)
	_, v := webtest.Site(t, h.DB, h.Directory, nil, processweb.Face(h.Processes, h.Orgs), insightweb.Face(h.Balances))
	at := "/en/processes/" + string(p.Process.ID) + "/balance/targets"
	group := string(p.Groups[0])
	if r := v.Get(at); r.Status != http.StatusSeeOther {
		t.Errorf("a stranger: %d", r.Status)
	}
	as(h, v, p.Facilitator)
	if r := v.Get(at); r.Status != http.StatusForbidden {
		t.Errorf("a facilitator: %d", r.Status)
	}
	as(h, v, p.Convener)
	has(t, v.Get(at), http.StatusOK, "What you aim at")
	has(t, v.Post(at, "version", "0", "aim."+group, "<b>", "step."+group, "present"), http.StatusUnprocessableEntity, "Write a whole number", "&lt;b&gt;")
	has(t, v.Follow(v.Post(at, "version", "0", "act", "a1", "aim."+group, "20 %", "step."+group, "present")), http.StatusOK, "The targets are saved.", "at least 20%")
	has(t, v.Post(at, "version", "0", "act", "a2", "aim."+group, "7", "step."+group, "present"), http.StatusConflict, "Somebody changed the targets meanwhile", `value="7"`)
}
