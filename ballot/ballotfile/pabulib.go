package ballotfile

import (
	"math/big"
	"slices"
	"strings"
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
	if reason == "" && cost.Sign() < 0 {
		reason = Negative
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
