package db

import (
	"context"
	"database/sql"
	"fmt"
	"strings"
)

// A Kind is one of the four types that a column may have.
type Kind string

// The kinds.
const (
	KindText  Kind = "text"  // TEXT
	KindInt   Kind = "int"   // BIGINT
	KindFloat Kind = "float" // DOUBLE PRECISION
	KindBool  Kind = "bool"  // BOOLEAN
)

// kinds are the kinds by the name that an engine gives the type.
var kinds = map[string]Kind{
	"text": KindText, "bigint": KindInt, "integer": KindInt, "double precision": KindFloat, "boolean": KindBool,
}

// A Field is a column of a table.
type Field struct {
	Name string `json:"name"`
	Kind Kind   `json:"kind"`
}

// A Table is a table as both engines know it: without the columns and the index
// tables that an engine works out by itself.
type Table struct {
	Name   string  `json:"name"`
	Fields []Field `json:"columns"`
}

// versions is how the names of the tables begin in which goose keeps how far each
// room's files have run.
const versions = "db_version_"

const (
	tablesSQLite = `SELECT t.name, c.name, c.type FROM pragma_table_list t, pragma_table_info(t.name) c
		WHERE t.schema = 'main' AND t.type = 'table' AND t.name NOT LIKE 'sqlite!_%' ESCAPE '!' ORDER BY t.name, c.cid`
	tablesPostgres = `SELECT CAST(c.relname AS TEXT), CAST(a.attname AS TEXT), format_type(a.atttypid, a.atttypmod)
		FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
		WHERE c.relnamespace = CAST(current_schema() AS regnamespace) AND c.relkind = 'r'
			AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
		ORDER BY CAST(c.relname AS TEXT) COLLATE "C", a.attnum`
)

// Tables returns the tables that the rooms have made, by name. It fails if a column
// has a type that only one engine knows.
func Tables(t *Tx) ([]Table, error) {
	all, err := tables(t.Ctx, t.q, t.db.engine)
	if err != nil {
		return nil, fmt.Errorf("list the tables: %w", err)
	}
	return all, nil
}

func tables(ctx context.Context, q querier, e Engine) ([]Table, error) {
	query := tablesSQLite
	if e == Postgres {
		query = tablesPostgres
	}
	rows, err := q.QueryContext(ctx, query)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var all []Table
	for rows.Next() {
		var table, name, kind string
		if err := rows.Scan(&table, &name, &kind); err != nil {
			return nil, err
		}
		if strings.HasPrefix(table, versions) {
			continue
		}
		k, ok := kinds[strings.ToLower(kind)]
		if !ok {
			return nil, fmt.Errorf("column %s of table %s has the type %s, which the other database does not know", name, table, kind)
		}
		if n := len(all); n == 0 || all[n-1].Name != table {
			all = append(all, Table{Name: table})
		}
		last := &all[len(all)-1]
		last.Fields = append(last.Fields, Field{name, k})
	}
	return all, rows.Err()
}

const (
	versionedSQLite   = `SELECT name FROM sqlite_schema WHERE type = 'table' AND name LIKE 'db!_version!_%' ESCAPE '!'`
	versionedPostgres = `SELECT CAST(relname AS TEXT) FROM pg_class
		WHERE relnamespace = CAST(current_schema() AS regnamespace) AND relkind = 'r' AND relname LIKE 'db!_version!_%' ESCAPE '!'`
)

// Versions returns the number of the newest file that has run, for each room.
func Versions(t *Tx) (map[string]int64, error) {
	query := versionedSQLite
	if t.db.engine == Postgres {
		query = versionedPostgres
	}
	names, err := List(t, Value[string], query)
	if err != nil {
		return nil, fmt.Errorf("read the versions of the tables: %w", err)
	}
	out := map[string]int64{}
	for _, name := range names {
		var n sql.NullInt64
		if err := t.Row(`SELECT max(version_id) FROM ` + quote(name)).Scan(&n); err != nil {
			return nil, fmt.Errorf("read the versions of the tables: %w", err)
		}
		out[strings.TrimPrefix(name, versions)] = n.Int64
	}
	return out, nil
}

// EachRow calls do with the values of every row of a table, one row at a time: nil,
// bool, int64, float64, string, or []byte where SQLite keeps bytes. do must not keep
// the slice. The rows come in no particular order.
func EachRow(t *Tx, table Table, do func(values []any) error) error {
	rows, err := t.q.QueryContext(t.Ctx, `SELECT `+columnList(table)+` FROM `+quote(table.Name))
	if err != nil {
		return err
	}
	defer rows.Close()
	values := make([]any, len(table.Fields))
	into := make([]any, len(values))
	for i := range values {
		into[i] = &values[i]
	}
	for rows.Next() {
		if err := rows.Scan(into...); err != nil {
			return err
		}
		for i, f := range table.Fields { // SQLite keeps truth as a number
			if n, ok := values[i].(int64); ok && f.Kind == KindBool && (n == 0 || n == 1) {
				values[i] = n == 1
			}
		}
		if err := do(values); err != nil {
			return err
		}
	}
	return rows.Err()
}

func columnList(t Table) string {
	names := make([]string, len(t.Fields))
	for i, f := range t.Fields {
		names[i] = quote(f.Name)
	}
	return strings.Join(names, ", ")
}

// quote writes a name so that it is read as a name on both engines.
func quote(name string) string { return `"` + strings.ReplaceAll(name, `"`, `""`) + `"` }
