package conversation

import (
	"cmp"
	"slices"
	"time"

	"penc/internal/ground/ref"
	"penc/opinion"
	"penc/opinion/opinionreport"
)

// A Chart is what came out of a conversation so far, as it is stored and shown: a
// map of opinion and the figures of every statement. Nothing in it tells who
// stands where, figures about few people are taken out (opinion.Suppress), and what
// the export does not tell is rounded ([Stakes]); all of it may be shown to anybody.
type Chart struct {
	Drawn      time.Time            `json:"drawn"`
	Method     string               `json:"method"`
	Seed       uint64               `json:"seed"`
	Digest     string               `json:"digest"` // of the votes, as [opinionreport.Report.InputDigest]
	Votes      int                  `json:"votes"`  // that the map rests on
	Voters     int                  `json:"voters"` // people with a vote
	Placed     int                  `json:"placed"` // of them on the map
	Refusal    *opinion.NoMap       `json:"refusal,omitempty"`
	Plot       opinionreport.Plot   `json:"plot"`
	Explained  [2]float64           `json:"explained"` // share of the differences along each direction of the map
	Tries      []opinion.Silhouette `json:"tries,omitempty"`
	Opinion    []OpinionGroup       `json:"opinion_groups,omitempty"`
	Statements []ref.ID             `json:"statements"` // columns
	Figures    []Figure             `json:"figures"`    // of each column
	Stakes     *Stakes              `json:"stakeholders,omitempty"`
	AsOne      *AsOne               `json:"as_one,omitempty"` // nil where it was not looked for
}

// An OpinionGroup is people who vote alike.
type OpinionGroup struct {
	Headcount
	// Typical are statements on which the group differs most from the others.
	Typical []opinion.Representative `json:"typical,omitempty"`
}

// A Figure is what is known of one statement. Estimates are 90 % intervals, with
// four decimals.
type Figure struct {
	Number int          `json:"number"`
	Kind   opinion.Kind `json:"kind,omitempty"`
	// All are the votes of everybody, Opinion those of each opinion group.
	All     opinion.Counts `json:"all"`
	Opinion []opinion.Cell `json:"opinion,omitempty"`

	// What opinion groups make of it. The rest is for open statements only.
	Division Division `json:"division,omitzero"`
	// Agree and Disagree are the geometric means of the groups' shares.
	Agree    opinion.Estimate `json:"agree,omitzero"`
	Disagree opinion.Estimate `json:"disagree,omitzero"`
	Rank     opinion.Rank     `json:"rank,omitzero"`
	// Corrected is the agreement of all placed people, those who were not asked
	// as well.
	Corrected opinion.Estimate `json:"corrected,omitzero"`
}

// A Division is how groups stand to a statement.
type Division struct {
	Class opinion.Class `json:"class"`
	// More and Less are the groups that lie farthest apart, More agreeing more;
	// -1 if that cannot be told.
	More   int              `json:"more"`
	Less   int              `json:"less"`
	Gap    opinion.Estimate `json:"gap,omitzero"`
	Hidden bool             `json:"hidden,omitempty"`
}

// A Headcount is a number of people that may be withheld.
type Headcount struct {
	People int  `json:"people"`
	Hidden bool `json:"hidden,omitempty"`
}

// An AsOne tells how many people vote all but alike, far beyond chance, and what would
// change if each set of them counted as one (opinion.AlikeOf). It accuses nobody.
type AsOne struct {
	Checked int       `json:"checked"` // people with enough votes to be compared
	People  Headcount `json:"people"`  // those in sets
	// What would change is told unless the people are too few.
	Groups int    `json:"groups,omitempty"` // opinion groups there would be
	Moved  []Move `json:"moved,omitempty"`  // statements that would stand elsewhere, the farthest first
}

// A Move is another place of a statement among all, by agreement across the groups.
type Move struct {
	Column int          `json:"column"`
	Rank   opinion.Rank `json:"rank"`
}

// Apart reports whether the opinion groups are camps with few people between them,
// rather than parts of a field over which people are spread evenly. The bound is
// that of Kaufman and Rousseeuw (Finding Groups in Data, 1990, table 4 of chapter
// 2): a mean silhouette above one half is "a reasonable structure".
func (c Chart) Apart() bool {
	t, ok := c.Try()
	return ok && t.Mean > 0.5
}

// Try returns what is known of the number of groups that is shown; false if none is.
func (c Chart) Try() (opinion.Silhouette, bool) {
	for _, t := range c.Tries {
		if t.K == len(c.Opinion) && t.K > 0 {
			return t, true
		}
	}
	return opinion.Silhouette{}, false
}

// Column returns the figure of a statement; false if nobody voted on it before the
// map was drawn.
func (c Chart) Column(statement ref.ID) (Figure, bool) {
	for j, id := range c.Statements {
		if id == statement && j < len(c.Figures) {
			return c.Figures[j], true
		}
	}
	return Figure{}, false
}

// What a list of statements shows.
const (
	ShowUnites    = "unites"
	ShowDivides   = "divides"
	ShowUndecided = "undecided"
	ShowFew       = "few"
	ShowAll       = "all"
)

// Shows are the lists in the order in which they are offered.
var Shows = []string{ShowUnites, ShowDivides, ShowUndecided, ShowFew, ShowAll}

// show returns the list in which the figure belongs, beside that of all.
func (f Figure) show() string {
	switch f.Division.Class {
	case opinion.UnitesAgree, opinion.UnitesDisagree:
		return ShowUnites
	case opinion.Divides:
		return ShowDivides
	case opinion.Undecided:
		return ShowUndecided
	}
	return ShowFew
}

// surest is what statements of one list are ordered by: how much can be said most
// surely, that is, the lower end of the interval of what unites or divides; the
// number of votes where nothing can be said.
func (f Figure) surest() float64 {
	switch f.Division.Class {
	case opinion.UnitesAgree:
		return f.Agree.Low
	case opinion.UnitesDisagree:
		return f.Disagree.Low
	case opinion.Divides:
		return f.Division.Gap.Low
	}
	return float64(f.All.Total())
}

// Listed returns the columns of the open statements of a list, the surest first; all
// of them by number.
func (c Chart) Listed(show string) []int {
	var out []int
	for j, f := range c.Figures {
		if f.Kind == opinion.Open && (show == ShowAll || f.show() == show) {
			out = append(out, j)
		}
	}
	if show != ShowAll {
		slices.SortStableFunc(out, func(a, b int) int { return cmp.Compare(c.Figures[b].surest(), c.Figures[a].surest()) })
	}
	return out
}
