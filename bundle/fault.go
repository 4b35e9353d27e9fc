package bundle

import (
	"fmt"
	"strings"
)

// Fault is one thing that is wrong in a process file, told so that the person
// who wrote the file can put it right.
type Fault struct {
	Line   int               // from 1
	Column int               // from 1
	Field  string            // meetings[2].agenda[0].title; empty for the file as a whole
	Key    string            // message key, one of the constants of this package
	Parts  map[string]string // named parts of the message
	Text   string            // the message in English
}

// Error returns the place and the sentence.
func (f Fault) Error() string {
	if f.Field == "" {
		return fmt.Sprintf("line %d: %s", f.Line, f.Text)
	}
	return fmt.Sprintf("line %d, %s: %s", f.Line, f.Field, f.Text)
}

// Faults is everything that is wrong in a process file, in the order of its
// lines. It is never empty when it is returned as an error.
type Faults []Fault

// Error returns all faults, one a line.
func (fs Faults) Error() string {
	lines := make([]string, len(fs))
	for i, f := range fs {
		lines[i] = f.Error()
	}
	return strings.Join(lines, "\n")
}

// newFault tells a fault at a place. Parts are name and value in turn.
func newFault(line, column int, field, key string, parts ...string) Fault {
	f := Fault{Line: max(line, 1), Column: max(column, 1), Field: field, Key: key, Parts: map[string]string{}}
	swaps := make([]string, 0, len(parts))
	for i := 0; i+1 < len(parts); i += 2 {
		f.Parts[parts[i]] = parts[i+1]
		swaps = append(swaps, "{{."+parts[i]+"}}", parts[i+1])
	}
	f.Text = strings.NewReplacer(swaps...).Replace(Messages()[key])
	return f
}
