package conversationweb

import (
	"github.com/a-h/templ"

	"penc/internal/deliberate/conversation"
	"penc/internal/ground/lang"
	"penc/internal/ground/ref"
	"penc/internal/platform/web"
	"penc/internal/platform/web/ui"
)

// statementPage is the lasting page of one statement.
type statementPage struct {
	web.Page
	Place   place
	View    conversation.View
	Reading reading
	Runs    bool
}

func (f face) statement(a *web.Ask) error {
	at, view, err := f.one(a)
	if err != nil {
		return err
	}
	p := statementPage{View: view, Runs: at.Runs}
	if p.Reading, err = f.reading(a, at); err != nil {
		return err
	}
	title := a.T("conversation.statement.number", "number", number(view.Statement))
	p.Page, p.Place = at.page(a, a.Say(view.Words)), at.below(a, title)
	p.Description = a.Say(view.Words)
	p.NoIndex = p.NoIndex || view.Standing != conversation.Accepted
	return a.Render(oneStatementPage(p))
}

// translatePage is the form for a statement in further languages.
type translatePage struct {
	web.Page
	Place     place
	Statement conversation.Statement
	Typed     map[lang.Tag]string
	Faults    web.Faults
	Act       ui.Hidden
}

func (f face) translate(a *web.Ask) error {
	at, view, err := f.one(a)
	if err != nil {
		return err
	}
	return a.Render(translationPage(f.translatePage(a, at, view.Statement, nil, web.Faults{})))
}

func (f face) translatePage(a *web.Ask, at place, st conversation.Statement, typed map[lang.Tag]string, faults web.Faults) translatePage {
	title := a.T("conversation.translate.title")
	return translatePage{Page: at.page(a, title), Place: at.below(a, title), Statement: st, Typed: typed, Faults: faults, Act: web.NewAct()}
}

func (f face) carryTranslate(a *web.Ask) error {
	at, view, err := f.one(a)
	if err != nil {
		return err
	}
	form, err := a.Form()
	if err != nil {
		return err
	}
	words := form.Words("words", at.languages())
	err = f.conversations.Translate(a.Ctx(), a.Who, view.ID, words, form.Confirmed("words", at.languages()), form.Int("version"))
	if err != nil {
		return a.Refused(err, func(fs web.Faults) templ.Component {
			return translationPage(f.translatePage(a, at, view.Statement, words, fs))
		})
	}
	return a.GoDone(conversation.StatementPath(view.Statement), "conversation.translate.done")
}

// boardPage lists all statements with their votes.
type boardPage struct {
	web.Page
	Place place
	Lines []line
	Sort  string
	Pager ui.Pager
	Total int
}

// line is one statement in the list of all.
type line struct {
	conversation.Statement
	Tally conversation.Tally
}

// perPage is how many statements one page lists.
const perPage = 50

func (f face) board(a *web.Ask) error {
	at, err := f.at(a)
	if err != nil {
		return err
	}
	b, err := f.conversations.BoardOf(a.Ctx(), a.Who, at.Conversation.ID)
	if err != nil {
		return err
	}
	title := a.T("conversation.board.title")
	p := boardPage{Page: at.page(a, title), Place: at.below(a, title), Sort: a.Query("sort")}
	var all []line
	for _, st := range b.Statements {
		if st.Standing == conversation.Accepted {
			all = append(all, line{st, b.Tallies[st.ID]})
		}
	}
	p.Sort = sortLines(all, p.Sort)
	p.Total = len(all)
	page := min(max(a.QueryInt("page", 1), 1), max(1, (len(all)+perPage-1)/perPage))
	from := (page - 1) * perPage
	p.Lines = all[from:min(from+perPage, len(all))]
	p.Pager = pager(a, at, p.Sort, page, len(all))
	return a.Render(statementsPage(p))
}

// byID returns a statement of a board.
func byID(b conversation.Board, id ref.ID) (conversation.Statement, bool) {
	for _, st := range b.Statements {
		if st.ID == id {
			return st, st.Standing == conversation.Accepted
		}
	}
	return conversation.Statement{}, false
}
