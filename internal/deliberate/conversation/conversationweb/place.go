package conversationweb

import (
	"strconv"

	"penc/internal/deliberate/conversation"
	"penc/internal/gather/process"
	"penc/internal/gather/process/processweb"
	"penc/internal/ground/access"
	"penc/internal/ground/fault"
	"penc/internal/ground/ref"
	"penc/internal/ground/when"
	"penc/internal/platform/web"
	"penc/internal/platform/web/ui"
)

// A place is where a page of a conversation stands: the conversation, what leads
// up from the page, and the conversation's other pages.
type place struct {
	Conversation conversation.Conversation
	Process      process.Process
	Open         conversation.Opening
	Runs         bool // who asks runs the conversation
	Title        ui.Title
	Tabs         []ui.Link
}

// at returns the place of the page that is asked for; NotFound if who asks may
// not know of the conversation or of its process.
func (f face) at(a *web.Ask) (place, error) {
	c, err := f.conversations.ByID(a.Ctx(), a.Who, a.ID("id"))
	if err != nil {
		return place{}, err
	}
	inside, err := processweb.Viewable(a, f.processes, c.Process)
	if err != nil {
		return place{}, err
	}
	at := place{Conversation: c, Process: inside.Process, Runs: c.Runs(a.Who)}
	if at.Open, err = f.conversations.OpenNow(a.Ctx(), c); err != nil {
		return at, err
	}
	at.Title = ui.Title{
		Trail: append(inside.Title.Trail, a.Crumb(a.T("conversation.list.title"), listPath(c.Process))),
		Title: a.Say(c.Title), Lang: a.Foreign(c.Title), Small: true,
	}
	at.Tabs = at.tabs(a)
	return at, nil
}

// below returns the place of a page that stands below the conversation's own.
func (at place) below(a *web.Ask, title string) place {
	c := at.Conversation
	trail := at.Title.Trail
	at.Title.Trail = append(trail[:len(trail):len(trail)], ui.Link{Label: a.Say(c.Title), Lang: a.Foreign(c.Title), Href: a.Link(conversation.Path(c.ID))})
	at.Title.Title, at.Title.Lang = title, ""
	return at
}

// steward is at for those who run the conversation.
func (f face) steward(a *web.Ask, title string) (place, error) {
	at, err := f.at(a)
	if err == nil && !at.Runs {
		err = fault.New(fault.Forbidden, "", "conversation.prepare.facilitator-only")
	}
	return at.below(a, title), err
}

// page returns a page at the place.
func (at place) page(a *web.Ask, title string) web.Page {
	p := a.Page(title)
	p.Simulated = at.Conversation.Simulated || at.Process.Simulated
	p.NoIndex = at.Conversation.State == conversation.Draft || !at.Process.IsPublic()
	p.Description = a.Plain(at.Conversation.Intro, 160)
	return p
}

func listPath(process ref.ID) string { return "/processes/" + string(process) + "/conversations" }

func (at place) path(rest string) string { return conversation.Path(at.Conversation.ID) + rest }

// tabs are the pages of the conversation.
func (at place) tabs(a *web.Ask) []ui.Link {
	c := at.Conversation
	links := []struct{ word, rest string }{
		{"conversation.tab.vote", ""},
		{"conversation.tab.propose", "/propose"},
		{"conversation.tab.mine", "/mine"},
		{"conversation.tab.results", "/results"},
		{"conversation.tab.statements", "/statements"},
	}
	var out []ui.Link
	for _, l := range links {
		switch l.rest {
		case "/propose":
			if !at.Open.Propose && !(at.Runs && c.State != conversation.Closed) {
				continue
			}
		case "/mine":
			if c.Imported() {
				continue
			}
		}
		if l.rest == "" && c.Imported() {
			l.word = "conversation.tab.about"
		}
		out = append(out, ui.Link{Label: a.T(l.word), Href: a.Link(at.path(l.rest)), Current: a.Path == at.path(l.rest)})
	}
	return out
}

// stateTag says where a conversation stands, by a sign and in words.
func stateTag(s web.Speaker, c conversation.Conversation, open conversation.Opening) (ui.TagKind, string) {
	switch {
	case c.State == conversation.Draft:
		return ui.TagPlain, s.T("conversation.state.draft")
	case c.Imported():
		return ui.TagDone, s.T("conversation.state.imported-tag")
	case c.State == conversation.Closed:
		return ui.TagDone, s.T("conversation.state.closed")
	case open.Vote && c.Dates.End != "":
		return ui.TagOpen, s.T("conversation.state.open-until", "date", s.Date(c.Dates.End))
	case open.Vote:
		return ui.TagOpen, s.T("conversation.state.open")
	}
	return ui.TagWaiting, s.T("conversation.state.paused")
}

// why says in a sentence why nobody can vote now.
func (at place) why(s web.Speaker, today when.Date) string {
	c := at.Conversation
	switch {
	case c.State == conversation.Draft:
		return s.T("conversation.why.draft")
	case c.Imported():
		return s.T("conversation.why.imported")
	case c.State == conversation.Closed:
		return s.T("conversation.why.closed")
	case today.Before(c.Dates.Start):
		return s.T("conversation.why.ahead", "date", s.Date(c.Dates.Start))
	case c.Dates.End.Before(today):
		return s.T("conversation.why.over", "date", s.Date(c.Dates.End))
	}
	return s.T("conversation.why.stage")
}

// today is the day in the process's own time zone.
func (at place) today(a *web.Ask) when.Date {
	return when.DateOf(a.Site.DB.Now().In(at.Process.Location()))
}

// takesPart reports whether who asks could take part: with their account, or
// without one where the conversation lets people do so.
func (at place) takesPart(who access.Actor) bool { return who.Person != "" || at.Conversation.Guests }

func number(st conversation.Statement) string { return strconv.Itoa(st.Number) }

// tallyOf turns votes into a bar.
func tallyOf(t conversation.Tally, label string) ui.Tally {
	return ui.Tally{Agree: t.Agree, Disagree: t.Disagree, Pass: t.Pass, Label: label}
}

// card is a statement as a list shows it.
func (at place) card(s web.Speaker, st conversation.Statement) ui.Statement {
	return ui.Statement{
		ID: "s" + number(st), Number: s.T("conversation.statement.number", "number", number(st)),
		Text: s.Say(st.Words), Lang: s.Foreign(st.Words), Href: s.Link(conversation.StatementPath(st)),
	}
}
