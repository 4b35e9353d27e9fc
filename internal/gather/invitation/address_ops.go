package invitation

import "penc/internal/platform/mail"

// checkAddress returns a mail address as it is kept, or the fault that it is none:
// as the room that mails understands it.
func checkAddress(address string) (string, error) { return mail.Check(address) }
