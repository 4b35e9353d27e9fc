package insight

import (
	"slices"
	"time"

	"penc/internal/gather/process"
	"penc/internal/ground/access"
	"penc/internal/ground/fault"
	"penc/internal/ground/ref"
)

// MaxPeople bounds the people that a target can ask for.
const MaxPeople = 100_000

// A Target is what the conveners aim at for a stakeholder group: at least so many
// people, or at least such a share, of those who took a step.
type Target struct {
	Group  ref.ID `json:"stakeholder_group"`
	Step   Step   `json:"step"`
	People int    `json:"people,omitempty"`
	Share  int    `json:"share,omitempty"` // in percent
}

// Targets are the targets of a process, all saved together.
type Targets struct {
	Process ref.ID
	Version int // 0 before any were set
	Changed time.Time
	List    []Target
}

// PublicTarget is the public shape of a target.
type PublicTarget struct {
	Group  ref.ID `json:"stakeholder_group"`
	Step   Step   `json:"step"`
	People int    `json:"people,omitempty"`
	Share  int    `json:"share_percent,omitempty"`
}

// Public returns the target's public shape.
func (t Target) Public() PublicTarget { return PublicTarget(t) }

// TargetSteps are the steps for which targets can be set.
var TargetSteps = []Step{Joined, Present}

// MaySetTargets decides whether who may set the targets of a process: its
// conveners.
func MaySetTargets(who access.Actor, process ref.ID) error {
	if who.Holds(access.Convener, ref.To("process", process)) {
		return nil
	}
	return fault.New(fault.Forbidden, "", "insight.targets.conveners-only")
}

// Set decides whether who may put list in the place of the targets, of which they
// read a version, and returns them as they are afterwards. Targets that ask for
// nothing are left out.
func (t Targets) Set(who access.Actor, w process.Whole, list []Target, version int, now time.Time) (Targets, error) {
	if err := MaySetTargets(who, w.ID); err != nil {
		return t, err
	}
	if version != t.Version {
		return t, fault.New(fault.Conflict, "", "insight.targets.changed")
	}
	var faults fault.List
	out := Targets{Process: w.ID, Version: t.Version + 1, Changed: now}
	shares := map[Step]int{}
	for _, in := range list {
		field := "aim." + string(in.Group)
		_, known := w.Group(in.Group)
		switch {
		case in.People == 0 && in.Share == 0:
			continue
		case !known:
			faults = faults.Add(fault.Field(field, "insight.targets.group"))
		case !slices.Contains(TargetSteps, in.Step):
			faults = faults.Add(fault.Field(field, "insight.targets.step"))
		case in.People < 0 || in.People > MaxPeople || in.People > 0 && in.Share > 0:
			faults = faults.Add(fault.Field(field, "insight.targets.people", "limit", MaxPeople))
		case in.Share < 0 || in.Share > 100:
			faults = faults.Add(fault.Field(field, "insight.targets.share"))
		}
		shares[in.Step] += in.Share
		out.List = append(out.List, in)
	}
	for _, s := range TargetSteps {
		if shares[s] > 100 {
			faults = faults.Add(fault.New(fault.Invalid, "", "insight.targets.sum", "sum", shares[s]))
		}
	}
	if err := faults.Err(); err != nil {
		return t, err
	}
	return out, nil
}
