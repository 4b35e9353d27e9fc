package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/big"
	"os"
	"os/signal"
	"slices"
	"strings"
	"syscall"

	"penc/ballot"
	"penc/ballot/ballotfile"
	"penc/internal/app"
)

// ballots are what penc can do with an election in a file. They need no site and
// no data.
type ballots struct {
	Count ballotCount `cmd:"" help:"Count the ballots in a file: PaBuLib (.pb), PrefLib (.soc .soi .toc .toi .cat), BLT or CSV, plain or packed by gzip."`
}

type ballotCount struct {
	File    string   `arg:"" type:"existingfile" help:"The file with the ballots; - for standard input."`
	Rule    string   `name:"rule" required:"" placeholder:"RULE" help:"${ballot_rules}."`
	Seats   int      `name:"seats" placeholder:"K" help:"How many to choose. Without it: the budget or the seats of the file; else 1, of rules for one winner."`
	Exclude []string `name:"exclude" placeholder:"ID" help:"Identifiers to leave out, as if they had never been on the ballot."`
	Ties    string   `name:"ties" default:"lowest-id" placeholder:"lowest-id|seed:N" help:"How ties are broken; lowest-id if nothing is said."`
	Ballots string   `name:"ballots" placeholder:"approval|score|rank" help:"What the cells of a CSV file are. Without it: what the rule reads."`
	Links   string   `name:"links" default:"winning" placeholder:"winning|margin|ratio" help:"What makes a link strong, for schulze; winning votes if nothing is said."`
	JSON    bool     `name:"json" help:"Print the result as JSON."`
}

// ballotRules is the names of the rules, for the help.
func ballotRules() string {
	var names []string
	for _, r := range ballot.Rules() {
		names = append(names, r.Name)
	}
	return strings.Join(names, ", ")
}

// An electionCount is a count with all that is needed to tell it.
type electionCount struct {
	rule     ballot.Rule
	file     *ballotfile.File
	election *ballot.Election // without what was excluded
	names    []string         // of its items
	excluded []string
	result   ballot.Result
}

// Run counts and prints the result. What is wrong with the file or the request
// ends with exit code 2.
func (c *ballotCount) Run() error {
	// A count holds nothing that must be put away: it stops at once when told to.
	signal.Reset(os.Interrupt, syscall.SIGTERM)
	counted, err := c.count()
	if err != nil {
		return err
	}
	if c.JSON {
		out := json.NewEncoder(os.Stdout)
		out.SetEscapeHTML(false)
		return out.Encode(counted.json())
	}
	_, err = io.WriteString(os.Stdout, counted.text())
	return err
}

func (c *ballotCount) count() (*electionCount, error) {
	rule, ok := ballot.RuleNamed(c.Rule)
	if !ok {
		return nil, refused("there is no rule %q; the rules are %s", c.Rule, ballotRules())
	}
	ties, err := ballot.ParseTies(c.Ties)
	if err != nil {
		return nil, refused("--ties: %v", err)
	}
	links, err := ballot.ParseLinks(c.Links)
	if err != nil {
		return nil, refused("--links: %v", err)
	}
	file, err := c.read(rule)
	if err != nil {
		return nil, err
	}
	e, err := c.measured(file, rule)
	if err != nil {
		return nil, err
	}
	out := &electionCount{rule: rule, file: file, election: e, names: file.Names}
	if err := out.exclude(c.Exclude); err != nil {
		return nil, err
	}
	out.result, err = ballot.Count(out.election, c.Rule, ballot.Options{Ties: ties, Links: links})
	if _, ok := errors.AsType[*ballot.Refusal](err); ok {
		return nil, refused("%v", err)
	}
	return out, err
}

func refused(format string, args ...any) error {
	return refusal{fmt.Sprintf(format, args...), app.ExitRefuse}
}

// kinds are what --ballots may say.
var kinds = map[string]ballot.Kind{"approval": ballot.Approval, "score": ballot.Scores, "rank": ballot.Ranking}

// read reads the file. Each fault is a line of its own that begins with the
// place.
func (c *ballotCount) read(rule ballot.Rule) (*ballotfile.File, error) {
	kind := usualKind(rule)
	if c.Ballots != "" {
		var ok bool
		if kind, ok = kinds[c.Ballots]; !ok {
			return nil, refused("--ballots is approval, score or rank, not %q", c.Ballots)
		}
	}
	in, name := os.Stdin, "standard input"
	if c.File != "-" {
		name = c.File
		var err error
		if in, err = os.Open(name); err != nil {
			return nil, refused("%v", err)
		}
		defer in.Close()
	}
	file, err := ballotfile.Read(name, in, ballotfile.Options{Kind: kind})
	if faults, ok := errors.AsType[*ballotfile.Faults](err); ok {
		return nil, refused("%s cannot be counted:\n%v", name, faults)
	}
	if err != nil {
		return nil, err
	}
	if c.Ballots != "" && file.Election.Kind() != kind {
		return nil, refused("%s: --ballots is %s, but the file says %s", name, c.Ballots, file.Election.Kind())
	}
	return file, nil
}

// usualKind is what the cells of a table are for a rule if nobody says.
func usualKind(rule ballot.Rule) ballot.Kind {
	switch rule.Name {
	case ballot.Dots, ballot.Score:
		return ballot.Scores
	case ballot.Borda, ballot.Schulze, ballot.Pairwise:
		return ballot.Ranking
	}
	return rule.Reads[0]
}

// measured returns the election with the seats or the budget to be counted for.
func (c *ballotCount) measured(file *ballotfile.File, rule ballot.Rule) (*ballot.Election, error) {
	switch {
	case c.Seats < 0:
		return nil, refused("--seats must be more than 0")
	case c.Seats > 0:
		return file.Election.ForSeats(c.Seats), nil
	case file.Budget != nil && rule.Spends:
		return file.Election, nil
	case file.Seats > 0:
		return file.Election, nil
	case rule.Proportional || rule.Spends:
		return nil, refused("%s chooses several, and the file does not say how many: use --seats", rule.Name)
	}
	return file.Election.ForSeats(1), nil
}

// exclude leaves items out.
func (n *electionCount) exclude(ids []string) error {
	var items []int
	for _, id := range ids {
		id = strings.TrimSpace(id)
		i, ok := n.item(id)
		if !ok {
			return refused("--exclude: there is no %q in the file", id)
		}
		items = append(items, i)
		n.excluded = append(n.excluded, n.id(i))
	}
	if len(items) == 0 {
		return nil
	}
	var left []int
	n.election, left = n.election.Without(items...)
	names := make([]string, len(left))
	for k, i := range left {
		names[k] = n.names[i]
	}
	n.names = names
	return nil
}

// item returns the item of an identifier: the same text or, where all
// identifiers are numbers, the same number.
func (n *electionCount) item(id string) (int, bool) {
	var ids []string
	for i := range n.election.Items() {
		ids = append(ids, n.id(i))
	}
	if i := slices.Index(ids, id); i >= 0 {
		return i, true
	}
	value, ok := new(big.Rat).SetString(id)
	if !ok {
		return 0, false
	}
	found := -1
	for i, other := range ids {
		x, ok := new(big.Rat).SetString(other)
		if !ok {
			return 0, false
		}
		if x.Cmp(value) == 0 {
			found = i
		}
	}
	return found, found >= 0
}

func (n *electionCount) id(item int) string { return n.election.Item(item).ID }

func (n *electionCount) ids(items []int) []string {
	out := make([]string, len(items))
	for k, i := range items {
		out[k] = n.id(i)
	}
	return out
}
