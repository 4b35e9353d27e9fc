package conversationweb

import (
	"net/http"
	"strings"

	"penc/internal/deliberate/conversation"
	"penc/internal/ground/fault"
	"penc/internal/ground/lang"
	"penc/internal/ground/ref"
	"penc/internal/platform/web"
	"penc/internal/platform/web/ui"
)

// votePage asks about the next statement.
type votePage struct {
	web.Page
	Place     place
	Turn      conversation.Turn
	Last      *conversation.View // the statement voted on just before
	Claimable int                // votes of this device that the account could take over
	Why       string             // nobody can vote now; empty if people can
	Guest     bool               // who asks takes part without an account, and has voted
}

func (f face) show(a *web.Ask) error {
	at, err := f.at(a)
	if err != nil {
		return err
	}
	if a.Format == "json" {
		return f.json(a, at)
	}
	v := voice(a)
	p := votePage{Page: at.page(a, a.Say(at.Conversation.Title)).With("conversation/vote.js"), Place: at}
	if p.Turn, err = f.conversations.Next(a.Ctx(), v, at.Conversation.ID); err != nil {
		return err
	}
	if !at.Open.Vote {
		p.Why = at.why(a.Speaker, at.today(a))
	}
	p.Guest = a.Who.Person == "" && p.Turn.Voted > 0
	if after := ref.ID(a.Query("after")); after != "" {
		last, err := f.conversations.StatementByID(a.Ctx(), v, after)
		if err == nil && last.Voted && last.In.ID == at.Conversation.ID {
			p.Last = &last
		}
	}
	if p.Claimable, err = f.conversations.Claimable(a.Ctx(), v); err != nil {
		return err
	}
	kind, label := stateTag(a.Speaker, at.Conversation, at.Open)
	p.Place.Title.Meta = ui.Tag(kind, label)
	return a.Render(conversationPage(p))
}

// vote casts a vote and asks about the next statement, or leads back to where
// the vote was changed.
func (f face) vote(a *web.Ask) error {
	form, err := a.Form()
	if err != nil {
		return err
	}
	id, statement := a.ID("id"), ref.ID(form.Get("statement"))
	chosen, ok := conversation.ParseVote(form.Get("vote"))
	if !ok {
		return fault.Field("vote", "conversation.vote.invalid")
	}
	v, keep := acting(a)
	_, err = f.conversations.Cast(a.Ctx(), v, conversation.Ballot{Conversation: id, Statement: statement, Vote: chosen})
	if fault.KindOf(err) == fault.Forbidden && a.Who.Person == "" {
		http.Redirect(a.W, a.R, joinLink(a.Speaker, conversation.Path(id)), http.StatusSeeOther)
		return nil
	}
	if err != nil {
		return err
	}
	keep()
	switch path := conversation.Path(id); form.Get("back") {
	case "mine":
		return a.GoDone(path+"/mine", "conversation.vote.changed")
	case "statement":
		return a.GoDone(path+"/statements/"+string(statement), "conversation.vote.kept")
	default:
		return a.Go(path + "?after=" + string(statement))
	}
}

// voting is the form that takes a vote on a statement.
func voting(s web.Speaker, c conversation.Conversation, statement ref.ID, back string) ui.Voting {
	v := ui.Voting{Form: ui.Form{
		Action: s.Link(conversation.Path(c.ID) + "/votes"), Hidden: []ui.Hidden{{Name: "statement", Value: string(statement)}},
	}}
	if back != "" {
		v.Form.Hidden = append(v.Form.Hidden, ui.Hidden{Name: "back", Value: back})
		v.Small = true
	}
	return v
}

// whole is a conversation with its statements and its map, as JSON.
type whole struct {
	conversation.Public
	Voters     int                            `json:"voters"`
	Votes      int                            `json:"votes"`
	Statements []conversation.PublicStatement `json:"statements"`
	Merged     []conversation.PublicStatement `json:"merged,omitempty"` // into others, on which their votes count
	Map        *conversation.Chart            `json:"map,omitempty"`
}

func (f face) json(a *web.Ask, at place) error {
	board, err := f.conversations.BoardOf(a.Ctx(), a.Who, at.Conversation.ID)
	if err != nil {
		return err
	}
	out := whole{Public: at.Conversation.Public(), Voters: board.Voters, Votes: board.Votes, Statements: []conversation.PublicStatement{}}
	for _, st := range board.Statements {
		switch {
		case st.Standing == conversation.Merged && st.Shown():
			out.Merged = append(out.Merged, st.Public(conversation.Tally{}))
		case st.Standing == conversation.Accepted:
			out.Statements = append(out.Statements, st.Public(board.Tallies[st.ID]))
		}
	}
	if chart, ok, err := f.conversations.Chart(a.Ctx(), at.Conversation.ID); err != nil {
		return err
	} else if ok {
		out.Map = &chart
	}
	return a.JSON(out)
}

// opening is what is always shown of the introduction: its first sentences, as far
// as they make one or two lines. The rest is shown on demand, if there is more.
func opening(s web.Speaker, t lang.Text) (first string, more bool) {
	const long = 160
	all := s.Plain(t, 1<<20)
	if len(all) <= long {
		return all, false
	}
	for sentence := range strings.SplitAfterSeq(all, ". ") {
		if first != "" && len(first)+len(sentence) > long {
			break
		}
		first += sentence
	}
	if r := []rune(first); len(r) > 2*long {
		first = string(r[:2*long-1]) + "…"
	}
	return strings.TrimSpace(first), true
}
