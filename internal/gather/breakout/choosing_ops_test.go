package breakout_test

import (
	"context"
	"sync"
	"testing"

	"penc/internal/gather/breakout"
	"penc/internal/gather/breakout/breakouttest"
	"penc/internal/gather/meeting"
	"penc/internal/ground/access"
	"penc/internal/ground/fault"
	"penc/internal/ground/ref"
	"penc/internal/platform/db"
)

// refused fails unless err is a fault with a message.
func refused(t *testing.T, err error, message string) {
	t.Helper()
	all := fault.All(err)
	if len(all) == 0 || all[0].Message != message {
		t.Errorf("%v, want %s", err, message)
	}
}

func rooms(t *testing.T, s *breakouttest.Session) map[ref.ID]breakout.Room {
	t.Helper()
	out := map[ref.ID]breakout.Room{}
	err := s.House.DB.Read(t.Context(), func(tx *db.Tx) error {
		all, err := s.House.Breakouts.RoomsTx(tx, s.Meeting.ID)
		for _, r := range all {
			out[r.Breakout.ID] = r
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// capacity gives the first room of a session so many places.
func capacity(t *testing.T, s *breakouttest.Session, places int) {
	t.Helper()
	m, err := s.House.Meetings.ByID(t.Context(), s.Steward, s.Meeting.ID)
	if err != nil {
		t.Fatal(err)
	}
	p := m.Programme.Clone()
	p.Breakouts[0].Capacity = places
	if _, err := s.House.Meetings.SetProgramme(t.Context(), s.Steward, m.ID, p, m.Version); err != nil {
		t.Fatal(err)
	}
}

func TestPeopleChooseAndChangeUntilItIsClosed(t *testing.T) {
	breakouttest.Each(t, func(t *testing.T, h *breakouttest.House) {
		s := h.Choosing(t, 2)
		b, id, who := h.Breakouts, s.Meeting.ID, s.People[0]
		for _, room := range []ref.ID{s.Breakouts[0], s.Breakouts[0], s.Breakouts[2]} {
			if c, err := b.Choose(t.Context(), who, id, room); err != nil || c.Breakout != room {
				t.Fatalf("%+v, %v", c, err)
			}
		}
		if got := rooms(t, s); got[s.Breakouts[0]].People != 0 || got[s.Breakouts[2]].People != 1 {
			t.Errorf("somebody is in two rooms: %+v", got)
		}
		_, err := b.Choose(t.Context(), who, id, "no-such-room")
		refused(t, err, "breakout.unknown")
		_, err = b.Choose(t.Context(), access.Actor{Channel: access.Web}, id, s.Breakouts[0])
		refused(t, err, "attendance.not-here")
		if c, err := b.Choose(t.Context(), who, id, ""); err != nil || c.Breakout != "" {
			t.Fatalf("%+v, %v", c, err)
		}
		if got := rooms(t, s); got[s.Breakouts[2]].People != 0 {
			t.Error("who left is still there")
		}
		_, err = b.Close(t.Context(), who, id)
		refused(t, err, "breakout.run.forbidden")
		if _, err = b.Close(t.Context(), s.Facilitator, id); err != nil {
			t.Fatal(err)
		}
		_, err = b.Choose(t.Context(), who, id, s.Breakouts[1])
		refused(t, err, "breakout.choose.closed")
		if c, err := b.Put(t.Context(), s.Facilitator, id, who.In(s.Process.ID), s.Breakouts[1]); err != nil || !c.Put {
			t.Fatalf("moved by the facilitator: %+v, %v", c, err)
		}
		_, err = b.Put(t.Context(), s.People[1], id, who.In(s.Process.ID), s.Breakouts[0])
		refused(t, err, "breakout.run.forbidden")
		if got := rooms(t, s); got[s.Breakouts[1]].People != 1 || got[s.Breakouts[1]].State != breakout.Closed {
			t.Errorf("%+v", got[s.Breakouts[1]])
		}
	})
}

func TestNobodyChoosesBeforeItIsOpened(t *testing.T) {
	h := breakouttest.Open(t)
	hall := h.House.Open(t)
	who := hall.People(t, 1)[0]
	_, err := h.Breakouts.Choose(t.Context(), who, hall.Meeting.ID, hall.Breakouts[0])
	refused(t, err, "breakout.choose.not-open")
	if _, err := h.Breakouts.Put(t.Context(), hall.Facilitator, hall.Meeting.ID, who.In(hall.Process.ID), hall.Breakouts[0]); err != nil {
		t.Error("a facilitator prepares the rooms:", err)
	}
	m, err := h.Meetings.SetProgramme(t.Context(), hall.Steward, hall.Meeting.ID, meeting.Programme{}, hall.Meeting.Version)
	if err != nil {
		t.Fatal(err)
	}
	_, err = h.Breakouts.Open(t.Context(), hall.Facilitator, m.ID)
	refused(t, err, "breakout.open.none")
}

// TestARoomIsNeverOverfilled has many people, and facilitators who move others,
// want the same places at the same moment.
func TestARoomIsNeverOverfilled(t *testing.T) {
	const people, places = 60, 17
	breakouttest.Each(t, func(t *testing.T, h *breakouttest.House) {
		s := h.Choosing(t, people)
		capacity(t, s, places)
		var wg sync.WaitGroup
		errs := make(chan error, 2*people)
		for i, who := range s.People {
			wg.Go(func() {
				_, err := h.Breakouts.Choose(context.Background(), who, s.Meeting.ID, s.Breakouts[i%2])
				errs <- err
				if i%2 == 1 { // and those who went elsewhere want to come over, or are moved
					if i%4 == 1 {
						_, err = h.Breakouts.Choose(context.Background(), who, s.Meeting.ID, s.Breakouts[0])
					} else {
						_, err = h.Breakouts.Put(context.Background(), s.Facilitator, s.Meeting.ID, who.In(s.Process.ID), s.Breakouts[0])
					}
					errs <- err
				}
			})
		}
		wg.Wait()
		close(errs)
		full := 0
		for err := range errs {
			if err == nil {
				continue
			}
			refused(t, err, "breakout.choose.full")
			full++
		}
		got := rooms(t, s)
		if n := got[s.Breakouts[0]].People; n != places {
			t.Errorf("%d people in a room for %d", n, places)
		}
		if want := people - places; full != want {
			t.Errorf("%d were refused, want %d", full, want)
		}
		in := got[s.Breakouts[0]].People + got[s.Breakouts[1]].People
		var chosen map[ref.ID]ref.ID
		h.DB.Read(t.Context(), func(tx *db.Tx) (err error) {
			chosen, err = h.Breakouts.ChosenTx(tx, s.Meeting.ID)
			return err
		})
		if in != len(chosen) {
			t.Errorf("%d people in rooms, %d choices", in, len(chosen))
		}
	})
}

func TestRapporteursVolunteerOrAreNamed(t *testing.T) {
	breakouttest.Each(t, func(t *testing.T, h *breakouttest.House) {
		s := h.Choosing(t, 6)
		b, id, room := h.Breakouts, s.Meeting.ID, s.Breakouts[0]
		for _, who := range s.People[:5] {
			if _, err := b.Choose(t.Context(), who, id, room); err != nil {
				t.Fatal(err)
			}
		}
		as := func(who access.Actor) ref.ID { return who.In(s.Process.ID) }
		refused(t, b.NameRapporteur(t.Context(), s.People[5], id, room, as(s.People[5])), "breakout.rapporteur.not-inside")
		refused(t, b.NameRapporteur(t.Context(), s.People[0], id, room, as(s.People[1])), "breakout.rapporteur.yourself")
		for i, who := range []access.Actor{s.People[0], s.Facilitator, s.Facilitator} {
			if err := b.NameRapporteur(t.Context(), who, id, room, as(s.People[i])); err != nil {
				t.Fatal(err)
			}
		}
		refused(t, b.NameRapporteur(t.Context(), s.People[3], id, room, as(s.People[3])), "breakout.rapporteur.enough")
		if got := rooms(t, s)[room]; got.Rapporteur != as(s.People[0]) || len(got.Rapporteurs) != 3 {
			t.Errorf("%+v", got)
		}
		// Who goes to another room no longer reports for this one.
		if _, err := b.Choose(t.Context(), s.People[0], id, s.Breakouts[1]); err != nil {
			t.Fatal(err)
		}
		refused(t, b.StepDown(t.Context(), s.People[3], id, room, as(s.People[1])), "breakout.run.forbidden")
		if err := b.StepDown(t.Context(), s.People[1], id, room, as(s.People[1])); err != nil {
			t.Fatal(err)
		}
		if got := rooms(t, s)[room]; got.Rapporteur != as(s.People[2]) || len(got.Rapporteurs) != 1 {
			t.Errorf("%+v", got)
		}
	})
}
