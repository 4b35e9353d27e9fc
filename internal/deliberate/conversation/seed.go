package conversation

import (
	"strings"
	"unicode/utf8"

	"penc/internal/ground/access"
	"penc/internal/ground/fault"
	"penc/internal/ground/lang"
	"penc/internal/ground/ref"
)

// MaxSeeds is how many statements can be sown at once.
const MaxSeeds = 100

// A Sowing is several statements with which those who run a conversation begin
// it, one a line, in one language or in several side by side.
type Sowing struct {
	Conversation ref.ID
	From         lang.Tag // the language of the originals
	Lines        map[lang.Tag]string
}

// lines returns the lines of a text that are not empty.
func lines(text string) []string {
	var out []string
	for line := range strings.SplitSeq(text, "\n") {
		if line = strings.Join(strings.Fields(line), " "); line != "" {
			out = append(out, line)
		}
	}
	return out
}

// Sow decides whether who may begin the conversation with statements, and
// returns them. All are among those that are there already or are the same. A
// translation has as many lines as the original, or none.
func (c Conversation) Sow(who access.Actor, in Sowing, all []Statement) ([]Statement, error) {
	field := "lines." + string(in.From)
	switch {
	case !c.Runs(who):
		return nil, fault.New(fault.Forbidden, "", "conversation.prepare.facilitator-only")
	case c.State == Closed:
		return nil, fault.New(fault.Closed, "", "conversation.closed")
	}
	originals := lines(in.Lines[in.From])
	switch n := len(originals); {
	case n == 0:
		return nil, fault.Field(field, "conversation.seed.empty")
	case n > MaxSeeds:
		return nil, fault.Field(field, "conversation.seed.too-many", "n", n, "limit", MaxSeeds)
	}
	words := make([]map[lang.Tag]string, len(originals))
	for i := range words {
		words[i] = map[lang.Tag]string{in.From: originals[i]}
	}
	for l, text := range in.Lines {
		translated := lines(text)
		switch {
		case l == in.From || len(translated) == 0:
		case len(translated) != len(originals):
			return nil, fault.Field("lines."+string(l), "conversation.seed.uneven", "lines", len(translated), "originals", len(originals))
		default:
			for i := range words {
				words[i][l] = translated[i]
			}
		}
	}
	return c.sown(in, words, all)
}

func (c Conversation) sown(in Sowing, words []map[lang.Tag]string, all []Statement) ([]Statement, error) {
	var out []Statement
	var faults fault.List
	for i, w := range words {
		st := Statement{Conversation: c.ID, Words: lang.Of(in.From, w), Standing: Accepted, Version: 1}
		for l, text := range st.Words.All() {
			field := "lines." + string(l)
			if n := utf8.RuneCountInString(text); n < MinStatement {
				faults = faults.Add(fault.Field(field, "conversation.seed.too-short", "line", i+1, "limit", MinStatement))
			} else if n > MaxStatement {
				faults = faults.Add(fault.Field(field, "conversation.seed.too-long", "line", i+1, "length", n, "limit", MaxStatement))
			}
		}
		for _, o := range append(all[:len(all):len(all)], out...) {
			if o.Standing == Accepted && Same(o.Words, st.Words) {
				faults = faults.Add(fault.Field("lines."+string(in.From), "conversation.seed.there-already", "line", i+1))
				break
			}
		}
		out = append(out, st)
	}
	return out, faults.Err()
}
