package processweb

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"io/fs"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/a-h/templ"

	"penc/bundle"
	"penc/examples"
	"penc/internal/gather/process"
	"penc/internal/gather/process/processtest"
	"penc/internal/ground/access"
	"penc/internal/ground/evidence"
	"penc/internal/ground/lang"
	"penc/internal/ground/ref"
	"penc/internal/ground/when"
	"penc/internal/people/org"
	"penc/internal/platform/db"
	"penc/internal/platform/web"
	"penc/internal/platform/web/ui"
	"penc/internal/platform/web/webtest"
)

// hostile is a text that must reach the page as it is and not as HTML.
func hostile(s string) lang.Text {
	return processtest.Words("<b>"+s+"</b><script>x</script>", "<b>"+s+"</b><script>x</script>")
}

// full is a process with something hostile in each of its fields.
func full() process.Whole {
	doubt := evidence.Evidence{
		Sources: []ref.ID{"s1"}, Uncertain: hostile("uncertain"), Derived: true,
		Disputes: []evidence.Dispute{{Field: "end", Values: []evidence.Value{{Value: hostile("one"), Sources: []ref.ID{"s1"}}, {Value: hostile("two")}}}},
		Gaps:     []evidence.Gap{{Field: "text", Note: hostile("gap")}, {Field: "ground-rules"}, {Field: "entries.recommendation", Note: hostile("none")}},
	}
	part := func(id ref.ID) process.Part {
		return process.Part{ID: id, Process: "water", Place: 1, Version: 1, Evidence: doubt}
	}
	text := []lang.Text{hostile("item")}
	w := process.Whole{
		Process: process.Process{
			ID: "water", State: process.Published, Version: 1, Country: "SN", Simulated: true, Languages: []lang.Tag{"fr", "en", "wo"},
			Title: hostile("title"), AlsoCalled: text, Summary: hostile("summary"), PlannedMonths: 18, Zone: "Africa/Dakar",
			Websites:        []process.Website{{URL: "javascript:alert(1)"}, {URL: "https://example.org/?a=1&b=<b>"}},
			FollowsMethodOf: "canada", Participation: &process.Participation{Count: 1200, AtLeast: true, Note: hostile("note"), Sources: []ref.ID{"s1"}},
			Evidence: doubt,
		},
		Sources: []process.Source{{Part: part("s1"), Title: "<b>source</b>", URL: "javascript:alert(2)", Publisher: "<b>p</b>", Date: "2018-07", Language: "wo"}},
		Groups:  []process.Group{{Part: part("g1"), Title: hostile("group"), Note: hostile("note")}},
		Partners: []process.Partner{{
			Part: part("p1"), Title: hostile("partner"), Acronym: hostile("acronym"), Group: "g1", Roles: text, Note: hostile("note"),
		}},
		People: []process.Named{{Part: part("n1"), FullName: "<b>name</b>", Position: hostile("position"), PublicOfficial: true, Note: hostile("note")}},
		Agreements: []process.Agreement{{
			Part: part("a1"), Title: hostile("agreement"), Kind: "charter", Date: "2018", Parties: []ref.ID{"p1"}, Purpose: hostile("purpose"), Objectives: text,
		}},
		Rules: []process.Rules{
			{Part: part("r1"), Kind: process.GroundRules, Number: 1, Text: hostile("rules one"), How: hostile("how"), AdoptedOn: "2018"},
			{Part: part("r2"), Kind: process.GroundRules, Number: 2, Text: hostile("rules two"), Note: hostile("note")},
		},
		Stages: []process.Stage{
			{Part: part("st1"), Title: hostile("stage"), Text: hostile("text"), Dates: when.Span{Start: "2018", End: "2019-03"}, Status: hostile("status")},
			{Part: part("st2"), Title: hostile("stage"), Acts: process.Acts, Dates: when.Span{Start: "2026-01"}},
			{Part: part("st3"), Title: hostile("stage")},
		},
	}
	for _, k := range process.Kinds {
		w.Entries = append(w.Entries, process.Entry{
			Part: part(ref.ID("e-" + string(k))), Kind: k, Number: 3, Title: hostile("entry"), Acronym: hostile("acronym"), AlsoCalled: text, Text: hostile("text"),
			Parts: text, Dates: when.Span{Start: "2018-01-01"}, Where: hostile("place"), Partners: []ref.ID{"p1"}, Group: "g1",
			WorkingGroups: []ref.ID{"e-working-group"}, RelatedOnly: k == process.Exchange,
		})
	}
	return w
}

func TestPagesRenderFullAndEmpty(t *testing.T) {
	now := dbNow
	webtest.Pages(t, "process", texts, func(p web.Page) map[string]templ.Component {
		out := map[string]templ.Component{}
		for name, w := range map[string]process.Whole{"full": full(), "empty": {Process: process.Process{ID: "water", State: process.Draft, Languages: lang.Interface}}} {
			at := Place{Process: w.Process, Title: ui.Title{Title: "x"}, Tabs: []ui.Link{{Label: "a"}, {Label: "b"}}, Desk: "/desk"}
			cite := func() *Citations { return Cite(p.Speaker, w.Sources, "process") }
			l := links{say: p.Speaker}
			over := overviewPage{Page: p, Place: at, Whole: w, Cite: cite(), Links: l, Now: now}
			over.Place.Title = over.head()
			out[name+" overview"] = processPage(over)
			out[name+" list"] = processesPage(listPage{Page: p, All: []process.Whole{w}, Now: now, MayOpen: true})
			entriesShown := entriesPage{Page: p, Place: at, Whole: w, Cite: cite(), Links: l}
			for _, k := range process.Kinds {
				entriesShown.add(string(k), p.T("process.kind."+string(k)), w.Of(k), "entries."+string(k))
			}
			out[name+" chronicle"], out[name+" results"] = entriesOf(entriesShown, "chronicle"), entriesOf(entriesShown, "results")
			out[name+" partners"] = partnersOf(partnersPage{Page: p, Place: at, Whole: w, Cite: cite(), Links: l})
			out[name+" rules"] = rulesOf(rulesPage{Page: p, Place: at, Whole: w, Cite: cite(), Links: l})
			out[name+" join"] = joiningPage(joinPage{Page: p, Place: at, Whole: w, Closed: name == "empty", Orgs: []org.Organization{{ID: "o", Name: hostile("org")}}})
			d := deskPage{Page: p, Place: at, Whole: w, Missing: w.Missing(), MayRun: true, MayWrite: true}
			section(&d, w, stages, nil)
			section(&d, w, rules, nil)
			section(&d, w, entries, nil)
			section(&d, w, sources, nil)
			out[name+" desk"] = deskOf(d)
			form := desk{Speaker: p.Speaker, Whole: w, IsNew: name == "empty"}
			out[name+" form of the process"] = editingPage(editPage{Page: p, Place: at, Whole: w, Fields: processFields(form, w.Process), Evidence: evidenceForm(w, w.Evidence, web.Faults{}, processAbout)})
			if name == "full" {
				out["forms"] = editingPage(editPage{
					Page: p, Place: at, Whole: w, Position: 1, Remove: "/remove", Evidence: evidenceForm(w, w.Stages[0].Evidence, web.Faults{}, stages.about),
					Differences: differences(p.Speaker, w.Stages[0].Fields(), w.Stages[1].Fields()),
					Fields: templ.Join(stageFields(form, w.Stages[0]), groupFields(form, w.Groups[0]), partnerFields(form, w.Partners[0]), personFields(form, w.People[0]),
						agreementFieldsOf(form, w.Agreements[0]), rulesFieldsOf(form, w.Rules[0]), sourceFields(form, w.Sources[0]), entryFields(form, w.Entries[0])),
				})
				out["comparison"] = compareOf(comparePage{Page: p, Place: at, Before: w.Rules[0], After: w.Rules[1], Lang: lang.French})
				out["confirmation"] = confirmingPage(confirmPage{Page: p, Place: at, Confirm: ui.Confirm{Text: "x", Label: "x"}})
			}
		}
		return out
	})
}

var dbNow = when.Date("2026-03-01").First()

func TestEveryWordIsThereInBothLanguages(t *testing.T) {
	words := map[string]map[string]any{}
	for _, l := range []string{"en", "fr"} {
		raw, err := fs.ReadFile(texts, "i18n/"+l+".json")
		if err != nil {
			t.Fatal(err)
		}
		in := map[string]any{}
		if err := json.Unmarshal(raw, &in); err != nil {
			t.Fatal(err)
		}
		words[l] = in
	}
	for k := range words["en"] {
		if _, ok := words["fr"][k]; !ok {
			t.Errorf("no French for %s", k)
		}
	}
	if len(words["en"]) != len(words["fr"]) {
		t.Errorf("%d English words, %d French", len(words["en"]), len(words["fr"]))
	}
	need := func(k string) {
		t.Helper()
		if _, ok := words["en"][strings.TrimPrefix(k, "process.")]; !ok {
			t.Errorf("no word for %s", k)
		}
	}
	for k, sentence := range process.FileMessages() {
		need(k)
		if words["en"][strings.TrimPrefix(k, "process.")] != sentence {
			t.Errorf("%s says one thing in a file and another on a page", k)
		}
	}
	for _, f := range process.New(nil, nil).Feature().Facts {
		need("process.fact." + strings.TrimPrefix(f.Kind, "process."))
	}
	w := full()
	for _, a := range process.Acts {
		need("process.act." + string(a))
		need("process.act-choice." + string(a))
	}
	for _, k := range process.Kinds {
		need("process.kind." + string(k))
		need("process.kind-of." + string(k))
		need("process.field.entries." + string(k))
	}
	for _, f := range slices.Concat(stages.about, groups.about, partners.about, people.about, agreements.about, rules.about, entries.about, processAbout) {
		need("process.field." + f)
	}
	for _, fields := range [][]process.Field{
		w.Process.Fields(), w.Stages[0].Fields(), w.Groups[0].Fields(), w.Partners[0].Fields(), w.People[0].Fields(),
		w.Agreements[0].Fields(), w.Rules[0].Fields(), w.Sources[0].Fields(), w.Entries[0].Fields(),
	} {
		for _, f := range fields {
			need("process.field." + f.What)
		}
	}
	for _, file := range []string{"senegal-iot-security.yaml", "canada-iot-security.yaml", "mareola-water-meters.yaml"} {
		for _, field := range doubted(t, file) {
			need("process.field." + field)
		}
	}
	for _, n := range process.Nouns {
		for _, what := range []string{".changed", ".new", ".edit", ".title"} {
			need("process." + string(n) + what)
		}
	}
	for _, m := range []process.Lacks{process.LacksTitle, process.LacksSummary, process.LacksStage, process.LacksGroup} {
		need("process.missing." + string(m))
	}
}

// doubted returns the fields of an example, in the sections of this room, on which
// sources disagree or which were never published.
func doubted(t *testing.T, name string) []string {
	t.Helper()
	b := read(t, name)
	all := []bundle.Evidence{b.Process.Evidence}
	for _, v := range b.Groups {
		all = append(all, v.Evidence)
	}
	for _, v := range b.Partners {
		all = append(all, v.Evidence)
	}
	for _, v := range b.People {
		all = append(all, v.Evidence)
	}
	for _, v := range b.Agreements {
		all = append(all, v.Evidence)
	}
	for _, v := range append(b.GroundRules, b.Consensus...) {
		all = append(all, v.Evidence)
	}
	for _, v := range b.Stages {
		all = append(all, v.Evidence)
	}
	for _, v := range b.Entries {
		all = append(all, v.Evidence)
	}
	var out []string
	for _, e := range all {
		for _, d := range e.Disputed {
			out = append(out, d.Field)
		}
		for _, g := range e.NotPublished {
			out = append(out, g.Field)
		}
	}
	return out
}

func read(t *testing.T, name string) *bundle.Bundle {
	t.Helper()
	f, err := examples.Files.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	b, err := bundle.Read(f)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// site serves the pages of processes on a real database.
func site(t *testing.T) (*processtest.House, *webtest.Visitor) {
	t.Helper()
	h := processtest.SQLite(t)
	_, v := webtest.Site(t, h.DB, h.Directory, nil, Face(h.Processes, h.Orgs))
	return h, v
}

func bring(t *testing.T, h *processtest.House, name string) ref.ID {
	t.Helper()
	b := read(t, name)
	id := ref.ID(b.Process.ID)
	err := h.DB.Write(t.Context(), func(tx *db.Tx) error {
		_, err := h.Processes.ImportTx(tx, access.AtConsole(id), b)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := h.Processes.Publish(t.Context(), access.AtConsole(id), id); err != nil {
		t.Fatal(err)
	}
	return id
}

func packed(t *testing.T, page string) int {
	t.Helper()
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	z.Write([]byte(page))
	z.Close()
	return b.Len()
}

func TestRealProcessesAreShownWithinTheBudget(t *testing.T) {
	h, v := site(t)
	for _, name := range []string{"senegal-iot-security.yaml", "canada-iot-security.yaml", "mareola-water-meters.yaml"} {
		id := bring(t, h, name)
		for _, l := range []string{"fr", "en"} {
			for _, page := range []string{"", "/chronicle", "/results", "/partners", "/rules"} {
				path := "/" + l + "/processes/" + string(id) + page
				r := v.Get(path)
				if r.Status != http.StatusOK {
					t.Fatalf("%s: %d %.300s", path, r.Status, r.Body)
				}
				limit := 30 << 10
				if page == "" {
					limit = 14 << 10
				}
				n := packed(t, r.Body)
				t.Logf("%s: %d bytes", path, n)
				if n > limit {
					t.Errorf("%s has %d bytes, more than %d", path, n, limit)
				}
				if strings.Contains(r.Body, ">process.") {
					t.Errorf("%s lacks a word: %.80s", path, r.Body[strings.Index(r.Body, ">process."):])
				}
			}
		}
	}
	senegal := v.Get("/fr/processes/senegal-iot-security/partners").Body
	for _, want := range []string{"Les sources divergent", "Tripartite", `id="source-1"`, `href="#source-1"`} {
		if !strings.Contains(senegal, want) {
			t.Errorf("the partners of Senegal do not show %q", want)
		}
	}
	rules := v.Get("/en/processes/senegal-iot-security/rules").Body
	if !strings.Contains(rules, "The ground rules used in Senegal were not found.") {
		t.Error("the gap of the ground rules is not shown where they would stand")
	}
	results := v.Get("/en/processes/senegal-iot-security/results").Body
	if !strings.Contains(results, "No stored public source gives recommendations") {
		t.Error("the gap of the recommendations is not shown where they would stand")
	}
	var public process.Public
	if err := json.Unmarshal([]byte(v.Get("/en/processes/canada-iot-security.json").Body), &public); err != nil || public.ID != "canada-iot-security" || len(public.Entries) == 0 {
		t.Errorf("the public shape: %v, %+v", err, public.ID)
	}
}
