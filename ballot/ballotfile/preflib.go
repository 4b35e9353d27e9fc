package ballotfile

import (
	"bytes"
	"strconv"
	"strings"

	"penc/ballot"
)

// preflib reads the formats of PrefLib. Lines that begin with # say what the
// file holds; each other line is a number of voters, a colon, and what they all
// put: alternatives by their number, separated by commas, those that share a
// place in braces.
//
// A ballot of the format cat puts alternatives in categories, the first being
// the best. PrefLib gives categories names but no meaning; here an alternative
// is approved of when it stands in the first. In the files of PrefLib that is
// the category "Yes", "Approved" or the like.
func (r *reader) preflib(data []byte) {
	p := &preflib{reader: r, names: map[int]entry{}, keys: map[string]entry{}}
	line := 0
	for part := range bytes.Lines(data) {
		line++
		text := strings.TrimSpace(string(part))
		switch {
		case r.faults.full():
			return
		case len(part) > r.limits.Line:
			r.fault(line, "", LineTooLong, "")
		case text == "":
		case strings.HasPrefix(text, "#"):
			p.header(line, text)
		default:
			p.body(line, text)
		}
		if p.stop {
			return
		}
	}
	if p.b == nil && len(r.faults.List) == 0 {
		p.begin(line)
	}
	p.end()
}

type preflib struct {
	*reader
	keys   map[string]entry
	names  map[int]entry
	stop   bool
	orders int
	seen   []int
}

// cutHeader cuts a line "# KEY: value".
func cutHeader(line string) (key, value string, ok bool) {
	rest, ok := strings.CutPrefix(line, "#")
	if !ok {
		return "", "", false
	}
	key, value, ok = strings.Cut(rest, ":")
	return strings.ToUpper(strings.TrimSpace(key)), strings.TrimSpace(value), ok
}

func (p *preflib) header(line int, text string) {
	key, value, ok := cutHeader(text)
	if !ok {
		return // a remark
	}
	if number, is := strings.CutPrefix(key, "ALTERNATIVE NAME "); is {
		n, reason := whole(number)
		if _, there := p.names[n]; there && reason == "" {
			reason = RepeatedKey
		}
		if reason != "" {
			p.fault(line, key, reason, "")
			return
		}
		p.names[n] = entry{value, line}
		return
	}
	if _, there := p.keys[key]; there && strings.HasPrefix(key, "NUMBER ") {
		p.fault(line, key, RepeatedKey, "")
	}
	p.keys[key] = entry{value, line}
}

// count returns a whole number of the header and reports whether it is there.
func (p *preflib) count(key string) (int, bool) {
	e, there := p.keys[key]
	if !there {
		return 0, false
	}
	n, reason := whole(e.value)
	if reason != "" {
		p.fault(e.line, key, reason, e.value)
	}
	return n, reason == ""
}

// begin reads what the header says and makes ready for ballots.
func (p *preflib) begin(line int) {
	p.file.Title = p.keys["TITLE"].value
	n, there := p.count("NUMBER ALTERNATIVES")
	switch {
	case there:
	case len(p.keys) == 0 && line > 0:
		p.fault(line, "", OldFormat, "")
	case len(p.faults.List) == 0:
		p.fault(0, "NUMBER ALTERNATIVES", MissingKey, "")
	}
	if n > p.limits.Items {
		p.fault(p.keys["NUMBER ALTERNATIVES"].line, "", TooManyItems, "")
	}
	for number, e := range p.names {
		if there && (number < 1 || number > n) {
			p.fault(e.line, "ALTERNATIVE NAME", UnknownItem, strconv.Itoa(number))
		}
	}
	if len(p.faults.List) > 0 {
		p.stop = true
		return
	}
	for i := range n {
		id := strconv.Itoa(i + 1)
		p.add(line, "", id, p.names[i+1].value, nil)
	}
	p.kind = ballot.Ranking
	if p.file.Format == CAT {
		p.kind = ballot.Approval
	}
	p.seen = make([]int, n)
	p.b = ballot.NewBuilder(p.kind, p.list)
}

// body reads a line of ballots.
func (p *preflib) body(line int, text string) {
	if p.b == nil {
		if p.begin(line); p.stop {
			return
		}
	}
	p.orders++
	times, order, ok := strings.Cut(text, ":")
	if !ok {
		p.fault(line, "", NotExpected, text)
		return
	}
	count, reason := whole(times)
	if reason == "" && count == 0 {
		reason = NotPositive
	}
	if reason != "" {
		p.fault(line, "", reason, times)
		return
	}
	places, sound := p.places(line, order)
	if !sound || !p.voted(line, count) {
		return
	}
	if p.kind == ballot.Ranking {
		p.b.Rank(count, places...)
		return
	}
	if n, there := p.count("NUMBER CATEGORIES"); there && len(places) > n {
		p.fault(line, "NUMBER CATEGORIES", WrongCount, order)
		return
	}
	p.b.Approve(count, places[0]...)
}

// places reads an order: alternatives separated by commas, those that share a
// place in braces.
func (p *preflib) places(line int, order string) (places [][]int, sound bool) {
	sound, named := true, 0
	for rest, more := order, true; more; {
		var group []string
		var ok bool
		if group, rest, more, ok = cutGroup(rest); !ok {
			p.fault(line, "", BadOrder, order)
			return nil, false
		}
		place, ok := p.place(line, group)
		sound = sound && ok
		named += len(place)
		places = append(places, place)
		if len(group) != 1 && (p.file.Format == SOC || p.file.Format == SOI) {
			p.fault(line, "", SharedPlace, order)
			return nil, false
		}
	}
	if sound && named < len(p.list) && (p.file.Format == SOC || p.file.Format == TOC) {
		p.fault(line, "", IncompleteOrder, order)
		return nil, false
	}
	return places, sound
}

// place reads the alternatives of one place.
func (p *preflib) place(line int, numbers []string) (items []int, sound bool) {
	sound = true
	for _, number := range numbers {
		i, there := p.index[strings.TrimSpace(number)]
		switch {
		case !there:
			p.fault(line, "", UnknownItem, number)
			sound = false
		case p.seen[i] == p.orders:
			p.fault(line, "", RepeatedItem, number)
			sound = false
		default:
			p.seen[i] = p.orders
			items = append(items, i)
		}
	}
	return items, sound
}

// cutGroup takes the first place off an order: one alternative, or some in
// braces. more says that a comma follows.
func cutGroup(order string) (group []string, rest string, more, ok bool) {
	order = strings.TrimSpace(order)
	inner, braced := strings.CutPrefix(order, "{")
	if !braced {
		one, rest, more := strings.Cut(order, ",")
		if one = strings.TrimSpace(one); one == "" || strings.ContainsAny(one, "{}") {
			return nil, "", false, false
		}
		return []string{one}, rest, more, true
	}
	inner, rest, ok = strings.Cut(inner, "}")
	if !ok {
		return nil, "", false, false
	}
	if strings.TrimSpace(inner) != "" {
		group = strings.Split(inner, ",")
	}
	switch rest = strings.TrimSpace(rest); {
	case rest == "":
		return group, "", false, true
	case rest[0] == ',':
		return group, rest[1:], true, true
	}
	return nil, "", false, false
}

// end holds the numbers of the header against what the file holds.
func (p *preflib) end() {
	if len(p.faults.List) > 0 {
		return
	}
	for _, c := range []struct {
		key  string
		have int
	}{{"NUMBER VOTERS", p.voters}, {"NUMBER UNIQUE ORDERS", p.orders}, {"NUMBER UNIQUE PREFERENCES", p.orders}} {
		if n, there := p.count(c.key); there && n != c.have {
			p.fault(p.keys[c.key].line, c.key, WrongCount, strconv.Itoa(n))
		}
	}
}
