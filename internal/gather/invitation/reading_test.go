package invitation

import (
	"strings"
	"testing"
	"time"

	"penc/internal/gather/process"
	"penc/internal/gather/process/processtest"
	"penc/internal/ground/fault"
	"penc/internal/ground/lang"
	"penc/internal/ground/ref"
)

// water is a process with two stakeholder groups.
func water() process.Whole {
	w := process.Whole{Process: processtest.Sound("water")}
	w.Groups = []process.Group{
		{Part: process.Part{ID: "users", Process: "water"}, Title: processtest.Words("Usagers", "Users")},
		{Part: process.Part{ID: "academia", Process: "water"}, Title: processtest.Words("Recherche", "Academia")},
	}
	return w
}

func message(err error) string {
	if all := fault.All(err); len(all) > 0 {
		return all[0].Message
	}
	if err != nil {
		return err.Error()
	}
	return ""
}

// told is an entry in one line.
func told(e Entry) string {
	if e.Fault != nil {
		return "fault " + e.Fault.Message
	}
	c := e.Card
	var groups []string
	for _, g := range c.Groups {
		groups = append(groups, string(g))
	}
	out := strings.Join([]string{c.Name, c.Address, c.Phone, string(c.Lang), c.OrgName, string(c.Group), strings.Join(groups, "+"), c.Interest, c.Funding, c.Mandate}, "|")
	out = strings.TrimRight(out, "|")
	for _, n := range e.Notes {
		out += " " + n.Key + "=" + n.Value
	}
	return out
}

func TestTablesAreUnderstood(t *testing.T) {
	for _, c := range []struct {
		name, list string
		want       []string
	}{
		{
			"a header in French, semicolons", "Nom;Courriel;Langue;Organisation;Groupe\nAwa Diop;AWA@example.sn;Français;Régie des eaux;Usagers\n",
			[]string{"Awa Diop|awa@example.sn||fr|Régie des eaux|users|users"},
		},
		{
			"a header in English, commas", "First name,Last name,E-mail,Phone,Language\nAwa,Diop,awa@example.sn,+221 77 000 00 00,en",
			[]string{"Awa Diop|awa@example.sn|+221 77 000 00 00|en"},
		},
		{
			"tabs, as copied from a spreadsheet", "Name\tEmail\tOrganization\nAwa Diop\tawa@example.sn\tWater board",
			[]string{"Awa Diop|awa@example.sn||fr|Water board"},
		},
		{
			"everything that is declared", "Nom;Adresse;Groupes;Parle pour;Intérêt;Financement;Mandat\nAwa;awa@example.sn;Usagers | Recherche;Recherche;Mon puits;Moi;Du village",
			[]string{"Awa|awa@example.sn||fr||academia|academia+users|Mon puits|Moi|Du village"},
		},
		{"columns that nobody knows", "Name;Shoe size\nAwa;38", []string{"Awa|||fr"}},
		{
			"quoted cells", "Name;E-mail;Interest\n\"Diop; Awa\";awa@example.sn;\"She said \"\"wells\"\",\nand rivers\"\nOmar;omar@example.sn;",
			[]string{"Diop; Awa|awa@example.sn||fr||||She said \"wells\",\nand rivers", "Omar|omar@example.sn||fr"},
		},
		{
			"a quotation mark left open spoils its line", "Name;E-mail\n\"Awa;awa@example.sn\nOmar;omar@example.sn",
			[]string{"fault invitation.list.quote", "Omar|omar@example.sn||fr"},
		},
		{"no header", "Awa Diop;awa@example.sn;Water board;en\nomar@example.sn", []string{"Awa Diop|awa@example.sn||en|Water board", "|omar@example.sn||fr"}},
		{"a mailbox", "Awa Diop <awa@example.sn>", []string{"Awa Diop|awa@example.sn||fr"}},
		{"two addresses on a line without header", "a@example.sn;b@example.sn", []string{"fault invitation.list.addresses"}},
		{"an address that is none", "Name;E-mail\nAwa;awa(at)example\nOmar;omar@example.sn", []string{"fault invitation.contact.address", "Omar|omar@example.sn||fr"}},
		{"nobody", "Name;E-mail;Organization\n;;Water board", []string{"fault invitation.contact.nobody"}},
		{"groups and languages that are not there", "Name;Group;Language\nAwa;Kings;Wolof", []string{"Awa|||fr group=Kings language=Wolof"}},
		{"too long a name", "Name\n" + strings.Repeat("é", MaxName+1), []string{"fault invitation.too-long"}},
		{"blank lines", "\n\nName;E-mail\n\n;;\nAwa;awa@example.sn\n\n", []string{"Awa|awa@example.sn||fr"}},
	} {
		s, err := Read(c.list, water(), lang.French)
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		var got []string
		for _, e := range s.Entries {
			got = append(got, told(e))
		}
		if strings.Join(got, "\n") != strings.Join(c.want, "\n") {
			t.Errorf("%s:\n%s\nwant\n%s", c.name, strings.Join(got, "\n"), strings.Join(c.want, "\n"))
		}
	}
}

func TestFaultsNameTheLine(t *testing.T) {
	s, err := Read("Name;E-mail;Interest\nAwa;awa@example.sn;\"two\nlines\"\nOmar;nowhere;", water(), lang.French)
	if err != nil || len(s.Entries) != 2 || s.Entries[0].Line != 2 || s.Entries[1].Line != 4 || s.Entries[1].Fault == nil {
		t.Errorf("%+v, %v", s.Entries, err)
	}
	if s, _ = Read("Name;Shoe size;E-mail\nAwa;38;a@example.sn", water(), lang.French); len(s.Notes) != 1 || s.Notes[0] != (Note{NotTaken, "Shoe size"}) {
		t.Errorf("notes %+v", s.Notes)
	}
	if s, _ = Read("Awa;a@example.sn", water(), lang.French); len(s.Notes) != 1 || s.Notes[0].Key != NoHeader {
		t.Errorf("notes %+v", s.Notes)
	}
}

func TestCardsAreUnderstood(t *testing.T) {
	for _, c := range []struct{ name, list, want string }{
		{
			"4.0", "BEGIN:VCARD\nVERSION:4.0\nFN:Awa Diop\nEMAIL;PREF=1:awa@example.sn\nEMAIL;PREF=2:other@example.sn\nTEL;VALUE=uri:tel:+221-77-000-00-00\nORG:Water board;Wells\nLANG:en\nCATEGORIES:Users,Friends\nEND:VCARD",
			"Awa Diop|awa@example.sn|+221-77-000-00-00|en|Water board|users|users",
		},
		{
			"3.0, folded", "BEGIN:VCARD\r\nVERSION:3.0\r\nN:Diop;Awa;;;\r\nFN:Awa\r\n  Diop\r\nitem1.EMAIL;TYPE=INTERNET:awa@example.sn\r\nORG:Eaux\\, fleuves et puits\\; Matam\r\nEND:VCARD\r\n",
			"Awa Diop|awa@example.sn||fr|Eaux, fleuves et puits; Matam",
		},
		{
			"2.1 with quoted-printable", "BEGIN:VCARD\nVERSION:2.1\nN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:N=C3=A9n=C3=A9;Awa\nFN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:Awa N=C3=A9n=\n=C3=A9\nTEL;CELL;PREF:+221770000000\nEMAIL;INTERNET:awa@example.sn\nEND:VCARD",
			"Awa Néné|awa@example.sn|+221770000000|fr",
		},
		{"2.1 in another set of letters", "BEGIN:VCARD\nVERSION:2.1\nFN;CHARSET=ISO-8859-1;ENCODING=QUOTED-PRINTABLE:N=E9n=E9\nEND:VCARD", "Néné|||fr"},
		{"a name in parts only", "BEGIN:VCARD\nVERSION:3.0\nN:Diop;Awa;;;\nEND:VCARD", "Awa Diop|||fr"},
		{"no end", "BEGIN:VCARD\nFN:Awa\n", "fault invitation.list.card-open"},
		{"nobody", "BEGIN:VCARD\nVERSION:3.0\nNOTE:x\nEND:VCARD", "fault invitation.contact.nobody"},
	} {
		text, _, err := Decode([]byte(c.list))
		if err != nil {
			t.Fatal(err)
		}
		s, err := Read(text, water(), lang.French)
		if err != nil || len(s.Entries) != 1 || !s.Cards {
			t.Errorf("%s: %+v, %v", c.name, s, err)
			continue
		}
		if got := told(s.Entries[0]); got != c.want {
			t.Errorf("%s:\n%s\nwant\n%s", c.name, got, c.want)
		}
	}
	s, err := Read("BEGIN:VCARD\nFN:Lost\nBEGIN:VCARD\nVERSION:3.0\nFN:Awa\nEND:VCARD\nBEGIN:VCARD\nVERSION:3.0\nFN:Omar\nEND:VCARD", water(), lang.French)
	if err != nil || len(s.Entries) != 3 || s.Entries[0].Fault == nil || s.Entries[1].Line != 3 || s.Entries[2].Card.Name != "Omar" {
		t.Errorf("one open card: %+v, %v", s.Entries, err)
	}
}

func TestFilesAreDecoded(t *testing.T) {
	for _, c := range []struct {
		name, data, want, note string
	}{
		{"UTF-8", "Néné", "Néné", ""},
		{"UTF-8 with a mark", "\xef\xbb\xbfNéné", "Néné", ""},
		{"Windows-1252", "N\xe9n\xe9 \x96 \x80", "Néné – €", Windows1252},
		{"UTF-16", "\xff\xfeN\x00\xe9\x00", "Né", ""},
		{"line ends of Windows", "a\r\nb\rc", "a\nb\nc", ""},
	} {
		got, notes, err := Decode([]byte(c.data))
		if err != nil || got != c.want || (c.note == "") != (len(notes) == 0) {
			t.Errorf("%s: %q %v, %v", c.name, got, notes, err)
		}
	}
	for name, data := range map[string]string{"a picture": "\x89PNG\x00\x00", "too large": strings.Repeat("a", MaxBytes+1)} {
		if _, _, err := Decode([]byte(data)); fault.KindOf(err) != fault.Invalid {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestLimitsOfALength(t *testing.T) {
	list := "Name\n" + strings.Repeat("Awa\n", MaxEntries)
	if s, err := Read(list, water(), lang.French); err != nil || len(s.Entries) != MaxEntries {
		t.Errorf("%d lines: %v", len(s.Entries), err)
	}
	if _, err := Read(list+"Awa\n", water(), lang.French); message(err) != "invitation.list.too-long" {
		t.Errorf("one more: %v", err)
	}
	if _, err := Read("\n \n", water(), lang.French); message(err) != "invitation.list.empty" {
		t.Errorf("nothing: %v", err)
	}
	cards := strings.Repeat("BEGIN:VCARD\nVERSION:3.0\nFN:Awa\nEND:VCARD\n", MaxEntries+1)
	if _, err := Read(cards, water(), lang.French); message(err) != "invitation.list.too-long" {
		t.Errorf("too many cards: %v", err)
	}
	// A quotation mark in every line is followed only so far.
	if s, err := Read("Name;E-mail\n"+strings.Repeat("\"Awa;x\n", MaxEntries), water(), lang.French); err != nil || len(s.Entries) > MaxEntries {
		t.Errorf("open quotation marks: %d, %v", len(s.Entries), err)
	}
}

// sound checks what holds for whatever is read.
func sound(t *testing.T, text string) {
	t.Helper()
	s, err := Read(text, water(), lang.French)
	if err != nil {
		if fault.KindOf(err) != fault.Invalid {
			t.Fatalf("%v", err)
		}
		return
	}
	line := 0
	for _, e := range s.Entries {
		if e.Line <= line {
			t.Fatalf("line %d after %d", e.Line, line)
		}
		line = e.Line
		if e.Fault == nil {
			if err := e.Card.Check(water()); err != nil || !e.Card.Tidy().Equal(e.Card) {
				t.Fatalf("line %d: %+v, %v", e.Line, e.Card, err)
			}
		}
	}
	// Taken over into an empty book and read again, nothing is new.
	var have []Contact
	for i, x := range Sort(s, nil, Wish{}) {
		if x.Fate == Creates {
			have = append(have, Contact{ID: ref.ID("c" + strings.Repeat("0", i%7)), Card: x.Card})
		}
	}
	for _, x := range Sort(s, have, Wish{}) {
		if x.Fate == Creates {
			t.Fatalf("line %d is new the second time: %+v", x.Line, x.Card)
		}
	}
}

func FuzzTable(f *testing.F) {
	f.Add("Nom;Courriel;Groupe\nAwa;awa@example.sn;Usagers\n")
	f.Add("\"a\"\"b\";c\n\"open")
	f.Add("Name\tE-mail\n\"x\ny\"z\ta@example.sn")
	f.Fuzz(func(t *testing.T, text string) {
		text, _, err := Decode([]byte(text))
		if err == nil && !beginsCard(text) {
			sound(t, text)
		}
	})
}

func FuzzCards(f *testing.F) {
	f.Add("FN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:N=C3=A9=\nn\nEMAIL;INTERNET:a@example.sn\n")
	f.Add("N:Diop;Awa\nORG:a\\;b;c\nTEL;TYPE=\"cell,voice\":1")
	f.Fuzz(func(t *testing.T, text string) {
		text, _, err := Decode([]byte("BEGIN:VCARD\nVERSION:3.0\n" + text + "\nEND:VCARD\n"))
		if err == nil {
			sound(t, text)
		}
	})
}

func TestSort(t *testing.T) {
	have := []Contact{
		{ID: "awa", Version: 1, Card: Card{Name: "Awa Diop", Address: "awa@example.sn", Lang: lang.French}},
		{ID: "omar", Version: 1, Card: Card{Name: "Omar Fall", OrgName: "Régie", Lang: lang.French}},
		{ID: "gone", Version: 2, Gone: true},
	}
	list := "Name;E-mail;Organization;Phone;Language\n" +
		"Awa D.;awa@example.sn;Board;1;en\n" + // 2: changes: organization and phone only
		"Omar  FALL;omar@example.sn;Regie;;\n" + // 3: perhaps
		"Khady;khady@example.sn;;;\n" + // 4: creates
		"Khady again;khady@example.sn;;;\n" + // 5: repeats
		"Awa Diop;;;;\n" + // 6: perhaps
		"X;y;;;" // 7: faulty
	s, err := Read(list, water(), lang.French)
	if err != nil {
		t.Fatal(err)
	}
	fates := func(wish Wish) string {
		var out []string
		for _, x := range Sort(s, have, wish) {
			out = append(out, string(x.Fate))
		}
		return strings.Join(out, " ")
	}
	if got := fates(Wish{}); got != "changes perhaps creates repeats perhaps faulty" {
		t.Fatalf("%s", got)
	}
	if got := fates(Wish{Decided: map[int]Fate{3: AsTheOne, 6: LeftOut}}); got != "changes changes creates repeats left-out faulty" {
		t.Errorf("decided: %s", got)
	}
	if got := fates(Wish{Decided: map[int]Fate{3: AsNew, 6: AsTheOne}}); got != "changes creates creates repeats same faulty" {
		t.Errorf("decided otherwise: %s", got)
	}
	filled := Sort(s, have, Wish{})[0].After
	if filled.Name != "Awa Diop" || filled.OrgName != "Board" || filled.Phone != "1" || filled.Lang != lang.French {
		t.Errorf("filled in where nothing stood: %+v", filled)
	}
	over := Sort(s, have, Wish{Overwrite: true})[0].After
	if over.Name != "Awa D." || over.Lang != lang.English {
		t.Errorf("overwritten: %+v", over)
	}
	one := Sort(s, have, Wish{Decided: map[int]Fate{3: AsTheOne}})[1].After
	if one.Address != "omar@example.sn" || one.OrgName != "Régie" {
		t.Errorf("the one: %+v", one)
	}
	before := Seen(Sort(s, have, Wish{}))
	have[0].Version++
	if Seen(Sort(s, have, Wish{})) == before {
		t.Error("a change of the contacts goes unseen")
	}
}

func TestCards(t *testing.T) {
	now := time.Date(2026, 3, 1, 9, 30, 0, 0, time.UTC)
	c := Contact{ID: "awa", Process: "water", Version: 1, Card: Card{Name: "Awa", Lang: lang.French, Group: "users", Groups: []ref.ID{"users"}}}
	for _, x := range []struct {
		name    string
		in      Card
		version int
		changed bool
		want    string
	}{
		{"the same", Card{Name: " Awa ", Lang: lang.French, Group: "users"}, 1, false, ""},
		{"another group", Card{Name: "Awa", Lang: lang.French, Group: "academia", Groups: []ref.ID{"users"}}, 1, true, ""},
		{"a group that is not there", Card{Name: "Awa", Lang: lang.French, Group: "kings"}, 1, false, "invitation.contact.group"},
		{"nobody", Card{Lang: lang.French}, 1, false, "invitation.contact.nobody"},
		{"an old version", Card{Name: "Awa", Lang: lang.French}, 0, false, "invitation.contact.changed"},
		{"no language", Card{Name: "Awa"}, 1, false, "invitation.contact.language"},
		{"an address in capitals", Card{Name: "Awa", Lang: lang.French, Address: "AWA@Example.sn"}, 1, true, ""},
		{"an address that is none", Card{Name: "Awa", Lang: lang.French, Address: "awa"}, 1, false, "invitation.contact.address"},
		{"a name that turns the direction", Card{Name: "Awa\u202e", Lang: lang.French}, 1, false, "invitation.unprintable"},
		{"too long an interest", Card{Name: "Awa", Lang: lang.French, Interest: strings.Repeat("é", MaxSaid+1)}, 1, false, "invitation.too-long"},
	} {
		got, changed, err := c.Write(x.in, x.version, water(), now)
		if message(err) != x.want || changed != x.changed {
			t.Errorf("%s: %v, %q; want %v, %q", x.name, changed, message(err), x.changed, x.want)
		}
		if changed && (got.Version != 2 || !got.Changed.Equal(now)) {
			t.Errorf("%s: %+v", x.name, got)
		}
	}
	gone := c.Remove(now)
	if !gone.Gone || gone.Name != "" || gone.Group != "users" || len(gone.Groups) != 0 || gone.ID != c.ID {
		t.Errorf("removed: %+v", gone)
	}
	if _, _, err := gone.Write(c.Card, gone.Version, water(), now); message(err) != "invitation.contact.gone" {
		t.Errorf("written after removal: %v", err)
	}
}

func TestChoice(t *testing.T) {
	k := Known{Contact: Contact{ID: "awa", Card: Card{Name: "Awa Diop", Address: "awa@example.sn", OrgName: "Régie des eaux", Lang: lang.French, Groups: []ref.ID{"users"}}}, Standing: NotInvited}
	for _, c := range []struct {
		ch   Choice
		want bool
	}{
		{Choice{}, true},
		{Choice{Words: "diop AWA"}, true},
		{Choice{Words: "regie"}, true},
		{Choice{Words: "awa@example"}, true},
		{Choice{Words: "awa fall"}, false},
		{Choice{Group: "users"}, true},
		{Choice{Group: "academia"}, false},
		{Choice{Organization: "REGIE DES EAUX"}, true},
		{Choice{Organization: "Régie"}, false},
		{Choice{Lang: lang.French}, true},
		{Choice{Lang: lang.English}, false},
		{Choice{Standing: NotInvited}, true},
		{Choice{Standing: Joined}, false},
		{Choice{Only: []ref.ID{"awa"}}, true},
		{Choice{Only: []ref.ID{"omar"}}, false},
	} {
		if got := c.ch.Fits(k); got != c.want {
			t.Errorf("%+v: %v", c.ch, got)
		}
	}
	k.Gone = true
	if len((Choice{}).Choose([]Known{k})) != 0 {
		t.Error("somebody who was removed is chosen")
	}
}
