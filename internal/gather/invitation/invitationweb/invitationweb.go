// Package invitationweb is the face of package invitation: the address book of a
// process with its imports and campaigns, for conveners; the list of missing voices
// with the form on which everybody in a process names one; and the page on which a
// third person says whether they may be invited.
package invitationweb

import (
	"embed"

	"penc/internal/gather/invitation"
	"penc/internal/people/org"
	"penc/internal/people/role/roleweb"
	"penc/internal/platform/web"
)

//go:embed i18n
var words embed.FS

type face struct {
	invitations *invitation.Service
	orgs        *org.Service
}

// Face returns the pages of contacts, campaigns and missing voices. Everything but
// missing voices is for conveners: the rules decide that, so that outsiders do not
// learn of a draft.
func Face(s *invitation.Service, orgs *org.Service) web.Face {
	f := face{s, orgs}
	const process, contact, campaign, voice = "/processes/{id}", "/contacts/{contact}", "/campaigns/{campaign}", "/missing/{referral}"
	return web.Face{
		Name:  "invitation",
		Words: words,
		Tabs:  []web.Tab{{On: "process", Word: "invitation.missing.title", Path: process + "/missing", For: web.Anyone, Order: 64}},
		Panels: []web.Panel{
			{On: "process.desk", Order: 15, Show: f.deskPanel},
			{On: roleweb.Panel, Order: 10, Show: f.deskPanel},
			{On: "meeting.closing", Order: 90, Show: f.closingPanel},
		},
		Routes: []web.Route{
			{Pattern: "GET " + process + "/contacts", For: web.SignedIn, Formats: []string{"csv"}, Do: f.contacts},
			{Pattern: "GET " + process + "/contacts/new", For: web.SignedIn, Do: f.contactForm},
			{Pattern: "POST " + process + "/contacts/new", For: web.SignedIn, Do: f.addContact},
			{Pattern: "GET " + process + "/contacts/import", For: web.SignedIn, Do: f.listForm},
			{Pattern: "POST " + process + "/contacts/import", For: web.SignedIn, MaxBody: web.FileBody, Do: f.look},
			{Pattern: "GET " + process + "/contacts/import/{list}", For: web.SignedIn, Do: f.preview},
			{Pattern: "POST " + process + "/contacts/import/{list}", For: web.SignedIn, Do: f.takeOver},
			{Pattern: "POST " + process + "/contacts/import/{list}/drop", For: web.SignedIn, Do: f.drop},
			{Pattern: "GET " + contact, For: web.SignedIn, Do: f.contact},
			{Pattern: "GET " + contact + "/edit", For: web.SignedIn, Do: f.editContact},
			{Pattern: "POST " + contact + "/edit", For: web.SignedIn, Do: f.changeContact},
			{Pattern: "GET " + contact + "/remove", For: web.SignedIn, Do: f.askRemove},
			{Pattern: "POST " + contact + "/remove", For: web.SignedIn, Do: f.remove},
			{Pattern: "POST " + contact + "/alternates", For: web.SignedIn, Do: f.replace},
			{Pattern: "POST " + contact + "/alternates/{alternate}/end", For: web.SignedIn, Do: f.unreplace},
			{Pattern: "GET " + process + "/campaigns", For: web.SignedIn, Do: f.campaigns},
			{Pattern: "GET " + process + "/campaigns/new", For: web.SignedIn, Do: f.campaignForm},
			{Pattern: "POST " + process + "/campaigns/new", For: web.SignedIn, Do: f.draft},
			{Pattern: "GET " + campaign, For: web.SignedIn, Formats: []string{"csv"}, Do: f.campaign},
			{Pattern: "GET " + campaign + "/edit", For: web.SignedIn, Do: f.editCampaign},
			{Pattern: "POST " + campaign + "/edit", For: web.SignedIn, Do: f.redraft},
			{Pattern: "GET " + campaign + "/send", For: web.SignedIn, Do: f.askSend},
			{Pattern: "POST " + campaign + "/send", For: web.SignedIn, Do: f.send},
			{Pattern: "GET " + campaign + "/remind", For: web.SignedIn, Do: f.askRemind},
			{Pattern: "POST " + campaign + "/remind", For: web.SignedIn, Do: f.remind},
			{Pattern: "GET " + campaign + "/discard", For: web.SignedIn, Do: f.askDiscard},
			{Pattern: "POST " + campaign + "/discard", For: web.SignedIn, Do: f.discard},
			{Pattern: "GET " + process + "/missing", For: web.Anyone, Formats: []string{"json"}, Do: f.missing},
			{Pattern: "POST " + process + "/missing", For: web.Anyone, Do: f.name},
			{Pattern: "GET " + voice, For: web.SignedIn, Do: f.voice},
			{Pattern: "POST " + voice + "/take", For: web.SignedIn, Do: f.take},
			{Pattern: "POST " + voice + "/answer", For: web.SignedIn, Do: f.answer},
			{Pattern: "GET " + voice + "/ask", For: web.SignedIn, Do: f.askAsk},
			{Pattern: "POST " + voice + "/ask", For: web.SignedIn, Do: f.ask},
			{Pattern: "GET /voices/{token}", For: web.Anyone, Fresh: true, Do: f.consent},
			{Pattern: "POST /voices/{token}", For: web.Anyone, Do: f.agree},
			{Pattern: "POST /voices/{token}/no", For: web.Anyone, Do: f.refuse},
		},
	}
}
