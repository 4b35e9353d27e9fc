package conversationweb_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"penc/internal/deliberate/conversation"
	"penc/internal/deliberate/conversation/conversationtest"
	"penc/internal/gather/process/processtest"
	"penc/internal/ground/access"
	"penc/internal/platform/web/webtest"
	"penc/opinion"
)

func TestAStatementIsProposed(t *testing.T) {
	conversationtest.Each(t, func(t *testing.T, h *conversationtest.House) {
		h.Opened(t, 1)
		v := site(t, h)
		as(v, h.Person(t, "amina@example.sn"))
		want(t, "form", v.Get("/en/conversations/c1/propose"), http.StatusOK, "At most 280 characters", "A moderator reads your statement")
		short := v.Post("/en/conversations/c1/propose", "words", "Bref", "lang", "fr")
		want(t, "short", short, http.StatusUnprocessableEntity, "at least 10 characters", ">Bref</textarea>")
		sent := v.Post("/en/conversations/c1/propose", "words", "Everybody <b>reads</b> the meters <script>alert(1)</script>", "lang", "en")
		mine := v.Follow(sent)
		want(t, "mine", mine, http.StatusOK, "waits for a moderator", "Waiting for a moderator", "&lt;script&gt;")
		lacks(t, "others", v.Get("/en/conversations/c1/statements"), "the meters")
	})
}

func TestSimilarStatementsAreShownBeforeSending(t *testing.T) {
	h := conversationtest.SQLite(t)
	h.Opened(t, 1, func(p *conversation.Plan) { p.Review = false })
	v := site(t, h)
	v.Post("/en/conversations/c1/propose", "words", "Every household pays for the water it uses", "lang", "en")
	again := v.Post("/en/conversations/c1/propose", "words", "No household pays for the water it uses", "lang", "en")
	want(t, "similar", again, http.StatusConflict, "Somebody may have said this already", "Every household pays", `value="agree"`, "Mine says something else", ">No household pays for the water it uses</textarea>")
	vote := v.Post("/en/conversations/c1/votes", "statement", askedFor(t, again), "vote", "disagree", "back", "mine")
	want(t, "voted instead", v.Follow(vote), http.StatusOK, "Every household pays", "your vote")
	meant := v.Post("/en/conversations/c1/propose", "words", "No household pays for the water it uses", "lang", "en", "anyway", "on")
	want(t, "meant", v.Follow(meant), http.StatusOK, "people can vote on it", "No household pays")
}

func TestATwoMegabyteStatementIsRefused(t *testing.T) {
	h := conversationtest.SQLite(t)
	h.Opened(t, 1)
	v := site(t, h)
	want(t, "two megabytes", v.Post("/en/conversations/c1/propose", "words", strings.Repeat("a", 2<<20), "lang", "en"), http.StatusUnprocessableEntity, "too large")
	want(t, "a long one", v.Post("/en/conversations/c1/propose", "words", strings.Repeat("a", 500), "lang", "en"), http.StatusUnprocessableEntity, "500 characters; 280 is the limit")
	r := httptest.NewRequest(http.MethodPost, "/en/conversations/c1/propose", strings.NewReader("words=%ff%feabcdefghijk&lang=en"))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	want(t, "no UTF-8", v.Do(r), http.StatusUnprocessableEntity, "UTF-8")
	if all := h.Count(t, "c1"); all.Statements != 1 {
		t.Errorf("%d statements", all.Statements)
	}
}

func TestAStatementIsTakenBack(t *testing.T) {
	h := conversationtest.SQLite(t)
	h.Opened(t, 1, func(p *conversation.Plan) { p.Review = false })
	v := site(t, h)
	amina, badou := h.Person(t, "amina@example.sn"), h.Person(t, "badou@example.sn")
	as(v, amina)
	v.Post("/en/conversations/c1/propose", "words", "Everybody reads the meters", "lang", "en")
	own, err := h.Conversations.Authored(t.Context(), conversation.Voice{Who: amina}, "c1")
	if err != nil || len(own) != 1 {
		t.Fatal(own, err)
	}
	path := "/en" + conversation.StatementPath(own[0])
	as(v, badou)
	want(t, "somebody else asks", v.Get(path+"/withdraw"), http.StatusForbidden)
	want(t, "somebody else does", v.Post(path+"/withdraw"), http.StatusForbidden)
	as(v, amina)
	want(t, "asks", v.Get(path+"/withdraw"), http.StatusOK, "Everybody reads the meters", "cannot be undone")
	want(t, "does", v.Follow(v.Post(path+"/withdraw")), http.StatusOK, "was taken back")
	as(v, badou)
	want(t, "gone", v.Get(path), http.StatusNotFound)
}

func TestAConversationIsPreparedSownOpenedAndClosed(t *testing.T) {
	conversationtest.Each(t, func(t *testing.T, h *conversationtest.House) {
		processtest.Published(t, h.Processes, "water")
		v := site(t, h)
		as(v, processtest.Holding(access.Facilitator, "water"))
		want(t, "new", v.Get("/en/processes/water/conversations/new"), http.StatusOK, `name="title.fr"`, `name="guests"`)
		want(t, "no title", v.Post("/en/processes/water/conversations", "intro.fr", "Texte gardé"), http.StatusUnprocessableEntity, "Write a title", "Texte gardé")
		made := v.Post("/en/processes/water/conversations", "title.fr", "Que demander ?", "title.en", "What to ask?", "guests", "on", "start", "2026-01")
		seed := v.Follow(made)
		want(t, "seed", seed, http.StatusOK, "prepared as a draft", `name="lines.fr"`)
		path := strings.TrimSuffix(made.Header.Get("Location"), "/seed")
		want(t, "uneven", v.Post(path+"/seed", "lines.fr", "Une première phrase\nUne deuxième phrase", "lines.en", "One sentence only"), http.StatusUnprocessableEntity, "There are 1 lines here and 2", "Une deuxième phrase")
		want(t, "sown", v.Follow(v.Post(path+"/seed", "lines.fr", "Une première phrase\nUne deuxième phrase", "lines.en", "A first sentence\nA second sentence")), http.StatusOK, "are added", "A second sentence")
		want(t, "asks", v.Get(path+"/state?to=open"), http.StatusOK, "Open the conversation", `name="to"`)
		want(t, "opened", v.Follow(v.Post(path+"/state", "to", "open")), http.StatusOK, "The conversation is open.", `value="agree"`)
		statement := askedFor(t, v.Get(path))
		want(t, "translate", v.Get(path+"/statements/"+statement+"/translate"), http.StatusOK, `name="words.en"`)
		want(t, "translated", v.Follow(v.Post(path+"/statements/"+statement+"/translate", "words.en", "Other words here", "version", "1")), http.StatusOK, "Other words here", "translation is saved")
		want(t, "translated meanwhile", v.Post(path+"/statements/"+statement+"/translate", "words.en", "Mine instead", "version", "1"), http.StatusConflict, "Other words here", "Mine instead")

		edit := v.Get(path + "/edit")
		want(t, "edit", edit, http.StatusOK, "Que demander ?")
		old := versionField(t, edit)
		v.Post(path+"/edit", "title.fr", "Premier titre", "version", old, "guests", "on")
		second := v.Post(path+"/edit", "title.fr", "Second titre", "version", old, "guests", "on")
		want(t, "second editor", second, http.StatusConflict, "Premier", "Second titre", "Both versions")
		want(t, "a decision", v.Follow(v.Post(path+"/edit", "title.fr", "Second titre", "title.en", "Second title", "version", versionField(t, second), "guests", "on")), http.StatusOK, "Second title")

		want(t, "closed", v.Follow(v.Post(path+"/state", "to", "closed")), http.StatusOK, "This conversation is closed")
		want(t, "desk", v.Get("/en/processes/water/conversations"), http.StatusOK, "Second title", "Prepare a conversation")
	})
}

func versionField(t *testing.T, r webtest.Reply) string {
	t.Helper()
	_, rest, ok := strings.Cut(r.Body, `name="version" value="`)
	if !ok {
		t.Fatal("no version in the form")
	}
	version, _, _ := strings.Cut(rest, `"`)
	return version
}

func TestStewardsPagesAreForThoseWhoRunTheProcess(t *testing.T) {
	h := conversationtest.SQLite(t)
	_, statements := h.Opened(t, 1)
	v := site(t, h)
	for role, status := range map[string]int{access.Convener: http.StatusOK, access.Facilitator: http.StatusOK, access.Member: http.StatusForbidden, access.Observer: http.StatusForbidden} {
		as(v, processtest.Holding(role, "water"))
		for _, path := range []string{
			"/en/processes/water/conversations/new", "/en/processes/water/conversations/import", "/en/conversations/c1/edit",
			"/en/conversations/c1/seed", "/en/conversations/c1/state?to=closed", "/en" + conversation.StatementPath(statements[0]) + "/translate",
		} {
			if got := v.Get(path).Status; got != status {
				t.Errorf("%s at %s: status %d, want %d", role, path, got, status)
			}
		}
	}
	as(v, processtest.Convener("soil"))
	want(t, "a convener of another process", v.Get("/en/conversations/c1/edit"), http.StatusForbidden)
	want(t, "their act", v.Post("/en/conversations/c1/state", "to", "closed"), http.StatusForbidden)
	as(v, processtest.Holding(access.Editor, "water"))
	if got := v.Get("/en" + conversation.StatementPath(statements[0]) + "/translate").Status; got != http.StatusOK {
		t.Errorf("an editor translates: status %d", got)
	}
	if got := v.Get("/en/conversations/c1/edit").Status; got != http.StatusForbidden {
		t.Errorf("an editor runs the conversation: status %d", got)
	}
}

func TestStatementsAreListedInEveryOrder(t *testing.T) {
	h := conversationtest.SQLite(t)
	_, statements := h.Opened(t, 60)
	for i := range 3 {
		for j, st := range statements[:2] {
			vote := opinion.Agree
			if i < j {
				vote = opinion.Disagree
			}
			if _, err := h.Conversations.Cast(t.Context(), conversationtest.Guest(string(rune('a'+i))), conversation.Ballot{Conversation: "c1", Statement: st.ID, Vote: vote}); err != nil {
				t.Fatal(err)
			}
		}
	}
	v := site(t, h)
	first := func(path string) string {
		page := v.Get(path)
		_, rest, _ := strings.Cut(page.Body, `<article class="statement" id="`)
		id, _, _ := strings.Cut(rest, `"`)
		return id
	}
	for path, want := range map[string]string{
		"/en/conversations/c1/statements": "s1", "/en/conversations/c1/statements?sort=agreement": "s1", "/en/conversations/c1/statements?sort=division": "s2",
		"/en/conversations/c1/statements?sort=votes": "s1", "/en/conversations/c1/statements?page=2": "s51", "/en/conversations/c1/statements?page=99": "s51",
		"/en/conversations/c1/statements?sort=nonsense&page=-3": "s1",
	} {
		if got := first(path); got != want {
			t.Errorf("%s begins with %q, want %s", path, got, want)
		}
	}
	if page := v.Get("/en/conversations/c1/statements?sort=agreement"); !strings.Contains(page.Body, "?sort=agreement&amp;page=2") || !strings.Contains(page.Body, "1 to 50 of 60") {
		t.Error("the pager forgets the order")
	}
}
