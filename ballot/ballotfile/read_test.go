package ballotfile_test

import (
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"math/big"
	"reflect"
	"strings"
	"testing"

	"penc/ballot"
	"penc/ballot/ballotfile"
)

// read reads a file that must be sound.
func read(t *testing.T, name, text string, o ballotfile.Options) *ballotfile.File {
	t.Helper()
	f, err := ballotfile.Read(name, strings.NewReader(text), o)
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return f
}

// told writes the ballots of an election, one voter a line: items by identifier,
// a comma between those marked, with = and the number where there is one, < from
// one place to the next.
func told(e *ballot.Election) string {
	var lines []string
	for v := range e.Voters() {
		b := e.BallotOf(v)
		var line strings.Builder
		if w := e.Weight(v); w.Cmp(big.NewRat(1, 1)) != 0 {
			fmt.Fprintf(&line, "%s× ", w.RatString())
		}
		for j, i := range e.Marked(b) {
			switch {
			case j == 0:
			case e.Kind() == ballot.Ranking && e.Places(b)[j] != e.Places(b)[j-1]:
				line.WriteString("<")
			default:
				line.WriteString(",")
			}
			line.WriteString(e.Item(int(i)).ID)
			if e.Kind() == ballot.Scores {
				line.WriteString("=" + e.Points(b, j).RatString())
			}
		}
		lines = append(lines, line.String())
	}
	return strings.Join(lines, "\n")
}

const pabulibHead = "META\nkey;value\ndescription;\"Parks; and \"\"more\"\"\"\nnum_projects;3\nnum_votes;2\nbudget;1000,50\nvote_type;%s\n" +
	"PROJECTS\nproject_id;cost;name;category\n7;400;\"a;b\nc\";x\n12;300.25;\"Park \"\"Oak\"\"\";\nB;1;;\nVOTES\n"

func pabulib(kind, votes string) string { return fmt.Sprintf(pabulibHead, kind) + votes }

func TestFormatsAreRead(t *testing.T) {
	for name, c := range map[string]struct {
		file, text string
		options    ballotfile.Options
		kind       ballot.Kind
		ballots    string
	}{
		"PaBuLib approval": {"x.pb", pabulib("approval", "voter_id;age;vote;sex\n1;30;B,7;F\n2;;12;\n"), ballotfile.Options{}, ballot.Approval, "7,B\n12"},
		"PaBuLib one choice, nobody chosen": {
			"x.pb", pabulib("choose-1", "voter_id;vote\na;B\nb;\n"), ballotfile.Options{}, ballot.Approval, "B\n",
		},
		"PaBuLib ordinal":    {"x.pb", pabulib("ordinal", "voter_id;vote\n1;B,7,12\n2;12\n"), ballotfile.Options{}, ballot.Ranking, "B<7<12\n12"},
		"PaBuLib cumulative": {"x.pb", pabulib("cumulative", "voter_id;vote;points\n1;B,7;3,2.5\n2;12;5\n"), ballotfile.Options{}, ballot.Scores, "7=5/2,B=3\n12=5"},
		"PaBuLib scoring with a default": {
			"x.pb", strings.Replace(pabulib("scoring", "voter_id;points;vote\n1;-1;B\n2;;\n"), "vote_type", "default_score;2\nvote_type", 1),
			ballotfile.Options{},
			ballot.Scores, "7=2,12=2,B=-1\n7=2,12=2,B=2",
		},
		"PaBuLib with a byte order mark, carriage returns, filled up by a spreadsheet": {
			"x.pb", "\ufeff" + strings.ReplaceAll(strings.Replace(pabulib("approval", "voter_id;vote\n\n1;B;;\n2;12;;\n\n"), "VOTES", "votes;;;", 1), "\n", "\r\n"),
			ballotfile.Options{},
			ballot.Approval, "B\n12",
		},
		"PrefLib strict orders of all": {
			"x.soc", "# TITLE: A poll\n# NUMBER ALTERNATIVES: 3\n# NUMBER VOTERS: 3\n# NUMBER UNIQUE ORDERS: 2\n# ALTERNATIVE NAME 1: One\n# ALTERNATIVE NAME 3: Three: the last\n2: 3,1,2\n1: 1, 2, 3\n",
			ballotfile.Options{},
			ballot.Ranking, "3<1<2\n3<1<2\n1<2<3",
		},
		"PrefLib strict orders of some": {"x.soi", "# NUMBER ALTERNATIVES: 3\n1: 2\n1: 3,1\n", ballotfile.Options{}, ballot.Ranking, "2\n3<1"},
		"PrefLib orders of all":         {"x.toc", "# NUMBER ALTERNATIVES: 3\n1: {1,3},2\n1: {1, 2, 3}\n", ballotfile.Options{}, ballot.Ranking, "1,3<2\n1,2,3"},
		"PrefLib orders of some":        {"x.TOI", "# NUMBER ALTERNATIVES: 4\n1: {4,3},2\n1: 1,{2}\n", ballotfile.Options{}, ballot.Ranking, "3,4<2\n1<2"},
		"PrefLib categories": {
			"x.cat", "# NUMBER ALTERNATIVES: 3\n# NUMBER CATEGORIES: 2\n# CATEGORY NAME 1: Yes\n1: {3,1},2\n2: {},{1,2,3}\n1: 2,{}\n",
			ballotfile.Options{},
			ballot.Approval, "1,3\n\n\n2",
		},
		"BLT as first described": {
			"x.blt", "4 2\n-2\n3 1 3 4 0\n1 3 4 2 0\n1 2 0\n0\n\"Adam\"\n\"Basil\"\n\"Charlotte\"\n\"Donald\"\n\"Title\"\n",
			ballotfile.Options{},
			ballot.Ranking, "1<3<4\n1<3<4\n1<3<4\n3<4\n",
		},
		"BLT on one line with remarks, shared and empty places, identifiers, weights": {
			"x.blt", "3 1 (b 1) 1=2 - 3 0 /* a\nremark */ 0.5 2 0 # another\n2 3 1 0 0 \"A \"B\"-C\" \"D\" \"E\" \"T\" \"source\" \"remark\"",
			ballotfile.Options{},
			ballot.Ranking, "1,2<3\n1/2× 2\n3<1\n3<1",
		},
		"CSV of marks":  {"x.csv", "a, b ,\"c, d\"\n1,,1\n,0,\n", ballotfile.Options{Kind: ballot.Approval}, ballot.Approval, "a,c, d\n"},
		"CSV of points": {"x.csv", "a;b;c\r\n1,5;-2;\r\n;;0\r\n\r\n", ballotfile.Options{Kind: ballot.Scores}, ballot.Scores, "a=3/2,b=-2\nc=0"},
		"CSV of places": {"x.csv", "a\tb\tc\n2\t1\t2\n\t\t7", ballotfile.Options{Kind: ballot.Ranking}, ballot.Ranking, "b<a,c\nc"},
	} {
		t.Run(name, func(t *testing.T) {
			f := read(t, c.file, c.text, c.options)
			if got := told(f.Election); got != c.ballots || f.Election.Kind() != c.kind {
				t.Errorf("%v\n%s\nnot %v\n%s", f.Election.Kind(), got, c.kind, c.ballots)
			}
			// The same packed, under a name that says nothing of that.
			var packed bytes.Buffer
			w := gzip.NewWriter(&packed)
			w.Write([]byte(c.text))
			w.Close()
			again, err := ballotfile.Read(c.file, &packed, c.options)
			if err != nil || told(again.Election) != c.ballots {
				t.Errorf("packed: %v", err)
			}
		})
	}
}

func TestAFileTellsMoreThanBallots(t *testing.T) {
	f := read(t, "folder/x.pb.gz", pabulib("approval", "voter_id;vote\n1;B\n2;12\n"), ballotfile.Options{})
	if f.Format != ballotfile.PaBuLib || f.Title != `Parks; and "more"` || f.Budget.Cmp(big.NewRat(100050, 100)) != 0 || f.Seats != 0 {
		t.Errorf("%+v", f)
	}
	if want := []string{"a;b\nc", `Park "Oak"`, ""}; !reflect.DeepEqual(f.Names, want) {
		t.Errorf("names %q", f.Names)
	}
	e := f.Election
	if e.Budget().Cmp(f.Budget) != 0 || e.Item(1).Cost.Cmp(big.NewRat(30025, 100)) != 0 || e.Item(1).ID != "12" {
		t.Errorf("budget %s, cost %s", e.Budget(), e.Item(1).Cost)
	}
	f = read(t, "", "4 2\n-2 -4\n3 1 3 4 0\n0\n\"Adam\"\n\"Basil\"\n\"Charlotte\"\n\"Donald\"\n", ballotfile.Options{})
	if f.Format != ballotfile.BLT || f.Seats != 2 || f.Election.Seats() != 2 || !reflect.DeepEqual(f.Withdrawn, []string{"2", "4"}) {
		t.Errorf("%+v", f)
	}
	parties := read(t, "x.blt", "2 1\n1 1 2 0\n0\n\"Ann\" \"Greens\"\n\"Bob\" \"\"\n\"Ward 1\"\n", ballotfile.Options{})
	if want := []string{"Ann (Greens)", "Bob"}; !reflect.DeepEqual(parties.Names, want) || parties.Title != "Ward 1" {
		t.Errorf("names %q, title %q", parties.Names, parties.Title)
	}
	if want := []string{"Adam", "Charlotte"}; !reflect.DeepEqual(f.Names, want) || f.Election.Item(1).ID != "3" {
		t.Errorf("names %q", f.Names)
	}
}

func TestTheFormatIsToldByTheContentWhereTheNameSaysNothing(t *testing.T) {
	for text, want := range map[string]string{
		pabulib("approval", "voter_id;vote\n1;B\n2;12\n"):                        ballotfile.PaBuLib,
		"# FILE NAME: x\n# DATA TYPE: toi\n# NUMBER ALTERNATIVES: 2\n1: {1,2}\n": ballotfile.TOI,
		"2 1\n1 1 0\n0\n\"A\"\n\"B\"\n\"T\"\n":                                   ballotfile.BLT,
		"\na,b\n1,1\n":                                                           "",
		"a,b\n1,1\n":                                                             ballotfile.CSV,
	} {
		f, err := ballotfile.Read("ballots.txt", strings.NewReader(text), ballotfile.Options{Kind: ballot.Approval})
		if want == "" {
			if err == nil {
				t.Errorf("%q is read as %s", text, f.Format)
			}
			continue
		}
		if err != nil || f.Format != want {
			t.Errorf("%q: %v, %v", text, f, err)
		}
	}
}

// faults are what reading gives, as "line reason field", and no file.
func faults(t *testing.T, name, text string, o ballotfile.Options) []string {
	t.Helper()
	f, err := ballotfile.Read(name, strings.NewReader(text), o)
	var list *ballotfile.Faults
	if !errors.As(err, &list) || f != nil {
		t.Fatalf("read %v, %v", f, err)
	}
	var out []string
	for _, x := range list.List {
		out = append(out, strings.TrimSpace(fmt.Sprintf("%d %s %s", x.Line, x.Reason, x.Field)))
		if x.Error() == "" || strings.HasSuffix(x.Error(), ": ") {
			t.Errorf("%+v has no words", x)
		}
	}
	return out
}

func TestBrokenFilesAreRefusedByLine(t *testing.T) {
	approval := ballotfile.Options{Kind: ballot.Approval}
	pref := "# NUMBER ALTERNATIVES: 3\n"
	for name, c := range map[string]struct {
		file, text string
		options    ballotfile.Options
		want       []string
	}{
		"nothing":             {"x", "", approval, []string{"1 unknown-format"}},
		"an empty budget":     {"x.pb", "", approval, []string{"1 missing-section META", "1 missing-section PROJECTS", "1 missing-section VOTES"}},
		"empty orders":        {"x.soi", "", approval, []string{"1 missing-key NUMBER ALTERNATIVES"}},
		"an empty table":      {"x.csv", "", approval, []string{"1 no-items"}},
		"an empty BLT":        {"x.blt", "", approval, []string{"1 cut-short"}},
		"not text":            {"x.csv", "a,b\n1,\xff\n1,\x00\n", approval, []string{"2 not-text", "3 not-text"}},
		"not gzip":            {"x.csv", "\x1f\x8b\x08 nothing", approval, []string{"0 unreadable"}},
		"unknown project":     {"x.pb", pabulib("approval", "voter_id;vote\n1;B\n2;13\n"), approval, []string{"17 unknown-item vote"}},
		"project named twice": {"x.pb", pabulib("approval", "voter_id;vote\n1;B,B\n2;7\n"), approval, []string{"16 repeated-item vote"}},
		"voter twice":         {"x.pb", pabulib("approval", "voter_id;vote\n1;B\n1;7\n"), approval, []string{"17 repeated-id voter_id"}},
		"a field too few":     {"x.pb", pabulib("approval", "voter_id;vote\n1;B\n2\n"), approval, []string{"17 field-count"}},
		"a field too many":    {"x.pb", pabulib("approval", "voter_id;vote\n1;B;7\n2;7\n"), approval, []string{"16 field-count"}},
		"no column of votes":  {"x.pb", pabulib("approval", "voter_id;voice\n1;B\n2;7\n"), approval, []string{"15 missing-column"}},
		"cut off":             {"x.pb", pabulib("approval", "voter_id;vote\n1;B\n"), approval, []string{"5 wrong-count num_votes"}},
		"cut off in a mark":   {"x.pb", pabulib("approval", "voter_id;vote\n1;B\n2;\"7"), approval, []string{"17 bad-quotes"}},
		"too few points":      {"x.pb", pabulib("cumulative", "voter_id;vote;points\n1;B,7;1\n2;7;1\n"), approval, []string{"16 point-count points"}},
		"no points":           {"x.pb", pabulib("scoring", "voter_id;vote\n1;B,7\n2;7\n"), approval, []string{"15 missing-column"}},
		"points no number":    {"x.pb", pabulib("cumulative", "voter_id;vote;points\n1;B;1e3\n2;7;one\n"), approval, []string{"16 not-a-number points", "17 not-a-number points"}},
		"kind of ballot":      {"x.pb", pabulib("pairwise", "voter_id;vote\n1;B\n2;7\n"), approval, []string{"7 not-a-vote-type vote_type"}},
		"too many chosen": {
			"x.pb", strings.Replace(pabulib("approval", "voter_id;vote\n1;B,7\n2;\n"), "vote_type", "min_length;1\nmax_length;1\nvote_type", 1), approval,
			[]string{"18 too-many-chosen vote", "19 too-few-chosen vote"},
		},
		"projects": {
			"x.pb", "META\nkey;value\nbudget;-1\nvote_type;approval\nPROJECTS\nproject_id;cost\n1;-0.5\n1;x\n;5\nVOTES\nvoter_id;vote\n1;1\n", approval,
			[]string{"3 not-positive budget", "7 negative cost", "8 not-a-number cost", "8 repeated-id project_id", "9 missing-id project_id"},
		},
		"no budget":          {"x.pb", "META\nkey;value\nvote_type;approval\nPROJECTS\nproject_id;cost\n1;1\nVOTES\nvoter_id;vote\n1;1\n", approval, []string{"9 missing-key budget"}},
		"text before":        {"x.pb", "hello\n" + pabulib("approval", "voter_id;vote\n1;B\n2;7\n"), approval, []string{"1 no-section"}},
		"section twice":      {"x.pb", pabulib("approval", "voter_id;vote\n1;B\nVOTES\nvoter_id;vote\n2;7\n"), approval, []string{"17 repeated-section"}},
		"orders of all":      {"x.soc", pref + "1: 1,2\n1: 1,2,3\n2: 1,{2,3}\n", approval, []string{"2 incomplete-order", "4 shared-place"}},
		"orders":             {"x.toi", pref + "1: 4\n1: 1,1\nx: 1\n0: 1\n1 2\n1: {1,2\n1: 1,,2\n1:\n1: {1}2\n", approval, []string{"2 unknown-item", "3 repeated-item", "4 not-a-number", "5 not-positive", "6 not-expected", "7 bad-order", "8 bad-order", "9 bad-order", "10 bad-order"}},
		"voters by number":   {"x.soi", pref + "# NUMBER VOTERS: 5\n# NUMBER UNIQUE ORDERS: 2\n1: 2\n1: 3\n", approval, []string{"2 wrong-count NUMBER VOTERS"}},
		"orders by number":   {"x.soi", pref + "# NUMBER VOTERS: 2\n# NUMBER UNIQUE ORDERS: 3\n1: 2\n1: 3\n", approval, []string{"3 wrong-count NUMBER UNIQUE ORDERS"}},
		"old orders":         {"x.soi", "3\n1,One\n2,Two\n3,Three\n2,2,2\n1,1,2\n", approval, []string{"1 old-format"}},
		"no alternatives":    {"x.soi", "# TITLE: x\n1: 2\n", approval, []string{"2 missing-key NUMBER ALTERNATIVES"}},
		"names of nobody":    {"x.soi", pref + "# ALTERNATIVE NAME 4: x\n# ALTERNATIVE NAME y: x\n1: 2\n", approval, []string{"2 unknown-item ALTERNATIVE NAME", "3 not-a-number ALTERNATIVE NAME Y"}},
		"categories":         {"x.cat", pref + "# NUMBER CATEGORIES: 1\n1: 1,2\n", approval, []string{"3 wrong-count NUMBER CATEGORIES"}},
		"nobody voted":       {"x.soi", pref, approval, []string{"1 no-voters"}},
		"BLT candidate":      {"x.blt", "2 1\n1 1 0\n1 3 0\n0\n\"A\"\n\"B\"\n", approval, []string{"3 unknown-item"}},
		"BLT twice":          {"x.blt", "2 1\n1 1 1 0\n0\n\"A\"\n\"B\"\n", approval, []string{"2 repeated-item"}},
		"BLT without end":    {"x.blt", "2 1\n1 1 0\n1 2 0\n", approval, []string{"4 cut-short"}},
		"BLT name too few":   {"x.blt", "2 1\n1 1 0\n0\n\"A\"\n", approval, []string{"5 cut-short"}},
		"BLT name unquoted":  {"x.blt", "2 1\n1 1 0\n0\nA\n", approval, []string{"4 not-expected"}},
		"BLT mark open":      {"x.blt", "2 1\n1 1 0\n0\n\"A\n\"B\n", approval, []string{"4 bad-quotes"}},
		"BLT more behind":    {"x.blt", "1 1\n1 1 0\n0\n\"A\"\n\"T\" \"s\" \"r\"\nx\n", approval, []string{"6 not-expected"}},
		"BLT instruction":    {"x.blt", "2 1\n[tie 2 1]\n1 1 0\n0\n\"A\"\n\"B\"\n", approval, []string{"2 not-a-number"}},
		"BLT remark open":    {"x.blt", "2 1\n/* 1 1 0\n0\n\"A\"\n\"B\"\n", approval, []string{"2 cut-short"}},
		"BLT weight":         {"x.blt", "2 1\n-0.5 1 0\n0\n\"A\"\n\"B\"\n", approval, []string{"2 not-a-number"}},
		"BLT no seats":       {"x.blt", "2 0\n1 1 0\n0\n\"A\"\n\"B\"\n", approval, []string{"1 not-positive"}},
		"BLT withdrawn":      {"x.blt", "2 1\n-3\n0\n\"A\"\n\"B\"\n", approval, []string{"2 unknown-item"}},
		"CSV without kind":   {"x.csv", "a,b\n1,1\n", ballotfile.Options{}, []string{"0 kind-needed"}},
		"CSV header":         {"x.csv", "a,,a\n1,1,1\n", approval, []string{"1 missing-id", "1 repeated-id"}},
		"CSV marks":          {"x.csv", "a,b\n1,x\n2,1\n1\n1,1,1\n\n1,1\n", approval, []string{"2 not-a-mark b", "3 not-a-mark a", "4 field-count", "5 field-count", "6 empty-line"}},
		"CSV points":         {"x.csv", "a,b\n1,1e3\n 2 ,--1\n1,½\n", ballotfile.Options{Kind: ballot.Scores}, []string{"2 not-a-number b", "3 not-a-number b", "4 not-a-number b"}},
		"CSV places":         {"x.csv", "a,b\n1,0\n1.5,2\n-1,1\n", ballotfile.Options{Kind: ballot.Ranking}, []string{"2 not-a-place b", "3 not-a-place a", "4 not-a-place a"}},
		"CSV marks unclosed": {"x.csv", "a,b\n1,\"1\n1,1\n", approval, []string{"2 bad-quotes"}},
		"CSV without voters": {"x.csv", "a,b\n", approval, []string{"1 no-voters"}},
	} {
		t.Run(name, func(t *testing.T) {
			if got := faults(t, c.file, c.text, c.options); !reflect.DeepEqual(got, c.want) {
				t.Errorf("%q, not %q", got, c.want)
			}
		})
	}
}

func TestSizesAreBounded(t *testing.T) {
	table := ballotfile.Options{Kind: ballot.Approval}
	for name, c := range map[string]struct {
		file, text string
		limits     ballotfile.Limits
		want       []string
	}{
		"bytes":           {"x.csv", "a,b\n1,1\n", ballotfile.Limits{Bytes: 7}, []string{"0 too-many-bytes"}},
		"line":            {"x.csv", "a,b\n1,         1\n", ballotfile.Limits{Line: 8}, []string{"2 line-too-long"}},
		"line of orders":  {"x.soi", "# NUMBER ALTERNATIVES: 2\n1:           2\n", ballotfile.Limits{Line: 12}, []string{"1 line-too-long", "2 line-too-long"}},
		"items of CSV":    {"x.csv", "a,b,c,d\n1,1,1,1\n", ballotfile.Limits{Items: 2}, []string{"1 too-many-items"}},
		"items of orders": {"x.soi", "# NUMBER ALTERNATIVES: 3\n1: 2\n", ballotfile.Limits{Items: 2}, []string{"1 too-many-items"}},
		"items of BLT":    {"x.blt", "3 1\n1 1 0\n0\n", ballotfile.Limits{Items: 2}, []string{"1 too-many-items"}},
		"items of budget": {"x.pb", pabulib("approval", "voter_id;vote\n1;B\n2;7\n"), ballotfile.Limits{Items: 2}, []string{"13 too-many-items project_id"}},
		"voters":          {"x.csv", "a,b\n1,1\n1,1\n1,1\n1,1\n", ballotfile.Limits{Voters: 2}, []string{"4 too-many-voters"}},
		"voters at once":  {"x.blt", "2 1\n1 1 0\n9999999999999 1 0\n0\n", ballotfile.Limits{}, []string{"3 too-many-voters"}},
		"voters of orders": {
			"x.soi", "# NUMBER ALTERNATIVES: 3\n1: 2\n9223372036854775807: 2\n", ballotfile.Limits{}, []string{"3 too-many-voters"},
		},
		"digits": {"x.soi", "# NUMBER ALTERNATIVES: 3\n99999999999999999999: 2\n", ballotfile.Limits{}, []string{"2 number-too-large"}},
	} {
		t.Run(name, func(t *testing.T) {
			o := table
			o.Limits = c.limits
			if got := faults(t, c.file, c.text, o); !reflect.DeepEqual(got, c.want) {
				t.Errorf("%q, not %q", got, c.want)
			}
		})
	}
	// A file that grows when it is unpacked.
	var packed bytes.Buffer
	w := gzip.NewWriter(&packed)
	w.Write(bytes.Repeat([]byte("1,1\n"), 1<<18))
	w.Close()
	if got := faults(t, "x.csv", packed.String(), ballotfile.Options{Kind: ballot.Approval, Limits: ballotfile.Limits{Bytes: 1 << 16}}); got[0] != "0 too-many-bytes" {
		t.Errorf("%q", got)
	}
}

func TestReadingStopsAfterManyFaults(t *testing.T) {
	_, err := ballotfile.Read("x.csv", strings.NewReader("a,b\n"+strings.Repeat("1\n", 1000)), ballotfile.Options{Kind: ballot.Approval})
	var list *ballotfile.Faults
	if !errors.As(err, &list) || len(list.List) != ballotfile.MaxFaults || !list.More {
		t.Fatal(err)
	}
	if got := err.Error(); !strings.HasPrefix(got, "line 2: ") || !strings.HasSuffix(got, "reading stopped after 100 faults") {
		t.Error(got)
	}
}
