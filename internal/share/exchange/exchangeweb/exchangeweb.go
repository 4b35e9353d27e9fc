// Package exchangeweb is the face of package exchange: a convener hands in a
// file, reads what it would do, and says yes.
package exchangeweb

import (
	"embed"
	"io"
	"io/fs"

	"github.com/a-h/templ"

	"penc/internal/gather/process"
	"penc/internal/ground/fault"
	"penc/internal/ground/ref"
	"penc/internal/platform/web"
	"penc/internal/share/exchange"
)

//go:embed i18n
var words embed.FS

//go:embed faults/i18n
var faultWords embed.FS

// FaultWords returns the sentences for the faults of package bundle, whose keys
// begin with "bundle.".
func FaultWords() fs.FS {
	sub, _ := fs.Sub(faultWords, "faults")
	return sub
}

type face struct {
	exchange  *exchange.Service
	processes *process.Service
}

// Face returns the pages of exchange.
func Face(s *exchange.Service, processes *process.Service) web.Face {
	f := face{s, processes}
	return web.Face{
		Name:  "exchange",
		Words: words,
		Routes: []web.Route{
			{Pattern: "GET /import", For: web.Stewards, Do: f.ask},
			{Pattern: "POST /import", For: web.Stewards, Do: f.plan, MaxBody: web.FileBody},
			{Pattern: "POST /import/adopt", For: web.Stewards, Do: f.adopt, MaxBody: web.FileBody},
			{Pattern: "GET /processes/{id}/export", For: web.Stewards, Do: f.export},
		},
		Panels: []web.Panel{{On: "process.desk", Order: 90, Show: f.panel}},
	}
}

func (f face) ask(a *web.Ask) error {
	return a.Render(importPage(askPage{Page: a.Page(a.T("exchange.title"))}))
}

// plan shows what a file would do. The file travels on in the page, so that what
// is adopted is what was read.
func (f face) plan(a *web.Ask) error {
	form, err := a.Form()
	if err != nil {
		return err
	}
	text, err := text(form)
	if err != nil {
		return a.Refused(err, func(fs web.Faults) templ.Component {
			return importPage(askPage{Page: a.Page(a.T("exchange.title")), Faults: fs})
		})
	}
	p, err := f.exchange.Plan(a.Ctx(), a.Who, []byte(text))
	if broken := exchange.Faults(err); broken != nil {
		return a.RenderRefused(importPage(askPage{Page: a.Page(a.T("exchange.title")), Text: text, Broken: broken}))
	}
	if err != nil {
		return err
	}
	return a.Render(planPage(planned{Page: a.Page(a.T("exchange.plan.title")), Plan: p, Text: text, Act: web.NewAct()}))
}

// text returns what was pasted, or else the content of the file handed in.
func text(form web.Form) (string, error) {
	if pasted := form.Get("text"); pasted != "" {
		return pasted + "\n", nil
	}
	head := form.File("file")
	if head == nil {
		return "", fault.Field("file", "exchange.file.none")
	}
	file, err := head.Open()
	if err != nil {
		return "", err
	}
	defer file.Close()
	raw, err := io.ReadAll(file)
	return string(raw), err
}

func (f face) adopt(a *web.Ask) error {
	form, err := a.Form()
	if err != nil {
		return err
	}
	p, err := f.exchange.Adopt(a.Ctx(), a.Who, []byte(form.Get("text")+"\n"))
	if broken := exchange.Faults(err); broken != nil {
		return a.RenderRefused(importPage(askPage{Page: a.Page(a.T("exchange.title")), Text: form.Get("text"), Broken: broken}))
	}
	if err != nil {
		return err
	}
	return a.GoDone("/processes/"+string(p.Process)+"/desk", "exchange.adopted")
}

func (f face) export(a *web.Ask) error {
	raw, err := f.exchange.Export(a.Ctx(), a.Who, a.ID("id"))
	if err != nil {
		return err
	}
	return a.File("application/yaml", string(a.ID("id"))+".yaml", raw)
}

func (f face) panel(a *web.Ask, id ref.ID) (templ.Component, error) {
	if process.MayWrite(a.Who, id) != nil {
		return nil, nil
	}
	return exportPanel(a.Speaker, id), nil
}
