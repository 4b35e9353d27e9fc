package ballotfile

import (
	"bytes"
	"fmt"
	"strings"
)

// MaxFaults is the number of faults after which reading stops.
const MaxFaults = 100

// What can be wrong with a line. They are parts of message keys.
const (
	TooManyBytes    = "too-many-bytes"   // more bytes than Limits.Bytes
	TooManyItems    = "too-many-items"   // more items than Limits.Items
	TooManyVoters   = "too-many-voters"  // more voters than Limits.Voters
	LineTooLong     = "line-too-long"    // more bytes than Limits.Line
	Unreadable      = "unreadable"       // the bytes cannot be read to their end
	NotText         = "not-text"         // not UTF-8, or a zero byte
	UnknownFormat   = "unknown-format"   // neither the name nor the content tells
	OldFormat       = "old-format"       // PrefLib as it was before 2022
	BadQuotes       = "bad-quotes"       // a quotation mark that opens or closes nothing
	FieldCount      = "field-count"      // another number of fields than columns
	EmptyLine       = "empty-line"       // nothing between two rows
	NoSection       = "no-section"       // a line before any section
	MissingSection  = "missing-section"  // a section that must be there
	RepeatedSection = "repeated-section" // a section that is there twice
	MissingColumn   = "missing-column"   // a column that must be there
	RepeatedColumn  = "repeated-column"  // a column that is there twice
	MissingKey      = "missing-key"      // a key that must be there
	RepeatedKey     = "repeated-key"     // a key that is there twice
	MissingID       = "missing-id"       // an item without an identifier
	RepeatedID      = "repeated-id"      // an identifier that was used before
	UnknownItem     = "unknown-item"     // a ballot names what is not listed
	RepeatedItem    = "repeated-item"    // a ballot names something twice
	IncompleteOrder = "incomplete-order" // a format that asks for all items, and some are missing
	SharedPlace     = "shared-place"     // two on one place in a format without shared places
	BadOrder        = "bad-order"        // brackets or commas that do not match
	NotNumber       = "not-a-number"     // not a number, or written oddly
	NotPositive     = "not-positive"     // a number that must be above zero
	Negative        = "negative"         // a number that must not be below zero
	NumberTooLarge  = "number-too-large" // a number beyond what can be counted exactly
	NotMark         = "not-a-mark"       // a mark is 1 or nothing
	NotPlace        = "not-a-place"      // a place is 1, 2, 3 or so
	NotVoteType     = "not-a-vote-type"  // a kind of ballot that is not known
	WrongCount      = "wrong-count"      // another number than the file itself says
	TooFewChosen    = "too-few-chosen"   // fewer than the file itself asks for
	TooManyChosen   = "too-many-chosen"  // more than the file itself allows
	PointCount      = "point-count"      // another number of points than of items
	CutShort        = "cut-short"        // the file ends in the middle
	NotExpected     = "not-expected"     // something else has to stand here
	NoItems         = "no-items"         // nothing to vote on
	NoVoters        = "no-voters"        // nobody voted
	KindNeeded      = "kind-needed"      // a CSV file does not say what its cells are
)

// said tells each reason in English, after the place.
var said = map[string]string{
	TooManyBytes:    "the file is too large",
	TooManyItems:    "there are too many items",
	TooManyVoters:   "there are too many voters",
	LineTooLong:     "the line is too long",
	Unreadable:      "the file cannot be read to its end",
	NotText:         "the line is not UTF-8 text",
	UnknownFormat:   "neither the name nor the content of the file tells its format",
	OldFormat:       "this is the format PrefLib used before 2022; download the file again",
	BadQuotes:       "the quotation marks do not match",
	FieldCount:      "the number of fields is not that of the columns",
	EmptyLine:       "the line is empty",
	NoSection:       "a section begins with a line META, PROJECTS or VOTES",
	MissingSection:  "a section is missing",
	RepeatedSection: "the section is there twice",
	MissingColumn:   "a column is missing",
	RepeatedColumn:  "a column is there twice",
	MissingKey:      "a line is missing",
	RepeatedKey:     "the line is there twice",
	MissingID:       "an identifier is missing",
	RepeatedID:      "the identifier was used before",
	UnknownItem:     "this is not in the list",
	RepeatedItem:    "this was named before on the same ballot",
	IncompleteOrder: "this format asks for all alternatives, and some are missing",
	SharedPlace:     "this format has no shared places",
	BadOrder:        "the brackets or commas do not match",
	NotNumber:       "this is not a number",
	NotPositive:     "this must be more than zero",
	Negative:        "this must not be less than zero",
	NumberTooLarge:  "this number is too large to count exactly",
	NotMark:         "a mark is 1, 0 or nothing",
	NotPlace:        "a place is a whole number from 1",
	NotVoteType:     "this kind of ballot is not known",
	WrongCount:      "the file says another number than it holds",
	TooFewChosen:    "the ballot names fewer than the file asks for",
	TooManyChosen:   "the ballot names more than the file allows",
	PointCount:      "the number of points is not that of the items named",
	CutShort:        "the file ends too early",
	NotExpected:     "something else has to stand here",
	NoItems:         "the file names nothing to vote on",
	NoVoters:        "the file holds no ballots",
	KindNeeded:      "say what the cells are: approval, score or rank",
}

// A Fault is one thing wrong with a file.
type Fault struct {
	Line   int    // from 1: where a row begins, or the last line for what is missing; 0 if the file has no lines
	Field  string // the column or key; empty for the line as a whole
	Reason string // one of the constants above
	Value  string // what stands there, cut to 40 characters
}

// Error tells the fault in English.
func (f Fault) Error() string {
	var b strings.Builder
	if f.Line > 0 {
		fmt.Fprintf(&b, "line %d: ", f.Line)
	}
	if f.Field != "" {
		fmt.Fprintf(&b, "%s: ", f.Field)
	}
	b.WriteString(said[f.Reason])
	if f.Value != "" {
		fmt.Fprintf(&b, ": %q", f.Value)
	}
	return b.String()
}

// Faults is everything wrong with a file, in the order of its lines.
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
func (f *Faults) add(line int, field, reason, value string) {
	if f.full() {
		return
	}
	if r := []rune(value); len(r) > 40 {
		value = string(r[:40]) + "…"
	}
	f.List = append(f.List, Fault{line, field, reason, value})
	f.More = f.full()
}

// atEnd puts what is missing from a file on its last line: up to there it was
// looked for.
func (f *Faults) atEnd(data []byte) {
	data = bytes.TrimRight(data, "\r\n\t ")
	for i := range f.List {
		switch f.List[i].Reason {
		case MissingSection, MissingKey, NoItems, NoVoters:
			if f.List[i].Line == 0 {
				f.List[i].Line = 1 + bytes.Count(data, []byte{'\n'})
			}
		}
	}
}

func (f *Faults) full() bool { return len(f.List) >= MaxFaults }
