package routing_test

import (
	"fmt"
	"os"
	"testing"

	"penc/opinion/routing"
)

func TestTuneR(t *testing.T) {
	names := dense
	if os.Getenv("ONLY") != "" {
		names = []string{os.Getenv("ONLY")}
	}
	for _, k := range talks(t, names...) {
		_, base := replay(6, func(seed uint64) []point { return k.newcomers(polis, seed, 200) })
		fmt.Printf("%s newcomers base %.0f:", k.name, base)
		for _, x := range []struct {
			pow         int
			turn, alike float64
			b, g        float64
		}{{2, .1, .1, 1, .9}, {3, .1, .1, 1, .9}, {4, .1, .1, 1, .9}, {3, .05, .05, 1, .9}, {4, .05, .05, 1, .9}, {4, .02, .02, 1, .9}, {3, .1, .1, 0, .9}, {3, .1, .1, 1, .6}, {3, .1, .1, 1, 1}} {
			routing.Tune(x.pow, x.turn, x.alike)
			routing.TuneL(x.b, x.g)
			_, v := replay(6, func(seed uint64) []point { return k.newcomers(penc, seed, 200) })
			fmt.Printf("  %v %.0f=%.2f", x, v, v/base)
		}
		fmt.Println()
	}
}
