package opinion_test

import (
	"os"
	"slices"
	"testing"

	"penc/opinion"
	"penc/opinion/opiniontest"
	"penc/opinion/polisdata"
)

// reference is an object of the Polis engine. Agree is -1 in it.
type reference struct {
	TIDs   []int `json:"tids"`
	InConv []int `json:"in-conv"`
	PCA    struct {
		Center     []float64   `json:"center"`
		Comps      [][]float64 `json:"comps"`
		Projection [][]float64 `json:"comment-projection"`
		Extremity  []float64   `json:"comment-extremity"`
	} `json:"pca"`
	Proj struct {
		PIDs []int        `json:"pids"`
		XY   [][2]float64 `json:"xy"`
	} `json:"proj"`
	Bases struct {
		ID      []int     `json:"id"`
		Members [][]int   `json:"members"`
		X       []float64 `json:"x"`
		Y       []float64 `json:"y"`
	} `json:"base-clusters"`
	Groups []struct {
		ID      int       `json:"id"`
		Members []int     `json:"members"`
		Center  []float64 `json:"center"`
	} `json:"group-clusters"`
	Silhouettes map[string]float64 `json:"group-clusterings-silhouettes"`
	Smoother    struct {
		Last  int `json:"last-k"`
		Times int `json:"last-k-count"`
		Shown int `json:"smoothed-k"`
	} `json:"group-k-smoother"`
	Votes map[string]struct {
		Members int                              `json:"n-members"`
		Votes   map[string]struct{ A, D, S int } `json:"votes"`
	} `json:"group-votes"`
	GAC       map[string]float64 `json:"group-aware-consensus"`
	Repness   map[string][]typical
	Consensus struct{ Agree, Disagree []typical }
	NextTick  map[string]float64 `json:"comment-priorities-next-tick"`
	ThisTick  map[string]float64 `json:"comment-priorities"`
}

type typical struct {
	TID         int     `json:"tid"`
	Success     int     `json:"n-success"`
	Trials      int     `json:"n-trials"`
	Rate        float64 `json:"p-success"`
	RateTest    float64 `json:"p-test"`
	Repness     float64 `json:"repness"`
	RepnessTest float64 `json:"repness-test"`
	For         string  `json:"repful-for"`
	Best        bool    `json:"best-agree"`
}

// run is one conversation, mapped by us and by the reference.
type run struct {
	t       *testing.T
	c       *polisdata.Conversation
	m       *opinion.Matrix
	index   polisdata.Index
	row     map[int]int
	column  map[int]int
	got     opinion.Result
	want    reference
	mirror  [2]float64 // +1 or -1 to turn our axes into the reference's storage sign
	columns []int      // of the reference's tids
}

// load reads a conversation, its state and what the reference engine made of it.
func load(t *testing.T, f opiniontest.Folder, object string) (r *run, s polisdata.State) {
	t.Helper()
	r = &run{t: t, c: f.Read(t), row: map[int]int{}, column: map[int]int{}}
	if !f.JSON(t, object, &r.want) {
		t.Fatalf("no %s", object)
	}
	s, there, err := polisdata.ReadState(os.DirFS(f.Dir), polisdata.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	if !there {
		s = r.c.State()
	}
	return r, s
}

// start maps a conversation with the moderation and the placed people of its
// state, where it has one.
func start(t *testing.T, f opiniontest.Folder, object string) *run {
	t.Helper()
	r, s := load(t, f, object)
	r.m, r.index = r.c.MatrixIn(s)
	opts := r.index.Options(s)
	opts.Method = opinion.Polis1
	r.got = opinion.Compute(r.m, opts)
	r.find()
	return r
}

// startWarm maps a conversation in ten batches. The reference engine was given
// the moderation of the state, but not who is placed.
func startWarm(t *testing.T, f opiniontest.Folder, object string) *run {
	t.Helper()
	r, s := load(t, f, object)
	s.Placed = nil
	engine := opinion.NewPolis()
	for m, index := range r.c.Batches(10, s) {
		r.m, r.index = m, index
		r.got = engine.Update(m, index.Options(s))
	}
	r.find()
	return r
}

// find looks up the rows and columns of people and comments.
func (r *run) find() {
	r.t.Helper()
	for i, id := range r.index.People {
		r.row[id] = i
	}
	for j, id := range r.index.Comments {
		r.column[id] = j
	}
	for _, id := range r.want.TIDs {
		j, ok := r.column[id]
		if !ok {
			r.t.Fatalf("comment %d has no column", id)
		}
		r.columns = append(r.columns, j)
	}
	if !slices.Equal(r.index.People, r.want.Proj.PIDs) && len(r.want.Proj.PIDs) > 0 {
		r.t.Error("the rows are in another order")
	}
}

func TestReferenceOwn(t *testing.T) { compareCold(t, opiniontest.Own(t)) }

func TestReference(t *testing.T) {
	for _, f := range opiniontest.All(t) {
		t.Run(f.Name, func(t *testing.T) { compareCold(t, f) })
	}
}

// compareCold compares everything with what the reference engine answers when
// it starts cold.
func compareCold(t *testing.T, f opiniontest.Folder) {
	r := start(t, f, "reference-cold.json.gz")
	r.compare()
	r.priorities("next tick", r.got.Priorities(), r.want.NextTick, 1e-6)
	r.priorities("this tick", r.got.PrioritiesNow(), r.want.ThisTick, 1e-6)
}

func TestReferenceWarm(t *testing.T) {
	warm := 0
	for _, f := range opiniontest.All(t) {
		if f.Has("reference-warm10.json.gz") {
			warm++
			t.Run(f.Name, func(t *testing.T) { compareWarm(t, f) })
		}
	}
	if warm == 0 {
		t.Skip("skipped: no reference data")
	}
}

func TestReferenceWarmOwn(t *testing.T) { compareWarm(t, opiniontest.Own(t)) }

// compareWarm compares everything with what the reference engine answers after
// ten updates.
func compareWarm(t *testing.T, f opiniontest.Folder) {
	r := startWarm(t, f, "reference-warm10.json.gz")
	r.compare()
	r.priorities("next tick", r.got.Priorities(), r.want.NextTick, 1e-6)
	r.priorities("this tick", r.got.PrioritiesNow(), r.want.ThisTick, 1e-6)
}

func (r *run) compare() {
	r.centre(1e-12)
	r.components(1 - 1e-9)
	r.projections(1e-6)
	r.placed()
	r.bases()
	if ari := r.groups(); ari != 1 {
		r.t.Errorf("groups: adjusted Rand index %v, want 1", ari)
	}
	r.silhouettes(1e-4)
	r.smoother()
	r.groupVotes()
	r.groupConsensus(1e-9)
	r.representative(1e-9, 1e-6)
	r.consensus(1e-9)
}

// TestLive compares with the objects of the live service. Those depend on the
// order in which votes came, and on routing defects of their time.
func TestLive(t *testing.T) {
	bounds := map[string]struct {
		cosine, rand float64
		priorities   bool
	}{
		"vw":                        {1 - 1e-9, 1, true},
		"below-100-ptpts":           {1 - 1e-9, 1, true},
		"above-100-ptpts":           {1 - 1e-9, 0.92, true},
		"50ptpt-3gp-strict-no-meta": {0.9991, 1, false},
	}
	for _, f := range opiniontest.All(t) {
		b, ok := bounds[f.Name]
		if !ok {
			continue
		}
		t.Run(f.Name, func(t *testing.T) {
			r := start(t, f, "math.json.gz")
			if b.priorities {
				r.centre(1e-12)
				r.priorities("live", r.got.Priorities(), r.want.ThisTick, 1e-7)
			}
			r.components(b.cosine)
			if ari := r.groups(); ari < b.rand {
				t.Errorf("groups: adjusted Rand index %v, want %v", ari, b.rand)
			}
			r.consensusIDs()
		})
	}
}

func (r *run) consensusIDs() {
	ids := func(list []opinion.Shared) (out []int) {
		for _, s := range list {
			out = append(out, r.index.Comments[s.Statement])
		}
		slices.Sort(out)
		return out
	}
	want := func(list []typical) (out []int) {
		for _, x := range list {
			out = append(out, x.TID)
		}
		slices.Sort(out)
		return out
	}
	if got, want := ids(r.got.Agreed), want(r.want.Consensus.Agree); !slices.Equal(got, want) {
		r.t.Errorf("consensus to agree: %v, want %v", got, want)
	}
	if got, want := ids(r.got.Disagreed), want(r.want.Consensus.Disagree); !slices.Equal(got, want) {
		r.t.Errorf("consensus to disagree: %v, want %v", got, want)
	}
}
