package insightweb

import (
	"github.com/a-h/templ"

	"penc/internal/ground/access"
	"penc/internal/ground/fault"
	"penc/internal/ground/ref"
	"penc/internal/platform/web"
	"penc/internal/share/insight"
)

// few is how many remarks stand on the page of something else.
const few = 3

// piece is what the balance says on the page of something else.
type piece struct {
	teller
	Text  string   // a sentence on the whole
	Lines []string // what stands out
	More  string   // the address of the balance
}

// processPanel is a sentence on a process with the way to its balance.
func (f face) processPanel(a *web.Ask, id ref.ID) (templ.Component, error) {
	v, err := f.balances.Process(a.Ctx(), a.Who, id)
	if err != nil || v.Shown.Empty() {
		return nil, err
	}
	t := teller{a.Speaker, v.Whole, v.Orgs}
	p := piece{teller: t, More: a.Link(v.Whole.Path() + "/balance")}
	p.Text = t.summary(v.Shown, v.Shown.Of(insight.ByGroup), step(v.Shown, insight.Joined))
	remarks := v.Shown.Remarks(v.Targets.List, false)
	p.Lines = t.remarks(remarks[:min(len(remarks), 1)], false)
	return balancePiece(p), nil
}

// meetingPanel is a sentence on who is in a meeting.
func (f face) meetingPanel(a *web.Ask, id ref.ID) (templ.Component, error) {
	w, err := f.balances.WordOf(a.Ctx(), a.Who, id)
	if err != nil || w.Shown.Empty() {
		return nil, err
	}
	t := teller{Speaker: a.Speaker, whole: w.Whole}
	p := piece{teller: t, More: a.Link(MeetingPath(w.Meeting))}
	p.Text = t.summary(w.Shown, w.Shown.Of(insight.ByGroup), step(w.Shown, insight.Present))
	remarks := w.Remarks
	p.Lines = t.remarks(remarks[:min(len(remarks), few)], true)
	return balancePiece(p), nil
}

// deskPanel tells those who run the hall who is missing or silent.
func (f face) deskPanel(a *web.Ask, id ref.ID) (templ.Component, error) {
	w, err := f.balances.WordOf(a.Ctx(), a.Who, id)
	if err != nil || !w.Runs {
		return nil, err
	}
	t := teller{Speaker: a.Speaker, whole: w.Whole}
	p := piece{teller: t, Lines: t.remarks(w.Remarks, true), More: a.Link(MeetingPath(w.Meeting))}
	if len(p.Lines) == 0 {
		p.Text = a.T("insight.remarks.none")
	}
	return balancePiece(p), nil
}

// resultPanel shows who was there when a ballot was counted, decisionPanel when
// something was decided.
func (f face) resultPanel(a *web.Ask, id ref.ID) (templ.Component, error) {
	return f.taken(a, ref.To("priority.ballot", id))
}

func (f face) decisionPanel(a *web.Ask, id ref.ID) (templ.Component, error) {
	return f.taken(a, ref.To("hall.decision", id))
}

func (f face) taken(a *web.Ask, of ref.Ref) (templ.Component, error) {
	s, err := f.balances.Snapshot(a.Ctx(), a.Who, of)
	if fault.KindOf(err) == fault.NotFound {
		return nil, nil // not taken yet
	}
	if err != nil {
		return nil, err
	}
	exact := a.Who.Holds(access.Convener, ref.To("process", s.Process))
	return snapshotSection(snapshot{a.Speaker, s, exact}), nil
}
