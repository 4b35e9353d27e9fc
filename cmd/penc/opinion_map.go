package main

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"os"
	"os/signal"
	"slices"
	"strings"
	"syscall"

	"penc/opinion"
	"penc/opinion/bridging"
	"penc/opinion/opinionreport"
	"penc/opinion/polisdata"
)

type opinionMap struct {
	Dir     string             `arg:"" type:"existingdir" help:"The folder: votes.csv or participants-votes.csv, plain or packed as .gz; comments.csv and state.json if they are there."`
	Method  string             `name:"method" default:"penc/1" enum:"penc/1,polis/1" help:"How the map is drawn: penc/1, or polis/1 for comparison with Polis."`
	Batches int                `name:"batches" default:"1" placeholder:"N" help:"Take the votes in so many batches, in the order in which they were cast; the map of polis/1 depends on it, that of penc/1 does not."`
	Seed    uint64             `name:"seed" default:"0" placeholder:"N" help:"Where chance starts."`
	JSON    string             `name:"json" placeholder:"FILE" help:"Write the result as JSON; - for standard output."`
	SVG     string             `name:"svg" placeholder:"FILE" help:"Write the map as a drawing."`
	HTML    string             `name:"html" placeholder:"FILE" help:"Write a report that needs no other file."`
	Lang    string             `name:"lang" default:"en" enum:"en,fr" help:"The language of the report and the drawing: en or fr."`
	Groups  string             `name:"groups" type:"existingfile" placeholder:"FILE.csv" help:"Declared stakeholder groups: a file with the columns participant, group and perhaps verified (0 or 1)."`
	Weights map[string]float64 `name:"weights" placeholder:"GROUP=W;…" help:"How much each declared group counts in the balance; all alike if nothing is said."`
}

// Run draws the map and writes what was asked for; without a file it says in
// words what it found. What is wrong with the files ends with exit code 2, and
// nothing is written.
func (c *opinionMap) Run() error {
	// It holds nothing that must be put away: it stops at once when told to.
	signal.Reset(os.Interrupt, syscall.SIGTERM)
	if c.Batches < 1 {
		return refused("--batches: %d is not a positive number", c.Batches)
	}
	clock := newClock()
	e, err := readExport(c.Dir)
	if err != nil {
		return err
	}
	var d *declared
	if c.Groups != "" {
		if d, err = readDeclared(c.Groups); err != nil {
			return err
		}
	}
	clock.say("read %d votes", len(e.Votes))
	report, err := c.report(e, d, clock)
	if err != nil {
		return err
	}
	clock.say("drew the map")
	return c.write(report)
}

// report draws the map.
func (c *opinionMap) report(e export, d *declared, clock *clock) (*opinionreport.Report, error) {
	r := &opinionreport.Report{Texts: e.texts(), Command: c.command(), Lang: c.Lang}
	r.Title, _ = e.Value("topic")
	var index polisdata.Index
	if c.Method == opinion.Polis1 {
		engine := opinion.NewPolis()
		if c.Batches > 1 { // who was placed then is what a running engine finds out
			e.State.Placed = nil
		}
		batch := 0
		for m, at := range e.Batches(c.Batches, e.State) {
			batch++
			r.Matrix, index = m, at
			r.Result = engine.Update(m, c.options(at, e))
			clock.say("batch %d of %d", batch, c.Batches)
		}
		if r.Matrix == nil { // no votes
			r.Matrix, index = e.MatrixIn(e.State)
			r.Result = engine.Update(r.Matrix, c.options(index, e))
		}
	} else {
		r.Matrix, index = e.canonical()
		r.Result = c.ours(e, r.Matrix, index, clock)
	}
	r.People, r.Statements = names(index.People), names(index.Comments)
	return r, c.figure(r, d, clock)
}

func (c *opinionMap) options(index polisdata.Index, e export) opinion.Options {
	o := index.Options(e.State)
	o.Method, o.Seed = c.Method, c.Seed
	return o
}

// ours draws the map of penc/1. With batches it is a running map that takes
// votes in as they came; the last map is the one that is drawn of all at once.
func (c *opinionMap) ours(e export, m *opinion.Matrix, index polisdata.Index, clock *clock) opinion.Result {
	if c.Batches == 1 {
		return opinion.Compute(m, c.options(index, e))
	}
	empty := opinion.NewBuilder(len(index.People), len(index.Comments))
	for j := range index.Comments {
		empty.SetKind(j, m.Kind(j))
	}
	live := opinion.NewLive(empty.Matrix(), c.options(index, e))
	votes := e.Events()
	size := max(1, (len(votes)+c.Batches-1)/c.Batches)
	var r opinion.Result
	for batch := range slices.Chunk(votes, size) {
		for _, v := range batch {
			i, _ := slices.BinarySearch(index.People, v.Voter)
			j, _ := slices.BinarySearch(index.Comments, v.Comment)
			live.Vote(i, j, v.Vote)
		}
		r = live.Refresh()
		clock.say("took in %d votes", live.Votes())
	}
	return r
}

// figure adds what the numbers mean.
func (c *opinionMap) figure(r *opinionreport.Report, d *declared, clock *clock) (err error) {
	if c.Method == opinion.Polis1 {
		return nil
	}
	in, err := c.standing(r, d)
	if err != nil {
		return err
	}
	f, err := opinion.FiguresOf(r.Matrix, in)
	if err != nil {
		return refused("--weights: %v", err)
	}
	r.Figures = &f
	clock.say("worked out the figures")
	alike := opinion.AlikeOf(r.Matrix, in, opinion.AlikeOptions{Seed: c.Seed, Regroup: c.regroup})
	r.Alike = &alike
	clock.say("looked for accounts that vote alike")
	b, err := bridging.Fit(context.Background(), r.Matrix, bridging.Options{Intervals: true})
	r.Bridging = &b
	clock.say("found the bridging scores")
	return err
}

// regroup returns the opinion groups of other votes of the same people.
func (c *opinionMap) regroup(m *opinion.Matrix) (group []int, groups int) {
	r := opinion.Compute(m, opinion.Options{Seed: c.Seed})
	group = make([]int, len(r.People))
	for i, p := range r.People {
		group[i] = p.Group
	}
	return group, r.K
}

// standing says who the people are: their opinion groups, and what was declared
// of them.
func (c *opinionMap) standing(r *opinionreport.Report, d *declared) (in opinion.Standing, err error) {
	in.Groups, in.Group = r.Result.K, make([]int, len(r.People))
	for i, p := range r.Result.People {
		in.Group[i] = p.Group
	}
	if d == nil {
		if len(c.Weights) > 0 {
			return in, refused("--weights: there are no groups without --groups")
		}
		return in, nil
	}
	in.Stakeholders, in.Stakeholder = len(d.names), make([]int, len(r.People))
	for i, id := range r.People {
		in.Stakeholder[i] = opinion.Undeclared
		if g, ok := d.group[id]; ok {
			in.Stakeholder[i] = g
		}
		if d.verified != nil {
			in.Verified = append(in.Verified, d.verified[id])
		}
	}
	r.Stakeholders, r.Stakeholder = d.names, in.Stakeholder
	in.Weights, err = c.weights(d.names)
	return in, err
}

// weights returns the weight of each group; groups that are not named count
// nothing then.
func (c *opinionMap) weights(names []string) ([]float64, error) {
	if len(c.Weights) == 0 {
		return nil, nil
	}
	out := make([]float64, len(names))
	for name, w := range c.Weights {
		at := slices.Index(names, name)
		if at < 0 {
			return nil, refused("--weights: there is no group %q", name)
		}
		out[at] = w
	}
	return out, nil
}

// command reproduces the run.
func (c *opinionMap) command() string {
	parts := []string{"penc opinion map DIR --method " + c.Method}
	if c.Method == opinion.Polis1 && c.Batches != 1 {
		parts = append(parts, fmt.Sprintf("--batches %d", c.Batches))
	}
	if c.Seed != 0 {
		parts = append(parts, fmt.Sprintf("--seed %d", c.Seed))
	}
	if c.Groups != "" {
		parts = append(parts, "--groups FILE.csv")
	}
	return strings.Join(parts, " ")
}

// write writes the files that were asked for.
func (c *opinionMap) write(r *opinionreport.Report) error {
	wrote := false
	for _, f := range []struct {
		name  string
		write func(io.Writer) error
	}{{c.JSON, r.WriteJSON}, {c.SVG, r.WriteSVG}, {c.HTML, r.WriteHTML}} {
		if f.name == "" {
			continue
		}
		if err := writeFile(f.name, f.write); err != nil {
			return err
		}
		wrote = true
	}
	if wrote {
		return nil
	}
	return r.WriteText(os.Stdout)
}

// writeFile writes a file under another name first, so that a run that fails
// leaves no half of it.
func writeFile(name string, write func(io.Writer) error) error {
	if name == "-" {
		return write(os.Stdout)
	}
	part := name + ".part"
	file, err := os.Create(part)
	if err != nil {
		return refused("%v", err)
	}
	out := bufio.NewWriter(file)
	if err = write(out); err == nil {
		err = out.Flush()
	}
	if e := file.Close(); err == nil {
		err = e
	}
	if err == nil {
		err = os.Rename(part, name)
	}
	if err != nil {
		os.Remove(part)
	}
	return err
}
