package meeting_test

import (
	"bytes"
	"errors"
	"slices"
	"strings"
	"testing"

	"penc/bundle"
	"penc/examples"
	"penc/internal/gather/meeting"
	"penc/internal/gather/meeting/meetingtest"
	"penc/internal/gather/process/processtest"
	"penc/internal/ground/access"
	"penc/internal/ground/carry"
	"penc/internal/ground/fault"
	"penc/internal/ground/ref"
	"penc/internal/platform/db"
)

var files = []string{"senegal-iot-security.yaml", "canada-iot-security.yaml", "mareola-water-meters.yaml"}

func example(t testing.TB, name string) *bundle.Bundle {
	t.Helper()
	f, err := examples.Files.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	b, err := bundle.Read(f)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// bring imports a file's process and meetings.
func bring(t testing.TB, h *meetingtest.House, who access.Actor, b *bundle.Bundle) (changes []carry.Change, err error) {
	t.Helper()
	err = h.DB.Write(t.Context(), func(tx *db.Tx) error {
		if _, err := h.Processes.ImportTx(tx, who, b); err != nil {
			return err
		}
		changes, err = h.Meetings.ImportTx(tx, who, b)
		return err
	})
	return changes, err
}

func TestMeetingsComeInOnceAndGoOutAgain(t *testing.T) {
	meetingtest.Each(t, func(t *testing.T, h *meetingtest.House) {
		for _, name := range files {
			b := example(t, name)
			id, who := ref.ID(b.Process.ID), access.AtConsole(ref.ID(b.Process.ID))
			done, err := bring(t, h, who, b)
			if err != nil || len(done) != len(b.Meetings) || carry.Count(done, carry.Created) != len(done) {
				t.Fatalf("%s: %d of %d meetings created, %v", name, carry.Count(done, carry.Created), len(b.Meetings), err)
			}
			facts := h.Kinds(t, id)
			if n := len(b.Meetings); n > 0 && !slices.Contains(facts, meeting.Imported) {
				t.Errorf("%s: facts %v", name, facts)
			}
			var plan []carry.Change
			err = h.DB.Read(t.Context(), func(tx *db.Tx) (err error) {
				plan, err = h.Meetings.PlanTx(tx, b)
				return err
			})
			again, err2 := bring(t, h, who, b)
			if err := errors.Join(err, err2); err != nil || !slices.EqualFunc(plan, again, func(a, b carry.Change) bool { return a.ID == b.ID && a.Kind == b.Kind }) {
				t.Errorf("%s: the plan %v, done %v, %v", name, plan, again, err)
			}
			if carry.Count(again, carry.Unchanged) != len(done) || len(h.Kinds(t, id)) != len(facts) {
				t.Errorf("%s: the second time changed something: %v", name, again)
			}
			compare(t, h, name, b)
		}
	})
}

// compare exports what was imported and compares the files.
func compare(t *testing.T, h *meetingtest.House, name string, b *bundle.Bundle) {
	t.Helper()
	out := *b
	err := h.DB.Read(t.Context(), func(tx *db.Tx) error { return h.Meetings.ExportTx(tx, ref.ID(b.Process.ID), &out) })
	if err != nil {
		t.Fatal(err)
	}
	var want, got bytes.Buffer
	if err := errors.Join(bundle.Write(&want, b), bundle.Write(&got, &out)); err != nil {
		t.Fatal(name, err)
	}
	x, y := strings.Split(want.String(), "\n"), strings.Split(got.String(), "\n")
	for i := range min(len(x), len(y)) {
		if x[i] != y[i] {
			t.Fatalf("%s does not come out as it went in: want %s, got %s", name, x[i], y[i])
		}
	}
	if len(x) != len(y) {
		t.Errorf("%s: %d lines went in, %d came out", name, len(x), len(y))
	}
}

func TestAFileChangesAMeeting(t *testing.T) {
	meetingtest.Each(t, func(t *testing.T, h *meetingtest.House) {
		b := example(t, files[0])
		id, who := ref.ID(b.Process.ID), access.AtConsole(ref.ID(b.Process.ID))
		if _, err := bring(t, h, who, b); err != nil {
			t.Fatal(err)
		}
		b.Meetings[0].Title = b.Meetings[0].Title.With("fr", "Une autre réunion")
		gone := b.Meetings[len(b.Meetings)-1].ID
		b.Meetings = b.Meetings[:len(b.Meetings)-1]
		changes, err := bring(t, h, who, b)
		if err != nil || carry.Count(changes, carry.Changed) != 1 || changes[0].Kind != carry.Changed {
			t.Fatalf("%v, %v", changes, err)
		}
		m, err := h.Meetings.ByID(t.Context(), who, ref.ID(b.Meetings[0].ID))
		if err != nil || m.Title.Words("fr") != "Une autre réunion" || m.Version != 2 || m.Sequence != 1 || !m.Title.Stale("en") {
			t.Errorf("became %v, version %d, sequence %d, %v", m.Title, m.Version, m.Sequence, err)
		}
		if _, err := h.Meetings.ByID(t.Context(), who, ref.ID(gone)); err != nil {
			t.Errorf("a meeting that the file does not name: %v", err)
		}
		// What a file says nothing of stays.
		in := m
		in.Link = "https://example.org/hall"
		if _, err := h.Meetings.Change(t.Context(), who, in); err != nil {
			t.Fatal(err)
		}
		if changes, err = bring(t, h, who, b); err != nil || carry.Count(changes, carry.Unchanged) != len(changes) {
			t.Errorf("the link made a difference: %v, %v", changes, err)
		}
		if _, err := bring(t, h, processtest.Holding(access.Editor, id), b); fault.KindOf(err) != fault.Forbidden {
			t.Errorf("an editor imports: %v", err)
		}
	})
}

func TestWhatAFileIsRefusedFor(t *testing.T) {
	meetingtest.Each(t, func(t *testing.T, h *meetingtest.House) {
		processtest.Published(t, h.Processes, "water")
		taken := meetingtest.Convened(t, h, "water")
		b := example(t, files[0])
		b.Meetings[0].ID = string(taken.ID)
		b.Meetings[1].Title = b.Meetings[1].Title.With("fr", strings.Repeat("é", 201))
		_, err := bring(t, h, access.AtConsole(ref.ID(b.Process.ID)), b)
		var faults bundle.Faults
		if !errors.As(err, &faults) || len(faults) != 2 {
			t.Fatalf("%v, want two faults", err)
		}
		for i, want := range []string{"meetings[0].id", "meetings[1].title.fr"} {
			f := faults[i]
			if f.Field != want || f.Line < 2 || f.Text == f.Key || strings.Contains(f.Text, "{{") {
				t.Errorf("fault %d: line %d, %s: %s", i, f.Line, f.Field, f.Text)
			}
		}
		all, err := h.Meetings.Of(t.Context(), access.AtConsole(ref.ID(b.Process.ID)), ref.ID(b.Process.ID))
		if fault.KindOf(err) != fault.NotFound || len(all) != 0 {
			t.Errorf("half of a file came in: %d meetings, %v", len(all), err)
		}
	})
}
