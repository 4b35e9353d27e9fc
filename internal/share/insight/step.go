package insight

import "penc/internal/ground/ref"

// A Step is one way of taking part, from being invited to reporting back.
type Step string

// The steps, in the order in which people take them.
const (
	Invited    Step = "invited"    // by an invitation that was sent, or as a contact who joined
	Joined     Step = "joined"     // members of the process
	Registered Step = "registered" // for a meeting
	Present    Step = "present"    // in a meeting, at any time
	Spoke      Step = "spoke"      // had the floor
	Proposed   Step = "proposed"   // wrote a point in a breakout, or a statement
	Voted      Step = "voted"      // in a ballot, or on statements
	Reported   Step = "reported"   // for a breakout to the plenary
)

// Steps are all steps of a process; InMeeting are those that a meeting has.
var (
	Steps     = []Step{Invited, Joined, Registered, Present, Spoke, Proposed, Voted, Reported}
	InMeeting = []Step{Registered, Present, Spoke, Proposed, Voted, Reported}
)

// StepsOf returns the steps that are counted in a meeting, or in the process if
// the meeting is empty.
func StepsOf(meeting ref.ID) []Step {
	if meeting == "" {
		return Steps
	}
	return InMeeting
}

// A Dimension is something by which people are told apart.
type Dimension string

// The dimensions. People are counted by mode in each meeting, not in the process:
// who was in the room once may be remote the next time.
const (
	ByGroup        Dimension = "group"
	ByOrganization Dimension = "organization"
	ByLanguage     Dimension = "language"
	ByMode         Dimension = "mode"
	ByGender       Dimension = "gender"
	ByRegion       Dimension = "region"
)

// Dimensions are all dimensions in the order in which they are shown.
var Dimensions = []Dimension{ByGroup, ByOrganization, ByLanguage, ByMode, ByGender, ByRegion}

// Values that are no name of a thing.
const (
	NotSaid = ""       // people who did not say
	Others  = "others" // organizations or regions of few people, together
)
