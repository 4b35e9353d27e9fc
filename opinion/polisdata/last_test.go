package polisdata_test

import (
	"errors"
	"maps"
	"os"
	"reflect"
	"slices"
	"testing"
	"testing/fstest"

	"penc/opinion"
	"penc/opinion/opiniontest"
	"penc/opinion/polisdata"
)

// TestLast has the votes of the matrix that Read gives, with rows and columns in
// order.
func TestLast(t *testing.T) {
	own := os.DirFS(opiniontest.Own(t).Dir)
	shuffled := fstest.MapFS{"votes.csv": {Data: []byte("timestamp,comment-id,voter-id,vote\n5,7,9,1\n3,7,9,-1\n3,2,11,0\n3,2,11,1\n9,2,9,0\n")}}
	table := fstest.MapFS{
		"participants-votes.csv": {Data: []byte("participant,5,3\n8,1,\n2,0,-1\n1,,\n")},
		"comments.csv":           {Data: []byte("comment-id,moderated,is-meta,comment-body\n5,-1,0,a\n3,1,1,b\n")},
	}
	check := func(name string, c *polisdata.Conversation, m *opinion.Matrix, index polisdata.Index, whole *polisdata.Conversation) {
		t.Helper()
		want, at := whole.Matrix()
		if !slices.IsSorted(index.People) || !slices.IsSorted(index.Comments) {
			t.Errorf("%s: not in order: %v", name, index)
		}
		if got, want := votes(m, index), votes(want, at); !maps.Equal(got, want) {
			t.Errorf("%s: %d votes, want %d", name, len(got), len(want))
		}
		for j, id := range index.Comments {
			if m.Kind(j) != want.Kind(slices.Index(at.Comments, id)) {
				t.Errorf("%s: comment %d is %v", name, id, m.Kind(j))
			}
		}
		if !reflect.DeepEqual(c.Comments, whole.Comments) || !reflect.DeepEqual(c.Summary, whole.Summary) || len(c.Votes) > 0 {
			t.Errorf("%s: the rest differs", name)
		}
	}
	for name, folder := range map[string]fstest.MapFS{"shuffled": shuffled, "table": table, "nothing": {}} {
		c, m, index, err := polisdata.ReadLast(folder, polisdata.Limits{})
		whole, again := polisdata.Read(folder, polisdata.Limits{})
		if err != nil || again != nil {
			t.Fatal(name, err, again)
		}
		check(name, c, m, index, whole)
	}
	c, m, index, err := polisdata.ReadLast(own, polisdata.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	check("own", c, m, index, opiniontest.Own(t).Read(t))
}

// votes returns the votes by the numbers of Polis.
func votes(m *opinion.Matrix, index polisdata.Index) map[[2]int]opinion.Vote {
	out := map[[2]int]opinion.Vote{}
	for i, who := range index.People {
		for j, v := range m.Row(i) {
			out[[2]int{who, index.Comments[j]}] = v
		}
	}
	return out
}

// TestLastFaults finds the faults that Read finds, and leaves the table alone
// where there are votes.
func TestLastFaults(t *testing.T) {
	broken := fstest.MapFS{
		"votes.csv":    {Data: []byte("timestamp,comment-id,voter-id,vote\n5,7,x,1\n3,7,9\n")},
		"comments.csv": {Data: []byte("comment-id\n1\n")},
	}
	_, err := polisdata.Read(broken, polisdata.Limits{})
	_, m, _, last := polisdata.ReadLast(broken, polisdata.Limits{})
	if m != nil || err == nil || last == nil || err.Error() != last.Error() {
		t.Errorf("%v, want %v", last, err)
	}
	ignored := fstest.MapFS{
		"votes.csv":              {Data: []byte("timestamp,comment-id,voter-id,vote\n5,7,9,1\n")},
		"participants-votes.csv": {Data: []byte("nonsense\n")},
	}
	if _, m, _, err := polisdata.ReadLast(ignored, polisdata.Limits{}); err != nil || m.Votes() != 1 {
		t.Error(err)
	}
	delete(ignored, "votes.csv")
	var faults *polisdata.Faults
	if _, _, _, err := polisdata.ReadLast(ignored, polisdata.Limits{}); !errors.As(err, &faults) {
		t.Error(err)
	}
}
