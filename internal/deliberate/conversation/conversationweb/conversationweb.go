// Package conversationweb is the face of package conversation: the page on which
// people vote, those on which they propose and see what they said, the results
// with the map of opinion, the files to take away, and the pages of those who run
// a conversation.
//
// Everybody votes by a plain form; the page that follows asks about the next
// statement and shows how others voted on the last one. Somebody without an
// account gets a cookie with their first vote, where the conversation lets them
// take part, and can later take those votes over into an account.
//
// Here "opinion group" is always a group that the map found, and "stakeholder
// group" one that people declared.
package conversationweb

import (
	"embed"
	"io/fs"

	"penc/internal/deliberate/conversation"
	"penc/internal/gather/process"
	"penc/internal/platform/web"
	"penc/internal/talk/moderation/moderationweb"
)

//go:embed i18n
var words embed.FS

//go:embed script/*.js
var scriptFiles embed.FS

var scripts, _ = fs.Sub(scriptFiles, "script")

type face struct {
	conversations *conversation.Service
	processes     *process.Service
}

// Face returns the pages of conversations.
func Face(s *conversation.Service, processes *process.Service) web.Face {
	f := face{s, processes}
	return web.Face{
		Name:    "conversation",
		Words:   words,
		Scripts: scripts,
		Routes: []web.Route{
			{Pattern: "GET /processes/{id}/conversations", For: web.Anyone, Do: f.list, Formats: []string{"json"}},
			{Pattern: "GET /conversations/{id}", For: web.Anyone, Fresh: true, Do: f.show, Formats: []string{"json"}},
			{Pattern: "POST /conversations/{id}/votes", For: web.Anyone, Do: f.vote},
			{Pattern: "POST /conversations/claim", For: web.SignedIn, Do: f.claim},
			{Pattern: "GET /conversations/{id}/propose", For: web.Anyone, Fresh: true, Do: f.propose},
			{Pattern: "POST /conversations/{id}/propose", For: web.Anyone, Do: f.carryPropose},
			{Pattern: "GET /conversations/{id}/mine", For: web.Anyone, Fresh: true, Do: f.mine},
			{Pattern: "GET /conversations/{id}/statements", For: web.Anyone, Do: f.board},
			{Pattern: "GET /conversations/{id}/statements/{statement}", For: web.Anyone, Do: f.statement},
			{Pattern: "GET /conversations/{id}/statements/{statement}/withdraw", For: web.Anyone, Fresh: true, Do: f.withdraw},
			{Pattern: "POST /conversations/{id}/statements/{statement}/withdraw", For: web.Anyone, Do: f.carryWithdraw},
			{Pattern: "GET /conversations/{id}/results", For: web.Anyone, Do: f.results, Formats: []string{"json"}},
			{Pattern: "GET /conversations/{id}/results/groups", For: web.Anyone, Do: f.groups},
			{Pattern: "GET /conversations/{id}/results/method", For: web.Anyone, Do: f.method},
			{Pattern: "GET /conversations/{id}/export.zip", For: web.Anyone, Fresh: true, Do: f.zip},
			{Pattern: "GET /conversations/{id}/export/{file}", For: web.Anyone, Fresh: true, Do: f.file, Formats: []string{"csv"}},

			{Pattern: "GET /processes/{id}/conversations/new", For: web.Stewards, Do: f.new},
			{Pattern: "POST /processes/{id}/conversations", For: web.Stewards, Do: f.prepare},
			{Pattern: "GET /processes/{id}/conversations/import", For: web.Stewards, Do: f.importPolis},
			{Pattern: "POST /processes/{id}/conversations/import", For: web.Stewards, Do: f.carryImport, MaxBody: web.FileBody},
			{Pattern: "GET /conversations/{id}/edit", For: web.Stewards, Do: f.edit},
			{Pattern: "POST /conversations/{id}/edit", For: web.Stewards, Do: f.change},
			{Pattern: "GET /conversations/{id}/state", For: web.Stewards, Do: f.state},
			{Pattern: "POST /conversations/{id}/state", For: web.Stewards, Do: f.become},
			{Pattern: "GET /conversations/{id}/seed", For: web.Stewards, Do: f.seed},
			{Pattern: "POST /conversations/{id}/seed", For: web.Stewards, Do: f.sow},
			{Pattern: "GET /conversations/{id}/duplicates", For: web.Stewards, Do: f.duplicates},
			{Pattern: "GET /conversations/{id}/statements/{statement}/merge", For: web.Stewards, Do: f.merge},
			{Pattern: "POST /conversations/{id}/statements/{statement}/merge", For: web.Stewards, Do: f.carryMerge},
			{Pattern: "GET /conversations/{id}/statements/{statement}/split", For: web.Stewards, Do: f.split},
			{Pattern: "POST /conversations/{id}/statements/{statement}/split", For: web.Stewards, Do: f.carrySplit},
			{Pattern: "GET /conversations/{id}/statements/{statement}/translate", For: web.Stewards, Do: f.translate},
			{Pattern: "POST /conversations/{id}/statements/{statement}/translate", For: web.Stewards, Do: f.carryTranslate},
		},
		Tabs: []web.Tab{{On: "process", Word: "conversation.tab", Path: "/processes/{id}/conversations", For: web.Anyone, Order: 28}},
		Panels: []web.Panel{
			{On: "process.now", Order: 10, Show: f.pagePanel},
			{On: "process.desk", Order: 28, Show: f.deskPanel},
			{On: moderationweb.QueuePanel, Order: 20, Show: f.duplicatesPanel},
			{On: "home.open", Order: 10, Show: f.homePanel},
		},
	}
}
