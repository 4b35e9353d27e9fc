package breakoutweb

import (
	"strconv"

	"github.com/a-h/templ"

	"penc/internal/gather/breakout"
	"penc/internal/ground/fault"
	"penc/internal/ground/lang"
	"penc/internal/platform/web"
)

// translatePage puts a filed report-back into the other language.
type translatePage struct {
	reportPage
	Typed map[string]map[lang.Tag]string
}

func (f face) translate(a *web.Ask) error {
	p, err := f.translatePage(a)
	if err != nil {
		return err
	}
	return a.Render(translateView(p))
}

func (f face) translatePage(a *web.Ask) (translatePage, error) {
	rp, err := f.reportPage(a)
	if err != nil {
		return translatePage{}, err
	}
	if !rp.Report.Filed() {
		return translatePage{}, fault.New(fault.NotFound, "", "breakout.versions.none")
	}
	rp.Place.Title.Title = a.T("breakout.translate.title")
	return translatePage{reportPage: rp}, nil
}

func (f face) carryTranslate(a *web.Ask) error {
	form, err := a.Form()
	if err != nil {
		return err
	}
	p, err := f.translatePage(a)
	if err != nil {
		return err
	}
	body := p.Body
	body.Lines = append([]breakout.Line{}, body.Lines...)
	p.Typed = map[string]map[lang.Tag]string{}
	revise := func(name string, t lang.Text) lang.Text {
		p.Typed[name] = form.Words(name, lang.Interface)
		return t.Revise(p.Written, p.Typed[name], form.Confirmed(name, lang.Interface)...)
	}
	for i := range body.Lines {
		body.Lines[i].Text = revise("text."+strconv.Itoa(i+1), body.Lines[i].Text)
	}
	body.Questions = revise("questions", body.Questions)
	_, v, err := f.service.Write(a.Ctx(), a.Who, a.ID("id"), a.ID("breakout"), breakout.Writing{
		Of: form.Int("of"), Way: p.Report.Standing().Way, Note: a.T("breakout.translate.note"), Body: body,
	})
	if err != nil {
		return a.Refused(err, func(fs web.Faults) templ.Component { p.Faults = fs; return translateView(p) })
	}
	if v.Standing == breakout.Beside {
		return a.GoDone(breakout.Path(a.ID("id"), a.ID("breakout"))+"/report", "breakout.done.beside")
	}
	return a.GoDone(breakout.Path(a.ID("id"), a.ID("breakout")), "breakout.done.translated")
}
