package meetingweb

import (
	"slices"
	"strconv"
	"strings"

	"penc/internal/gather/meeting"
	"penc/internal/gather/process"
	"penc/internal/gather/process/processweb"
	"penc/internal/ground/lang"
	"penc/internal/ground/ref"
	"penc/internal/ground/when"
	"penc/internal/platform/web"
)

// read returns a meeting as the form has it.
func read(form web.Form, old meeting.Meeting, w process.Whole) meeting.Meeting {
	m := old
	text := func(name string, t lang.Text) lang.Text { return processweb.ReadText(form, name, t, w.Languages) }
	m.Title, m.Theme, m.Recording, m.Notes = text("title", old.Title), text("theme", old.Theme), text("recording", old.Recording), text("notes", old.Notes)
	m.Kind, m.Mode = meeting.Kind(form.Get("kind")), meeting.Mode(form.Get("mode"))
	m.Dates = when.Span{Start: when.Date(form.Get("start")), End: when.Date(form.Get("end"))}
	m.Start, m.Lasts, m.Zone, m.Link = form.Get("start-time"), number(form, "duration-minutes"), form.Get("timezone"), form.Get("link")
	m.LinkPrivate = form.On("link-private")
	m.Facilitator, m.Minutes = personID(w, form.Get("facilitator")), ref.ID(form.Get("minutes"))
	m.Organizers, m.WorkingGroups = chosen(form, "organizers", old.Organizers), chosen(form, "working-groups", old.WorkingGroups)
	m.Where, m.Attendance = readWhere(form, old.Where, text), readAttendance(form, old.Attendance, text)
	m.Participants = nil
	for i := range process.MaxList {
		name := "participants." + strconv.Itoa(i)
		if len(form.Words(name, w.Languages)) == 0 {
			break
		}
		var was lang.Text
		if i < len(old.Participants) {
			was = old.Participants[i]
		}
		if t := text(name, was); !t.Empty() {
			m.Participants = append(m.Participants, t)
		}
	}
	m.Evidence = processweb.ReadEvidence(form, old.Evidence, w.Languages)
	return m
}

func readWhere(form web.Form, old *meeting.Where, text func(string, lang.Text) lang.Text) *meeting.Where {
	var w meeting.Where
	if old != nil {
		w = *old
	}
	w.City, w.Venue = text("place.city", w.City), text("place.venue", w.Venue)
	w.Address, w.Room = text("place.address", w.Address), text("place.room", w.Room)
	w.Uncertain, w.Country = text("place.uncertain", w.Uncertain), strings.ToUpper(form.Get("place.country"))
	if w.City.Empty() && w.Venue.Empty() && w.Address.Empty() && w.Room.Empty() && w.Uncertain.Empty() && w.Country == "" {
		return nil
	}
	return &w
}

func readAttendance(form web.Form, old *meeting.Attendance, text func(string, lang.Text) lang.Text) *meeting.Attendance {
	var a meeting.Attendance
	if old != nil {
		a = *old
	}
	a.Total, a.InPerson = number(form, "attendance.total"), number(form, "attendance.in-person")
	a.Online, a.AtLeast = number(form, "attendance.online"), form.On("attendance.at-least")
	a.Note = text("attendance.note", a.Note)
	if a.Total == 0 && a.InPerson == 0 && a.Online == 0 && !a.AtLeast && a.Note.Empty() {
		return nil
	}
	return &a
}

// number returns a number of the form: 0 for nothing typed, and -1, which no rule
// admits, for what is no number.
func number(form web.Form, name string) int {
	typed := strings.NewReplacer(" ", "", "\u00a0", "", "\u202f", "").Replace(form.Get(name))
	if typed == "" {
		return 0
	}
	n, err := strconv.Atoi(typed)
	if err != nil {
		return -1
	}
	return n
}

// personID returns the id of the person of the process who has this name; other
// names stay as they are.
func personID(w process.Whole, name string) string {
	for _, v := range w.People {
		if v.FullName == name {
			return string(v.ID)
		}
	}
	return name
}

// chosen returns the ids that are ticked: those that were there before in their
// order, then the others.
func chosen(form web.Form, name string, before []ref.ID) []ref.ID {
	ticked := form.All(name)
	var out []ref.ID
	for _, id := range before {
		if slices.Contains(ticked, string(id)) {
			out = append(out, id)
		}
	}
	for _, id := range ticked {
		if !slices.Contains(out, ref.ID(id)) {
			out = append(out, ref.ID(id))
		}
	}
	return out
}
