package opinionreport

import (
	"math"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

var part = regexp.MustCompile(`\{[a-z]+\}`)

func parts(s string) []string {
	found := part.FindAllString(s, -1)
	slices.Sort(found)
	return slices.Compact(found)
}

// Every sentence is there in both languages, with the same parts.
func TestWordsOfBothLanguages(t *testing.T) {
	en, fr := reflect.ValueOf(english), reflect.ValueOf(french)
	for i := range en.NumField() {
		name := en.Type().Field(i).Name
		if en.Field(i).Kind() == reflect.Slice {
			if en.Field(i).Len() != fr.Field(i).Len() || en.Field(i).Len() == 0 {
				t.Errorf("%s: %d sentences and %d", name, en.Field(i).Len(), fr.Field(i).Len())
			}
			continue
		}
		a, b := en.Field(i).String(), fr.Field(i).String()
		if a == "" || b == "" {
			t.Errorf("%s is missing: %q, %q", name, a, b)
		}
		if !slices.Equal(parts(a), parts(b)) || strings.Count(a, "|") != strings.Count(b, "|") {
			t.Errorf("%s: %q and %q have other parts", name, a, b)
		}
		if a == b && len(a) > 20 {
			t.Errorf("%s is not translated: %q", name, a)
		}
	}
}

func TestNumbersInBothLanguages(t *testing.T) {
	for _, c := range []struct{ got, want string }{
		{english.count(english.People, 1), "1 person"},
		{english.count(english.People, 0), "0 people"},
		{english.count(english.People, 1234567), "1,234,567 people"},
		{french.count(french.People, 0), "0 personne"},
		{french.count(french.People, 1), "1 personne"},
		{french.count(french.Votes, 12018), "12\u202f018 votes"},
		{english.percent(0.256), "26%"},
		{french.percent(0.256), "26\u202f%"},
		{english.fraction(-0.5), "−0.50"},
		{french.fraction(0.123), "0,12"},
		{english.fraction(-0.001), "0.00"},
		{english.enumerate([]string{"A", "B", "C"}), "A, B and C"},
		{english.enumerate([]string{"A"}), "A"},
		{english.enumerate(nil), ""},
		{english.fill("{a} {b}", "a", "{b}", "b", "x"), "{b} x"},
	} {
		if c.got != c.want {
			t.Errorf("%q, want %q", c.got, c.want)
		}
	}
}

func TestPlacesInWords(t *testing.T) {
	for _, c := range []struct {
		x, y float64
		want string
	}{
		{0, 0, "in the middle"},
		{50, 3, "on the right"},
		{-50, 3, "on the left"},
		{40, 40, "at the upper right"},
		{-40, -40, "at the lower left"},
		{40, -40, "at the lower right"},
		{-40, 40, "at the upper left"},
		{2, 50, "at the top"},
		{2, -50, "at the bottom"},
	} {
		if got := english.place(Point{X: c.x, Y: c.y}); got != c.want {
			t.Errorf("%v, %v: %q, want %q", c.x, c.y, got, c.want)
		}
	}
}

// Every direction leads back to itself, and its vector has length one.
func TestDirections(t *testing.T) {
	for d := range rimMarks {
		x, y := toward(d)
		if math.Abs(x*x+y*y-1) > 1e-12 {
			t.Errorf("direction %d: %v, %v", d, x, y)
		}
		if got := direction(Point{X: x, Y: y}); got != d {
			t.Errorf("direction %d comes back as %d", d, got)
		}
	}
	for d, want := range map[int][2]float64{0: {1, 0}, 16: {0, 1}, 32: {-1, 0}, 48: {0, -1}} {
		if x, y := toward(d); math.Abs(x-want[0])+math.Abs(y-want[1]) > 1e-12 {
			t.Errorf("direction %d is %v, %v", d, x, y)
		}
	}
}

func TestStepsOfMarks(t *testing.T) {
	for most, want := range map[int][]int{
		1: {1}, 4: {1}, 5: {1, 5}, 12: {1, 5}, 15: {1, 5, 10}, 30: {1, 5, 10, 20}, 100: {1, 5, 10, 20, 50},
		20_000: {1, 5, 50, 500, 10_000},
	} {
		if got := steps(most); !slices.Equal(got, want) {
			t.Errorf("%d people in the fullest bin: steps %v, want %v", most, got, want)
		}
	}
	for most := 1; most < 1_000_000; most = most*11/10 + 1 {
		got := steps(most)
		if len(got) > mostSteps || got[len(got)-1] > most || !slices.IsSorted(got) || len(slices.Compact(slices.Clone(got))) != len(got) {
			t.Errorf("%d people in the fullest bin: steps %v", most, got)
		}
	}
}

// luminance is the relative luminance of WCAG 2.2 of a colour #rrggbb.
func luminance(t *testing.T, hex string) float64 {
	t.Helper()
	sum := 0.0
	for i, weight := range []float64{0.2126, 0.7152, 0.0722} {
		n, err := strconv.ParseUint(hex[1+2*i:3+2*i], 16, 8)
		if err != nil {
			t.Fatal(err)
		}
		c := float64(n) / 255
		if c <= 0.04045 {
			c /= 12.92
		} else {
			c = math.Pow((c+0.055)/1.055, 2.4)
		}
		sum += weight * c
	}
	return sum
}

// Signs stand out from the ground by day and by night (WCAG 1.4.11: 3 to 1), and
// no two groups have the same sign or line.
func TestGroupsAreToldApart(t *testing.T) {
	for name, sheet := range map[string]string{"drawing": plotCSS, "page": pageCSS} {
		looks := strings.SplitN(sheet, "prefers-color-scheme:dark", 2)
		for _, look := range looks {
			colours := regexp.MustCompile(`#[0-9a-f]{6}`).FindAllString(look, -1)
			grounds := regexp.MustCompile(`--ground[:,](#[0-9a-f]{6})`).FindStringSubmatch(look)
			groups := regexp.MustCompile(`--g[0-4][:,](#[0-9a-f]{6})`).FindAllStringSubmatch(look, -1)
			if len(colours) < 6 || len(grounds) != 2 || len(groups) != signs {
				t.Fatalf("%s: %v %v %v", name, colours, grounds, groups)
			}
			for _, g := range groups {
				a, b := luminance(t, grounds[1]), luminance(t, g[1])
				if ratio := (max(a, b) + 0.05) / (min(a, b) + 0.05); ratio < 3 {
					t.Errorf("%s: %s on %s has a contrast of %.2f", name, g[1], grounds[1], ratio)
				}
			}
		}
	}
	seen, lines := map[string]bool{}, map[string]bool{}
	for g := range signs {
		m := markOf(g, 3)
		seen[m.path+m.attributes] = true
		lines[dashes[g]] = true
	}
	if len(seen) != signs || len(lines) != signs {
		t.Errorf("%d signs and %d lines of %d groups", len(seen), len(lines), signs)
	}
}
