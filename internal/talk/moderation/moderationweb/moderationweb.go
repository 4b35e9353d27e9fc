// Package moderationweb is the face of package moderation: the queue, in which
// the oldest thing stands first with its two answers, the page of one thing, the
// public log, and the page on which a member says what is wrong with a thing.
//
// Rooms that show things link to [FlagPath]. Below the queue of a process stand the
// panels on [QueuePanel], with which rooms say what else there is to tidy.
package moderationweb

import (
	"embed"
	"io/fs"

	"github.com/a-h/templ"

	"penc/internal/ground/ref"
	"penc/internal/platform/web"
	"penc/internal/talk/moderation"
)

//go:embed i18n
var words embed.FS

//go:embed script/*.js
var files embed.FS

// QueuePanel is where higher rooms hang pieces on the queue of a process.
const QueuePanel = "moderation.queue"

type face struct{ queue *moderation.Service }

// Face returns the pages of moderation.
func Face(s *moderation.Service) web.Face {
	f := face{s}
	scripts, _ := fs.Sub(files, "script")
	return web.Face{
		Name:    "moderation",
		Words:   words,
		Scripts: scripts,
		Routes: []web.Route{
			{Pattern: "GET /processes/{id}/moderation", For: web.Stewards, Do: f.show},
			{Pattern: "GET /processes/{id}/moderation/log", For: web.Anyone, Do: f.log, Formats: []string{"json"}},
			{Pattern: "GET /processes/{id}/moderation/{item}", For: web.Stewards, Do: f.one},
			{Pattern: "POST /processes/{id}/moderation/{item}", For: web.Stewards, Do: f.decide},
			{Pattern: "GET /flag/{kind}/{id}", For: web.SignedIn, Do: f.ask},
			{Pattern: "POST /flag/{kind}/{id}", For: web.SignedIn, Do: f.flag},
		},
		Panels: []web.Panel{
			{On: "process.desk", Order: 30, Show: f.deskPanel},
			{On: "process.page", Order: 95, Show: f.logPanel},
		},
	}
}

// Sayer says the words of reasons from a catalogue, which may be filled later.
func Sayer(c *web.Catalogue) moderation.Say { return c.Say }

// FlagPath returns the address at which a member says what is wrong with a thing.
func FlagPath(r ref.Ref) string { return "/flag/" + string(r.Kind) + "/" + string(r.ID) }

// path returns the address of a process's queue.
func path(process ref.ID) string { return "/processes/" + string(process) + "/moderation" }

func (f face) deskPanel(a *web.Ask, process ref.ID) (templ.Component, error) {
	if !moderation.MayModerate(a.Who, process) {
		return nil, nil
	}
	n, err := f.queue.Waiting(a.Ctx(), a.Who, process)
	return deskPanel(a.Speaker, process, n), err
}

func (f face) logPanel(a *web.Ask, process ref.ID) (templ.Component, error) {
	page, err := f.queue.Log(a.Ctx(), a.Who, process, "", 1)
	if err != nil || len(page.Lines) == 0 {
		return nil, err
	}
	return logPanel(a.Speaker, process), nil
}
