package web

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/klauspost/compress/gzip"
)

// keep holds the compressed answers for readers who are not signed in, while the
// record does not move and at most for a minute, because pages say what is open
// now.
type keep struct {
	mu    sync.RWMutex
	moved int64
	pages map[string]*keptPage
	size  int
}

const (
	maxKeptPages = 16 << 20 // bytes
	maxKeptAge   = time.Minute
)

type keptPage struct {
	header http.Header
	plain  []byte
	gzip   []byte
	etag   string
	at     time.Time
}

func newKeep() *keep { return &keep{pages: map[string]*keptPage{}} }

// keepKey returns the key of an answer and whether it may be kept: a GET without
// cookies, of a route that is not personal.
func (s *Site) keepKey(r Route, req *http.Request) (string, bool) {
	if r.Fresh || r.For != Anyone || req.Method != http.MethodGet && req.Method != http.MethodHead || len(req.Header["Cookie"]) > 0 || wantsLive(req) {
		return "", false
	}
	p, ok := req.Context().Value(requestKey{}).(placed)
	if !ok {
		return "root" + req.URL.Path + "?" + req.URL.RawQuery, true
	}
	return string(p.lang) + p.path + "." + p.format + "?" + req.URL.RawQuery, true
}

func (k *keep) answer(w http.ResponseWriter, r *http.Request, key string, moved int64) bool {
	k.mu.RLock()
	p := k.pages[key]
	good := p != nil && k.moved == moved && time.Since(p.at) < maxKeptAge
	k.mu.RUnlock()
	if !good {
		return false
	}
	h := w.Header()
	for name, v := range p.header {
		h[name] = v
	}
	sendBody(w, r, p.plain, p.gzip, p.etag, http.StatusOK)
	return true
}

func (k *keep) put(from *keeping, key string, moved int64) {
	if from.page == nil {
		return
	}
	p := from.page
	p.at = time.Now()
	k.mu.Lock()
	defer k.mu.Unlock()
	size := len(p.plain) + len(p.gzip)
	if k.moved != moved || k.size+size > maxKeptPages {
		k.pages, k.size, k.moved = map[string]*keptPage{}, 0, moved
	}
	if old := k.pages[key]; old != nil {
		k.size -= len(old.plain) + len(old.gzip)
	}
	k.pages[key] = p
	k.size += size
}

// keeping notes the answer that passes through it.
type keeping struct {
	http.ResponseWriter
	page *keptPage
}

// Unwrap lets http.ResponseController reach the connection.
func (k *keeping) Unwrap() http.ResponseWriter { return k.ResponseWriter }

// etagOf returns the mark by which a reader knows whether bytes have changed.
func etagOf(b []byte) string {
	sum := sha256.Sum256(b)
	return `"` + base64.RawURLEncoding.EncodeToString(sum[:12]) + `"`
}

// send answers with bytes, compressed if the reader takes that.
func (a *Ask) send(b []byte) error {
	h := a.W.Header()
	etag := etagOf(b)
	k, keepable := a.W.(*keeping)
	level := gzip.DefaultCompression
	if keepable {
		level = gzip.BestCompression
	}
	var zipped []byte
	if len(b) > 500 && compressible(h.Get("Content-Type")) {
		zipped = zip(b, level)
	}
	if keepable && a.status == http.StatusOK && h.Get("Set-Cookie") == "" {
		k.page = &keptPage{header: h.Clone(), plain: b, gzip: zipped, etag: etag}
	}
	sendBody(a.W, a.R, b, zipped, etag, a.status)
	return nil
}

func sendBody(w http.ResponseWriter, r *http.Request, plain, zipped []byte, etag string, status int) {
	h := w.Header()
	h.Add("Vary", "Accept-Encoding, Cookie, "+liveHeader)
	body := plain
	if zipped != nil && strings.Contains(r.Header.Get("Accept-Encoding"), "gzip") {
		h.Set("Content-Encoding", "gzip")
		body = zipped
		etag = etag[:len(etag)-1] + `-g"`
	}
	if status == http.StatusOK {
		h.Set("Etag", etag)
		if match := r.Header.Get("If-None-Match"); match != "" && strings.Contains(match, strings.Trim(etag, `"`)) {
			h.Del("Content-Encoding")
			w.WriteHeader(http.StatusNotModified)
			return
		}
	}
	h.Set("Content-Length", strconv.Itoa(len(body)))
	w.WriteHeader(status)
	if r.Method != http.MethodHead {
		w.Write(body)
	}
}

func compressible(mediaType string) bool {
	for _, t := range []string{"text/", "application/json", "application/atom+xml", "application/feed+json", "image/svg"} {
		if strings.HasPrefix(mediaType, t) {
			return true
		}
	}
	return false
}

var zippers = map[int]*sync.Pool{
	gzip.DefaultCompression: {New: func() any { z, _ := gzip.NewWriterLevel(nil, gzip.DefaultCompression); return z }},
	gzip.BestCompression:    {New: func() any { z, _ := gzip.NewWriterLevel(nil, gzip.BestCompression); return z }},
}

func zip(b []byte, level int) []byte {
	pool := zippers[level]
	z := pool.Get().(*gzip.Writer)
	defer pool.Put(z)
	var out bytes.Buffer
	z.Reset(&out)
	z.Write(b)
	z.Close()
	return out.Bytes()
}
