package conversationweb_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"

	"penc/internal/deliberate/conversation/conversationtest"
	"penc/internal/deliberate/conversation/conversationweb"
	"penc/internal/gather/process/processweb"
	"penc/internal/platform/web/webtest"
)

// BenchmarkVote is a vote through the whole handler, durable on SQLite: many
// guests at once, each voting on one of 100 statements.
func BenchmarkVote(b *testing.B) {
	h := conversationtest.SQLite(b)
	_, statements := h.Opened(b, 100)
	handler := handlerOf(b, h)
	var next atomic.Int64
	b.SetParallelism(64)
	b.ReportAllocs()
	b.ResetTimer()
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			i := int(next.Add(1))
			body := "vote=agree&statement=" + string(statements[i%len(statements)].ID)
			r := httptest.NewRequest(http.MethodPost, "/fr/conversations/c1/votes", strings.NewReader(body))
			r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
			r.AddCookie(&http.Cookie{Name: "penc_guest", Value: fmt.Sprintf("%026d", i/len(statements))})
			w := httptest.NewRecorder()
			handler.ServeHTTP(w, r)
			if w.Code != http.StatusSeeOther {
				b.Errorf("status %d: %.200s", w.Code, w.Body.String())
				return
			}
		}
	})
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "votes/s")
}

// BenchmarkVotingPage is the page that asks about the next statement, for a guest
// who has voted on half of them.
func BenchmarkVotingPage(b *testing.B) {
	h := conversationtest.SQLite(b)
	_, statements := h.Opened(b, 100)
	handler := handlerOf(b, h)
	cookie := &http.Cookie{Name: "penc_guest", Value: fmt.Sprintf("%026d", 1)}
	ask := func(method, path, body string) int {
		r := httptest.NewRequest(method, path, strings.NewReader(body))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.Header.Set("Accept-Encoding", "gzip")
		r.AddCookie(cookie)
		w := httptest.NewRecorder()
		handler.ServeHTTP(w, r)
		return w.Code
	}
	for _, st := range statements[:50] {
		ask(http.MethodPost, "/fr/conversations/c1/votes", "vote=agree&statement="+string(st.ID))
	}
	b.ReportAllocs()
	b.ResetTimer()
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			if code := ask(http.MethodGet, "/fr/conversations/c1", ""); code != http.StatusOK {
				b.Errorf("status %d", code)
				return
			}
		}
	})
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "pages/s")
}

func handlerOf(b *testing.B, h *conversationtest.House) http.Handler {
	_, v := webtest.Site(b, h.DB, h.Directory, nil, processweb.Face(h.Processes, h.Orgs), conversationweb.Face(h.Conversations, h.Processes))
	return v.Handler()
}
