package main

import (
	"fmt"
	"math/big"
	"slices"
	"strings"
	"text/tabwriter"

	"penc/ballot"
)

// text tells a count to people.
func (n *electionCount) text() string {
	var b strings.Builder
	n.heading(&b)
	fmt.Fprintf(&b, "\nWinners (%d)\n", len(n.result.Winners))
	for _, i := range n.result.Winners {
		fmt.Fprintf(&b, "  %s\n", n.called(i))
	}
	if n.result.Order != nil {
		fmt.Fprintf(&b, "\nOrder\n  %s\n", strings.Join(n.ids(n.result.Order), ", "))
	}
	for k, round := range n.result.Rounds {
		n.round(&b, k, round)
	}
	n.ties(&b)
	n.money(&b)
	if c := n.result.Certificate; c != nil && c.Axiom != "" {
		fmt.Fprintf(&b, "\nCertificate\n  %s\n", n.certificate(c))
	}
	return b.String()
}

func (n *electionCount) heading(b *strings.Builder) {
	if n.file.Title != "" {
		fmt.Fprintln(b, n.file.Title)
	}
	r := n.rule
	fmt.Fprintf(b, "Counted by %s: %s, %q, %d\n", r.Name, r.Author, r.Title, r.Year)
	to := fmt.Sprintf("%d to choose", n.election.Seats())
	if budget := n.election.Budget(); budget != nil {
		to = "a budget of " + shown(budget)
	}
	fmt.Fprintf(b, "%d voters, %d items, %s; ties by %s\n", n.election.Voters(), n.election.Items(), to, n.result.Broken)
	if len(n.excluded) > 0 {
		fmt.Fprintf(b, "Left out: %s\n", strings.Join(n.excluded, ", "))
	}
	if len(n.file.Withdrawn) > 0 {
		fmt.Fprintf(b, "Withdrawn: %s\n", strings.Join(n.file.Withdrawn, ", "))
	}
	if n.result.Approximate {
		fmt.Fprintf(b, "The best list was not found within the work allowed; this is the one of %s.\n", n.result.InPlace)
	}
}

// called is the identifier of an item and what people call it.
func (n *electionCount) called(item int) string {
	if name := n.names[item]; name != "" {
		return n.id(item) + "  " + short(name)
	}
	return n.id(item)
}

// round tells a round: in one line where nothing was tallied.
func (n *electionCount) round(b *strings.Builder, k int, round ballot.Round) {
	if round.Tally == nil && len(round.Acts) == 1 {
		if k == 0 {
			fmt.Fprintln(b)
		}
		fmt.Fprintf(b, "Round %d: %s\n", k+1, n.act(round.Acts[0]))
		return
	}
	fmt.Fprintf(b, "\nRound %d", k+1)
	if q := n.quota(round); q != nil {
		fmt.Fprintf(b, ", quota %s", shown(q))
	}
	if round.Level > 0 {
		fmt.Fprintf(b, ", for those who are owed %d", round.Level)
	}
	if round.Score != nil {
		fmt.Fprintf(b, ", score of the list %s", shown(round.Score))
	}
	if round.Tally != nil {
		fmt.Fprintf(b, " (%s)", n.tallied())
	}
	fmt.Fprintln(b)
	n.tally(b, round)
	for _, act := range round.Acts {
		fmt.Fprintf(b, "  %s\n", n.act(act))
	}
}

// tallied says what the numbers of a round are.
func (n *electionCount) tallied() string {
	switch n.rule.Name {
	case ballot.Dots:
		return "dots"
	case ballot.Score, ballot.Borda, ballot.Pairwise:
		return "points"
	case ballot.Schulze:
		return "how many others it beats"
	case ballot.MESCost, ballot.MESCard, ballot.MESCostAdd1, ballot.MESCostAdd1U:
		return "money that supporters have left"
	case ballot.SeqPhragmen:
		return "when it can be bought"
	case ballot.PAV, ballot.SeqPAV:
		return "what it adds"
	case ballot.GJCR:
		return "votes of those with too few"
	}
	return "votes"
}

// tally is a table of what each item has, the highest first.
func (n *electionCount) tally(b *strings.Builder, round ballot.Round) {
	var in []int
	for i, votes := range round.Tally {
		if votes != nil {
			in = append(in, i)
		}
	}
	slices.SortStableFunc(in, func(i, j int) int { return round.Tally[j].Cmp(round.Tally[i]) })
	table := tabwriter.NewWriter(b, 0, 0, 2, ' ', tabwriter.AlignRight)
	for _, i := range in {
		fmt.Fprintf(table, "  %s\t%s\t  %s\n", shown(round.Tally[i]), n.id(i), short(n.names[i]))
	}
	if round.Exhausted != nil && round.Exhausted.Sign() > 0 {
		fmt.Fprintf(table, "  %s\t\t  exhausted\n", shown(round.Exhausted))
	}
	table.Flush()
}

func (n *electionCount) act(act ballot.Act) string {
	id, amount := n.id(act.Item), shown(act.Amount)
	switch act.Do {
	case ballot.Elect:
		if amount == "" {
			return id + " is chosen."
		}
		return fmt.Sprintf("%s is chosen, at %s.", id, amount)
	case ballot.Fill:
		return fmt.Sprintf("%s is chosen with %s: as many are left as seats.", id, amount)
	case ballot.Exclude:
		return fmt.Sprintf("%s is excluded, with %s.", id, amount)
	case ballot.Transfer:
		return fmt.Sprintf("%s of %s are passed on.", amount, id)
	case ballot.Skip:
		return fmt.Sprintf("%s no longer fits; it costs %s.", id, amount)
	case ballot.Stop:
		return fmt.Sprintf("The count ends at %s, which no longer fits; it costs %s.", id, amount)
	case ballot.Complete:
		return fmt.Sprintf("%s is chosen by its votes, %s, from the money left.", id, amount)
	case ballot.Continue:
		return fmt.Sprintf("%s is chosen for an empty seat by the rule of Phragmén, at %s.", id, amount)
	case ballot.FillSeat:
		return id + " is given an empty seat; nobody supports it."
	}
	return strings.TrimSpace(fmt.Sprintf("%s: %s %s", act.Do, id, amount))
}

func (n *electionCount) ties(b *strings.Builder) {
	fmt.Fprint(b, "\nTies\n")
	for _, tie := range n.result.Ties {
		what := "to be chosen"
		if tie.Out {
			what = "to be left out"
		}
		by := "the order of ties, " + n.brokenBy(tie)
		if tie.Earlier {
			by = "the last earlier round at which they differed"
		}
		fmt.Fprintf(b, "  Round %d: %s are tied %s; %s it is, by %s.\n", tie.Round+1, strings.Join(n.ids(tie.Items), ", "), what, n.id(tie.Chosen), by)
	}
	if len(n.result.Ties) == 0 {
		fmt.Fprintln(b, "  None.")
	}
}

func (n *electionCount) money(b *strings.Builder) {
	budget := n.election.Budget()
	if budget == nil {
		return
	}
	spent := new(big.Rat)
	for _, i := range n.result.Winners {
		spent.Add(spent, n.election.Cost(i))
	}
	fmt.Fprintf(b, "\nMoney\n  %s of %s spent.\n", shown(spent), shown(budget))
	if c := n.result.Completion; c != nil && c.Increments > 0 {
		fmt.Fprintf(b, "  Every voter's share was raised %d times by %s.\n", c.Increments, shown(c.Step))
	}
}

// certificate tells whether a group was passed over.
func (n *electionCount) certificate(c *ballot.Certificate) string {
	if c.Holds {
		return fmt.Sprintf("No group was passed over: %s holds.", c.Axiom)
	}
	v := c.Violation
	of := "seats"
	if n.election.Budget() != nil {
		of = "of the budget"
	}
	return fmt.Sprintf("%s fails. %d voters agree on %s and are enough for %s %s; nobody among them got more than %s, so there was room for it.",
		c.Axiom, n.voters(v), n.id(v.Item), shown(v.Owed), of, shown(v.Got))
}

// short cuts a name that would not fit beside a number.
func short(name string) string {
	if r := []rune(name); len(r) > 72 {
		return string(r[:71]) + "…"
	}
	return name
}

// shown writes a number for people: exactly if that is short, else to six
// decimals.
func shown(x *big.Rat) string {
	if x == nil {
		return ""
	}
	if digits, ends := x.FloatPrec(); ends && digits <= 9 {
		return x.FloatString(digits)
	}
	return "≈ " + x.FloatString(6)
}
