package hall

import (
	"time"

	"penc/internal/gather/process"
	"penc/internal/ground/fault"
	"penc/internal/ground/lang"
	"penc/internal/ground/ref"
)

// MaxText bounds the text of a decision, in characters.
const MaxText = 2000

// MaxReason bounds a reason, in characters.
const MaxReason = 500

// A Decision is something that a meeting decided, as noted by who ran it.
type Decision struct {
	ID      ref.ID
	Meeting ref.ID
	Process ref.ID
	Text    lang.Text
	Item    ref.ID // talked about when it was noted
	// GroundRules and Policy are the versions in force when it was decided; empty
	// if the process had none.
	GroundRules Rule
	Policy      Rule
	By          ref.ID // the participant who noted it
	At          time.Time
	Version     int       // 1 as it was noted
	Changed     time.Time // last
	Struck      bool      // it does not stand: noted by mistake
	Reason      lang.Text // why it was corrected or struck out, last
	History     []Wording // oldest first, with the words as they stand at the end
}

// A Rule is a version of ground rules or of a consensus policy.
type Rule struct {
	ID     ref.ID `json:"id,omitempty"`
	Number int    `json:"number,omitempty"`
}

// A Wording is one version of a decision or of a parked matter.
type Wording struct {
	Version int
	Text    lang.Text
	Reason  lang.Text
	Struck  bool
	By      ref.ID
	At      time.Time
}

// Ref returns the decision's name for the rest of the house.
func (d Decision) Ref() ref.Ref { return ref.To("hall.decision", d.ID) }

// Path returns the address of the decision's page, without the language.
func (d Decision) Path() string { return Path(d.Meeting) + "/decisions/" + string(d.ID) }

// ruleInForce returns the newest version of a kind of rules.
func ruleInForce(w process.Whole, kind process.RulesKind) Rule {
	r, ok := w.InForce(kind)
	if !ok {
		return Rule{}
	}
	return Rule{r.ID, r.Number}
}

// decide returns a decision as it is noted in the hall.
func (h Hall) decide(d Decision, w process.Whole, by ref.ID, now time.Time) (Decision, error) {
	if h.Version == 0 {
		return d, fault.New(fault.Closed, "", "hall.not-open")
	}
	if err := (fault.List{}).Add(sound("text", d.Text, MaxText)).Err(); err != nil {
		return d, err
	}
	if d.Item == "" {
		d.Item = h.Item
	}
	return Decision{
		ID: d.ID, Meeting: h.Meeting, Process: h.Process, Text: d.Text, Item: d.Item, By: by, At: now, Changed: now, Version: 1,
		GroundRules: ruleInForce(w, process.GroundRules), Policy: ruleInForce(w, process.ConsensusPolicy),
	}, nil
}

// Correct returns the decision with other words, or struck out, for a reason. What
// was said before stays in the history.
func (d Decision) Correct(in Decision, now time.Time) (Decision, error) {
	if in.Version != d.Version {
		return d, fault.New(fault.Conflict, "", "hall.decision.changed")
	}
	var faults fault.List
	faults = faults.Add(sound("text", in.Text, MaxText))
	faults = faults.Add(sound("reason", in.Reason, MaxReason))
	if err := faults.Err(); err != nil {
		return d, err
	}
	d.Text, d.Reason, d.Struck, d.Changed = in.Text, in.Reason, in.Struck, now
	d.Version++
	return d, nil
}

// wording is the version of the decision as it stands.
func (d Decision) wording(by ref.ID) Wording {
	return Wording{d.Version, d.Text, d.Reason, d.Struck, by, d.Changed}
}
