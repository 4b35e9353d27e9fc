package conversation

import (
	"sync"

	"penc/internal/ground/ref"
	"penc/internal/platform/db"
)

// leaves is how many drawings are kept in memory as they were read: each is read
// from its row again only when it was drawn anew.
const leaves = 24

// An atlas is the drawings that were asked for last.
type atlas struct {
	mu    sync.Mutex
	by    map[ref.ID]*leaf
	turns int
}

type leaf struct {
	drawn   string
	drawing Drawing
	used    int // the turn at which it was last asked for
}

// of returns the last drawing of a conversation; false if there is none, or one that
// a program of before made, which is made anew within a minute. It is shared: nobody
// may change it.
func (a *atlas) of(tx *db.Tx, conversation ref.ID) (Drawing, bool, error) {
	drawn, ok, err := drawnAt(tx, conversation)
	if err != nil || !ok {
		return Drawing{}, false, err
	}
	if l := a.leaf(conversation, drawn); l != nil {
		return l.drawing, true, nil
	}
	d, drawn, ok, err := drawingOf(tx, conversation)
	if err != nil || !ok {
		return Drawing{}, false, err
	}
	a.keep(conversation, &leaf{drawn: drawn, drawing: d})
	return d, true, nil
}

func (a *atlas) leaf(conversation ref.ID, drawn string) *leaf {
	a.mu.Lock()
	defer a.mu.Unlock()
	l := a.by[conversation]
	if l == nil || l.drawn != drawn {
		return nil
	}
	a.turns++
	l.used = a.turns
	return l
}

func (a *atlas) keep(conversation ref.ID, l *leaf) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.by == nil {
		a.by = map[ref.ID]*leaf{}
	}
	a.turns++
	l.used = a.turns
	a.by[conversation] = l
	if len(a.by) <= leaves {
		return
	}
	oldest := conversation
	for id, other := range a.by {
		if other.used < a.by[oldest].used {
			oldest = id
		}
	}
	delete(a.by, oldest)
}
