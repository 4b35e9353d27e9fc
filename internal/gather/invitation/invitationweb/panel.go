package invitationweb

import (
	"github.com/a-h/templ"

	"penc/internal/gather/invitation"
	"penc/internal/ground/ref"
	"penc/internal/platform/web"
)

// deskPanel leads conveners to the address book and the campaigns, and says how
// many missing voices wait for somebody.
func (f face) deskPanel(a *web.Ask, id ref.ID) (templ.Component, error) {
	if invitation.MayTake(a.Who, id) != nil {
		return nil, nil
	}
	m, err := f.invitations.MissingOf(a.Ctx(), a.Who, id)
	if err != nil {
		return nil, err
	}
	p := deskPanel{Speaker: a.Speaker, Process: id, Keeps: invitation.MayKeep(a.Who, id) == nil}
	for _, v := range m.All {
		if v.Referral.Owner == "" && !v.Stand.Over() {
			p.Waiting++
		}
	}
	return deskView(p), nil
}

// deskPanel is the piece on the desk and on the page of the people.
type deskPanel struct {
	web.Speaker
	Process ref.ID
	Keeps   bool
	Waiting int
}

// closingPanel asks at the end of a meeting who is missing.
func (f face) closingPanel(a *web.Ask, meeting ref.ID) (templ.Component, error) {
	process, err := f.invitations.ProcessOf(a.Ctx(), meeting)
	if err != nil {
		return nil, err
	}
	if invitation.MayName(a.Who, process) != nil {
		return nil, nil
	}
	return closingView(namingForm{
		Speaker: a.Speaker, Process: process, Back: a.Path, Only: true, Act: web.NewAct(),
		In: invitation.Naming{Meeting: meeting, PersonLang: a.Lang},
	}), nil
}
