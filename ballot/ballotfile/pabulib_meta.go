package ballotfile

import (
	"math/big"
	"strings"

	"penc/ballot"
)

// begin reads what META says and makes ready for ballots.
func (p *pabulib) begin(line int, seen map[string]bool) {
	if p.b != nil || !seen[metaSection] || !seen[projectsSection] {
		return
	}
	p.ready = true
	p.kind = p.voteType(line)
	p.file.Title = p.meta["description"].value
	p.file.Budget = p.number("budget")
	if e, there := p.meta["budget"]; !there {
		p.fault(0, "budget", MissingKey, "")
	} else if p.file.Budget != nil && p.file.Budget.Sign() <= 0 {
		p.fault(e.line, "budget", NotPositive, e.value)
	}
	if p.scored {
		p.standard = p.number("default_score")
	}
	p.least, _ = p.count("min_length")
	p.most, _ = p.count("max_length")
	p.voterIDs, p.known, p.seen = map[string]bool{}, map[string]*big.Rat{}, make([]int, len(p.list))
	if len(p.faults.List) > 0 {
		p.ready = false
		return
	}
	p.b = ballot.NewBuilder(p.kind, p.list)
}

func (p *pabulib) voteType(line int) ballot.Kind {
	e, there := p.meta["vote_type"]
	if !there {
		p.fault(line, "vote_type", MissingKey, "")
		return 0
	}
	switch strings.ToLower(e.value) {
	case "approval", "choose-1":
		return ballot.Approval
	case "ordinal":
		return ballot.Ranking
	case "cumulative", "scoring":
		p.scored = true
		return ballot.Scores
	}
	p.fault(e.line, "vote_type", NotVoteType, e.value)
	return 0
}

// number reads a number of META, nil if it is absent or no number.
func (p *pabulib) number(key string) *big.Rat {
	e, there := p.meta[key]
	if !there || e.value == "" {
		return nil
	}
	x, reason := decimal(e.value)
	if reason != "" {
		p.fault(e.line, key, reason, e.value)
	}
	return x
}

// count reads a whole number of META and reports whether it is there.
func (p *pabulib) count(key string) (int, bool) {
	e, there := p.meta[key]
	if !there || e.value == "" {
		return 0, false
	}
	n, reason := whole(e.value)
	if reason != "" {
		p.fault(e.line, key, reason, e.value)
	}
	return n, reason == ""
}

// end holds the numbers that the file says against what it holds.
func (p *pabulib) end() {
	for _, c := range []struct {
		key  string
		have int
	}{{"num_projects", p.projects}, {"num_votes", p.ballots}} {
		if n, there := p.count(c.key); there && n != c.have && len(p.faults.List) == 0 {
			e := p.meta[c.key]
			p.fault(e.line, c.key, WrongCount, e.value)
		}
	}
}
