// Package conversationtest makes sound conversations for anybody's tests.
package conversationtest

import (
	"fmt"
	"testing"

	"penc/internal/deliberate/conversation"
	"penc/internal/gather/process/processtest"
	"penc/internal/ground/access"
	"penc/internal/ground/lang"
	"penc/internal/ground/ref"
	"penc/internal/people/notice"
	"penc/internal/people/role/roletest"
	"penc/internal/platform/db"
	"penc/internal/platform/db/dbtest"
	"penc/internal/talk/moderation"
)

// A House is the conversation room with the rooms below it.
type House struct {
	*processtest.House
	Moderation    *moderation.Service
	Conversations *conversation.Service
}

// New builds the rooms on a database.
func New(d *db.DB) *House {
	h := &House{House: processtest.New(d)}
	notices := notice.New(d, h.People, h.Directory, roletest.Base, roletest.Notice)
	h.Moderation = moderation.New(d, h.People, notices, h.Directory, func(l lang.Tag, key string, _ ...any) string {
		return string(l) + " " + key
	})
	h.Conversations = conversation.New(d, h.Processes, h.Roles, h.Moderation)
	h.Directory.Add(h.Moderation.Feature())
	h.Directory.Add(h.Conversations.Feature())
	return h
}

// Schemas returns the tables of conversations and of what stands below them.
func Schemas(e db.Engine) []db.Schema {
	h := New(nil)
	return append(processtest.Schemas(e),
		db.Schema{Room: "moderation", Files: h.Moderation.Feature().Schema},
		db.Schema{Room: "conversation", Files: h.Conversations.Feature().Schema})
}

// Each runs test on an empty database of each engine, with a house on it.
func Each(t *testing.T, test func(t *testing.T, h *House)) {
	t.Helper()
	t.Run("sqlite", func(t *testing.T) { test(t, SQLite(t)) })
	t.Run("postgres", func(t *testing.T) { test(t, at(t, dbtest.Postgres(t), db.Postgres, dbtest.NewClock())) })
}

// SQLite returns a house on an empty SQLite database.
func SQLite(t testing.TB) *House { return at(t, t.TempDir(), db.SQLite, dbtest.NewClock()) }

// Nodes returns two houses on one empty PostgreSQL database.
func Nodes(t testing.TB) (a, b *House) {
	where, clock := dbtest.Postgres(t), dbtest.NewClock()
	return at(t, where, db.Postgres, clock), at(t, where, db.Postgres, clock)
}

func at(t testing.TB, where string, e db.Engine, c *dbtest.Clock) *House {
	h := New(dbtest.Open(t, where, c, Schemas(e)))
	h.Clock = c
	return h
}

// Plan returns what a convener writes of a sound conversation.
func Plan(process ref.ID) conversation.Plan {
	return conversation.Plan{
		ID: "c1", Process: process, From: lang.French,
		Title:  map[lang.Tag]string{lang.French: "Que demander à l’eau ?", lang.English: "What should we ask of water?"},
		Intro:  map[lang.Tag]string{lang.French: "Dites ce qui compte.", lang.English: "Say what matters."},
		Guests: true, Proposals: true, Review: true,
	}
}

// Opened publishes the process "water" and opens the conversation "c1" in it, with
// n statements.
func (h *House) Opened(t testing.TB, n int, change ...func(*conversation.Plan)) (conversation.Conversation, []conversation.Statement) {
	t.Helper()
	processtest.Published(t, h.Processes, "water")
	plan := Plan("water")
	for _, c := range change {
		c(&plan)
	}
	who := processtest.Convener("water")
	c, err := h.Conversations.Prepare(t.Context(), who, plan)
	if err != nil {
		t.Fatal(err)
	}
	statements := h.Seeded(t, c.ID, n)
	if err := h.Conversations.Begin(t.Context(), access.AtConsole("water"), c.ID); err != nil {
		t.Fatal(err)
	}
	if c, err = h.Conversations.ByID(t.Context(), who, c.ID); err != nil {
		t.Fatal(err)
	}
	return c, statements
}

// Seeded adds n statements to a conversation, each unlike the others.
func (h *House) Seeded(t testing.TB, id ref.ID, n int) []conversation.Statement {
	t.Helper()
	var text string
	for i := range n {
		text += fmt.Sprintf("Proposition%c%c about matter%c%c\n", 'a'+i%26, 'a'+i/26, 'a'+i%26, 'a'+i/26)
	}
	if n == 0 {
		return nil
	}
	sown, err := h.Conversations.Sow(t.Context(), conversation.Voice{Who: access.AtConsole("water")}, conversation.Sowing{
		Conversation: id, From: lang.English, Lines: map[lang.Tag]string{lang.English: text},
	})
	if err != nil {
		t.Fatal(err)
	}
	return sown
}

// Guest returns the voice of somebody without an account.
func Guest(name string) conversation.Voice {
	return conversation.Voice{Guest: conversation.Guest(fmt.Sprintf("%026s", name))}
}

// Voice returns the voice of somebody with an account.
func Voice(person ref.ID) conversation.Voice {
	return conversation.Voice{Who: access.Actor{Person: person, Channel: access.Web}}
}

// Count returns how large a conversation is.
func (h *House) Count(t testing.TB, id ref.ID) conversation.Summary {
	t.Helper()
	m, err := h.Conversations.SummaryOf(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	return m
}
