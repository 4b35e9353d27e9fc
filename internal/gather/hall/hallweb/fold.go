package hallweb

import (
	"strings"
	"unicode"

	"golang.org/x/text/runes"
	"golang.org/x/text/transform"
	"golang.org/x/text/unicode/norm"
)

// fold returns a name without marks and capitals, for sorting and looking for.
func fold(name string) string {
	out, _, err := transform.String(transform.Chain(norm.NFD, runes.Remove(runes.In(unicode.Mn)), norm.NFC), name)
	if err != nil {
		out = name
	}
	return strings.ToLower(out)
}

// contains reports whether a name holds what was typed.
func contains(name, typed string) bool { return strings.Contains(fold(name), fold(typed)) }
