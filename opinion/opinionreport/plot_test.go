package opinionreport_test

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"maps"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"penc/opinion"
	"penc/opinion/opinionreport"
	"penc/opinion/opiniontest"
)

// crowd is a result with n people around k centres, the first group the largest,
// and one in two hundred of the people far out.
func crowd(n, k int, seed uint64) opinion.Result {
	chance := rand.New(rand.NewPCG(seed, 7))
	r := opinion.Result{Method: opinion.Penc1, K: k, Placed: n, People: make([]opinion.Person, n), Groups: make([]opinion.Group, k)}
	for i := range r.People {
		g := min(int(math.Abs(chance.NormFloat64())*float64(k)/2), k-1)
		turn := 2 * math.Pi * float64(g) / float64(k)
		p := opinion.Person{Placed: true, Group: g, X: math.Cos(turn) + 0.45*chance.NormFloat64(), Y: 0.7*math.Sin(turn) + 0.3*chance.NormFloat64()}
		if chance.IntN(200) == 0 {
			p.X, p.Y = 8*p.X, 8*p.Y
		}
		r.People[i] = p
		c := &r.Groups[g]
		c.ID, c.Size, c.X, c.Y = g, c.Size+1, c.X+p.X, c.Y+p.Y
	}
	for g := range r.Groups {
		c := &r.Groups[g]
		c.X, c.Y = c.X/float64(max(1, c.Size)), c.Y/float64(max(1, c.Size))
	}
	return r
}

// options are words as long as a page may well have.
func options(k int) opinionreport.SVGOptions {
	o := opinionreport.SVGOptions{
		Title: "Map of opinion: 1,000,000 people in five opinion groups",
		Desc:  "People who vote alike stand close together. Each mark stands for the people at one place; the larger it is, the more they are.",
		Key:   "People", You: &opinionreport.Point{X: 20, Y: -30}, YouLabel: "You",
	}
	for g := range k {
		o.Groups = append(o.Groups, opinionreport.GroupLabel{
			Letter: string(rune('A' + g)), Short: "200,000 people",
			Sentence: fmt.Sprintf("Group %c: 200,000 people, one in five, who stand at the upper left of the map.", 'A'+g),
		})
	}
	return o
}

func packed(t *testing.T, s string) int {
	t.Helper()
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	if _, err := io.WriteString(w, s); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Len()
}

// keep writes a drawing or page to the folder PENC_LOOK, to be looked at.
func keep(t *testing.T, name, s string) {
	t.Helper()
	if dir := os.Getenv("PENC_LOOK"); dir != "" {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(s), 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

// wellFormed fails where XML does not parse.
func wellFormed(t *testing.T, s string) {
	t.Helper()
	in := xml.NewDecoder(strings.NewReader(s))
	for {
		if _, err := in.Token(); errors.Is(err, io.EOF) {
			return
		} else if err != nil {
			t.Fatalf("%v\n%.2000s", err, s)
		}
	}
}

const heaviest = 6 << 10

func TestPlotWeighsLittleWhateverTheCrowd(t *testing.T) {
	sizes := []int{1, 2, 7, 50, 200, 1000, 10_000, 100_000, 1_000_000}
	if testing.Short() {
		sizes = sizes[:7]
	}
	for _, n := range sizes {
		for k := 2; k <= 5; k++ {
			if n == 1_000_000 && k < 5 { // a second each
				continue
			}
			p := opinionreport.NewPlot(crowd(n, k, 1))
			for _, alone := range []bool{false, true} {
				o := options(k)
				o.Standalone = alone
				s := p.SVG(o)
				wellFormed(t, s)
				if got := packed(t, s); got > heaviest {
					t.Errorf("%d people in %d groups: %d bytes packed", n, k, got)
				}
				if alone {
					keep(t, fmt.Sprintf("crowd-%d-%d.svg", n, k), s)
				}
			}
			if k == 5 {
				js, _ := json.Marshal(p)
				t.Logf("%d people: %d bytes packed of %d, JSON %d", n, packed(t, p.SVG(options(k))), len(p.SVG(options(k))), len(js))
			}
		}
	}
}

// The worst that can be drawn: every bin full, and groups scattered over them.
func TestPlotWeighsLittleAtWorst(t *testing.T) {
	chance := rand.New(rand.NewPCG(1, 1))
	r := opinion.Result{Groups: make([]opinion.Group, 5)}
	for range 50_000 {
		x, y := 2*chance.Float64()-1, 2*chance.Float64()-1
		g := (int(100*x) ^ int(100*y)) & 7 % 5
		for range 1 + chance.IntN(3)*chance.IntN(20) {
			r.People = append(r.People, opinion.Person{Placed: true, Group: g, X: x, Y: y})
			r.Groups[g].Size++
		}
	}
	s := opinionreport.NewPlot(r).SVG(options(5))
	keep(t, "worst.svg", opinionreport.NewPlot(r).SVG(opinionreport.SVGOptions{Standalone: true}))
	if got := packed(t, s); got > heaviest {
		t.Errorf("%d bytes packed", got)
	} else {
		t.Logf("%d bytes packed", got)
	}
}

func TestPlotIsTheSameForTheSamePeople(t *testing.T) {
	r := crowd(3000, 3, 2)
	a := opinionreport.NewPlot(r)
	rand.New(rand.NewPCG(3, 3)).Shuffle(len(r.People), func(i, j int) { r.People[i], r.People[j] = r.People[j], r.People[i] })
	x, _ := json.Marshal(a)
	y, _ := json.Marshal(opinionreport.NewPlot(r))
	if !bytes.Equal(x, y) {
		t.Errorf("another order of people, another plot:\n%s\n%s", x, y)
	}
	var back opinionreport.Plot
	if err := json.Unmarshal(x, &back); err != nil {
		t.Fatal(err)
	}
	if back.SVG(options(3)) != a.SVG(options(3)) {
		t.Error("a plot that was stored draws something else")
	}
}

// A bin says nothing of how many of 1 to 4 people stand there, and the largest
// mark nothing of how many more than its least number.
func TestPlotHidesSmallNumbers(t *testing.T) {
	draw := func(times int) string {
		var r opinion.Result
		r.Groups = make([]opinion.Group, 2)
		for i := range 40 {
			n := 6
			if i == 10 {
				n = times
			}
			for range n {
				r.People = append(r.People, opinion.Person{Placed: true, Group: i % 2, X: float64(i%2) + float64(i%7)/10, Y: float64(i%5) / 5})
			}
		}
		p := opinionreport.NewPlot(r)
		p.People = 0
		js, _ := json.Marshal(p.Groups)
		return string(js)
	}
	for n := 2; n < opinion.SmallGroup; n++ {
		if draw(1) != draw(n) {
			t.Errorf("1 and %d people are told apart:\n%s\n%s", n, draw(1), draw(n))
		}
	}
	if draw(1) == draw(5) {
		t.Error("5 people look like 1")
	}
}

func TestPlotKeepsOutliersAtTheRim(t *testing.T) {
	r := crowd(2000, 3, 4)
	plain := opinionreport.NewPlot(r)
	if plain.Outside == 0 || plain.Outside%opinion.SmallGroup != 0 || plain.Outside > 60 {
		t.Errorf("%d people outside", plain.Outside)
	}
	r.People[0].X = 1e6
	far := opinionreport.NewPlot(r)
	if far.Radius > 1.1*plain.Radius {
		t.Errorf("one person far out squeezes the others: radius %v after %v", far.Radius, plain.Radius)
	}
	at := far.Place(1e6, 0)
	if !at.Rim || math.Hypot(at.X, at.Y) > 100 {
		t.Errorf("the person far out is at %v", at)
	}
	for _, g := range far.Groups {
		if g.Centre.Rim {
			t.Errorf("the centre of a large group at the rim: %+v", g.Centre)
		}
	}
	inside := 0
	for _, q := range r.People {
		if at := far.Place(q.X, q.Y); !at.Rim {
			inside++
			if math.Hypot(at.X, at.Y) > 92.0001 {
				t.Errorf("%v is out of the field", at)
			}
		}
	}
	if inside < 98*len(r.People)/100 {
		t.Errorf("%d of %d people in the field", inside, len(r.People))
	}
}

func TestPlotOfDegenerateResults(t *testing.T) {
	for name, r := range map[string]opinion.Result{
		"nobody":    {},
		"no map":    {People: make([]opinion.Person, 3), NoMap: &opinion.NoMap{Reason: opinion.TooFewPeople}},
		"one point": {People: []opinion.Person{{Placed: true, X: 2, Y: 1}, {Placed: true, X: 2, Y: 1}}, Groups: []opinion.Group{{Size: 2, X: 2, Y: 1}}},
		"one":       {People: []opinion.Person{{Placed: true}}, Groups: []opinion.Group{{Size: 1}}},
		"line":      {People: []opinion.Person{{Placed: true, X: -1}, {Placed: true, X: 1, Group: 1}}, Groups: []opinion.Group{{Size: 1, X: -1}, {Size: 1, X: 1}}},
		"far group": {People: append(make([]opinion.Person, 0), append(placedAt(500, 0, 0), placedAt(2, 1e9, 1)...)...), Groups: []opinion.Group{{Size: 500}, {Size: 2, X: 1e9}}},
	} {
		t.Run(name, func(t *testing.T) {
			p := opinionreport.NewPlot(r)
			s := p.SVG(opinionreport.SVGOptions{Title: "t", Desc: "d", Standalone: true})
			wellFormed(t, s)
			if strings.Contains(s, "NaN") || strings.Contains(s, "Inf") {
				t.Error(s)
			}
			if len(p.Groups) != max(len(r.Groups), 0) {
				t.Errorf("%d groups", len(p.Groups))
			}
		})
	}
}

func placedAt(n int, x float64, group int) []opinion.Person {
	out := make([]opinion.Person, n)
	for i := range out {
		out[i] = opinion.Person{Placed: true, X: x + float64(i%17)/17, Y: float64(i%13) / 13, Group: group}
	}
	return out
}

func TestPlotWithoutGroupsIsOneCloud(t *testing.T) {
	r := crowd(800, 3, 5)
	r.Groups, r.K, r.NoMap = nil, 0, &opinion.NoMap{Reason: opinion.NoStableGroups}
	for i := range r.People {
		r.People[i].Group = -1
	}
	p := opinionreport.NewPlot(r)
	keep(t, "cloud.svg", p.SVG(opinionreport.SVGOptions{Standalone: true}))
	s := p.SVG(opinionreport.SVGOptions{Title: "t", Desc: "d"})
	if !p.Continuum || len(p.Groups) != 1 || p.Groups[0].Size != 800 {
		t.Errorf("continuum %v, %d groups", p.Continuum, len(p.Groups))
	}
	if strings.Contains(s, `class="letter"`) || strings.Contains(s, "tabindex") || !strings.Contains(s, `role="img"`) {
		t.Error("a cloud without groups has letters or stops for the keyboard")
	}
}

// What the content security policy of the site forbids, and what everybody needs.
func TestPlotIsAccessibleAndPlain(t *testing.T) {
	evil := `</title><script>alert(1)</script>" onload='x' ` + "\x00\x1b\xff"
	o := opinionreport.SVGOptions{Title: evil, Desc: evil, Key: evil, YouLabel: evil, You: &opinionreport.Point{}, Prefix: "x-"}
	for range 3 {
		o.Groups = append(o.Groups, opinionreport.GroupLabel{Letter: evil, Short: evil, Sentence: evil})
	}
	s := opinionreport.NewPlot(crowd(300, 3, 6)).SVG(o)
	wellFormed(t, s)
	for _, bad := range []string{"<script", "<style", "style=", `" onload`, "\x00", "\x1b", "href"} {
		if strings.Contains(s, bad) {
			t.Errorf("contains %q", bad)
		}
	}
	if n := strings.Count(s, `tabindex="0" role="img" aria-label="`); n != 3 {
		t.Errorf("%d groups can be reached", n)
	}
	for _, class := range regexp.MustCompile(`(?:class|id)="([^"]*)"`).FindAllStringSubmatch(s, -1) {
		if !strings.HasPrefix(class[1], "x-") {
			t.Errorf("class or id %q has not the prefix", class[1])
		}
	}
	bare := opinionreport.NewPlot(crowd(300, 3, 6)).SVG(opinionreport.SVGOptions{})
	if strings.Contains(bare, `aria-label=""`) || !strings.Contains(bare, `aria-label="B"`) {
		t.Error("a group without words has no name")
	}
}

func TestPlotOfEveryConversation(t *testing.T) {
	for _, f := range opiniontest.All(t) {
		for _, method := range []string{opinion.Penc1, opinion.Polis1} {
			r := reportOf(t, f, method)
			p := opinionreport.NewPlot(r.Result)
			s := p.SVG(opinionreport.SVGOptions{Title: f.Name, Standalone: true, Key: "People"})
			keep(t, f.Name+"-"+method[:4]+".svg", s)
			t.Logf("%s %s: %d people, %d bytes packed, steps %v, %d outside", f.Name, method, p.People, packed(t, s), p.Steps, p.Outside)
			if got := packed(t, s); got > heaviest {
				t.Errorf("%s: %d bytes packed", f.Name, got)
			}
			for g, group := range p.Groups {
				if marks := fmt.Sprint(group.Marks); len(group.Rim) == 0 && !strings.ContainsAny(marks, "0123456789") {
					t.Errorf("%s: group %d is nowhere", f.Name, g)
				}
			}
		}
	}
}

var drawn = map[string]*opinionreport.Report{}

// reportOf draws the map of a conversation as the command does. Tests may change
// what they get.
func reportOf(t *testing.T, f opiniontest.Folder, method string) *opinionreport.Report {
	t.Helper()
	key := f.Dir + method
	if drawn[key] == nil {
		drawn[key] = draw(t, f, method)
	}
	r := *drawn[key]
	r.Texts, r.Result.People = maps.Clone(r.Texts), slices.Clone(r.Result.People)
	return &r
}

func draw(t *testing.T, f opiniontest.Folder, method string) *opinionreport.Report {
	t.Helper()
	c := f.Read(t)
	state := c.State()
	m, index := c.MatrixIn(state)
	o := index.Options(state)
	o.Method = method
	r := &opinionreport.Report{Matrix: m, Texts: map[string]string{}, Command: "penc opinion map DIR --method " + method}
	r.Title, _ = c.Value("topic")
	if method == opinion.Polis1 {
		r.Result = opinion.NewPolis().Update(m, o)
	} else {
		r.Result = opinion.Compute(m, o)
	}
	r.People, r.Statements = numbered(index.People), numbered(index.Comments)
	for _, x := range c.Comments {
		r.Texts[strconv.Itoa(x.ID)] = x.Body
	}
	return r
}

func numbered(ids []int) []string {
	out := make([]string, len(ids))
	for i, id := range ids {
		out[i] = strconv.Itoa(id)
	}
	return out
}
