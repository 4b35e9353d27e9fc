package ballot_test

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"penc/ballot"
)

// shuffled is an election in which each voter ranks the first so many items of an
// order of their own.
func shuffled(voters, items, ranked int) *ballot.Election {
	chance := rand.New(rand.NewPCG(1, 2))
	list := make([]ballot.Item, items)
	for i := range list {
		list[i].ID = fmt.Sprint(i + 1)
	}
	b := ballot.NewBuilder(ballot.Ranking, list)
	places := make([][]int, ranked)
	for range voters {
		for j, i := range chance.Perm(items)[:ranked] {
			places[j] = []int{i}
		}
		b.Rank(1, places...)
	}
	return b.Election()
}

// BenchmarkSchulzeThousand is m = 1,000: a million links, a thousand million
// steps.
func BenchmarkSchulzeThousand(b *testing.B) {
	e := shuffled(1001, 1000, 1000)
	for b.Loop() {
		count(b, e, ballot.Schulze, ballot.Options{})
	}
}

func benchmarkMany(b *testing.B, rule string, seats int) {
	e := shuffled(100_000, 30, 8).ForSeats(seats)
	for b.Loop() {
		count(b, e, rule, ballot.Options{})
	}
}

func BenchmarkSchulzeManyVoters(b *testing.B)     { benchmarkMany(b, ballot.Schulze, 1) }
func BenchmarkBordaManyVoters(b *testing.B)       { benchmarkMany(b, ballot.Borda, 1) }
func BenchmarkIRVManyVoters(b *testing.B)         { benchmarkMany(b, ballot.IRV, 1) }
func BenchmarkSTVScottishManyVoters(b *testing.B) { benchmarkMany(b, ballot.STVScottish, 7) }
func BenchmarkSTVMeekManyVoters(b *testing.B)     { benchmarkMany(b, ballot.STVMeek, 7) }
