package org

import (
	"embed"
	"io/fs"

	"penc/internal/ground/ref"
	"penc/internal/platform/db"
	"penc/internal/platform/feature"
)

//go:embed schema/*.sql
var files embed.FS

// Service does what can be done with organizations.
type Service struct{ db *db.DB }

// New returns a service that keeps its rows in d.
func New(d *db.DB) *Service { return &Service{d} }

// Feature tells the house what to run for organizations.
func (s *Service) Feature() feature.Feature {
	schema, _ := fs.Sub(files, "schema")
	return feature.Feature{
		Name:   "org",
		Schema: schema,
		Facts:  []feature.Fact{{Kind: Entered}, {Kind: Changed}},
		Cards: map[ref.Kind]func(*db.Tx, ref.ID) (feature.Card, error){
			"org": func(tx *db.Tx, id ref.ID) (feature.Card, error) {
				o, err := byID(tx, id)
				return feature.Card{Ref: o.Ref(), Name: o.Name, Path: "/organizations", Public: true}, err
			},
		},
	}
}
