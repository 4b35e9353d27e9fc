package breakoutweb_test

import (
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"penc/internal/gather/attendance/attendanceweb"
	"penc/internal/gather/breakout"
	"penc/internal/gather/breakout/breakouttest"
	"penc/internal/gather/breakout/breakoutweb"
	"penc/internal/gather/meeting/meetingweb"
	"penc/internal/gather/process/processweb"
	"penc/internal/ground/access"
	"penc/internal/ground/ref"
	"penc/internal/platform/db"
	"penc/internal/platform/web"
	"penc/internal/platform/web/webtest"
)

// A site serves a session.
type site struct {
	*testing.T
	*webtest.Visitor
	*breakouttest.Session
	at string // of the breakouts
}

func serve(t *testing.T, s *breakouttest.Session) *site {
	t.Helper()
	_, v := webtest.Site(t, s.House.DB, s.House.Directory, nil,
		processweb.Face(s.House.Processes, s.House.Orgs), meetingweb.Face(s.House.Meetings, s.House.Processes, nil),
		attendanceweb.Face(s.House.Attendance), breakoutweb.Face(s.House.Breakouts))
	return &site{t, v, s, "/en" + breakout.List(s.Meeting.ID)}
}

// as has the visitor be somebody.
func (s *site) as(who access.Actor) *site {
	s.Who = &web.Identity{Actor: who, Name: "Awa"}
	return s
}

// sees fails unless a page is there and holds all of the words, and none of those
// that begin with "!".
func (s *site) sees(r webtest.Reply, words ...string) {
	s.Helper()
	if r.Status != http.StatusOK {
		s.Fatalf("status %d: %s", r.Status, r.Body[strings.Index(r.Body, "<main"):])
	}
	s.holds(r, words...)
}

func (s *site) holds(r webtest.Reply, words ...string) {
	s.Helper()
	for _, w := range words {
		if not, ok := strings.CutPrefix(w, "!"); ok == strings.Contains(r.Body, strings.TrimPrefix(w, "!")) {
			s.Errorf("%q is there: %v", not, !ok)
		}
	}
}

func TestAPersonChoosesWritesAndTakesBack(t *testing.T) {
	breakouttest.Each(t, func(t *testing.T, h *breakouttest.House) {
		s := serve(t, h.Choosing(t, 8))
		who := s.People[0]
		s.sees(s.as(access.Actor{}).Get(s.at), "Wells", "Who maintains the wells?", "Check in to choose", "!Go here", "!0 people")
		s.sees(s.as(who).Get(s.at), "Go here", "0 people, 40 places left", "Choose the breakout")
		s.sees(s.Follow(s.Post(s.at, "breakout", "wells", "act", "a1")), "You are in this breakout.", "What should the plenary hear?", "1 person, 39 places left")
		s.sees(s.Get(s.at), "You are in", "You are here", "You can change until")
		room := s.at + "/wells"
		s.sees(s.Follow(s.Post(room+"/points", "text", "A <b>map</b> of wells", "act", "a2")), "Your idea is written down.", "&lt;b&gt;map&lt;/b&gt;", "1 idea", "Take back")
		s.sees(s.Follow(s.Post(room+"/points", "text", "A <b>map</b> of wells", "act", "a2")), "1 idea")
		if r := s.Post(room+"/points", "text", strings.Repeat("a", 501), "act", "a3"); r.Status != http.StatusUnprocessableEntity {
			t.Errorf("status %d", r.Status)
		} else {
			s.holds(r, "An idea has at most 500 characters; this one has 501.", strings.Repeat("a", 501), `aria-invalid="true"`)
		}
		if r := s.as(s.People[1]).Post(room+"/points", "text", "Not from here", "act", "a4"); r.Status != http.StatusForbidden {
			t.Errorf("somebody elsewhere: %d", r.Status)
		}
		point := regexp.MustCompile(`/points/([a-z0-9]+)/withdraw`).FindStringSubmatch(s.as(who).Get(room).Body)[1]
		s.sees(s.Get(room+"/points/"+point+"/withdraw"), "Take this idea back", "map")
		if r := s.as(s.People[1]).Get(room + "/points/" + point + "/withdraw"); r.Status != http.StatusNotFound {
			t.Errorf("somebody else's idea: %d", r.Status)
		}
		s.sees(s.as(who).Follow(s.Post(room+"/points/"+point+"/withdraw", "act", "a5")), "The idea was taken back.", "0 ideas")
		s.sees(s.Follow(s.Post(s.at, "breakout", "")), "You left your breakout.", "!You are in<")
	})
}

func TestAFullRoomSaysSo(t *testing.T) {
	h := breakouttest.Open(t)
	s := serve(t, h.Choosing(t, 3))
	p := s.Meeting.Programme.Clone()
	p.Breakouts[0].Capacity = 1
	if _, err := h.Meetings.SetProgramme(t.Context(), s.Steward, s.Meeting.ID, p, s.Meeting.Version); err != nil {
		t.Fatal(err)
	}
	s.Choose(t, s.People[0], "wells")
	s.as(s.People[1]).sees(s.Get(s.at), "0 places left", "Full")
	r := s.Post(s.at, "breakout", "wells")
	if r.Status != http.StatusConflict {
		t.Errorf("status %d", r.Status)
	}
	s.holds(r, "This breakout is full: it has 1 places", "Go here")
}

func TestTwoRapporteursReadBothVersions(t *testing.T) {
	breakouttest.Each(t, func(t *testing.T, h *breakouttest.House) {
		s := serve(t, h.Session(t, 12))
		room := s.at + "/wells"
		second := s.In["wells"][1]
		s.sees(s.as(second).Get(room), "I report for this room", "!Write the report-back")
		s.sees(s.Follow(s.Post(room+"/rapporteurs", "act", "b1")), "You report for this room.", "Write the report-back", "I no longer report")
		points := s.points()
		fields := []string{"of", "0", "lang", "en", "into." + string(points[0]), "2", "text.1", "A common fund", "support.1", "5", "supporters.1", "all but one", "questions", "Who pays?\nWho decides?"}
		s.sees(s.as(s.Rapporteurs["wells"]).Follow(s.Post(room+"/report", append(fields, "do", "draft", "act", "b2")...)),
			"The draft is saved.", "A common fund", "Idée 1 pour wells", "Who decides?")
		if r := s.as(second).Get(s.at + "/rain/report"); r.Status != http.StatusForbidden {
			t.Errorf("the report-back of another room: %d", r.Status)
		}
		r := s.as(second).Post(room+"/report", "of", "0", "lang", "en", "text.1", "A fund run by the town", "do", "file", "act", "b3")
		s.sees(s.Follow(r), "Both versions are kept", "Version 1", "Version 2", "<mark>", "the town", "common", "Version 2 stands", `name="settles" value="2"`)
		s.as(access.Actor{}).sees(s.Get(room), "This breakout has not reported back yet.", "!A fund", "!A common fund", "!ideas<")
		s.as(s.Facilitator).sees(s.Get(s.at+"/desk"), "Two versions of the report-back of “Wells” wait for a choice.")
		s.as(second).sees(s.Follow(s.Post(room+"/report/choice", "number", "2", "of", "1", "settles", "2", "act", "b4")), "This version stands.", "!Both versions", "Amend the report-back")
		if r := s.Post(room+"/report/choice", "number", "1", "of", "1", "settles", "2", "act", "b5"); r.Status != http.StatusConflict {
			t.Errorf("chosen against what nobody had read: %d", r.Status)
		}
		s.as(access.Actor{}).sees(s.Get(room), "A fund run by the town", "Reported back", "!A common fund")
		s.sees(s.Get(room+"/versions"), "Version 3", "!Version 1", "!Version 2")
		s.as(second).sees(s.Get(room+"/versions"), "Version 3", "Version 1", "A common fund", "Earlier")
		s.sees(s.Follow(s.Post(room+"/report", "of", "3", "lang", "en", "text.1", "A fund run by the town council", "note", "said more exactly", "do", "file", "act", "b6")),
			"The report-back is with the plenary.", "A fund run by the town council", "amended")
		s.as(access.Actor{}).sees(s.Get(s.at+"/wells/versions"), "said more exactly", "Version 4")
		s.sees(s.Get("/en"+s.Meeting.Path()), "Report-backs", "A fund run by the town council")
		if json := s.Get(s.at + ".json"); !strings.Contains(json.Body, `"en": "A fund run by the town council"`) || strings.Contains(json.Body, "rapporteur") {
			t.Error(json.Body)
		}
	})
}

func (s *site) points() (out []ref.ID) {
	s.Helper()
	err := s.House.DB.Read(s.Context(), func(tx *db.Tx) error {
		all, err := s.House.Breakouts.PointsTx(tx, s.Meeting.ID)
		for _, p := range all {
			if p.Breakout == "wells" {
				out = append(out, p.ID)
			}
		}
		return err
	})
	if err != nil {
		s.Fatal(err)
	}
	return out
}

func TestARefusedReportBackKeepsWhatWasTyped(t *testing.T) {
	h := breakouttest.Open(t)
	s := serve(t, h.Session(t, 4))
	s.as(s.Rapporteurs["wells"])
	r := s.Post(s.at+"/wells/report", "of", "0", "lang", "en", "text.1", "A common fund", "support.1", "many", "text.3", "", "supporters.3", "nobody", "questions", "Who?", "do", "file", "act", "c1")
	if r.Status != http.StatusUnprocessableEntity {
		t.Fatalf("status %d", r.Status)
	}
	s.holds(r, "A number from 0 to 10000.", "Write the point itself, too.", "A common fund", "nobody", "Who?")
	if r := s.as(s.In["wells"][1]).Get(s.at + "/wells/report"); r.Status != http.StatusForbidden {
		t.Errorf("somebody who does not report: %d", r.Status)
	}
}

func TestTheDeskOpensMovesAndWarns(t *testing.T) {
	breakouttest.Each(t, func(t *testing.T, h *breakouttest.House) {
		hall := h.House.Open(t)
		people := hall.People(t, 6)
		s := serve(t, &breakouttest.Session{Hall: hall, House: h, People: people})
		desk := s.at + "/desk"
		if r := s.as(people[0]).Get(desk); r.Status != http.StatusSeeOther && r.Status != http.StatusForbidden {
			t.Errorf("somebody without a role: %d", r.Status)
		}
		s.as(s.Facilitator).sees(s.Get(desk), "Open the breakouts", "cannot choose yet")
		s.sees(s.Follow(s.Post(desk, "do", "open", "act", "d1")), "The breakouts are open.", "Close choosing", "6 people have not chosen a breakout.")
		for i, who := range people[:4] {
			s.sees(s.Follow(s.Post(desk, "do", "put", "participant", string(who.In(s.Process.ID)), "breakout", []string{"wells", "rain"}[i/3], "act", "d2"+string(who.In(s.Process.ID)))), "They are in that room now.")
		}
		s.sees(s.Get(desk), "Nobody is in “Rivers”.", "Only 1 person is in “Rain”.", "Nobody reports for “Wells” yet.", "3 of 40", "Personne 001 (Wells)", "Personne 006 (in no breakout)")
		s.as(people[0]).sees(s.Get(s.at+"/wells"), "3 people")
		s.as(s.Facilitator).sees(s.Follow(s.Post(s.at+"/wells/rapporteurs", "participant", string(people[1].In(s.Process.ID)), "act", "d3")), "They report for this room.", "Personne 002 reports for this room.")
		s.sees(s.Follow(s.Post(s.at+"/rivers/points", "text", "From a sheet", "way", "paper", "act", "d4")), "From a sheet", "From paper")
		s.sees(s.Follow(s.Post(desk, "do", "close", "act", "d5")), "Choosing is closed.", "Open the breakouts")
		s.as(people[5]).sees(s.Get(s.at), "Choosing is closed.", "!Go here")
	})
}

func TestAReportBackIsTranslated(t *testing.T) {
	h := breakouttest.Open(t)
	s := serve(t, h.Filed(t, 12, false))
	s.as(s.Facilitator).sees(s.Get(s.at+"/wells/translate"), "Une caisse commune", "Français", "English")
	s.sees(s.Follow(s.Post(s.at+"/wells/translate", "of", "1", "text.1.en", "A common fund", "act", "e1")), "The translation is saved.", "A common fund", "Une carte publique")
	s.as(access.Actor{}).sees(s.Get("/fr"+breakout.Path(s.Meeting.ID, "wells")), "Une caisse commune", "!A common fund")
}

// TestPagesOfARoomOpenWithoutANetwork looks at what the device is told to keep.
func TestPagesOfARoomOpenWithoutANetwork(t *testing.T) {
	h := breakouttest.Open(t)
	s := serve(t, h.Session(t, 6))
	keeps := func(path string) bool { return s.Get(path).Header.Get("Penc-Keep") != "" }
	for _, path := range []string{s.at, s.at + "/wells", s.at + "/wells/report"} {
		if s.as(s.Rapporteurs["wells"]); !keeps(path) {
			t.Errorf("%s is not kept", path)
		}
	}
	s.sees(s.Get(s.at+"/wells"), `data-offline="each"`)
	s.sees(s.Get(s.at+"/wells/report"), `data-offline="one"`)
	if s.as(access.Actor{}); keeps(s.at) {
		t.Error("a page for strangers is kept")
	}
	// What was written an hour ago, before they came, happened when they came.
	who := s.In["wells"][1]
	now := h.Clock.Now()
	at := func(d time.Duration) string { return now.Add(d).Format(time.RFC3339) }
	s.as(who).Follow(s.Post(s.at+"/wells/points", "text", "From afar", "act", "f1", "happened", at(-time.Hour), "sent", at(0)))
	err := h.DB.Read(t.Context(), func(tx *db.Tx) error {
		all, err := h.Breakouts.PointsTx(tx, s.Meeting.ID)
		i := slices.IndexFunc(all, func(p breakout.Point) bool { return p.Text == "From afar" })
		if i < 0 || !all[i].Happened.Equal(s.Present(t, who).In) {
			t.Errorf("%+v", all)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}
