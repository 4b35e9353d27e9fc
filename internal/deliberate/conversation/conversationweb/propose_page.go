package conversationweb

import (
	"net/http"
	"slices"

	"github.com/a-h/templ"

	"penc/internal/deliberate/conversation"
	"penc/internal/ground/fault"
	"penc/internal/ground/lang"
	"penc/internal/ground/ref"
	"penc/internal/platform/web"
	"penc/internal/platform/web/ui"
)

// proposePage is the form by which one proposes a statement.
type proposePage struct {
	web.Page
	Place   place
	In      conversation.Proposal
	Similar []conversation.View // statements that say much the same
	Faults  web.Faults
	Act     ui.Hidden
}

func (f face) propose(a *web.Ask) error {
	at, err := f.at(a)
	if err != nil {
		return err
	}
	in := conversation.Proposal{Conversation: at.Conversation.ID, Lang: a.Lang}
	return a.Render(proposalPage(f.proposePage(a, at, in, nil, web.Faults{})))
}

func (f face) proposePage(a *web.Ask, at place, in conversation.Proposal, similar []conversation.View, faults web.Faults) proposePage {
	title := a.T("conversation.propose.title")
	return proposePage{Page: at.page(a, title), Place: at.below(a, title), In: in, Similar: similar, Faults: faults, Act: web.NewAct()}
}

func (f face) carryPropose(a *web.Ask) error {
	at, err := f.at(a)
	if err != nil {
		return err
	}
	form, err := a.Form()
	if err != nil {
		return a.Refused(err, func(fs web.Faults) templ.Component {
			return proposalPage(f.proposePage(a, at, conversation.Proposal{Lang: a.Lang}, nil, fs))
		})
	}
	in := conversation.Proposal{
		Conversation: at.Conversation.ID, Words: form.Get("words"), Lang: lang.Tag(form.Get("lang")), Anyway: form.On("anyway"),
	}
	if !slices.Contains(at.languages(), in.Lang) {
		in.Lang = a.Lang
	}
	v, keep := acting(a)
	st, similar, err := f.conversations.Propose(a.Ctx(), v, in)
	switch {
	case fault.KindOf(err) == fault.Forbidden && a.Who.Person == "":
		http.Redirect(a.W, a.R, joinLink(a.Speaker, at.path("/propose")), http.StatusSeeOther)
		return nil
	case err != nil:
		return a.Refused(err, func(fs web.Faults) templ.Component {
			return proposalPage(f.proposePage(a, at, in, f.views(a, v, similar), fs))
		})
	}
	keep()
	done := "conversation.propose.done"
	if st.Standing == conversation.Waiting {
		done = "conversation.propose.waits"
	}
	return a.GoDone(at.path("/mine"), done)
}

// views returns statements as a voice sees them, so that it can vote on them.
func (f face) views(a *web.Ask, v conversation.Voice, all []conversation.Statement) []conversation.View {
	var out []conversation.View
	for _, st := range all {
		if view, err := f.conversations.StatementByID(a.Ctx(), v, st.ID); err == nil {
			out = append(out, view)
		}
	}
	return out
}

// languages are those in which a statement may be written.
func (at place) languages() []lang.Tag {
	if len(at.Process.Languages) > 0 {
		return at.Process.Languages
	}
	return lang.Interface
}

// minePage shows what one said in a conversation: votes and statements.
type minePage struct {
	web.Page
	Place     place
	Votes     []conversation.Mine
	Own       []conversation.Statement
	Claimable int
	Guest     bool
}

func (f face) mine(a *web.Ask) error {
	at, err := f.at(a)
	if err != nil {
		return err
	}
	v := voice(a)
	title := a.T("conversation.mine.title")
	p := minePage{Page: at.page(a, title), Place: at.below(a, title), Guest: a.Who.Person == ""}
	p.NoIndex = true
	if p.Votes, err = f.conversations.Mine(a.Ctx(), v, at.Conversation.ID); err != nil {
		return err
	}
	if p.Own, err = f.conversations.Authored(a.Ctx(), v, at.Conversation.ID); err != nil {
		return err
	}
	if p.Claimable, err = f.conversations.Claimable(a.Ctx(), v); err != nil {
		return err
	}
	return a.Render(myPage(p))
}

// withdrawPage asks once more before one's statement is taken back.
type withdrawPage struct {
	web.Page
	Place     place
	Statement conversation.Statement
	Act       ui.Hidden
}

func (f face) withdraw(a *web.Ask) error {
	at, view, err := f.one(a)
	if err != nil {
		return err
	}
	if !view.Own || view.Standing == conversation.Withdrawn {
		return fault.New(fault.Forbidden, "", "conversation.statement.not-yours")
	}
	title := a.T("conversation.withdraw.title")
	p := withdrawPage{Page: at.page(a, title), Place: at.below(a, title), Statement: view.Statement, Act: web.NewAct()}
	p.NoIndex = true
	return a.Render(takeBackPage(p))
}

func (f face) carryWithdraw(a *web.Ask) error {
	if _, err := a.Form(); err != nil {
		return err
	}
	if err := f.conversations.Withdraw(a.Ctx(), voice(a), a.ID("statement")); err != nil {
		return err
	}
	return a.GoDone(conversation.Path(a.ID("id"))+"/mine", "conversation.withdraw.done")
}

// one returns a statement of the conversation in the address.
func (f face) one(a *web.Ask) (place, conversation.View, error) {
	at, err := f.at(a)
	if err != nil {
		return at, conversation.View{}, err
	}
	view, err := f.conversations.StatementByID(a.Ctx(), voice(a), a.ID("statement"))
	if err == nil && view.In.ID != at.Conversation.ID {
		err = fault.New(fault.NotFound, "", "conversation.statement.unknown")
	}
	return at, view, err
}

// standingTag says what became of a statement, by a sign and in words.
func standingTag(s web.Speaker, st conversation.Statement) (ui.TagKind, string) {
	kind := map[conversation.Standing]ui.TagKind{
		conversation.Waiting: ui.TagWaiting, conversation.Accepted: ui.TagOpen, conversation.Rejected: ui.TagRefused, conversation.Withdrawn: ui.TagPlain,
		conversation.Merged: ui.TagDone,
	}[st.Standing]
	return kind, s.T("conversation.standing." + string(st.Standing))
}

func voteOf(v conversation.View) ui.Vote {
	if !v.Voted {
		return ""
	}
	return ui.Vote(conversation.VoteName(v.Vote))
}

func anchor(id ref.ID) string { return "own-" + string(id) }
