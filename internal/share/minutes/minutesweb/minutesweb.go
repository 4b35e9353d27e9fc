// Package minutesweb is the face of package minutes: the minutes of a meeting with a
// table of contents and an address for each section, the editor of a section, and
// the few steps from a draft to publication.
//
// The page prints as minutes: navigation, forms and buttons stay on the screen. A
// section whose draft has news shows the difference to its editor. Corrections are
// proposed below the section they are about, with an account or a pass.
package minutesweb

import (
	"embed"
	"time"

	"github.com/a-h/templ"

	"penc/internal/ground/lang"
	"penc/internal/ground/ref"
	"penc/internal/platform/web"
	"penc/internal/share/minutes"
)

//go:embed i18n
var words embed.FS

type face struct{ minutes *minutes.Service }

// maxBody bounds the form of a section: long texts in several languages.
const maxBody = 2 << 20

// Face returns the pages of this room.
func Face(s *minutes.Service) web.Face {
	f := face{s}
	at := "/meetings/{id}/minutes"
	return web.Face{
		Name: "minutes", Words: words,
		Routes: []web.Route{
			{Pattern: "GET " + at, For: web.Anyone, Do: f.show, Formats: []string{"json"}},
			{Pattern: "POST " + at, For: web.Stewards, Do: f.draft},
			{Pattern: "GET " + at + "/sections/{section}", For: web.Stewards, Do: f.edit},
			{Pattern: "POST " + at + "/sections/{section}", For: web.Stewards, Do: f.write, MaxBody: maxBody},
			{Pattern: "POST " + at + "/sections/{section}/take", For: web.Stewards, Do: f.take},
			{Pattern: "GET " + at + "/sections/{section}/versions", For: web.Stewards, Do: f.versions},
			{Pattern: "GET " + at + "/circulate", For: web.Stewards, Do: f.circulate},
			{Pattern: "POST " + at + "/circulate", For: web.Stewards, Do: f.carryCirculate},
			{Pattern: "GET " + at + "/approve", For: web.Stewards, Do: f.approve},
			{Pattern: "POST " + at + "/approve", For: web.Stewards, Do: f.carryApprove},
			{Pattern: "GET " + at + "/publish", For: web.Stewards, Do: f.publish},
			{Pattern: "POST " + at + "/publish", For: web.Stewards, Do: f.carryPublish},
			{Pattern: "POST " + at + "/practice", For: web.Stewards, Do: f.practice},
			{Pattern: "POST " + at + "/corrections", For: web.Anyone, Do: f.propose},
			{Pattern: "GET " + at + "/corrections/{proposal}", For: web.Stewards, Do: f.answer},
			{Pattern: "POST " + at + "/corrections/{proposal}", For: web.Stewards, Do: f.carryAnswer},
			{Pattern: "GET " + at + "/errata", For: web.Stewards, Do: f.erratum},
			{Pattern: "POST " + at + "/errata", For: web.Stewards, Do: f.carryErratum},
		},
		Tabs: []web.Tab{{On: "meeting", Word: "minutes.tab", Path: at, For: web.Anyone, Order: 70}},
		Panels: []web.Panel{
			{On: "meeting.page", Order: 70, Show: func(a *web.Ask, id ref.ID) (templ.Component, error) { return f.panel(a, id) }},
			{On: "meeting.closing", Order: 70, Show: func(a *web.Ask, id ref.ID) (templ.Component, error) { return f.panel(a, id) }},
		},
	}
}

// Tongues says what was noted in the words of a catalogue, which may be filled
// later.
func Tongues(c *web.Catalogue) minutes.Tongues {
	return func(l lang.Tag) minutes.Tongue {
		s := web.NewSpeaker(c, l)
		s.Zone = time.UTC
		return s
	}
}
