package polisdata_test

import (
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"reflect"
	"strings"
	"testing"
	"testing/fstest"

	"penc/opinion"
	"penc/opinion/polisdata"
)

func of(files map[string]string) fstest.MapFS {
	out := fstest.MapFS{}
	for name, text := range files {
		out[name] = &fstest.MapFile{Data: []byte(text)}
	}
	return out
}

func packed(t testing.TB, text string) string {
	t.Helper()
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	if _, err := w.Write([]byte(text)); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

const (
	commentHead = "comment-id,moderated,comment-body\n"
	voteHead    = "timestamp,comment-id,voter-id,vote\n"
)

// TestFaults says what is wrong with a file, and where.
func TestFaults(t *testing.T) {
	for _, c := range []struct {
		name, file, text string
		limits           polisdata.Limits
		want             []string
	}{
		{name: "sound", file: "votes.csv", text: voteHead + "1,2,3,-1\n"},
		{name: "no line feed at the end", file: "votes.csv", text: voteHead + "1,2,3,-1"},
		{name: "carriage returns", file: "votes.csv", text: "timestamp,comment-id,voter-id,vote\r\n1,2,3,0\r\n"},
		{name: "byte order mark", file: "votes.csv", text: "\ufeff" + voteHead + "1,2,3,0\n"},
		{name: "empty lines at the end", file: "votes.csv", text: voteHead + "1,2,3,0\n\n\r\n"},
		{name: "empty file", file: "votes.csv", want: []string{"votes.csv:1: the file is empty"}},
		{
			name: "not a vote", file: "votes.csv", text: voteHead + "1,2,3,1\n1,2,3,2\n1,2,3,\n",
			want: []string{`votes.csv:3: vote: a vote is -1, 0 or 1: "2"`, `votes.csv:4: vote: a vote is -1, 0 or 1`},
		},
		{
			name: "not a number", file: "votes.csv", text: voteHead + "x,2,007,1\n",
			want: []string{`votes.csv:2: timestamp: this is not a whole number: "x"`, `votes.csv:2: voter-id: this is not a whole number: "007"`},
		},
		{
			name: "fields", file: "votes.csv", text: voteHead + "1,2,3\n1,2,3,0,5\n",
			want: []string{`votes.csv:2: the number of fields is not that of the columns: "3"`, `votes.csv:3: the number of fields is not that of the columns: "5"`},
		},
		{
			name: "column missing", file: "votes.csv", text: "comment-id,vote\n1,1\n",
			want: []string{`votes.csv:1: a column is missing: "voter-id"`},
		},
		{
			name: "column twice", file: "votes.csv", text: "comment-id,voter-id,vote,vote\n",
			want: []string{`votes.csv:1: a column is there twice: "vote"`},
		},
		{
			name: "empty line between", file: "votes.csv", text: voteHead + "\n1,2,3,0\n",
			want: []string{"votes.csv:2: the line is empty"},
		},
		{
			name: "lines in quotation marks", file: "comments.csv", text: commentHead + "1,0,\"a\nb\"\n2,5,c\n",
			want: []string{`comments.csv:4: moderated: moderated is -1, 0 or 1: "5"`},
		},
		{
			name: "comment twice", file: "comments.csv", text: commentHead + "1,0,a\n1,0,b\n",
			want: []string{`comments.csv:3: comment-id: the number was used before: "1"`},
		},
		{
			name: "quotation mark within", file: "comments.csv", text: commentHead + "1,0,a\"b\"\n",
			want: []string{`comments.csv:2: the quotation marks do not match: "1,0,a\"b\""`},
		},
		{
			name: "quotation mark open", file: "comments.csv", text: commentHead + "1,0,\"ab\n",
			want: []string{`comments.csv:2: the quotation marks do not match: "1,0,\"ab"`},
		},
		{
			name: "text behind a quotation mark", file: "comments.csv", text: commentHead + "1,0,\"a\"b\n",
			want: []string{`comments.csv:2: the quotation marks do not match: "1,0,\"a\"b"`},
		},
		{
			name: "not text", file: "comments.csv", text: commentHead + "1,0,\xff\n2,0,\x00\n",
			want: []string{"comments.csv:2: the line is not UTF-8 text", "comments.csv:3: the line is not UTF-8 text"},
		},
		{
			name: "meta", file: "comments.csv", text: "comment-id,is-meta,comment-body\n1,yes,a\n",
			want: []string{`comments.csv:2: is-meta: this is 0 or 1: "yes"`},
		},
		{
			name: "group", file: "participants-votes.csv", text: "participant,group-id,0\n1,-1,\n2,,1\n",
			want: []string{`participants-votes.csv:2: group-id: this is not a whole number: "-1"`},
		},
		{
			name: "participant twice", file: "participants-votes.csv", text: "participant,0\n1,1\n1,\n",
			want: []string{`participants-votes.csv:3: participant: the number was used before: "1"`},
		},
		{
			name: "summary", file: "summary.csv", text: "topic,a,b\nurl\nviews,1\n",
			want: []string{`summary.csv:1: the number of fields is not that of the columns: "3"`, `summary.csv:2: the number of fields is not that of the columns: "1"`},
		},
		{
			name: "long line", file: "comments.csv", text: commentHead + "1,0," + strings.Repeat("x", 100) + "\n2,7,b\n",
			limits: polisdata.Limits{Line: 50},
			want:   []string{"comments.csv:2: the line is too long", `comments.csv:3: moderated: moderated is -1, 0 or 1: "7"`},
		},
		{
			name: "rows", file: "votes.csv", text: voteHead + "1,2,3,0\n1,2,3,0\n", limits: polisdata.Limits{Rows: 2},
			want: []string{"votes.csv:3: there are too many rows"},
		},
		{
			name: "bytes", file: "votes.csv", text: voteHead + "1,2,3,0\n1,2,3,0\n", limits: polisdata.Limits{Bytes: 45},
			want: []string{"votes.csv:3: the file is too large"},
		},
		{
			name: "bytes, compressed", file: "votes.csv.gz", text: packed(t, voteHead+strings.Repeat("\n", 1000)), limits: polisdata.Limits{Bytes: 500},
			want: []string{"votes.csv.gz:2: the line is empty", "votes.csv.gz:468: the file is too large"},
		},
		{
			name: "not compressed", file: "votes.csv.gz", text: voteHead,
			want: []string{`votes.csv.gz:1: the file cannot be read: "gzip: invalid header"`},
		},
		{
			name: "cut off", file: "votes.csv.gz", text: packed(t, voteHead)[:20],
			want: []string{`votes.csv.gz:1: the file cannot be read: "unexpected EOF"`},
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, err := polisdata.Read(of(map[string]string{c.file: c.text}), c.limits)
			if len(c.want) == 0 {
				if err != nil {
					t.Fatal(err)
				}
				return
			}
			var faults *polisdata.Faults
			if !errors.As(err, &faults) || got != nil {
				t.Fatalf("error %v, conversation %v", err, got)
			}
			if err.Error() != strings.Join(c.want, "\n") {
				t.Errorf("got\n%v\nwant\n%s", err, strings.Join(c.want, "\n"))
			}
		})
	}
}

func TestFaultsOfAllFiles(t *testing.T) {
	_, err := polisdata.Read(of(map[string]string{
		"comments.csv": commentHead + "x,0,a\n",
		"votes.csv":    voteHead + "1,2,3,9\n",
	}), polisdata.Limits{})
	want := "comments.csv:2: comment-id: this is not a whole number: \"x\"\nvotes.csv:2: vote: a vote is -1, 0 or 1: \"9\""
	if err == nil || err.Error() != want {
		t.Errorf("got\n%v\nwant\n%s", err, want)
	}
}

func TestFaultsEnd(t *testing.T) {
	text := voteHead + strings.Repeat("1,2,3,4\n", 500)
	_, err := polisdata.Read(of(map[string]string{"votes.csv": text}), polisdata.Limits{})
	var faults *polisdata.Faults
	if !errors.As(err, &faults) {
		t.Fatal(err)
	}
	if len(faults.List) != polisdata.MaxFaults || !faults.More {
		t.Errorf("%d faults, more %v", len(faults.List), faults.More)
	}
	if last := faults.List[len(faults.List)-1]; last.Line != 101 || last.Reason != polisdata.NotVote {
		t.Errorf("last fault: %+v", last)
	}
}

func TestTwoFiles(t *testing.T) {
	_, err := polisdata.Read(of(map[string]string{"votes.csv": voteHead, "votes.csv.gz": packed(t, voteHead)}), polisdata.Limits{})
	if err == nil || err.Error() != "votes.csv: the file is there twice, plain and compressed" {
		t.Error(err)
	}
}

// TestUnknown keeps keys and columns that nobody here knows.
func TestUnknown(t *testing.T) {
	files := map[string]string{
		"summary.csv":            "topic,\"a, \"\"b\"\"\"\nmood,sunny\nempty,\n",
		"comments.csv":           "lang,comment-id,comment-body,shade\nfr,4,\"oui\r\nnon\",dark\n,5, x,\n",
		"votes.csv":              "important,vote,voter-id,comment-id\n1,0,8,4\n,-1,9,5\n",
		"participants-votes.csv": "participant,xid,5,4,group-id\n8,abc,,0,2\n9,,-1,,\n",
	}
	c, err := polisdata.Read(of(files), polisdata.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	if v, _ := c.Value("mood"); v != "sunny" {
		t.Errorf("mood: %q", v)
	}
	if x := c.Comments[0]; x.Body != "oui\r\nnon" || !reflect.DeepEqual(x.Extra, []string{"fr", "dark"}) {
		t.Errorf("comment: %+v", x)
	}
	want := polisdata.Participant{ID: 9, Group: polisdata.NoGroup, Votes: []polisdata.Cell{{5, opinion.Disagree}}, Extra: []string{""}}
	if !reflect.DeepEqual(c.Participants[1], want) {
		t.Errorf("participant: %+v, want %+v", c.Participants[1], want)
	}
	out := write(t, c)
	for name, text := range files {
		if got := string(out.MapFS[name].Data); got != text {
			t.Errorf("%s: %q, want %q", name, got, text)
		}
	}
}

func TestEmptyFolder(t *testing.T) {
	c, err := polisdata.Read(fstest.MapFS{}, polisdata.Limits{})
	if err != nil || !reflect.DeepEqual(c, &polisdata.Conversation{}) {
		t.Errorf("%+v, %v", c, err)
	}
	if out := write(t, c); len(out.MapFS) != 0 {
		t.Errorf("wrote %d files", len(out.MapFS))
	}
}

// TestMadeHere writes a conversation that did not come from a folder.
func TestMadeHere(t *testing.T) {
	c := &polisdata.Conversation{
		Summary:      []polisdata.Entry{{"topic", "Water"}},
		Comments:     []polisdata.Comment{{ID: 1, Author: "7", Moderated: -1, Body: "a"}, {ID: 0, Meta: true, Body: "b"}},
		Votes:        []polisdata.Vote{{Timestamp: 5, Comment: 1, Voter: 7, Vote: opinion.Agree}},
		Participants: []polisdata.Participant{{ID: 7, Group: polisdata.NoGroup, Voted: 1, Agreed: 1, Votes: []polisdata.Cell{{1, opinion.Agree}}}},
	}
	out := write(t, c)
	for name, want := range map[string]string{
		"summary.csv":            "topic,Water\n",
		"comments.csv":           "timestamp,datetime,comment-id,author-id,agrees,disagrees,moderated,comment-body\n0,,1,7,0,0,-1,a\n0,,0,,0,0,0,b\n",
		"votes.csv":              "timestamp,comment-id,voter-id,vote\n5,1,7,1\n",
		"participants-votes.csv": "participant,group-id,n-comments,n-votes,n-agree,n-disagree,1,0\n7,,0,1,1,0,1,\n",
	} {
		if got := string(out.MapFS[name].Data); got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
}

// TestOrder takes rows and columns as they first voted and were voted on.
func TestOrder(t *testing.T) {
	files := map[string]string{
		"comments.csv": commentHead + "1,-1,a\n2,0,b\n3,0,c\n4,0,nobody voted on this\n",
		"votes.csv":    voteHead + "30,1,10,1\n10,3,20,-1\n10,2,10,1\n40,2,10,0\n",
	}
	c, err := polisdata.Read(of(files), polisdata.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	m, index := c.Matrix()
	if want := (polisdata.Index{People: []int{20, 10}, Comments: []int{3, 2, 1}}); !reflect.DeepEqual(index, want) {
		t.Errorf("index %+v, want %+v", index, want)
	}
	if v, ok := m.At(1, 1); !ok || v != opinion.Pass {
		t.Errorf("last vote: %d, %v", v, ok)
	}
	if m.Kind(2) != opinion.Out || m.Kind(0) != opinion.Open {
		t.Errorf("kinds: %v, %v", m.Kind(2), m.Kind(0))
	}
}

// TestOnlyTable takes the votes from the table of participants.
func TestOnlyTable(t *testing.T) {
	c, err := polisdata.Read(of(map[string]string{
		"participants-votes.csv": "participant,1,0\n5,,1\n3,-1,0\n",
	}), polisdata.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	want := []polisdata.Vote{{Comment: 0, Voter: 5, Vote: 1}, {Comment: 1, Voter: 3, Vote: -1}, {Comment: 0, Voter: 3}}
	if got := c.Events(); !reflect.DeepEqual(got, want) {
		t.Errorf("events %+v, want %+v", got, want)
	}
	if _, index := c.Matrix(); !reflect.DeepEqual(index, polisdata.Index{People: []int{5, 3}, Comments: []int{0, 1}}) {
		t.Errorf("index %+v", index)
	}
}

func TestWriteStops(t *testing.T) {
	c := &polisdata.Conversation{Summary: []polisdata.Entry{{"topic", "Water"}}}
	broken := errors.New("no room left")
	err := polisdata.Write(c, func(string) (io.WriteCloser, error) { return nil, broken })
	if !errors.Is(err, broken) || err.Error() != fmt.Sprintf("write summary.csv: %v", broken) {
		t.Error(err)
	}
}
