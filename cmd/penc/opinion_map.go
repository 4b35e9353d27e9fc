package main

import (
	"context"
	"fmt"
	"io"
	"maps"
	"math"
	"os"
	"os/signal"
	"slices"
	"strconv"
	"strings"
	"syscall"

	"penc/opinion"
	"penc/opinion/bridging"
	"penc/opinion/opinionreport"
	"penc/opinion/polisdata"
)

type opinionMap struct {
	Dir     string             `arg:"" type:"existingdir" help:"The folder: votes.csv, or else participants-votes.csv, plain or packed as .gz; comments.csv and state.json if they are there."`
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
	if err := c.check(); err != nil {
		return err
	}
	outputs, err := c.outputs()
	if err != nil {
		return err
	}
	clock := newClock()
	e, err := readExport(c.Dir)
	if err != nil {
		return err
	}
	var d *declared
	if c.Groups != "" {
		if d, err = readDeclared(c.Groups, e.numbers(e.Events()).People); err != nil {
			return err
		}
		if err := c.checkWeights(d.names); err != nil {
			return err
		}
	}
	c.warn(e, d)
	clock.say("read %d votes", len(e.Votes))
	report, err := c.report(e, d, clock)
	if err != nil {
		return err
	}
	clock.say("drew the map")
	if len(outputs) == 0 {
		return report.WriteText(os.Stdout)
	}
	return writeAll(outputs, map[string]func(io.Writer) error{
		"--json": report.WriteJSON, "--svg": report.WriteSVG, "--html": report.WriteHTML,
	})
}

// check refuses what does not go together, before anything is read.
func (c *opinionMap) check() error {
	switch {
	case c.Batches < 1:
		return refused("--batches: %d is not a positive number", c.Batches)
	case c.Method == opinion.Polis1 && c.Groups != "":
		return refused("--groups: polis/1 knows no declared groups; take --method penc/1")
	case c.Method == opinion.Polis1 && len(c.Weights) > 0:
		return refused("--weights: polis/1 knows no declared groups; take --method penc/1")
	case c.Groups == "" && len(c.Weights) > 0:
		return refused("--weights: there are no groups without --groups")
	}
	return nil
}

// checkWeights refuses weights of groups that nobody declared, and what is no weight.
func (c *opinionMap) checkWeights(names []string) error {
	some := len(c.Weights) == 0
	for _, name := range slices.Sorted(maps.Keys(c.Weights)) {
		w := c.Weights[name]
		switch {
		case !slices.Contains(names, name):
			return refused("--weights: there is no group %q", name)
		case !(w >= 0) || math.IsInf(w, 0):
			return refused("--weights: %v is not a weight", w)
		}
		some = some || w > 0
	}
	if !some {
		return refused("--weights: no group counts anything")
	}
	return nil
}

// warn says what is passed over.
func (c *opinionMap) warn(e export, d *declared) {
	if n := e.contradicted(); n > 0 {
		warn("%s was not read: it has %d votes otherwise than %s, which counts", polisdata.ParticipantsFile, n, polisdata.VotesFile)
	}
	if d != nil && d.absent > 0 {
		warn("%s: %d participants did not vote and count nowhere", c.Groups, d.absent)
	}
	if c.Method == opinion.Polis1 && c.Batches > 1 && len(e.State.Placed) > 0 {
		warn("in-conv of %s is passed over: with --batches the engine finds out itself who is placed", polisdata.StateFile)
	}
}

// report draws the map.
func (c *opinionMap) report(e export, d *declared, clock *clock) (*opinionreport.Report, error) {
	r := &opinionreport.Report{Texts: e.texts(), Command: c.command(), Lang: c.Lang}
	if d != nil {
		r.Absent = d.absent
	}
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
	return r, c.figure(r, d, c.options(index, e), clock)
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
	size := polisdata.BatchSize(len(votes), c.Batches)
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
func (c *opinionMap) figure(r *opinionreport.Report, d *declared, drawn opinion.Options, clock *clock) (err error) {
	if c.Method == opinion.Polis1 {
		return nil
	}
	in := c.standing(r, d)
	f, err := opinion.FiguresOf(r.Matrix, in)
	if err != nil {
		return refused("--weights: %v", err)
	}
	r.Figures = &f
	clock.say("worked out the figures")
	alike := opinion.AlikeOf(r.Matrix, in, opinion.AlikeOptions{Seed: c.Seed, Regroup: regroup(drawn)})
	r.Alike = &alike
	clock.say("looked for accounts that vote alike")
	b, err := bridging.Fit(context.Background(), r.Matrix, bridging.Options{Intervals: true})
	r.Bridging = &b
	clock.say("found the bridging scores")
	return err
}

// regroup returns the opinion groups of other votes of the same people, found as those
// of the map were.
func regroup(drawn opinion.Options) func(*opinion.Matrix) (group []int, groups int) {
	return func(m *opinion.Matrix) (group []int, groups int) {
		o := drawn
		// Who counts as one with others has no votes there, and no place.
		o.Keep = slices.DeleteFunc(slices.Clone(o.Keep), func(i int) bool { return m.RowVotes(i) == 0 })
		r := opinion.Compute(m, o)
		for _, p := range r.People {
			group = append(group, p.Group)
		}
		return group, r.K
	}
}

// standing says who the people are: their opinion groups, and what was declared
// of them.
func (c *opinionMap) standing(r *opinionreport.Report, d *declared) (in opinion.Standing) {
	in.Groups, in.Group = r.Result.K, make([]int, len(r.People))
	for i, p := range r.Result.People {
		in.Group[i] = p.Group
	}
	if d == nil {
		return in
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
	in.Weights = c.weights(d.names)
	return in
}

// weights returns the weight of each group; groups that are not named count
// nothing then.
func (c *opinionMap) weights(names []string) []float64 {
	if len(c.Weights) == 0 {
		return nil
	}
	out := make([]float64, len(names))
	for s, name := range names {
		out[s] = c.Weights[name]
	}
	return out
}

// command reproduces the run, but for where files lie.
func (c *opinionMap) command() string {
	parts := []string{"penc opinion map DIR --method " + c.Method}
	if c.Batches != 1 {
		parts = append(parts, fmt.Sprintf("--batches %d", c.Batches))
	}
	if c.Seed != 0 {
		parts = append(parts, fmt.Sprintf("--seed %d", c.Seed))
	}
	if c.Groups != "" {
		parts = append(parts, "--groups FILE.csv")
	}
	if len(c.Weights) > 0 {
		var all []string
		for _, name := range slices.Sorted(maps.Keys(c.Weights)) {
			all = append(all, name+"="+strconv.FormatFloat(c.Weights[name], 'g', -1, 64))
		}
		parts = append(parts, "--weights "+quoted(strings.Join(all, ";")))
	}
	if c.Lang != "" && c.Lang != "en" {
		parts = append(parts, "--lang "+c.Lang)
	}
	return strings.Join(parts, " ")
}

// quoted writes a word as a shell reads it.
func quoted(word string) string { return "'" + strings.ReplaceAll(word, "'", `'\''`) + "'" }

// outputs are the files that were asked for.
func (c *opinionMap) outputs() ([]output, error) {
	var out []output
	for _, f := range []struct{ flag, name string }{{"--json", c.JSON}, {"--svg", c.SVG}, {"--html", c.HTML}} {
		if f.name == "" {
			continue
		}
		o, err := newOutput(f.flag, f.name)
		if err != nil {
			return nil, err
		}
		for _, other := range out {
			if o.same(other) {
				return nil, refused("%s and %s are the same: %s", other.flag, o.flag, o.name)
			}
		}
		out = append(out, o)
	}
	return out, nil
}
