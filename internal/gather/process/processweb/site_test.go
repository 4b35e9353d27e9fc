package processweb

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"penc/internal/gather/process"
	"penc/internal/gather/process/processtest"
	"penc/internal/ground/access"
	"penc/internal/ground/evidence"
	"penc/internal/ground/lang"
	"penc/internal/ground/ref"
	"penc/internal/platform/web/webtest"
)

// filled returns the fields of the page's form as a browser would send them: what
// is written, ticked and chosen there.
func filled(t *testing.T, page string) url.Values {
	t.Helper()
	doc, err := html.Parse(strings.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	out := url.Values{}
	attr := func(n *html.Node, name string) (string, bool) {
		for _, a := range n.Attr {
			if a.Key == name {
				return a.Val, true
			}
		}
		return "", false
	}
	var inside func(n *html.Node)
	inside = func(n *html.Node) {
		name, named := attr(n, "name")
		value, _ := attr(n, "value")
		switch {
		case n.Data == "input" && named:
			kind, _ := attr(n, "type")
			_, checked := attr(n, "checked")
			switch {
			case kind != "checkbox" && kind != "radio":
				out.Add(name, value)
			case checked && value == "":
				out.Add(name, "on")
			case checked:
				out.Add(name, value)
			}
		case n.Data == "textarea" && named:
			if n.FirstChild != nil {
				out.Add(name, n.FirstChild.Data)
			} else {
				out.Add(name, "")
			}
		case n.Data == "select" && named:
			chosen := ""
			for o := n.FirstChild; o != nil; o = o.NextSibling {
				if _, selected := attr(o, "selected"); selected {
					chosen, _ = attr(o, "value")
				}
			}
			out.Add(name, chosen)
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			inside(c)
		}
	}
	var find func(n *html.Node)
	find = func(n *html.Node) {
		if class, _ := attr(n, "class"); n.Data == "form" && class == "form" {
			inside(n)
			return
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			find(c)
		}
	}
	find(doc)
	return out
}

// send sends what a form holds to an address.
func send(v *webtest.Visitor, path string, form url.Values) webtest.Reply {
	var pairs []string
	for name, values := range form {
		for _, value := range values {
			pairs = append(pairs, name, value)
		}
	}
	return v.Post(path, pairs...)
}

// page asks for a page that has to be there.
func page(t *testing.T, v *webtest.Visitor, path string) string {
	t.Helper()
	r := v.Get(path)
	if r.Status != http.StatusOK {
		t.Fatalf("%s: %d %.400s", path, r.Status, r.Body)
	}
	if at := strings.Index(r.Body, ">process."); at >= 0 {
		t.Errorf("%s lacks a word: %.80s", path, r.Body[at:])
	}
	return r.Body
}

// saved sends a form and expects to be led on.
func saved(t *testing.T, r webtest.Reply) string {
	t.Helper()
	if r.Status != http.StatusSeeOther {
		t.Fatalf("not saved: %d %s", r.Status, r.Body[strings.Index(r.Body, "<main"):])
	}
	return r.Header.Get("Location")
}

func TestAConvenerMakesAProcessFromNothing(t *testing.T) {
	h, v := site(t)
	awa := h.Person(t, "awa@example.sn")
	v.Who.Actor = awa.With(access.Operator, access.Site)
	form := filled(t, page(t, v, "/fr/processes/new"))
	form.Set("id", "water-2026")
	form.Set("title.fr", "L’eau")
	form.Set("title.en", "Water")
	form.Set("timezone", "Africa/Dakar")
	at := saved(t, send(v, "/fr/processes/new", form))
	if at != "/fr/processes/water-2026/desk" {
		t.Fatal(at)
	}
	v.Who.Actor = h.Actor(t, awa.Person)
	if desk := page(t, v, at); !strings.Contains(desk, "Un résumé.") || !strings.Contains(desk, "Au moins une étape.") || strings.Contains(desk, "/publish") {
		t.Error("the desk does not say what is missing")
	}
	if r := v.Post("/fr/processes/water-2026/publish"); r.Status != http.StatusConflict || !strings.Contains(r.Body, "Il manque encore 3 choses") {
		t.Errorf("published with things missing: %d", r.Status)
	}

	form = filled(t, page(t, v, "/fr/processes/water-2026/edit"))
	form.Set("summary.fr", "Chacun dit ce qui **compte**.")
	form.Set("participation.count", "40")
	saved(t, send(v, "/fr/processes/water-2026/edit", form))
	edit := func(section string, fields ...string) {
		t.Helper()
		form := filled(t, page(t, v, "/fr/processes/water-2026/desk/"+section+"/new"))
		for i := 0; i < len(fields); i += 2 {
			form.Set(fields[i], fields[i+1])
		}
		saved(t, send(v, "/fr/processes/water-2026/desk/"+section+"/new", form))
	}
	edit("stages", "title.fr", "Débat", "title.en", "Debate", "start", "2026-01", "end", "2099", "open", "join")
	edit("groups", "name.fr", "Usagers", "name.en", "Users")
	edit("sources", "title", "Gazette", "url", "https://example.org/gazette")
	w := whole(t, h, "water-2026")
	edit("partners", "name.fr", "Régie", "roles.fr", "hôte\ninitiatrice", "roles.en", "–\nconvener", "group", string(w.Groups[0].ID),
		"sources", string(w.Sources[0].ID), "gap.0.field", "acronym", "gap.0.note.fr", "Sigle non publié",
		"dispute.0.field", "name", "dispute.0.value.0.fr", "Régie", "dispute.0.value.0.sources", string(w.Sources[0].ID), "dispute.0.value.1.fr", "Office")
	edit("people", "name", "Ada Ndiaye", "public-official", "on")
	edit("agreements", "title.fr", "Accord", "date", "2026-02", "kind", "charter")
	edit("rules", "kind", "ground-rules", "text.fr", "On écoute.")
	edit("rules", "kind", "ground-rules", "text.fr", "On écoute et on répond.", "adopted-on", "2026-02-01")
	edit("entries", "kind", "milestone", "title.fr", "Ouverture", "date", "2026-01-15")

	desk := page(t, v, "/fr/processes/water-2026/desk")
	if !strings.Contains(desk, "/fr/processes/water-2026/publish") {
		t.Error("the desk does not lead to publishing")
	}
	stranger := *v.Who
	v.Who.Actor = access.Actor{Channel: access.Web}
	if r := v.Get("/fr/processes/water-2026"); r.Status != http.StatusNotFound {
		t.Errorf("a stranger sees the draft: %d", r.Status)
	}
	v.Who.Actor = stranger.Actor
	form = filled(t, page(t, v, "/fr/processes/water-2026/publish"))
	saved(t, send(v, "/fr/processes/water-2026/publish", form))
	v.Who.Actor = access.Actor{Channel: access.Web}
	for path, wants := range map[string][]string{
		"":           {"<strong>compte</strong>", "Débat", "Prendre part", "40 personnes ont participé."},
		"/partners":  {"Régie", "initiatrice", "Les sources divergent", "Office", "Sigle non publié", "Ada Ndiaye", "Accord", "Gazette"},
		"/rules":     {"On écoute et on répond.", "version 2", "Ce qui a changé"},
		"/chronicle": {"Ouverture", "15 janvier 2026"},
		"/results":   {"Aucun résultat pour l’instant"},
		".json":      {`"id": "water-2026"`, `"open_now"`},
	} {
		r := v.Get("/fr/processes/water-2026" + path)
		for _, want := range wants {
			if !strings.Contains(r.Body, want) {
				t.Errorf("%s does not show %q", path, want)
			}
		}
	}
	w = whole(t, h, "water-2026")
	last, _ := w.InForce(process.GroundRules)
	if compared := page(t, v, "/fr/processes/water-2026/rules/"+string(last.ID)); !strings.Contains(compared, "<ins>") {
		t.Error("the comparison of two versions marks nothing")
	}
	v.Who.Actor = stranger.Actor
	form = filled(t, page(t, v, "/fr/processes/water-2026/archive"))
	saved(t, send(v, "/fr/processes/water-2026/archive", form))
	if body := page(t, v, "/fr/processes/water-2026"); !strings.Contains(body, "Ce processus est terminé") {
		t.Error("the archived process does not say so")
	}
}

func whole(t *testing.T, h *processtest.House, id ref.ID) process.Whole {
	t.Helper()
	w, err := h.Processes.Whole(t.Context(), access.AtConsole(id), id)
	if err != nil {
		t.Fatal(err)
	}
	return w
}

func TestSavingAFormUntouchedLosesNothing(t *testing.T) {
	h, v := site(t)
	for _, name := range []string{"senegal-iot-security.yaml", "canada-iot-security.yaml", "mareola-water-meters.yaml"} {
		id := bring(t, h, name)
		v.Who.Actor = processtest.Holding(access.Editor, id)
		before := whole(t, h, id)
		saved(t, send(v, "/en"+before.Path()+"/edit", filled(t, page(t, v, "/en"+before.Path()+"/edit"))))
		var paths []string
		for _, s := range before.Stages {
			paths = append(paths, before.EditPath(process.StageNoun, s.ID))
		}
		for _, s := range before.Groups {
			paths = append(paths, before.EditPath(process.GroupNoun, s.ID))
		}
		for _, s := range before.Partners {
			paths = append(paths, before.EditPath(process.PartnerNoun, s.ID))
		}
		for _, s := range before.People {
			paths = append(paths, before.EditPath(process.PersonNoun, s.ID))
		}
		for _, s := range before.Agreements {
			paths = append(paths, before.EditPath(process.AgreementNoun, s.ID))
		}
		for _, s := range before.Rules {
			paths = append(paths, before.EditPath(process.RulesNoun, s.ID))
		}
		for _, s := range before.Sources {
			paths = append(paths, before.EditPath(process.SourceNoun, s.ID))
		}
		for _, s := range before.Entries {
			paths = append(paths, before.EditPath(process.EntryNoun, s.ID))
		}
		for _, path := range paths {
			saved(t, send(v, "/fr"+path, filled(t, page(t, v, "/fr"+path))))
		}
		after := whole(t, h, id)
		if after.Version != before.Version+1 || after.Stages[0].Version != before.Stages[0].Version+1 {
			t.Fatalf("%s: the forms were not saved", id)
		}
		same(t, "process", before.Bundle().Process, after.Bundle().Process)
		same(t, "sources", before.Bundle().Sources, after.Bundle().Sources)
		same(t, "groups", before.Bundle().Groups, after.Bundle().Groups)
		same(t, "partners", before.Bundle().Partners, after.Bundle().Partners)
		same(t, "people", before.Bundle().People, after.Bundle().People)
		same(t, "agreements", before.Bundle().Agreements, after.Bundle().Agreements)
		same(t, "rules", before.Bundle().GroundRules, after.Bundle().GroundRules)
		same(t, "stages", before.Bundle().Stages, after.Bundle().Stages)
		same(t, "entries", before.Bundle().Entries, after.Bundle().Entries)
	}
}

func TestTwoEditorsOnOneForm(t *testing.T) {
	h, v := site(t)
	processtest.Published(t, h.Processes, "water")
	v.Who.Actor = processtest.Holding(access.Editor, "water")
	st := whole(t, h, "water").Stages[0]
	path := "/en" + whole(t, h, "water").EditPath(process.StageNoun, st.ID)
	first, second := filled(t, page(t, v, path)), filled(t, page(t, v, path))
	first.Set("text.en", "What the first wrote.")
	second.Set("text.en", "What the second wrote.")
	second.Set("end", "2027-01")
	saved(t, send(v, path, first))
	r := send(v, path, second)
	if r.Status != http.StatusConflict {
		t.Fatalf("the second save: %d", r.Status)
	}
	for _, want := range []string{"What the second wrote.", "first", "2027-01", "2026-12", "Somebody saved meanwhile"} {
		if !strings.Contains(r.Body, want) {
			t.Errorf("the page of the conflict does not show %q", want)
		}
	}
	if got := whole(t, h, "water").Stages[0].Text.Words(lang.English); got != "What the first wrote." {
		t.Errorf("the text is %q", got)
	}
	again := filled(t, r.Body)
	if again.Get("text.en") != "What the second wrote." || again.Get("version") != strconv.Itoa(st.Version+1) {
		t.Fatalf("the form holds %q, version %q", again.Get("text.en"), again.Get("version"))
	}
	saved(t, send(v, path, again))
	if got := whole(t, h, "water").Stages[0].Text.Words(lang.English); got != "What the second wrote." {
		t.Errorf("the text is %q after the decision", got)
	}

	path = "/en/processes/water/edit"
	first, second = filled(t, page(t, v, path)), filled(t, page(t, v, path))
	first.Set("summary.en", "First summary")
	second.Set("summary.en", "Second summary")
	saved(t, send(v, path, first))
	if r := send(v, path, second); r.Status != http.StatusConflict || !strings.Contains(r.Body, "First") || filled(t, r.Body).Get("summary.en") != "Second summary" {
		t.Errorf("the second save of the process: %d", r.Status)
	}
	saved(t, send(v, path, filled(t, send(v, path, second).Body)))
}

func TestAStaleTranslationIsSaid(t *testing.T) {
	h, v := site(t)
	processtest.Published(t, h.Processes, "water")
	v.Who.Actor = processtest.Holding(access.Editor, "water")
	form := filled(t, page(t, v, "/fr/processes/water/edit"))
	form.Set("summary.fr", "Chacun dit ce qui compte pour lui.")
	saved(t, send(v, "/fr/processes/water/edit", form))
	stale := "This translation is older than the original"
	if !strings.Contains(page(t, v, "/en/processes/water"), stale) || strings.Contains(page(t, v, "/fr/processes/water"), "plus ancienne") {
		t.Error("readers do not learn which translation is older than its original")
	}
	form = filled(t, page(t, v, "/en/processes/water/edit"))
	form.Set("summary.en.right", "on")
	saved(t, send(v, "/en/processes/water/edit", form))
	if strings.Contains(page(t, v, "/en/processes/water"), stale) {
		t.Error("a translation that was confirmed still counts as older")
	}
}

func TestBadInputGetsAnAnswer(t *testing.T) {
	h, v := site(t)
	processtest.Published(t, h.Processes, "water")
	v.Who.Actor = processtest.Holding(access.Editor, "water")
	path := "/en/processes/water/desk/stages/new"
	for name, c := range map[string]struct {
		field, value, want string
		status             int
	}{
		"no title":     {"title.fr", "", "Write this in at least one language.", http.StatusUnprocessableEntity},
		"a bad date":   {"start", "next week", "Write a date as 2018", http.StatusUnprocessableEntity},
		"a bad span":   {"end", "2017", "The end is before the beginning.", http.StatusUnprocessableEntity},
		"a bad act":    {"open", "shout", "Choose acts from the list.", http.StatusUnprocessableEntity},
		"no UTF-8":     {"title.fr", "\xff\xfe", "UTF-8", http.StatusUnprocessableEntity},
		"two megabyte": {"text.fr", strings.Repeat("a", 2<<20), "too large", http.StatusRequestEntityTooLarge},
		"a long title": {"title.fr", strings.Repeat("é", 201), "201 characters", http.StatusUnprocessableEntity},
		"no source":    {"sources", "nowhere", "Nothing in this process has the id", http.StatusUnprocessableEntity},
	} {
		form := url.Values{"title.fr": {"Débat"}, "start": {"2018"}, "evidence": {"1"}}
		form.Set(c.field, c.value)
		r := send(v, path, form)
		if r.Status != c.status || !strings.Contains(r.Body, c.want) {
			t.Errorf("%s: %d, want %d with %q", name, r.Status, c.status, c.want)
		}
	}
	if n := len(whole(t, h, "water").Stages); n != 1 {
		t.Errorf("%d stages after bad input", n)
	}
	v.Who.Actor = processtest.Holding(access.Editor, "fish")
	if r := v.Post(path, "title.fr", "x"); r.Status != http.StatusForbidden {
		t.Errorf("an editor of another process: %d", r.Status)
	}
	v.Who.Actor = processtest.Holding(access.Member, "water")
	for _, p := range []string{"/en/processes/water/desk", "/en/processes/water/edit", "/en/processes/new"} {
		if r := v.Get(p); r.Status != http.StatusForbidden {
			t.Errorf("%s for a member: %d", p, r.Status)
		}
	}
}

func TestHostileTextStaysText(t *testing.T) {
	h, v := site(t)
	who := processtest.Holding(access.Editor, "water")
	processtest.Published(t, h.Processes, "water")
	part := process.Part{Process: "water", Evidence: evidence.Evidence{Uncertain: hostile("x")}}
	ctx := t.Context()
	if _, err := h.Processes.SetPartner(ctx, who, process.Partner{Part: part, Title: hostile("a"), Roles: []lang.Text{hostile("r")}, Note: hostile("n")}); err != nil {
		t.Fatal(err)
	}
	if _, err := h.Processes.SetEntry(ctx, who, process.Entry{Part: part, Kind: process.Figure, Title: hostile("a"), Text: hostile("[x](javascript:alert(1))")}); err != nil {
		t.Fatal(err)
	}
	if _, err := h.Processes.Adopt(ctx, who, process.Rules{Part: part, Kind: process.GroundRules, Text: hostile("r")}); err != nil {
		t.Fatal(err)
	}
	v.Who.Actor = who
	for _, path := range []string{"/partners", "/results", "/rules", "/desk"} { // the visitor refuses what got through
		if !strings.Contains(page(t, v, "/fr/processes/water"+path), "script") && path != "/rules" {
			t.Errorf("%s does not show the text at all", path)
		}
	}
}

func TestPeopleJoinOnAPage(t *testing.T) {
	h, v := site(t)
	processtest.Published(t, h.Processes, "water")
	w := whole(t, h, "water")
	if r := v.Get("/fr/processes/water/join"); r.Status != http.StatusSeeOther {
		t.Errorf("a stranger is not led to sign in: %d", r.Status)
	}
	amina := h.Person(t, "amina@example.sn")
	v.Who.Actor = amina
	form := filled(t, page(t, v, "/fr/processes/water/join"))
	if r := send(v, "/fr/processes/water/join", form); r.Status != http.StatusUnprocessableEntity || !strings.Contains(r.Body, "Choisissez l’un des groupes") {
		t.Errorf("without a group: %d", r.Status)
	}
	form.Set("stakeholder_group", string(w.Groups[0].ID))
	form.Set("new-organization", "Régie <b>des</b> eaux")
	form.Set("interest", "Pêche")
	saved(t, send(v, "/fr/processes/water/join", form))
	v.Who.Actor = h.Actor(t, amina.Person)
	again := filled(t, page(t, v, "/fr/processes/water/join"))
	if again.Get("stakeholder_group") != string(w.Groups[0].ID) || again.Get("interest") != "Pêche" || again.Get("organization") == "" {
		t.Errorf("what was declared comes back as %v", again)
	}
	if strings.Contains(page(t, v, "/fr/processes/water"), "/join") {
		t.Error("a member is asked to take part")
	}
	if _, err := h.Processes.Archive(t.Context(), access.AtConsole("water"), "water"); err != nil {
		t.Fatal(err)
	}
	v.Who.Actor = h.Person(t, "late@example.sn")
	if body := page(t, v, "/fr/processes/water/join"); !strings.Contains(body, "On ne peut pas rejoindre") {
		t.Error("the page does not say that joining is closed")
	}
}

func TestPartsAreRemovedAfterAQuestion(t *testing.T) {
	h, v := site(t)
	processtest.Published(t, h.Processes, "water")
	v.Who.Actor = processtest.Holding(access.Editor, "water")
	w := whole(t, h, "water")
	path := "/en" + w.EditPath(process.GroupNoun, w.Groups[1].ID) + "/remove"
	form := filled(t, page(t, v, path))
	saved(t, send(v, path, form))
	if n := len(whole(t, h, "water").Groups); n != 1 {
		t.Errorf("%d groups", n)
	}
	if r := send(v, path, form); r.Status != http.StatusNotFound {
		t.Errorf("removed twice: %d", r.Status)
	}
}

// same fails unless two values are the same as JSON.
func same(t *testing.T, what string, a, b any) {
	t.Helper()
	x, y := asJSON(t, a), asJSON(t, b)
	if x != y {
		for i := range min(len(x), len(y)) {
			if x[i] != y[i] {
				from := max(0, i-200)
				t.Errorf("%s changed:\n%s\n%s", what, x[from:min(len(x), i+200)], y[from:min(len(y), i+200)])
				return
			}
		}
		t.Errorf("%s changed: %d and %d bytes", what, len(x), len(y))
	}
}

func asJSON(t *testing.T, v any) string {
	t.Helper()
	b, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}
