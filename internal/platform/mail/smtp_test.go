package mail_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/emersion/go-smtp"

	"penc/internal/platform/mail"
	"penc/internal/platform/mail/mailtest"
)

func ready(t *testing.T, m mail.Message) mail.Message {
	t.Helper()
	m, err := m.Ready()
	if err != nil {
		t.Fatal(err)
	}
	m.ID, m.Queued = "01hq", time.Date(2026, 3, 1, 9, 30, 0, 0, time.UTC)
	return m
}

func TestAMessageArrivesAsItWasWritten(t *testing.T) {
	for _, mode := range []string{mail.NoTLS, mail.StartTLS, mail.DirectTLS} {
		for _, user := range []string{"", "penc"} {
			t.Run(mode+" "+user, func(t *testing.T) {
				box := mailtest.ServerTLS(t, mode)
				box.User, box.Password = user, "un secret"
				m := letter()
				m.Subject = "Réunion du 12 : l’œuvre commune des groupes de parties prenantes, deuxième et dernière convocation"
				m.Text += "\n.\nUne ligne avec un seul point, et " + strings.Repeat("une très longue ligne ", 60)
				m.Unsubscribe = "https://penc.example.org/u/" + strings.Repeat("abc", 40)
				m = ready(t, m)
				if err := box.Sender().Send(t.Context(), m); err != nil {
					t.Fatal(err)
				}
				mails := box.Mails()
				if len(mails) != 1 {
					t.Fatalf("%d mails, want 1", len(mails))
				}
				got := mails[0]
				if got.To != "amina@example.org" || got.From != "penc@example.org" || got.Subject != m.Subject {
					t.Errorf("%+v", got)
				}
				if strings.TrimRight(got.Text, "\n") != strings.TrimRight(m.Body(), "\n") {
					t.Errorf("text %q, want %q", got.Text, m.Body())
				}
				for name, want := range map[string]string{
					"From": `"Penc" <penc@example.org>`, "To": "<amina@example.org>", "Date": "Sun, 01 Mar 2026 09:30:00 +0000",
					"Message-Id": "<01hq@penc.example.org>", "Auto-Submitted": "auto-generated", "Content-Language": "fr",
					"Content-Type": "text/plain; charset=UTF-8", "List-Unsubscribe": "<" + m.Unsubscribe + ">",
					"List-Unsubscribe-Post": "List-Unsubscribe=One-Click", "Mime-Version": "1.0", "Bcc": "", "X-Mailer": "", "User-Agent": "",
				} {
					if got := got.Header.Get(name); got != want {
						t.Errorf("%s: %q, want %q", name, got, want)
					}
				}
				if err := box.Sender().Reach(t.Context()); err != nil {
					t.Errorf("reach: %v", err)
				}
			})
		}
	}
}

func TestTheLargestMessageStaysSmallOnTheLine(t *testing.T) {
	box := mailtest.Server(t)
	m := letter()
	m.Subject = strings.Repeat("é", 250)
	m.Unsubscribe = "https://penc.example.org/" + strings.Repeat("a", 850)
	m.Text = ""
	fits := func(n int) bool {
		longer := m
		longer.Text = strings.Repeat("é", n)
		_, err := longer.Ready()
		return err == nil
	}
	low, high := 1, 20000
	for high-low > 1 {
		if mid := (low + high) / 2; fits(mid) {
			low = mid
		} else {
			high = mid
		}
	}
	m.Text = strings.Repeat("é", low)
	if err := box.Sender().Send(t.Context(), ready(t, m)); err != nil {
		t.Fatal(err)
	}
	if n := len(box.Mails()[0].Raw); n > mail.MaxBytes || n < mail.MaxBytes*8/10 {
		t.Errorf("%d bytes on the line, want nearly %d", n, mail.MaxBytes)
	}
}

func TestAPasswordIsNeverSentInTheClear(t *testing.T) {
	box := mailtest.ServerTLS(t, mail.NoTLS)
	s := box.Sender()
	s.TLS = mail.StartTLS // the server does not offer it
	if err := s.Send(t.Context(), ready(t, letter())); err == nil {
		t.Error("sent in the clear though encryption was asked for")
	}
	box = mailtest.ServerTLS(t, mail.StartTLS)
	s = box.Sender()
	s.Roots = nil // nobody vouches for the server
	if err := s.Send(t.Context(), ready(t, letter())); err == nil {
		t.Error("sent to a server that nobody vouches for")
	}
	if n := len(box.Mails()); n != 0 {
		t.Errorf("%d mails arrived, want 0", n)
	}
}

func TestAWrongPasswordIsAnErrorThatDoesNotShowIt(t *testing.T) {
	box := mailtest.ServerTLS(t, mail.StartTLS)
	box.User, box.Password = "penc", "right"
	s := box.Sender()
	s.Password = "swordfish"
	for _, err := range []error{s.Send(t.Context(), ready(t, letter())), s.Reach(t.Context())} {
		if err == nil || errors.Is(err, mail.ErrRefused) || strings.Contains(err.Error(), "swordfish") {
			t.Errorf("%v", err)
		}
	}
}

func TestOnlyAMissingMailboxIsFinal(t *testing.T) {
	for _, c := range []struct {
		answer smtp.SMTPError
		final  bool
	}{
		{smtp.SMTPError{Code: 550, EnhancedCode: smtp.EnhancedCode{5, 1, 1}, Message: "no such user"}, true},
		{smtp.SMTPError{Code: 554, EnhancedCode: smtp.EnhancedCode{5, 7, 1}, Message: "relay denied"}, false},
		{smtp.SMTPError{Code: 451, EnhancedCode: smtp.EnhancedCode{4, 7, 1}, Message: "greylisted"}, false},
		{smtp.SMTPError{Code: 452, EnhancedCode: smtp.EnhancedCode{4, 2, 2}, Message: "mailbox full"}, false},
	} {
		box := mailtest.Server(t)
		box.Refuse = func(string) error { return &c.answer }
		err := box.Sender().Send(t.Context(), ready(t, letter()))
		if err == nil || errors.Is(err, mail.ErrRefused) != c.final || !strings.Contains(err.Error(), c.answer.Message) {
			t.Errorf("%s: %v, want final: %v", c.answer.Message, err, c.final)
		}
	}
}

func TestAnErrorDoesNotTellTheAddress(t *testing.T) {
	for _, code := range []int{550, 451} {
		box, m := mailtest.Server(t), ready(t, letter())
		box.Refuse = func(to string) error {
			return &smtp.SMTPError{Code: code, EnhancedCode: smtp.EnhancedCode{code / 100, 1, 1}, Message: "<" + to + "> (" + strings.ToUpper(to) + "): no"}
		}
		err := box.Sender().Send(t.Context(), m)
		if err == nil || strings.Contains(err.Error(), "@") || !strings.Contains(err.Error(), "no") {
			t.Errorf("%d: %v", code, err)
		}
	}
}

func TestACalendarArrivesBesideTheText(t *testing.T) {
	box := mailtest.Server(t)
	m := letter()
	m.Calendar = mail.Calendar{Method: "REQUEST", Object: "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nMETHOD:REQUEST\r\n" +
		"SUMMARY:Réunion sur l’eau\r\nEND:VCALENDAR\r\n"}
	m = ready(t, m)
	if err := box.Sender().Send(t.Context(), m); err != nil {
		t.Fatal(err)
	}
	got := box.Mails()[0]
	if strings.TrimRight(got.Text, "\n") != strings.TrimRight(m.Body(), "\n") {
		t.Errorf("text %q", got.Text)
	}
	if got.Calendar != m.Calendar.Object || got.Method != "REQUEST" {
		t.Errorf("calendar %q by %q", got.Calendar, got.Method)
	}
	kind, _, _ := got.Header.ContentType()
	if kind != "multipart/alternative" {
		t.Errorf("the message is %s", kind)
	}
}

func TestACalendarSaysTheMethodThatItIsSentWith(t *testing.T) {
	for _, c := range []mail.Calendar{
		{Method: "REQUEST"},
		{Method: "REQUEST", Object: "BEGIN:VCALENDAR\r\nMETHOD:CANCEL\r\nEND:VCALENDAR\r\n"},
		{Method: "PUBLISH", Object: "BEGIN:VCALENDAR\r\nMETHOD:PUBLISH\r\nEND:VCALENDAR\r\n"},
		{Object: "BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"},
	} {
		m := letter()
		m.Calendar = c
		if _, err := m.Ready(); err == nil {
			t.Errorf("%q was taken", c)
		}
	}
}
