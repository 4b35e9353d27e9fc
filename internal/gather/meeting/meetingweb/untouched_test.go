package meetingweb_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"penc/bundle"
	"penc/examples"
	"penc/internal/gather/meeting/meetingtest"
	"penc/internal/gather/process/processtest"
	"penc/internal/ground/access"
	"penc/internal/ground/ref"
	"penc/internal/platform/db"
	"penc/internal/platform/web/webtest"
)

// typed reads what the form of a page holds, as a browser would send it.
func typed(page string) url.Values {
	out, text, choose := url.Values{}, "", ""
	z := html.NewTokenizer(strings.NewReader(page))
	for {
		switch z.Next() {
		case html.ErrorToken:
			return out
		case html.TextToken:
			if text != "" {
				out.Add(text, strings.TrimPrefix(string(z.Text()), "\n"))
				text = ""
			}
		case html.EndTagToken:
			text = ""
		case html.StartTagToken, html.SelfClosingTagToken:
			tag, at := z.Token(), map[string]string{}
			for _, a := range tag.Attr {
				at[a.Key] = a.Val
			}
			_, checked := at["checked"]
			_, selected := at["selected"]
			switch {
			case tag.Data == "textarea":
				text = at["name"]
			case tag.Data == "select":
				choose = at["name"]
			case tag.Data == "option" && selected:
				out.Set(choose, at["value"])
			case tag.Data == "input" && at["name"] != "" && (at["type"] != "checkbox" && at["type"] != "radio"):
				out.Add(at["name"], at["value"])
			case tag.Data == "input" && checked && at["value"] == "":
				out.Add(at["name"], "on")
			case tag.Data == "input" && checked:
				out.Add(at["name"], at["value"])
			}
		}
	}
}

// resave sends the form of a page as it came.
func resave(t *testing.T, v *webtest.Visitor, path string) {
	t.Helper()
	form := typed(v.Get(path).Body)
	if !form.Has("version") {
		t.Fatalf("%s holds no form", path)
	}
	r := httptest.NewRequest(http.MethodPost, path, strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	if done := v.Do(r); done.Status != http.StatusSeeOther {
		t.Errorf("%s: %d %s", path, done.Status, main(done))
	}
}

// exported returns the meetings of a process as a file has them, and as JSON.
func exported(t *testing.T, h *meetingtest.House, id ref.ID) (string, []bundle.Meeting) {
	t.Helper()
	var out bundle.Bundle
	err := h.DB.Read(t.Context(), func(tx *db.Tx) error { return h.Meetings.ExportTx(tx, id, &out) })
	if err != nil {
		t.Fatal(err)
	}
	text, err := json.MarshalIndent(out.Meetings, "", " ")
	if err != nil {
		t.Fatal(err)
	}
	return string(text), out.Meetings
}

// TestAFormSavedUntouchedLosesNothing: every field of every example meeting is in
// one of its editors, in the form in which it is stored.
func TestAFormSavedUntouchedLosesNothing(t *testing.T) {
	h, v := site(t)
	for _, name := range []string{"senegal-iot-security.yaml", "canada-iot-security.yaml", "mareola-water-meters.yaml"} {
		f, err := examples.Files.Open(name)
		if err != nil {
			t.Fatal(err)
		}
		b, err := bundle.Read(f)
		f.Close()
		if err != nil {
			t.Fatal(err)
		}
		id := ref.ID(b.Process.ID)
		err = h.DB.Write(t.Context(), func(tx *db.Tx) error {
			if _, err := h.Processes.ImportTx(tx, access.AtConsole(id), b); err != nil {
				return err
			}
			_, err := h.Meetings.ImportTx(tx, access.AtConsole(id), b)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		as(v, processtest.Holding(access.Editor, id))
		before, out := exported(t, h, id)
		for _, m := range out {
			at := "/en/meetings/" + m.ID
			contains(t, v.Get(at), http.StatusOK)
			resave(t, v, at+"/edit")
			resave(t, v, at+"/programme")
			for _, it := range m.Agenda {
				resave(t, v, at+"/programme/"+it.ID)
			}
			for _, b := range m.Breakouts {
				resave(t, v, at+"/programme/"+b.ID)
			}
			for _, o := range m.Outcomes {
				resave(t, v, at+"/programme/"+o.ID)
			}
		}
		after, _ := exported(t, h, id)
		x, y := strings.Split(before, "\n"), strings.Split(after, "\n")
		for i := range min(len(x), len(y)) {
			if x[i] != y[i] {
				t.Fatalf("%s: before %s, after %s", name, x[i], y[i])
			}
		}
		if len(x) != len(y) || len(out) == 0 {
			t.Errorf("%s: %d lines before, %d after", name, len(x), len(y))
		}
	}
}
