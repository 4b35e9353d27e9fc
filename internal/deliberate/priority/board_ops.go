package priority

import (
	"context"

	"penc/internal/gather/attendance"
	"penc/internal/gather/breakout"
	"penc/internal/gather/meeting"
	"penc/internal/ground/access"
	"penc/internal/ground/fault"
	"penc/internal/ground/lang"
	"penc/internal/ground/ref"
	"penc/internal/platform/db"
	"penc/internal/platform/record"
)

// ring tells everybody who looks at a meeting that something moved.
func ring(tx *db.Tx, meeting ref.ID) {
	tx.RingOnCommit(attendance.Live(meeting), tx.Now.UnixNano())
}

// seen returns a meeting; NotFound if its process is not for who to know of.
func (s *Service) seen(tx *db.Tx, who access.Actor, id ref.ID) (meeting.Meeting, error) {
	m, err := s.meetings.ByIDTx(tx, id)
	if err != nil {
		return m, err
	}
	p, err := s.processes.ByIDTx(tx, m.Process)
	if err == nil && !p.VisibleTo(who) {
		err = fault.New(fault.NotFound, "", "meeting.unknown")
	}
	return m, err
}

// BoardTx returns the board of a meeting, whoever asks. A meeting whose board was
// not opened yet has an empty one.
func (s *Service) BoardTx(tx *db.Tx, id ref.ID) (Board, error) {
	b, err := boardRow(tx, id)
	if fault.KindOf(err) == fault.NotFound {
		m, err := s.meetings.ByIDTx(tx, id)
		return Board{Meeting: id, Process: m.Process, Frozen: map[ref.ID]ref.ID{}}, err
	}
	if err != nil {
		return b, err
	}
	if b.Items, err = itemsOf(tx, id); err != nil {
		return b, err
	}
	b.Frozen = map[ref.ID]ref.ID{}
	all, err := ballotsOf(tx, id)
	for _, sh := range all {
		if sh.Stand == Voting || sh.Stand == Closed {
			for _, c := range sh.Items {
				b.Frozen[c.Item] = sh.ID
			}
		}
	}
	return b, err
}

// reported returns the points of a meeting as the board takes them.
func (s *Service) reported(tx *db.Tx, meeting ref.ID) ([]Origin, error) {
	all, err := s.breakouts.ReportedTx(tx, meeting)
	out := make([]Origin, len(all))
	for i, r := range all {
		out[i] = originOf(r)
	}
	return out, err
}

func originOf(r breakout.Reported) Origin {
	return Origin{
		Meeting: r.Meeting, Breakout: r.Breakout, Room: r.Room, Reported: r.ID, Words: r.Text,
		Support: r.Support, Supporters: r.Supporters, Groups: r.Groups, At: r.At,
	}
}

// change locks a board, has decide say what changes, and keeps the change. A
// change that touches nothing is none; an act that arrives twice changes nothing
// the second time.
func (s *Service) change(ctx context.Context, who access.Actor, id ref.ID, kind Kind, decide func(tx *db.Tx, b Board) (Change, error)) (c Change, err error) {
	err = s.db.Write(ctx, func(tx *db.Tx) (err error) {
		if _, err := s.seen(tx, who, id); err != nil {
			return err
		}
		b, err := s.opened(tx, id)
		if err != nil {
			return err
		}
		if err := record.Once(tx, who, kind.Fact()); err != nil {
			return err
		}
		if c, err = decide(tx, b); err != nil {
			return err
		}
		c, err = s.keep(tx, who, b, c)
		return err
	})
	return c, fault.Wrap("change a board ("+string(kind)+")", err)
}

// opened locks and returns a board that was opened.
func (s *Service) opened(tx *db.Tx, id ref.ID) (Board, error) {
	if err := tx.Lock("priority.board/" + string(id)); err != nil {
		return Board{}, err
	}
	b, err := s.BoardTx(tx, id)
	if err == nil && b.Opened.IsZero() {
		err = fault.New(fault.NotFound, "", "priority.board.unknown")
	}
	return b, err
}

// keep stores a change of a locked board.
func (s *Service) keep(tx *db.Tx, who access.Actor, b Board, c Change) (Change, error) {
	if len(c.Touched) == 0 {
		return c, nil
	}
	c.By, c.At = who.In(b.Process), tx.Now
	after := b.Apply(c)
	for _, t := range c.Touched {
		if err := saveItem(tx, b.Meeting, t.After); err != nil {
			return c, err
		}
	}
	if err := saveBoard(tx, after); err != nil {
		return c, err
	}
	if err := saveChange(tx, b.Meeting, c); err != nil {
		return c, err
	}
	ring(tx, b.Meeting)
	if c.Kind == Ranked {
		return c, nil // told by the ballot
	}
	return c, record.Append(tx, who, c.Kind.Fact(), b.Ref(), b.Process, c.Touched, record.Figure("items", len(c.Touched)))
}

// newIDs returns fresh identifiers.
func newIDs(tx *db.Tx, n int) ([]ref.ID, error) {
	out := make([]ref.ID, n)
	for i := range out {
		id, err := tx.NewID()
		if err != nil {
			return nil, err
		}
		out[i] = id
	}
	return out, nil
}

// OpenBoard opens the board of a meeting and takes what was reported. Conveners
// and facilitators may. Of an open board it says whether points are taken by
// themselves, and takes those that wait if they are. Faults: NotFound, Forbidden.
// Facts: BoardOpened, and points-taken if there were any.
func (s *Service) OpenBoard(ctx context.Context, who access.Actor, id ref.ID, auto bool) (b Board, err error) {
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		m, err := s.seen(tx, who, id)
		if err != nil {
			return err
		}
		if err := MayEdit(who, id, m.Process); err != nil {
			return err
		}
		if err := tx.Lock("priority.board/" + string(id)); err != nil {
			return err
		}
		if b, err = s.BoardTx(tx, id); err != nil {
			return err
		}
		fresh := b.Opened.IsZero()
		if b.Auto = auto; fresh {
			b.Opened = tx.Now
		}
		if err := saveBoard(tx, b); err != nil {
			return err
		}
		ring(tx, id)
		if !fresh && !auto {
			return nil
		}
		if fresh {
			if err := record.Append(tx, who, BoardOpened, b.Ref(), b.Process, nil); err != nil {
				return err
			}
		}
		c, err := s.taking(tx, b)
		if err != nil {
			return err
		}
		if len(c.Touched) == 0 {
			return nil
		}
		_, err = s.keep(tx, who, b, c)
		b = b.Apply(c)
		return err
	})
	return b, fault.Wrap("open board", err)
}

// taking returns the change by which a board takes what it has not taken yet.
func (s *Service) taking(tx *db.Tx, b Board) (Change, error) {
	points, err := s.reported(tx, b.Meeting)
	if err != nil {
		return Change{}, err
	}
	ids, err := newIDs(tx, len(points))
	if err != nil {
		return Change{}, err
	}
	return b.Take(points, ids)
}

// TakePoints takes the points that were reported since the last time, and the
// words that rooms changed since. Conveners and facilitators may. Faults:
// NotFound, Forbidden. Fact: points-taken.
func (s *Service) TakePoints(ctx context.Context, who access.Actor, id ref.ID) (Change, error) {
	return s.change(ctx, who, id, Took, func(tx *db.Tx, b Board) (Change, error) {
		if err := MayEdit(who, b.Meeting, b.Process); err != nil {
			return Change{}, err
		}
		return s.taking(tx, b)
	})
}

// followReport has the boards of a process take points that were reported, where
// they do so by themselves.
func (s *Service) followReport(tx *db.Tx, f record.Fact) error {
	boards, err := boardsOf(tx, f.Process)
	if err != nil {
		return err
	}
	for _, row := range boards {
		if !row.Auto {
			continue
		}
		b, err := s.opened(tx, row.Meeting)
		if err != nil {
			return err
		}
		c, err := s.taking(tx, b)
		if fault.KindOf(err) == fault.Invalid {
			continue // the board is full; a facilitator reads so when they take points
		}
		if err != nil {
			return err
		}
		if _, err := s.keep(tx, access.Machine(), b, c); err != nil {
			return err
		}
	}
	return nil
}

// AddItem adds an item by hand. Conveners and facilitators may. Faults: NotFound,
// Forbidden, Invalid by field. Fact: added.
func (s *Service) AddItem(ctx context.Context, who access.Actor, id ref.ID, words lang.Text) (Change, error) {
	return s.change(ctx, who, id, AddedBy, func(tx *db.Tx, b Board) (Change, error) {
		fresh, err := tx.NewID()
		if err != nil {
			return Change{}, err
		}
		return b.Add(who, fresh, words, tx.Now)
	})
}

// CarryItems carries items of an earlier board of the process over. Conveners and
// facilitators may. Faults: NotFound, Forbidden, Invalid. Fact: carried.
func (s *Service) CarryItems(ctx context.Context, who access.Actor, id ref.ID, items []ref.ID) (Change, error) {
	return s.change(ctx, who, id, CarriedO, func(tx *db.Tx, b Board) (Change, error) {
		by := map[ref.ID][]ref.ID{}
		var order []ref.ID
		for _, it := range items {
			from, err := meetingOf(tx, it)
			if err != nil {
				return Change{}, err
			}
			if by[from] == nil {
				order = append(order, from)
			}
			by[from] = append(by[from], it)
		}
		out, now := b.change(CarriedO), b
		if len(items) == 0 {
			_, err := b.CarryOver(who, Board{Process: b.Process}, nil, nil)
			return out, err
		}
		for _, from := range order {
			earlier, err := s.BoardTx(tx, from)
			if err != nil {
				return out, err
			}
			ids, err := newIDs(tx, len(by[from]))
			if err != nil {
				return out, err
			}
			c, err := now.CarryOver(who, earlier, by[from], ids)
			if err != nil {
				return out, err
			}
			out.Touched = append(out.Touched, c.Touched...)
			now = now.Apply(c)
			now.Last = b.Last
		}
		return out, nil
	})
}

// MergeItems makes one item of several. Conveners and facilitators may. Faults:
// NotFound, Forbidden, Conflict if one changed since it was seen, Closed, Invalid
// by field. Fact: merged.
func (s *Service) MergeItems(ctx context.Context, who access.Actor, id ref.ID, in Wording) (Change, error) {
	return s.change(ctx, who, id, Merge, func(tx *db.Tx, b Board) (Change, error) {
		fresh, err := tx.NewID()
		if err != nil {
			return Change{}, err
		}
		return b.MergeItems(who, fresh, in)
	})
}

// SplitItem takes a merged item apart. Conveners and facilitators may. Faults as
// MergeItems. Fact: split.
func (s *Service) SplitItem(ctx context.Context, who access.Actor, id, item ref.ID, seen int) (Change, error) {
	return s.change(ctx, who, id, Split, func(_ *db.Tx, b Board) (Change, error) { return b.SplitBack(who, item, seen) })
}

// RewordItem puts an item in other words. Conveners and facilitators may. Faults
// as MergeItems. Fact: reworded.
func (s *Service) RewordItem(ctx context.Context, who access.Actor, id ref.ID, in Wording) (Change, error) {
	return s.change(ctx, who, id, Reworded, func(_ *db.Tx, b Board) (Change, error) { return b.Reword(who, in) })
}

// PutAside sets items aside. Conveners and facilitators may. Faults as MergeItems.
// Fact: set-aside.
func (s *Service) PutAside(ctx context.Context, who access.Actor, id ref.ID, in Wording) (Change, error) {
	return s.change(ctx, who, id, SetAside, func(_ *db.Tx, b Board) (Change, error) { return b.Put(who, in) })
}

// ReviveItem brings an item back that was set aside. Conveners and facilitators
// may. Faults as MergeItems. Fact: revived.
func (s *Service) ReviveItem(ctx context.Context, who access.Actor, id, item ref.ID, seen int) (Change, error) {
	return s.change(ctx, who, id, Revived, func(_ *db.Tx, b Board) (Change, error) { return b.Revive(who, item, seen) })
}

// UndoChange undoes a change, as long as nothing was built on it. Conveners and
// facilitators may. Faults: NotFound, Forbidden, Closed. Fact: undone.
func (s *Service) UndoChange(ctx context.Context, who access.Actor, id ref.ID, seq int) (Change, error) {
	return s.change(ctx, who, id, Undid, func(tx *db.Tx, b Board) (Change, error) {
		c, err := changeBySeq(tx, id, seq)
		if err != nil {
			return c, err
		}
		return b.Undo(who, c)
	})
}

// A Scene is the board of a meeting with all that its page shows.
type Scene struct {
	Board    Board
	News     []Origin // reported and not taken yet
	Reported int      // points of all filed report-backs
	Ballots  []Ballot // the newest first
	Last     *Change  // the newest change
	May      bool     // who asks runs the board
	Practice Practice
}

// SceneOf returns the board of a meeting as who asks may see it. Faults: NotFound.
func (s *Service) SceneOf(ctx context.Context, who access.Actor, id ref.ID) (out Scene, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		out = Scene{}
		m, err := s.seen(tx, who, id)
		if err != nil {
			return err
		}
		out.May = MayEdit(who, id, m.Process) == nil
		if out.Board, err = s.BoardTx(tx, id); err != nil {
			return err
		}
		points, err := s.reported(tx, id)
		if err != nil {
			return err
		}
		out.News, out.Reported = out.Board.News(points), len(points)
		all, err := ballotsOf(tx, id)
		for i := len(all) - 1; i >= 0; i-- {
			out.Ballots = append(out.Ballots, all[i].Ballot)
		}
		if err != nil {
			return err
		}
		if out.Practice, err = practiceOf(tx, m.Process); err != nil {
			return err
		}
		last, err := changesOf(tx, id, 0, 1)
		if len(last) > 0 {
			out.Last = &last[0]
		}
		return err
	})
	return out, err
}

// History returns changes of a board with numbers below before (0 for no bound),
// the newest first. Whoever sees the meeting sees them. Faults: NotFound.
func (s *Service) History(ctx context.Context, who access.Actor, id ref.ID, before, limit int) (out []Change, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		if _, err := s.seen(tx, who, id); err != nil {
			return err
		}
		out, err = changesOf(tx, id, before, limit)
		return err
	})
	return out, err
}

// Earlier returns the other boards of the process of a meeting that were opened,
// for carrying items over. Faults: NotFound.
func (s *Service) Earlier(ctx context.Context, who access.Actor, id ref.ID) (out []Board, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		out = nil
		m, err := s.seen(tx, who, id)
		if err != nil {
			return err
		}
		all, err := boardsOf(tx, m.Process)
		if err != nil {
			return err
		}
		for _, row := range all {
			if row.Meeting == id {
				continue
			}
			b, err := s.BoardTx(tx, row.Meeting)
			if err != nil {
				return err
			}
			out = append(out, b)
		}
		return nil
	})
	return out, err
}

// SetPractice says what the ballots of a process may do. Its conveners may.
// Faults: NotFound, Forbidden. Fact: PracticeSet.
func (s *Service) SetPractice(ctx context.Context, who access.Actor, process ref.ID, p Practice) error {
	err := s.db.Write(ctx, func(tx *db.Tx) error {
		pr, err := s.processes.ByIDTx(tx, process)
		if err != nil {
			return err
		}
		if !pr.VisibleTo(who) {
			return fault.New(fault.NotFound, "", "process.unknown")
		}
		if !who.Holds(access.Convener, pr.Ref()) {
			return fault.New(fault.Forbidden, "", "priority.practice.conveners-only")
		}
		if err := savePractice(tx, process, p); err != nil {
			return err
		}
		return record.Append(tx, who, PracticeSet, pr.Ref(), process, p)
	})
	return fault.Wrap("set the practice of ballots", err)
}

// PracticeOf returns what the ballots of a process may do.
func (s *Service) PracticeOf(ctx context.Context, process ref.ID) (p Practice, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		p, err = practiceOf(tx, process)
		return err
	})
	return p, err
}
