package priorityweb

import (
	"strconv"
	"strings"

	"penc/internal/deliberate/priority"
	"penc/internal/gather/attendance"
	"penc/internal/gather/meeting"
	"penc/internal/gather/meeting/meetingweb"
	"penc/internal/gather/process"
	"penc/internal/gather/process/processweb"
	"penc/internal/ground/lang"
	"penc/internal/ground/ref"
	"penc/internal/platform/web"
	"penc/internal/platform/web/ui"
)

// A place is where a page of this room stands: inside a meeting.
type place struct {
	processweb.Place
	Whole   process.Whole
	Meeting meeting.Meeting
}

// inside returns the place of a page inside a meeting; NotFound if who asks may
// not know of it.
func (f face) inside(a *web.Ask, id ref.ID) (place, error) {
	m, err := f.meetings.ByID(a.Ctx(), a.Who, id)
	if err != nil {
		return place{}, err
	}
	w, err := f.processes.Whole(a.Ctx(), a.Who, m.Process)
	if err != nil {
		return place{}, err
	}
	at := place{meetingweb.Inside(a, w.Process, m), w, m}
	for i, t := range at.Tabs {
		at.Tabs[i].Current = t.Href == a.Link(priority.Path(id))
	}
	return at, nil
}

// titled returns the place with the title of its page.
func (at place) titled(title, lead string) place {
	at.Title.Title, at.Title.Lead = title, lead
	return at
}

// below adds the board to what leads up from the page.
func (at place) below(a *web.Ask) place {
	trail := at.Title.Trail
	at.Title.Trail = append(trail[:len(trail):len(trail)], a.Crumb(a.T("priority.board.tab"), priority.Path(at.Meeting.ID)))
	return at
}

// live makes a page follow the meeting.
func live(p web.Page, stream string) web.Page { return p.Live(web.Live{Stream: stream}) }

func (f face) boardLive(a *web.Ask) error {
	if _, err := f.meetings.ByID(a.Ctx(), a.Who, a.ID("id")); err != nil {
		return err
	}
	return a.Follow(attendance.Live(a.ID("id")))
}

// group names a stakeholder group of the process; the empty one is of those who
// named none.
func (at place) group(s web.Speaker, id ref.ID) (name, foreign string) {
	for _, g := range at.Whole.Groups {
		if g.ID == id {
			return s.Say(g.Title), s.Foreign(g.Title)
		}
	}
	return s.T("priority.group.none"), ""
}

// groups names several stakeholder groups in one line.
func (at place) groups(s web.Speaker, ids []ref.ID) string {
	var out []string
	for _, id := range ids {
		name, _ := at.group(s, id)
		out = append(out, name)
	}
	return strings.Join(out, ", ")
}

// number is an item's number as people speak of it.
func number(n int) string { return strconv.Itoa(n) }

// numbers are several numbers in one line.
func numbers(ns []int) string {
	out := make([]string, len(ns))
	for i, n := range ns {
		out[i] = strconv.Itoa(n)
	}
	return strings.Join(out, ", ")
}

// missing says in which languages of the process an item has no words; "" for
// none.
func (at place) missing(s web.Speaker, it priority.Item) string {
	var out []string
	for _, l := range it.Missing(at.Whole.Languages) {
		out = append(out, s.T("priority.missing."+string(l)))
	}
	return strings.Join(out, " ")
}

// bilingual is a field for words in the languages of the interface.
func bilingual(s web.Speaker, name, legend string, stored lang.Text, typed map[lang.Tag]string, faults web.Faults, rows, limit int) ui.Bilingual {
	if typed == nil {
		typed = stored.All()
	}
	b := s.Bilingual(name, legend, stored, typed, faults, rows)
	for i := range b.Fields {
		b.Fields[i].MaxLength = limit
	}
	return b
}
