package app_test

import (
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"penc/internal/ground/access"
	"penc/internal/platform/record"
	"penc/internal/platform/web"
)

// outsiders hold no role on the draft.
var outsiders = []string{"a stranger", "a member elsewhere", "a convener elsewhere", "an operator"}

// An address is a route with its places filled in.
type address struct {
	web.Route
	method string
	path   string // with the language
	absent string // the same where there is nothing; empty if the address leads to nothing hidden
}

// live are the parts of addresses that only a meeting under way has. A draft can open
// no door, so there is nothing to find behind them: no point, no decision, no
// report-back, nothing on the board to vote on.
var live = regexp.MustCompile(`\{point\}|\{decision\}|\{parked\}|\{proposal\}|/board/items/|/board/ballot$|\{breakout\}/(versions|translate)$`)

// addresses fills in every route of the site.
func (s *scene) addresses() []address {
	var out []address
	for _, r := range s.app.Site.Routes() {
		method, pattern, _ := strings.Cut(r.Pattern, " ")
		pattern = strings.TrimSuffix(pattern, "{$}")
		head, rest, filled := strings.Cut(pattern, "{")
		if !filled {
			language := "/en"
			if r.Root {
				language = ""
			}
			out = append(out, address{Route: r, method: method, path: language + pattern})
			continue
		}
		if live.MatchString(pattern) {
			continue
		}
		_, rest, _ = strings.Cut(rest, "}")
		for place, id := range s.inner {
			rest = strings.ReplaceAll(rest, place, id)
		}
		rest = strings.TrimPrefix(rest, "/{id}") // what is flagged has a kind before its id
		for _, id := range s.ids[head] {
			if strings.Contains(rest, "{") {
				s.t.Fatalf("the test does not know how to fill in %s", r.Pattern)
			}
			if strings.Contains(rest, "/statements/") && !strings.HasPrefix(id, hidden) || strings.Contains(rest, "/file") && id == "zz-doc-trial" {
				continue // there is nothing
			}
			kind := id[:strings.LastIndex(id, "/")+1]
			out = append(out, address{r, method, "/en" + head + id + rest, "/en" + head + kind + "nothing" + rest})
		}
	}
	return out
}

// in returns the address and where there is nothing, in a format.
func (a address) in(format string) (path, absent string) {
	if format == "" {
		return a.path, a.absent
	}
	return a.path + "." + format, a.absent + "." + format
}

func TestOutsidersSeeAndChangeNothingThatIsHidden(t *testing.T) {
	s := newScene(t)
	all := s.addresses()
	sent := s.everyForm(all)
	for _, name := range outsiders {
		for _, a := range all {
			if a.method == http.MethodGet {
				for _, format := range append([]string{""}, a.Formats...) {
					s.looks(name, a, format)
				}
			} else if a.absent != "" || !a.For.Admits(s.people[name]) {
				s.tries(name, a, sent[a.path])
			}
		}
		for _, words := range []string{country, "compteurs"} {
			page := s.ask(name, http.MethodGet, "/fr/search?q="+words, nil).Body.String()
			s.silent(name, "the search for "+words, strings.ReplaceAll(page, words, ""), false)
		}
	}
}

// looks checks what an outsider is shown.
func (s *scene) looks(name string, a address, format string) {
	s.t.Helper()
	path, absent := a.in(format)
	w := s.ask(name, http.MethodGet, path, nil)
	s.silent(name, path, w.Body.String(), a.absent != "")
	if a.absent == "" {
		return
	}
	if nothing := s.ask(name, http.MethodGet, absent, nil); w.Code != nothing.Code || w.Code < http.StatusMultipleChoices {
		s.t.Errorf("%s: GET %s: %d, and %d where there is nothing", name, path, w.Code, nothing.Code)
	}
}

// tries checks that a form changes nothing: whoever sends it is told that they may
// not, that there is nothing, or, of a vote, that nothing is open.
func (s *scene) tries(name string, a address, form url.Values) {
	s.t.Helper()
	before := record.Moved(s.app.DB)
	w := s.ask(name, http.MethodPost, a.path, form)
	if closed := strings.HasSuffix(a.path, "/votes") && w.Code == http.StatusConflict; !closed && w.Code != http.StatusForbidden && w.Code != http.StatusNotFound {
		s.t.Errorf("%s: POST %s: %d", name, a.path, w.Code)
	}
	if record.Moved(s.app.DB) != before {
		s.t.Errorf("%s: POST %s: the record moved", name, a.path)
	}
	s.silent(name, "POST "+a.path, w.Body.String(), true)
}

// silent fails where a page tells what is hidden. A page that refuses may repeat
// the address that was asked for.
func (s *scene) silent(name, path, page string, repeats bool) {
	s.t.Helper()
	for _, word := range []string{country, hidden} {
		if i := strings.Index(page, word); i >= 0 && !(repeats && word == hidden) {
			s.t.Errorf("%s: %s tells %q", name, path, page[max(0, i-60):min(len(page), i+60)])
		}
	}
}

// everyForm returns the forms that the convener is offered, filled in as they are,
// and checks that every address of the test leads somewhere.
func (s *scene) everyForm(all []address) map[string]url.Values {
	s.t.Helper()
	out := map[string]url.Values{}
	for _, a := range all {
		if a.method != http.MethodGet || a.absent == "" {
			continue
		}
		w := s.ask("the convener", http.MethodGet, a.path, nil)
		if w.Code == http.StatusNotFound {
			w = s.ask("the host", http.MethodGet, a.path, nil)
		}
		if w.Code == http.StatusNotFound {
			s.t.Errorf("GET %s: not even the convener is shown it", a.path)
		}
		if strings.HasPrefix(w.Header().Get("Content-Type"), "text/html") {
			forms(s.t, w.Body.String(), out)
		}
	}
	for _, a := range all {
		if strings.HasSuffix(a.path, "/votes") {
			out[a.path] = url.Values{"statement": {"zz-s1"}, "vote": {"agree"}}
		}
	}
	return out
}

// writers say who may send which form about a draft, by the first that fits the
// address. Whoever is not named is turned away.
var writers = []struct {
	address *regexp.Regexp
	roles   []string
}{
	{regexp.MustCompile(`/participants/|meters/people/|/publish$|/archive$`), []string{access.Convener}},
	{regexp.MustCompile(`/translate$|/meetings`), []string{access.Convener, access.Editor, access.Facilitator}},
	{regexp.MustCompile(`/conversations|/moderation/`), []string{access.Convener, access.Facilitator}},
	{regexp.MustCompile(``), []string{access.Convener, access.Editor}},
}

// readable are the pages of stewards that whoever else works on a draft may read:
// the facilitator's way in, and words that everybody who takes part sees anyway.
var readable = regexp.MustCompile(`/desk$|/translations$|/moderation$|/translate$`)

func TestRolesOnADraftGoAsFarAsTheirWork(t *testing.T) {
	s := newScene(t)
	all := s.addresses()
	sent := s.everyForm(all)
	for _, role := range access.OnProcess[1:] {
		name := "the " + role
		for _, a := range all {
			if a.For != web.Stewards || !strings.Contains(a.path, hidden) || strings.Contains(a.path, "/flag/") {
				continue
			}
			i := slices.IndexFunc(writers, func(r struct {
				address *regexp.Regexp
				roles   []string
			},
			) bool {
				return r.address.MatchString(a.path)
			})
			if slices.Contains(writers[i].roles, role) {
				continue
			}
			if a.method == http.MethodPost {
				s.tries(name, a, sent[a.path])
			} else if w := s.ask(name, http.MethodGet, a.path, nil); w.Code < http.StatusMultipleChoices && !readable.MatchString(a.path) {
				t.Errorf("%s: GET %s: %d", name, a.path, w.Code)
			}
		}
	}
}
