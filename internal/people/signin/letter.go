package signin

import (
	"net/netip"
	"net/url"
	"strings"
	"time"

	"penc/internal/ground/fault"
	"penc/internal/ground/lang"
)

// How long things are good for, and how often they may be tried.
const (
	LinkLife    = 30 * time.Minute
	CodeLife    = 10 * time.Minute
	ConsoleLife = 24 * time.Hour // of a link made at the console
	MaxTries    = 5              // wrong codes
	knockLife   = time.Hour
)

// Limits say how many letters may be asked for in an hour.
type Limits struct {
	PerAddress int
	PerNetwork int
}

// DefaultLimits hold unless the site says otherwise. A hall in which many people
// share one network needs a higher PerNetwork.
var DefaultLimits = Limits{PerAddress: 5, PerNetwork: 20}

// A Letter is the mail by which somebody proves that an address is theirs.
type Letter struct {
	Email string
	Token string // of its link
	Code  string
	Next  string // where to go afterwards
}

// Words are how a letter reads.
type Words struct{ Subject, Text, Reason string }

// A Writer writes a letter in the reader's language. The face has the words, so
// it hands one over with each request.
type Writer func(Letter) Words

// A Request is what somebody says who wants a letter.
type Request struct {
	Email   string
	Next    string // a path of this site without language; anything else is dropped
	Lang    lang.Tag
	Network netip.Addr // from which they ask
	Write   Writer
}

// kept is what is stored of a letter.
type kept struct {
	Handle    string // hashed
	Email     string
	Link      string // hashed
	LinkUntil time.Time
	Code      string // hashed with the handle; empty if there is none any more
	CodeUntil time.Time
	Tries     int
	Next      string
	Via       Via
}

// over is the one answer to a link that is used, expired, forged or mistyped.
func over() error { return fault.New(fault.Closed, "", "signin.link.over") }

// open decides whether the link still opens the door.
func (l kept) open(now time.Time) error {
	if l.Link == "" || now.After(l.LinkUntil) {
		return over()
	}
	return nil
}

// try decides whether a code opens the door. A wrong one counts; after MaxTries
// the letter is dead. The letter it returns is to be stored in any case.
func (l kept) try(handle, code string, now time.Time) (kept, error) {
	switch {
	case l.Code == "" || now.After(l.CodeUntil):
		return l, fault.New(fault.Closed, "code", "signin.code.over")
	case l.Tries >= MaxTries:
		return l, fault.New(fault.Closed, "code", "signin.code.dead", "n", MaxTries)
	case len(tidy(code)) != 6:
		return l, fault.Field("code", "signin.code.six-digits")
	case sealCode(handle, tidy(code)) == l.Code:
		return l, nil
	}
	l.Tries++
	if l.Tries >= MaxTries {
		return l, fault.New(fault.Closed, "code", "signin.code.dead", "n", MaxTries)
	}
	return l, fault.Field("code", "signin.code.wrong", "n", MaxTries-l.Tries)
}

// Local returns next if it is a path of this site without a language, else the
// empty path: nobody is led elsewhere from here.
func Local(next string) string {
	if !strings.HasPrefix(next, "/") || len(next) > 500 || strings.ContainsAny(next, "\\\x00\r\n\t") {
		return ""
	}
	u, err := url.Parse(next)
	if err != nil || u.Scheme != "" || u.Host != "" || u.User != nil || strings.HasPrefix(u.Path, "//") {
		return ""
	}
	for _, own := range []string{"/join", "/sign-out"} {
		if u.Path == own || strings.HasPrefix(u.Path, own+"/") {
			return ""
		}
	}
	return u.RequestURI()
}

// network returns the part of an address that one household or office has to
// itself: an IPv4 address, or the first half of an IPv6 one.
func network(a netip.Addr) string {
	a = a.Unmap()
	if a.Is6() {
		if p, err := a.Prefix(64); err == nil {
			return p.Masked().String()
		}
	}
	return a.String()
}
