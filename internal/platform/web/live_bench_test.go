package web_test

import (
	"log/slog"
	"net"
	"net/http"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"penc/internal/platform/db"
	"penc/internal/platform/db/dbtest"
	"penc/internal/platform/record"
	"penc/internal/platform/web"
)

// BenchmarkAThousandStreams opens a thousand streams over real connections and
// measures, for each ring of the bell, how long it takes until the median, the 99th
// percentile and the last reader know, and what an open stream keeps of memory.
func BenchmarkAThousandStreams(b *testing.B) {
	const readers = 1000
	d := dbtest.Open(b, b.TempDir(), dbtest.NewClock(), []db.Schema{record.Schema()})
	s, h := bounded(b, d, web.StreamLimits{}, func(*http.Request) (web.Identity, error) { return web.Identity{}, nil })
	server := web.Server(h, slog.New(slog.DiscardHandler))
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		b.Fatal(err)
	}
	go server.Serve(l)
	defer server.Close()
	before := heap()
	heard := make(chan time.Time, readers)
	var wg sync.WaitGroup
	for range readers {
		conn, err := net.Dial("tcp", l.Addr().String())
		if err != nil {
			b.Fatal(err)
		}
		defer conn.Close()
		if _, err := conn.Write([]byte("GET /fr/hall/live HTTP/1.1\r\nHost: localhost\r\n\r\n")); err != nil {
			b.Fatal(err)
		}
		wg.Go(func() { listen(conn, heard) })
	}
	for range readers {
		<-heard // the event with which a stream opens
	}
	kept := heap() - before
	if got := s.OpenStreams(); got != readers {
		b.Fatalf("%d streams are open", got)
	}
	time.Sleep(web.DefaultStreams.Gather)
	var all []time.Duration
	b.ResetTimer()
	for i := range b.N {
		began := time.Now()
		d.Bell("hall").Ring(int64(i + 1))
		for range readers {
			all = append(all, (<-heard).Sub(began))
		}
		b.StopTimer()
		time.Sleep(2 * web.DefaultStreams.Gather)
		b.StartTimer()
	}
	slices.Sort(all)
	b.ReportMetric(float64(all[len(all)/2].Microseconds())/1000, "ms-half")
	b.ReportMetric(float64(all[len(all)*99/100].Microseconds())/1000, "ms-p99")
	b.ReportMetric(float64(all[len(all)-1].Microseconds())/1000, "ms-last")
	b.ReportMetric(float64(kept)/readers/1024, "KiB/stream")
	server.Close()
	wg.Wait()
}

// listen tells when each event comes.
func listen(conn net.Conn, heard chan<- time.Time) {
	buf := make([]byte, 512)
	for {
		n, err := conn.Read(buf)
		if err != nil {
			return
		}
		if strings.Contains(string(buf[:n]), "event:") {
			heard <- time.Now()
		}
	}
}

// heap is what the program keeps, stacks included. The readers are in the same
// program, so the figure is above what the server alone keeps.
func heap() int64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int64(m.HeapInuse + m.StackInuse)
}
