package app_test

import (
	"fmt"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"

	"penc/internal/app"
	"penc/internal/platform/config"
	"penc/internal/platform/db"
	"penc/internal/platform/db/dbtest"
	"penc/internal/platform/mail/mailtest"
	"penc/internal/platform/record"
)

// TestStories plays the scripts in testdata/stories: people who use the site with
// a browser that has no JavaScript, and mail that goes through a real server.
//
// A line of a script is a command:
//
//	as NAME                 go on as this person, with their own cookies
//	get PATH                ask for a page
//	fill NAME = VALUE       fill in a field of the form to be sent next, or choose what has
//	                        that label; \n is a new line
//	keep NAME               {NAME} in a path is from now on that of this page, without its language
//	press LABEL             press the button or follow the link with this label
//	mail ADDRESS            read the newest mail to an address
//	open                    open the link in that mail
//	code NAME               fill in the six-digit code of that mail
//	expect TEXT             the page (or the mail) says this
//	expect-not TEXT         it does not
//	expect-status N         the page's status
//	expect-fact KIND N      the record has N facts of a kind
//	operator ADDRESS        name an operator at the console and sign in as them
//	later DURATION          time passes
//	settle                  followers, jobs and clocks catch up
//
// A line that begins with # is for the reader.
func TestStories(t *testing.T) {
	scripts, err := filepath.Glob("testdata/stories/*.txt")
	if err != nil || len(scripts) == 0 {
		t.Fatal("no stories", err)
	}
	for _, name := range scripts {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		run := func(where func(testing.TB) string) func(*testing.T) {
			return func(t *testing.T) { newTeller(t, where(t)).tell(name, string(text)) }
		}
		base := strings.TrimSuffix(filepath.Base(name), ".txt")
		t.Run(base+"/sqlite", run(func(t testing.TB) string { return t.TempDir() }))
		t.Run(base+"/postgres", run(func(t testing.TB) string { return dbtest.Postgres(t) }))
	}
}

// A teller plays a story on a site of its own.
type teller struct {
	t      *testing.T
	app    *app.App
	clock  *dbtest.Clock
	post   *mailtest.Mailbox
	base   string
	people map[string]*http.Client
	kept   []string // words that stand for paths, each with its path

	who    *http.Client
	at     *url.URL
	status int
	page   string
	fields [][2]string
	line   int
}

func newTeller(t *testing.T, where string) *teller {
	clock := dbtest.NewClock()
	post := mailtest.Server(t)
	c := config.Config{Addr: "127.0.0.1:0", BaseURL: "http://localhost:8080", SiteName: "Penc"}
	c.Data, c.Files = where, t.TempDir()
	a, err := app.Open(t.Context(), app.Options{Config: c, Sender: post.Sender(), Clock: clock.Now})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { a.Close() })
	s := &teller{t: t, app: a, clock: clock, post: post, people: map[string]*http.Client{}}
	s.base = handle(t, a)
	return s
}

func (s *teller) tell(name, text string) {
	for i, line := range strings.Split(text, "\n") {
		s.line = i + 1
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		word, rest, _ := strings.Cut(line, " ")
		if err := s.play(word, strings.TrimSpace(rest)); err != nil {
			s.t.Fatalf("%s:%d: %s: %v\n%s", name, s.line, line, err, excerpt(s.page))
		}
	}
}

func (s *teller) play(word, rest string) error {
	switch word {
	case "as":
		if s.people[rest] == nil {
			jar, _ := cookiejar.New(nil)
			s.people[rest] = &http.Client{Jar: jar, Timeout: time.Minute}
		}
		s.who, s.fields = s.people[rest], nil
		return nil
	case "get":
		return s.get(strings.NewReplacer(s.kept...).Replace(rest))
	case "keep":
		_, path, _ := strings.Cut(strings.TrimPrefix(s.at.Path, "/"), "/")
		s.kept = append(s.kept, "{"+rest+"}", "/"+path)
		return nil
	case "fill":
		name, value, _ := strings.Cut(rest, "=")
		s.fields = append(s.fields, [2]string{strings.TrimSpace(name), strings.ReplaceAll(strings.TrimSpace(value), `\n`, "\n")})
		return nil
	case "press":
		return s.press(rest)
	case "mail":
		return s.mail(rest)
	case "open":
		return s.get(s.link())
	case "code":
		return s.code(rest)
	case "expect":
		if !strings.Contains(squeeze(s.page), rest) {
			return fmt.Errorf("the page (status %d) does not say it", s.status)
		}
		return nil
	case "expect-not":
		if strings.Contains(squeeze(s.page), rest) {
			return fmt.Errorf("the page says it")
		}
		return nil
	case "expect-status":
		if strconv.Itoa(s.status) != rest {
			return fmt.Errorf("status %d", s.status)
		}
		return nil
	case "expect-fact":
		return s.expectFact(rest)
	case "operator":
		return s.operator(rest)
	case "later":
		d, err := time.ParseDuration(rest)
		s.clock.Advance(d)
		return err
	case "settle":
		return s.app.CatchUp(s.t.Context())
	}
	return fmt.Errorf("there is no such command")
}

func (s *teller) get(path string) error {
	if u, err := url.Parse(path); err == nil && u.IsAbs() {
		path = u.RequestURI()
	}
	r, err := s.who.Get(s.base + path)
	if err != nil {
		return err
	}
	return s.read(r)
}

func (s *teller) read(r *http.Response) error {
	defer r.Body.Close()
	b, err := io.ReadAll(r.Body)
	s.page, s.status, s.at, s.fields = string(b), r.StatusCode, r.Request.URL, nil
	if r.StatusCode >= 500 {
		return fmt.Errorf("status %d", r.StatusCode)
	}
	return err
}

// press presses a button, with everything its form holds and what was filled in,
// or follows a link.
func (s *teller) press(label string) error {
	doc, err := html.Parse(strings.NewReader(s.page))
	if err != nil {
		return err
	}
	var button, link *html.Node
	walk(doc, func(n *html.Node) {
		switch {
		case n.Data == "button" && strings.HasPrefix(words(n), label) && button == nil:
			button = n
		case n.Data == "a" && words(n) == label && link == nil:
			link = n
		}
	})
	switch {
	case button != nil:
		return s.send(button)
	case link != nil && len(s.fields) == 0:
		to, err := s.at.Parse(attr(link, "href"))
		if err != nil {
			return err
		}
		return s.get(to.RequestURI())
	}
	return fmt.Errorf("there is nothing to press")
}

func (s *teller) send(button *html.Node) error {
	form := button
	for form != nil && form.Data != "form" {
		form = form.Parent
	}
	if form == nil {
		return fmt.Errorf("the button stands in no form")
	}
	values := url.Values{}
	walk(form, func(n *html.Node) { collect(values, n) })
	for _, f := range s.fields {
		if !named(form, f[0]) {
			return fmt.Errorf("the form has no field %s", f[0])
		}
		values.Del(f[0])
	}
	for _, f := range s.fields {
		if f[1] != "" {
			values.Add(f[0], chosen(form, f[0], f[1]))
		}
	}
	if name := attr(button, "name"); name != "" {
		values.Set(name, attr(button, "value"))
	}
	action := attr(form, "action")
	if a := attr(button, "formaction"); a != "" {
		action = a
	}
	to, err := s.at.Parse(action)
	if err != nil {
		return err
	}
	if strings.EqualFold(attr(form, "method"), "get") {
		to.RawQuery = values.Encode()
		return s.get(to.RequestURI())
	}
	r, err := s.who.PostForm(to.String(), values)
	if err != nil {
		return err
	}
	return s.read(r)
}

// chosen returns what a form sends for what somebody chose in it: the value of the
// option, the box or the round button with that label, else the words themselves.
func chosen(form *html.Node, name, label string) string {
	value, field, boxes := label, "", map[string]string{}
	walk(form, func(n *html.Node) {
		switch {
		case n.Data == "select":
			field = attr(n, "name")
		case n.Data == "option" && field == name && words(n) == label:
			value = attr(n, "value")
		case n.Data == "input" && attr(n, "name") == name && has(n, "id"):
			boxes[attr(n, "id")] = attr(n, "value")
		case n.Data == "label" && boxes[attr(n, "for")] != "" && strings.HasPrefix(words(n), label):
			value = boxes[attr(n, "for")]
		}
	})
	return value
}

// collect adds what a control would send if nobody touched it.
func collect(values url.Values, n *html.Node) {
	name := attr(n, "name")
	if name == "" {
		return
	}
	switch n.Data {
	case "input":
		switch attr(n, "type") {
		case "checkbox", "radio":
			if has(n, "checked") {
				value := attr(n, "value")
				if value == "" {
					value = "on"
				}
				values.Add(name, value)
			}
		case "submit", "file", "button":
		default:
			values.Add(name, attr(n, "value"))
		}
	case "textarea":
		values.Add(name, strings.TrimPrefix(raw(n), "\n"))
	case "select":
		walk(n, func(o *html.Node) {
			if o.Data == "option" && has(o, "selected") {
				values.Add(name, attr(o, "value"))
			}
		})
	}
}

func named(form *html.Node, name string) bool {
	found := false
	walk(form, func(n *html.Node) { found = found || attr(n, "name") == name })
	return found
}

func (s *teller) mail(address string) error {
	if err := s.app.CatchUp(s.t.Context()); err != nil {
		return err
	}
	all := s.post.To(address)
	if len(all) == 0 {
		return fmt.Errorf("no mail came")
	}
	last := all[len(all)-1]
	s.page, s.status = last.Subject+"\n"+last.Text, http.StatusOK
	return nil
}

var (
	links = regexp.MustCompile(`https?://\S+`)
	codes = regexp.MustCompile(`\b\d{3} ?\d{3}\b`)
)

func (s *teller) link() string {
	for _, l := range links.FindAllString(s.page, -1) {
		if strings.Contains(l, "/join/") || strings.Contains(l, "/offers/") {
			return l
		}
	}
	return links.FindString(s.page)
}

func (s *teller) code(field string) error {
	code := codes.FindString(s.page)
	if code == "" {
		return fmt.Errorf("the mail has no code")
	}
	if err := s.get(s.at.RequestURI()); err != nil {
		return err
	}
	s.fields = append(s.fields, [2]string{field, code})
	return nil
}

func (s *teller) operator(address string) error {
	out := s.app.Do(s.t.Context(), app.Command{Name: app.OperatorCommand, Args: map[string]string{"mail": address}})
	if out.Fault != "" {
		return fmt.Errorf("%s", out.Fault)
	}
	s.page = out.Text
	if err := s.get(s.link()); err != nil {
		return err
	}
	return s.firstButton()
}

// firstButton presses the first button of the page's main part.
func (s *teller) firstButton() error {
	doc, err := html.Parse(strings.NewReader(s.page))
	if err != nil {
		return err
	}
	var button *html.Node
	inMain := false
	walk(doc, func(n *html.Node) {
		inMain = inMain || n.Data == "main"
		if inMain && n.Data == "button" && button == nil {
			button = n
		}
	})
	if button == nil {
		return fmt.Errorf("there is no button")
	}
	return s.send(button)
}

func (s *teller) expectFact(rest string) error {
	kind, number, _ := strings.Cut(rest, " ")
	want, err := strconv.Atoi(number)
	if err != nil {
		return err
	}
	n := 0
	err = s.app.DB.Read(s.t.Context(), func(tx *db.Tx) error {
		facts, err := record.After(tx, 0, 1_000_000)
		for _, f := range facts {
			if f.Kind == kind {
				n++
			}
		}
		return err
	})
	if err == nil && n != want {
		err = fmt.Errorf("%d of them", n)
	}
	return err
}

// walk visits a node and all below it, in order.
func walk(n *html.Node, f func(*html.Node)) {
	if n.Type == html.ElementNode {
		f(n)
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		walk(c, f)
	}
}

func attr(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

func has(n *html.Node, name string) bool {
	return slices.ContainsFunc(n.Attr, func(a html.Attribute) bool { return a.Key == name })
}

// raw returns the text below a node.
func raw(n *html.Node) string {
	if n.Type == html.TextNode {
		return n.Data
	}
	var b strings.Builder
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		b.WriteString(raw(c))
	}
	return b.String()
}

// words is raw with spaces made one.
func words(n *html.Node) string { return strings.Join(strings.Fields(raw(n)), " ") }

var tags = regexp.MustCompile(`(?s)<style>.*?</style>|<svg.*?</svg>|<[^>]*>`)

// squeeze returns what a page says, without its tags.
func squeeze(page string) string {
	return strings.Join(strings.Fields(html.UnescapeString(tags.ReplaceAllString(page, " "))), " ")
}

// excerpt returns the beginning of what a page says, for the report.
func excerpt(page string) string {
	s := squeeze(page)
	if len(s) > 3000 {
		s = s[:3000] + "…"
	}
	return s
}
