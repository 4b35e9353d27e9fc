package publication

import (
	"context"

	"penc/internal/gather/process"
	"penc/internal/ground/access"
	"penc/internal/ground/fault"
	"penc/internal/ground/lang"
	"penc/internal/ground/ref"
	"penc/internal/platform/db"
	"penc/internal/platform/record"
)

// Write keeps a post: a new draft if in has no id, or the stored post as it is to
// be, with the version that was read. Conveners and editors may. Faults:
// NotFound, Forbidden, Conflict if it changed meanwhile or if the same act made a
// post before, Invalid by field. Fact: NewsDrafted, or NewsCorrected for a post
// that was published.
func (s *Service) Write(ctx context.Context, who access.Actor, in News) (n News, err error) {
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		old, w, err := s.lockedNews(tx, who, in.Process, in.ID)
		if err != nil {
			return err
		}
		if n, err = old.Write(who, w, in, tx.Now); err != nil {
			return err
		}
		if n.ID == "" {
			if err := record.Once(tx, who, NewsDrafted); err != nil {
				return err
			}
			if n.ID, err = tx.NewID(); err != nil {
				return err
			}
		}
		fact := NewsDrafted
		if n.State != Draft {
			fact = NewsCorrected
		}
		return keepNews(tx, who, fact, n)
	})
	return n, fault.Wrap("write news", err)
}

// Publish shows a post to everybody who may see its process; one that was
// withdrawn comes back. Conveners and editors may. Faults: NotFound, Forbidden,
// Conflict, Closed if it is public already. Fact: NewsPublished.
func (s *Service) Publish(ctx context.Context, who access.Actor, id ref.ID, version int) (News, error) {
	return s.turn(ctx, who, id, "publish news", NewsPublished, func(tx *db.Tx, n News, p process.Process) (News, error) {
		return n.Publish(who, p, version, tx.Now)
	})
}

// Withdraw takes a published post back for a reason that stands at its address
// from then on. Conveners and editors may. Faults: NotFound, Forbidden, Conflict,
// Closed if it is not published, Invalid without a reason. Fact: NewsWithdrawn.
func (s *Service) Withdraw(ctx context.Context, who access.Actor, id ref.ID, version int, reason lang.Text) (News, error) {
	return s.turn(ctx, who, id, "withdraw news", NewsWithdrawn, func(tx *db.Tx, n News, p process.Process) (News, error) {
		return n.Withdraw(who, p, version, reason, tx.Now)
	})
}

// Discard throws a draft away. Conveners and editors may. Faults: NotFound,
// Forbidden, Conflict, Closed if it was published once. Fact: NewsDiscarded.
func (s *Service) Discard(ctx context.Context, who access.Actor, id ref.ID, version int) error {
	return fault.Wrap("discard news", s.db.Write(ctx, func(tx *db.Tx) error {
		n, w, err := s.lockedNews(tx, who, "", id)
		if err != nil {
			return err
		}
		if err := n.MayDiscard(who, w.Process, version); err != nil {
			return err
		}
		if err := deleteNews(tx, n.ID); err != nil {
			return err
		}
		return record.Append(tx, who, NewsDiscarded, n.Ref(), n.Process, n)
	}))
}

func (s *Service) turn(ctx context.Context, who access.Actor, id ref.ID, what, fact string, rule func(*db.Tx, News, process.Process) (News, error)) (n News, err error) {
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		old, w, err := s.lockedNews(tx, who, "", id)
		if err != nil {
			return err
		}
		if n, err = rule(tx, old, w.Process); err != nil {
			return err
		}
		return keepNews(tx, who, fact, n)
	})
	return n, fault.Wrap(what, err)
}

func keepNews(tx *db.Tx, who access.Actor, fact string, n News) error {
	if err := saveNews(tx, n); err != nil {
		return err
	}
	return record.Append(tx, who, fact, n.Ref(), n.Process, n)
}

// lockedNews returns a post as it stays until the transaction is over, with its
// process; an empty post if id is empty. NotFound if who may not know of it.
func (s *Service) lockedNews(tx *db.Tx, who access.Actor, in, id ref.ID) (n News, w process.Whole, err error) {
	if id != "" {
		if n, err = newsByID(tx, id); err != nil {
			return n, w, err
		}
		in = n.Process
	}
	if w, err = s.locked(tx, who, in); err != nil || id == "" {
		return News{}, w, err
	}
	n, err = newsByID(tx, id)
	if err == nil && !n.VisibleTo(who, w.Process) {
		err = fault.New(fault.NotFound, "", "publication.news.unknown")
	}
	return n, w, err
}

// locked keeps everybody else from writing the posts and articles of a process
// until the transaction is over.
func (s *Service) locked(tx *db.Tx, who access.Actor, id ref.ID) (process.Whole, error) {
	if err := tx.Lock("publication/" + string(id)); err != nil {
		return process.Whole{}, err
	}
	w, err := s.processes.WholeTx(tx, id)
	if err == nil && !w.VisibleTo(who) {
		err = fault.New(fault.NotFound, "", "process.unknown")
	}
	return w, err
}

// NewsByID returns a post; NotFound if there is none or who may not know of it.
func (s *Service) NewsByID(ctx context.Context, who access.Actor, id ref.ID) (n News, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		if n, err = newsByID(tx, id); err != nil {
			return err
		}
		p, err := s.processes.ByIDTx(tx, n.Process)
		if err == nil && !n.VisibleTo(who, p) {
			err = fault.New(fault.NotFound, "", "publication.news.unknown")
		}
		return err
	})
	return n, err
}

// NewsOf returns the posts of a process that are on its list, the newest first:
// those published, and for who holds a role on it the drafts. NotFound if who may
// not know of the process.
func (s *Service) NewsOf(ctx context.Context, who access.Actor, id ref.ID) (out []News, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		p, err := s.visible(tx, who, id)
		if err != nil {
			return err
		}
		all, err := newsOf(tx, id)
		if err != nil {
			return err
		}
		for _, n := range all {
			if n.VisibleTo(who, p) && (n.State != Withdrawn || process.MayWrite(who, id) == nil) {
				out = append(out, n)
			}
		}
		SortNews(out)
		return nil
	})
	return out, err
}

func (s *Service) visible(tx *db.Tx, who access.Actor, id ref.ID) (process.Process, error) {
	p, err := s.processes.ByIDTx(tx, id)
	if err == nil && !p.VisibleTo(who) {
		err = fault.New(fault.NotFound, "", "process.unknown")
	}
	return p, err
}

// A Post is a published post with its process.
type Post struct {
	News
	Of process.Process
}

// Latest returns the newest posts that strangers may read, over all processes or
// of one of them.
func (s *Service) Latest(ctx context.Context, of ref.ID, limit int) (out []Post, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) (err error) {
		out, err = s.latest(tx, of, limit)
		return err
	})
	return out, err
}

func (s *Service) latest(tx *db.Tx, of ref.ID, limit int) ([]Post, error) {
	all, err := s.processes.AllTx(tx, access.Actor{})
	if err != nil {
		return nil, err
	}
	var list []News
	its := map[ref.ID]process.Process{}
	for _, w := range all {
		if of != "" && w.ID != of {
			continue
		}
		its[w.ID] = w.Process
		posts, err := publishedOf(tx, w.ID, limit)
		if err != nil {
			return nil, err
		}
		list = append(list, posts...)
	}
	SortNews(list)
	var out []Post
	for _, n := range list[:min(limit, len(list))] {
		out = append(out, Post{n, its[n.Process]})
	}
	return out, nil
}
