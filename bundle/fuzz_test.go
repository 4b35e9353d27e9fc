package bundle

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
)

// FuzzRead: the reader answers every input with a sound bundle or with faults
// that have a place and a sentence, and what it accepts survives a round trip.
func FuzzRead(f *testing.F) {
	for _, pattern := range []string{"testdata/*.yaml", "../examples/*.yaml"} {
		files, err := filepath.Glob(pattern)
		if err != nil {
			f.Fatal(err)
		}
		for _, name := range files {
			data, err := os.ReadFile(name)
			if err != nil {
				f.Fatal(err)
			}
			f.Add(data)
		}
	}
	f.Add([]byte("penc: process/1\nprocess: {id: a, languages: [fr], title: T, summary: \"a\\tb\\n\\n c\"}\n"))
	f.Add([]byte("a: &a [*a, *a]\n"))
	f.Add([]byte("? [a]\n: {b: !!binary x}\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		b, err := Read(bytes.NewReader(data))
		if err != nil {
			checkFaults(t, b, err)
			return
		}
		var file bytes.Buffer
		if err := Write(&file, b); err != nil {
			t.Fatalf("a sound bundle cannot be written: %v", err)
		}
		again, err := Read(bytes.NewReader(file.Bytes()))
		if err != nil {
			t.Fatalf("written file: %v", err)
		}
		unplace(reflect.ValueOf(b))
		unplace(reflect.ValueOf(again))
		if !reflect.DeepEqual(b, again) {
			t.Fatalf("round trip changed the bundle:\n%s", file.Bytes())
		}
	})
}

// FuzzWrite: whatever words a bundle holds, they come back as they were, but for
// space around them, or the bundle is refused.
func FuzzWrite(f *testing.F) {
	for _, words := range []string{"a", "a\n b\n", ": ", "\u2028", "\x00", "\xff", " x ", "a\r\nb", "\n\n", "# a", "\ta", "a \nb"} {
		f.Add(words)
	}
	f.Fuzz(func(t *testing.T, words string) {
		b := &Bundle{
			Process: Process{ID: "a", Languages: []string{"fr", "en"}, Title: Text{{"fr", "T"}}, Summary: Text{{"fr", words}, {"en", words}}},
			News:    []News{{ID: "n", Title: Text{{"en", "T"}}, Text: Text{{"fr", words}}, Authors: []string{words}}},
		}
		var file bytes.Buffer
		if err := Write(&file, b); err != nil {
			checkFaults(t, nil, err)
			return
		}
		again, err := Read(bytes.NewReader(file.Bytes()))
		if err != nil {
			t.Fatal(err)
		}
		want := strings.TrimSpace(words)
		if again.Process.Summary.In("en") != want || again.News[0].Text.In("fr") != want || again.News[0].Authors[0] != want {
			t.Fatalf("%q came back changed:\n%s", words, file.Bytes())
		}
	})
}

func checkFaults(t *testing.T, b *Bundle, err error) {
	t.Helper()
	var faults Faults
	if !errors.As(err, &faults) || len(faults) == 0 || b != nil {
		t.Fatalf("want faults and no bundle, got %v, %v", b, err)
	}
	messages := Messages()
	for _, f := range faults {
		if f.Line < 1 || f.Column < 1 || f.Text == "" || messages[f.Key] == "" {
			t.Fatalf("incomplete fault: %#v", f)
		}
	}
}

// unplace forgets on which lines things stood.
func unplace(v reflect.Value) {
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() {
			unplace(v.Elem())
		}
	case reflect.Slice:
		for i := range v.Len() {
			unplace(v.Index(i))
		}
	case reflect.Struct:
		if line := v.FieldByName("Line"); line.IsValid() {
			line.SetInt(0)
		}
		for i := range v.NumField() {
			unplace(v.Field(i))
		}
	}
}
