// Package access says who acts. It decides nothing by itself: the rules of each
// room ask the actor what roles they hold.
package access

import "penc/internal/ground/ref"

// The roles that Penc knows. Each is held on something: a process, a working
// group, a meeting, or the site itself.
const (
	Convener    = "convener"    // runs a process
	Facilitator = "facilitator" // leads meetings and conversations, moderates
	Editor      = "editor"      // writes texts and translations
	Member      = "member"      // takes part
	Observer    = "observer"    // reads what members read
	Operator    = "operator"    // runs the site; has no say in a process
)

// OnProcess are the roles that can be held on a process, from the widest to the
// narrowest.
var OnProcess = []string{Convener, Facilitator, Editor, Member, Observer}

// Site is the scope of the operator's role.
var Site = ref.To("site", "site")

// A Role is held within a scope: facilitator of one process, say.
type Role struct {
	Name  string
	Scope ref.Ref
}

// A Channel is the way by which an act reached Penc.
type Channel string

// The channels.
const (
	Web     Channel = "web"
	API     Channel = "api"
	Mail    Channel = "mail"
	Console Channel = "console" // the command line, on the server
	Import  Channel = "import"
	System  Channel = "system" // Penc itself, by a clock or a follower
)

// An Actor is whoever is behind an act, however it came.
type Actor struct {
	Person  ref.ID // empty for a stranger and for Penc itself
	Roles   []Role
	Channel Channel
	// Act names this one act, so that a repeated request is recognised. Empty
	// if the caller does not care.
	Act string
	// Participants are the names under which the person takes part, by process.
	Participants map[ref.ID]ref.ID
}

// Machine returns Penc itself as an actor. It holds no role: what the machine
// may do, it does through operations made for it.
func Machine() Actor { return Actor{Channel: System} }

// Console returns the operator at the server's own command line, who holds every
// role on the process named, because they hold the database itself.
func AtConsole(process ref.ID) Actor {
	a := Actor{Channel: Console, Roles: []Role{{Operator, Site}}}
	for _, name := range OnProcess {
		a.Roles = append(a.Roles, Role{name, ref.To("process", process)})
	}
	return a
}

// Stranger reports whether the actor is nobody known.
func (a Actor) Stranger() bool { return a.Person == "" && a.Channel != Console && a.Channel != System }

// Holds reports whether the actor holds the named role in any of the scopes. A
// thing inside a process passes its own ref and its process's: a role on a
// process holds for everything inside it.
func (a Actor) Holds(name string, scopes ...ref.Ref) bool {
	for _, o := range a.Roles {
		if o.Name != name {
			continue
		}
		for _, s := range scopes {
			if o.Scope == s {
				return true
			}
		}
	}
	return false
}

// HoldsAny reports whether the actor holds one of the names in any of the scopes.
func (a Actor) HoldsAny(names []string, scopes ...ref.Ref) bool {
	for _, n := range names {
		if a.Holds(n, scopes...) {
			return true
		}
	}
	return false
}

// In returns the name under which the actor takes part in a process, empty if
// they do not.
func (a Actor) In(process ref.ID) ref.ID { return a.Participants[process] }

// With returns the actor with one more role, for the tests and the console.
func (a Actor) With(name string, scope ref.Ref) Actor {
	roles := make([]Role, 0, len(a.Roles)+1)
	a.Roles = append(append(roles, a.Roles...), Role{name, scope})
	return a
}
