package conversationweb

import (
	"github.com/a-h/templ"

	"penc/internal/deliberate/conversation"
	"penc/internal/gather/process"
	"penc/internal/gather/process/processweb"
	"penc/internal/ground/access"
	"penc/internal/ground/ref"
	"penc/internal/platform/web"
)

// listPage shows the conversations of a process.
type listPage struct {
	web.Page
	Place processweb.Place
	All   []listed
	Runs  bool
}

// listed is a conversation in a list.
type listed struct {
	conversation.Conversation
	Open    conversation.Opening
	Summary conversation.Summary
	Process process.Process // set where the list holds those of several processes
}

func runs(who access.Actor, process ref.ID) bool {
	return conversation.Conversation{Process: process}.Runs(who)
}

func (f face) list(a *web.Ask) error {
	at, err := processweb.Viewable(a, f.processes, a.ID("id"))
	if err != nil {
		return err
	}
	all, err := f.conversations.Of(a.Ctx(), a.Who, at.Process.ID)
	if err != nil {
		return err
	}
	if a.Format == "json" {
		out := make([]conversation.Public, len(all))
		for i, c := range all {
			out[i] = c.Public()
		}
		return a.JSON(out)
	}
	title := a.T("conversation.list.title")
	at.Title.Title = title
	p := listPage{Page: at.Page(a, title), Place: at, Runs: runs(a.Who, at.Process.ID)}
	p.Description = a.T("conversation.list.lead")
	if p.All, err = f.listed(a, all); err != nil {
		return err
	}
	return a.Render(conversationsPage(p))
}

func (f face) listed(a *web.Ask, all []conversation.Conversation) ([]listed, error) {
	var out []listed
	for _, c := range all {
		l := listed{Conversation: c}
		var err error
		if l.Open, err = f.conversations.OpenNow(a.Ctx(), c); err != nil {
			return nil, err
		}
		if l.Summary, err = f.conversations.SummaryOf(a.Ctx(), c.ID); err != nil {
			return nil, err
		}
		out = append(out, l)
	}
	return out, nil
}

// pagePanel is what the overview of a process shows: the conversations in which
// people can take part now.
func (f face) pagePanel(a *web.Ask, id ref.ID) (templ.Component, error) {
	all, err := f.conversations.Of(a.Ctx(), a.Who, id)
	if err != nil {
		return nil, err
	}
	return f.openPanel(a, all)
}

// homePanel is what the home page shows: every conversation of the site in which
// people can take part now.
func (f face) homePanel(a *web.Ask, _ ref.ID) (templ.Component, error) {
	all, err := f.conversations.AllOpen(a.Ctx(), a.Who)
	if err != nil {
		return nil, err
	}
	return f.openPanel(a, all, withProcess)
}

// withProcess asks for the name of the process beside each conversation.
const withProcess = true

func (f face) openPanel(a *web.Ask, all []conversation.Conversation, named ...bool) (templ.Component, error) {
	some, err := f.listed(a, all)
	if err != nil {
		return nil, err
	}
	var open []listed
	for _, l := range some {
		if !l.Open.Vote {
			continue
		}
		if len(named) > 0 {
			if l.Process, err = f.processes.ByID(a.Ctx(), a.Who, l.Conversation.Process); err != nil {
				return nil, err
			}
		}
		open = append(open, l)
	}
	if len(open) == 0 {
		return nil, nil
	}
	return openPanel(a.Speaker, open), nil
}

// deskPanel is what those who run the conversations of a process see on its desk.
func (f face) deskPanel(a *web.Ask, id ref.ID) (templ.Component, error) {
	if !runs(a.Who, id) {
		return nil, nil
	}
	all, err := f.conversations.Of(a.Ctx(), a.Who, id)
	if err != nil {
		return nil, err
	}
	some, err := f.listed(a, all)
	return deskPanel(a.Speaker, id, some), err
}
