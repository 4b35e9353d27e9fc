package hallweb_test

import (
	"net/http"
	"net/http/httptest"
	"testing"

	"penc/internal/gather/hall"
	"penc/internal/gather/hall/halltest"
	"penc/internal/gather/hall/hallweb"
	"penc/internal/gather/process/processweb"
	"penc/internal/platform/web/webtest"
)

// BenchmarkPhone measures what one phone costs when the hall has moved: its page,
// as the script of a live page asks for it, with a thousand people present and
// twenty of them in the queue.
func BenchmarkPhone(b *testing.B) {
	h := halltest.Open(b)
	hl := h.OpenHall(b)
	people := hl.People(b, 1000)
	for _, who := range people[:20] {
		hl.Asks(b, who)
	}
	_, v := webtest.Site(b, h.DB, h.Directory, nil, processweb.Face(h.Processes, h.Orgs), hallweb.Face(h.Halls))
	v.Who.Actor = people[500]
	size := 0
	b.ResetTimer()
	for range b.N {
		r := httptest.NewRequest(http.MethodGet, "/fr"+hall.Path(hl.Meeting.ID), nil)
		r.Header.Set("Penc-Live", "1")
		r.Header.Set("Accept-Encoding", "gzip")
		w := httptest.NewRecorder()
		v.Handler().ServeHTTP(w, r)
		if w.Code != http.StatusOK {
			b.Fatal(w.Code)
		}
		size = w.Body.Len()
	}
	b.ReportMetric(float64(size), "bytes")
}
