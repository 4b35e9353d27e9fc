package invitationweb

import (
	"bytes"
	"log/slog"
	"mime/multipart"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/emersion/go-smtp"

	"penc/internal/gather/invitation"
	"penc/internal/gather/invitation/invitationtest"
	"penc/internal/gather/process/processtest"
	"penc/internal/gather/process/processweb"
	"penc/internal/ground/access"
	"penc/internal/people/org/orgweb"
	"penc/internal/people/person"
	"penc/internal/people/person/personweb"
	"penc/internal/people/role/roleweb"
	"penc/internal/platform/job"
	"penc/internal/platform/mail"
	"penc/internal/platform/mail/mailtest"
	"penc/internal/platform/record"
	"penc/internal/platform/web"
	"penc/internal/platform/web/webtest"
)

// A town is a site with an address book, and a mail server.
type town struct {
	*invitationtest.House
	*webtest.Visitor
	t    *testing.T
	post *mailtest.Mailbox
}

func settle(t *testing.T, h *invitationtest.House) town {
	t.Helper()
	x := town{House: h, t: t, post: mailtest.Server(t)}
	var site *web.Site
	site, x.Visitor = webtest.Site(t, h.DB, h.Directory, nil, orgweb.Face(h.Orgs), personweb.Face(h.People, h.Orgs),
		roleweb.Face(h.Roles), processweb.Face(h.Processes, h.Orgs), Face(h.Invitations, h.Orgs))
	h.Say(Writer(site.Words, site.Name, site.BaseURL), Poser(site.Words, site.Name, site.BaseURL))
	return x
}

// as makes the visitor somebody else.
func (x town) as(who access.Actor) { x.Who.Actor = who }

func (x town) want(r webtest.Reply, status int, words ...string) webtest.Reply {
	x.t.Helper()
	if r.Status != status {
		x.t.Fatalf("status %d, want %d: %.900s", r.Status, status, bare(r.Body))
	}
	for _, w := range words {
		if !strings.Contains(r.Body, w) {
			x.t.Errorf("the page does not say %q: %.3000s", w, bare(r.Body))
		}
	}
	return r
}

var tags = regexp.MustCompile(`(?s)<style>.*?</style>|<[^>]*>`)

func bare(page string) string {
	return strings.Join(strings.Fields(tags.ReplaceAllString(page, " ")), " ")
}

// hidden returns the value of a field on a page.
func (x town) hidden(page, name string) string {
	x.t.Helper()
	m := regexp.MustCompile(`name="` + name + `" value="([^"]*)"`).FindStringSubmatch(page)
	if m == nil {
		x.t.Fatalf("no field %s: %.2000s", name, bare(page))
	}
	return m[1]
}

// work runs the room's jobs and followers, and carries the mail.
func (x town) work() {
	x.t.Helper()
	f := x.Invitations.Feature()
	for _, follower := range f.Follows {
		if err := record.Follow(x.t.Context(), x.DB, follower); err != nil {
			x.t.Fatal(err)
		}
	}
	for _, w := range append(f.Jobs, mail.Worker(x.DB, x.post.Sender())) {
		for more := true; more; {
			var err error
			if more, err = job.Work(x.t.Context(), x.DB, slog.New(slog.DiscardHandler), w); err != nil {
				x.t.Fatal(err)
			}
		}
	}
	for _, c := range f.Clocks {
		if err := c.Do(x.t.Context()); err != nil {
			x.t.Fatal(err)
		}
	}
}

var address = regexp.MustCompile(`http://localhost:8080(/\S+)`)

// link returns the link in the newest mail to an address.
func (x town) link(to string) string {
	x.t.Helper()
	all := x.post.To(to)
	if len(all) == 0 {
		x.t.Fatalf("no mail to %s", to)
	}
	m := address.FindStringSubmatch(all[len(all)-1].Text)
	if m == nil {
		x.t.Fatalf("no link: %s", all[len(all)-1].Text)
	}
	return m[1]
}

func TestWhoMaySeeWhat(t *testing.T) {
	h := invitationtest.SQLite(t)
	processtest.Opened(t, h.Processes, "water") // a draft
	processtest.Published(t, h.Processes, "soil")
	x := settle(t, h)
	awa := h.Convener(t, "water", "awa@example.sn")
	member := h.Holding(t, "water", "omar@example.sn", access.Member)
	facilitator := h.Holding(t, "water", "fatou@example.sn", access.Facilitator)
	outsider := h.Person(t, "outsider@example.sn")
	c := h.Contact(t, awa, "water", invitation.Card{Name: "Khady"})
	r, err := h.Invitations.Name(t.Context(), member, "water", invitation.Naming{Voice: "Women who sell fish", Why: "They are at the river."})
	if err != nil {
		t.Fatal(err)
	}
	book := []string{
		"/en/processes/water/contacts", "/en/processes/water/contacts.csv", "/en/processes/water/contacts/new", "/en/processes/water/contacts/import",
		"/en/contacts/" + string(c.ID), "/en/contacts/" + string(c.ID) + "/edit", "/en/contacts/" + string(c.ID) + "/remove",
		"/en/processes/water/campaigns", "/en/processes/water/campaigns/new",
	}
	for _, path := range book {
		for _, v := range []struct {
			name   string
			who    access.Actor
			status int
		}{{"the convener", awa, 200}, {"a member", member, 403}, {"a facilitator", facilitator, 403}, {"an outsider", outsider, 404}} {
			x.as(v.who)
			if got := x.Get(path); got.Status != v.status {
				t.Errorf("%s at %s: %d, want %d", v.name, path, got.Status, v.status)
			}
		}
	}
	x.as(access.Actor{})
	if got := x.Get(book[0]); got.Status != 303 {
		t.Errorf("a stranger is not asked to sign in: %d", got.Status)
	}
	x.want(x.Get("/en/processes/water/missing"), 404)
	x.want(x.Get("/en/processes/soil/missing"), 200, "No missing voice")
	x.want(x.Post("/en/processes/soil/missing", "voice", "v", "why", "w"), 403)
	x.as(outsider)
	x.want(x.Get("/en/processes/water/missing"), 404)
	x.want(x.Get("/en/missing/"+string(r.ID)), 404)
	x.as(member)
	x.want(x.Get("/en/processes/water/missing"), 200, "The voices you named", "Women who sell fish")
	x.want(x.Get("/en/missing/"+string(r.ID)), 403)
	x.as(facilitator)
	x.want(x.Get("/en/missing/"+string(r.ID)), 200, "They are at the river.")
	x.want(x.Get("/en/processes/water/desk"), 200, "Missing voices", "1 missing voice waits")
	x.as(awa)
	x.want(x.Get("/en/processes/water/desk"), 200, "Contacts", "Invitation campaigns")
	x.want(x.Get("/en/processes/water/people"), 200, "Invitation campaigns")
}

// upload sends a file as a browser does.
func (x town) upload(path, name string, data []byte) webtest.Reply {
	x.t.Helper()
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	w.WriteField("lang", "fr")
	part, err := w.CreateFormFile("file", name)
	if err != nil {
		x.t.Fatal(err)
	}
	part.Write(data)
	w.Close()
	r := httptest.NewRequest("POST", path, &b)
	r.Header.Set("Content-Type", w.FormDataContentType())
	return x.Do(r)
}

func TestAListComesIn(t *testing.T) {
	h := invitationtest.SQLite(t)
	processtest.Published(t, h.Processes, "water")
	x := settle(t, h)
	x.as(h.Convener(t, "water", "awa@example.sn"))
	const path = "/en/processes/water/contacts/import"
	x.want(x.Post(path, "list", "", "lang", "fr"), 422, "Paste a list")
	x.want(x.upload(path, "a.png", []byte("\x89PNG\x00")), 422, "neither a table nor cards")
	x.want(x.upload(path, "a.csv", bytes.Repeat([]byte("a"), invitation.MaxBytes+1)), 422, "2 MB is the limit")
	r := x.upload(path, "a.csv", []byte("Nom;Courriel;Groupe\nN\xe9n\xe9;nene@example.sn;Usagers\nSeck;seck\n"))
	preview := x.want(x.Follow(r), 200, "Windows-1252", "Néné", "1 new", "1 line not understood", "is no mail address")
	at := r.Header.Get("Location")
	x.want(x.Get("/en/processes/water/contacts"), 200, "No contacts yet")
	act, seen := x.hidden(preview.Body, "act"), x.hidden(preview.Body, "seen")
	for range 2 { // a second press of the button
		x.want(x.Follow(x.Post(at, "act", act, "seen", seen)), 200, "Néné")
	}
	page := x.want(x.Get("/fr/processes/water/contacts?q=nene"), 200, "Usagers", "pas encore invitée")
	if strings.Count(bare(page.Body), "Néné") != 1 {
		t.Error("there twice")
	}
	x.want(x.Get("/en/processes/water/contacts?q=nobody"), 200, "Nobody fits")
	x.want(x.Get("/en/processes/water/contacts.csv"), 200, "Néné,nene@example.sn")
	r = x.Post(path, "lang", "en", "list", "BEGIN:VCARD\nVERSION:3.0\nFN:Khady\nEND:VCARD")
	x.want(x.Follow(r), 200, "Khady", "1 new")
	x.want(x.Follow(x.Post(r.Header.Get("Location")+"/drop", "act", "d")), 200, "Take over a list")
	x.want(x.Get(r.Header.Get("Location")), 404)
	x.as(h.Holding(t, "water", "omar@example.sn", access.Member))
	x.want(x.Post(at, "act", "x", "seen", seen), 403)
	x.want(x.Post(at+"/drop", "act", "y"), 403)
}

func TestAContactIsWrittenByTwo(t *testing.T) {
	h := invitationtest.SQLite(t)
	processtest.Published(t, h.Processes, "water")
	x := settle(t, h)
	x.as(h.Convener(t, "water", "awa@example.sn"))
	x.want(x.Post("/en/processes/water/contacts/new", "lang", "fr"), 422, "Write a name or a mail address")
	r := x.Post("/en/processes/water/contacts/new", "lang", "fr", "name", "Omar", "act", "a")
	at := r.Header.Get("Location")
	x.want(x.Follow(r), 200, "Omar", "Written down on")
	version := x.hidden(x.Get(at+"/edit").Body, "version")
	x.want(x.Follow(x.Post(at+"/edit", "lang", "fr", "name", "Omar Fall", "version", version)), 200, "Omar Fall", "Written on")
	again := x.want(x.Post(at+"/edit", "lang", "fr", "name", "Omar Diop", "version", version), 409, "Two versions", "Omar Diop", "Omar Fall")
	x.want(x.Follow(x.Post(at+"/edit", "lang", "fr", "name", "Omar Diop", "version", x.hidden(again.Body, "version"))), 200, "Omar Diop")
	x.want(x.Get(at+"/remove"), 200, "cannot be undone")
	x.want(x.Follow(x.Post(at+"/remove", "act", "r")), 200, "No contacts yet")
	x.want(x.Get(at), 404)
}

// The whole way of an invitation, through a real mail server, on both databases.
func TestTheWayOfAnInvitation(t *testing.T) {
	invitationtest.Each(t, func(t *testing.T, h *invitationtest.House) {
		processtest.Published(t, h.Processes, "water")
		x := settle(t, h)
		x.post.Refuse = func(to string) error {
			if strings.HasPrefix(to, "gone@") {
				return &smtp.SMTPError{Code: 550, EnhancedCode: smtp.EnhancedCode{5, 1, 1}, Message: "no such mailbox"}
			}
			return nil
		}
		awa := h.Convener(t, "water", "awa@example.sn")
		x.as(awa)
		w, err := h.Processes.Whole(t.Context(), awa, "water")
		if err != nil {
			t.Fatal(err)
		}
		users := w.Groups[0].ID
		h.Contact(t, awa, "water", invitation.Card{Name: "Omar", Address: "omar@example.sn", Group: users, Mandate: "The village."})
		h.Contact(t, awa, "water", invitation.Card{Name: "Seck", Address: "seck@example.sn", Lang: "en"})
		h.Contact(t, awa, "water", invitation.Card{Name: "Gone", Address: "gone@example.sn"})
		x.want(x.Get("/en/processes/water/campaigns/new"), 200, "Who gets it")
		x.want(x.Post("/en/processes/water/campaigns/new", "role", "member", "standing", "not-invited"), 422, "Write something here")
		fields := []string{"role", "member", "standing", "not-invited", "subject.fr", "Parlons de l’eau", "text.fr", "Venez en mars.", "act", "c1"}
		r := x.Post("/en/processes/water/campaigns/new", fields...)
		at := r.Header.Get("Location")
		x.want(x.Follow(r), 200, "cannot be sent yet", "1 person reads English", "Venez en mars.")
		x.want(x.Get(at+"/send"), 422)
		version := x.hidden(x.Get(at+"/edit").Body, "version")
		fields = append(fields[:8:8], "version", version, "subject.en", "Let us talk about water", "text.en", "Come in March.", "act", "c2")
		x.want(x.Follow(x.Post(at+"/edit", fields...)), 200, "2 people in French, 1 in English", "Come in March.")
		sure := x.want(x.Get(at+"/send"), 200, "2 people in French, 1 in English", "Send 3 letters")
		for range 2 {
			x.Post(at+"/send", "act", x.hidden(sure.Body, "act"), "n", "3")
		}
		x.work()
		if all := x.post.To("omar@example.sn"); len(all) != 1 || all[0].Subject != "Parlons de l’eau" || !strings.Contains(all[0].Text, "Bonjour Omar") || !strings.Contains(all[0].Text, "Venez en mars.") {
			t.Fatalf("%+v", all)
		}
		if all := x.post.To("seck@example.sn"); len(all) != 1 || !strings.Contains(all[0].Text, "Dear Seck") || !strings.Contains(all[0].Text, "Come in March.") {
			t.Fatalf("%+v", all)
		}
		x.want(x.Get(at), 200, "undeliverable", "“Sent” means")
		omar, seck := x.link("omar@example.sn"), x.link("seck@example.sn")
		x.as(access.Actor{})
		x.want(x.Get(omar), 200, "Omar")
		x.as(awa)
		x.want(x.Get(at), 200, "link opened")
		x.as(access.Actor{})
		x.want(x.Follow(x.Post(seck+"/decline", "reason", "No time in March.", "act", "d1")), 200)
		x.Post(omar, "name", "Omar Fall", "consent", person.ConsentVersion, "act", "a1")
		x.as(awa)
		x.want(x.Get(at), 200, "joined", "No time in March.")
		x.want(x.Get(at+".csv"), 200, "No time in March.")
		h.Clock.Advance(25 * time.Hour)
		x.want(x.Get(at+"/remind"), 409)
		b, err := h.Invitations.BookOf(t.Context(), awa, "water", invitation.Choice{Words: "omar"})
		if err != nil || b.Chosen[0].Standing != invitation.Joined {
			t.Fatalf("%+v, %v", b.Chosen, err)
		}
		// The form shows what the conveners wrote, to be confirmed.
		found, err := h.Roles.CallBy(t.Context(), omar[strings.LastIndex(omar, "/")+1:])
		if err != nil {
			t.Fatal(err)
		}
		x.as(h.Actor(t, found.Account.ID))
		x.want(x.Get("/en/processes/water/join"), 200, "what the conveners know of you", "The village.")
	})
}

func TestTheWayOfAMissingVoice(t *testing.T) {
	invitationtest.Each(t, func(t *testing.T, h *invitationtest.House) {
		processtest.Published(t, h.Processes, "water")
		x := settle(t, h)
		awa := h.Convener(t, "water", "awa@example.sn")
		omar := h.Holding(t, "water", "omar@example.sn", access.Member)
		x.as(omar)
		const path = "/fr/processes/water/missing"
		x.want(x.Post(path, "voice", "Vendeuses"), 422, "Vendeuses", "Dites pourquoi")
		fields := []string{"voice", "Vendeuses de poisson", "why", "Elles sont au fleuve.", "name", "Khady", "address", "khady@example.sn", "person-lang", "fr", "act", "n1"}
		x.want(x.Follow(x.Post(path, fields...)), 200, "Vendeuses de poisson", "signalée")
		x.want(x.Follow(x.Post(path, fields...)), 200)
		x.as(access.Actor{})
		page := x.want(x.Get(path), 200, "Une voix qui attend d’être lue")
		if strings.Contains(page.Body, "Vendeuses") || strings.Contains(page.Body, "Khady") {
			t.Error("strangers read what nobody has looked at")
		}
		x.as(awa)
		m, err := h.Invitations.MissingOf(t.Context(), awa, "water")
		if err != nil || len(m.All) != 1 {
			t.Fatalf("%+v, %v", m, err)
		}
		at := "/fr/missing/" + string(m.All[0].ID)
		x.want(x.Get(at), 200, "Khady", "khady@example.sn", "Elles sont au fleuve.")
		x.want(x.Get(at+"/ask"), 200, "Bonjour Khady", "une seule fois")
		x.work()
		if len(x.post.To("khady@example.sn")) != 0 {
			t.Error("written to before anybody decided so")
		}
		for range 2 {
			x.Post(at+"/ask", "act", "k1")
		}
		x.work()
		if all := x.post.To("khady@example.sn"); len(all) != 1 || !strings.Contains(all[0].Text, "omar@example.sn pense que votre voix manque") {
			t.Fatalf("%+v", all)
		}
		link := x.link("khady@example.sn")
		x.as(access.Actor{})
		x.want(x.Get(link), 200, "Elles sont au fleuve.", "Oui, invitez-moi", "Non, oubliez-moi")
		x.want(x.Post(link, "name", strings.Repeat("é", invitation.MaxName+1), "lang", "fr"), 422)
		x.want(x.Post(link, "name", "Khady Ndiaye", "lang", "fr", "act", "y1"), 200, "en route")
		x.want(x.Get(link), 404)
		x.work()
		if len(x.post.To("khady@example.sn")) != 2 {
			t.Fatal("no invitation")
		}
		x.Post(x.link("khady@example.sn"), "name", "Khady Ndiaye", "consent", person.ConsentVersion, "act", "j1")
		page = x.want(x.Get(path), 200, "Vendeuses de poisson", "a rejoint")
		if strings.Contains(page.Body, "Khady") {
			t.Error("a third person is named in public")
		}
		x.as(omar)
		x.want(x.Get(path), 200, "Les voix que vous avez signalées", "a rejoint")
		x.work()
		if all := x.post.To("omar@example.sn"); len(all) < 2 {
			t.Errorf("who named the voice heard %d times of it", len(all))
		}
	})
}
