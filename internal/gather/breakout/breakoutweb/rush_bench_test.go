package breakoutweb_test

import (
	"fmt"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"slices"
	"sync"
	"testing"
	"time"

	"penc/internal/gather/attendance/attendanceweb"
	"penc/internal/gather/breakout"
	"penc/internal/gather/breakout/breakouttest"
	"penc/internal/gather/breakout/breakoutweb"
	"penc/internal/gather/meeting/meetingweb"
	"penc/internal/gather/process/processweb"
	"penc/internal/ground/access"
	"penc/internal/platform/db"
	"penc/internal/platform/web"
	"penc/internal/platform/web/webtest"
)

// How many people choose, within which time, and how many places each of the three
// rooms has: fewer than want to go there.
const (
	rush   = 1000
	within = time.Minute
	places = 300
)

// BenchmarkAThousandPeopleChoose has a thousand people come one after the other
// within a minute, over real connections: each checks in with the code, opens the
// list of breakouts, chooses one and opens its page; who finds it full goes to the
// next. It reports the times of the choices, and of all requests. Run it with
// -benchtime 1x.
func BenchmarkAThousandPeopleChoose(b *testing.B) {
	for range b.N {
		b.StopTimer()
		h := breakouttest.Open(b)
		s := h.Choosing(b, 0)
		m, p := s.Meeting, s.Meeting.Programme.Clone()
		for i := range p.Breakouts {
			p.Breakouts[i].Capacity = places
		}
		p.Breakouts[2].Capacity = 0
		if _, err := h.Meetings.SetProgramme(b.Context(), s.Steward, m.ID, p, m.Version); err != nil {
			b.Fatal(err)
		}
		server := crowded(b, h)
		b.StartTimer()
		var chosen, all []time.Duration
		var mu sync.Mutex
		var wg sync.WaitGroup
		began := time.Now()
		for i := range rush {
			wg.Go(func() {
				time.Sleep(time.Until(began.Add(within * time.Duration(i) / rush)))
				took, choice, err := comes(server.URL+"/en", s, i)
				mu.Lock()
				defer mu.Unlock()
				if err != nil {
					b.Error(err)
					return
				}
				all, chosen = append(all, took...), append(chosen, choice)
			})
		}
		wg.Wait()
		b.StopTimer()
		report(b, "choice", chosen)
		report(b, "request", all)
		err := h.DB.Read(b.Context(), func(tx *db.Tx) error {
			rooms, err := h.Breakouts.RoomsTx(tx, m.ID)
			for _, r := range rooms {
				if r.Breakout.Capacity > 0 && r.People > r.Breakout.Capacity {
					b.Errorf("%d people in a room for %d", r.People, r.Breakout.Capacity)
				}
			}
			return err
		})
		if err != nil {
			b.Fatal(err)
		}
		server.Close()
		b.StartTimer()
	}
}

func report(b *testing.B, what string, took []time.Duration) {
	slices.Sort(took)
	for _, q := range []struct {
		name string
		at   int
	}{{"median", 50}, {"p99", 99}} {
		if len(took) > 0 {
			b.ReportMetric(float64(took[len(took)*q.at/100].Microseconds())/1000, what+"-"+q.name+"-ms")
		}
	}
}

// crowded serves a house to people who hold passes.
func crowded(b *testing.B, h *breakouttest.House) *httptest.Server {
	var site *web.Site
	nobody := func(*http.Request) (web.Identity, error) {
		return web.Identity{Actor: access.Actor{Channel: access.Web}}, nil
	}
	door := func(r *http.Request) (web.Identity, error) {
		return attendanceweb.Doorkeeper(h.Attendance, site, nobody)(r)
	}
	built, v := webtest.Site(b, h.DB, h.Directory, door,
		processweb.Face(h.Processes, h.Orgs), meetingweb.Face(h.Meetings, h.Processes, nil),
		attendanceweb.Face(h.Attendance), breakoutweb.Face(h.Breakouts))
	site = built
	return httptest.NewServer(v.Handler())
}

// comes has one person check in and choose, and returns how long each request took,
// and the one that chose.
func comes(base string, s *breakouttest.Session, i int) (took []time.Duration, choice time.Duration, err error) {
	jar, err := cookiejar.New(nil)
	if err != nil {
		return nil, 0, err
	}
	client := &http.Client{Jar: jar, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	defer client.CloseIdleConnections()
	ask := func(form url.Values, path string) (int, error) {
		began := time.Now()
		send := func() (*http.Response, error) { return client.Get(base + path) }
		if form != nil {
			send = func() (*http.Response, error) { return client.PostForm(base+path, form) }
		}
		answer, err := send()
		if err != nil {
			return 0, err
		}
		defer answer.Body.Close()
		_, err = io.Copy(io.Discard, answer.Body)
		took = append(took, time.Since(began))
		return answer.StatusCode, err
	}
	meeting, list := s.Meeting.Path(), breakout.List(s.Meeting.ID)
	status, err := ask(url.Values{
		"code": {s.Code}, "name": {fmt.Sprintf("Person %d", i)}, "mode": {"room"}, "lang": {"en"},
		"stakeholder-group": {string(s.Groups[i%len(s.Groups)])}, "act": {fmt.Sprintf("rush-%d", i)},
	}, meeting+"/check-in")
	if err != nil || status != http.StatusSeeOther {
		return took, 0, fmt.Errorf("check in: status %d, %w", status, err)
	}
	if _, err := ask(nil, list); err != nil {
		return took, 0, err
	}
	for n := range s.Breakouts {
		room := s.Breakouts[(i+n)%len(s.Breakouts)]
		status, err := ask(url.Values{"breakout": {string(room)}}, list)
		choice = took[len(took)-1]
		if err != nil {
			return took, choice, err
		}
		if status == http.StatusSeeOther {
			_, err := ask(nil, breakout.Path(s.Meeting.ID, room))
			return took, choice, err
		}
	}
	return took, choice, fmt.Errorf("person %d found no room", i)
}
