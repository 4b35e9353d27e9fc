package examples_test

import (
	"bytes"
	"compress/gzip"
	"encoding/csv"
	"io"
	"io/fs"
	"reflect"
	"slices"
	"strings"
	"testing"

	"penc/bundle"
	"penc/examples"
)

func read(t *testing.T, name string) *bundle.Bundle {
	t.Helper()
	file, err := examples.Files.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	b, err := bundle.Read(file)
	if err != nil {
		t.Fatalf("%s:\n%v", name, err)
	}
	return b
}

func names(t *testing.T) []string {
	t.Helper()
	files, err := fs.Glob(examples.Files, "*.yaml")
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// TestCounts: nothing of the compiled facts was lost.
func TestCounts(t *testing.T) {
	for _, c := range []struct {
		file string
		want map[string]int
	}{
		{"senegal-iot-security.yaml", map[string]int{
			"also called": 3, "sources": 27, "groups": 7, "partners": 8, "people": 10, "agreements": 1, "objectives": 4,
			"ground rules": 0, "consensus policies": 0, "stages": 5, "meetings": 4, "agenda items": 10, "breakouts": 3,
			"outcomes": 4, "news": 4, "coverage": 13, "listed coverage": 6, "documents": 0, "conversations": 0, "statements": 0,
			"milestone": 11, "priority": 3, "problem": 2, "practice": 3, "exchange": 3, "context": 1, "unconfirmed": 2,
			"disputes": 6,
		}},
		{"canada-iot-security.yaml", map[string]int{
			"also called": 3, "sources": 23, "groups": 6, "partners": 7, "people": 5, "agreements": 0, "objectives": 0,
			"ground rules": 1, "consensus policies": 1, "stages": 8, "meetings": 6, "agenda items": 17, "breakouts": 0,
			"outcomes": 7, "news": 7, "coverage": 3, "listed coverage": 0, "documents": 2, "conversations": 0, "statements": 0,
			"milestone": 13, "working-group": 3, "priority": 3, "consultation": 1, "recommendation": 1, "figure": 1,
			"exchange": 2, "governance": 1, "theme": 2, "unconfirmed": 2,
			"disputes": 3,
		}},
		{"mareola-water-meters.yaml", map[string]int{
			"also called": 1, "sources": 0, "groups": 6, "partners": 6, "people": 3, "agreements": 1, "objectives": 3,
			"ground rules": 1, "consensus policies": 1, "stages": 6, "meetings": 3, "agenda items": 11, "breakouts": 5,
			"outcomes": 4, "news": 3, "coverage": 0, "listed coverage": 0, "documents": 3, "conversations": 1, "statements": 24,
			"milestone": 2, "priority": 3, "problem": 1,
			"disputes": 0,
		}},
	} {
		t.Run(c.file, func(t *testing.T) {
			if got := count(read(t, c.file)); !reflect.DeepEqual(got, c.want) {
				t.Errorf("got  %v\nwant %v", got, c.want)
			}
		})
	}
}

func count(b *bundle.Bundle) map[string]int {
	n := map[string]int{
		"also called": len(b.Process.AlsoCalled), "sources": len(b.Sources), "groups": len(b.Groups), "partners": len(b.Partners),
		"people": len(b.People), "agreements": len(b.Agreements), "objectives": 0, "ground rules": len(b.GroundRules),
		"consensus policies": len(b.Consensus), "stages": len(b.Stages), "meetings": len(b.Meetings), "agenda items": 0,
		"breakouts": 0, "outcomes": 0, "news": len(b.News), "coverage": len(b.Coverage), "listed coverage": 0,
		"documents": len(b.Documents), "conversations": len(b.Conversations), "statements": 0, "disputes": 0,
	}
	for _, a := range b.Agreements {
		n["objectives"] += len(a.Objectives)
	}
	for _, e := range b.Entries {
		n[string(e.Kind)]++
	}
	for _, m := range b.Meetings {
		n["agenda items"] += len(m.Agenda)
		n["breakouts"] += len(m.Breakouts)
		n["outcomes"] += len(m.Outcomes)
	}
	for _, c := range b.Coverage {
		if c.ListedByProcess {
			n["listed coverage"]++
		}
	}
	for _, c := range b.Conversations {
		n["statements"] += len(c.Statements)
	}
	walk(reflect.ValueOf(*b), "", func(path string, v reflect.Value) {
		if v.Type() == reflect.TypeFor[bundle.Dispute]() {
			n["disputes"]++
		}
	})
	return n
}

// walk calls f for every value of a bundle, with its path in Go names.
func walk(v reflect.Value, path string, f func(string, reflect.Value)) {
	f(path, v)
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() {
			walk(v.Elem(), path, f)
		}
	case reflect.Slice:
		for i := range v.Len() {
			walk(v.Index(i), path, f)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			walk(v.Field(i), strings.TrimPrefix(path+"."+v.Type().Field(i).Name, "."), f)
		}
	}
}

// TestBothLanguages: a reader of either language reads all of it. The exceptions
// are names that exist in one language only: titles of real posts and other names
// of a real process or working group.
func TestBothLanguages(t *testing.T) {
	for _, name := range names(t) {
		b := read(t, name)
		walk(reflect.ValueOf(*b), "", func(path string, v reflect.Value) {
			text, ok := v.Interface().(bundle.Text)
			if !ok || len(text) == 0 || strings.HasSuffix(path, "AlsoCalled") || (path == "News.Title" && !b.Process.Simulated) {
				return
			}
			if len(text.Languages()) != 2 {
				t.Errorf("%s, %s: only %v: %s", name, path, text.Languages(), text[0].Words)
			}
		})
	}
}

// TestTypography: French sentences have their no-break spaces, and our own words
// have typographic apostrophes.
func TestTypography(t *testing.T) {
	for _, name := range names(t) {
		walk(reflect.ValueOf(*read(t, name)), "", func(path string, v reflect.Value) {
			w, ok := v.Interface().(bundle.Wording)
			if !ok || path == "News.Title" {
				return
			}
			if strings.Contains(w.Words, "'") {
				t.Errorf("%s, %s: straight apostrophe: %s", name, path, w.Words)
			}
			if w.Lang != "fr" {
				return
			}
			for _, bad := range []string{" ;", " :", " ?", " !", " »", "« ", " %"} {
				if strings.Contains(w.Words, bad) {
					t.Errorf("%s, %s: plain space in %q: %s", name, path, bad, w.Words)
				}
			}
		})
	}
}

// TestEveryFactHasItsGround: in the real processes every item names its sources,
// or says that it is uncertain or derived. The invented one has no sources, and
// is marked as simulated.
func TestEveryFactHasItsGround(t *testing.T) {
	for _, name := range names(t) {
		b := read(t, name)
		if b.Process.Simulated {
			if len(b.Sources) > 0 || b.Process.Country != "" {
				t.Errorf("%s: an invented process with sources or a country", name)
			}
			continue
		}
		items := 0
		walk(reflect.ValueOf(*b), "", func(path string, v reflect.Value) {
			e, ok := v.Interface().(bundle.Evidence)
			part := strings.HasPrefix(path, "Meetings.") && strings.Count(path, ".") > 1 // rests on its meeting
			if !ok || part {
				return
			}
			items++
			if len(e.Sources) == 0 && e.Uncertain.Empty() && !e.Derived {
				t.Errorf("%s, %s: an item without ground", name, path)
			}
		})
		if least := map[bool]int{true: 2, false: 50}[name == "canada-electoral-reform.yaml"]; items < least {
			t.Errorf("%s: looked at %d items only", name, items)
		}
	}
}

// TestSourcesAreCited: no source stands there for nothing.
func TestSourcesAreCited(t *testing.T) {
	for _, name := range names(t) {
		b := read(t, name)
		var cited []string
		walk(reflect.ValueOf(*b), "", func(path string, v reflect.Value) {
			if ids, ok := v.Interface().([]string); ok && strings.HasSuffix(path, ".Sources") {
				cited = append(cited, ids...)
			}
		})
		for _, s := range b.Sources {
			if !slices.Contains(cited, s.ID) {
				t.Errorf("%s: source %s is never cited", name, s.ID)
			}
		}
	}
}

// TestIDsAreUniqueAcrossFiles: the three processes can live on one site.
func TestIDsAreUniqueAcrossFiles(t *testing.T) {
	first := map[string]string{}
	for _, name := range names(t) {
		walk(reflect.ValueOf(*read(t, name)), "", func(path string, v reflect.Value) {
			if !strings.HasSuffix(path, ".ID") || path == "Sources.ID" {
				return
			}
			if before, twice := first[v.String()]; twice {
				t.Errorf("%s stands in %s and in %s", v, before, name)
			}
			first[v.String()] = name
		})
	}
}

// TestDisputes: each conflict stands at the field it concerns, with every value
// and its sources.
func TestDisputes(t *testing.T) {
	got := map[string]int{}
	for _, name := range names(t) {
		b := read(t, name)
		note := func(id string, e bundle.Evidence) {
			for _, d := range e.Disputed {
				got[id+" "+d.Field] = len(d.Values)
				for _, v := range d.Values {
					if len(v.Sources) == 0 {
						t.Errorf("%s: a value of %s has no source", id, d.Field)
					}
				}
			}
		}
		for _, x := range b.Partners {
			note(x.ID, x.Evidence)
		}
		for _, x := range b.People {
			note(x.ID, x.Evidence)
		}
		for _, x := range b.Agreements {
			note(x.ID, x.Evidence)
		}
		for _, x := range b.Entries {
			note(x.ID, x.Evidence)
		}
		for _, x := range b.Meetings {
			note(x.ID, x.Evidence)
		}
	}
	want := map[string]int{
		"sn-m1 end": 2, "sn-mou-2018 date": 2, "sn-mou-2018 parties": 2, "sn-cdp roles": 3, "sn-abdoulaye-blade name": 2,
		"sn-initiative text": 2, "ca-oversight-committee partners": 2, "ca-isoc name": 2, "ca-figure-survey text": 2,
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got  %v\nwant %v", got, want)
	}
}

// TestRoundTrip: the canonical form of an example says the same as the file
// written by hand.
func TestRoundTrip(t *testing.T) {
	for _, name := range names(t) {
		var once, twice bytes.Buffer
		if err := bundle.Write(&once, read(t, name)); err != nil {
			t.Fatal(err)
		}
		b, err := bundle.Read(bytes.NewReader(once.Bytes()))
		if err != nil {
			t.Fatal(err)
		}
		if !reflect.DeepEqual(count(b), count(read(t, name))) {
			t.Errorf("%s lost something", name)
		}
		if err := bundle.Write(&twice, b); err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(once.Bytes(), twice.Bytes()) {
			t.Errorf("%s: the canonical form is not stable", name)
		}
	}
}

// TestConversation: the Polis export is whole and carries its attribution.
func TestConversation(t *testing.T) {
	rows := func(name string) int {
		file, err := examples.Files.Open("canadian-electoral-reform/" + name)
		if err != nil {
			t.Fatal(err)
		}
		defer file.Close()
		var in io.Reader = file
		if strings.HasSuffix(name, ".gz") {
			if in, err = gzip.NewReader(file); err != nil {
				t.Fatal(err)
			}
		}
		lines, err := csv.NewReader(in).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		return len(lines) - 1
	}
	for name, want := range map[string]int{"comments.csv": 174, "votes.csv.gz": 12018, "participants-votes.csv.gz": 448} {
		if got := rows(name); got != want {
			t.Errorf("%s has %d rows, want %d", name, got, want)
		}
	}
	const notice = "Data was gathered using the Polis software (compdemocracy.org/polis) and is sub-licensed under CC BY 4.0 with Attribution to The Computational Democracy Project."
	if !strings.Contains(examples.Attribution, notice) {
		t.Error("the attribution is not the one that was asked for")
	}
}
