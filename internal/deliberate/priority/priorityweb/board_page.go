package priorityweb

import (
	"slices"

	"github.com/a-h/templ"

	"penc/internal/deliberate/priority"
	"penc/internal/ground/fault"
	"penc/internal/ground/lang"
	"penc/internal/ground/ref"
	"penc/internal/platform/web"
	"penc/internal/platform/web/ui"
)

// boardPage shows the board of a meeting.
type boardPage struct {
	web.Page
	At    place
	Scene priority.Scene
	Undo  bool // the last change can be undone by who asks
	Act   ui.Hidden
}

func (f face) board(a *web.Ask) error {
	id := a.ID("id")
	sc, err := f.priorities.SceneOf(a.Ctx(), a.Who, id)
	if err != nil {
		return err
	}
	if a.Format == "json" {
		return a.JSON(sc.Board.Public())
	}
	at, err := f.inside(a, id)
	if err != nil {
		return err
	}
	at = at.titled(a.T("priority.board.title"), "")
	p := boardPage{Page: at.Page(a, a.T("priority.board.of", "meeting", a.Say(at.Meeting.Title))), At: at, Scene: sc, Act: web.NewAct()}
	p.Page = live(p.With("priority/board.js"), priority.Path(id)+"/live")
	p.Undo = sc.May && sc.Last != nil && sc.Board.Undoable(*sc.Last) == nil
	return a.Render(showBoard(p))
}

// openBoard opens a board, takes points, or says whether they are taken by
// themselves.
func (f face) openBoard(a *web.Ask) error {
	form, err := a.Form()
	if err != nil {
		return err
	}
	id := a.ID("id")
	back := priority.Path(id)
	switch form.Get("do") {
	case "take":
		if _, err := f.priorities.TakePoints(a.Ctx(), a.Who, id); err != nil {
			return err
		}
		return a.GoDone(back, "priority.take.done")
	case "auto", "manual":
		auto := form.Get("do") == "auto"
		if _, err := f.priorities.OpenBoard(a.Ctx(), a.Who, id, auto); err != nil {
			return err
		}
		return a.GoDone(back, "priority.board."+form.Get("do")+"-done")
	}
	if _, err := f.priorities.OpenBoard(a.Ctx(), a.Who, id, form.On("auto")); err != nil {
		return err
	}
	return a.GoDone(back, "priority.board.opened")
}

func (f face) undo(a *web.Ask) error {
	form, err := a.Form()
	if err != nil {
		return err
	}
	id := a.ID("id")
	if _, err := f.priorities.UndoChange(a.Ctx(), a.Who, id, form.Int("change")); err != nil {
		return err
	}
	if form.Get("back") == "history" {
		return a.GoDone(priority.Path(id)+"/history", "priority.undo.done")
	}
	return a.GoDone(priority.Path(id), "priority.undo.done")
}

// historyPage shows every change of a board.
type historyPage struct {
	web.Page
	At      place
	Scene   priority.Scene
	Changes []priority.Change
	Before  int
	More    bool
}

const changesPerPage = 50

func (f face) history(a *web.Ask) error {
	id, before := a.ID("id"), a.QueryInt("before", 0)
	changes, err := f.priorities.History(a.Ctx(), a.Who, id, before, changesPerPage+1)
	if err != nil {
		return err
	}
	more := len(changes) > changesPerPage
	changes = changes[:min(len(changes), changesPerPage)]
	if a.Format == "json" {
		return a.JSON(changesInPublic(changes))
	}
	sc, err := f.priorities.SceneOf(a.Ctx(), a.Who, id)
	if err != nil {
		return err
	}
	at, err := f.inside(a, id)
	if err != nil {
		return err
	}
	at = at.below(a).titled(a.T("priority.history.title"), a.T("priority.history.lead"))
	return a.Render(showHistory(historyPage{at.Page(a, a.T("priority.history.title")), at, sc, changes, before, more}))
}

// publicChange is a change as anybody may read it.
type publicChange struct {
	Seq    int           `json:"seq"`
	Kind   priority.Kind `json:"kind"`
	At     string        `json:"at"`
	Items  []ref.ID      `json:"items"`
	Undoes int           `json:"undoes,omitempty"`
}

func changesInPublic(changes []priority.Change) []publicChange {
	out := make([]publicChange, len(changes))
	for i, c := range changes {
		out[i] = publicChange{Seq: c.Seq, Kind: c.Kind, At: c.At.UTC().Format("2006-01-02T15:04:05Z"), Undoes: c.Undoes, Items: []ref.ID{}}
		for _, t := range c.Touched {
			out[i].Items = append(out[i].Items, t.After.ID)
		}
	}
	return out
}

// sentence tells a change in words.
func sentence(s web.Speaker, c priority.Change) string {
	var fresh, old []int
	for _, t := range c.Touched {
		if t.Before == nil {
			fresh = append(fresh, t.After.Number)
		} else {
			old = append(old, t.After.Number)
		}
	}
	slices.Sort(fresh)
	slices.Sort(old)
	all := slices.Concat(fresh, old)
	whole := ""
	if len(all) > 0 {
		whole = number(c.Touched[0].After.Number)
	}
	if c.Kind == priority.Merge && len(fresh) > 0 {
		whole, all = number(fresh[0]), old
	}
	if c.Kind == priority.Split && len(old) > 0 {
		all = slices.DeleteFunc(all, func(n int) bool { return number(n) == whole })
	}
	return s.T("priority.change."+string(c.Kind), "n", len(all), "numbers", numbers(all), "whole", whole, "change", c.Undoes)
}

// wordsPage asks for the words of several items at once: of a merge, or the reason
// for setting them aside.
type wordsPage struct {
	web.Page
	At     place
	Scene  priority.Scene
	Do     string // "merge" or "aside"
	Items  []priority.Item
	Typed  map[lang.Tag]string
	Faults web.Faults
	Act    ui.Hidden
}

// ticked leads on with the items that were ticked on the board.
func (f face) ticked(a *web.Ask) error {
	var ids []ref.ID
	for _, v := range a.R.URL.Query()["item"] {
		ids = append(ids, ref.ID(v))
	}
	do := a.Query("do")
	if do != "aside" {
		do = "merge"
	}
	p, err := f.wordsPage(a, do, ids)
	if err != nil {
		return err
	}
	return a.Render(showWords(p))
}

func (f face) wordsPage(a *web.Ask, do string, ids []ref.ID) (wordsPage, error) {
	id := a.ID("id")
	sc, err := f.priorities.SceneOf(a.Ctx(), a.Who, id)
	if err != nil {
		return wordsPage{}, err
	}
	if !sc.May {
		return wordsPage{}, priority.MayEdit(a.Who, id, sc.Board.Process)
	}
	at, err := f.inside(a, id)
	if err != nil {
		return wordsPage{}, err
	}
	at = at.below(a).titled(a.T("priority."+do+".title"), "")
	p := wordsPage{Page: at.Page(a, at.Title.Title), At: at, Scene: sc, Do: do, Act: web.NewAct()}
	p.NoIndex = true
	for _, it := range sc.Board.Items {
		if it.Shown() && slices.Contains(ids, it.ID) {
			p.Items = append(p.Items, it)
		}
	}
	if do == "merge" && len(p.Items) > 0 {
		p.Typed = p.Items[0].Words.All()
	}
	return p, nil
}

func (f face) merge(a *web.Ask) error {
	return f.several(a, "merge", f.priorities.MergeItems)
}

func (f face) aside(a *web.Ask) error {
	return f.several(a, "aside", f.priorities.PutAside)
}

// several carries out what was asked for several items.
func (f face) several(a *web.Ask, do string, act actOnItems) error {
	form, err := a.Form()
	if err != nil {
		return err
	}
	id := a.ID("id")
	in := wordingOf(a, form)
	_, err = act(a.Ctx(), a.Who, id, in)
	if fault.KindOf(err) == fault.Closed || fault.KindOf(err) == fault.NotFound {
		return err
	}
	if err != nil {
		p, again := f.wordsPage(a, do, in.Items)
		if again != nil {
			return again
		}
		p.Typed = in.Words
		return a.Refused(err, func(fs web.Faults) templ.Component {
			p.Faults = fs
			return showWords(p)
		})
	}
	return a.GoDone(priority.Path(id), "priority."+do+".done")
}

// addPage asks for the words of an item that is added by hand.
type addPage struct {
	web.Page
	At     place
	Typed  map[lang.Tag]string
	Faults web.Faults
	Act    ui.Hidden
}

func (f face) addPage(a *web.Ask) (addPage, error) {
	at, err := f.inside(a, a.ID("id"))
	if err != nil {
		return addPage{}, err
	}
	at = at.below(a).titled(a.T("priority.add.title"), a.T("priority.add.lead"))
	p := addPage{Page: at.Page(a, at.Title.Title), At: at, Act: web.NewAct()}
	p.NoIndex = true
	return p, priority.MayEdit(a.Who, at.Meeting.ID, at.Meeting.Process)
}

func (f face) add(a *web.Ask) error {
	p, err := f.addPage(a)
	if err != nil {
		return err
	}
	return a.Render(showAdd(p))
}

func (f face) carryAdd(a *web.Ask) error {
	form, err := a.Form()
	if err != nil {
		return err
	}
	id := a.ID("id")
	typed := form.Words("words", lang.Interface)
	_, err = f.priorities.AddItem(a.Ctx(), a.Who, id, lang.Text{}.Revise(a.Original(), typed))
	if err != nil {
		p, again := f.addPage(a)
		if again != nil {
			return again
		}
		p.Typed = typed
		return a.Refused(err, func(fs web.Faults) templ.Component {
			p.Faults = fs
			return showAdd(p)
		})
	}
	return a.GoDone(priority.Path(id), "priority.add.done")
}

// carryPage offers the items of earlier boards.
type carryPage struct {
	web.Page
	At       place
	Scene    priority.Scene
	Earlier  []priority.Board
	Meetings map[ref.ID]lang.Text
	Faults   web.Faults
	Act      ui.Hidden
}

func (f face) carryPage(a *web.Ask) (carryPage, error) {
	id := a.ID("id")
	at, err := f.inside(a, id)
	if err != nil {
		return carryPage{}, err
	}
	if err := priority.MayEdit(a.Who, id, at.Meeting.Process); err != nil {
		return carryPage{}, err
	}
	at = at.below(a).titled(a.T("priority.carry.title"), a.T("priority.carry.lead"))
	p := carryPage{Page: at.Page(a, at.Title.Title), At: at, Meetings: map[ref.ID]lang.Text{}, Act: web.NewAct()}
	p.NoIndex = true
	if p.Scene, err = f.priorities.SceneOf(a.Ctx(), a.Who, id); err != nil {
		return p, err
	}
	if p.Earlier, err = f.priorities.Earlier(a.Ctx(), a.Who, id); err != nil {
		return p, err
	}
	all, err := f.meetings.Of(a.Ctx(), a.Who, at.Meeting.Process)
	for _, m := range all {
		p.Meetings[m.ID] = m.Title
	}
	return p, err
}

func (f face) carry(a *web.Ask) error {
	p, err := f.carryPage(a)
	if err != nil {
		return err
	}
	return a.Render(showCarry(p))
}

func (f face) carryCarry(a *web.Ask) error {
	form, err := a.Form()
	if err != nil {
		return err
	}
	id := a.ID("id")
	var items []ref.ID
	for _, v := range form.All("item") {
		items = append(items, ref.ID(v))
	}
	if _, err = f.priorities.CarryItems(a.Ctx(), a.Who, id, items); err != nil {
		p, again := f.carryPage(a)
		if again != nil {
			return again
		}
		return a.Refused(err, func(fs web.Faults) templ.Component {
			p.Faults = fs
			return showCarry(p)
		})
	}
	return a.GoDone(priority.Path(id), "priority.carry.done")
}

// carried reports whether an item of an earlier board is on this one already.
func (p carryPage) carried(item ref.ID) bool {
	return slices.ContainsFunc(p.Scene.Board.Items, func(it priority.Item) bool {
		return it.Carried != nil && it.Carried.Item == item && it.State != priority.Gone
	})
}
