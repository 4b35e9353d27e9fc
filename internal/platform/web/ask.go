package web

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/a-h/templ"

	"penc/internal/ground/access"
	"penc/internal/ground/fault"
	"penc/internal/ground/lang"
	"penc/internal/ground/ref"
	"penc/internal/platform/record"
	"penc/internal/platform/web/ui"
)

// An Ask is one request, as a handler sees it.
type Ask struct {
	Speaker
	R      *http.Request
	W      http.ResponseWriter
	Site   *Site
	Who    access.Actor
	Name   string // of who asks
	Format string // "json", "csv", "ics", "atom"; empty for a page
	Path   string // the address without language and suffix

	route  Route
	body   io.Reader // what is sent, without a bound
	status int
	done   string // the message left by the act before
	began  int64  // when the request came, in milliseconds
	own    bool   // see Private
}

// Private says that the answer may hold something that is only for who asks, beside
// what [Ask.Who] tells: nobody keeps it. Whoever reads a cookie calls it.
func (a *Ask) Private() { a.own = true }

// Ctx returns the request's context.
func (a *Ask) Ctx() context.Context { return a.R.Context() }

// ID returns a part of the address as an identifier.
func (a *Ask) ID(name string) ref.ID { return ref.ID(a.R.PathValue(name)) }

// Query returns a value of the query, cleaned; empty if it is no UTF-8.
func (a *Ask) Query(name string) string { return clean(a.R.URL.Query().Get(name)) }

// QueryInt returns a number of the query, or otherwise if it is none.
func (a *Ask) QueryInt(name string, otherwise int) int {
	n, err := strconv.Atoi(a.R.URL.Query().Get(name))
	if err != nil {
		return otherwise
	}
	return n
}

// endpoint is a route with its site.
type endpoint struct {
	site  *Site
	route Route
}

func (e *endpoint) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s := e.site
	if l, ok := w.(*logged); ok {
		l.route = e.route.Pattern
	}
	key, keepable := s.keepKey(e.route, r)
	if keepable && s.kept.answer(w, r, key, record.Moved(s.DB)) {
		return
	}
	moved := record.Moved(s.DB)
	a, err := s.ask(w, r, e.route)
	if err != nil {
		s.defect(a, err)
		return
	}
	if !e.route.For.Admits(a.Who) {
		s.refuse(a)
		return
	}
	if a.Format != "" && !has(e.route.Formats, a.Format) {
		a.Fail(fault.New(fault.NotFound, "", "web.page.unknown"))
		return
	}
	limit := e.route.MaxBody
	if limit == 0 {
		limit = DefaultBody
	}
	a.body = r.Body
	r.Body = http.MaxBytesReader(w, r.Body, limit)
	if keepable {
		k := &keeping{ResponseWriter: w}
		a.W = k
		defer func() { s.kept.put(k, key, moved) }()
	}
	if err := e.route.Do(a); err != nil {
		a.Fail(err)
	}
}

func has(list []string, s string) bool {
	for _, x := range list {
		if x == s {
			return true
		}
	}
	return false
}

func (s *Site) ask(w http.ResponseWriter, r *http.Request, route Route) (*Ask, error) {
	p, ok := r.Context().Value(requestKey{}).(placed)
	if !ok {
		p = placed{lang: Preferred(r), path: r.URL.Path}
	}
	a := &Ask{
		Speaker: NewSpeaker(s.Words, p.lang), R: r, W: w, Site: s,
		Format: p.format, Path: p.path, route: route, status: http.StatusOK, began: s.DB.Now().UnixMilli(),
	}
	id, err := s.Doorkeeper(r)
	if err != nil {
		return a, err
	}
	a.Who, a.Name = id.Actor, id.Name
	if id.Zone != "" {
		if zone, err := time.LoadLocation(id.Zone); err == nil {
			a.Zone = zone
		}
	}
	a.done = a.takeDone()
	return a, nil
}

// Render answers with a page.
func (a *Ask) Render(page templ.Component) error {
	ctx := ui.WithLang(a.Ctx(), string(a.Lang))
	var b strings.Builder
	if err := page.Render(ctx, &b); err != nil {
		return err
	}
	h := a.W.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Content-Language", string(a.Lang))
	h.Set("Content-Security-Policy", policy())
	h.Set("Referrer-Policy", "strict-origin-when-cross-origin")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	h.Set("Permissions-Policy", "camera=(), microphone=(), geolocation=(), payment=()")
	if a.Site.Secure() {
		h.Set("Strict-Transport-Security", "max-age=31536000")
	}
	if a.personal() || a.status != http.StatusOK {
		h.Set("Cache-Control", "private, no-store")
	} else {
		h.Set("Cache-Control", "public, no-cache")
	}
	return a.send([]byte(b.String()))
}

// personal reports whether the answer is for who asks alone.
func (a *Ask) personal() bool {
	return a.own || a.done != "" || a.route.Fresh || !a.Who.Stranger() || len(a.Who.Participants) > 0
}

// JSON answers with v.
func (a *Ask) JSON(v any) error {
	b, err := json.MarshalIndent(v, "", " ")
	if err != nil {
		return err
	}
	return a.File("application/json", "", append(b, '\n'))
}

// File answers with bytes of a media type; a file name makes it a download.
func (a *Ask) File(mediaType, name string, b []byte) error {
	h := a.W.Header()
	if strings.HasPrefix(mediaType, "text/") || mediaType == "application/json" {
		mediaType += "; charset=utf-8"
	}
	h.Set("Content-Type", mediaType)
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'; sandbox")
	if name != "" {
		h.Set("Content-Disposition", "attachment; filename*=UTF-8''"+url.PathEscape(name))
	}
	if a.own {
		h.Set("Cache-Control", "private, no-store")
	}
	return a.send(b)
}

// Stream answers with the content of r, which is not kept in memory.
func (a *Ask) Stream(mediaType, name string, modified time.Time, r io.ReadSeeker) error {
	h := a.W.Header()
	h.Set("Content-Type", mediaType)
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'; sandbox")
	h.Set("Content-Disposition", "attachment; filename*=UTF-8''"+url.PathEscape(name))
	http.ServeContent(a.W, a.R, "", modified, r)
	return nil
}

// Go leads the reader on to a path in their language, after an act.
func (a *Ask) Go(path string) error {
	http.Redirect(a.W, a.R, a.Link(path), http.StatusSeeOther)
	return nil
}

// GoDone is Go, and leaves a message that the next page shows. The key is a word
// of the catalogue without parts.
func (a *Ask) GoDone(path, word string) error {
	http.SetCookie(a.W, &http.Cookie{
		Name: doneCookie, Value: word, Path: "/", MaxAge: 60, HttpOnly: true,
		Secure: a.Site.Secure(), SameSite: http.SameSiteLaxMode,
	})
	return a.Go(path)
}

const doneCookie = "penc_done"

func (a *Ask) takeDone() string {
	c, err := a.R.Cookie(doneCookie)
	if err != nil || a.R.Method != http.MethodGet || wantsLive(a.R) {
		return ""
	}
	http.SetCookie(a.W, &http.Cookie{Name: doneCookie, Path: "/", MaxAge: -1, HttpOnly: true, Secure: a.Site.Secure()})
	if !a.Has(c.Value) {
		return ""
	}
	return a.T(c.Value)
}

// Refused answers a form whose act was refused: the page again, with what the
// person typed and the fault beside the field. Use it with the faults of err; an
// err without faults is a defect and is returned as it is.
func (a *Ask) Refused(err error, again func(Faults) templ.Component) error {
	all := fault.All(err)
	if len(all) == 0 {
		return err
	}
	switch all[0].Kind {
	case fault.NotFound, fault.Forbidden:
		return err
	}
	if all[0].Message == record.Repeated {
		return err
	}
	a.status = status[all[0].Kind]
	return a.Render(again(Faults{a.Speaker, all}))
}

// RenderRefused answers with a page that tells by itself why an act was refused.
func (a *Ask) RenderRefused(page templ.Component) error {
	a.status = status[fault.Invalid]
	return a.Render(page)
}

// Panels returns the pieces that higher rooms hang on the page of a thing; of the
// names given, if there are any.
func (a *Ask) Panels(on string, id ref.ID, names ...string) ([]templ.Component, error) {
	var out []templ.Component
	for _, p := range a.Site.panels[on] {
		if len(names) > 0 && !has(names, p.Name) {
			continue
		}
		c, err := p.Show(a, id)
		if err != nil {
			return nil, err
		}
		if c != nil {
			out = append(out, c)
		}
	}
	return out, nil
}

// Tabs returns the pages of a thing, with the one marked on which the reader is.
func (a *Ask) Tabs(on string, id ref.ID) []ui.Link {
	var out []ui.Link
	for _, t := range a.Site.tabs {
		if t.On == on && t.For.Admits(a.Who) {
			path := strings.ReplaceAll(t.Path, "{id}", string(id))
			out = append(out, ui.Link{Label: a.T(t.Word), Href: a.Link(path), Current: path == a.Path})
		}
	}
	return out
}

// Faults are the faults of a form that comes back.
type Faults struct {
	speaker Speaker
	all     []*fault.Error
}

// Of returns what is to be said beside a field, empty if nothing.
func (f Faults) Of(field string) string {
	for _, e := range f.all {
		if e.Field == field {
			return f.speaker.Fault(e)
		}
	}
	return ""
}

// Summary returns what stands at the top of the form.
func (f Faults) Summary() []ui.FieldError {
	var out []ui.FieldError
	for _, e := range f.all {
		out = append(out, ui.FieldError{ID: e.Field, Text: f.speaker.Fault(e)})
	}
	return out
}

// Conflict reports whether the thing changed while the person wrote.
func (f Faults) Conflict() bool {
	return len(f.all) > 0 && f.all[0].Kind == fault.Conflict
}

// None reports whether there are no faults.
func (f Faults) None() bool { return len(f.all) == 0 }

func isTooLarge(err error) bool {
	_, ok := errors.AsType[*http.MaxBytesError](err)
	return ok
}

// Original returns the language in which a person writes by default: the page's.
func (a *Ask) Original() lang.Tag { return a.Lang }
