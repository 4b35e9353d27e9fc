package minutes_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"penc/internal/gather/process/processtest"
	"penc/internal/ground/access"
	"penc/internal/ground/fault"
	"penc/internal/ground/lang"
	"penc/internal/ground/ref"
	"penc/internal/ground/when"
	"penc/internal/platform/db"
	"penc/internal/platform/feature"
	"penc/internal/share/insight/insighttest"
	"penc/internal/share/minutes"
	"penc/internal/share/minutes/minutestest"
)

// drafted holds a plenary of 24 people with a decision, and makes its draft.
func drafted(t *testing.T, h *minutestest.House) (*insighttest.Plenary, minutes.Minutes) {
	t.Helper()
	p := h.Hold(t, 24)
	p.Speak(t, p.People[0])
	p.Decide(t, "Un relevé chaque mois", "A reading each month")
	m, err := h.Minutes.Draft(t.Context(), p.Facilitator, p.Meeting.ID)
	if err != nil {
		t.Fatal(err)
	}
	return p, m
}

func view(t *testing.T, h *minutestest.House, who access.Actor, id ref.ID) minutes.View {
	t.Helper()
	v, err := h.Minutes.ViewOf(t.Context(), who, id)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func section(t *testing.T, m minutes.Minutes, id ref.ID) minutes.Section {
	t.Helper()
	s, ok := m.Section(id)
	if !ok {
		t.Fatalf("no section %s in %+v", id, m.Sections)
	}
	return s
}

func TestADraftSaysWhatWasNotedInBothLanguages(t *testing.T) {
	h := minutestest.Open(t)
	p, m := drafted(t, h)
	for id, want := range map[ref.ID][2]string{
		"presence":  {"24 personnes ont participé.", "24 people took part."},
		"decisions": {"**Un relevé chaque mois** Décidé à", "**A reading each month** Decided at"},
		"breakouts": {"### Puits", "### Wells"},
		"agenda":    {"**Restitution** (", "**Report-back** ("},
	} {
		s := section(t, m, id)
		if fr, en := s.Text.Words(lang.French), s.Text.Words(lang.English); !strings.Contains(fr, want[0]) || !strings.Contains(en, want[1]) {
			t.Errorf("%s:\n%s\n%s", id, fr, en)
		}
		if s.Text.Stale(lang.English) || s.Text.Stale(lang.French) {
			t.Errorf("%s is out of date as it is drawn", id)
		}
	}
	if s := section(t, m, "decisions"); !strings.Contains(s.Text.Words(lang.English), "Present then: about 25") || !strings.Contains(s.Text.Words(lang.English), "No ground rules") {
		t.Errorf("the decision: %s", s.Text.Words(lang.English))
	}
	for _, s := range m.Sections {
		for _, words := range s.Text.All() {
			if strings.Contains(words, "minutes.") || strings.Contains(words, "<no value>") || strings.Contains(words, "Personne 0") {
				t.Errorf("%s: %s", s.ID, words)
			}
		}
	}
	if _, ok := m.Section("priorities"); ok {
		t.Error("a section about nothing")
	}
	if _, err := h.Minutes.Draft(t.Context(), p.Facilitator, p.Meeting.ID); fault.KindOf(err) != fault.Closed {
		t.Errorf("a second draft: %v", err)
	}
}

func TestADraftFollowsWhatIsNotedUntilItIsEdited(t *testing.T) {
	minutestest.Each(t, func(t *testing.T, h *minutestest.House) {
		p, m := drafted(t, h)
		was := section(t, m, "decisions")
		title, text := was.Title, was.Text
		p.Decide(t, "Une caisse commune", "A common fund")
		v := view(t, h, p.Facilitator, p.Meeting.ID)
		if s := section(t, v.Minutes, "decisions"); !strings.Contains(s.Text.Words(lang.English), "A common fund") {
			t.Errorf("the draft does not follow: %s", s.Text.Words(lang.English))
		}
		mine := text.Revise(lang.French, map[lang.Tag]string{lang.French: "Nous avons décidé.", lang.English: "We decided."})
		s, err := h.Minutes.Write(t.Context(), p.Facilitator, p.Meeting.ID, minutes.Writing{Section: "decisions", Title: title, Text: mine, Version: was.Version})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := h.Minutes.Write(t.Context(), p.Convener, p.Meeting.ID, minutes.Writing{Section: "decisions", Title: title, Text: text, Version: was.Version}); fault.KindOf(err) != fault.Conflict {
			t.Errorf("an old version was saved over: %v", err)
		}
		p.Decide(t, "Une carte des puits", "A map of wells")
		v = view(t, h, p.Facilitator, p.Meeting.ID)
		kept := section(t, v.Minutes, "decisions")
		if kept.Text.Words(lang.English) != "We decided." {
			t.Errorf("what was written is gone: %s", kept.Text)
		}
		if fresh, news := v.News(kept); !news || !strings.Contains(fresh.Words(lang.English), "A map of wells") {
			t.Error("nobody says that more was noted")
		}
		if s, err = h.Minutes.Take(t.Context(), p.Facilitator, p.Meeting.ID, "decisions", true, s.Version); err != nil || s.Text.Words(lang.English) != "We decided." {
			t.Fatal(s, err)
		}
		if _, news := view(t, h, p.Facilitator, p.Meeting.ID).News(s); news {
			t.Error("what was seen is still news")
		}
		p.Decide(t, "Un relevé par an", "A reading each year")
		if s, err = h.Minutes.Take(t.Context(), p.Facilitator, p.Meeting.ID, "decisions", false, s.Version); err != nil || !strings.Contains(s.Text.Words(lang.English), "each year") {
			t.Fatal(s, err)
		}
		history, err := h.Minutes.History(t.Context(), p.Facilitator, p.Meeting.ID, "decisions")
		if err != nil || len(history) != 4 || history[1].Text.Words(lang.English) != "We decided." {
			t.Errorf("%d versions, %v", len(history), err)
		}
		added, err := h.Minutes.Write(t.Context(), p.Facilitator, p.Meeting.ID, minutes.Writing{Title: processtest.Words("Divers", "Other"), Text: processtest.Words("Merci.", "Thanks.")})
		if err != nil || !added.ByHand() {
			t.Fatal(added, err)
		}
		if last := view(t, h, p.Facilitator, p.Meeting.ID).Minutes.Sections; last[len(last)-1].ID != added.ID {
			t.Error("what was added does not stand last")
		}
	})
}

func TestFromDraftToPublication(t *testing.T) {
	minutestest.Each(t, func(t *testing.T, h *minutestest.House) {
		p, m := drafted(t, h)
		id := p.Meeting.ID
		present, member := p.People[0], p.Account(t, "member@example.sn", access.Member)
		present.Roles = nil
		stranger := access.Actor{Channel: access.Web}
		sees := func(want ...bool) {
			t.Helper()
			for i, who := range []access.Actor{p.Facilitator, present, member, stranger} {
				if v := view(t, h, who, id); v.Visible != want[i] || v.Visible != (len(v.Minutes.Sections) > 0) {
					t.Errorf("reader %d sees them: %v, want %v", i, v.Visible, want[i])
				}
			}
		}
		sees(true, false, false, false)
		if _, err := h.Minutes.Propose(t.Context(), present, id, "decisions", "Non.", lang.French); fault.KindOf(err) != fault.NotFound {
			t.Errorf("a correction of a draft: %v", err)
		}
		if _, err := h.Minutes.SetPractice(t.Context(), p.Convener, minutes.Practice{Process: p.Process.ID, Silence: true}); err != nil {
			t.Fatal(err)
		}
		until := when.DateOf(h.Clock.Now().Add(7 * 24 * time.Hour))
		if m, err := h.Minutes.Circulate(t.Context(), p.Facilitator, id, until, m.Version); err != nil || !m.Silence {
			t.Fatal(m, err)
		}
		sees(true, true, true, false)
		c, err := h.Minutes.Propose(t.Context(), present, id, "decisions", "Chaque année.", lang.French)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := h.Minutes.Propose(t.Context(), stranger, id, "decisions", "Moi aussi.", lang.French); err == nil {
			t.Error("a stranger proposed a correction")
		}
		if v := view(t, h, member, id); len(v.Proposals) != 0 || v.Waiting != 1 {
			t.Errorf("a member sees %d corrections of others", len(v.Proposals))
		}
		m = view(t, h, p.Convener, id).Minutes
		if _, err := h.Minutes.Approve(t.Context(), p.Convener, id, minutes.Approval{Way: minutes.BySilence}, m.Version); fault.KindOf(err) != fault.Closed {
			t.Errorf("approved over a correction that waits: %v", err)
		}
		if _, err := h.Minutes.Answer(t.Context(), p.Facilitator, c.ID, false, lang.Text{}); fault.KindOf(err) != fault.Invalid {
			t.Errorf("declined without a reason: %v", err)
		}
		if _, err := h.Minutes.Answer(t.Context(), p.Facilitator, c.ID, false, processtest.Words("Vérifié.", "Checked.")); err != nil {
			t.Fatal(err)
		}
		if _, err := h.Minutes.Approve(t.Context(), p.Convener, id, minutes.Approval{Way: minutes.BySilence}, m.Version); fault.KindOf(err) != fault.Invalid {
			t.Errorf("approved by silence before the day: %v", err)
		}
		h.Clock.Advance(9 * 24 * time.Hour)
		if _, err := h.Minutes.Propose(t.Context(), present, id, "decisions", "Trop tard.", lang.French); fault.KindOf(err) != fault.Closed {
			t.Errorf("a correction after the day: %v", err)
		}
		if _, err := h.Minutes.Approve(t.Context(), p.Facilitator, id, minutes.Approval{Way: minutes.BySilence}, m.Version); fault.KindOf(err) != fault.Forbidden {
			t.Errorf("a facilitator approved: %v", err)
		}
		if m, err = h.Minutes.Approve(t.Context(), p.Convener, id, minutes.Approval{Way: minutes.BySilence}, m.Version); err != nil || m.State != minutes.Approved {
			t.Fatal(m, err)
		}
		s := section(t, m, "decisions")
		if _, err := h.Minutes.Write(t.Context(), p.Facilitator, id, minutes.Writing{Section: s.ID, Title: s.Title, Text: s.Text, Version: s.Version}); fault.KindOf(err) != fault.Closed {
			t.Errorf("approved minutes were changed: %v", err)
		}
		sees(true, true, true, false)
		if m, err = h.Minutes.Publish(t.Context(), p.Convener, id, m.Version); err != nil {
			t.Fatal(err)
		}
		sees(true, true, true, true)
		if _, err := h.Minutes.Correct(t.Context(), p.Facilitator, id, minutes.Erratum{Section: "decisions", Text: processtest.Words("Lire : chaque année.", "Read: each year.")}); err != nil {
			t.Fatal(err)
		}
		v := view(t, h, stranger, id)
		if len(v.Errata) != 1 || len(v.Proposals) != 0 || !strings.Contains(section(t, v.Minutes, "decisions").Text.Words(lang.English), "each month") {
			t.Errorf("strangers see %d corrections", len(v.Errata))
		}
		public := v.Minutes.Public(v.Errata)
		if public.Approved.Way != minutes.BySilence || len(public.Errata) != 1 || len(public.Sections) == 0 {
			t.Errorf("%+v", public)
		}
		kinds := h.Kinds(t, p.Process.ID)
		for _, want := range []string{
			minutes.DraftedThem, minutes.PracticeSet, minutes.CirculatedThem, minutes.ProposedIt, minutes.AnsweredIt, minutes.ApprovedThem,
			minutes.PublishedThem, minutes.CorrectedThem,
		} {
			if !slices.Contains(kinds, want) {
				t.Errorf("no fact %s", want)
			}
		}
	})
}

func TestPeopleTakeTheirWordsAway(t *testing.T) {
	h := minutestest.Open(t)
	p, m := drafted(t, h)
	who := p.CheckedIn(t, p.Account(t, "awa@example.sn", access.Member), p.Groups[0])
	until := when.DateOf(h.Clock.Now().Add(7 * 24 * time.Hour))
	if _, err := h.Minutes.Circulate(t.Context(), p.Facilitator, p.Meeting.ID, until, m.Version); err != nil {
		t.Fatal(err)
	}
	if _, err := h.Minutes.Propose(t.Context(), who, p.Meeting.ID, "decisions", "Mes mots.", lang.French); err != nil {
		t.Fatal(err)
	}
	var kept map[string]any
	read := func() {
		t.Helper()
		err := h.DB.Read(t.Context(), func(tx *db.Tx) (err error) {
			kept, err = h.Directory.Export(tx, who.Person)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if read(); kept["minutes"] == nil {
		t.Error("the correction is not in the export")
	}
	if err := h.People.Erase(t.Context(), who, feature.Wish{Words: true}); err != nil {
		t.Fatal(err)
	}
	v := view(t, h, p.Facilitator, p.Meeting.ID)
	if len(v.Proposals) != 1 || v.Proposals[0].Text != "" {
		t.Errorf("%+v", v.Proposals)
	}
}
