package conversation

import (
	"embed"
	"io/fs"
	"time"

	"penc/internal/gather/process"
	"penc/internal/ground/ref"
	"penc/internal/people/role"
	"penc/internal/platform/db"
	"penc/internal/platform/feature"
	"penc/internal/platform/job"
	"penc/internal/platform/record"
	"penc/internal/talk/moderation"
)

//go:embed schema/*.sql
var files embed.FS

// Service does what can be done with conversations.
type Service struct {
	db         *db.DB
	processes  *process.Service
	roles      *role.Service
	moderation *moderation.Service
	shelves    shelves
	courses    courses
	atlas      atlas
}

// New returns a service that keeps its rows in d. Decisions about statements
// come from the moderation room.
func New(d *db.DB, processes *process.Service, roles *role.Service, m *moderation.Service) *Service {
	s := &Service{db: d, processes: processes, roles: roles, moderation: m}
	m.On("conversation.statement", s.decideTx)
	return s
}

// Feature tells the house what to run for conversations.
func (s *Service) Feature() feature.Feature {
	schema, _ := fs.Sub(files, "schema")
	public := func(kind string) feature.Fact { return feature.Fact{Kind: kind, Public: true} }
	return feature.Feature{
		Name:   "conversation",
		Schema: schema,
		Facts: []feature.Fact{
			{Kind: Prepared},
			public(Changed), public(Opened), public(Ended), public(Imported),
			public(StatementProposed), public(StatementAccepted), public(StatementRejected), public(StatementWithdrawn),
			public(StatementMerged), public(StatementSplit),
			{Kind: StatementTranslated},
			public(VotesCounted), public(MapDrawn),
		},
		Follows: []record.Follower{
			{Name: "conversation.group", On: []string{role.Declaring}, Do: s.followDeclaration},
			{Name: "conversation.search", Do: s.followForSearch, On: []string{
				process.PublishedIt, Changed, Opened, Ended, Imported, StatementProposed, StatementAccepted, StatementRejected, StatementWithdrawn, StatementTranslated,
				StatementMerged, StatementSplit,
			}},
		},
		Jobs:   []job.Worker{{Kind: mapJob, Do: s.drawMap}},
		Clocks: []feature.Clock{{Name: "conversation.follow", Every: time.Minute, Do: s.follow}},
		Cards: map[ref.Kind]func(*db.Tx, ref.ID) (feature.Card, error){
			"conversation":           s.card,
			"conversation.statement": s.statementCard,
		},
		Texts:  texts,
		Export: export,
		Erase:  s.erase,
	}
}

// Path returns the address of a conversation's page, without the language.
func Path(id ref.ID) string { return "/conversations/" + string(id) }

// StatementPath returns the address of a statement's page, without the language.
func StatementPath(st Statement) string {
	return Path(st.Conversation) + "/statements/" + string(st.ID)
}

func (s *Service) card(tx *db.Tx, id ref.ID) (feature.Card, error) {
	c, err := conversationByID(tx, id)
	if err != nil {
		return feature.Card{}, err
	}
	at, err := s.courses.of(tx, s, c.Process)
	return feature.Card{
		Ref: c.Ref(), Name: c.Title, Path: Path(c.ID), Process: c.Process,
		Public: c.State != Draft && at.process.IsPublic(), Simulated: c.Simulated,
	}, err
}

func (s *Service) statementCard(tx *db.Tx, id ref.ID) (feature.Card, error) {
	st, err := statementByID(tx, id)
	if err != nil {
		return feature.Card{}, err
	}
	c, err := s.card(tx, st.Conversation)
	c.Ref, c.Name, c.Path = st.Ref(), st.Words, StatementPath(st)
	c.Public = c.Public && st.Standing == Accepted
	return c, err
}
