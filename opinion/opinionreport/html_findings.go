package opinionreport

import (
	"cmp"
	"crypto/sha256"
	"slices"
	"strings"
	"unicode"

	"penc/opinion"
)

// findings are a report read: which statements unite, divide or neither, in the
// order in which they are told, as columns of the matrix.
type findings struct {
	*Report
	w       *words
	figures opinion.Figures
	plot    Plot

	agreed, rejected, divides, undecided, few []int
	moderated                                 int
}

// read works out what a page and a text say.
func (r *Report) read(lang string) findings {
	f := findings{Report: r, w: wordsOf(lang), figures: r.figuresOf(), plot: NewPlot(r.Result)}
	for j, s := range f.figures.Statements {
		if s.Kind != opinion.Open {
			f.moderated++
			continue
		}
		list := map[opinion.Class]*[]int{
			opinion.UnitesAgree: &f.agreed, opinion.UnitesDisagree: &f.rejected,
			opinion.Divides: &f.divides, opinion.Undecided: &f.undecided,
		}[s.Division.Class]
		if list == nil {
			list = &f.few
		}
		*list = append(*list, j)
	}
	f.sort(f.agreed, func(s opinion.StatementFigures) float64 { return float64(-s.Rank.Place) })
	f.sort(f.undecided, func(s opinion.StatementFigures) float64 { return float64(-s.Rank.Place) })
	f.sort(f.rejected, func(s opinion.StatementFigures) float64 { return s.Disagree.Mean.Value })
	f.sort(f.divides, func(s opinion.StatementFigures) float64 { return s.Division.Gap.Value })
	return f
}

// sort puts the statements worth most first.
func (f *findings) sort(list []int, worth func(opinion.StatementFigures) float64) {
	slices.SortStableFunc(list, func(a, b int) int {
		return cmp.Compare(worth(f.figures.Statements[b]), worth(f.figures.Statements[a]))
	})
}

// figuresOf returns the figures; those of polis/1 are worked out here, from its
// groups.
func (r *Report) figuresOf() opinion.Figures {
	if r.Figures != nil {
		return *r.Figures
	}
	in := opinion.Standing{Groups: len(r.Result.Groups), Group: make([]int, len(r.Result.People))}
	for i, p := range r.Result.People {
		in.Group[i] = p.Group
	}
	f, err := opinion.FiguresOf(r.Matrix, in)
	if err != nil { // it refuses weights, and there are none
		panic(err)
	}
	return f
}

// unplaced returns the number of people who voted and stand nowhere.
func (f *findings) unplaced() int {
	n := 0
	for _, p := range f.Result.People {
		if p.Votes > 0 && !p.Placed {
			n++
		}
	}
	return n
}

// voters returns the number of people with a vote.
func (f *findings) voters() int {
	n := 0
	for _, p := range f.Result.People {
		if p.Votes > 0 {
			n++
		}
	}
	return n
}

// none returns the probability that no number of groups is stable.
func (f *findings) none() float64 {
	p := 1.0
	for _, s := range f.Result.Silhouettes {
		p -= s.Probability
	}
	return max(0, p)
}

// chosen returns what is known of the number of groups shown.
func (f *findings) chosen() (opinion.Silhouette, bool) {
	for _, s := range f.Result.Silhouettes {
		if s.K == len(f.Result.Groups) {
			return s, true
		}
	}
	return opinion.Silhouette{}, false
}

// text returns the words of a statement in one line, or its number.
func (f *findings) text(j int) string {
	if s := oneLine(f.Texts[f.Statements[j]]); s != "" {
		return s
	}
	return f.w.fill(f.w.Number, "id", f.Statements[j])
}

// title returns what the conversation is about.
func (f *findings) title() string {
	if s := oneLine(f.Title); s != "" {
		return s
	}
	return f.w.Untitled
}

// oneLine joins the lines of a text and leaves out what would move the cursor of
// a terminal or turn the direction of what follows.
func oneLine(s string) string {
	s = strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return ' '
		case unicode.IsControl(r), unicode.Is(unicode.Bidi_Control, r), r == unicode.ReplacementChar:
			return -1
		}
		return r
	}, s)
	return strings.Join(strings.Fields(s), " ")
}

// grouped chooses what is said of groups, or of everybody where there are none.
func (f *findings) grouped(groups, cloud string) string {
	return pick(len(f.Result.Groups) > 0, groups, cloud)
}

// groupSize returns how many people group g has, and their share of those
// placed.
func (f *findings) groupSize(g int) (people int, share float64) {
	people = f.Result.Groups[g].Size
	return people, float64(people) / float64(max(1, f.plot.People))
}

// summary says in one sentence what the map shows.
func (f *findings) summary() string {
	w, k := f.w, len(f.Result.Groups)
	placed := w.count(w.People, f.plot.People)
	switch {
	case k > 1:
		var parts []string
		for g := range k {
			n, share := f.groupSize(g)
			parts = append(parts, w.fill(w.GroupPart, "letter", letterOf(g), "n", n, "share", w.percent(share)))
		}
		return w.fill(w.GroupsLead, "placed", placed, "groups", w.count(w.Groups, k), "parts", w.enumerate(parts))
	case k == 1:
		return w.fill(w.OneGroup, "placed", placed)
	}
	why := w.NoPlaces
	if f.Result.NoMap != nil {
		why = w.refusal(*f.Result.NoMap)
	}
	return w.fill(pick(f.plot.Continuum, w.CloudLead, w.NoMapLead), "why", why)
}

// basis says what the report rests on.
func (f *findings) basis() string {
	w := f.w
	return w.fill(w.Basis, "votes", w.count(w.Votes, f.Result.Votes), "people", w.count(w.People, f.voters()),
		"statements", w.count(w.Statements, len(f.Statements)))
}

// classes says how many statements unite and divide.
func (f *findings) classes() string {
	return f.w.fill(f.w.Classes, "unites", len(f.agreed)+len(f.rejected), "divides", len(f.divides), "undecided", len(f.undecided), "few", len(f.few))
}

// most says which statement unites and which divides most, as far as there are
// any.
func (f *findings) most() (said []string) {
	if len(f.agreed) > 0 {
		said = append(said, f.w.fill(f.w.MostUniting, "text", f.w.quote(f.text(f.agreed[0]))))
	}
	if len(f.divides) > 0 {
		said = append(said, f.w.fill(f.w.MostSplit, "text", f.w.quote(f.text(f.divides[0]))))
	}
	return said
}

// describe says how to read the drawing beside w.HowToRead.
func (f *findings) describe() string {
	w := f.w
	said := []string{pick(f.plot.Continuum, w.Cloud, w.Outlines)}
	if f.plot.Outside > 0 {
		said = append(said, w.fill(w.Rim, "n", f.plot.Outside))
	}
	axes := f.Result.Axes
	return strings.Join(append(said, w.fill(w.Axes, "x", w.percent(axes[0].Explained), "y", w.percent(axes[1].Explained))), " ")
}

// groupSentence says where a group stands and what is most typical of it.
func (f *findings) groupSentence(g int) string {
	w := f.w
	n, share := f.groupSize(g)
	s := w.fill(w.GroupSentence, "letter", letterOf(g), "people", w.count(w.People, n),
		"share", w.percent(share), "place", w.place(f.plot.Groups[g].Centre))
	if all := f.Result.Groups[g].Representative; len(all) > 0 {
		s += " " + w.fill(w.GroupTypical, "side", f.side(all[0].Side), "text", w.quote(f.text(all[0].Statement)))
	}
	return s
}

func (f *findings) side(v opinion.Vote) string {
	return pick(v == opinion.Agree, f.w.Agrees, f.w.Disagrees)
}

// svg draws the map with words.
func (f *findings) svg(alone bool) string {
	o := SVGOptions{Title: f.w.Kicker + " · " + f.title(), Desc: f.summary(), Key: f.w.Key, Standalone: alone}
	if f.plot.People > 0 {
		o.Desc += " " + f.w.HowToRead + " " + f.describe()
	}
	for g := range f.Result.Groups {
		n, _ := f.groupSize(g)
		o.Groups = append(o.Groups, GroupLabel{
			Letter: letterOf(g), Short: f.w.count(f.w.People, n), Sentence: f.groupSentence(g),
		})
	}
	return f.plot.SVG(o)
}

// others returns the votes on a statement of the groups beside g.
func (f *findings) others(g, j int) (sum opinion.Counts) {
	for h, group := range f.Result.Groups {
		if h != g {
			sum = sum.Plus(group.Votes[j].Counts)
		}
	}
	return sum
}

// documentDigest returns the digest of the JSON document, as it stands in it.
func (r *Report) documentDigest() (string, error) {
	sum := sha256.New()
	if err := writeCanonical(sum, r.document()); err != nil {
		return "", err
	}
	return hexOf(sum), nil
}
