package org

import (
	"penc/internal/ground/ref"
	"penc/internal/platform/db"
)

func scan(r db.Row) (o Organization, err error) {
	err = r.Scan(&o.ID, db.JSON(&o.Name), &o.Acronym, &o.Website, &o.Country, &o.Version)
	return o, err
}

func byID(tx *db.Tx, id ref.ID) (Organization, error) {
	return db.One(tx, "org.unknown", scan, `
		SELECT id, name, acronym, website, country, version FROM org WHERE id = $1`, id)
}

func byFolded(tx *db.Tx, folded string) ([]Organization, error) {
	return db.List(tx, scan, `
		SELECT o.id, o.name, o.acronym, o.website, o.country, o.version
		FROM org o JOIN org_name n ON n.org_id = o.id WHERE n.folded = $1`, folded)
}

func list(tx *db.Tx, limit, offset int) ([]Organization, error) {
	return db.List(tx, scan, `
		SELECT id, name, acronym, website, country, version FROM org ORDER BY id LIMIT $1 OFFSET $2`, limit, offset)
}

func save(tx *db.Tx, o Organization) error {
	_, err := tx.Exec(`
		INSERT INTO org (id, name, acronym, website, country, version) VALUES ($1, $2, $3, $4, $5, $6)
		ON CONFLICT (id) DO UPDATE SET name = excluded.name, acronym = excluded.acronym,
			website = excluded.website, country = excluded.country, version = excluded.version`,
		o.ID, db.JSON(o.Name), o.Acronym, o.Website, o.Country, o.Version)
	if err != nil {
		return err
	}
	if _, err := tx.Exec(`DELETE FROM org_name WHERE org_id = $1`, o.ID); err != nil {
		return err
	}
	for _, l := range o.Name.Languages() {
		_, err := tx.Exec(`INSERT INTO org_name (org_id, folded) VALUES ($1, $2) ON CONFLICT DO NOTHING`,
			o.ID, Fold(o.Name.Words(l)))
		if err != nil {
			return err
		}
	}
	return nil
}
