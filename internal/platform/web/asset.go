package web

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"io/fs"
	"net/http"
	"path"
	"strconv"
	"strings"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/gzip"
)

//go:embed script/*.js
var scriptFiles embed.FS

// ownScripts are the frame's own small modules.
var ownScripts, _ = fs.Sub(scriptFiles, "script")

//go:embed i18n/*.json
var ownWords embed.FS

// Words returns the frame's own words.
func Words() fs.FS { return ownWords }

// assets are the scripts of all faces, hashed and compressed once at the start.
type assets struct {
	byName map[string]string // "web/vote.js" to its address
	byFile map[string]*asset
}

type asset struct {
	mediaType   string
	plain       []byte
	br, gzipped []byte
}

func newAssets() assets {
	return assets{byName: map[string]string{}, byFile: map[string]*asset{}}
}

func (s assets) add(room string, files fs.FS) error {
	if files == nil {
		return nil
	}
	return fs.WalkDir(files, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || path.Ext(name) != ".js" {
			return err
		}
		b, err := fs.ReadFile(files, name)
		if err != nil {
			return err
		}
		sum := sha256.Sum256(b)
		base := room + "-" + strings.TrimSuffix(path.Base(name), ".js")
		file := base + "." + hex.EncodeToString(sum[:6]) + ".js"
		a := &asset{mediaType: "text/javascript; charset=utf-8", plain: b, gzipped: zip(b, gzip.BestCompression)}
		var out bytes.Buffer
		w := brotli.NewWriterLevel(&out, brotli.BestCompression)
		w.Write(b)
		w.Close()
		a.br = out.Bytes()
		s.byName[room+"/"+path.Base(name)] = "/assets/" + file
		s.byFile[file] = a
		return nil
	})
}

func (s assets) serve(w http.ResponseWriter, r *http.Request) {
	a := s.byFile[r.PathValue("file")]
	if a == nil {
		http.NotFound(w, r)
		return
	}
	h := w.Header()
	h.Set("Content-Type", a.mediaType)
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Cache-Control", "public, max-age=31536000, immutable")
	h.Set("Vary", "Accept-Encoding")
	body := a.plain
	switch accept := r.Header.Get("Accept-Encoding"); {
	case strings.Contains(accept, "br"):
		h.Set("Content-Encoding", "br")
		body = a.br
	case strings.Contains(accept, "gzip"):
		h.Set("Content-Encoding", "gzip")
		body = a.gzipped
	}
	h.Set("Content-Length", strconv.Itoa(len(body)))
	w.Write(body)
}
