package polisdata_test

import (
	"encoding/json"
	"errors"
	"reflect"
	"testing"
	"testing/fstest"

	"penc/opinion"
	"penc/opinion/polisdata"
)

// FuzzRead reads anything without a panic. What it takes comes back the same
// after writing, and has a map or a refusal; what it refuses has faults.
func FuzzRead(f *testing.F) {
	f.Add("topic,a\n", commentHead+"1,0,\"a\nb\"\n", voteHead+"1,2,3,0\n", "participant,1\n3,-1\n")
	f.Add("topic,\"\"\"\"\n", "comment-id,comment-body\r\n1,x\r\n", "comment-id,voter-id,vote,x\n1,2,1,y\n", "participant,01,1\n,,\n")
	f.Add("\"", "\n", ",", "\ufeff\"participant\"\n1")
	f.Fuzz(func(t *testing.T, summary, comments, votes, participants string) {
		files := fstest.MapFS{}
		for name, text := range map[string]string{
			"summary.csv": summary, "comments.csv": comments, "votes.csv": votes, "participants-votes.csv": participants,
		} {
			if text != "" {
				files[name] = &fstest.MapFile{Data: []byte(text)}
			}
		}
		first, err := polisdata.Read(files, polisdata.Limits{Line: 1 << 12, Rows: 1000, Bytes: 1 << 16})
		if err != nil {
			var faults *polisdata.Faults
			if !errors.As(err, &faults) || len(faults.List) == 0 || first != nil {
				t.Fatalf("refused with %v", err)
			}
			return
		}
		second, err := polisdata.Read(write(t, first), polisdata.Limits{})
		if err != nil {
			t.Fatalf("what was written is refused: %v", err)
		}
		if !reflect.DeepEqual(first, second) {
			t.Fatalf("wrote %+v, read %+v", first, second)
		}
		m, _ := first.Matrix()
		for _, method := range []string{opinion.Penc1, opinion.Polis1} {
			if _, err := json.Marshal(opinion.Compute(m, opinion.Options{Method: method})); err != nil {
				t.Fatalf("%s: not a number: %v", method, err)
			}
		}
	})
}
