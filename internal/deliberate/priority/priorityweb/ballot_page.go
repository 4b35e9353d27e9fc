package priorityweb

import (
	"crypto/rand"
	"net/http"
	"strconv"
	"time"

	"github.com/a-h/templ"

	"penc/internal/deliberate/priority"
	"penc/internal/gather/attendance"
	"penc/internal/ground/fault"
	"penc/internal/ground/lang"
	"penc/internal/ground/ref"
	"penc/internal/platform/web"
	"penc/internal/platform/web/ui"
)

// ballotPage is the page of a ballot while it is open: the paper, or why the
// reader has none.
type ballotPage struct {
	web.Page
	At       place
	View     priority.View
	Personal string // the secret of a personal link, if the reader came by one
	Typed    priority.Marks
	Again    bool // Typed is what was refused
	Faults   web.Faults
	Act      ui.Hidden
}

func (f face) ballotLive(a *web.Ask) error {
	v, err := f.priorities.ViewOf(a.Ctx(), priority.Voice{Who: a.Who}, a.ID("id"))
	if err != nil {
		return err
	}
	return a.Follow(attendance.Live(v.Ballot.Meeting))
}

func (f face) ballot(a *web.Ask) error {
	id := a.ID("id")
	voice := priority.Voice{Who: a.Who, Secret: secret(a, id)}
	v, err := f.priorities.ViewOf(a.Ctx(), voice, id)
	if err != nil {
		return err
	}
	if a.Format == "json" {
		return a.JSON(publicOf(v))
	}
	if v.Ballot.Stand == priority.Counted {
		return f.result(a, v)
	}
	p, err := f.ballotPage(a, v, "")
	if err != nil {
		return err
	}
	p.Page = live(p.With("priority/ballot.js"), priority.BallotPath(id)+"/live")
	return a.Render(showBallot(p))
}

// ballotPage returns the page of a ballot for one reader, and gives their browser
// the secret that it needs before it casts a secret vote.
func (f face) ballotPage(a *web.Ask, v priority.View, link string) (ballotPage, error) {
	at, err := f.inside(a, v.Ballot.Meeting)
	if err != nil {
		return ballotPage{}, err
	}
	at = at.below(a).titled(titleOf(a.Speaker, v.Ballot), "")
	at.Title.Lang = a.Foreign(v.Ballot.Title)
	kind, label := stand(a.Speaker, v.Ballot)
	at.Title.Meta = ui.Tag(kind, label)
	p := ballotPage{Page: at.Page(a, at.Title.Title), At: at, View: v, Personal: link, Act: web.NewAct()}
	p.NoIndex = p.NoIndex || link != ""
	if v.Mine != nil {
		p.Typed = v.Mine.Marks
	}
	if v.Why == nil && v.Ballot.Secret && !v.Has && secret(a, v.Ballot.ID) == "" {
		keep(a, v.Ballot.ID, fresh())
	}
	return p, nil
}

func (f face) cast(a *web.Ask) error {
	form, err := a.Form()
	if err != nil {
		return err
	}
	return f.castBy(a, form, a.ID("id"), "")
}

// castBy casts the vote that a form holds, by who asks or by a personal link.
func (f face) castBy(a *web.Ask, form web.Form, id ref.ID, link string) error {
	voice := priority.Voice{Who: a.Who, Link: link, Secret: secret(a, id)}
	v, err := f.priorities.ViewOf(a.Ctx(), voice, id)
	if err != nil {
		return err
	}
	marks := read(form, v.Ballot)
	kept, err := f.priorities.Cast(a.Ctx(), voice, id, marks)
	if err == nil {
		if v.Ballot.Secret {
			keep(a, id, kept)
		}
		if link != "" {
			return a.GoDone("/vote/"+link, "priority.cast.done")
		}
		return a.GoDone(priority.BallotPath(id), "priority.cast.done")
	}
	if fault.KindOf(err) != fault.Invalid {
		return err
	}
	p, again := f.ballotPage(a, v, link)
	if again != nil {
		return again
	}
	p.Typed, p.Again = marks, true
	return a.Refused(err, func(fs web.Faults) templ.Component {
		p.Faults = fs
		return showBallot(p)
	})
}

// read reads a paper: m0, m1, … hold what was marked beside each item.
func read(form web.Form, b priority.Ballot) priority.Marks {
	var out priority.Marks
	for i := range b.Items {
		typed := form.Get("m" + strconv.Itoa(i))
		if typed == "" || b.Paper == priority.Dots && typed == "0" {
			continue
		}
		n, err := strconv.Atoi(typed)
		if err != nil {
			n = -1
		}
		out = append(out, priority.Mark{Item: i, N: n})
	}
	return out
}

// linked is the page that a personal link leads to.
func (f face) linked(a *web.Ask) error {
	link := string(a.ID("link"))
	id, err := f.priorities.BallotOfLink(a.Ctx(), link)
	if err != nil {
		return err
	}
	v, err := f.priorities.ViewOf(a.Ctx(), priority.Voice{Who: a.Who, Link: link, Secret: secret(a, id)}, id)
	if err != nil {
		return err
	}
	if v.Ballot.Stand == priority.Counted {
		return a.Go(priority.BallotPath(id))
	}
	p, err := f.ballotPage(a, v, link)
	if err != nil {
		return err
	}
	return a.Render(showBallot(p))
}

func (f face) castLinked(a *web.Ask) error {
	form, err := a.Form()
	if err != nil {
		return err
	}
	link := string(a.ID("link"))
	id, err := f.priorities.BallotOfLink(a.Ctx(), link)
	if err != nil {
		return err
	}
	return f.castBy(a, form, id, link)
}

func (f face) withdraw(a *web.Ask) error {
	v, err := f.priorities.ViewOf(a.Ctx(), priority.Voice{Who: a.Who, Secret: secret(a, a.ID("id"))}, a.ID("id"))
	if err != nil {
		return err
	}
	at, err := f.inside(a, v.Ballot.Meeting)
	if err != nil {
		return err
	}
	at = at.below(a).titled(a.T("priority.withdraw.title"), "")
	return a.Render(showConfirm(confirmPage{Page: at.Page(a, at.Title.Title), At: at, Text: a.T("priority.withdraw.text"), Form: ui.Confirm{
		Form: ui.Form{Action: a.Link(priority.BallotPath(v.Ballot.ID) + "/withdraw"), Hidden: []ui.Hidden{web.NewAct()}},
		Kind: ui.Grave, Label: a.T("priority.withdraw"), Cancel: a.Link(priority.BallotPath(v.Ballot.ID)),
	}}))
}

func (f face) carryWithdraw(a *web.Ask) error {
	if _, err := a.Form(); err != nil {
		return err
	}
	id := a.ID("id")
	if err := f.priorities.Withdraw(a.Ctx(), priority.Voice{Who: a.Who, Secret: secret(a, id)}, id); err != nil {
		return err
	}
	return a.GoDone(priority.BallotPath(id), "priority.withdraw.done")
}

func (f face) withdrawLinked(a *web.Ask) error {
	if _, err := a.Form(); err != nil {
		return err
	}
	link := string(a.ID("link"))
	id, err := f.priorities.BallotOfLink(a.Ctx(), link)
	if err != nil {
		return err
	}
	if err := f.priorities.Withdraw(a.Ctx(), priority.Voice{Who: a.Who, Link: link, Secret: secret(a, id)}, id); err != nil {
		return err
	}
	return a.GoDone("/vote/"+link, "priority.withdraw.done")
}

// confirmPage asks once more before an act.
type confirmPage struct {
	web.Page
	At     place
	Text   string
	Warn   string
	Form   ui.Confirm
	Reason *ui.Bilingual
	Faults web.Faults
}

// closing asks once more before a ballot is closed.
func (f face) closing(a *web.Ask) error {
	v, err := f.running(a)
	if err != nil {
		return err
	}
	at, err := f.inside(a, v.Ballot.Meeting)
	if err != nil {
		return err
	}
	at = at.below(a).titled(a.T("priority.close.title"), "")
	p := confirmPage{Page: at.Page(a, at.Title.Title), At: at, Text: a.T("priority.close.text", "n", v.Voted, "of", v.Entitled), Form: ui.Confirm{
		Form: ui.Form{Action: a.Link(priority.BallotPath(v.Ballot.ID) + "/close"), Hidden: []ui.Hidden{web.NewAct()}},
		Kind: ui.Primary, Label: a.T("priority.close"), Cancel: a.Link(priority.BallotPath(v.Ballot.ID)),
	}}
	if left := v.Noted - v.Typed; v.Ballot.Secret && left > 0 {
		p.Warn = a.T("priority.close.papers-left", "n", left)
	}
	return a.Render(showConfirm(p))
}

// running returns a ballot for those who run it.
func (f face) running(a *web.Ask) (priority.View, error) {
	v, err := f.priorities.ViewOf(a.Ctx(), priority.Voice{Who: a.Who}, a.ID("id"))
	if err == nil && !v.May {
		err = priority.MayEdit(a.Who, v.Ballot.Meeting, v.Ballot.Process)
	}
	return v, err
}

func (f face) carryClose(a *web.Ask) error {
	if _, err := a.Form(); err != nil {
		return err
	}
	b, err := f.priorities.Close(a.Ctx(), a.Who, a.ID("id"))
	if err != nil {
		return err
	}
	return a.GoDone(priority.BallotPath(b.ID), "priority.close.done")
}

func (f face) cancelPage(a *web.Ask, typed map[lang.Tag]string, faults web.Faults) (confirmPage, error) {
	v, err := f.running(a)
	if err != nil {
		return confirmPage{}, err
	}
	at, err := f.inside(a, v.Ballot.Meeting)
	if err != nil {
		return confirmPage{}, err
	}
	at = at.below(a).titled(a.T("priority.cancel.title"), "")
	reason := bilingual(a.Speaker, "words", a.T("priority.cancel.reason"), lang.Text{}, typed, faults, 2, priority.MaxReason)
	return confirmPage{
		Page: at.Page(a, at.Title.Title), At: at, Text: a.T("priority.cancel.text", "n", v.Voted), Reason: &reason, Faults: faults,
		Form: ui.Confirm{
			Form: ui.Form{Action: a.Link(priority.BallotPath(v.Ballot.ID) + "/cancel"), Hidden: []ui.Hidden{web.NewAct()}},
			Kind: ui.Grave, Label: a.T("priority.cancel"), Cancel: a.Link(priority.BallotPath(v.Ballot.ID)),
		},
	}, nil
}

func (f face) cancelling(a *web.Ask) error {
	p, err := f.cancelPage(a, nil, web.Faults{})
	if err != nil {
		return err
	}
	return a.Render(showConfirm(p))
}

func (f face) carryCancel(a *web.Ask) error {
	form, err := a.Form()
	if err != nil {
		return err
	}
	typed := form.Words("words", lang.Interface)
	_, err = f.priorities.Cancel(a.Ctx(), a.Who, a.ID("id"), lang.Text{}.Revise(a.Original(), typed))
	if fault.KindOf(err) == fault.Invalid {
		return a.Refused(err, func(fs web.Faults) templ.Component {
			p, again := f.cancelPage(a, typed, fs)
			if again != nil {
				return templ.NopComponent
			}
			return showConfirm(p)
		})
	}
	if err != nil {
		return err
	}
	return a.GoDone(priority.BallotPath(a.ID("id")), "priority.cancel.done")
}

func (f face) recount(a *web.Ask) error {
	if _, err := a.Form(); err != nil {
		return err
	}
	same, err := f.priorities.Recount(a.Ctx(), a.Who, a.ID("id"))
	if err != nil {
		return err
	}
	word := "priority.recount.same"
	if !same {
		word = "priority.recount.differs"
	}
	return a.GoDone(priority.BallotPath(a.ID("id")), word)
}

// titleOf is a ballot's question, or the usual one.
func titleOf(s web.Speaker, b priority.Ballot) string {
	if b.Title.Empty() {
		return s.T("priority.ballot.usual", "n", b.Seats)
	}
	return s.Say(b.Title)
}

// stand says where a ballot stands, by a sign and in words.
func stand(s web.Speaker, b priority.Ballot) (ui.TagKind, string) {
	kind := map[priority.Stand]ui.TagKind{
		priority.Voting: ui.TagOpen, priority.Closed: ui.TagWaiting, priority.Counted: ui.TagDone, priority.Cancelled: ui.TagRefused,
	}[b.Stand]
	return kind, s.T("priority.stand." + string(b.Stand))
}

// cookieLife is how long a browser keeps the secret of its paper: longer than any
// ballot is open.
const cookieLife = priority.MaxOpenFor + 7*24*time.Hour

func cookieName(ballot ref.ID) string { return "penc_paper_" + string(ballot) }

// secret returns what this browser keeps for a ballot.
func secret(a *web.Ask, ballot ref.ID) string {
	c, err := a.R.Cookie(cookieName(ballot))
	if err != nil || len(c.Value) > 100 {
		return ""
	}
	return c.Value
}

func keep(a *web.Ask, ballot ref.ID, value string) {
	http.SetCookie(a.W, &http.Cookie{
		Name: cookieName(ballot), Value: value, Path: "/", MaxAge: int(cookieLife.Seconds()), HttpOnly: true, Secure: a.Site.Secure(), SameSite: http.SameSiteLaxMode,
	})
}

// closes says until when a ballot is open.
func (p ballotPage) closes() string {
	if p.View.Ballot.Closes.IsZero() {
		return p.T("priority.ballot.closes-by-hand")
	}
	return p.T("priority.ballot.closes", "when", p.Moment(p.View.Ballot.Closes.In(p.At.Process.Location())))
}

// fresh returns a secret for a browser that has none.
func fresh() string { return rand.Text() }
