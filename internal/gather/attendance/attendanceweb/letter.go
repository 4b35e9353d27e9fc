package attendanceweb

import (
	"net/url"
	"strings"

	"penc/internal/gather/attendance"
	"penc/internal/gather/meeting"
	"penc/internal/gather/meeting/meetingweb"
	"penc/internal/platform/mail"
	"penc/internal/platform/web"
)

// Writer returns how letters to those who registered are written, with the address
// and the name of the site. The words may be filled later.
func Writer(c *web.Catalogue, base, site string) attendance.Writer {
	base = strings.TrimSuffix(base, "/")
	return func(l attendance.Letter) attendance.Words {
		s := web.NewSpeaker(c, l.Registration.Lang)
		r, m := l.Registration, l.Meeting
		title := s.Say(m.Title)
		lines := []string{
			s.T("attendance.letter.hello", "name", r.Name),
			s.T("attendance.letter."+string(l.Kind)+"."+string(r.Mode), "meeting", title),
			facts(s, l),
		}
		if l.Kind.Ends() {
			lines[2] = ""
		}
		if l.Kind == attendance.OnCancelled && !m.Reason.Empty() {
			lines = append(lines, s.Say(m.Reason))
		}
		if l.Key != "" {
			at := base + s.Link(path(m.ID, "")) // without the language's own slash at the end
			key := "?key=" + url.QueryEscape(l.Key)
			lines = append(lines,
				s.T("attendance.letter.arrive", "link", at+"check-in"+key),
				s.T("attendance.letter.change", "link", at+"register"+key))
		} else {
			lines = append(lines, base+s.Link(m.Path()))
		}
		lines = append(lines, s.Say(l.Process.Title)+"\n"+site)
		return attendance.Words{
			Subject:  s.T("attendance.letter."+string(l.Kind)+".subject", "meeting", title),
			Text:     join(lines),
			Reason:   s.T("attendance.letter.reason", "site", site),
			Calendar: invitation(s, base, l),
		}
	}
}

// facts are when and where the meeting is, as the person takes part in it.
func facts(s web.Speaker, l attendance.Letter) string {
	e := event(s, "", l)
	out := []string{occasion(s, l.Meeting)}
	if l.Registration.Mode == attendance.Room {
		out = append(out, e.Where)
	} else if link := l.Meeting.Link; link != "" {
		out = append(out, s.T("attendance.letter.link", "link", link))
	}
	var kept []string
	for _, line := range out {
		if line != "" {
			kept = append(kept, line)
		}
	}
	return strings.Join(kept, "\n")
}

func join(paragraphs []string) string {
	var kept []string
	for _, p := range paragraphs {
		if p != "" {
			kept = append(kept, p)
		}
	}
	return strings.Join(kept, "\n\n")
}

// event is the meeting as somebody takes part in it.
func event(s web.Speaker, base string, l attendance.Letter) meeting.Event {
	return meetingweb.Event(s, base, l.Process, l.Meeting, l.Registration.Mode == attendance.Remote || !l.Meeting.LinkPrivate)
}

// invitation is the calendar part of a letter; nothing where the letter changes no
// calendar, or the day of the meeting is not known.
func invitation(s web.Speaker, base string, l attendance.Letter) mail.Calendar {
	if !l.Kind.Invites() && !l.Kind.Ends() || !l.Meeting.Calendared() {
		return mail.Calendar{}
	}
	if l.Kind == attendance.OnCancelled && l.Registration.State != attendance.Registered {
		return mail.Calendar{} // whoever waits was never invited
	}
	method := meeting.Request
	if l.Kind.Ends() {
		method = meeting.End
	}
	e := event(s, base, l)
	e.To = &meeting.Invitation{
		Organizer: l.Organizer, Attendee: meeting.Party{Name: l.Registration.Name, Address: l.Registration.Address},
		Turn: l.Registration.Edition, Ended: l.Kind.Ends(), Written: l.Written,
	}
	host := "localhost"
	if u, err := url.Parse(base); err == nil && u.Hostname() != "" {
		host = u.Hostname()
	}
	object, err := meeting.Calendar{Host: host, Method: method, Events: []meeting.Event{e}}.Encode()
	if err != nil {
		return mail.Calendar{} // the letter says everything in words too
	}
	return mail.Calendar{Method: method, Object: string(object)}
}
