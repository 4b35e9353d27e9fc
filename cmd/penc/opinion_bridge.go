package main

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/signal"
	"slices"
	"strings"
	"syscall"
	"text/tabwriter"

	"penc/opinion"
	"penc/opinion/bridging"
	"penc/opinion/polisdata"
)

type opinionBridge struct {
	Dir  string `arg:"" type:"existingdir" help:"The folder: votes.csv, or else participants-votes.csv, plain or packed as .gz; comments.csv if it is there."`
	JSON bool   `name:"json" help:"Print the result as JSON."`
}

// A bridge is the scores of a conversation with all that is needed to tell them.
type bridge struct {
	title      string
	matrix     *opinion.Matrix
	people     []string // by row
	statements []string // by column
	texts      map[string]string
	result     bridging.Result
}

// Run finds the scores and prints them. What is wrong with the files ends with
// exit code 2, and nothing is printed.
func (c *opinionBridge) Run() error {
	// It holds nothing that must be put away: it stops at once when told to.
	signal.Reset(os.Interrupt, syscall.SIGTERM)
	b, err := readBridge(c.Dir)
	if err != nil {
		return err
	}
	if b.result, err = bridging.Fit(context.Background(), b.matrix, bridging.Options{Intervals: true}); err != nil {
		return err
	}
	if c.JSON {
		out := json.NewEncoder(os.Stdout)
		out.SetEscapeHTML(false)
		return out.Encode(b.json())
	}
	_, err = io.WriteString(os.Stdout, b.text())
	return err
}

// readBridge reads the last votes of a folder, and what is said of statements.
func readBridge(dir string) (*bridge, error) {
	c, m, index, err := polisdata.ReadLast(os.DirFS(dir), polisdata.Limits{})
	if err != nil {
		return nil, faulty(dir, err)
	}
	if c.VoteColumns == nil && c.ParticipantColumns == nil {
		return nil, noVotes(dir)
	}
	b := &bridge{matrix: m, people: names(index.People), statements: names(index.Comments)}
	b.texts = export{Conversation: c}.texts()
	b.title, _ = c.Value("topic")
	return b, nil
}

// bridgeJSON is the scores as other programs read them. Numbers of people and
// statements are strings, as in the files.
type bridgeJSON struct {
	Method     string                `json:"method"`
	Reason     string                `json:"reason,omitempty"`
	Loss       float64               `json:"loss"`
	MSE        float64               `json:"mse"`
	Mu         float64               `json:"mu"`
	Statements map[string][2]float64 `json:"statements"`
	Raters     map[string][2]float64 `json:"raters_params"`
	Intervals  map[string][2]float64 `json:"intervals"`
	Ratings    int                   `json:"ratings"`
	RaterCount int                   `json:"raters"`
	LeftOut    leftOut               `json:"left_out"`
	Search     bridging.Search       `json:"search"`
}

// leftOut are those with too few ratings.
type leftOut struct {
	Statements []string `json:"statements"`
	Raters     []string `json:"raters"`
}

func (b *bridge) json() bridgeJSON {
	r := b.result
	out := bridgeJSON{
		Method: r.Method, Reason: r.Reason, Loss: r.Loss, MSE: r.MSE, Mu: r.Mu,
		Ratings: r.Taking.Ratings, RaterCount: r.Taking.Raters, Search: r.Search,
		Intervals: map[string][2]float64{},
	}
	out.Statements, out.LeftOut.Statements = scores(b.statements, r.Statements)
	out.Raters, out.LeftOut.Raters = scores(b.people, r.Raters)
	for j, x := range r.Intervals {
		if x.OK {
			out.Intervals[b.statements[j]] = [2]float64{x.Low, x.High}
		}
	}
	return out
}

// scores returns intercept and factor of those who take part, and the names of
// the others.
func scores(names []string, all []bridging.Score) (in map[string][2]float64, out []string) {
	in, out = map[string][2]float64{}, []string{}
	for k, s := range all {
		if s.In {
			in[names[k]] = [2]float64{s.Intercept, s.Factor}
		} else {
			out = append(out, names[k])
		}
	}
	return in, out
}

// text tells the scores to people.
func (b *bridge) text() string {
	var out strings.Builder
	if b.title != "" {
		fmt.Fprintln(&out, b.title)
	}
	fmt.Fprintf(&out, "Bridging scores by %s: the model of Community Notes at its exact minimum\n", b.result.Method)
	if b.result.Taking.Ratings > 0 {
		fmt.Fprintln(&out, "\nStatements, from the most to the least bridging")
		b.table(&out)
	}
	fmt.Fprintln(&out, "\nWhat this rests on")
	for _, sentence := range b.rests() {
		fmt.Fprintf(&out, "  %s\n", sentence)
	}
	return out.String()
}

func (b *bridge) table(out io.Writer) {
	r, votes := b.result, b.matrix.Counts()
	var order []int
	for j, s := range r.Statements {
		if s.In {
			order = append(order, j)
		}
	}
	slices.SortStableFunc(order, func(i, j int) int {
		return cmp.Compare(r.Statements[j].Intercept, r.Statements[i].Intercept)
	})
	table := tabwriter.NewWriter(out, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprint(table, "score\tfrom\tto\tfactor\tagree\tdisagree\tpass\tno.\t  statement\n")
	for _, j := range order {
		low, high := "", ""
		if x := r.Intervals[j]; x.OK {
			low, high = fmt.Sprintf("%.3f", x.Low), fmt.Sprintf("%.3f", x.High)
		}
		s, v := r.Statements[j], votes[j]
		fmt.Fprintf(table, "%.3f\t%s\t%s\t%.3f\t%d\t%d\t%d\t%s\t  %s\n",
			s.Intercept, low, high, s.Factor, v.Agree, v.Disagree, v.Pass, b.statements[j], b.said(j))
	}
	table.Flush()
}

// said is the text of a statement on one line, and what moderators made of it.
func (b *bridge) said(j int) string {
	text := short(strings.Join(strings.Fields(b.texts[b.statements[j]]), " "))
	switch b.matrix.Kind(j) {
	case opinion.Out:
		return "(moderated out) " + text
	case opinion.Meta:
		return "(about the people) " + text
	}
	return text
}

// rests says what the scores rest on, a sentence or two a line.
func (b *bridge) rests() []string {
	r := b.result
	n := r.Taking
	out := []string{
		fmt.Sprintf("%d ratings of %d statements by %d people take part. Agree counts 1, pass 0.5, disagree 0; moderated statements count too.", n.Ratings, n.Statements, n.Raters),
		fmt.Sprintf("Left out: %d statements with fewer than %d ratings (or none by people who take part), and %d people with fewer than %d ratings of the others.",
			len(r.Statements)-n.Statements, bridging.MinOfStatement, len(r.Raters)-n.Raters, bridging.MinOfRater),
	}
	if r.Reason == bridging.TooFewRatings {
		return append(out, "That is nobody, so there are no scores.")
	}
	out = append(out,
		"A rating is predicted as a constant, plus the intercepts of person and statement, plus the product of their factors. Factors explain all they can; the score is the intercept of the statement: the agreement that is left on both sides.",
		b.sides(),
		fmt.Sprintf("The predictions explain %.0f %% of the variance of the ratings (mean squared error %.4f, loss %.6f, constant %.3f).", 100*b.explained(), r.MSE, r.Loss, r.Mu),
		fmt.Sprintf("Of samples of people drawn like these, about %.0f %% give intervals that hold the score which all who might have voted would give. Scores of statements with few ratings are drawn towards 0.", 100*bridging.Level),
		b.searched(),
	)
	return out
}

// sides says whether the factor tells camps apart.
func (b *bridge) sides() string {
	n := b.result.Taking
	switch b.result.Reason {
	case bridging.AllAlike:
		return "All ratings are the same, so no statement stands out."
	case bridging.NoFactor:
		return "People do not differ along any direction strongly enough to tell sides apart, so scores are mean ratings drawn towards 0."
	}
	text := fmt.Sprintf("%d people have a negative factor and %d a positive one.", n.Negative, n.Positive)
	if few := min(n.Negative, n.Positive); 100*few < 15*(n.Negative+n.Positive) {
		text += " So few on one side mean that the factor tells how readily people agree rather than which camp they are of; then scores say little about bridging."
	}
	return text
}

// explained is the share of the variance of ratings that the model explains.
func (b *bridge) explained() float64 {
	r := b.result
	var sum, squares, count float64
	for i, s := range r.Raters {
		if !s.In {
			continue
		}
		for j, v := range b.matrix.Row(i) {
			if r.Statements[j].In {
				x := float64(v+1) / 2
				sum += x
				squares += x * x
				count++
			}
		}
	}
	variance := squares/count - sum/count*(sum/count)
	if variance <= 0 {
		return 0
	}
	return max(0, 1-r.MSE/variance)
}

// searched says how sure it is that there is no lower minimum.
func (b *bridge) searched() string {
	s := b.result.Search
	text := fmt.Sprintf("%d of %d starts ended in this minimum", s.Reached, s.Starts)
	if s.Minima > 1 {
		text += fmt.Sprintf("; the loss of the next best of %d minima is %.2g higher", s.Minima, s.Gap)
	}
	if s.Sample > 0 {
		text += fmt.Sprintf(" (searched among %d people, then descended with all)", s.Sample)
	}
	return text + fmt.Sprintf(". The slope of the loss there is %.0g.", s.Gradient)
}
