package polisdata_test

import (
	"bytes"
	"compress/gzip"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"testing"
	"testing/fstest"

	"penc/opinion"
	"penc/opinion/opiniontest"
	"penc/opinion/polisdata"
)

// folder collects what is written, as a folder that can be read.
type folder struct{ fstest.MapFS }

type file struct {
	bytes.Buffer
	to   folder
	name string
}

func (f *file) Close() error {
	f.to.MapFS[f.name] = &fstest.MapFile{Data: f.Bytes()}
	return nil
}

func (d folder) create(name string) (io.WriteCloser, error) { return &file{to: d, name: name}, nil }

func write(t testing.TB, c *polisdata.Conversation) folder {
	t.Helper()
	out := folder{fstest.MapFS{}}
	if err := polisdata.Write(c, out.create); err != nil {
		t.Fatal(err)
	}
	return out
}

func TestRoundTripOwn(t *testing.T) { roundTrip(t, opiniontest.Own(t)) }

func TestRoundTrip(t *testing.T) {
	for _, f := range opiniontest.All(t) {
		t.Run(f.Name, func(t *testing.T) { roundTrip(t, f) })
	}
}

// roundTrip reads a folder, writes it and reads it again: the same
// conversation and the same bytes.
func roundTrip(t *testing.T, f opiniontest.Folder) {
	first := f.Read(t)
	if len(first.Comments) == 0 {
		t.Fatal("no comments")
	}
	out := write(t, first)
	second, err := polisdata.Read(out, polisdata.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(first, second) {
		t.Error("another conversation came back")
	}
	for _, name := range []string{polisdata.SummaryFile, polisdata.CommentsFile, polisdata.VotesFile, polisdata.ParticipantsFile} {
		want, there := original(t, f.Dir, name)
		got, written := out.MapFS[name]
		if there != written {
			t.Errorf("%s: was there %v, is written %v", name, there, written)
			continue
		}
		if written && !bytes.Equal(got.Data, want) {
			t.Errorf("%s: other bytes, first at %d", name, firstDifference(got.Data, want))
		}
	}
}

// original returns the bytes of a file, uncompressed, and whether it is there.
func original(t *testing.T, dir, name string) ([]byte, bool) {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(dir, name))
	if err == nil {
		return data, true
	}
	packed, err := os.Open(filepath.Join(dir, name+".gz"))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, false
	}
	if err != nil {
		t.Fatal(err)
	}
	defer packed.Close()
	in, err := gzip.NewReader(packed)
	if err != nil {
		t.Fatal(err)
	}
	if data, err = io.ReadAll(in); err != nil {
		t.Fatal(err)
	}
	return data, true
}

func firstDifference(a, b []byte) int {
	n := min(len(a), len(b))
	for i := range n {
		if a[i] != b[i] {
			return i
		}
	}
	return n
}

func TestOwn(t *testing.T) {
	c := opiniontest.Own(t).Read(t)
	if topic, ok := c.Value("topic"); !ok || topic != "Canadian Electoral Reform" {
		t.Errorf("topic: %q, %v", topic, ok)
	}
	if _, ok := c.Value("no-such-key"); ok {
		t.Error("a key that is not there has a value")
	}
	if len(c.Comments) != 174 || len(c.Votes) != 12018 || len(c.Participants) != 448 {
		t.Errorf("%d comments, %d votes, %d participants", len(c.Comments), len(c.Votes), len(c.Participants))
	}
	want := polisdata.Comment{
		ID: 161, Timestamp: 1483908221702, Datetime: "Mon Jan 09 03:43:41 WIB 2017", Author: "282",
		Agrees: 5, Disagrees: 4, Moderated: 1, Body: "MMP is simpler to explain than STV.",
	}
	if !reflect.DeepEqual(c.Comments[0], want) {
		t.Errorf("first comment: %+v, want %+v", c.Comments[0], want)
	}
	m, index := c.Matrix()
	n, d := m.Dims()
	if n != 448 || d != 174 || len(index.People) != n || len(index.Comments) != d {
		t.Errorf("matrix of %d by %d, index of %d by %d", n, d, len(index.People), len(index.Comments))
	}
	compareMatrices(t, c, m, index)
}

// compareMatrices checks that the last votes of the events are those of the
// table of participants.
func compareMatrices(t *testing.T, c *polisdata.Conversation, m *opinion.Matrix, index polisdata.Index) {
	t.Helper()
	column := map[int]int{}
	for j, id := range index.Comments {
		column[id] = j
	}
	table := map[int]polisdata.Participant{}
	for _, p := range c.Participants {
		table[p.ID] = p
	}
	for i, id := range index.People {
		if m.RowVotes(i) != len(table[id].Votes) {
			t.Fatalf("participant %d: %d votes, want %d", id, m.RowVotes(i), len(table[id].Votes))
		}
		for _, v := range table[id].Votes {
			if got, ok := m.At(i, column[v.Comment]); !ok || got != v.Vote {
				t.Fatalf("participant %d, comment %d: %d, %v, want %d", id, v.Comment, got, ok, v.Vote)
			}
		}
	}
}
