package backup

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
	"time"

	"penc/internal/ground/when"
	"penc/internal/platform/db"
)

// format is the number of this form of backup. It goes up when an older program
// would read a newer file wrongly.
const format = 1

// The members of a backup that are neither rows nor documents.
const (
	manifestName = "penc.json"
	endName      = "end.json"
)

// A Manifest is the first member of a backup: what it is of.
type Manifest struct {
	Format  int              `json:"format"`
	Program string           `json:"program"` // the version of the program that made it
	Made    string           `json:"made"`    // when, as when.Format writes it
	Engine  string           `json:"engine"`  // the database that it was made from
	Schema  map[string]int64 `json:"schema"`  // for each room, its newest file that had run
	Tables  []db.Table       `json:"tables"`  // by name
}

// Time returns when the backup was made.
func (m Manifest) Time() time.Time { return when.Parse(m.Made) }

// An End is the last member of a backup: what must have been read by then.
type End struct {
	Manifest string  `json:"manifest"` // SHA-256 of the first member
	Tables   []Sum   `json:"tables"`   // in the order of the manifest
	Files    FileSum `json:"files"`
	// Missing are the documents that rows name and that were not in the store, or not
	// what they should be, when the backup was made.
	Missing []string `json:"missing"`
	// Findings are what did not agree in the database when the backup was made.
	Findings []string `json:"findings"`
}

// A Sum is what one table's members hold together.
type Sum struct {
	Name   string `json:"name"`
	Rows   int64  `json:"rows"`
	Bytes  int64  `json:"bytes"`
	SHA256 string `json:"sha256"`
}

// A FileSum is what the members of documents hold together. Each is named by the
// SHA-256 of its content; here is that of their names, each with a line end.
type FileSum struct {
	Count  int64  `json:"count"`
	Bytes  int64  `json:"bytes"`
	SHA256 string `json:"sha256"`
}

// Rows returns how many rows all tables have.
func (e End) Rows() (n int64) {
	for _, t := range e.Tables {
		n += t.Rows
	}
	return n
}

var word = regexp.MustCompile(`^[a-z][a-z0-9_]{0,62}$`)

// check returns what is wrong with a manifest.
func (m Manifest) check() error {
	switch {
	case m.Format > format:
		return Refused(fmt.Sprintf("this backup has the form %d, made by a newer Penc (%s); this program knows form %d: use the newer program", m.Format, m.Program, format))
	case m.Format < 1:
		return errors.New("the first member does not say which form the backup has")
	case m.Time().IsZero():
		return errors.New("the first member does not say when the backup was made")
	}
	for room, n := range m.Schema {
		if !word.MatchString(room) || n < 0 {
			return fmt.Errorf("the first member names a room %q", room)
		}
	}
	if len(m.Schema) == 0 || !slices.IsSortedFunc(m.Tables, func(a, b db.Table) int { return bytes.Compare([]byte(a.Name), []byte(b.Name)) }) {
		return errors.New("the first member's tables are not in order")
	}
	for i, t := range m.Tables {
		if !word.MatchString(t.Name) || len(t.Fields) == 0 || i > 0 && m.Tables[i-1].Name == t.Name {
			return fmt.Errorf("the first member names a table %q", t.Name)
		}
		seen := map[string]bool{}
		for _, f := range t.Fields {
			if !word.MatchString(f.Name) || seen[f.Name] || !slices.Contains([]db.Kind{db.KindText, db.KindInt, db.KindFloat, db.KindBool}, f.Kind) {
				return fmt.Errorf("the first member names a column %q of %s", f.Name, t.Name)
			}
			seen[f.Name] = true
		}
	}
	return nil
}

// encode writes a manifest or an end as it stands in a backup.
func encode(v any) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", " ")
	err := e.Encode(v)
	return b.Bytes(), err
}

// decode reads what encode wrote. A later form may say more.
func decode(raw []byte, v any) error {
	d := json.NewDecoder(bytes.NewReader(raw))
	if err := d.Decode(v); err != nil {
		return err
	}
	if _, err := d.Token(); err != io.EOF {
		return errors.New("there is something after its end")
	}
	return nil
}
