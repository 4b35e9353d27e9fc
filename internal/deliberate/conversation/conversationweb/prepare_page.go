package conversationweb

import (
	"github.com/a-h/templ"

	"penc/internal/deliberate/conversation"
	"penc/internal/gather/process/processweb"
	"penc/internal/ground/fault"
	"penc/internal/ground/lang"
	"penc/internal/ground/when"
	"penc/internal/platform/web"
	"penc/internal/platform/web/ui"
)

// preparePage is the editor of a conversation, new or old.
type preparePage struct {
	web.Page
	Title     ui.Title
	Action    string
	Stored    conversation.Conversation // as it is now; zero if new
	In        conversation.Plan         // as it was typed
	Languages []lang.Tag
	Faults    web.Faults
	Act       ui.Hidden
}

func (f face) new(a *web.Ask) error {
	in := conversation.Plan{Process: a.ID("id"), Proposals: true, Review: true}
	p, err := f.newPage(a, in, web.Faults{})
	if err != nil {
		return err
	}
	return a.Render(editorPage(p))
}

func (f face) newPage(a *web.Ask, in conversation.Plan, faults web.Faults) (preparePage, error) {
	at, err := f.runnable(a, a.T("conversation.new.title"))
	if err != nil {
		return preparePage{}, err
	}
	return preparePage{
		Page: at.Page(a, a.T("conversation.new.title")), Title: at.Title, Action: listPath(at.Process.ID), In: in,
		Languages: at.Process.Languages, Faults: faults, Act: web.NewAct(),
	}, nil
}

// runnable returns the place of a page about the conversations of a process, for
// those who run them.
func (f face) runnable(a *web.Ask, title string) (processweb.Place, error) {
	at, err := processweb.Viewable(a, f.processes, a.ID("id"))
	if err != nil {
		return at, err
	}
	if !runs(a.Who, at.Process.ID) {
		return at, fault.New(fault.Forbidden, "", "conversation.prepare.facilitator-only")
	}
	at = at.AtDesk(a)
	at.Title.Title = title
	return at, nil
}

func (f face) prepare(a *web.Ask) error {
	at, err := f.runnable(a, "")
	if err != nil {
		return err
	}
	form, err := a.Form()
	if err != nil {
		return err
	}
	in := readPlan(form, at.Process.Languages, conversation.Conversation{})
	in.Process = at.Process.ID
	c, err := f.conversations.Prepare(a.Ctx(), a.Who, in)
	if err != nil {
		return a.Refused(err, func(fs web.Faults) templ.Component {
			p, _ := f.newPage(a, in, fs)
			return editorPage(p)
		})
	}
	return a.GoDone(conversation.Path(c.ID)+"/seed", "conversation.prepared")
}

func (f face) edit(a *web.Ask) error {
	at, err := f.steward(a, a.T("conversation.edit.title"))
	if err != nil {
		return err
	}
	return a.Render(editorPage(editPage(a, at, planOf(at.Conversation), web.Faults{})))
}

func editPage(a *web.Ask, at place, in conversation.Plan, faults web.Faults) preparePage {
	return preparePage{
		Page: at.page(a, at.Title.Title), Title: at.Title, Action: at.path("/edit"), Stored: at.Conversation, In: in,
		Languages: at.languages(), Faults: faults, Act: web.NewAct(),
	}
}

func (f face) change(a *web.Ask) error {
	at, err := f.steward(a, a.T("conversation.edit.title"))
	if err != nil {
		return err
	}
	form, err := a.Form()
	if err != nil {
		return err
	}
	in := readPlan(form, at.languages(), at.Conversation)
	if _, err := f.conversations.Change(a.Ctx(), a.Who, at.Conversation.ID, in); err != nil {
		return a.Refused(err, func(fs web.Faults) templ.Component {
			if fs.Conflict() {
				in.Version = at.Conversation.Version // saving again is a decision taken with both texts in view
			}
			return editorPage(editPage(a, at, in, fs))
		})
	}
	return a.GoDone(at.path(""), "conversation.saved")
}

// readPlan reads the editor's form. What the form does not hold stays as it is.
func readPlan(form web.Form, languages []lang.Tag, c conversation.Conversation) conversation.Plan {
	in := conversation.Plan{
		From: lang.Interface[0], Title: form.Words("title", languages), Intro: form.Words("intro", languages),
		Stage: c.Stage, Dates: when.Span{Start: when.Date(form.Get("start")), End: when.Date(form.Get("end"))},
		Guests: form.On("guests"), Proposals: form.On("proposals"), Review: form.On("review"), Version: form.Int("version"),
	}
	if len(languages) > 0 {
		in.From = languages[0]
	}
	in.Confirmed = form.Confirmed("title", languages)
	return in
}

func planOf(c conversation.Conversation) conversation.Plan {
	return conversation.Plan{
		From: c.Title.Original(), Title: c.Title.All(), Intro: c.Intro.All(), Stage: c.Stage, Dates: c.Dates,
		Guests: c.Guests, Proposals: c.Proposals, Review: c.Review, Version: c.Version,
	}
}

// statePage asks once more before a conversation is opened or closed.
type statePage struct {
	web.Page
	Place      place
	To         conversation.State
	Statements int
	Act        ui.Hidden
}

func (f face) state(a *web.Ask) error {
	to := conversation.Open
	title := a.T("conversation.open.title")
	if a.Query("to") == string(conversation.Closed) {
		to, title = conversation.Closed, a.T("conversation.close.title")
	}
	at, err := f.steward(a, title)
	if err != nil {
		return err
	}
	m, err := f.conversations.SummaryOf(a.Ctx(), at.Conversation.ID)
	if err != nil {
		return err
	}
	return a.Render(confirmPage(statePage{Page: at.page(a, title), Place: at, To: to, Statements: m.Statements, Act: web.NewAct()}))
}

func (f face) become(a *web.Ask) error {
	form, err := a.Form()
	if err != nil {
		return err
	}
	id := a.ID("id")
	if form.Get("to") == string(conversation.Closed) {
		if err := f.conversations.End(a.Ctx(), a.Who, id); err != nil {
			return err
		}
		return a.GoDone(conversation.Path(id), "conversation.close.done")
	}
	if err := f.conversations.Begin(a.Ctx(), a.Who, id); err != nil {
		return err
	}
	return a.GoDone(conversation.Path(id), "conversation.open.done")
}

// seedPage is the form by which those who run a conversation begin it.
type seedPage struct {
	web.Page
	Place     place
	Languages []lang.Tag
	Lines     map[lang.Tag]string
	There     []conversation.Statement
	Faults    web.Faults
	Act       ui.Hidden
}

func (f face) seed(a *web.Ask) error {
	at, err := f.steward(a, a.T("conversation.seed.title"))
	if err != nil {
		return err
	}
	p, err := f.seedPage(a, at, nil, web.Faults{})
	if err != nil {
		return err
	}
	return a.Render(sowingPage(p))
}

func (f face) seedPage(a *web.Ask, at place, lines map[lang.Tag]string, faults web.Faults) (seedPage, error) {
	b, err := f.conversations.BoardOf(a.Ctx(), a.Who, at.Conversation.ID)
	p := seedPage{Page: at.page(a, at.Title.Title), Place: at, Languages: at.languages(), Lines: lines, Faults: faults, Act: web.NewAct()}
	for _, st := range b.Statements {
		if st.Standing == conversation.Accepted {
			p.There = append(p.There, st)
		}
	}
	return p, err
}

func (f face) sow(a *web.Ask) error {
	at, err := f.steward(a, a.T("conversation.seed.title"))
	if err != nil {
		return err
	}
	form, err := a.Form()
	if err != nil {
		return err
	}
	in := conversation.Sowing{Conversation: at.Conversation.ID, Lines: form.Words("lines", at.languages())}
	in.From = origin(in.Lines, at.languages())
	if _, err := f.conversations.Sow(a.Ctx(), conversation.Voice{Who: a.Who}, in); err != nil {
		return a.Refused(err, func(fs web.Faults) templ.Component {
			p, _ := f.seedPage(a, at, in.Lines, fs)
			return sowingPage(p)
		})
	}
	return a.GoDone(at.path("/seed"), "conversation.seed.done")
}

// origin is the first language in which something was written.
func origin(lines map[lang.Tag]string, languages []lang.Tag) lang.Tag {
	for _, l := range languages {
		if lines[l] != "" {
			return l
		}
	}
	return languages[0]
}
