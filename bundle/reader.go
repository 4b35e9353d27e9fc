package bundle

import (
	"io"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"
)

// Read reads a process file. An unsound file returns Faults with everything that
// is wrong in it, and no Bundle; any other error comes from the reader itself.
func Read(in io.Reader) (*Bundle, error) {
	root, err := parse(in)
	if err != nil {
		return nil, err
	}
	r := &reader{shapes: shapes{}, first: map[string]int{}, known: map[string][]string{}}
	r.languages(root)
	b := new(Bundle)
	r.mapping(root, "", reflect.ValueOf(b).Elem())
	r.resolve()
	if len(r.faults) == 0 {
		return b, nil
	}
	slices.SortStableFunc(r.faults, func(a, b Fault) int {
		if a.Line != b.Line {
			return a.Line - b.Line
		}
		return a.Column - b.Column
	})
	return nil, capped(r.faults)
}

// reader walks a file and collects its faults.
type reader struct {
	shapes   shapes
	faults   Faults
	langs    []string            // languages of the process; none when they are faulty
	first    map[string]int      // line on which an id first stands
	known    map[string][]string // ids by kind of thing
	pending  []reference         // ids to be looked up when all are known
	mentions []mention           // field names to be looked up in their item
	within   []reflect.Type      // items around the place being read
}

// fault notes a fault at a node; of a hopeless file it notes no more than can be
// told.
func (r *reader) fault(n *yaml.Node, path, key string, parts ...string) {
	if r.hopeless() {
		return
	}
	r.faults = append(r.faults, newFault(n.Line, n.Column, path, key, parts...))
}

// hopeless says that there are more faults than can be told, and that reading on
// is of no use.
func (r *reader) hopeless() bool { return len(r.faults) > MaxFaults }

// languages looks ahead to the languages of the process, since every text
// depends on them and the keys of a file may come in any order.
func (r *reader) languages(root *yaml.Node) {
	process := child(root, "process")
	if process == nil {
		return
	}
	list := child(process, "languages")
	if list == nil || list.Kind != yaml.SequenceNode {
		return
	}
	for _, n := range list.Content[:min(len(list.Content), MaxList)] {
		if n.Kind == yaml.ScalarNode && tagFault(n.Value) == "" && !slices.Contains(r.langs, n.Value) {
			r.langs = append(r.langs, n.Value)
		}
	}
}

// child returns the value of a key.
func child(n *yaml.Node, key string) *yaml.Node {
	if n.Kind != yaml.MappingNode {
		return nil
	}
	for i := 0; i+1 < len(n.Content); i += 2 {
		if n.Content[i].Value == key {
			return n.Content[i+1]
		}
	}
	return nil
}

// mapping reads a set of keys into a struct.
func (r *reader) mapping(n *yaml.Node, path string, v reflect.Value) {
	if n.Kind != yaml.MappingNode {
		r.fault(n, path, MsgWantMapping)
		return
	}
	t := v.Type()
	if line := v.FieldByName("Line"); line.IsValid() {
		line.SetInt(int64(n.Line))
	}
	if isItem(t) {
		r.within = append(r.within, t)
		defer func() { r.within = r.within[:len(r.within)-1] }()
	}
	seen := map[string]*yaml.Node{}
	for i := 0; i+1 < len(n.Content) && !r.hopeless(); i += 2 {
		key, value := n.Content[i], n.Content[i+1]
		f, ok := r.expect(t, n, i, path, seen)
		if !ok {
			continue
		}
		seen[f.key] = key
		r.value(value, join(path, f.key), f, v.FieldByIndex(f.index))
	}
	for _, f := range r.shapes.of(t) {
		if f.need && seen[f.key] == nil {
			r.fault(n, join(path, f.key), MsgKeyMissing, "Key", f.key)
		}
	}
	r.judge(n, path, v)
}

// expect finds the field that the i-th node of a mapping, a key, stands for.
func (r *reader) expect(t reflect.Type, n *yaml.Node, i int, path string, seen map[string]*yaml.Node) (field, bool) {
	key := n.Content[i]
	if key.Kind != yaml.ScalarNode {
		r.fault(key, path, MsgWantWords)
		return field{}, false
	}
	name := clip(key.Value)
	at := join(path, name)
	f, known := r.shapes.key(t, key.Value)
	if known && seen[f.key] == nil {
		return f, true
	}
	nearest := near(key.Value, r.shapes.keys(t))
	switch {
	case known:
		r.fault(key, at, MsgKeyTwice, "Key", name, "First", strconv.Itoa(seen[f.key].Line))
	case strayComma(n, i):
		r.fault(key, at, MsgComma, "Key", name)
	case nearest != "":
		r.fault(key, at, MsgNearKey, "Key", name, "Nearest", nearest)
	default:
		r.fault(key, at, MsgUnknownKey, "Key", name)
	}
	return field{}, false
}

// value reads what stands behind a key.
func (r *reader) value(n *yaml.Node, path string, f field, v reflect.Value) {
	if n.Kind == yaml.ScalarNode && n.ShortTag() == "!!null" {
		r.fault(n, path, MsgEmpty)
		return
	}
	switch {
	case v.Type() == reflect.TypeFor[Text]():
		v.Set(reflect.ValueOf(r.text(n, path, f)))
	case v.Type() == reflect.TypeFor[Date]():
		v.SetString(r.date(n, path))
	case v.Kind() == reflect.String:
		v.SetString(r.word(n, path, f))
	case v.Kind() == reflect.Int:
		v.SetInt(int64(r.number(n, path, f)))
	case v.Kind() == reflect.Bool:
		v.SetBool(r.yesNo(n, path))
	case v.Kind() == reflect.Slice:
		r.list(n, path, f, v)
	case v.Kind() == reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		r.mapping(n, path, v.Elem())
	default:
		r.mapping(n, path, v)
	}
}

// list reads a list, each part by the rule of the whole. An empty list is a key
// that could be left out, and is allowed.
func (r *reader) list(n *yaml.Node, path string, f field, v reflect.Value) {
	if n.Kind != yaml.SequenceNode {
		r.fault(n, path, MsgWantList)
		return
	}
	if len(n.Content) == 0 {
		if f.need {
			r.fault(n, path, MsgEmpty)
		}
		return
	}
	if len(n.Content) > MaxList {
		r.fault(n, path, MsgTooMany, "Limit", strconv.Itoa(MaxList))
		return
	}
	v.Set(reflect.MakeSlice(v.Type(), len(n.Content), len(n.Content)))
	seen := map[string]bool{}
	for i, c := range n.Content {
		at := path + "[" + strconv.Itoa(i) + "]"
		r.value(c, at, f, v.Index(i))
		if v.Index(i).Kind() != reflect.String {
			continue
		}
		word := v.Index(i).String()
		if word != "" && seen[word] {
			r.fault(c, at, MsgTwiceInList, "Value", word)
		}
		seen[word] = true
	}
}

// isItem says that a type is an item: it carries evidence.
func isItem(t reflect.Type) bool {
	f, ok := t.FieldByName("Evidence")
	return ok && f.Anonymous
}

// join adds a key to a path.
func join(path, key string) string {
	if path == "" {
		return key
	}
	return path + "." + key
}

// clip shortens a word of the file for a message.
func clip(word string) string {
	word = strings.ToValidUTF8(word, "")
	runes := []rune(word)
	if len(runes) > 60 {
		return string(runes[:60]) + "…"
	}
	return word
}
