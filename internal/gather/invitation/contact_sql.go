package invitation

import (
	"penc/internal/ground/ref"
	"penc/internal/ground/when"
	"penc/internal/platform/db"
)

const contactColumns = `id, process, name, address, phone, lang, organization, organization_name, stakeholder_group,
	stakeholder_groups, interest, funding, mandate, via, participant, since, changed, version, gone`

func scanContact(r db.Row) (c Contact, err error) {
	err = r.Scan(&c.ID, &c.Process, &c.Name, &c.Address, &c.Phone, &c.Lang, &c.Organization, &c.OrgName, &c.Group,
		db.JSON(&c.Groups), &c.Interest, &c.Funding, &c.Mandate, &c.Via, &c.Participant,
		db.ScanTime(&c.Since), db.ScanTime(&c.Changed), &c.Version, &c.Gone)
	if len(c.Groups) == 0 {
		c.Groups = nil
	}
	return c, err
}

func contactByID(tx *db.Tx, id ref.ID) (Contact, error) {
	return db.One(tx, "invitation.contact.unknown", scanContact,
		`SELECT `+contactColumns+` FROM invitation_contact WHERE id = $1`, id)
}

func contactByAddress(tx *db.Tx, process ref.ID, address string) (Contact, error) {
	return db.One(tx, "invitation.contact.unknown", scanContact,
		`SELECT `+contactColumns+` FROM invitation_contact WHERE process = $1 AND address = $2 AND $2 <> ''`, process, address)
}

// contactsOf returns the contacts of a process, those who were removed too.
func contactsOf(tx *db.Tx, process ref.ID) ([]Contact, error) {
	return db.List(tx, scanContact, `SELECT `+contactColumns+` FROM invitation_contact WHERE process = $1 ORDER BY id`, process)
}

// contactsTo returns the contacts of every process with an address.
func contactsTo(tx *db.Tx, address string) ([]Contact, error) {
	return db.List(tx, scanContact,
		`SELECT `+contactColumns+` FROM invitation_contact WHERE address = $1 AND $1 <> '' ORDER BY id`, address)
}

// contactsWith returns the contacts that are tied to a participant.
func contactsWith(tx *db.Tx, participant ref.ID) ([]Contact, error) {
	return db.List(tx, scanContact,
		`SELECT `+contactColumns+` FROM invitation_contact WHERE participant = $1 AND $1 <> '' ORDER BY id`, participant)
}

func countContacts(tx *db.Tx, process ref.ID) (int, error) {
	return db.Value[int](tx.Row(`SELECT count(*) FROM invitation_contact WHERE process = $1 AND NOT gone`, process))
}

func saveContact(tx *db.Tx, c Contact) error {
	groups := c.Groups
	if groups == nil {
		groups = []ref.ID{}
	}
	_, err := tx.Exec(`INSERT INTO invitation_contact (`+contactColumns+`)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19)
		ON CONFLICT (id) DO UPDATE SET name = excluded.name, address = excluded.address, phone = excluded.phone,
			lang = excluded.lang, organization = excluded.organization, organization_name = excluded.organization_name,
			stakeholder_group = excluded.stakeholder_group, stakeholder_groups = excluded.stakeholder_groups,
			interest = excluded.interest, funding = excluded.funding, mandate = excluded.mandate,
			participant = excluded.participant, changed = excluded.changed, version = excluded.version, gone = excluded.gone`,
		c.ID, c.Process, c.Name, c.Address, c.Phone, c.Lang, c.Organization, c.OrgName, c.Group, db.JSON(groups),
		c.Interest, c.Funding, c.Mandate, c.Via, c.Participant, db.Time(c.Since), db.Time(c.Changed), c.Version, c.Gone)
	return err
}

func tieContact(tx *db.Tx, id, participant ref.ID) error {
	_, err := tx.Exec(`UPDATE invitation_contact SET participant = $2 WHERE id = $1`, id, participant)
	return err
}

func insertPast(tx *db.Tx, c Contact, by ref.ID, via Via) error {
	_, err := tx.Exec(`INSERT INTO invitation_past (contact, version, at, made_by, via, card) VALUES ($1, $2, $3, $4, $5, $6)`,
		c.ID, c.Version, db.Time(c.Changed), by, via, db.JSON(c.Card))
	return err
}

// pastOf returns what a contact's card said over time, oldest first.
func pastOf(tx *db.Tx, contact ref.ID) ([]Past, error) {
	return db.List(tx, func(r db.Row) (p Past, err error) {
		err = r.Scan(db.ScanTime(&p.At), &p.By, &p.Via, db.JSON(&p.Card))
		return p, err
	}, `SELECT at, made_by, via, card FROM invitation_past WHERE contact = $1 ORDER BY version`, contact)
}

func dropPast(tx *db.Tx, contact ref.ID) error {
	_, err := tx.Exec(`DELETE FROM invitation_past WHERE contact = $1`, contact)
	return err
}

const alternateColumns = `id, process, stands_for, contact, from_day, until_day`

func scanAlternate(r db.Row) (a Alternate, err error) {
	var from, until string
	err = r.Scan(&a.ID, &a.Process, &a.For, &a.Contact, &from, &until)
	a.From, a.Until = when.Date(from), when.Date(until)
	return a, err
}

func alternateByID(tx *db.Tx, id ref.ID) (Alternate, error) {
	return db.One(tx, "invitation.alternate.unknown", scanAlternate,
		`SELECT `+alternateColumns+` FROM invitation_alternate WHERE id = $1`, id)
}

// alternatesOf returns who stands in for a contact, and for whom the contact does.
func alternatesOf(tx *db.Tx, contact ref.ID) ([]Alternate, error) {
	return db.List(tx, scanAlternate, `SELECT `+alternateColumns+` FROM invitation_alternate
		WHERE stands_for = $1 OR contact = $1 ORDER BY from_day, id`, contact)
}

func insertAlternate(tx *db.Tx, a Alternate) error {
	_, err := tx.Exec(`INSERT INTO invitation_alternate (`+alternateColumns+`) VALUES ($1, $2, $3, $4, $5, $6)`,
		a.ID, a.Process, a.For, a.Contact, string(a.From), string(a.Until))
	return err
}

func deleteAlternate(tx *db.Tx, id ref.ID) error {
	_, err := tx.Exec(`DELETE FROM invitation_alternate WHERE id = $1`, id)
	return err
}

func dropAlternates(tx *db.Tx, contact ref.ID) error {
	_, err := tx.Exec(`DELETE FROM invitation_alternate WHERE stands_for = $1 OR contact = $1`, contact)
	return err
}
