// Package hallweb is the face of package hall.
package hallweb

import (
	"embed"

	"penc/internal/gather/hall"
	"penc/internal/platform/web"
)

//go:embed i18n
var words embed.FS

type face struct{ service *hall.Service }

// Face returns the pages of this room.
func Face(s *hall.Service) web.Face {
	return web.Face{Name: "hall", Words: words}
}
