package processweb

import (
	"embed"

	"penc/internal/gather/process"
	"penc/internal/platform/web"
)

//go:embed i18n
var words embed.FS

type face struct{ processes *process.Service }

// Face returns the pages of processes.
func Face(s *process.Service) web.Face {
	_ = face{s}
	return web.Face{
		Name:  "process",
		Words: words,
	}
}
