// Package house holds the tests that keep the house in shape: who may import
// whom, which files are pure, who owns which table, whether every word exists in
// every language and every statement is understood by both databases.
package house

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

const root = "../.."

// The sciences, the words and the machines, each allowed what stands before it.
var (
	sciences = []string{"opinion", "ballot", "bundle"}
	ground   = []string{"ref", "fault", "access", "lang", "when", "evidence", "carry"}
	platform = []string{"config", "db", "record", "job", "mail", "blob", "search", "feature", "backup", "web"}
)

// wings, from the ground up. A package may import what stands in a wing before
// its own, and within its wing the rooms that stand before it.
var wings = []struct {
	name  string
	rooms []string
}{
	{"people", []string{"org", "person", "signin", "notice", "role"}},
	{"talk", []string{"library", "translation", "moderation"}},
	{"gather", []string{"process", "invitation", "meeting", "attendance", "breakout", "hall"}},
	{"deliberate", []string{"conversation", "priority"}},
	{"share", []string{"publication", "insight", "minutes", "exchange"}},
}

// Floors, from the lowest.
const (
	floorScience = iota
	floorGround
	floorPlatform
	floorWing // and up, one for each wing
	floorApp  = 99
)

// A place is where a package stands: its floor, its room there, and whether it
// is a face.
type place struct {
	floor, room int
	name        string
	face, test  bool
}

func placeOf(pkg string) (place, bool) {
	p := strings.Split(pkg, "/")
	last := p[len(p)-1]
	at := place{name: last, test: strings.HasSuffix(last, "test") && len(p) > 1}
	switch {
	case slices.Contains(sciences, p[0]):
		at.floor, at.room = floorScience, slices.Index(sciences, p[0])
		return at, true
	case p[0] == "examples" || p[0] == "cmd" || p[0] == "e2e":
		at.floor = floorApp
		return at, true
	case p[0] != "internal" || len(p) < 2:
		return at, false
	case p[1] == "app" || p[1] == "house":
		at.floor = floorApp
		return at, true
	case len(p) < 3:
		return at, false
	case p[1] == "ground":
		at.floor, at.room = floorGround, slices.Index(ground, p[2])
		return at, at.room >= 0
	case p[1] == "platform":
		at.floor, at.room = floorPlatform, slices.Index(platform, p[2])
		return at, at.room >= 0
	}
	for i, w := range wings {
		if w.name == p[1] {
			at.floor, at.room, at.face = floorWing+i, slices.Index(w.rooms, p[2]), strings.HasSuffix(last, "web")
			at.name = p[2]
			return at, at.room >= 0
		}
	}
	return at, false
}

// A source is a Go file of the house that is neither a test nor generated.
type source struct {
	rel, pkg string
	at       place
	file     *ast.File
	fset     *token.FileSet
}

// sources returns every file of the house.
func sources(t *testing.T) []source {
	t.Helper()
	var all []source
	err := filepath.WalkDir(root, func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() {
			if base := d.Name(); base != ".." && (strings.HasPrefix(base, ".") || base == "node_modules" || base == "testdata") {
				return filepath.SkipDir
			}
			return nil
		}
		if !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") || strings.HasSuffix(name, "_templ.go") {
			return nil
		}
		rel, err := filepath.Rel(root, name)
		if err != nil {
			return err
		}
		rel = filepath.ToSlash(rel)
		pkg := path.Dir(rel)
		at, ok := placeOf(pkg)
		if !ok {
			t.Errorf("%s: no place in the house; give it one in house_test.go", pkg)
			return nil
		}
		fset := token.NewFileSet()
		f, err := parser.ParseFile(fset, name, nil, parser.ParseComments)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, source{rel, pkg, at, f, fset})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(all) < 100 {
		t.Fatalf("found only %d files", len(all))
	}
	return all
}

func (s source) imports() []string {
	var out []string
	for _, imp := range s.file.Imports {
		to, _ := strconv.Unquote(imp.Path.Value)
		out = append(out, to)
	}
	return out
}

// core reports whether the file belongs to a room and not to its face.
func (s source) core() bool {
	return s.at.floor >= floorWing && s.at.floor < floorApp && !s.at.face && !s.at.test
}

// pure reports whether the file may touch nothing outside.
func (s source) pure() bool {
	base := strings.TrimSuffix(path.Base(s.rel), ".go")
	return s.at.floor <= floorGround && !s.at.test || s.core() && !strings.Contains(base, "_") && base != "feature" && base != "doc"
}

func TestImportsRunDownward(t *testing.T) {
	for _, s := range sources(t) {
		for _, to := range s.imports() {
			dep, ours := strings.CutPrefix(to, "penc/")
			if !ours || dep == s.pkg {
				continue
			}
			you, ok := placeOf(dep)
			if !ok {
				t.Errorf("%s imports %s, which has no place in the house", s.rel, dep)
				continue
			}
			if upward(s, you, dep) {
				t.Errorf("%s imports %s, which stands above it", s.rel, dep)
			}
			if s.core() && (you.face || strings.HasPrefix(dep, "internal/platform/web")) {
				t.Errorf("%s: a core imports a face (%s)", s.rel, dep)
			}
			if you.test && !s.at.test {
				t.Errorf("%s: the program imports test fixtures (%s)", s.rel, dep)
			}
		}
	}
}

func upward(s source, you place, dep string) bool {
	me := s.at
	if me.test { // fixtures stand beside their room and may use all that it may
		return you.floor > me.floor
	}
	switch {
	case you.floor != me.floor:
		return you.floor > me.floor
	case me.floor == floorApp:
		return strings.HasPrefix(dep, "cmd/")
	case you.room != me.room:
		return you.room > me.room
	}
	// The same room: a face imports its core, a part its whole, never the reverse.
	return you.face && !me.face
}

var pureBan = []string{
	"penc/internal/platform/", "database/sql", "net", "net/http", "os", "os/exec", "log/slog", "math/rand", "crypto/rand", "embed",
}

func TestPureFilesTouchNothingOutside(t *testing.T) {
	n := 0
	for _, s := range sources(t) {
		if !s.pure() {
			continue
		}
		n++
		for _, to := range s.imports() {
			for _, ban := range pureBan {
				if to == ban || strings.HasSuffix(ban, "/") && strings.HasPrefix(to, ban) {
					t.Errorf("%s: a pure file imports %s", s.rel, to)
				}
			}
		}
		ast.Inspect(s.file, func(n ast.Node) bool {
			if sel, ok := n.(*ast.SelectorExpr); ok {
				if x, ok := sel.X.(*ast.Ident); ok && x.Name == "time" && (sel.Sel.Name == "Now" || sel.Sel.Name == "Since") {
					t.Errorf("%s: a pure file reads the clock", s.fset.Position(sel.Pos()))
				}
			}
			return true
		})
	}
	if n < 30 {
		t.Errorf("only %d pure files were looked at", n)
	}
}

func TestSizesStayReadable(t *testing.T) {
	for _, s := range sources(t) {
		if lines := s.fset.File(s.file.Pos()).LineCount(); lines > 600 {
			t.Errorf("%s has %d lines: it may hold a second noun", s.rel, lines)
		}
	}
}

func TestNoPackageIsNamedForNothing(t *testing.T) {
	for _, s := range sources(t) {
		switch s.at.name {
		case "util", "utils", "common", "helper", "helpers", "manager", "types", "misc":
			t.Errorf("%s: a function without a home is looking for a noun", s.pkg)
		}
	}
}
