package mail_test

import (
	"errors"
	"strings"
	"testing"

	"penc/internal/ground/fault"
	"penc/internal/platform/mail"
)

func TestAddressesAreTidiedOrRefused(t *testing.T) {
	long := strings.Repeat("a", 65)
	for in, want := range map[string]string{
		"amina@example.org":                 "amina@example.org",
		"  Amina.Ndiaye+penc@Example.ORG\n": "amina.ndiaye+penc@example.org",
		"o'neil@example.org":                "o'neil@example.org",
		"moussa@écoles.example":             "moussa@xn--coles-9ra.example",
		"a@b.co":                            "a@b.co",

		"":                                       "",
		"amina":                                  "",
		"amina@":                                 "",
		"@example.org":                           "",
		"amina@example":                          "",
		"amina@localhost":                        "",
		"amina@192.0.2.1":                        "",
		"amina@[192.0.2.1]":                      "",
		"amina@.org":                             "",
		"amina@example..org":                     "",
		"amina@exam ple.org":                     "",
		"ami na@example.org":                     "",
		"aïcha@example.org":                      "",
		`"amina ndiaye"@example.org`:             "",
		"Amina <amina@example.org>":              "",
		"amina@example.org, b@example.org":       "",
		"amina@example.org\r\nBcc: b@c.de":       "",
		"amina@example.org\nRCPT TO:<b@c.d>":     "",
		"a\r\nBcc: b@example.org":                "",
		"amina@example.org\x00":                  "",
		"amina@b@example.org":                    "",
		".amina@example.org":                     "",
		long + "@example.org":                    "",
		"a@" + strings.Repeat("b.", 130) + "org": "",
	} {
		got, err := mail.Check(in)
		if got != want {
			t.Errorf("Check(%q) = %q, want %q", in, got, want)
		}
		if want != "" {
			if err != nil {
				t.Errorf("Check(%q): %v", in, err)
			}
			continue
		}
		e, ok := errors.AsType[*fault.Error](err)
		if !ok || e.Kind != fault.Invalid || e.Field != "email" || e.Message != "mail.address.invalid" {
			t.Errorf("Check(%q): %v, want the fault of the address", in, err)
		}
	}
}

func letter() mail.Message {
	return mail.Message{
		To: "amina@example.org", Lang: "fr", Kind: "signin.code", Subject: "Votre code d’accès",
		Text: "Bonjour,\n\nvotre code est 123456.", Reason: "Vous recevez ce courriel parce que vous avez demandé un code.",
	}
}

func TestAMessageIsReadyOrSaysWhyNot(t *testing.T) {
	for name, c := range map[string]struct {
		change func(*mail.Message)
		want   string // the message keys, one a line
	}{
		"sound":             {func(*mail.Message) {}, ""},
		"with a link out":   {func(m *mail.Message) { m.Unsubscribe = "https://penc.example.org/u/abc" }, ""},
		"header in subject": {func(m *mail.Message) { m.Subject = "Code\r\nBcc: b@example.org" }, "subject: mail.subject.invalid"},
		"line in subject":   {func(m *mail.Message) { m.Subject = "Code\u2028b" }, "subject: mail.subject.invalid"},
		"no subject":        {func(m *mail.Message) { m.Subject = " " }, "subject: mail.subject.invalid"},
		"broken subject":    {func(m *mail.Message) { m.Subject = "a\xff" }, "subject: mail.subject.invalid"},
		"long subject":      {func(m *mail.Message) { m.Subject = strings.Repeat("é", 300) }, "subject: mail.subject.invalid"},
		"no text":           {func(m *mail.Message) { m.Text = " \n\x00" }, "text: mail.text.missing"},
		"too long":          {func(m *mail.Message) { m.Text = strings.Repeat("é", 8000) }, "text: mail.text.too-long"},
		"header in lang":    {func(m *mail.Message) { m.Lang = "fr\r\nBcc: b@example.org" }, "kind: mail.kind.invalid"},
		"header in kind":    {func(m *mail.Message) { m.Kind = "a\nb" }, "kind: mail.kind.invalid"},
		"header in link out": {
			func(m *mail.Message) { m.Unsubscribe = "https://penc.example.org/>\r\nBcc: b@example.org" },
			"unsubscribe: mail.unsubscribe.invalid",
		},
		"script as link out": {func(m *mail.Message) { m.Unsubscribe = "javascript:alert(1)" }, "unsubscribe: mail.unsubscribe.invalid"},
		"two recipients":     {func(m *mail.Message) { m.To = "a@example.org, b@example.org" }, "email: mail.address.invalid"},
		"two faults":         {func(m *mail.Message) { m.Subject, m.Text = "", "" }, "subject: mail.subject.invalid\ntext: mail.text.missing"},
	} {
		m := letter()
		c.change(&m)
		_, err := m.Ready()
		got := ""
		for i, e := range fault.All(err) {
			if i > 0 {
				got += "\n"
			}
			got += e.Error()
		}
		if got != c.want || err != nil && got == "" {
			t.Errorf("%s: %v, want %q", name, err, c.want)
		}
	}
}

func TestAReadyMessageIsTidy(t *testing.T) {
	m := letter()
	m.To, m.Text = " Amina@Example.org ", "un\r\ndeux\rtrois\x07 \xff\x00 "
	got, err := m.Ready()
	if err != nil {
		t.Fatal(err)
	}
	if got.To != "amina@example.org" || got.Text != "un\ndeux\ntrois \uFFFD" {
		t.Errorf("%q, %q", got.To, got.Text)
	}
	if want := got.Text + "\n\n" + m.Reason + "\n"; got.Body() != want {
		t.Errorf("body %q, want %q", got.Body(), want)
	}
}
