package priorityweb_test

import (
	"fmt"
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"

	"penc/internal/deliberate/priority"
	"penc/internal/deliberate/priority/prioritytest"
	"penc/internal/deliberate/priority/priorityweb"
	"penc/internal/gather/meeting/meetingweb"
	"penc/internal/gather/process/processweb"
	"penc/internal/ground/access"
	"penc/internal/platform/db"
	"penc/internal/platform/mail"
	"penc/internal/platform/web/webtest"
)

// site serves a plenary of so many people on a database of its own.
func site(t *testing.T, people int) (*prioritytest.Plenary, *webtest.Visitor) {
	t.Helper()
	h := prioritytest.Open(t)
	p := h.Plenary(t, people)
	_, v := webtest.Site(t, h.DB, h.Directory, nil, processweb.Face(h.Processes, h.Orgs), meetingweb.Face(h.Meetings, h.Processes, nil),
		priorityweb.Face(h.Priorities, h.Processes, h.Meetings, h.Attendance))
	return p, v
}

// as makes the visitor somebody else, in a browser of their own.
func as(v *webtest.Visitor, who access.Actor) {
	v.Who.Actor = who
	v.Jar = map[string]*http.Cookie{}
	if !who.Stranger() || len(who.Participants) > 0 {
		v.Jar["session"] = &http.Cookie{Name: "session", Value: "somebody"}
	}
}

func contains(t *testing.T, r webtest.Reply, status int, texts ...string) {
	t.Helper()
	if r.Status != status {
		t.Fatalf("status %d, want %d: %.1500s", r.Status, status, r.Body)
	}
	for _, text := range texts {
		if !strings.Contains(r.Body, text) {
			_, body, _ := strings.Cut(r.Body, "<main")
			t.Errorf("%q is not there:\n%s", text, body)
		}
	}
}

func lacks(t *testing.T, r webtest.Reply, texts ...string) {
	t.Helper()
	for _, text := range texts {
		if strings.Contains(r.Body, text) {
			t.Errorf("%q is there", text)
		}
	}
}

var hidden = regexp.MustCompile(`name="seen" value="(\d+)"`)

func seen(t *testing.T, r webtest.Reply) string {
	t.Helper()
	found := hidden.FindStringSubmatch(r.Body)
	if found == nil {
		t.Fatalf("no form: %d %.800s", r.Status, r.Body)
	}
	return found[1]
}

func TestTheBoardByTicksAndButtons(t *testing.T) {
	p, v := site(t, 9)
	at := "/fr" + priority.Path(p.Meeting.ID)
	as(v, access.Actor{})
	page := v.Get(at)
	contains(t, page, http.StatusOK, "Une caisse commune", "9 propositions", "Puits")
	lacks(t, page, "Réunir", `name="item"`)
	for _, path := range []string{"/add", "/carry", "/ballot", "/ticked"} {
		if r := v.Get(at + path); r.Status != http.StatusSeeOther {
			t.Errorf("a stranger at %s: %d", path, r.Status)
		}
	}
	as(v, p.People[0])
	if r := v.Post(at+"/merge", "act", "x", "item", string(p.Board.Items[0].ID)); r.Status == http.StatusOK || len(p.Now(t).In(priority.Open)) != 9 {
		t.Errorf("somebody present merges: %d", r.Status)
	}

	as(v, p.Facilitator)
	contains(t, v.Get(at), http.StatusOK, "Réunir", "Écarter", "Annuler", `type="checkbox"`)
	a, b := string(p.Board.Items[0].ID), string(p.Board.Items[3].ID)
	two := v.Get(at + "/ticked?do=merge&item=" + a + "&item=" + b)
	contains(t, two, http.StatusOK, "2 propositions n’en font plus qu’une", `name="words.fr"`, "Une caisse commune")
	refused := v.Post(at+"/merge", "act", "m0", "seen", seen(t, two), "item", a, "item", b, "words.fr", "", "words.en", "")
	contains(t, refused, http.StatusUnprocessableEntity, "Écrivez le texte", `href="#words.fr"`)
	done := v.Follow(v.Post(at+"/merge", "act", "m1", "seen", seen(t, two), "item", a, "item", b, "words.fr", "Une caisse <b>pour tous</b>"))
	contains(t, done, http.StatusOK, "Les propositions sont réunies", "8 propositions", "Une caisse &lt;b&gt;pour tous", "Les mots des ateliers (2)", "Pas encore en anglais")

	// Another facilitator sends what they saw before.
	as(v, p.Convener)
	late := v.Post(at+"/merge", "act", "m2", "seen", seen(t, two), "item", a, "item", b, "words.fr", "Mon texte à moi")
	contains(t, late, http.StatusConflict, "Quelqu’un a modifié cela entre-temps")
	board := p.Now(t)
	whole := board.In(priority.Open)[0]
	itemAt := "/fr" + priority.ItemPath(p.Meeting.ID, whole.ID)
	contains(t, v.Get(itemAt), http.StatusOK, "Séparer de nouveau", "Une caisse commune", "Dans l’atelier")
	first := seen(t, v.Get(itemAt))
	contains(t, v.Follow(v.Post(itemAt, "act", "r1", "seen", first, "words.fr", "Premier texte", "words.en", "First text")), http.StatusOK, "Premier texte")
	conflict := v.Post(itemAt, "act", "r2", "seen", first, "words.fr", "Second texte", "words.en", "")
	contains(t, conflict, http.StatusConflict, "<mark>Premier", "<mark>Second", "Second texte")
	contains(t, v.Follow(v.Post(itemAt, "act", "r3", "seen", seen(t, conflict), "words.fr", "Second texte", "words.en", "Second text")), http.StatusOK, "Second texte")
	contains(t, v.Follow(v.Post(itemAt+"/state", "act", "s1", "seen", seen(t, v.Get(itemAt)), "do", "split")), http.StatusOK, "9 propositions")

	reason := v.Get(at + "/ticked?do=aside&item=" + a)
	contains(t, reason, http.StatusOK, "Pourquoi")
	contains(t, v.Follow(v.Post(at+"/aside", "act", "a1", "seen", seen(t, reason), "item", a, "words.fr", "Trop tôt")), http.StatusOK, "Raison\u00a0: Trop tôt", "Une proposition écartée", "Faire revenir")
	contains(t, v.Follow(v.Post("/fr"+priority.ItemPath(p.Meeting.ID, board.Items[0].ID)+"/state", "act", "v1", "seen", "9999", "do", "revive")), http.StatusOK, "9 propositions")
	history := v.Get(at + "/history")
	contains(t, history, http.StatusOK, "ont été réunies", "est revenue", "Annuler")
	last := p.Now(t).Last
	contains(t, v.Follow(v.Post(at+"/undo", "act", "u1", "change", fmt.Sprint(last), "back", "history")), http.StatusOK, "Annulé", fmt.Sprintf("Le changement %d a été annulé", last))
	contains(t, v.Follow(v.Post(at+"/add", "act", "d1", "words.fr", "Ajoutée en salle", "words.en", "")), http.StatusOK, "Ajoutée en salle", "Ajoutée en plénière")
	contains(t, v.Follow(v.Post(at, "act", "o1", "do", "auto")), http.StatusOK, "arrivent maintenant d’elles-mêmes", "Laisser attendre")
	contains(t, v.Follow(v.Post(at, "act", "o2", "do", "manual")), http.StatusOK, "attendent maintenant")
	contains(t, v.Get(at+"/carry"), http.StatusOK, "Il n’y a pas encore d’autre tableau")
	contains(t, v.Get("/en"+priority.Path(p.Meeting.ID)+".json"), http.StatusOK, `"items"`, `"stakeholder_groups"`)
	contains(t, v.Get("/en/processes/"+string(p.Process.ID)+"/priorities"), http.StatusOK, "Nothing is chosen yet")
}

// fields of a sound form for opening a ballot.
func callForm(p *prioritytest.Plenary, act string, more ...string) []string {
	out := []string{"act", act, "seen", "9999", "title.fr", "Nos priorités", "seats", "3", "rule", priority.Usual + "/tick", "most", "4", "secret", "no", "weight", "equal"}
	for _, it := range p.Board.Items {
		out = append(out, "item", string(it.ID))
	}
	return append(out, more...)
}

var ballotPath = regexp.MustCompile(`/ballots/[a-z0-9]+`)

func TestAnOpenBallotWithoutScripts(t *testing.T) {
	p, v := site(t, 12)
	at := "/fr" + priority.Path(p.Meeting.ID) + "/ballot"
	as(v, p.Facilitator)
	contains(t, v.Get(at), http.StatusOK, "Parts égales", "Autres règles", "Équilibre des groupes", `value="mes-cost-add1u/tick" checked`)
	contains(t, v.Post(at, callForm(p, "c0", "closes", "demain")...), http.StatusUnprocessableEntity, "2026-03-01T18:00", `value="demain"`)
	opened := v.Post(at, callForm(p, "c1")...)
	path := ballotPath.FindString(opened.Header.Get("Location"))
	contains(t, v.Follow(opened), http.StatusOK, "Le scrutin est ouvert", "Clore et dépouiller")

	as(v, access.Actor{})
	contains(t, v.Get("/fr"+path), http.StatusOK, "Vous ne pouvez pas voter ici", "Émarger")
	contains(t, v.Get("/fr"+path+"/papers.csv"), http.StatusConflict)
	for i, who := range p.People {
		as(v, who)
		paper := v.Get("/fr" + path)
		contains(t, paper, http.StatusOK, `name="m0"`, "Cochez jusqu’à 4 propositions", "compte comme non vu")
		reply := v.Post("/fr"+path, "act", fmt.Sprintf("v%d", i), fmt.Sprintf("m%d", i%9), "1", fmt.Sprintf("m%d", (i+1)%9), "1")
		contains(t, v.Follow(reply), http.StatusOK, "Votre vote est enregistré", "Changer mon vote", "checked")
	}
	contains(t, v.Post("/fr"+path, "act", "w1", "m0", "1", "m1", "1", "m2", "1", "m3", "1", "m4", "1"), http.StatusUnprocessableEntity, "Vous avez coché 5 propositions")
	contains(t, v.Get("/fr"+path), http.StatusOK, "12 personnes sur 12 ont voté")
	contains(t, v.Get("/fr"+path+"/withdraw"), http.StatusOK, "Retirer votre vote")
	contains(t, v.Follow(v.Post("/fr"+path+"/withdraw", "act", "w2")), http.StatusOK, "Votre vote est retiré", "11 personnes")

	as(v, p.Facilitator)
	contains(t, v.Get("/fr"+path+"/close"), http.StatusOK, "Clore le scrutin")
	contains(t, v.Follow(v.Post("/fr"+path+"/close", "act", "x1")), http.StatusOK, "on dépouille")
	p.House.Work(t)
	as(v, access.Actor{})
	result := v.Get("/fr" + path)
	contains(t, result, http.StatusOK, "Priorités", "11 personnes ont voté", "Ce que chaque groupe a obtenu", "Qui a payé quoi", "Refaire le compte", "penc ballot count --rule mes-cost-add1u --seats 3 --ties seed:")
	contains(t, v.Get("/en"+path), http.StatusOK, "Count it again", "Equal Shares")
	pb := v.Get("/fr" + path + "/papers.pb")
	contains(t, pb, http.StatusOK, "vote_type;approval", "num_votes;11")
	contains(t, v.Get("/fr"+path+"/papers.csv"), http.StatusOK, "1,2,3,4,5,6,7,8,9")
	contains(t, v.Get("/fr"+path+".json"), http.StatusOK, `"winners"`)
	for _, who := range p.People {
		lacks(t, v.Get("/fr"+path+"/papers.json"), string(who.In(p.Process.ID)))
	}
	as(v, p.Facilitator)
	contains(t, v.Follow(v.Post("/fr"+path+"/recount", "act", "x2")), http.StatusOK, "le même résultat")
	contains(t, v.Get("/fr"+priority.Path(p.Meeting.ID)), http.StatusOK, "Non retenue par le scrutin", "Voir le résultat")
	contains(t, v.Get("/fr/processes/"+string(p.Process.ID)+"/priorities"), http.StatusOK, "Voir le résultat")
}

func TestASecretBallotIsChangedInItsBrowserOnly(t *testing.T) {
	p, v := site(t, 12)
	b := p.Ballot(t, p.Call(true))
	path := "/fr" + priority.BallotPath(b.ID)
	as(v, p.People[0])
	contains(t, v.Get(path), http.StatusOK, "Ce scrutin est secret", "seulement dans ce navigateur")
	contains(t, v.Follow(v.Post(path, "act", "a", "m0", "1")), http.StatusOK, "Changer mon vote", "dans ce navigateur")
	browser := v.Jar
	contains(t, v.Follow(v.Post(path, "act", "b", "m1", "1", "m2", "1")), http.StatusOK, "Votre vote est enregistré")

	as(v, p.People[0]) // the same person on another device
	contains(t, v.Get(path), http.StatusOK, "Il a été donné dans un autre navigateur")
	contains(t, v.Post(path, "act", "c", "m5", "1"), http.StatusConflict, "Un vote secret ne peut être changé que dans le navigateur")
	as(v, p.People[1]) // somebody else on the first one: a vote of their own
	v.Jar = browser
	contains(t, v.Follow(v.Post(path, "act", "d", "m3", "1")), http.StatusOK, "Votre vote est enregistré")
	if r := p.Counted(t, b.ID); r.Outcome.Papers != 2 || r.Outcome.Lines[0].Marked != 0 || r.Outcome.Lines[3].Marked != 1 || r.Outcome.Lines[1].Marked != 1 {
		t.Errorf("counted: %+v", r.Outcome.Lines)
	}
}

func TestPapersAreTypedIn(t *testing.T) {
	p, v := site(t, 6)
	b := p.Ballot(t, p.Call(true))
	path := "/fr" + priority.BallotPath(b.ID)
	as(v, p.People[0])
	if r := v.Get(path + "/papers"); r.Status != http.StatusForbidden {
		t.Errorf("somebody present sees who voted: %d", r.Status)
	}
	as(v, p.Facilitator)
	contains(t, v.Get(path+"/papers"), http.StatusOK, "Personne 001", "A remis un bulletin", "Bulletins saisis\u00a0: 0 sur 0")
	person := string(p.People[0].In(p.Process.ID))
	noted := v.Follow(v.Post(path+"/papers", "act", "n", "do", "note", "person", person))
	contains(t, noted, http.StatusOK, "C’est noté", `name="m0"`)
	contains(t, v.Post(path+"/papers", "act", "t0", "do", "check"), http.StatusUnprocessableEntity, "Marquez au moins une proposition")
	check := v.Post(path+"/papers", "act", "t1", "do", "check", "m2", "1")
	contains(t, check, http.StatusOK, "Est-ce bien ce que dit le bulletin", `name="m2" value="1"`)
	contains(t, v.Follow(v.Post(path+"/papers", "act", "t2", "do", "type", "m2", "1")), http.StatusOK, "Le bulletin est dans l’urne", "Bulletins saisis\u00a0: 1 sur 1")
	if r := p.Counted(t, b.ID); r.Outcome.Papers != 1 || r.Outcome.Lines[2].Marked != 1 {
		t.Errorf("counted: %+v", r.Outcome)
	}
}

func TestAMemberVotesByALink(t *testing.T) {
	p, v := site(t, 6)
	h := p.House
	p.Account(t, "far@example.sn", access.Member)
	if err := h.Priorities.SetPractice(t.Context(), p.Convener, p.Process.ID, priority.Practice{Absent: true}); err != nil {
		t.Fatal(err)
	}
	in := p.Call(false)
	in.Absent, in.Closes = true, h.Clock.Now().Add(72*time.Hour)
	b := p.Ballot(t, in)
	var link string
	err := h.DB.Read(t.Context(), func(tx *db.Tx) error {
		all, err := mail.Recent(tx, 20)
		for _, m := range all {
			if m.To == "far@example.sn" && m.Kind == "priority.ballot" {
				link = strings.TrimSpace(strings.Split(m.Text, "\n")[0])
			}
		}
		return err
	})
	if err != nil || link == "" {
		t.Fatal("no mail", err)
	}
	as(v, access.Actor{})
	contains(t, v.Get("/en/vote/"+link), http.StatusOK, "Tick up to 4 items", "noindex")
	contains(t, v.Follow(v.Post("/en/vote/"+link, "act", "a", "m1", "1")), http.StatusOK, "Your vote is in", "Take my vote back")
	contains(t, v.Get("/en/vote/nothing"), http.StatusNotFound)
	contains(t, v.Follow(v.Post("/en/vote/"+link+"/withdraw", "act", "w")), http.StatusOK, "taken back")
	contains(t, v.Follow(v.Post("/en/vote/"+link, "act", "b", "m2", "1")), http.StatusOK, "Your vote is in")
	if r := p.Counted(t, b.ID); r.Outcome.Papers != 1 || r.Outcome.Lines[2].Marked != 1 {
		t.Errorf("counted: %+v", r.Outcome)
	}
}

func TestEveryPaperAndRuleHasAPage(t *testing.T) {
	p, v := site(t, 8)
	for i, m := range priority.Methods() {
		for _, paper := range m.Papers {
			in := p.Call(false)
			in.Rule, in.Paper = m.Rule, paper
			if in.Seats = 2; m.Single {
				in.Seats = 1
			}
			b := p.Ballot(t, in)
			path := "/fr" + priority.BallotPath(b.ID)
			for k, who := range p.People {
				as(v, who)
				n := map[priority.Paper][2]string{priority.Tick: {"1", "1"}, priority.Dots: {"2", "1"}, priority.Scale: {"5", "3"}, priority.Order: {"1", "2"}}[paper]
				r := v.Post(path, "act", fmt.Sprintf("%d-%s-%d", i, paper, k), fmt.Sprintf("m%d", k%3), n[0], "m4", n[1])
				contains(t, v.Follow(r), http.StatusOK, "Votre vote est enregistré")
			}
			p.Counted(t, b.ID)
			as(v, access.Actor{})
			page := v.Get(path)
			contains(t, page, http.StatusOK, "8 personnes ont voté")
			lacks(t, page, "priority.rule.", "priority.act.", "priority.refused", "%!")
			board := p.Now(t)
			for _, s := range []priority.State{priority.Aside, priority.Chosen} {
				for _, it := range board.In(s) {
					if s == priority.Aside {
						if _, err := p.House.Priorities.ReviveItem(t.Context(), p.Facilitator, p.Meeting.ID, it.ID, 1<<30); err != nil {
							t.Fatal(err)
						}
					}
				}
			}
			if len(p.Now(t).In(priority.Open)) < 6 {
				p = p.House.More(t, p)
			}
		}
	}
}
