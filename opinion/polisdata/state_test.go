package polisdata_test

import (
	"errors"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"

	"penc/opinion"
	"penc/opinion/polisdata"
)

func TestReadState(t *testing.T) {
	for _, c := range []struct {
		name, text string
		limits     polisdata.Limits
		want       polisdata.State
		fault      string
	}{
		{name: "golden", text: `{"mod-out": [13, 14], "meta-tids": [], "in-conv": [0, 2, 1]}`, want: polisdata.State{Out: []int{13, 14}, Meta: []int{}, Placed: []int{0, 2, 1}}},
		{name: "nothing", text: `{}`},
		{name: "byte order mark", text: "\ufeff{}\n"},
		{name: "null", text: `{"mod-out": null, "in-conv": [-3]}`, want: polisdata.State{Placed: []int{-3}}},
		{name: "live object", text: `{"tids": [0, 1], "pca": {"comps": [[0.5]]}, "meta-tids": [6], "n": 3}`, want: polisdata.State{Meta: []int{6}}},
		{name: "empty", text: "", fault: `state.json:1: this is not JSON: "unexpected end of JSON input"`},
		{name: "a list", text: "\n[1]", fault: `state.json:2: this is not an object: "["`},
		{name: "a number", text: "7", fault: `state.json:1: this is not an object: "7"`},
		{name: "cut off", text: "{\"mod-out\": [1,\n2", fault: `state.json:2: this is not JSON: "unexpected end of JSON input"`},
		{name: "cut off behind a list", text: "{\"mod-out\": [1]\n", fault: `state.json:1: this is not JSON: "unexpected end of JSON input"`},
		{name: "not JSON", text: "{\"mod-out\":\n [1,\n x]}", fault: `state.json:3: this is not JSON: "invalid character 'x' looking for beginn…"`},
		{name: "not JSON under a key that does not matter", text: "{\"n\":\n [1,\n x]}", fault: `state.json:3: this is not JSON: "invalid character 'x' looking for beginn…"`},
		{name: "two values", text: "{}\n{}", fault: `state.json:2: this is not JSON: "invalid character '{' after top-level va…"`},
		{name: "something behind", text: "{}\n}", fault: `state.json:2: this is not JSON: "invalid character '}' after top-level va…"`},
		{name: "not a list", text: `{"mod-out": {"a": 1}}`, fault: `state.json:1: mod-out: this is not a list: "{"`},
		{name: "text for a list", text: `{"in-conv": "all"}`, fault: `state.json:1: in-conv: this is not a list: "\"all\""`},
		{
			name: "not numbers", text: "{\"in-conv\": [1,\n1.5, \"2\",\n7e1, -0, null]}",
			fault: "state.json:2: in-conv: this is not a whole number: \"1.5\"\n" +
				"state.json:2: in-conv: this is not a whole number: \"\\\"2\\\"\"\n" +
				"state.json:3: in-conv: this is not a whole number: \"7e1\"\n" +
				"state.json:3: in-conv: this is not a whole number: \"-0\"\n" +
				"state.json:3: in-conv: this is not a whole number: \"null\"",
		},
		{name: "a list in a list", text: `{"in-conv": [[1, [2]], 3], "mod-out": 5}`, fault: "state.json:1: in-conv: this is not a whole number: \"[\"\nstate.json:1: mod-out: this is not a list: \"5\""},
		{name: "too large a number", text: `{"in-conv": [9223372036854775808]}`, fault: `state.json:1: in-conv: this is not a whole number: "9223372036854775808"`},
		{name: "a number twice", text: "{\"in-conv\": [1, 2,\n1]}", fault: `state.json:2: in-conv: the number was used before: "1"`},
		{name: "a key twice", text: "{\"in-conv\": [1],\n\"in-conv\": []}", fault: `state.json:2: in-conv: the key is there twice`},
		{name: "too long a list", text: `{"in-conv": [1, 2, 3, [4]], "n": {"a": [1, {}]}}`, limits: polisdata.Limits{Rows: 2}, fault: "state.json:1: in-conv: there are too many rows"},
		{name: "too large a file", text: `{"in-conv": [1, 2, 3]}`, limits: polisdata.Limits{Bytes: 5}, fault: "state.json: the file is too large"},
	} {
		t.Run(c.name, func(t *testing.T) {
			for _, files := range []map[string]string{{"state.json": c.text}, {"state.json.gz": packed(t, c.text)}} {
				s, there, err := polisdata.ReadState(of(files), c.limits)
				if !there {
					t.Fatal("not there")
				}
				if c.fault == "" {
					if err != nil || !reflect.DeepEqual(s, c.want) {
						t.Errorf("%+v, want %+v (%v)", s, c.want, err)
					}
					continue
				}
				var faults *polisdata.Faults
				if !errors.As(err, &faults) || !reflect.DeepEqual(s, polisdata.State{}) {
					t.Fatalf("%+v, %v", s, err)
				}
				if got := strings.ReplaceAll(err.Error(), "state.json.gz", "state.json"); got != c.fault {
					t.Errorf("got\n%s\nwant\n%s", got, c.fault)
				}
			}
		})
	}
}

func TestNoState(t *testing.T) {
	s, there, err := polisdata.ReadState(fstest.MapFS{}, polisdata.Limits{})
	if there || err != nil || !reflect.DeepEqual(s, polisdata.State{}) {
		t.Errorf("%+v, %v, %v", s, there, err)
	}
	for _, c := range []struct {
		files map[string]string
		want  string
	}{
		{map[string]string{"state.json": "{}", "state.json.gz": packed(t, "{}")}, "state.json: the file is there twice, plain and compressed"},
		{map[string]string{"state.json.gz": "{}"}, `state.json.gz:1: the file cannot be read: "unexpected EOF"`},
		{map[string]string{"state.json.gz": packed(t, "{}")[:15]}, `state.json.gz:1: the file cannot be read: "unexpected EOF"`},
	} {
		if _, _, err := polisdata.ReadState(of(c.files), polisdata.Limits{}); err == nil || err.Error() != c.want {
			t.Errorf("%v, want %s", err, c.want)
		}
	}
}

// TestStateEnds stops at a hundred faults.
func TestStateEnds(t *testing.T) {
	_, _, err := polisdata.ReadState(of(map[string]string{"state.json": `{"in-conv": [` + strings.Repeat("0.5,", 500) + `1]}`}), polisdata.Limits{})
	var faults *polisdata.Faults
	if !errors.As(err, &faults) || len(faults.List) != polisdata.MaxFaults || !faults.More {
		t.Error(err)
	}
}

const fewVotes = voteHead + "1,5,70,1\n2,6,70,-1\n3,5,80,0\n4,7,90,1\n5,5,70,-1\n6,8,80,1\n7,5,60,1\n"

// TestBatches gives the votes so far after each batch, of which the last may be
// smaller and some may be missing.
func TestBatches(t *testing.T) {
	c, err := polisdata.Read(of(map[string]string{
		"comments.csv": commentHead + "5,-1,a\n6,0,b\n",
		"votes.csv":    fewVotes,
	}), polisdata.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	for batches, want := range map[int][]int{1: {7}, 2: {4, 7}, 3: {3, 6, 7}, 4: {2, 4, 6, 7}, 5: {2, 4, 6, 7}, 7: {1, 2, 3, 4, 5, 6, 7}, 100: {1, 2, 3, 4, 5, 6, 7}} {
		var got []int
		var last polisdata.Index
		for m, index := range c.Batches(batches, c.State()) {
			events := 0
			for k, e := range c.Votes {
				part := *c
				part.Votes = c.Votes[:k+1]
				if one, i := part.Matrix(); e.Timestamp > 0 && reflect.DeepEqual(one, m) && reflect.DeepEqual(i, index) {
					events = k + 1
				}
			}
			got = append(got, events)
			if !slices.Equal(index.People[:len(last.People)], last.People) || !slices.Equal(index.Comments[:len(last.Comments)], last.Comments) {
				t.Errorf("%d batches: %+v goes on as %+v", batches, last, index)
			}
			last = index
		}
		if !slices.Equal(got, want) {
			t.Errorf("%d batches: after %v events, want %v", batches, got, want)
		}
		if whole, index := c.Matrix(); !reflect.DeepEqual(last, index) || whole.Votes() != 6 {
			t.Errorf("%d batches end with %+v, want %+v", batches, last, index)
		}
	}
	for range new(polisdata.Conversation).Batches(10, polisdata.State{}) {
		t.Error("a batch of no votes")
	}
	for m := range c.Batches(7, polisdata.State{}) {
		if m.Votes() != 1 {
			t.Errorf("%d votes", m.Votes())
		}
		break
	}
	defer func() {
		if recover() == nil {
			t.Error("no batches are taken")
		}
	}()
	c.Batches(0, polisdata.State{})
}

// TestStateOfMatrix takes moderation from the state in place of comments.csv,
// of comments too that are in no file but the votes.
func TestStateOfMatrix(t *testing.T) {
	c, err := polisdata.Read(of(map[string]string{
		"comments.csv": "comment-id,moderated,is-meta,comment-body\n5,-1,0,a\n6,-1,1,b\n9,-1,1,c\n",
		"votes.csv":    fewVotes,
	}), polisdata.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	kinds := func(m *opinion.Matrix, index polisdata.Index) string {
		var out []string
		for j, id := range index.Comments {
			out = append(out, strconv.Itoa(id)+[]string{"", " out", " meta"}[m.Kind(j)])
		}
		return strings.Join(out, ", ")
	}
	if got, want := kinds(c.Matrix()), "5 out, 6 meta, 7, 8"; got != want {
		t.Errorf("comments.csv: %s, want %s", got, want)
	}
	s := polisdata.State{Out: []int{7, 8, 400}, Meta: []int{8}, Placed: []int{80, 3, 60}}
	if got, want := kinds(c.MatrixIn(s)), "5, 6, 7 out, 8 meta"; got != want {
		t.Errorf("state: %s, want %s", got, want)
	}
	_, index := c.MatrixIn(s)
	if got, want := index.Options(s), (opinion.Options{Keep: []int{1, 3}, Numbers: []int{70, 80, 90, 60}}); !reflect.DeepEqual(got, want) {
		t.Errorf("options %+v, want %+v", got, want)
	}
	if got, want := c.State(), (polisdata.State{Out: []int{5}, Meta: []int{6, 9}}); !reflect.DeepEqual(got, want) {
		t.Errorf("state of comments.csv: %+v, want %+v", got, want)
	}
}

// TestOnlyTableMap maps the table of participants where there are no events,
// compressed or not, with comments or without.
func TestOnlyTableMap(t *testing.T) {
	table := "participant,group-id,n-votes,4,9\n"
	for i := range 20 {
		vote := "1,-1\n"
		if i%2 == 1 {
			vote = "-1,\n"
		}
		table += strconv.Itoa(100-i) + ",,2," + vote
	}
	for _, files := range []map[string]string{
		{"participants-votes.csv": table},
		{"participants-votes.csv.gz": packed(t, table), "comments.csv": commentHead + "9,0,b\n"},
	} {
		c, err := polisdata.Read(of(files), polisdata.Limits{})
		if err != nil {
			t.Fatal(err)
		}
		m, index := c.Matrix()
		n, d := m.Dims()
		if n != 20 || d != 2 || m.Votes() != 30 || index.People[0] != 100 || !slices.Equal(index.Comments, []int{4, 9}) {
			t.Fatalf("%d by %d, %d votes, %+v", n, d, m.Votes(), index)
		}
		r := opinion.NewPolis().Update(m, index.Options(c.State()))
		if r.K != 2 || r.Placed != 15 {
			t.Errorf("%d groups of %d", r.K, r.Placed)
		}
	}
}
