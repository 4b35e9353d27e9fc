package conversationweb

import (
	"strconv"

	"github.com/a-h/templ"

	"penc/internal/deliberate/conversation"
	"penc/internal/ground/fault"
	"penc/internal/ground/ref"
	"penc/internal/platform/web"
	"penc/internal/platform/web/ui"
)

// duplicatesPage shows those who run a conversation which statements may be the
// same, and which were merged.
type duplicatesPage struct {
	web.Page
	Place      place
	Duplicates conversation.Duplicates
	Why        string // nothing can be merged; empty if it can
}

func (f face) duplicates(a *web.Ask) error {
	at, err := f.steward(a, a.T("conversation.duplicates.title"))
	if err != nil {
		return err
	}
	p := duplicatesPage{Page: at.page(a, at.Title.Title), Place: at}
	p.NoIndex = true
	if e := fault.All(at.Conversation.MayMerge(a.Who)); len(e) > 0 {
		p.Why = a.Fault(e[0])
	}
	if p.Duplicates, err = f.conversations.DuplicatesOf(a.Ctx(), a.Who, at.Conversation.ID); err != nil {
		return err
	}
	return a.Render(duplicatesView(p))
}

// mergePage asks into which statement another is to be merged, or says what that
// would change and asks once more.
type mergePage struct {
	web.Page
	Place     place
	Statement conversation.Statement
	Into      string               // the number, as it was typed
	Effect    *conversation.Effect // nil until it is known
	Reason    string
	Faults    web.Faults
	Act       ui.Hidden
}

func (f face) mergePage(a *web.Ask, at place, st conversation.Statement, into string, faults web.Faults) mergePage {
	p := mergePage{Page: at.page(a, at.Title.Title), Place: at, Statement: st, Into: into, Faults: faults, Act: web.NewAct()}
	p.NoIndex = true
	return p
}

// mergeable returns the statement of the address, for those who run its conversation.
func (f face) mergeable(a *web.Ask, title string) (place, conversation.View, error) {
	at, err := f.steward(a, title)
	if err != nil {
		return at, conversation.View{}, err
	}
	_, view, err := f.one(a)
	return at, view, err
}

func (f face) merge(a *web.Ask) error {
	at, view, err := f.mergeable(a, a.T("conversation.merge.title"))
	if err != nil {
		return err
	}
	into := a.Query("into")
	p := f.mergePage(a, at, view.Statement, into, web.Faults{})
	if into == "" {
		return a.Render(mergeView(p))
	}
	effect, err := f.conversations.EffectOf(a.Ctx(), a.Who, view.ID, a.QueryInt("into", 0))
	if err != nil {
		return a.Refused(err, func(fs web.Faults) templ.Component {
			return mergeView(f.mergePage(a, at, view.Statement, into, fs))
		})
	}
	p.Effect, p.Reason = &effect, a.T("conversation.merge.reason-usual", "number", effect.Into.Number)
	return a.Render(mergeView(p))
}

func (f face) carryMerge(a *web.Ask) error {
	at, view, err := f.mergeable(a, a.T("conversation.merge.title"))
	if err != nil {
		return err
	}
	form, err := a.Form()
	if err != nil {
		return err
	}
	refused := func(err error, effect *conversation.Effect) error {
		return a.Refused(err, func(fs web.Faults) templ.Component {
			p := f.mergePage(a, at, view.Statement, form.Get("into"), fs)
			p.Effect, p.Reason = effect, form.Get("reason")
			return mergeView(p)
		})
	}
	effect, err := f.conversations.EffectOf(a.Ctx(), a.Who, view.ID, form.Int("into"))
	if err != nil {
		return refused(err, nil)
	}
	_, err = f.conversations.Merge(a.Ctx(), a.Who, conversation.Merger{
		Statement: view.ID, Into: effect.Into.ID, Reason: form.Get("reason"), Lang: a.Lang, Version: form.Int("version"),
	})
	if err != nil {
		return refused(err, &effect)
	}
	return a.GoDone(at.path("/duplicates"), "conversation.merge.done")
}

// splitPage asks once more before a statement is split off the one that it was
// merged into.
type splitPage struct {
	web.Page
	Place     place
	Statement conversation.Statement
	Head      conversation.Statement // on which its votes count now
	Carried   int
	Act       ui.Hidden
}

func (f face) split(a *web.Ask) error {
	at, view, err := f.mergeable(a, a.T("conversation.split.title"))
	if err != nil {
		return err
	}
	if view.Head == nil {
		return fault.New(fault.Conflict, "", "conversation.split.not-merged")
	}
	p := splitPage{Page: at.page(a, at.Title.Title), Place: at, Statement: view.Statement, Head: *view.Head, Act: web.NewAct()}
	p.NoIndex = true
	if p.Carried, err = f.conversations.GivenBack(a.Ctx(), view.Statement); err != nil {
		return err
	}
	return a.Render(splitView(p))
}

func (f face) carrySplit(a *web.Ask) error {
	at, view, err := f.mergeable(a, a.T("conversation.split.title"))
	if err != nil {
		return err
	}
	if _, err := a.Form(); err != nil {
		return err
	}
	if _, err := f.conversations.Split(a.Ctx(), a.Who, view.ID); err != nil {
		return err
	}
	return a.GoDone(at.path("/duplicates"), "conversation.split.done")
}

// duplicatesPanel leads from the queue of moderation to the duplicates of each
// conversation in which statements can be merged.
func (f face) duplicatesPanel(a *web.Ask, process ref.ID) (templ.Component, error) {
	if !runs(a.Who, process) {
		return nil, nil
	}
	all, err := f.conversations.Of(a.Ctx(), a.Who, process)
	if err != nil {
		return nil, err
	}
	var links []ui.Link
	for _, c := range all {
		if c.MayMerge(a.Who) == nil {
			links = append(links, ui.Link{Label: a.Say(c.Title), Lang: a.Foreign(c.Title), Href: a.Link(conversation.Path(c.ID) + "/duplicates")})
		}
	}
	if len(links) == 0 {
		return nil, nil
	}
	return duplicatesPanel(a.Speaker, links), nil
}

// mergeLink is where a statement is merged into the one with a number.
func mergeLink(s web.Speaker, st conversation.Statement, into int) string {
	link := s.Link(conversation.StatementPath(st) + "/merge")
	if into > 0 {
		link += "?into=" + strconv.Itoa(into)
	}
	return link
}

// text says what splitting gives back.
func (p splitPage) text() string {
	if p.Carried == 0 {
		return p.T("conversation.split.text-none", "number", p.Statement.Number, "head", p.Head.Number)
	}
	return p.T("conversation.split.text", "n", p.Carried, "number", p.Statement.Number, "head", p.Head.Number)
}

// ways are the ways in which a pair can be merged: both, unless one of the two waits.
func (p duplicatesPage) ways(pair conversation.Pair) []ui.Link {
	var out []ui.Link
	if p.Why != "" {
		return nil
	}
	for _, w := range [][2]conversation.Statement{{pair.Other, pair.Keep}, {pair.Keep, pair.Other}} {
		if w[1].Standing == conversation.Accepted {
			out = append(out, ui.Link{
				Label: p.T("conversation.merge.way", "from", w[0].Number, "into", w[1].Number),
				Href:  mergeLink(p.Speaker, w[0], w[1].Number),
			})
		}
	}
	return out
}

// votedAlike says how far the people who voted on both voted the same.
func (p duplicatesPage) votedAlike(pair conversation.Pair) string {
	if !pair.Told {
		return p.T("conversation.duplicates.few-on-both")
	}
	return p.T("conversation.duplicates.on-both", "both", p.Number(pair.Both), "same", p.Number(pair.AsOne))
}

// field asks for the number of the statement into which another is merged.
func (p mergePage) field() ui.Field {
	return ui.Field{
		Name: "into", Label: p.T("conversation.merge.into"), Hint: p.T("conversation.merge.into-hint"), Value: p.Into,
		InputMode: "numeric", Width: "short", Required: true, Error: p.Faults.Of("into"),
	}
}

// around is the merger the other way round; empty if it is not possible.
func (p mergePage) around() string {
	e := p.Effect
	if e == nil || e.From.Standing != conversation.Accepted {
		return ""
	}
	return mergeLink(p.Speaker, e.Into, e.From.Number)
}

// rule is the rule of merging, in sentences.
func (p mergePage) rule() []string {
	parts := []any{"from", p.Effect.From.Number, "into", p.Effect.Into.Number}
	var out []string
	for _, key := range []string{"closes", "carries", "keeps", "changes", "undone"} {
		out = append(out, p.T("conversation.merge.rule-"+key, parts...))
	}
	return out
}

// effect says in numbers what the merger changes.
func (p mergePage) effect() []ui.Fact {
	e := p.Effect
	add := func(term, text string) ui.Fact { return ui.Fact{Term: term, Text: text} }
	carried := p.T("conversation.merge.carried-text", "n", e.Carried, "into", e.Into.Number)
	if e.Carried == 0 {
		carried = p.T("conversation.merge.carried-none")
	}
	kept := p.T("conversation.merge.kept-text", "n", e.Kept, "into", e.Into.Number)
	if e.Kept == 0 {
		kept = p.T("conversation.merge.kept-none")
	}
	return []ui.Fact{
		add(p.T("conversation.merge.carried"), carried), add(p.T("conversation.merge.kept"), kept),
		add(p.T("conversation.merge.before", "into", e.Into.Number), p.votes(e.Before)),
		add(p.T("conversation.merge.after", "into", e.Into.Number), p.votes(e.After)),
	}
}

func (p mergePage) votes(t conversation.Tally) string {
	return p.T("conversation.merge.votes", "agree", p.Number(t.Agree), "disagree", p.Number(t.Disagree), "pass", p.Number(t.Pass))
}
