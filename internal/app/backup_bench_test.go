package app_test

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"sync/atomic"
	"testing"
	"time"

	"penc/internal/app"
	"penc/internal/deliberate/conversation"
	"penc/internal/ground/access"
	"penc/internal/ground/lang"
	"penc/internal/ground/ref"
	"penc/internal/platform/config"
)

// crowded makes a site with a conversation of 1,000 people who cast 100,000 votes.
func crowded(b *testing.B, engine string) config.Place {
	b.Helper()
	p := placeOn(b, engine)
	a := openAt(b, p)
	if _, err := a.Seed(b.Context()); err != nil {
		b.Fatal(err)
	}
	dir := b.TempDir()
	write := func(name, text string) {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			b.Fatal(err)
		}
	}
	comments, votes := "timestamp,datetime,comment-id,author-id,agrees,disagrees,moderated,comment-body\n", "timestamp,datetime,comment-id,voter-id,vote\n"
	for s := range 100 {
		comments += fmt.Sprintf("%d,x,%d,0,0,0,1,Statement %d\n", 1_700_000_000_000+s, s, s)
	}
	list := []byte(votes)
	for v := range 1000 {
		for s := range 100 {
			list = fmt.Appendf(list, "%d,x,%d,%d,%d\n", 1_700_000_100_000+v*100+s, s, v, (v*s)%3-1)
		}
	}
	write("comments.csv", comments)
	write("votes.csv", string(list))
	_, err := a.Conversations.ImportPolis(b.Context(), access.AtConsole(mareola), conversation.PolisImport{
		ID: ref.ID("crowd"), Process: mareola, Lang: lang.English, Title: lang.Say(lang.English, "Crowd"), Folder: os.DirFS(dir),
	})
	if err != nil {
		b.Fatal(err)
	}
	if err := a.Close(); err != nil {
		b.Fatal(err)
	}
	return p
}

// peak measures the memory that the heap takes while fn runs.
func peak(b *testing.B, fn func()) {
	b.Helper()
	runtime.GC()
	var most atomic.Uint64
	done := make(chan struct{})
	stopped := make(chan struct{})
	go func() {
		defer close(stopped)
		for {
			var m runtime.MemStats
			runtime.ReadMemStats(&m)
			most.Store(max(most.Load(), m.HeapInuse))
			select {
			case <-done:
				return
			case <-time.After(10 * time.Millisecond):
			}
		}
	}()
	fn()
	close(done)
	<-stopped
	b.ReportMetric(float64(most.Load())/1e6, "heap-MB")
}

func BenchmarkBackup(b *testing.B) {
	for _, from := range engines() {
		p := crowded(b, from)
		b.Run("make/"+from, func(b *testing.B) {
			for b.Loop() {
				peak(b, func() {
					file := backUp(b, p)
					info, err := os.Stat(file)
					if err != nil {
						b.Fatal(err)
					}
					b.ReportMetric(float64(info.Size())/1e6, "file-MB")
				})
			}
		})
		file := backUp(b, p)
		b.Run("check/"+from, func(b *testing.B) {
			for b.Loop() {
				if out := app.CheckBackup(b.Context(), app.BackupJob{File: file}); out.Fault != "" {
					b.Fatal(out.Fault)
				}
			}
		})
		for _, into := range engines() {
			b.Run("restore/"+from+"-"+into, func(b *testing.B) {
				for b.Loop() {
					b.StopTimer()
					to := placeOn(b, into)
					b.StartTimer()
					peak(b, func() { restore(b, to, file) })
				}
			})
		}
	}
}
