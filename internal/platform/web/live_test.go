package web_test

import (
	"bufio"
	"context"
	"io"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"penc/internal/ground/access"
	"penc/internal/ground/ref"
	"penc/internal/platform/db"
	"penc/internal/platform/db/dbtest"
	"penc/internal/platform/feature"
	"penc/internal/platform/record"
	"penc/internal/platform/web"
	"penc/internal/platform/web/webtest"
)

// following is a face with a live page and its stream.
func following() web.Face {
	return web.Face{Name: "following", Routes: []web.Route{
		{Pattern: "GET /hall/live", For: web.Anyone, Fresh: true, Do: func(a *web.Ask) error { return a.Follow("hall") }},
		{Pattern: "GET /kept/live", For: web.Anyone, Do: func(a *web.Ask) error { return a.Follow("hall") }},
		{Pattern: "GET /hall", For: web.Anyone, Fresh: true, Do: func(a *web.Ask) error {
			return a.Render(web.Document(a.Page("Hall").Live(web.Live{Stream: "/hall/live"})))
		}},
		{Pattern: "POST /hall", For: web.Anyone, Do: func(a *web.Ask) error {
			return a.Render(web.Document(a.Page("Hall").Live(web.Live{Stream: "/hall/live"})))
		}},
	}}
}

// pipes is a listener whose connections hold nothing on the way: what a client does
// not read, the server cannot write.
type pipes struct {
	conns chan net.Conn
	once  sync.Once
	done  chan struct{}
}

func newPipes() *pipes { return &pipes{conns: make(chan net.Conn), done: make(chan struct{})} }

func (p *pipes) Accept() (net.Conn, error) {
	select {
	case c := <-p.conns:
		return c, nil
	case <-p.done:
		return nil, net.ErrClosed
	}
}

func (p *pipes) Close() error   { p.once.Do(func() { close(p.done) }); return nil }
func (p *pipes) Addr() net.Addr { return &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1)} }

// dial returns the client's end of a connection on which path was asked for.
func (p *pipes) dial(t testing.TB, path string) net.Conn {
	t.Helper()
	mine, theirs := net.Pipe()
	p.conns <- theirs
	if _, err := io.WriteString(mine, "GET "+path+" HTTP/1.1\r\nHost: localhost\r\n\r\n"); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { mine.Close() })
	return mine
}

// bounded builds a site with limits of its own.
func bounded(t testing.TB, d *db.DB, limits web.StreamLimits, door web.Doorkeeper) (*web.Site, http.Handler) {
	t.Helper()
	s := &web.Site{
		Name: "Penc", BaseURL: "http://localhost:8080", DB: d, Directory: feature.NewDirectory(), Words: web.NewCatalogue(),
		Doorkeeper: door, Log: slog.New(slog.DiscardHandler), Streams: limits,
	}
	h, err := s.Build(following())
	if err != nil {
		t.Fatal(err)
	}
	return s, h
}

// a lively site, served on pipes with the deadlines of short requests.
func lively(t testing.TB, limits web.StreamLimits) (*web.Site, *db.DB, *pipes, *http.Server) {
	t.Helper()
	d := dbtest.Open(t, t.TempDir(), dbtest.NewClock(), []db.Schema{record.Schema()})
	s, h := bounded(t, d, limits, func(*http.Request) (web.Identity, error) { return web.Identity{}, nil })
	server := web.Server(h, slog.New(slog.DiscardHandler))
	server.ReadTimeout, server.WriteTimeout, server.ReadHeaderTimeout = 200*time.Millisecond, 200*time.Millisecond, 200*time.Millisecond
	server.RegisterOnShutdown(s.EndStreams)
	l := newPipes()
	go server.Serve(l)
	t.Cleanup(func() { server.Close() })
	return s, d, l, server
}

// events reads the names of events from a stream until it ends.
func events(conn io.Reader) (*http.Response, <-chan string, error) {
	res, err := http.ReadResponse(bufio.NewReader(conn), nil)
	if err != nil {
		return nil, nil, err
	}
	out := make(chan string, 100)
	go func() {
		defer close(out)
		lines := bufio.NewScanner(res.Body)
		for lines.Scan() {
			if name, ok := strings.CutPrefix(lines.Text(), "event: "); ok {
				out <- name
			} else if strings.HasPrefix(lines.Text(), ":") {
				out <- "beat"
			}
		}
	}()
	return res, out, nil
}

// next waits for something to come; "" if the stream ended.
func next(t testing.TB, stream <-chan string) string {
	t.Helper()
	select {
	case name := <-stream:
		return name
	case <-time.After(20 * time.Second):
		t.Fatal("nothing came")
		return ""
	}
}

func TestAStreamTellsThatSomethingMovedAndOutlastsTheDeadlines(t *testing.T) {
	s, d, l, _ := lively(t, web.StreamLimits{Gather: time.Millisecond, Beat: 150 * time.Millisecond})
	for _, path := range []string{"/fr/hall/live", "/en/kept/live"} { // the second goes through the wrapper of kept pages
		res, stream, err := events(l.dial(t, path))
		if err != nil || res.StatusCode != http.StatusOK || !strings.HasPrefix(res.Header.Get("Content-Type"), "text/event-stream") {
			t.Fatal(res, err)
		}
		if res.Header.Get("Content-Encoding") != "" || !strings.Contains(res.Header.Get("Cache-Control"), "no-store") {
			t.Errorf("%s: %v", path, res.Header)
		}
		if got := next(t, stream); got != "here" {
			t.Fatalf("%s begins with %q", path, got)
		}
		for range 5 { // 750 ms: longer than the deadlines of a request
			if got := next(t, stream); got != "beat" {
				t.Fatalf("%s: %q on a quiet stream", path, got)
			}
		}
		err = d.Write(t.Context(), func(tx *db.Tx) error {
			tx.RingOnCommit("hall", tx.Now.UnixNano())
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		for name := "beat"; name != "moved"; {
			if name = next(t, stream); name == "" {
				t.Fatalf("%s ended", path)
			}
		}
	}
	if got := s.OpenStreams(); got != 2 {
		t.Errorf("%d streams are open, want 2", got)
	}
}

func TestManyActsAtOneMomentAreOneEvent(t *testing.T) {
	_, d, l, _ := lively(t, web.StreamLimits{Gather: 300 * time.Millisecond, Beat: 2 * time.Second})
	_, stream, err := events(l.dial(t, "/fr/hall/live"))
	if err != nil || next(t, stream) != "here" {
		t.Fatal(err)
	}
	for i := range 50 {
		d.Bell("hall").Ring(int64(i))
	}
	if got := next(t, stream); got != "moved" {
		t.Fatalf("%q", got)
	}
	if got := next(t, stream); got != "beat" {
		t.Errorf("fifty acts at one moment were told twice: %q", got)
	}
}

func TestAClientThatDoesNotReadIsDropped(t *testing.T) {
	s, d, l, _ := lively(t, web.StreamLimits{Gather: time.Millisecond, Write: 50 * time.Millisecond})
	slow := l.dial(t, "/fr/hall/live")
	quick := l.dial(t, "/fr/hall/live")
	_, stream, err := events(quick)
	if err != nil || next(t, stream) != "here" {
		t.Fatal(err)
	}
	d.Bell("hall").Ring(1)
	if got := next(t, stream); got != "moved" {
		t.Errorf("the one who reads: %q", got)
	}
	for deadline := time.Now().Add(20 * time.Second); s.OpenStreams() != 1; time.Sleep(time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("%d streams are open, want 1", s.OpenStreams())
		}
	}
	slow.SetReadDeadline(time.Now().Add(20 * time.Second))
	if rest, err := io.ReadAll(slow); err != nil || strings.Contains(string(rest), "moved") {
		t.Errorf("the slow one was told %q, %v", rest, err)
	}
}

func TestAShutdownEndsTheStreams(t *testing.T) {
	s, _, l, server := lively(t, web.StreamLimits{})
	_, stream, err := events(l.dial(t, "/fr/hall/live"))
	if err != nil || next(t, stream) != "here" {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	if err := server.Shutdown(ctx); err != nil {
		t.Errorf("the server waits for a stream: %v", err)
	}
	if got := next(t, stream); got != "" || s.OpenStreams() != 0 {
		t.Errorf("after the shutdown: %q, %d open", got, s.OpenStreams())
	}
}

func TestAClientThatGoesGivesItsPlaceBack(t *testing.T) {
	s, _, l, _ := lively(t, web.StreamLimits{PerAddress: 2})
	var conns []net.Conn
	for range 2 {
		c := l.dial(t, "/fr/hall/live")
		_, stream, err := events(c)
		if err != nil || next(t, stream) != "here" {
			t.Fatal(err)
		}
		conns = append(conns, c)
	}
	res, _, err := events(l.dial(t, "/fr/hall/live"))
	if err != nil || res.StatusCode != http.StatusServiceUnavailable || res.Header.Get("Retry-After") == "" {
		t.Fatalf("one more than may be: %v %v", res, err)
	}
	conns[0].Close()
	for deadline := time.Now().Add(20 * time.Second); s.OpenStreams() != 1; time.Sleep(time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("%d streams are open, want 1", s.OpenStreams())
		}
	}
	if res, _, err := events(l.dial(t, "/fr/hall/live")); err != nil || res.StatusCode != http.StatusOK {
		t.Errorf("after one has gone: %v %v", res, err)
	}
}

func TestTheScriptOfALivePageGetsTheContentAlone(t *testing.T) {
	d := dbtest.Open(t, t.TempDir(), dbtest.NewClock(), []db.Schema{record.Schema()})
	_, v := webtest.Site(t, d, nil, nil, following())
	whole := v.Get("/fr/hall")
	for _, want := range []string{`data-live-src="/fr/hall/live"`, "data-live-began=", `role="status"`, "/assets/web-live.", "<style>"} {
		if !strings.Contains(whole.Body, want) {
			t.Errorf("the page lacks %s", want)
		}
	}
	v.Jar["penc_done"] = &http.Cookie{Name: "penc_done", Value: "web.save"}
	r, _ := http.NewRequest(http.MethodGet, "/fr/hall", nil)
	r.RemoteAddr = "127.0.0.1:1"
	r.Header.Set("Penc-Live", "1")
	inner := v.Do(r)
	if inner.Status != http.StatusOK || strings.Contains(inner.Body, "<style>") || strings.Contains(inner.Body, "<header") || !strings.Contains(inner.Body, "<main>") {
		t.Errorf("%d %s", inner.Status, inner.Body)
	}
	if v.Jar["penc_done"] == nil {
		t.Error("the script took the message that was left for the next page")
	}
	if again := v.Post("/fr/hall"); strings.Contains(again.Body, "data-live-src") {
		t.Error("a page that holds what was typed is exchanged")
	}
}

func TestStreamsOfOneAccountAreFew(t *testing.T) {
	d := dbtest.Open(t, t.TempDir(), dbtest.NewClock(), []db.Schema{record.Schema()})
	var asks access.Actor
	_, h := bounded(t, d, web.StreamLimits{PerPerson: 1}, func(*http.Request) (web.Identity, error) { return web.Identity{Actor: asks}, nil })
	for _, who := range []access.Actor{{Person: "amina"}, {Participants: map[ref.ID]ref.ID{"water": "p1"}}} {
		asks = who
		ctx, cancel := context.WithCancel(t.Context())
		w := &sink{header: http.Header{}, wrote: make(chan struct{}, 100)}
		done := make(chan struct{})
		go func() {
			defer close(done)
			r, _ := http.NewRequestWithContext(ctx, http.MethodGet, "/fr/hall/live", nil)
			h.ServeHTTP(w, r)
		}()
		<-w.wrote
		second := &sink{header: http.Header{}, wrote: make(chan struct{}, 100)}
		r, _ := http.NewRequestWithContext(ctx, http.MethodGet, "/fr/hall/live", nil)
		h.ServeHTTP(second, r)
		if second.status != http.StatusServiceUnavailable {
			t.Errorf("%+v: a second stream: %d", who, second.status)
		}
		cancel()
		<-done
	}
}

// sink takes an answer and says when something was written.
type sink struct {
	header http.Header
	status int
	wrote  chan struct{}
}

func (s *sink) Header() http.Header               { return s.header }
func (s *sink) WriteHeader(status int)            { s.status = status }
func (s *sink) Write(b []byte) (int, error)       { s.wrote <- struct{}{}; return len(b), nil }
func (s *sink) FlushError() error                 { return nil }
func (s *sink) SetWriteDeadline(time.Time) error  { return nil }
func (s *sink) SetReadDeadline(_ time.Time) error { return nil }
