package web

import (
	"fmt"
	"net/http"
	"strconv"
	"sync"
	"time"

	"github.com/a-h/templ"

	"penc/internal/ground/fault"
	"penc/internal/platform/db"
)

// Live says how a page follows what happens.
type Live struct {
	// Stream is the address of the stream, without the language.
	Stream string
	// First says that this page is asked for before those of everybody else: what
	// is projected on the wall, the desk of who leads the meeting.
	First bool
}

// Live makes the page follow what happens. A page that answers a form does not: it
// holds what was typed.
func (p Page) Live(l Live) Page {
	if p.site == nil || p.method != http.MethodGet {
		return p
	}
	p = p.With("web/live.js")
	p.live = &l
	return p
}

// liveHeader marks a request for the content of main alone.
const liveHeader = "Penc-Live"

// wantsLive reports whether the script of a live page asks.
func wantsLive(r *http.Request) bool { return r.Header.Get(liveHeader) != "" }

// StreamLimits bound the open streams of a site. Zero values are replaced by the
// defaults of DefaultStreams.
type StreamLimits struct {
	All        int           // streams at one time
	PerAddress int           // from one network address: a hall is often behind one
	PerPerson  int           // of one account or one pass: a few tabs
	Write      time.Duration // how long a client may take to read an event
	Beat       time.Duration // between signs of life on a quiet stream
	Gather     time.Duration // what moves within this time is told at once
	Age        time.Duration // after which a stream ends and is opened anew
}

// DefaultStreams are the limits of a site that says nothing else.
var DefaultStreams = StreamLimits{
	All: 5000, PerAddress: 2000, PerPerson: 12,
	Write: 10 * time.Second, Beat: 25 * time.Second, Gather: 250 * time.Millisecond, Age: time.Hour,
}

func (l StreamLimits) filled() StreamLimits {
	d := DefaultStreams
	for _, n := range []struct{ is, or *int }{{&l.All, &d.All}, {&l.PerAddress, &d.PerAddress}, {&l.PerPerson, &d.PerPerson}} {
		if *n.is == 0 {
			*n.is = *n.or
		}
	}
	for _, t := range []struct{ is, or *time.Duration }{{&l.Write, &d.Write}, {&l.Beat, &d.Beat}, {&l.Gather, &d.Gather}, {&l.Age, &d.Age}} {
		if *t.is == 0 {
			*t.is = *t.or
		}
	}
	return l
}

// streams counts the open streams of a site.
type streams struct {
	limits StreamLimits
	ending chan struct{}
	end    sync.Once

	mu   sync.Mutex
	all  int
	open map[string]int // by who, from where, and what they follow
}

func newStreams(l StreamLimits) *streams {
	return &streams{limits: l.filled(), ending: make(chan struct{}), open: map[string]int{}}
}

// EndStreams ends every open stream and lets no more be opened: the server is
// shutting down, which waits for requests that run.
func (s *Site) EndStreams() { s.streams.end.Do(func() { close(s.streams.ending) }) }

// OpenStreams returns how many streams are open now.
func (s *Site) OpenStreams() int {
	s.streams.mu.Lock()
	defer s.streams.mu.Unlock()
	return s.streams.all
}

// enter takes a place under each of the keys; false if one has none left.
func (s *streams) enter(keys map[string]int) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.all >= s.limits.All {
		return false
	}
	for k, limit := range keys {
		if limit > 0 && s.open[k] >= limit {
			return false
		}
	}
	s.all++
	for k := range keys {
		s.open[k]++
	}
	return true
}

func (s *streams) leave(keys map[string]int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.all--
	for k := range keys {
		if s.open[k]--; s.open[k] == 0 {
			delete(s.open, k)
		}
	}
}

func (s *streams) at(key string) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.open[key]
}

// Follow answers with a stream of server-sent events: one when it opens and one
// each time that the named bell of the database rings, until the client goes, is
// too slow to read, or the server shuts down. An event says no more than that
// something moved. Where too many streams are open it answers 503, and the page
// asks from time to time instead.
func (a *Ask) Follow(bell string) error {
	s := a.Site.streams
	keys := a.streamKeys(bell)
	select {
	case <-s.ending:
		return a.noStream()
	default:
	}
	if !s.enter(keys) {
		return a.noStream()
	}
	defer s.leave(keys)
	to := http.NewResponseController(a.W)
	// The deadlines of a request end it after a minute; a stream lasts. What is
	// written has a deadline each time. Where the connection has none, as behind
	// some wrappers, the page asks from time to time.
	if to.SetReadDeadline(time.Time{}) != nil {
		return a.noStream()
	}
	f := &following{
		ask: a, bell: a.Site.DB.Bell(bell), limits: s.limits, to: to,
		audience: func() int { return s.at(bellKey(bell)) },
	}
	h := a.W.Header()
	h.Set("Content-Type", "text/event-stream; charset=utf-8")
	h.Set("Cache-Control", "no-store, no-transform")
	h.Set("X-Accel-Buffering", "no") // proxies pass each event on at once
	h.Set("X-Content-Type-Options", "nosniff")
	f.run(s.ending)
	return nil
}

func bellKey(name string) string { return "bell " + name }

// streamKeys are what a stream is counted under, with the limit of each.
func (a *Ask) streamKeys(bell string) map[string]int {
	l := a.Site.streams.limits
	keys := map[string]int{bellKey(bell): 0, "from " + a.Site.Client(a.R).String(): l.PerAddress}
	if a.Who.Person != "" {
		keys["person "+string(a.Who.Person)] = l.PerPerson
	} else {
		for process, participant := range a.Who.Participants {
			keys["participant "+string(process)+" "+string(participant)] = l.PerPerson
		}
	}
	return keys
}

// noStream tells the script to ask from time to time.
func (a *Ask) noStream() error {
	a.W.Header().Set("Retry-After", "60")
	a.status = http.StatusServiceUnavailable
	a.sorry(titles[fault.Closed], []string{a.T("web.live.full")})
	return nil
}

// following is one open stream.
type following struct {
	ask      *Ask
	bell     *db.Bell
	limits   StreamLimits
	to       *http.ResponseController
	audience func() int // how many follow the same bell
}

// spread is how long, in milliseconds, the readers of one event take turns to ask
// for the page: two milliseconds each, so that the first are not kept waiting by
// the rest.
func spread(readers int) int { return min(2*readers, 5000) }

func (f *following) run(ending <-chan struct{}) {
	if f.write("retry: 3000\n\n") != nil {
		return
	}
	beat, age := time.NewTicker(f.limits.Beat), time.NewTimer(f.limits.Age)
	defer beat.Stop()
	defer age.Stop()
	gone := f.ask.Ctx().Done()
	for name := "here"; ; name = "moved" {
		rung := f.bell.Wait()
		event := fmt.Sprintf("event: %s\ndata: {\"number\":%d,\"spread\":%d}\n\n", name, f.bell.Number()/1e6, spread(f.audience()))
		if f.write(event) != nil {
			return
		}
		// The first of many acts is told at once, the others together.
		select {
		case <-time.After(f.limits.Gather):
		case <-gone:
			return
		case <-ending:
			return
		}
		for quiet := true; quiet; {
			select {
			case <-rung:
				quiet = false
			case <-beat.C:
				if f.write(": still here\n\n") != nil {
					return
				}
			case <-gone:
				return
			case <-ending:
				return
			case <-age.C:
				return
			}
		}
	}
}

// write sends and flushes within the time that a client has.
func (f *following) write(text string) error {
	if err := f.to.SetWriteDeadline(time.Now().Add(f.limits.Write)); err != nil {
		return err
	}
	if _, err := f.ask.W.Write([]byte(text)); err != nil {
		return err
	}
	return f.to.Flush()
}

// liveAttributes are what the script reads of a page that follows what happens.
func (p Page) liveAttributes() templ.Attributes {
	if p.live == nil {
		return nil
	}
	return templ.Attributes{
		"data-live-src": p.Link(p.live.Stream), "data-live-began": strconv.FormatInt(p.began, 10), "data-live-first": p.live.First,
		"data-live-lost": p.T("web.live.lost"), "data-live-back": p.T("web.live.back"),
	}
}
