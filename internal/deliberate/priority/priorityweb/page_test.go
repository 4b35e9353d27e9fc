package priorityweb

import (
	"math/big"
	"testing"
	"time"

	"github.com/a-h/templ"

	"penc/ballot"
	"penc/internal/deliberate/priority"
	"penc/internal/gather/attendance"
	"penc/internal/gather/meeting"
	"penc/internal/gather/process"
	"penc/internal/ground/lang"
	"penc/internal/ground/ref"
	"penc/internal/platform/web"
	"penc/internal/platform/web/ui"
	"penc/internal/platform/web/webtest"
)

var spring = time.Date(2026, 3, 1, 9, 30, 0, 0, time.UTC)

// hostile is a text that tries to become markup, in both languages.
func hostile(words string) lang.Text {
	return lang.Of("fr", map[lang.Tag]string{"fr": `<b>` + words + `</b><script>alert(1)</script>`, "en": `"><b>` + words + `</b>`})
}

func fullPlace() place {
	w := process.Whole{Process: process.Process{ID: "water", State: process.Draft, Title: hostile("process"), Languages: []lang.Tag{"fr", "en"}}}
	for _, g := range []ref.ID{"users", "academia"} {
		w.Groups = append(w.Groups, process.Group{Part: process.Part{ID: g}, Title: hostile(string(g))})
	}
	at := place{Whole: w, Meeting: meeting.Meeting{ID: "m1", Process: "water", Title: hostile("meeting")}}
	at.Process = w.Process
	at.Title = ui.Title{Title: "<b>title", Small: true}
	return at
}

func fullItem(n int, s priority.State) priority.Item {
	o := priority.Origin{
		Meeting: "m1", Breakout: "b1", Room: hostile("room"), Reported: ref.ID("r" + number(n)), Words: hostile("said"), Support: n, Supporters: "<b>all",
		Groups: map[ref.ID]int{"users": 3, "academia": 1}, At: spring,
	}
	return priority.Item{
		ID: ref.ID("item-" + number(n)), Number: n, Place: n, Version: n, Words: lang.Say("fr", "<b>mots"), State: s, Origins: []priority.Origin{o, {Meeting: "m1", Words: hostile("hand")}},
		Parts: []ref.ID{"item-9"}, Reason: hostile("reason"), Ballot: "ballot", Rank: n, Carried: &priority.Carried{Meeting: "m0", Item: "i0"},
	}
}

func fullScene(may bool) priority.Scene {
	b := priority.Board{Meeting: "m1", Process: "water", Opened: spring, Last: 9, Frozen: map[ref.ID]ref.ID{"item-2": "ballot"}}
	for i, s := range []priority.State{priority.Open, priority.Open, priority.Chosen, priority.Aside, priority.Merged, priority.Gone} {
		b.Items = append(b.Items, fullItem(i+1, s))
	}
	c := priority.Change{Seq: 9, Kind: priority.Merge, At: spring, Touched: []priority.Touch{{Before: &b.Items[0], After: b.Items[1]}, {After: b.Items[2]}}}
	return priority.Scene{
		Board: b, News: b.Items[0].Origins[:1], Reported: 9, Ballots: []priority.Ballot{fullBallot(priority.Tick, priority.Voting)}, Last: &c, May: may,
		Practice: priority.Practice{Absent: true},
	}
}

func fullBallot(p priority.Paper, s priority.Stand) priority.Ballot {
	return priority.Ballot{
		ID: "ballot", Meeting: "m1", Process: "water", Stand: s, Title: hostile("question"), Paper: p, Most: 3, Rule: priority.Usual, Seats: 2, Secret: true,
		Absent: true, Weight: priority.Sector, Classes: []ref.ID{"users"}, Ties: "seed:1", Opened: spring, Closes: spring.Add(time.Hour), Reason: hostile("reason"),
		Items: []priority.Choice{{Item: "item-1", Number: 1, Words: hostile("one")}, {Item: "item-2", Number: 2, Words: hostile("two")}, {Item: "item-3", Number: 3}},
	}
}

func fullOutcome() priority.Outcome {
	return priority.Outcome{
		Ballot: "ballot", Rule: priority.Usual, Seats: 2, Ties: "seed:1", Digest: "abc", Voted: 20, Papers: 19, Winners: []ref.ID{"item-1", "item-2"},
		Lines:     []priority.Line{{Item: "item-1", Number: 1, Rank: 1, Marked: 12, Sum: 12, Stays: 190}, {Item: "item-2", Number: 2, Rank: 2, Marked: 8}, {Item: "item-3", Number: 3}},
		Groups:    []priority.Standing{{Group: "users", Voters: 12, Represented: 9}, {Group: "academia", Voters: 7, Represented: 7}, {Group: "", Hidden: true}},
		Everybody: priority.Standing{Voters: 19, Represented: 16},
		Ledger: []priority.Payment{
			{Item: "item-1", Group: "users", Paid: "1/3"}, {Item: "item-1", Group: "academia", Paid: "1/3"}, {Item: "item-1", Rest: true, Paid: "1/3"},
		},
		Completion:  &priority.Completion{Increments: 3, ByVotes: []ref.ID{"item-2"}},
		Certificate: &priority.Certificate{Axiom: "EJR+", Item: "item-3", Level: 1, People: 7},
		Rounds:      []priority.Round{{Acts: []priority.Act{{Do: ballot.Elect, Item: "item-1", Amount: "1/3"}, {Do: ballot.Exclude, Item: "item-3"}}}},
		TiesMet:     []priority.Tie{{Items: []ref.ID{"item-1", "item-2"}, Chosen: "item-1"}, {Items: []ref.ID{"item-2", "item-3"}, Chosen: "item-3", Out: true}},
		Beside:      []priority.Other{{Rule: ballot.ApprovalRule, Winners: []ref.ID{"item-1", "item-3"}}}, Resamples: 200, Approximate: ballot.SeqPAV,
	}
}

func fullView(p priority.Paper, s priority.Stand) priority.View {
	o := fullOutcome()
	return priority.View{
		Ballot: fullBallot(p, s), Outcome: &o, Voted: 7, Entitled: 20, Typed: 1, Noted: 2, May: true, Elector: priority.Elector{Participant: "p", Group: "users"},
		Mine: &priority.Slip{Marks: priority.Marks{{Item: 0, N: 1}}}, Has: true,
	}
}

func TestPagesRender(t *testing.T) {
	at := fullPlace()
	act := web.NewAct()
	empty := priority.Scene{Board: priority.Board{Meeting: "m1", Process: "water"}}
	webtest.Pages(t, "priority", words, func(p web.Page) map[string]templ.Component {
		full := func(paper priority.Paper, s priority.Stand) ballotPage {
			return ballotPage{Page: p, At: at, View: fullView(paper, s), Personal: "secret", Typed: priority.Marks{{Item: 0, N: 1}}, Act: act}
		}
		away := full(priority.Tick, priority.Voting)
		away.View.Has, away.View.Mine, away.View.Ballot.Secret, away.View.Ballot.Closes, away.Personal = false, nil, false, time.Time{}, ""
		pc := piece{Speaker: p.Speaker, Meeting: "m1", Scene: fullScene(true)}
		counted := fullView(priority.Tick, priority.Counted)
		latest := pc
		latest.Latest = &counted
		running := pc
		running.Running = []priority.View{fullView(priority.Tick, priority.Voting), fullView(priority.Tick, priority.Closed)}
		good := fullOutcome()
		good.Certificate = &priority.Certificate{Holds: true}
		register := priority.Register{
			Ballot: fullBallot(priority.Tick, priority.Voting), Noted: 2, Typed: 1, Voted: map[ref.ID]priority.Via{"p1": priority.OnPaper},
			People: []attendance.Presence{{Participant: "p1", Name: "<b>Awa", Affiliation: "<b>org"}, {Participant: "p2"}},
		}
		open := register
		open.Ballot.Secret = false
		out := map[string]templ.Component{
			"board":             showBoard(boardPage{Page: p, At: at, Scene: fullScene(true), Undo: true, Act: act}),
			"board, read":       showBoard(boardPage{Page: p, At: at, Scene: fullScene(false), Act: act}),
			"board, empty":      showBoard(boardPage{Page: p, At: at, Scene: priority.Scene{Board: priority.Board{Opened: spring}, May: true}, Act: act}),
			"board, not opened": showBoard(boardPage{Page: p, At: at, Scene: empty, Act: act}),
			"history":           showHistory(historyPage{p, at, fullScene(true), []priority.Change{*fullScene(true).Last}, 5, true}),
			"history, empty":    showHistory(historyPage{Page: p, At: at}),
			"merge":             showWords(wordsPage{Page: p, At: at, Scene: fullScene(true), Do: "merge", Items: fullScene(true).Board.Items[:2], Act: act}),
			"merge, empty":      showWords(wordsPage{Page: p, At: at, Do: "merge", Act: act}),
			"aside":             showWords(wordsPage{Page: p, At: at, Scene: fullScene(true), Do: "aside", Items: fullScene(true).Board.Items[:1], Act: act}),
			"add":               showAdd(addPage{Page: p, At: at, Act: act}),
			"carry":             showCarry(carryPage{Page: p, At: at, Scene: fullScene(true), Earlier: []priority.Board{fullScene(true).Board}, Meetings: map[ref.ID]lang.Text{"m1": hostile("earlier")}, Act: act}),
			"carry, empty":      showCarry(carryPage{Page: p, At: at, Act: act}),
			"call":              showCall(callPage{Page: p, At: at, Scene: fullScene(true), Items: fullScene(true).Board.Items[:3], In: priority.Call{Rule: priority.Usual, Paper: priority.Tick}, Shares: map[ref.ID]string{"users": "<b>"}, Act: act}),
			"call, empty":       showCall(callPage{Page: p, At: at, Act: act}),
			"away":              showBallot(away),
			"confirm":           showConfirm(confirmPage{Page: p, At: at, Text: "<b>", Warn: "<b>", Form: ui.Confirm{Kind: ui.Grave, Label: "<b>", Cancel: "/"}}),
			"result":            showResult(resultPage{Page: p, At: at, Ballot: fullBallot(priority.Dots, priority.Counted), Outcome: fullOutcome(), May: true, Names: []priority.Named{{Name: "<b>Awa", Marks: priority.Marks{{Item: 0, N: 1}}}}, Act: act}),
			"result, good":      showResult(resultPage{Page: p, At: at, Ballot: fullBallot(priority.Tick, priority.Counted), Outcome: good, Act: act}),
			"result, none":      showResult(resultPage{Page: p, At: at, Ballot: fullBallot(priority.Tick, priority.Counted), Outcome: priority.Outcome{Refused: ballot.NoBallots}, Act: act}),
			"papers":            showPapers(papersPage{Page: p, At: at, Register: register, Act: act}),
			"papers, open":      showPapers(papersPage{Page: p, At: at, Register: open, Act: act}),
			"papers, check":     showPapers(papersPage{Page: p, At: at, Register: register, Typed: priority.Marks{{Item: 0, N: 1}}, Check: true, Act: act}),
			"panel, meeting":    meetingPiece(latest),
			"panel, phone":      phonePiece(running),
			"panel, phone over": phonePiece(latest),
			"panel, wall":       projectorPiece(running),
			"panel, wall over":  projectorPiece(latest),
			"panel, wall items": projectorPiece(pc),
			"panel, desk":       deskPiece(running),
			"list":              showList(listPage{Page: p, Boards: []priority.Board{fullScene(true).Board}, Ballots: []priority.Ballot{fullBallot(priority.Tick, priority.Voting)}, Meetings: map[ref.ID]lang.Text{"m1": hostile("m")}, Convenes: true, Act: act}),
			"list, empty":       showList(listPage{Page: p, Act: act}),
		}
		for _, s := range []priority.State{priority.Open, priority.Chosen, priority.Aside, priority.Merged, priority.Gone} {
			out["item "+string(s)] = showItem(itemPage{Page: p, At: at, Scene: fullScene(true), Item: fullItem(1, s), Changes: []priority.Change{*fullScene(true).Last}})
		}
		for _, paper := range priority.Papers {
			out["ballot "+string(paper)] = showBallot(full(paper, priority.Voting))
			out["result "+string(paper)] = showResult(resultPage{Page: p, At: at, Ballot: fullBallot(paper, priority.Counted), Outcome: fullOutcome(), Act: act})
		}
		for _, s := range []priority.Stand{priority.Closed, priority.Counted, priority.Cancelled} {
			out["ballot "+string(s)] = showBallot(full(priority.Tick, s))
		}
		return out
	})
}

// TestRowsOfTheLedgerAddUp checks that thousandths shown in a row give the sum
// shown beside them.
func TestRowsOfTheLedgerAddUp(t *testing.T) {
	for _, paid := range [][]string{{"1/3", "1/3", "1/3"}, {"2/7", "5/7"}, {"1/6", "1/6", "1/6", "1/2"}, {"1/999", "998/999"}, {"0", "1"}, {"1/7", "1/11"}} {
		var exact []*big.Rat
		for _, s := range paid {
			exact = append(exact, priority.Rat(s))
		}
		cells, sum := thousandths(exact)
		all := 0
		for _, n := range cells {
			all += n
		}
		if all != sum {
			t.Errorf("%v: %v adds up to %d, not to %d", paid, cells, all, sum)
		}
	}
}
