package signin

import (
	"encoding/base64"

	"github.com/go-webauthn/webauthn/webauthn"

	"penc/internal/ground/fault"
	"penc/internal/ground/ref"
	"penc/internal/platform/db"
)

const passkeyColumns = `id, person, name, credential, added, used`

const (
	passkeyByID     = `SELECT ` + passkeyColumns + ` FROM signin_passkey WHERE id = $1`
	passkeysByOwner = `SELECT ` + passkeyColumns + ` FROM signin_passkey WHERE person = $1 ORDER BY id`
	insertPasskey   = `INSERT INTO signin_passkey (handle, ` + passkeyColumns + `) VALUES ($1, $2, $3, $4, $5, $6, $7)
		ON CONFLICT DO NOTHING`
	usePasskey    = `UPDATE signin_passkey SET credential = $2, used = $3 WHERE id = $1`
	dropPasskey   = `DELETE FROM signin_passkey WHERE id = $1`
	erasePasskeys = `DELETE FROM signin_passkey WHERE person = $1`

	insertCeremony  = `INSERT INTO signin_ceremony (token, purpose, person, data, until) VALUES ($1, $2, $3, $4, $5)`
	takeCeremony    = `DELETE FROM signin_ceremony WHERE token = $1 AND purpose = $2 RETURNING person, data, until`
	eraseCeremonies = `DELETE FROM signin_ceremony WHERE person = $1`
	sweepCeremonies = `DELETE FROM signin_ceremony WHERE until < $1`
)

// The purposes of a ceremony.
const (
	toAdd   = "add"
	toEnter = "enter"
)

func scanPasskey(r db.Row) (p Passkey, err error) {
	err = r.Scan(&p.ID, &p.Person, &p.Name, db.JSON(&p.credential), db.ScanTime(&p.Added), db.ScanTime(&p.Used))
	return p, err
}

func passkeyOf(tx *db.Tx, id ref.ID) (Passkey, error) {
	return db.One(tx, "signin.passkey.unknown", scanPasskey, passkeyByID, id)
}

func passkeysOf(tx *db.Tx, person ref.ID) ([]Passkey, error) {
	return db.List(tx, scanPasskey, passkeysByOwner, person)
}

// addPasskey reports whether the passkey was not there before.
func addPasskey(tx *db.Tx, p Passkey) (bool, error) {
	n, err := tx.Exec(insertPasskey, base64.RawURLEncoding.EncodeToString(p.credential.ID), p.ID, p.Person, p.Name,
		db.JSON(p.credential), db.Time(p.Added), db.Time(p.Used))
	return n > 0, err
}

func putUse(tx *db.Tx, p Passkey) error {
	_, err := tx.Exec(usePasskey, p.ID, db.JSON(p.credential), db.Time(p.Used))
	return err
}

func addCeremony(tx *db.Tx, purpose string, person ref.ID, data *webauthn.SessionData) (string, error) {
	t, err := token(tx)
	if err != nil {
		return "", err
	}
	_, err = tx.Exec(insertCeremony, seal(forCeremony, t), purpose, person, db.JSON(data), db.Time(tx.Now.Add(CeremonyLife)))
	return t, err
}

// take uses a ceremony up.
func take(tx *db.Tx, purpose, token string) (person ref.ID, data webauthn.SessionData, err error) {
	type ceremony struct {
		person ref.ID
		data   webauthn.SessionData
		good   bool
	}
	c, err := db.One(tx, "signin.passkey.refused", func(r db.Row) (c ceremony, err error) {
		var until string
		err = r.Scan(&c.person, db.JSON(&c.data), &until)
		c.good = until >= db.Time(tx.Now)
		return c, err
	}, takeCeremony, seal(forCeremony, token), purpose)
	if fault.KindOf(err) == fault.NotFound || err == nil && !c.good {
		err = refused()
	}
	return c.person, c.data, err
}
