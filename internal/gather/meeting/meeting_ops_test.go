package meeting_test

import (
	"fmt"
	"reflect"
	"slices"
	"sync"
	"testing"

	"penc/internal/gather/meeting"
	"penc/internal/gather/meeting/meetingtest"
	"penc/internal/gather/process/processtest"
	"penc/internal/ground/access"
	"penc/internal/ground/fault"
	"penc/internal/ground/ref"
	"penc/internal/ground/when"
	"penc/internal/platform/db"
	"penc/internal/platform/record"
	"penc/internal/platform/search"
)

func TestAMeetingIsConvenedChangedAndCancelled(t *testing.T) {
	meetingtest.Each(t, func(t *testing.T, h *meetingtest.House) {
		processtest.Published(t, h.Processes, "water")
		before := len(h.Kinds(t, "water"))
		who := processtest.Holding(access.Facilitator, "water")
		m, err := h.Meetings.Convene(t.Context(), who, meetingtest.Sound("water"))
		if err != nil {
			t.Fatal(err)
		}
		in := m
		in.Dates.Start = "2026-05-05"
		if m, err = h.Meetings.Change(t.Context(), who, in); err != nil {
			t.Fatal(err)
		}
		programme := meeting.Programme{
			Agenda:    []meeting.AgendaItem{{Title: processtest.Words("Accueil", "Welcome"), Presenters: []string{"Awa"}}, {Title: processtest.Words("Ateliers", "Breakouts")}},
			Breakouts: []meeting.Breakout{{Title: processtest.Words("Rive", "Bank")}},
			Outcomes:  []meeting.Outcome{{Text: processtest.Words("Une liste", "A list")}},
		}
		if m, err = h.Meetings.SetProgramme(t.Context(), who, m.ID, programme, m.Version); err != nil {
			t.Fatal(err)
		}
		if m.Agenda[0].ID == "" || m.Agenda[0].ID == m.Agenda[1].ID || programme.Agenda[0].ID != "" {
			t.Errorf("ids: %q, %q; given %q", m.Agenda[0].ID, m.Agenda[1].ID, programme.Agenda[0].ID)
		}
		reason := processtest.Words("Grève", "Strike")
		done, err := h.Meetings.Cancel(t.Context(), who, m.ID, reason, m.Version)
		if err != nil {
			t.Fatal(err)
		}
		now, err := h.Meetings.ByID(t.Context(), access.Actor{}, m.ID)
		if err != nil || !reflect.DeepEqual(now, done) {
			t.Errorf("stored\n%+v, want\n%+v, %v", now, done, err)
		}
		if now.State != meeting.Cancelled || now.Version != 4 || now.Sequence != 2 || now.Dates.Start != "2026-05-05" || len(now.Agenda) != 2 {
			t.Errorf("became %+v", now)
		}
		facts := h.Kinds(t, "water")[before:]
		if want := []string{meeting.Convened, meeting.Changed, meeting.AgendaSet, meeting.CancelledIt}; !slices.Equal(facts, want) {
			t.Errorf("facts %v, want %v", facts, want)
		}
		if _, err := h.Meetings.Cancel(t.Context(), who, m.ID, reason, now.Version); fault.KindOf(err) != fault.Closed {
			t.Errorf("cancelled twice: %v", err)
		}
	})
}

func TestTwoEditorsChangeTheSameMeeting(t *testing.T) {
	meetingtest.Each(t, func(t *testing.T, h *meetingtest.House) {
		processtest.Published(t, h.Processes, "water")
		m := meetingtest.Convened(t, h, "water")
		var wg sync.WaitGroup
		faults := make([]error, 2)
		for i := range faults {
			wg.Go(func() {
				in := m
				in.Theme = processtest.Words(fmt.Sprint("Thème ", i), fmt.Sprint("Theme ", i))
				_, faults[i] = h.Meetings.Change(t.Context(), processtest.Convener("water"), in)
			})
		}
		wg.Wait()
		if (faults[0] == nil) == (faults[1] == nil) {
			t.Fatalf("%v and %v: want one to be refused", faults[0], faults[1])
		}
		now, err := h.Meetings.ByID(t.Context(), access.Actor{}, m.ID)
		if err != nil || now.Version != 2 {
			t.Errorf("version %d, %v", now.Version, err)
		}
		for i, err := range faults {
			if err != nil && fault.KindOf(err) != fault.Conflict {
				t.Errorf("editor %d: %v", i, err)
			}
			if saved := now.Theme.Words("fr") == fmt.Sprint("Thème ", i); saved != (err == nil) {
				t.Errorf("editor %d: saved %v, %v", i, saved, err)
			}
		}
		// Whoever was writing the programme is told too.
		if _, err := h.Meetings.SetProgramme(t.Context(), processtest.Convener("water"), m.ID, meeting.Programme{}, m.Version); fault.KindOf(err) != fault.Conflict {
			t.Errorf("the programme over an old version: %v", err)
		}
	})
}

func TestWhoKnowsOfTheMeetingsOfADraft(t *testing.T) {
	meetingtest.Each(t, func(t *testing.T, h *meetingtest.House) {
		processtest.Opened(t, h.Processes, "water")
		m := meetingtest.Convened(t, h, "water")
		convener, stranger := processtest.Convener("water"), access.Actor{}
		outsider := processtest.Convener("other")
		if _, err := h.Meetings.ByID(t.Context(), convener, m.ID); err != nil {
			t.Errorf("the convener: %v", err)
		}
		if all, err := h.Meetings.Of(t.Context(), processtest.Holding(access.Observer, "water"), "water"); err != nil || len(all) != 1 {
			t.Errorf("an observer: %d meetings, %v", len(all), err)
		}
		for name, who := range map[string]access.Actor{"stranger": stranger, "outsider": outsider} {
			if got, err := h.Meetings.ByID(t.Context(), who, m.ID); fault.KindOf(err) != fault.NotFound || got.ID != "" {
				t.Errorf("%s: %+v, %v", name, got, err)
			}
			if _, err := h.Meetings.Of(t.Context(), who, "water"); fault.KindOf(err) != fault.NotFound {
				t.Errorf("%s lists: %v", name, err)
			}
			if _, err := h.Meetings.Change(t.Context(), who, m); fault.KindOf(err) != fault.NotFound {
				t.Errorf("%s changes: %v", name, err)
			}
			if all, err := h.Meetings.Upcoming(t.Context(), who, h.DB.Now(), 9); err != nil || len(all) != 0 {
				t.Errorf("%s sees %d to come, %v", name, len(all), err)
			}
			if _, err := h.Meetings.Convene(t.Context(), who, meetingtest.Sound("water")); fault.KindOf(err) != fault.NotFound {
				t.Errorf("%s convenes: %v", name, err)
			}
		}
		if all, err := h.Meetings.Upcoming(t.Context(), convener, h.DB.Now(), 9); err != nil || len(all) != 1 {
			t.Errorf("the convener sees %d to come, %v", len(all), err)
		}
	})
}

func TestUpcoming(t *testing.T) {
	meetingtest.Each(t, func(t *testing.T, h *meetingtest.House) {
		for _, id := range []ref.ID{"water", "soil"} {
			processtest.Published(t, h.Processes, id)
		}
		convene := func(process ref.ID, dates when.Span) meeting.Meeting {
			in := meetingtest.Sound(process)
			in.Dates = dates
			m, err := h.Meetings.Convene(t.Context(), access.AtConsole(process), in)
			if err != nil {
				t.Fatal(err)
			}
			return m
		}
		third := convene("water", when.Span{Start: "2027"})
		first := convene("soil", when.Span{Start: "2025-12", End: "2026-03-02"})
		convene("water", when.Span{Start: "2026-02-27"})
		convene("water", when.Span{Start: "2019"})
		second := convene("water", when.Span{Start: "2026-03-09"})
		off := convene("water", when.Span{Start: "2026-03-08"})
		if _, err := h.Meetings.Cancel(t.Context(), access.AtConsole("water"), off.ID, processtest.Words("Grève", "Strike"), 1); err != nil {
			t.Fatal(err)
		}
		for _, c := range []struct {
			limit int
			want  []ref.ID
		}{{9, []ref.ID{first.ID, second.ID, third.ID}}, {2, []ref.ID{first.ID, second.ID}}} {
			all, err := h.Meetings.Upcoming(t.Context(), access.Actor{}, h.DB.Now(), c.limit)
			var got []ref.ID
			for _, m := range all {
				got = append(got, m.ID)
			}
			if err != nil || !slices.Equal(got, c.want) {
				t.Errorf("%v, %v; want %v", got, err, c.want)
			}
		}
	})
}

func TestMeetingsAreFound(t *testing.T) {
	meetingtest.Each(t, func(t *testing.T, h *meetingtest.House) {
		processtest.Opened(t, h.Processes, "water")
		m := meetingtest.Convened(t, h, "water")
		programme := meeting.Programme{Outcomes: []meeting.Outcome{{Text: processtest.Words("Une fontaine publique", "A public fountain")}}}
		if _, err := h.Meetings.SetProgramme(t.Context(), processtest.Convener("water"), m.ID, programme, 1); err != nil {
			t.Fatal(err)
		}
		found := func(words string, inside ...ref.ID) int {
			t.Helper()
			for _, f := range h.Meetings.Feature().Follows {
				if err := record.Follow(t.Context(), h.DB, f); err != nil {
					t.Fatal(err)
				}
			}
			n := 0
			err := h.DB.Read(t.Context(), func(tx *db.Tx) error {
				hits, _, err := search.Find(tx, search.Query{Words: words, Lang: "fr", Inside: inside})
				for _, hit := range hits {
					if hit.Ref == m.Ref() && hit.Path == m.Path() {
						n++
					}
				}
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
			return n
		}
		if found("fontaine", "water") == 0 || found("fontaine") != 0 {
			t.Error("a meeting of a draft: not found inside, or found outside")
		}
		if _, err := h.Processes.Publish(t.Context(), access.AtConsole("water"), "water"); err != nil {
			t.Fatal(err)
		}
		if found("fontaine") == 0 || found("réunion") == 0 {
			t.Error("not found once the process is published")
		}
	})
}

func TestTheHouseKnowsOfAMeeting(t *testing.T) {
	meetingtest.Each(t, func(t *testing.T, h *meetingtest.House) {
		processtest.Opened(t, h.Processes, "water")
		m := meetingtest.Convened(t, h, "water")
		err := h.DB.Read(t.Context(), func(tx *db.Tx) error {
			c, ok := h.Directory.Card(tx, m.Ref())
			if !ok || c.Path != "/meetings/"+string(m.ID) || c.Process != "water" || c.Public {
				t.Errorf("card %+v", c)
			}
			if _, ok := h.Directory.Card(tx, ref.To("meeting", "none")); ok {
				t.Error("a card of no meeting")
			}
			texts, err := h.Directory.Texts(tx, "water")
			n := 0
			for _, text := range texts {
				if text.Ref == m.Ref() && text.What == "meeting.field.title" && text.Edit == m.Path()+"/edit" {
					n++
				}
			}
			if n != 1 {
				t.Errorf("the title stands %d times in the list of translators", n)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	})
}
