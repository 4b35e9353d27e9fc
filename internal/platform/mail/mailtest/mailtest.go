// Package mailtest is a mail server for tests: a real one, on this machine only,
// which keeps what it is given.
package mailtest

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"net"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/emersion/go-message"
	_ "github.com/emersion/go-message/charset" // letters other than UTF-8
	"github.com/emersion/go-sasl"
	"github.com/emersion/go-smtp"

	"penc/internal/platform/mail"
)

// A Mail is a message as its reader sees it.
type Mail struct {
	From, To      string // of the envelope
	Subject, Text string // decoded
	Calendar      string // the alternative for calendar programs, if there is one
	Method        string // what the alternative's type says it asks for
	ID            string // Message-ID with its brackets
	Header        message.Header
	Raw           string
}

// A Mailbox is the server. Its fields are set before the first connection.
type Mailbox struct {
	// User and Password are asked for if User is set.
	User, Password string
	// Refuse answers for a recipient; nil takes everybody.
	Refuse func(to string) error

	mode   string
	port   int
	roots  *x509.CertPool
	config *tls.Config
	down   atomic.Bool

	mu    sync.Mutex
	mails []Mail
}

// Server starts a server without encryption or sign-in and stops it after the
// test.
func Server(t testing.TB) *Mailbox { return ServerTLS(t, mail.NoTLS) }

// ServerTLS starts a server that speaks one of mail's three kinds of line.
func ServerTLS(t testing.TB, mode string) *Mailbox {
	t.Helper()
	m := &Mailbox{mode: mode}
	m.config, m.roots = certificate(t)
	raw, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	m.port = raw.Addr().(*net.TCPAddr).Port
	var l net.Listener = &door{raw, &m.down}
	s := smtp.NewServer(smtp.BackendFunc(func(*smtp.Conn) (smtp.Session, error) {
		session := &session{box: m}
		if m.User == "" {
			return session, nil
		}
		return &guarded{session: session}, nil
	}))
	s.Domain = "mail.example"
	s.ErrorLog = silence{}
	switch mode {
	case mail.StartTLS:
		s.TLSConfig = m.config
	case mail.DirectTLS:
		l = tls.NewListener(l, m.config)
	default:
		s.AllowInsecureAuth = true
	}
	go s.Serve(l)
	t.Cleanup(func() { s.Close() })
	return m
}

// Sender returns a sender that uses the server.
func (m *Mailbox) Sender() mail.SMTP {
	return mail.SMTP{
		Host: "127.0.0.1", Port: m.port, User: m.User, Password: m.Password, TLS: m.mode,
		From: "Penc <penc@example.org>", BaseURL: "https://penc.example.org", Roots: m.roots,
	}
}

// Port returns the port on 127.0.0.1.
func (m *Mailbox) Port() int { return m.port }

// Address returns the address of the server with its port.
func (m *Mailbox) Address() string { return net.JoinHostPort("127.0.0.1", strconv.Itoa(m.port)) }

// Down makes the server hang up on everybody, or answer again.
func (m *Mailbox) Down(down bool) { m.down.Store(down) }

// Mails returns what has arrived, oldest first.
func (m *Mailbox) Mails() []Mail {
	m.mu.Lock()
	defer m.mu.Unlock()
	return append([]Mail{}, m.mails...)
}

// To returns what has arrived for one address, oldest first.
func (m *Mailbox) To(address string) []Mail {
	out := []Mail{}
	for _, got := range m.Mails() {
		if got.To == address {
			out = append(out, got)
		}
	}
	return out
}

// door hangs up on callers while the server is down.
type door struct {
	net.Listener
	down *atomic.Bool
}

func (d *door) Accept() (net.Conn, error) {
	for {
		c, err := d.Listener.Accept()
		if err != nil || !d.down.Load() {
			return c, err
		}
		c.Close()
	}
}

type session struct {
	box      *Mailbox
	from, to string
}

func (s *session) Mail(from string, _ *smtp.MailOptions) error {
	s.from = from
	return nil
}

func (s *session) Rcpt(to string, _ *smtp.RcptOptions) error {
	if s.box.Refuse != nil {
		if err := s.box.Refuse(to); err != nil {
			return err
		}
	}
	s.to = to
	return nil
}

func (s *session) Data(r io.Reader) error {
	raw, err := io.ReadAll(r)
	if err != nil {
		return err
	}
	m, err := read(string(raw))
	if err != nil {
		return err
	}
	m.From, m.To = s.from, s.to
	s.box.mu.Lock()
	defer s.box.mu.Unlock()
	s.box.mails = append(s.box.mails, m)
	return nil
}

func (*session) Reset()        {}
func (*session) Logout() error { return nil }

// guarded asks for the password.
type guarded struct {
	*session
	known bool
}

func (*guarded) AuthMechanisms() []string { return []string{sasl.Plain} }

func (g *guarded) Auth(string) (sasl.Server, error) {
	return sasl.NewPlainServer(func(_, user, password string) error {
		if user != g.box.User || password != g.box.Password {
			return errors.New("wrong user or password")
		}
		g.known = true
		return nil
	}), nil
}

func (g *guarded) Mail(from string, o *smtp.MailOptions) error {
	if !g.known {
		return smtp.ErrAuthRequired
	}
	return g.session.Mail(from, o)
}

func read(raw string) (Mail, error) {
	e, err := message.Read(strings.NewReader(raw))
	if err != nil {
		return Mail{}, err
	}
	var m Mail
	if err := m.parts(e); err != nil {
		return Mail{}, err
	}
	subject, err := e.Header.Text("Subject")
	if err != nil {
		return Mail{}, err
	}
	m.Subject, m.ID, m.Header, m.Raw = subject, e.Header.Get("Message-Id"), e.Header, raw
	return m, nil
}

// parts reads the text and the calendar of a message.
func (m *Mail) parts(e *message.Entity) error {
	if parts := e.MultipartReader(); parts != nil {
		for {
			part, err := parts.NextPart()
			if errors.Is(err, io.EOF) {
				return nil
			}
			if err == nil {
				err = m.parts(part)
			}
			if err != nil {
				return err
			}
		}
	}
	body, err := io.ReadAll(e.Body)
	if err != nil {
		return err
	}
	switch kind, params, _ := e.Header.ContentType(); kind {
	case "text/calendar":
		m.Calendar, m.Method = string(body), params["method"]
	default:
		m.Text = strings.ReplaceAll(string(body), "\r\n", "\n")
	}
	return nil
}

type silence struct{}

func (silence) Printf(string, ...any) {}
func (silence) Println(...any)        {}
