package blob

import (
	"bytes"
	"net/http"
	"path"
	"slices"
	"strings"
	"unicode/utf8"

	"penc/internal/ground/fault"
)

// HeadBytes is how much of a file Sniff wants to see.
const HeadBytes = 4096

// A shape is a kind of file that may be uploaded: the endings of its name, and
// what its first bytes look like.
type shape struct {
	media string
	ends  []string
	fits  func(head []byte) bool
}

const (
	odf  = "application/vnd.oasis.opendocument."
	ooml = "application/vnd.openxmlformats-officedocument."
)

var pictures = []string{".png", ".jpg", ".jpeg", ".webp", ".gif"}

var shapes = []shape{
	{"application/pdf", []string{".pdf"}, begins("%PDF-")},
	{"image/png", pictures, begins("\x89PNG\r\n\x1a\n")},
	{"image/jpeg", pictures, begins("\xff\xd8\xff")},
	{"image/gif", pictures, func(h []byte) bool { return begins("GIF87a")(h) || begins("GIF89a")(h) }},
	{"image/webp", pictures, func(h []byte) bool {
		return begins("RIFF")(h) && len(h) >= 12 && string(h[8:12]) == "WEBP"
	}},
	{odf + "text", []string{".odt"}, document(odf + "text")},
	{odf + "spreadsheet", []string{".ods"}, document(odf + "spreadsheet")},
	{ooml + "wordprocessingml.document", []string{".docx"}, begins("PK\x03\x04")},
	{ooml + "spreadsheetml.sheet", []string{".xlsx"}, begins("PK\x03\x04")},
	{"text/csv", []string{".csv"}, plain},
	{"text/plain", []string{".txt"}, plain},
	{"text/markdown", []string{".md"}, plain},
}

// Endings are the endings of the names of files that may be uploaded, for the
// form that asks for one.
func Endings() []string {
	var out []string
	for _, s := range shapes {
		for _, e := range s.ends {
			if !slices.Contains(out, e) {
				out = append(out, e)
			}
		}
	}
	return out
}

// Sniff returns the media type of a file from its first bytes and its name. The
// bytes decide; the name must agree with them. Everything that is not known to
// be harmless is refused with the Invalid fault "blob.type.refused" of the field
// file: pages and drawings with scripts, programs, archives, documents with
// macros.
//
// Serve files with the type that Sniff found, with "nosniff", and as downloads
// unless they are pictures or PDF.
func Sniff(head []byte, name string) (string, error) {
	end := strings.ToLower(path.Ext(name))
	for _, s := range shapes {
		if slices.Contains(s.ends, end) && s.fits(head) {
			return s.media, nil
		}
	}
	return "", fault.Field("file", "blob.type.refused", "kinds", strings.Join(Endings(), " "))
}

func begins(with string) func([]byte) bool {
	return func(head []byte) bool { return bytes.HasPrefix(head, []byte(with)) }
}

// document returns a test for OpenDocument files, whose first entry, never
// compressed, names their type.
func document(media string) func([]byte) bool {
	return func(head []byte) bool {
		const at = 30 // the length of a ZIP entry's header
		want := "mimetype" + media + "PK"
		return begins("PK\x03\x04")(head) && len(head) >= at+len(want) && string(head[at:at+len(want)]) == want
	}
}

// plain reports whether head is text that no browser would take for a page and
// no shell for a program. Text may be in an older encoding than UTF-8:
// spreadsheets still write such files.
func plain(head []byte) bool {
	if len(head) == 0 || begins("#!")(head) {
		return false
	}
	kind, _, _ := strings.Cut(http.DetectContentType(head), ";")
	return kind == "text/plain" && !tagged(head) && !control(head)
}

// tagged reports whether the text begins with markup that DetectContentType
// does not look for.
func tagged(head []byte) bool {
	start := bytes.ToLower(bytes.TrimSpace(bytes.TrimPrefix(head, []byte("\xef\xbb\xbf"))))
	return begins("<svg")(start) || begins("<?")(start) || begins("<!")(start) || begins("<html")(start)
}

// control reports whether there are bytes that no text has.
func control(head []byte) bool {
	return bytes.ContainsFunc(head, func(r rune) bool {
		return r != utf8.RuneError && r < ' ' && r != '\n' && r != '\r' && r != '\t' && r != '\f'
	})
}
