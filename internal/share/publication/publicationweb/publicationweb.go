package publicationweb

import (
	"embed"

	"penc/internal/gather/process"
	"penc/internal/platform/web"
	"penc/internal/share/publication"
)

//go:embed i18n
var words embed.FS

type face struct {
	publications *publication.Service
	processes    *process.Service
}

// Face returns the pages of news and media coverage, of the record, of search and
// of the site itself.
func Face(s *publication.Service, processes *process.Service) web.Face {
	f := face{s, processes}
	return web.Face{
		Name:   "publication",
		Words:  words,
		Routes: f.routes(),
	}
}

func (f face) routes() []web.Route { return nil }
