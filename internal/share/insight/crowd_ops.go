package insight

import (
	"strconv"
	"sync"
	"time"

	"penc/internal/gather/attendance"
	"penc/internal/gather/process"
	"penc/internal/ground/lang"
	"penc/internal/ground/ref"
	"penc/internal/people/role"
	"penc/internal/platform/db"
)

// fresh is how long figures are kept before they are counted anew. In a hall many
// people look at once.
const fresh = 5 * time.Second

// A count is the figures of a process at a moment.
type count struct {
	at        time.Time
	crowd     *Crowd
	published Published
}

// counts keeps the last count of each process.
type counts struct {
	mu  sync.Mutex
	all map[ref.ID]count
}

// maxCounts bounds how many processes are kept.
const maxCounts = 64

// countTx returns the figures of a process, at most as old as fresh.
func (s *Service) countTx(tx *db.Tx, w process.Whole) (count, error) {
	s.counts.mu.Lock()
	defer s.counts.mu.Unlock()
	if c, ok := s.counts.all[w.ID]; ok && tx.Now.Sub(c.at) < fresh && !tx.Now.Before(c.at) {
		return c, nil
	}
	crowd, err := s.gather(tx, w)
	if err != nil {
		return count{}, err
	}
	c := count{tx.Now, crowd, crowd.Publish(tx.Now)}
	if s.counts.all == nil || len(s.counts.all) >= maxCounts {
		s.counts.all = map[ref.ID]count{}
	}
	s.counts.all[w.ID] = c
	return c, nil
}

// gather asks the rooms below who took part in what.
func (s *Service) gather(tx *db.Tx, w process.Whole) (*Crowd, error) {
	c := &Crowd{Process: w.ID}
	for _, g := range w.Groups {
		c.Groups = append(c.Groups, g.ID)
	}
	degree, err := s.attendance.DegreeTx(tx, w.ID)
	if err != nil {
		return nil, err
	}
	c.Named = degree != attendance.Numbers
	persons, err := s.members(tx, c)
	if err != nil {
		return nil, err
	}
	if err := s.invited(tx, c); err != nil {
		return nil, err
	}
	meetings, err := s.meetings.OfTx(tx, w.ID)
	if err != nil {
		return nil, err
	}
	for _, m := range meetings {
		if err := s.met(tx, c, m.ID); err != nil {
			return nil, err
		}
	}
	return c, s.voiced(tx, c, persons)
}

// members enters the participants with what they declare, and returns them by
// person.
func (s *Service) members(tx *db.Tx, c *Crowd) (map[ref.ID]ref.ID, error) {
	all, err := s.roles.MembershipsOf(tx, c.Process)
	if err != nil {
		return nil, err
	}
	said, err := s.roles.DeclarationsOf(tx, c.Process)
	if err != nil {
		return nil, err
	}
	persons := map[ref.ID]ref.ID{}
	for _, m := range all {
		p := c.Of(m.Participant)
		p.declare(said[m.Participant])
		if m.Member {
			p.Took(Joined, "")
		}
		if m.Person != "" {
			persons[m.Person] = m.Participant
		}
	}
	return persons, nil
}

func (p *Somebody) declare(d role.Declaration) {
	p.Group, p.Organization, p.Lang, p.Gender, p.Region = d.Group, d.Organization, d.Lang, d.Gender, d.Region
}

// fill takes over what somebody said elsewhere and has not declared.
func (p *Somebody) fill(group, organization ref.ID, l lang.Tag) {
	if p.Group == "" {
		p.Group = group
	}
	if p.Organization == "" {
		p.Organization = organization
	}
	if p.Lang == "" {
		p.Lang = l
	}
}

func (s *Service) invited(tx *db.Tx, c *Crowd) error {
	all, err := s.invitations.InvitedTx(tx, c.Process)
	for i, in := range all {
		id := in.Participant
		switch {
		case id == "" && in.Contact != "":
			id = "contact-" + in.Contact
		case id == "":
			id = ref.ID("offer-" + strconv.Itoa(i))
		}
		p := c.Of(id)
		p.fill(in.Group, in.Organization, in.Lang)
		p.Took(Invited, "")
	}
	return err
}

// met enters what happened in a meeting. A meeting of which nothing was noted here
// is left out.
func (s *Service) met(tx *db.Tx, c *Crowd, meeting ref.ID) error {
	registered, err := s.attendance.RegistrationsTx(tx, meeting)
	if err != nil {
		return err
	}
	present, err := s.attendance.AllTx(tx, meeting)
	if err != nil || len(registered)+len(present) == 0 {
		return err
	}
	c.Meetings = append(c.Meetings, meeting)
	for _, r := range registered {
		if r.State == attendance.Registered {
			p := c.Of(r.Participant)
			p.fill(r.Group, r.Organization, r.Lang)
			p.Modes[meeting] = string(r.Mode)
			p.Took(Registered, meeting)
		}
	}
	for _, r := range present {
		p := c.Of(r.Participant)
		p.fill(r.Group, r.Organization, r.Lang)
		p.Modes[meeting] = string(r.Mode)
		p.Took(Present, meeting)
	}
	return s.acted(tx, c, meeting)
}

// acted enters who spoke, wrote, reported and voted in a meeting.
func (s *Service) acted(tx *db.Tx, c *Crowd, meeting ref.ID) error {
	took := func(step Step, id ref.ID) {
		if id != "" {
			c.Of(id).Took(step, meeting)
		}
	}
	turns, err := s.halls.TurnsTx(tx, meeting)
	if err != nil {
		return err
	}
	for _, t := range turns {
		took(Spoke, t.Participant)
	}
	points, err := s.breakouts.PointsTx(tx, meeting)
	if err != nil {
		return err
	}
	for _, p := range points {
		took(Proposed, p.By)
	}
	rooms, err := s.breakouts.RoomsTx(tx, meeting)
	if err != nil {
		return err
	}
	for _, r := range rooms {
		if r.Filed() {
			took(Reported, r.Report.Standing().By)
		}
	}
	voters, err := s.priorities.VotersTx(tx, meeting)
	for id := range voters {
		took(Voted, id)
	}
	return err
}

// voiced enters who took part in conversations: people under the name that they
// have in the process, guests under the one of the conversation.
func (s *Service) voiced(tx *db.Tx, c *Crowd, persons map[ref.ID]ref.ID) error {
	all, err := s.conversations.VoicedTx(tx, c.Process)
	for _, v := range all {
		id := persons[v.Person]
		if id == "" {
			id = "guest-" + v.Participant
		}
		if !v.Proposed && !v.Voted {
			continue
		}
		p := c.Of(id)
		p.fill(v.Group, "", "")
		if v.Proposed {
			p.Took(Proposed, "")
		}
		if v.Voted {
			p.Took(Voted, "")
		}
	}
	return err
}
