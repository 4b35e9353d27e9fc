package web

import (
	"encoding/json"
	"net/http"
	"net/url"
	"path"
	"strconv"
	"strings"

	"penc/internal/ground/fault"
	"penc/internal/ground/lang"
	"penc/internal/platform/record"
)

// status is the one table from kind to answer.
var status = map[fault.Kind]int{
	fault.Invalid: http.StatusUnprocessableEntity, fault.NotFound: http.StatusNotFound,
	fault.Forbidden: http.StatusForbidden, fault.Conflict: http.StatusConflict,
	fault.Closed: http.StatusConflict, fault.Internal: http.StatusInternalServerError,
}

// titles are the words above a refusal.
var titles = map[fault.Kind]string{
	fault.Invalid: "web.fault.invalid", fault.NotFound: "web.fault.not-found",
	fault.Forbidden: "web.fault.forbidden", fault.Conflict: "web.fault.conflict",
	fault.Closed: "web.fault.closed", fault.Internal: "web.fault.internal",
}

// Fail answers a request with the page of its fault, or of a defect.
func (a *Ask) Fail(err error) {
	all := fault.All(err)
	if len(all) == 0 {
		a.Site.defect(a, err)
		return
	}
	if all[0].Message == record.Repeated && a.R.Method == http.MethodPost {
		// The act was carried out before: a second press of the button, or a form
		// sent again. Show the page as it is now.
		a.GoDone(a.Site.above(a.Path), record.Repeated)
		return
	}
	a.status = status[all[0].Kind]
	if all[0].Message == "web.form.too-large" {
		a.status = http.StatusRequestEntityTooLarge
	}
	words := make([]string, len(all))
	for i, e := range all {
		words[i] = a.Fault(e)
	}
	a.sorry(titles[all[0].Kind], words)
}

// above returns the address itself if it can be read, or else the nearest one above
// it that can: forms go to addresses that have no page.
func (s *Site) above(at string) string {
	for ; at != "/"; at = path.Dir(at) {
		try := &http.Request{Method: http.MethodGet, URL: &url.URL{Path: at}}
		if _, pattern := s.pages.Handler(try); pattern != "" {
			break
		}
	}
	return at
}

// sorry answers with a page or, where data was asked for, a problem document
// (RFC 9457).
func (a *Ask) sorry(title string, words []string) {
	if a.Format != "" {
		a.W.Header().Set("Content-Type", "application/problem+json")
		a.W.WriteHeader(a.status)
		json.NewEncoder(a.W).Encode(map[string]any{
			"type": "about:blank", "title": a.T(title), "status": a.status, "detail": strings.Join(words, " "),
		})
		return
	}
	p := a.Page(a.T(title))
	p.NoIndex = true
	if err := a.Render(sorryPage(p, words)); err != nil {
		a.Site.Log.Error("the page of a fault failed", "error", err)
	}
}

// defect logs what nobody can be told and says that something went wrong.
func (s *Site) defect(a *Ask, err error) {
	if a.Ctx().Err() != nil {
		return // the reader has gone
	}
	s.Log.Error("a request failed", "route", a.route.Pattern, "error", err)
	a.status = http.StatusInternalServerError
	a.sorry("web.fault.internal", []string{a.T("web.fault.internal-text")})
}

// refuse answers somebody whom the route does not admit: strangers are asked to
// sign in, others are told no.
func (s *Site) refuse(a *Ask) {
	if a.Who.Stranger() && a.R.Method == http.MethodGet && a.Format == "" {
		a.Go("/join?next=" + queryEscape(a.Path))
		return
	}
	a.Fail(fault.New(fault.Forbidden, "", "web.fault.forbidden-text"))
}

// lost answers an address that no route knows.
func (s *Site) lost(w http.ResponseWriter, r *http.Request) {
	a, err := s.ask(w, r, Route{Fresh: true})
	if err != nil {
		s.defect(a, err)
		return
	}
	if allowed := s.otherMethods(r); allowed != "" {
		w.Header().Set("Allow", allowed)
		a.status = http.StatusMethodNotAllowed
		a.sorry("web.fault.method", []string{a.T("web.fault.method-text")})
		return
	}
	a.Fail(fault.New(fault.NotFound, "", "web.page.unknown"))
}

func (s *Site) otherMethods(r *http.Request) string {
	var allowed []string
	for _, m := range []string{http.MethodGet, http.MethodPost} {
		if m == r.Method {
			continue
		}
		try := r.Clone(r.Context())
		try.Method = m
		if _, pattern := s.pages.Handler(try); pattern != "" {
			allowed = append(allowed, m)
		}
	}
	return strings.Join(allowed, ", ")
}

// foreignOrigin answers a form that another site sent in the reader's name.
func (s *Site) foreignOrigin(w http.ResponseWriter, r *http.Request) {
	http.Error(w, s.Words.Say(Preferred(r), "web.fault.foreign"), http.StatusForbidden)
}

// accepted reads one part of Accept-Language: "fr-SN;q=0.8".
func accepted(part string) (lang.Tag, float64) {
	tag, params, _ := strings.Cut(strings.TrimSpace(part), ";")
	primary, _, _ := strings.Cut(strings.ToLower(tag), "-")
	q := 1.0
	if v, ok := strings.CutPrefix(strings.TrimSpace(params), "q="); ok {
		q, _ = strconv.ParseFloat(v, 64)
	}
	return lang.Tag(primary), q
}
