package attendanceweb

import (
	"fmt"
	"log/slog"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/emersion/go-ical"

	"penc/internal/gather/attendance"
	"penc/internal/gather/attendance/attendancetest"
	"penc/internal/gather/meeting/meetingweb"
	"penc/internal/gather/process/processtest"
	"penc/internal/ground/access"
	"penc/internal/platform/db"
	"penc/internal/platform/job"
	"penc/internal/platform/mail"
	"penc/internal/platform/mail/mailtest"
	"penc/internal/platform/record"
	"penc/internal/platform/web"
)

// A post is a hall whose letters go through a real mail server.
type post struct {
	*attendancetest.Hall
	box *mailtest.Mailbox
}

func newPost(t *testing.T, h *attendancetest.House) post {
	t.Helper()
	c := web.NewCatalogue()
	for room, files := range map[string]web.Face{"attendance": Face(h.Attendance), "meeting": meetingweb.Face(h.Meetings, h.Processes, nil)} {
		if err := c.Add(room, files.Words); err != nil {
			t.Fatal(err)
		}
	}
	if err := c.Add("web", web.Words()); err != nil {
		t.Fatal(err)
	}
	h.Attendance.Writer, h.Attendance.Organizer = Writer(c, "https://penc.example.org", "Penc"), "penc@example.org"
	return post{h.Open(t), mailtest.Server(t)}
}

// deliver follows the facts and sends what is queued.
func (p post) deliver(t *testing.T) {
	t.Helper()
	h := p.House
	for _, f := range h.Attendance.Feature().Follows {
		if err := record.Follow(t.Context(), h.DB, f); err != nil {
			t.Fatal(err)
		}
	}
	for more := true; more; {
		var err error
		if more, err = job.Work(t.Context(), h.DB, slog.New(slog.DiscardHandler), mail.Worker(h.DB, p.box.Sender())); err != nil {
			t.Fatal(err)
		}
	}
}

// letters returns what this room wrote to an address, oldest first.
func (p post) letters(address string) (out []mailtest.Mail) {
	for _, m := range p.box.To(address) {
		if !strings.Contains(m.Subject, "role.") {
			out = append(out, m)
		}
	}
	return out
}

// read returns the newest letter to an address, with its event as a calendar
// program reads it; nil if the letter has none.
func (p post) read(t *testing.T, address string) (mailtest.Mail, *ical.Event) {
	t.Helper()
	all := p.letters(address)
	if len(all) == 0 {
		t.Fatalf("no letter to %s", address)
	}
	got := all[len(all)-1]
	if got.Calendar == "" {
		return got, nil
	}
	cal, err := ical.NewDecoder(strings.NewReader(got.Calendar)).Decode()
	if err != nil {
		t.Fatalf("%v\n%s", err, got.Calendar)
	}
	if method := cal.Props.Get(ical.PropMethod).Value; method != got.Method {
		t.Errorf("the calendar asks for %s, its part for %s", method, got.Method)
	}
	return got, &cal.Events()[0]
}

// says returns what matters of an event for whoever is invited.
func says(e *ical.Event) string {
	value := func(name string) string {
		if p := e.Props.Get(name); p != nil {
			return p.Value
		}
		return ""
	}
	return fmt.Sprintf("%s %s %s %s", value(ical.PropSequence), value(ical.PropStatus), value(ical.PropOrganizer), value(ical.PropAttendee))
}

func TestInvitationsAreSentUpdatedAndEnded(t *testing.T) {
	attendancetest.Each(t, func(t *testing.T, h *attendancetest.House) {
		p := newPost(t, h)
		ctx, id := t.Context(), p.Meeting.ID
		awa, binta := p.Account(t, "awa@example.sn", access.Member), p.Account(t, "binta@example.sn", access.Member)
		d, err := h.Attendance.Door(ctx, p.Steward, id)
		if err != nil {
			t.Fatal(err)
		}
		d.RoomPlaces = 1
		if _, err := h.Attendance.SetDoor(ctx, p.Steward, d); err != nil {
			t.Fatal(err)
		}

		r, err := h.Attendance.Register(ctx, awa, id, attendance.Wish{Mode: attendance.Room})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := h.Attendance.Register(ctx, binta, id, attendance.Wish{Mode: attendance.Room}); err != nil {
			t.Fatal(err)
		}
		p.deliver(t)
		letter, event := p.read(t, "awa@example.sn")
		if event == nil || letter.Method != "REQUEST" || says(event) != "0 CONFIRMED mailto:penc@example.org mailto:awa@example.sn" {
			t.Fatalf("%s by %s: %s", letter.Subject, letter.Method, says(event))
		}
		uid := event.Props.Get(ical.PropUID).Value
		if uid != string(id)+"@penc.example.org" || event.Props.Get(ical.PropAttendee).Params.Get("PARTSTAT") != "ACCEPTED" {
			t.Errorf("%s", letter.Calendar)
		}
		if letter, event = p.read(t, "binta@example.sn"); event != nil || !strings.Contains(letter.Subject, "attente") {
			t.Errorf("who waits is invited: %s", letter.Subject)
		}
		key := regexp.MustCompile(`check-in\?key=([a-z0-9]+)`).FindStringSubmatch(p.letters("awa@example.sn")[0].Text)
		if key == nil {
			t.Fatalf("no personal link:\n%s", p.letters("awa@example.sn")[0].Text)
		}

		// The meeting changes in what a calendar shows: an update, once, and to
		// nobody who waits.
		m := p.Meeting
		m.Start = "10:00"
		if m, err = h.Meetings.Change(ctx, p.Steward, m); err != nil {
			t.Fatal(err)
		}
		p.deliver(t)
		p.deliver(t)
		letter, event = p.read(t, "awa@example.sn")
		if len(p.letters("awa@example.sn")) != 2 || letter.Method != "REQUEST" || says(event) != "1 CONFIRMED mailto:penc@example.org mailto:awa@example.sn" ||
			event.Props.Get(ical.PropUID).Value != uid {
			t.Errorf("%s: %s", letter.Subject, says(event))
		}
		if start, err := event.DateTimeStart(time.UTC); err != nil || start.Hour() != 10 {
			t.Errorf("begins at %v, %v", start, err)
		}
		m.Notes = processtest.Words("Une note", "A note") // no calendar shows this
		if m, err = h.Meetings.Change(ctx, p.Steward, m); err != nil {
			t.Fatal(err)
		}
		p.deliver(t)
		if n := len(p.letters("awa@example.sn")); n != 2 {
			t.Errorf("%d letters", n)
		}

		// Awa cannot come: the meeting leaves her calendar, and Binta moves up.
		if _, err := h.Attendance.Unregister(ctx, awa, id, r.ID, ""); err != nil {
			t.Fatal(err)
		}
		p.deliver(t)
		if letter, event = p.read(t, "awa@example.sn"); letter.Method != "CANCEL" || says(event) != "2 CANCELLED mailto:penc@example.org mailto:awa@example.sn" {
			t.Errorf("%s: %s", letter.Method, says(event))
		}
		if letter, event = p.read(t, "binta@example.sn"); letter.Method != "REQUEST" || !strings.HasPrefix(says(event), "1 CONFIRMED") {
			t.Errorf("%s: %s", letter.Subject, says(event))
		}

		// She can after all, remotely: the number still grows.
		if _, err := h.Attendance.Register(ctx, awa, id, attendance.Wish{Mode: attendance.Remote}); err != nil {
			t.Fatal(err)
		}
		p.deliver(t)
		if letter, event = p.read(t, "awa@example.sn"); letter.Method != "REQUEST" || !strings.HasPrefix(says(event), "3 CONFIRMED") ||
			!strings.Contains(event.Props.Get(ical.PropDescription).Value, "meet.example.org") {
			t.Errorf("%s: %s", letter.Subject, letter.Calendar)
		}

		// The meeting is cancelled.
		if _, err := h.Meetings.Cancel(ctx, p.Steward, id, processtest.Words("Grève", "Strike"), m.Version); err != nil {
			t.Fatal(err)
		}
		p.deliver(t)
		for address, want := range map[string]string{"awa@example.sn": "4 CANCELLED", "binta@example.sn": "2 CANCELLED"} {
			if letter, event = p.read(t, address); letter.Method != "CANCEL" || !strings.HasPrefix(says(event), want) || !strings.Contains(letter.Text, "Grève") {
				t.Errorf("%s: %s %s", address, letter.Method, says(event))
			}
		}
	})
}

func TestAPersonalLinkChecksInWithoutCode(t *testing.T) {
	h := attendancetest.Open(t)
	p := newPost(t, h)
	_, err := h.Attendance.RegisterByHand(t.Context(), p.Facilitator, p.Meeting.ID, attendance.Wish{
		Mode: attendance.Remote, Name: "Awa", Address: "awa@example.sn", Lang: "en", Group: p.Groups[1],
	})
	if err != nil {
		t.Fatal(err)
	}
	h.Clock.Advance(2 * time.Hour)
	for _, c := range h.Attendance.Feature().Clocks {
		for range 2 {
			if err := c.Do(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
	}
	p.deliver(t)
	letter, event := p.read(t, "awa@example.sn")
	if n := len(p.letters("awa@example.sn")); n != 2 || event != nil || !strings.HasPrefix(letter.Subject, "Soon") {
		t.Fatalf("%d letters, the last %s", n, letter.Subject)
	}
	key := regexp.MustCompile(`check-in\?key=([a-z0-9]+)`).FindStringSubmatch(letter.Text)[1]
	in := attendance.Arrival{Key: key, Mode: attendance.Remote}
	got, token, err := h.Attendance.CheckIn(t.Context(), access.Actor{Channel: access.Web}, p.Meeting.ID, in)
	if err != nil || token == "" || got.Name != "Awa" || got.Group != p.Groups[1] || got.Via != attendance.ByLink {
		t.Errorf("%+v, %v", got, err)
	}
	var n attendance.Headcount
	err = h.DB.Read(t.Context(), func(tx *db.Tx) (err error) {
		n, err = h.Attendance.HeadcountTx(tx, p.Meeting.ID)
		return err
	})
	if err != nil || n.Remote != 1 {
		t.Errorf("%v, %v", n, err)
	}
}
