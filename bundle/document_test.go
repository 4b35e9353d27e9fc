package bundle

import (
	"os"
	"reflect"
	"strings"
	"testing"
)

// TestDocument: docs/process-file.md names every key and every value of the
// format, and its example is a sound file.
func TestDocument(t *testing.T) {
	data, err := os.ReadFile("../docs/process-file.md")
	if err != nil {
		t.Fatal(err)
	}
	doc := string(data)
	for _, typ := range formatTypes(reflect.TypeFor[Bundle](), nil) {
		for _, f := range (shapes{}).of(typ) {
			for _, word := range append([]string{f.key}, f.oneof...) {
				if !strings.Contains(doc, "`"+word+"`") {
					t.Errorf("%s of %s is not explained", word, typ.Name())
				}
			}
		}
	}
	_, rest, _ := strings.Cut(doc, "```yaml\n")
	example, _, found := strings.Cut(rest, "```")
	if !found {
		t.Fatal("the page has no example")
	}
	if _, err := Read(strings.NewReader(example)); err != nil {
		t.Errorf("the example has faults:\n%v", err)
	}
}
