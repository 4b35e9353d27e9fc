package ballotfile

import (
	"math/big"
	"slices"
	"strings"

	"penc/ballot"
)

// The sections of a PaBuLib file.
const (
	metaSection     = "META"
	projectsSection = "PROJECTS"
	votesSection    = "VOTES"
)

// pabulib reads a participatory budget. It has three sections, each with a
// header, the fields separated by semicolons. Columns and keys that are not
// used here are passed over. A vote that breaks the least or most items the
// file itself sets (min_length, max_length) is a fault; the most money
// (max_sum_cost) is not held against votes, since published elections break it.
func (r *reader) pabulib(data []byte) {
	p := &pabulib{reader: r, rows: rows{data: data, separator: ';', lax: true, limits: r.limits, faults: r.faults}}
	section, seen := "", map[string]bool{}
	for {
		fields, line, ok := p.rows.next()
		if !ok {
			break
		}
		trimmed := trimRow(fields)
		if len(trimmed) == 0 {
			continue
		}
		if name, ok := sectionName(trimmed); ok {
			if seen[name] {
				r.fault(line, "", RepeatedSection, name)
			}
			if name == votesSection {
				p.begin(line, seen)
			}
			section, seen[name], p.columns = name, true, nil
			continue
		}
		p.row(section, line, fields)
	}
	for _, name := range []string{metaSection, projectsSection, votesSection} {
		if !seen[name] {
			r.fault(0, name, MissingSection, "")
		}
	}
	p.end()
}

// pabulib is what is known while a file is read.
type pabulib struct {
	*reader
	rows    rows
	columns []string
	id      int // columns, -1 where there is none
	cost    int
	name    int
	vote    int
	points  int

	meta     map[string]entry
	scored   bool
	standard *big.Rat // for items that a ballot does not name; nil if none
	least    int
	most     int // 0 for no limit
	projects int
	voterIDs map[string]bool
	ready    bool // ballots can be read
	seen     []int
	ballots  int

	items   []int
	numbers []*big.Rat
	known   map[string]*big.Rat // numbers read before, by their text
}

// entry is a value with its line.
type entry struct {
	value string
	line  int
}

// trimRow takes the spaces off all fields and returns them without the empty ones
// at the end: spreadsheets fill rows up.
func trimRow(fields []string) []string {
	for i := range fields {
		fields[i] = strings.TrimSpace(fields[i])
	}
	for len(fields) > 0 && fields[len(fields)-1] == "" {
		fields = fields[:len(fields)-1]
	}
	return fields
}

func sectionName(fields []string) (string, bool) {
	if len(fields) != 1 {
		return "", false
	}
	name := strings.ToUpper(fields[0])
	return name, name == metaSection || name == projectsSection || name == votesSection
}

// row reads a line of a section: its header, if that was not read yet.
func (p *pabulib) row(section string, line int, fields []string) {
	switch {
	case section == "":
		p.fault(line, "", NoSection, fields[0])
	case p.columns == nil:
		p.header(section, line, fields)
	case section == metaSection:
		p.entry(line, fields)
	case section == projectsSection:
		p.project(line, fields)
	case p.ready:
		p.ballot(line, fields)
	}
}

func (p *pabulib) header(section string, line int, fields []string) {
	p.columns = slices.Clone(trimRow(fields))
	for i, name := range p.columns {
		if slices.Index(p.columns, name) != i {
			p.fault(line, "", RepeatedColumn, name)
		}
	}
	column := func(name string, needed bool) int {
		i := slices.Index(p.columns, name)
		if i < 0 && needed {
			p.fault(line, "", MissingColumn, name)
			p.ready = false
		}
		return i
	}
	switch section {
	case metaSection:
		p.meta = map[string]entry{}
	case projectsSection:
		p.id, p.cost, p.name = column("project_id", true), column("cost", true), column("name", false)
	case votesSection:
		p.id, p.vote, p.points = column("voter_id", true), column("vote", true), column("points", p.scored)
	}
}

// fits reports whether a row has as many fields as there are columns, or more
// of which all are empty.
func (p *pabulib) fits(line int, fields []string) bool {
	if len(fields) >= len(p.columns) && len(trimRow(fields)) <= len(p.columns) {
		return true
	}
	p.fault(line, "", FieldCount, strings.Join(fields, ";"))
	return false
}

// entry reads a line of META. A value may hold semicolons.
func (p *pabulib) entry(line int, fields []string) {
	key := fields[0]
	if _, there := p.meta[key]; there {
		p.fault(line, key, RepeatedKey, "")
	}
	p.meta[key] = entry{strings.Join(trimRow(fields[1:]), ";"), line}
}

func (p *pabulib) project(line int, fields []string) {
	if p.id < 0 || p.cost < 0 || !p.fits(line, fields) {
		return
	}
	p.projects++
	cost, reason := decimal(fields[p.cost])
	if reason == "" && cost.Sign() <= 0 {
		reason = NotPositive
	}
	if reason != "" {
		p.fault(line, "cost", reason, fields[p.cost])
		cost = nil
	}
	name := ""
	if p.name >= 0 {
		name = fields[p.name]
	}
	p.add(line, "project_id", strings.Clone(fields[p.id]), strings.Clone(name), cost)
}

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
