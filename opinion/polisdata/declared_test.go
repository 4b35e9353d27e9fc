package polisdata_test

import (
	"math"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"testing/fstest"

	"penc/opinion/polisdata"
)

func TestReadDeclared(t *testing.T) {
	want := []polisdata.Declared{{Participant: 3, Group: "a, b", Verified: true}, {Participant: -1}}
	for name, text := range map[string]string{
		"plain":    "participant,group,verified\n3,\"a, b\",1\n-1,,\n",
		"mark":     "\ufeffparticipant,group,verified\n3,\"a, b\",1\n-1,,0\n",
		"windows":  "verified,x,group,participant\r\n1,y,\" a, b \",3\r\n0,y,,-1\r\n",
		"no break": "participant,\"group\",verified\n3,\"a, b\",1\n\n\n",
	} {
		got, verified, err := polisdata.ReadDeclared("g.csv", strings.NewReader(text), polisdata.Limits{})
		if err != nil || !verified {
			t.Errorf("%s: %v", name, err)
			continue
		}
		for i := range min(len(got), len(want)) {
			if g := got[i]; g.Participant != want[i].Participant || g.Group != want[i].Group || g.Verified != want[i].Verified || g.Line != i+2 {
				t.Errorf("%s: %+v, want %+v", name, g, want[i])
			}
		}
	}
	for text, want := range map[string]string{
		"":                                  "g.csv:1: the file is empty",
		"participant,group\n":               "g.csv:1: there is nothing below the names of the columns",
		"participant,group,group\n1,a,b\n":  "g.csv:1: a column is there twice: \"group\"",
		"person,group\n1,a\n":               "g.csv:1: a column is missing: \"participant\"",
		"participant,group\n 0,a\n":         "g.csv:2: participant: this is not a whole number: \" 0\"",
		"participant,group\n1,a\n2\n":       "g.csv:3: the number of fields is not that of the columns: \"1\"",
		"participant,group\n1,a\n1,b\n":     "g.csv:3: participant: the number was used before: \"1\"",
		"participant,group\n1,\xe9\n":       "g.csv:2: the line is not UTF-8 text",
		"participant,group\n1,a\x00\n":      "g.csv:2: the line is not UTF-8 text",
		"participant,group,verified\n1,a,2": "g.csv:2: verified: this is 0 or 1: \"2\"",
	} {
		if _, _, err := polisdata.ReadDeclared("g.csv", strings.NewReader(text), polisdata.Limits{}); err == nil || err.Error() != want {
			t.Errorf("%q: %v, want %s", text, err, want)
		}
	}
}

// TestMoreBatchesThanVotes: each takes one vote then, however many were asked for.
func TestMoreBatchesThanVotes(t *testing.T) {
	c, err := polisdata.Read(fstest.MapFS{"votes.csv": {Data: []byte("comment-id,voter-id,vote\n0,0,1\n1,0,1\n0,1,-1\n")}}, polisdata.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	for _, batches := range []int{3, 4, math.MaxInt - 2, math.MaxInt} {
		var votes []int
		for m := range c.Batches(batches, c.State()) {
			if votes = append(votes, m.Votes()); len(votes) > 3 {
				break
			}
		}
		if !reflect.DeepEqual(votes, []int{1, 2, 3}) {
			t.Errorf("%d batches: after each there are %v votes", batches, votes)
		}
	}
	for c := range c.Batches(2, c.State()) {
		if n := c.Votes(); n != 2 && n != 3 {
			t.Errorf("a batch ends at %d", n)
		}
	}
}

// TestAListThatStateLacks comes from comments.csv.
func TestAListThatStateLacks(t *testing.T) {
	for state, want := range map[string]polisdata.State{
		`{"in-conv": [4]}`:                   {Out: []int{1, 3}, Meta: []int{2, 3}, Placed: []int{4}},
		`{"mod-out": [], "meta-tids": null}`: {Out: []int{}, Meta: []int{2, 3}},
		`{"meta-tids": []}`:                  {Out: []int{1, 3}, Meta: []int{}},
	} {
		folder := fstest.MapFS{
			"state.json":   {Data: []byte(state)},
			"comments.csv": {Data: []byte("comment-id,comment-body,moderated,is-meta\n0,a,1,0\n1,b,-1,0\n2,c,1,1\n3,d,-1,1\n")},
		}
		c, err := polisdata.Read(folder, polisdata.Limits{})
		if err != nil {
			t.Fatal(err)
		}
		s, _, err := polisdata.ReadState(folder, polisdata.Limits{})
		if err != nil {
			t.Fatal(err)
		}
		if got := c.Complete(s); !reflect.DeepEqual(got, want) {
			t.Errorf("%s: %+v, want %+v", state, got, want)
		}
	}
}

// TestALinkThatLeadsNowhereIsThere: it is a fault, not a file that is not there.
func TestALinkThatLeadsNowhereIsThere(t *testing.T) {
	for _, name := range []string{"comments.csv", "votes.csv.gz"} {
		dir := t.TempDir()
		if err := os.Symlink(filepath.Join(dir, "gone"), filepath.Join(dir, name)); err != nil {
			t.Skip(err)
		}
		if _, err := polisdata.Read(os.DirFS(dir), polisdata.Limits{}); err == nil || !strings.HasPrefix(err.Error(), name+":1: the file cannot be read") {
			t.Errorf("%s: %v", name, err)
		}
	}
}
