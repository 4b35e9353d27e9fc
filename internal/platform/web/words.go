package web

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"strings"

	"github.com/nicksnyder/go-i18n/v2/i18n"
	"golang.org/x/text/language"

	"penc/internal/ground/fault"
	"penc/internal/ground/lang"
)

// A Catalogue holds the words of the interface in every language. English is the
// source; every other language has the same keys.
type Catalogue struct {
	bundle *i18n.Bundle
	plain  map[lang.Tag]map[string]string // messages without parts or plural
	keys   map[lang.Tag]map[string]bool
	speak  map[lang.Tag]*i18n.Localizer
}

// NewCatalogue returns a catalogue without words.
func NewCatalogue() *Catalogue {
	c := &Catalogue{
		bundle: i18n.NewBundle(language.English),
		plain:  map[lang.Tag]map[string]string{}, keys: map[lang.Tag]map[string]bool{},
		speak: map[lang.Tag]*i18n.Localizer{},
	}
	for _, l := range lang.Interface {
		c.plain[l], c.keys[l] = map[string]string{}, map[string]bool{}
		c.speak[l] = i18n.NewLocalizer(c.bundle, string(l), string(lang.English))
	}
	return c
}

// Add reads i18n/<language>.json from files. A file is one flat object; a value
// is a sentence with named parts ({{.name}}), or an object with its plural forms
// {"one": …, "other": …} chosen by the part n. Keys get the room's name before
// them.
func (c *Catalogue) Add(room string, files fs.FS) error {
	if files == nil {
		return nil
	}
	for _, l := range lang.Interface {
		name := "i18n/" + string(l) + ".json"
		raw, err := fs.ReadFile(files, name)
		if err != nil {
			return fmt.Errorf("words of %s: %w", room, err)
		}
		var in map[string]json.RawMessage
		if err := json.Unmarshal(raw, &in); err != nil {
			return fmt.Errorf("words of %s, %s: %w", room, name, err)
		}
		for key, value := range in {
			if err := c.enter(l, room+"."+key, value); err != nil {
				return fmt.Errorf("words of %s, %s, %s: %w", room, name, key, err)
			}
		}
	}
	return nil
}

func (c *Catalogue) enter(l lang.Tag, key string, value json.RawMessage) error {
	m := &i18n.Message{ID: key}
	if err := json.Unmarshal(value, &m.Other); err != nil {
		var forms map[string]string
		if err := json.Unmarshal(value, &forms); err != nil {
			return err
		}
		m.One, m.Many, m.Other = forms["one"], forms["many"], forms["other"]
	}
	if c.keys[l][key] {
		return fmt.Errorf("there twice")
	}
	c.keys[l][key] = true
	if m.One == "" && !strings.Contains(m.Other, "{{") {
		c.plain[l][key] = m.Other
	}
	return c.bundle.AddMessages(language.Make(string(l)), m)
}

// Has reports whether there is a word in a language.
func (c *Catalogue) Has(l lang.Tag, key string) bool { return c.keys[l][key] }

// Keys returns the keys of a language in order.
func (c *Catalogue) Keys(l lang.Tag) []string { return slices.Sorted(maps.Keys(c.keys[l])) }

// Say returns the sentence for a key with its parts, given as pairs of name and
// value. The part n chooses the plural form. A key without words is returned as
// it is: the house test finds it before a reader does.
func (c *Catalogue) Say(l lang.Tag, key string, parts ...any) string {
	if len(parts) == 0 {
		if s, ok := c.plain[l][key]; ok {
			return s
		}
	}
	data := make(map[string]any, len(parts)/2)
	for i := 0; i+1 < len(parts); i += 2 {
		data[parts[i].(string)] = parts[i+1]
	}
	return c.say(l, key, data)
}

func (c *Catalogue) say(l lang.Tag, key string, data map[string]any) string {
	config := &i18n.LocalizeConfig{MessageID: key, TemplateData: data}
	switch n := data["n"].(type) {
	case int, int64:
		config.PluralCount = n
	}
	speak := c.speak[l]
	if speak == nil {
		speak = c.speak[lang.English]
	}
	s, err := speak.Localize(config)
	if err != nil && s == "" {
		return key
	}
	return s
}

// Fault returns what a person is told of a fault.
func (c *Catalogue) Fault(l lang.Tag, e *fault.Error) string {
	if len(e.Parts) == 0 {
		return c.Say(l, e.Message)
	}
	return c.say(l, e.Message, e.Parts)
}
