package priorityweb

import (
	"penc/internal/deliberate/priority"
	"penc/internal/gather/process/processweb"
	"penc/internal/ground/access"
	"penc/internal/ground/lang"
	"penc/internal/ground/ref"
	"penc/internal/platform/web"
	"penc/internal/platform/web/ui"
)

// listPage shows the priorities of a process, meeting by meeting.
type listPage struct {
	web.Page
	Place    processweb.Place
	Boards   []priority.Board
	Ballots  []priority.Ballot
	Meetings map[ref.ID]lang.Text
	Practice priority.Practice
	Convenes bool
	Act      ui.Hidden
}

func (f face) list(a *web.Ask) error {
	id := a.ID("id")
	boards, ballots, err := f.priorities.Overview(a.Ctx(), a.Who, id)
	if err != nil {
		return err
	}
	if a.Format == "json" {
		out := []priority.PublicBoard{}
		for _, b := range boards {
			out = append(out, b.Public())
		}
		return a.JSON(out)
	}
	at, err := processweb.Viewable(a, f.processes, id)
	if err != nil {
		return err
	}
	at.Title.Title, at.Title.Lead = a.T("priority.list.title"), a.T("priority.list.lead")
	p := listPage{Page: at.Page(a, at.Title.Title), Place: at, Boards: boards, Ballots: ballots, Meetings: map[ref.ID]lang.Text{}, Act: web.NewAct()}
	p.Convenes = a.Who.Holds(access.Convener, at.Process.Ref())
	if p.Practice, err = f.priorities.PracticeOf(a.Ctx(), id); err != nil {
		return err
	}
	all, err := f.meetings.Of(a.Ctx(), a.Who, id)
	if err != nil {
		return err
	}
	for _, m := range all {
		p.Meetings[m.ID] = m.Title
	}
	return a.Render(showList(p))
}

// practice says what the ballots of the process may do.
func (f face) practice(a *web.Ask) error {
	form, err := a.Form()
	if err != nil {
		return err
	}
	if err := f.priorities.SetPractice(a.Ctx(), a.Who, a.ID("id"), priority.Practice{Absent: form.On("absent")}); err != nil {
		return err
	}
	return a.GoDone("/processes/"+string(a.ID("id"))+"/priorities", "priority.practice.done")
}

// of returns the ballots of a meeting.
func (p listPage) of(meeting ref.ID) []priority.Ballot {
	var out []priority.Ballot
	for _, b := range p.Ballots {
		if b.Meeting == meeting && b.Stand != priority.Cancelled {
			out = append(out, b)
		}
	}
	return out
}
