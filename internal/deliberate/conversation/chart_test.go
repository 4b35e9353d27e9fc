package conversation_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strconv"
	"testing"
	"testing/fstest"
	"time"

	"penc/internal/deliberate/conversation"
	"penc/internal/deliberate/conversation/conversationtest"
	"penc/internal/ground/access"
	"penc/internal/ground/ref"
	"penc/opinion"
	"penc/opinion/opinionreport"
	"penc/opinion/polisdata"
)

// reportOf draws the map of an export as penc opinion map does: people and statements
// in the order of their numbers, moderated as comments.csv says.
func reportOf(data *polisdata.Conversation) *opinionreport.Report {
	var people, comments []int
	for _, e := range data.Events() {
		people, comments = append(people, e.Voter), append(comments, e.Comment)
	}
	for _, list := range []*[]int{&people, &comments} {
		slices.Sort(*list)
		*list = slices.Compact(*list)
	}
	b := opinion.NewBuilder(len(people), len(comments))
	for _, e := range data.Events() {
		b.Vote(slices.Index(people, e.Voter), slices.Index(comments, e.Comment), e.Vote)
	}
	r := &opinionreport.Report{}
	for _, c := range data.Comments {
		if j := slices.Index(comments, c.ID); j >= 0 {
			b.SetKind(j, c.Kind())
		}
	}
	for _, n := range people {
		r.People = append(r.People, strconv.Itoa(n))
	}
	for _, n := range comments {
		r.Statements = append(r.Statements, strconv.Itoa(n))
	}
	r.Matrix = b.Matrix()
	r.Result = opinion.Compute(r.Matrix, opinion.Options{})
	return r
}

// exportOf reads the export of a conversation.
func exportOf(t testing.TB, h *conversationtest.House, id ref.ID) *polisdata.Conversation {
	t.Helper()
	out, folder := files{}, fstest.MapFS{}
	if err := h.Conversations.ExportPolis(t.Context(), access.Actor{}, id, "https://example.org", out.create); err != nil {
		t.Fatal(err)
	}
	for name, b := range out {
		folder[name] = &fstest.MapFile{Data: b.Bytes()}
	}
	data, err := polisdata.Read(folder, polisdata.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// wantReproduced fails unless the export of a conversation gives the stored chart:
// its digest, its groups and its figures.
func wantReproduced(t testing.TB, h *conversationtest.House, id ref.ID) conversation.Chart {
	t.Helper()
	c, ok := chart(t, h, id)
	if !ok {
		t.Fatal("no chart")
	}
	r := reportOf(exportOf(t, h, id))
	if d := r.InputDigest(); d != c.Digest {
		t.Errorf("the digest is %s, of the export %s", c.Digest, d)
	}
	if len(r.Result.Groups) != len(c.Opinion) || r.Result.Placed != c.Placed || r.Result.Votes != c.Votes || len(r.People) != c.Voters {
		t.Fatalf("the chart has %d groups of %d people with %d votes, the export %d of %d with %d", len(c.Opinion), c.Placed, c.Votes, len(r.Result.Groups), r.Result.Placed, r.Result.Votes)
	}
	public := r.Result.Public()
	for g, group := range public.Groups {
		if c.Opinion[g].People != group.Size || !slices.Equal(c.Opinion[g].Typical, group.Representative) {
			t.Errorf("group %d: %+v, of the export %+v", g, c.Opinion[g], group.Representative)
		}
		for j, cell := range group.Votes {
			if c.Figures[j].Opinion[g] != cell {
				t.Errorf("group %d on column %d: %+v, of the export %+v", g, j, c.Figures[j].Opinion[g], cell)
			}
		}
	}
	in := opinion.Standing{Groups: len(r.Result.Groups)}
	for _, p := range r.Result.People {
		in.Group = append(in.Group, p.Group)
	}
	f, err := opinion.FiguresOf(r.Matrix, in)
	if err != nil {
		t.Fatal(err)
	}
	for j, x := range f.Public().Statements {
		if got := c.Figures[j]; got.Division.Class != x.Division.Class || got.Rank != x.Rank || strconv.Itoa(got.Number) != r.Statements[j] {
			t.Errorf("column %d: %+v, of the export %+v", j, got, x)
		}
	}
	return c
}

// camps casts votes of n people in two camps, and of some who vote on little.
func camps(t testing.TB, h *conversationtest.House, st []conversation.Statement, n int) {
	t.Helper()
	rng := rand.New(rand.NewPCG(1, 9))
	for i := range n {
		voice := conversationtest.Voice(ref.ID(fmt.Sprintf("p%03d", i)))
		if i%5 == 4 {
			voice = conversationtest.Guest(fmt.Sprintf("g%03d", i))
		}
		for _, j := range rng.Perm(len(st))[:min(len(st), 4+rng.IntN(len(st)))] {
			h.Clock.Advance(time.Millisecond)
			v := opinion.Agree
			switch {
			case rng.Float64() < 0.1:
				v = opinion.Vote(rng.IntN(3) - 1)
			case j > 1 && (i%2 == 0) == (j%2 == 0):
				v = opinion.Disagree
			}
			cast(t, h, voice, st[j], v)
		}
	}
}

func TestAnExportReproducesTheChart(t *testing.T) {
	conversationtest.Each(t, func(t *testing.T, h *conversationtest.House) {
		_, st := h.Opened(t, 9)
		camps(t, h, st, 60)
		work(t, h)
		if c := wantReproduced(t, h, "c1"); len(c.Opinion) != 2 {
			t.Fatalf("%d groups, %+v", len(c.Opinion), c.Refusal)
		}
		account := h.Person(t, "a@example.sn")
		if _, err := h.Conversations.Claim(t.Context(), conversation.Voice{Who: account, Guest: conversationtest.Guest("g004").Guest}); err != nil {
			t.Fatal(err)
		}
		merge(t, h, st[3], st[2])
		for j := range st[:2] {
			cast(t, h, conversation.Voice{Who: account}, st[j], opinion.Disagree)
		}
		work(t, h)
		c := wantReproduced(t, h, "c1")
		if f, ok := c.Column(st[2].ID); !ok || f.All.Total() < 20 || f.Division.Class == "" {
			t.Errorf("the statement that others were merged into: %+v", f)
		}
	})
}
