package conversationweb

import (
	"cmp"
	"slices"
	"strconv"

	"penc/internal/deliberate/conversation"
	"penc/internal/platform/web"
	"penc/internal/platform/web/ui"
)

// The orders in which statements can be listed.
const (
	byNumber    = "number"
	byAgreement = "agreement"
	byDivision  = "division"
	byVotes     = "votes"
)

var orders = []string{byNumber, byAgreement, byDivision, byVotes}

// sortLines sorts statements and returns the order, which is byNumber if the one
// asked for is unknown.
func sortLines(all []line, order string) string {
	var worth func(conversation.Tally) float64
	switch order {
	case byAgreement:
		worth = agreement
	case byDivision:
		worth = division
	case byVotes:
		worth = func(t conversation.Tally) float64 { return float64(t.Total()) }
	default:
		return byNumber // as they come
	}
	slices.SortStableFunc(all, func(a, b line) int { return cmp.Compare(worth(b.Tally), worth(a.Tally)) })
	return order
}

// agreement is the share that agrees, smoothed so that two votes of two do not
// stand above ninety of a hundred.
func agreement(t conversation.Tally) float64 { return float64(t.Agree+1) / float64(t.Total()+2) }

// division is how evenly people are for and against, among all who voted: 1 where
// half agree and half disagree, smoothed as agreement is.
func division(t conversation.Tally) float64 {
	return 2 * float64(min(t.Agree, t.Disagree)) / float64(t.Total()+2)
}

func boardLink(a web.Speaker, at place, order string, page int) string {
	link := a.Link(at.path("/statements"))
	if order != byNumber {
		link += "?sort=" + order
	}
	if page > 1 {
		sep := "?"
		if order != byNumber {
			sep = "&"
		}
		link += sep + "page=" + strconv.Itoa(page)
	}
	return link
}

func pager(a *web.Ask, at place, order string, page, total int) ui.Pager {
	p := ui.Pager{Text: a.T("conversation.board.page", "from", a.Number(min((page-1)*perPage+1, total)), "to", a.Number(min(page*perPage, total)), "of", a.Number(total))}
	if page > 1 {
		p.Previous = boardLink(a.Speaker, at, order, page-1)
	}
	if page*perPage < total {
		p.Next = boardLink(a.Speaker, at, order, page+1)
	}
	return p
}
