package conversation_test

import (
	"context"
	"fmt"
	"sync/atomic"
	"testing"

	"penc/internal/deliberate/conversation/conversationtest"
	"penc/internal/ground/ref"
	"penc/opinion"
)

// BenchmarkCast is a durable vote on SQLite: many people at once, each voting on
// one of 100 statements. Votes that wait at the same moment share a commit.
func BenchmarkCast(b *testing.B) {
	h := conversationtest.SQLite(b)
	_, statements := h.Opened(b, 100)
	var next atomic.Int64
	b.SetParallelism(128)
	b.ReportAllocs()
	b.ResetTimer()
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			i := int(next.Add(1))
			voice := conversationtest.Voice(ref.ID(fmt.Sprintf("p%d", i/len(statements))))
			if _, err := h.Conversations.Cast(context.Background(), voice, ballot(statements[i%len(statements)], opinion.Vote(i%3-1))); err != nil {
				b.Error(err)
				return
			}
		}
	})
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "votes/s")
}

// BenchmarkNext is the choice of the next statement for somebody who has voted on
// half of 100.
func BenchmarkNext(b *testing.B) {
	h := conversationtest.SQLite(b)
	_, statements := h.Opened(b, 100)
	voice := conversationtest.Voice("amina")
	for _, st := range statements[:50] {
		cast(b, h, voice, st, opinion.Agree)
	}
	b.ReportAllocs()
	b.ResetTimer()
	for range b.N {
		if turn, err := h.Conversations.Next(context.Background(), voice, "c1"); err != nil || !turn.Left {
			b.Fatal(turn, err)
		}
	}
}
