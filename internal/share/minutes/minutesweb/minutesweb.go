// Package minutesweb is the face of package minutes.
package minutesweb

import (
	"embed"

	"penc/internal/share/minutes"
	"penc/internal/platform/web"
)

//go:embed i18n
var words embed.FS

type face struct{ service *minutes.Service }

// Face returns the pages of this room.
func Face(s *minutes.Service) web.Face {
	return web.Face{Name: "minutes", Words: words}
}
