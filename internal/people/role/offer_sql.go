package role

import (
	"time"

	"penc/internal/ground/ref"
	"penc/internal/platform/db"
)

const offerColumns = `id, process, role, address, name, lang, state, made_by, made, mailed, expires, settled, person, reason, opened`

func scanOffer(r db.Row) (o Offer, err error) {
	err = r.Scan(&o.ID, &o.Process, &o.Role, &o.Address, &o.Name, &o.Lang, &o.State, &o.By,
		db.ScanTime(&o.Made), db.ScanTime(&o.Mailed), db.ScanTime(&o.Expires), db.ScanTime(&o.Settled), &o.Person, &o.Reason, db.ScanTime(&o.Opened))
	return o, err
}

func offerByID(tx *db.Tx, id ref.ID) (Offer, error) {
	return db.One(tx, "role.offer.unknown", scanOffer, `SELECT `+offerColumns+` FROM role_offer WHERE id = $1`, id)
}

func offerByHash(tx *db.Tx, hash string) (Offer, error) {
	return db.One(tx, "role.offer.unknown-link", scanOffer, `SELECT `+offerColumns+` FROM role_offer
		WHERE id = (SELECT offer FROM role_offer_token WHERE hash = $1)`, hash)
}

// offersOf returns the offers of a process, newest first.
func offersOf(tx *db.Tx, process ref.ID, limit, offset int) ([]Offer, error) {
	return db.List(tx, scanOffer, `SELECT `+offerColumns+` FROM role_offer
		WHERE process = $1 ORDER BY made DESC, address, id LIMIT $2 OFFSET $3`, process, limit, offset)
}

func countOffers(tx *db.Tx, process ref.ID) (map[State]int, error) {
	out := map[State]int{}
	_, err := db.List(tx, func(r db.Row) (n int, err error) {
		var s State
		err = r.Scan(&s, &n)
		out[s] += n
		return n, err
	}, `SELECT CASE WHEN state = 'offered' AND expires <= $2 THEN 'expired' ELSE state END AS now_is, count(*)
		FROM role_offer WHERE process = $1 GROUP BY now_is`, process, db.Time(tx.Now))
	return out, err
}

// waitingFor returns the addresses that an open offer of a role waits for.
func waitingFor(tx *db.Tx, process ref.ID, name string) (map[string]bool, error) {
	out := map[string]bool{}
	_, err := db.List(tx, func(r db.Row) (address string, err error) {
		err = r.Scan(&address)
		out[address] = true
		return address, err
	}, `SELECT address FROM role_offer WHERE process = $1 AND role = $2 AND state = 'offered' AND expires > $3`,
		process, name, db.Time(tx.Now))
	return out, err
}

// expire closes the offers of a process whose time is over, so that the same
// address can be offered the same role again.
func expire(tx *db.Tx, process ref.ID) error {
	_, err := tx.Exec(`UPDATE role_offer SET state = 'expired', settled = expires
		WHERE process = $1 AND state = 'offered' AND expires <= $2`, process, db.Time(tx.Now))
	return err
}

func insertOffer(tx *db.Tx, o Offer) error {
	_, err := tx.Exec(`INSERT INTO role_offer (`+offerColumns+`)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)`,
		o.ID, o.Process, o.Role, o.Address, o.Name, o.Lang, o.State, o.By,
		db.Time(o.Made), db.Time(o.Mailed), db.Time(o.Expires), db.Time(o.Settled), o.Person, o.Reason, db.Time(o.Opened))
	return err
}

func updateOffer(tx *db.Tx, o Offer) error {
	_, err := tx.Exec(`UPDATE role_offer SET state = $2, mailed = $3, expires = $4, settled = $5, person = $6, reason = $7
		WHERE id = $1`, o.ID, o.State, db.Time(o.Mailed), db.Time(o.Expires), db.Time(o.Settled), o.Person, o.Reason)
	return err
}

// openOffer returns the offer of a role that waits under an address.
func openOffer(tx *db.Tx, process ref.ID, name, address string) (Offer, error) {
	return db.One(tx, "role.offer.unknown", scanOffer, `SELECT `+offerColumns+` FROM role_offer
		WHERE process = $1 AND role = $2 AND address = $3 AND state = 'offered'`, process, name, address)
}

func noteOpened(tx *db.Tx, id ref.ID) error {
	_, err := tx.Exec(`UPDATE role_offer SET opened = $2 WHERE id = $1 AND opened = ''`, id, db.Time(tx.Now))
	return err
}

// forgetInProcess takes what tells of a person from the offers of one process.
func forgetInProcess(tx *db.Tx, process ref.ID, address string) error {
	_, err := tx.Exec(`UPDATE role_offer SET address = '', name = '', reason = '',
			state = CASE WHEN state = 'offered' THEN 'withdrawn' ELSE state END
		WHERE process = $1 AND address = $2 AND $2 <> ''`, process, address)
	return err
}

func insertToken(tx *db.Tx, offer ref.ID, hash string) error {
	_, err := tx.Exec(`INSERT INTO role_offer_token (hash, offer) VALUES ($1, $2)`, hash, offer)
	return err
}

// forgetAddresses takes address, name and reason from offers that came to nothing
// before a moment.
func forgetAddresses(tx *db.Tx, before time.Time) error {
	_, err := tx.Exec(`UPDATE role_offer SET address = '', name = '', reason = ''
		WHERE address <> '' AND (state IN ('declined', 'withdrawn', 'expired') AND settled < $1
			OR state = 'offered' AND expires < $1)`, db.Time(before))
	return err
}

// forgetInvited takes everything about a person from the offers made to them.
func forgetInvited(tx *db.Tx, person ref.ID, address string) error {
	_, err := tx.Exec(`UPDATE role_offer SET address = '', name = '', reason = '', person = '',
			state = CASE WHEN state = 'offered' THEN 'withdrawn' ELSE state END
		WHERE person = $1 OR address = $2 AND $2 <> ''`, person, address)
	return err
}

func offersTo(tx *db.Tx, person ref.ID, address string) ([]Offer, error) {
	return db.List(tx, scanOffer, `SELECT `+offerColumns+` FROM role_offer
		WHERE person = $1 OR address = $2 AND $2 <> '' ORDER BY made`, person, address)
}
