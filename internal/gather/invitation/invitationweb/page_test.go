package invitationweb

import (
	"testing"
	"time"

	"github.com/a-h/templ"

	"penc/internal/gather/invitation"
	"penc/internal/gather/process"
	"penc/internal/gather/process/processtest"
	"penc/internal/gather/process/processweb"
	"penc/internal/ground/fault"
	"penc/internal/ground/lang"
	"penc/internal/ground/ref"
	"penc/internal/people/role"
	"penc/internal/platform/feature"
	"penc/internal/platform/web"
	"penc/internal/platform/web/ui"
	"penc/internal/platform/web/webtest"
)

var moment = time.Date(2026, 3, 1, 9, 30, 0, 0, time.UTC)

func water() process.Whole {
	w := process.Whole{Process: processtest.Sound("water")}
	w.Groups = []process.Group{
		{Part: process.Part{ID: "users", Process: "water"}, Title: processtest.Words("Usagers", "Users")},
		{Part: process.Part{ID: "academia", Process: "water"}, Title: processtest.Words("Recherche", "Academia")},
	}
	return w
}

// Every page is rendered with nothing and with everything, in every language.
func TestPages(t *testing.T) {
	webtest.Pages(t, "invitation", words, func(page web.Page) map[string]templ.Component {
		w := water()
		pl := processweb.Place{Process: w.Process}
		full := invitation.Card{
			Name: "Awa <b>", Address: "awa@example.sn", Phone: "1", Lang: lang.French, OrgName: "<b>", Group: "users",
			Groups: []ref.ID{"users", "academia"}, Interest: "<b>", Funding: "<b>", Mandate: "<b>",
		}
		c := invitation.Contact{ID: "c1", Process: "water", Card: full, Via: invitation.ByList, Since: moment, Version: 2}
		known := invitation.Known{Contact: c, Standing: invitation.NotInvited}
		campaign := invitation.Campaign{ID: "k1", Process: "water", Role: "member", Subject: lang.Say(lang.French, "<b>"), Text: lang.Say(lang.French, "<b>"), Made: moment}
		sent := campaign
		sent.Sent = moment
		var reached []invitation.Reached
		for _, s := range invitation.States {
			reached = append(reached, invitation.Reached{Recipient: invitation.Recipient{Lang: lang.French, Passed: invitation.HasOffer, Reminded: moment}, To: known, State: s})
		}
		gone := invitation.Letter{Campaign: sent, Reached: reached[0]}
		referral := invitation.Referral{
			ID: "r1", Process: "water", Voice: "<b>", Why: "<b>", Lang: lang.English, Name: "<b>", Organization: "<b>", Address: "k@example.sn",
			PersonLang: lang.French, Owner: "p1", Stand: invitation.Contacting, Result: "<b>", Made: moment, Asked: moment, Version: 1,
		}
		voice := invitation.Voice{Referral: referral, Owner: "Fatou", By: "Omar", Meeting: feature.Card{Name: lang.Say(lang.French, "<b>")}}
		var lines []invitation.Sorted
		for i, f := range invitation.Fates {
			e := invitation.Entry{Line: i + 2, Text: "<b>", Card: full, Notes: []invitation.Note{{Key: invitation.NoGroup, Value: "<b>"}, {Key: invitation.NoLanguage, Value: "<b>"}}}
			if f == invitation.Faulty {
				e.Fault = fault.Field("list", "invitation.list.quote")
			}
			lines = append(lines, invitation.Sorted{Entry: e, Fate: f, Contact: c, After: full, SameAs: 1})
		}
		preview := invitation.Preview{Process: w, Lines: lines, Import: invitation.Import{ID: "l1", Notes: []invitation.Note{{Key: invitation.Windows1252}}}}
		preview.Sheet.Notes = []invitation.Note{{Key: invitation.NoHeader}, {Key: invitation.NotTaken, Value: "<b>"}}
		form := namingForm{Speaker: page.Speaker, Process: "water", In: invitation.Naming{Voice: "<b>", Why: "<b>", Name: "<b>", PersonLang: lang.French, Meeting: "m1"}}
		draft := draftPage{Page: page, Place: pl, Whole: w, Orgs: []string{"<b>"}, In: invitation.Draft{Role: "member"}}
		draft.Subject = page.Bilingual("subject", "S", lang.Text{}, nil, web.Faults{}, 0)
		draft.Text = page.Bilingual("text", "T", lang.Text{}, nil, web.Faults{}, 5)
		chosen, theirs := draft, draft
		chosen.Only = []string{"<b>"}
		theirs.Theirs = true
		to := invitation.AudienceOf([]invitation.Known{known, {Contact: c, Standing: invitation.Joined}})
		return map[string]templ.Component{
			"empty book":          bookView(bookPage{Page: page, Place: pl}),
			"book":                bookView(bookPage{Page: page, Place: pl, Book: invitation.Book{Process: w, Chosen: []invitation.Known{known}, Total: 2, Orgs: []string{"<b>"}}, Choice: invitation.Choice{Words: "<b>"}}),
			"nobody":              bookView(bookPage{Page: page, Place: pl, Book: invitation.Book{Process: w, Total: 2}}),
			"bare contact":        contactView(contactPage{Page: page, Place: pl, View: invitation.Sheetful{Process: w, Known: invitation.Known{Contact: invitation.Contact{Via: invitation.ByHand}}}}),
			"contact":             contactView(contactPage{Page: page, Place: pl, Act: web.NewAct(), View: invitation.Sheetful{Process: w, Known: known, History: []invitation.Past{{At: moment, Card: full}, {At: moment, Card: full}}, Alternates: []invitation.Alternate{{ID: "a1", For: "c1", Contact: "c2", From: "2026-03-01"}, {ID: "a2", For: "c2", Contact: "c1", From: "2026-03-01", Until: "2026-03-02"}}, Names: map[ref.ID]string{"c2": "<b>"}, Letters: []invitation.Letter{gone}, Others: []invitation.Known{known}}}),
			"new card":            cardView(cardPage{Page: page, Place: pl, New: true}),
			"card":                cardView(cardPage{Page: page, Place: pl, Whole: w, Card: full, Theirs: &full}),
			"list":                listView(listPage{Page: page, Place: pl}),
			"empty preview":       previewView(previewPage{Page: page, Place: pl}),
			"preview":             previewView(previewPage{Page: page, Place: pl, Preview: preview}),
			"no campaigns":        campaignsView(campaignsPage{Page: page, Place: pl}),
			"campaigns":           campaignsView(campaignsPage{Page: page, Place: pl, View: invitation.Campaigns{Process: w, Known: 2, Fresh: 1, All: []invitation.Outcome{{Campaign: campaign}, {Campaign: sent, All: reached}}}}),
			"draft":               draftView(draft),
			"draft to some":       draftView(chosen),
			"draft, two editors":  draftView(theirs),
			"campaign":            campaignView(campaignPage{Page: page, Place: pl, Mail: invitation.Mailing{Process: w, Outcome: invitation.Outcome{Campaign: campaign}, To: to}, Letters: []letter{{Lang: lang.French, Letter: role.Letter{Subject: "<b>", Text: "<b>", Reason: "<b>"}}}}),
			"campaign, not ready": campaignView(campaignPage{Page: page, Place: pl, Mail: invitation.Mailing{Process: w, Outcome: invitation.Outcome{Campaign: campaign}}, Faults: []string{"<b>"}}),
			"sent campaign":       campaignView(campaignPage{Page: page, Place: pl, Mail: invitation.Mailing{Process: w, Outcome: invitation.Outcome{Campaign: sent, All: reached}, Late: 2}}),
			"no voices":           missingView(missingPage{Page: page, Place: pl, Form: form}),
			"voices":              missingView(missingPage{Page: page, Place: pl, Form: form, View: invitation.Missing{Process: w, Public: []invitation.PublicReferral{referral.Public(), {Stand: invitation.JustNamed}}, Mine: []invitation.Voice{voice}, All: []invitation.Voice{voice, {Referral: invitation.Referral{Voice: "v"}}}, May: true, Takes: true}}),
			"voice":               voiceView(voicePage{Page: page, Place: pl, Case: invitation.Case{Process: w, Voice: voice, Book: true}}),
			"bare voice":          voiceView(voicePage{Page: page, Place: pl, Case: invitation.Case{Process: w}}),
			"question":            consentView(consentPage{Page: page, Consent: invitation.Consent{Referral: referral, By: "Omar", Process: feature.Card{Public: true}}}),
			"answered":            consentView(consentPage{Page: page, Consent: invitation.Consent{Over: true}}),
			"thanks":              thanksView(thanksPage{Page: page, Lead: "<b>"}),
			"confirm":             confirmView(confirmPage{Page: page, Place: pl, Body: mailText(role.Letter{Subject: "<b>", Text: "<b>"}, "fr"), Confirm: ui.Confirm{Text: "<b>"}}),
			"desk":                deskView(deskPanel{Speaker: page.Speaker, Process: "water", Keeps: true, Waiting: 2}),
			"empty desk":          deskView(deskPanel{Speaker: page.Speaker}),
			"closing":             closingView(form),
		}
	})
}

func TestATableCanBeReadAgain(t *testing.T) {
	c := web.NewCatalogue()
	if err := c.Add("invitation", words); err != nil {
		t.Fatal(err)
	}
	full := invitation.Card{
		Name: "Awa; \"Diop\"", Address: "awa@example.sn", Phone: "+221 77 000 00 00", Lang: lang.English, OrgName: "=Board", Group: "academia",
		Groups: []ref.ID{"academia", "users"}, Interest: "wells,\nrivers", Funding: "-", Mandate: "all",
	}
	for _, l := range lang.Interface {
		data := bookCSV(web.NewSpeaker(c, l), invitation.Book{Process: water(), Chosen: []invitation.Known{{Contact: invitation.Contact{Card: full}}}})
		text, _, err := invitation.Decode(data)
		if err != nil {
			t.Fatal(err)
		}
		s, err := invitation.Read(text, water(), lang.French)
		if err != nil || len(s.Entries) != 1 || s.Entries[0].Fault != nil {
			t.Fatalf("%s: %+v, %v", l, s, err)
		}
		want := full
		want.OrgName, want.Funding = "'=Board", "'-" // a spreadsheet must not take them for formulas
		if got := s.Entries[0].Card; !got.Equal(want) {
			t.Errorf("%s: %+v, want %+v", l, got, want)
		}
	}
}
