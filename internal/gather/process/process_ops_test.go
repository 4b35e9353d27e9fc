package process_test

import (
	"context"
	"slices"
	"testing"

	"penc/internal/gather/process"
	"penc/internal/gather/process/processtest"
	"penc/internal/ground/access"
	"penc/internal/ground/evidence"
	"penc/internal/ground/fault"
	"penc/internal/ground/lang"
	"penc/internal/ground/ref"
	"penc/internal/people/role"
	"penc/internal/platform/db"
	"penc/internal/platform/record"
	"penc/internal/platform/search"
)

func TestWhoeverOpensAProcessConvenesIt(t *testing.T) {
	processtest.Each(t, func(t *testing.T, h *processtest.House) {
		awa := h.Person(t, "awa@example.sn")
		if _, err := h.Processes.Open(t.Context(), awa, processtest.Sound("water")); fault.KindOf(err) != fault.Forbidden {
			t.Fatalf("somebody without a role opens a process: %v", err)
		}
		if _, err := h.Processes.Open(t.Context(), awa.With(access.Operator, access.Site), processtest.Sound("water")); err != nil {
			t.Fatal(err)
		}
		awa = h.Actor(t, awa.Person)
		if !awa.Holds(access.Convener, ref.To("process", "water")) || awa.In("water") == "" {
			t.Errorf("whoever opened the process holds %v", awa.Roles)
		}
		// A convener may open another one, and not one with an id that is taken.
		if _, err := h.Processes.Open(t.Context(), awa, processtest.Sound("fish")); err != nil {
			t.Error(err)
		}
		_, err := h.Processes.Open(t.Context(), awa, processtest.Sound("water"))
		if all := fault.All(err); len(all) != 1 || all[0].Field != "id" {
			t.Errorf("opened twice: %v", err)
		}
		kinds := h.Kinds(t, "water")
		if want := []string{"process.opened", "role.given"}; !slices.Equal(kinds, want) {
			t.Errorf("facts %v, want %v", kinds, want)
		}
	})
}

func TestADraftIsSeenOnlyByThoseWithARole(t *testing.T) {
	processtest.Each(t, func(t *testing.T, h *processtest.House) {
		processtest.Opened(t, h.Processes, "water")
		sees := func(who access.Actor) bool {
			t.Helper()
			_, err := h.Processes.ByID(t.Context(), who, "water")
			_, err2 := h.Processes.Whole(t.Context(), who, "water")
			all, err3 := h.Processes.All(t.Context(), who)
			if err3 != nil || (err == nil) != (err2 == nil) || (err == nil) != (len(all) == 1) {
				t.Fatalf("ByID %v, Whole %v, All %d %v", err, err2, len(all), err3)
			}
			if err != nil && fault.KindOf(err) != fault.NotFound {
				t.Fatal(err)
			}
			return err == nil
		}
		observer, stranger := processtest.Holding(access.Observer, "water"), access.Actor{Channel: access.Web}
		operator := access.Actor{Person: "ops"}.With(access.Operator, access.Site)
		if !sees(observer) {
			t.Error("an observer does not see the draft")
		}
		for _, who := range []access.Actor{stranger, operator, processtest.Holding(access.Convener, "fish")} {
			if sees(who) {
				t.Errorf("%v sees the draft", who)
			}
			if _, err := h.Processes.SetGroup(t.Context(), who, process.Group{Part: process.Part{Process: "water"}}); fault.KindOf(err) != fault.NotFound {
				t.Errorf("%v learns of the draft: %v", who, err)
			}
		}
		if _, err := h.Processes.Publish(t.Context(), processtest.Convener("water"), "water"); err != nil {
			t.Fatal(err)
		}
		if !sees(stranger) {
			t.Error("a stranger does not see the published process")
		}
	})
}

func TestTwoEditorsSaveTheSameText(t *testing.T) {
	processtest.Each(t, func(t *testing.T, h *processtest.House) {
		processtest.Opened(t, h.Processes, "water")
		who := processtest.Holding(access.Editor, "water")
		p, err := h.Processes.ByID(t.Context(), who, "water")
		if err != nil {
			t.Fatal(err)
		}
		first, second := p, p
		first.Summary = processtest.Words("Le premier.", "The first.")
		if _, err := h.Processes.Change(t.Context(), who, first); err != nil {
			t.Fatal(err)
		}
		second.Summary = processtest.Words("Le second.", "The second.")
		if _, err := h.Processes.Change(t.Context(), who, second); fault.KindOf(err) != fault.Conflict {
			t.Fatalf("the second save: %v, want Conflict", err)
		}
		now, _ := h.Processes.ByID(t.Context(), who, "water")
		if now.Summary.Words(lang.English) != "The first." {
			t.Errorf("the summary is %q", now.Summary)
		}
		second.Version = now.Version
		if _, err := h.Processes.Change(t.Context(), who, second); err != nil {
			t.Errorf("the second save with both versions in view: %v", err)
		}

		w, _ := h.Processes.Whole(t.Context(), who, "water")
		g := w.Groups[0]
		g.Note = lang.Say(lang.English, "One")
		if _, err := h.Processes.SetGroup(t.Context(), who, g); err != nil {
			t.Fatal(err)
		}
		g.Note = lang.Say(lang.English, "Two")
		if _, err := h.Processes.SetGroup(t.Context(), who, g); fault.KindOf(err) != fault.Conflict {
			t.Errorf("the second save of a group: %v, want Conflict", err)
		}
		if err := h.Processes.Remove(t.Context(), who, "water", process.GroupNoun, g.ID, g.Version); fault.KindOf(err) != fault.Conflict {
			t.Errorf("the removal of a group that changed: %v, want Conflict", err)
		}
	})
}

// A form that arrives twice carries the name of the same act.
func TestAnActThatArrivesTwiceMakesOneThing(t *testing.T) {
	processtest.Each(t, func(t *testing.T, h *processtest.House) {
		processtest.Opened(t, h.Processes, "water")
		ctx, part, title := t.Context(), process.Part{Process: "water"}, lang.Say(lang.French, "Eau")
		s, awa := h.Processes, h.Person(t, "awa@example.sn")
		for name, act := range map[string]func(access.Actor) error{
			"a process": func(who access.Actor) error {
				act := who.Act
				who = awa.With(access.Operator, access.Site)
				who.Act = act
				_, err := s.Open(ctx, who, processtest.Sound("fish"))
				return err
			},
			"a stage": func(who access.Actor) error {
				_, err := s.SetStage(ctx, who, process.Stage{Part: part, Title: title})
				return err
			},
			"a group": func(who access.Actor) error {
				_, err := s.SetGroup(ctx, who, process.Group{Part: part, Title: title})
				return err
			},
			"a partner": func(who access.Actor) error {
				_, err := s.SetPartner(ctx, who, process.Partner{Part: part, Title: title})
				return err
			},
			"a person": func(who access.Actor) error {
				_, err := s.SetPerson(ctx, who, process.Named{Part: part, FullName: "Awa Diop"})
				return err
			},
			"an agreement": func(who access.Actor) error {
				_, err := s.SetAgreement(ctx, who, process.Agreement{Part: part, Title: title})
				return err
			},
			"a source": func(who access.Actor) error {
				_, err := s.SetSource(ctx, who, process.Source{Part: part, Title: "Le Soleil"})
				return err
			},
			"an entry": func(who access.Actor) error {
				_, err := s.SetEntry(ctx, who, process.Entry{Part: part, Kind: process.Milestone, Title: title})
				return err
			},
			"rules": func(who access.Actor) error {
				_, err := s.Adopt(ctx, who, process.Rules{Part: part, Kind: process.GroundRules, AdoptedOn: "2026-01-01", Text: title})
				return err
			},
		} {
			who := processtest.Convener("water")
			who.Act = name
			if err := act(who); err != nil {
				t.Errorf("%s: %v", name, err)
			}
			before := len(h.Kinds(t, "water"))
			err := act(who)
			if all := fault.All(err); len(all) != 1 || all[0].Message != record.Repeated {
				t.Errorf("%s a second time: %v", name, err)
			}
			if after := len(h.Kinds(t, "water")); after != before {
				t.Errorf("%s a second time: %d facts more", name, after-before)
			}
		}
	})
}

func TestPartsAreSetAndRemoved(t *testing.T) {
	processtest.Each(t, func(t *testing.T, h *processtest.House) {
		processtest.Opened(t, h.Processes, "water")
		ctx, who, s := t.Context(), processtest.Holding(access.Editor, "water"), h.Processes
		part := process.Part{Process: "water"}
		w, err := s.Whole(ctx, who, "water")
		if err != nil {
			t.Fatal(err)
		}
		source := must(s.SetSource(ctx, who, process.Source{Part: part, Title: "Gazette"}))(t)
		cited := part
		cited.Evidence = evidence.Evidence{
			Sources: []ref.ID{source.ID}, Uncertain: lang.Say("en", "Perhaps."),
			Disputes: []evidence.Dispute{{Field: "name", Values: []evidence.Value{{Value: lang.Say("fr", "Régie"), Sources: []ref.ID{source.ID}}}}},
			Gaps:     []evidence.Gap{{Field: "roles", Note: lang.Say("en", "Not found.")}},
		}
		partner := must(s.SetPartner(ctx, who, process.Partner{Part: cited, Title: lang.Say("fr", "Régie"), Group: w.Groups[0].ID}))(t)
		must(s.SetPerson(ctx, who, process.Named{Part: part, FullName: "Ada Ndiaye"}))(t)
		agreement := must(s.SetAgreement(ctx, who, process.Agreement{Part: part, Title: lang.Say("fr", "Accord"), Parties: []ref.ID{partner.ID}}))(t)
		must(s.SetEntry(ctx, who, process.Entry{Part: part, Kind: process.Milestone, Title: lang.Say("fr", "Début")}))(t)
		must(s.Adopt(ctx, who, process.Rules{Part: part, Kind: process.GroundRules}))(t)
		second := must(s.Adopt(ctx, who, process.Rules{Part: part, Kind: process.GroundRules, Text: lang.Say("fr", "On écoute.")}))(t)
		if second.Number != 2 {
			t.Errorf("the second version has number %d", second.Number)
		}
		w, err = s.Whole(ctx, access.AtConsole("water"), "water")
		if err != nil {
			t.Fatal(err)
		}
		if got := w.Partners[0]; !got.Evidence.Says() || got.Evidence.Disputes[0].Values[0].Value.Words("fr") != "Régie" || got.Version != 1 {
			t.Errorf("the partner came back as %+v", got)
		}

		refused := func(what string, kind fault.Kind, err error) {
			t.Helper()
			if fault.KindOf(err) != kind {
				t.Errorf("%s: %v", what, err)
			}
		}
		refused("a cited source is removed", fault.Closed, s.Remove(ctx, who, "water", process.SourceNoun, source.ID, 1))
		refused("a group with partners is removed", fault.Closed, s.Remove(ctx, who, "water", process.GroupNoun, w.Groups[0].ID, 1))
		refused("a party is removed", fault.Closed, s.Remove(ctx, who, "water", process.PartnerNoun, partner.ID, 1))
		refused("a version is removed", fault.Closed, s.Remove(ctx, who, "water", process.RulesNoun, second.ID, 1))
		refused("a member removes", fault.Forbidden, s.Remove(ctx, processtest.Holding(access.Member, "water"), "water", process.AgreementNoun, agreement.ID, 1))
		refused("an unknown part is removed", fault.NotFound, s.Remove(ctx, who, "water", process.StageNoun, "nothing", 1))
		refused("an agreement is removed", fault.Internal, s.Remove(ctx, who, "water", process.AgreementNoun, agreement.ID, 1))
		refused("the partner after it", fault.Internal, s.Remove(ctx, who, "water", process.PartnerNoun, partner.ID, 1))
		second.Text = lang.Say("fr", "On crie.")
		_, err = s.CorrectRules(ctx, who, second)
		refused("adopted words are changed", fault.Invalid, err)
		_, err = s.SetEntry(ctx, who, process.Entry{Part: part, Kind: process.Milestone, Title: lang.Say("fr", "x"), Partners: []ref.ID{partner.ID}})
		refused("an entry leads to a removed partner", fault.Invalid, err)
		if _, err := s.SetStage(ctx, processtest.Holding(access.Member, "water"), process.Stage{Part: part, Title: lang.Say("fr", "x")}); fault.KindOf(err) != fault.Forbidden {
			t.Errorf("a member sets a stage: %v", err)
		}

		kinds := h.Kinds(t, "water")
		for _, want := range []string{
			"process.source-set", "process.partner-set", "process.person-set", "process.agreement-set", "process.entry-set",
			"process.rules-adopted", "process.agreement-removed", "process.partner-removed",
		} {
			if !slices.Contains(kinds, want) {
				t.Errorf("no fact %s", want)
			}
		}
	})
}

func must[T any](v T, err error) func(*testing.T) T {
	return func(t *testing.T) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

func TestJoiningFollowsTheStages(t *testing.T) {
	processtest.Each(t, func(t *testing.T, h *processtest.House) {
		processtest.Opened(t, h.Processes, "water")
		amina := h.Person(t, "amina@example.sn")
		w, err := h.Processes.Whole(t.Context(), access.AtConsole("water"), "water")
		if err != nil {
			t.Fatal(err)
		}
		join := func(who access.Actor, group ref.ID) error {
			_, err := h.Processes.Join(t.Context(), who, "water", role.Declaration{Group: group, Interest: "Fisher"})
			return err
		}
		if err := join(amina, w.Groups[0].ID); fault.KindOf(err) != fault.NotFound {
			t.Errorf("somebody joins a draft they cannot know of: %v", err)
		}
		if _, err := h.Processes.Publish(t.Context(), access.AtConsole("water"), "water"); err != nil {
			t.Fatal(err)
		}
		if err := join(amina, "no-group"); len(fault.All(err)) != 1 || fault.All(err)[0].Field != "stakeholder_group" {
			t.Errorf("an unknown group: %v", err)
		}
		if err := join(access.Actor{Channel: access.Web}, w.Groups[0].ID); fault.KindOf(err) != fault.Forbidden {
			t.Errorf("a stranger joins: %v", err)
		}
		if err := join(amina, w.Groups[0].ID); err != nil {
			t.Fatal(err)
		}
		amina = h.Actor(t, amina.Person)
		if !amina.Holds(access.Member, w.Ref()) {
			t.Error("whoever joined is no member")
		}
		p, err := h.Processes.Participant(t.Context(), amina, "water")
		if err != nil || p.Group != w.Groups[0].ID || p.Interest != "Fisher" {
			t.Errorf("the participant is %+v, %v", p, err)
		}
		if err := h.Processes.Remove(t.Context(), access.AtConsole("water"), "water", process.GroupNoun, w.Groups[0].ID, 1); fault.KindOf(err) != fault.Closed {
			t.Errorf("a group that somebody speaks for is removed: %v", err)
		}
		h.Clock.Advance(366 * 24 * 60 * 60 * 1e9) // the stage is over
		if err := join(h.Person(t, "late@example.sn"), w.Groups[0].ID); fault.KindOf(err) != fault.Closed {
			t.Errorf("somebody joins after the stage: %v", err)
		}
		if err := join(amina, w.Groups[1].ID); err != nil {
			t.Errorf("a member declares anew: %v", err)
		}
		if whole, _ := h.Processes.Whole(t.Context(), amina, "water"); whole.Open(h.Clock.Now(), process.Vote) {
			t.Error("voting is open after the stage")
		}
	})
}

func TestAProcessIsFoundOnceItIsPublished(t *testing.T) {
	processtest.Each(t, func(t *testing.T, h *processtest.House) {
		f := h.Processes.Feature().Follows[0]
		found := func() int {
			t.Helper()
			if err := record.Follow(context.Background(), h.DB, f); err != nil {
				t.Fatal(err)
			}
			n := 0
			err := h.DB.Read(t.Context(), func(tx *db.Tx) (err error) {
				_, n, err = search.Find(tx, search.Query{Words: "debate", Lang: lang.English})
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
			return n
		}
		processtest.Opened(t, h.Processes, "water")
		if n := found(); n != 0 {
			t.Errorf("%d results from a draft", n)
		}
		if _, err := h.Processes.Publish(t.Context(), access.AtConsole("water"), "water"); err != nil {
			t.Fatal(err)
		}
		if n := found(); n != 1 {
			t.Errorf("%d results after publishing, want the stage", n)
		}
		w, _ := h.Processes.Whole(t.Context(), access.AtConsole("water"), "water")
		st := w.Stages[0]
		if err := h.Processes.Remove(t.Context(), access.AtConsole("water"), "water", process.StageNoun, st.ID, st.Version); err != nil {
			t.Fatal(err)
		}
		if n := found(); n != 0 {
			t.Errorf("%d results after the stage was removed", n)
		}
	})
}

func TestTheDirectoryKnowsThePartsAndTheirTexts(t *testing.T) {
	processtest.Each(t, func(t *testing.T, h *processtest.House) {
		processtest.Opened(t, h.Processes, "water")
		err := h.DB.Read(t.Context(), func(tx *db.Tx) error {
			w, err := h.Processes.WholeTx(tx, "water")
			if err != nil {
				return err
			}
			for _, r := range []ref.Ref{w.Ref(), ref.To("process.stage", w.Stages[0].ID), ref.To("process.group", w.Groups[0].ID)} {
				c, ok := h.Directory.Card(tx, r)
				if !ok || c.Ref != r || c.Process != "water" || c.Public || c.Name.Empty() || c.Path == "" {
					t.Errorf("the card of %s is %+v, %v", r, c, ok)
				}
			}
			if _, ok := h.Directory.Card(tx, ref.To("process.stage", "nothing")); ok {
				t.Error("a card of nothing")
			}
			texts, err := h.Directory.Texts(tx, "water")
			if err != nil {
				return err
			}
			if len(texts) != 5 { // title, summary, two groups, one stage
				t.Errorf("%d texts: %+v", len(texts), texts)
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	})
}
