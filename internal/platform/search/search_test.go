package search_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"penc/internal/ground/lang"
	"penc/internal/ground/ref"
	"penc/internal/platform/db"
	"penc/internal/platform/db/dbtest"
	"penc/internal/platform/search"
)

// each runs test on an empty index of both databases.
func each(t *testing.T, test func(t *testing.T, d *db.DB)) {
	t.Helper()
	t.Run("sqlite", func(t *testing.T) {
		test(t, dbtest.Open(t, t.TempDir(), dbtest.NewClock(), []db.Schema{search.Schema(db.SQLite)}))
	})
	t.Run("postgres", func(t *testing.T) {
		test(t, dbtest.Open(t, dbtest.Postgres(t), dbtest.NewClock(), []db.Schema{search.Schema(db.Postgres)}))
	})
}

func put(t *testing.T, d *db.DB, docs ...search.Doc) {
	t.Helper()
	if err := d.Write(t.Context(), func(tx *db.Tx) error { return search.Put(tx, docs...) }); err != nil {
		t.Fatal(err)
	}
}

func find(t *testing.T, d *db.DB, q search.Query) (hits []search.Hit, total int) {
	t.Helper()
	err := d.Read(t.Context(), func(tx *db.Tx) (err error) {
		hits, total, err = search.Find(tx, q)
		return err
	})
	if err != nil {
		t.Fatalf("%q: %v", q.Words, err)
	}
	return hits, total
}

// names returns the identifiers of what was found, with the language it was
// found in: "water.fr".
func names(hits []search.Hit) string {
	out := make([]string, len(hits))
	for i, h := range hits {
		out[i] = string(h.Ref.ID) + "." + string(h.Lang)
	}
	return strings.Join(out, " ")
}

func doc(id ref.ID, l lang.Tag, title, text string) search.Doc {
	return search.Doc{
		Ref: ref.To("meeting.point", id), Process: "water", Lang: l, Kind: "meeting.point",
		Title: title, Text: text, Path: "/points/" + string(id), Public: true,
	}
}

func TestBothDatabasesFindTheSame(t *testing.T) {
	docs := []search.Doc{
		doc("eval", "fr", "L’évaluation à mi-parcours", "Un état des lieux des écoles coraniques et de l’œuvre commune."),
		doc("eval", "en", "The mid-term evaluation", "Where the Koranic schools stand, and the common work."),
		doc("water", "fr", "Le prix de l’eau", "Les réseaux ruraux manquent d'eaux claires. Égalité devant le tarif."),
		doc("water", "en", "The price of water", "Rural networks lack clear water. Equality before the tariff; the country’s meters."),
		doc("long", "fr", "Prix divers", "Le prix du mil, le prix du riz, l’eau, et bien d’autres choses dont il fut question ce jour-là."),
		doc("horse", "fr", "Transports", "Des chevaux et des ânes portent l’eau."),
		doc("wolof", "wo", "Ndox mi", "Ñu ngi waxtaan ci ndox ak dëkk yi; ŋaay."),
		doc("arabic", "ar", "الماء", "سعر الماء في القرى"),
		doc("adlam", "ff", "𞤲𞤣𞤭𞤴𞤢𞤥", "𞤲𞤣𞤭𞤴𞤢𞤥 𞤤𞤢𞥄𞤦𞤵𞥅𞤯𞤢𞤥"),
		doc("number", "fr", "Loi 2018-12", "L’article 3 de la loi n° 2018-12 et le budget de 1e5 francs, ligne v2."),
	}
	cases := []struct {
		words string
		lang  lang.Tag
		want  string
	}{
		// accents, capitals
		{"évaluation", "fr", "eval.fr"},
		{"EVALUATION", "fr", "eval.fr"},
		{"evaluation", "en", "eval.en"},
		{"e\u0301valuation", "fr", "eval.fr"}, // accents typed as a second character
		{"egalite", "fr", "water.fr"},
		{"égalité", "en", "water.fr"},
		{"ndox", "wo", "wolof.wo"},
		{"dekk", "fr", "wolof.wo"},
		{"ŋaay", "fr", "wolof.wo"},
		// plurals and stems
		{"évaluations", "fr", "eval.fr"},
		{"egalites devant", "fr", "water.fr"},
		{"eaux", "fr", "water.fr horse.fr long.fr"},
		{"cheval", "fr", "horse.fr"},
		{"chevaux", "fr", "horse.fr"},
		{"réseau rural", "fr", "water.fr"},
		{"network", "en", "water.en"},
		{"schools", "fr", "eval.en"},
		{"meter country", "en", "water.en"},
		// ligatures
		{"œuvre", "fr", "eval.fr"},
		{"oeuvre", "fr", "eval.fr"},
		{"ŒUVRES", "fr", "eval.fr"},
		// elisions
		{"l'évaluation", "fr", "eval.fr"},
		{"l’oeuvre", "fr", "eval.fr"},
		{"d'eau", "fr", "water.fr horse.fr long.fr"},
		{"qu’eau", "fr", "water.fr horse.fr long.fr"},
		// small words are not asked for, unless there is nothing else
		{"le prix de l'eau", "fr", "water.fr long.fr"},
		{"the price of the water", "en", "water.en"},
		{"de la", "en", "number.fr"},
		// all words count, in title or text
		{"prix mil", "fr", "long.fr"},
		{"prix école", "fr", ""},
		// title before text, shorter before longer
		{"prix", "fr", "water.fr long.fr"},
		// the asked language before the other
		{"eau", "en", "water.fr horse.fr long.fr"},
		{"tarif", "en", "water.en"},
		{"tarif", "fr", "water.fr"},
		// the last word may be a beginning
		{"éval", "fr", "eval.fr"},
		{"prix ea", "fr", "water.fr long.fr"},
		{"pri eau", "fr", ""},
		{"e", "fr", ""},
		// other scripts, numbers
		{"الماء", "fr", "arabic.ar"},
		{"𞤲𞤣𞤭𞤴𞤢𞤥", "fr", "adlam.ff"},
		{"2018-12", "fr", "number.fr"},
		{"article 3", "fr", "number.fr"},
		{"1e5", "fr", "number.fr"},
		{"v2", "fr", "number.fr"},
		// nothing
		{"", "fr", ""},
		{" ’'- ", "fr", ""},
		{"introuvable", "fr", ""},
	}
	each(t, func(t *testing.T, d *db.DB) {
		put(t, d, docs...)
		for _, c := range cases {
			hits, total := find(t, d, search.Query{Words: c.words, Lang: c.lang})
			if got := names(hits); got != c.want || total != len(hits) {
				t.Errorf("%q in %s: %q of %d, want %q", c.words, c.lang, got, total, c.want)
			}
		}
	})
}

func TestNothingTypedIsACommand(t *testing.T) {
	typed := []string{
		`"`, `'`, `"eau`, `eau"`, `'eau'`, `\`, `eau\`, `*`, `eau*`, `*eau`, `eau:*`, `title:eau`, `title : eau`, `{title}:eau`,
		`-title:eau`, `^eau`, `eau^`, `(eau`, `eau)`, `((((eau`, `NEAR(eau prix, 2)`, `eau AND`, `AND`, `OR`, `NOT eau`, `eau NOT prix`,
		`eau & !prix`, `eau <-> prix`, `!eau`, `eau | prix`, `eau;--`, `'; DROP TABLE search_doc; --`, `%`, `_`, `eau%`, "eau\x00prix",
		"\xff\xfe", "eau\nprix", `$1`, `?`, `eau,`, `+eau`, `"" ""`, "\u202eeau", "🌊", "\u0301", "\u0301eau",
		strings.Repeat("eau ", 100000), strings.Repeat("a", 1000000), strings.Repeat("(", 10000), strings.Repeat("é", 201),
		strings.Repeat("l'", 1000), strings.Repeat("\"", 500),
	}
	each(t, func(t *testing.T, d *db.DB) {
		put(t, d, doc("water", "fr", "Le prix de l’eau", "Les réseaux ruraux."), doc("salt", "fr", "Le sel", "Rien d’autre."))
		for _, words := range typed {
			hits, total := find(t, d, search.Query{Words: words, Lang: "fr"})
			if total != len(hits) || total > 1 {
				t.Errorf("%.40q found %s of %d", words, names(hits), total)
			}
		}
		for _, words := range []string{`"eau"`, `eau*`, `(eau`, `'eau`, `eau\`, `^eau`, `eau)`, strings.Repeat("eau ", 100000)} {
			if hits, _ := find(t, d, search.Query{Words: words, Lang: "fr"}); names(hits) != "water.fr" {
				t.Errorf("%.40q found %q, want the water", words, names(hits))
			}
		}
	})
}

func TestWhatIsNotPublicIsFoundOnlyInside(t *testing.T) {
	each(t, func(t *testing.T, d *db.DB) {
		open, closed, other, nowhere := doc("a", "fr", "Eau une", ""), doc("b", "fr", "Eau deux", ""), doc("c", "fr", "Eau trois", ""), doc("d", "fr", "Eau quatre", "")
		closed.Public, other.Public, nowhere.Public = false, false, false
		other.Process, nowhere.Process = "wat", ""
		put(t, d, open, closed, other, nowhere)
		for _, c := range []struct {
			process ref.ID
			inside  []ref.ID
			want    string
		}{
			{"", nil, "a.fr"},
			{"water", nil, "a.fr"},
			{"wat", nil, ""},
			{"", []ref.ID{"water"}, "a.fr b.fr"},
			{"", []ref.ID{"wat"}, "a.fr c.fr"},
			{"", []ref.ID{"x", "wat", "water"}, "a.fr b.fr c.fr"},
			{"wat", []ref.ID{"wat", "water"}, "c.fr"},
			{"", []ref.ID{""}, "a.fr"},
			{"", []ref.ID{"%", ",", "wate%"}, "a.fr"},
			{"none", []ref.ID{"water"}, ""},
		} {
			hits, total := find(t, d, search.Query{Words: "eau", Lang: "fr", Process: c.process, Inside: c.inside})
			if got := names(hits); got != c.want || total != len(hits) {
				t.Errorf("in %q, inside %v: %q of %d, want %q", c.process, c.inside, got, total, c.want)
			}
		}
	})
}

func TestAThingIsFoundByItsNewWordsAndNotAfterItsRemoval(t *testing.T) {
	each(t, func(t *testing.T, d *db.DB) {
		expect := func(words, want string) {
			t.Helper()
			if hits, _ := find(t, d, search.Query{Words: words, Lang: "fr"}); names(hits) != want {
				t.Errorf("%q found %q, want %q", words, names(hits), want)
			}
		}
		put(t, d, doc("a", "fr", "Eau", "claire"), doc("a", "en", "Water", "clear"), doc("b", "fr", "Eau", "trouble"))
		put(t, d, doc("a", "fr", "Sel", "fin")) // the same in one language
		expect("eau", "b.fr")
		expect("claire", "")
		expect("sel", "a.fr")
		expect("water", "a.en")
		moved := doc("a", "fr", "Sel", "fin")
		moved.Path, moved.Kind, moved.Public = "/elsewhere", "other", false
		put(t, d, moved)
		expect("sel", "")
		hits, _ := find(t, d, search.Query{Words: "sel", Inside: []ref.ID{"water"}})
		if names(hits) != "a.fr" || hits[0].Path != "/elsewhere" || hits[0].Kind != "other" || hits[0].Public {
			t.Errorf("%+v", hits)
		}
		if err := d.Write(t.Context(), func(tx *db.Tx) error { return search.Remove(tx, moved.Ref) }); err != nil {
			t.Fatal(err)
		}
		expect("water", "")
		expect("eau", "b.fr")
	})
}

func TestPagesOfResults(t *testing.T) {
	each(t, func(t *testing.T, d *db.DB) {
		var docs []search.Doc
		for i := range 130 {
			docs = append(docs, doc(ref.ID(fmt.Sprintf("d%03d", i)), "fr", "Eau", ""))
		}
		put(t, d, docs...)
		for _, c := range []struct{ limit, offset, n, first int }{
			{0, 0, 20, 0}, {-1, -5, 20, 0}, {7, 0, 7, 0}, {7, 7, 7, 7}, {1000, 0, 100, 0}, {100, 100, 30, 100},
		} {
			hits, total := find(t, d, search.Query{Words: "eau", Limit: c.limit, Offset: c.offset})
			if len(hits) != c.n || total != 130 || hits[0].Ref.ID != ref.ID(fmt.Sprintf("d%03d", c.first)) {
				t.Errorf("%+v: %d hits of %d from %s", c, len(hits), total, hits[0].Ref)
			}
		}
	})
}

func TestAHitShowsWhereItMatched(t *testing.T) {
	long := strings.Repeat("Rien de tel ici. ", 40)
	each(t, func(t *testing.T, d *db.DB) {
		put(t, d,
			doc("a", "fr", "Les eaux", long+"\nEnfin, l’évaluation\n des ÉCOLES\tà mi-parcours.\n"+long),
			doc("b", "fr", "L’école seule", long),
			doc("c", "fr", "École", ""))
		hits, _ := find(t, d, search.Query{Words: "ecole", Lang: "fr"})
		if names(hits) != "c.fr b.fr a.fr" {
			t.Fatalf("%q", names(hits))
		}
		if h := hits[0]; h.Snippet != "" || len(h.Marks) != 0 || len(h.TitleMarks) != 1 {
			t.Errorf("%+v", h)
		}
		if h := hits[1]; !strings.HasPrefix(h.Snippet, "Rien de tel") || !strings.HasSuffix(h.Snippet, " …") || len(h.Marks) != 0 ||
			len(h.TitleMarks) != 1 || h.Title[h.TitleMarks[0][0]:h.TitleMarks[0][1]] != "école" {
			t.Errorf("%+v", h)
		}
		h := hits[2]
		if h.Text != "" || len(h.Marks) != 1 || h.Snippet[h.Marks[0][0]:h.Marks[0][1]] != "ÉCOLES" ||
			!strings.Contains(h.Snippet, "Enfin, l’évaluation des ÉCOLES à mi-parcours. Rien") ||
			!strings.HasPrefix(h.Snippet, "… ") || !strings.HasSuffix(h.Snippet, " …") || len(h.Snippet) > 300 {
			t.Errorf("%+v", h)
		}
		hits, _ = find(t, d, search.Query{Words: "evaluation des eco", Lang: "fr"})
		if len(hits) != 1 || len(hits[0].Marks) != 2 {
			t.Errorf("%+v", hits)
		}
	})
}

func TestTextsOfEveryKindCanBePut(t *testing.T) {
	each(t, func(t *testing.T, d *db.DB) {
		words := make([]string, 0, 60000)
		for i := range 60000 {
			words = append(words, fmt.Sprintf("mot%d", i))
		}
		unique := make([]string, 0, 60000) // each has three terms of its own
		for i := range 60000 {
			unique = append(unique, "é"+strings.Map(func(r rune) rune { return r - '0' + 'b' }, fmt.Sprint(i))+"ités")
		}
		put(t, d,
			doc("broken", "fr", "a\x00b\xff", "eau\x00"+strings.Repeat("\xfe", 50)),
			doc("endless", "fr", "Sans espace", strings.Repeat("é", 300_000)),
			doc("huge", "fr", "Énorme", strings.Join(words, " ")+strings.Repeat(" eau", 200_000)),
			doc("dense", "fr", strings.Repeat("é ", 5000), strings.Join(unique, " ")),
			doc("blank", "fr", "", ""))
		for words, want := range map[string]string{"eau": "broken.fr", "mot41": "huge.fr", "espace": "endless.fr", unique[3]: "dense.fr"} {
			hits, _ := find(t, d, search.Query{Words: words, Lang: "fr"})
			if !slices.Contains(strings.Fields(names(hits)), want) {
				t.Errorf("%q found %q, want %q", words, names(hits), want)
			}
			for _, h := range hits {
				if !utf8.ValidString(h.Snippet) {
					t.Errorf("%s: a broken snippet", h.Ref)
				}
			}
		}
	})
}
