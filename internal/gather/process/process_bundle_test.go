package process_test

import (
	"bytes"
	"errors"
	"reflect"
	"strings"
	"testing"

	"penc/bundle"
	"penc/examples"
	"penc/internal/gather/process"
	"penc/internal/gather/process/processtest"
	"penc/internal/ground/access"
	"penc/internal/ground/carry"
	"penc/internal/ground/fault"
	"penc/internal/ground/lang"
	"penc/internal/ground/ref"
	"penc/internal/platform/db"
)

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

// bring imports a file at the console.
func bring(t testing.TB, h *processtest.House, b *bundle.Bundle) (changes []carry.Change, err error) {
	t.Helper()
	err = h.DB.Write(t.Context(), func(tx *db.Tx) error {
		changes, err = h.Processes.ImportTx(tx, access.AtConsole(ref.ID(b.Process.ID)), b)
		return err
	})
	return changes, err
}

func TestAFileThatIsReadTwiceChangesNothing(t *testing.T) {
	processtest.Each(t, func(t *testing.T, h *processtest.House) {
		for _, name := range []string{"senegal-iot-security.yaml", "canada-iot-security.yaml", "mareola-water-meters.yaml"} {
			b := example(t, name)
			var plan []carry.Change
			err := h.DB.Read(t.Context(), func(tx *db.Tx) (err error) {
				plan, err = h.Processes.PlanTx(tx, b)
				return err
			})
			if err != nil {
				t.Fatal(name, err)
			}
			done, err := bring(t, h, b)
			if err != nil {
				t.Fatal(name, err)
			}
			if !reflect.DeepEqual(plan, done) || carry.Count(done, carry.Created) != len(done) {
				t.Errorf("%s: the plan and what was done differ, or not all of %d things were created", name, len(done))
			}
			facts := h.Kinds(t, ref.ID(b.Process.ID))
			again, err := bring(t, h, b)
			if err != nil || carry.Count(again, carry.Unchanged) != len(again) || len(again) != len(done) {
				for _, c := range again {
					if c.Kind != carry.Unchanged {
						t.Errorf("%s: %s %s is %s", name, c.Section, c.ID, c.Kind)
					}
				}
				t.Errorf("%s: the second time: %v", name, err)
			}
			if now := h.Kinds(t, ref.ID(b.Process.ID)); len(now) != len(facts) {
				t.Errorf("%s: the second time left facts: %v", name, now)
			}
		}
	})
}

func TestWhatComesInGoesOutAgain(t *testing.T) {
	processtest.Each(t, func(t *testing.T, h *processtest.House) {
		for _, name := range []string{"senegal-iot-security.yaml", "canada-iot-security.yaml"} {
			b := example(t, name)
			if _, err := bring(t, h, b); err != nil {
				t.Fatal(err)
			}
			out, err := h.Processes.Export(t.Context(), access.AtConsole(ref.ID(b.Process.ID)), ref.ID(b.Process.ID))
			if err != nil {
				t.Fatal(err)
			}
			// A version without a number has that of its place.
			for _, versions := range [][]bundle.RuleVersion{b.GroundRules, b.Consensus} {
				for i := range versions {
					versions[i].Version = max(versions[i].Version, i+1)
				}
			}
			// What other rooms keep is filled in by them.
			out.Meetings, out.News, out.Coverage, out.Documents, out.Conversations = b.Meetings, b.News, b.Coverage, b.Documents, b.Conversations
			var want, got bytes.Buffer
			if err := errors.Join(bundle.Write(&want, b), bundle.Write(&got, out)); err != nil {
				t.Fatal(err)
			}
			if want.String() != got.String() {
				t.Errorf("%s does not come out as it went in: %s", name, difference(want.String(), got.String()))
			}
		}
	})
}

// difference returns the first line that differs.
func difference(a, b string) string {
	x, y := strings.Split(a, "\n"), strings.Split(b, "\n")
	for i := range min(len(x), len(y)) {
		if x[i] != y[i] {
			return "want " + x[i] + "\n got " + y[i]
		}
	}
	return "one is longer"
}

func TestAFileChangesWhatItSaysOtherwise(t *testing.T) {
	processtest.Each(t, func(t *testing.T, h *processtest.House) {
		b := example(t, "senegal-iot-security.yaml")
		if _, err := bring(t, h, b); err != nil {
			t.Fatal(err)
		}
		b.Stages[0].Title = b.Stages[0].Title.With("fr", "Une autre concertation")
		b.Entries = b.Entries[:len(b.Entries)-1]
		b.Groups = append(b.Groups, bundle.StakeholderGroup{ID: "sn-youth", Name: bundle.Text{{Lang: "fr", Words: "Jeunes"}}})
		changes, err := bring(t, h, b)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, c := range changes {
			if c.Kind != carry.Unchanged {
				got = append(got, string(c.Kind)+" "+c.Section+" "+string(c.ID))
			}
		}
		if want := []string{"created stakeholder-groups sn-youth", "changed stages " + b.Stages[0].ID}; !reflect.DeepEqual(got, want) {
			t.Errorf("%v, want %v", got, want)
		}
		w, err := h.Processes.Whole(t.Context(), access.AtConsole("senegal-iot-security"), "senegal-iot-security")
		if err != nil {
			t.Fatal(err)
		}
		if !w.Stages[0].Title.Stale(lang.English) {
			t.Error("the English title does not count as older than the French one that changed")
		}
		if len(w.Entries) != len(b.Entries)+1 {
			t.Error("an entry that the file no longer names went away")
		}
	})
}

func TestAFileIsRefusedWithItsLines(t *testing.T) {
	processtest.Each(t, func(t *testing.T, h *processtest.House) {
		if _, err := bring(t, h, example(t, "senegal-iot-security.yaml")); err != nil {
			t.Fatal(err)
		}
		b := example(t, "canada-iot-security.yaml")
		line := b.Stages[1].Line
		b.Stages[1].ID = "sn-stage-launch"
		b.Stages[2].Title = bundle.Text{{Lang: "en", Words: strings.Repeat("a", 201)}}
		before := h.Kinds(t, "canada-iot-security")
		_, err := bring(t, h, b)
		var faults bundle.Faults
		if !errors.As(err, &faults) || len(faults) != 2 {
			t.Fatalf("%v, want two faults", err)
		}
		if f := faults[0]; f.Line != line || f.Field != "stages[1].id" || f.Key != process.MsgTaken || !strings.Contains(f.Text, "sn-stage-launch") {
			t.Errorf("the first fault is %+v", f)
		}
		if f := faults[1]; f.Line != b.Stages[2].Line || f.Field != "stages[2].title.en" || !strings.Contains(f.Text, "201") {
			t.Errorf("the second fault is %+v", f)
		}
		if after := h.Kinds(t, "canada-iot-security"); len(after) != len(before) {
			t.Error("a file that was refused left something behind")
		}
	})
}

func TestAFileDoesNotRewriteWhatWasAdopted(t *testing.T) {
	processtest.Each(t, func(t *testing.T, h *processtest.House) {
		b := example(t, "canada-iot-security.yaml")
		rules := bundle.RuleVersion{ID: "ca-rules-9", Version: 9, Text: bundle.Text{{Lang: "en", Words: "Listen."}}, Line: 7}
		b.GroundRules = append(b.GroundRules, rules)
		if _, err := bring(t, h, b); err != nil {
			t.Fatal(err)
		}
		last := len(b.GroundRules) - 1
		b.GroundRules[last].Text = bundle.Text{{Lang: "en", Words: "Speak."}}
		_, err := bring(t, h, b)
		var faults bundle.Faults
		if !errors.As(err, &faults) || faults[0].Key != process.MsgAdopted || faults[0].Line != 7 {
			t.Errorf("%v, want a fault on line 7", err)
		}
		b.GroundRules[last].Text = bundle.Text{{Lang: "en", Words: "Listen."}, {Lang: "fr", Words: "Écouter."}}
		if _, err := bring(t, h, b); err != nil {
			t.Errorf("a translation is added: %v", err)
		}
	})
}

func TestAPublishedProcessStaysWhatItIs(t *testing.T) {
	processtest.Each(t, func(t *testing.T, h *processtest.House) {
		b := example(t, "mareola-water-meters.yaml")
		if _, err := bring(t, h, b); err != nil {
			t.Fatal(err)
		}
		id := ref.ID(b.Process.ID)
		if _, err := h.Processes.Publish(t.Context(), access.AtConsole(id), id); err != nil {
			t.Fatal(err)
		}
		b.Process.Simulated = false
		_, err := bring(t, h, b)
		var faults bundle.Faults
		if !errors.As(err, &faults) || faults[0].Key != process.MsgSimulated {
			t.Errorf("an invented process becomes real: %v", err)
		}
		b.Process.Simulated = true
		b.Stages = append(b.Stages, bundle.Stage{ID: "new", Title: bundle.Text{{Lang: "fr", Words: "x"}}})
		if _, err = bring(t, h, b); !errors.As(err, &faults) || len(faults) != 1 {
			t.Errorf("a stage takes the address of the form: %v", err)
		}
	})
}

func TestWhoMayImport(t *testing.T) {
	processtest.Each(t, func(t *testing.T, h *processtest.House) {
		b := example(t, "mareola-water-meters.yaml")
		id := ref.ID(b.Process.ID)
		as := func(who access.Actor) error {
			return h.DB.Write(t.Context(), func(tx *db.Tx) error {
				_, err := h.Processes.ImportTx(tx, who, b)
				return err
			})
		}
		awa := h.Person(t, "awa@example.sn")
		if err := as(awa); fault.KindOf(err) != fault.Forbidden {
			t.Errorf("somebody without a role imports a new process: %v", err)
		}
		if err := as(awa.With(access.Convener, ref.To("process", "other"))); err != nil {
			t.Fatal(err)
		}
		if !h.Actor(t, awa.Person).Holds(access.Convener, ref.To("process", id)) {
			t.Error("whoever imported the process does not convene it")
		}
		b.Process.PlannedMonths++
		for _, role := range []string{access.Editor, access.Facilitator, access.Member} {
			if err := as(processtest.Holding(role, id)); fault.KindOf(err) != fault.Forbidden {
				t.Errorf("%s imports: %v", role, err)
			}
		}
		if err := as(processtest.Convener(id)); err != nil {
			t.Errorf("the convener imports: %v", err)
		}
	})
}
