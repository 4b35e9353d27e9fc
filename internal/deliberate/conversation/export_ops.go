package conversation

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"slices"
	"strconv"
	"time"

	"penc/internal/ground/access"
	"penc/internal/ground/ref"
	"penc/internal/platform/db"
	"penc/opinion"
	"penc/opinion/polisdata"
)

// ExportPolis writes a conversation as a Polis export folder. What people said
// and voted is public in a conversation, under numbers that name nobody; the
// words of a statement are, while it is let in. A conversation that came from an
// export is written as it came. Anybody who may see the conversation may export
// it.
//
// Each vote that was cast is in it once, at the time at which it was cast: as a vote
// on the statement to which a merger carries it, or else as one on the statement on
// which it was cast. A merged statement is there as moderated out, with the number
// of the one that it was merged into in a column of its own, and with the votes of
// those who had voted on both. So a map of these files is the map that is shown.
func (s *Service) ExportPolis(ctx context.Context, who access.Actor, id ref.ID, link string, create func(name string) (io.WriteCloser, error)) error {
	c, err := s.ByID(ctx, who, id)
	if err != nil {
		return err
	}
	var data polisdata.Conversation
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		data, err = exportPolis(tx, c, link)
		return err
	})
	if err != nil {
		return fmt.Errorf("export as Polis does: %w", err)
	}
	return polisdata.Write(&data, create)
}

func exportPolis(tx *db.Tx, c Conversation, link string) (polisdata.Conversation, error) {
	r, known, err := remainderOfID(tx, c.ID)
	if err != nil || known {
		return r.Data, err
	}
	return freshExport(tx, c, link)
}

func freshExport(tx *db.Tx, c Conversation, link string) (data polisdata.Conversation, err error) {
	statements, err := statementsOf(tx, c.ID)
	if err != nil {
		return data, err
	}
	casts, err := castsOf(tx, c.ID, 0, 1<<62, 1<<31-1)
	if err != nil {
		return data, err
	}
	claimed, err := claims(tx, c.ID)
	if err != nil {
		return data, err
	}
	carried, err := carriedRows(tx, c.ID)
	if err != nil {
		return data, err
	}
	whither := WhitherOf(carried, statements)
	number := map[ref.ID]int{}
	voter := map[ref.ID]int{}
	last := map[int]map[int]opinion.Vote{}
	for _, st := range statements {
		number[st.ID] = st.Number
	}
	for _, h := range casts {
		who := h.Participant
		if by := claimed[who]; by != "" {
			who = by
		}
		if _, ok := voter[who]; !ok {
			voter[who] = len(voter)
			last[voter[who]] = map[int]opinion.Vote{}
		}
		n, comment := voter[who], number[whither.Of(who, h.Statement)]
		last[n][comment] = h.Vote
		data.Votes = append(data.Votes, polisdata.Vote{Timestamp: h.Ord / 1000, Comment: comment, Voter: n, Vote: h.Vote})
	}
	addComments(&data, statements, voter, last)
	data.Summary = []polisdata.Entry{
		{Key: "topic", Value: c.Title.String()},
		{Key: "url", Value: link},
		{Key: "voters", Value: strconv.Itoa(len(voter))},
		{Key: "comments", Value: strconv.Itoa(len(data.Comments))},
		{Key: "conversation-description", Value: c.Intro.String()},
	}
	return data, nil
}

// mergedInto is the column, in the file of statements, that holds the number of the
// one that a statement was merged into. It is there if some was.
const mergedInto = "merged-into"

// commentColumns are those of Polis.
var commentColumns = []string{
	"timestamp", "datetime", "comment-id", "author-id", "agrees", "disagrees", "moderated", "comment-body",
}

// addComments adds the statements that people may have seen, and the people.
func addComments(data *polisdata.Conversation, statements []Statement, voter map[ref.ID]int, last map[int]map[int]opinion.Vote) {
	tallies, voted := map[int]Tally{}, map[int]bool{}
	for _, votes := range last {
		for comment, v := range votes {
			s := swing{Tally: tallies[comment]}
			s.by(LastVote{Vote: v}, 1)
			tallies[comment], voted[comment] = s.Tally, true
		}
	}
	number := map[ref.ID]int{}
	for _, st := range statements {
		number[st.ID] = st.Number
	}
	wrote, heads := map[int]int{}, Heads(statements)
	if len(heads) > 0 {
		data.CommentColumns = append(slices.Clone(commentColumns), mergedInto)
	}
	for _, st := range statements {
		if !voted[st.Number] && !st.Shown() {
			continue // nobody but its author and the moderators has seen it
		}
		t, extra := tallies[st.Number], []string(nil)
		if len(heads) > 0 {
			extra = []string{""}
			if st.Into != "" {
				extra[0] = strconv.Itoa(number[st.Into])
			}
		}
		author := authorNumber(voter, st.Author)
		if n, err := strconv.Atoi(author); err == nil {
			wrote[n]++
		}
		data.Comments = append(data.Comments, polisdata.Comment{
			ID: st.Number, Timestamp: st.Proposed.UnixMilli(), Datetime: st.Proposed.UTC().Format(time.UnixDate),
			Author: author, Agrees: t.Agree, Disagrees: t.Disagree,
			Moderated: moderated(st.Standing), Meta: st.Meta, Body: shown(st), Extra: extra,
		})
	}
	data.Participants = participantRows(last, wrote)
}

func authorNumber(voter map[ref.ID]int, author ref.ID) string {
	if n, ok := voter[author]; ok {
		return strconv.Itoa(n)
	}
	return ""
}

// shown returns the words of a statement that anybody may read.
func shown(st Statement) string {
	if !st.Shown() {
		return ""
	}
	return st.Words.String()
}

func moderated(s Standing) int {
	switch s {
	case Accepted:
		return 1
	case Waiting:
		return 0
	}
	return -1
}

func participantRows(last map[int]map[int]opinion.Vote, wrote map[int]int) []polisdata.Participant {
	rows := make([]polisdata.Participant, len(last))
	for n := range rows {
		p := polisdata.Participant{ID: n, Group: polisdata.NoGroup, Wrote: wrote[n]}
		for comment, v := range last[n] {
			p.Votes = append(p.Votes, polisdata.Cell{Comment: comment, Vote: v})
			switch v {
			case opinion.Agree:
				p.Agreed++
			case opinion.Disagree:
				p.Disagreed++
			}
		}
		slices.SortFunc(p.Votes, func(a, b polisdata.Cell) int { return cmp.Compare(a.Comment, b.Comment) })
		p.Voted = len(p.Votes)
		rows[n] = p
	}
	return rows
}
