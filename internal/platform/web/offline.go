package web

import (
	"crypto/sha256"
	"embed"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"time"

	"github.com/klauspost/compress/gzip"

	"penc/internal/ground/access"
	"penc/internal/platform/web/ui"
)

// What a venue's network drops, the device keeps. A page that says so with
// [Ask.Offline] is a part of the installable app: a service worker keeps a copy of
// it, which opens when the network does not answer, with a banner that says how old
// it is; and a form on it that is marked [ui.Form.Offline] is held back when it
// cannot be sent, shown as "not yet sent" with its text, and sent once when the
// network is back. The form's act makes it once even if the answer to the first
// sending was lost; when it was written travels along, see [Form.Happened].
//
// Copies hold what one person may see. They are removed when the person signs out,
// when somebody else uses the device, and after the moment that the page names.
// Forms that wait are of the person who wrote them and are neither shown nor sent
// to anybody else.
//
// Everything works without: a browser without scripts or workers sees the same
// pages and sends the same forms.

//go:embed worker/worker.js icon/*.png
var appFiles embed.FS

// workerPolicy is what the worker may do: ask this site.
const workerPolicy = "default-src 'none'; connect-src 'self'"

// Offline makes a page one that also opens without a network, until a moment: say,
// the day after its meeting.
func (a *Ask) Offline(p Page, until time.Time) Page {
	mark := holder(a.Who)
	if a.R.Method == http.MethodGet && !p.inner {
		a.W.Header().Set("Penc-Keep", strconv.FormatInt(until.UnixMilli(), 10)+" "+mark)
	}
	p = p.With("web/offline.js")
	p.offline = p.offlineBar()
	p.offline.Who, p.offline.Known = mark, true
	return p
}

// holder returns a mark for whoever holds the device, so that what is kept for one
// is not shown to another: empty for strangers.
func holder(who access.Actor) string {
	h := sha256.New()
	switch {
	case who.Person != "":
		fmt.Fprint(h, "person ", who.Person)
	case len(who.Participants) > 0:
		for _, process := range slices.Sorted(maps.Keys(who.Participants)) {
			fmt.Fprint(h, process, " ", who.Participants[process], "\n")
		}
	default:
		return ""
	}
	return base64.RawURLEncoding.EncodeToString(h.Sum(nil)[:9])
}

// Happened returns when a form was filled in that was held back on a device, by the
// clock of this machine; now if it came at once. What is in the future is now. The
// room bounds how long ago it can have been. The clock of the device may be wrong,
// but how long the form waited there is not.
func (f Form) Happened(now time.Time) time.Time {
	at, err := time.Parse(time.RFC3339, f.Get("happened"))
	if err != nil {
		return now
	}
	if sent, err := time.Parse(time.RFC3339, f.Get("sent")); err == nil {
		at = now.Add(-sent.Sub(at))
	}
	if at.After(now) {
		return now
	}
	return at.UTC().Truncate(time.Microsecond)
}

// offlineBar returns what the page says when there is no network.
func (s Speaker) offlineBar() *ui.OfflineBar {
	t := func(key string) string { return s.T("web.offline." + key) }
	return &ui.OfflineBar{
		Title: t("title"), Age: t("age"), Text: t("text"), Count: t("count"), CountText: t("count-text"), Send: t("send"),
		Edit: t("edit"), Again: t("again"), Remove: t("remove"), Waiting: t("waiting"), Held: t("held"), Refused: t("refused"),
		Gone: t("gone"), Back: t("back"), Trying: t("trying"), Sent: t("sent"), Changing: t("changing"), Sure: t("sure"),
	}
}

// app registers what the installable app is made of.
func (s *Site) app() error {
	worker, err := appFiles.ReadFile("worker/worker.js")
	if err != nil {
		return err
	}
	s.roots.HandleFunc("GET /worker.js", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Security-Policy", workerPolicy)
		serveFile(w, r, "text/javascript; charset=utf-8", "no-cache", worker)
	})
	manifest, err := json.Marshal(s.manifest())
	if err != nil {
		return err
	}
	s.roots.HandleFunc("GET /app.webmanifest", func(w http.ResponseWriter, r *http.Request) {
		serveFile(w, r, "application/manifest+json", "max-age=86400", manifest)
	})
	for _, size := range iconSizes {
		icon, err := appFiles.ReadFile(fmt.Sprintf("icon/%d.png", size))
		if err != nil {
			return err
		}
		s.roots.HandleFunc(fmt.Sprintf("GET /app-%d.png", size), func(w http.ResponseWriter, r *http.Request) {
			serveFile(w, r, "image/png", "max-age=86400", icon)
		})
	}
	return s.route(Route{Pattern: "GET /offline", For: Anyone, Do: showAway})
}

var iconSizes = []int{192, 512}

// manifest describes the app to the device on which it is installed.
func (s *Site) manifest() map[string]any {
	icons := []map[string]string{}
	for _, size := range iconSizes {
		icons = append(icons, map[string]string{
			"src": fmt.Sprintf("/app-%d.png", size), "sizes": fmt.Sprintf("%dx%d", size, size), "type": "image/png", "purpose": "any maskable",
		})
	}
	return map[string]any{
		"name": s.Name, "short_name": s.Name, "id": "/", "start_url": "/", "scope": "/", "display": "standalone",
		"background_color": "#fcfcfa", "theme_color": "#1e2569", "icons": icons,
	}
}

func serveFile(w http.ResponseWriter, r *http.Request, mediaType, keep string, b []byte) {
	h := w.Header()
	h.Set("Content-Type", mediaType)
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Cache-Control", keep)
	if len(b) > 500 && mediaType != "image/png" {
		sendBody(w, r, b, zip(b, gzip.BestCompression), etagOf(b), http.StatusOK)
		return
	}
	sendBody(w, r, b, nil, etagOf(b), http.StatusOK)
}

// showAway is the page that opens where there is no network and no copy. It is the
// same for everybody.
func showAway(a *Ask) error {
	p := a.Page(a.T("web.offline.away")).With("web/offline.js")
	p.NoIndex = true
	p.offline = p.offlineBar()
	return a.Render(awayPage(p))
}
