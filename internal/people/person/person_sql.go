package person

import (
	"strings"

	"penc/internal/ground/ref"
	"penc/internal/platform/db"
)

const columns = `id, email, name, pseudonym, shown, lang, zone, organization, consent, consented, joined, erased, version`

const (
	personByID    = `SELECT ` + columns + ` FROM person WHERE id = $1`
	personByEmail = `SELECT ` + columns + ` FROM person WHERE email = $1 AND email <> ''`
	peopleByIDs   = `SELECT ` + columns + ` FROM person WHERE id IN
		($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20)`
	peoplePage = `SELECT ` + columns + ` FROM person
		WHERE erased = '' AND ($1 = '' OR id < $1)
		AND ($2 = '' OR lower(name) LIKE $2 ESCAPE '!' OR email LIKE $2 ESCAPE '!')
		ORDER BY id DESC LIMIT $3`
	countPeople = `SELECT count(*) FROM person WHERE erased = ''`
	savePerson  = `INSERT INTO person (` + columns + `)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
		ON CONFLICT (id) DO UPDATE SET email = excluded.email, name = excluded.name, pseudonym = excluded.pseudonym,
			shown = excluded.shown, lang = excluded.lang, zone = excluded.zone, organization = excluded.organization,
			consent = excluded.consent, consented = excluded.consented, joined = excluded.joined,
			erased = excluded.erased, version = excluded.version`
)

// batch is how many people peopleByIDs asks for at once.
const batch = 20

func scan(r db.Row) (p Person, err error) {
	err = r.Scan(&p.ID, &p.Email, &p.Name, &p.Pseudonym, &p.Shown, &p.Lang, &p.Zone, &p.Organization,
		&p.Consent, db.ScanTime(&p.Consented), db.ScanTime(&p.Joined), db.ScanTime(&p.Erased), &p.Version)
	return p, err
}

func byID(tx *db.Tx, id ref.ID) (Person, error) {
	return db.One(tx, "person.unknown", scan, personByID, id)
}

func byEmail(tx *db.Tx, email string) (Person, error) {
	return db.One(tx, "person.unknown", scan, personByEmail, email)
}

func byIDs(tx *db.Tx, ids []ref.ID) ([]Person, error) {
	args := make([]any, batch)
	for i := range args {
		args[i] = ""
		if i < len(ids) {
			args[i] = string(ids[i])
		}
	}
	return db.List(tx, scan, peopleByIDs, args...)
}

// like is a pattern that finds words anywhere; % and _ in them stand for
// themselves. Both databases lower only ASCII letters here.
func like(words string) string {
	if words == "" {
		return ""
	}
	lowered := strings.Map(func(r rune) rune {
		if r >= 'A' && r <= 'Z' {
			return r + 'a' - 'A'
		}
		return r
	}, words)
	return "%" + strings.NewReplacer("!", "!!", "%", "!%", "_", "!_").Replace(lowered) + "%"
}

func page(tx *db.Tx, before ref.ID, words string, limit int) ([]Person, error) {
	return db.List(tx, scan, peoplePage, before, like(words), limit)
}

func save(tx *db.Tx, p Person) error {
	_, err := tx.Exec(savePerson, p.ID, p.Email, p.Name, p.Pseudonym, p.Shown, p.Lang, p.Zone, p.Organization,
		p.Consent, db.Time(p.Consented), db.Time(p.Joined), db.Time(p.Erased), p.Version)
	return err
}
