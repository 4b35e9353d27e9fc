package invitation

import (
	"time"

	"penc/internal/ground/ref"
	"penc/internal/platform/db"
)

const referralColumns = `id, process, meeting, made_by, voice, why, written, name, organization, address, lang, owner, state,
	result, token, contact, offer, made, asked, changed, version`

func scanReferral(r db.Row) (x Referral, err error) {
	err = r.Scan(&x.ID, &x.Process, &x.Meeting, &x.By, &x.Voice, &x.Why, &x.Lang, &x.Name, &x.Organization, &x.Address,
		&x.PersonLang, &x.Owner, &x.Stand, &x.Result, &x.token, &x.Contact, &x.Offer,
		db.ScanTime(&x.Made), db.ScanTime(&x.Asked), db.ScanTime(&x.Changed), &x.Version)
	return x, err
}

func referralByID(tx *db.Tx, id ref.ID) (Referral, error) {
	return db.One(tx, "invitation.missing.unknown", scanReferral,
		`SELECT `+referralColumns+` FROM invitation_referral WHERE id = $1`, id)
}

func referralByToken(tx *db.Tx, hash string) (Referral, error) {
	return db.One(tx, "invitation.consent.unknown", scanReferral,
		`SELECT `+referralColumns+` FROM invitation_referral WHERE token = $1 AND $1 <> ''`, hash)
}

// referralsOf returns the missing voices of a process, the newest first.
func referralsOf(tx *db.Tx, process ref.ID) ([]Referral, error) {
	return db.List(tx, scanReferral, `SELECT `+referralColumns+` FROM invitation_referral
		WHERE process = $1 ORDER BY made DESC, id DESC`, process)
}

// referralsBy returns the missing voices that a participant named.
func referralsBy(tx *db.Tx, participant ref.ID) ([]Referral, error) {
	return db.List(tx, scanReferral, `SELECT `+referralColumns+` FROM invitation_referral
		WHERE made_by = $1 AND $1 <> '' ORDER BY made DESC, id DESC`, participant)
}

// referralsTo returns those that know an address.
func referralsTo(tx *db.Tx, address string) ([]Referral, error) {
	return db.List(tx, scanReferral, `SELECT `+referralColumns+` FROM invitation_referral
		WHERE address = $1 AND $1 <> '' ORDER BY id`, address)
}

func referralsWithContact(tx *db.Tx, contact ref.ID) ([]Referral, error) {
	return db.List(tx, scanReferral, `SELECT `+referralColumns+` FROM invitation_referral
		WHERE contact = $1 AND $1 <> '' ORDER BY id`, contact)
}

func referralsWithOffer(tx *db.Tx, offer ref.ID) ([]Referral, error) {
	return db.List(tx, scanReferral, `SELECT `+referralColumns+` FROM invitation_referral
		WHERE offer = $1 AND $1 <> '' ORDER BY id`, offer)
}

// openBy counts the missing voices that a participant named and that wait for an
// end.
func openBy(tx *db.Tx, participant ref.ID) (int, error) {
	return db.Value[int](tx.Row(`SELECT count(*) FROM invitation_referral
		WHERE made_by = $1 AND state IN ('new', 'contacting', 'invited')`, participant))
}

func saveReferral(tx *db.Tx, x Referral) error {
	_, err := tx.Exec(`INSERT INTO invitation_referral (`+referralColumns+`)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21)
		ON CONFLICT (id) DO UPDATE SET voice = excluded.voice, why = excluded.why, name = excluded.name,
			organization = excluded.organization, address = excluded.address, lang = excluded.lang, owner = excluded.owner,
			state = excluded.state, result = excluded.result, token = excluded.token, contact = excluded.contact,
			offer = excluded.offer, asked = excluded.asked, changed = excluded.changed, version = excluded.version,
			made_by = excluded.made_by`,
		x.ID, x.Process, x.Meeting, x.By, x.Voice, x.Why, x.Lang, x.Name, x.Organization, x.Address,
		x.PersonLang, x.Owner, x.Stand, x.Result, x.token, x.Contact, x.Offer,
		db.Time(x.Made), db.Time(x.Asked), db.Time(x.Changed), x.Version)
	return err
}

// forgetDetails takes what is known of third persons from the missing voices that
// are older than a moment and were not asked since.
func forgetDetails(tx *db.Tx, before time.Time) error {
	_, err := tx.Exec(`UPDATE invitation_referral SET name = '', organization = '', address = '', lang = '', token = ''
		WHERE (name <> '' OR organization <> '' OR address <> '')
			AND made < $1 AND (asked = '' OR asked < $1)`, db.Time(before))
	return err
}

// forgetReferredContact unties missing voices from a contact who is removed.
func forgetReferredContact(tx *db.Tx, contact ref.ID) error {
	_, err := tx.Exec(`UPDATE invitation_referral SET contact = '', offer = '', name = '', organization = '',
		address = '', lang = '', token = '' WHERE contact = $1`, contact)
	return err
}
