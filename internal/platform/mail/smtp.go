package mail

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"net/mail"
	"net/url"
	"regexp"
	"strings"
	"time"

	gomail "github.com/wneessen/go-mail"
)

// The ways in which the line to the mail server is kept private.
const (
	StartTLS  = "starttls" // begins plain, goes on encrypted or not at all
	DirectTLS = "tls"      // encrypted from the first byte
	NoTLS     = "none"     // plain: for a mail server on the same machine
)

// patience is how long the mail server may take over one message.
const patience = 30 * time.Second

// SMTP hands messages to a mail server.
type SMTP struct {
	Host string
	Port int
	// User and Password are sent only over an encrypted line or to the same
	// machine. No user, no sign-in.
	User, Password string
	// From is the sender: "Penc <penc@example.org>".
	From string
	// TLS is one of the three constants; empty means StartTLS.
	TLS string
	// BaseURL is the site's address; its host ends the Message-IDs.
	BaseURL string
	// Roots are the authorities to trust; the machine's own if nil.
	Roots *x509.CertPool
}

// anyAddress is a mail address, or a Message-ID, wherever it stands.
var anyAddress = regexp.MustCompile(`[^\s<>"'(),:;]+@[^\s<>"'(),:;]+`)

// unaddressed returns what an error says without the addresses in it: errors are
// logged, and a mail server repeats whom it refuses.
func unaddressed(err error) string { return anyAddress.ReplaceAllString(err.Error(), "…") }

// Send hands one message over. It returns [ErrRefused] if the mail server says
// that there is no such mailbox. No error tells the address.
func (s SMTP) Send(ctx context.Context, m Message) error {
	msg, err := s.compose(m)
	if err != nil {
		return err
	}
	client, err := s.client()
	if err != nil {
		return fmt.Errorf("send mail: %w", err)
	}
	err = client.DialAndSendWithContext(ctx, msg)
	if err == nil || msg.IsDelivered() {
		return nil // a farewell that failed after the message was taken is no failure
	}
	if e, ok := errors.AsType[*gomail.SendError](err); ok && e.Reason == gomail.ErrSMTPRcptTo &&
		!e.IsTemp() && strings.HasPrefix(e.EnhancedStatusCode(), "5.1.") {
		return fmt.Errorf("%w: %s", ErrRefused, unaddressed(err))
	}
	return fmt.Errorf("send mail: %s", unaddressed(err))
}

// Reach signs in to the mail server without sending anything.
func (s SMTP) Reach(ctx context.Context) error {
	client, err := s.client()
	if err != nil {
		return fmt.Errorf("reach the mail server: %w", err)
	}
	if err := client.DialWithContext(ctx); err != nil {
		return fmt.Errorf("reach the mail server: %w", err)
	}
	return client.Close()
}

// compose returns the message as it goes over the line.
func (s SMTP) compose(m Message) (*gomail.Msg, error) {
	from, err := mail.ParseAddress(s.From)
	if err != nil {
		return nil, fmt.Errorf("send mail: the sender %q is no mail address: %w", s.From, err)
	}
	msg := gomail.NewMsg(gomail.WithNoDefaultUserAgent(), gomail.WithEncoding(gomail.EncodingQP))
	msg.FromMailAddress(from)
	msg.ToMailAddress(&mail.Address{Address: m.To})
	msg.Subject(m.Subject)
	msg.SetDateWithValue(m.Queued)
	msg.SetMessageIDWithValue(string(m.ID) + "@" + s.domain(from.Address))
	msg.SetGenHeader("Auto-Submitted", "auto-generated")
	if m.Lang != "" {
		msg.SetGenHeader("Content-Language", string(m.Lang))
	}
	if m.Unsubscribe != "" {
		msg.SetGenHeader(gomail.HeaderListUnsubscribe, "<"+m.Unsubscribe+">")
		msg.SetGenHeader(gomail.HeaderListUnsubscribePost, "List-Unsubscribe=One-Click")
	}
	msg.SetBodyString(gomail.TypeTextPlain, m.Body())
	if !m.Calendar.empty() {
		// Programs choose the last alternative that they understand (RFC 6047).
		msg.AddAlternativeString(gomail.ContentType("text/calendar; method="+m.Calendar.Method), m.Calendar.Object)
	}
	return msg, nil
}

// domain returns the host of the site, or of the sender's address.
func (s SMTP) domain(from string) string {
	if u, err := url.Parse(s.BaseURL); err == nil && strings.Contains(u.Hostname(), ".") {
		return u.Hostname()
	}
	return from[strings.LastIndexByte(from, '@')+1:]
}

func (s SMTP) client() (*gomail.Client, error) {
	options := []gomail.Option{
		gomail.WithTimeout(patience),
		gomail.WithTLSConfig(&tls.Config{ServerName: s.Host, RootCAs: s.Roots, MinVersion: tls.VersionTLS12}),
	}
	switch s.TLS {
	case NoTLS:
		options = append(options, gomail.WithTLSPolicy(gomail.NoTLS))
	case DirectTLS:
		options = append(options, gomail.WithSSL())
	default:
		options = append(options, gomail.WithTLSPolicy(gomail.TLSMandatory))
	}
	if s.Port != 0 {
		options = append(options, gomail.WithPort(s.Port))
	}
	if s.User != "" {
		options = append(options, gomail.WithUsername(s.User), gomail.WithPassword(s.Password), s.signIn())
	}
	return gomail.NewClient(s.Host, options...)
}

// signIn chooses how the password is sent: as the server prefers over an
// encrypted line, as it is to the same machine, and never readable elsewhere.
func (s SMTP) signIn() gomail.Option {
	if s.TLS == NoTLS && local(s.Host) {
		return gomail.WithOpportunisticSMTPAuth(gomail.SMTPAuthSCRAMSHA256, gomail.SMTPAuthCramMD5,
			gomail.SMTPAuthPlainNoEnc, gomail.SMTPAuthLoginNoEnc)
	}
	return gomail.WithSMTPAuth(gomail.SMTPAuthAutoDiscover)
}

func local(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}
