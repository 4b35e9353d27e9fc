package mail

import (
	"net/mail"
	"strings"

	"golang.org/x/net/idna"

	"penc/internal/ground/fault"
)

// Check returns a mail address as Penc keeps it, or the Invalid fault
// "mail.address.invalid" of the field email. The whole address is in lower
// case: a server may in theory tell Amina@ from amina@, none does, and people
// type both. A domain in other letters is kept in its ASCII form.
func Check(address string) (string, error) {
	invalid := fault.Field("email", "mail.address.invalid")
	address = strings.TrimSpace(address)
	local, domain, ok := cutLast(address, "@")
	if !ok || len(local) > 64 || !ascii(local) || strings.ContainsAny(local, "\"\\ ") {
		return "", invalid
	}
	domain, err := idna.Lookup.ToASCII(domain)
	if err != nil || !named(domain) {
		return "", invalid
	}
	out := strings.ToLower(local + "@" + domain)
	if len(out) > 254 {
		return "", invalid
	}
	if a, err := mail.ParseAddress(out); err != nil || a.Address != out || a.Name != "" {
		return "", invalid
	}
	return out, nil
}

// named reports whether a domain is a name with at least one dot; an address of
// a machine is none.
func named(domain string) bool {
	i := strings.LastIndexByte(domain, '.')
	return i > 0 && i < len(domain)-2 && strings.Trim(domain[i+1:], "0123456789") != ""
}

func cutLast(s, sep string) (before, after string, ok bool) {
	i := strings.LastIndex(s, sep)
	if i < 0 {
		return s, "", false
	}
	return s[:i], s[i+len(sep):], true
}

func ascii(s string) bool {
	for i := range len(s) {
		if s[i] <= ' ' || s[i] >= 0x7f {
			return false
		}
	}
	return s != ""
}
