package publication

import (
	"strings"
	"testing"
	"time"

	"penc/internal/gather/process"
	"penc/internal/ground/access"
	"penc/internal/ground/evidence"
	"penc/internal/ground/fault"
	"penc/internal/ground/lang"
	"penc/internal/ground/ref"
	"penc/internal/ground/when"
)

var (
	water  = process.Process{ID: "water", State: process.Published, Zone: "Africa/Dakar", Languages: []lang.Tag{lang.French, lang.English}}
	whole  = process.Whole{Process: water, Sources: []process.Source{{Part: process.Part{ID: "s1"}}}}
	editor = holding(access.Editor)
	night  = time.Date(2026, 3, 1, 23, 30, 0, 0, time.UTC)
)

func holding(role string) access.Actor {
	return access.Actor{Person: ref.ID(role), Channel: access.Web}.With(role, ref.To("process", "water"))
}

func post(title, text string) News {
	return News{Title: lang.Say(lang.French, title), Text: lang.Say(lang.French, text)}
}

func changed(n News, f func(*News)) News {
	f(&n)
	return n
}

func TestWrite(t *testing.T) {
	ok := post("Titre", "Texte")
	long := strings.Repeat("é", MaxTitle+1)
	for _, c := range []struct {
		name  string
		who   access.Actor
		old   News
		in    News
		kind  fault.Kind
		field string
	}{
		{"an editor writes", editor, News{}, ok, fault.Internal, ""},
		{"a convener writes", holding(access.Convener), News{}, ok, fault.Internal, ""},
		{"a facilitator does not", holding(access.Facilitator), News{}, ok, fault.Forbidden, ""},
		{"a stranger does not", access.Actor{}, News{}, ok, fault.Forbidden, ""},
		{"changed meanwhile", editor, News{Version: 2}, changed(ok, func(n *News) { n.Version = 1 }), fault.Conflict, ""},
		{"no title", editor, News{}, post("  ", "Texte"), fault.Invalid, "title.fr"},
		{"no text", editor, News{}, post("Titre", ""), fault.Invalid, "text.fr"},
		{"too long a title", editor, News{}, post(long, "Texte"), fault.Invalid, "title.fr"},
		{"as long a title, published elsewhere", editor, News{}, changed(post(long, "Texte"), func(n *News) { n.URL = "https://example.org/a" }), fault.Internal, ""},
		{"too long a text", editor, News{}, post("Titre", strings.Repeat("x", MaxText+1)), fault.Invalid, "text.fr"},
		{"a script for an address", editor, News{}, changed(ok, func(n *News) { n.URL = "javascript:alert(1)" }), fault.Invalid, "url"},
		{"no date", editor, News{}, changed(ok, func(n *News) { n.Date = "2018-13" }), fault.Invalid, "date"},
		{"a month for a date", editor, News{}, changed(ok, func(n *News) { n.Date = "2018-12" }), fault.Internal, ""},
		{"too many authors", editor, News{}, changed(ok, func(n *News) { n.Authors = strings.Split(strings.Repeat("A,", MaxAuthors+1), ",") }), fault.Invalid, "authors"},
		{"a source of the process", editor, News{}, changed(ok, func(n *News) { n.Sources = []ref.ID{"s1"} }), fault.Internal, ""},
		{"an unknown source", editor, News{}, changed(ok, func(n *News) { n.Sources = []ref.ID{"s2"} }), fault.Invalid, "sources"},
	} {
		n, err := c.old.Write(c.who, whole, c.in, night)
		if (err == nil) != (c.kind == fault.Internal) || fault.KindOf(err) != c.kind {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		if err != nil && fault.All(err)[0].Field != c.field {
			t.Errorf("%s: field %q, want %q", c.name, fault.All(err)[0].Field, c.field)
		}
		if err == nil && (n.State != Draft || n.Version != 1 || n.Process != "water" || !n.Changed.Equal(night)) {
			t.Errorf("%s: %+v", c.name, n)
		}
	}
}

func TestATurnOfAPost(t *testing.T) {
	why := lang.Say(lang.French, "Une erreur de date.")
	type step struct {
		name  string
		who   access.Actor
		do    func(News, access.Actor) (News, error)
		kind  fault.Kind
		state State
	}
	publish := func(n News, who access.Actor) (News, error) { return n.Publish(who, water, n.Version, night) }
	withdraw := func(n News, who access.Actor) (News, error) { return n.Withdraw(who, water, n.Version, why, night) }
	mute := func(n News, who access.Actor) (News, error) {
		return n.Withdraw(who, water, n.Version, lang.Text{}, night)
	}
	late := func(n News, who access.Actor) (News, error) { return n.Publish(who, water, n.Version-1, night) }
	discard := func(n News, who access.Actor) (News, error) { return n, n.MayDiscard(who, water, n.Version) }
	n := changed(post("Titre", "Texte"), func(n *News) { n.ID, n.Process, n.State, n.Version = "n1", "water", Draft, 1 })
	for _, s := range []step{
		{"a member does not publish", holding(access.Member), publish, fault.Forbidden, Draft},
		{"a draft is not withdrawn", editor, withdraw, fault.Closed, Draft},
		{"a draft may be discarded", editor, discard, fault.Internal, Draft},
		{"an older draft is not published", editor, late, fault.Conflict, Draft},
		{"a draft is published", editor, publish, fault.Internal, Published},
		{"not twice", editor, publish, fault.Closed, Published},
		{"what was published is not discarded", editor, discard, fault.Closed, Published},
		{"not withdrawn without a reason", editor, mute, fault.Invalid, Published},
		{"withdrawn", editor, withdraw, fault.Internal, Withdrawn},
		{"still not discarded", editor, discard, fault.Closed, Withdrawn},
		{"and published again", editor, publish, fault.Internal, Published},
	} {
		next, err := s.do(n, s.who)
		if (err == nil) != (s.kind == fault.Internal) || fault.KindOf(err) != s.kind {
			t.Fatalf("%s: %v", s.name, err)
		}
		if err == nil {
			n = next
		}
		if n.State != s.state {
			t.Fatalf("%s: the post is %s, want %s", s.name, n.State, s.state)
		}
	}
	if n.Version != 4 || !n.Reason.Empty() {
		t.Errorf("version %d, reason %q", n.Version, n.Reason)
	}
}

func TestPublishingDatesOurOwnPostsOnly(t *testing.T) {
	tokyo := water
	tokyo.Zone = "Asia/Tokyo"
	elsewhere := changed(post("Titre", "Texte"), func(n *News) { n.URL = "https://example.org/a" })
	dated := changed(post("Titre", "Texte"), func(n *News) { n.Date = "2018-12" })
	for _, c := range []struct {
		name string
		n    News
		p    process.Process
		want when.Date
	}{
		{"the day in Dakar", post("Titre", "Texte"), water, "2026-03-01"},
		{"the day in Tokyo", post("Titre", "Texte"), tokyo, "2026-03-02"},
		{"a date is kept", dated, water, "2018-12"},
		{"nothing is guessed of a post from elsewhere", elsewhere, water, ""},
	} {
		if n, err := c.n.Publish(editor, c.p, 0, night); err != nil || n.Date != c.want {
			t.Errorf("%s: %q, %v; want %q", c.name, n.Date, err, c.want)
		}
	}
}

func TestWhoSeesAPost(t *testing.T) {
	hidden := water
	hidden.State = process.Draft
	for _, c := range []struct {
		name  string
		state State
		p     process.Process
		who   access.Actor
		want  bool
	}{
		{"a published post, a stranger", Published, water, access.Actor{}, true},
		{"a withdrawn post, a stranger", Withdrawn, water, access.Actor{}, true},
		{"a draft, a stranger", Draft, water, access.Actor{}, false},
		{"a draft, an observer", Draft, water, holding(access.Observer), true},
		{"a draft, somebody of another process", Draft, water, access.Actor{Person: "x"}.With(access.Convener, ref.To("process", "meters")), false},
		{"a published post of a draft process, a stranger", Published, hidden, access.Actor{}, false},
		{"a published post of a draft process, a member", Published, hidden, holding(access.Member), true},
	} {
		if got := (News{State: c.state}).VisibleTo(c.who, c.p); got != c.want {
			t.Errorf("%s: %v, want %v", c.name, got, c.want)
		}
	}
}

func TestThePublicShapeOfAWithdrawnPostHasNoText(t *testing.T) {
	n := changed(post("Titre", "Texte"), func(n *News) {
		n.State, n.Reason, n.URL = Published, lang.Say(lang.French, "Erreur"), "https://example.org"
		n.Evidence = evidence.Evidence{Sources: []ref.ID{"s1"}}
	})
	if p := n.Public(); p.Text[lang.French] != "Texte" || len(p.Sources) != 1 {
		t.Fatalf("a published post: %+v", p)
	}
	n.State = Withdrawn
	if p := n.Public(); len(p.Text) > 0 || p.URL != "" || len(p.Sources) > 0 || p.Reason[lang.French] != "Erreur" || p.Title[lang.French] != "Titre" {
		t.Errorf("a withdrawn post: %+v", p)
	}
}

func TestSortNews(t *testing.T) {
	list := []News{{ID: "a"}, {ID: "b", Date: "2018-03"}, {ID: "c", Date: "2018-12-05"}, {ID: "d", Date: "2018"}, {ID: "e", Date: "2018-12-05"}}
	SortNews(list)
	var got string
	for _, n := range list {
		got += string(n.ID)
	}
	if got != "ecbda" {
		t.Errorf("order %s, want the newest first and those without a date last: ecbda", got)
	}
}
