package ballotfile_test

import (
	"errors"
	"strings"
	"testing"

	"penc/ballot"
	"penc/ballot/ballotfile"
)

// small bounds what is made of a fuzzed file, so that it can be counted at once.
var small = ballotfile.Limits{Bytes: 1 << 14, Line: 1 << 10, Items: 12, Voters: 200}

// sound reads anything without a panic: what is refused has faults with words and
// no election, what is taken can be counted by every rule or is refused by it.
func sound(t *testing.T, format, text string, kind ballot.Kind) {
	f, err := ballotfile.Read("", strings.NewReader(text), ballotfile.Options{Format: format, Kind: kind, Limits: small})
	if err != nil {
		var faults *ballotfile.Faults
		if !errors.As(err, &faults) || len(faults.List) == 0 || f != nil {
			t.Fatalf("refused with %v", err)
		}
		for _, x := range faults.List {
			if x.Line < 0 || x.Line > strings.Count(text, "\n")+1 {
				t.Fatalf("%d lines, fault on line %d", strings.Count(text, "\n")+1, x.Line)
			}
		}
		return
	}
	e := f.Election
	if e.Items() == 0 || e.Items() > small.Items || e.Voters() == 0 || e.Voters() > small.Voters || len(f.Names) != e.Items() {
		t.Fatalf("%d items, %d names, %d voters", e.Items(), len(f.Names), e.Voters())
	}
	for _, rule := range []string{ballot.Score, ballot.Borda, ballot.Schulze, ballot.IRV, ballot.STVScottish, ballot.STVWIGM, ballot.STVMeek} {
		r, err := ballot.Count(e.ForSeats(min(2, e.Items())), rule, ballot.Options{})
		var refusal *ballot.Refusal
		if err != nil && !errors.As(err, &refusal) {
			t.Fatal(err)
		}
		if err == nil && (len(r.Winners) != min(2, e.Items()) || len(r.Order) != e.Items()) {
			t.Fatalf("%s: winners %v, order %v", rule, r.Winners, r.Order)
		}
	}
}

func FuzzPaBuLib(f *testing.F) {
	f.Add(pabulib("approval", "voter_id;age;vote;sex\n1;30;B,7;F\n2;;12;\n"))
	f.Add(pabulib("ordinal", "voter_id;vote\n1;\"B,7,12\"\n2;12\n"))
	f.Add(pabulib("cumulative", "voter_id;vote;points\n1;B,7;3,2.5\n2;12;5\n"))
	f.Add("\ufeffMETA\r\nkey;value\r\nbudget;1\r\nvote_type;scoring\r\ndefault_score;-1\r\nPROJECTS\r\nproject_id;cost\r\n1;1\r\nVOTES\r\nvoter_id;vote;points\r\n1;1;2\r\n")
	f.Add("META\n\"\nPROJECTS\n;\nVOTES")
	f.Fuzz(func(t *testing.T, text string) { sound(t, ballotfile.PaBuLib, text, 0) })
}

func FuzzPrefLib(f *testing.F) {
	formats := []string{ballotfile.SOC, ballotfile.SOI, ballotfile.TOC, ballotfile.TOI, ballotfile.CAT}
	f.Add(0, "# TITLE: t\n# NUMBER ALTERNATIVES: 3\n# NUMBER VOTERS: 3\n# ALTERNATIVE NAME 1: One\n2: 3,1,2\n1: 1, 2, 3\n")
	f.Add(1, "# NUMBER ALTERNATIVES: 3\n1: 2\n1: 3,1\n")
	f.Add(2, "# NUMBER ALTERNATIVES: 3\n1: {1,3},2\n1: {1, 2, 3}\n")
	f.Add(3, "# NUMBER ALTERNATIVES: 3\n1: {1,3}\n")
	f.Add(4, "# NUMBER ALTERNATIVES: 3\n# NUMBER CATEGORIES: 2\n2: {},{1,2,3}\n1: 2,{}\n")
	f.Add(5, "#\n#:\n:{},\n")
	f.Fuzz(func(t *testing.T, format int, text string) {
		sound(t, formats[uint(format)%uint(len(formats))], text, 0)
	})
}

func FuzzBLT(f *testing.F) {
	f.Add("4 2\n-2\n3 1 3 4 0\n1 3 4 2 0\n0\n\"Adam\"\n\"Basil\"\n\"Charlotte\"\n\"Donald\"\n\"Title\"\n")
	f.Add("3 1 (b) 1=2 - 3 0 /* a */ 0.5 2 0 # b\n2 3 1 0 0 \"A\" \"B\" \"C\" \"T\" \"s\" \"r\"")
	f.Add("1 1 1 1 0 0 \"\"")
	f.Add("2 1 (\n\"")
	f.Fuzz(func(t *testing.T, text string) { sound(t, ballotfile.BLT, text, 0) })
}

func FuzzTable(f *testing.F) {
	f.Add(1, "a,b ,\"c, d\"\n1,,1\n,0,\n")
	f.Add(2, "a;b\r\n1,5;-2\r\n;0\r\n\r\n")
	f.Add(3, "a\tb\n2\t1\n\t7")
	f.Add(2, "1\n\"1\"\n")
	f.Add(0, "\",\n")
	f.Fuzz(func(t *testing.T, kind int, text string) {
		sound(t, ballotfile.CSV, text, ballot.Kind(1+uint(kind)%3))
	})
}

// FuzzAny reads what nobody said the format of.
func FuzzAny(f *testing.F) {
	f.Add("META\nkey;value\n")
	f.Add("# DATA TYPE: soi\n# NUMBER ALTERNATIVES: 1\n1: 1\n")
	f.Add("1 1\n1 1 0\n0\n\"A\"\n")
	f.Add("a,b\n1,1\n")
	f.Add("\x1f\x8b\x08\x00")
	f.Fuzz(func(t *testing.T, text string) { sound(t, "", text, ballot.Approval) })
}
