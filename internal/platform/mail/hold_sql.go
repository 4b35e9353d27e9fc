package mail

import (
	"penc/internal/platform/db"
	"penc/internal/platform/job"
)

// HeldBack is the fault of a message that HoldBack gave up, for the operator.
const HeldBack = "not sent: the site was restored from a backup in which this message was waiting, and it may have been sent since"

// HoldBack gives up every message that waits, for a site that was restored: what
// waited when the backup was made has most likely been sent since. It returns how
// many there were. Like all messages that are given up they lose their text.
func HoldBack(tx *db.Tx) (int64, error) {
	n, err := tx.Exec(`UPDATE mail_message SET state = 'failed', fault = $1, body = '', unsubscribe = '', calendar = ''
		WHERE state = 'queued'`, HeldBack)
	if err != nil {
		return 0, err
	}
	return n, job.Drop(tx, Job)
}
