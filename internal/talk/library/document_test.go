package library

import (
	"slices"
	"strings"
	"testing"

	"penc/internal/ground/access"
	"penc/internal/ground/fault"
	"penc/internal/ground/lang"
	"penc/internal/ground/ref"
)

func holding(role string) access.Actor {
	return access.Actor{Person: ref.ID(role), Channel: access.Web}.With(role, Process("water"))
}

func sound() Document {
	return Document{Title: lang.Of(lang.French, map[lang.Tag]string{lang.French: "Compte rendu", lang.English: "Minutes"})}
}

func TestWrite(t *testing.T) {
	with := func(change func(*Document)) Document {
		d := sound()
		change(&d)
		return d
	}
	editor := holding(access.Editor)
	for _, c := range []struct {
		name  string
		who   access.Actor
		in    Document
		kind  fault.Kind
		field string
	}{
		{"an editor", editor, sound(), 0, ""},
		{"a convener", holding(access.Convener), sound(), 0, ""},
		{"a facilitator", holding(access.Facilitator), sound(), fault.Forbidden, ""},
		{"a member", holding(access.Member), sound(), fault.Forbidden, ""},
		{"the operator", access.Actor{Person: "op"}.With(access.Operator, access.Site), sound(), fault.Forbidden, ""},
		{"written meanwhile", editor, with(func(d *Document) { d.Version = 4 }), fault.Conflict, ""},
		{"no title", editor, with(func(d *Document) { d.Title = lang.Text{} }), fault.Invalid, "title.fr"},
		{"too long a title", editor, with(func(d *Document) { d.Title = lang.Say(lang.English, strings.Repeat("é", MaxTitle+1)) }), fault.Invalid, "title.en"},
		{"too long a text", editor, with(func(d *Document) { d.Text = lang.Say(lang.French, strings.Repeat("a", MaxText+1)) }), fault.Invalid, "text.fr"},
		{"a kind nobody knows", editor, with(func(d *Document) { d.Kind = "poem" }), fault.Invalid, "kind"},
		{"a year", editor, with(func(d *Document) { d.Date = "2018" }), 0, ""},
		{"no date at all", editor, with(func(d *Document) { d.Date = "March" }), fault.Invalid, "date"},
		{"languages", editor, with(func(d *Document) { d.Languages = []lang.Tag{"FR", "wo", "pt-br", ""} }), 0, ""},
		{"no language at all", editor, with(func(d *Document) { d.Languages = []lang.Tag{"wolof!"} }), fault.Invalid, "languages"},
		{"a link", editor, with(func(d *Document) { d.URL = "https://example.org/a.pdf" }), 0, ""},
		{"a script for a link", editor, with(func(d *Document) { d.URL = "javascript:alert(1)" }), fault.Invalid, "url"},
		{"fewer than no pages", editor, with(func(d *Document) { d.Pages = -1 }), fault.Invalid, "pages"},
		{"a chapter without title", editor, with(func(d *Document) { d.Contents = []Content{{Number: 1}} }), fault.Invalid, "contents"},
		{"an empty line of contents", editor, with(func(d *Document) { d.Contents = []Content{{}, {Title: lang.Say("fr", "Un")}} }), 0, ""},
		{"too many chapters", editor, with(func(d *Document) { d.Contents = slices.Repeat([]Content{{Title: lang.Say("fr", "Un")}}, MaxContents+1) }), fault.Invalid, "contents"},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, err := Document{Process: "water"}.Write(c.who, c.in, lang.French)
			if fault.KindOf(err) != c.kind {
				t.Fatalf("%v", err)
			}
			if err != nil {
				if all := fault.All(err); all[0].Field != c.field {
					t.Errorf("field %q, want %q", all[0].Field, c.field)
				}
				return
			}
			if got.Version != 1 || got.Process != "water" || len(got.Contents) > 1 || slices.Contains(got.Languages, "FR") {
				t.Errorf("%+v", got)
			}
		})
	}
}

func TestLanguageTags(t *testing.T) {
	for l, want := range map[lang.Tag]bool{
		"fr": true, "wol": true, "zh-hant": true, "es-419": true, "de-ch-1996": true,
		"": false, "f": false, "fran": false, "fr-": false, "-fr": false, "fr_sn": false, "12": false, "fr-toolongpart": false,
	} {
		if tag(l) != want {
			t.Errorf("%q: %v", l, !want)
		}
	}
}

func TestOrder(t *testing.T) {
	all := []Document{
		{ID: "undated", Title: lang.Say("fr", "A")},
		{ID: "2018", Title: lang.Say("fr", "A"), Date: "2018"},
		{ID: "b", Title: lang.Say("fr", "b"), Date: "2019-03-02"},
		{ID: "a", Title: lang.Say("fr", "A"), Date: "2019-03-02"},
		{ID: "early", Title: lang.Say("fr", "A"), Date: "2018-03"},
	}
	Order(all, lang.French)
	var got []string
	for _, d := range all {
		got = append(got, string(d.ID))
	}
	if want := "a b 2018 early undated"; strings.Join(got, " ") != want {
		t.Errorf("%v, want %s", got, want)
	}
}

func TestFileByNumber(t *testing.T) {
	d := Document{Files: []File{{Number: 2}, {Number: 1}}}
	if f, ok := d.File(0); !ok || f.Number != 2 {
		t.Errorf("the newest is %+v", f)
	}
	if f, ok := d.File(1); !ok || f.Number != 1 {
		t.Errorf("the first is %+v", f)
	}
	if _, ok := d.File(3); ok {
		t.Error("a version that never was")
	}
}
