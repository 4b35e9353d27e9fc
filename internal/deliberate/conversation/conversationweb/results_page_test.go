package conversationweb_test

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"encoding/json"
	"io"
	"io/fs"
	"log/slog"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"penc/examples"
	"penc/internal/deliberate/conversation/conversationtest"
	"penc/internal/gather/process/processtest"
	"penc/internal/ground/access"
	"penc/internal/platform/job"
	"penc/internal/platform/web/webtest"
)

// draw does the jobs that wait.
func draw(t testing.TB, h *conversationtest.House) {
	t.Helper()
	h.Clock.Advance(time.Minute)
	for _, c := range h.Conversations.Feature().Clocks {
		if err := c.Do(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	for more := true; more; {
		var err error
		if more, err = job.Work(t.Context(), h.DB, slog.New(slog.DiscardHandler), h.Conversations.Feature().Jobs[0]); err != nil {
			t.Fatal(err)
		}
	}
}

// upload sends files to the import of the process "water".
func upload(t *testing.T, v *webtest.Visitor, files map[string][]byte, fields ...string) webtest.Reply {
	t.Helper()
	var body bytes.Buffer
	w := multipart.NewWriter(&body)
	for i := 0; i+1 < len(fields); i += 2 {
		w.WriteField(fields[i], fields[i+1])
	}
	for name, b := range files {
		part, err := w.CreateFormFile("files", name)
		if err != nil {
			t.Fatal(err)
		}
		part.Write(b)
	}
	w.Close()
	r := httptest.NewRequest(http.MethodPost, "/en/processes/water/conversations/import", &body)
	r.Header.Set("Content-Type", w.FormDataContentType())
	return v.Do(r)
}

// electoral returns the files of the real conversation that comes with Penc.
func electoral(t *testing.T) map[string][]byte {
	t.Helper()
	out := map[string][]byte{}
	for _, name := range []string{"summary.csv", "comments.csv", "votes.csv.gz", "participants-votes.csv.gz"} {
		b, err := fs.ReadFile(examples.Files, "canadian-electoral-reform/"+name)
		if err != nil {
			t.Fatal(err)
		}
		out[name] = b
	}
	return out
}

func TestAPolisExportComesByUploadAndIsShown(t *testing.T) {
	h := conversationtest.SQLite(t)
	processtest.Published(t, h.Processes, "water")
	v := site(t, h)
	as(v, processtest.Convener("water"))
	fields := []string{
		"title.en", "Electoral reform", "lang", "en", "origin", "Polis 2016", "licence", "CC BY 4.0",
		"attribution", "By *The Computational Democracy Project* <script>", "licence-url", "https://creativecommons.org/licenses/by/4.0/",
	}
	want(t, "nothing", upload(t, v, nil, fields...), http.StatusUnprocessableEntity, "Choose the files", `value="Electoral reform"`)
	want(t, "no zip", upload(t, v, map[string][]byte{"x.zip": []byte("PK no")}, fields...), http.StatusUnprocessableEntity, "cannot be read")
	broken := electoral(t)
	delete(broken, "votes.csv.gz")
	broken["votes.csv"] = []byte("timestamp,datetime,comment-id,voter-id,vote\n1,x,0,1,7\n")
	want(t, "broken", upload(t, v, broken, fields...), http.StatusUnprocessableEntity, "votes.csv", "A vote is −1, 0 or 1", ">2<")
	if all, err := h.Conversations.Of(t.Context(), processtest.Convener("water"), "water"); err != nil || len(all) != 0 {
		t.Fatalf("%d conversations came in, %v", len(all), err)
	}
	reply := upload(t, v, map[string][]byte{"export.zip": zipped(t, electoral(t))}, fields...)
	v.Follow(reply)
	path := strings.TrimSuffix(reply.Header.Get("Location"), "/results")
	as(v, access.Actor{})
	draw(t, h)
	page := v.Get(path + "/results")
	want(t, "results", page, http.StatusOK, "448 people voted on 174 statements", "<svg class=\"m-density\"", "Group A", "Group B", "CC BY 4.0",
		"<em>The Computational Democracy Project</em>", "Polis 2016", "penc/1", "What unites", "What divides", "/export/votes.csv", "/results/groups", "/results/method")
	weigh(t, "results of 448 people", page, 18<<10)
	for _, show := range []string{"unites", "divides", "undecided", "few", "all"} {
		weigh(t, show, v.Get(path+"/results?show="+show), 30<<10)
	}
	weigh(t, "groups", v.Get(path+"/results/groups"), 30<<10)
	weigh(t, "method", v.Get(path+"/results/method"), 30<<10)
	weigh(t, "statements", v.Get(path+"/statements"), 30<<10)
	want(t, "about", v.Get(path), http.StatusOK, "held elsewhere")
	wantExport(t, v, path)
	var data struct {
		Voters     int
		Statements []any
		Map        struct {
			Digest  string
			Figures []any
		}
	}
	answer := v.Get(path + ".json")
	if err := json.Unmarshal([]byte(answer.Body), &data); err != nil || data.Voters != 448 || len(data.Map.Digest) != 64 || len(data.Map.Figures) < 100 {
		t.Errorf("the JSON: %v, %d people, %d figures", err, data.Voters, len(data.Map.Figures))
	}
}

func wantExport(t *testing.T, v *webtest.Visitor, path string) {
	t.Helper()
	z, err := zip.NewReader(strings.NewReader(v.Get(path+"/export.zip").Body), int64(len(v.Get(path+"/export.zip").Body)))
	if err != nil || len(z.File) != 4 {
		t.Fatalf("the ZIP: %v", err)
	}
	comments := v.Get(path + "/export/comments.csv")
	if comments.Body != string(electoral(t)["comments.csv"]) || !strings.HasPrefix(comments.Header.Get("Content-Type"), "text/csv") {
		t.Errorf("comments.csv is not what came in (%s)", comments.Header.Get("Content-Type"))
	}
}

func zipped(t *testing.T, files map[string][]byte) []byte {
	t.Helper()
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for name, b := range files {
		w, err := z.Create("some/folder/" + name)
		if err != nil {
			t.Fatal(err)
		}
		w.Write(b)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// weigh fails if a page is heavier than limit, compressed.
func weigh(t *testing.T, what string, r webtest.Reply, limit int) {
	t.Helper()
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	io.WriteString(z, r.Body)
	z.Close()
	t.Logf("%s: %d bytes, %d compressed", what, len(r.Body), b.Len())
	if b.Len() > limit {
		t.Errorf("%s: %d bytes compressed, more than %d", what, b.Len(), limit)
	}
}

func TestTooFewVotesAreSaidPlainly(t *testing.T) {
	h := conversationtest.SQLite(t)
	_, statements := h.Opened(t, 3)
	v := site(t, h)
	want(t, "before", v.Get("/en/conversations/c1/results"), http.StatusOK, "There is no map", "Nobody has voted yet")
	for _, st := range statements[:2] {
		v.Post("/en/conversations/c1/votes", "statement", string(st.ID), "vote", "agree")
	}
	draw(t, h)
	want(t, "after two", v.Get("/en/conversations/c1/results"), http.StatusOK, "A map needs 14 votes; so far there are 2.", "Too few votes (2)")
	want(t, "the list", v.Get("/en/conversations/c1/results?show=few"), http.StatusOK, "1 agree, 0 disagree, 0 pass", "fewer than five votes")
	want(t, "in French", v.Get("/fr/conversations/c1/results"), http.StatusOK, "Une carte demande 14 votes")
}

// TestAPlaceOfOnesOwnIsKeptByNobody: a page that may say where a guest stands is for
// them alone; that of a stranger may be kept.
func TestAPlaceOfOnesOwnIsKeptByNobody(t *testing.T) {
	h := conversationtest.SQLite(t)
	_, statements := h.Opened(t, 3)
	guest, stranger := site(t, h), site(t, h)
	guest.Post("/en/conversations/c1/votes", "statement", string(statements[0].ID), "vote", "agree")
	for _, path := range []string{"/en/conversations/c1/results", "/en/conversations/c1/statements/" + string(statements[0].ID)} {
		want := map[string]string{"public, no-cache": stranger.Get(path).Header.Get("Cache-Control"), "private, no-store": guest.Get(path).Header.Get("Cache-Control")}
		for w, got := range want {
			if got != w {
				t.Errorf("%s: Cache-Control %q, want %q", path, got, w)
			}
		}
	}
}
