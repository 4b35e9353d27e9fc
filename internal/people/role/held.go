package role

import (
	"slices"
	"time"

	"penc/internal/ground/access"
	"penc/internal/ground/fault"
	"penc/internal/ground/ref"
)

// Carrying are the roles whose holders are named in public: they answer for the
// process.
var Carrying = []string{access.Convener, access.Facilitator, access.Editor}

// A Held is a role that a participant holds.
type Held struct {
	Role  string
	Since time.Time
}

// An Operator is a person who runs the site.
type Operator struct {
	Person  ref.ID
	Since   time.Time
	Name    string // as the secretariat knows them
	Address string // of their mail
}

// Process returns the scope of the roles on a process.
func Process(id ref.ID) ref.Ref { return ref.To("process", id) }

// Known reports whether name is a role that can be held on a process.
func Known(name string) bool { return slices.Contains(access.OnProcess, name) }

// MayGive decides whether who may give or offer a role on a process: its
// conveners any, the operator of the site the first convener's.
func MayGive(who access.Actor, process ref.ID, name string, conveners int) error {
	switch {
	case !Known(name):
		return fault.Field("role", "role.unknown")
	case who.Holds(access.Convener, Process(process)):
		return nil
	case who.Holds(access.Operator, access.Site) && name == access.Convener && conveners == 0:
		return nil
	case who.Holds(access.Operator, access.Site) && name == access.Convener:
		return fault.New(fault.Forbidden, "", "role.give.has-convener")
	}
	return fault.New(fault.Forbidden, "", "role.give.conveners-only")
}

// MayTakeBack decides whether who may take a role from a person: the process's
// conveners may, and everybody may lay down a role of their own. The last
// convener stays.
func MayTakeBack(who access.Actor, process, person ref.ID, name string, conveners int) error {
	own := person != "" && who.Person == person
	switch {
	case !Known(name):
		return fault.Field("role", "role.unknown")
	case !own && !who.Holds(access.Convener, Process(process)):
		return fault.New(fault.Forbidden, "", "role.take-back.conveners-only")
	case name == access.Convener && conveners <= 1:
		return fault.New(fault.Closed, "", "role.take-back.last-convener")
	}
	return nil
}

// MayManageOperators decides whether who may name operators.
func MayManageOperators(who access.Actor) error {
	if who.Holds(access.Operator, access.Site) {
		return nil
	}
	return fault.New(fault.Forbidden, "", "role.operator.operators-only")
}

// widest orders roles from the widest to the narrowest.
func widest(a, b string) int {
	return slices.Index(access.OnProcess, a) - slices.Index(access.OnProcess, b)
}

// Offerable returns the roles on a process that who may give.
func Offerable(who access.Actor, process ref.ID, conveners int) []string {
	var out []string
	for _, name := range access.OnProcess {
		if MayGive(who, process, name, conveners) == nil {
			out = append(out, name)
		}
	}
	return out
}
