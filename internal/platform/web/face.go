package web

import (
	"io/fs"
	"net/http"

	"github.com/a-h/templ"

	"penc/internal/ground/access"
	"penc/internal/ground/ref"
)

// A Face is what one room shows on the web.
type Face struct {
	Name    string  // the room's name: the prefix of its words
	Routes  []Route // in any order
	Words   fs.FS   // holds i18n/en.json, i18n/fr.json
	Scripts fs.FS   // holds *.js, served under /assets/
	Panels  []Panel // pieces of lower rooms' pages
	Nav     []Nav   // places in the header
	Tabs    []Tab   // pages of a lower room's thing
}

// An Audience says who may use a route at all. The rules of the room decide the
// rest. The zero Audience is nobody: a route that forgets to say is closed.
type Audience int

// The audiences.
const (
	Nobody    Audience = iota
	Anyone             // strangers too
	SignedIn           // anybody with an account
	Stewards           // who holds convener, facilitator or editor somewhere
	Operators          // who runs the site
)

// Admits reports whether somebody belongs to the audience.
func (a Audience) Admits(who access.Actor) bool {
	switch a {
	case Anyone:
		return true
	case SignedIn:
		return who.Person != ""
	case Stewards:
		for _, r := range who.Roles {
			switch r.Name {
			case access.Convener, access.Facilitator, access.Editor, access.Operator:
				return true
			}
		}
		return false
	case Operators:
		return who.Holds(access.Operator, access.Site)
	}
	return false
}

// A Route is an address and who may use it.
type Route struct {
	Pattern string // "GET /meetings/{id}", as net/http.ServeMux reads it, without language and suffix
	For     Audience
	Do      func(*Ask) error
	// Root says that the address has no language before it: feeds, hooks.
	Root bool
	// Formats are the suffixes that the route answers besides the page itself.
	Formats []string
	// Fresh says that the answer must not be kept for other readers.
	Fresh bool
	// MaxBody bounds the body in bytes; DefaultBody if zero.
	MaxBody int64
}

// DefaultBody bounds the body of a form: 1 MiB.
const DefaultBody = 1 << 20

// A Panel is a piece that a higher room hangs on a lower room's page.
type Panel struct {
	On    string // "process.page"
	Order int    // lower stands first
	// Show returns the piece for the thing whose page it is, nil for nothing.
	Show func(*Ask, ref.ID) (templ.Component, error)
	// Name tells one of several pieces from the others on a page that shows only
	// some of them; empty stands for the name of the face.
	Name string
}

// A Nav is a place in the header of every page.
type Nav struct {
	Word  string // key of its label
	Path  string // without the language
	For   Audience
	Order int
}

// A Tab is one of the pages of a thing: the meetings of a process. Every page of
// the thing shows all of them.
type Tab struct {
	On    string // "process"
	Word  string // key of its label
	Path  string // "/processes/{id}/meetings"
	For   Audience
	Order int
}

// An Identity is who a request comes from.
type Identity struct {
	Actor access.Actor
	Name  string // as the person wants to be called
	Zone  string // the person's time zone, if they chose one
}

// A Doorkeeper finds out who asks.
type Doorkeeper func(*http.Request) (Identity, error)
