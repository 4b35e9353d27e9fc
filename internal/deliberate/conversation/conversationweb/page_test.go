package conversationweb

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/a-h/templ"

	"penc/internal/deliberate/conversation"
	"penc/internal/gather/process"
	"penc/internal/gather/process/processweb"
	"penc/internal/ground/lang"
	"penc/internal/ground/ref"
	"penc/internal/ground/when"
	"penc/internal/platform/web"
	"penc/internal/platform/web/ui"
	"penc/internal/platform/web/webtest"
	"penc/opinion"
	"penc/opinion/polisdata"
)

var both = lang.Of(lang.French, map[lang.Tag]string{lang.French: "<b>Eau</b> & énoncé", lang.English: "<b>Water</b>"})

func fullConversation() conversation.Conversation {
	return conversation.Conversation{
		ID: "c1", Process: "water", Title: both, Intro: lang.Say(lang.French, "Une <b>longue</b> introduction.\n\nAvec deux paragraphes."),
		State: conversation.Open, Dates: when.Span{Start: "2026-01", End: "2026-12"}, Guests: true, Proposals: true, Review: true,
		Simulated: true, Version: 3,
	}
}

func fullPlace() place {
	return place{
		Conversation: fullConversation(), Process: process.Process{ID: "water", Title: both, Languages: lang.Interface},
		Open: conversation.Opening{Vote: true, Propose: true}, Runs: true, Title: ui.Title{Title: "<b>Title</b>"},
		Tabs: []ui.Link{{Label: "Vote", Href: "/en/conversations/c1"}},
	}
}

// emptyPlace is where a draft without anything stands.
func emptyPlace() place {
	return place{Conversation: conversation.Conversation{ID: "c1", State: conversation.Draft}, Process: process.Process{Languages: lang.Interface}}
}

func imported() place {
	at := fullPlace()
	at.Conversation.State, at.Open = conversation.Closed, conversation.Opening{}
	at.Conversation.Origin = conversation.Origin{
		Title: "<b>Elsewhere</b>", URL: "https://example.org", Licence: "CC BY 4.0", LicenceURL: "javascript:alert(1)", Attribution: "By <b>somebody</b>.",
	}
	return at
}

func fullStatement(n int, standing conversation.Standing) conversation.Statement {
	return conversation.Statement{
		ID: ref.ID("s" + string(rune('0'+n))), Conversation: "c1", Number: n, Words: both, Standing: standing,
		Reason: lang.Say(lang.English, "<b>Two</b> ideas"), Version: 1,
	}
}

// fullReading is the map of two groups of people who contradict each other on
// everything but the first statement; the last twelve are guests.
func fullReading() (reading, conversation.Board) {
	var people []conversation.Voter
	var statements []conversation.Statement
	var votes []conversation.Answer
	board := conversation.Board{Tallies: map[ref.ID]conversation.Tally{}}
	for j := range 8 {
		st := fullStatement(j+1, conversation.Accepted)
		statements = append(statements, st)
		board.Tallies[st.ID] = conversation.Tally{Agree: 24, Disagree: 16}
	}
	for i := range 40 {
		p := conversation.Voter{ID: ref.ID(fmt.Sprintf("p%02d", i)), Number: -1, Guest: i >= 28}
		if i%2 == 0 {
			p.Group = "g1"
		} else if i < 16 { // eight: too few to be told of
			p.Group = "g2"
		}
		people = append(people, p)
		for j, st := range statements {
			v := opinion.Agree
			if j > 0 && (i < 18) == (j%2 == 0) && i%11 != j {
				v = opinion.Disagree
			}
			votes = append(votes, conversation.Answer{Participant: p.ID, Statement: st.ID, Vote: v})
		}
	}
	d := conversation.NewSheet(people, statements, votes).Draw(time.Date(2026, 3, 1, 9, 0, 0, 0, time.UTC))
	board.Statements, board.Voters, board.Votes = statements, len(people), len(votes)
	return reading{Chart: d.Chart, There: true, Stakes: *d.Chart.Stakes, Groups: []string{"<b>Users</b>"}}, board
}

func TestPagesRenderFullAndEmpty(t *testing.T) {
	r, board := fullReading()
	if !r.grouped() || len(r.Chart.Listed(conversation.ShowUnites)) == 0 || len(r.Chart.Listed(conversation.ShowDivides)) == 0 || !r.apart() || !r.declared() {
		t.Fatalf("the full reading lacks something: %+v", r.Chart)
	}
	loose := r
	loose.Chart.Opinion, loose.Chart.Refusal = nil, &opinion.NoMap{Reason: opinion.NoStableGroups}
	loose.Chart.Figures = slices.Clone(r.Chart.Figures)
	for j := range loose.Chart.Figures {
		loose.Chart.Figures[j].Opinion = nil
	}
	chance, unclear := loose, loose
	chance.Chart.Refusal, unclear.Chart.Refusal = &opinion.NoMap{Reason: opinion.NoPattern}, &opinion.NoMap{Reason: opinion.NoClearNumber}
	same := reading{There: true, Chart: conversation.Chart{Refusal: &opinion.NoMap{Reason: opinion.NoDifferences}}}
	st := fullStatement(1, conversation.Accepted)
	view := conversation.View{Statement: st, In: fullConversation(), Tally: conversation.Tally{Agree: 3, Disagree: 2, Pass: 1}, Voted: true, Vote: opinion.Agree, Own: true}
	spot := conversation.Spot{X: 0.5, Y: -0.25, Group: 1, Next: 0}
	thin := reading{There: true, Chart: conversation.Chart{Refusal: &opinion.NoMap{Reason: opinion.TooFewPeople, Have: 3, Need: 7}}}
	faults := &polisdata.Faults{More: true, List: []polisdata.Fault{
		{File: "votes.csv", Line: 12, Column: "vote", Reason: polisdata.NotVote, Value: "<b>7</b>"}, {File: "votes.csv", Reason: polisdata.NoHeader},
	}}
	list := listed{Conversation: fullConversation(), Open: conversation.Opening{Vote: true}, Summary: conversation.Summary{Statements: 3, Voters: 2, Votes: 5}}
	merged, head := fullStatement(5, conversation.Merged), fullStatement(6, conversation.Accepted)
	merged.Into, merged.Was = head.ID, conversation.Accepted
	gone := merged
	gone.Words, gone.Standing = lang.Text{}, conversation.Withdrawn
	twins := conversation.Duplicates{
		More: 2, Merged: []conversation.Joined{{Statement: merged, Head: head}, {Statement: gone, Head: head}},
		Pairs: []conversation.Pair{
			{Keep: st, Other: head, Likeness: 1, Both: 23, AsOne: 21, Told: true},
			{Keep: st, Other: fullStatement(7, conversation.Waiting), Likeness: 0.5},
			{Keep: fullStatement(8, conversation.Waiting), Other: fullStatement(9, conversation.Waiting)},
			{Keep: head, Other: st, Both: 20, AsOne: 3, Told: true},
		},
	}
	effect := conversation.Effect{From: st, Into: head, Carried: 3, Kept: 1, Before: conversation.Tally{Agree: 2}, After: conversation.Tally{Agree: 5}}
	mergedView := conversation.View{Statement: merged, In: fullConversation(), Head: &head, Own: true}
	webtest.Pages(t, "conversation", words, func(p web.Page) map[string]templ.Component {
		pages := map[string]templ.Component{
			"list empty":       conversationsPage(listPage{Page: p}),
			"list full":        conversationsPage(listPage{Page: p, Place: processweb.Place{Process: fullPlace().Process}, All: []listed{list, {}}, Runs: true}),
			"open panel":       openPanel(p.Speaker, []listed{list}),
			"desk empty":       deskPanel(p.Speaker, "water", nil),
			"desk full":        deskPanel(p.Speaker, "water", []listed{list, {Conversation: imported().Conversation}}),
			"vote empty":       conversationPage(votePage{Page: p, Place: emptyPlace()}),
			"vote full":        conversationPage(votePage{Page: p, Place: fullPlace(), Turn: conversation.Turn{Statement: st, Left: true, Voted: 3, Of: 6}, Last: &view, Claimable: 2}),
			"vote done":        conversationPage(votePage{Page: p, Place: fullPlace(), Turn: conversation.Turn{Voted: 6, Of: 6}}),
			"vote closed":      conversationPage(votePage{Page: p, Place: imported(), Why: "closed", Turn: conversation.Turn{Of: 6}}),
			"propose empty":    proposalPage(proposePage{Page: p, Place: emptyPlace()}),
			"propose full":     proposalPage(proposePage{Page: p, Place: fullPlace(), In: conversation.Proposal{Words: "<b>x</b>", Lang: lang.French}, Similar: []conversation.View{view}}),
			"mine empty":       myPage(minePage{Page: p, Place: emptyPlace(), Guest: true}),
			"mine full":        myPage(minePage{Page: p, Place: fullPlace(), Votes: []conversation.Mine{{Statement: st, Vote: opinion.Pass}}, Claimable: 1, Own: []conversation.Statement{st, fullStatement(2, conversation.Waiting), fullStatement(3, conversation.Rejected), fullStatement(4, conversation.Withdrawn)}}),
			"mine merged":      myPage(minePage{Page: p, Place: fullPlace(), Votes: []conversation.Mine{{Statement: head, From: &merged}, {Statement: head, From: &gone}, {Statement: merged, Instead: &head}}, Own: []conversation.Statement{merged}}),
			"statement merged": oneStatementPage(statementPage{Page: p, Place: fullPlace(), View: mergedView, Reading: r, Runs: true}),
			"duplicates empty": duplicatesView(duplicatesPage{Page: p, Place: emptyPlace()}),
			"duplicates full":  duplicatesView(duplicatesPage{Page: p, Place: fullPlace(), Duplicates: twins}),
			"duplicates over":  duplicatesView(duplicatesPage{Page: p, Place: imported(), Duplicates: twins, Why: "<b>over</b>"}),
			"duplicates panel": duplicatesPanel(p.Speaker, []ui.Link{{Label: "<b>c1</b>", Href: "/en"}}),
			"merge which":      mergeView(mergePage{Page: p, Place: emptyPlace()}),
			"merge":            mergeView(mergePage{Page: p, Place: fullPlace(), Statement: st, Effect: &effect, Reason: "<b>same</b>"}),
			"split empty":      splitView(splitPage{Page: p, Place: emptyPlace()}),
			"split":            splitView(splitPage{Page: p, Place: fullPlace(), Statement: gone, Head: head, Carried: 1}),
			"withdraw":         takeBackPage(withdrawPage{Page: p, Place: fullPlace(), Statement: st}),
			"statement empty":  oneStatementPage(statementPage{Page: p, Place: emptyPlace()}),
			"statement full":   oneStatementPage(statementPage{Page: p, Place: fullPlace(), View: view, Reading: r, Runs: true}),
			"translate empty":  translationPage(translatePage{Page: p, Place: emptyPlace()}),
			"translate full":   translationPage(translatePage{Page: p, Place: fullPlace(), Statement: st, Typed: map[lang.Tag]string{lang.English: "<b>mine</b>"}}),
			"statements empty": statementsPage(boardPage{Page: p, Place: emptyPlace(), Sort: byNumber}),
			"statements full":  statementsPage(boardPage{Page: p, Place: fullPlace(), Sort: byVotes, Total: 60, Lines: []line{{st, conversation.Tally{Agree: 1}}, {Statement: st}}, Pager: ui.Pager{Next: "/en"}}),
			"results empty":    resultPage(resultsPage{Page: p, Place: emptyPlace()}),
			"results thin":     resultPage(resultsPage{Page: p, Place: fullPlace(), Board: board, Reading: thin}),
			"results full":     resultPage(resultsPage{Page: p, Place: fullPlace(), Board: board, Reading: r, Spot: &spot}),
			"results missing":  resultPage(resultsPage{Page: p, Place: fullPlace(), Board: board, Reading: r, Spot: &conversation.Spot{Missing: 2}}),
			"results loose":    resultPage(resultsPage{Page: p, Place: fullPlace(), Board: board, Reading: loose, Spot: &conversation.Spot{Group: -1}}),
			"results chance":   resultPage(resultsPage{Page: p, Place: fullPlace(), Board: board, Reading: chance}),
			"results unclear":  resultPage(resultsPage{Page: p, Place: fullPlace(), Board: board, Reading: unclear}),
			"results same":     resultPage(resultsPage{Page: p, Place: fullPlace(), Board: board, Reading: same}),
			"results imported": resultPage(resultsPage{Page: p, Place: imported(), Board: board, Reading: r}),
			"groups empty":     groupsView(groupsPage{resultsPage: resultsPage{Page: p, Place: emptyPlace()}}),
			"groups full":      groupsView(groupsPage{resultsPage{Page: p, Place: fullPlace(), Board: board, Reading: r}, []int{0, 1}}),
			"groups loose":     groupsView(groupsPage{resultsPage{Page: p, Place: fullPlace(), Board: board, Reading: loose}, nil}),
			"method empty":     methodView(methodPage{resultsPage{Page: p, Place: emptyPlace()}}),
			"method full":      methodView(methodPage{resultsPage{Page: p, Place: fullPlace(), Board: board, Reading: r}}),
			"prepare empty":    editorPage(preparePage{Page: p, Languages: lang.Interface}),
			"prepare full":     editorPage(preparePage{Page: p, Languages: lang.Interface, Stored: fullConversation(), In: planOf(fullConversation())}),
			"seed empty":       sowingPage(seedPage{Page: p, Place: emptyPlace(), Languages: lang.Interface}),
			"seed full":        sowingPage(seedPage{Page: p, Place: fullPlace(), Languages: lang.Interface, Lines: map[lang.Tag]string{lang.English: "<b>x</b>"}, There: []conversation.Statement{st}}),
			"open":             confirmPage(statePage{Page: p, Place: fullPlace(), To: conversation.Open}),
			"close":            confirmPage(statePage{Page: p, Place: fullPlace(), To: conversation.Closed}),
			"polis empty":      polisImportPage(polisPage{Page: p, Languages: lang.Interface}),
			"polis broken":     polisImportPage(polisPage{Page: p, Languages: lang.Interface, Broken: faults, In: conversation.PolisImport{Origin: imported().Conversation.Origin}}),
		}
		for _, show := range conversation.Shows {
			list := resultsPage{Page: p, Place: fullPlace(), Board: board, Reading: r, Show: show, Pager: ui.Pager{Next: "/en"}}
			list.Lines = list.listed(show)
			pages["results "+show] = listedPage(list)
		}
		return pages
	})
}
