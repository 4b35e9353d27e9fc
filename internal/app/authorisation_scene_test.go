package app_test

import (
	"bytes"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"penc/examples"
	"penc/internal/app"
	"penc/internal/deliberate/conversation"
	"penc/internal/gather/attendance"
	"penc/internal/gather/invitation"
	"penc/internal/gather/process"
	"penc/internal/ground/access"
	"penc/internal/ground/lang"
	"penc/internal/ground/ref"
	"penc/internal/people/person"
	"penc/internal/people/role"
	"penc/internal/people/signin"
	"penc/internal/platform/db"
	"penc/internal/share/publication"
	"penc/internal/talk/library"
	"penc/internal/talk/moderation"
	"penc/internal/talk/translation"
)

// What must not be seen: the ids of everything in the draft begin with hidden, and
// its texts, as those of the drafts inside the public process, name a country that
// no other text names.
const (
	hidden  = "zz-"
	country = "Zyxomma"

	draft     ref.ID = "zz-water-meters"
	public    ref.ID = "mareola-water-meters"
	elsewhere ref.ID = "fish"
)

// A scene is a site with one public process, a draft that has one of everything,
// a process elsewhere, and the people who ask.
type scene struct {
	t       *testing.T
	app     *app.App
	people  map[string]access.Actor
	cookies map[string]string
	ids     map[string][]string // of what is hidden, by the beginning of its addresses
	inner   map[string]string   // the rest of the addresses
}

func newScene(t *testing.T) *scene {
	s := &scene{t: t, app: open(t, t.TempDir(), false, nil), people: map[string]access.Actor{"a stranger": {}}, cookies: map[string]string{}}
	raw, err := examples.Files.ReadFile("mareola-water-meters.yaml")
	if err != nil {
		t.Fatal(err)
	}
	adopt(t, s.app, raw)
	secret := regexp.MustCompile(`\b(mareola|ma)-`).ReplaceAll(raw, []byte(hidden))
	secret = regexp.MustCompile(`Mareola|Maréole`).ReplaceAll(secret, []byte(country))
	out := s.app.Do(t.Context(), app.Command{Name: app.ImportCommand, Args: map[string]string{"yes": "1"}, File: secret})
	if out.Fault != "" {
		t.Fatal(out.Fault)
	}
	_, err = s.app.Processes.Open(t.Context(), access.AtConsole(elsewhere), process.Process{
		ID: elsewhere, Title: lang.Say(lang.English, "Fish"), Languages: []lang.Tag{lang.English},
	})
	must(t, err)
	s.join("a member elsewhere", elsewhere, access.Member)
	s.join("a convener elsewhere", elsewhere, access.Convener)
	s.join("the host", public, access.Convener)
	s.join("an operator", "", "")
	s.join("the convener", draft, access.Convener)
	for _, name := range []string{access.Facilitator, access.Editor, access.Member, access.Observer} {
		s.join("the "+name, draft, name)
	}
	s.fill()
	if err := s.app.CatchUp(t.Context()); err != nil {
		t.Fatal(err)
	}
	return s
}

// join makes somebody with a role. Whoever has one on the draft edits another
// process too, so that no route turns them away before the rules are asked.
func (s *scene) join(name string, on ref.ID, as string) {
	s.t.Helper()
	must(s.t, s.app.DB.Write(s.t.Context(), func(tx *db.Tx) error {
		p, err := s.app.People.JoinTx(tx, access.Machine(), person.Joining{
			Email: strings.ReplaceAll(name, " ", ".") + "@example.org", Name: name, Lang: lang.English, Zone: "UTC", Consent: person.ConsentVersion,
		})
		if err != nil {
			return err
		}
		switch {
		case as == "":
			err = s.app.Roles.NameOperatorTx(tx, access.AtConsole(""), p.ID)
		case as == access.Convener:
			_, err = s.app.Roles.FirstConvenerTx(tx, access.AtConsole(on), on, p.ID)
		default:
			_, err = s.app.Roles.GiveTx(tx, access.AtConsole(on), on, p.ID, as)
		}
		if err != nil {
			return err
		}
		if on == draft {
			if _, err := s.app.Roles.GiveTx(tx, access.AtConsole(elsewhere), elsewhere, p.ID, access.Editor); err != nil {
				return err
			}
		}
		s.cookies[name], _, err = s.app.Door.OpenTx(tx, access.Machine(), p.ID, signin.ByConsole, "")
		return err
	}))
	v, err := s.app.Door.Identify(s.t.Context(), s.cookies[name])
	must(s.t, err)
	s.people[name] = access.Actor{Person: v.Person.ID, Roles: v.Roles, Participants: v.Participants, Channel: access.Web}
}

// fill makes what a process file does not bring.
func (s *scene) fill() {
	t, ctx, convener := s.t, s.t.Context(), s.people["the convener"]
	named := func(what string) lang.Text { return lang.Say(lang.English, what+" of "+country) }

	term, err := s.app.Translations.SetTerm(ctx, convener, translation.Term{Process: draft, Word: named("Ministry")}, lang.English)
	must(t, err)
	file := []byte("%PDF-1.4\n% " + country + "\n%%EOF\n")
	document, err := s.app.Library.Add(ctx, convener, library.Document{Process: draft, Title: named("Minutes")}, lang.English,
		&library.Upload{Name: "minutes.pdf", Size: int64(len(file)), Body: bytes.NewReader(file)})
	must(t, err)
	_, err = s.app.Roles.Offer(ctx, convener, role.Invitation{Process: draft, Role: access.Member, Lang: lang.English, List: "ama@example.org"},
		func(role.Envelope) role.Letter {
			return role.Letter{Subject: "Join", Text: "Join.", Reason: "You were invited."}
		})
	must(t, err)
	article, err := s.app.Publications.Enter(ctx, convener, publication.Coverage{
		Process: draft, Outlet: country + " Times", Title: "Meters of " + country, Language: lang.English, URL: "https://example.org/meters",
	})
	must(t, err)
	post, err := s.app.Publications.Write(ctx, convener, publication.News{Process: draft, Title: named("News"), Text: named("Text")})
	must(t, err)
	inPublic, err := s.app.Publications.Write(ctx, s.people["the host"], publication.News{Process: public, Title: named("News"), Text: named("Text")})
	must(t, err)
	planned, err := s.app.Conversations.Prepare(ctx, s.people["the host"], conversation.Plan{Process: public, From: lang.English, Title: map[lang.Tag]string{lang.English: "Talk of " + country}})
	must(t, err)
	rules, err := s.app.Processes.Adopt(ctx, convener, process.Rules{
		Part: process.Part{Process: draft}, Kind: process.GroundRules, AdoptedOn: "2026-11-01", Text: named("Rules"),
	})
	must(t, err)
	var offer role.Offer
	must(t, s.app.DB.Write(ctx, func(tx *db.Tx) error {
		all, err := s.app.Roles.OffersOf(tx, convener, draft, 1, 0)
		if err != nil {
			return err
		}
		offer = all.All[0]
		return s.app.Moderation.SubmitTx(tx, moderation.Item{Ref: ref.To("conversation.statement", "zz-s1"), Process: draft, Text: named("Words")})
	}))
	registered, err := s.app.Attendance.RegisterByHand(ctx, convener, "zz-m1", attendance.Wish{
		Mode: attendance.Room, Name: "Ama of " + country, Address: "the.convener@example.org", Lang: lang.English,
	})
	must(t, err)
	helper, _, err := s.app.Attendance.MakeHelper(ctx, convener, "zz-m1", "Helper of "+country)
	must(t, err)
	contact, err := s.app.Invitations.Add(ctx, convener, draft, invitation.Card{Name: "Kofi of " + country, Address: "kofi@example.org", Lang: lang.English})
	must(t, err)
	other, err := s.app.Invitations.Add(ctx, convener, draft, invitation.Card{Name: "Esi of " + country, Lang: lang.English})
	must(t, err)
	alternate, err := s.app.Invitations.Replace(ctx, convener, invitation.Alternate{For: contact.ID, Contact: other.ID, From: "2026-11-01"})
	must(t, err)
	list, err := s.app.Invitations.Look(ctx, convener, draft, []byte("Name\nYaw of "+country), lang.English)
	must(t, err)
	campaign, err := s.app.Invitations.Draft(ctx, convener, draft, invitation.Draft{
		Role: access.Member, From: lang.English, Subject: map[lang.Tag]string{lang.English: country}, Text: map[lang.Tag]string{lang.English: country},
	})
	must(t, err)
	voice, err := s.app.Invitations.Name(ctx, convener, draft, invitation.Naming{
		Voice: "Fishers of " + country, Why: country, Name: "Efua", Address: "efua@example.org", PersonLang: lang.English, Lang: lang.English,
	})
	must(t, err)
	queue, err := s.app.Moderation.QueueOf(ctx, convener, draft)
	must(t, err)
	if len(queue.Waiting) == 0 {
		t.Fatal("nothing waits for a decision")
	}
	s.ids = map[string][]string{
		"/processes/": {string(draft)}, "/meetings/": {"zz-m1"}, "/documents/": {"zz-doc-trial", string(document.ID)},
		"/contacts/": {string(contact.ID)}, "/campaigns/": {string(campaign.ID)}, "/missing/": {string(voice.ID)},
		"/conversations/": {"zz-conversation-meters", string(planned.ID)}, "/coverage/": {string(article.ID)},
		"/news/": {string(post.ID), string(inPublic.ID)}, "/flag/": {"conversation.statement/zz-s1"},
	}
	written, err := s.app.Minutes.Draft(ctx, convener, "zz-m1")
	must(t, err)
	s.inner = map[string]string{
		"{section}": string(written.Sections[0].ID),
		"{list}":    string(list.ID), "{alternate}": string(alternate.ID), "{breakout}": "zz-b1",
		"{registration}": string(registered.ID), "{helper}": string(helper.ID), "{statement}": "zz-s1", "{term}": string(term.ID), "{offer}": string(offer.ID), "{item}": string(queue.Waiting[0].ID),
		"{participant}": string(s.people["the member"].In(draft)), "{role}": access.Member, "{number}": "1", "{file}": "votes.csv",
		"programme/{part}": "programme/zz-m1-a1", "rules/{part}": "rules/" + string(rules.ID), "stages/{part}": "stages/zz-stage-final",
		"groups/{part}": "groups/zz-users", "partners/{part}": "partners/zz-ministry",
		"people/{part}": "people/zz-noa-albesse", "agreements/{part}": "agreements/zz-convention-2026",
		"sources/{part}": "sources/new", "entries/{part}": "entries/zz-problem-leaks",
	}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// ask sends a request in somebody's name.
func (s *scene) ask(name, method, path string, form url.Values) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, path, strings.NewReader(form.Encode()))
	if method == http.MethodPost {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	if token := s.cookies[name]; token != "" {
		r.AddCookie(&http.Cookie{Name: "penc", Value: token})
	}
	w := httptest.NewRecorder()
	s.app.Handler.ServeHTTP(w, r)
	return w
}

// forms returns the forms of a page as they would be sent, by where they go.
func forms(t *testing.T, page string, into map[string]url.Values) {
	t.Helper()
	doc, err := html.Parse(strings.NewReader(page))
	must(t, err)
	walk(doc, func(n *html.Node) {
		if n.Data == "form" && strings.EqualFold(attr(n, "method"), "post") {
			values := url.Values{}
			walk(n, func(field *html.Node) { collect(values, field) })
			into[attr(n, "action")] = values
		}
	})
}
