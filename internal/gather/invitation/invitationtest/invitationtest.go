// Package invitationtest sets up an address book and missing voices for anybody's
// tests.
package invitationtest

import (
	"testing"

	"penc/internal/gather/invitation"
	"penc/internal/gather/process/processtest"
	"penc/internal/ground/access"
	"penc/internal/ground/lang"
	"penc/internal/ground/ref"
	"penc/internal/people/notice"
	"penc/internal/people/role"
	"penc/internal/people/role/roletest"
	"penc/internal/platform/db"
	"penc/internal/platform/db/dbtest"
	"penc/internal/platform/mail"
)

// A House is a house of processes with the room of invitations.
type House struct {
	*processtest.House
	Invitations *invitation.Service
	write       invitation.Write
	pose        invitation.Pose
}

// Say has mails written otherwise than as their link.
func (h *House) Say(write invitation.Write, pose invitation.Pose) { h.write, h.pose = write, pose }

// Schemas returns the tables of invitations and of what stands below them.
func Schemas(e db.Engine) []db.Schema {
	return append(processtest.Schemas(e), db.Schema{Room: "invitation", Files: new(invitation.Service).Feature().Schema})
}

// Each runs test on an empty database of each engine, with a house on it.
func Each(t *testing.T, test func(t *testing.T, h *House)) {
	t.Helper()
	t.Run("sqlite", func(t *testing.T) { test(t, at(t, t.TempDir(), db.SQLite)) })
	t.Run("postgres", func(t *testing.T) { test(t, at(t, dbtest.Postgres(t), db.Postgres)) })
}

// SQLite returns a house on an empty SQLite database.
func SQLite(t testing.TB) *House { return at(t, t.TempDir(), db.SQLite) }

func at(t testing.TB, where string, e db.Engine) *House {
	c := dbtest.NewClock()
	h := New(dbtest.Open(t, where, c, Schemas(e)))
	h.Clock = c
	return h
}

// New builds the rooms on a database.
func New(d *db.DB) *House {
	h := &House{House: processtest.New(d), write: Write, pose: Pose}
	notices := notice.New(d, h.People, h.Directory, roletest.Base, roletest.Notice)
	h.Invitations = invitation.New(d, h.Processes, h.Roles, h.People, h.Orgs, notices, h.Directory,
		func(e invitation.Envelope) role.Letter { return h.write(e) },
		func(q invitation.Question) role.Letter { return h.pose(q) })
	h.Directory.Add(h.Invitations.Feature())
	return h
}

// Write writes a letter as its link and what the convener wrote.
func Write(e invitation.Envelope) role.Letter {
	kind := "Invitation "
	if e.Reminder {
		kind = "Reminder "
	}
	return role.Letter{Subject: kind + e.Subject, Text: e.Text + "\n" + e.Token, Reason: e.Process.String()}
}

// Pose writes the question to a third person as its link.
func Pose(q invitation.Question) role.Letter {
	return role.Letter{Subject: "Question", Text: q.By + "\n" + q.Referral.Why + "\n" + q.Token}
}

// Convener makes an account that convenes a process and returns who acts with it.
func (h *House) Convener(t testing.TB, process ref.ID, email string) access.Actor {
	t.Helper()
	return h.Holding(t, process, email, access.Convener)
}

// Holding makes an account with a role on a process.
func (h *House) Holding(t testing.TB, process ref.ID, email, name string) access.Actor {
	t.Helper()
	who := h.Person(t, email)
	if _, err := h.Roles.Give(t.Context(), access.AtConsole(process), process, who.Person, name); err != nil {
		t.Fatal(err)
	}
	return h.Actor(t, who.Person)
}

// Contact writes a contact down.
func (h *House) Contact(t testing.TB, who access.Actor, process ref.ID, in invitation.Card) invitation.Contact {
	t.Helper()
	if in.Lang == "" {
		in.Lang = lang.French
	}
	c, err := h.Invitations.Add(t.Context(), who, process, in)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// Mails returns the mails to an address, oldest first.
func (h *House) Mails(t testing.TB, address string) []mail.Message {
	t.Helper()
	var out []mail.Message
	err := h.DB.Read(t.Context(), func(tx *db.Tx) error {
		all, err := mail.Recent(tx, 1000)
		for i := len(all) - 1; i >= 0; i-- {
			if all[i].To == address {
				out = append(out, all[i])
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}
