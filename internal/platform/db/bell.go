package db

import "sync"

// A Bell tells the goroutines of this program that something moved: a new fact,
// a new job. Its number only grows.
type Bell struct {
	mu     sync.Mutex
	number int64
	ch     chan struct{}
}

// Bell returns the bell with a name. It is the same for the same name.
func (d *DB) Bell(name string) *Bell {
	d.bellsMu.Lock()
	defer d.bellsMu.Unlock()
	if d.bells == nil {
		d.bells = map[string]*Bell{}
	}
	if d.bells[name] == nil {
		d.bells[name] = &Bell{ch: make(chan struct{})}
	}
	return d.bells[name]
}

// RingOnCommit rings the bell with a name once the transaction is on disk. A bell
// about one thing, whose name holds a slash ("attendance.live/m1"), rings on every
// node of a PostgreSQL database; see [DB.Listen].
func (t *Tx) RingOnCommit(name string, number int64) {
	b := t.db.Bell(name)
	t.OnCommit(func() { b.Ring(number) })
	t.tellOthers(name, number)
}

// Ring wakes everybody who waits and raises the number to number if it is lower.
func (b *Bell) Ring(number int64) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.number = max(b.number, number)
	close(b.ch)
	b.ch = make(chan struct{})
}

// Number returns the highest number rung.
func (b *Bell) Number() int64 {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.number
}

// Wait returns a channel that is closed at the next ring.
func (b *Bell) Wait() <-chan struct{} {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.ch
}
