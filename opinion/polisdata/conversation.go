package polisdata

import "penc/opinion"

// The names of the files.
const (
	SummaryFile      = "summary.csv"
	CommentsFile     = "comments.csv"
	VotesFile        = "votes.csv"
	ParticipantsFile = "participants-votes.csv"
)

// A Conversation is what an export folder holds. Rows are in file order.
type Conversation struct {
	Summary      []Entry
	Comments     []Comment
	Votes        []Vote
	Participants []Participant
	// The columns of each file in order. Nil means the file was missing; when
	// there are rows nevertheless, it is written with the columns of Polis.
	CommentColumns, VoteColumns, ParticipantColumns []string
}

// An Entry is a line of the summary. Keys may be ones Polis does not know.
type Entry struct{ Key, Value string }

// A Comment is a statement.
type Comment struct {
	ID int
	// Timestamp is when it was written, in the unit of the file: Polis has
	// used seconds and milliseconds. Datetime is the same as text.
	Timestamp int64
	Datetime  string
	// Author is who wrote it, as written: a number of Polis, mostly that of a
	// participant.
	Author string
	// Agrees and Disagrees count vote events, replaced ones too.
	Agrees, Disagrees int
	// Moderated is -1 for out, 0 for not moderated, 1 for in.
	Moderated int
	// Meta marks statements about the people rather than the subject.
	Meta bool
	Body string
	// Extra are the values of the columns this package does not know.
	Extra []string
}

// Kind returns how the comment takes part in a map.
func (c Comment) Kind() opinion.Kind {
	switch {
	case c.Meta:
		return opinion.Meta
	case c.Moderated == -1:
		return opinion.Out
	}
	return opinion.Open
}

// A Vote is one event: a person votes on a comment, perhaps again.
type Vote struct {
	// Timestamp is in the unit of the file; Datetime is the same as text.
	Timestamp int64
	Datetime  string
	Comment   int
	Voter     int
	Vote      opinion.Vote
	Extra     []string
}

// NoGroup is the group of a participant who was in none.
const NoGroup = -1

// A Participant is a person with their last votes.
type Participant struct {
	ID int
	// Group is the opinion group the service showed, or NoGroup.
	Group int
	// Wrote is the number of comments they wrote. Voted, Agreed and Disagreed
	// count their votes, as the file says.
	Wrote, Voted, Agreed, Disagreed int
	// Votes are their votes in the order of the columns.
	Votes []Cell
	Extra []string
}

// A Cell is a vote in the table of participants.
type Cell struct {
	Comment int
	Vote    opinion.Vote
}

// Value returns the summary's value of key, and whether it has one.
func (c *Conversation) Value(key string) (string, bool) {
	for _, e := range c.Summary {
		if e.Key == key {
			return e.Value, true
		}
	}
	return "", false
}
