// Package breakoutweb is the face of package breakout.
package breakoutweb

import (
	"embed"

	"penc/internal/gather/breakout"
	"penc/internal/platform/web"
)

//go:embed i18n
var words embed.FS

type face struct{ service *breakout.Service }

// Face returns the pages of this room.
func Face(s *breakout.Service) web.Face {
	return web.Face{Name: "breakout", Words: words}
}
