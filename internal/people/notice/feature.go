package notice

import (
	"embed"
	"io/fs"
	"time"

	"penc/internal/people/person"
	"penc/internal/platform/db"
	"penc/internal/platform/feature"
)

//go:embed schema/*.sql
var files embed.FS

// Service does what can be done with notices.
type Service struct {
	db     *db.DB
	people *person.Service
	dir    *feature.Directory
	base   string
	write  Write
}

// New returns a service that keeps its rows in d. It asks dir, which may be
// filled later, what things are called. Links in mails begin with base, the
// site's address without a slash at the end; write finds their words.
func New(d *db.DB, people *person.Service, dir *feature.Directory, base string, write Write) *Service {
	return &Service{d, people, dir, base, write}
}

// Feature tells the house what to run for notices.
func (s *Service) Feature() feature.Feature {
	schema, _ := fs.Sub(files, "schema")
	return feature.Feature{
		Name:   "notice",
		Schema: schema,
		Clocks: []feature.Clock{{Name: "notice.sweep", Every: 24 * time.Hour, Do: s.sweep}},
		Export: s.export,
		Erase:  s.erase,
	}
}
