// Package fault holds the few kinds of error that cross a room's boundary.
// A fault is something a person can be told; any other error is a defect, which
// is logged and shown as "something went wrong".
package fault

import (
	"errors"
	"fmt"
	"strings"
)

// A Kind is one of five ways in which an act can be refused.
type Kind int

// The kinds. Internal is the kind of every error that is not a fault.
const (
	Internal  Kind = iota // not a fault: a defect
	Invalid               // the input breaks a rule; Field says where
	NotFound              // no such thing, or not for this actor to know of
	Forbidden             // the actor may not do this
	Conflict              // the thing has changed meanwhile
	Closed                // the time for this has not come, or has passed
)

// An Error is a fault. Message is a key into the words; Parts are the named
// parts of that sentence.
type Error struct {
	Kind    Kind
	Field   string
	Message string
	Parts   map[string]any
}

// Error returns the message key, with the field before it.
func (e *Error) Error() string {
	if e.Field != "" {
		return e.Field + ": " + e.Message
	}
	return e.Message
}

// New returns a fault. Parts are pairs of name and value.
func New(k Kind, field, message string, parts ...any) *Error {
	e := &Error{Kind: k, Field: field, Message: message}
	if len(parts) > 0 {
		e.Parts = make(map[string]any, len(parts)/2)
		for i := 0; i+1 < len(parts); i += 2 {
			e.Parts[parts[i].(string)] = parts[i+1]
		}
	}
	return e
}

// Field returns an Invalid fault of one field.
func Field(field, message string, parts ...any) *Error {
	return New(Invalid, field, message, parts...)
}

// A List is several faults of one act, so that a form can show all of them.
type List []*Error

// Error returns the faults, one a line.
func (l List) Error() string {
	lines := make([]string, len(l))
	for i, e := range l {
		lines[i] = e.Error()
	}
	return strings.Join(lines, "\n")
}

// Add appends e unless it is nil, and returns the list.
func (l List) Add(e *Error) List {
	if e == nil {
		return l
	}
	return append(l, e)
}

// Err returns the list as an error, nil if it is empty.
func (l List) Err() error {
	if len(l) == 0 {
		return nil
	}
	return l
}

// Wrap says what was being done when an operation failed, once for each
// operation: "record report-back: …". It returns nil for nil.
func Wrap(what string, err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("%s: %w", what, err)
}

// All returns the faults in err's chain; none if err is a defect or nil.
func All(err error) []*Error {
	if l, ok := errors.AsType[List](err); ok {
		return l
	}
	if e, ok := errors.AsType[*Error](err); ok {
		return []*Error{e}
	}
	return nil
}

// KindOf returns the kind of the first fault in err's chain, or Internal.
func KindOf(err error) Kind {
	if all := All(err); len(all) > 0 {
		return all[0].Kind
	}
	return Internal
}
