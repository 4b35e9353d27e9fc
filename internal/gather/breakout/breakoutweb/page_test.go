package breakoutweb

import (
	"testing"
	"time"

	"github.com/a-h/templ"

	"penc/internal/gather/attendance"
	"penc/internal/gather/breakout"
	"penc/internal/gather/meeting"
	"penc/internal/gather/process"
	"penc/internal/gather/process/processweb"
	"penc/internal/ground/lang"
	"penc/internal/ground/ref"
	"penc/internal/platform/web"
	"penc/internal/platform/web/ui"
	"penc/internal/platform/web/webtest"
)

func text(words string) lang.Text { return lang.Say(lang.French, words) }

// full is a view that has everything, with words that would break a page that does
// not escape them.
func full() breakout.View {
	at := time.Date(2026, 3, 1, 9, 30, 0, 0, time.UTC)
	b := meeting.Breakout{ID: "wells", Title: text("Puits <b>"), Question: text("Qui <b> ?"), Room: text("Salle <b>"), Link: "https://meet.example.org/wells", Capacity: 20}
	body := breakout.Body{Questions: text("Qui <b> paie ?\n\nQui décide ?"), Lines: []breakout.Line{
		{ID: "l1", Text: text("Une caisse <b>"), Support: 3, Supporters: "tous <b>", From: []ref.ID{"p1"}}, {ID: "l2", Text: text("Un relevé"), Support: 1}, {ID: "l3", Text: text("Un puits"), Supporters: "la salle"},
	}}
	filed := breakout.Version{Number: 1, Standing: breakout.Past, Filed: true, Body: body, By: "p", At: at, Happened: at, Note: "mieux <b>"}
	stands := filed
	stands.Number, stands.Of, stands.Standing, stands.Way, stands.At = 2, 1, breakout.Stands, breakout.Paper, at.Add(time.Hour)
	beside := filed
	beside.Number, beside.Of, beside.Standing = 3, 1, breakout.Beside
	room := breakout.Room{
		Breakout: b, State: breakout.Open, People: 20, Rapporteur: "p", Rapporteurs: []ref.ID{"p", "q"}, Points: 3, Lopsided: true,
		Tilt:   breakout.Tilt{Dominant: "gov", Share: 0.7, Absent: []ref.ID{"civil", "other"}},
		Report: &breakout.ReportBack{Meeting: "m", Breakout: "wells", Versions: []breakout.Version{filed, stands, beside}},
	}
	lonely := breakout.Room{Breakout: meeting.Breakout{ID: "rain", Title: text("Pluie")}, State: breakout.Open, People: 1, Lonely: true}
	return breakout.View{
		Meeting: meeting.Meeting{ID: "m", Title: text("Réunion <b>"), Programme: meeting.Programme{Breakouts: []meeting.Breakout{b, lonely.Breakout}}},
		Process: process.Whole{Process: process.Process{ID: "eau", Title: text("Eau <b>")}, Groups: []process.Group{
			{Part: process.Part{ID: "gov"}, Title: text("État <b>")}, {Part: process.Part{ID: "civil"}, Title: text("Société civile")},
		}},
		Choosing: breakout.Choosing{Meeting: "m", State: breakout.Open, Opened: at}, Rooms: []breakout.Room{room, lonely},
		Shares: [][]breakout.Share{{{Group: "gov", People: 14}, {People: 6, Others: true}}, nil},
		Chosen: 21, Present: 30, Here: true, Runs: true, Choice: breakout.Choice{Breakout: "wells", Participant: "p"},
	}
}

func chamber(v breakout.View) breakout.Chamber {
	c := breakout.Chamber{View: v}
	if len(v.Rooms) > 0 {
		c.Room, c.Shares = v.Rooms[0], v.Shares[0]
		c.Hand = breakout.Hand{Participant: "p", Reports: true, Runs: true, Choice: v.Choice}
		c.Names = map[ref.ID]string{"p": "Awa <b>", "q": "Moussa", "r": "Fatou"}
		c.Inside = []ref.ID{"p", "q", "r"}
		c.Points = []breakout.Point{
			{ID: "p1", Text: "Mon idée <b>", By: "p", Lang: "fr"},
			{ID: "p2", Text: "Dite", Lang: "en", Way: breakout.Rapporteur},
			{ID: "p3", Text: "Écrite", Lang: "fr", Way: breakout.Paper},
			{ID: "p4", Text: "D’une autre", By: "q", Lang: "fr"},
		}
	}
	return c
}

func TestPages(t *testing.T) {
	webtest.Pages(t, "breakout", words, func(p web.Page) map[string]templ.Component {
		out := map[string]templ.Component{}
		for name, v := range map[string]breakout.View{"full": full(), "empty": {}, "closed": closed(), "ahead": ahead()} {
			h := hallPage{Page: p, View: v, Place: processweb.Place{Title: ui.Title{Title: "Titre"}}}
			r := roomPage{hallPage: h, Chamber: chamber(v)}
			report := reportPage{roomPage: r, Written: lang.French}
			if x := r.Chamber.Room.Report; x != nil {
				report.Report, report.Body, report.Of, report.Settles = *x, x.Standing().Body, 2, []int{3}
			}
			versions := versionsPage{roomPage: r, Versions: report.Report.Versions}
			desk := deskPage{hallPage: h, Desk: breakout.Desk{View: v}}
			if v.Present > 0 {
				desk.Desk.People = []attendance.Presence{{Participant: "p", Name: "Awa <b>"}, {Participant: "z", Name: "Zeynabou"}}
				desk.Desk.In = map[ref.ID]ref.ID{"p": "wells"}
			}
			out["list "+name] = listView(listPage{hallPage: h})
			out["room "+name] = roomView(r)
			out["report "+name] = reportView(report)
			out["versions "+name] = versionsView(versions)
			out["desk "+name] = deskView(desk)
			out["withdraw "+name] = withdrawView(withdrawPage{roomPage: r, Point: breakout.Point{Text: "Une idée <b>", Lang: "fr"}})
			out["translate "+name] = translateView(translatePage{reportPage: report})
			out["on the meeting "+name] = meetingPanel(h)
			out["on the phone "+name] = phonePanel(h)
			out["at the desk "+name] = deskPanel(h)
			if v.Choosing.State != breakout.NotOpened {
				out["on the wall "+name] = projectorPanel(h)
			}
		}
		return out
	})
}

func closed() breakout.View {
	v := full()
	v.Choosing.State, v.Choice = breakout.Closed, breakout.Choice{}
	for i := range v.Rooms {
		v.Rooms[i].State, v.Rooms[i].Report, v.Rooms[i].Rapporteurs = breakout.Closed, nil, nil
	}
	return v
}

func ahead() breakout.View {
	v := full()
	v.Choosing, v.Runs, v.Here = breakout.Choosing{}, false, false
	for i := range v.Rooms {
		v.Rooms[i].State, v.Rooms[i].Report = breakout.NotOpened, nil
	}
	return v
}
