package ballot_test

import (
	"fmt"
	"math"
	"math/big"
	"slices"
	"strings"
	"testing"

	"penc/ballot"
	"penc/ballot/ballottest"
)

// profile is an election as the reference files write it.
type profile struct {
	Name       string
	Candidates []string
	Votes      []struct {
		Count   int
		Ranking [][]string
	}
	Winners  map[string][]string
	Pairwise map[string]map[string]int64
	Paths    map[string]map[string]int64 `json:"strongest-paths-winning"`
	Winning  [][]string                  `json:"ranking-winning"`
	Margin   [][]string                  `json:"ranking-margin"`
	Borda    map[string]float64          `json:"borda-last-scores-1"`
	Ranking  []any
}

func (p profile) election() *ballot.Election {
	items := make([]ballot.Item, len(p.Candidates))
	for i, id := range p.Candidates {
		items[i].ID = id
	}
	b := ballot.NewBuilder(ballot.Ranking, items)
	for _, v := range p.Votes {
		var places [][]int
		for _, place := range v.Ranking {
			var at []int
			for _, id := range place {
				at = append(at, slices.Index(p.Candidates, id))
			}
			places = append(places, at)
		}
		b.Rank(v.Count, places...)
	}
	return b.Election()
}

func (p profile) ids(items []int) []string {
	out := make([]string, len(items))
	for k, i := range items {
		out[k] = p.Candidates[i]
	}
	return out
}

func count(t testing.TB, e *ballot.Election, rule string, o ballot.Options) ballot.Result {
	t.Helper()
	r, err := ballot.Count(e, rule, o)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestSchulzeGivesThePublishedResults(t *testing.T) {
	var profiles []profile
	ballottest.JSON(t, "ranked/schulze.json", &profiles)
	for _, p := range profiles {
		t.Run(p.Name, func(t *testing.T) { checkSchulze(t, p) })
	}
}

func TestSchulzeElectsTheDebianLeaders(t *testing.T) {
	var years map[string]profile
	ballottest.JSON(t, "ranked/debian-leader.json", &years)
	for year, p := range years {
		t.Run(year, func(t *testing.T) { checkSchulze(t, p) })
	}
}

func checkSchulze(t *testing.T, p profile) {
	e := p.election()
	pref := e.Preferences()
	paths := pref.Paths(ballot.WinningVotes)
	for a, x := range p.Candidates {
		for b, y := range p.Candidates {
			if got := pref.Votes(a, b); got.Cmp(big.NewRat(p.Pairwise[x][y], 1)) != 0 {
				t.Errorf("%s above %s: %s votes, not %d", x, y, got, p.Pairwise[x][y])
			}
			width := new(big.Rat)
			if from, to, ok := paths.Narrowest(a, b); ok {
				width = pref.Votes(from, to)
			}
			if p.Paths != nil && a != b && width.Cmp(big.NewRat(p.Paths[x][y], 1)) != 0 {
				t.Errorf("widest path from %s to %s: %s, not %d", x, y, width, p.Paths[x][y])
			}
		}
	}
	for name, winners := range p.Winners {
		by, err := ballot.ParseLinks(name)
		if err != nil {
			t.Fatal(err)
		}
		// As many seats as winners: they are the unbeaten.
		r := count(t, e.ForSeats(len(winners)), ballot.Schulze, ballot.Options{Links: by})
		if got := slices.Sorted(slices.Values(p.ids(r.Winners))); !slices.Equal(got, slices.Sorted(slices.Values(winners))) {
			t.Errorf("%s: %v win, not %v", name, got, winners)
		}
		checkLevels(t, p.ids(r.Order), map[string][][]string{"winning": p.Winning, "margin": p.Margin}[name])
	}
}

// checkLevels holds an order against one in which some share a place.
func checkLevels(t *testing.T, order []string, levels [][]string) {
	t.Helper()
	for _, level := range levels {
		got := slices.Sorted(slices.Values(order[:len(level)]))
		if !slices.Equal(got, slices.Sorted(slices.Values(level))) {
			t.Errorf("order %v, not %v", order, levels)
			return
		}
		order = order[len(level):]
	}
}

func TestBordaGivesThePublishedPoints(t *testing.T) {
	var profiles []profile
	ballottest.JSON(t, "ranked/borda.json", &profiles)
	for _, p := range profiles {
		t.Run(p.Name, func(t *testing.T) {
			r := count(t, p.election(), ballot.Borda, ballot.Options{})
			for i, id := range p.Candidates {
				if got, _ := r.Rounds[0].Tally[i].Float64(); got != p.Borda[id] {
					t.Errorf("%s has %v points, not %v", id, got, p.Borda[id])
				}
			}
			var levels [][]string
			for _, x := range p.Ranking {
				if id, ok := x.(string); ok {
					levels = append(levels, []string{id})
					continue
				}
				var level []string
				for _, id := range x.([]any) {
					level = append(level, id.(string))
				}
				levels = append(levels, level)
			}
			checkLevels(t, p.ids(r.Order), levels)
		})
	}
}

// seating is a count of single transferable votes as the reference files tell it.
type seating struct {
	Title      string
	Seats      int
	Candidates []string
	Ballots    []struct {
		Count   int
		Ranking []int
	}
	Expected map[string]struct {
		Quota   string
		Elected []string
		Order   []string          `json:"election-order"`
		Final   map[string]string `json:"final-votes"`
		Actions []string
	}
}

func (s seating) election() *ballot.Election {
	items := make([]ballot.Item, len(s.Candidates))
	for i := range items {
		items[i].ID = fmt.Sprint(i + 1)
	}
	b := ballot.NewBuilder(ballot.Ranking, items)
	for _, v := range s.Ballots {
		places := make([][]int, len(v.Ranking))
		for j, c := range v.Ranking {
			places[j] = []int{c - 1}
		}
		b.Rank(v.Count, places...)
	}
	return b.Election().ForSeats(s.Seats)
}

func TestTransferableVotesAreCountedAsTheReferencesCount(t *testing.T) {
	var seatings map[string]seating
	ballottest.JSON(t, "ranked/stv.json.gz", &seatings)
	for name, s := range seatings {
		for reference, as := range map[string]struct {
			rule     string
			decimals int
		}{"scotland": {ballot.STVScottish, 5}, "wigm-prf": {ballot.STVWIGM, 4}, "meek-prf": {ballot.STVMeek, 9}} {
			want, there := s.Expected[reference]
			if !there {
				t.Fatalf("%s has no %s", name, reference)
			}
			t.Run(name+"/"+as.rule, func(t *testing.T) {
				e := s.election()
				r := count(t, e, as.rule, ballot.Options{})
				if got := r.Quota.FloatString(as.decimals); got != want.Quota {
					t.Errorf("quota %s, not %s", got, want.Quota)
				}
				elected := make([]string, len(r.Winners))
				for k, i := range r.Winners {
					elected[k] = s.Candidates[i]
				}
				if !slices.Equal(elected[:len(want.Order)], want.Order) {
					t.Errorf("elected %v, not %v", elected, want.Order)
				}
				if !slices.Equal(slices.Sorted(slices.Values(elected)), slices.Sorted(slices.Values(want.Elected))) {
					t.Errorf("elected %v, not %v", elected, want.Elected)
				}
				last := r.Rounds[len(r.Rounds)-1].Tally
				for _, i := range r.Winners {
					if got := last[i].FloatString(as.decimals); got != want.Final[s.Candidates[i]] {
						t.Errorf("%s ends with %s votes, not %s", s.Candidates[i], got, want.Final[s.Candidates[i]])
					}
				}
				if len(want.Final) != len(r.Winners) {
					t.Errorf("%d winners, not %d", len(r.Winners), len(want.Final))
				}
				got := s.actions(r, as.rule, as.decimals)
				if !slices.Equal(got, want.Actions) {
					t.Errorf("did\n%s\nnot\n%s", strings.Join(got, "\n"), strings.Join(want.Actions, "\n"))
				}
			})
		}
	}
}

// actions tells a count in the words of the reference.
func (s seating) actions(r ballot.Result, rule string, decimals int) []string {
	words := map[string]map[string]string{
		ballot.STVScottish: {
			"elect": "Elect, transfer pending: %s", "exclude": "Defeat low candidate: %s", "fill": "Elect remaining candidates: %s",
			"rest": "Defeat remaining candidates: %s", "tie": "Break tie by lot (%s): [%s] -> %s",
			"earlier": "Break tie by prior stage (%s): [%s] -> %s", "of-surplus": "largest surplus", "of-exclusion": "defeat low candidate",
		},
		ballot.STVWIGM: {
			"elect": "Elect, transfer pending: %s", "exclude": "Defeat: %s", "fill": "Elect remaining: %s",
			"rest": "Defeat remaining: %s", "tie": "Break tie (%s): [%s] -> %s", "of-surplus": "surplus", "of-exclusion": "defeat",
		},
		ballot.STVMeek: {
			"elect": "Elect: %s", "fill": "Elect remaining: %s", "rest": "Defeat remaining: %s",
			"tie": "Break tie (%s): [%s] -> %s", "of-exclusion": "defeat low candidate",
		},
	}[rule]
	out := []string{"Begin Count"}
	ties := r.Ties
	elected, gone := map[int]bool{}, map[int]bool{}
	for n, round := range r.Rounds {
		tie := func(item int, out bool) []string {
			if len(ties) == 0 || ties[0].Round != n || ties[0].Chosen != item || ties[0].Out != out {
				return nil
			}
			x := ties[0]
			ties = ties[1:]
			names := make([]string, len(x.Items))
			for k, i := range x.Items {
				names[k] = s.Candidates[i]
			}
			said, of := words["tie"], words["of-surplus"]
			if x.Earlier {
				said = words["earlier"]
			}
			if out {
				of = words["of-exclusion"]
			}
			return []string{fmt.Sprintf(said, of, strings.Join(names, ", "), s.Candidates[item])}
		}
		for _, act := range round.Acts {
			name := s.Candidates[act.Item]
			switch act.Do {
			case ballot.Elect, ballot.Fill:
				out = append(out, fmt.Sprintf(words[act.Do], name))
				elected[act.Item] = true
			case ballot.Exclude:
				out = append(out, tie(act.Item, true)...)
				if rule == ballot.STVMeek {
					out = append(out, settled(r, n, elected)+name)
				} else {
					out = append(out, fmt.Sprintf(words[act.Do], name))
				}
				gone[act.Item] = true
			case ballot.Transfer:
				if gone[act.Item] {
					out = append(out, "Transfer defeated: "+name)
					break
				}
				out = append(out, tie(act.Item, false)...)
				out = append(out, "Transfer high surplus: "+name, fmt.Sprintf("Surplus transferred: %s (%s)", name, act.Amount.FloatString(decimals)))
			}
		}
	}
	for i, name := range s.Candidates {
		if !elected[i] && !gone[i] {
			out = append(out, fmt.Sprintf(words["rest"], name))
		}
	}
	return append(out, "Count Complete")
}

// settled says how Meek's iteration ended: the surplus of the elected.
func settled(r ballot.Result, n int, elected map[int]bool) string {
	surplus := new(big.Rat)
	for i := range elected {
		surplus.Add(surplus, r.Rounds[n].Tally[i])
		surplus.Sub(surplus, r.Rounds[n].Quota)
	}
	if surplus.Sign() < 0 {
		surplus.SetInt64(0)
	}
	if surplus.Cmp(big.NewRat(1, 1_000_000)) < 0 {
		return fmt.Sprintf("Defeat (surplus %s < omega): ", surplus.FloatString(9))
	}
	return fmt.Sprintf("Defeat (stable surplus %s): ", surplus.FloatString(9))
}

// TestSmallCountsOfTransferableVotes holds rounds against counts in exact
// fractions: the Scottish rule cuts off after five decimals.
func TestSmallCountsOfTransferableVotes(t *testing.T) {
	var counts []struct {
		Name       string
		Seats      int
		Candidates []string
		Votes      [][]any
		Quota      int64
		Rounds     []map[string]float64
		Elected    []string
	}
	ballottest.JSON(t, "ranked/stv-small.json", &counts)
	for _, c := range counts {
		t.Run(c.Name, func(t *testing.T) {
			items := make([]ballot.Item, len(c.Candidates))
			for i, name := range c.Candidates {
				items[i].ID = name
			}
			b := ballot.NewBuilder(ballot.Ranking, items)
			for _, vote := range c.Votes {
				var names []string
				if word, ok := vote[1].(string); ok {
					names = strings.Split(word, "")
				} else {
					for _, x := range vote[1].([]any) {
						names = append(names, x.(string))
					}
				}
				var places [][]int
				for _, name := range names {
					places = append(places, []int{slices.Index(c.Candidates, name)})
				}
				b.Rank(int(vote[0].(float64)), places...)
			}
			r := count(t, b.Election().ForSeats(c.Seats), ballot.STVScottish, ballot.Options{})
			if r.Quota.Cmp(big.NewRat(c.Quota, 1)) != 0 {
				t.Errorf("quota %s, not %d", r.Quota, c.Quota)
			}
			var elected []string
			for _, i := range r.Winners {
				elected = append(elected, c.Candidates[i])
			}
			if !slices.Equal(slices.Sorted(slices.Values(elected)), slices.Sorted(slices.Values(c.Elected))) {
				t.Errorf("elected %v, not %v", elected, c.Elected)
			}
			for n, round := range c.Rounds[:min(len(c.Rounds), len(r.Rounds))] {
				for name, want := range round {
					x := r.Rounds[n].Tally[slices.Index(c.Candidates, name)]
					if x == nil {
						t.Errorf("round %d: %s is out, and should have %v", n+1, name, want)
						continue
					}
					if got, _ := x.Float64(); math.Abs(got-want) > 0.001 {
						t.Errorf("round %d: %s has %v, not %v", n+1, name, got, want)
					}
				}
			}
		})
	}
}
