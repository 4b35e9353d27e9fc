package priority

import (
	"embed"
	"io/fs"
	"time"

	"penc/internal/gather/attendance"
	"penc/internal/gather/breakout"
	"penc/internal/gather/meeting"
	"penc/internal/gather/process"
	"penc/internal/ground/ref"
	"penc/internal/people/notice"
	"penc/internal/people/person"
	"penc/internal/people/role"
	"penc/internal/platform/db"
	"penc/internal/platform/feature"
	"penc/internal/platform/job"
	"penc/internal/platform/record"
)

//go:embed schema/*.sql
var files embed.FS

// Service does what can be done with boards and ballots.
type Service struct {
	db         *db.DB
	processes  *process.Service
	meetings   *meeting.Service
	attendance *attendance.Service
	breakouts  *breakout.Service
	roles      *role.Service
	people     *person.Service
	notices    *notice.Service
	write      Write
}

// New returns a service that keeps its rows in d. The words of the mails with
// personal links are found by write.
func New(d *db.DB, processes *process.Service, meetings *meeting.Service, attendance *attendance.Service, breakouts *breakout.Service, roles *role.Service, people *person.Service, notices *notice.Service, write Write) *Service {
	return &Service{d, processes, meetings, attendance, breakouts, roles, people, notices, write}
}

// The facts of this room, beside those of the changes of a board. Ballots cast are
// a digest of a minute.
const (
	BoardOpened     = "priority.board-opened"
	PracticeSet     = "priority.practice-set"
	BallotOpened    = "priority.ballot-opened"
	BallotsCast     = "priority.ballots-cast"
	PaperTyped      = "priority.paper-typed"
	BallotClosed    = "priority.ballot-closed"
	BallotCounted   = "priority.ballot-counted"
	BallotCancelled = "priority.ballot-cancelled"
)

// told are the changes of a board that are facts of their own.
var told = []Kind{Took, AddedBy, CarriedO, Merge, Split, Reworded, SetAside, Revived, Undid}

// Feature tells the house what to run for this room.
func (s *Service) Feature() feature.Feature {
	schema, _ := fs.Sub(files, "schema")
	f := feature.Feature{
		Name: "priority", Schema: schema,
		Facts: []feature.Fact{{Kind: PaperTyped}},
		Follows: []record.Follower{{
			Name: "priority.take", On: []string{breakout.ReportedBack, breakout.Amended}, Do: s.followReport,
		}},
		Jobs:   []job.Worker{s.worker()},
		Clocks: []feature.Clock{{Name: "priority.follow", Every: time.Minute, Do: s.follow}},
		Cards: map[ref.Kind]func(*db.Tx, ref.ID) (feature.Card, error){
			"priority.board": s.boardCard, "priority.item": s.itemCard, "priority.ballot": s.ballotCard,
		},
		Texts:  texts,
		Export: s.export,
		Erase:  s.erase,
	}
	for _, kind := range []string{BoardOpened, PracticeSet, BallotOpened, BallotsCast, BallotClosed, BallotCounted, BallotCancelled} {
		f.Facts = append(f.Facts, feature.Fact{Kind: kind, Public: true})
	}
	for _, kind := range told {
		f.Facts = append(f.Facts, feature.Fact{Kind: kind.Fact(), Public: true})
	}
	return f
}

func (s *Service) boardCard(tx *db.Tx, id ref.ID) (feature.Card, error) {
	m, err := s.meetings.ByIDTx(tx, id)
	if err != nil {
		return feature.Card{}, err
	}
	p, err := s.processes.ByIDTx(tx, m.Process)
	return feature.Card{
		Ref: ref.To("priority.board", id), Name: m.Title, Path: Path(id), Process: m.Process, Public: p.IsPublic(), Simulated: p.Simulated,
	}, err
}

func (s *Service) itemCard(tx *db.Tx, id ref.ID) (feature.Card, error) {
	meeting, err := meetingOf(tx, id)
	if err != nil {
		return feature.Card{}, err
	}
	c, err := s.boardCard(tx, meeting)
	if err != nil {
		return c, err
	}
	b, err := s.BoardTx(tx, meeting)
	it, _ := b.Item(id)
	c.Ref, c.Name, c.Path = it.Ref(), it.Words, ItemPath(meeting, id)
	return c, err
}

func (s *Service) ballotCard(tx *db.Tx, id ref.ID) (feature.Card, error) {
	sh, err := ballotByID(tx, id)
	if err != nil {
		return feature.Card{}, err
	}
	c, err := s.boardCard(tx, sh.Meeting)
	c.Ref, c.Path = sh.Ref(), BallotPath(id)
	if !sh.Title.Empty() {
		c.Name = sh.Title
	}
	return c, err
}
