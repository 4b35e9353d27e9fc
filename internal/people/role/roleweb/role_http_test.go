package roleweb

import (
	"net/http"
	"regexp"
	"strings"
	"testing"

	"penc/internal/ground/access"
	"penc/internal/ground/ref"
	"penc/internal/people/notice/noticeweb"
	"penc/internal/people/org/orgweb"
	"penc/internal/people/person"
	"penc/internal/people/person/personweb"
	"penc/internal/people/role"
	"penc/internal/people/role/roletest"
	"penc/internal/people/signin"
	"penc/internal/people/signin/signinweb"
	"penc/internal/platform/db"
	"penc/internal/platform/db/dbtest"
	"penc/internal/platform/mail"
	"penc/internal/platform/web"
	"penc/internal/platform/web/webtest"
)

// A town is a site with its people.
type town struct {
	*roletest.House
	*webtest.Visitor
	t *testing.T
}

// settle builds a site with a real door.
func settle(t *testing.T) town {
	t.Helper()
	h := roletest.New(t, dbtest.Open(t, t.TempDir(), dbtest.NewClock(), roletest.Schemas()))
	var site *web.Site
	door := func(r *http.Request) (web.Identity, error) { return signinweb.Doorkeeper(h.Sessions, site)(r) }
	site, v := webtest.Site(t, h.DB, h.Dir, door, orgweb.Face(h.Orgs), personweb.Face(h.People, h.Orgs),
		signinweb.Face(h.Sessions), noticeweb.Face(h.Notices), Face(h.Roles))
	return town{h, v, t}
}

// enter signs the visitor in as a person, or out if the person is empty.
func (x town) enter(id ref.ID) {
	x.t.Helper()
	delete(x.Jar, "penc")
	if id == "" {
		return
	}
	err := x.DB.Write(x.t.Context(), func(tx *db.Tx) error {
		token, _, err := x.Sessions.OpenTx(tx, access.Actor{Channel: access.Web}, id, signin.ByLetter, "")
		x.Jar["penc"] = &http.Cookie{Name: "penc", Value: token}
		return err
	})
	if err != nil {
		x.t.Fatal(err)
	}
}

func (x town) want(r webtest.Reply, status int, words ...string) {
	x.t.Helper()
	if r.Status != status {
		x.t.Fatalf("status %d, want %d: %.600s", r.Status, status, text(r.Body))
	}
	for _, w := range words {
		if !strings.Contains(r.Body, w) {
			x.t.Errorf("the page does not say %q: %.3000s", w, text(r.Body))
		}
	}
}

func (x town) lacks(r webtest.Reply, words ...string) {
	x.t.Helper()
	for _, w := range words {
		if strings.Contains(r.Body, w) {
			x.t.Errorf("the page says %q", w)
		}
	}
}

var (
	tagged = regexp.MustCompile(`(?s)<style.*?</style>|<[^>]*>`)
	link   = regexp.MustCompile(`http://localhost:8080(/\S*/offers/[a-z2-7]{32})`)
)

func text(page string) string {
	return strings.Join(strings.Fields(tagged.ReplaceAllString(page, " ")), " ")
}

// offerLink returns the newest link mailed to an address, and the mail.
func (x town) offerLink(address string) (string, mail.Message) {
	x.t.Helper()
	var found mail.Message
	for _, m := range x.Mails() {
		if m.To == address && m.Kind == "role.offer" {
			found = m
		}
	}
	m := link.FindStringSubmatch(found.Text)
	if m == nil {
		x.t.Fatalf("no link was mailed to %s: %q", address, found.Text)
	}
	return m[1], found
}

func TestAConvenerInvitesAndAPersonJoins(t *testing.T) {
	x := settle(t)
	water := x.Process("water", "Water", true)
	amina := x.Convener("amina", water)
	x.enter(amina)
	const path = "/en/processes/water/people/invite"
	x.want(x.Get(path), 200, "Invite people", `name="list"`)
	list := "Omar Sy <omar@example.sn>\nkhady@example.sn;Khady <b>Ba</b>;fr\nno address here"
	r := x.Post(path, "role", "member", "lang", "en", "list", list, "do", "look")
	x.want(r, 200, "omar@example.sn", "Khady &lt;b&gt;Ba&lt;/b&gt;", "There is no mail address on this line.", "no address here</textarea>", "Nothing has been sent so far.")
	x.want(x.Post(path, "role", "member", "lang", "en", "list", list, "do", "send"), 422, "Nothing was sent", "no address here</textarea>")
	if n := len(x.Mails()); n != 1 { // the one that told the convener
		t.Fatalf("%d mails, want 1", n)
	}
	r = x.Follow(x.Post(path, "role", "member", "lang", "en", "list", list, "do", "send-sound"))
	x.want(r, 200, "The invitations are on their way.", "omar@example.sn", "2 waiting")

	to, m := x.offerLink("omar@example.sn")
	if m.Subject != "Invitation: Water (member)" || !strings.Contains(m.Text, "Dear Omar Sy,") || !strings.Contains(m.Text, "amina invites you") ||
		!strings.Contains(m.Reason, "amina, who convenes “Water”") || len(m.Body()) > mail.MaxBytes {
		t.Errorf("%s\n%s", m.Subject, m.Body())
	}
	if _, french := x.offerLink("khady@example.sn"); !strings.HasPrefix(french.Subject, "Invitation\u00a0: Water (membre)") {
		t.Errorf("%s", french.Subject)
	}

	x.enter("")
	r = x.Get(to)
	x.want(r, 200, "You are invited", "amina invites you", "omar@example.sn", `value="Omar Sy"`, `name="consent"`)
	if r.Header.Get("Cache-Control") != "private, no-store" || !strings.Contains(r.Body, "noindex") {
		t.Errorf("the page of a link may be kept: %v", r.Header)
	}
	r = x.Post(to, "name", "<b>Omar</b>")
	x.want(r, 422, "&lt;b&gt;Omar&lt;/b&gt;")
	r = x.Post(to, "name", "Omar Sy", "consent", person.ConsentVersion, "zone", "Africa/Dakar")
	if r.Status != 303 || r.Header.Get("Location") != "/en/processes/water/join" {
		t.Fatalf("%d to %s", r.Status, r.Header.Get("Location"))
	}
	x.want(x.Get("/en/account"), 200, "Omar Sy", "Water", "member")
	x.want(x.Get("/en/processes/water/people"), 200, "You in this process", "amina", "convener")
	x.want(x.Post(to, "name", "Eve", "consent", person.ConsentVersion), 409, "This invitation has been accepted.")
}

func TestAnInvitationIsDeclinedWithAReason(t *testing.T) {
	x := settle(t)
	water := x.Process("water", "Water", false)
	amina := x.Convener("amina", water)
	x.enter(amina)
	x.Post("/fr/processes/water/people/invite", "role", "facilitator", "lang", "fr", "list", "omar@example.sn", "do", "send")
	to, _ := x.offerLink("omar@example.sn")
	x.enter("")
	x.want(x.Get(to), 200, "Décliner l’invitation")
	x.want(x.Post(to+"/decline", "reason", strings.Repeat("é", role.MaxReason+1)), 422, "1000")
	x.want(x.Follow(x.Post(to+"/decline", "reason", "<b>Pas le temps</b>")), 200, "Vous avez décliné", "Cette invitation a pris fin")
	x.enter(amina)
	x.want(x.Get("/fr/processes/water/people/offers"), 200, "&lt;b&gt;Pas le temps&lt;/b&gt;", "déclinée")
}

func TestSomebodySignedInAsAnotherIsWarned(t *testing.T) {
	x := settle(t)
	water := x.Process("water", "Water", true)
	amina, omar := x.Convener("amina", water), x.Person("omar")
	x.enter(amina)
	x.Post("/en/processes/water/people/invite", "role", "member", "lang", "en", "list", "omar@example.sn", "do", "send")
	to, _ := x.offerLink("omar@example.sn")
	x.want(x.Get(to), 200, "You are signed in as somebody else")
	x.enter(omar)
	r := x.Get(to)
	x.want(r, 200, "Accept the invitation")
	x.lacks(r, "signed in as somebody else", `name="consent"`)
	x.enter("")
	r = x.Post(to)
	if r.Status != 303 || r.Header.Get("Location") != "/en/join?next=%2Fprocesses%2Fwater%2Fjoin" {
		t.Errorf("%d to %s", r.Status, r.Header.Get("Location"))
	}
	if x.Jar["penc"] != nil {
		t.Error("a month-old mail opened a session of an account")
	}
	if !x.As(omar).Holds(access.Member, role.Process(water)) {
		t.Error("omar is no member")
	}
}

func TestForgedLinksLeadNowhere(t *testing.T) {
	x := settle(t)
	for _, path := range []string{"/fr/offers/x", "/en/offers/" + strings.Repeat("a", 32), "/en/offers/%00"} {
		x.want(x.Get(path), 404)
		x.want(x.Post(path, "name", "Eve", "consent", person.ConsentVersion), 404)
		x.want(x.Post(path+"/decline"), 404)
	}
}

func TestRolesAreGivenAndTakenBackOnPages(t *testing.T) {
	x := settle(t)
	water := x.Process("water", "Water", true)
	amina, omar := x.Convener("amina", water), x.Person("omar")
	p := x.Hold(water, omar, access.Member)
	path := "/en/processes/water/participants/" + string(p.ID)
	x.enter(amina)
	x.want(x.Get("/en/processes/water/people"), 200, "omar@example.sn", path)
	x.want(x.Get(path), 200, "omar", "Give another role")
	x.want(x.Post(path+"/give", "act", "a1"), 422, "Choose one of the roles.")
	x.want(x.Follow(x.Post(path+"/give", "role", "editor", "act", "a2")), 200, "The role was given.", "Take back the role of editor")
	x.want(x.Get(path+"/take-back/editor"), 200, "Are you sure?")
	x.want(x.Get(path+"/take-back/convener"), 404)
	x.want(x.Follow(x.Post(path+"/take-back/editor", "act", "a3")), 200, "The role was taken back.")
	mine := "/en/processes/water/participants/" + string(x.As(amina).In(water))
	x.want(x.Post(mine+"/take-back/convener"), 409, "A process is never without a convener.")

	x.enter(omar)
	x.want(x.Get(path), 200, "Lay down the role of member")
	x.want(x.Get(mine), 404)
	x.want(x.Post(path+"/give", "role", "convener"), 403)
	x.want(x.Follow(x.Post(path+"/take-back/member")), 200, "You laid the role down.")
	if len(x.As(omar).Roles) != 0 {
		t.Error("omar still holds a role")
	}
}

func TestThePeoplePageNamesNoMembers(t *testing.T) {
	x := settle(t)
	water, draft := x.Process("water", "Water", true), x.Process("draft", "Draft", false)
	amina := x.Convener("amina", water)
	x.Hold(draft, amina, access.Convener)
	for _, name := range []string{"omar", "khady", "moussa", "awa", "fatou"} {
		x.Hold(water, x.Person(name), access.Member)
	}
	x.enter("")
	for _, r := range []webtest.Reply{x.Get("/en/processes/water/people"), x.Get("/fr/processes/water/people.json")} {
		x.want(r, 200, "amina", "5")
		x.lacks(r, "omar", "khady", "@example.sn")
	}
	x.want(x.Get("/en/processes/draft/people"), 404)
	x.want(x.Get("/en/processes/nothing/people"), 404)
	x.enter(amina)
	x.want(x.Get("/en/processes/draft/people"), 200)
	x.want(x.Get("/en/processes/water/people"), 200, "khady@example.sn")
}

func TestStrangersAndMembersStayOutside(t *testing.T) {
	x := settle(t)
	water, soil := x.Process("water", "Water", true), x.Process("soil", "Soil", true)
	amina, omar := x.Convener("amina", water), x.Convener("omar", soil)
	x.enter(amina)
	x.Post("/en/processes/water/people/invite", "role", "member", "lang", "en", "list", "khady@example.sn", "do", "send")
	var offer role.Offer
	v, err := x.Roles.OfferViewOf(t.Context(), x.As(amina), water, 1, 0)
	if err != nil || len(v.All) != 1 {
		t.Fatal(err)
	}
	offer = v.All[0]
	paths := []string{"/en/processes/water/people/invite", "/en/processes/water/people/offers"}
	acts := []string{
		"/en/processes/water/people/invite", "/en/processes/water/people/offers/" + string(offer.ID) + "/withdraw",
		"/en/processes/water/people/offers/" + string(offer.ID) + "/again", "/en/operators",
	}
	for who, status := range map[ref.ID]int{"": 303, x.Person("moussa"): 403, omar: 403} {
		x.enter(who)
		for _, p := range paths {
			r := x.Get(p)
			x.want(r, status)
			x.lacks(r, "khady@example.sn")
		}
		for _, p := range acts {
			x.want(x.Post(p, "role", "member", "lang", "en", "list", "eve@example.sn", "do", "send", "address", "omar@example.sn"), 403)
		}
	}
	x.enter(amina)
	x.want(x.Post(acts[2]), 409, "at most once a day")
	x.want(x.Follow(x.Post(acts[1])), 200, "The invitation was withdrawn.")
}

func TestOperatorsOnPages(t *testing.T) {
	x := settle(t)
	ops, omar := x.Person("ops"), x.Person("omar")
	if err := x.Roles.NameOperator(t.Context(), access.AtConsole(""), ops); err != nil {
		t.Fatal(err)
	}
	x.Process("water", "Water", false)
	x.enter(ops)
	x.want(x.Get("/en/processes/water/people"), 200, "has no convener yet")
	x.want(x.Post("/en/processes/water/people/invite", "role", "member", "lang", "en", "list", "a@example.sn"), 403)
	x.want(x.Follow(x.Post("/en/processes/water/people/invite", "role", "convener", "lang", "en", "list", "a@example.sn", "do", "send")), 200, "a@example.sn")
	x.want(x.Post("/en/operators", "address", "nobody@example.sn"), 422, "Nobody here has an account", "nobody@example.sn")
	x.want(x.Follow(x.Post("/en/operators", "address", "omar@example.sn")), 200, "omar@example.sn")
	x.want(x.Get("/en/operators/"+string(omar)+"/dismiss"), 200, "omar will no longer run this site.")
	x.want(x.Follow(x.Post("/en/operators/"+string(omar)+"/dismiss")), 200, "The operator was dismissed.")
	x.want(x.Post("/en/operators/"+string(ops)+"/dismiss"), 409, "never without an operator")
	x.want(x.Get("/en/operators/"+string(omar)+"/dismiss"), 404)
}

func TestListsThatAreTooLargeAreRefused(t *testing.T) {
	x := settle(t)
	water := x.Process("water", "Water", true)
	x.enter(x.Convener("amina", water))
	const path = "/en/processes/water/people/invite"
	big := strings.Repeat("a@example.sn\n", role.MaxLines+1)
	x.want(x.Post(path, "role", "member", "lang", "en", "list", big), 422, "501 lines")
	x.want(x.Post(path, "role", "member", "lang", "en", "list", strings.Repeat("x", role.MaxListBytes+1)), 422, "201 KB")
	x.want(x.Post(path, "role", "member", "lang", "en", "list", strings.Repeat("x", 2<<20)), 413)
	x.want(x.Post(path, "role", "member", "lang", "en", "list", "a\xffb@example.sn"), 422, "UTF-8")
	x.want(x.Post(path, "role", "king", "lang", "en", "list", "a@example.sn"), 422, "Choose one of the roles.")
	x.want(x.Post(path, "role", "member", "lang", "wo", "list", "a@example.sn"), 422, "Choose the language")
}
