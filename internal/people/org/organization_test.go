package org

import (
	"strings"
	"testing"

	"penc/internal/ground/access"
	"penc/internal/ground/fault"
	"penc/internal/ground/lang"
)

var (
	amina    = access.Actor{Person: "amina", Channel: access.Web}
	operator = access.Actor{Person: "ops", Channel: access.Web}.With(access.Operator, access.Site)
)

func named(name string) Entry {
	return Entry{Name: map[lang.Tag]string{lang.French: name}, From: lang.French}
}

func TestEnter(t *testing.T) {
	long := named(strings.Repeat("é", MaxName+1))
	site := named("Régie des eaux")
	site.Website = "javascript:alert(1)"
	country := named("Régie des eaux")
	country.Country = "Mareola"
	for _, c := range []struct {
		name  string
		who   access.Actor
		was   Organization
		in    Entry
		kind  fault.Kind
		field string
	}{
		{"an account enters", amina, Organization{}, named("Régie des eaux"), fault.Internal, ""},
		{"a stranger does not", access.Actor{}, Organization{}, named("Régie des eaux"), fault.Forbidden, ""},
		{"no name", amina, Organization{}, named(" \n"), fault.Invalid, "name.fr"},
		{"too long a name", amina, Organization{}, long, fault.Invalid, "name.fr"},
		{"a script for an address", amina, Organization{}, site, fault.Invalid, "website"},
		{"no country code", amina, Organization{}, country, fault.Invalid, "country"},
		{"a member does not change", amina, Organization{Version: 1}, named("x"), fault.Forbidden, ""},
		{"changed meanwhile", operator, Organization{Version: 2}, named("x"), fault.Conflict, ""},
	} {
		_, err := c.was.Enter(c.who, c.in)
		if (err == nil) != (c.kind == fault.Internal) || fault.KindOf(err) != c.kind {
			t.Errorf("%s: %v", c.name, err)
		}
		if err != nil && fault.All(err)[0].Field != c.field {
			t.Errorf("%s: field %q, want %q", c.name, fault.All(err)[0].Field, c.field)
		}
	}
}

func TestFold(t *testing.T) {
	for _, c := range [][2]string{
		{"Régie des Eaux", "regie des eaux"},
		{"  RÉGIE — des  eaux (Dakar) ", "regie des eaux dakar"},
		{"", ""},
	} {
		if got := Fold(c[0]); got != c[1] {
			t.Errorf("Fold(%q) = %q, want %q", c[0], got, c[1])
		}
	}
}
