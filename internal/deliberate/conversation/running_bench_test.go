package conversation_test

import (
	"fmt"
	"runtime"
	"syscall"
	"testing"
	"time"

	"penc/internal/deliberate/conversation"
	"penc/internal/deliberate/conversation/conversationtest"
	"penc/internal/ground/ref"
	"penc/opinion"
)

// heap returns the bytes in use.
func heap() int64 {
	var m runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc)
}

// cpu returns the seconds of computing that the process took so far, which says more
// than a clock where other programs run.
func cpu() float64 {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		return 0
	}
	return float64(u.Utime.Nano()+u.Stime.Nano()) / 1e9
}

// BenchmarkRefresh draws the map of a conversation anew after a hundred votes, and
// stores it, on SQLite. It says how long the first drawing took, from the whole
// history, and how much memory the running map takes.
func BenchmarkRefresh(b *testing.B) {
	for _, size := range []struct{ people, statements, each int }{{10_000, 500, 36}, {100_000, 1000, 36}} {
		b.Run(fmt.Sprintf("%dx%d", size.people, size.statements), func(b *testing.B) {
			h := conversationtest.SQLite(b)
			h.Opened(b, 1)
			if err := conversation.Flood(h.DB, "c1", size.people, size.statements, size.each); err != nil {
				b.Fatal(err)
			}
			draw := h.Conversations.Feature().Jobs[0].Do
			began := time.Now()
			if err := draw(b.Context(), "c1"); err != nil {
				b.Fatal(err)
			}
			cold := time.Since(began)
			st, err := h.Conversations.BoardOf(b.Context(), conversationtest.Voice("p").Who, "c1")
			if err != nil {
				b.Fatal(err)
			}
			n, worked := 0, 0.0
			for b.Loop() {
				b.StopTimer()
				for range 100 {
					n++
					h.Clock.Advance(time.Millisecond)
					cast(b, h, conversationtest.Voice(ref.ID(fmt.Sprintf("voter%05d", n%50))), st.Statements[1+n%size.statements], opinion.Agree)
				}
				b.StartTimer()
				before := cpu()
				if err := draw(b.Context(), "c1"); err != nil {
					b.Fatal(err)
				}
				worked += cpu() - before
			}
			b.StopTimer()
			c, _ := chart(b, h, "c1")
			with := heap()
			conversation.Forget(h.Conversations)
			b.ReportMetric(cold.Seconds(), "cold-s")
			b.ReportMetric(worked/float64(b.N), "cpu-s/op")
			b.ReportMetric(float64(with-heap())/1e6, "map-MB")
			runtime.KeepAlive(h)
			b.ReportMetric(float64(c.Votes), "votes")
			b.ReportMetric(float64(len(encoded(b, c)))/1e3, "chart-KB")
		})
	}
}
