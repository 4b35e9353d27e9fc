package priority

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/csv"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"math/big"
	"slices"
	"strconv"
	"strings"

	"penc/ballot"
	"penc/internal/ground/ref"
)

// sorted returns papers in an order that says nothing about who cast them and
// when: by what is on them.
func sorted(slips []Slip) []Slip {
	keys := make(map[int]string, len(slips))
	at := make([]int, len(slips))
	for i, s := range slips {
		raw, _ := json.Marshal(s.Marks)
		keys[i], at[i] = string(raw)+"\x00"+string(s.Group), i
	}
	slices.SortStableFunc(at, func(a, b int) int { return cmp.Compare(keys[a], keys[b]) })
	out := make([]Slip, len(slips))
	for i, j := range at {
		out[i] = slips[j]
	}
	return out
}

// Election turns papers into an election: one item costs one, and each voter
// counts one, or what their stakeholder group's target makes of it. Items are
// known by their numbers on the board, so that ties can be replayed by anybody.
func (b Ballot) Election(slips []Slip) *ballot.Election {
	kind := map[Paper]ballot.Kind{Tick: ballot.Approval, Dots: ballot.Scores, Scale: ballot.Scores, Order: ballot.Ranking}[b.Paper]
	items := make([]ballot.Item, len(b.Items))
	for i, c := range b.Items {
		items[i] = ballot.Item{ID: strconv.Itoa(c.Number)}
	}
	people := map[ref.ID]int{}
	for _, s := range slips {
		people[s.Group]++
	}
	weights := b.weights(people)
	build := ballot.NewBuilder(kind, items)
	for _, s := range slips {
		w := weights[s.Group]
		switch b.Paper {
		case Tick:
			build.ApproveWeighted(1, w, s.Marks.items()...)
		case Order:
			places := make([][]int, len(s.Marks))
			for _, m := range s.Marks {
				places[m.N-1] = []int{m.Item}
			}
			build.RankWeighted(1, w, places...)
		default:
			numbers := make([]*big.Rat, len(s.Marks))
			for i, m := range s.Marks {
				numbers[i] = big.NewRat(int64(m.N), 1)
			}
			build.ScoreWeighted(1, w, s.Marks.items(), numbers)
		}
	}
	return build.Election().ForSeats(b.Seats)
}

func (m Marks) items() []int {
	out := make([]int, len(m))
	for i, x := range m {
		out[i] = x.Item
	}
	return out
}

// byPlace returns the marks of an Order paper, the first place first.
func (m Marks) byPlace() Marks {
	out := slices.Clone(m)
	slices.SortFunc(out, func(a, b Mark) int { return cmp.Compare(a.N, b.N) })
	return out
}

// voteTypes are the names that PaBuLib has for the kinds of paper.
var voteTypes = map[Paper]string{Tick: "approval", Dots: "cumulative", Scale: "scoring", Order: "ordinal"}

// Pabulib returns the papers as a PaBuLib file, without anybody's name or group,
// in an order that says nothing: what "penc ballot count" reads. Weights are not
// part of the format; see [Ballot.Weighted].
func (b Ballot) Pabulib(slips []Slip) []byte {
	var out bytes.Buffer
	w := csv.NewWriter(&out)
	w.Comma = ';'
	write := func(cells ...string) { _ = w.Write(cells) } // a buffer takes everything
	section := func(name string, head ...string) {
		w.Flush()
		out.WriteString(name + "\n")
		write(head...)
	}
	section("META", "key", "value")
	write("description", oneLine(b.Title.String()))
	write("instance", string(b.ID))
	write("num_projects", strconv.Itoa(len(b.Items)))
	write("num_votes", strconv.Itoa(len(slips)))
	write("budget", strconv.Itoa(b.Seats))
	write("vote_type", voteTypes[b.Paper])
	switch b.Paper {
	case Tick, Order:
		write("max_length", strconv.Itoa(min(b.Most, len(b.Items))))
	case Dots:
		write("max_sum_points", strconv.Itoa(b.Most))
	case Scale:
		write("max_points", strconv.Itoa(Top))
	}
	section("PROJECTS", "project_id", "cost", "name")
	for _, c := range b.Items {
		write(strconv.Itoa(c.Number), "1", oneLine(c.Words.String()))
	}
	points := b.Paper == Dots || b.Paper == Scale
	if points {
		section("VOTES", "voter_id", "vote", "points")
	} else {
		section("VOTES", "voter_id", "vote")
	}
	for i, s := range sorted(slips) {
		vote, given := b.row(s.Marks)
		if points {
			write(strconv.Itoa(i+1), vote, given)
		} else {
			write(strconv.Itoa(i+1), vote)
		}
	}
	w.Flush()
	return out.Bytes()
}

func (b Ballot) row(m Marks) (vote, points string) {
	if b.Paper == Order {
		m = m.byPlace()
	} else {
		m = slices.Clone(m)
		slices.SortStableFunc(m, func(x, y Mark) int { return cmp.Compare(y.N, x.N) })
	}
	var votes, given []string
	for _, x := range m {
		votes = append(votes, strconv.Itoa(b.Items[x.Item].Number))
		given = append(given, strconv.Itoa(x.N))
	}
	return strings.Join(votes, ","), strings.Join(given, ",")
}

// CSV returns the papers as a table: a column for each item, a row for each voter.
func (b Ballot) CSV(slips []Slip) []byte {
	var out bytes.Buffer
	w := csv.NewWriter(&out)
	head := make([]string, len(b.Items))
	for i, c := range b.Items {
		head[i] = strconv.Itoa(c.Number)
	}
	_ = w.Write(head)
	for _, s := range sorted(slips) {
		row := make([]string, len(b.Items))
		for _, m := range s.Marks {
			row[m.Item] = strconv.Itoa(m.N)
		}
		_ = w.Write(row)
	}
	w.Flush()
	return out.Bytes()
}

// Weighted reports whether some voters count more than others, so that the files
// without weights do not lead to the same result.
func (b Ballot) Weighted() bool { return b.Weight == Sector }

// Command is the line by which anybody counts the ballot again from its file.
func (b Ballot) Command(file string) string {
	return fmt.Sprintf("penc ballot count --rule %s --seats %d --ties %s %s", b.Rule, b.Seats, b.Ties, file)
}

// digest is the SHA-256 of what was counted: the ballot's papers as their file
// has them, with the groups and weights that the file leaves out.
func (b Ballot) digest(slips []Slip) string {
	h := sha256.New()
	h.Write(b.Pabulib(slips))
	for _, s := range sorted(slips) {
		raw, _ := json.Marshal(s.Marks)
		fmt.Fprintf(h, "%s %s\n", s.Group, raw)
	}
	return hex.EncodeToString(h.Sum(nil))
}

func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }
