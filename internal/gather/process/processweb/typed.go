package processweb

import (
	"strconv"
	"strings"

	"penc/internal/gather/process"
	"penc/internal/ground/lang"
	"penc/internal/ground/ref"
	"penc/internal/ground/when"
	"penc/internal/platform/web"
	"penc/internal/platform/web/ui"
)

// typed is what somebody typed into an editor of a process.
type typed struct {
	web.Form
	languages []lang.Tag
}

func (t typed) text(name string, old lang.Text) lang.Text {
	return ReadText(t.Form, name, old, t.languages)
}

func (t typed) id(name string) ref.ID { return ref.ID(t.Get(name)) }

func (t typed) ids(name string, old []ref.ID) []ref.ID { return ticked(t.Form, name, old) }

// ticked returns the ids that were ticked: those that were there before in their
// order, then the others in the order of the form.
func ticked(form web.Form, name string, old []ref.ID) []ref.ID {
	now := map[ref.ID]bool{}
	for _, id := range form.All(name) {
		now[ref.ID(id)] = true
	}
	var out []ref.ID
	for _, id := range old {
		if now[id] && !has(out, id) {
			out = append(out, id)
		}
	}
	for _, id := range form.All(name) {
		if !has(out, ref.ID(id)) {
			out = append(out, ref.ID(id))
		}
	}
	return out
}

func (t typed) date(name string) when.Date { return when.Date(t.Get(name)) }

// texts reads a list of texts, one a line in each language. A list that comes
// back as it was shown is kept as it is.
func (t typed) texts(name string, old []lang.Text) []lang.Text {
	lines := map[lang.Tag][]string{}
	n := 0
	same := true
	for _, l := range t.languages {
		field := name + "." + string(l)
		if !t.Has(field) {
			return old
		}
		same = same && t.Get(field) == strings.TrimSpace(linesIn(old, l))
		if t.Get(field) != "" {
			lines[l] = strings.Split(t.Get(field), "\n")
			n = max(n, len(lines[l]))
		}
	}
	if same {
		return old
	}
	var out []lang.Text
	for i := range n {
		var was lang.Text
		if i < len(old) {
			was = old[i]
		}
		words := map[lang.Tag]string{}
		for _, l := range t.languages {
			words[l] = ""
			if i < len(lines[l]) && strings.TrimSpace(lines[l][i]) != nothing {
				words[l] = lines[l][i]
			}
		}
		if text := was.Revise(t.languages[0], words); !text.Empty() {
			out = append(out, text)
		}
	}
	return out
}

// nothing stands in a list for an item that has no words in a language, so that
// the lines of the languages stay beside each other.
const nothing = "–"

// linesIn writes a list of texts in one language, one a line.
func linesIn(ts []lang.Text, l lang.Tag) string {
	lines := make([]string, len(ts))
	some := false
	for i, t := range ts {
		lines[i] = nothing
		if t.Has(l) {
			lines[i] = strings.Join(strings.Fields(t.Words(l)), " ")
			some = true
		}
	}
	if !some {
		return ""
	}
	return strings.Join(lines, "\n")
}

// A desk is what the fields of an editor need to know.
type desk struct {
	web.Speaker
	Whole  process.Whole
	Faults web.Faults
	IsNew  bool
}

func (d desk) label(field string) string { return d.T("process.field." + field) }

// hint returns the word that explains a field, if there is one.
func (d desk) hint(field string) string {
	if key := "process.hint." + field; d.Has(key) {
		return d.T(key)
	}
	return ""
}

// text is a field for a text in every language.
func (d desk) text(name string, t lang.Text, rows int) TextForm {
	return TextForm{
		Name: name, Legend: d.label(name), Hint: d.hint(name), Text: t, Languages: d.Whole.Languages, Rows: rows, Faults: d.Faults,
	}
}

// title is text for a line that must be there.
func (d desk) title(name string, t lang.Text) TextForm {
	f := d.text(name, t, 0)
	f.Required = true
	return f
}

// lines is a field for a list of texts, one a line.
func (d desk) lines(name string, ts []lang.Text) ui.Bilingual {
	out := ui.Bilingual{Legend: d.label(name), Hint: d.T("process.edit.lines")}
	for i, l := range d.Whole.Languages {
		f := ui.Field{Name: name + "." + string(l), Label: languageLabel(d.Speaker, l), Lang: string(l), Value: linesIn(ts, l), Rows: 4}
		if i == 0 {
			f.Error = d.Faults.Of(name)
		}
		out.Fields = append(out.Fields, f)
	}
	return out
}

func (d desk) field(name, value string) ui.Field {
	return ui.Field{Name: name, Label: d.label(name), Hint: d.hint(name), Value: value, Error: d.Faults.Of(name)}
}

func (d desk) short(name, value string) ui.Field {
	f := d.field(name, value)
	f.Width = "short"
	return f
}

// number is a field for a number; empty if it is zero.
func (d desk) number(name string, n int) ui.Field {
	f := d.short(name, "")
	if n != 0 {
		f.Value = plain(n)
	}
	f.InputMode = "numeric"
	return f
}

// groups are the stakeholder groups to choose one from.
func (d desk) groups() []ui.Choice {
	out := []ui.Choice{{Label: d.T("process.edit.none")}}
	for _, g := range d.Whole.Groups {
		out = append(out, ui.Choice{Value: string(g.ID), Label: d.Say(g.Title), Lang: d.Foreign(g.Title)})
	}
	return out
}

// partners are the partners to choose some from.
func (d desk) partners(chosen []ref.ID) []ui.Choice {
	var out []ui.Choice
	for _, v := range d.Whole.Partners {
		out = append(out, ui.Choice{Value: string(v.ID), Label: d.Say(v.Title), Lang: d.Foreign(v.Title), Selected: has(chosen, v.ID)})
	}
	return out
}

// workingGroups are the entries of that kind to choose some from.
func (d desk) workingGroups(chosen []ref.ID) []ui.Choice {
	var out []ui.Choice
	for _, v := range d.Whole.Of(process.WorkingGroup) {
		out = append(out, ui.Choice{Value: string(v.ID), Label: d.Say(v.Title), Lang: d.Foreign(v.Title), Selected: has(chosen, v.ID)})
	}
	return out
}

func (d desk) acts(chosen []process.Act) []ui.Choice {
	var out []ui.Choice
	for _, a := range process.Acts {
		out = append(out, ui.Choice{Value: string(a), Label: d.T("process.act-choice." + string(a)), Selected: has(chosen, a)})
	}
	return out
}

// kinds are words to choose one from; prefix leads to their names.
func kinds[T ~string](d desk, prefix string, all []T, optional bool) []ui.Choice {
	var out []ui.Choice
	if optional {
		out = append(out, ui.Choice{Label: d.T("process.edit.none")})
	}
	for _, k := range all {
		out = append(out, ui.Choice{Value: string(k), Label: d.T(prefix + string(k))})
	}
	return out
}

func plain(n int) string { return strconv.Itoa(n) }
