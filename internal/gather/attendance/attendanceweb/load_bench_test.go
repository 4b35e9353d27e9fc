package attendanceweb

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

// How many people come, within which time, to a page of one meeting.
const (
	crowd  = 1000
	window = time.Minute
)

// BenchmarkAThousandPeopleCheckIn has a thousand people come evenly within a minute,
// each of whom opens the page of the code and checks in over a real connection. It
// reports the times of the check-ins alone. The people run on the same machine.
func BenchmarkAThousandPeopleCheckIn(b *testing.B) {
	for range b.N {
		b.StopTimer()
		hall, v := visit(b)
		server := httptest.NewServer(v.Handler())
		at := server.URL + "/en/meetings/" + string(hall.Meeting.ID) + "/check-in"
		client := &http.Client{
			Transport:     &http.Transport{MaxIdleConnsPerHost: 100},
			CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		}
		b.StartTimer()
		took := make([]time.Duration, crowd)
		step := time.NewTicker(window / crowd)
		var wg sync.WaitGroup
		for i := range crowd {
			<-step.C
			wg.Go(func() { took[i] = arrives(b, client, at, hall.Code, string(hall.Groups[i%3]), i) })
		}
		wg.Wait()
		step.Stop()
		b.StopTimer()
		slices.Sort(took)
		b.ReportMetric(float64(took[crowd/2].Microseconds())/1000, "median-ms")
		b.ReportMetric(float64(took[crowd*99/100].Microseconds())/1000, "p99-ms")
		server.Close()
		b.StartTimer()
	}
}

// arrives opens the page and checks one person in, and returns how long the second
// took.
func arrives(b *testing.B, client *http.Client, at, code, group string, i int) time.Duration {
	page, err := client.Get(at + "?code=" + code)
	if err != nil {
		b.Error(err)
		return 0
	}
	io.Copy(io.Discard, page.Body)
	page.Body.Close()
	form := url.Values{
		"code": {code}, "name": {fmt.Sprintf("Person %d", i)}, "mode": {"room"}, "lang": {"en"}, "stakeholder-group": {group},
		"act": {fmt.Sprintf("act-%d", i)},
	}
	began := time.Now()
	done, err := client.Post(at, "application/x-www-form-urlencoded", strings.NewReader(form.Encode()))
	if err != nil {
		b.Error(err)
		return 0
	}
	io.Copy(io.Discard, done.Body)
	done.Body.Close()
	if done.StatusCode != http.StatusSeeOther {
		b.Errorf("status %d", done.StatusCode)
	}
	return time.Since(began)
}
