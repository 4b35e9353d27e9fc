package moderationweb

import (
	"strconv"

	"github.com/a-h/templ"

	"penc/internal/ground/fault"
	"penc/internal/platform/feature"
	"penc/internal/platform/web"
	"penc/internal/platform/web/ui"
	"penc/internal/talk/moderation"
)

// queuePage shows the oldest thing in full and those that come after it.
type queuePage struct {
	web.Page
	moderation.Queue
	Answer answer
	Panels []templ.Component
}

// casePage shows one thing and what was decided about it.
type casePage struct {
	web.Page
	Process feature.Card
	Answer  answer
}

// An answer is the forms in which a moderator decides about a thing, with what
// they typed.
type answer struct {
	Case    moderation.Case
	In      moderation.Verdict
	Faults  web.Faults
	Another bool // somebody else decided meanwhile
	Act     ui.Hidden
}

func (f face) show(a *web.Ask) error {
	q, err := f.queue.QueueOf(a.Ctx(), a.Who, a.ID("id"))
	if err != nil {
		return err
	}
	p := queuePage{Page: within(a, q.Process, a.T("moderation.queue.title")).With("moderation/queue.js"), Queue: q}
	if p.Panels, err = a.Panels(QueuePanel, q.Process.Process); err != nil {
		return err
	}
	if len(q.Waiting) > 0 {
		p.Answer = answer{Case: q.Waiting[0], Act: web.NewAct()}
	}
	return a.Render(queueView(p))
}

func (f face) one(a *web.Ask) error {
	c, process, err := f.caseOf(a)
	if err != nil {
		return err
	}
	return a.Render(caseView(casePage{
		Page: within(a, process, a.T("moderation.case.title")).With("moderation/queue.js"), Process: process,
		Answer: answer{Case: c, Act: web.NewAct()},
	}))
}

// caseOf returns the item of the address, NotFound under another process.
func (f face) caseOf(a *web.Ask) (moderation.Case, feature.Card, error) {
	c, process, err := f.queue.CaseOf(a.Ctx(), a.Who, a.ID("item"))
	if err == nil && c.Process != a.ID("id") {
		err = fault.New(fault.NotFound, "", "moderation.item.unknown")
	}
	return c, process, err
}

func (f face) decide(a *web.Ask) error {
	form, err := a.Form()
	if err != nil {
		return err
	}
	c, process, err := f.caseOf(a)
	if err != nil {
		return err
	}
	in := moderation.Verdict{Accept: form.Get("verdict") == "accept", Reason: readReason(a, form), Version: form.Int("version")}
	done, err := f.queue.Decide(a.Ctx(), a.Who, c.ID, in)
	if err != nil {
		return a.Refused(err, func(fs web.Faults) templ.Component {
			if now, _, err := f.caseOf(a); err == nil {
				c = now
			}
			return caseView(casePage{
				Page: within(a, process, a.T("moderation.case.title")).With("moderation/queue.js"), Process: process,
				Answer: answer{Case: c, In: in, Faults: fs, Another: fs.Conflict(), Act: web.NewAct()},
			})
		})
	}
	return a.GoDone(path(process.Process), "moderation.done."+string(done.State))
}

// readReason reads the fields of a reason.
func readReason(a *web.Ask, form web.Form) moderation.Reason {
	return moderation.Reason{
		Code: moderation.Code(form.Get("code")), Number: form.Int("number"), Note: form.Get("note"), Lang: a.Lang,
	}
}

// within returns a page inside a process.
func within(a *web.Ask, process feature.Card, title string) web.Page {
	p := a.Page(title)
	p.Simulated, p.NoIndex = process.Simulated, !process.Public
	return p
}

// trail leads up to a process, and to its desk for pages on which it is run.
func trail(p web.Page, process feature.Card, desk bool) []ui.Link {
	out := []ui.Link{
		p.Crumb(p.T("moderation.processes"), "/processes"),
		{Label: p.Say(process.Name), Href: p.Link(process.Path), Lang: p.Foreign(process.Name)},
	}
	if desk {
		out = append(out, p.Crumb(p.T("moderation.desk"), process.Path+"/desk"))
	}
	return out
}

// hidden is what both forms carry along.
func (w answer) hidden(verdict string) []ui.Hidden {
	return []ui.Hidden{
		w.Act, {Name: "version", Value: strconv.Itoa(w.Case.Version)}, {Name: "verdict", Value: verdict},
	}
}

// mayAccept reports whether accepting would change anything.
func (w answer) mayAccept() bool { return w.Case.State != moderation.Accepted || w.Case.InQueue() }

// acceptLabel says what accepting means for the thing.
func (w answer) acceptLabel(p web.Page) string {
	switch {
	case w.Case.State == moderation.Rejected:
		return p.T("moderation.accept.after-all")
	case w.Case.State == moderation.Accepted:
		return p.T("moderation.accept.keep")
	}
	return p.T("moderation.accept")
}

func (w answer) rejectLabel(p web.Page) string {
	if w.Case.State == moderation.Rejected {
		return p.T("moderation.reject.otherwise")
	}
	return p.T("moderation.reject")
}

// codes are the reasons to choose from.
func codes(p web.Page) []ui.Choice {
	var out []ui.Choice
	for _, c := range moderation.Codes {
		out = append(out, ui.Choice{Value: string(c), Label: p.T("moderation.code." + string(c))})
	}
	return out
}

// number writes a number that may be missing.
func number(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n)
}

// reason says a reason in short: its name, the number, the note.
func reason(p web.Page, r moderation.Reason) string {
	if r.Code == "" {
		return ""
	}
	words := p.T("moderation.code." + string(r.Code))
	if r.Number > 0 {
		words = p.T("moderation.reason.duplicate", "number", r.Number)
	}
	return words
}

// state says what became of a thing.
func state(i moderation.Item) (ui.TagKind, string) {
	switch {
	case i.Flags > 0:
		return ui.TagWaiting, "moderation.state.flagged"
	case i.State == moderation.Accepted:
		return ui.TagDone, "moderation.state.accepted"
	case i.Merged:
		return ui.TagDone, "moderation.state.merged"
	case i.State == moderation.Rejected:
		return ui.TagRefused, "moderation.state.rejected"
	}
	return ui.TagWaiting, "moderation.state.waiting"
}
