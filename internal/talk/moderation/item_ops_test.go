package moderation_test

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"

	"penc/internal/ground/access"
	"penc/internal/ground/fault"
	"penc/internal/ground/lang"
	"penc/internal/ground/ref"
	"penc/internal/people/role/roletest"
	"penc/internal/platform/db"
	"penc/internal/platform/db/dbtest"
	"penc/internal/platform/feature"
	"penc/internal/platform/record"
	"penc/internal/talk/moderation"
)

func schemas() []db.Schema {
	return append(roletest.Schemas(), db.Schema{Room: "moderation", Files: moderation.New(nil, nil, nil, nil, nil).Feature().Schema})
}

// A hall is a process with people, and notes that wait to be read out.
type hall struct {
	*roletest.House
	*moderation.Service
	t                        *testing.T
	mu                       sync.Mutex
	notes                    map[ref.ID]feature.Card // shown ones are public
	reasons                  map[ref.ID]lang.Text
	fatou, awa, moussa, aida access.Actor
}

func newHall(t *testing.T, d *db.DB) *hall {
	h := &hall{House: roletest.New(t, d), t: t, notes: map[ref.ID]feature.Card{}, reasons: map[ref.ID]lang.Text{}}
	h.Service = moderation.New(d, h.People, h.Notices, h.Dir, func(l lang.Tag, key string, _ ...any) string { return string(l) + " " + key })
	h.On("note", h.decide)
	h.Dir.Add(h.Service.Feature())
	h.Dir.Add(feature.Feature{Name: "note", Cards: map[ref.Kind]func(*db.Tx, ref.ID) (feature.Card, error){"note": h.card}})
	h.Process("water", "Water", true)
	h.Process("iot", "Things", false)
	h.fatou = h.As(h.Convener("fatou", "water"))
	h.awa, h.moussa = h.member("awa", access.Facilitator), h.member("moussa", access.Member)
	h.aida = h.member("aida", access.Member)
	return h
}

func (h *hall) member(name, role string) access.Actor {
	id := h.Person(name)
	h.Hold("water", id, role)
	return h.As(id)
}

func (h *hall) card(_ *db.Tx, id ref.ID) (feature.Card, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	c, ok := h.notes[id]
	if !ok {
		return c, fault.New(fault.NotFound, "", "note.unknown")
	}
	return c, nil
}

var errRefused = fault.New(fault.Closed, "", "note.over")

// decide is the rule of the room of notes. It refuses the note named "late".
func (h *hall) decide(tx *db.Tx, _ access.Actor, id ref.ID, accept bool, reason lang.Text) error {
	if id == "late" {
		return errRefused
	}
	tx.OnCommit(func() {
		h.mu.Lock()
		defer h.mu.Unlock()
		c := h.notes[id]
		c.Public = accept
		h.notes[id], h.reasons[id] = c, reason
	})
	return nil
}

// write hands a note in and returns its item in the queue.
func (h *hall) write(id ref.ID, by ref.ID) moderation.Item {
	h.t.Helper()
	words := lang.Say(lang.French, "mots de "+string(id))
	h.notes[id] = feature.Card{Ref: ref.To("note", id), Name: words, Path: "/notes/" + string(id), Process: "water"}
	err := h.DB.Write(h.t.Context(), func(tx *db.Tx) error {
		return h.SubmitTx(tx, moderation.Item{Ref: ref.To("note", id), Process: "water", Text: words, AuthorPerson: by})
	})
	if err != nil {
		h.t.Fatal(err)
	}
	q := h.queue()
	return q.Waiting[len(q.Waiting)-1].Item
}

func (h *hall) queue() moderation.Queue {
	h.t.Helper()
	q, err := h.QueueOf(h.t.Context(), h.fatou, "water")
	if err != nil {
		h.t.Fatal(err)
	}
	return q
}

func (h *hall) rule(who access.Actor, i moderation.Item, accept bool, code moderation.Code) (moderation.Item, error) {
	return h.Decide(h.t.Context(), who, i.ID, moderation.Verdict{
		Accept: accept, Reason: moderation.Reason{Code: code}, Version: i.Version,
	})
}

func (h *hall) facts(kind string) (out []record.Fact) {
	h.t.Helper()
	err := h.DB.Read(h.t.Context(), func(tx *db.Tx) error {
		all, err := record.After(tx, 0, 1000)
		for _, f := range all {
			if f.Kind == kind {
				out = append(out, f)
			}
		}
		return err
	})
	if err != nil {
		h.t.Fatal(err)
	}
	return out
}

func each(t *testing.T, test func(t *testing.T, h *hall)) {
	dbtest.Each(t, schemas(), func(t *testing.T, d *db.DB, _ *dbtest.Clock) { test(t, newHall(t, d)) })
}

func TestADecisionReachesTheOwnerTheAuthorAndTheLog(t *testing.T) {
	each(t, func(t *testing.T, h *hall) {
		first, second := h.write("n1", h.moussa.Person), h.write("n2", h.moussa.Person)
		if q := h.queue(); q.All != 2 || q.Waiting[0].ID != first.ID {
			t.Fatalf("%+v", q)
		}
		if _, err := h.rule(h.awa, first, true, ""); err != nil {
			t.Fatal(err)
		}
		if _, err := h.rule(h.fatou, second, false, moderation.OffSubject); err != nil {
			t.Fatal(err)
		}
		if !h.notes["n1"].Public || h.notes["n2"].Public {
			t.Error("the owner's rule was not carried out")
		}
		if got := h.reasons["n2"]; got.Words(lang.French) != "fr moderation.reason.off-subject" || !got.Has(lang.English) {
			t.Errorf("the owner got the reason %+v", got)
		}
		box, err := h.Notices.Box(t.Context(), h.moussa, "", 10)
		if err != nil || box.Unread < 2 {
			t.Fatalf("%+v %v", box, err)
		}
		told := map[string]string{}
		for _, n := range box.Notices {
			told[n.Kind] = n.Ref.String() + " " + n.Parts["reason"]
		}
		if told["moderation.accepted"] != "note:n1 " || told["moderation.rejected"] != "note:n2 fr moderation.reason.off-subject" {
			t.Errorf("%+v", told)
		}
		log, err := h.Log(t.Context(), access.Actor{}, "water", "", 10)
		if err != nil || len(log.Lines) != 2 {
			t.Fatalf("%+v %v", log, err)
		}
		if l := log.Lines[0]; l.Accept || l.Reason.Code != moderation.OffSubject || l.Thing.Path != "" {
			t.Errorf("a stranger reads of a rejection: %+v", l)
		}
		if l := log.Lines[1]; !l.Accept || l.Thing.Path != "/notes/n1" {
			t.Errorf("%+v", l)
		}
		facts := h.facts(moderation.DecidedIt)
		if len(facts) != 2 || facts[0].Figures["accepted"] != 1 || facts[1].Figures["accepted"] != 0 || facts[0].Actor != h.awa.In("water") {
			t.Errorf("%+v", facts)
		}
	})
}

func TestTheOwnersRuleCanRefuse(t *testing.T) {
	each(t, func(t *testing.T, h *hall) {
		i := h.write("late", h.moussa.Person)
		if _, err := h.rule(h.awa, i, true, ""); !errors.Is(err, errRefused) {
			t.Fatal(err)
		}
		if h.queue().All != 1 || len(h.facts(moderation.DecidedIt)) != 0 {
			t.Error("a refused decision left something behind")
		}
	})
}

func TestNobodyLearnsWhatWaits(t *testing.T) {
	each(t, func(t *testing.T, h *hall) {
		i := h.write("n1", h.moussa.Person)
		if _, err := h.rule(h.moussa, i, true, ""); fault.KindOf(err) != fault.NotFound {
			t.Errorf("a member decides: %v", err)
		}
		if _, err := h.QueueOf(t.Context(), h.moussa, "water"); fault.KindOf(err) != fault.Forbidden {
			t.Errorf("a member reads the queue: %v", err)
		}
		if _, err := h.QueueOf(t.Context(), h.fatou, "iot"); fault.KindOf(err) != fault.NotFound {
			t.Errorf("the queue of a draft: %v", err)
		}
		if _, err := h.Log(t.Context(), h.moussa, "iot", "", 10); fault.KindOf(err) != fault.NotFound {
			t.Errorf("the log of a draft: %v", err)
		}
		if n, _ := h.Waiting(t.Context(), h.moussa, "water"); n != 0 {
			t.Error("a member is told how many wait")
		}
		if n, _ := h.Waiting(t.Context(), h.awa, "water"); n != 1 {
			t.Errorf("%d wait for the facilitator", n)
		}
	})
}

func TestTwoModeratorsDecideAtOnce(t *testing.T) {
	each(t, func(t *testing.T, h *hall) {
		i := h.write("n1", h.moussa.Person)
		var wg sync.WaitGroup
		errs := make([]error, 2)
		for n, who := range []access.Actor{h.awa, h.fatou} {
			wg.Go(func() { _, errs[n] = h.rule(who, i, n == 0, []moderation.Code{"", moderation.Unlawful}[n]) })
		}
		wg.Wait()
		won := 0
		for _, err := range errs {
			switch {
			case err == nil:
				won++
			case fault.KindOf(err) != fault.Conflict:
				t.Error(err)
			}
		}
		if won != 1 || len(h.facts(moderation.DecidedIt)) != 1 {
			t.Errorf("%d decisions stand; want one: %v", won, errs)
		}
	})
}

func TestADecisionIsTakenAgain(t *testing.T) {
	each(t, func(t *testing.T, h *hall) {
		i := h.write("n1", h.moussa.Person)
		i, err := h.rule(h.awa, i, false, moderation.OffSubject)
		if err != nil {
			t.Fatal(err)
		}
		if i, err = h.rule(h.fatou, i, true, ""); err != nil {
			t.Fatal(err)
		}
		if !h.notes["n1"].Public || len(h.queue().Lately) != 1 {
			t.Error("the second decision does not stand")
		}
		c, _, err := h.CaseOf(t.Context(), h.awa, i.ID)
		if err != nil || len(c.History) != 2 || c.History[0].Again || !c.History[1].Again {
			t.Errorf("%+v %v", c, err)
		}
	})
}

func TestAFlagPutsAThingIntoTheQueueOnce(t *testing.T) {
	each(t, func(t *testing.T, h *hall) {
		i := h.write("n1", h.moussa.Person)
		if err := h.Flag(t.Context(), h.aida, i.Ref, moderation.Reason{Code: moderation.Unlawful}); fault.KindOf(err) != fault.Closed {
			t.Errorf("flagged while it waits: %v", err)
		}
		if _, err := h.rule(h.awa, i, true, ""); err != nil {
			t.Fatal(err)
		}
		why := moderation.Reason{Code: moderation.Other, Note: "Faux.", Lang: lang.French}
		if err := h.Flag(t.Context(), h.aida, i.Ref, why); err != nil {
			t.Fatal(err)
		}
		if err := h.Flag(t.Context(), h.aida, i.Ref, why); fault.KindOf(err) != fault.Conflict {
			t.Errorf("flagged twice: %v", err)
		}
		q := h.queue()
		if q.All != 1 || len(q.Waiting[0].Flags) != 1 || q.Waiting[0].Flags[0].Reason != why || !h.notes["n1"].Public {
			t.Fatalf("%+v", q)
		}
		before := len(h.Mails())
		if _, err := h.rule(h.awa, q.Waiting[0].Item, true, ""); err != nil {
			t.Fatal(err)
		}
		if h.queue().All != 0 || len(h.Mails()) != before {
			t.Error("what was kept as it is still waits, or its author was told")
		}
	})
}

func TestAThingThatNeverWaitedCanBeFlagged(t *testing.T) {
	each(t, func(t *testing.T, h *hall) {
		r := ref.To("note", "seed")
		h.notes["seed"] = feature.Card{Ref: r, Name: lang.Say(lang.French, "semence"), Path: "/notes/seed", Process: "water", Public: true}
		if err := h.Flag(t.Context(), h.aida, r, moderation.Reason{Code: moderation.Unlawful}); err != nil {
			t.Fatal(err)
		}
		q := h.queue()
		if q.All != 1 || q.Waiting[0].Text.String() != "semence" || len(q.Waiting[0].Flags) != 1 {
			t.Fatalf("%+v", q)
		}
		if _, err := h.rule(h.awa, q.Waiting[0].Item, false, moderation.Unlawful); err != nil {
			t.Fatal(err)
		}
		if h.notes["seed"].Public {
			t.Error("it is shown still")
		}
		for name, err := range map[string]error{
			"a stranger":      h.Flag(t.Context(), access.Actor{}, r, moderation.Reason{Code: moderation.Unlawful}),
			"a hidden thing":  h.Flag(t.Context(), access.Actor{}, ref.To("note", "n9"), moderation.Reason{Code: moderation.Unlawful}),
			"an unruled kind": h.Flag(t.Context(), h.aida, ref.To("process", "water"), moderation.Reason{Code: moderation.Unlawful}),
		} {
			if k := fault.KindOf(err); k != fault.NotFound {
				t.Errorf("%s: %v", name, err)
			}
		}
	})
}

func TestAShownThingIsOnlyNoted(t *testing.T) {
	each(t, func(t *testing.T, h *hall) {
		r := ref.To("note", "open")
		h.notes["open"] = feature.Card{Ref: r, Name: lang.Say(lang.French, "ouvert"), Path: "/notes/open", Process: "water", Public: true}
		err := h.DB.Write(t.Context(), func(tx *db.Tx) error {
			return h.SubmitTx(tx, moderation.Item{Ref: r, Process: "water", AuthorPerson: h.moussa.Person, Shown: true})
		})
		if err != nil || h.queue().All != 0 {
			t.Fatal(err, h.queue().All)
		}
		if err := h.Flag(t.Context(), h.aida, r, moderation.Reason{Code: moderation.Unlawful}); err != nil {
			t.Fatal(err)
		}
		before := len(h.Mails())
		if _, err := h.rule(h.awa, h.queue().Waiting[0].Item, false, moderation.Unlawful); err != nil {
			t.Fatal(err)
		}
		if len(h.Mails()) != before+1 {
			t.Error("the author of a thing that never waited was not told")
		}
	})
}

func TestWhatIsTakenBackIsGone(t *testing.T) {
	each(t, func(t *testing.T, h *hall) {
		i := h.write("n1", h.moussa.Person)
		in := moderation.Verdict{Reason: moderation.Reason{Code: moderation.Other, Note: "parce que", Lang: lang.French}, Version: i.Version}
		if _, err := h.Decide(t.Context(), h.awa, i.ID, in); err != nil {
			t.Fatal(err)
		}
		err := h.DB.Write(t.Context(), func(tx *db.Tx) error { return h.DropTx(tx, i.Ref) })
		if err != nil {
			t.Fatal(err)
		}
		if _, _, err := h.CaseOf(t.Context(), h.awa, i.ID); fault.KindOf(err) != fault.NotFound {
			t.Errorf("%v", err)
		}
		log, err := h.Log(t.Context(), h.awa, "water", "", 10)
		if err != nil || len(log.Lines) != 1 || log.Lines[0].Reason.Code != moderation.Other {
			t.Errorf("the log forgot: %+v %v", log, err)
		}
		if i := h.write("n1", h.moussa.Person); i.State != moderation.Waiting {
			t.Errorf("handed in again: %+v", i)
		}
	})
}

func TestLeaving(t *testing.T) {
	each(t, func(t *testing.T, h *hall) {
		i := h.write("n1", h.moussa.Person)
		if _, err := h.rule(h.awa, i, true, ""); err != nil {
			t.Fatal(err)
		}
		if err := h.Flag(t.Context(), h.aida, i.Ref, moderation.Reason{Code: moderation.Other, Note: "mes mots"}); err != nil {
			t.Fatal(err)
		}
		export := func(who ref.ID) (out any) {
			h.DB.Read(t.Context(), func(tx *db.Tx) error {
				var err error
				out, err = h.Service.Feature().Export(tx, who)
				return err
			})
			return out
		}
		if export(h.aida.Person) == nil || export(h.moussa.Person) == nil || export(h.fatou.Person) != nil {
			t.Error("the export is not what the room keeps")
		}
		leave := func(who ref.ID, wish feature.Wish) {
			t.Helper()
			err := h.DB.Write(context.Background(), func(tx *db.Tx) error { return h.Service.Feature().Erase(tx, who, wish) })
			if err != nil {
				t.Fatal(err)
			}
		}
		leave(h.aida.Person, feature.Wish{Words: true})
		leave(h.moussa.Person, feature.Wish{})
		if export(h.aida.Person) != nil || export(h.moussa.Person) != nil {
			t.Error("something is left under their names")
		}
		q := h.queue()
		if q.All != 1 || q.Waiting[0].Flags[0].Reason.Note != "" || q.Waiting[0].Flags[0].Reason.Code != moderation.Other {
			t.Errorf("%+v", q.Waiting)
		}
		if !strings.Contains(q.Waiting[0].Text.String(), "n1") {
			t.Error("words went that nobody asked to go")
		}
		before := len(h.Mails())
		if _, err := h.rule(h.awa, q.Waiting[0].Item, false, moderation.Unlawful); err != nil {
			t.Fatal(err)
		}
		if len(h.Mails()) != before {
			t.Error("somebody who left was told")
		}
	})
}

// merged notes that a thing was merged into number 4, or was split off it.
func (h *hall) merged(r ref.Ref, author ref.ID, act moderation.Act, waits bool) error {
	m := moderation.Merger{Ref: r, Process: "water", AuthorPerson: author, Number: 4, Note: "La même chose.", Lang: lang.French}
	return h.DB.Write(h.t.Context(), func(tx *db.Tx) error {
		if act == moderation.Merged {
			return h.MergeTx(tx, h.awa, m)
		}
		return h.SplitTx(tx, h.awa, m, waits)
	})
}

func TestAMergerIsToldAndUndone(t *testing.T) {
	each(t, func(t *testing.T, h *hall) {
		i := h.write("n1", h.moussa.Person)
		if err := h.merged(i.Ref, h.moussa.Person, moderation.Merged, false); err != nil {
			t.Fatal(err)
		}
		c, _, err := h.CaseOf(t.Context(), h.awa, i.ID)
		if err != nil || !c.Merged || c.State != moderation.Rejected || c.Reason.Number != 4 || h.queue().All != 0 || len(h.queue().Lately) != 1 {
			t.Fatalf("%+v %v", c, err)
		}
		if _, err := h.rule(h.awa, c.Item, true, ""); fault.KindOf(err) != fault.Closed {
			t.Errorf("decided while it is merged: %v", err)
		}
		if err := h.merged(i.Ref, h.moussa.Person, moderation.Split, true); err != nil {
			t.Fatal(err)
		}
		if q := h.queue(); q.All != 1 || q.Waiting[0].Merged {
			t.Errorf("it does not wait again: %+v", q)
		}
		if i, err = h.rule(h.awa, h.queue().Waiting[0].Item, true, ""); err != nil || i.State != moderation.Accepted {
			t.Errorf("%+v %v", i, err)
		}
		wantMergers(t, h)
	})
}

// wantMergers fails unless the log, the record and the author know of a merger, its
// undoing and an acceptance.
func wantMergers(t *testing.T, h *hall) {
	t.Helper()
	log, err := h.Log(t.Context(), access.Actor{}, "water", "", 10)
	if err != nil || len(log.Lines) != 3 || log.Lines[1].Act != moderation.Split || log.Lines[2].Act != moderation.Merged {
		t.Fatalf("%+v %v", log, err)
	}
	if p := log.Lines[2].Public(); p.Act != moderation.Merged || p.Accepted || p.Number != 4 || log.Lines[2].Reason.Note != "" {
		t.Errorf("%+v", log.Lines[2])
	}
	if facts := h.facts(moderation.DecidedIt); len(facts) != 3 {
		t.Errorf("%+v", facts)
	}
	box, err := h.Notices.Box(t.Context(), h.moussa, "", 10)
	if err != nil {
		t.Fatal(err)
	}
	told := map[string]string{}
	for _, n := range box.Notices {
		told[n.Kind] = n.Parts["number"] + " " + n.Parts["reason"]
	}
	if told["moderation.merged"] != "4 La même chose." || told["moderation.split"] != "4 " {
		t.Errorf("%+v", told)
	}
}

func TestAThingThatNeverWaitedCanBeMerged(t *testing.T) {
	each(t, func(t *testing.T, h *hall) {
		r := ref.To("note", "seed")
		if err := h.merged(r, "", moderation.Merged, false); err != nil {
			t.Fatal(err)
		}
		if err := h.merged(r, "nobody", moderation.Split, false); err != nil {
			t.Fatal(err)
		}
		log, err := h.Log(t.Context(), access.Actor{}, "water", "", 10)
		if err != nil || len(log.Lines) != 2 || !log.Lines[0].Accept {
			t.Errorf("%+v %v", log, err)
		}
	})
}
