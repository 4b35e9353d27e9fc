package publicationweb

import (
	"regexp"
	"strings"

	"penc/internal/ground/fault"
	"penc/internal/ground/lang"
	"penc/internal/platform/db"
	"penc/internal/platform/mail"
	"penc/internal/platform/web"
	"penc/internal/platform/web/ui"
)

// perOutbox is how many mails the outbox shows.
const perOutbox = 100

// outboxPage shows the mails that a demonstration did not send.
type outboxPage struct {
	web.Page
	Mails []mail.Message
}

// demonstration refuses what only a demonstration shows: its mails hold links
// that let people in.
func demonstration(a *web.Ask) error {
	if !a.Site.Demo {
		return fault.New(fault.NotFound, "", "web.page.unknown")
	}
	return nil
}

func (f face) outbox(a *web.Ask) error {
	if err := demonstration(a); err != nil {
		return err
	}
	p := outboxPage{Page: a.Page(a.T("publication.outbox.title"))}
	p.NoIndex = true
	err := a.Site.DB.Read(a.Ctx(), func(tx *db.Tx) (err error) {
		p.Mails, err = mail.Recent(tx, perOutbox)
		return err
	})
	if err != nil {
		return err
	}
	return a.Render(outboxView(p))
}

func (f face) design(a *web.Ask) error {
	if err := demonstration(a); err != nil {
		return err
	}
	p := a.Page(a.T("publication.design.title"))
	p.NoIndex = true
	return a.Render(designView(p))
}

// address finds the web addresses in the text of a mail.
var address = regexp.MustCompile(`https?://[^\s<>"]+[^\s<>".,;:!?)]`)

// A run is a stretch of a mail's text; an address leads where it says.
type run struct{ Text, Href string }

// paragraphs cuts the text of a mail into paragraphs of lines of runs.
func paragraphs(text string) [][][]run {
	var out [][][]run
	for _, paragraph := range strings.Split(strings.TrimSpace(text), "\n\n") {
		var lines [][]run
		for _, line := range strings.Split(paragraph, "\n") {
			lines = append(lines, runs(line))
		}
		out = append(out, lines)
	}
	return out
}

func runs(line string) []run {
	var out []run
	at := 0
	for _, m := range address.FindAllStringIndex(line, -1) {
		if m[0] > at {
			out = append(out, run{Text: line[at:m[0]]})
		}
		out = append(out, run{Text: line[m[0]:m[1]], Href: line[m[0]:m[1]]})
		at = m[1]
	}
	if at < len(line) {
		out = append(out, run{Text: line[at:]})
	}
	return out
}

// letter is a mail as a line of the list.
func letter(p outboxPage, m mail.Message) ui.Entry {
	return ui.Entry{
		ID: string(m.ID), Title: m.Subject, Lang: foreign(p.Speaker, m.Lang), When: p.Moment(m.Queued),
		By: p.T("publication.outbox.to", "address", m.To),
	}
}

// foreign returns a language as the value of a lang attribute, if it is not the
// page's own.
func foreign(s web.Speaker, l lang.Tag) string {
	if l == s.Lang {
		return ""
	}
	return string(l)
}
