package priorityweb

import (
	"context"

	"github.com/a-h/templ"

	"penc/internal/deliberate/priority"
	"penc/internal/ground/ref"
	"penc/internal/platform/web"
	"penc/internal/platform/web/ui"
)

// A piece is what this room shows on the pages of a meeting and of its hall.
type piece struct {
	web.Speaker
	Meeting ref.ID
	Scene   priority.Scene
	Running []priority.View // ballots that are open or being counted
	Latest  *priority.View  // the ballot that was counted last
}

// look is how much is asked about a ballot.
type look func(ctx context.Context, v priority.Voice, id ref.ID) (priority.View, error)

func (f face) piece(a *web.Ask, id ref.ID, at look) (piece, error) {
	sc, err := f.priorities.SceneOf(a.Ctx(), a.Who, id)
	if err != nil {
		return piece{}, err
	}
	p := piece{Speaker: a.Speaker, Meeting: id, Scene: sc}
	for _, b := range sc.Ballots {
		running := b.Stand == priority.Voting || b.Stand == priority.Closed
		if !running && (b.Stand != priority.Counted || p.Latest != nil) {
			continue
		}
		v, err := at(a.Ctx(), priority.Voice{Who: a.Who, Secret: secret(a, b.ID)}, b.ID)
		if err != nil {
			return p, err
		}
		if running {
			p.Running = append(p.Running, v)
		} else {
			p.Latest = &v
		}
	}
	return p, nil
}

// empty reports whether there is nothing to show yet.
func (p piece) empty() bool { return p.Scene.Board.Opened.IsZero() }

func (f face) panel(a *web.Ask, id ref.ID, at look, show func(piece) templ.Component, always bool) (templ.Component, error) {
	p, err := f.piece(a, id, at)
	if err != nil || p.empty() && !always {
		return nil, err
	}
	return show(p), nil
}

func (f face) meetingPanel(a *web.Ask, id ref.ID) (templ.Component, error) {
	return f.panel(a, id, f.priorities.Glance, meetingPiece, false)
}

func (f face) phonePanel(a *web.Ask, id ref.ID) (templ.Component, error) {
	return f.panel(a, id, f.priorities.Glance, phonePiece, false)
}

func (f face) projectorPanel(a *web.Ask, id ref.ID) (templ.Component, error) {
	return f.panel(a, id, f.priorities.ViewOf, projectorPiece, false)
}

func (f face) deskPanel(a *web.Ask, id ref.ID) (templ.Component, error) {
	return f.panel(a, id, f.priorities.ViewOf, deskPiece, true)
}

// chosen are the priorities of a counted ballot.
func chosen(v priority.View) []priority.Choice {
	var out []priority.Choice
	for _, w := range v.Outcome.Winners {
		for _, c := range v.Ballot.Items {
			if c.Item == w {
				out = append(out, c)
			}
		}
	}
	return out
}

// kind is how a list of so many items is set on the wall.
func kind(n int) string {
	switch {
	case n > 18:
		return "throng"
	case n > 8:
		return "crowd"
	case n > 4:
		return "many"
	}
	return ""
}

func (p piece) deskLinks() []ui.Link {
	path := priority.Path(p.Meeting)
	out := []ui.Link{{Label: p.T("priority.board.tab"), Href: p.Link(path)}}
	if !p.empty() {
		out = append(out, ui.Link{Label: p.T("priority.call.title"), Href: p.Link(path + "/ballot")})
	}
	for _, v := range p.Running {
		at := priority.BallotPath(v.Ballot.ID)
		out = append(out,
			ui.Link{Label: titleOf(p.Speaker, v.Ballot), Href: p.Link(at)},
			ui.Link{Label: p.T("priority.papers.title"), Href: p.Link(at + "/papers")},
			ui.Link{Label: p.T("priority.close"), Href: p.Link(at + "/close")},
		)
	}
	return out
}
