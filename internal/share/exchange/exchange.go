package exchange

import (
	"penc/bundle"
	"penc/internal/ground/carry"
	"penc/internal/ground/ref"
)

// A Plan is what a file would do, or did.
type Plan struct {
	Process ref.ID
	Title   bundle.Text
	Changes []carry.Change
}

// Idle reports whether the file changes nothing.
func (p Plan) Idle() bool {
	return carry.Count(p.Changes, carry.Unchanged) == len(p.Changes)
}

// A Part is the changes of one section of the file.
type Part struct {
	Section string
	Changes []carry.Change
}

// Parts returns the changes section by section, in the order of the plan.
func (p Plan) Parts() []Part {
	var out []Part
	at := map[string]int{}
	for _, c := range p.Changes {
		i, ok := at[c.Section]
		if !ok {
			i = len(out)
			at[c.Section] = i
			out = append(out, Part{Section: c.Section})
		}
		out[i].Changes = append(out[i].Changes, c)
	}
	return out
}
