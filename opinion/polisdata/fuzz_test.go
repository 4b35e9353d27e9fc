package polisdata_test

import (
	"encoding/json"
	"errors"
	"reflect"
	"strings"
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
		engine := opinion.NewPolis()
		last := m
		for m, index := range first.Batches(3, first.State()) {
			if _, err := json.Marshal(engine.Update(m, index.Options(first.State()))); err != nil {
				t.Fatal(err)
			}
			last = m
		}
		if m, _ := first.Matrix(); !reflect.DeepEqual(m, last) && m.Votes() > 0 {
			t.Fatal("batches end with other votes")
		}
	})
}

// FuzzReadState reads anything without a panic, and refuses with faults of lines
// that the file has. What it takes can be mapped with.
func FuzzReadState(f *testing.F) {
	f.Add(`{"mod-out": [13, 14], "meta-tids": [], "in-conv": [0, 2, 1]}`)
	f.Add("{\"mod-out\":\n [1,\n x]}")
	f.Add("\ufeff{\"in-conv\": [[1]], \"in-conv\": null} {}")
	f.Add(`{"n":[{"a":[1e9,-0,"\u0000"]}],"meta-tids":[-1,-0,1E2,9223372036854775807]}`)
	c, err := polisdata.Read(fstest.MapFS{"votes.csv": {Data: []byte(fewVotes)}}, polisdata.Limits{})
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, text string) {
		files := fstest.MapFS{polisdata.StateFile: {Data: []byte(text)}}
		s, there, err := polisdata.ReadState(files, polisdata.Limits{Rows: 100, Bytes: 1 << 14})
		if !there {
			t.Fatal("not there")
		}
		if err != nil {
			var faults *polisdata.Faults
			if !errors.As(err, &faults) || len(faults.List) == 0 {
				t.Fatalf("refused with %v", err)
			}
			for _, x := range faults.List {
				if x.File != polisdata.StateFile || x.Line > 1+strings.Count(text, "\n") || x.Error() == "" {
					t.Fatalf("%+v", x)
				}
			}
			return
		}
		if !json.Valid([]byte(strings.TrimPrefix(text, "\ufeff"))) {
			t.Fatal("taken, but not JSON")
		}
		m, index := c.MatrixIn(s)
		if _, err := json.Marshal(opinion.NewPolis().Update(m, index.Options(s))); err != nil {
			t.Fatal(err)
		}
	})
}
