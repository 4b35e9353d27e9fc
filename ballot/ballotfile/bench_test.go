package ballotfile_test

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"penc/ballot"
	"penc/ballot/ballotfile"
	"penc/ballot/ballottest"
)

func benchmark(b *testing.B, name string, data []byte, kind ballot.Kind) {
	b.SetBytes(int64(len(data)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := ballotfile.Read(name, bytes.NewReader(data), ballotfile.Options{Kind: kind}); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkWieliczka(b *testing.B) {
	benchmark(b, "x.pb", ballottest.Bytes(b, "pb/poland_wieliczka_2023.pb.gz"), 0)
}

// table is n voters × d items, each cell filled every other time.
func table(n, d, most int) []byte {
	chance := rand.New(rand.NewPCG(1, 2))
	var out bytes.Buffer
	for i := range d {
		fmt.Fprintf(&out, "%sitem %d", strings.Repeat(",", min(i, 1)), i)
	}
	for range n {
		out.WriteByte('\n')
		for i := range d {
			if i > 0 {
				out.WriteByte(',')
			}
			if chance.IntN(2) == 0 {
				fmt.Fprint(&out, 1+chance.IntN(most))
			}
		}
	}
	return out.Bytes()
}

func BenchmarkPointsOfManyVoters(b *testing.B) {
	benchmark(b, "x.csv", table(100_000, 200, 5), ballot.Scores)
}

func BenchmarkPlacesOfManyVoters(b *testing.B) {
	benchmark(b, "x.csv", table(100_000, 30, 30), ballot.Ranking)
}
