package opinion

import (
	"cmp"
	"math/bits"
	"slices"
)

// Where two things tie, the Polis engine takes them in the order in which a hash
// map of its language, Clojure, lists them by their numbers: up to eight as they
// were put in, more by hash. That order decides who of those with equally many
// votes is filled up, and which of two equally near base clusters a person joins,
// so it is part of the method. The hash is MurmurHash3 (Austin Appleby, x86_32
// variant, seed 0) of the two halves of the number; a map is a trie over its bits,
// five at a time from the lowest (Phil Bagwell, "Ideal Hash Trees", 2001).

// listed is up to how many entries a map keeps in the order they were put in.
const listed = 8

// inMapOrder sorts numbers that differ as a hash map lists them: as they are if
// there are few of them.
func inMapOrder(numbers []int) {
	if len(numbers) > listed {
		slices.SortStableFunc(numbers, compareHashes)
	}
}

// compareHashes compares two numbers by where a hash map lists them.
func compareHashes(a, b int) int {
	if a == b {
		return 0
	}
	x, y := hashNumber(a), hashNumber(b)
	for range 7 {
		if c := cmp.Compare(x&31, y&31); c != 0 {
			return c
		}
		x, y = x>>5, y>>5
	}
	return 0
}

// hashNumber is the hash of a whole number, 0 for 0.
func hashNumber(n int) uint32 {
	if n == 0 {
		return 0
	}
	h := uint32(0)
	for _, half := range [2]uint32{uint32(n), uint32(uint64(n) >> 32)} {
		h ^= bits.RotateLeft32(half*0xcc9e2d51, 15) * 0x1b873593
		h = bits.RotateLeft32(h, 13)*5 + 0xe6546b64
	}
	h ^= 8 // bytes hashed
	h = (h ^ h>>16) * 0x85ebca6b
	h = (h ^ h>>13) * 0xc2b2ae35
	return h ^ h>>16
}
