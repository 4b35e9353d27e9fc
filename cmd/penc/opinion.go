package main

import (
	"errors"
	"fmt"
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
		s = polisdata.State{}
	}
	return export{c, c.Complete(s)}, nil
}

// contradicted counts the votes on which participants-votes.csv says otherwise than
// the last ones of votes.csv; 0 if one of them is not there.
func (e export) contradicted() (n int) {
	if e.VoteColumns == nil || e.ParticipantColumns == nil {
		return 0
	}
	last := map[[2]int]opinion.Vote{}
	for _, v := range e.Events() {
		last[[2]int{v.Voter, v.Comment}] = v.Vote
	}
	for _, p := range e.Participants {
		for _, v := range p.Votes {
			if was, voted := last[[2]int{p.ID, v.Comment}]; !voted || was != v.Vote {
				n++
			}
			delete(last, [2]int{p.ID, v.Comment})
		}
	}
	return n + len(last)
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
	absent   int             // participants who did not vote
}

// readDeclared reads a file of declared groups. People who declared one and never
// voted are counted; a file of which nobody voted is refused.
func readDeclared(name string, voted []int) (*declared, error) {
	file, err := os.Open(name)
	if err != nil {
		return nil, refused("--groups: %v", err)
	}
	defer file.Close()
	all, verified, err := polisdata.ReadDeclared(name, file, polisdata.Limits{})
	if faults, ok := errors.AsType[*polisdata.Faults](err); ok {
		return nil, refused("%v", faults)
	}
	if err != nil {
		return nil, err
	}
	d := &declared{group: map[string]int{}}
	if verified {
		d.verified = map[string]bool{}
	}
	for _, x := range all {
		if _, ok := slices.BinarySearch(voted, x.Participant); !ok {
			d.absent++
		}
		d.take(x)
	}
	switch {
	case d.absent == len(all):
		return nil, refused("%s:%d: participant: nobody of this file voted; the first is %d", name, all[0].Line, all[0].Participant)
	case len(d.names) == 0 && !verified:
		return nil, refused("%s:%d: group: nobody has a group", name, all[0].Line)
	}
	return d, nil
}

// take takes in one participant.
func (d *declared) take(x polisdata.Declared) {
	id := strconv.Itoa(x.Participant)
	d.group[id] = opinion.Undeclared
	if x.Group != "" {
		at := slices.Index(d.names, x.Group)
		if at < 0 {
			at = len(d.names)
			d.names = append(d.names, x.Group)
		}
		d.group[id] = at
	}
	if d.verified != nil {
		d.verified[id] = x.Verified
	}
}

// warn says on standard error what a run passes over.
func warn(format string, args ...any) { fmt.Fprintf(os.Stderr, "penc: "+format+"\n", args...) }

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
