// Package invitationweb is the face of package invitation.
package invitationweb

import (
	"embed"

	"penc/internal/gather/invitation"
	"penc/internal/platform/web"
)

//go:embed i18n
var words embed.FS

type face struct{ service *invitation.Service }

// Face returns the pages of this room.
func Face(s *invitation.Service) web.Face {
	return web.Face{Name: "invitation", Words: words}
}
