package conversationweb_test

import (
	"bytes"
	"compress/gzip"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"

	"penc/internal/deliberate/conversation"
	"penc/internal/deliberate/conversation/conversationtest"
	"penc/internal/deliberate/conversation/conversationweb"
	"penc/internal/gather/process/processtest"
	"penc/internal/gather/process/processweb"
	"penc/internal/ground/access"
	"penc/internal/ground/fault"
	"penc/internal/platform/web"
	"penc/internal/platform/web/webtest"
)

func site(t testing.TB, h *conversationtest.House) *webtest.Visitor {
	_, v := webtest.Site(t, h.DB, h.Directory, nil, processweb.Face(h.Processes, h.Orgs), conversationweb.Face(h.Conversations, h.Processes))
	return v
}

func as(v *webtest.Visitor, who access.Actor) { v.Who = &web.Identity{Actor: who, Name: "Amina"} }

func want(t *testing.T, what string, r webtest.Reply, status int, words ...string) {
	t.Helper()
	if r.Status != status {
		t.Fatalf("%s: status %d, want %d\n%.600s", what, r.Status, status, r.Body)
	}
	for _, w := range words {
		if !strings.Contains(r.Body, w) {
			t.Errorf("%s: no %q on the page", what, w)
		}
	}
}

func lacks(t *testing.T, what string, r webtest.Reply, words ...string) {
	t.Helper()
	for _, w := range words {
		if strings.Contains(r.Body, w) {
			t.Errorf("%s: %q is on the page", what, w)
		}
	}
}

var hiddenStatement = regexp.MustCompile(`name="statement" value="([^"]+)"`)

// askedFor returns the statement that a voting page asks about.
func askedFor(t *testing.T, r webtest.Reply) string {
	t.Helper()
	m := hiddenStatement.FindStringSubmatch(r.Body)
	if m == nil {
		t.Fatalf("the page asks about nothing: %.600s", r.Body)
	}
	return m[1]
}

func TestAGuestVotesThroughEverythingWithoutScripts(t *testing.T) {
	conversationtest.Each(t, func(t *testing.T, h *conversationtest.House) {
		h.Opened(t, 3)
		v := site(t, h)
		page := v.Get("/en/conversations/c1")
		want(t, "why", v.Get("/fr/conversations/c1"), http.StatusOK, "Pourquoi celui-ci\u202f? Il ")
		want(t, "first", page, http.StatusOK, "You have voted on 0 of 3 statements.", "Why this one? It ", "without an account", `value="agree"`, "/join?next=%2Fconversations%2Fc1")
		if v.Jar["penc_guest"] != nil {
			t.Fatal("a cookie was set before the first vote")
		}
		seen := map[string]bool{}
		for i := range 3 {
			statement := askedFor(t, page)
			if seen[statement] {
				t.Fatalf("asked twice about %s", statement)
			}
			seen[statement] = true
			reply := v.Post("/en/conversations/c1/votes", "statement", statement, "vote", "agree")
			cookie := v.Jar["penc_guest"]
			if cookie == nil || len(cookie.Value) < 26 || !cookie.HttpOnly || cookie.SameSite != http.SameSiteLaxMode || cookie.Path != "/" {
				t.Fatalf("the cookie is %+v", cookie)
			}
			if set := reply.Header.Get("Set-Cookie"); (i == 0) != strings.Contains(set, "penc_guest") {
				t.Errorf("vote %d sets %q", i, set)
			}
			page = v.Follow(reply)
			want(t, "next", page, http.StatusOK, "Your vote: agree", "1 agree, 0 disagree, 0 pass")
		}
		want(t, "done", page, http.StatusOK, "You have voted on every statement")
		lacks(t, "done", page, "Why this one?")
		want(t, "mine", v.Get("/en/conversations/c1/mine"), http.StatusOK, "aria-pressed", "your vote")
		change := v.Post("/en/conversations/c1/votes", "statement", askedFor(t, v.Get("/en/conversations/c1/mine")), "vote", "pass", "back", "mine")
		want(t, "changed", v.Follow(change), http.StatusOK, "the last one counts")
	})
}

func TestAClaimTakesTheVotesOver(t *testing.T) {
	conversationtest.Each(t, func(t *testing.T, h *conversationtest.House) {
		_, statements := h.Opened(t, 3)
		amina := h.Person(t, "amina@example.sn")
		v := site(t, h)
		v.Post("/en/conversations/c1/votes", "statement", string(statements[0].ID), "vote", "agree")
		lacks(t, "a stranger", v.Get("/en/conversations/c1"), "take them over</button>")
		as(v, amina)
		want(t, "offered", v.Get("/en/conversations/c1"), http.StatusOK, "before you signed in: take them over", "One vote or statement")
		reply := v.Post("/en/conversations/claim", "do", "take", "back", "/conversations/c1/mine")
		want(t, "claimed", v.Follow(reply), http.StatusOK, "are now yours", "your vote")
		if v.Jar["penc_guest"] != nil {
			t.Error("the cookie is still there")
		}
		lacks(t, "after", v.Get("/en/conversations/c1"), "take them over")
		if back := v.Post("/en/conversations/claim", "back", "//evil.example/").Header.Get("Location"); back != "/en/account" {
			t.Errorf("a claim leads to %s", back)
		}
	})
}

func TestWhereGuestsDoNotTakePartTheyAreLedToJoin(t *testing.T) {
	h := conversationtest.SQLite(t)
	_, statements := h.Opened(t, 1, func(p *conversation.Plan) { p.Guests = false })
	v := site(t, h)
	page := v.Get("/fr/conversations/c1")
	want(t, "page", page, http.StatusOK, "/fr/join?next=%2Fconversations%2Fc1", "il faut un compte")
	lacks(t, "page", page, `value="agree"`)
	reply := v.Post("/fr/conversations/c1/votes", "statement", string(statements[0].ID), "vote", "agree")
	if reply.Status != http.StatusSeeOther || reply.Header.Get("Location") != "/fr/join?next=%2Fconversations%2Fc1" || v.Jar["penc_guest"] != nil {
		t.Errorf("a stranger's vote: %d to %s, cookie %v", reply.Status, reply.Header.Get("Location"), v.Jar["penc_guest"])
	}
	as(v, h.Person(t, "amina@example.sn"))
	want(t, "signed in", v.Get("/fr/conversations/c1"), http.StatusOK, `value="agree"`)
}

func TestForgedVotesAreRefused(t *testing.T) {
	h := conversationtest.SQLite(t)
	_, statements := h.Opened(t, 2)
	other := conversationtest.Plan("water")
	other.ID = "c2"
	if _, err := h.Conversations.Prepare(t.Context(), processtest.Convener("water"), other); err != nil {
		t.Fatal(err)
	}
	v := site(t, h)
	post := func(path string, fields ...string) int { return v.Post(path, fields...).Status }
	for what, got := range map[string][2]int{
		"a statement that is not there":        {post("/en/conversations/c1/votes", "statement", "nothing", "vote", "agree"), http.StatusNotFound},
		"no statement":                         {post("/en/conversations/c1/votes", "vote", "agree"), http.StatusNotFound},
		"a statement of another conversation":  {post("/en/conversations/c2/votes", "statement", string(statements[0].ID), "vote", "agree"), http.StatusNotFound},
		"a vote that is none":                  {post("/en/conversations/c1/votes", "statement", string(statements[0].ID), "vote", "maybe"), http.StatusUnprocessableEntity},
		"a conversation that is not there":     {post("/en/conversations/c9/votes", "statement", string(statements[0].ID), "vote", "agree"), http.StatusNotFound},
		"a draft that strangers do not know":   {v.Get("/en/conversations/c2").Status, http.StatusNotFound},
		"its results":                          {v.Get("/en/conversations/c2/results").Status, http.StatusNotFound},
		"its JSON":                             {v.Get("/en/conversations/c2.json").Status, http.StatusNotFound},
		"its export":                           {v.Get("/en/conversations/c2/export.zip").Status, http.StatusNotFound},
		"a statement page of another one":      {v.Get("/en/conversations/c2/statements/" + string(statements[0].ID)).Status, http.StatusNotFound},
		"a steward's page for a stranger":      {v.Get("/en/conversations/c1/edit").Status, http.StatusSeeOther},
		"a steward's act by a stranger":        {post("/en/conversations/c1/state", "to", "closed"), http.StatusForbidden},
		"a file that the export does not have": {v.Get("/en/conversations/c1/export/passwd.csv").Status, http.StatusNotFound},
	} {
		if got[0] != got[1] {
			t.Errorf("%s: status %d, want %d", what, got[0], got[1])
		}
	}
	if v.Jar["penc_guest"] != nil {
		t.Error("a refused vote left a cookie")
	}
	if n := h.Count(t, "c1"); n.Votes != 0 {
		t.Errorf("%d votes", n.Votes)
	}
}

func TestAClosedConversationIsRead(t *testing.T) {
	h := conversationtest.SQLite(t)
	c, statements := h.Opened(t, 2)
	v := site(t, h)
	v.Post("/en/conversations/c1/votes", "statement", string(statements[0].ID), "vote", "agree")
	if err := h.Conversations.End(t.Context(), access.AtConsole("water"), c.ID); err != nil {
		t.Fatal(err)
	}
	page := v.Get("/en/conversations/c1")
	want(t, "page", page, http.StatusOK, "This conversation is closed", "/en/conversations/c1/results")
	lacks(t, "page", page, `value="agree"`)
	want(t, "vote", v.Post("/en/conversations/c1/votes", "statement", string(statements[1].ID), "vote", "agree"), http.StatusConflict, "not open now")
	want(t, "mine", v.Get("/en/conversations/c1/mine"), http.StatusOK, "Voting is over", "Your vote: agree")
	want(t, "propose", v.Get("/en/conversations/c1/propose"), http.StatusOK, "No statement can be proposed")
}

func TestAVoteFromAnotherSiteIsRefused(t *testing.T) {
	h := conversationtest.SQLite(t)
	_, statements := h.Opened(t, 1)
	v := site(t, h)
	r := httptest.NewRequest(http.MethodPost, "/en/conversations/c1/votes", strings.NewReader("vote=agree&statement="+string(statements[0].ID)))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Origin", "https://evil.example")
	if got := v.Do(r); got.Status != http.StatusForbidden {
		t.Errorf("status %d", got.Status)
	}
}

func TestTheVotingPageIsLightAndHasItsScript(t *testing.T) {
	h := conversationtest.SQLite(t)
	h.Opened(t, 40)
	v := site(t, h)
	page := v.Get("/fr/conversations/c1")
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	z.Write([]byte(page.Body))
	z.Close()
	t.Logf("voting page: %d bytes, %d compressed", len(page.Body), b.Len())
	if b.Len() > 14<<10 {
		t.Errorf("the voting page is %d bytes compressed, more than 14 KB", b.Len())
	}
	src := regexp.MustCompile(`src="(/assets/conversation-vote\.[0-9a-f]+\.js)"`).FindStringSubmatch(page.Body)
	if src == nil {
		t.Fatal("no script")
	}
	script := v.Get(src[1])
	if script.Status != http.StatusOK || len(script.Body) > 1024 || !strings.Contains(script.Body, "keydown") {
		t.Errorf("the script: status %d, %d bytes", script.Status, len(script.Body))
	}
	if !strings.Contains(page.Header.Get("Cache-Control"), "private") {
		t.Errorf("the page may be kept: %q", page.Header.Get("Cache-Control"))
	}
}

func TestADraftProcessHidesItsConversations(t *testing.T) {
	h := conversationtest.SQLite(t)
	processtest.Opened(t, h.Processes, "water")
	if _, err := h.Conversations.Prepare(t.Context(), processtest.Convener("water"), conversationtest.Plan("water")); err != nil {
		t.Fatal(err)
	}
	statements := h.Seeded(t, "c1", 2)
	if err := h.Conversations.Begin(t.Context(), access.AtConsole("water"), "c1"); err != nil {
		t.Fatal(err)
	}
	v := site(t, h)
	as(v, processtest.Convener("water"))
	want(t, "convener", v.Get("/en/conversations/c1"), http.StatusOK)
	as(v, access.Actor{})
	for _, path := range []string{"/en/conversations/c1", "/en/conversations/c1.json", "/en/conversations/c1/results", "/en/conversations/c1/export.zip", "/en/conversations/c1/statements/" + string(statements[0].ID)} {
		want(t, path, v.Get(path), http.StatusNotFound)
	}
	if _, err := h.Conversations.Cast(t.Context(), conversationtest.Voice("p1"), conversation.Ballot{Conversation: "c1", Statement: statements[0].ID, Vote: 1}); fault.KindOf(err) != fault.Closed {
		t.Errorf("a vote in a draft process: %v", err)
	}
	if all, err := h.Conversations.AllOpen(t.Context(), access.Actor{}); err != nil || len(all) != 0 {
		t.Errorf("a stranger sees %d open conversations, %v", len(all), err)
	}
}
