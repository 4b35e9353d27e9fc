package minutesweb

import (
	"testing"
	"time"

	"github.com/a-h/templ"

	"penc/internal/gather/meeting"
	"penc/internal/gather/process"
	"penc/internal/gather/process/processweb"
	"penc/internal/ground/lang"
	"penc/internal/platform/web"
	"penc/internal/platform/web/ui"
	"penc/internal/platform/web/webtest"
	"penc/internal/share/minutes"
)

var spring = time.Date(2026, 3, 1, 9, 30, 0, 0, time.UTC)

// hostile is a text that tries to become markup, in both languages.
func hostile(words string) lang.Text {
	return lang.Of("fr", map[lang.Tag]string{"fr": `<b>` + words, "en": `"><b>` + words})
}

func TestPagesRenderFullAndEmpty(t *testing.T) {
	old := hostile("text")
	sections := []minutes.Section{
		{ID: "decisions", Title: hostile("decisions"), Text: old.Revise("fr", map[lang.Tag]string{"fr": "<b>neuf"}), Drawn: old, Version: 2, Changed: spring},
		{ID: "parked", Title: hostile("parked"), Text: old, Drawn: old, Left: true, Version: 1},
	}
	full := minutes.View{
		Whole:   process.Whole{Process: process.Process{ID: "water", State: process.Published, Languages: []lang.Tag{"fr", "en"}, Title: hostile("process")}},
		Meeting: meeting.Meeting{ID: "m1", Title: hostile("meeting"), Minutes: "doc"}, Reader: minutes.Reader{Team: true, Took: true}, Visible: true, Convenes: true,
		Today: "2026-03-01", Waiting: 2, Fresh: []minutes.Section{{ID: "decisions", Text: hostile("fresh")}},
		Minutes: minutes.Minutes{Meeting: "m1", Process: "water", State: minutes.Circulated, Until: "2026-03-02", Silence: true, Sections: sections},
		Proposals: []minutes.Proposal{
			{ID: "c1", Section: "decisions", Text: "<b>", Lang: "fr", At: spring, Stand: minutes.Waiting},
			{ID: "c2", Section: "decisions", Lang: "en", At: spring, Stand: minutes.Declined, Reason: hostile("reason")},
			{ID: "c3", Section: "decisions", Text: "x", Lang: "en", At: spring, Stand: minutes.Accepted},
		},
		Errata:   []minutes.Erratum{{Section: "decisions", Text: hostile("erratum"), At: spring}, {Text: hostile("whole"), At: spring}},
		Meetings: []meeting.Meeting{{ID: "m1", Title: hostile("meeting")}, {ID: "m2", Title: hostile("next")}},
	}
	draft, published, over := full, full, full
	draft.Minutes.State = minutes.Drafted
	published.Minutes.State, published.Minutes.Published, published.Fresh = minutes.Published, spring, nil
	published.Minutes.Approved = minutes.Approval{Way: minutes.AtMeeting, Meeting: "m2", On: "2026-03-01", At: spring}
	over.Minutes.State, over.Minutes.Approved = minutes.Approved, minutes.Approval{Way: minutes.BySilence, At: spring}
	nothing := minutes.View{Whole: full.Whole, Meeting: full.Meeting, Visible: true, Reader: full.Reader, Minutes: minutes.Minutes{State: minutes.Drafted}}
	webtest.Pages(t, "minutes", words, func(p web.Page) map[string]templ.Component {
		at := processweb.Place{Process: full.Whole.Process, Title: ui.Title{Title: "Title"}}
		page := func(v minutes.View) minutesPage {
			return minutesPage{Page: p, Place: at, View: v, On: "decisions", Typed: "<b>", Act: web.NewAct()}
		}
		step := stepPage{Page: p, Place: at, View: full, Proposal: full.Proposals[0], Text: hostile("typed"), Until: "<b>", Act: web.NewAct()}
		edit := sectionPage{Page: p, Place: at, View: full, Stored: sections[0], In: sections[0], Act: web.NewAct()}
		out := map[string]templ.Component{
			"circulated": showPage(page(full)), "draft": showPage(page(draft)), "published": showPage(page(published)), "approved": showPage(page(over)),
			"nothing": showPage(page(nothing)), "none": showPage(page(minutes.View{Whole: full.Whole, Meeting: full.Meeting, Reader: full.Reader})),
			"stranger": showPage(page(minutes.View{Whole: full.Whole})), "panel": panel(page(published)),
			"section": editPage(edit), "new section": editPage(sectionPage{Page: p, Place: at, View: full, Act: web.NewAct()}),
			"versions":  versionList(versionsPage{Page: p, Place: at, All: sections, Path: "/meetings/m1/minutes"}),
			"circulate": circulatePage(step), "approve": approvePage(step), "publish": publishPage(step), "answer": answerPage(step), "erratum": erratumPage(step),
			"circulate, plain": circulatePage(stepPage{Page: p, Place: at}),
		}
		return out
	})
}
