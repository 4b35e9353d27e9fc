package polisdata

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"slices"

	"penc/opinion"
)

// StateFile is the name of the file that [ReadState] reads.
const StateFile = "state.json"

// A State is what the Polis engine was told beside the votes. Everything is by
// Polis numbers, in file order.
type State struct {
	// Out are the comments that were moderated out, Meta those about the people
	// rather than the subject. Polis lists those of Meta in Out as well; here
	// they are Meta whether it does or not.
	Out, Meta []int
	// Placed are participants who are in a group, whatever their votes: once
	// in, always in.
	Placed []int
}

// kinds returns the kind of each comment that is not open.
func (s State) kinds() map[int]opinion.Kind {
	out := make(map[int]opinion.Kind, len(s.Out)+len(s.Meta))
	for _, id := range s.Out {
		out[id] = opinion.Out
	}
	for _, id := range s.Meta {
		out[id] = opinion.Meta
	}
	return out
}

// State returns what comments.csv says of moderation. Nobody is placed by it.
func (c *Conversation) State() State {
	var s State
	for _, x := range c.Comments {
		switch x.Kind() {
		case opinion.Meta:
			s.Meta = append(s.Meta, x.ID)
		case opinion.Out:
			s.Out = append(s.Out, x.ID)
		case opinion.Open:
		}
	}
	return s
}

// ReadState reads state.json in the root of folder, plain or compressed, and
// reports whether it is there:
//
//	{"mod-out": [3, 5], "meta-tids": [5], "in-conv": [0, 1, 2]}
//
// Each list may be missing or null. Other keys are passed over: the object of a
// live conversation, its math.json, can be read as it is. The error is [*Faults];
// limits bound the bytes of the file and, as rows, the numbers of a list.
func ReadState(folder fs.FS, limits Limits) (State, bool, error) {
	r := reader{folder, limits.withDefaults(), new(Faults)}
	var s State
	there := false
	r.find(StateFile, func(name string, in io.Reader) {
		there = true
		data, err := io.ReadAll(io.LimitReader(in, r.limits.Bytes+1))
		p := stateParser{name: name, data: data, limits: r.limits, faults: r.faults}
		switch {
		case err != nil:
			r.faults.add(Fault{File: name, Reason: Unreadable, Value: err.Error()})
		case int64(len(data)) > r.limits.Bytes:
			r.faults.add(Fault{File: name, Reason: TooManyBytes})
		default:
			s = p.parse()
		}
	})
	if len(r.faults.List) > 0 {
		return State{}, there, r.faults
	}
	return s, there, nil
}

// stateParser reads a state token by token, so that it knows the line.
type stateParser struct {
	name   string
	data   []byte
	limits Limits
	faults *Faults
	in     *json.Decoder
	broken bool
}

func (p *stateParser) parse() State {
	data := bytes.TrimPrefix(p.data, []byte("\xef\xbb\xbf"))
	p.data = data
	p.in = json.NewDecoder(bytes.NewReader(data))
	p.in.UseNumber()
	var s State
	if !p.opens('{', "") {
		return s
	}
	lists := map[string]*[]int{"mod-out": &s.Out, "meta-tids": &s.Meta, "in-conv": &s.Placed}
	seen := map[string]bool{}
	for !p.broken && p.in.More() {
		t, ok := p.token("")
		if !ok {
			return s
		}
		key := t.(string) // the decoder takes nothing else for a key
		list := lists[key]
		switch {
		case list == nil:
			var other json.RawMessage
			p.check(key, p.in.Decode(&other))
		case seen[key]:
			p.fault(key, RepeatedKey, "")
			p.broken = true
		default:
			seen[key] = true
			*list = p.numbers(key)
		}
	}
	if !p.broken {
		p.end()
	}
	return s
}

// end takes the bracket that closes the object, and what may not follow it.
func (p *stateParser) end() {
	if _, ok := p.token(""); !ok {
		return
	}
	if t, err := p.in.Token(); !errors.Is(err, io.EOF) {
		if p.check("", err); err == nil {
			p.fault("", NotJSON, show(t))
		}
	}
}

// numbers reads a list of numbers that differ, or null.
func (p *stateParser) numbers(key string) []int {
	t, ok := p.token(key)
	if !ok || t == nil {
		return nil
	}
	if t != json.Delim('[') {
		p.fault(key, NotList, show(t))
		p.broken = true
		return nil
	}
	out := []int{}
	seen := map[int]bool{}
	for !p.broken && p.in.More() {
		t, ok := p.token(key)
		if !ok {
			return nil
		}
		text, isNumber := t.(json.Number)
		n, whole := number(string(text))
		switch {
		case !isNumber || !whole || int64(int(n)) != n:
			p.fault(key, NotNumber, show(t))
			_, p.broken = t.(json.Delim)
		case len(out) == p.limits.Rows:
			p.fault(key, TooManyRows, "")
			p.broken = true
		case seen[int(n)]:
			p.fault(key, RepeatedID, show(t))
		default:
			seen[int(n)] = true
			out = append(out, int(n))
		}
		p.broken = p.broken || p.faults.full()
	}
	if !p.broken {
		p.token(key) // the bracket
	}
	return out
}

// opens takes a bracket.
func (p *stateParser) opens(bracket json.Delim, key string) bool {
	t, ok := p.token(key)
	if ok && t != bracket {
		p.fault(key, NotObject, show(t))
		p.broken = true
	}
	return ok && t == bracket
}

// token takes the next token, or keeps the fault and reports false.
func (p *stateParser) token(key string) (json.Token, bool) {
	t, err := p.in.Token()
	return t, p.check(key, err)
}

// check keeps an error of the decoder as a fault and reports whether there is
// none.
func (p *stateParser) check(key string, err error) bool {
	if err == nil {
		return true
	}
	p.broken = true
	at := int64(len(p.data))
	var syntax *json.SyntaxError
	if errors.As(err, &syntax) {
		at = syntax.Offset
	}
	p.faultAt(at, key, NotJSON, err.Error())
	return false
}

func (p *stateParser) fault(key, reason, value string) {
	p.faultAt(p.in.InputOffset(), key, reason, value)
}

// faultAt keeps a fault at an offset, which ends what is wrong.
func (p *stateParser) faultAt(at int64, key, reason, value string) {
	before := p.data[:max(0, min(at, int64(len(p.data))))]
	p.faults.add(Fault{p.name, 1 + bytes.Count(before, []byte("\n")), key, reason, value})
}

// show returns a token as text.
func show(t json.Token) string {
	text, err := json.Marshal(t)
	if d, ok := t.(json.Delim); ok || err != nil {
		return d.String()
	}
	return string(text)
}

// Options returns the options with which a map of rows x is drawn from s: who
// is placed, as far as they voted, and the numbers of all people.
func (x Index) Options(s State) opinion.Options {
	rows := make(map[int]int, len(x.People))
	for i, id := range x.People {
		rows[id] = i
	}
	out := opinion.Options{Numbers: slices.Clone(x.People)}
	for _, id := range s.Placed {
		if i, ok := rows[id]; ok {
			out.Keep = append(out.Keep, i)
		}
	}
	return out
}
