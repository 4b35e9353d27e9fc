package app_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"hash/fnv"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"penc/internal/app"
	"penc/internal/deliberate/conversation"
	"penc/internal/deliberate/conversation/conversationtest"
	"penc/internal/gather/process/processtest"
	"penc/internal/ground/access"
	"penc/internal/ground/fault"
	"penc/internal/ground/lang"
	"penc/internal/ground/ref"
	"penc/internal/people/person"
	"penc/internal/platform/config"
	"penc/internal/platform/db"
	"penc/internal/platform/db/dbtest"
	"penc/internal/platform/feature"
	"penc/internal/platform/mail"
	"penc/internal/platform/record"
	"penc/opinion"
)

// A program is killed at random moments while it writes, again and again on the
// same database. Its child, below, is this test binary, started anew; what the
// child says it did on its standard output must be there in the end, once.

// kills is how often each database's program is killed: 100 times, or as
// PENC_KILLS says.
func kills(t *testing.T) int {
	text := os.Getenv("PENC_KILLS")
	if text == "" {
		return 100
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < 1 {
		t.Fatalf("PENC_KILLS=%s is no number of kills", text)
	}
	return n
}

// writers write at the same time in one child.
const killWriters = 6

// A deed is one act of a child, unlike every other: what is done is worked out
// from its name.
type deed struct {
	kind  string // "vote", "propose", "join"
	child int
	about int // the writer and its turn
}

func (d deed) String() string { return fmt.Sprintf("%s %d %d", d.kind, d.child, d.about) }

func (d deed) name() string { return fmt.Sprintf("%s-%d-%d", d.kind, d.child, d.about) }

// number is a number that nobody can guess from the name, and always the same.
func (d deed) number() uint64 {
	h := fnv.New64a()
	io.WriteString(h, d.name())
	return h.Sum64()
}

func readDeed(line string) (d deed, err error) {
	_, err = fmt.Sscanf(line, "%s %d %d", &d.kind, &d.child, &d.about)
	return d, err
}

func (d deed) address() string { return d.name() + "@example.org" }

func (d deed) voice() conversation.Voice {
	return conversationtest.Guest(strings.ReplaceAll(d.name(), "-", "x"))
}

func (d deed) vote() opinion.Vote { return opinion.Vote(int(d.number()%3) - 1) }

// words are a sentence like no other.
func (d deed) words() string {
	rng, out := rand.New(rand.NewPCG(d.number(), 1)), ""
	for range 6 {
		for range 8 {
			out += string(rune('a' + rng.IntN(26)))
		}
		out += " "
	}
	return strings.TrimSpace(out)
}

// do carries the deed out. One that was done before the kill is recognised.
func (d deed) do(ctx context.Context, a *app.App, statements []conversation.Statement) error {
	switch d.kind {
	case "vote":
		_, err := a.Conversations.Cast(ctx, d.voice(), conversation.Ballot{
			Conversation: "c1", Statement: statements[d.number()%uint64(len(statements))].ID, Vote: d.vote(),
		})
		return err
	case "propose":
		v := conversation.Voice{Who: access.Actor{Person: ref.ID(d.name()), Channel: access.Web, Act: d.name()}}
		_, _, err := a.Conversations.Propose(ctx, v, conversation.Proposal{Conversation: "c1", Words: d.words(), Lang: lang.English, Anyway: true})
		return done(err, record.Repeated)
	default:
		return a.DB.Write(ctx, func(tx *db.Tx) error {
			if _, err := a.People.ByEmailTx(tx, d.address()); err == nil {
				return nil
			}
			_, err := a.People.JoinTx(tx, access.AtConsole(""), person.Joining{
				Email: d.address(), Name: d.name(), Lang: lang.English, Zone: "UTC", Consent: person.ConsentVersion,
			})
			if err != nil {
				return err
			}
			_, err = mail.Queue(tx, mail.Message{To: d.address(), Lang: lang.English, Kind: "kill.welcome", Subject: "Welcome", Text: "Welcome."})
			return err
		})
	}
}

// done takes the refusal of what is done already for success.
func done(err error, message string) error {
	if e, ok := errors.AsType[*fault.Error](err); ok && e.Message == message {
		return nil
	}
	return err
}

// postbox takes mail and writes down for whom.
type postbox struct{ file *os.File }

func (p postbox) Send(_ context.Context, m mail.Message) error {
	_, err := p.file.WriteString(m.To + "\n")
	return err
}

// witness is a follower that writes down every fact it is shown.
func witness() feature.Feature {
	return feature.Feature{
		Name: "killtest",
		Schema: fstest.MapFS{"001_killtest.sql": {Data: []byte(`-- +goose Up
CREATE TABLE killtest_seen (seq BIGINT NOT NULL);
`)}},
		Follows: []record.Follower{{Name: "killtest.witness", Do: func(tx *db.Tx, f record.Fact) error {
			_, err := tx.Exec(`INSERT INTO killtest_seen (seq) VALUES ($1)`, f.Seq)
			return err
		}}},
	}
}

// killed opens the program at a place as each child does.
func killed(ctx context.Context, where, files string, child int) (*app.App, error) {
	c := config.Config{Addr: "127.0.0.1:0", BaseURL: "http://localhost:8080", SiteName: "Penc"}
	c.Data, c.Files = where, filepath.Join(files, "documents")
	box, err := os.OpenFile(filepath.Join(files, "sent"), os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		return nil, err
	}
	start := time.Now()
	a, err := app.Open(ctx, app.Options{Config: c, Sender: postbox{box}, Clock: func() time.Time {
		return time.Date(2026, 3, 1, 9, 30, 0, 0, time.UTC).Add(time.Duration(child)*time.Minute + time.Since(start))
	}})
	if err != nil {
		return nil, err
	}
	f := witness()
	a.Directory.Add(f)
	return a, a.DB.Migrate(ctx, []db.Schema{{Room: f.Name, Files: f.Schema}})
}

// TestChildThatIsKilled is the child: it never ends by itself.
func TestChildThatIsKilled(t *testing.T) {
	where := os.Getenv("PENC_KILL_DATA")
	if where == "" {
		t.Skip("skipped: it is the child of TestKilledWhileItWrites")
	}
	child, _ := strconv.Atoi(os.Getenv("PENC_KILL_CHILD"))
	a, err := killed(t.Context(), where, os.Getenv("PENC_KILL_FILES"), child)
	if err != nil {
		t.Fatal(err)
	}
	board, err := a.Conversations.BoardOf(t.Context(), access.AtConsole("water"), "c1")
	if err != nil {
		t.Fatal(err)
	}
	statements := board.Statements[:20]
	var again []deed
	for line := range strings.Lines(os.Getenv("PENC_KILL_AGAIN")) {
		d, err := readDeed(line)
		if err != nil {
			t.Fatal(err)
		}
		again = append(again, d)
	}
	go a.Run(t.Context())
	fmt.Println("ready")
	var wg sync.WaitGroup
	for w := range killWriters {
		wg.Go(func() {
			write := func(d deed) {
				fmt.Printf("try %s\n", d)
				if err := d.do(t.Context(), a, statements); err != nil {
					fmt.Printf("refused %s: %v\n", d, err)
					return
				}
				fmt.Printf("done %s\n", d)
			}
			for i := w; i < len(again); i += killWriters {
				write(again[i])
			}
			for n := 0; ; n++ {
				write(deed{[]string{"vote", "vote", "vote", "propose", "join", "vote"}[(n+w)%6], child, n*killWriters + w})
			}
		})
	}
	wg.Wait()
}

// A ledger is what the children said.
type ledger struct {
	done  map[deed]bool
	tried map[deed]bool // and said nothing after it
}

// follow runs one child, kills it after a while, and reads what it said.
func (l *ledger) follow(t *testing.T, child int, where, files string, wait time.Duration) {
	t.Helper()
	again := ""
	for d := range l.tried {
		again += d.String() + "\n"
	}
	c := exec.Command(os.Args[0], "-test.run=^TestChildThatIsKilled$", "-test.timeout=10m")
	c.Env = append(os.Environ(), "PENC_KILL_DATA="+where, "PENC_KILL_FILES="+files,
		"PENC_KILL_CHILD="+strconv.Itoa(child), "PENC_KILL_AGAIN="+again)
	var faults strings.Builder
	c.Stderr = &faults
	out, err := c.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	ready := false
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		what, rest, _ := strings.Cut(lines.Text(), " ")
		d, bad := readDeed(rest)
		switch {
		case what == "ready":
			ready = true
			time.AfterFunc(wait, func() { c.Process.Kill() })
		case bad != nil:
			t.Errorf("child %d: %s", child, lines.Text())
		case what == "try":
			l.tried[d] = true
		case what == "done":
			delete(l.tried, d)
			l.done[d] = true
		default:
			t.Errorf("child %d: %s", child, lines.Text())
			delete(l.tried, d)
		}
	}
	c.Wait()
	if !ready {
		t.Fatalf("child %d did not start: %s", child, faults.String())
	}
}

// TestKilledWhileItWrites kills the program at random moments during mixed writes:
// every acknowledged act is there, none twice, followers have seen each fact once.
func TestKilledWhileItWrites(t *testing.T) {
	for _, engine := range []string{"sqlite", "postgres"} {
		t.Run(engine, func(t *testing.T) {
			t.Parallel()
			files := t.TempDir()
			where := filepath.Join(files, "data")
			if engine == "postgres" {
				where = dbtest.Postgres(t)
			}
			prepareToBeKilled(t, where, files)
			l := &ledger{done: map[deed]bool{}, tried: map[deed]bool{}}
			rng := rand.New(rand.NewPCG(5, 9))
			n := kills(t)
			for child := 1; child <= n; child++ {
				l.follow(t, child, where, files, time.Duration(rng.Int64N(int64(200*time.Millisecond))))
				if t.Failed() {
					return
				}
			}
			t.Logf("%d kills, %d acts acknowledged, %d never answered", n, len(l.done), len(l.tried))
			l.check(t, n, where, files)
		})
	}
}

// prepareToBeKilled opens a conversation with 20 statements.
func prepareToBeKilled(t *testing.T, where, files string) {
	t.Helper()
	a, err := killed(t.Context(), where, files, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	processtest.Published(t, a.Processes, "water")
	plan := conversationtest.Plan("water")
	plan.Review = false
	if _, err := a.Conversations.Prepare(t.Context(), processtest.Convener("water"), plan); err != nil {
		t.Fatal(err)
	}
	lines := ""
	for i := range 20 {
		lines += deed{"seed", 0, i}.words() + "\n"
	}
	console := access.AtConsole("water")
	_, err = a.Conversations.Sow(t.Context(), conversation.Voice{Who: console}, conversation.Sowing{
		Conversation: "c1", From: lang.English, Lines: map[lang.Tag]string{lang.English: lines},
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := a.Conversations.Begin(t.Context(), console, "c1"); err != nil {
		t.Fatal(err)
	}
}

// check fails where something acknowledged is missing, or anything is there twice.
func (l *ledger) check(t *testing.T, n int, where, files string) {
	const lease = 10 // minutes after which a job of a child that was killed is taken up again
	a, err := killed(t.Context(), where, files, n+lease)
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	if err := a.CatchUp(t.Context()); err != nil {
		t.Fatal(err)
	}
	board, err := a.Conversations.BoardOf(t.Context(), access.AtConsole("water"), "c1")
	if err != nil {
		t.Fatal(err)
	}
	l.checkStatements(t, board)
	l.checkVotes(t, a, board)
	l.checkMail(t, a, n, filepath.Join(files, "sent"))
	checkFollowers(t, a)
}

func (l *ledger) checkStatements(t *testing.T, board conversation.Board) {
	times := map[string]int{}
	for i, st := range board.Statements {
		words, _ := st.Words.In(lang.English)
		times[words]++
		if st.Number != i+1 {
			t.Errorf("statement %d has the number %d", i+1, st.Number)
		}
	}
	want := 20
	for d := range l.done {
		if d.kind == "propose" {
			want++
			if times[d.words()] != 1 {
				t.Errorf("%s: %d times", d, times[d.words()])
			}
		}
	}
	if extra := len(board.Statements) - want; extra < 0 || extra > l.open("propose") {
		t.Errorf("%d statements, want %d and at most %d more", len(board.Statements), want, l.open("propose"))
	}
}

// open is how many acts of a kind nobody knows of whether they were done.
func (l *ledger) open(kind string) (n int) {
	for d := range l.tried {
		if d.kind == kind {
			n++
		}
	}
	return n
}

func (l *ledger) checkVotes(t *testing.T, a *app.App, board conversation.Board) {
	want := map[ref.ID]conversation.Tally{}
	n := 0
	count := func(d deed, must bool) {
		if d.kind != "vote" {
			return
		}
		mine, err := a.Conversations.Mine(t.Context(), d.voice(), "c1")
		if err != nil {
			t.Fatal(err)
		}
		st := board.Statements[d.number()%20].ID
		switch {
		case len(mine) == 0 && !must:
			return
		case len(mine) != 1 || mine[0].Statement.ID != st || mine[0].Vote != d.vote():
			t.Errorf("%s: %+v", d, mine)
			return
		}
		c := want[st]
		switch d.vote() {
		case opinion.Agree:
			c.Agree++
		case opinion.Disagree:
			c.Disagree++
		default:
			c.Pass++
		}
		want[st] = c
		n++
	}
	for d := range l.done {
		count(d, true)
	}
	for d := range l.tried {
		count(d, false)
	}
	if board.Votes != n || board.Voters != n {
		t.Errorf("%d votes of %d people, want %d", board.Votes, board.Voters, n)
	}
	for _, st := range board.Statements {
		if got := board.Tallies[st.ID]; got != want[st.ID] {
			t.Errorf("statement %d: %+v, want %+v", st.Number, got, want[st.ID])
		}
	}
}

// checkMail: one message for each account, sent at least once, and a second time
// only where the program was killed between the sending and the note of it.
func (l *ledger) checkMail(t *testing.T, a *app.App, kills int, sent string) {
	raw, err := os.ReadFile(sent)
	if err != nil {
		t.Fatal(err)
	}
	times, twice := map[string]int{}, 0
	for line := range strings.Lines(string(raw)) {
		times[strings.TrimSpace(line)]++
	}
	for _, n := range times {
		twice += n - 1
	}
	if twice > kills {
		t.Errorf("%d mails went out again after %d kills", twice, kills)
	}
	t.Logf("%d mails sent, %d of them again", len(times), twice)
	var all []mail.Message
	err = a.DB.Read(t.Context(), func(tx *db.Tx) error {
		all, err = mail.Recent(tx, 1_000_000)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	kept := map[string]int{}
	for _, m := range all {
		if m.State != mail.Sent {
			t.Errorf("the mail to %s is %s", m.To, m.State)
		}
		kept[m.To]++
	}
	for d := range l.done {
		if d.kind != "join" {
			continue
		}
		err := a.DB.Read(t.Context(), func(tx *db.Tx) error {
			_, err := a.People.ByEmailTx(tx, d.address())
			return err
		})
		if err != nil {
			t.Errorf("%s: %v", d, err)
		}
		if kept[d.address()] != 1 || times[d.address()] < 1 {
			t.Errorf("%s: %d mails kept, sent %d times", d, kept[d.address()], times[d.address()])
		}
	}
}

// checkFollowers: the facts are numbered without a gap, and each was seen once.
func checkFollowers(t *testing.T, a *app.App) {
	var facts, seen []int64
	err := a.DB.Read(t.Context(), func(tx *db.Tx) (err error) {
		all, err := record.After(tx, 0, 1_000_000)
		if err != nil {
			return err
		}
		for _, f := range all {
			facts = append(facts, f.Seq)
		}
		seen, err = db.List(tx, func(r db.Row) (n int64, err error) { err = r.Scan(&n); return n, err }, `SELECT seq FROM killtest_seen ORDER BY seq`)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	for i, seq := range facts {
		if seq != int64(i)+1 {
			t.Fatalf("fact %d has the number %d", i+1, seq)
		}
	}
	if !slices.Equal(facts, seen) {
		t.Errorf("%d facts, %d seen", len(facts), len(seen))
	}
}
