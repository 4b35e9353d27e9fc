package opinionreport

import (
	"math"
	"strconv"
	"strings"
	"unicode/utf8"
)

// SVGOptions are what a drawing says in words, in the language of its reader,
// and how it is dressed.
type SVGOptions struct {
	// Title names the drawing; Desc says in a few sentences what it shows. Both
	// are for those who do not see it and should not be empty.
	Title, Desc string
	// Groups are the words for each group; A, B, … where they are missing.
	Groups []GroupLabel
	// Key stands before the sizes of marks: "People". It may be empty.
	Key string
	// You marks the reader's own place, with YouLabel beside it. nil for none.
	You      *Point
	YouLabel string
	// Standalone makes a file of its own: with a name space, a style sheet and
	// a ground. Without it, colours come from the page: see [PlotCSS].
	Standalone bool
	// Prefix begins every class and id, to keep drawings on one page apart.
	Prefix string
}

// A GroupLabel is the words for one group.
type GroupLabel struct {
	// Letter stands at the group's centre.
	Letter string
	// Short shows while the group has the focus: "132 people".
	Short string
	// Sentence is what a screen reader says of the group.
	Sentence string
}

// label returns the words for group g.
func (o SVGOptions) label(g int) GroupLabel {
	l := GroupLabel{}
	if g < len(o.Groups) {
		l = o.Groups[g]
	}
	if l.Letter == "" {
		l.Letter = letterOf(g)
	}
	if l.Sentence == "" {
		l.Sentence = strings.TrimSpace(l.Letter + " " + l.Short)
	}
	return l
}

// letterOf names a group: A, B, …
func letterOf(g int) string {
	if g < 26 {
		return string(rune('A' + g))
	}
	return strconv.Itoa(g + 1)
}

// signs is the number of signs of groups: disc, square, triangle, diamond, bar.
// A group beyond takes the first again; its letter tells them apart.
const signs = 5

// dashes are the lines around groups, as distinct as their signs.
var dashes = [signs]string{"", "5 2", "1.2 1.8", "7 2 1.2 2", "3 3"}

// SVG draws the plot, at most 6 KB when packed, beside the words in o. It has no
// script and no style attribute: colours are currentColor of the classes g0 to
// g4, the signs of the groups. Groups can be reached with the Tab key; each
// tells its label then.
func (p Plot) SVG(o SVGOptions) string {
	d := drawing{p: p, o: o}
	d.open()
	d.add(`<circle r="101" fill="none" class="`, o.Prefix, `field" stroke-dasharray="0 7.05" stroke-width="2" stroke-linecap="round"/>`)
	for g := range p.Groups {
		d.group(g)
	}
	for g := range p.Groups {
		d.letter(g)
	}
	d.you()
	d.key()
	d.add("</svg>")
	return d.String()
}

// A drawing is an SVG while it is written.
type drawing struct {
	strings.Builder
	p Plot
	o SVGOptions
}

func (d *drawing) add(parts ...string) {
	for _, s := range parts {
		d.WriteString(s)
	}
}

// open writes the head. Where groups can be reached by keyboard the drawing is a
// group of images; an image has no parts.
func (d *drawing) open() {
	role := "group"
	if d.p.Continuum || len(d.p.Groups) == 0 {
		role = "img"
	}
	d.add("<svg")
	if d.o.Standalone {
		d.add(` xmlns="http://www.w3.org/2000/svg"`)
	}
	id := d.o.Prefix + "density"
	d.add(` class="`, id, `" viewBox="-104 -104 208 224" role="`, role,
		`" aria-labelledby="`, id, `-title" aria-describedby="`, id, `-desc" stroke-linejoin="round">`,
		`<title id="`, id, `-title">`, escape(d.o.Title), `</title><desc id="`, id, `-desc">`, escape(d.o.Desc), `</desc>`)
	if d.o.Standalone {
		d.add("<style>", PlotCSS(d.o.Prefix), `</style><rect class="`, d.o.Prefix, `ground" x="-104" y="-104" width="208" height="224"/>`)
	}
}

// group draws the outline, the marks and the rim of a group.
func (d *drawing) group(g int) {
	d.add(`<g class="`, d.o.Prefix, "g", strconv.Itoa(g%signs), `"`)
	l := d.o.label(g)
	if !d.p.Continuum {
		d.add(` tabindex="0" role="img" aria-label="`, escape(l.Sentence), `"`)
	}
	d.add(">")
	group := d.p.Groups[g]
	d.add(`<g transform="scale(`, decimal(d.p.scale(), 4), `)">`)
	if !d.p.Continuum {
		d.outline(group.Outline, dashes[g%signs])
	}
	for step, marks := range group.Marks {
		if len(marks) > 0 {
			d.marks(g%signs, d.p.size(step), marks)
		}
	}
	d.add("</g>")
	d.rim(group.Rim)
	if !d.p.Continuum && l.Short != "" {
		d.add(`<text class="`, d.o.Prefix, `say" x="-103" y="-96" font-size="8" opacity="0">`, escape(l.Letter+" · "+l.Short), "</text>")
	}
	d.add("</g>")
}

func (d *drawing) outline(at []int, dash string) {
	if len(at) == 0 {
		return
	}
	d.add(`<path class="`, d.o.Prefix, `outline" fill="currentColor" fill-opacity=".08" stroke="currentColor" stroke-width="`, decimal(1.2/d.p.scale(), 2), `"`)
	if dash != "" {
		d.add(` stroke-dasharray="`, dash, `"`)
	}
	d.add(` d="`)
	for i := 0; i+1 < len(at); i += 2 {
		d.add(pick(i == 0, "M", "L"), whole(at[i]), " ", whole(-at[i+1]))
	}
	d.add(`z"/>`)
}

// size returns half the width of a mark of a step, in units of the lattice, in
// which half a bin is 4 wide.
func (p Plot) size(step int) float64 {
	const least, most = 1.5, 3.6
	return least + float64((most-least)*float64(step))/float64(max(2, len(p.Steps)-1))
}

// marks draws marks of one size as one path. Each move leads from where one mark
// begins to where the next does, so that most are alike and pack well.
func (d *drawing) marks(sign int, r float64, at []int) {
	m := markOf(sign, r)
	d.add("<path ", m.attributes, ` d="`)
	x, y := 0.0, 0.0
	for i := 0; i+1 < len(at); i += 2 {
		u, v := float64(at[i])*latticeX-m.left, -float64(at[i+1])*latticeY-m.up
		du, dv := u-x, v-y
		d.add("m", decimal(du, 1), pick(dv < 0, "", " "), decimal(dv, 1), m.path)
		x, y = u+m.right, v
	}
	d.add(`"/>`)
}

// A mark is how one sign of one size is drawn: it begins left and up of its
// middle, and its path ends right of where it began.
type mark struct {
	path, attributes string
	left, up, right  float64
}

// markOf returns the mark of a sign of half-width r. Discs and squares are points
// to which the ends of a line give their shape. All cover nearly the same area.
func markOf(sign int, r float64) mark {
	const line = `fill="none" stroke="currentColor" stroke-linecap="`
	tenth := func(x float64) float64 { return math.Round(10*x) / 10 }
	say := func(x float64) string { return decimal(x, 1) }
	switch sign {
	case 1:
		return mark{path: "h0", attributes: line + `square" stroke-width="` + say(1.76*r) + `"`}
	case 2:
		s, h := tenth(1.2*r), tenth(2.2*r)
		return mark{path: "l" + say(s) + " " + say(h) + "h-" + say(2*s) + "z", attributes: `fill="currentColor"`, up: tenth(1.3 * r)}
	case 3:
		s := tenth(1.2 * r)
		return mark{path: "l" + say(s) + " " + say(s) + "-" + say(s) + " " + say(s) + "-" + say(s) + "-" + say(s) + "z", attributes: `fill="currentColor"`, up: s}
	case 4:
		s := tenth(r)
		return mark{path: "h" + say(2*s), attributes: line + `butt" stroke-width="` + say(1.2*r) + `"`, left: s, right: 2 * s}
	}
	return mark{path: "h0", attributes: line + `round" stroke-width="` + say(2*r) + `"`}
}

// rim draws a short line outwards in each direction.
func (d *drawing) rim(directions []int) {
	if len(directions) == 0 {
		return
	}
	d.add(`<path fill="none" stroke="currentColor" stroke-width="2" d="`)
	for _, k := range directions {
		x, y := toward(k)
		d.add("M", decimal(float64((field+2)*x), 0), " ", decimal(float64(-(field+2)*y), 0),
			"L", decimal(float64((field+7)*x), 0), " ", decimal(float64(-(field+7)*y), 0))
	}
	d.add(`"/>`)
}

func (d *drawing) letter(g int) {
	if d.p.Continuum {
		return
	}
	c := d.p.Groups[g].Centre
	d.add(`<text class="`, d.o.Prefix, `letter" aria-hidden="true" text-anchor="middle" font-size="17" x="`, decimal(c.X, 1),
		`" y="`, decimal(6-c.Y, 1), `">`, escape(d.o.label(g).Letter), "</text>")
}

func (d *drawing) you() {
	at := d.o.You
	if at == nil {
		return
	}
	anchor, x := "start", at.X+7
	if at.X > 40 {
		anchor, x = "end", at.X-7
	}
	d.add(`<g class="`, d.o.Prefix, `you"><circle cx="`, decimal(at.X, 1), `" cy="`, decimal(-at.Y, 1),
		`" r="4.5" stroke-width="2"/><text font-size="9" text-anchor="`, anchor, `" x="`, decimal(x, 1), `" y="`, decimal(3-at.Y, 1), `">`,
		escape(d.o.YouLabel), "</text></g>")
}

// key draws a mark of each size with the number of people behind it.
func (d *drawing) key() {
	if d.p.People == 0 {
		return
	}
	const digit, base = 4.6, 115.0
	d.add(`<g class="`, d.o.Prefix, `key" font-size="8" aria-hidden="true">`)
	x := -103.0
	if d.o.Key != "" {
		d.add(`<text x="`, decimal(x, 1), `" y="`, decimal(base, 1), `">`, escape(d.o.Key), "</text>")
		x += digit*float64(utf8.RuneCountInString(d.o.Key)) + 4
	}
	for k, least := range d.p.Steps {
		r := float64(d.p.size(k) * d.p.scale())
		says := whole(least) + "+"
		if k == 0 {
			says = "1–4"
		}
		d.add(`<circle cx="`, decimal(x+r, 1), `" cy="`, decimal(base-2.8, 1), `" r="`, decimal(r, 1), `" fill="currentColor"/><text x="`,
			decimal(x+2*r+2, 1), `" y="`, decimal(base, 1), `">`, says, "</text>")
		x += 2*r + digit*float64(utf8.RuneCountInString(says)) + 7
	}
	d.add("</g>")
}

// PlotCSS is the style sheet of drawings with a prefix: what a page needs that
// shows one, and what a standalone drawing carries. A page may set its own
// colours: --ground, --ink, --soft, --line and --g0 to --g4.
func PlotCSS(prefix string) string {
	return strings.ReplaceAll(plotCSS, ".§", "."+prefix)
}

const plotCSS = `.§density{--a:var(--g0,#2a34a3);--b:var(--g1,#b2452c);--c:var(--g2,#2b6a3a);--d:var(--g3,#a96800);--e:var(--g4,#7c3270);` +
	`--p:var(--ground,#fcfcfa);--i:var(--ink,#16182b);font-family:system-ui,sans-serif;color:var(--i)}` +
	`@media screen and (prefers-color-scheme:dark){.§density{--a:var(--g0,#aab5ff);--b:var(--g1,#ff9b80);--c:var(--g2,#8ccf9b);--d:var(--g3,#efb040);--e:var(--g4,#e0a0d6);` +
	`--p:var(--ground,#0e1021);--i:var(--ink,#e9e8e2)}}` +
	`.§g0{color:var(--a)}.§g1{color:var(--b)}.§g2{color:var(--c)}.§g3{color:var(--d)}.§g4{color:var(--e)}` +
	`.§ground{fill:var(--p)}.§field{stroke:var(--i);stroke-opacity:.25}` +
	`.§letter,.§you text,.§say{fill:var(--i);stroke:var(--p);stroke-width:3.5;paint-order:stroke;font-weight:600}` +
	`.§key{fill:var(--i)}.§key circle{fill-opacity:.7}.§you circle{fill:var(--p);stroke:var(--i)}` +
	`.§density [tabindex]:focus{outline:none}.§density [tabindex]:is(:hover,:focus) .§outline{fill-opacity:.2}` +
	`.§density [tabindex]:is(:hover,:focus) .§say{opacity:1}.§density [tabindex]:focus-visible .§outline{stroke-width:2.4;stroke-dasharray:none}`

func pick[T any](first bool, a, b T) T {
	if first {
		return a
	}
	return b
}

func whole(n int) string { return strconv.Itoa(n) }

// decimal writes a number with at most so many decimals.
func decimal(x float64, places int) string {
	s := strconv.FormatFloat(x, 'f', places, 64)
	if places > 0 {
		s = strings.TrimRight(strings.TrimRight(s, "0"), ".")
	}
	if s == "-0" || s == "" {
		return "0"
	}
	return s
}

// escape makes text safe between tags and in quoted attributes. Characters that
// XML does not have are left out.
func escape(s string) string {
	var b strings.Builder
	for _, r := range s {
		switch {
		case r == '&':
			b.WriteString("&amp;")
		case r == '<':
			b.WriteString("&lt;")
		case r == '>':
			b.WriteString("&gt;")
		case r == '"':
			b.WriteString("&#34;")
		case r == '\'':
			b.WriteString("&#39;")
		case r < ' ' && r != '\t' && r != '\n' && r != '\r', r == 0xFFFE, r == 0xFFFF:
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}
