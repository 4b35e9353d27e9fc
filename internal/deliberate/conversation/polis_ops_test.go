package conversation_test

import (
	"bytes"
	"compress/gzip"
	"errors"
	"io"
	"os"
	"strings"
	"testing"
	"testing/fstest"

	"penc/internal/deliberate/conversation"
	"penc/internal/deliberate/conversation/conversationtest"
	"penc/internal/gather/process/processtest"
	"penc/internal/ground/access"
	"penc/internal/ground/fault"
	"penc/internal/ground/lang"
	"penc/opinion"
	"penc/opinion/polisdata"
)

// reference is the export whose map the reference implementation drew.
const reference = "../../../opinion/testdata/canadian-electoral-reform"

// files takes an export into memory.
type files map[string]*bytes.Buffer

func (f files) create(name string) (io.WriteCloser, error) {
	f[name] = &bytes.Buffer{}
	return still{f[name]}, nil
}

type still struct{ io.Writer }

func (still) Close() error { return nil }

func imported(t testing.TB, h *conversationtest.House) conversation.Conversation {
	t.Helper()
	processtest.Published(t, h.Processes, "water")
	c, err := h.Conversations.ImportPolis(t.Context(), processtest.Convener("water"), conversation.PolisImport{
		ID: "electoral", Process: "water", Lang: lang.English, Title: lang.Say(lang.English, "Electoral reform"),
		Origin: conversation.Origin{Title: "Polis", Licence: "CC BY 4.0"}, Folder: os.DirFS(reference),
	})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func unzipped(t *testing.T, name string) []byte {
	t.Helper()
	f, err := os.Open(reference + "/" + name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var r io.Reader = f
	if strings.HasSuffix(name, ".gz") {
		if r, err = gzip.NewReader(f); err != nil {
			t.Fatal(err)
		}
	}
	b, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestAPolisExportComesAndGoesByteForByte(t *testing.T) {
	conversationtest.Each(t, func(t *testing.T, h *conversationtest.House) {
		c := imported(t, h)
		if c.State != conversation.Closed || !c.Imported() {
			t.Errorf("it came in as %+v", c)
		}
		if m := h.Count(t, c.ID); m.Voters != 448 {
			t.Errorf("%d people voted, want 448", m.Voters)
		}
		if history, err := conversation.History(h.DB, c.ID); err != nil || len(history) != 12018 {
			t.Errorf("%d votes in the history, %v; want 12018", len(history), err)
		}
		out := files{}
		if err := h.Conversations.ExportPolis(t.Context(), access.Actor{}, c.ID, "https://example.org", out.create); err != nil {
			t.Fatal(err)
		}
		for name, stored := range map[string]string{
			"summary.csv": "summary.csv", "comments.csv": "comments.csv", "votes.csv": "votes.csv.gz", "participants-votes.csv": "participants-votes.csv.gz",
		} {
			if out[name] == nil || !bytes.Equal(out[name].Bytes(), unzipped(t, stored)) {
				t.Errorf("%s is not what came in", name)
			}
		}
		if err := h.Conversations.Begin(t.Context(), access.AtConsole("water"), c.ID); key(err) != "state.imported" {
			t.Errorf("opened: %v", err)
		}
		if _, err := h.Conversations.ImportPolis(t.Context(), processtest.Convener("water"), conversation.PolisImport{ID: c.ID, Process: "water", Folder: os.DirFS(reference)}); key(err) != "import.id-taken" {
			t.Errorf("imported over it: %v", err)
		}
		work(t, h)
		if got := wantReproduced(t, h, c.ID); len(got.Opinion) < 2 {
			t.Errorf("%d groups, %+v", len(got.Opinion), got.Refusal)
		}
	})
}

func TestABrokenExportBringsInNothing(t *testing.T) {
	conversationtest.Each(t, func(t *testing.T, h *conversationtest.House) {
		processtest.Published(t, h.Processes, "water")
		in := conversation.PolisImport{Process: "water", Lang: lang.English, Title: lang.Say(lang.English, "Broken")}
		file := func(text string) *fstest.MapFile { return &fstest.MapFile{Data: []byte(text)} }
		comments := file("timestamp,datetime,comment-id,author-id,agrees,disagrees,moderated,comment-body\n1,x,0,1,1,0,1,Water is free\n")
		votes := "timestamp,datetime,comment-id,voter-id,vote\n1,x,0,1,1\n"
		in.Folder = fstest.MapFS{"comments.csv": comments, "votes.csv": file(votes + "2,x,0,2,7\n3,x,0\n")}
		_, err := h.Conversations.ImportPolis(t.Context(), processtest.Convener("water"), in)
		if broken, ok := errors.AsType[*polisdata.Faults](err); !ok || len(broken.List) != 2 || broken.List[0].Line != 3 || broken.List[1].Line != 4 {
			t.Errorf("broken lines: %v", err)
		}
		in.Folder = fstest.MapFS{"comments.csv": comments, "votes.csv": file(votes + "2,x,9,2,1\n")}
		if _, err := h.Conversations.ImportPolis(t.Context(), processtest.Convener("water"), in); key(err) != "polis.unknown-comment" {
			t.Errorf("a vote on nothing: %v", err)
		}
		in.Folder = fstest.MapFS{}
		if _, err := h.Conversations.ImportPolis(t.Context(), processtest.Convener("water"), in); key(err) != "polis.empty" {
			t.Errorf("nothing: %v", err)
		}
		in.Folder = fstest.MapFS{"comments.csv": comments, "votes.csv": file(votes)}
		if _, err := h.Conversations.ImportPolis(t.Context(), processtest.Holding(access.Member, "water"), in); fault.KindOf(err) != fault.Forbidden {
			t.Errorf("a member: %v", err)
		}
		if all, err := h.Conversations.Of(t.Context(), processtest.Convener("water"), "water"); err != nil || len(all) != 0 {
			t.Errorf("%d conversations came in, %v", len(all), err)
		}
	})
}

func TestAConversationHeldHereIsExportedAsPolisDoes(t *testing.T) {
	conversationtest.Each(t, func(t *testing.T, h *conversationtest.House) {
		_, st := h.Opened(t, 2)
		author := conversationtest.Voice("amina")
		cast(t, h, author, st[0], opinion.Agree)
		cast(t, h, author, st[0], opinion.Disagree)
		cast(t, h, conversationtest.Voice("badou"), st[1], opinion.Pass)
		waiting, _, err := h.Conversations.Propose(t.Context(), author, conversation.Proposal{Conversation: "c1", Words: "Nobody has read this secret yet", Lang: "en"})
		if err != nil || waiting.Standing != conversation.Waiting {
			t.Fatal(waiting, err)
		}
		out := files{}
		if err := h.Conversations.ExportPolis(t.Context(), access.Actor{}, "c1", "https://example.org/c1", out.create); err != nil {
			t.Fatal(err)
		}
		folder := fstest.MapFS{}
		for name, b := range out {
			folder[name] = &fstest.MapFile{Data: b.Bytes()}
			if strings.Contains(b.String(), "secret") || strings.Contains(b.String(), "amina") {
				t.Errorf("%s says what nobody may read", name)
			}
		}
		back, err := polisdata.Read(folder, polisdata.Limits{})
		if err != nil {
			t.Fatal(err)
		}
		if len(back.Comments) != 2 || len(back.Events()) != 3 || len(back.Participants) != 2 {
			t.Errorf("%d statements, %d votes, %d people", len(back.Comments), len(back.Events()), len(back.Participants))
		}
		m, _ := back.Matrix()
		if got := m.Counts(); got[0] != (opinion.Counts{Disagree: 1}) || got[1] != (opinion.Counts{Pass: 1}) {
			t.Errorf("the votes that stand are %+v", got)
		}
	})
}
