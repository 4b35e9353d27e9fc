package bridging_test

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"math"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"penc/opinion/bridging"
	"penc/opinion/opiniontest"
)

// reference is one conversation of intercepts.json.gz.
type reference struct {
	Ratings, Raters, Notes int
	Loss, MSE, Mu          float64
	Statements             map[string][2]float64
	RatersParams           map[string][2]float64 `json:"raters_params"`
}

// TestReference compares every conversation that has a reference with it. The
// reference itself is a minimum to about 1e-6 only.
func TestReference(t *testing.T) {
	var want map[string]reference
	compared := 0
	for _, f := range opiniontest.All(t) {
		if want == nil {
			beside := strings.Split(f.Dir, string(filepath.Separator)+"polis"+string(filepath.Separator))[0]
			if !(opiniontest.Folder{Dir: beside}).JSON(t, "bridging/intercepts.json.gz", &want) {
				t.Skip("skipped: no reference data")
			}
		}
		name := f.Name
		if filepath.Base(filepath.Dir(f.Dir)) == "golden" {
			name = "golden/" + name
		}
		ref, ok := want[name]
		if !ok {
			continue
		}
		compared++
		t.Run(name, func(t *testing.T) {
			m, index := f.Read(t).Matrix()
			r := fit(t, m, bridging.Options{})
			if r.Loss > ref.Loss+1e-9 || math.Abs(r.MSE-ref.MSE) > 1e-6 || math.Abs(r.Mu-ref.Mu) > 1e-6 {
				t.Errorf("loss %v, mse %v, mu %v, want %v, %v, %v", r.Loss, r.MSE, r.Mu, ref.Loss, ref.MSE, ref.Mu)
			}
			if n := r.Taking; n.Statements != ref.Notes || n.Raters != ref.Raters || n.Ratings != ref.Ratings {
				t.Errorf("taking part %+v, want %d, %d, %d", n, ref.Notes, ref.Raters, ref.Ratings)
			}
			negative := 0
			for _, x := range ref.RatersParams {
				if x[1] < 0 {
					negative++
				}
			}
			if r.Taking.Negative != negative {
				t.Errorf("%d negative raters, want %d", r.Taking.Negative, negative)
			}
			compare(t, "statement", r.Statements, index.Comments, ref.Statements)
			compare(t, "rater", r.Raters, index.People, ref.RatersParams)
			t.Logf("loss %.16g, reference %+.2g, gradient %.2g, step %.2g", r.Loss, ref.Loss-r.Loss, r.Search.Gradient, r.Search.Step)
		})
	}
	if compared != len(want) {
		t.Errorf("%d of %d compared", compared, len(want))
	}
}

func compare(t *testing.T, what string, got []bridging.Score, ids []int, want map[string][2]float64) {
	t.Helper()
	in := 0
	for k, s := range got {
		ref, ok := want[strconv.Itoa(ids[k])]
		if s.In != ok {
			t.Errorf("%s %d takes part: %v, want %v", what, ids[k], s.In, ok)
		}
		if !ok {
			continue
		}
		in++
		// A rater's own scores are less sure than those of statements: they have
		// fewer ratings.
		if math.Abs(s.Intercept-ref[0]) > 1e-6 && what == "statement" || math.Abs(s.Intercept-ref[0]) > 5e-6 || math.Abs(s.Factor-ref[1]) > 1e-5 {
			t.Errorf("%s %d: %v, %v, want %v", what, ids[k], s.Intercept, s.Factor, ref)
		}
	}
	if in != len(want) {
		t.Errorf("%d %ss, want %d", in, what, len(want))
	}
}

// TestSameBits holds the scores of a conversation to their last bit, so that they
// can be checked on another machine.
func TestSameBits(t *testing.T) {
	const want = "71011f8a88c774229fe9db562289e77fffa2e3df451f5f6fd7ac80d0c29e6951"
	m, _ := opiniontest.Own(t).Read(t).Matrix()
	r := fit(t, m, bridging.Options{})
	sum := sha256.New()
	fmt.Fprintf(sum, "%x %x %x\n", r.Loss, r.MSE, r.Mu)
	for _, s := range append(r.Statements, r.Raters...) {
		fmt.Fprintf(sum, "%x %x\n", s.Intercept, s.Factor)
	}
	if got := hex.EncodeToString(sum.Sum(nil)); got != want {
		t.Errorf("digest %s, want %s", got, want)
	}
}
