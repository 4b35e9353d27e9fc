package ballotfile

import (
	"strings"

	"penc/ballot"
)

// ballot reads a line of VOTES.
func (p *pabulib) ballot(line int, fields []string) {
	if !p.fits(line, fields) {
		return
	}
	p.ballots++
	if id := fields[p.id]; p.voterIDs[id] {
		p.fault(line, "voter_id", RepeatedID, id)
	} else {
		p.voterIDs[strings.Clone(id)] = true
	}
	if !p.named(line, fields[p.vote]) || p.scored && !p.given(line, fields[p.points]) || !p.voted(line, 1) {
		return
	}
	switch p.kind {
	case ballot.Approval:
		p.b.Approve(1, p.items...)
	case ballot.Scores:
		p.rest()
		p.b.Score(1, p.items, p.numbers)
	case ballot.Ranking:
		places := make([][]int, len(p.items))
		for i := range p.items {
			places[i] = p.items[i : i+1]
		}
		p.b.Rank(1, places...)
	}
}

// named reads the projects that a ballot names into items.
func (p *pabulib) named(line int, text string) bool {
	p.items = p.items[:0]
	if text == "" {
		return p.length(line)
	}
	sound := true
	for id := range strings.SplitSeq(text, ",") {
		id = strings.TrimSpace(id)
		i, there := p.index[id]
		switch {
		case !there:
			p.fault(line, "vote", UnknownItem, id)
		case p.seen[i] == p.ballots:
			p.fault(line, "vote", RepeatedItem, id)
		default:
			p.seen[i] = p.ballots
			p.items = append(p.items, i)
			continue
		}
		sound = false
	}
	return sound && p.length(line)
}

// length holds a ballot against the least and most items it may name.
func (p *pabulib) length(line int) bool {
	switch n := len(p.items); {
	case n < p.least:
		p.fault(line, "vote", TooFewChosen, "")
	case p.most > 0 && n > p.most:
		p.fault(line, "vote", TooManyChosen, "")
	default:
		return true
	}
	return false
}

// given reads the points beside the projects into numbers.
func (p *pabulib) given(line int, text string) bool {
	p.numbers = p.numbers[:0]
	if text != "" {
		for part := range strings.SplitSeq(text, ",") {
			x := p.known[part]
			if x == nil {
				var reason string
				if x, reason = decimal(part); reason != "" {
					p.fault(line, "points", reason, part)
					return false
				}
				p.known[strings.Clone(part)] = x
			}
			p.numbers = append(p.numbers, x)
		}
	}
	if len(p.numbers) != len(p.items) {
		p.fault(line, "points", PointCount, text)
		return false
	}
	return true
}

// rest gives the items that a ballot does not name the number that the file says
// for them.
func (p *pabulib) rest() {
	if p.standard == nil || p.standard.Sign() == 0 {
		return
	}
	for i := range p.list {
		if p.seen[i] != p.ballots {
			p.items, p.numbers = append(p.items, i), append(p.numbers, p.standard)
		}
	}
}
