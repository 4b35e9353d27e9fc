package invitation

import (
	"embed"
	"io/fs"
	"time"

	"penc/internal/gather/process"
	"penc/internal/ground/ref"
	"penc/internal/people/notice"
	"penc/internal/people/org"
	"penc/internal/people/person"
	"penc/internal/people/role"
	"penc/internal/platform/db"
	"penc/internal/platform/feature"
	"penc/internal/platform/job"
	"penc/internal/platform/record"
)

//go:embed schema/*.sql
var files embed.FS

// The facts of this room. None of them names anybody.
const (
	Added          = "invitation.contact-added"
	Changed        = "invitation.contact-changed"
	Removed        = "invitation.contact-removed"
	Imported       = "invitation.contacts-imported"
	Replaced       = "invitation.alternate-named"
	Unreplaced     = "invitation.alternate-ended"
	Drafted        = "invitation.campaign-drafted"
	Discarded      = "invitation.campaign-discarded"
	CampaignSent   = "invitation.campaign-sent"
	Reminded       = "invitation.campaign-reminded"
	VoiceNamed     = "invitation.missing-voice-named"
	VoiceTaken     = "invitation.missing-voice-taken"
	VoiceAnswered  = "invitation.missing-voice-answered"
	ConsentAsked   = "invitation.consent-asked"
	Consented      = "invitation.consent-given"
	ConsentRefused = "invitation.consent-refused"
)

// Service does what can be done with contacts, campaigns and missing voices.
type Service struct {
	db        *db.DB
	processes *process.Service
	roles     *role.Service
	people    *person.Service
	orgs      *org.Service
	notices   *notice.Service
	dir       *feature.Directory
	write     Write
	question  Pose
}

// Pose finds the words of the mail to a third person, in their language.
type Pose func(Question) role.Letter

// New returns a service that keeps its rows in d. It asks dir, which may be filled
// later, for processes and meetings; write and pose find the words of mails. It
// enters with package role what it knows of people.
func New(d *db.DB, processes *process.Service, roles *role.Service, people *person.Service, orgs *org.Service, notices *notice.Service, dir *feature.Directory, write Write, pose Pose) *Service {
	s := &Service{d, processes, roles, people, orgs, notices, dir, write, pose}
	if roles != nil {
		roles.Acquaint(s.acquaintance())
	}
	return s
}

// Feature tells the house what to run for invitations.
func (s *Service) Feature() feature.Feature {
	schema, _ := fs.Sub(files, "schema")
	return feature.Feature{
		Name:   "invitation",
		Schema: schema,
		Facts: []feature.Fact{
			{Kind: Added},
			{Kind: Changed},
			{Kind: Removed},
			{Kind: Imported, Public: true},
			{Kind: Replaced},
			{Kind: Unreplaced},
			{Kind: Drafted},
			{Kind: Discarded},
			{Kind: CampaignSent, Public: true},
			{Kind: Reminded, Public: true},
			{Kind: VoiceNamed, Public: true},
			{Kind: VoiceTaken, Public: true},
			{Kind: VoiceAnswered, Public: true},
			{Kind: ConsentAsked},
			{Kind: Consented},
			{Kind: ConsentRefused},
		},
		Follows: []record.Follower{{Name: "invitation.offer", On: []string{role.DeclinedBy}, Do: s.followOffer}},
		Jobs:    []job.Worker{{Kind: sendJob, Do: s.send}},
		Clocks: []feature.Clock{
			{Name: "invitation.delivery", Every: 10 * time.Minute, Do: s.delivery},
			{Name: "invitation.sweep", Every: 6 * time.Hour, Do: s.sweep},
		},
		Cards: map[ref.Kind]func(*db.Tx, ref.ID) (feature.Card, error){
			"invitation.contact":  s.contactCard,
			"invitation.campaign": s.campaignCard,
			"invitation.referral": s.referralCard,
		},
		Export: s.export,
		Erase:  s.erase,
	}
}

func (s *Service) contactCard(tx *db.Tx, id ref.ID) (feature.Card, error) {
	c, err := contactByID(tx, id)
	return feature.Card{Ref: c.Ref(), Path: ContactPath(id), Process: c.Process}, err
}

func (s *Service) campaignCard(tx *db.Tx, id ref.ID) (feature.Card, error) {
	c, err := campaignByID(tx, id)
	return feature.Card{Ref: c.Ref(), Path: CampaignPath(id), Process: c.Process}, err
}

// referralCard leads to the page of missing voices and names none: the words of one
// are public only in its own list.
func (s *Service) referralCard(tx *db.Tx, id ref.ID) (feature.Card, error) {
	r, err := referralByID(tx, id)
	if err != nil {
		return feature.Card{}, err
	}
	p, _ := s.dir.Card(tx, role.Process(r.Process))
	return feature.Card{
		Ref: r.Ref(), Name: p.Name, Path: MissingPath(r.Process), Process: r.Process, Public: p.Public, Simulated: p.Simulated,
	}, nil
}

// ContactPath is the address of a contact's page.
func ContactPath(id ref.ID) string { return "/contacts/" + string(id) }

// CampaignPath is the address of a campaign's page.
func CampaignPath(id ref.ID) string { return "/campaigns/" + string(id) }

// MissingPath is the address of the missing voices of a process.
func MissingPath(process ref.ID) string { return "/processes/" + string(process) + "/missing" }
