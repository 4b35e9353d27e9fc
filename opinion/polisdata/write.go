package polisdata

import (
	"bufio"
	"fmt"
	"io"
	"strconv"
	"strings"
)

// Write writes the files of c, each to what create returns for its name, and
// closes each. Files of which c holds nothing are not created. It stops at the
// first error.
func Write(c *Conversation, create func(name string) (io.WriteCloser, error)) error {
	for _, f := range []struct {
		name  string
		there bool
		write func(io.Writer) error
	}{
		{SummaryFile, c.Summary != nil, c.WriteSummary},
		{CommentsFile, c.CommentColumns != nil || len(c.Comments) > 0, c.WriteComments},
		{VotesFile, c.VoteColumns != nil || len(c.Votes) > 0, c.WriteVotes},
		{ParticipantsFile, c.ParticipantColumns != nil || len(c.Participants) > 0, c.WriteParticipants},
	} {
		if !f.there {
			continue
		}
		if err := writeFile(f.name, create, f.write); err != nil {
			return fmt.Errorf("write %s: %w", f.name, err)
		}
	}
	return nil
}

func writeFile(name string, create func(string) (io.WriteCloser, error), write func(io.Writer) error) error {
	w, err := create(name)
	if err != nil {
		return err
	}
	if err := write(w); err != nil {
		w.Close()
		return err
	}
	return w.Close()
}

// WriteSummary writes summary.csv.
func (c *Conversation) WriteSummary(w io.Writer) error {
	out := bufio.NewWriter(w)
	for _, e := range c.Summary {
		writeRow(out, []string{e.Key, e.Value})
	}
	return out.Flush()
}

// WriteComments writes comments.csv.
func (c *Conversation) WriteComments(w io.Writer) error {
	return writeTable(w, commentSchema, c.CommentColumns, c.Comments)
}

// WriteVotes writes votes.csv.
func (c *Conversation) WriteVotes(w io.Writer) error {
	return writeTable(w, voteSchema, c.VoteColumns, c.Votes)
}

// WriteParticipants writes participants-votes.csv. Without ParticipantColumns
// it has a column for each comment, in the order of Comments.
func (c *Conversation) WriteParticipants(w io.Writer) error {
	names := c.ParticipantColumns
	if names == nil {
		names = append(names, usualParticipant...)
		for _, x := range c.Comments {
			names = append(names, strconv.Itoa(x.ID))
		}
	}
	return writeTable(w, participantSchema(), names, c.Participants)
}

func writeTable[T any](w io.Writer, s schema[T], names []string, rows []T) error {
	if names == nil {
		names = s.usual
	}
	columns := s.bind(names)
	out := bufio.NewWriterSize(w, 1<<16)
	writeRow(out, names)
	fields := make([]string, len(columns))
	for i := range rows {
		for k, c := range columns {
			fields[k] = c.write(&rows[i])
		}
		writeRow(out, fields)
	}
	return out.Flush()
}

// writeRow writes a row as Polis does: a field is quoted when it holds a comma,
// a quotation mark or a line break. A row of one empty field is quoted too, or
// it would be no row. An error stays in out until it is flushed.
func writeRow(out *bufio.Writer, fields []string) {
	for i, field := range fields {
		if i > 0 {
			out.WriteByte(',')
		}
		if strings.ContainsAny(field, ",\"\r\n") || field == "" && len(fields) == 1 {
			out.WriteByte('"')
			out.WriteString(strings.ReplaceAll(field, `"`, `""`))
			out.WriteByte('"')
		} else {
			out.WriteString(field)
		}
	}
	out.WriteByte('\n')
}
