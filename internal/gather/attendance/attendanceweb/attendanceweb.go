// Package attendanceweb is the face of package attendance.
package attendanceweb

import (
	"embed"

	"penc/internal/gather/attendance"
	"penc/internal/platform/web"
)

//go:embed i18n
var words embed.FS

type face struct{ service *attendance.Service }

// Face returns the pages of this room.
func Face(s *attendance.Service) web.Face {
	return web.Face{Name: "attendance", Words: words}
}
