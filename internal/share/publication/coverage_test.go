package publication

import (
	"strings"
	"testing"

	"penc/internal/ground/access"
	"penc/internal/ground/fault"
)

func TestEnter(t *testing.T) {
	ok := Coverage{Outlet: "Le Quotidien", Title: "Deux jours sur les compteurs", Language: "fr"}
	with := func(f func(*Coverage)) Coverage {
		c := ok
		f(&c)
		return c
	}
	for _, c := range []struct {
		name  string
		who   access.Actor
		old   Coverage
		in    Coverage
		kind  fault.Kind
		field string
	}{
		{"an editor enters", editor, Coverage{}, ok, fault.Internal, ""},
		{"a member does not", holding(access.Member), Coverage{}, ok, fault.Forbidden, ""},
		{"changed meanwhile", editor, Coverage{Version: 3}, ok, fault.Conflict, ""},
		{"no outlet", editor, Coverage{}, with(func(c *Coverage) { c.Outlet = "" }), fault.Invalid, "outlet"},
		{"no title", editor, Coverage{}, with(func(c *Coverage) { c.Title = "" }), fault.Invalid, "title"},
		{"a title as long as newspapers write", editor, Coverage{}, with(func(c *Coverage) { c.Title = strings.Repeat("é", MaxPublished) }), fault.Internal, ""},
		{"a longer one", editor, Coverage{}, with(func(c *Coverage) { c.Title = strings.Repeat("é", MaxPublished+1) }), fault.Invalid, "title"},
		{"no language", editor, Coverage{}, with(func(c *Coverage) { c.Language = "" }), fault.Invalid, "language"},
		{"markup for a language", editor, Coverage{}, with(func(c *Coverage) { c.Language = `fr"><b>` }), fault.Invalid, "language"},
		{"a language with a region", editor, Coverage{}, with(func(c *Coverage) { c.Language = "pt-BR" }), fault.Internal, ""},
		{"a script for an address", editor, Coverage{}, with(func(c *Coverage) { c.URL = "javascript:alert(1)" }), fault.Invalid, "url"},
		{"a file for an address", editor, Coverage{}, with(func(c *Coverage) { c.RepostURL = "file:///etc/passwd" }), fault.Invalid, "repost-url"},
		{"no day", editor, Coverage{}, with(func(c *Coverage) { c.Date = "2018-02-30" }), fault.Invalid, "date"},
	} {
		v, err := c.old.Enter(c.who, whole, c.in, night)
		if (err == nil) != (c.kind == fault.Internal) || fault.KindOf(err) != c.kind {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		if err != nil && fault.All(err)[0].Field != c.field {
			t.Errorf("%s: field %q, want %q", c.name, fault.All(err)[0].Field, c.field)
		}
		if err == nil && (v.Version != 1 || v.Process != "water") {
			t.Errorf("%s: %+v", c.name, v)
		}
	}
}
