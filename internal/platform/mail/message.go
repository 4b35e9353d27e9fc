package mail

import (
	"io"
	"mime/quotedprintable"
	"net/url"
	"strings"
	"time"
	"unicode"

	"penc/internal/ground/fault"
	"penc/internal/ground/lang"
	"penc/internal/ground/ref"
)

// A State says where a message is on its way.
type State string

// The states.
const (
	Queued State = "queued" // waits for the mail server
	Sent   State = "sent"   // the mail server took it
	Kept   State = "kept"   // the demo keeps it and sends nothing
	Failed State = "failed" // given up; Fault says why
)

// A Message is one mail to one address.
type Message struct {
	ID   ref.ID
	To   string
	Lang lang.Tag
	// Kind says what the mail is for: "signin.code".
	Kind    string
	Subject string
	Text    string
	// Reason says why the mail came; it is the last paragraph.
	Reason string
	// Unsubscribe is an address that ends mails of this kind when it is posted
	// to; empty for mails that a person asked for.
	Unsubscribe string
	// Calendar is what calendar programs read beside the text, if anything.
	Calendar Calendar
	// Process is the process that the mail is about, if any.
	Process ref.ID

	// State, Queued, Sent and Fault are what became of it. Fault is the last
	// refusal of the mail server, for the operator.
	State        State
	Queued, Sent time.Time
	Fault        string
}

// A Calendar is an iCalendar object with the method that it names itself (RFC 5546):
// an invitation, its update, its end.
type Calendar struct {
	Method string // "REQUEST", "CANCEL"
	Object string // with lines as RFC 5545 wants them
}

// empty reports whether there is no calendar.
func (c Calendar) empty() bool { return c == Calendar{} }

// sound reports whether the calendar says the method that it is sent with.
func (c Calendar) sound() bool {
	return (c.Method == "REQUEST" || c.Method == "CANCEL") && c.Object == strings.ToValidUTF8(c.Object, "") &&
		strings.Contains(c.Object, "\r\nMETHOD:"+c.Method+"\r\n")
}

// MaxBytes is the size that no mail exceeds, headers included: it must arrive
// over a slow and costly line.
const MaxBytes = 25 * 1000

// maxBody leaves room for the headers.
const maxBody = MaxBytes - 4000

// maxSubject is the length of a subject in bytes.
const maxSubject = 500

// Body returns the text with its last paragraph, as it is sent.
func (m Message) Body() string {
	text := strings.TrimSpace(m.Text)
	if m.Reason == "" {
		return text + "\n"
	}
	return text + "\n\n" + m.Reason + "\n"
}

// Ready returns the message as it can be sent, with a tidy address and text, or
// the faults that keep it from being sent.
func (m Message) Ready() (Message, error) {
	to, err := Check(m.To)
	if err != nil {
		return m, err
	}
	m.To = to
	m.Text, m.Reason = readable(m.Text), readable(m.Reason)
	var faults fault.List
	if strings.TrimSpace(m.Subject) == "" || len(m.Subject) > maxSubject || !printable(m.Subject) {
		faults = faults.Add(fault.Field("subject", "mail.subject.invalid"))
	}
	if m.Text == "" {
		faults = faults.Add(fault.Field("text", "mail.text.missing"))
	}
	if !m.Calendar.empty() && !m.Calendar.sound() {
		faults = faults.Add(fault.Field("calendar", "mail.calendar.invalid"))
	}
	if encodedSize(m.Body())+encodedSize(m.Calendar.Object) > maxBody {
		faults = faults.Add(fault.Field("text", "mail.text.too-long", "kilobytes", MaxBytes/1000))
	}
	if !header(string(m.Lang)) || !header(m.Kind) {
		faults = faults.Add(fault.Field("kind", "mail.kind.invalid"))
	}
	if m.Unsubscribe != "" && !web(m.Unsubscribe) {
		faults = faults.Add(fault.Field("unsubscribe", "mail.unsubscribe.invalid"))
	}
	return m, faults.Err()
}

// readable returns text that any mailbox can show: sound UTF-8 with plain line
// ends and no control characters.
func readable(text string) string {
	text = lang.Clean(strings.ToValidUTF8(text, "\uFFFD"))
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) && r != '\n' && r != '\t' {
			return -1
		}
		return r
	}, text)
}

// printable reports whether s is one line of sound UTF-8.
func printable(s string) bool {
	return s == strings.ToValidUTF8(s, "") && !strings.ContainsFunc(s, func(r rune) bool {
		return unicode.IsControl(r) || r == '\u2028' || r == '\u2029'
	})
}

// header reports whether s is letters, digits, dots and hyphens only.
func header(s string) bool {
	return !strings.ContainsFunc(s, func(r rune) bool {
		return (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') && (r < '0' || r > '9') && r != '.' && r != '-'
	})
}

// web reports whether s is an address of the web that can stand in a header.
func web(s string) bool {
	u, err := url.Parse(s)
	return err == nil && (u.Scheme == "https" || u.Scheme == "http") && u.Host != "" && len(s) < 900 &&
		printable(s) && !strings.ContainsAny(s, "<> ,")
}

// encodedSize returns how many bytes text takes on the line.
func encodedSize(text string) int {
	var n counter
	w := quotedprintable.NewWriter(&n)
	io.WriteString(w, strings.ReplaceAll(text, "\n", "\r\n"))
	w.Close()
	return int(n)
}

type counter int

func (c *counter) Write(p []byte) (int, error) {
	*c += counter(len(p))
	return len(p), nil
}
