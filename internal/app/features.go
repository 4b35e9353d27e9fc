package app

import (
	"penc/internal/deliberate/conversation"
	"penc/internal/deliberate/conversation/conversationweb"
	"penc/internal/deliberate/priority"
	"penc/internal/deliberate/priority/priorityweb"
	"penc/internal/gather/attendance"
	"penc/internal/gather/attendance/attendanceweb"
	"penc/internal/gather/breakout"
	"penc/internal/gather/breakout/breakoutweb"
	"penc/internal/gather/hall"
	"penc/internal/gather/hall/hallweb"
	"penc/internal/gather/invitation"
	"penc/internal/gather/invitation/invitationweb"
	"penc/internal/gather/meeting"
	"penc/internal/gather/meeting/meetingweb"
	"penc/internal/gather/process"
	"penc/internal/gather/process/processweb"
	"penc/internal/people/notice"
	"penc/internal/people/notice/noticeweb"
	"penc/internal/people/org"
	"penc/internal/people/org/orgweb"
	"penc/internal/people/person"
	"penc/internal/people/person/personweb"
	"penc/internal/people/role"
	"penc/internal/people/role/roleweb"
	"penc/internal/people/signin"
	"penc/internal/people/signin/signinweb"
	"penc/internal/platform/blob"
	"penc/internal/platform/feature"
	"penc/internal/platform/mail"
	"penc/internal/platform/record"
	"penc/internal/platform/web"
	"penc/internal/share/exchange"
	"penc/internal/share/exchange/exchangeweb"
	"penc/internal/share/insight"
	"penc/internal/share/insight/insightweb"
	"penc/internal/share/minutes"
	"penc/internal/share/minutes/minutesweb"
	"penc/internal/share/publication"
	"penc/internal/share/publication/publicationweb"
	"penc/internal/talk/library"
	"penc/internal/talk/library/libraryweb"
	"penc/internal/talk/moderation"
	"penc/internal/talk/moderation/moderationweb"
	"penc/internal/talk/translation"
	"penc/internal/talk/translation/translationweb"
)

// Rooms are the services of the program.
type Rooms struct {
	Orgs          *org.Service
	People        *person.Service
	Door          *signin.Service
	Notices       *notice.Service
	Roles         *role.Service
	Library       *library.Service
	Translations  *translation.Service
	Moderation    *moderation.Service
	Processes     *process.Service
	Invitations   *invitation.Service
	Meetings      *meeting.Service
	Attendance    *attendance.Service
	Breakouts     *breakout.Service
	Halls         *hall.Service
	Conversations *conversation.Service
	Priorities    *priority.Service
	Publications  *publication.Service
	Balances      *insight.Service
	Minutes       *minutes.Service
	Exchange      *exchange.Service
}

// build builds the rooms from the ground up and enters them in the directory.
func (a *App) build(base, site string, demo bool) {
	d, dir := a.DB, a.Directory
	enter := func(f feature.Feature) { dir.Add(f) }

	// people
	a.Orgs = org.New(d)
	enter(a.Orgs.Feature())
	a.People = person.New(d, a.Orgs, dir)
	enter(a.People.Feature())
	a.Door = signin.New(d, a.People)
	enter(a.Door.Feature())
	a.Notices = notice.New(d, a.People, dir, base, noticeweb.Writer(a.Words, site))
	enter(a.Notices.Feature())
	a.Roles = role.New(d, a.People, a.Door, a.Notices, dir)
	enter(a.Roles.Feature())
	a.Door.Roles = a.Roles.Of
	if demo { // everybody who tries it out comes from the same address
		a.Door.Limits = signin.Limits{PerAddress: 1000, PerNetwork: 100_000}
	}

	// talk
	a.Library = library.New(d, a.files, dir)
	enter(a.Library.Feature())
	a.Translations = translation.New(d, dir)
	enter(a.Translations.Feature())
	a.Moderation = moderation.New(d, a.People, a.Notices, dir, moderationweb.Sayer(a.Words))
	enter(a.Moderation.Feature())

	// gather
	a.Processes = process.New(d, a.Roles)
	enter(a.Processes.Feature())
	a.Invitations = invitation.New(d, a.Processes, a.Roles, a.People, a.Orgs, a.Notices, dir, invitationweb.Writer(a.Words, site, base), invitationweb.Poser(a.Words, site, base))
	enter(a.Invitations.Feature())
	a.Meetings = meeting.New(d, a.Processes)
	enter(a.Meetings.Feature())
	a.Attendance = attendance.New(d, a.Meetings, a.Processes, a.Roles, a.People, a.Orgs, a.Notices)
	a.Attendance.Writer = attendanceweb.Writer(a.Words, base, site)
	enter(a.Attendance.Feature())
	a.Breakouts = breakout.New(d, a.Meetings, a.Processes, a.Attendance, a.Roles)
	enter(a.Breakouts.Feature())
	a.Halls = hall.New(d, a.Meetings, a.Processes, a.Attendance, a.Roles)
	enter(a.Halls.Feature())

	// deliberate
	a.Conversations = conversation.New(d, a.Processes, a.Roles, a.Moderation)
	enter(a.Conversations.Feature())
	a.Priorities = priority.New(d, a.Processes, a.Meetings, a.Attendance, a.Breakouts, a.Roles, a.People, a.Notices, priorityweb.Writer(a.Words, base, site))
	enter(a.Priorities.Feature())

	// share
	a.Publications = publication.New(d, a.Processes)
	enter(a.Publications.Feature())
	a.Balances = insight.New(d, a.Processes, a.Roles, a.Orgs, a.Invitations, a.Meetings, a.Attendance, a.Breakouts, a.Halls, a.Conversations, a.Priorities)
	enter(a.Balances.Feature())
	a.Minutes = minutes.New(d, minutes.Below{
		Processes: a.Processes, Orgs: a.Orgs, Invitations: a.Invitations, Meetings: a.Meetings, Attendance: a.Attendance,
		Breakouts: a.Breakouts, Halls: a.Halls, Priorities: a.Priorities, Balances: a.Balances, Roles: a.Roles, Notices: a.Notices,
		Directory: dir,
	}, minutesweb.Tongues(a.Words))
	enter(a.Minutes.Feature())
	a.Exchange = exchange.New(d, a.Processes, a.Library, a.Meetings, a.Conversations, a.Publications)
}

// faces are what the rooms show on the web.
func (a *App) faces() []web.Face {
	return []web.Face{
		orgweb.Face(a.Orgs),
		personweb.Face(a.People, a.Orgs),
		signinweb.Face(a.Door),
		noticeweb.Face(a.Notices),
		roleweb.Face(a.Roles),
		libraryweb.Face(a.Library, citing{a.Processes}),
		translationweb.Face(a.Translations),
		moderationweb.Face(a.Moderation),
		processweb.Face(a.Processes, a.Orgs),
		invitationweb.Face(a.Invitations, a.Orgs),
		meetingweb.Face(a.Meetings, a.Processes, a.Library),
		attendanceweb.Face(a.Attendance),
		breakoutweb.Face(a.Breakouts),
		hallweb.Face(a.Halls),
		conversationweb.Face(a.Conversations, a.Processes),
		priorityweb.Face(a.Priorities, a.Processes, a.Meetings, a.Attendance),
		publicationweb.Face(a.Publications, a.Processes),
		insightweb.Face(a.Balances),
		minutesweb.Face(a.Minutes),
		exchangeweb.Face(a.Exchange, a.Processes),
	}
}

// doorkeeper finds out who asks: by an account, or by the pass of somebody in a
// hall.
func (a *App) doorkeeper(s *web.Site) web.Doorkeeper {
	return attendanceweb.Doorkeeper(a.Attendance, s, signinweb.Doorkeeper(a.Door, s))
}

// words adds the sentences of packages that have no face.
func (a *App) words() error {
	if err := a.Words.Add("record", record.Words); err != nil {
		return err
	}
	if err := a.Words.Add("mail", mail.Words); err != nil {
		return err
	}
	if err := a.Words.Add("blob", blob.Words); err != nil {
		return err
	}
	return a.Words.Add("bundle", exchangeweb.FaultWords())
}
