// Package insightweb is the face of package insight.
package insightweb

import (
	"embed"

	"penc/internal/share/insight"
	"penc/internal/platform/web"
)

//go:embed i18n
var words embed.FS

type face struct{ service *insight.Service }

// Face returns the pages of this room.
func Face(s *insight.Service) web.Face {
	return web.Face{Name: "insight", Words: words}
}
