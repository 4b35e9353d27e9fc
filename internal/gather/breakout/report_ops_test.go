package breakout_test

import (
	"context"
	"slices"
	"sync"
	"testing"
	"time"

	"penc/internal/gather/breakout"
	"penc/internal/gather/breakout/breakouttest"
	"penc/internal/ground/access"
	"penc/internal/ground/lang"
	"penc/internal/ground/ref"
	"penc/internal/platform/db"
	"penc/internal/platform/feature"
	"penc/internal/platform/record"
)

func reported(t *testing.T, s *breakouttest.Session) (out []breakout.Reported) {
	t.Helper()
	err := s.House.DB.Read(t.Context(), func(tx *db.Tx) (err error) {
		out, err = s.House.Breakouts.ReportedTx(tx, s.Meeting.ID)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func points(t *testing.T, s *breakouttest.Session) (out []breakout.Point) {
	t.Helper()
	err := s.House.DB.Read(t.Context(), func(tx *db.Tx) (err error) {
		out, err = s.House.Breakouts.PointsTx(tx, s.Meeting.ID)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestAReportBackIsFiledAndAmended(t *testing.T) {
	breakouttest.Each(t, func(t *testing.T, h *breakouttest.House) {
		s := h.Filed(t, 12, false)
		got := reported(t, s)
		if len(got) != 6 || got[0].Breakout != s.Breakouts[0] || got[3].Breakout != s.Breakouts[1] {
			t.Fatalf("%+v", got)
		}
		first := got[0]
		if first.Text.String() != "Une caisse commune" || first.Support != 1 || first.Room.String() != "Puits" || sum(first.Groups) != 6 {
			t.Errorf("%+v", first)
		}
		room, who := s.Breakouts[0], s.Rapporteurs[s.Breakouts[0]]
		body := rooms(t, s)[room].Report.Standing().Body
		body.Lines = slices.Clone(body.Lines[:2])
		body.Lines[0].Text = lang.Say(lang.French, "Une caisse commune, tenue par un comité")
		r, v, err := h.Breakouts.Write(t.Context(), who, s.Meeting.ID, room, breakout.Writing{Of: 1, Body: body, Note: "précisé en plénière"})
		if err != nil || !v.Filed || len(r.Versions) != 2 || !r.Amended() {
			t.Fatalf("%+v, %v", r, err)
		}
		again := reported(t, s)
		if len(again) != 5 || again[0].ID != first.ID || again[0].Text.String() == first.Text.String() {
			t.Errorf("%+v", again)
		}
		kinds := h.Kinds(t, s.Process.ID)
		if !slices.Contains(kinds, breakout.ReportedBack) || kinds[len(kinds)-1] != breakout.Amended {
			t.Errorf("%v", kinds)
		}
		_, _, err = h.Breakouts.Write(t.Context(), s.In[room][1], s.Meeting.ID, room, breakout.Writing{Of: 2, Body: body})
		refused(t, err, "breakout.report.not-rapporteur")
		_, _, err = h.Breakouts.Write(t.Context(), s.Facilitator, s.Meeting.ID, s.Breakouts[2], breakout.Writing{
			File: true, Way: breakout.Paper, Body: breakouttest.Body("Relevé sur papier"),
		})
		if err != nil || len(reported(t, s)) != 6 {
			t.Errorf("from paper: %v", err)
		}
	})
}

func sum(groups map[ref.ID]int) (n int) {
	for _, k := range groups {
		n += k
	}
	return n
}

// TestNothingThatRapporteursWriteIsLost has several people save from the same
// version at the same moment.
func TestNothingThatRapporteursWriteIsLost(t *testing.T) {
	breakouttest.Each(t, func(t *testing.T, h *breakouttest.House) {
		s := h.Session(t, 8)
		room := s.Breakouts[0]
		second := s.In[room][1]
		if err := h.Breakouts.NameRapporteur(t.Context(), second, s.Meeting.ID, room, second.In(s.Process.ID)); err != nil {
			t.Fatal(err)
		}
		texts := []string{"du premier", "de la deuxième", "de la facilitation"}
		var wg sync.WaitGroup
		for i, who := range []access.Actor{s.Rapporteurs[room], second, s.Facilitator} {
			wg.Go(func() {
				_, _, err := h.Breakouts.Write(context.Background(), who, s.Meeting.ID, room, breakout.Writing{
					File: true, Way: breakout.Rapporteur, Body: breakouttest.Body(texts[i]),
				})
				if err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		r := rooms(t, s)[room].Report
		if len(r.Versions) != 3 || len(r.Beside()) != 2 || !r.Filed() {
			t.Fatalf("%+v", r)
		}
		for _, text := range texts {
			if !slices.ContainsFunc(r.Versions, func(v breakout.Version) bool { return v.Lines[0].Text.String() == text }) {
				t.Errorf("%q is lost", text)
			}
		}
		chosen := r.Beside()[1]
		got, v, err := h.Breakouts.Settle(t.Context(), second, s.Meeting.ID, room, chosen.Number, r.Standing().Number, []int{r.Beside()[0].Number, chosen.Number})
		if err != nil || len(got.Beside()) != 0 || !v.Equal(chosen.Body) {
			t.Fatalf("%+v, %v", got, err)
		}
		if all := reported(t, s); len(all) != 1 || all[0].ID != chosen.Lines[0].ID {
			t.Errorf("%+v", all)
		}
	})
}

func TestAnActThatArrivesTwiceIsCarriedOutOnce(t *testing.T) {
	breakouttest.Each(t, func(t *testing.T, h *breakouttest.House) {
		s := h.Session(t, 4)
		room := s.Breakouts[0]
		who := s.Rapporteurs[room]
		who.Act = "from-a-phone"
		before := len(points(t, s))
		in := breakout.Point{Meeting: s.Meeting.ID, Breakout: room, Text: "Un forage", Lang: lang.French, Happened: h.Clock.Now().Add(-time.Hour)}
		var ids []ref.ID
		for range 3 {
			p, err := h.Breakouts.Collect(t.Context(), who, in)
			if err != nil {
				t.Fatal(err)
			}
			ids = append(ids, p.ID)
			if came := s.Present(t, who).In; !p.Happened.Equal(came) {
				t.Errorf("it happened at %v, but they came at %v", p.Happened, came)
			}
		}
		if len(points(t, s)) != before+1 || ids[0] != ids[2] {
			t.Errorf("%v", ids)
		}
		in.Text = "Deux forages" // corrected on the phone, before the answer came
		if p, err := h.Breakouts.Collect(t.Context(), who, in); err != nil || p.ID != ids[0] || p.Text != in.Text {
			t.Errorf("%+v, %v", p, err)
		}
		write := func(text string) (breakout.ReportBack, breakout.Version) {
			r, v, err := h.Breakouts.Write(t.Context(), who, s.Meeting.ID, room, breakout.Writing{Body: breakouttest.Body(text)})
			if err != nil {
				t.Fatal(err)
			}
			return r, v
		}
		write("brouillon")
		if r, v := write("brouillon"); len(r.Versions) != 1 || v.Number != 1 {
			t.Errorf("%+v", r)
		}
		if r, v := write("brouillon corrigé"); len(r.Versions) != 2 || v.Standing != breakout.Stands {
			t.Errorf("%+v", r)
		}
		if r, _ := write("brouillon corrigé"); len(r.Versions) != 2 {
			t.Errorf("%+v", r)
		}
	})
}

func TestPointsAreTakenBackByTheirAuthors(t *testing.T) {
	breakouttest.Each(t, func(t *testing.T, h *breakouttest.House) {
		s := h.Session(t, 6)
		mine := points(t, s)[0]
		_, err := h.Breakouts.Withdraw(t.Context(), s.People[2], s.Meeting.ID, mine.ID)
		refused(t, err, "breakout.point.not-yours")
		for range 2 {
			if p, err := h.Breakouts.Withdraw(t.Context(), s.People[0], s.Meeting.ID, mine.ID); err != nil || p.Stands() {
				t.Fatalf("%+v, %v", p, err)
			}
		}
		if got := points(t, s); len(got) != 5 || slices.ContainsFunc(got, func(p breakout.Point) bool { return p.ID == mine.ID }) {
			t.Errorf("%+v", got)
		}
	})
}

func TestPointsAreCountedInOneFact(t *testing.T) {
	breakouttest.Each(t, func(t *testing.T, h *breakouttest.House) {
		s := h.Session(t, 6)
		count := func() (out []record.Fact) {
			t.Helper()
			h.Clock.Advance(time.Minute)
			for _, c := range h.Breakouts.Feature().Clocks {
				if err := c.Do(t.Context()); err != nil {
					t.Fatal(err)
				}
			}
			err := h.DB.Read(t.Context(), func(tx *db.Tx) error {
				all, err := record.Of(tx, s.Process.ID, 0, 1000)
				for _, f := range all {
					if f.Kind == breakout.PointsCollected {
						out = append(out, f)
					}
				}
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
			return out
		}
		if got := count(); len(got) != 1 || got[0].Figures["points"] != 6 || got[0].Subject != s.Meeting.Ref() {
			t.Fatalf("%+v", got)
		}
		if got := count(); len(got) != 1 {
			t.Errorf("counted twice: %+v", got)
		}
		if _, err := h.Breakouts.Withdraw(t.Context(), s.People[0], s.Meeting.ID, points(t, s)[0].ID); err != nil {
			t.Fatal(err)
		}
		if got := count(); len(got) != 2 || got[0].Figures["withdrawn"] != 1 || got[0].Figures["points"] != 0 {
			t.Errorf("%+v", got)
		}
	})
}

func TestPeopleLeaveWithTheirWords(t *testing.T) {
	breakouttest.Each(t, func(t *testing.T, h *breakouttest.House) {
		s := h.Choosing(t, 0)
		awa := s.CheckedIn(t, s.Account(t, "awa@example.sn"), s.Groups[0])
		s.Choose(t, awa, s.Breakouts[0])
		s.Point(t, awa, s.Breakouts[0], "Mes mots")
		f := h.Breakouts.Feature()
		export := func() (v any) {
			t.Helper()
			err := h.DB.Read(t.Context(), func(tx *db.Tx) (err error) {
				v, err = f.Export(tx, awa.Person)
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
			return v
		}
		if export() == nil {
			t.Fatal("nothing is exported")
		}
		erase := func(words bool) {
			t.Helper()
			err := h.DB.Write(t.Context(), func(tx *db.Tx) error { return f.Erase(tx, awa.Person, feature.Wish{Words: words}) })
			if err != nil {
				t.Fatal(err)
			}
		}
		if erase(false); len(points(t, s)) != 1 {
			t.Error("words went against the wish of their author")
		}
		if erase(true); len(points(t, s)) != 0 || rooms(t, s)[s.Breakouts[0]].People != 1 {
			t.Error("words stayed, or the count changed")
		}
	})
}

func TestWhatWhoSees(t *testing.T) {
	h := breakouttest.Open(t)
	s := h.Filed(t, 24, false)
	room := s.Breakouts[0]
	see := func(who access.Actor) breakout.Chamber {
		t.Helper()
		c, err := h.Breakouts.Chamber(t.Context(), who, s.Meeting.ID, room)
		if err != nil {
			t.Fatal(err)
		}
		return c
	}
	if c := see(s.Facilitator); c.Room.People != 12 || len(c.Inside) != 12 || len(c.Points) != 12 || !c.MayWrite() || len(c.Names) != 12 {
		t.Errorf("facilitator: %+v", c)
	}
	if c := see(s.People[0]); c.Room.People != 12 || len(c.Inside) != 0 || len(c.Points) != 12 || c.Room.ByGroup != nil || len(c.Names) != 1 || !c.MayWrite() {
		t.Errorf("rapporteur: %+v", c)
	}
	if c := see(s.People[1]); c.Choice.Breakout == room || c.MayWrite() {
		t.Errorf("somebody in another room: %+v", c)
	}
	if c := see(access.Actor{Channel: access.Web}); c.Room.People != 0 || c.Points != nil || c.Names != nil || !c.Room.Filed() || c.Room.Rapporteur != "" {
		t.Errorf("stranger: %+v", c)
	}
}
