package main

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strconv"
	"strings"
	"time"

	"penc/opinion"
	"penc/opinion/polisdata"
)

// opinions are what penc can do with a conversation in a folder. They need no
// site and no data.
type opinions struct {
	Map    opinionMap    `cmd:"" help:"Draw the map of opinion of a Polis export folder: groups, what they share and what divides them."`
	Bridge opinionBridge `cmd:"" help:"Find the statements of a Polis export folder that people agree on who otherwise disagree."`
}

// An export is a folder of Polis with what the engine was told beside it.
type export struct {
	*polisdata.Conversation
	State polisdata.State
}

// readExport reads a folder. Every fault is a line of its own that begins with
// the place.
func readExport(dir string) (export, error) {
	folder := os.DirFS(dir)
	c, err := polisdata.Read(folder, polisdata.Limits{})
	if err != nil {
		return export{}, faulty(dir, err)
	}
	if c.VoteColumns == nil && c.ParticipantColumns == nil {
		return export{}, noVotes(dir)
	}
	s, there, err := polisdata.ReadState(folder, polisdata.Limits{})
	if err != nil {
		return export{}, faulty(dir, err)
	}
	if !there {
		s = c.State()
	}
	return export{c, s}, nil
}

func noVotes(dir string) error {
	return refused("%s: there is no %s and no %s, plain or packed as .gz", dir, polisdata.VotesFile, polisdata.ParticipantsFile)
}

// faulty tells faults of files with the folder before the name.
func faulty(dir string, err error) error {
	faults, ok := errors.AsType[*polisdata.Faults](err)
	if !ok {
		return err
	}
	dir = strings.TrimSuffix(dir, "/") + "/"
	return refused("%s", dir+strings.ReplaceAll(faults.Error(), "\n", "\n"+dir))
}

// canonical returns the votes with people and statements in the order of their
// numbers, so that the order in which votes came does not matter.
func (e export) canonical() (*opinion.Matrix, polisdata.Index) {
	votes := e.Events()
	index := e.numbers(votes)
	b := opinion.NewBuilder(len(index.People), len(index.Comments))
	for _, v := range votes {
		i, _ := slices.BinarySearch(index.People, v.Voter)
		j, _ := slices.BinarySearch(index.Comments, v.Comment)
		b.Vote(i, j, v.Vote)
	}
	for j, k := range e.kinds(index) {
		b.SetKind(j, k)
	}
	return b.Matrix(), index
}

// numbers returns everybody who voted and everything that was voted on, in
// order.
func (e export) numbers(votes []polisdata.Vote) (index polisdata.Index) {
	for _, v := range votes {
		index.People = append(index.People, v.Voter)
		index.Comments = append(index.Comments, v.Comment)
	}
	for _, list := range []*[]int{&index.People, &index.Comments} {
		slices.Sort(*list)
		*list = slices.Compact(*list)
	}
	return index
}

// kinds returns the kind of each column.
func (e export) kinds(index polisdata.Index) []opinion.Kind {
	out := make([]opinion.Kind, len(index.Comments))
	for kind, ids := range map[opinion.Kind][]int{opinion.Out: e.State.Out, opinion.Meta: e.State.Meta} {
		for _, id := range ids {
			if j, ok := slices.BinarySearch(index.Comments, id); ok {
				out[j] = max(out[j], kind) // both in the lists of Polis: meta
			}
		}
	}
	return out
}

// texts returns the words of the comments by number.
func (e export) texts() map[string]string {
	out := make(map[string]string, len(e.Comments))
	for _, c := range e.Comments {
		out[strconv.Itoa(c.ID)] = c.Body
	}
	return out
}

func names(numbers []int) []string {
	out := make([]string, len(numbers))
	for i, n := range numbers {
		out[i] = strconv.Itoa(n)
	}
	return out
}

// declared is what a file says of participants beside their votes.
type declared struct {
	names    []string // of stakeholder groups, in the order of the file
	group    map[string]int
	verified map[string]bool // nil if the file has no such column
}

// readDeclared reads a CSV file with the columns participant, group and
// perhaps verified (0 or 1). An empty group is none.
func readDeclared(name string) (*declared, error) {
	file, err := os.Open(name)
	if err != nil {
		return nil, refused("%v", err)
	}
	defer file.Close()
	in := csv.NewReader(file)
	in.ReuseRecord = true
	header, err := in.Read()
	if err != nil {
		return nil, refused("%s:1: %v", name, cause(err))
	}
	who, group, verified := slices.Index(header, "participant"), slices.Index(header, "group"), slices.Index(header, "verified")
	if who < 0 || group < 0 {
		return nil, refused("%s:1: the columns participant and group must be there", name)
	}
	d := &declared{group: map[string]int{}}
	if verified >= 0 {
		d.verified = map[string]bool{}
	}
	var faults []string
	for {
		row, err := in.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		line, _ := in.FieldPos(0)
		switch {
		case err != nil:
			faults = append(faults, fmt.Sprintf("%s: %v", place(name, err), cause(err)))
		default:
			if why := d.take(row, who, group, verified); why != "" {
				faults = append(faults, fmt.Sprintf("%s:%d: %s", name, line, why))
			}
		}
		if len(faults) >= polisdata.MaxFaults {
			break
		}
	}
	if len(faults) > 0 {
		return nil, refused("%s", strings.Join(faults, "\n"))
	}
	return d, nil
}

// take takes in one row and returns what is wrong with it.
func (d *declared) take(row []string, who, group, verified int) string {
	id, name := row[who], strings.TrimSpace(row[group])
	if _, twice := d.group[id]; twice {
		return fmt.Sprintf("participant %q is there twice", id)
	}
	d.group[id] = opinion.Undeclared
	if name != "" {
		at := slices.Index(d.names, name)
		if at < 0 {
			at = len(d.names)
			d.names = append(d.names, name)
		}
		d.group[id] = at
	}
	if verified >= 0 {
		switch row[verified] {
		case "0", "":
			d.verified[id] = false
		case "1":
			d.verified[id] = true
		default:
			return fmt.Sprintf("verified is 0 or 1, not %q", row[verified])
		}
	}
	return ""
}

// place and cause take an error of the CSV reader apart.
func place(name string, err error) string {
	if p, ok := errors.AsType[*csv.ParseError](err); ok {
		return fmt.Sprintf("%s:%d", name, p.Line)
	}
	return name
}

func cause(err error) error {
	if p, ok := errors.AsType[*csv.ParseError](err); ok {
		return p.Err
	}
	return err
}

// A clock tells on standard error what a long run is doing.
type clock struct{ began, said time.Time }

// slow is how long a run goes on in silence, at first and between two lines.
const slow = 2 * time.Second

func newClock() *clock {
	now := time.Now()
	return &clock{now, now}
}

func (c *clock) say(format string, args ...any) {
	now := time.Now()
	if now.Sub(c.said) > slow {
		c.said = now
		fmt.Fprintf(os.Stderr, "penc: %s (%.1f s)\n", fmt.Sprintf(format, args...), now.Sub(c.began).Seconds())
	}
}
