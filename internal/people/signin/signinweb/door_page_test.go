package signinweb

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/a-h/templ"

	"penc/internal/ground/lang"
	"penc/internal/ground/ref"
	"penc/internal/people/org"
	"penc/internal/people/person"
	"penc/internal/people/person/personweb"
	"penc/internal/people/signin"
	"penc/internal/platform/db"
	"penc/internal/platform/db/dbtest"
	"penc/internal/platform/feature"
	"penc/internal/platform/job"
	"penc/internal/platform/mail"
	"penc/internal/platform/record"
	"penc/internal/platform/web"
	"penc/internal/platform/web/webtest"
)

func TestPagesRenderFullAndEmpty(t *testing.T) {
	day := time.Date(2026, 3, 1, 9, 30, 0, 0, time.UTC)
	here := signin.Session{ID: "s1", Via: signin.ByLetter, Browser: "Firefox", System: "Linux", Opened: day, Seen: day, Current: true}
	there := signin.Session{ID: "s2", Via: signin.ByPasskey, Opened: day, Seen: day}
	key := signin.Passkey{ID: "k1", Name: "<b>phone</b>", Added: day, Used: day}
	newcomer := signin.Threshold{Email: "<b>@example.org", Newcomer: true, Next: "/"}
	webtest.Pages(t, "signin", words, func(p web.Page) map[string]templ.Component {
		return map[string]templ.Component{
			"join empty":      joinView(joinPage{Page: p}),
			"join full":       joinView(joinPage{Page: p, Email: "<b>", Next: "/<b>", Passkeys: true}),
			"code empty":      codeView(codePage{Page: p}),
			"code full":       codeView(codePage{Page: p, Email: "<b>@example.org"}),
			"link empty":      linkView(linkPage{Page: p}),
			"link newcomer":   linkView(linkPage{Page: p, Threshold: newcomer, Token: "<b>", Name: "<b>", Agreed: true}),
			"sessions empty":  sessionsView(sessionsPanel{Speaker: p.Speaker}),
			"sessions full":   sessionsView(sessionsPanel{p.Speaker, []signin.Session{here, there}}),
			"passkeys empty":  passkeysView(passkeysPanel{Speaker: p.Speaker}),
			"passkeys full":   passkeysView(passkeysPanel{p.Speaker, []signin.Passkey{key, {ID: "k2"}}, "/assets/x.js"}),
			"remove passkey":  removePasskeyView(removePage{Page: p, Passkey: key}),
			"remove unnamed":  removePasskeyView(removePage{Page: p}),
			"session unnamed": templ.Raw(device(p.Speaker, signin.Session{System: "Android"})),
		}
	})
}

// A site with a door.
type site struct {
	*webtest.Visitor
	t      *testing.T
	d      *db.DB
	clock  *dbtest.Clock
	door   *signin.Service
	people *person.Service
	site   *web.Site
}

func open(t *testing.T, base string) *site {
	t.Helper()
	clock := dbtest.NewClock()
	d := dbtest.Open(t, t.TempDir(), clock, []db.Schema{
		record.Schema(), job.Schema(), mail.Schema(),
		{Room: "org", Files: org.New(nil).Feature().Schema},
		{Room: "person", Files: person.New(nil, nil, nil).Feature().Schema},
		{Room: "signin", Files: signin.New(nil, nil).Feature().Schema},
	})
	orgs, dir := org.New(d), feature.NewDirectory()
	people := person.New(d, orgs, dir)
	door := signin.New(d, people)
	dir.Add(orgs.Feature())
	dir.Add(people.Feature())
	dir.Add(door.Feature())
	s := &site{t: t, d: d, clock: clock, door: door, people: people}
	home := web.Face{Name: "home", Routes: []web.Route{{Pattern: "GET /{$}", For: web.Anyone, Do: func(a *web.Ask) error {
		return a.Render(templ.Join(templ.Raw("<p>"+a.Name+"</p>"), web.Document(a.Page("Home"))))
	}}}}
	s.site, s.Visitor = webtest.Site(t, d, dir, func(r *http.Request) (web.Identity, error) {
		return Doorkeeper(door, s.site)(r)
	}, home, personweb.Face(people, orgs), Face(door), web.Face{Name: "mail", Words: mail.Words})
	s.site.BaseURL = base
	return s
}

// browser returns another browser on the same site.
func (s *site) browser() *webtest.Visitor {
	v := *s.Visitor
	v.Jar = map[string]*http.Cookie{}
	return &v
}

// mail returns the newest mail.
func (s *site) mail() mail.Message {
	s.t.Helper()
	var all []mail.Message
	err := s.d.Read(s.t.Context(), func(tx *db.Tx) (err error) {
		all, err = mail.Recent(tx, 1)
		return err
	})
	if err != nil || len(all) == 0 {
		s.t.Fatalf("no mail came: %v", err)
	}
	return all[0]
}

var (
	codeIn = regexp.MustCompile(`\b\d{6}\b`)
	linkIn = regexp.MustCompile(`https?://\S+`)
	token  = regexp.MustCompile(`name="token" value="([^"]+)"`)
)

func (s *site) letter() (code, path string) {
	s.t.Helper()
	text := s.mail().Text
	return codeIn.FindString(text), strings.TrimPrefix(linkIn.FindString(text), s.site.BaseURL)
}

func (s *site) join(v *webtest.Visitor, email string) {
	s.t.Helper()
	v.Post("/fr/join", "email", email)
	_, path := s.letter()
	page := v.Get(path)
	r := v.Post("/fr/join/link", "token", token.FindStringSubmatch(page.Body)[1], "name", "Amina Ndiaye",
		"consent", person.ConsentVersion, "zone", "Africa/Dakar")
	if r.Status != http.StatusSeeOther {
		s.t.Fatalf("join: %d %s", r.Status, r.Body)
	}
}

func TestJoinByLinkOnAnotherDevice(t *testing.T) {
	s := open(t, "http://localhost:8080")
	if r := s.Get("/fr/join?next=/account"); !strings.Contains(r.Body, `name="next" value="/account"`) {
		t.Errorf("%d", r.Status)
	}
	r := s.Follow(s.Post("/fr/join", "email", "Amina@example.org", "next", "/account"))
	if !strings.Contains(r.Body, "Amina@example.org") || !strings.Contains(r.Body, `name="code"`) {
		t.Errorf("after the address: %d", r.Status)
	}
	m := s.mail()
	if m.To != "amina@example.org" || m.Lang != lang.French || !strings.Contains(m.Subject, "Penc") || !strings.Contains(m.Reason, "http://localhost:8080") {
		t.Errorf("%+v", m)
	}
	_, path := s.letter()
	phone := s.browser()
	page := phone.Get(path)
	if !strings.Contains(page.Body, "amina@example.org") || !strings.Contains(page.Body, `name="consent"`) {
		t.Fatalf("the link's page: %d %s", page.Status, page.Body)
	}
	if again := phone.Get(path); again.Status != http.StatusOK {
		t.Error("opening the link used it up: a mail scanner would lock people out")
	}
	if len(phone.Jar) != 0 {
		t.Errorf("opening the link set cookies: %v", phone.Jar)
	}
	form := []string{"token", token.FindStringSubmatch(page.Body)[1], "name", "<b>Amina</b>", "zone", "Africa/Dakar"}
	r = phone.Post("/fr/join/link", form...)
	if r.Status != http.StatusUnprocessableEntity || !strings.Contains(r.Body, "&lt;b&gt;Amina") || phone.Jar["penc"] != nil {
		t.Errorf("without consent: %d", r.Status)
	}
	r = phone.Post("/fr/join/link", append(form, "consent", person.ConsentVersion)...)
	c := phone.Jar["penc"]
	if r.Header.Get("Location") != "/fr/account" || c == nil || !c.HttpOnly || c.Secure || c.SameSite != http.SameSiteLaxMode || c.Path != "/" {
		t.Fatalf("%d %s, cookie %+v", r.Status, r.Header.Get("Location"), c)
	}
	if r = phone.Follow(r); !strings.Contains(r.Body, "amina@example.org") {
		t.Errorf("the account page: %d", r.Status)
	}
	if r = s.Get("/fr/account"); r.Header.Get("Location") != "/fr/join?next=%2Faccount" {
		t.Errorf("the browser that asked is in without the code: %d", r.Status)
	}
	thief := s.browser()
	if r = thief.Post("/fr/join/link", form...); r.Status != http.StatusConflict || !strings.Contains(r.Body, `name="email"`) || thief.Jar["penc"] != nil {
		t.Errorf("the used link: %d", r.Status)
	}
}

func TestComeInByCode(t *testing.T) {
	s := open(t, "http://localhost:8080")
	s.join(s.browser(), "amina@example.org")
	v := s.browser()
	if r := v.Get("/en/join/code"); r.Header.Get("Location") != "/en/join" {
		t.Errorf("a code without a letter: %d", r.Status)
	}
	v.Post("/en/join", "email", "amina@example.org", "next", "//evil.example/")
	code, _ := s.letter()
	wrong := "000000"
	if code == wrong {
		wrong = "000001"
	}
	r := v.Post("/en/join/code", "code", wrong)
	if r.Status != http.StatusUnprocessableEntity || !strings.Contains(r.Body, "You have 4 tries left") {
		t.Errorf("a wrong code: %d", r.Status)
	}
	if r = s.browser().Post("/en/join/code", "code", code); r.Status != http.StatusConflict {
		t.Errorf("the code in a browser that did not ask: %d", r.Status)
	}
	r = v.Post("/en/join/code", "code", code[:3]+" "+code[3:])
	if r.Header.Get("Location") != "/en/account" || v.Jar["penc"] == nil || v.Jar["penc_letter"] != nil {
		t.Fatalf("%d to %q, %v", r.Status, r.Header.Get("Location"), v.Jar)
	}
	if r = v.Get("/en/join?next=/people"); r.Header.Get("Location") != "/en/people" {
		t.Errorf("somebody who is in is asked to join: %d", r.Status)
	}
}

func TestANewcomerWithACodeIsAskedForANameFirst(t *testing.T) {
	s := open(t, "http://localhost:8080")
	s.Post("/en/join", "email", "amina@example.org")
	code, _ := s.letter()
	r := s.Post("/en/join/code", "code", code)
	if r = s.Follow(r); !strings.Contains(r.Body, `name="name"`) || !strings.Contains(r.Body, `name="consent"`) || s.Jar["penc"] != nil {
		t.Fatalf("%d %s", r.Status, r.Body)
	}
	r = s.Post("/en/join/link", "token", token.FindStringSubmatch(r.Body)[1], "name", "Amina", "consent", person.ConsentVersion)
	if r = s.Follow(r); !strings.Contains(r.Body, "Your account") {
		t.Errorf("%d", r.Status)
	}
}

// same takes out of a page what differs each time by chance.
func same(page string) string {
	return regexp.MustCompile(`name="act" value="[^"]*"`).ReplaceAllString(page, "")
}

func TestAKnownAddressIsAnsweredLikeAnyOther(t *testing.T) {
	s := open(t, "http://localhost:8080")
	s.join(s.browser(), "amina@example.org")
	answers := map[string]string{}
	for _, email := range []string{"amina@example.org", "anina@example.org"} {
		v := s.browser()
		r := v.Post("/en/join", "email", email)
		page := v.Follow(r)
		answers[email] = strings.ReplaceAll(same(page.Body), email, "ADDRESS") + r.Header.Get("Location")
		m := s.mail()
		text := codeIn.ReplaceAllString(linkIn.ReplaceAllString(m.Subject+m.Text+m.Reason, "LINK"), "CODE")
		answers[email] += text
	}
	if a, b := answers["amina@example.org"], answers["anina@example.org"]; a != b || len(a) < 1000 {
		t.Errorf("the answers differ:\n%s\n%s", a, b)
	}
	if r := s.Post("/en/join", "email", "no address"); r.Status != http.StatusUnprocessableEntity || !strings.Contains(r.Body, `value="no address"`) {
		t.Errorf("no address: %d", r.Status)
	}
	s.door.Limits.PerAddress = 1
	if r := s.Post("/en/join", "email", "amina@example.org"); r.Status != http.StatusConflict || !strings.Contains(r.Body, "Too many mails") {
		t.Errorf("too often: %d", r.Status)
	}
}

func TestSessionsAreListedAndClosed(t *testing.T) {
	s := open(t, "http://localhost:8080")
	laptop, phone, library := s.browser(), s.browser(), s.browser()
	s.join(laptop, "amina@example.org")
	for _, v := range []*webtest.Visitor{phone, library} {
		v.Post("/en/join", "email", "amina@example.org")
		code, _ := s.letter()
		v.Post("/en/join/code", "code", code)
	}
	page := laptop.Get("/en/account").Body
	closers := regexp.MustCompile(`/en(/account/sessions/[a-z0-9]+/close)`).FindAllStringSubmatch(page, -1)
	if len(closers) != 2 || strings.Count(page, "this device") != 1 {
		t.Fatalf("%d sessions can be closed, want 2", len(closers))
	}
	stranger := s.browser()
	s.join(stranger, "moussa@example.org")
	if r := stranger.Post("/en" + closers[0][1]); r.Status != http.StatusNotFound {
		t.Errorf("somebody else closes it: %d", r.Status)
	}
	laptop.Follow(laptop.Post("/en" + closers[0][1]))
	out := 0
	for _, v := range []*webtest.Visitor{phone, library} {
		if v.Get("/en/account").Status == http.StatusSeeOther {
			out++
		}
	}
	if out != 1 {
		t.Errorf("%d browsers are out, want 1", out)
	}
	laptop.Follow(laptop.Post("/en/account/sessions/close-others"))
	for name, v := range map[string]*webtest.Visitor{"phone": phone, "library": library} {
		if v.Get("/en/account").Status != http.StatusSeeOther {
			t.Errorf("the %s is in", name)
		}
	}
	kept := *laptop.Jar["penc"]
	r := laptop.Post("/en/sign-out")
	if r.Header.Get("Location") != "/en/" || laptop.Jar["penc"] != nil {
		t.Errorf("signed out: %d, %v", r.Status, laptop.Jar)
	}
	laptop.Jar["penc"] = &kept
	if laptop.Get("/en/account").Status != http.StatusSeeOther {
		t.Error("the old cookie is good after signing out")
	}
}

func TestTheCookieIsBoundToTheHostOverHTTPS(t *testing.T) {
	s := open(t, "https://penc.example.org")
	s.join(s.Visitor, "amina@example.org")
	c := s.Jar["__Host-penc"]
	if c == nil || !c.Secure || !c.HttpOnly || c.Domain != "" || c.Path != "/" {
		t.Fatalf("%v", s.Jar)
	}
	if r := s.Get("/en/account"); r.Status != http.StatusOK {
		t.Errorf("%d", r.Status)
	}
	v := s.browser()
	v.Jar["penc"] = &http.Cookie{Name: "penc", Value: c.Value}
	if r := v.Get("/en/account"); r.Status != http.StatusSeeOther {
		t.Errorf("a cookie that another host may have set lets in: %d", r.Status)
	}
}

func TestTheDoorkeeperKnowsThePerson(t *testing.T) {
	s := open(t, "http://localhost:8080")
	s.join(s.Visitor, "amina@example.org")
	r := httptest.NewRequest(http.MethodGet, "/", nil)
	r.AddCookie(s.Jar["penc"])
	id, err := Doorkeeper(s.door, s.site)(r)
	if err != nil || id.Name != "Amina Ndiaye" || id.Zone != "Africa/Dakar" || id.Actor.Person == "" || id.Actor.Stranger() {
		t.Errorf("%+v, %v", id, err)
	}
	for _, forged := range []string{"", "x", strings.Repeat("y", 5000), strings.ToUpper(s.Jar["penc"].Value)} {
		r := httptest.NewRequest(http.MethodGet, "/", nil)
		r.AddCookie(&http.Cookie{Name: "penc", Value: forged})
		if id, err := Doorkeeper(s.door, s.site)(r); err != nil || !id.Actor.Stranger() {
			t.Errorf("%.10s: %+v, %v", forged, id, err)
		}
	}
}

func TestPasskeysSpeakJSON(t *testing.T) {
	s := open(t, "http://localhost:8080")
	post := func(v *webtest.Visitor, path, body string) (webtest.Reply, map[string]any) {
		t.Helper()
		r := httptest.NewRequest(http.MethodPost, path, io.NopCloser(strings.NewReader(body)))
		r.Header.Set("Content-Type", "application/json")
		reply := v.Do(r)
		var out map[string]any
		json.Unmarshal([]byte(reply.Body), &out)
		return reply, out
	}
	r, out := post(s.Visitor, "/en/join/passkey/options.json", "{}")
	options, _ := out["options"].(map[string]any)
	if r.Status != http.StatusOK || options["rpId"] != "localhost" || options["userVerification"] != "required" || out["ceremony"] == "" {
		t.Errorf("%d %s", r.Status, r.Body)
	}
	for body, status := range map[string]int{
		`{"ceremony":"forged","response":{}}`: http.StatusConflict, `{`: http.StatusUnprocessableEntity, ``: http.StatusUnprocessableEntity,
	} {
		if r, out := post(s.Visitor, "/en/join/passkey.json", body); r.Status != status || out["detail"] == "" || out["detail"] == nil {
			t.Errorf("%s: %d %s", body, r.Status, r.Body)
		}
	}
	if r, _ := post(s.Visitor, "/en/account/passkeys/options.json", "{}"); r.Status != http.StatusForbidden {
		t.Errorf("a stranger adds a passkey: %d", r.Status)
	}
	s.join(s.Visitor, "amina@example.org")
	r, out = post(s.Visitor, "/en/account/passkeys/options.json", "{}")
	options, _ = out["options"].(map[string]any)
	if r.Status != http.StatusOK || options["rp"].(map[string]any)["name"] != "Penc" || options["attestation"] != "none" {
		t.Errorf("%d %s", r.Status, r.Body)
	}
	if r := s.Get("/en/account"); !strings.Contains(r.Body, `data-passkey="add"`) || !strings.Contains(r.Body, "/assets/signin-passkey.") {
		t.Error("the account page does not offer passkeys")
	}
	if r := s.Get("/en/account/passkeys/nobody/remove"); r.Status != http.StatusNotFound {
		t.Errorf("an unknown passkey: %d", r.Status)
	}
	s.site.BaseURL = "http://127.0.0.1:8080"
	if r, _ := post(s.Visitor, "/en/account/passkeys/options.json", "{}"); r.Status != http.StatusNotFound {
		t.Errorf("on a site with a number for a name: %d", r.Status)
	}
	if r := s.Get("/en/account"); strings.Contains(r.Body, "data-passkey") {
		t.Error("a site with a number for a name offers passkeys")
	}
}

func TestRememberIsForHigherRooms(t *testing.T) {
	s := open(t, "http://localhost:8080")
	s.join(s.browser(), "amina@example.org")
	var entered string
	err := s.d.Write(t.Context(), func(tx *db.Tx) error {
		p, err := s.people.ByEmailTx(tx, "amina@example.org")
		if err != nil {
			return err
		}
		entered, _, err = s.door.OpenTx(tx, web.Identity{}.Actor, ref.ID(p.ID), signin.ByOffer, "")
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	w := httptest.NewRecorder()
	Remember(&web.Ask{W: w, Site: s.site}, entered)
	v := s.browser()
	v.Jar["penc"] = w.Result().Cookies()[0]
	if r := v.Get("/en/account"); r.Status != http.StatusOK || !strings.Contains(r.Body, "An unknown device") {
		t.Errorf("%d", r.Status)
	}
}
