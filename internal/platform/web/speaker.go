package web

import (
	"strconv"
	"strings"
	"time"

	"github.com/a-h/templ"
	"github.com/go-playground/locales"
	"github.com/go-playground/locales/en_GB"
	"github.com/go-playground/locales/fr"

	"penc/internal/ground/fault"
	"penc/internal/ground/lang"
	"penc/internal/ground/when"
)

// A Speaker says things in one language and in one time zone. Every page has
// one; so has every mail.
type Speaker struct {
	Lang  lang.Tag
	Zone  *time.Location // nil is UTC
	words *Catalogue
}

// NewSpeaker returns a speaker of l.
func NewSpeaker(c *Catalogue, l lang.Tag) Speaker {
	return Speaker{Lang: l, Zone: time.UTC, words: c}
}

var habits = map[lang.Tag]locales.Translator{lang.French: fr.New(), lang.English: en_GB.New()}

func (s Speaker) habit() locales.Translator {
	if h := habits[s.Lang]; h != nil {
		return h
	}
	return habits[lang.English]
}

// T returns the sentence for a key, with its parts as pairs of name and value.
func (s Speaker) T(key string, parts ...any) string { return s.words.Say(s.Lang, key, parts...) }

// In returns the speaker of another language, for what is said in several at once.
func (s Speaker) In(l lang.Tag) Speaker {
	s.Lang = l
	return s
}

// Has reports whether there is a word for the key.
func (s Speaker) Has(key string) bool { return s.words.Has(s.Lang, key) }

// Fault returns what a person is told of a fault.
func (s Speaker) Fault(e *fault.Error) string { return s.words.Fault(s.Lang, e) }

// Link returns the address of a path in the speaker's language.
func (s Speaker) Link(path string) string { return "/" + string(s.Lang) + path }

// URL is Link as a safe address for templates.
func (s Speaker) URL(path string) templ.SafeURL { return templ.SafeURL(s.Link(path)) }

// Say returns the words of a text in the speaker's language, or those of the
// original if there are none.
func (s Speaker) Say(t lang.Text) string {
	words, _ := t.In(s.Lang)
	return words
}

// Foreign returns the language of the words that Say returns, if it is not the
// speaker's: the value of a lang attribute.
func (s Speaker) Foreign(t lang.Text) string {
	if _, l := t.In(s.Lang); l != s.Lang {
		return string(l)
	}
	return ""
}

// Number returns n as readers write it: 12,018 or 12 018.
func (s Speaker) Number(n int) string { return s.habit().FmtNumber(float64(n), 0) }

// Decimal returns x with so many decimals as readers write it: 0.97 or 0,97.
func (s Speaker) Decimal(x float64, places int) string {
	return s.habit().FmtNumber(x, uint64(places))
}

// Percent returns a share between 0 and 1 as a percentage without decimals.
func (s Speaker) Percent(share float64) string { return s.habit().FmtPercent(share*100, 0) }

// Date returns a date with no more than is known of it: "28 March 2018", "March
// 2018", "2018", or "date unknown".
func (s Speaker) Date(d when.Date) string {
	switch t := d.First(); d.Precision() {
	case when.Day:
		return s.Day(t)
	case when.Month:
		return s.habit().MonthWide(t.Month()) + " " + strconv.Itoa(t.Year())
	case when.Year:
		return strconv.Itoa(t.Year())
	}
	return s.T("web.date.unknown")
}

// Day returns the calendar day of t, in t's own zone.
func (s Speaker) Day(t time.Time) string {
	day := strconv.Itoa(t.Day())
	if s.Lang == lang.French && t.Day() == 1 {
		day = "1er"
	}
	return day + " " + s.habit().MonthWide(t.Month()) + " " + strconv.Itoa(t.Year())
}

// Span returns a span of dates, shortened where both ends share month or year:
// "28–29 November 2018".
func (s Speaker) Span(sp when.Span) string {
	switch {
	case !sp.Known():
		return s.T("web.date.unknown")
	case sp.End == "" || sp.Start == sp.End:
		return s.Date(sp.Start)
	case sp.Start == "":
		return s.T("web.date.until", "date", s.Date(sp.End))
	}
	a, b := sp.Start.First(), sp.End.First()
	if sp.Start.Precision() != when.Day || sp.End.Precision() != when.Day || a.Year() != b.Year() {
		return s.T("web.date.from-to", "start", s.Date(sp.Start), "end", s.Date(sp.End))
	}
	start := strings.TrimSuffix(s.Day(a), " "+strconv.Itoa(a.Year()))
	if a.Month() != b.Month() {
		return s.T("web.date.from-to", "start", start, "end", s.Day(b))
	}
	return strings.TrimSuffix(start, " "+s.habit().MonthWide(a.Month())) + "–" + s.Day(b)
}

func (s Speaker) zone() *time.Location {
	if s.Zone == nil {
		return time.UTC
	}
	return s.Zone
}

// Moment returns day and time of t in the speaker's zone, with the zone's name.
func (s Speaker) Moment(t time.Time) string {
	if t.IsZero() {
		return s.T("web.date.unknown")
	}
	t = t.In(s.zone())
	return s.T("web.date.moment", "day", s.Day(t), "time", s.Clock(t), "zone", t.Format("MST"))
}

// Clock returns the time of day of t in t's own zone.
func (s Speaker) Clock(t time.Time) string { return t.Format("15:04") }
