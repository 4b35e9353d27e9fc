package polisdata

import (
	"strconv"

	"penc/opinion"
)

var commentSchema = schema[Comment]{
	known: []column[Comment]{
		whole("timestamp", func(c *Comment) *int64 { return &c.Timestamp }),
		text("datetime", func(c *Comment) *string { return &c.Datetime }),
		whole("comment-id", func(c *Comment) *int { return &c.ID }),
		text("author-id", func(c *Comment) *string { return &c.Author }),
		whole("agrees", func(c *Comment) *int { return &c.Agrees }),
		whole("disagrees", func(c *Comment) *int { return &c.Disagrees }),
		{"moderated", readModerated, func(c *Comment) string { return strconv.Itoa(c.Moderated) }},
		{"is-meta", readMeta, writeMeta},
		text("comment-body", func(c *Comment) *string { return &c.Body }),
	},
	usual: []string{
		"timestamp", "datetime", "comment-id", "author-id",
		"agrees", "disagrees", "moderated", "comment-body",
	},
	required: []string{"comment-id", "comment-body"},
	extra:    func(c *Comment) *[]string { return &c.Extra },
	id:       func(c *Comment) (int, string) { return c.ID, "comment-id" },
}

func readModerated(c *Comment, field string) string {
	v, ok := ballot(field)
	if !ok {
		return NotModeration
	}
	c.Moderated = int(v)
	return ""
}

func readMeta(c *Comment, field string) string {
	if field != "0" && field != "1" {
		return NotYesNo
	}
	c.Meta = field == "1"
	return ""
}

func writeMeta(c *Comment) string {
	if c.Meta {
		return "1"
	}
	return "0"
}

var voteSchema = schema[Vote]{
	known: []column[Vote]{
		whole("timestamp", func(v *Vote) *int64 { return &v.Timestamp }),
		text("datetime", func(v *Vote) *string { return &v.Datetime }),
		whole("comment-id", func(v *Vote) *int { return &v.Comment }),
		whole("voter-id", func(v *Vote) *int { return &v.Voter }),
		{"vote", readVote, func(v *Vote) string { return strconv.Itoa(int(v.Vote)) }},
	},
	usual:    []string{"timestamp", "comment-id", "voter-id", "vote"},
	required: []string{"comment-id", "voter-id", "vote"},
	extra:    func(v *Vote) *[]string { return &v.Extra },
}

func readVote(v *Vote, field string) string {
	x, ok := ballot(field)
	if !ok {
		return NotVote
	}
	v.Vote = x
	return ""
}

// usualParticipant are the columns of participants-votes.csv before those of
// the comments.
var usualParticipant = []string{"participant", "group-id", "n-comments", "n-votes", "n-agree", "n-disagree"}

// participantSchema returns a schema for one run over a file: it remembers the
// row it is at.
func participantSchema() schema[Participant] {
	return schema[Participant]{
		known: []column[Participant]{
			whole("participant", func(p *Participant) *int { return &p.ID }),
			{"group-id", readGroup, writeGroup},
			whole("n-comments", func(p *Participant) *int { return &p.Wrote }),
			whole("n-votes", func(p *Participant) *int { return &p.Voted }),
			whole("n-agree", func(p *Participant) *int { return &p.Agreed }),
			whole("n-disagree", func(p *Participant) *int { return &p.Disagreed }),
		},
		usual:    usualParticipant,
		required: []string{"participant"},
		extra:    func(p *Participant) *[]string { return &p.Extra },
		special:  new(cells).column,
		id:       func(p *Participant) (int, string) { return p.ID, "participant" },
		start:    func(p *Participant) { p.Group = NoGroup },
	}
}

func readGroup(p *Participant, field string) string {
	if field == "" {
		return ""
	}
	n, ok := number(field)
	if !ok || n < 0 {
		return NotNumber
	}
	p.Group = int(n)
	return ""
}

func writeGroup(p *Participant) string {
	if p.Group == NoGroup {
		return ""
	}
	return strconv.Itoa(p.Group)
}

// cells finds the votes of the participant that is being written.
type cells struct {
	of    *Participant
	votes map[int]opinion.Vote
}

// column is a column of votes on the comment whose number names it.
func (c *cells) column(name string) (column[Participant], bool) {
	n, ok := number(name)
	id := int(n)
	return column[Participant]{
		name,
		func(p *Participant, field string) string {
			if field == "" {
				return ""
			}
			v, ok := ballot(field)
			if !ok {
				return NotVote
			}
			p.Votes = append(p.Votes, Cell{id, v})
			return ""
		},
		func(p *Participant) string { return c.field(p, id) },
	}, ok
}

// field is what stands in the column of a comment in the row of p.
func (c *cells) field(p *Participant, comment int) string {
	if c.of != p {
		c.of, c.votes = p, make(map[int]opinion.Vote, len(p.Votes))
		for _, v := range p.Votes {
			c.votes[v.Comment] = v.Vote
		}
	}
	v, ok := c.votes[comment]
	if !ok {
		return ""
	}
	return strconv.Itoa(int(v))
}
