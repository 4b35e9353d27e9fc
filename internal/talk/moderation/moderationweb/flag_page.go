package moderationweb

import (
	"github.com/a-h/templ"

	"penc/internal/ground/ref"
	"penc/internal/platform/feature"
	"penc/internal/platform/web"
	"penc/internal/platform/web/ui"
	"penc/internal/talk/moderation"
)

// flagPage asks what is wrong with a thing.
type flagPage struct {
	web.Page
	Thing  feature.Card
	In     moderation.Reason
	Faults web.Faults
	Act    ui.Hidden
}

func (f face) ask(a *web.Ask) error {
	thing, err := f.queue.Flaggable(a.Ctx(), a.Who, flagged(a))
	if err != nil {
		return err
	}
	return a.Render(flagView(newFlagPage(a, thing, moderation.Reason{}, web.Faults{})))
}

func newFlagPage(a *web.Ask, thing feature.Card, in moderation.Reason, faults web.Faults) flagPage {
	p := a.Page(a.T("moderation.flag.title"))
	p.NoIndex = true
	return flagPage{Page: p, Thing: thing, In: in, Faults: faults, Act: web.NewAct()}
}

func flagged(a *web.Ask) ref.Ref { return ref.To(ref.Kind(a.R.PathValue("kind")), a.ID("id")) }

func (f face) flag(a *web.Ask) error {
	form, err := a.Form()
	if err != nil {
		return err
	}
	thing, err := f.queue.Flaggable(a.Ctx(), a.Who, flagged(a))
	if err != nil {
		return err
	}
	in := readReason(a, form)
	if err := f.queue.Flag(a.Ctx(), a.Who, flagged(a), in); err != nil {
		return a.Refused(err, func(fs web.Faults) templ.Component { return flagView(newFlagPage(a, thing, in, fs)) })
	}
	return a.GoDone(thing.Path, "moderation.flag.done")
}
