package main_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"penc/ballot/ballottest"
)

// bridged is what penc opinion bridge prints as JSON.
type bridged struct {
	Method       string
	Reason       string
	Loss         float64
	MSE          float64
	Mu           float64
	Statements   map[string][2]float64
	RatersParams map[string][2]float64 `json:"raters_params"`
	Intervals    map[string][2]float64
	Ratings      int
	Raters       int
	LeftOut      struct{ Statements, Raters []string } `json:"left_out"`
}

func bridgeJSON(t *testing.T, dir string) bridged {
	t.Helper()
	out, fault, code := run(t, "opinion", "bridge", "--json", dir)
	if code != 0 || fault != "" {
		t.Fatalf("exit code %d: %s", code, fault)
	}
	var b bridged
	if err := json.Unmarshal([]byte(out), &b); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	return b
}

// exportIn writes the files of a folder and returns it.
func exportIn(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// twoCamps is an export of two camps of 6 and 9 people who differ on all but the
// last of 12 comments. Person 90 voted once, and comment 50 has one vote.
func twoCamps() map[string]string {
	var votes strings.Builder
	votes.WriteString("timestamp,comment-id,voter-id,vote\n")
	for i := range 15 {
		for j := range 12 {
			v := 1
			if (i < 6) != (j%2 == 0) && j < 11 {
				v = -1
			}
			fmt.Fprintf(&votes, "%d,%d,%d,%d\n", 100*i+j, 20+j, 70+i, v)
		}
	}
	votes.WriteString("9000,20,90,0\n9001,50,90,1\n")
	return map[string]string{
		"votes.csv":    votes.String(),
		"summary.csv":  "topic,The bridge\n",
		"comments.csv": "comment-id,author-id,moderated,comment-body\n20,70,-1,Build it\n31,70,1,\"A bridge, or\nnone\"\n",
	}
}

func TestStatementsThatBridgeAreFoundForOtherPrograms(t *testing.T) {
	b := bridgeJSON(t, exportIn(t, twoCamps()))
	if b.Method != "bridging/1" || b.Reason != "" || b.Ratings != 180 || b.Raters != 15 || len(b.Statements) != 12 || len(b.RatersParams) != 15 || len(b.Intervals) != 12 {
		t.Errorf("%+v", b)
	}
	if !slices.Equal(b.LeftOut.Statements, []string{"50"}) || !slices.Equal(b.LeftOut.Raters, []string{"90"}) {
		t.Errorf("left out %+v", b.LeftOut)
	}
	for id, s := range b.Statements {
		i := b.Intervals[id]
		if (id == "31") != (s[0] > 0.4) || !(i[0] <= s[0] && s[0] <= i[1]) {
			t.Errorf("statement %s: %v, %v", id, s, i)
		}
	}
	for id, r := range b.RatersParams {
		if (id < "76") != (r[1] > 0) {
			t.Errorf("rater %s: %v", id, r)
		}
	}
}

func TestStatementsThatBridgeAreFoundForPeople(t *testing.T) {
	out, fault, code := run(t, "opinion", "bridge", exportIn(t, twoCamps()))
	_, table, _ := strings.Cut(out, "\n\n")
	first := strings.Split(table, "\n")
	for _, want := range []string{
		"The bridge\nBridging scores by bridging/1", "(moderated out) Build it\n", "180 ratings of 12 statements by 15 people take part.",
		"Left out: 1 statements with fewer than 5 ratings (or none by people who take part), and 1 people with fewer than 10",
		"9 people have a negative factor and 6 a positive one.\n", "of 24 starts ended in this minimum",
	} {
		if code != 0 || fault != "" || !strings.Contains(out, want) {
			t.Errorf("exit code %d, %s, no %q in\n%s", code, fault, want, out)
		}
	}
	if !strings.HasSuffix(first[2], "   15         0     0   31  A bridge, or none") {
		t.Errorf("%q is not the first statement", first[2])
	}
}

func TestTooFewVotesToBridge(t *testing.T) {
	dir := exportIn(t, map[string]string{"participants-votes.csv": "participant,group-id,n-comments,n-votes,n-agree,n-disagree,0,1\n1,,0,2,1,1,1,-1\n"})
	if b := bridgeJSON(t, dir); b.Reason != "too-few-ratings" || b.Ratings != 0 || b.Statements == nil || b.Intervals == nil || len(b.LeftOut.Raters) != 1 {
		t.Errorf("%+v", b)
	}
	if out, _, code := run(t, "opinion", "bridge", dir); code != 0 || !strings.Contains(out, "there are no scores") {
		t.Errorf("%d: %s", code, out)
	}
}

func TestWhatIsWrongWithAnExportExitsWithTwo(t *testing.T) {
	votes := "timestamp,comment-id,voter-id,vote\n1,2,3,1\n"
	for name, c := range map[string]struct {
		files map[string]string
		says  []string
	}{
		"no votes":      {map[string]string{"comments.csv": "comment-id,comment-body\n1,x\n"}, []string{"there is no votes.csv and no participants-votes.csv"}},
		"broken votes":  {map[string]string{"votes.csv": votes + "1,2,x,1\n1,2,3,4\n"}, []string{"votes.csv:3: voter-id", "votes.csv:4: vote: a vote is -1, 0 or 1: \"4\""}},
		"broken texts":  {map[string]string{"votes.csv": votes, "comments.csv": "comment-id\n1\n"}, []string{"comments.csv:1: a column is missing: \"comment-body\""}},
		"broken packed": {map[string]string{"votes.csv.gz": votes}, []string{"votes.csv.gz:1: the file cannot be read"}},
	} {
		dir := exportIn(t, c.files)
		for _, form := range [][]string{{"--json"}, nil} {
			out, fault, code := run(t, append(append([]string{"opinion", "bridge"}, form...), dir)...)
			for _, says := range c.says {
				if code != 2 || out != "" || !strings.Contains(fault, says) {
					t.Errorf("%s: exit code %d: %s%s, no %q", name, code, out, fault, says)
				}
			}
		}
	}
	if _, _, code := run(t, "opinion", "bridge", filepath.Join(t.TempDir(), "none")); code != 2 {
		t.Errorf("no folder: exit code %d", code)
	}
}

// TestScoresOfEveryConversationAreThoseOfTheReference compares all scores that the
// reference has, by the numbers in the files.
func TestScoresOfEveryConversationAreThoseOfTheReference(t *testing.T) {
	var expected map[string]bridged
	ballottest.JSON(t, "bridging/intercepts.json.gz", &expected)
	for name, want := range expected {
		got := bridgeJSON(t, ballottest.Path(t, "polis/"+name))
		if got.Loss > want.Loss+1e-9 || math.Abs(got.MSE-want.MSE) > 1e-6 || math.Abs(got.Mu-want.Mu) > 1e-6 || got.Ratings != want.Ratings || got.Raters != want.Raters {
			t.Errorf("%s: %v, %v, %v, %d, %d", name, got.Loss, got.MSE, got.Mu, got.Ratings, got.Raters)
		}
		if a, b := slices.Sorted(maps.Keys(got.Statements)), slices.Sorted(maps.Keys(want.Statements)); !slices.Equal(a, b) {
			t.Errorf("%s: statements %v, not %v", name, a, b)
		}
		for id, s := range want.Statements {
			if x := got.Statements[id]; math.Abs(x[0]-s[0]) > 1e-6 || math.Abs(x[1]-s[1]) > 1e-5 {
				t.Errorf("%s, statement %s: %v, not %v", name, id, x, s)
			}
		}
		for id, s := range want.RatersParams {
			if x := got.RatersParams[id]; math.Abs(x[0]-s[0]) > 1e-5 || math.Abs(x[1]-s[1]) > 1e-5 {
				t.Errorf("%s, rater %s: %v, not %v", name, id, x, s)
			}
		}
		for _, id := range got.LeftOut.Statements {
			if _, err := strconv.Atoi(id); err != nil {
				t.Errorf("%s: %q", name, id)
			}
		}
	}
}
