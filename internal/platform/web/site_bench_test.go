package web_test

import (
	"net/http"
	"net/http/httptest"
	"testing"

	"penc/internal/platform/db"
	"penc/internal/platform/db/dbtest"
	"penc/internal/platform/record"
	"penc/internal/platform/web/webtest"
)

// BenchmarkKeptPage is a public page for a reader without cookies, as the frame
// answers it: kept, compressed.
func BenchmarkKeptPage(b *testing.B) {
	benchmarkPage(b, "")
}

// BenchmarkMadePage is the same page for somebody with a cookie: made, rendered
// and compressed anew.
func BenchmarkMadePage(b *testing.B) {
	benchmarkPage(b, "penc=x")
}

func benchmarkPage(b *testing.B, cookie string) {
	asked := 0
	d := dbtest.Open(b, b.TempDir(), dbtest.NewClock(), []db.Schema{record.Schema()})
	_, v := webtest.Site(b, d, nil, nil, sample(&asked))
	h := v.Handler()
	b.ReportAllocs()
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			r := httptest.NewRequest(http.MethodGet, "/en/open/x1", nil)
			r.Header.Set("Accept-Encoding", "gzip")
			if cookie != "" {
				r.Header.Set("Cookie", cookie)
			}
			w := httptest.NewRecorder()
			h.ServeHTTP(w, r)
			if w.Code != http.StatusOK {
				b.Fatal(w.Code)
			}
		}
	})
}
