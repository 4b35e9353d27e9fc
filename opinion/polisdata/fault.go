package polisdata

import (
	"fmt"
	"strings"
)

// MaxFaults is the number of faults after which reading stops.
const MaxFaults = 100

// What can be wrong with a line. They are parts of message keys.
const (
	LineTooLong    = "line-too-long"    // more bytes than Limits.Line
	TooManyRows    = "too-many-rows"    // more rows than Limits.Rows
	TooManyBytes   = "too-many-bytes"   // more bytes than Limits.Bytes
	NotText        = "not-text"         // not UTF-8, or a zero byte
	BadQuotes      = "bad-quotes"       // a quotation mark that opens or closes nothing
	EmptyLine      = "empty-line"       // nothing between two rows
	FieldCount     = "field-count"      // another number of fields than columns
	NoHeader       = "no-header"        // an empty file
	NoRows         = "no-rows"          // nothing below the columns
	MissingColumn  = "missing-column"   // a column that must be there
	RepeatedColumn = "repeated-column"  // a column that is there twice
	RepeatedID     = "repeated-id"      // a comment or participant that is there twice
	NotNumber      = "not-a-number"     // not a whole number, or written oddly
	NotVote        = "not-a-vote"       // not -1, 0 or 1
	NotModeration  = "not-a-moderation" // not -1, 0 or 1
	NotYesNo       = "not-yes-or-no"    // not 0 or 1
	NotJSON        = "not-json"         // not JSON, or more than one value
	NotObject      = "not-an-object"    // JSON, but not an object
	NotList        = "not-a-list"       // neither a list nor null
	RepeatedKey    = "repeated-key"     // a key that is there twice
	TwoFiles       = "two-files"        // both plain and compressed
	Unreadable     = "unreadable"       // the file cannot be read to its end
)

// said tells each reason in English, after the place.
var said = map[string]string{
	LineTooLong:    "the line is too long",
	TooManyRows:    "there are too many rows",
	TooManyBytes:   "the file is too large",
	NotText:        "the line is not UTF-8 text",
	BadQuotes:      "the quotation marks do not match",
	EmptyLine:      "the line is empty",
	FieldCount:     "the number of fields is not that of the columns",
	NoHeader:       "the file is empty",
	NoRows:         "there is nothing below the names of the columns",
	MissingColumn:  "a column is missing",
	RepeatedColumn: "a column is there twice",
	RepeatedID:     "the number was used before",
	NotNumber:      "this is not a whole number",
	NotVote:        "a vote is -1, 0 or 1",
	NotModeration:  "moderated is -1, 0 or 1",
	NotYesNo:       "this is 0 or 1",
	NotJSON:        "this is not JSON",
	NotObject:      "this is not an object",
	NotList:        "this is not a list",
	RepeatedKey:    "the key is there twice",
	TwoFiles:       "the file is there twice, plain and compressed",
	Unreadable:     "the file cannot be read",
}

// A Fault is one thing wrong with a file.
type Fault struct {
	File   string // as found, with .gz if it has that
	Line   int    // from 1; where a row begins; 0 for the file as a whole
	Column string // or the key; empty for the line as a whole
	Reason string // one of the constants above
	Value  string // what stands there, cut to 40 characters
}

// Error tells the fault in English.
func (f Fault) Error() string {
	var b strings.Builder
	b.WriteString(f.File)
	if f.Line > 0 {
		fmt.Fprintf(&b, ":%d", f.Line)
	}
	if f.Column != "" {
		fmt.Fprintf(&b, ": %s", f.Column)
	}
	fmt.Fprintf(&b, ": %s", said[f.Reason])
	if f.Value != "" {
		fmt.Fprintf(&b, ": %q", f.Value)
	}
	return b.String()
}

// Faults is everything wrong with a folder, in the order of the files.
type Faults struct {
	List []Fault // at least one, at most MaxFaults
	// More is set when reading stopped at MaxFaults, so that there may be more.
	More bool
}

// Error lists the faults, one a line.
func (f *Faults) Error() string {
	lines := make([]string, len(f.List), len(f.List)+1)
	for i, x := range f.List {
		lines[i] = x.Error()
	}
	if f.More {
		lines = append(lines, fmt.Sprintf("reading stopped after %d faults", MaxFaults))
	}
	return strings.Join(lines, "\n")
}

// add keeps a fault unless there are enough.
func (f *Faults) add(x Fault) {
	if f.full() {
		return
	}
	if r := []rune(x.Value); len(r) > 40 {
		x.Value = string(r[:40]) + "…"
	}
	f.List = append(f.List, x)
	f.More = f.full()
}

func (f *Faults) full() bool { return len(f.List) >= MaxFaults }
