package bundle

// EntryKind says what an entry of the chronicle records.
type EntryKind string

// Kinds of entries.
const (
	Milestone      EntryKind = "milestone"      // something happened on a date
	Exchange       EntryKind = "exchange"       // with another process or country
	WorkingGroup   EntryKind = "working-group"  // a standing group, its scope and results
	Priority       EntryKind = "priority"       // a subject that the participants chose
	Output         EntryKind = "output"         // a result of a meeting or a group
	Recommendation EntryKind = "recommendation" // what the process advises
	Consultation   EntryKind = "consultation"   // a call for public comment
	Report         EntryKind = "report"         // a report of the process
	Problem        EntryKind = "problem"        // why the process exists
	Practice       EntryKind = "practice"       // how to run such a process
	Figure         EntryKind = "figure"         // a number that was published
	Governance     EntryKind = "governance"     // a body that steers the process
	Theme          EntryKind = "theme"          // a subject set at the start
	Context        EntryKind = "context"        // what surrounds the process
	Unconfirmed    EntryKind = "unconfirmed"    // said somewhere, confirmed nowhere
)

// Entry is a line of the chronicle: what sources record and no other section
// holds.
type Entry struct {
	ID            string    `key:"id" need:"always" rule:"slug" id:"entry"`
	Kind          EntryKind `key:"kind" need:"always" oneof:"milestone exchange working-group priority output recommendation consultation report problem practice figure governance theme context unconfirmed"`
	Number        int       `key:"number" range:"1 10000"`
	Title         Text      `key:"title" need:"always" rule:"line"`
	Acronym       Text      `key:"acronym" rule:"everywhere line"`
	AlsoCalled    []Text    `key:"also-called" rule:"line"`
	Text          Text      `key:"text"` // Markdown
	Parts         []Text    `key:"parts"`
	Date          Date      `key:"date"`
	End           Date      `key:"end"`
	Place         Text      `key:"place" rule:"everywhere line"`
	Meeting       string    `key:"meeting" ref:"meeting"`
	Breakout      string    `key:"breakout" ref:"breakout"`
	Partners      []string  `key:"partners" ref:"partner"`
	Group         string    `key:"group" ref:"group"`
	WorkingGroups []string  `key:"working-groups" ref:"working-group"` // entries of kind working-group
	Document      string    `key:"document" ref:"document"`
	Page          int       `key:"page" range:"1 100000"` // of the document
	WithProcess   string    `key:"with-process" rule:"slug"`
	RelatedOnly   bool      `key:"related-only"` // on the same subject, outside the process
	Evidence
	Line int
}
