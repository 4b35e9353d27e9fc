package bundle

// MeetingKind says what sort of meeting it is.
type MeetingKind string

// Mode says where the participants of a meeting are.
type Mode string

// Meeting is a plenary or another session of the process.
type Meeting struct {
	ID              string       `key:"id" need:"always" rule:"slug" id:"meeting"`
	Title           Text         `key:"title" need:"always" rule:"line"`
	Kind            MeetingKind  `key:"kind" need:"always" oneof:"plenary consultation learning-exchange training round-table working-group other"`
	Start           Date         `key:"start" need:"always"`
	End             Date         `key:"end"`
	StartTime       string       `key:"start-time" rule:"clock"`
	DurationMinutes int          `key:"duration-minutes" range:"1 100000"`
	TimeZone        string       `key:"timezone" rule:"zone"`
	Mode            Mode         `key:"mode" oneof:"in-person online hybrid"`
	Place           *Place       `key:"place"`
	Theme           Text         `key:"theme"`
	Organizers      []string     `key:"organizers" ref:"partner"`
	WorkingGroups   []string     `key:"working-groups" ref:"working-group"` // whose meeting it is
	Facilitator     string       `key:"facilitator" ref:"person-or-name"`
	Attendance      *Attendance  `key:"attendance"`
	Participants    []Text       `key:"participants" rule:"line"` // kinds of people who took part
	Recording       Text         `key:"recording" rule:"line"`
	Minutes         string       `key:"minutes" ref:"document"`
	Agenda          []AgendaItem `key:"agenda"`
	Breakouts       []Breakout   `key:"breakouts"`
	Outcomes        []Outcome    `key:"outcomes"`
	Notes           Text         `key:"notes"` // Markdown
	Evidence
	Line int
}

// Place is where a meeting is held.
type Place struct {
	City      Text   `key:"city" need:"always" rule:"everywhere line"`
	Country   string `key:"country" rule:"country"`
	Venue     Text   `key:"venue" rule:"everywhere line"`
	Address   Text   `key:"address" rule:"everywhere line"`
	Room      Text   `key:"room" rule:"everywhere line"`
	Uncertain Text   `key:"uncertain"` // present: the place is uncertain, for this reason
	Line      int
}

// Attendance is how many people took part in a meeting; zero is not stated.
type Attendance struct {
	Total    int  `key:"total" range:"1 10000000"`
	InPerson int  `key:"in-person" range:"1 10000000"`
	Online   int  `key:"online" range:"1 10000000"`
	AtLeast  bool `key:"at-least"` // the figures are lower bounds
	Note     Text `key:"note"`
	Line     int
}

// AgendaKind says what happens at a point of the agenda.
type AgendaKind string

// AgendaItem is a point of the agenda.
type AgendaItem struct {
	ID         string     `key:"id" need:"always" rule:"slug" id:"agenda-item"`
	Day        int        `key:"day" range:"1 60"`
	StartTime  string     `key:"start-time" rule:"clock"`
	Minutes    int        `key:"duration-minutes" range:"1 100000"`
	Title      Text       `key:"title" need:"always" rule:"line"`
	Kind       AgendaKind `key:"kind" oneof:"opening presentation talk panel facilitated-session discussion decision planning breakouts report-back training closing other"`
	Owner      string     `key:"owner" ref:"person-or-name"` // who leads it
	Presenters []string   `key:"presenters" ref:"person-or-name"`
	Breakouts  []string   `key:"breakouts" ref:"breakout"`
	Documents  []string   `key:"documents" ref:"document"`
	Evidence
	Line int
}

// Breakout is a self-chosen group within a meeting.
type Breakout struct {
	ID         string `key:"id" need:"always" rule:"slug" id:"breakout"`
	Title      Text   `key:"title" need:"always" rule:"line"`
	Question   Text   `key:"question" rule:"line"`
	Room       Text   `key:"room" rule:"everywhere line"`
	Link       string `key:"link" rule:"url"` // where to take part online
	Capacity   int    `key:"capacity" range:"1 100000"`
	Rapporteur string `key:"rapporteur"`  // who reports back: a plain name
	ReportBack Text   `key:"report-back"` // Markdown: what the group reported to the plenary
	Evidence
	Line int
}

// Outcome is something a meeting came to.
type Outcome struct {
	ID   string `key:"id" need:"always" rule:"slug" id:"outcome"`
	Text Text   `key:"text" need:"always"`
	Evidence
	Line int
}
