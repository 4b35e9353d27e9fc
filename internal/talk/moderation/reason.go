package moderation

import (
	"slices"
	"unicode/utf8"

	"penc/internal/ground/fault"
	"penc/internal/ground/lang"
)

// MaxNote is the longest note beside a reason, in characters.
const MaxNote = 1000

// A Code names one of the reasons for which a thing is rejected or flagged. The
// words of each are "moderation.reason.<code>".
type Code string

// The reasons.
const (
	OffSubject   Code = "off-subject"
	SeveralIdeas Code = "several-ideas"
	Unlawful     Code = "unlawful" // insulting or unlawful
	PersonalData Code = "personal-data"
	Duplicate    Code = "duplicate" // of another thing, by number
	Other        Code = "other"     // said in the note
)

// Codes are the reasons in the order in which they are offered.
var Codes = []Code{OffSubject, SeveralIdeas, Unlawful, PersonalData, Duplicate, Other}

// A Reason says why. The zero Reason says nothing.
type Reason struct {
	Code   Code
	Number int      // of the thing that this one repeats; 0 if that is not said
	Note   string   // in the moderator's own words
	Lang   lang.Tag // of the note
}

// Given reports whether a reason was given.
func (r Reason) Given() bool { return r.Code != "" || r.Note != "" }

// tidy returns the reason without what does not belong to its code.
func (r Reason) tidy() Reason {
	r.Note = lang.Clean(r.Note)
	if r.Code != Duplicate {
		r.Number = 0
	}
	if r.Note == "" {
		r.Lang = ""
	}
	return r
}

// check returns the faults of a reason that has to be given.
func (r Reason) check() error {
	var faults fault.List
	switch {
	case r.Code == "":
		faults = faults.Add(fault.Field("code", "moderation.reason.empty"))
	case !slices.Contains(Codes, r.Code):
		faults = faults.Add(fault.Field("code", "moderation.reason.unknown"))
	case r.Code == Duplicate && r.Number < 1:
		faults = faults.Add(fault.Field("number", "moderation.reason.number"))
	case r.Code == Other && r.Note == "":
		faults = faults.Add(fault.Field("note", "moderation.reason.note-empty"))
	}
	if n := utf8.RuneCountInString(r.Note); n > MaxNote {
		faults = faults.Add(fault.Field("note", "moderation.reason.note-long", "n", n, "limit", MaxNote))
	}
	return faults.Err()
}

// A Say finds a sentence of the catalogue in a language. Parts are pairs of name
// and value.
type Say func(l lang.Tag, key string, parts ...any) string

// In returns the reason as whole sentences in a language.
func (r Reason) In(say Say, l lang.Tag) string {
	if !r.Given() {
		return ""
	}
	words := ""
	if r.Code != "" && r.Code != Other {
		words = say(l, "moderation.reason."+string(r.Code), "number", r.Number)
	}
	if r.Note == "" {
		return words
	}
	return lang.Clean(words + " " + r.Note)
}

// Text returns the reason as its author reads it, in every language of the
// interface. A note stays in the words in which it was written; alone, it is a
// text of one language.
func (r Reason) Text(say Say) lang.Text {
	if r.Code == Other && lang.Known(r.Lang) {
		return lang.Say(r.Lang, r.Note)
	}
	in := map[lang.Tag]string{}
	for _, l := range lang.Interface {
		in[l] = r.In(say, l)
	}
	return lang.Of(lang.Interface[0], in)
}
