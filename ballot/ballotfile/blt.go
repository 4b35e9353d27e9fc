package ballotfile

import (
	"math/big"
	"slices"
	"strconv"
	"strings"

	"penc/ballot"
)

// blt reads a count of single transferable votes: how many candidates and
// seats, who had withdrawn (a minus before the number), ballots (a weight, or an
// identifier in brackets for one ballot; numbers of candidates, best first; 0),
// a 0, the names, a title. Lines mean nothing: it is one row of words, which is
// why reading stops at the first fault.
//
// Of the additions of other programs it reads remarks (from # to the end of the
// line, or between /* and */), candidates who share a place (joined by =), a
// place left empty (-), the party behind each name, and a source and a remark
// behind the title. It refuses
// instructions in square brackets, some of which would change the outcome.
func (r *reader) blt(data []byte) {
	p := &blt{reader: r, rest: string(data), line: 1}
	p.heading()
	for p.ok() && p.ballot() {
	}
	p.names()
	r.kind = ballot.Ranking
	p.elect()
}

type blt struct {
	*reader
	rest string
	line int // of the first byte of rest
	at   int // line of the word taken last

	candidates int
	gone       []bool // by candidate
	papers     []paper
}

// paper is a ballot by candidates, before it is known who is left. An empty
// place has nobody in it.
type paper struct {
	count  int
	weight *big.Rat // nil for 1
	places [][]int
}

func (p *blt) ok() bool { return len(p.faults.List) == 0 }

// no keeps a fault at the word taken last.
func (p *blt) no(reason, value string) { p.fault(p.at, "", reason, value) }

// skip passes over spaces and remarks.
func (p *blt) skip() {
	for p.rest != "" {
		end := 1
		switch {
		case strings.HasPrefix(p.rest, "/*"):
			i := strings.Index(p.rest, "*/")
			if i < 0 {
				p.at = p.line
				p.no(CutShort, "/*")
				p.rest = ""
				return
			}
			end = i + 2
		case p.rest[0] == '#':
			if end = strings.IndexByte(p.rest, '\n'); end < 0 {
				end = len(p.rest)
			}
		case !space(p.rest[0]):
			return
		}
		p.pass(end)
	}
}

// pass takes so many bytes off the rest.
func (p *blt) pass(n int) string {
	text := p.rest[:n]
	p.line += strings.Count(text, "\n")
	p.rest = p.rest[n:]
	return text
}

func space(c byte) bool { return c == ' ' || c == '\t' || c == '\r' || c == '\n' }

// word takes the next word; a text in quotation marks or brackets is one. It is
// empty, and a fault kept, at the end.
func (p *blt) word() string {
	p.skip()
	if !p.ok() {
		return ""
	}
	p.at = p.line
	if p.rest == "" {
		p.no(CutShort, "")
		return ""
	}
	var end int
	switch p.rest[0] {
	case '"':
		if end = closing(p.rest); end < 0 {
			p.no(BadQuotes, p.rest)
			return ""
		}
	case '(':
		if end = strings.IndexByte(p.rest, ')') + 1; end == 0 {
			p.no(BadOrder, p.rest)
			return ""
		}
	default:
		if end = strings.IndexAny(p.rest, " \t\r\n"); end < 0 {
			end = len(p.rest)
		}
	}
	if end > p.limits.Line {
		p.no(LineTooLong, "")
		return ""
	}
	return p.pass(end)
}

// closing returns the length of a text in quotation marks: up to a mark behind
// which a space or nothing follows. It is -1 when there is none.
func closing(text string) int {
	for i := 1; i < len(text); i++ {
		if text[i] == '"' && (i+1 == len(text) || space(text[i+1])) {
			return i + 1
		}
	}
	return -1
}

// number takes a whole number from least on.
func (p *blt) number(least int) int {
	text := p.word()
	if !p.ok() {
		return 0
	}
	n, reason := whole(text)
	if reason == "" && n < least {
		reason = NotPositive
	}
	if reason != "" {
		p.no(reason, text)
	}
	return n
}

func (p *blt) heading() {
	if p.candidates = p.number(1); p.candidates > p.limits.Items {
		p.no(TooManyItems, strconv.Itoa(p.candidates))
	}
	if !p.ok() {
		return
	}
	p.file.Seats = p.number(1)
	p.gone = make([]bool, p.candidates)
	for p.ok() {
		if p.skip(); !p.ok() || !strings.HasPrefix(p.rest, "-") {
			return
		}
		text := p.word()
		n, reason := whole(strings.TrimPrefix(text, "-"))
		switch {
		case reason != "":
			p.no(reason, text)
		case n < 1 || n > p.candidates:
			p.no(UnknownItem, text)
		case p.gone[n-1]:
			p.no(RepeatedItem, text)
		default:
			p.gone[n-1] = true
			p.file.Withdrawn = append(p.file.Withdrawn, strconv.Itoa(n))
		}
	}
}

// ballot takes one ballot and reports whether more may follow.
func (p *blt) ballot() bool {
	var b paper
	switch text := p.word(); {
	case !p.ok():
		return false
	case text == "0":
		return false
	case text[0] == '(':
		b.count = 1
	default:
		n, reason := whole(text)
		if b.count = n; reason == NotNumber {
			b.weight, reason = decimal(text)
			b.count = 1
		}
		if reason == "" && (b.count == 0 || b.weight != nil && b.weight.Sign() <= 0) {
			reason = NotPositive
		}
		if reason != "" {
			p.no(reason, text)
			return false
		}
	}
	line := p.at
	named := map[int]bool{}
	for p.ok() {
		text := p.word()
		if !p.ok() {
			return false
		}
		if text == "0" {
			break
		}
		b.places = append(b.places, p.place(text, named))
	}
	if !p.ok() || !p.voted(line, b.count) {
		return false
	}
	p.papers = append(p.papers, b)
	return true
}

// place reads who is in a place: one candidate, some joined by =, or nobody.
func (p *blt) place(text string, named map[int]bool) []int {
	if text == "-" {
		return nil
	}
	var place []int
	for part := range strings.SplitSeq(text, "=") {
		n, reason := whole(part)
		switch {
		case reason != "":
			p.no(reason, text)
		case n < 1 || n > p.candidates:
			p.no(UnknownItem, text)
		case named[n-1]:
			p.no(RepeatedItem, text)
		default:
			named[n-1] = true
			place = append(place, n-1)
		}
	}
	return place
}

// names takes the names, and behind them a title, a source and a remark, each of
// which may be missing.
func (p *blt) names() {
	var texts []entry
	for p.ok() {
		if p.skip(); p.ok() && p.rest == "" {
			break
		}
		text := p.quoted()
		if texts = append(texts, entry{text, p.at}); len(texts) > 2*p.candidates+3 {
			p.no(NotExpected, text)
		}
	}
	if !p.ok() {
		return
	}
	each := 1
	if p.withParties(texts) {
		each = 2
	}
	rest := len(texts) - each*p.candidates
	switch {
	case rest < 0:
		p.at = p.line
		p.no(CutShort, "")
		return
	case rest > 3:
		extra := texts[each*p.candidates+3]
		p.fault(extra.line, "", NotExpected, extra.value)
		return
	case rest > 0:
		p.file.Title = texts[each*p.candidates].value
	}
	for i := range p.candidates {
		name := texts[i*each]
		if each == 2 && texts[i*2+1].value != "" {
			name.value += " (" + texts[i*2+1].value + ")"
		}
		if !p.gone[i] {
			p.add(name.line, "", strconv.Itoa(i+1), name.value, nil)
		}
	}
}

// withParties reports whether two texts stand on the line of each candidate, as in
// the files of Scottish councils: the name and the party.
func (p *blt) withParties(texts []entry) bool {
	if p.candidates < 2 || len(texts) < 2*p.candidates {
		return false
	}
	for i := range p.candidates {
		name, party := texts[2*i].line, texts[2*i+1].line
		if name != party || i > 0 && name == texts[2*i-1].line {
			return false
		}
	}
	return true
}

func (p *blt) quoted() string {
	text := p.word()
	if !p.ok() {
		return ""
	}
	if text[0] != '"' {
		p.no(NotExpected, text)
		return ""
	}
	return strings.TrimSpace(text[1 : len(text)-1])
}

// elect casts the ballots among those who had not withdrawn.
func (p *blt) elect() {
	if !p.ok() || len(p.list) == 0 {
		return
	}
	p.b = ballot.NewBuilder(ballot.Ranking, p.list)
	now := make([]int, p.candidates)
	next := 0
	for i := range now {
		if now[i] = next; !p.gone[i] {
			next++
		}
	}
	for _, b := range p.papers {
		for j, place := range b.places {
			left := slices.DeleteFunc(place, func(c int) bool { return p.gone[c] })
			for k, c := range left {
				left[k] = now[c]
			}
			b.places[j] = left
		}
		if b.weight == nil {
			p.b.Rank(b.count, b.places...)
		} else {
			p.b.RankWeighted(b.count, b.weight, b.places...)
		}
	}
}
