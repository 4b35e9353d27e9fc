package invitation

import (
	"penc/internal/ground/ref"
	"penc/internal/platform/db"
	"penc/internal/platform/mail"
)

const campaignColumns = `id, process, role, subject, body, choice, made, made_by, sent, version`

func scanCampaign(r db.Row) (c Campaign, err error) {
	err = r.Scan(&c.ID, &c.Process, &c.Role, db.JSON(&c.Subject), db.JSON(&c.Text), db.JSON(&c.Choice),
		db.ScanTime(&c.Made), &c.By, db.ScanTime(&c.Sent), &c.Version)
	return c, err
}

func campaignByID(tx *db.Tx, id ref.ID) (Campaign, error) {
	return db.One(tx, "invitation.campaign.unknown", scanCampaign,
		`SELECT `+campaignColumns+` FROM invitation_campaign WHERE id = $1`, id)
}

func campaignsOf(tx *db.Tx, process ref.ID) ([]Campaign, error) {
	return db.List(tx, scanCampaign, `SELECT `+campaignColumns+` FROM invitation_campaign
		WHERE process = $1 ORDER BY made DESC, id DESC`, process)
}

func saveCampaign(tx *db.Tx, c Campaign) error {
	_, err := tx.Exec(`INSERT INTO invitation_campaign (`+campaignColumns+`)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
		ON CONFLICT (id) DO UPDATE SET role = excluded.role, subject = excluded.subject, body = excluded.body,
			choice = excluded.choice, made_by = excluded.made_by, sent = excluded.sent, version = excluded.version`,
		c.ID, c.Process, c.Role, db.JSON(c.Subject), db.JSON(c.Text), db.JSON(c.Choice),
		db.Time(c.Made), c.By, db.Time(c.Sent), c.Version)
	return err
}

func dropCampaign(tx *db.Tx, id ref.ID) error {
	_, err := tx.Exec(`DELETE FROM invitation_campaign WHERE id = $1 AND sent = ''`, id)
	return err
}

const recipientColumns = `campaign, contact, process, lang, due, offer, mail, delivery, passed, mailed, reminded`

func scanRecipient(r db.Row) (x Recipient, err error) {
	err = r.Scan(&x.Campaign, &x.Contact, &x.Process, &x.Lang, &x.Due, &x.Offer, &x.Mail, &x.Delivery, &x.Passed,
		db.ScanTime(&x.Mailed), db.ScanTime(&x.Reminded))
	return x, err
}

func recipientsOf(tx *db.Tx, campaign ref.ID) ([]Recipient, error) {
	return db.List(tx, scanRecipient, `SELECT `+recipientColumns+` FROM invitation_recipient
		WHERE campaign = $1 ORDER BY contact`, campaign)
}

// recipientsIn returns the recipients of every campaign of a process.
func recipientsIn(tx *db.Tx, process ref.ID) ([]Recipient, error) {
	return db.List(tx, scanRecipient, `SELECT r.campaign, r.contact, r.process, r.lang, r.due, r.offer, r.mail,
			r.delivery, r.passed, r.mailed, r.reminded
		FROM invitation_recipient r JOIN invitation_campaign c ON c.id = r.campaign
		WHERE c.process = $1 ORDER BY c.sent, r.contact`, process)
}

// lettersOf returns the letters to a contact by their campaign.
func lettersOf(tx *db.Tx, contact ref.ID) (map[ref.ID]Recipient, error) {
	out := map[ref.ID]Recipient{}
	_, err := db.List(tx, func(r db.Row) (x Recipient, err error) {
		x, err = scanRecipient(r)
		out[x.Campaign] = x
		return x, err
	}, `SELECT `+recipientColumns+` FROM invitation_recipient WHERE contact = $1`, contact)
	return out, err
}

// dueIn returns some recipients of a campaign for whom a letter is to be written.
func dueIn(tx *db.Tx, campaign ref.ID, limit int) ([]Recipient, error) {
	return db.List(tx, scanRecipient, `SELECT `+recipientColumns+` FROM invitation_recipient
		WHERE campaign = $1 AND due <> '' ORDER BY contact LIMIT $2`, campaign, limit)
}

func saveRecipient(tx *db.Tx, x Recipient) error {
	_, err := tx.Exec(`INSERT INTO invitation_recipient (`+recipientColumns+`)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
		ON CONFLICT (campaign, contact) DO UPDATE SET lang = excluded.lang, due = excluded.due, offer = excluded.offer,
			mail = excluded.mail, delivery = excluded.delivery, passed = excluded.passed, mailed = excluded.mailed,
			reminded = excluded.reminded`,
		x.Campaign, x.Contact, x.Process, x.Lang, x.Due, x.Offer, x.Mail, x.Delivery, x.Passed,
		db.Time(x.Mailed), db.Time(x.Reminded))
	return err
}

// undelivered returns the processes in which letters wait for the mail server, as
// far as is known.
func undelivered(tx *db.Tx) ([]ref.ID, error) {
	return db.List(tx, db.Value[ref.ID],
		`SELECT DISTINCT process FROM invitation_recipient WHERE delivery = 'queued' ORDER BY process`)
}

// noteDelivery keeps what the mail queue says of letters that waited.
func noteDelivery(tx *db.Tx, process ref.ID, states map[ref.ID]mail.State) error {
	waiting, err := db.List(tx, scanRecipient, `SELECT `+recipientColumns+` FROM invitation_recipient
		WHERE process = $1 AND delivery = 'queued'`, process)
	if err != nil {
		return err
	}
	for _, x := range waiting {
		if s, ok := states[x.Mail]; ok && Delivery(s) != x.Delivery {
			x.Delivery = Delivery(s)
			if err := saveRecipient(tx, x); err != nil {
				return err
			}
		}
	}
	return nil
}
