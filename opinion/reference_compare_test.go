package opinion_test

import (
	"fmt"
	"math"
	"slices"
	"strconv"

	"penc/opinion"
)

// worst keeps the largest of some differences and where it was.
type worst struct {
	by    float64
	where string
}

func (w *worst) see(by float64, where string, args ...any) {
	if by > w.by || math.IsNaN(by) {
		w.by, w.where = by, fmt.Sprintf(where, args...)
	}
}

func (r *run) within(what string, w worst, most float64) {
	r.t.Helper()
	r.t.Logf("%s: %.1e", what, w.by)
	if !(w.by <= most) {
		r.t.Errorf("%s: differs by %v at %s, at most %v is allowed", what, w.by, w.where, most)
	}
}

func relative(got, want float64) float64 {
	return math.Abs(got-want) / max(math.Abs(want), 1e-300)
}

func (r *run) centre(most float64) {
	var w worst
	for k, j := range r.columns {
		w.see(math.Abs(r.got.Statements[j].Mean+r.want.PCA.Center[k]), "comment %d", r.want.TIDs[k])
	}
	r.within("centre", w, most)
}

func (r *run) components(least float64) {
	for c, want := range r.want.PCA.Comps {
		cos, a, b := 0.0, 0.0, 0.0
		for k, j := range r.columns {
			x, y := r.got.Axes[c].Weights[j], want[k]
			cos, a, b = cos+x*y, a+x*x, b+y*y
		}
		cos /= math.Sqrt(a * b)
		r.mirror[c] = math.Copysign(1, -cos)
		r.t.Logf("component %d: 1 - cosine = %.1e", c+1, 1-math.Abs(cos))
		if !(math.Abs(cos) >= least) {
			r.t.Errorf("component %d: cosine %v, want %v", c+1, cos, least)
		}
	}
}

func (r *run) projections(most float64) {
	var people, comments, extremity worst
	for k, id := range r.want.Proj.PIDs {
		p := r.got.People[r.row[id]]
		xy := r.want.Proj.XY[k]
		people.see(max(math.Abs(p.X*r.mirror[0]-xy[0]), math.Abs(p.Y*r.mirror[1]-xy[1])), "participant %d", id)
	}
	for k, j := range r.columns {
		s := r.got.Statements[j]
		dx := s.X*r.mirror[0] - r.want.PCA.Projection[0][k]
		dy := s.Y*r.mirror[1] - r.want.PCA.Projection[1][k]
		comments.see(max(math.Abs(dx), math.Abs(dy)), "comment %d", r.want.TIDs[k])
		extremity.see(math.Abs(s.Extremity-r.want.PCA.Extremity[k]), "comment %d", r.want.TIDs[k])
	}
	r.within("projections of people", people, most)
	r.within("projections of statements", comments, most)
	r.within("extremity", extremity, most)
}

func (r *run) placed() {
	var got []int
	for i, p := range r.got.People {
		if p.Placed {
			got = append(got, r.index.People[i])
		}
	}
	slices.Sort(got)
	want := slices.Sorted(slices.Values(r.want.InConv))
	if !slices.Equal(got, want) {
		r.t.Errorf("placed: %d people, want %d: %v, want %v", len(got), len(want), got, want)
	}
}

func (r *run) bases() {
	members := make([][]int, len(r.got.Bases))
	for i, p := range r.got.People {
		if p.Base >= 0 {
			members[p.Base] = append(members[p.Base], r.index.People[i])
		}
	}
	if len(members) != len(r.want.Bases.ID) {
		r.t.Fatalf("%d base clusters, want %d", len(members), len(r.want.Bases.ID))
	}
	var w worst
	for b := range members {
		slices.Sort(members[b])
		if want := slices.Sorted(slices.Values(r.want.Bases.Members[b])); !slices.Equal(members[b], want) {
			r.t.Errorf("base cluster %d: %v, want %v", b, members[b], want)
		}
		if got := r.got.Bases[b].ID; got != r.want.Bases.ID[b] {
			r.t.Errorf("base cluster %d: id %d, want %d", b, got, r.want.Bases.ID[b])
		}
		if r.got.Bases[b].Size != len(members[b]) {
			r.t.Errorf("base cluster %d: size %d of %d", b, r.got.Bases[b].Size, len(members[b]))
		}
		w.see(math.Abs(r.got.Bases[b].X*r.mirror[0]-r.want.Bases.X[b]), "%d", b)
		w.see(math.Abs(r.got.Bases[b].Y*r.mirror[1]-r.want.Bases.Y[b]), "%d", b)
	}
	r.within("base cluster centres", w, 1e-6)
}

// groups returns the adjusted Rand index of our groups with the reference's,
// over the people that are in both.
func (r *run) groups() float64 {
	want := map[int]int{}
	for g, group := range r.want.Groups {
		for _, b := range group.Members {
			for _, id := range r.want.Bases.Members[slices.Index(r.want.Bases.ID, b)] {
				want[id] = g
			}
		}
	}
	var a, b []int
	for i, p := range r.got.People {
		if g, ok := want[r.index.People[i]]; ok && p.Placed {
			a, b = append(a, p.Group), append(b, g)
		}
	}
	ari := adjustedRand(a, b)
	r.t.Logf("groups: %d, want %d; adjusted Rand index %.4f", r.got.K, len(r.want.Groups), ari)
	return ari
}

// adjustedRand compares two partitions (Hubert and Arabie, 1985): 1 for equal
// ones, about 0 for unrelated ones.
func adjustedRand(a, b []int) float64 {
	pairs := func(n int) float64 { return float64(n) * float64(n-1) / 2 }
	cells, rows, columns := map[[2]int]int{}, map[int]int{}, map[int]int{}
	for i := range a {
		cells[[2]int{a[i], b[i]}]++
		rows[a[i]]++
		columns[b[i]]++
	}
	var both, first, second float64
	for _, n := range cells {
		both += pairs(n)
	}
	for _, n := range rows {
		first += pairs(n)
	}
	for _, n := range columns {
		second += pairs(n)
	}
	expected := first * second / pairs(len(a))
	if most := (first + second) / 2; most != expected {
		return (both - expected) / (most - expected)
	}
	return 1
}

func (r *run) silhouettes(most float64) {
	if len(r.got.Silhouettes) != len(r.want.Silhouettes) {
		r.t.Fatalf("silhouettes: %v, want %v", r.got.Silhouettes, r.want.Silhouettes)
	}
	var w worst
	for _, s := range r.got.Silhouettes {
		w.see(math.Abs(s.Mean-r.want.Silhouettes[strconv.Itoa(s.K)]), "k = %d", s.K)
	}
	r.within("silhouettes", w, most)
}

func (r *run) groupVotes() {
	for g, group := range r.want.Groups {
		if got := r.got.Groups[g].ID; got != group.ID {
			r.t.Errorf("group %d: id %d, want %d", g, got, group.ID)
		}
		want := r.want.Votes[strconv.Itoa(group.ID)]
		if r.got.Groups[g].Size != want.Members {
			r.t.Errorf("group %d: %d people, want %d", g, r.got.Groups[g].Size, want.Members)
		}
		for k, j := range r.columns {
			v := want.Votes[strconv.Itoa(r.want.TIDs[k])]
			if got := r.got.Groups[g].Votes[j].Counts; got != (opinion.Counts{Agree: v.A, Disagree: v.D, Pass: v.S - v.A - v.D}) {
				r.t.Errorf("group %d, comment %d: %v, want %v", g, r.want.TIDs[k], got, v)
			}
		}
	}
}

func (r *run) groupConsensus(most float64) {
	var w worst
	for key, want := range r.want.GAC {
		id, _ := strconv.Atoi(key)
		w.see(relative(r.got.Statements[r.column[id]].Consensus, want), "comment %d", id)
	}
	r.within("group-aware consensus", w, most)
}

func (r *run) representative(most, single float64) {
	var figures, tests worst
	for g, group := range r.want.Groups {
		want := r.want.Repness[strconv.Itoa(group.ID)]
		got := r.got.Groups[g].Representative
		if len(got) != len(want) {
			r.t.Errorf("group %d: %d representative statements, want %d", g, len(got), len(want))
			continue
		}
		for at, w := range want {
			k := slices.IndexFunc(got, func(x opinion.Representative) bool {
				return r.index.Comments[x.Statement] == w.TID && (x.Side == opinion.Agree) == (w.For == "agree")
			})
			if k < 0 {
				r.t.Errorf("group %d: comment %d (%s) is missing", g, w.TID, w.For)
				continue
			}
			if k != at && !tied(want, at) {
				r.t.Errorf("group %d: comment %d is in place %d, want %d", g, w.TID, k, at)
			}
			x := got[k]
			if x.Count != w.Success || x.Total != w.Trials || x.Best != w.Best {
				r.t.Errorf("group %d, comment %d: %+v, want %+v", g, w.TID, x, w)
			}
			figures.see(max(relative(x.Rate, w.Rate), relative(x.RateZ, w.RateTest), relative(x.Ratio, w.Repness)), "%d", w.TID)
			tests.see(relative(x.RatioZ, w.RepnessTest), "%d", w.TID)
		}
	}
	r.within("representative statements", figures, most)
	r.within("their tests, in single precision", tests, single)
}

// tied reports whether another entry has the metric of entry k, as far as the
// single precision of the reference tells, so that their order is chance.
func tied(list []typical, k int) bool {
	metric := func(x typical) float64 {
		if x.For == "" {
			return x.Rate * x.RateTest
		}
		return x.Repness * x.RepnessTest * x.Rate * x.RateTest
	}
	for i, x := range list {
		if i != k && relative(metric(x), metric(list[k])) < 1e-6 {
			return true
		}
	}
	return false
}

func (r *run) consensus(most float64) {
	var w worst
	for _, side := range []struct {
		name string
		got  []opinion.Shared
		want []typical
	}{{"agree", r.got.Agreed, r.want.Consensus.Agree}, {"disagree", r.got.Disagreed, r.want.Consensus.Disagree}} {
		if len(side.got) != len(side.want) {
			r.t.Errorf("consensus to %s: %d statements, want %d", side.name, len(side.got), len(side.want))
			continue
		}
		for at, x := range side.want {
			k := slices.IndexFunc(side.got, func(s opinion.Shared) bool { return r.index.Comments[s.Statement] == x.TID })
			if k < 0 {
				r.t.Errorf("consensus to %s: comment %d is missing", side.name, x.TID)
				continue
			}
			if k != at && !tied(side.want, at) {
				r.t.Errorf("consensus to %s: comment %d is in place %d, want %d", side.name, x.TID, k, at)
			}
			s := side.got[k]
			if s.Count != x.Success || s.Total != x.Trials {
				r.t.Errorf("consensus to %s, comment %d: %+v, want %+v", side.name, x.TID, s, x)
			}
			w.see(max(relative(s.Rate, x.Rate), relative(s.RateZ, x.RateTest)), "comment %d", x.TID)
		}
	}
	r.within("consensus", w, most)
}

func (r *run) priorities(what string, got []float64, want map[string]float64, most float64) {
	if len(want) == 0 {
		r.t.Error("the reference has no priorities")
	}
	var w worst
	for key, p := range want {
		id, _ := strconv.Atoi(key)
		w.see(relative(got[r.column[id]], p), "comment %d", id)
	}
	r.within("priorities, "+what, w, most)
}

func (r *run) smoother() {
	if s := r.want.Smoother; r.got.Best != s.Last || r.got.BestFor != s.Times || r.got.K != s.Shown {
		r.t.Errorf("best k %d for %d updates, %d shown, want %+v", r.got.Best, r.got.BestFor, r.got.K, s)
	}
}
