package conversation

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"io/fs"
	"strconv"
	"time"

	"penc/internal/ground/access"
	"penc/internal/ground/fault"
	"penc/internal/ground/lang"
	"penc/internal/ground/ref"
	"penc/internal/platform/db"
	"penc/internal/platform/job"
	"penc/internal/platform/record"
	"penc/opinion/polisdata"
)

// A PolisImport says where an export goes and what is said of it.
type PolisImport struct {
	ID      ref.ID // of the new conversation; made if empty
	Process ref.ID
	Lang    lang.Tag // of the statements
	Title   lang.Text
	Intro   lang.Text
	Origin  Origin
	Folder  fs.FS
}

// polisLimits bound what is read from an export.
var polisLimits = polisdata.Limits{Rows: 2_000_000, Bytes: 256 << 20}

// ImportPolis makes a closed conversation of a Polis export folder, without loss:
// [Service.ExportPolis] writes the same files again. Conveners and facilitators
// may. A broken file imports nothing; the faults name file and line. Fact:
// Imported.
func (s *Service) ImportPolis(ctx context.Context, who access.Actor, in PolisImport) (c Conversation, err error) {
	data, err := polisdata.Read(in.Folder, polisLimits)
	if err != nil {
		return c, fmt.Errorf("read a Polis export: %w", err)
	}
	if len(data.Comments) == 0 || len(data.Events()) == 0 {
		return c, fault.Field("folder", "conversation.polis.empty")
	}
	err = s.db.Write(ctx, func(tx *db.Tx) (err error) {
		c, err = s.importPolisTx(tx, who, in, data)
		return err
	})
	return c, fault.Wrap("import a Polis export", err)
}

func (s *Service) importPolisTx(tx *db.Tx, who access.Actor, in PolisImport, data *polisdata.Conversation) (Conversation, error) {
	p, err := s.processes.ByIDTx(tx, in.Process)
	if err != nil {
		return Conversation{}, err
	}
	c := Conversation{
		ID: in.ID, Process: in.Process, Title: in.Title, Intro: in.Intro, State: Closed, Origin: in.Origin,
		Simulated: p.Simulated, Revision: 1, Version: 1,
	}
	if !c.Runs(who) {
		return c, fault.New(fault.Forbidden, "", "conversation.prepare.facilitator-only")
	}
	if !c.Imported() {
		c.Origin.Title = "Polis"
	}
	if c.ID == "" {
		if c.ID, err = tx.NewID(); err != nil {
			return c, err
		}
	}
	if _, taken, err := maybe(conversationByID(tx, c.ID)); taken || err != nil {
		return c, cmp.Or(err, error(fault.Field("id", msgTaken, "id", string(c.ID))))
	}
	if err := saveConversation(tx, c); err != nil {
		return c, err
	}
	statements, err := s.importComments(tx, c, in.Lang, data)
	if err != nil {
		return c, err
	}
	votes, err := s.importVotes(tx, c, data, statements)
	if err != nil {
		return c, err
	}
	if err := recount(tx, c.ID); err != nil {
		return c, err
	}
	if err := saveRemainder(tx, c.ID, remainderOf(data)); err != nil {
		return c, err
	}
	if err := saveProgress(tx, c.ID, progress{counted: int64(votes)}); err != nil {
		return c, err
	}
	if err := job.Queue(tx, mapJob, string(c.ID), 0); err != nil {
		return c, err
	}
	return c, record.Append(tx, who, Imported, c.Ref(), c.Process, data.Votes,
		record.Figure("votes", votes), record.Figure("statements", len(statements)))
}

func (s *Service) importComments(tx *db.Tx, c Conversation, l lang.Tag, data *polisdata.Conversation) (map[int]ref.ID, error) {
	ids := map[int]ref.ID{}
	for _, comment := range data.Comments {
		st := Statement{
			Conversation: c.ID, Number: comment.ID, Words: lang.Say(l, comment.Body), Standing: Accepted,
			Meta: comment.Meta, Proposed: polisTime(comment.Timestamp), Version: 1,
		}
		if comment.Moderated < 0 {
			st.Standing = Rejected
		}
		var err error
		if st.ID, err = tx.NewID(); err != nil {
			return nil, err
		}
		if err := saveStatement(tx, st); err != nil {
			return nil, err
		}
		ids[comment.ID] = st.ID
	}
	return ids, nil
}

// importVotes stores every vote of an export with its place in the order as its
// place in the history, and returns how many there are.
func (s *Service) importVotes(tx *db.Tx, c Conversation, data *polisdata.Conversation, statements map[int]ref.ID) (int, error) {
	people := map[int]ref.ID{}
	events := data.Events()
	if _, err := progressOf(tx, c.ID); err != nil {
		return 0, err
	}
	for i, e := range events {
		statement, ok := statements[e.Comment]
		if !ok {
			return 0, fault.Field("folder", "conversation.polis.unknown-comment", "comment", e.Comment)
		}
		if people[e.Voter] == "" {
			p := Participant{Conversation: c.ID, Label: strconv.Itoa(e.Voter)}
			var err error
			if p.ID, err = tx.NewID(); err != nil {
				return 0, err
			}
			if err := insertParticipant(tx, p, ""); err != nil {
				return 0, err
			}
			people[e.Voter] = p.ID
		}
		v := LastVote{Vote: e.Vote, Ord: int64(i) + 1}
		if err := storeCast(tx, c.ID, people[e.Voter], statement, v); err != nil {
			return 0, err
		}
		if err := storeVote(tx, c.ID, people[e.Voter], statement, v); err != nil {
			return 0, err
		}
	}
	return len(events), nil
}

// polisTime reads a time stamp of Polis, which are in seconds or milliseconds.
func polisTime(stamp int64) time.Time {
	switch {
	case stamp <= 0:
		return time.Time{}
	case stamp > 1e11:
		return time.UnixMilli(stamp).UTC()
	}
	return time.Unix(stamp, 0).UTC()
}

// A remainder is what an export held beside texts and last votes.
type remainder struct {
	Data polisdata.Conversation `json:"data"`
}

// remainderOf keeps an export as it was. Its votes are kept too: they have times
// to the millisecond that are no part of a vote here.
func remainderOf(data *polisdata.Conversation) remainder { return remainder{*data} }

func saveRemainder(tx *db.Tx, conversation ref.ID, r remainder) error {
	text, err := json.Marshal(r)
	if err != nil {
		return err
	}
	return storeRemainder(tx, conversation, string(text))
}
