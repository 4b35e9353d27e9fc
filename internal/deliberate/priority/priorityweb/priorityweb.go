// Package priorityweb is the face of package priority.
package priorityweb

import (
	"embed"

	"penc/internal/deliberate/priority"
	"penc/internal/platform/web"
)

//go:embed i18n
var words embed.FS

type face struct{ service *priority.Service }

// Face returns the pages of this room.
func Face(s *priority.Service) web.Face {
	return web.Face{Name: "priority", Words: words}
}
