package polisdata

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
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

// Complete returns s with the lists that are nil, because state.json lacks them, as
// comments.csv has them.
func (c *Conversation) Complete(s State) State {
	var out, meta []int
	for _, x := range c.Comments {
		if x.Moderated == -1 {
			out = append(out, x.ID)
		}
		if x.Meta {
			meta = append(meta, x.ID)
		}
	}
	if s.Out == nil {
		s.Out = out
	}
	if s.Meta == nil {
		s.Meta = meta
	}
	return s
}

// ReadState reads state.json in the root of folder, plain or compressed, and
// reports whether it is there:
//
//	{"mod-out": [3, 5], "meta-tids": [5], "in-conv": [0, 1, 2]}
//
// Each list may be missing or null, and is nil then; see [Conversation.Complete]. Other keys are passed over: the object of a
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
			r.faults.add(Fault{File: name, Line: 1, Reason: Unreadable, Value: err.Error()})
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
}

// parse returns what the data says, once it is known to be one JSON value.
func (p *stateParser) parse() State {
	p.data = bytes.TrimPrefix(p.data, []byte("\xef\xbb\xbf"))
	var s State
	var syntax *json.SyntaxError
	if err := json.Unmarshal(p.data, new(json.RawMessage)); errors.As(err, &syntax) {
		p.fault(syntax.Offset, "", NotJSON, err.Error())
		return s
	}
	p.in = json.NewDecoder(bytes.NewReader(p.data))
	p.in.UseNumber()
	if t := p.token(); t != json.Delim('{') {
		p.fault(p.in.InputOffset(), "", NotObject, show(t))
		return s
	}
	lists := map[string]*[]int{"mod-out": &s.Out, "meta-tids": &s.Meta, "in-conv": &s.Placed}
	seen := map[string]bool{}
	for p.in.More() && !p.faults.full() {
		key, _ := p.token().(string)
		switch list := lists[key]; {
		case list == nil:
			p.skip(p.token())
		case seen[key]:
			p.fault(p.in.InputOffset(), key, RepeatedKey, "")
			p.skip(p.token())
		default:
			seen[key] = true
			*list = p.numbers(key)
		}
	}
	return s
}

// numbers reads a list of numbers that differ, or null.
func (p *stateParser) numbers(key string) []int {
	switch t := p.token(); t {
	case nil:
		return nil
	case json.Delim('['):
	default:
		p.fault(p.in.InputOffset(), key, NotList, show(t))
		p.skip(t)
		return nil
	}
	out := []int{}
	seen := map[int]bool{}
	for p.in.More() && !p.faults.full() {
		t := p.token()
		text, _ := t.(json.Number)
		n, whole := number(string(text))
		switch {
		case !whole || int64(int(n)) != n:
			p.fault(p.in.InputOffset(), key, NotNumber, show(t))
			p.skip(t)
		case len(out) == p.limits.Rows:
			p.fault(p.in.InputOffset(), key, TooManyRows, "")
			p.skip(json.Delim('['))
			return nil
		case seen[int(n)]:
			p.fault(p.in.InputOffset(), key, RepeatedID, show(t))
		default:
			seen[int(n)] = true
			out = append(out, int(n))
		}
	}
	p.token() // the bracket
	return out
}

// skip passes over the rest of the value that t begins.
func (p *stateParser) skip(t json.Token) {
	for depth := 0; ; t = p.token() {
		switch t {
		case json.Delim('['), json.Delim('{'):
			depth++
		case json.Delim(']'), json.Delim('}'):
			depth--
		}
		if depth <= 0 {
			return
		}
	}
}

// token takes the next token. What is read is known to be JSON, so there is one.
func (p *stateParser) token() json.Token {
	t, err := p.in.Token()
	if err != nil {
		panic(fmt.Sprintf("polisdata: token of sound JSON: %v", err))
	}
	return t
}

// fault keeps a fault whose last byte lies before an offset.
func (p *stateParser) fault(end int64, key, reason, value string) {
	before := p.data[:max(0, end-1)]
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
