package main_test

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// own is the conversation in this repository.
var own = filepath.Join("..", "..", "opinion", "testdata", "canadian-electoral-reform")

// mapped is the part of the document of a map that tests look at.
type mapped struct {
	Method string
	Input  struct {
		Participants, Statements, Votes int
		Digest                          string
	}
	Statements   []string
	Participants []struct {
		ID     string
		Votes  int
		Placed bool
		X, Y   float64
		Base   *string
		Group  *string
	}
	Groups []struct {
		ID             string
		Size           int
		Members        []string
		Votes          map[string][3]int
		Representative []map[string]any
	}
	NoMap *struct {
		Reason string
	} `json:"no_map"`
	Intervals   map[string]map[string][2]float64
	Agreement   map[string]float64
	Bridging    map[string][2]float64
	Stakeholder *struct {
		Groups []struct {
			Name          string
			People, Votes int
		}
		Balanced map[string]struct {
			Value    float64
			Interval [2]float64
			Least    *string
			Counted  int
		}
	}
	Verified     *struct{ Verified, Unverified struct{ People int } }
	Coordination *struct {
		Checked, Accounts int
		Sets              []struct {
			Members []string
			Size    int
			Match   float64
		}
		Statements map[string]struct{ Moved int }
	}
	Digest string
}

// mapJSON draws a map to standard output.
func mapJSON(t *testing.T, args ...string) (string, mapped) {
	t.Helper()
	out, fault, code := run(t, append([]string{"opinion", "map", "--json", "-"}, args...)...)
	if code != 0 {
		t.Fatalf("%v: exit code %d: %s", args, code, fault)
	}
	var m mapped
	if err := json.Unmarshal([]byte(out), &m); err != nil {
		t.Fatalf("%v: %v", args, err)
	}
	return out, m
}

// TestTheDocumentChecksItself takes the digest out, puts the rest into order
// again and compares.
func TestTheDocumentChecksItself(t *testing.T) {
	for _, method := range []string{"penc/1", "polis/1"} {
		out, m := mapJSON(t, own, "--method", method)
		decoder := json.NewDecoder(strings.NewReader(out))
		decoder.UseNumber() // as written: the numbers are checked by reading them back
		var doc map[string]any
		if err := decoder.Decode(&doc); err != nil {
			t.Fatal(err)
		}
		delete(doc, "digest")
		var canonical bytes.Buffer
		encoder := json.NewEncoder(&canonical) // sorts members
		encoder.SetEscapeHTML(false)
		if err := encoder.Encode(doc); err != nil {
			t.Fatal(err)
		}
		sum := sha256.Sum256(bytes.TrimSuffix(canonical.Bytes(), []byte("\n")))
		if got := hex.EncodeToString(sum[:]); got != m.Digest {
			t.Errorf("%s: digest %s, said to be %s", method, got, m.Digest)
		}
		if m.Method != method || len(m.Participants) != m.Input.Participants || len(m.Statements) != m.Input.Statements {
			t.Errorf("%s: %+v", method, m.Input)
		}
		placed, inGroups := 0, 0
		for _, p := range m.Participants {
			if p.Placed {
				placed++
			}
			if (p.Base != nil) != (method == "polis/1" && p.Placed) {
				t.Fatalf("%s: participant %s: base %v", method, p.ID, p.Base)
			}
		}
		for _, g := range m.Groups {
			inGroups += g.Size
			if len(g.Members) != g.Size || len(g.Votes) != len(m.Statements) {
				t.Errorf("%s: group %s: size %d, %d members, votes on %d", method, g.ID, g.Size, len(g.Members), len(g.Votes))
			}
		}
		if placed != inGroups || placed == 0 {
			t.Errorf("%s: %d placed, %d in groups", method, placed, inGroups)
		}
		if method == "penc/1" && (len(m.Bridging) == 0 || len(m.Intervals["rank"]) == 0 || m.Intervals["agreement"]["0"][0] >= m.Agreement["0"]) {
			t.Errorf("bridging of %d statements, ranks of %d", len(m.Bridging), len(m.Intervals["rank"]))
		}
	}
}

// TestAMapDoesNotKnowHowVotesCame shuffles the file, cuts it into batches and
// gives another seed.
func TestAMapDoesNotKnowHowVotesCame(t *testing.T) {
	want, m := mapJSON(t, own)
	for _, batches := range []string{"7", "10"} {
		if got, _ := mapJSON(t, own, "--batches", batches); got != want {
			t.Errorf("another document in %s batches", batches)
		}
	}
	file, err := os.Open(filepath.Join(own, "participants-votes.csv.gz"))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	packed, err := gzip.NewReader(file)
	if err != nil {
		t.Fatal(err)
	}
	text, err := io.ReadAll(packed)
	if err != nil {
		t.Fatal(err)
	}
	header, rows, _ := strings.Cut(string(text), "\n")
	lines := strings.SplitAfter(rows, "\n")
	comments, err := os.ReadFile(filepath.Join(own, "comments.csv"))
	if err != nil {
		t.Fatal(err)
	}
	rng := rand.New(rand.NewPCG(1, 2))
	for range 3 {
		rng.Shuffle(len(lines), func(a, b int) { lines[a], lines[b] = lines[b], lines[a] })
		dir := exportIn(t, map[string]string{
			"participants-votes.csv": header + "\n" + strings.Join(lines, ""), "comments.csv": string(comments),
		})
		if got, _ := mapJSON(t, dir); got != want {
			t.Error("another document from a shuffled file")
		}
	}
	_, other := mapJSON(t, own, "--seed", "7")
	if other.Input != m.Input || len(other.Groups) != len(m.Groups) {
		t.Errorf("another seed: %d groups, digest %s", len(other.Groups), other.Input.Digest)
	}
}

// TestDeclaredGroups balances a conversation over groups in a file.
func TestDeclaredGroups(t *testing.T) {
	_, plain := mapJSON(t, own)
	file := "participant,group,verified\n"
	names := []string{"government", "academia", "civil society"}
	for n, p := range plain.Participants {
		if n%10 < 3 {
			file += fmt.Sprintf("%s,%s,%d\n", p.ID, names[n%10], n%2)
		}
	}
	groups := ballotsIn(t, "groups.csv", file+"99999,academia,1\n")
	_, m := mapJSON(t, own, "--groups", groups)
	if m.Stakeholder == nil || len(m.Stakeholder.Groups) != 3 || m.Stakeholder.Groups[1].Name != "academia" || m.Verified == nil {
		t.Fatalf("stakeholder groups: %+v, verified %+v", m.Stakeholder, m.Verified)
	}
	for id, b := range m.Stakeholder.Balanced {
		if b.Counted > 0 && (b.Least == nil || !slices.Contains(names, *b.Least) || b.Interval[0] > b.Value || b.Value > b.Interval[1]) {
			t.Errorf("statement %s: %+v", id, b)
		}
	}
	_, weighed := mapJSON(t, own, "--groups", groups, "--weights", "government=3;academia=1")
	for id, b := range weighed.Stakeholder.Balanced {
		if b.Counted > 2 {
			t.Errorf("statement %s rests on %d groups, two have a weight", id, b.Counted)
		}
	}
	for _, c := range []struct {
		args []string
		want string
	}{
		{[]string{"--groups", ballotsIn(t, "g.csv", "participant,group\n1,a\n1,b\n")}, `g.csv:3: participant "1" is there twice`},
		{[]string{"--groups", ballotsIn(t, "g.csv", "participant,group\n1,a,b\n")}, "g.csv:2: wrong number of fields"},
		{[]string{"--groups", ballotsIn(t, "g.csv", "person,group\n")}, "g.csv:1: the columns participant and group must be there"},
		{[]string{"--groups", ballotsIn(t, "g.csv", "participant,group,verified\n1,a,yes\n")}, `g.csv:2: verified is 0 or 1, not "yes"`},
		{[]string{"--groups", groups, "--weights", "women=1"}, `--weights: there is no group "women"`},
		{[]string{"--groups", groups, "--weights", "academia=-1"}, "--weights: "},
		{[]string{"--weights", "academia=1"}, "--weights: there are no groups without --groups"},
	} {
		_, fault, code := run(t, append([]string{"opinion", "map", own, "--json", "-"}, c.args...)...)
		if code != 2 || !strings.Contains(fault, c.want) {
			t.Errorf("%v: exit code %d: %q, want %q", c.args, code, fault, c.want)
		}
	}
}

// TestAccountsThatVoteAlike adds forty copies of one sheet to random votes.
func TestAccountsThatVoteAlike(t *testing.T) {
	rng := rand.New(rand.NewPCG(7, 7))
	file := strings.Builder{}
	file.WriteString("comment-id,voter-id,vote\n")
	sheet := make([]int, 40)
	for i := range 460 {
		for j := range sheet {
			v := rng.IntN(3) - 1
			if i == 420 {
				sheet[j] = v
			}
			if i > 420 {
				v = sheet[j]
			}
			fmt.Fprintf(&file, "%d,%d,%d\n", j, i, v)
		}
	}
	dir := exportIn(t, map[string]string{"votes.csv": file.String()})
	_, m := mapJSON(t, dir)
	c := m.Coordination
	if c == nil || c.Checked != 460 || c.Accounts != 40 || len(c.Sets) != 1 || c.Sets[0].Members[0] != "420" || c.Sets[0].Size != 40 || c.Sets[0].Match != 1 {
		t.Fatalf("accounts that vote alike: %+v", c)
	}
	if len(c.Statements) != 40 {
		t.Errorf("figures of %d statements", len(c.Statements))
	}
	moved := 0
	for _, s := range c.Statements {
		moved += max(s.Moved, -s.Moved)
	}
	if moved == 0 {
		t.Error("forty copies change no rank")
	}
	out, fault, code := run(t, "opinion", "map", dir)
	if code != 0 || !strings.Contains(out, "Of 460 accounts with ten votes or more, 40 vote like another") {
		t.Errorf("exit code %d: %s%s", code, out, fault)
	}
}

// TestABrokenFolderDrawsNothing tells every fault with its line, and leaves no
// file behind.
func TestABrokenFolderDrawsNothing(t *testing.T) {
	for _, c := range []struct {
		files map[string]string
		want  []string
	}{
		{map[string]string{"votes.csv": "timestamp,comment-id,voter-id,vote\n1,1,1,1\n2,1,2,maybe\n3,x,1,0\n"}, []string{"votes.csv:3: vote", "votes.csv:4: comment-id"}},
		{map[string]string{"votes.csv": "comment-id,voter-id,vote\n1,1,1\n", "state.json": "{\n\"in-conv\": [1,\n\"a\"]}"}, []string{"state.json:3"}},
		{map[string]string{"comments.csv": "comment-id,comment-body\n1,words\n"}, []string{"there is no votes.csv and no participants-votes.csv"}},
		{map[string]string{"votes.csv": ""}, []string{"votes.csv: the file is empty"}},
		{map[string]string{"votes.csv": "comment-id,voter-id,vote\n1,1,1", "votes.csv.gz": "no"}, []string{"votes.csv"}},
	} {
		out := filepath.Join(t.TempDir(), "out.json")
		_, fault, code := run(t, "opinion", "map", exportIn(t, c.files), "--json", out)
		if code != 2 {
			t.Errorf("%v: exit code %d: %s", c.files, code, fault)
		}
		for _, want := range c.want {
			if !strings.Contains(fault, want) {
				t.Errorf("%v: %q, want %q", c.files, fault, want)
			}
		}
		if _, err := os.Stat(out); err == nil {
			t.Errorf("%v: a file was written", c.files)
		}
	}
	if _, fault, code := run(t, "opinion", "map", own, "--batches", "0"); code != 2 || !strings.Contains(fault, "--batches") {
		t.Errorf("no batches: exit code %d: %s", code, fault)
	}
	_, small := mapJSON(t, exportIn(t, map[string]string{"votes.csv": "comment-id,voter-id,vote\n7,3,1\n7,3,-1\n"}))
	if small.NoMap == nil || small.NoMap.Reason != "too-few-statements" || small.Input.Votes != 1 || len(small.Groups) != 0 {
		t.Errorf("one vote: %+v", small)
	}
}
