package meetingweb

import (
	"testing"
	"time"

	"github.com/a-h/templ"

	"penc/internal/gather/meeting"
	"penc/internal/gather/process"
	"penc/internal/gather/process/processweb"
	"penc/internal/ground/evidence"
	"penc/internal/ground/lang"
	"penc/internal/ground/ref"
	"penc/internal/ground/when"
	"penc/internal/platform/web"
	"penc/internal/platform/web/ui"
	"penc/internal/platform/web/webtest"
)

var spring = time.Date(2026, 3, 1, 9, 30, 0, 0, time.UTC)

// hostile is a text that tries to become markup, in both languages.
func hostile(words string) lang.Text {
	return lang.Of("fr", map[lang.Tag]string{"fr": `<b>` + words + `</b><script>alert(1)</script>`, "en": `"><b>` + words + `</b>`})
}

// full returns a meeting with every field filled in, and its process.
func full() (meeting.Meeting, process.Whole) {
	e := evidence.Evidence{
		Sources: []ref.ID{"press"}, Uncertain: hostile("doubt"), Derived: true,
		Disputes: []evidence.Dispute{
			{Field: "end", Values: []evidence.Value{{Value: hostile("29"), Sources: []ref.ID{"press"}}, {Value: lang.Say("wo", "<b>30")}}},
			{Field: "title", Values: []evidence.Value{{Value: hostile("title")}, {Value: hostile("other")}}},
		},
		Gaps: []evidence.Gap{
			{Field: "attendance", Note: hostile("attendance")},
			{Field: "minutes"},
			{Field: "agenda", Note: hostile("agenda")},
			{Field: "breakouts"},
			{Field: "outcomes"},
			{Field: "report-back"},
			{Field: "recording", Note: hostile("recording")},
		},
	}
	m := meeting.Meeting{
		ID: "m1", Process: "water", State: meeting.Cancelled, Version: 3, Sequence: 1, Convened: spring, Changed: spring,
		Title: hostile("title"), Kind: "plenary", Dates: when.Span{Start: "2026-05-04", End: "2026-05-05"}, Start: "08:30", Lasts: 90,
		Zone: "Africa/Dakar", Mode: "hybrid", Link: "https://example.org/?a=%3Cb%3E", Theme: hostile("theme"),
		Where:      &meeting.Where{City: hostile("city"), Country: "SN", Venue: hostile("venue"), Uncertain: hostile("place")},
		Organizers: []ref.ID{"board"}, WorkingGroups: []ref.ID{"wg"}, Facilitator: "awa",
		Attendance:   &meeting.Attendance{Total: 1046, InPerson: 30, Online: 16, AtLeast: true, Note: hostile("note")},
		Participants: []lang.Text{hostile("people")}, Recording: hostile("recording"), Minutes: "minutes", Notes: hostile("notes"),
		Reason: hostile("reason"), Evidence: e,
		Programme: meeting.Programme{
			Agenda: []meeting.AgendaItem{
				{ID: "a1", Title: hostile("item"), Presenters: []string{"awa", "<b>Jean</b>"}, Kind: "talk", Evidence: e},
				{ID: "a2", Day: 2, Start: "10:00", Title: hostile("groups"), Breakouts: []ref.ID{"b1"}},
				{Title: lang.Text{}},
			},
			Breakouts: []meeting.Breakout{{ID: "b1", Title: hostile("breakout"), Question: hostile("question"), ReportBack: hostile("report"), Evidence: e}, {}},
			Outcomes:  []meeting.Outcome{{ID: "o1", Text: hostile("outcome"), Evidence: e}, {}},
		},
	}
	m.Title = m.Title.Revise("fr", map[lang.Tag]string{"fr": "<b>Nouveau"}) // the English is older now
	w := process.Whole{
		Process:  process.Process{ID: "water", State: process.Draft, Languages: []lang.Tag{"fr", "en", "wo"}, Title: hostile("process"), Zone: "Africa/Dakar"},
		Sources:  []process.Source{{Part: process.Part{ID: "press"}, Title: "<b>Press</b>", URL: "https://example.org"}},
		Partners: []process.Partner{{Part: process.Part{ID: "board"}, Title: hostile("board")}},
		People:   []process.Named{{Part: process.Part{ID: "awa"}, FullName: "<b>Awa</b>"}},
		Entries:  []process.Entry{{Part: process.Part{ID: "wg"}, Kind: process.WorkingGroup, Title: hostile("group")}},
	}
	return m, w
}

func TestPagesRenderFullAndEmpty(t *testing.T) {
	m, w := full()
	month := meeting.Meeting{ID: "m2", Kind: "other", Title: lang.Say("wo", "Ndaje"), Dates: when.Span{Start: "2019-03"}, Attendance: &meeting.Attendance{InPerson: 1}}
	online := meeting.Meeting{ID: "m3", Kind: "training", Mode: "online", Start: "10:00", Dates: when.Span{Start: "2026-06-01"}, State: meeting.Planned, Link: "javascript:alert(1)", Attendance: &meeting.Attendance{Total: 1, Online: 2}}
	at := processweb.Place{Process: w.Process, Title: ui.Title{Title: "Title", Trail: []ui.Link{{Label: "<b>", Href: "/fr/processes/water"}}}, Tabs: []ui.Link{{Label: "A", Href: "/a"}, {Label: "B", Href: "/b"}}}
	webtest.Pages(t, "meeting", words, func(p web.Page) map[string]templ.Component {
		cite := processweb.Cite(p.Speaker, w.Sources, "meeting")
		show := func(m meeting.Meeting, w process.Whole) templ.Component {
			page := meetingPage{Page: p, Place: at, Whole: w, Meeting: m, Cite: processweb.Cite(p.Speaker, w.Sources, "meeting"), Now: spring, May: true, Minutes: ui.Link{Label: "<b>", Href: "/fr/x", Lang: "wo"}}
			page.Place.Title = page.head()
			return showPage(page)
		}
		empty := meeting.Meeting{Kind: "other"}
		return map[string]templ.Component{
			"meeting full":    show(m, w),
			"meeting month":   show(month, process.Whole{}),
			"meeting online":  show(online, process.Whole{}),
			"meeting empty":   showPage(meetingPage{Page: p, Meeting: empty}),
			"list full":       listPage(meetingsPage{Page: p, Place: at, Whole: w, Ahead: []meeting.Meeting{m, online}, Past: []meeting.Meeting{month}, Cite: cite, Now: spring, May: true}),
			"list empty":      listPage(meetingsPage{Page: p}),
			"panel full":      pageMeetings(panelOf{Speaker: p.Speaker, Process: w.Process, Next: []meeting.Meeting{online, m}, Held: 1, Now: spring}),
			"panel past":      pageMeetings(panelOf{Speaker: p.Speaker, Held: 4}),
			"desk full":       deskMeetings(panelOf{Speaker: p.Speaker, Process: w.Process, Next: []meeting.Meeting{m}, Held: 2, Now: spring}),
			"desk empty":      deskMeetings(panelOf{Speaker: p.Speaker}),
			"editor full":     editorPage(editPage{Page: p, Place: at, Whole: w, Stored: m, In: m, Act: web.NewAct()}),
			"editor empty":    editorPage(editPage{Page: p}),
			"programme full":  programmeEditor(programmePage{Page: p, Place: at, Whole: w, Stored: m, In: m.Programme, Version: 3, Unsaved: true, Act: web.NewAct()}),
			"programme empty": programmeEditor(programmePage{Page: p}),
			"part full":       partEditor(partPage{Page: p, Place: at, Whole: w, Meeting: m, Part: "b1", Evidence: m.Evidence, Name: m.Title}),
			"part empty":      partEditor(partPage{Page: p}),
			"cancel full":     cancellingPage(cancelPage{Page: p, Place: at, Whole: w, Meeting: m, Reason: hostile("reason")}),
			"cancel empty":    cancellingPage(cancelPage{Page: p}),
		}
	})
}
