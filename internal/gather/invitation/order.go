package invitation

import (
	"cmp"
	"slices"

	"penc/internal/ground/fault"
	"penc/internal/ground/ref"
	"penc/internal/people/role"
)

// newestFirst returns offers in a fixed order.
func newestFirst(offers map[ref.ID]role.Offer) []role.Offer {
	out := make([]role.Offer, 0, len(offers))
	for _, o := range offers {
		out = append(out, o)
	}
	slices.SortFunc(out, func(a, b role.Offer) int { return cmp.Or(b.Made.Compare(a.Made), cmp.Compare(b.ID, a.ID)) })
	return out
}

// maybe takes a NotFound fault as nothing.
func maybe[T any](v T, err error) (T, error) {
	if fault.KindOf(err) == fault.NotFound {
		return v, nil
	}
	return v, err
}

// byAddress returns the newest offer to each address.
func byAddress(offers map[ref.ID]role.Offer) map[string]role.Offer {
	out := map[string]role.Offer{}
	for _, o := range offers {
		if old, ok := out[o.Address]; o.Address != "" && (!ok || o.Made.After(old.Made)) {
			out[o.Address] = o
		}
	}
	return out
}
