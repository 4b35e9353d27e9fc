package ballot_test

import (
	"testing"

	"penc/ballot"
)

func benchmark(b *testing.B, e *ballot.Election, rule string) {
	b.ReportAllocs()
	for b.Loop() {
		if _, err := ballot.Count(e, rule, ballot.Options{}); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkWieliczkaAdd1(b *testing.B) {
	benchmark(b, readPB(b, "poland_wieliczka_2023"), ballot.MESCostAdd1)
}

func BenchmarkZoliborzAdd1(b *testing.B) {
	benchmark(b, readPB(b, "poland_warszawa_2022_zoliborz"), ballot.MESCostAdd1)
}
