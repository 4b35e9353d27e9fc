package opinion

// What a map needs at least. Polis itself draws whatever it is given; these
// bounds are this package's own.
const (
	// MinPlaced is the least number of people placed on a map: with fewer,
	// a group is a person or two, and everybody can tell who they are.
	MinPlaced = 7
	// MinStatements is the least number of open statements with a vote: one
	// statement has one axis, which is the statement itself.
	MinStatements = 2
	// MinVotes is the least number of votes on open statements: two a person.
	MinVotes = MinPlaced * MinStatements
)

// Why data is too thin for a map. They are parts of message keys.
const (
	TooFewPeople     = "too-few-people"
	TooFewStatements = "too-few-statements"
	TooFewVotes      = "too-few-votes"
)

// thin returns the first reason against drawing a map, or nil.
func thin(a *centred, placed int) *NoMap {
	votes, statements := 0, 0
	for j, c := range a.counts {
		if a.m.kinds[j] == Open && c.Total() > 0 {
			statements++
			votes += c.Total()
		}
	}
	switch {
	case statements < MinStatements:
		return &NoMap{TooFewStatements, statements, MinStatements}
	case votes < MinVotes:
		return &NoMap{TooFewVotes, votes, MinVotes}
	case placed < MinPlaced:
		return &NoMap{TooFewPeople, placed, MinPlaced}
	}
	return nil
}
