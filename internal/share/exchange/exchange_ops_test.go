package exchange_test

import (
	"bytes"
	"strings"
	"testing"

	"penc/examples"
	"penc/internal/gather/process/processtest"
	"penc/internal/ground/access"
	"penc/internal/ground/carry"
	"penc/internal/ground/fault"
	"penc/internal/share/exchange"
)

func file(t *testing.T, name string) []byte {
	t.Helper()
	raw, err := examples.Files.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

var console = access.AtConsole("senegal-iot-security")

func TestAFileIsTakenOverOnce(t *testing.T) {
	processtest.Each(t, func(t *testing.T, h *processtest.House) {
		s := exchange.New(h.DB, h.Processes)
		raw := file(t, "senegal-iot-security.yaml")
		plan, err := s.Plan(t.Context(), console, raw)
		if err != nil || carry.Count(plan.Changes, carry.Created) != len(plan.Changes) || len(plan.Changes) < 50 {
			t.Fatalf("the plan: %d changes, %v", len(plan.Changes), err)
		}
		if _, err := s.Export(t.Context(), console, "senegal-iot-security"); fault.KindOf(err) != fault.NotFound {
			t.Errorf("planning left something behind: %v", err)
		}
		done, err := s.Adopt(t.Context(), console, raw)
		if err != nil || len(done.Changes) != len(plan.Changes) {
			t.Fatalf("%d changes, planned %d, %v", len(done.Changes), len(plan.Changes), err)
		}
		again, err := s.Adopt(t.Context(), console, raw)
		if err != nil || !again.Idle() {
			t.Errorf("a second time: %d changed, %v", len(again.Changes)-carry.Count(again.Changes, carry.Unchanged), err)
		}
	})
}

func TestABrokenFileChangesNothingAndNamesItsLines(t *testing.T) {
	processtest.Each(t, func(t *testing.T, h *processtest.House) {
		s := exchange.New(h.DB, h.Processes)
		raw := file(t, "senegal-iot-security.yaml")
		broken := bytes.Replace(raw, []byte("country: SN"), []byte("country: Senegal"), 1)
		_, err := s.Adopt(t.Context(), console, broken)
		faults := exchange.Faults(err)
		if len(faults) != 1 {
			t.Fatalf("%v", err)
		}
		line := 1 + strings.Count(string(broken[:bytes.Index(broken, []byte("country: Senegal"))]), "\n")
		if faults[0].Line != line || faults[0].Field != "process.country" {
			t.Errorf("%+v, want line %d", faults[0], line)
		}
		if _, err := s.Export(t.Context(), console, "senegal-iot-security"); fault.KindOf(err) != fault.NotFound {
			t.Errorf("something was imported: %v", err)
		}
	})
}

func TestWhoMayTakeAProcessOver(t *testing.T) {
	processtest.Each(t, func(t *testing.T, h *processtest.House) {
		s := exchange.New(h.DB, h.Processes)
		raw := file(t, "senegal-iot-security.yaml")
		if _, err := s.Plan(t.Context(), console, raw); err != nil {
			t.Fatal(err)
		}
		for _, who := range []access.Actor{{}, {Person: "amina", Channel: access.Web}} {
			if _, err := s.Plan(t.Context(), who, raw); fault.KindOf(err) != fault.Forbidden {
				t.Errorf("%q plans: %v", who.Person, err)
			}
			if _, err := s.Adopt(t.Context(), who, raw); fault.KindOf(err) != fault.Forbidden {
				t.Errorf("%q adopts: %v", who.Person, err)
			}
		}
	})
}

// A plan tells what is here already, so it is not for those who may not adopt.
func TestWhoRunsAnotherProcessLearnsNothingOfADraft(t *testing.T) {
	processtest.Each(t, func(t *testing.T, h *processtest.House) {
		s := exchange.New(h.DB, h.Processes)
		raw := file(t, "senegal-iot-security.yaml")
		if _, err := s.Adopt(t.Context(), console, raw); err != nil {
			t.Fatal(err)
		}
		other := processtest.Convener("water")
		if _, err := s.Plan(t.Context(), other, raw); fault.KindOf(err) != fault.Forbidden {
			t.Errorf("plans: %v", err)
		}
		if _, err := s.Adopt(t.Context(), other, raw); fault.KindOf(err) != fault.Forbidden {
			t.Errorf("adopts: %v", err)
		}
		if _, err := s.Export(t.Context(), other, "senegal-iot-security"); fault.KindOf(err) != fault.NotFound {
			t.Errorf("exports: %v", err)
		}
	})
}
