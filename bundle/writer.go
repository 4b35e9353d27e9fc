package bundle

import (
	"bytes"
	"fmt"
	"io"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"
)

// Write writes a process file in its canonical form: keys in the order of this
// package's types, nothing that is empty, sections apart. What it writes, Read
// reads back to the same Bundle, lines aside; a Bundle of which that is not true
// is refused with the Faults that Read would report, and nothing is written.
func Write(out io.Writer, b *Bundle) error {
	whole := *b
	whole.Penc = Format
	w := writer{shapes: shapes{}, langs: b.Process.Languages}
	root := w.mapping(reflect.ValueOf(whole))
	var file bytes.Buffer
	for i := 0; i+1 < len(root.Content); i += 2 {
		if i > 0 {
			file.WriteByte('\n')
		}
		if err := oneSection(&file, root.Content[i], root.Content[i+1]); err != nil {
			return err
		}
	}
	if _, err := Read(bytes.NewReader(file.Bytes())); err != nil {
		return err
	}
	if _, err := out.Write(file.Bytes()); err != nil {
		return fmt.Errorf("write process file: %w", err)
	}
	return nil
}

// oneSection writes one key of the file.
func oneSection(file *bytes.Buffer, key, value *yaml.Node) error {
	enc := yaml.NewEncoder(file)
	enc.SetIndent(2)
	if err := enc.Encode(&yaml.Node{Kind: yaml.MappingNode, Content: []*yaml.Node{key, value}}); err != nil {
		return fmt.Errorf("write process file: %w", err)
	}
	if err := enc.Close(); err != nil {
		return fmt.Errorf("write process file: %w", err)
	}
	return nil
}

// writer turns a Bundle into nodes.
type writer struct {
	shapes shapes
	langs  []string
}

// mapping writes the keys of a struct that have a value.
func (w writer) mapping(v reflect.Value) *yaml.Node {
	n := &yaml.Node{Kind: yaml.MappingNode}
	for _, f := range w.shapes.of(v.Type()) {
		if value := w.value(v.FieldByIndex(f.index), f); value != nil {
			n.Content = append(n.Content, scalar(f.key), value)
		}
	}
	return n
}

// value writes what stands behind a key; nothing for what is empty.
func (w writer) value(v reflect.Value, f field) *yaml.Node {
	if v.IsZero() {
		return nil
	}
	if t, ok := v.Interface().(Text); ok {
		return w.text(t, f)
	}
	switch v.Kind() {
	case reflect.String:
		if v.Type() == reflect.TypeFor[Date]() {
			return &yaml.Node{Kind: yaml.ScalarNode, Value: v.String()}
		}
		return scalar(v.String())
	case reflect.Int:
		return &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!int", Value: strconv.FormatInt(v.Int(), 10)}
	case reflect.Bool:
		return &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!bool", Value: "true"}
	case reflect.Slice:
		return w.list(v, f)
	case reflect.Pointer:
		return w.mapping(v.Elem())
	default:
		return w.mapping(v)
	}
}

// list writes a list; words stand on one line.
func (w writer) list(v reflect.Value, f field) *yaml.Node {
	n := &yaml.Node{Kind: yaml.SequenceNode}
	if v.Type().Elem().Kind() == reflect.String {
		n.Style = yaml.FlowStyle
	}
	for i := range v.Len() {
		if part := w.value(v.Index(i), f); part != nil {
			n.Content = append(n.Content, part)
		}
	}
	if len(n.Content) == 0 {
		return nil
	}
	return n
}

// text writes a text as shortly as its rule allows.
func (w writer) text(t Text, f field) *yaml.Node {
	said := slices.DeleteFunc(slices.Clone(t), func(x Wording) bool { return x.Words == "" })
	if len(said) == 0 {
		return nil
	}
	slices.SortStableFunc(said, func(a, b Wording) int {
		return slices.Index(w.langs, a.Lang) - slices.Index(w.langs, b.Lang)
	})
	if w.bare(said, f) {
		return scalar(said[0].Words)
	}
	n := &yaml.Node{Kind: yaml.MappingNode}
	for _, x := range said {
		n.Content = append(n.Content, scalar(x.Lang), scalar(x.Words))
	}
	return n
}

// bare says that a text can stand without its languages.
func (w writer) bare(said Text, f field) bool {
	if !f.is("everywhere") {
		return len(said) == 1 && len(w.langs) > 0 && said[0].Lang == w.langs[0]
	}
	if len(said) != len(w.langs) {
		return false
	}
	for i, x := range said {
		if x.Lang != w.langs[i] || x.Words != said[0].Words {
			return false
		}
	}
	return true
}

// scalar writes words. Bytes that are not UTF-8 become a character that Read
// refuses, so that the fault is told with its field.
func scalar(words string) *yaml.Node {
	return &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Value: strings.ToValidUTF8(words, "\uFFFE")}
}
