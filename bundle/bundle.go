package bundle

// Format is the value of the key penc in every process file: kind and version.
const Format = "process/1"

// Bundle is a whole process file.
type Bundle struct {
	Penc          string             `key:"penc" need:"always" rule:"format"`
	Process       Process            `key:"process" need:"always"`
	Sources       []Source           `key:"sources"`
	Groups        []StakeholderGroup `key:"stakeholder-groups"`
	Partners      []Partner          `key:"partners"`
	People        []Person           `key:"people"`
	Agreements    []Agreement        `key:"agreements"`
	GroundRules   []RuleVersion      `key:"ground-rules"`
	Consensus     []RuleVersion      `key:"consensus-policy"`
	Stages        []Stage            `key:"stages"`
	Entries       []Entry            `key:"entries"`
	Meetings      []Meeting          `key:"meetings"`
	News          []News             `key:"news"`
	Coverage      []Coverage         `key:"media-coverage"`
	Documents     []Document         `key:"documents"`
	Conversations []Conversation     `key:"conversations"`
}

// Process is the undertaking itself.
type Process struct {
	ID              string         `key:"id" need:"always" rule:"slug"`
	Country         string         `key:"country" rule:"country"` // ISO 3166-1 alpha-2; empty for an invented one
	Simulated       bool           `key:"simulated"`              // invented, and marked so on every page
	Languages       []string       `key:"languages" need:"always" rule:"language"`
	Title           Text           `key:"title" need:"always" rule:"line"`
	AlsoCalled      []Text         `key:"also-called" rule:"line"`
	Summary         Text           `key:"summary" need:"always"`
	PlannedMonths   int            `key:"planned-months" range:"1 240"`
	TimeZone        string         `key:"timezone" rule:"zone"`
	FollowsMethodOf string         `key:"follows-method-of" rule:"slug"` // id of another process, perhaps on another site
	Websites        []Website      `key:"websites"`
	Participation   *Participation `key:"participation"`
	Evidence
	Line int
}

// Website is an address at which the process presents itself.
type Website struct {
	URL       string   `key:"url" need:"always" rule:"url"`
	Languages []string `key:"languages" rule:"language"`
	Line      int
}

// Participation is how many people took part over the whole process.
type Participation struct {
	Count   int      `key:"count" need:"always" range:"1 100000000"`
	AtLeast bool     `key:"at-least"` // the count is a lower bound: "more than 100"
	Note    Text     `key:"note"`
	Sources []string `key:"sources" ref:"source"`
	Line    int
}

// Source returns the source with this id.
func (b *Bundle) Source(id string) (Source, bool) {
	for _, s := range b.Sources {
		if s.ID == id {
			return s, true
		}
	}
	return Source{}, false
}

// Person returns the person with this id. Where a list may hold ids or plain
// names (presenters, authors, facilitator) it tells the one from the other.
func (b *Bundle) Person(id string) (Person, bool) {
	for _, p := range b.People {
		if p.ID == id {
			return p, true
		}
	}
	return Person{}, false
}
