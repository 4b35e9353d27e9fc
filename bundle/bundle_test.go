package bundle

import (
	"bytes"
	"errors"
	"flag"
	"os"
	"reflect"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write the golden files anew")

func whole(t *testing.T) *Bundle {
	t.Helper()
	file, err := os.Open("testdata/whole.yaml")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	b, err := Read(file)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// TestEveryKeyIsRead: testdata/whole.yaml holds every key of the format, and
// none of them is lost on the way into the Go types.
func TestEveryKeyIsRead(t *testing.T) {
	filled := map[string]bool{}
	fill(reflect.ValueOf(*whole(t)), filled)
	for _, typ := range formatTypes(reflect.TypeFor[Bundle](), nil) {
		for _, f := range (shapes{}).of(typ) {
			if f.id != "" || f.need {
				continue // Read itself insists on these
			}
			// Evidence is shared by many types: once anywhere will do.
			owner := typ
			if len(f.index) > 1 {
				owner = reflect.TypeFor[Evidence]()
			}
			if !filled[owner.Name()+" "+f.key] {
				t.Errorf("%s of %s is nowhere filled", f.key, typ.Name())
			}
		}
	}
}

// fill notes the keys that have a value somewhere.
func fill(v reflect.Value, filled map[string]bool) {
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() {
			fill(v.Elem(), filled)
		}
	case reflect.Slice:
		for i := range v.Len() {
			fill(v.Index(i), filled)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			if key := v.Type().Field(i).Tag.Get("key"); key != "" && !v.Field(i).IsZero() {
				filled[v.Type().Name()+" "+key] = true
			}
			fill(v.Field(i), filled)
		}
	}
}

// formatTypes lists the struct types below a type.
func formatTypes(t reflect.Type, known []reflect.Type) []reflect.Type {
	if t = item(t); t.Kind() != reflect.Struct || t == reflect.TypeFor[Wording]() {
		return known
	}
	for _, k := range known {
		if k == t {
			return known
		}
	}
	known = append(known, t)
	for _, f := range (shapes{}).of(t) {
		known = formatTypes(f.typ, known)
	}
	return known
}

func TestRead(t *testing.T) {
	b := whole(t)
	m := b.Meetings[0]
	for _, c := range []struct {
		what      string
		got, want any
	}{
		{"bare text", b.Meetings[0].Title, Text{{"fr", "Plénière"}}},
		{"text in two languages", b.Process.Title, Text{{"fr", "Les lanternes publiques"}, {"en", "Public lanterns"}}},
		{"order of languages", b.Partners[0].Name, Text{{"fr", "Bureau"}, {"en", "Office"}}},
		{"bare name holds in every language", b.Partners[0].Acronym, Text{{"fr", "OFF"}, {"en", "OFF"}}},
		{"block of text", b.Process.Summary.In("fr"), "Premier paragraphe.\n\nSecond paragraphe : « guillemets », espace insécable."},
		{"partial date", b.Stages[0].Start, Date("2018")},
		{"evidence", b.Process.Sources, []string{"press"}},
		{"dispute", m.Disputed[0].Field, "place.venue"},
		{"claim", b.People[0].Disputed[0].Values[1].Value, Text{{"fr", "Hawa"}, {"en", "Hawa"}}},
		{"optional part", *m.Attendance, Attendance{Total: 46, InPerson: 30, Online: 16, AtLeast: true, Note: Text{{"fr", "Un chiffre."}}, Line: m.Attendance.Line}},
		{"absent part", b.Stages[0].Uncertain.Empty(), true},
		{"line of an item", [2]int{b.Process.Line, m.Line}, [2]int{4, 90}},
	} {
		if !reflect.DeepEqual(c.got, c.want) {
			t.Errorf("%s: got %v, want %v", c.what, c.got, c.want)
		}
	}
	if p, ok := b.Person("ex-awa"); !ok || p.Name != "Awa Exemple" {
		t.Errorf("person: %v %v", p, ok)
	}
	if _, ok := b.Person("Jean Invité"); ok {
		t.Error("a plain name is taken for a person")
	}
	if s, ok := b.Source("press"); !ok || s.Publisher != "The Lamp" {
		t.Errorf("source: %v %v", s, ok)
	}
	if _, ok := b.Source("radio"); ok {
		t.Error("found a source that is not there")
	}
}

// TestWriteGolden: the canonical form is stable, and files written in it stay
// readable for ever.
func TestWriteGolden(t *testing.T) {
	b := whole(t)
	var got bytes.Buffer
	if err := Write(&got, b); err != nil {
		t.Fatal(err)
	}
	const golden = "testdata/whole.golden"
	if *update {
		if err := os.WriteFile(golden, got.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got.Bytes(), want) {
		t.Errorf("canonical form changed; run with -update and look at the difference\n%s", got.Bytes())
	}
	again, err := Read(bytes.NewReader(want))
	if err != nil {
		t.Fatal(err)
	}
	unplace(reflect.ValueOf(b))
	unplace(reflect.ValueOf(again))
	if !reflect.DeepEqual(b, again) {
		t.Error("the golden file reads to another bundle")
	}
}

// TestWriteDifficultTexts: texts that YAML would rather read as something else
// come back as they were.
func TestWriteDifficultTexts(t *testing.T) {
	for _, words := range []string{
		"true", "null", "~", "2018", "2018-03-29", "1e3", "0x1F", "no", "- dash", "# hash", "a: b", "key:", "{a}", "[a]",
		"&a", "*a", "!a", "|", ">", "%a", "@a", "`a`", "'a'", `"a"`, `\`, "a # b", "?", "a\n  b\n\tc\n\n\nd", "---", "...",
		"« guillemets »", "ε > 0 → 𝔸 🜁", "a\u00a0b", "<<", "=", ".inf", "12:30:45", "a\tb", "-", "’", "عربي",
	} {
		b := whole(t)
		b.News[0].Text = Text{{"fr", words}, {"en", words}}
		b.Process.Languages = []string{"fr", "en"}
		var file bytes.Buffer
		if err := Write(&file, b); err != nil {
			t.Errorf("%q: %v", words, err)
			continue
		}
		again, err := Read(bytes.NewReader(file.Bytes()))
		if err != nil {
			t.Errorf("%q: %v", words, err)
			continue
		}
		if got := again.News[0].Text; got.In("fr") != words || got.In("en") != words {
			t.Errorf("%q came back as %q", words, got)
		}
	}
}

// TestWriteRefuses: what could not be read back is not written at all.
func TestWriteRefuses(t *testing.T) {
	b := whole(t)
	b.Process.TimeZone = "nowhere"
	b.News[0].Title = nil
	var file bytes.Buffer
	err := Write(&file, b)
	var faults Faults
	if !errors.As(err, &faults) || len(faults) != 2 || faults[0].Field != "process.timezone" || faults[1].Field != "news[0].title" {
		t.Errorf("got %v", err)
	}
	if file.Len() > 0 {
		t.Error("something was written")
	}
}

// TestReadError: an error of the reader is no fault of the file.
func TestReadError(t *testing.T) {
	broken := errors.New("the line was cut")
	_, err := Read(failing{broken})
	var faults Faults
	if !errors.Is(err, broken) || errors.As(err, &faults) {
		t.Errorf("got %v", err)
	}
}

type failing struct{ err error }

func (f failing) Read([]byte) (int, error) { return 0, f.err }

func TestText(t *testing.T) {
	text := Text{{"fr", "oui"}, {"en", ""}}
	if got := text.In("fr") + "|" + text.In("en") + "|" + text.In("wo"); got != "oui||" {
		t.Errorf("In: %q", got)
	}
	if got := strings.Join(text.Languages(), " "); got != "fr" {
		t.Errorf("Languages: %q", got)
	}
	if text.Empty() || !(Text{{"fr", ""}}).Empty() || !Text(nil).Empty() {
		t.Error("Empty")
	}
	more := text.With("en", "yes").With("wo", "waaw")
	if more.In("en") != "yes" || more.In("wo") != "waaw" || len(more) != 3 || text.In("en") != "" {
		t.Errorf("With: %v, and before %v", more, text)
	}
}

func TestDate(t *testing.T) {
	for date, want := range map[Date]Precision{
		"": Unknown, "2018": Year, "2018-03": Month, "2018-03-29": Day, "2018-02-29": Unknown, "2018-3": Unknown,
		"0000": Unknown, "20180329": Unknown, "2018-00": Unknown, "2020-02-29": Day,
	} {
		if got := date.Precision(); got != want {
			t.Errorf("%q: precision %d, want %d", date, got, want)
		}
	}
	for _, c := range []struct {
		a, b  Date
		after bool
	}{
		{"2018-03", "2018", false},
		{"2018", "2018-03", false},
		{"2019", "2018-12-31", true},
		{"2018-03-29", "2018-03-28", true},
		{"2018-03-28", "2018-03-29", false},
		{"", "2018", false},
	} {
		if got := c.a.After(c.b); got != c.after {
			t.Errorf("%q after %q: %v", c.a, c.b, got)
		}
	}
}
