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
	"syscall"
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
	out, said, code := run(t, "opinion", "map", own, "--groups", groups)
	if code != 0 || !strings.Contains(said, "groups.csv: 1 participants did not vote") || !strings.Contains(out, "1 person declared a group and did not vote.") {
		t.Errorf("somebody who did not vote: exit code %d: %s%s", code, said, out)
	}
	marked, err := os.ReadFile(groups)
	if err != nil {
		t.Fatal(err)
	}
	text, m := mapJSON(t, own, "--groups", groups)
	windows := "\ufeff" + strings.ReplaceAll(string(marked), "\n", "\r\n")
	if same, _ := mapJSON(t, own, "--groups", ballotsIn(t, "windows.csv", windows)); same != text {
		t.Error("another document of a file with a byte order mark and carriage returns")
	}
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
		{[]string{"--groups", ballotsIn(t, "g.csv", "participant,group\n1,a\n1,b\n")}, `g.csv:3: participant: the number was used before: "1"`},
		{[]string{"--groups", ballotsIn(t, "g.csv", "participant,group\n1,a,b\n")}, "g.csv:2: the number of fields is not that of the columns"},
		{[]string{"--groups", ballotsIn(t, "g.csv", "person,group\n")}, `g.csv:1: a column is missing: "participant"`},
		{[]string{"--groups", ballotsIn(t, "g.csv", "participant,group,verified\n1,a,yes\n")}, `g.csv:2: verified: this is 0 or 1: "yes"`},
		{[]string{"--groups", ballotsIn(t, "g.csv", "participant,group\n")}, "g.csv:1: there is nothing below"},
		{[]string{"--groups", ballotsIn(t, "g.csv", "participant,group,group\n1,a,b\n")}, `g.csv:1: a column is there twice: "group"`},
		{[]string{"--groups", ballotsIn(t, "g.csv", "participant,group\n1,a\n2,\xff\n3,\xfe\n")}, "g.csv:3: the line is not UTF-8 text"},
		{[]string{"--groups", ballotsIn(t, "g.csv", "participant,group\n1,a\x00\n")}, "g.csv:2: the line is not UTF-8 text"},
		{[]string{"--groups", ballotsIn(t, "g.csv", "participant,group\n 0,a\n")}, `g.csv:2: participant: this is not a whole number: " 0"`},
		{[]string{"--groups", ballotsIn(t, "g.csv", "participant,group\n99998,a\n99999,b\n")}, "g.csv:2: participant: nobody of this file voted; the first is 99998"},
		{[]string{"--groups", ballotsIn(t, "g.csv", "participant,group\n0,\n1,\n")}, "g.csv:2: group: nobody has a group"},
		{[]string{"--groups", groups, "--method", "polis/1"}, "--groups: polis/1 knows no declared groups"},
		{[]string{"--weights", "a=1", "--method", "polis/1"}, "--weights: polis/1 knows no declared groups"},
		{[]string{"--groups", groups, "--weights", "academia=0"}, "--weights: no group counts anything"},
		{[]string{"--groups", groups, "--weights", "academia=NaN"}, "--weights: NaN is not a weight"},
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

// TestABrokenFolderDrawsNothing tells every fault with its file and line, and leaves no
// file behind, whatever was to be written.
func TestABrokenFolderDrawsNothing(t *testing.T) {
	for _, c := range []struct {
		files map[string]string
		want  []string
	}{
		{map[string]string{"votes.csv": "timestamp,comment-id,voter-id,vote\n1,1,1,1\n2,1,2,maybe\n3,x,1,0\n"}, []string{"votes.csv:3: vote", "votes.csv:4: comment-id"}},
		{map[string]string{"votes.csv": "comment-id,voter-id,vote\n1,1,1\n", "state.json": "{\n\"in-conv\": [1,\n\"a\"]}"}, []string{"state.json:3"}},
		{map[string]string{"comments.csv": "comment-id,comment-body\n1,words\n"}, []string{"there is no votes.csv and no participants-votes.csv"}},
		{map[string]string{"votes.csv": ""}, []string{"votes.csv:1: the file is empty"}},
		{map[string]string{"votes.csv": "comment-id,voter-id,vote\n1,1,1", "votes.csv.gz": "no"}, []string{"votes.csv: the file is there twice"}},
		{map[string]string{"votes.csv.gz": "no"}, []string{"votes.csv.gz:1: the file cannot be read"}},
		{map[string]string{"votes.csv": "comment-id,voter-id,vote\n1,1,1\n", "state.json": ""}, []string{"state.json:1: this is not JSON"}},
		{map[string]string{"votes.csv": "comment-id,voter-id,vote\n1,1,1\n", "g.csv": "participant,group\n1,a\nx,b\n"}, []string{"g.csv:3: participant: this is not a whole number"}},
	} {
		dir, folder := exportIn(t, c.files), t.TempDir()
		for _, flags := range [][]string{{"--json"}, {"--json", "--svg", "--html"}, {"--svg"}, {"--html"}} {
			args := []string{"opinion", "map", dir}
			for _, flag := range flags {
				args = append(args, flag, filepath.Join(folder, "out"+flag))
			}
			if c.files["g.csv"] != "" {
				args = append(args, "--groups", filepath.Join(dir, "g.csv"))
			}
			out, fault, code := run(t, args...)
			if code != 2 || out != "" {
				t.Errorf("%v %v: exit code %d: %s%s", c.files, flags, code, fault, out)
			}
			for _, want := range c.want {
				if !strings.Contains(fault, want) {
					t.Errorf("%v: %q, want %q", c.files, fault, want)
				}
			}
			if left, err := os.ReadDir(folder); err != nil || len(left) > 0 {
				t.Errorf("%v %v: %d files were written, %v", c.files, flags, len(left), err)
			}
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

// tiny is a conversation that is drawn at once.
func tiny(t *testing.T, more map[string]string) string {
	files := map[string]string{"votes.csv": "comment-id,voter-id,vote\n7,3,1\n8,3,-1\n7,4,1\n"}
	for name, text := range more {
		files[name] = text
	}
	return exportIn(t, files)
}

// TestOutputsAreAllOrNone: what cannot be written is found before anything is computed,
// and leaves nothing.
func TestOutputsAreAllOrNone(t *testing.T) {
	dir, folder := tiny(t, nil), t.TempDir()
	in := func(name string) string { return filepath.Join(folder, name) }
	if err := os.WriteFile(in("there"), []byte("mine"), 0o640); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(in("good.part"), []byte("mine"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink("there", in("link")); err != nil {
		t.Skip(err)
	}
	if err := os.Symlink("loop", in("loop")); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		args []string
		want string
	}{
		{[]string{"--json", in("good"), "--svg", in("none/x")}, "--svg: "},
		{[]string{"--json", in("good"), "--html", folder}, "--html: " + folder + " is a folder"},
		{[]string{"--json", in("good"), "--html", in("./good")}, "--json and --html are the same"},
		{[]string{"--json", in("there"), "--html", in("link")}, "--json and --html are the same"},
		{[]string{"--json", "-", "--svg", "-"}, "--json and --svg are the same"},
		{[]string{"--json", in("good"), "--svg", in("loop")}, "--svg: "},
		{[]string{"--json", in("good"), "--svg", ""}, ""},
	} {
		out, fault, code := run(t, append([]string{"opinion", "map", dir}, c.args...)...)
		if c.want == "" {
			if code != 0 {
				t.Errorf("%v: exit code %d: %s", c.args, code, fault)
			}
			continue
		}
		if code != 2 || !strings.Contains(fault, c.want) || out != "" {
			t.Errorf("%v: exit code %d: %q, want %q; printed %q", c.args, code, fault, c.want, out)
		}
		if left, _ := os.ReadDir(folder); len(left) != 4 {
			t.Errorf("%v left something: %v", c.args, left)
		}
	}
	for name, want := range map[string]string{"there": "mine", "good.part": "mine"} {
		if got, err := os.ReadFile(in(name)); err != nil || string(got) != want {
			t.Errorf("%s holds %q, %v", name, got, err)
		}
	}
	if _, fault, code := run(t, "opinion", "map", dir, "--json", in("link"), "--html", "/dev/null", "--svg", "/dev/null"); code != 0 {
		t.Fatalf("through a link: exit code %d: %s", code, fault)
	}
	link, err := os.Lstat(in("link"))
	file, err2 := os.Stat(in("there"))
	text, err3 := os.ReadFile(in("there"))
	if err != nil || err2 != nil || err3 != nil || link.Mode()&os.ModeSymlink == 0 || file.Mode().Perm() != 0o640 || !json.Valid(text) {
		t.Errorf("a link was not followed: %v, %v, %q; %v %v %v", link.Mode(), file.Mode(), text, err, err2, err3)
	}
	if null, err := os.Stat("/dev/null"); err != nil || null.Mode().IsRegular() {
		t.Error("/dev/null is a file now")
	}
}

// TestAPipeStaysOne: what is no file is written through, not replaced.
func TestAPipeStaysOne(t *testing.T) {
	pipe := filepath.Join(t.TempDir(), "pipe")
	if err := syscall.Mkfifo(pipe, 0o600); err != nil {
		t.Skip(err)
	}
	read := make(chan []byte)
	go func() {
		text, _ := os.ReadFile(pipe)
		read <- text
	}()
	if _, fault, code := run(t, "opinion", "map", tiny(t, nil), "--json", pipe); code != 0 {
		t.Fatalf("exit code %d: %s", code, fault)
	}
	if text := <-read; !json.Valid(text) {
		t.Errorf("read %q", text)
	}
	if info, err := os.Stat(pipe); err != nil || info.Mode()&os.ModeNamedPipe == 0 {
		t.Errorf("%v, %v", info, err)
	}
}

// TestAnyNumberOfBatchesEnds: more than there are votes is one vote each.
func TestAnyNumberOfBatchesEnds(t *testing.T) {
	dir := tiny(t, nil)
	for _, method := range []string{"penc/1", "polis/1"} {
		want, _ := mapJSON(t, dir, "--method", method, "--batches", "3")
		for _, batches := range []string{"4", "9223372036854775807"} {
			if got, _ := mapJSON(t, dir, "--method", method, "--batches", batches); got != want {
				t.Errorf("%s in %s batches: another document", method, batches)
			}
		}
	}
}

// TestWhatIsPassedOverIsSaid on standard error, and what is missing has its place.
func TestWhatIsPassedOverIsSaid(t *testing.T) {
	dir := tiny(t, map[string]string{
		"participants-votes.csv": "participant,group-id,n-comments,n-votes,n-agree,n-disagree,7,8\n3,,0,2,1,1,-1,-1\n",
		"state.json":             `{"in-conv": [3]}`,
		"comments.csv":           "comment-id,moderated,comment-body\n7,-1,a\n8,1,b\n",
	})
	out, said, code := run(t, "opinion", "map", dir, "--method", "polis/1", "--batches", "2")
	if code != 0 || !strings.Contains(said, "participants-votes.csv was not read: it has 2 votes otherwise") || !strings.Contains(said, "in-conv of state.json is passed over") {
		t.Errorf("exit code %d: %s%s", code, said, out)
	}
	if !strings.Contains(out, "--batches 2") {
		t.Errorf("the command does not say how many batches: %s", out)
	}
	text, m := mapJSON(t, dir)
	if m.NoMap == nil || m.NoMap.Reason != "too-few-statements" || !strings.Contains(text, `"frame":null`) {
		t.Errorf("a thin map: %s", text)
	}
	if _, moderated := m.Agreement["7"]; moderated || len(m.Agreement) != 1 {
		t.Errorf("what comments.csv moderated is open: %v", m.Agreement)
	}
	if _, said, _ := run(t, "opinion", "map", tiny(t, nil)); said != "" {
		t.Errorf("nothing to say: %s", said)
	}
}

// TestTheCommandOfAReport holds what makes another result, as a shell reads it.
func TestTheCommandOfAReport(t *testing.T) {
	groups := ballotsIn(t, "g.csv", "participant,group\n3,people's water\n4,b\n")
	out, fault, code := run(t, "opinion", "map", tiny(t, nil), "--groups", groups, "--weights", "people's water=2;b=0.5", "--seed", "7", "--batches", "2")
	want := `penc opinion map DIR --method penc/1 --batches 2 --seed 7 --groups FILE.csv --weights 'b=0.5;people'\''s water=2'`
	if words := strings.Join(strings.Fields(out), " "); code != 0 || !strings.Contains(words, want) {
		t.Errorf("exit code %d: %s%s", code, fault, out)
	}
}
