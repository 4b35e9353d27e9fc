package priorityweb

import (
	"context"
	"strings"

	"github.com/a-h/templ"

	"penc/internal/deliberate/priority"
	"penc/internal/ground/access"
	"penc/internal/ground/fault"
	"penc/internal/ground/lang"
	"penc/internal/ground/ref"
	"penc/internal/platform/web"
	"penc/internal/platform/web/ui"
)

// actOnItems is an operation on one or more items of a board.
type actOnItems func(ctx context.Context, who access.Actor, meeting ref.ID, in priority.Wording) (priority.Change, error)

// wordingOf reads what a facilitator wrote about items.
func wordingOf(a *web.Ask, form web.Form) priority.Wording {
	in := priority.Wording{
		From: a.Original(), Words: form.Words("words", lang.Interface), Right: form.Confirmed("words", lang.Interface), Seen: form.Int("seen"),
	}
	for _, v := range form.All("item") {
		in.Items = append(in.Items, ref.ID(v))
	}
	return in
}

// itemPage shows one item: where it comes from, what happened to it, and what can
// be done with it.
type itemPage struct {
	web.Page
	At      place
	Scene   priority.Scene
	Item    priority.Item
	Changes []priority.Change
	Typed   map[lang.Tag]string
	Faults  web.Faults
	Acts    [2]ui.Hidden
}

func (f face) item(a *web.Ask) error {
	p, err := f.itemPage(a)
	if err != nil {
		return err
	}
	return a.Render(showItem(p))
}

func (f face) itemPage(a *web.Ask) (itemPage, error) {
	id := a.ID("id")
	sc, err := f.priorities.SceneOf(a.Ctx(), a.Who, id)
	if err != nil {
		return itemPage{}, err
	}
	it, ok := sc.Board.Item(a.ID("item"))
	if !ok {
		return itemPage{}, fault.New(fault.NotFound, "", "priority.item.unknown")
	}
	at, err := f.inside(a, id)
	if err != nil {
		return itemPage{}, err
	}
	at = at.below(a).titled(a.T("priority.item.title", "number", it.Number), "")
	p := itemPage{Page: at.Page(a, at.Title.Title), At: at, Scene: sc, Item: it, Acts: [2]ui.Hidden{web.NewAct(), web.NewAct()}}
	all, err := f.priorities.History(a.Ctx(), a.Who, id, 0, 10*priority.MaxItems)
	for _, c := range all {
		for _, t := range c.Touched {
			if t.After.ID == it.ID {
				p.Changes = append(p.Changes, c)
			}
		}
	}
	return p, err
}

func (f face) reword(a *web.Ask) error {
	form, err := a.Form()
	if err != nil {
		return err
	}
	in := wordingOf(a, form)
	in.Items = []ref.ID{a.ID("item")}
	_, err = f.priorities.RewordItem(a.Ctx(), a.Who, a.ID("id"), in)
	if err != nil {
		p, again := f.itemPage(a)
		if again != nil {
			return again
		}
		p.Typed = in.Words
		return a.Refused(err, func(fs web.Faults) templ.Component {
			p.Faults = fs
			return showItem(p)
		})
	}
	return a.GoDone(priority.ItemPath(a.ID("id"), a.ID("item")), "priority.reword.done")
}

// turn splits an item, or brings it back.
func (f face) turn(a *web.Ask) error {
	form, err := a.Form()
	if err != nil {
		return err
	}
	id, item, seen := a.ID("id"), a.ID("item"), form.Int("seen")
	if form.Get("do") == "split" {
		if _, err := f.priorities.SplitItem(a.Ctx(), a.Who, id, item, seen); err != nil {
			return err
		}
		return a.GoDone(priority.Path(id), "priority.split.done")
	}
	if _, err := f.priorities.ReviveItem(a.Ctx(), a.Who, id, item, seen); err != nil {
		return err
	}
	return a.GoDone(priority.Path(id), "priority.revive.done")
}

// frozen reports whether the item is on a ballot that is not over.
func (p itemPage) frozen() bool { return p.Scene.Board.Frozen[p.Item.ID] != "" }

// conflict is what two facilitators wrote, side by side; ok if they did.
func (p itemPage) conflict() (ui.Versions, bool) {
	if !p.Faults.Conflict() || p.Typed == nil {
		return ui.Versions{}, false
	}
	l := p.Item.Words.Original()
	return ui.Versions{
		Mine: p.Typed[l], Theirs: p.Item.Words.Words(l), Lang: string(l),
		MineNote: p.T("priority.reword.mine"), TheirsNote: p.T("priority.reword.theirs"),
	}, true
}

// by tells where an item comes from in one short line.
func (at place) by(s web.Speaker, it priority.Item) string {
	var out []string
	for _, o := range it.Rooms() {
		out = append(out, s.Say(o.Room))
	}
	if len(out) == 0 && len(it.Origins) > 0 {
		out = append(out, s.T("priority.origin.hand"))
	}
	return strings.Join(out, ", ")
}

// said tells who said an origin: the room, who stood behind it, and the groups
// that were there.
func (at place) said(s web.Speaker, o priority.Origin) string {
	var out []string
	if o.Breakout == "" {
		out = append(out, s.T("priority.origin.hand"))
	} else {
		out = append(out, s.T("priority.origin.room", "room", s.Say(o.Room)))
	}
	if o.Support > 0 {
		out = append(out, s.T("priority.origin.support", "n", o.Support))
	}
	if o.Supporters != "" {
		out = append(out, s.T("priority.origin.supporters", "who", o.Supporters))
	}
	if ids := o.GroupIDs(); len(ids) > 0 {
		out = append(out, s.T("priority.origin.groups", "groups", at.groups(s, ids)))
	}
	return strings.Join(out, " ")
}

// state says where an item stands, by a sign and in words.
func (at place) state(s web.Speaker, b priority.Board, it priority.Item) (ui.TagKind, string) {
	switch {
	case b.Frozen[it.ID] != "":
		return ui.TagOpen, s.T("priority.state.on-ballot")
	case it.State == priority.Chosen:
		return ui.TagDone, s.T("priority.state.chosen", "rank", it.Rank)
	case it.State == priority.Aside && it.Ballot != "":
		return ui.TagNext, s.T("priority.state.not-chosen")
	}
	kind := map[priority.State]ui.TagKind{priority.Open: ui.TagNext, priority.Aside: ui.TagNext, priority.Merged: ui.TagPlain, priority.Gone: ui.TagPlain}[it.State]
	return kind, s.T("priority.state." + string(it.State))
}
