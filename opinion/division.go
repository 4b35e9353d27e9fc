package opinion

// A Class says in one word what groups make of a statement.
type Class string

// The classes of statements. "Credibly" is with 95 %: the 90 % interval of the
// share lies above one half, so 5 % are left below it.
const (
	// Divides: more than half of one group credibly agree, and more than half
	// of another credibly disagree. It can be said as soon as two groups have
	// enough votes, since what the others say cannot undo it.
	Divides Class = "divides"
	// FewVotes: it does not divide as far as is known, and a group has
	// fewer than SmallGroup votes on it.
	FewVotes Class = "too-few-votes"
	// UnitesAgree: more than half of every group credibly agree.
	UnitesAgree Class = "unites-agree"
	// UnitesDisagree: more than half of every group credibly disagree.
	UnitesDisagree Class = "unites-disagree"
	// Undecided: every group has enough votes, and none of the above can be
	// said. Groups may lean to different sides, or to none.
	Undecided Class = "undecided"
)

// A Division is how groups (of opinion or declared) stand to one statement: do
// they go together or apart, and which of them lie farthest apart.
type Division struct {
	Class Class `json:"class"`
	// More and Less are the two groups that lie farthest apart, More agreeing
	// more; -1 when fewer than two groups have SmallGroup votes. If the
	// statement divides, More credibly agrees and Less credibly disagrees;
	// of several such pairs it is the one with the widest gap.
	More int `json:"more"`
	Less int `json:"less"`
	// Gap is the share of More that agrees less the share of Less that agrees.
	// That the pair was chosen for its gap does not bias the interval, since
	// the prior, under which it holds, is the same for every pair.
	Gap Estimate `json:"gap"`
	// Few are the groups with fewer than SmallGroup votes on it.
	Few []int `json:"few,omitempty"`
	// People is the number of people whose votes it rests on.
	People int `json:"people"`
	// Hidden is set when a Public method took the figures out.
	Hidden bool `json:"hidden,omitempty"`
}

// DivisionOf classifies one statement from the votes of each group on it. One
// group can unite and not divide; without groups there are too few votes. It
// takes about 2 µs a group.
func DivisionOf(votes []Counts) Division {
	shares := make([]Shares, len(votes))
	for g, c := range votes {
		shares[g] = SharesOf(c)
	}
	return divisionOf(votes, shares)
}

// divisionOf is [DivisionOf] with the groups' shares at hand.
func divisionOf(votes []Counts, shares []Shares) Division {
	d := Division{More: -1, Less: -1}
	agree, disagree, enough := 0, 0, 0
	for g, c := range votes {
		d.People += c.Total()
		if c.Total() < SmallGroup {
			d.Few = append(d.Few, g)
			continue
		}
		enough++
		if shares[g].Agree.Low > 0.5 {
			agree++
		}
		if shares[g].Disagree.Low > 0.5 {
			disagree++
		}
	}
	switch {
	case agree > 0 && disagree > 0:
		d.Class = Divides
	case enough < len(votes) || enough == 0:
		d.Class = FewVotes
	case agree == enough:
		d.Class = UnitesAgree
	case disagree == enough:
		d.Class = UnitesDisagree
	default:
		d.Class = Undecided
	}
	d.findPair(votes, shares)
	return d
}

// findPair fills in the two groups farthest apart.
func (d *Division) findPair(votes []Counts, shares []Shares) {
	widest := -1.0
	for g, more := range shares {
		for h, less := range shares {
			if g == h || votes[g].Total() < SmallGroup || votes[h].Total() < SmallGroup {
				continue
			}
			if d.Class == Divides && !(more.Agree.Low > 0.5 && less.Disagree.Low > 0.5) {
				continue
			}
			if w := more.Agree.Value - less.Agree.Value; w > widest && w >= 0 {
				d.More, d.Less, widest = g, h, w
			}
		}
	}
	if d.More >= 0 {
		d.Gap = gap(weigh(votes[d.More]), weigh(votes[d.Less]), Agree)
	}
}
