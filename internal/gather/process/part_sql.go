package process

import (
	"encoding/json"
	"fmt"

	"penc/internal/ground/ref"
	"penc/internal/platform/db"
)

// partRow is a part as it is stored: what one asks by, and the rest as JSON.
type partRow struct {
	process ref.ID
	noun    Noun
	id      ref.ID
	place   int
	version int
	body    string
}

func scanPart(r db.Row) (p partRow, err error) {
	err = r.Scan(&p.process, &p.noun, &p.id, &p.place, &p.version, &p.body)
	return p, err
}

func partsOf(tx *db.Tx, process ref.ID) ([]partRow, error) {
	return db.List(tx, scanPart, `
		SELECT process_id, noun, id, place, version, body FROM process_part
		WHERE process_id = $1 ORDER BY noun, place, id`, process)
}

func stagesOfAll(tx *db.Tx) ([]partRow, error) {
	return db.List(tx, scanPart, `
		SELECT process_id, noun, id, place, version, body FROM process_part
		WHERE noun = 'stage' ORDER BY process_id, place, id`)
}

func partByID(tx *db.Tx, noun Noun, id ref.ID) (partRow, error) {
	return db.One(tx, "process.part.unknown", scanPart, `
		SELECT process_id, noun, id, place, version, body FROM process_part WHERE noun = $1 AND id = $2`, noun, id)
}

// owners returns where an id is taken by a part that is no source.
func owners(tx *db.Tx, id ref.ID) ([]partRow, error) {
	return db.List(tx, scanPart, `
		SELECT process_id, noun, id, place, version, body FROM process_part WHERE id = $1 AND noun <> 'source'`, id)
}

func savePart(tx *db.Tx, t thing) error {
	p := t.part()
	_, err := tx.Exec(`
		INSERT INTO process_part (process_id, noun, id, place, version, body) VALUES ($1, $2, $3, $4, $5, $6)
		ON CONFLICT (process_id, noun, id) DO UPDATE SET place = excluded.place, version = excluded.version, body = excluded.body`,
		p.Process, t.Noun(), p.ID, p.Place, p.Version, db.JSON(t))
	return err
}

func deletePart(tx *db.Tx, process ref.ID, noun Noun, id ref.ID) error {
	_, err := tx.Exec(`DELETE FROM process_part WHERE process_id = $1 AND noun = $2 AND id = $3`, process, noun, id)
	return err
}

// take adds a row to the list that it belongs to.
func (w *Whole) take(r partRow) error {
	switch r.noun {
	case SourceNoun:
		return read(&w.Sources, r)
	case GroupNoun:
		return read(&w.Groups, r)
	case PartnerNoun:
		return read(&w.Partners, r)
	case PersonNoun:
		return read(&w.People, r)
	case AgreementNoun:
		return read(&w.Agreements, r)
	case RulesNoun:
		return read(&w.Rules, r)
	case StageNoun:
		return read(&w.Stages, r)
	case EntryNoun:
		return read(&w.Entries, r)
	}
	return fmt.Errorf("part %s of process %s is a %q", r.id, r.process, r.noun)
}

func read[T any, P pointer[T]](list *[]T, r partRow) error {
	var v T
	if err := json.Unmarshal([]byte(r.body), &v); err != nil {
		return fmt.Errorf("part %s of process %s: %w", r.id, r.process, err)
	}
	p := P(&v).part()
	p.ID, p.Process, p.Place, p.Version = r.id, r.process, r.place, r.version
	*list = append(*list, v)
	return nil
}
