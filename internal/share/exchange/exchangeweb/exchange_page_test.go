package exchangeweb

import (
	"strings"
	"testing"

	"github.com/a-h/templ"

	"penc/bundle"
	"penc/examples"
	"penc/internal/gather/process/processtest"
	"penc/internal/gather/process/processweb"
	"penc/internal/ground/access"
	"penc/internal/ground/carry"
	"penc/internal/ground/lang"
	"penc/internal/platform/web"
	"penc/internal/platform/web/webtest"
	"penc/internal/share/exchange"
)

func TestPagesRenderFullAndEmpty(t *testing.T) {
	plan := exchange.Plan{Process: "rivers", Changes: []carry.Change{
		{Section: "stages", ID: "s1", Name: lang.Say(lang.French, "<b>Étape</b>"), Kind: carry.Created},
		{Section: "stages", ID: "s2", Name: lang.Say(lang.English, "Stage"), Kind: carry.Changed},
		{Section: "process", ID: "rivers", Name: lang.Say(lang.English, "Rivers"), Kind: carry.Unchanged},
	}}
	broken := bundle.Faults{{Line: 3, Field: "process.country", Key: bundle.MsgCountry, Parts: map[string]string{"Value": "<b>"}, Text: "<b>"}}
	webtest.Pages(t, "exchange", words, func(p web.Page) map[string]templ.Component {
		return map[string]templ.Component{
			"ask":        importPage(askPage{Page: p}),
			"broken":     importPage(askPage{Page: p, Text: "<b>", Broken: broken}),
			"plan":       planPage(planned{Page: p, Plan: plan, Text: "<b>"}),
			"plan empty": planPage(planned{Page: p}),
			"panel":      exportPanel(p.Speaker, "rivers"),
		}
	})
}

// TestAConvenerTakesAProcessOver hands a file in, reads the plan and says yes.
func TestAConvenerTakesAProcessOver(t *testing.T) {
	processtest.Each(t, func(t *testing.T, h *processtest.House) {
		s := exchange.New(h.DB, h.Processes)
		site, v := webtest.Site(t, h.DB, h.Directory, nil, processweb.Face(h.Processes, h.Orgs), Face(s, h.Processes))
		if err := site.Words.Add("bundle", FaultWords()); err != nil {
			t.Fatal(err)
		}
		raw, err := examples.Files.ReadFile("senegal-iot-security.yaml")
		if err != nil {
			t.Fatal(err)
		}
		if r := v.Post("/en/import", "text", string(raw)); r.Status != 403 {
			t.Errorf("a stranger plans: %d", r.Status)
		}
		v.Who.Actor = access.Actor{Person: "ops"}.With(access.Operator, access.Site)
		if r := v.Post("/en/import"); r.Status != 422 || !strings.Contains(r.Body, "Choose a file") {
			t.Errorf("nothing handed in: %d", r.Status)
		}
		r := v.Post("/fr/import", "text", strings.Replace(string(raw), "country: SN", "country: Senegal", 1))
		if r.Status != 422 || !strings.Contains(r.Body, "process.country") || !strings.Contains(r.Body, "code de pays") {
			t.Errorf("a broken file: %d %.300s", r.Status, r.Body)
		}
		r = v.Post("/en/import", "text", string(raw))
		if r.Status != 200 || !strings.Contains(r.Body, "Nothing has been saved yet") {
			t.Fatalf("the plan: %d", r.Status)
		}
		if _, err := h.Processes.ByID(t.Context(), access.AtConsole("senegal-iot-security"), "senegal-iot-security"); err == nil {
			t.Error("planning opened the process")
		}
	})
}
