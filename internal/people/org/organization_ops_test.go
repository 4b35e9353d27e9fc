package org_test

import (
	"testing"

	"penc/internal/ground/access"
	"penc/internal/ground/fault"
	"penc/internal/ground/lang"
	"penc/internal/people/org"
	"penc/internal/platform/db"
	"penc/internal/platform/db/dbtest"
	"penc/internal/platform/record"
)

func schemas() []db.Schema {
	return []db.Schema{record.Schema(), {Room: "org", Files: org.New(nil).Feature().Schema}}
}

func TestAnOrganizationIsEnteredOnce(t *testing.T) {
	dbtest.Each(t, schemas(), func(t *testing.T, d *db.DB, _ *dbtest.Clock) {
		s := org.New(d)
		who := access.Actor{Person: "amina", Channel: access.Web}
		enter := func(name string) org.Organization {
			t.Helper()
			o, err := s.Enter(t.Context(), who, org.Entry{Name: map[lang.Tag]string{lang.French: name}, From: lang.French})
			if err != nil {
				t.Fatal(err)
			}
			return o
		}
		first := enter("Régie des eaux")
		if again := enter("REGIE DES EAUX "); again.ID != first.ID {
			t.Errorf("entered twice: %s and %s", first.ID, again.ID)
		}
		if other := enter("Régie des sols"); other.ID == first.ID {
			t.Error("another name gave the same organization")
		}
		all, err := s.All(t.Context(), 10, 0)
		if err != nil || len(all) != 2 {
			t.Errorf("%d organizations, %v; want 2", len(all), err)
		}
	})
}

func TestTwoOperatorsChangeTheSameOrganization(t *testing.T) {
	dbtest.Each(t, schemas(), func(t *testing.T, d *db.DB, _ *dbtest.Clock) {
		s := org.New(d)
		who := access.Actor{Person: "ops", Channel: access.Web}.With(access.Operator, access.Site)
		in := org.Entry{Name: map[lang.Tag]string{lang.English: "Water board"}, From: lang.English}
		o, err := s.Enter(t.Context(), who, in)
		if err != nil {
			t.Fatal(err)
		}
		in.Version, in.Acronym = o.Version, "WB"
		if _, err := s.Change(t.Context(), who, o.ID, in); err != nil {
			t.Fatal(err)
		}
		in.Acronym = "WATER"
		if _, err := s.Change(t.Context(), who, o.ID, in); fault.KindOf(err) != fault.Conflict {
			t.Errorf("the second change: %v, want Conflict", err)
		}
		if now, _ := s.ByID(t.Context(), o.ID); now.Acronym != "WB" {
			t.Errorf("the acronym is %q, want the first editor's", now.Acronym)
		}
	})
}
