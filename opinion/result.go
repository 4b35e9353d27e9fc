package opinion

// A Result is a map of opinion: all that a page about it shows. It is plain
// data; its JSON form is stable. Slices over people have length n and slices
// over statements length d, in the order of the matrix. It is exact; what is
// shown to others is [Result.Public].
type Result struct {
	// Method names how the map was drawn, with its version: Polis1.
	Method string `json:"method"`
	// Votes is the number of votes in the matrix, one a pair.
	Votes int `json:"votes"`
	// Placed is the number of people who are in a group.
	Placed int `json:"placed"`
	// K is the number of groups, len(Groups): 0 when nobody is placed, 1 only
	// when all placed people stand on the same point, else 2 to 5.
	K int `json:"k"`
	// NoMap says why there are no groups, or not even positions; nil when
	// there is a map. Only penc/1 refuses; polis/1 draws what it is given.
	NoMap *NoMap `json:"noMap,omitempty"`
	// Seed is what chance was started from.
	Seed uint64 `json:"seed,omitempty"`
	// Inertia is the sum of the squared distances of placed people to the
	// centre of their group, in the units of the map (penc/1).
	Inertia float64 `json:"inertia,omitempty"`
	// Silhouettes tells, for each number of groups that was tried, how well
	// the groups were separated. Ascending in K.
	Silhouettes []Silhouette `json:"silhouettes"`
	// Best is the number of groups with the best silhouette, the higher one on
	// a tie, and BestFor for how many updates in a row it has been that. A
	// [Polis] shows another number until BestFor is 4.
	Best    int `json:"best,omitempty"`
	BestFor int `json:"bestFor,omitempty"`
	// Axes are the two directions of the map, x then y.
	Axes [2]Axis `json:"axes"`

	People     []Person    `json:"people"`     // n
	Statements []Statement `json:"statements"` // d
	Bases      []Base      `json:"bases"`      // at most 100
	Groups     []Group     `json:"groups"`     // K

	// Agreed are up to five statements that most of all people agree with,
	// strongest first; Disagreed those that most disagree with.
	Agreed    []Shared `json:"agreed"`
	Disagreed []Shared `json:"disagreed"`

	// Frame places anybody from their votes (penc/1 with positions).
	Frame *Frame `json:"frame,omitempty"`
}

// NoMap says why a map has no groups.
type NoMap struct {
	// Reason is one of TooFewPeople, TooFewStatements, TooFewVotes,
	// NoDifferences, NoPattern, NoStableGroups, NoClearNumber.
	Reason string `json:"reason"`
	// Have is what there is, Need the least that is needed; 0 where that
	// makes no sense.
	Have int `json:"have,omitempty"`
	Need int `json:"need,omitempty"`
}

// An Axis is one direction of the map. Its sign has no meaning: a map and its
// mirror image say the same.
type Axis struct {
	// Weights (d) is the direction as a unit vector over statements; zero for
	// statements that are not open. All zero when people do not differ.
	Weights []float64 `json:"weights"`
	// Explained is the share of all variance of votes that lies along the
	// axis, 0 to 1.
	Explained float64 `json:"explained"`
}

// A Person is one row of the matrix.
type Person struct {
	X float64 `json:"x"`
	Y float64 `json:"y"`
	// Votes is the number of statements the person voted on, of any kind.
	Votes int `json:"votes"`
	// Placed is set for those who voted enough to be put in a group. Others
	// have coordinates too, but those say little and are better not drawn.
	Placed bool `json:"placed"`
	// Spread is the standard deviation of the position, in the units of the
	// map: how far the person may well stand from X and Y (penc/1).
	Spread float64 `json:"spread,omitempty"`
	// Base and Group are indexes in Bases and Groups; -1 if not placed.
	Base  int `json:"base"`
	Group int `json:"group"`
}

// A Statement is one column of the matrix.
type Statement struct {
	Kind Kind `json:"kind"`
	// Counts are the votes of all people, placed or not, whatever the kind.
	Counts Counts `json:"counts"`
	// Hidden is set when [Result.Public] took Counts and Mean out.
	Hidden bool `json:"hidden,omitempty"`
	// Mean is the mean vote of all who voted, -1 to 1; 0 if not open.
	Mean float64 `json:"mean"`
	// X and Y are where a person would stand who only agreed with this.
	X float64 `json:"x"`
	Y float64 `json:"y"`
	// Extremity is the length of (X, Y), ≥ 0: how much the statement divides.
	Extremity float64 `json:"extremity"`
	// Consensus is the group-aware consensus, 0 to 1: the product over groups
	// of the smoothed share that agrees. It falls with the number of groups,
	// so it orders the statements of one map and does not compare maps.
	Consensus float64 `json:"consensus"`
	// Priority is the weight with which [Next] chooses the statement, > 0. It
	// is made from the votes of these groups: with Polis1, what the next update
	// would show.
	Priority float64 `json:"priority"`
	// PriorityNow is the same from the votes of the groups of the update
	// before, as the Polis engine shows it; with Polis1 only.
	PriorityNow float64 `json:"priorityNow,omitempty"`
}

// A Base is a cluster of people who stand close together; groups are made of
// base clusters. Drawing these instead of people shows nobody's own position
// unless Size is 1.
type Base struct {
	// ID is the number of the cluster, which it keeps from one update of a
	// [Polis] to the next. Bases are ascending in it, not without gaps.
	ID    int     `json:"id"`
	X     float64 `json:"x"`
	Y     float64 `json:"y"`
	Size  int     `json:"size"`
	Group int     `json:"group"`
}

// A Group is an opinion group: people who vote alike.
type Group struct {
	// ID is the number of the group, which it keeps from one update of a
	// [Polis] to the next while as many groups are shown. Groups are ascending
	// in it, not always without gaps.
	ID int `json:"id"`
	// Size is the number of people in the group.
	Size int `json:"size"`
	// X and Y are the centre of the group, the mean of its people.
	X float64 `json:"x"`
	Y float64 `json:"y"`
	// Votes (d) are the votes of its people on each statement of any kind.
	Votes []Cell `json:"votes"`
	// Representative are up to five statements on which the group differs
	// most from the others: those it agrees with first.
	Representative []Representative `json:"representative"`
}

// A Representative is a statement typical of a group.
type Representative struct {
	// Statement is a column of the matrix.
	Statement int `json:"statement"`
	// Side is the side the group is typical for: Agree or Disagree.
	Side Vote `json:"side"`
	// Count of Total people of the group who voted on it took that side.
	Count int `json:"count"`
	Total int `json:"total"`
	// Rate is the smoothed share (Count+1)/(Total+2), and RateZ how many
	// standard deviations it lies above one half.
	Rate  float64 `json:"rate"`
	RateZ float64 `json:"rateZ"`
	// Ratio is Rate over the same of the other groups together, and RatioZ how
	// many standard deviations the two lie apart.
	Ratio  float64 `json:"ratio"`
	RatioZ float64 `json:"ratioZ"`
	// Best marks the statement the group agrees with most distinctly.
	Best bool `json:"best,omitempty"`
}

// Shared is a statement on which most people are on one side.
type Shared struct {
	// Statement is a column of the matrix.
	Statement int `json:"statement"`
	// Count of Total people who voted on it took the side.
	Count int `json:"count"`
	Total int `json:"total"`
	// Rate is the smoothed share (Count+1)/(Total+2), and RateZ how many
	// standard deviations it lies above one half.
	Rate  float64 `json:"rate"`
	RateZ float64 `json:"rateZ"`
}

// A Silhouette is how well K groups are separated.
type Silhouette struct {
	K int `json:"k"`
	// Mean is the mean silhouette over base clusters (polis/1) or over people
	// (penc/1), -1 to 1; more is better.
	Mean float64 `json:"mean"`
	// Stability is the mean adjusted Rand index of the groups with those found
	// when a fifth of the people is left out, and Again the share of such trials
	// in which they are found again (an index of 0.7). Stable is set when they
	// are found again well enough, and often enough, and the smallest group is
	// not too small to be one (penc/1).
	Stability float64 `json:"stability,omitempty"`
	Again     float64 `json:"again,omitempty"`
	Stable    bool    `json:"stable,omitempty"`
	// Probability is how likely it is that this number of groups, with other
	// people of the same kind, is stable and the best separated, or nearly and
	// fewer, 0 to 1. What is missing to 1 is the probability that no number is
	// stable (penc/1).
	Probability float64 `json:"probability,omitempty"`
}

// Priorities returns the priority of each statement (d) for [Next].
func (r Result) Priorities() []float64 {
	out := make([]float64, len(r.Statements))
	for j, s := range r.Statements {
		out[j] = s.Priority
	}
	return out
}

// PrioritiesNow returns the priority of each statement (d) as the Polis engine
// shows it at this update: from the votes of the groups of the update before.
func (r Result) PrioritiesNow() []float64 {
	out := make([]float64, len(r.Statements))
	for j, s := range r.Statements {
		out[j] = s.PriorityNow
	}
	return out
}

// Centre returns the mean vote on each statement (d).
func (r Result) Centre() []float64 {
	out := make([]float64, len(r.Statements))
	for j, s := range r.Statements {
		out[j] = s.Mean
	}
	return out
}
