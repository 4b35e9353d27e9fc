package priority_test

import (
	"encoding/json"
	"fmt"
	"math/big"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"penc/internal/deliberate/priority"
	"penc/internal/deliberate/priority/prioritytest"
	"penc/internal/gather/attendance"
	"penc/internal/ground/access"
	"penc/internal/ground/fault"
	"penc/internal/ground/lang"
	"penc/internal/ground/ref"
	"penc/internal/platform/db"
	"penc/internal/platform/feature"
	"penc/internal/platform/mail"
)

func TestABallotInTheHall(t *testing.T) {
	for _, secret := range []bool{false, true} {
		t.Run(fmt.Sprintf("secret %v", secret), func(t *testing.T) {
			prioritytest.Each(t, func(t *testing.T, h *prioritytest.House) { ballotInTheHall(t, h, secret) })
		})
	}
}

func ballotInTheHall(t *testing.T, h *prioritytest.House, secret bool) {
	p := h.Plenary(t, 18)
	b := p.Ballot(t, p.Call(secret))
	if len(b.Items) != 9 || !strings.HasPrefix(b.Ties, "seed:") {
		t.Fatalf("the ballot: %+v", b)
	}
	for i, who := range p.People[:15] {
		p.Cast(t, b, who, i%9)
	}
	first := p.People[0]
	voice := func(secret string) priority.Voice { return priority.Voice{Who: first, Secret: secret} }
	if secret {
		_, err := h.Priorities.Cast(t.Context(), voice("somebody else’s"), b.ID, prioritytest.Marked(b, 1))
		if fault.KindOf(err) != fault.Closed {
			t.Errorf("changed without the secret: %v", err)
		}
		if err := h.Priorities.Withdraw(t.Context(), voice(""), b.ID); fault.KindOf(err) != fault.Closed {
			t.Errorf("withdrawn without the secret: %v", err)
		}
	} else {
		p.Cast(t, b, first, 1, 2)
		v, err := h.Priorities.ViewOf(t.Context(), voice(""), b.ID)
		if err != nil || v.Mine == nil || len(v.Mine.Marks) != 2 || v.Voted != 15 || v.Entitled != 18 {
			t.Errorf("one's own paper: %+v, %v", v, err)
		}
		if err := h.Priorities.Withdraw(t.Context(), voice(""), b.ID); err != nil {
			t.Error(err)
		}
		p.Cast(t, b, first, 0)
	}
	late := p.People[15]
	kept := p.Cast(t, b, late, 3)
	if _, err := h.Priorities.Cast(t.Context(), priority.Voice{Who: late, Secret: kept}, b.ID, prioritytest.Marked(b, 4)); err != nil {
		t.Errorf("changed with the secret: %v", err)
	}
	if err := h.Priorities.Withdraw(t.Context(), priority.Voice{Who: late, Secret: kept}, b.ID); err != nil {
		t.Errorf("withdrawn with the secret: %v", err)
	}
	for name, who := range map[string]access.Actor{"a stranger": {}, "a member far away": p.Account(t, "far@example.sn", access.Member)} {
		if _, err := h.Priorities.Cast(t.Context(), priority.Voice{Who: who}, b.ID, prioritytest.Marked(b, 1)); fault.KindOf(err) != fault.Forbidden {
			t.Errorf("%s votes: %v", name, err)
		}
	}
	if _, err := h.Priorities.MergeItems(t.Context(), p.Facilitator, p.Meeting.ID, words(1<<30, "Ensemble", b.Items[0].Item, b.Items[1].Item)); fault.KindOf(err) != fault.Closed {
		t.Errorf("an item on the ballot is merged: %v", err)
	}
	h.Tick(t)
	r := p.Counted(t, b.ID)
	if r.Outcome.Voted != 15 || r.Outcome.Papers != 15 || len(r.Outcome.Winners) != 3 || r.Outcome.Digest == "" {
		t.Errorf("the outcome: %+v", r.Outcome)
	}
	if _, err := h.Priorities.Cast(t.Context(), priority.Voice{Who: p.People[17]}, b.ID, prioritytest.Marked(b, 1)); fault.KindOf(err) != fault.Closed {
		t.Errorf("cast after the end: %v", err)
	}
	if same, err := h.Priorities.Recount(t.Context(), p.Facilitator, b.ID); err != nil || !same {
		t.Errorf("counted again: %v, %v", same, err)
	}
	board := p.Now(t)
	if chosen, aside := board.In(priority.Chosen), board.In(priority.Aside); len(chosen) != 3 || len(aside) != 6 || chosen[0].ID != r.Outcome.Winners[0] {
		t.Errorf("on the board: %d chosen, %d aside", len(chosen), len(aside))
	}
	if _, err := h.Priorities.ReviveItem(t.Context(), p.Facilitator, p.Meeting.ID, board.In(priority.Aside)[0].ID, board.Last); err != nil {
		t.Errorf("revived: %v", err)
	}
	err := h.DB.Read(t.Context(), func(tx *db.Tx) error {
		voters, err := h.Priorities.VotersTx(tx, p.Meeting.ID)
		if len(voters) != 15 {
			t.Errorf("%d voters", len(voters))
		}
		if err != nil {
			return err
		}
		chosen, err := h.Priorities.PrioritiesTx(tx, p.Process.ID)
		if len(chosen) != 3 || chosen[0].Rank != 1 {
			t.Errorf("priorities: %+v", chosen)
		}
		return err
	})
	if err != nil {
		t.Error(err)
	}
	for _, kind := range []string{priority.BallotOpened, priority.BallotsCast, priority.BallotClosed, priority.BallotCounted} {
		if !slices.Contains(h.Kinds(t, p.Process.ID), kind) {
			t.Errorf("no fact %s", kind)
		}
	}
}

// TestCastingAndClosingAtOnce casts from all sides, some twice, while the ballot is
// closed: who was told that the vote is in is counted, nobody else is, nobody
// twice.
func TestCastingAndClosingAtOnce(t *testing.T) {
	for _, secret := range []bool{false, true} {
		t.Run(fmt.Sprintf("secret %v", secret), func(t *testing.T) {
			prioritytest.Each(t, func(t *testing.T, h *prioritytest.House) {
				p := h.Plenary(t, 40)
				b := p.Ballot(t, p.Call(secret))
				var wg sync.WaitGroup
				var mu sync.Mutex
				const browser = "the browser’s own"
				early := p.People[0] // at least one is in before it closes
				if _, err := h.Priorities.Cast(t.Context(), priority.Voice{Who: early, Secret: browser}, b.ID, prioritytest.Marked(b, 1)); err != nil {
					t.Fatal(err)
				}
				in := map[ref.ID]bool{early.In(p.Process.ID): true}
				for i, who := range p.People {
					for range 2 {
						wg.Go(func() {
							_, err := h.Priorities.Cast(t.Context(), priority.Voice{Who: who, Secret: browser}, b.ID, prioritytest.Marked(b, i%9))
							switch {
							case err == nil:
								mu.Lock()
								in[who.In(p.Process.ID)] = true
								mu.Unlock()
							case fault.KindOf(err) != fault.Closed:
								t.Errorf("a refusal: %v", err)
							}
						})
					}
				}
				wg.Go(func() {
					if _, err := h.Priorities.Close(t.Context(), p.Facilitator, b.ID); err != nil {
						t.Error(err)
					}
				})
				wg.Wait()
				h.Work(t)
				h.Work(t)
				var r priority.Result
				err := h.DB.Read(t.Context(), func(tx *db.Tx) (err error) {
					r, err = h.Priorities.ResultTx(tx, b.ID)
					return err
				})
				if err != nil {
					t.Fatal(err)
				}
				if r.Outcome.Voted != len(in) || r.Outcome.Papers != len(in) {
					t.Errorf("%d people were told that they voted, %d voted, %d papers were counted", len(in), r.Outcome.Voted, r.Outcome.Papers)
				}
			})
		})
	}
}

// TestNobodyJoinsWhoAndWhat looks through everything that the database holds of a
// secret ballot for anything that leads from a voter to a paper.
func TestNobodyJoinsWhoAndWhat(t *testing.T) {
	prioritytest.Each(t, func(t *testing.T, h *prioritytest.House) {
		p := h.Plenary(t, 18)
		b := p.Ballot(t, p.Call(true))
		for i, who := range p.People {
			p.Cast(t, b, who, i%9, (i+1)%9)
		}
		look(t, h, p, b)
		if _, err := h.Priorities.Close(t.Context(), p.Facilitator, b.ID); err != nil {
			t.Fatal(err)
		}
		look(t, h, p, b)
		groups := map[ref.ID]int{}
		_, slips, err := h.Priorities.Papers(t.Context(), p.Facilitator, b.ID)
		if fault.KindOf(err) != fault.Closed || slips != nil {
			t.Errorf("papers are handed out before they are counted: %v", err)
		}
		h.Work(t)
		if _, slips, err = h.Priorities.Papers(t.Context(), p.Facilitator, b.ID); err != nil {
			t.Fatal(err)
		}
		for _, s := range slips {
			groups[s.Group]++
			if s.Voter != "" || s.Key != "" {
				t.Errorf("a paper that is handed out: %+v", s)
			}
		}
		for g, n := range groups {
			if n < 5 {
				t.Errorf("%d papers of the group %q", n, g)
			}
		}
	})
}

// look reads the urn as an operator could.
func look(t *testing.T, h *prioritytest.House, p *prioritytest.Plenary, b priority.Ballot) {
	t.Helper()
	err := h.DB.Read(t.Context(), func(tx *db.Tx) error {
		var open, rows int
		var raw string
		if err := tx.Row(`SELECT count(*) FROM priority_paper`).Scan(&open); err != nil {
			return err
		}
		if err := tx.Row(`SELECT count(*), MIN(urn) FROM priority_urn WHERE ballot_id = $1`, b.ID).Scan(&rows, &raw); err != nil {
			return err
		}
		if open != 0 || rows != 1 {
			t.Errorf("%d papers with a name, %d rows of papers without", open, rows)
		}
		for _, who := range p.People {
			if strings.Contains(raw, string(who.In(p.Process.ID))) {
				t.Error("a paper names its voter")
			}
		}
		var urn struct {
			Slips []map[string]json.RawMessage `json:"slips"`
		}
		if err := json.Unmarshal([]byte(raw), &urn); err != nil {
			return err
		}
		var keys []string
		for _, s := range urn.Slips {
			for name := range s {
				if !slices.Contains([]string{"key", "group", "marks"}, name) {
					t.Errorf("a paper says %s", name)
				}
			}
			keys = append(keys, string(s["key"]))
		}
		if !slices.IsSorted(keys) {
			t.Error("papers do not stand in the order of their keys")
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestPaperBallots(t *testing.T) {
	prioritytest.Each(t, func(t *testing.T, h *prioritytest.House) {
		p := h.Plenary(t, 8)
		b := p.Ballot(t, p.Call(true))
		note := func(i int) error {
			return h.Priorities.NotePaper(t.Context(), p.Facilitator, b.ID, p.People[i].In(p.Process.ID), nil)
		}
		kind := func(err error) fault.Kind { return fault.KindOf(err) }
		typed := func(act string) error {
			who := p.Facilitator
			who.Act = act
			return h.Priorities.TypePaper(t.Context(), who, b.ID, "", prioritytest.Marked(b, 2, 3))
		}
		if err := typed("a"); kind(err) != fault.Closed {
			t.Errorf("a paper of nobody: %v", err)
		}
		if err := note(0); err != nil {
			t.Fatal(err)
		}
		if err := note(0); kind(err) != fault.Closed {
			t.Errorf("noted twice: %v", err)
		}
		if err := note(1); err != nil {
			t.Fatal(err)
		}
		if err := typed("b"); err != nil {
			t.Fatal(err)
		}
		if err := typed("b"); kind(err) != fault.Conflict {
			t.Errorf("the same paper twice: %v", err)
		}
		if err := h.Priorities.ForgetPaper(t.Context(), p.Facilitator, b.ID, p.People[1].In(p.Process.ID)); err != nil {
			t.Errorf("noted by mistake: %v", err)
		}
		if err := h.Priorities.ForgetPaper(t.Context(), p.Facilitator, b.ID, p.People[0].In(p.Process.ID)); kind(err) != fault.Closed {
			t.Errorf("its paper is in the urn: %v", err)
		}
		if err := typed("c"); kind(err) != fault.Closed {
			t.Errorf("more papers than people: %v", err)
		}
		if _, err := h.Priorities.Cast(t.Context(), priority.Voice{Who: p.People[0]}, b.ID, prioritytest.Marked(b, 1)); kind(err) != fault.Closed {
			t.Errorf("votes again by phone: %v", err)
		}
		p.Cast(t, b, p.People[2], 1)
		if err := note(2); kind(err) != fault.Closed {
			t.Errorf("votes again on paper: %v", err)
		}
		if err := h.Priorities.NotePaper(t.Context(), p.People[3], b.ID, p.People[4].In(p.Process.ID), nil); kind(err) != fault.Forbidden {
			t.Errorf("somebody else notes: %v", err)
		}
		if r := p.Counted(t, b.ID); r.Outcome.Papers != 2 || r.Outcome.Voted != 2 {
			t.Errorf("counted: %+v", r.Outcome)
		}
		open := p.Again(t, false)
		if err := h.Priorities.NotePaper(t.Context(), p.Facilitator, open.ID, p.People[5].In(p.Process.ID), prioritytest.Marked(open, 1)); err != nil {
			t.Fatal(err)
		}
		if err := h.Priorities.NotePaper(t.Context(), p.Facilitator, open.ID, p.People[5].In(p.Process.ID), prioritytest.Marked(open, 0)); err != nil {
			t.Errorf("an open paper is corrected: %v", err)
		}
		if err := h.Priorities.ForgetPaper(t.Context(), p.Facilitator, open.ID, p.People[5].In(p.Process.ID)); err != nil {
			t.Errorf("an open paper is taken back: %v", err)
		}
	})
}

func TestMembersVoteByMail(t *testing.T) {
	prioritytest.Each(t, func(t *testing.T, h *prioritytest.House) {
		p := h.Plenary(t, 9)
		near := p.CheckedIn(t, p.Account(t, "near@example.sn", access.Member), p.Groups[0])
		far, farther := p.Account(t, "far@example.sn", access.Member), p.Account(t, "farther@example.sn", access.Member)
		in := p.Call(true)
		in.Absent, in.Closes = true, h.Clock.Now().Add(72*time.Hour)
		if _, err := h.Priorities.OpenBallot(t.Context(), p.Facilitator, p.Meeting.ID, in); fault.KindOf(err) != fault.Invalid {
			t.Fatalf("the process does not let its ballots do so: %v", err)
		}
		if err := h.Priorities.SetPractice(t.Context(), p.Facilitator, p.Process.ID, priority.Practice{Absent: true}); fault.KindOf(err) != fault.Forbidden {
			t.Errorf("a facilitator sets the practice: %v", err)
		}
		if err := h.Priorities.SetPractice(t.Context(), p.Convener, p.Process.ID, priority.Practice{Absent: true}); err != nil {
			t.Fatal(err)
		}
		b := p.Ballot(t, in)
		links := mailed(t, h)
		if len(links) != 2 || links["far@example.sn"] == "" {
			t.Fatalf("mails: %v", links)
		}
		link := links["far@example.sn"]
		if id, err := h.Priorities.BallotOfLink(t.Context(), link); err != nil || id != b.ID {
			t.Errorf("the link leads to %s, %v", id, err)
		}
		voice := priority.Voice{Link: link, Secret: "phone"}
		if _, err := h.Priorities.Cast(t.Context(), voice, b.ID, prioritytest.Marked(b, 1)); err != nil {
			t.Errorf("by the link: %v", err)
		}
		// Signed in, on another device: it is the same vote.
		if _, err := h.Priorities.Cast(t.Context(), priority.Voice{Who: far, Secret: "laptop"}, b.ID, prioritytest.Marked(b, 1)); fault.KindOf(err) != fault.Closed {
			t.Errorf("twice: %v", err)
		}
		if _, err := h.Priorities.Cast(t.Context(), priority.Voice{Link: "wrong"}, b.ID, prioritytest.Marked(b, 1)); fault.KindOf(err) != fault.NotFound {
			t.Errorf("a wrong link: %v", err)
		}
		p.Cast(t, b, near, 2)
		h.Clock.Advance(50 * time.Hour)
		h.Tick(t)
		h.Tick(t)
		if again := mailed(t, h); len(again) != 3 || again["farther@example.sn"] == links["farther@example.sn"] {
			t.Errorf("reminded: %v", again)
		}
		p.Cast(t, b, farther, 3)
		h.Clock.Advance(30 * time.Hour)
		if _, err := h.Priorities.Cast(t.Context(), voice, b.ID, prioritytest.Marked(b, 2)); fault.KindOf(err) != fault.Closed {
			t.Errorf("its time is over: %v", err)
		}
		h.Tick(t)
		h.Work(t)
		err := h.DB.Read(t.Context(), func(tx *db.Tx) error {
			r, err := h.Priorities.ResultTx(tx, b.ID)
			if r.Outcome.Voted != 3 || r.Outcome.Papers != 3 {
				t.Errorf("closed by the clock: %+v", r.Outcome)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	})
}

// mailed returns what the newest mail with a link says, by address; with the
// number of all such mails in the entries beyond.
func mailed(t *testing.T, h *prioritytest.House) map[string]string {
	t.Helper()
	out := map[string]string{}
	err := h.DB.Read(t.Context(), func(tx *db.Tx) error {
		all, err := mail.Recent(tx, 50)
		slices.Reverse(all)
		for i, m := range all {
			if m.Kind == "priority.ballot" {
				if out[m.To] != "" {
					out[fmt.Sprintf("%s, earlier %d", m.To, i)] = out[m.To]
				}
				out[m.To] = strings.TrimSpace(strings.Split(m.Text, "\n")[0])
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestSectorBalance(t *testing.T) {
	prioritytest.Each(t, func(t *testing.T, h *prioritytest.House) {
		p := h.Plenary(t, 18)
		in := p.Call(false)
		in.Weight, in.Targets = priority.Sector, map[ref.ID]int{p.Groups[0]: 800, p.Groups[1]: 100, p.Groups[2]: 100}
		in.Seats = 1
		b := p.Ballot(t, in)
		for i, who := range p.People { // a third of the voters each
			p.Cast(t, b, who, i%3, 4+i%3)
		}
		r := p.Counted(t, b.ID)
		if w := r.Outcome.Winners[0]; w != b.Items[0].Item && w != b.Items[4].Item {
			t.Errorf("the group with eight tenths of the weight does not decide: %s", w)
		}
		sum := new(big.Rat)
		for _, x := range r.Outcome.Ledger {
			sum.Add(sum, priority.Rat(x.Paid))
		}
		if sum.Cmp(big.NewRat(1, 1)) != 0 && len(r.Outcome.Completion.ByVotes) == 0 {
			t.Errorf("%v was paid for one priority", sum)
		}
		if same, err := h.Priorities.Recount(t.Context(), p.Facilitator, b.ID); err != nil || !same {
			t.Errorf("counted again: %v, %v", same, err)
		}
	})
}

func TestLeaving(t *testing.T) {
	prioritytest.Each(t, func(t *testing.T, h *prioritytest.House) {
		p := h.Plenary(t, 6)
		who := p.CheckedIn(t, p.Account(t, "awa@example.sn", access.Member), p.Groups[0])
		open := p.Ballot(t, p.Call(false))
		p.Cast(t, open, who, 1, 2)
		export := func() string {
			var raw []byte
			err := h.DB.Read(t.Context(), func(tx *db.Tx) error {
				out, err := h.Priorities.Feature().Export(tx, who.Person)
				if err != nil {
					return err
				}
				raw, err = json.Marshal(out)
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
			return string(raw)
		}
		if got := export(); !strings.Contains(got, `"number":2`) {
			t.Errorf("what the person gets: %s", got)
		}
		err := h.DB.Write(t.Context(), func(tx *db.Tx) error { return h.Directory.Erase(tx, who.Person, feature.Wish{}) })
		if err != nil {
			t.Fatal(err)
		}
		if got := export(); got != "null" {
			t.Errorf("what is left: %s", got)
		}
		if r := p.Counted(t, open.ID); r.Outcome.Papers != 1 {
			t.Errorf("the paper counts on: %+v", r.Outcome)
		}
	})
}

func TestCancelling(t *testing.T) {
	prioritytest.Each(t, func(t *testing.T, h *prioritytest.House) {
		p := h.Plenary(t, 6)
		b := p.Ballot(t, p.Call(false))
		p.Cast(t, b, p.People[0], 1)
		if _, err := h.Priorities.Cancel(t.Context(), p.Facilitator, b.ID, lang.Say(lang.French, "Une idée manquait")); err != nil {
			t.Fatal(err)
		}
		if board := p.Now(t); len(board.Frozen) != 0 || len(board.In(priority.Open)) != 9 {
			t.Errorf("the items are free again: %v", board.Frozen)
		}
		err := h.DB.Read(t.Context(), func(tx *db.Tx) error {
			voters, err := h.Priorities.VotersTx(tx, p.Meeting.ID)
			if len(voters) != 0 {
				t.Errorf("%d people voted in nothing", len(voters))
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	})
}

func TestWhoIsNamed(t *testing.T) {
	prioritytest.Each(t, func(t *testing.T, h *prioritytest.House) {
		p := h.Plenary(t, 6)
		named := p.Somebody(t, attendance.Arrival{Name: "Awa Ndiaye", NamedInPublic: true})
		b := p.Ballot(t, p.Call(false))
		for _, who := range append(p.People, named) {
			p.Cast(t, b, who, 0)
		}
		p.Counted(t, b.ID)
		names := func() []priority.Named {
			out, err := h.Priorities.Names(t.Context(), access.Actor{}, b.ID)
			if err != nil {
				t.Fatal(err)
			}
			return out
		}
		if got := names(); len(got) != 0 {
			t.Errorf("named although the process shows numbers: %v", got)
		}
		if err := h.Attendance.SetDegree(t.Context(), p.Convener, p.Process.ID, attendance.Names); err != nil {
			t.Fatal(err)
		}
		if got := names(); len(got) != 1 || got[0].Name != "Awa Ndiaye" {
			t.Errorf("named: %v", got)
		}
	})
}
