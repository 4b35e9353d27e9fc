package ballotfile

import (
	"math/big"
	"strconv"
	"strings"
)

// mostDigits is the length of the longest number that is read.
const mostDigits = 40

// decimal reads a number with or without a sign and decimals, behind a point or
// a comma. Nothing else: no exponents, no spaces between thousands. The reason
// is empty if it is one.
func decimal(text string) (x *big.Rat, reason string) {
	text = strings.TrimSpace(text)
	digits := strings.TrimLeft(text, "+-")
	if len(text)-len(digits) > 1 {
		return nil, NotNumber
	}
	whole, part, point := strings.Cut(strings.Replace(digits, ",", ".", 1), ".")
	if !allDigits(whole) || point && !allDigits(part) {
		return nil, NotNumber
	}
	if len(digits) > mostDigits {
		return nil, NumberTooLarge
	}
	x, _ = new(big.Rat).SetString(strings.Replace(text, ",", ".", 1))
	return x, ""
}

// whole reads a whole number from 0 that fits an int.
func whole(text string) (n int, reason string) {
	text = strings.TrimSpace(text)
	if !allDigits(text) {
		return 0, NotNumber
	}
	n, err := strconv.Atoi(text)
	if err != nil {
		return 0, NumberTooLarge
	}
	return n, ""
}

func allDigits(text string) bool {
	for i := range len(text) {
		if text[i] < '0' || text[i] > '9' {
			return false
		}
	}
	return text != ""
}
