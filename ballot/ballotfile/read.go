package ballotfile

import (
	"bytes"
	"io"
	"math/big"
	"path"
	"slices"
	"strconv"
	"strings"

	"penc/ballot"
)

// The formats.
const (
	PaBuLib = "pb"
	SOC     = "soc" // strict orders of all
	SOI     = "soi" // strict orders of some
	TOC     = "toc" // orders of all, places may be shared
	TOI     = "toi" // orders of some, places may be shared
	CAT     = "cat" // categories
	BLT     = "blt"
	CSV     = "csv"
)

// Options is how to read.
type Options struct {
	Limits Limits
	// Kind is what the cells of a table are: the file itself does not say.
	Kind ballot.Kind
	// Format is the format, if it is known; otherwise it is found out.
	Format string
}

// A File is an election as a file tells it.
type File struct {
	Format string
	Title  string
	// Names are what people call the items, by item; empty where the file does
	// not say.
	Names []string
	// Withdrawn are the identifiers of candidates who had withdrawn. They are
	// not among the items.
	Withdrawn []string
	// Seats is how many are to be chosen, 0 where the file does not say.
	Seats int
	// Budget is what may be spent, nil where the file does not say.
	Budget *big.Rat
	// Election has the budget or the seats of the file, or one seat.
	Election *ballot.Election
}

// Read reads an election. The name is that of the file, with or without a
// folder; only its end matters, and it may be empty. The error is [*Faults] when
// anything is wrong with what the file says or it cannot be read; there is no
// election then.
func Read(name string, in io.Reader, o Options) (*File, error) {
	r := &reader{limits: o.Limits.withDefaults(), kind: o.Kind, faults: new(Faults)}
	if data, ok := content(in, r.limits, r.faults); ok {
		r.read(formatOf(name, data, o.Format), data)
		r.faults.atEnd(data)
	}
	if len(r.faults.List) > 0 {
		slices.SortStableFunc(r.faults.List, func(a, b Fault) int { return a.Line - b.Line })
		return nil, r.faults
	}
	return r.finish(), nil
}

// reader is what a format reads into.
type reader struct {
	limits Limits
	kind   ballot.Kind
	faults *Faults

	file   File
	list   []ballot.Item
	index  map[string]int // identifier → item
	b      *ballot.Builder
	voters int
}

func (r *reader) read(format string, data []byte) {
	r.file.Format = format
	r.index = map[string]int{}
	switch format {
	case PaBuLib:
		r.pabulib(data)
	case SOC, SOI, TOC, TOI, CAT:
		r.preflib(data)
	case BLT:
		r.blt(data)
	case CSV:
		r.table(data)
	default:
		r.fault(1, "", UnknownFormat, "")
	}
	if len(r.faults.List) > 0 {
		return
	}
	switch {
	case len(r.list) == 0:
		r.fault(0, "", NoItems, "")
	case r.voters == 0:
		r.fault(0, "", NoVoters, "")
	}
}

func (r *reader) finish() *File {
	f := r.file
	f.Election = r.b.Election()
	switch {
	case f.Budget != nil:
		f.Election = f.Election.ForBudget(f.Budget)
	case f.Seats > 0:
		f.Election = f.Election.ForSeats(f.Seats)
	}
	return &f
}

func (r *reader) fault(line int, field, reason, value string) {
	r.faults.add(line, field, reason, value)
}

// add puts an item on the list and reports whether it could.
func (r *reader) add(line int, field, id, name string, cost *big.Rat) bool {
	_, there := r.index[id]
	switch {
	case id == "":
		r.fault(line, field, MissingID, "")
	case there:
		r.fault(line, field, RepeatedID, id)
	case len(r.list) >= r.limits.Items:
		if len(r.list) == r.limits.Items { // said once
			r.fault(line, field, TooManyItems, "")
			r.index[id] = len(r.list)
			r.list = append(r.list, ballot.Item{ID: id})
		}
	default:
		r.index[id] = len(r.list)
		r.list = append(r.list, ballot.Item{ID: id, Cost: cost})
		r.file.Names = append(r.file.Names, name)
		return true
	}
	return false
}

// voted counts so many voters more and reports whether they are within the
// limit. Once they are not, nothing more is counted.
func (r *reader) voted(line, count int) bool {
	if r.voters > r.limits.Voters {
		return false
	}
	if count > r.limits.Voters-r.voters {
		r.fault(line, "", TooManyVoters, "")
		r.voters = r.limits.Voters + 1
		return false
	}
	r.voters += count
	return true
}

// formatOf returns the format that was given, or that the name tells, or that
// the content tells; empty if none does.
func formatOf(name string, data []byte, given string) string {
	if given != "" {
		return given
	}
	end := strings.TrimPrefix(path.Ext(strings.TrimSuffix(strings.ToLower(name), ".gz")), ".")
	switch end {
	case PaBuLib, SOC, SOI, TOC, TOI, CAT, BLT, CSV:
		return end
	}
	return guess(data)
}

// guess tells the format from the first lines.
func guess(data []byte) string {
	first := ""
	for part := range bytes.Lines(data) {
		line := strings.TrimSpace(string(part))
		if key, value, ok := cutHeader(line); ok {
			if key == "DATA TYPE" {
				return guessPreflib(value)
			}
			continue
		}
		if first = line; first != "" {
			break
		}
	}
	switch {
	case strings.EqualFold(strings.TrimRight(first, "; "), "META"):
		return PaBuLib
	case twoNumbers(first):
		return BLT
	case strings.ContainsAny(first, ",;\t"):
		return CSV
	}
	return ""
}

func guessPreflib(value string) string {
	switch value = strings.ToLower(value); value {
	case SOC, SOI, TOC, TOI, CAT:
		return value
	}
	return ""
}

// twoNumbers reports whether a line begins with a number of candidates and one
// of seats.
func twoNumbers(line string) bool {
	fields := strings.Fields(line)
	if len(fields) < 2 {
		return false
	}
	_, err1 := strconv.Atoi(fields[0])
	_, err2 := strconv.Atoi(fields[1])
	return err1 == nil && err2 == nil
}
