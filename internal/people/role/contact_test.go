package role

import (
	"errors"
	"strings"
	"testing"
	"unicode/utf8"

	"penc/internal/ground/fault"
	"penc/internal/ground/lang"
)

// check stands for the rule of mail addresses: one @, a dot behind it, no spaces.
func check(address string) (string, error) {
	local, domain, ok := strings.Cut(address, "@")
	if !ok || local == "" || !strings.Contains(domain, ".") || strings.ContainsAny(address, " \t<>\"") || strings.Contains(domain, "@") {
		return "", errors.New("no address")
	}
	return strings.ToLower(address), nil
}

func TestReadContacts(t *testing.T) {
	for _, c := range []struct {
		line, address, name string
		lang                lang.Tag
		fault               string
	}{
		{"amina@example.sn", "amina@example.sn", "", "fr", ""},
		{"  Amina@Example.SN  ", "amina@example.sn", "", "fr", ""},
		{"Amina Diop <amina@example.sn>", "amina@example.sn", "Amina Diop", "fr", ""},
		{`"Diop, Amina" <amina@example.sn>`, "amina@example.sn", "Diop, Amina", "fr", ""},
		{"<amina@example.sn>", "amina@example.sn", "", "fr", ""},
		{"amina@example.sn;Amina Diop;en", "amina@example.sn", "Amina Diop", "en", ""},
		{"amina@example.sn, Amina Diop, EN", "amina@example.sn", "Amina Diop", "en", ""},
		{"amina@example.sn\tAmina Diop\tAnglais", "amina@example.sn", "Amina Diop", "en", ""},
		{"Amina;Diop;amina@example.sn;fr-SN", "amina@example.sn", "Amina Diop", "fr", ""},
		{`"Diop, Amina",amina@example.sn,français`, "amina@example.sn", "Diop, Amina", "fr", ""},
		{`amina@example.sn;"Amina ""Mina"" Diop"`, "amina@example.sn", `Amina "Mina" Diop`, "fr", ""},
		{"Amina Diop <amina@example.sn>;en", "amina@example.sn", "Amina Diop", "en", ""},
		{"mailto:amina@example.sn", "amina@example.sn", "", "fr", ""},
		{"amina@example.sn,", "amina@example.sn", "", "fr", ""},
		{"Li;li@example.cn", "li@example.cn", "Li", "fr", ""},
		{"Amina Diop", "", "Amina Diop", "fr", "role.contact.address-missing"},
		{"amina@example", "", "", "fr", "role.contact.address-invalid"},
		{"amina at@example.sn", "", "", "fr", "role.contact.address-invalid"},
		{"amina@example.sn; omar@example.sn", "", "", "fr", "role.contact.address-several"},
		{"amina@example.sn;Amina;wo", "", "", "fr", "role.contact.language-unknown"},
		{`"Amina;amina@example.sn`, "", "", "fr", "role.contact.quote-open"},
		{"<script>alert(1)</script>", "", "", "fr", "role.contact.address-missing"},
		{"Amina <amina at example.sn>", "", "", "fr", "role.contact.address-missing"},
		{"<b>Amina</b>;amina@example.sn", "amina@example.sn", "<b>Amina</b>", "fr", ""},
		{strings.Repeat("é", MaxName+1) + ";amina@example.sn", "", strings.Repeat("é", MaxName+1), "fr", "role.contact.name-too-long"},
		{strings.Repeat("x", MaxLineBytes+1), "", "", "fr", "role.contact.line-too-long"},
	} {
		all, err := ReadContacts(c.line, lang.French, check)
		if err != nil || len(all) != 1 {
			t.Errorf("%.60s: %d contacts, %v", c.line, len(all), err)
			continue
		}
		got := all[0]
		message := ""
		if got.Fault != nil {
			message = got.Fault.Message
		}
		if got.Address != c.address || got.Name != c.name && c.fault == "" || got.Lang != c.lang || message != c.fault {
			t.Errorf("%.60s: %q %q %q %q, want %q %q %q %q", c.line, got.Address, got.Name, got.Lang, message,
				c.address, c.name, c.lang, c.fault)
		}
		if got.Text != strings.TrimSpace(c.line) && c.fault != "role.contact.line-too-long" {
			t.Errorf("%.60s: the line became %q", c.line, got.Text)
		}
	}
}

func TestReadContactsKeepsLinesAndFindsRepetitions(t *testing.T) {
	list := "\uFEFFE-mail;Nom;Langue\r\n\r\namina@example.sn\r\nOmar <omar@example.sn>\r\nAMINA@example.sn;Amina\r\nnobody\r\n"
	all, err := ReadContacts(list, lang.English, check)
	if err != nil || len(all) != 4 {
		t.Fatalf("%d contacts, %v; want 4", len(all), err)
	}
	lines := []int{3, 4, 5, 6}
	for i, c := range all {
		if c.Line != lines[i] {
			t.Errorf("contact %d stands on line %d, want %d", i, c.Line, lines[i])
		}
	}
	if all[2].SameAs != 3 || all[0].SameAs != 0 {
		t.Errorf("repetition: line 5 is the same as %d, want 3", all[2].SameAs)
	}
	if all[3].Fault == nil {
		t.Error("a line without address has no fault")
	}
}

func TestReadContactsHasLimits(t *testing.T) {
	line := "amina@example.sn\n"
	for _, c := range []struct {
		name, list, want string
	}{
		{"nothing", " \n\n", "role.contact.list-empty"},
		{"only column names", "Name;E-mail", "role.contact.list-empty"},
		{"as many lines as allowed", strings.Repeat(line, MaxLines), ""},
		{"one line more", strings.Repeat(line, MaxLines+1), "role.contact.list-too-long"},
		{"two megabytes", strings.Repeat("x", 2<<20), "role.contact.list-too-large"},
	} {
		_, err := ReadContacts(c.list, lang.French, check)
		got := ""
		if all := fault.All(err); len(all) > 0 {
			got = all[0].Message
		}
		if got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

func FuzzReadContacts(f *testing.F) {
	f.Add("Amina Diop <amina@example.sn>\n\"Diop, Omar\";omar@example.sn;fr\nx")
	f.Add("mail;name\n<<<>>>@;,\t\"\"\"")
	f.Fuzz(func(t *testing.T, list string) {
		if !utf8.ValidString(list) {
			t.Skip("the frame lets only UTF-8 through")
		}
		all, err := ReadContacts(list, lang.French, check)
		if err != nil {
			return
		}
		if len(all) == 0 || len(all) > MaxLines {
			t.Fatalf("%d contacts", len(all))
		}
		seen := map[string]bool{}
		before := 0
		for _, c := range all {
			if c.Line <= before || c.Text == "" || !utf8.ValidString(c.Text) || !lang.Known(c.Lang) {
				t.Errorf("%+v after line %d", c, before)
			}
			before = c.Line
			if (c.Fault == nil) != (c.Address != "") {
				t.Errorf("%+v has both or neither of address and fault", c)
			}
			if strings.ContainsAny(c.Name+c.Address, "\n\r") {
				t.Errorf("%+v holds a line end", c)
			}
			if c.Fault == nil && (c.SameAs == 0) == seen[c.Address] {
				t.Errorf("%+v: repetition not seen", c)
			}
			seen[c.Address] = true
		}
	})
}
