package web

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"path"
	"slices"
	"strings"
	"time"

	"penc/internal/ground/lang"
	"penc/internal/platform/db"
	"penc/internal/platform/feature"
)

// A Site is the frame around all faces. Fill in the exported fields, then call
// Build once.
type Site struct {
	Name       string // as the header shows it
	BaseURL    string // "https://penc.example.org", without a slash at the end
	DB         *db.DB
	Directory  *feature.Directory
	Words      *Catalogue
	Doorkeeper Doorkeeper
	Log        *slog.Logger
	Demo       bool           // everything on this site is for trying out
	Proxies    []netip.Prefix // networks whose X-Forwarded-For is believed
	Streams    StreamLimits   // of open streams; see DefaultStreams

	faces  []Face
	panels map[string][]Panel
	nav    []Nav
	tabs   []Tab
	pages  *http.ServeMux // addresses with a language, taken off
	roots  *http.ServeMux // addresses without
	assets assets
	kept   *keep
	routes []Route

	streams *streams
}

// Build registers the faces and returns the handler of the whole site.
func (s *Site) Build(faces ...Face) (http.Handler, error) {
	s.faces, s.panels = faces, map[string][]Panel{}
	s.pages, s.roots = http.NewServeMux(), http.NewServeMux()
	s.kept = newKeep()
	s.streams = newStreams(s.Streams)
	s.assets = newAssets()
	if err := s.Words.Add("web", ownWords); err != nil {
		return nil, err
	}
	if err := s.assets.add("web", ownScripts); err != nil {
		return nil, err
	}
	for _, f := range faces {
		if err := s.Words.Add(f.Name, f.Words); err != nil {
			return nil, err
		}
		if err := s.assets.add(f.Name, f.Scripts); err != nil {
			return nil, err
		}
		for _, p := range f.Panels {
			if p.Name == "" {
				p.Name = f.Name
			}
			s.panels[p.On] = append(s.panels[p.On], p)
		}
		s.nav = append(s.nav, f.Nav...)
		s.tabs = append(s.tabs, f.Tabs...)
		for _, r := range f.Routes {
			if err := s.route(r); err != nil {
				return nil, fmt.Errorf("routes of %s: %w", f.Name, err)
			}
		}
	}
	for _, ps := range s.panels {
		slices.SortStableFunc(ps, func(a, b Panel) int { return a.Order - b.Order })
	}
	slices.SortStableFunc(s.tabs, func(a, b Tab) int { return a.Order - b.Order })
	slices.SortStableFunc(s.nav, func(a, b Nav) int { return a.Order - b.Order })
	s.roots.HandleFunc("GET /assets/{file}", s.assets.serve)
	s.roots.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) { fmt.Fprintln(w, "ok") })
	s.roots.HandleFunc("GET /robots.txt", func(w http.ResponseWriter, _ *http.Request) {
		fmt.Fprintln(w, "User-agent: *\nDisallow: /fr/account\nDisallow: /en/account")
	})
	s.roots.HandleFunc("GET /{$}", s.chooseLanguage)
	if err := s.app(); err != nil {
		return nil, err
	}
	origin := http.NewCrossOriginProtection()
	origin.SetDenyHandler(http.HandlerFunc(s.foreignOrigin))
	return s.watch(origin.Handler(http.HandlerFunc(s.dispatch))), nil
}

// Routes returns every route of every face, for the tests that walk them.
func (s *Site) Routes() []Route { return s.routes }

func (s *Site) route(r Route) error {
	if r.For == Nobody {
		return fmt.Errorf("%s does not say who may use it", r.Pattern)
	}
	s.routes = append(s.routes, r)
	mux := s.pages
	if r.Root {
		mux = s.roots
	}
	mux.Handle(r.Pattern, &endpoint{site: s, route: r})
	return nil
}

// suffixes are the formats that can be asked for at the end of an address.
var suffixes = []string{".json", ".csv", ".ics", ".atom"}

type requestKey struct{}

// placed is what the address said before the route was matched.
type placed struct {
	lang   lang.Tag
	format string
	path   string // without language and suffix
}

func (s *Site) dispatch(w http.ResponseWriter, r *http.Request) {
	first, rest, _ := strings.Cut(strings.TrimPrefix(r.URL.Path, "/"), "/")
	if !lang.Known(lang.Tag(first)) {
		if _, pattern := s.roots.Handler(r); pattern == "" {
			s.lost(w, r)
			return
		}
		s.roots.ServeHTTP(w, r)
		return
	}
	p := placed{lang: lang.Tag(first), path: "/" + rest}
	for _, f := range suffixes {
		if base, ok := strings.CutSuffix(p.path, f); ok && !strings.HasSuffix(base, "/") {
			p.format, p.path = f[1:], base
		}
	}
	if tidy := path.Clean(p.path); tidy != p.path && r.Method == http.MethodGet {
		to := "/" + first + strings.TrimSuffix(tidy, "/")
		if p.format != "" {
			to += "." + p.format
		}
		if r.URL.RawQuery != "" {
			to += "?" + r.URL.RawQuery
		}
		http.Redirect(w, r, to, http.StatusMovedPermanently)
		return
	}
	inner := r.WithContext(context.WithValue(r.Context(), requestKey{}, p))
	u := *r.URL
	u.Path, u.RawPath = p.path, ""
	inner.URL = &u
	if _, pattern := s.pages.Handler(inner); pattern == "" {
		s.lost(w, inner)
		return
	}
	s.pages.ServeHTTP(w, inner)
}

// Preferred returns the language of the interface that a request asks for: the
// one chosen before, else by Accept-Language, else the first.
func Preferred(r *http.Request) lang.Tag {
	if c, err := r.Cookie("penc_lang"); err == nil && lang.Known(lang.Tag(c.Value)) {
		return lang.Tag(c.Value)
	}
	best, quality := lang.Interface[0], -1.0
	for _, part := range strings.Split(r.Header.Get("Accept-Language"), ",") {
		tag, q := accepted(part)
		if lang.Known(tag) && q > quality {
			best, quality = tag, q
		}
	}
	return best
}

func (s *Site) chooseLanguage(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Vary", "Accept-Language, Cookie")
	http.Redirect(w, r, "/"+string(Preferred(r))+"/", http.StatusFound)
}

// Secure reports whether the site is served over HTTPS, so that cookies say so.
func (s *Site) Secure() bool { return strings.HasPrefix(s.BaseURL, "https://") }

// Host returns the site's host without port: the relying party of passkeys.
func (s *Site) Host() string {
	u, err := url.Parse(s.BaseURL)
	if err != nil {
		return "localhost"
	}
	return u.Hostname()
}

// Client returns the network address that a request comes from: the last one in
// X-Forwarded-For that is not a trusted proxy, if the peer is one.
func (s *Site) Client(r *http.Request) netip.Addr {
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		return netip.Addr{}
	}
	at, _ := netip.ParseAddr(host)
	hops := strings.Split(strings.Join(r.Header.Values("X-Forwarded-For"), ","), ",")
	for i := len(hops) - 1; i >= 0 && s.trusted(at); i-- {
		hop, err := netip.ParseAddr(strings.TrimSpace(hops[i]))
		if err != nil {
			break
		}
		at = hop
	}
	return at.Unmap()
}

func (s *Site) trusted(at netip.Addr) bool {
	for _, p := range s.Proxies {
		if p.Contains(at.Unmap()) {
			return true
		}
	}
	return false
}

// watch logs each request without personal data (no address, no query, no
// account), and turns a panic into a page.
func (s *Site) watch(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		start := time.Now()
		l := &logged{ResponseWriter: w}
		defer func() {
			if p := recover(); p != nil {
				if err, ok := p.(error); ok && errors.Is(err, http.ErrAbortHandler) {
					panic(p)
				}
				s.Log.Error("panic in a request", "route", l.route, "panic", fmt.Sprint(p))
				if l.status == 0 {
					http.Error(l, "Something went wrong. / Une erreur est survenue.", http.StatusInternalServerError)
				}
			}
			if s.Log.Enabled(r.Context(), slog.LevelDebug) {
				s.Log.Debug("request", "method", r.Method, "route", l.route, "status", l.status,
					"bytes", l.bytes, "duration", time.Since(start).String())
			}
		}()
		next.ServeHTTP(l, r)
	})
}

// logged notes what is logged of an answer. Of the address only the route's
// pattern is: addresses hold tokens and names.
type logged struct {
	http.ResponseWriter
	route         string
	status, bytes int
}

func (l *logged) WriteHeader(status int) {
	if l.status == 0 {
		l.status = status
	}
	l.ResponseWriter.WriteHeader(status)
}

func (l *logged) Write(b []byte) (int, error) {
	if l.status == 0 {
		l.status = http.StatusOK
	}
	n, err := l.ResponseWriter.Write(b)
	l.bytes += n
	return n, err
}

// Unwrap lets http.ResponseController reach the connection.
func (l *logged) Unwrap() http.ResponseWriter { return l.ResponseWriter }

// Server returns an HTTP server with limits for slow and large requests.
func Server(h http.Handler, log *slog.Logger) *http.Server {
	return &http.Server{
		Handler:           h,
		ReadHeaderTimeout: 10 * time.Second,
		ReadTimeout:       60 * time.Second,
		WriteTimeout:      60 * time.Second,
		IdleTimeout:       2 * time.Minute,
		MaxHeaderBytes:    32 << 10,
		ErrorLog:          slog.NewLogLogger(log.Handler(), slog.LevelDebug),
		BaseContext:       func(net.Listener) context.Context { return context.Background() },
	}
}
