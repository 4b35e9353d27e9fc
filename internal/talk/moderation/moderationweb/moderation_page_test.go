package moderationweb

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/a-h/templ"

	"penc/internal/ground/access"
	"penc/internal/ground/fault"
	"penc/internal/ground/lang"
	"penc/internal/ground/ref"
	"penc/internal/people/role/roletest"
	"penc/internal/platform/db"
	"penc/internal/platform/db/dbtest"
	"penc/internal/platform/feature"
	"penc/internal/platform/web"
	"penc/internal/platform/web/webtest"
	"penc/internal/talk/moderation"
)

func TestPagesRenderFullAndEmpty(t *testing.T) {
	at := time.Date(2026, 3, 1, 9, 30, 0, 0, time.UTC)
	water := feature.Card{Ref: ref.To("process", "water"), Name: lang.Say(lang.French, "<b>Eau</b>"), Path: "/processes/water", Process: "water", Simulated: true}
	item := func(state moderation.State, flags int) moderation.Item {
		return moderation.Item{
			ID: "i1", Ref: ref.To("note", "n1"), Process: "water", Text: lang.Of(lang.French, map[lang.Tag]string{lang.French: "<b>Mots</b>", lang.English: "<b>Words</b>"}),
			State: state, Flags: flags, Submitted: at, Version: 3,
			Reason: moderation.Reason{Code: moderation.Duplicate, Number: 4, Note: "<b>Voyez</b>", Lang: lang.French},
		}
	}
	card := feature.Card{Ref: ref.To("note", "n1"), Name: lang.Say(lang.French, "<b>Mots</b>"), Path: "/notes/n1", Process: "water", Public: true}
	decision := moderation.Decision{ID: "d1", Ref: ref.To("conversation.statement", "n1"), Reason: moderation.Reason{Code: moderation.Other, Note: "<b>Non</b>"}, Again: true, At: at}
	full := moderation.Case{
		Item: item(moderation.Accepted, 1), Path: "/notes/n1", History: []moderation.Decision{decision, {Accept: true, At: at}},
		Flags: []moderation.Flag{{Reason: moderation.Reason{Code: moderation.Other, Note: "<b>Faux</b>", Lang: lang.French}, Raised: at}},
	}
	united := item(moderation.Rejected, 0)
	united.Merged = true
	webtest.Pages(t, "moderation", words, func(p web.Page) map[string]templ.Component {
		return map[string]templ.Component{
			"queue empty": queueView(queuePage{Page: p}),
			"queue full": queueView(queuePage{
				Page: p, Answer: answer{Case: full}, Panels: []templ.Component{logPanel(p.Speaker, "water")},
				Queue: moderation.Queue{Process: water, Waiting: []moderation.Case{full, {Item: item(moderation.Waiting, 0)}, {}}, All: 3, Lately: []moderation.Item{item(moderation.Rejected, 0), united}},
			}),
			"case empty":     caseView(casePage{Page: p}),
			"case full":      caseView(casePage{Page: p, Process: water, Answer: answer{Case: full, In: moderation.Verdict{Reason: moderation.Reason{Code: moderation.Duplicate, Number: 2, Note: "<b>Non</b>"}}}}),
			"case rejected":  caseView(casePage{Page: p, Process: water, Answer: answer{Case: moderation.Case{Item: item(moderation.Rejected, 0)}}}),
			"case merged":    caseView(casePage{Page: p, Process: water, Answer: answer{Case: moderation.Case{Item: united, History: []moderation.Decision{{Act: moderation.Merged, At: at}, {Act: moderation.Split, At: at}}}}}),
			"case meanwhile": caseView(casePage{Page: p, Process: water, Answer: answer{Case: moderation.Case{Item: item(moderation.Accepted, 0)}, Another: true}}),
			"log empty":      logView(logPage{Page: p}),
			"log full":       logView(logPage{Page: p, LogPage: moderation.LogPage{Process: water, Lines: []moderation.Line{{Decision: decision}, {Decision: moderation.Decision{Accept: true}, Thing: card}}}, Older: "/en/x"}),
			"flag empty":     flagView(flagPage{Page: p}),
			"flag full":      flagView(flagPage{Page: p, Thing: card, In: moderation.Reason{Code: moderation.Other, Note: "<b>Non</b>"}}),
			"desk none":      deskPanel(p.Speaker, "water", 0),
			"desk some":      deskPanel(p.Speaker, "water", 2),
			"log panel":      logPanel(p.Speaker, "water"),
		}
	})
}

// A room is a site with one process, people, and notes that members write.
type room struct {
	*roletest.House
	*webtest.Visitor
	t     *testing.T
	queue *moderation.Service
	notes map[ref.ID]feature.Card
}

func newRoom(t *testing.T, d *db.DB) *room {
	r := &room{House: roletest.New(t, d), t: t, notes: map[ref.ID]feature.Card{}}
	catalogue := web.NewCatalogue()
	if err := catalogue.Add("moderation", words); err != nil {
		t.Fatal(err)
	}
	r.queue = moderation.New(d, r.People, r.Notices, r.Dir, Sayer(catalogue))
	r.queue.On("note", func(tx *db.Tx, _ access.Actor, id ref.ID, accept bool, _ lang.Text) error {
		tx.OnCommit(func() {
			c := r.notes[id]
			c.Public = accept
			r.notes[id] = c
		})
		return nil
	})
	r.Dir.Add(r.queue.Feature())
	r.Dir.Add(feature.Feature{Name: "note", Cards: map[ref.Kind]func(*db.Tx, ref.ID) (feature.Card, error){
		"note": func(_ *db.Tx, id ref.ID) (feature.Card, error) {
			c, ok := r.notes[id]
			if !ok {
				return c, fault.New(fault.NotFound, "", "note.unknown")
			}
			return c, nil
		},
	}})
	r.Process("water", "Water", true)
	r.Process("draft", "Draft", false)
	_, r.Visitor = webtest.Site(t, d, r.Dir, nil, Face(r.queue))
	return r
}

func (r *room) be(name, role string) {
	r.t.Helper()
	id := r.Person(name)
	if role != "" {
		r.Hold("water", id, role)
	}
	r.Who.Actor = r.As(id)
}

func (r *room) write(id ref.ID) (path string) {
	r.t.Helper()
	thing, words := ref.To("note", id), lang.Say(lang.French, "Les mots de "+string(id))
	r.notes[id] = feature.Card{Ref: thing, Name: words, Path: "/notes/" + string(id), Process: "water"}
	var q moderation.Queue
	err := r.DB.Write(r.t.Context(), func(tx *db.Tx) error {
		return r.queue.SubmitTx(tx, moderation.Item{Ref: thing, Process: "water", Text: words})
	})
	if err == nil {
		q, err = r.queue.QueueOf(r.t.Context(), access.AtConsole("water"), "water")
	}
	if err != nil {
		r.t.Fatal(err)
	}
	return "/en/processes/water/moderation/" + string(q.Waiting[len(q.Waiting)-1].ID)
}

func each(t *testing.T, test func(t *testing.T, r *room)) {
	schemas := append(roletest.Schemas(), db.Schema{Room: "moderation", Files: moderation.New(nil, nil, nil, nil, nil).Feature().Schema})
	dbtest.Each(t, schemas, func(t *testing.T, d *db.DB, _ *dbtest.Clock) { test(t, newRoom(t, d)) })
}

func TestAFacilitatorWorksThroughTheQueue(t *testing.T) {
	each(t, func(t *testing.T, r *room) {
		first, second := r.write("n1"), r.write("n2")
		r.be("awa", access.Facilitator)
		page := r.Get("/en/processes/water/moderation")
		if page.Status != http.StatusOK || !strings.Contains(page.Body, "Les mots de n1") || !strings.Contains(page.Body, "2 contributions") {
			t.Fatalf("%d %s", page.Status, page.Body)
		}
		next := r.Follow(r.Post(first, "verdict", "accept", "version", "1"))
		if !strings.Contains(next.Body, "Accepted. The author is told.") || !strings.Contains(next.Body, "Les mots de n2") {
			t.Errorf("%s", next.Body)
		}
		again := r.Post(second, "verdict", "reject", "version", "1", "note", "Un mot")
		if again.Status != http.StatusUnprocessableEntity || !strings.Contains(again.Body, "Choose a reason") || !strings.Contains(again.Body, ">Un mot<") {
			t.Errorf("%d %s", again.Status, again.Body)
		}
		done := r.Follow(r.Post(second, "verdict", "reject", "version", "1", "code", "duplicate", "number", "1", "note", "Un mot"))
		if !strings.Contains(done.Body, "Nothing waits") || !strings.Contains(done.Body, "It repeats no. 1.") {
			t.Errorf("%s", done.Body)
		}
		r.Who = &web.Identity{}
		log := r.Get("/en/processes/water/moderation/log")
		if log.Status != http.StatusOK || !strings.Contains(log.Body, "It repeats no. 1.") || strings.Contains(log.Body, "Les mots") || strings.Contains(log.Body, "Un mot") {
			t.Errorf("%d %s", log.Status, log.Body)
		}
		json := r.Get("/en/processes/water/moderation/log.json")
		if json.Status != http.StatusOK || !strings.Contains(json.Body, `"duplicate"`) || strings.Contains(json.Body, "Un mot") {
			t.Errorf("%d %s", json.Status, json.Body)
		}
	})
}

func TestWhoDecidedFirstStands(t *testing.T) {
	each(t, func(t *testing.T, r *room) {
		path := r.write("n1")
		r.be("awa", access.Facilitator)
		if got := r.Post(path, "verdict", "accept", "version", "1"); got.Status != http.StatusSeeOther {
			t.Fatalf("%d %s", got.Status, got.Body)
		}
		r.be("fatou", access.Convener)
		late := r.Post(path, "verdict", "reject", "version", "1", "code", "unlawful", "note", "Injure")
		if late.Status != http.StatusConflict || !strings.Contains(late.Body, "Somebody else decided meanwhile") ||
			!strings.Contains(late.Body, `name="version" value="2"`) || !strings.Contains(late.Body, ">Injure<") {
			t.Fatalf("%d %s", late.Status, late.Body)
		}
		if !r.notes["n1"].Public {
			t.Error("the late decision stands")
		}
		if got := r.Post(path, "verdict", "reject", "version", "2", "code", "unlawful"); got.Status != http.StatusSeeOther || r.notes["n1"].Public {
			t.Errorf("decided again: %d %s", got.Status, got.Body)
		}
	})
}

func TestWhoMayModerate(t *testing.T) {
	each(t, func(t *testing.T, r *room) {
		path := r.write("n1")
		for role, want := range map[string]int{"": http.StatusForbidden, access.Member: http.StatusForbidden, access.Editor: http.StatusForbidden, access.Facilitator: http.StatusOK, access.Convener: http.StatusOK} {
			r.be("someone-"+role, role)
			if got := r.Get("/en/processes/water/moderation"); got.Status != want {
				t.Errorf("%q reads the queue: %d", role, got.Status)
			}
			if got := r.Post(path, "verdict", "accept", "version", "0"); want == http.StatusForbidden && got.Status != http.StatusForbidden && got.Status != http.StatusNotFound {
				t.Errorf("%q decides: %d", role, got.Status)
			}
			if got := r.Get("/en/processes/draft/moderation/log"); got.Status != http.StatusNotFound {
				t.Errorf("%q reads the log of a draft: %d", role, got.Status)
			}
		}
		r.be("fatou", access.Convener)
		if got := r.Get(strings.Replace(path, "water", "draft", 1)); got.Status != http.StatusNotFound {
			t.Errorf("a contribution under another process: %d", got.Status)
		}
		r.Who = &web.Identity{}
		if got := r.Get("/en/processes/water/moderation"); got.Status != http.StatusSeeOther {
			t.Errorf("a stranger at the queue: %d", got.Status)
		}
	})
}

func TestAMemberFlags(t *testing.T) {
	each(t, func(t *testing.T, r *room) {
		thing := ref.To("note", "n1")
		r.notes["n1"] = feature.Card{Ref: thing, Name: lang.Say(lang.French, "Les mots"), Path: "/processes/water/moderation/log", Process: "water", Public: true}
		r.be("modou", "")
		if got := r.Get("/en" + FlagPath(thing)); got.Status != http.StatusForbidden {
			t.Errorf("somebody outside: %d", got.Status)
		}
		r.be("moussa", access.Member)
		if got := r.Get("/en" + FlagPath(thing)); got.Status != http.StatusOK || !strings.Contains(got.Body, "Les mots") {
			t.Fatalf("%d %s", got.Status, got.Body)
		}
		empty := r.Post("/en"+FlagPath(thing), "code", "other", "note", "")
		if empty.Status != http.StatusUnprocessableEntity {
			t.Errorf("%d", empty.Status)
		}
		done := r.Follow(r.Post("/en"+FlagPath(thing), "code", "other", "note", "C’est faux."))
		if !strings.Contains(done.Body, "Thank you.") {
			t.Errorf("%s", done.Body)
		}
		if got := r.Post("/en"+FlagPath(thing), "code", "unlawful"); got.Status != http.StatusConflict {
			t.Errorf("a second time: %d", got.Status)
		}
		if got := r.Get("/en" + FlagPath(ref.To("note", "n2"))); got.Status != http.StatusNotFound {
			t.Errorf("what is not there: %d", got.Status)
		}
		r.be("awa", access.Facilitator)
		if got := r.Get("/en/processes/water/moderation"); !strings.Contains(got.Body, "One member flagged it") || !strings.Contains(got.Body, "C’est faux.") {
			t.Errorf("%s", got.Body)
		}
	})
}
