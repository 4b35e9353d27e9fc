package minutes

import (
	"embed"
	"io/fs"

	"penc/internal/deliberate/priority"
	"penc/internal/gather/attendance"
	"penc/internal/gather/breakout"
	"penc/internal/gather/hall"
	"penc/internal/gather/invitation"
	"penc/internal/gather/meeting"
	"penc/internal/gather/process"
	"penc/internal/ground/ref"
	"penc/internal/people/notice"
	"penc/internal/people/org"
	"penc/internal/people/role"
	"penc/internal/platform/db"
	"penc/internal/platform/feature"
	"penc/internal/share/insight"
)

//go:embed schema/*.sql
var files embed.FS

// The facts of this room, about the minutes of a meeting; ProposedIt and AnsweredIt
// are about one correction, PracticeSet about a process.
const (
	DraftedThem    = "minutes.drafted"
	ChangedThem    = "minutes.changed"
	CirculatedThem = "minutes.circulated"
	ProposedIt     = "minutes.correction-proposed"
	AnsweredIt     = "minutes.correction-answered"
	ApprovedThem   = "minutes.approved"
	PublishedThem  = "minutes.published"
	CorrectedThem  = "minutes.corrected"
	PracticeSet    = "minutes.practice-set"
)

// The kinds of notices.
const (
	CirculatedNotice = "minutes.circulated"
	AnsweredNotice   = "minutes.answered"
	PublishedNotice  = "minutes.published"
)

// Below are the rooms that minutes are drawn from.
type Below struct {
	Processes   *process.Service
	Orgs        *org.Service
	Invitations *invitation.Service
	Meetings    *meeting.Service
	Attendance  *attendance.Service
	Breakouts   *breakout.Service
	Halls       *hall.Service
	Priorities  *priority.Service
	Balances    *insight.Service
	Roles       *role.Service
	Notices     *notice.Service
	Directory   *feature.Directory
}

// Service does what can be done with minutes.
type Service struct {
	db          *db.DB
	processes   *process.Service
	orgs        *org.Service
	invitations *invitation.Service
	meetings    *meeting.Service
	attendance  *attendance.Service
	breakouts   *breakout.Service
	halls       *hall.Service
	priorities  *priority.Service
	balances    *insight.Service
	roles       *role.Service
	notices     *notice.Service
	dir         *feature.Directory
	tongues     Tongues
}

// New returns a service that keeps its rows in d, asks the rooms below it what was
// noted, and says it in the tongues.
func New(d *db.DB, b Below, tongues Tongues) *Service {
	return &Service{
		d, b.Processes, b.Orgs, b.Invitations, b.Meetings, b.Attendance, b.Breakouts, b.Halls, b.Priorities, b.Balances, b.Roles, b.Notices,
		b.Directory, tongues,
	}
}

// Feature tells the house what to run for this room.
func (s *Service) Feature() feature.Feature {
	schema, _ := fs.Sub(files, "schema")
	f := feature.Feature{
		Name: "minutes", Schema: schema,
		Cards: map[ref.Kind]func(*db.Tx, ref.ID) (feature.Card, error){"minutes": s.card, "minutes.proposal": s.proposalCard},
		Texts: s.texts, Export: s.export, Erase: s.erase,
	}
	for _, kind := range []string{
		DraftedThem, ChangedThem, CirculatedThem, ProposedIt, AnsweredIt, ApprovedThem, PublishedThem, CorrectedThem, PracticeSet,
	} {
		f.Facts = append(f.Facts, feature.Fact{Kind: kind, Public: true})
	}
	return f
}

func (s *Service) card(tx *db.Tx, id ref.ID) (feature.Card, error) {
	m, err := s.meetings.ByIDTx(tx, id)
	if err != nil {
		return feature.Card{}, err
	}
	p, err := s.processes.ByIDTx(tx, m.Process)
	return feature.Card{
		Ref: ref.To("minutes", id), Name: m.Title, Path: Path(id), Process: m.Process, Public: p.IsPublic(), Simulated: p.Simulated,
	}, err
}

func (s *Service) proposalCard(tx *db.Tx, id ref.ID) (feature.Card, error) {
	p, err := proposalByID(tx, id)
	if err != nil {
		return feature.Card{}, err
	}
	c, err := s.card(tx, p.Meeting)
	c.Ref = p.Ref()
	return c, err
}

// texts lists what was written by hand in minutes that can still be changed, for
// translators; what was drawn is there in every language.
func (s *Service) texts(tx *db.Tx, process ref.ID) ([]feature.Text, error) {
	all, err := s.meetings.OfTx(tx, process)
	if err != nil {
		return nil, err
	}
	var out []feature.Text
	for _, m := range all {
		minutes, err := minutesOf(tx, process, m.ID)
		if err != nil {
			return nil, err
		}
		for _, sec := range minutes.Sections {
			if minutes.Open() && !sec.Left && !sec.Untouched() {
				out = append(out, feature.Text{Ref: minutes.Ref(), What: "minutes.field.text", Text: sec.Text, Edit: Path(m.ID) + "/sections/" + string(sec.ID)})
			}
		}
	}
	return out, nil
}
