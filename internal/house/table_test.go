package house

import (
	"go/ast"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

var table = regexp.MustCompile(`(?s)\b(?:FROM|JOIN|INTO|UPDATE|TABLE(?: IF NOT EXISTS)?)\s+([a-z][a-z_]*)`)

// statement is how an SQL text begins.
var statement = regexp.MustCompile(`^\s*(SELECT|INSERT|UPDATE|DELETE|WITH)\s`)

// owner is the name that a package's tables carry.
func (s source) owner() string {
	if s.at.floor == floorPlatform {
		return strings.Split(s.pkg, "/")[2]
	}
	return s.at.name
}

// TestTablesAreNamedByTheirRoom finds tables named outside the room that owns
// them, in Go and in schema files.
func TestTablesAreNamedByTheirRoom(t *testing.T) {
	found := 0
	for _, s := range sources(t) {
		if s.at.floor < floorPlatform {
			continue
		}
		for text, at := range s.texts() {
			if !statement.MatchString(text) {
				continue
			}
			if s.at.floor >= floorApp || s.at.face {
				t.Errorf("%s: SQL outside a room's core", at)
				continue
			}
			for _, m := range table.FindAllStringSubmatch(text, -1) {
				found++
				if name := m[1]; !owns(s.owner(), name) && !strings.Contains(text, name+" AS (") && !(s.owner() == "db" && catalog(name)) {
					t.Errorf("%s: table %s belongs to another room", at, name)
				}
			}
		}
	}
	files, err := filepath.Glob(root + "/internal/*/*/schema/*.sql")
	if err != nil || len(files) == 0 {
		t.Fatal("no schema files", err)
	}
	for _, name := range files {
		raw, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		room := filepath.Base(filepath.Dir(filepath.Dir(name)))
		for _, m := range regexp.MustCompile(`CREATE (?:TABLE|VIEW) ([a-z_]+)`).FindAllStringSubmatch(string(raw), -1) {
			found++
			if !owns(room, m[1]) {
				t.Errorf("%s: table %s does not carry the room's name", name, m[1])
			}
		}
	}
	if found < 60 {
		t.Errorf("only %d uses of tables were looked at", found)
	}
}

func owns(room, table string) bool {
	return table == room || strings.HasPrefix(table, room+"_") || strings.HasSuffix(table, "_public") ||
		table == "excluded" || table == "json_each"
}

// catalog reports whether a name is one of the tables in which an engine keeps what
// tables there are.
func catalog(name string) bool {
	return name == "sqlite_schema" || strings.HasPrefix(name, "pragma_") || strings.HasPrefix(name, "pg_")
}

// TestSQLStandsInSQLFiles keeps the statements of a room in its _sql files.
func TestSQLStandsInSQLFiles(t *testing.T) {
	for _, s := range sources(t) {
		if !s.core() || strings.HasSuffix(s.rel, "_sql.go") {
			continue
		}
		for text, at := range s.texts() {
			if statement.MatchString(text) && table.MatchString(text) {
				t.Errorf("%s: an SQL text outside a _sql file", at)
			}
		}
	}
}

// texts returns the string constants of a file with where they stand. Texts that
// are joined with + are joined here too, as far as they are constant.
func (s source) texts() map[string]string {
	constants := map[string]ast.Expr{}
	for _, d := range s.file.Decls {
		if g, ok := d.(*ast.GenDecl); ok && g.Tok == token.CONST {
			for _, spec := range g.Specs {
				v := spec.(*ast.ValueSpec)
				for i, name := range v.Names {
					if i < len(v.Values) {
						constants[name.Name] = v.Values[i]
					}
				}
			}
		}
	}
	out := map[string]string{}
	var value func(ast.Expr) (string, bool)
	value = func(e ast.Expr) (string, bool) {
		switch e := e.(type) {
		case *ast.BasicLit:
			if e.Kind != token.STRING {
				return "", false
			}
			text, err := strconv.Unquote(e.Value)
			return text, err == nil
		case *ast.BinaryExpr:
			a, ok := value(e.X)
			b, ok2 := value(e.Y)
			return a + b, ok && ok2 && e.Op == token.ADD
		case *ast.Ident:
			if c := constants[e.Name]; c != nil {
				return value(c)
			}
		case *ast.ParenExpr:
			return value(e.X)
		}
		return "", false
	}
	ast.Inspect(s.file, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.BinaryExpr, *ast.BasicLit:
			if text, ok := value(n.(ast.Expr)); ok {
				out[text] = s.fset.Position(n.Pos()).String()
				return false
			}
		}
		return true
	})
	return out
}
