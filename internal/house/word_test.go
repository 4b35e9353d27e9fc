package house

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"penc/internal/app"
	"penc/internal/ground/lang"
	"penc/internal/platform/config"
)

// catalogue returns the words of the whole program.
func catalogue(t *testing.T) *app.App {
	t.Helper()
	c := config.Config{Addr: "127.0.0.1:0", SiteName: "Penc"}
	c.Data = t.TempDir()
	a, err := app.Open(t.Context(), app.Options{Config: c, Demo: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { a.Close() })
	return a
}

func TestEveryLanguageHasEveryWord(t *testing.T) {
	a := catalogue(t)
	english := a.Words.Keys(lang.English)
	if len(english) < 500 {
		t.Fatalf("only %d words", len(english))
	}
	for _, l := range lang.Interface {
		keys := a.Words.Keys(l)
		for _, k := range english {
			if !slices.Contains(keys, k) {
				t.Errorf("%s lacks %s", l, k)
			}
		}
		for _, k := range keys {
			if !slices.Contains(english, k) {
				t.Errorf("%s has %s, which English does not", l, k)
			}
		}
	}
}

// key is what a word's key looks like: room, then parts.
var key = regexp.MustCompile(`^[a-z]+(\.[a-z0-9-]+)+$`)

// TestWordsThatAreSaidExist finds the keys that code says and the catalogue
// lacks: the arguments of T, and the messages of faults.
func TestWordsThatAreSaidExist(t *testing.T) {
	a := catalogue(t)
	n := 0
	err := filepath.WalkDir(root+"/internal", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") || strings.Contains(name, "/webtest/") {
			return err
		}
		fset := token.NewFileSet()
		f, err := parser.ParseFile(fset, name, nil, 0)
		if err != nil {
			return err
		}
		ast.Inspect(f, func(node ast.Node) bool {
			for _, k := range said(node) {
				n++
				if !a.Words.Has(lang.English, k) {
					t.Errorf("%s: there is no word %q", fset.Position(node.Pos()), k)
				}
			}
			return true
		})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if n < 500 {
		t.Errorf("only %d words were looked up", n)
	}
}

// said returns the constant keys that a call says.
func said(node ast.Node) []string {
	call, ok := node.(*ast.CallExpr)
	if !ok {
		return nil
	}
	at := -1
	switch f := call.Fun.(type) {
	case *ast.SelectorExpr:
		x, _ := f.X.(*ast.Ident)
		switch {
		case f.Sel.Name == "T":
			at = 0
		case f.Sel.Name == "GoDone":
			at = 1
		case x != nil && x.Name == "fault" && f.Sel.Name == "New":
			at = 2
		case x != nil && x.Name == "fault" && f.Sel.Name == "Field":
			at = 1
		}
	}
	if at < 0 || at >= len(call.Args) {
		return nil
	}
	lit, ok := call.Args[at].(*ast.BasicLit)
	if !ok || lit.Kind != token.STRING {
		return nil
	}
	k, err := strconv.Unquote(lit.Value)
	if err != nil || !key.MatchString(k) {
		return nil
	}
	return []string{k}
}

// TestPublicFactsHaveASentence holds every public kind of fact to a sentence in
// the words of its room: "meeting.convened" is told by "meeting.fact.convened".
func TestPublicFactsHaveASentence(t *testing.T) {
	a := catalogue(t)
	n := 0
	for _, f := range a.Directory.Features() {
		for _, k := range f.Facts {
			room, rest, ok := strings.Cut(k.Kind, ".")
			if !ok || room != f.Name {
				t.Errorf("the fact %s does not carry the name of its room %s", k.Kind, f.Name)
			}
			if !k.Public {
				continue
			}
			n++
			if word := room + ".fact." + rest; !a.Words.Has(lang.English, word) {
				t.Errorf("the fact %s has no sentence %s", k.Kind, word)
			}
		}
	}
	if n < 20 {
		t.Errorf("only %d public kinds of fact", n)
	}
}

// TestFrenchKeepsItsSpaces finds plain spaces where French wants one that does
// not break the line.
func TestFrenchKeepsItsSpaces(t *testing.T) {
	bad := regexp.MustCompile(` [:;?!»](\s|$|")|« `)
	files, err := filepath.Glob(root + "/internal/*/*/*/i18n/fr.json")
	if err != nil || len(files) < 10 {
		t.Fatal(len(files), err)
	}
	for _, name := range files {
		raw, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for i, line := range strings.Split(string(raw), "\n") {
			_, value, ok := strings.Cut(line, `": "`)
			if ok && bad.MatchString(value) {
				t.Errorf("%s:%d: %s", name, i+1, strings.TrimSpace(line))
			}
		}
	}
}
