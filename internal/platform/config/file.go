package config

import (
	"errors"
	"fmt"
	"os"
	"reflect"
	"regexp"
	"slices"
	"strings"

	"github.com/BurntSushi/toml"
	"github.com/alecthomas/kong"
)

// A File is the path of a settings file, which kong reads before it looks at
// the environment's and the built-in settings.
type File string

// BeforeResolve reads the file. Kong calls it.
func (f File) BeforeResolve(ctx *kong.Context, at *kong.Path) error {
	path, ok := ctx.FlagValue(at.Flag).(File)
	if !ok || path == "" {
		return nil
	}
	s, err := read(string(path))
	if err != nil {
		return err
	}
	ctx.AddResolver(s)
	return nil
}

// settings are what a settings file says.
type settings struct {
	path   string
	values map[string]any
	lines  map[string]int
}

func read(path string) (*settings, error) {
	raw, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("read the settings file: %w", err)
	}
	s := &settings{path: path, values: map[string]any{}}
	meta, err := toml.Decode(string(raw), &s.values)
	if err != nil {
		if e, ok := errors.AsType[toml.ParseError](err); ok {
			return nil, fmt.Errorf("%s, line %d: %s", path, e.Position.Line, e.Message)
		}
		return nil, fmt.Errorf("read the settings file %s: %w", path, err)
	}
	s.lines = lines(string(raw))
	for _, key := range meta.Keys() {
		if _, ok := known()[key[0]]; !ok {
			return nil, s.wrong(key[0], "there is no such setting; there are %s", strings.Join(names(), ", "))
		}
	}
	return s, nil
}

// keyLine is a line that gives a key a value, or opens a section.
var keyLine = regexp.MustCompile(`^\s*(?:\[+\s*)?(?:"([^"]*)"|'([^']*)'|([A-Za-z0-9_-]+))\s*(?:=|\.|\])`)

// lines returns the line on which each key stands.
func lines(text string) map[string]int {
	out := map[string]int{}
	for i, line := range strings.Split(text, "\n") {
		m := keyLine.FindStringSubmatch(line)
		if m == nil {
			continue
		}
		if key := m[1] + m[2] + m[3]; out[key] == 0 {
			out[key] = i + 1
		}
	}
	return out
}

func (s *settings) wrong(key, format string, args ...any) error {
	return fmt.Errorf("%s, line %d, key %s: %s", s.path, s.lines[key], key, fmt.Sprintf(format, args...))
}

// known returns the kind of value of every setting that may stand in a file.
func known() map[string]reflect.Kind {
	out := map[string]reflect.Kind{}
	var walk func(reflect.Type)
	walk = func(t reflect.Type) {
		for f := range t.Fields() {
			if f.Anonymous {
				walk(f.Type)
			} else if name := f.Tag.Get("name"); name != "config" {
				out[name] = f.Type.Kind()
			}
		}
	}
	walk(reflect.TypeFor[Config]())
	return out
}

func names() []string {
	var out []string
	for name := range known() {
		out = append(out, name)
	}
	slices.Sort(out)
	return out
}

// Validate has nothing to add: the keys were checked when the file was read.
func (s *settings) Validate(*kong.Application) error { return nil }

// Resolve returns what the file says about a flag, unless the environment says
// something: kong asks after it has read the environment.
func (s *settings) Resolve(_ *kong.Context, _ *kong.Path, flag *kong.Flag) (any, error) {
	v, ok := s.values[flag.Name]
	if !ok || slices.ContainsFunc(flag.Tag.Envs, isSet) {
		return nil, nil
	}
	switch known()[flag.Name] {
	case reflect.Int:
		if n, ok := v.(int64); ok {
			return fmt.Sprint(n), nil
		}
		return nil, s.wrong(flag.Name, "this must be a number without quotes")
	case reflect.Slice:
		return s.list(flag.Name, v)
	default:
		if text, ok := v.(string); ok {
			return text, nil
		}
		return nil, s.wrong(flag.Name, "this must be a text in quotes")
	}
}

func isSet(env string) bool {
	_, ok := os.LookupEnv(env)
	return ok
}

// list returns a list of texts as a flag has it.
func (s *settings) list(key string, v any) (any, error) {
	if text, ok := v.(string); ok {
		return text, nil
	}
	items, ok := v.([]any)
	texts := make([]string, len(items))
	for i, item := range items {
		text, isText := item.(string)
		ok, texts[i] = ok && isText, text
	}
	if !ok {
		return nil, s.wrong(key, "this must be a list of texts in quotes")
	}
	return strings.Join(texts, ","), nil
}
