package hall_test

import (
	"context"
	"slices"
	"sync"
	"testing"
	"time"

	"penc/internal/gather/attendance"
	"penc/internal/gather/hall"
	"penc/internal/gather/hall/halltest"
	"penc/internal/gather/process"
	"penc/internal/gather/process/processtest"
	"penc/internal/ground/access"
	"penc/internal/ground/fault"
	"penc/internal/ground/ref"
	"penc/internal/platform/db"
	"penc/internal/platform/feature"
	"penc/internal/platform/record"
)

// facts returns the kinds of facts of this room, in their order.
func facts(t *testing.T, h *halltest.House) (kinds []string, all []record.Fact) {
	t.Helper()
	err := h.DB.Read(t.Context(), func(tx *db.Tx) error {
		facts, err := record.After(tx, 0, 10000)
		for _, f := range facts {
			if len(f.Kind) > 5 && f.Kind[:5] == "hall." {
				kinds, all = append(kinds, f.Kind), append(all, f)
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return kinds, all
}

func see(t *testing.T, hl *halltest.Hall, who access.Actor) hall.Scene {
	t.Helper()
	s, err := hl.House.Halls.See(t.Context(), who, hl.Meeting.ID)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func refused(t *testing.T, err error, message string) {
	t.Helper()
	if all := fault.All(err); len(all) == 0 || all[0].Message != message {
		t.Errorf("%v, want %s", err, message)
	}
}

func TestOneQueueForRoomAndRemote(t *testing.T) {
	halltest.Each(t, func(t *testing.T, h *halltest.House) {
		hl := h.OpenHall(t)
		id, halls, ctx := hl.Meeting.ID, h.Halls, t.Context()
		people := hl.People(t, 8)
		for _, who := range people[:4] { // the fourth is remote
			hl.Asks(t, who)
		}
		first := hl.Asks(t, people[0])
		s := see(t, hl, people[3])
		if len(s.Queue) != 4 || s.Queue[0].ID != first.ID || s.Place(s.Me.Participant) != 4 || s.Mine == nil || s.Mine.Mode != attendance.Remote {
			t.Fatalf("%+v", s.Queue)
		}
		refused(t, halls.GiveFloor(ctx, people[0], id, first.ID), "hall.run.team-only")
		stranger := access.Actor{}
		_, err := halls.Ask(ctx, stranger, id, "")
		refused(t, err, "attendance.not-here")
		_, err = halls.Ask(ctx, people[0], id, s.Me.Participant)
		refused(t, err, "hall.run.team-only")

		if err := halls.GiveFloor(ctx, hl.Facilitator, id, first.ID); err != nil {
			t.Fatal(err)
		}
		h.Clock.Advance(90 * time.Second)
		next := s.Queue[2] // out of turn: the facilitator may
		if err := halls.GiveFloor(ctx, hl.Facilitator, id, next.ID); err != nil {
			t.Fatal(err)
		}
		s = see(t, hl, people[0])
		if s.Floor == nil || s.Floor.ID != next.ID || s.Mine != nil || len(s.Turns) != 2 || s.Turns[0].Seconds() != 90 || s.Turns[0].Item != "opening" {
			t.Fatalf("%+v", s.Turns)
		}
		// Undoing gives the floor back, and the clock goes on as if nothing had been.
		if err := halls.Undo(ctx, hl.Facilitator, id, s.Last.ID); err != nil {
			t.Fatal(err)
		}
		s = see(t, hl, people[0])
		if s.Floor == nil || s.Floor.ID != first.ID || len(s.Queue) != 3 || len(s.Turns) != 1 {
			t.Fatalf("%+v", s.Requests)
		}
		if err := halls.EndTurn(ctx, people[0], id, first.ID); err != nil { // who speaks may end
			t.Fatal(err)
		}
		if err := halls.EndTurn(ctx, hl.Facilitator, id, first.ID); err != nil {
			t.Errorf("ending twice: %v", err)
		}
		if err := halls.Skip(ctx, hl.Facilitator, id, s.Queue[0].ID); err != nil {
			t.Fatal(err)
		}
		skip := see(t, hl, hl.Facilitator).Last
		hl.Asks(t, people[1]) // asks again
		refused(t, halls.Undo(ctx, hl.Facilitator, id, skip.ID), "hall.undo.moved")
		if err := halls.Withdraw(ctx, people[2], id, next.ID); err != nil {
			t.Fatal(err)
		}
		refused(t, halls.Withdraw(ctx, people[3], id, see(t, hl, people[1]).Mine.ID), "hall.run.team-only")
		// Somebody without a phone is entered.
		quiet := people[6].In(hl.Process.ID)
		if q, err := halls.Ask(ctx, hl.Facilitator, id, quiet); err != nil || q.Participant != quiet || q.EnteredBy == "" {
			t.Errorf("%+v, %v", q, err)
		}
		// Who leaves waits outside the queue.
		if _, err := h.Attendance.CheckOut(ctx, people[3], id, people[3].In(hl.Process.ID), time.Time{}); err != nil {
			t.Fatal(err)
		}
		s = see(t, hl, hl.Facilitator)
		if len(s.Queue) != 2 || s.Place(people[3].In(hl.Process.ID)) != 0 {
			t.Errorf("%+v", s.Queue)
		}
	})
}

func TestTurnsAreCountedAtTheEndOfAnItem(t *testing.T) {
	halltest.Each(t, func(t *testing.T, h *halltest.House) {
		hl := h.OpenHall(t)
		people := hl.People(t, 4)
		hl.Speaks(t, people[0], time.Minute)
		hl.Speaks(t, people[3], 30*time.Second)
		hl.Begin(t, "breakouts")
		hl.Begin(t, "breakouts")
		hl.Begin(t, "report-back")
		left := hl.Asks(t, people[1])
		hl.Asks(t, people[2])
		if err := h.Halls.GiveFloor(t.Context(), hl.Steward, hl.Meeting.ID, left.ID); err != nil {
			t.Fatal(err)
		}
		if _, err := h.Halls.End(t.Context(), hl.Facilitator, hl.Meeting.ID); err != nil {
			t.Fatal(err)
		}
		kinds, all := facts(t, h)
		want := []string{hall.OpenedIt, hall.ItemBegun, hall.TurnsCounted, hall.ItemBegun, hall.ItemBegun, hall.TurnsCounted, hall.EndedIt}
		if !slices.Equal(kinds, want) {
			t.Fatalf("%v, want %v", kinds, want)
		}
		if f := all[2].Figures; f["turns"] != 2 || f["seconds"] != 90 || f["remote"] != 1 {
			t.Errorf("%v", f)
		}
		err := h.DB.Read(t.Context(), func(tx *db.Tx) error {
			turns, err := h.Halls.TurnsTx(tx, hl.Meeting.ID)
			if err != nil {
				return err
			}
			if ok, err := record.Verify(tx, all[2].Seq, turns[:2]); !ok || err != nil {
				t.Errorf("the digest does not seal the turns: %v", err)
			}
			items, err := h.Halls.ItemsTx(tx, hl.Meeting.ID)
			if err != nil || len(items) != 3 || items[0].Item != "opening" || items[2].Runs[0].Ended.IsZero() {
				t.Errorf("%+v, %v", items, err)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		s := see(t, hl, people[2])
		if s.State != hall.Ended || s.Mine != nil || s.Requests[len(s.Requests)-1].Standing != hall.Unheard || s.Floor != nil {
			t.Errorf("%+v", s.Requests)
		}
		_, err = h.Halls.Ask(t.Context(), people[2], hl.Meeting.ID, "")
		refused(t, err, "hall.not-open")
		if again, err := h.Halls.Open(t.Context(), hl.Facilitator, hl.Meeting.ID); err != nil || again.State != hall.Open {
			t.Errorf("opened again: %+v, %v", again, err)
		}
	})
}

func TestTemperatureIsForgottenByNameWhenItCloses(t *testing.T) {
	halltest.Each(t, func(t *testing.T, h *halltest.House) {
		hl := h.OpenHall(t)
		id, ctx := hl.Meeting.ID, t.Context()
		people := hl.People(t, 15)
		check, err := h.Halls.TakeTemperature(ctx, hl.Facilitator, id, hall.Temperature{Question: processtest.Words("Q ?", "Q?"), Scale: hall.Warmth})
		if err != nil {
			t.Fatal(err)
		}
		_, err = h.Halls.TakeTemperature(ctx, hl.Facilitator, id, hall.Temperature{Question: processtest.Words("Q ?", "Q?"), Scale: hall.Warmth})
		refused(t, err, "hall.temperature.running")
		var wg sync.WaitGroup
		for i, who := range people { // everybody at once, and everybody twice
			for _, step := range []int{5, 1 + i%2} {
				wg.Go(func() {
					if err := h.Halls.Answer(context.Background(), who, id, check.ID, step); err != nil {
						t.Error(err)
					}
				})
			}
		}
		wg.Wait()
		for i, who := range people { // changed once more, so that the result is known
			if err := h.Halls.Answer(ctx, who, id, check.ID, 1+i%2); err != nil {
				t.Fatal(err)
			}
		}
		if s := see(t, hl, people[1]); s.Answer != 2 || s.Screen.View != hall.ShowTemperature || s.Temperatures[0].Answers != 15 {
			t.Errorf("answer %d, view %s, %d answers", s.Answer, s.Screen.View, s.Temperatures[0].Answers)
		}
		refused(t, h.Halls.Answer(ctx, people[0], id, check.ID, 6), "hall.temperature.step")
		refused(t, h.Halls.Answer(ctx, access.Actor{}, id, check.ID, 1), "attendance.not-here")
		done, err := h.Halls.CloseTemperature(ctx, hl.Facilitator, id, check.ID)
		if err != nil || done.Answers != 15 || !slices.Equal(done.Steps, []int{8, 7, 0, 0, 0}) || len(done.ByGroup) != 3 {
			t.Fatalf("%+v, %v", done, err)
		}
		refused(t, h.Halls.Answer(ctx, people[0], id, check.ID, 1), "hall.temperature.over")
		if s := see(t, hl, people[1]); s.Answer != 0 {
			t.Error("who answered what is still known")
		}
		kinds, all := facts(t, h)
		if kinds[len(kinds)-1] != hall.TemperatureTaken || all[len(all)-1].Figures["answers"] != 15 {
			t.Errorf("%v", kinds)
		}
	})
}

func TestDecisionsAndParkedMattersKeepTheirHistory(t *testing.T) {
	halltest.Each(t, func(t *testing.T, h *halltest.House) {
		hl := h.OpenHall(t)
		ctx := t.Context()
		rules := process.Rules{Part: process.Part{Process: hl.Process.ID}, Kind: process.GroundRules, Text: processtest.Words("Écouter.", "Listen.")}
		if _, err := h.Processes.Adopt(ctx, hl.Steward, rules); err != nil {
			t.Fatal(err)
		}
		d := hl.Decides(t, "Les compteurs d’abord.", "Meters first.")
		if d.GroundRules.Number == 0 || d.Policy.Number != 0 || d.Item != "opening" {
			t.Errorf("%+v", d)
		}
		in := d
		in.Text, in.Reason = processtest.Words("Les puits d’abord.", "Wells first."), processtest.Words("mal entendu", "misheard")
		_, err := h.Halls.Correct(ctx, hl.People(t, 1)[0], in)
		refused(t, err, "hall.run.team-only")
		if _, err := h.Halls.Correct(ctx, hl.Facilitator, in); err != nil {
			t.Fatal(err)
		}
		_, err = h.Halls.Correct(ctx, hl.Facilitator, in)
		refused(t, err, "hall.decision.changed")
		if got, err := h.Halls.Decision(ctx, access.Actor{}, d.ID); err != nil || len(got.History) != 2 ||
			got.History[0].Text.Words("en") != "Meters first." || got.Text.Words("en") != "Wells first." || got.History[1].Reason.Words("fr") != "mal entendu" {
			t.Errorf("%+v, %v", got, err)
		}
		p := hl.Parks(t, "Qui paie ?", "Who pays?")
		if p, err = h.Halls.Settle(ctx, hl.Facilitator, p.ID, hall.Dropped, processtest.Words("hors sujet", "off topic"), p.Version); err != nil || p.Fate != hall.Dropped {
			t.Errorf("%+v, %v", p, err)
		}
		kinds, _ := facts(t, h)
		if want := []string{hall.Decided, hall.Corrected, hall.ParkedIt, hall.DroppedIt}; !slices.Equal(kinds[2:], want) {
			t.Errorf("%v, want %v", kinds[2:], want)
		}
	})
}

func TestALeaverIsTakenOutOfTheQueue(t *testing.T) {
	halltest.Each(t, func(t *testing.T, h *halltest.House) {
		hl := h.OpenHall(t)
		who := hl.CheckedIn(t, hl.Account(t, "amina@example.sn", access.Member), hl.Groups[0])
		hl.Speaks(t, who, time.Minute)
		hl.Asks(t, who)
		var export map[string]any
		err := h.DB.Write(t.Context(), func(tx *db.Tx) (err error) {
			if export, err = h.Directory.Export(tx, who.Person); err != nil {
				return err
			}
			return h.Directory.Erase(tx, who.Person, feature.Wish{})
		})
		if err != nil || export["hall"] == nil {
			t.Fatalf("%v, %v", export["hall"], err)
		}
		h.DB.Bell(attendance.Live(hl.Meeting.ID)).Ring(1)
		if s := see(t, hl, hl.Steward); len(s.Queue) != 0 || len(s.Turns) != 1 || s.Turns[0].Seconds() != 60 {
			t.Errorf("%+v", s.Requests)
		}
	})
}

// TestOneFloor has many facilitators give the floor at the same moment: one person
// has it, and every turn is one stretch of time.
func TestOneFloor(t *testing.T) {
	halltest.Each(t, func(t *testing.T, h *halltest.House) {
		hl := h.OpenHall(t)
		var asks []ref.ID
		for _, who := range hl.People(t, 6) {
			asks = append(asks, hl.Asks(t, who).ID)
		}
		var wg sync.WaitGroup
		for _, q := range asks {
			wg.Go(func() {
				if err := h.Halls.GiveFloor(context.Background(), hl.Steward, hl.Meeting.ID, q); err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		s := see(t, hl, hl.Steward)
		if s.Floor == nil || len(s.Turns) != 6 || len(s.Queue) != 0 {
			t.Fatalf("%+v", s.Requests)
		}
		for i, turn := range s.Turns[:5] {
			if turn.Ended.IsZero() || turn.Ended.After(s.Turns[i+1].Began) {
				t.Errorf("turn %d: %+v", i, turn)
			}
		}
	})
}

func TestWhoRunsAnotherProcessDoesNotRunThisHall(t *testing.T) {
	h := halltest.Open(t)
	hl := h.OpenHall(t)
	other := access.Actor{Person: "x"}.With(access.Facilitator, ref.To("process", "other"))
	_, err := h.Halls.End(t.Context(), other, hl.Meeting.ID)
	refused(t, err, "hall.run.team-only")
	moderator := access.Actor{Person: "x"}.With(access.Facilitator, hl.Meeting.Ref())
	if _, err := h.Halls.Sort(t.Context(), moderator, hl.Meeting.ID, hall.LeastHeard); err != nil {
		t.Errorf("the remote moderator: %v", err)
	}
	_, err = h.Halls.See(t.Context(), access.Actor{}, "none")
	if fault.KindOf(err) != fault.NotFound {
		t.Error(err)
	}
}
