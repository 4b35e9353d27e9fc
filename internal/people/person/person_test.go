package person

import (
	"strings"
	"testing"
	"time"

	"penc/internal/ground/access"
	"penc/internal/ground/fault"
	"penc/internal/ground/lang"
)

var noon = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

// refusal returns kind and field of err's first fault; "" for none.
func refusal(t *testing.T, err error) string {
	t.Helper()
	if err == nil {
		return ""
	}
	all := fault.All(err)
	if len(all) == 0 {
		t.Fatalf("a defect: %v", err)
	}
	return map[fault.Kind]string{
		fault.Invalid: "invalid ", fault.Forbidden: "forbidden ", fault.Conflict: "conflict ",
	}[all[0].Kind] + all[0].Field
}

func TestJoin(t *testing.T) {
	good := Joining{Email: "amina@example.org", Name: "Amina Ndiaye", Lang: lang.French, Zone: "Africa/Dakar", Consent: ConsentVersion}
	for _, c := range []struct {
		name string
		with func(*Joining)
		want string
	}{
		{"all is well", func(*Joining) {}, ""},
		{"the name is trimmed", func(j *Joining) { j.Name = "  Amina Ndiaye\n" }, ""},
		{"no name", func(j *Joining) { j.Name = " " }, "invalid name"},
		{"a name without letters", func(j *Joining) { j.Name = "…" }, "invalid name"},
		{"the longest name", func(j *Joining) { j.Name = strings.Repeat("é", MaxName) }, ""},
		{"too long a name", func(j *Joining) { j.Name = strings.Repeat("é", MaxName+1) }, "invalid name"},
		{"two lines", func(j *Joining) { j.Name = "Amina\nOperator" }, "invalid name"},
		{"a name that turns the line around", func(j *Joining) { j.Name = "Amina \u202erotarepo" }, "invalid name"},
		{"a language we do not speak", func(j *Joining) { j.Lang = "de" }, "invalid lang"},
		{"no consent", func(j *Joining) { j.Consent = "" }, "invalid consent"},
		{"consent to an older text", func(j *Joining) { j.Consent = "2019-01" }, "invalid consent"},
		{"a browser's odd zone is no fault", func(j *Joining) { j.Zone = "Mars/Olympus" }, ""},
	} {
		in := good
		c.with(&in)
		p, err := Person{}.Join(in, noon)
		if got := refusal(t, err); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
		if err == nil && (p.Name != strings.TrimSpace(in.Name) || p.PublicName() != p.Name || !p.Agreed() || !p.Joined.Equal(noon)) {
			t.Errorf("%s: %+v", c.name, p)
		}
	}
	if p, _ := (Person{}).Join(Joining{Zone: "Mars/Olympus"}, noon); p.Zone != "" {
		t.Errorf("zone %q, want none", p.Zone)
	}
}

func amina() Person {
	return Person{
		ID: "amina", Email: "amina@example.org", Name: "Amina Ndiaye", Shown: ByName, Lang: lang.French,
		Zone: "Africa/Dakar", Consent: ConsentVersion, Consented: noon, Joined: noon, Version: 3,
	}
}

func TestChange(t *testing.T) {
	self := access.Actor{Person: "amina"}
	for _, c := range []struct {
		name string
		who  access.Actor
		with func(*Profile)
		want string
	}{
		{"nothing", self, func(*Profile) {}, ""},
		{"somebody else", access.Actor{Person: "mallory"}, func(*Profile) {}, "forbidden "},
		{"a stranger", access.Actor{}, func(*Profile) {}, "forbidden "},
		{"the operator", access.Actor{Person: "ops"}.With(access.Operator, access.Site), func(*Profile) {}, "forbidden "},
		{"changed meanwhile", self, func(p *Profile) { p.Version-- }, "conflict "},
		{"a pseudonym", self, func(p *Profile) { p.Shown, p.Pseudonym = ByPseudonym, "Baobab" }, ""},
		{"shown by a pseudonym that is none", self, func(p *Profile) { p.Shown = ByPseudonym }, "invalid pseudonym"},
		{"too long a pseudonym", self, func(p *Profile) { p.Pseudonym = strings.Repeat("b", MaxPseudonym+1) }, "invalid pseudonym"},
		{"an address for a pseudonym", self, func(p *Profile) { p.Pseudonym = "amina@example.org" }, "invalid pseudonym"},
		{"shown in no known way", self, func(p *Profile) { p.Shown = "loud" }, "invalid shown"},
		{"an unknown zone", self, func(p *Profile) { p.Zone = "Mars/Olympus" }, "invalid zone"},
		{"the server's own zone", self, func(p *Profile) { p.Zone = "Local" }, "invalid zone"},
		{"a file for a zone", self, func(p *Profile) { p.Zone = "../../etc/passwd" }, "invalid zone"},
		{"no zone", self, func(p *Profile) { p.Zone = "" }, ""},
		{"an unknown language", self, func(p *Profile) { p.Lang = "wo" }, "invalid lang"},
	} {
		in := amina().Profile()
		c.with(&in)
		p, err := amina().Change(c.who, in)
		if got := refusal(t, err); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
		if err == nil && p.Version != 4 {
			t.Errorf("%s: version %d, want 4", c.name, p.Version)
		}
	}
}

func TestOthersSeeTheNameThatWasChosen(t *testing.T) {
	p := amina()
	if got := p.Public(); got != (Public{ID: "amina", Name: "Amina Ndiaye"}) {
		t.Errorf("by name: %+v", got)
	}
	p.Shown, p.Pseudonym = ByPseudonym, "Baobab"
	if got := p.Public(); got != (Public{ID: "amina", Name: "Baobab"}) {
		t.Errorf("by pseudonym: %+v", got)
	}
}

func TestLeave(t *testing.T) {
	p := amina()
	if _, err := p.Leave(access.Actor{Person: "mallory"}, noon); refusal(t, err) != "forbidden " {
		t.Errorf("by somebody else: %v", err)
	}
	gone, err := p.Leave(access.Actor{Person: "amina"}, noon)
	if err != nil || gone != (Person{ID: "amina", Shown: ByName, Erased: noon, Version: 4}) {
		t.Errorf("%+v, %v", gone, err)
	}
	if _, err := gone.Leave(access.Actor{Person: "amina"}, noon); refusal(t, err) != "forbidden " {
		t.Errorf("twice: %v", err)
	}
	if got := gone.Public(); got != (Public{ID: "amina", Left: true}) {
		t.Errorf("%+v", got)
	}
}

func TestAgree(t *testing.T) {
	p := amina()
	p.Consent = "2019-01"
	if p.Agreed() {
		t.Fatal("an older text counts")
	}
	if _, err := p.Agree(access.Actor{Person: "amina"}, "2019-01", noon); refusal(t, err) != "invalid consent" {
		t.Errorf("to the older text: %v", err)
	}
	if p, err := p.Agree(access.Actor{Person: "amina"}, ConsentVersion, noon); err != nil || !p.Agreed() {
		t.Errorf("%v", err)
	}
}

func TestEveryZoneOfferedLoads(t *testing.T) {
	for _, z := range Zones {
		if !ZoneKnown(z) {
			t.Errorf("%s", z)
		}
	}
}
