package bundle

import (
	"errors"
	"fmt"
	"strings"
	"testing"
)

// head is a sound process on lines 1 to 6; cases add to it from line 7.
const head = `penc: process/1
process:
  id: a
  languages: [fr, en]
  title: T
  summary: S
`

// faultCases has a case for every message key, and more where a message has
// several causes. Want lists line, column, field and key of every fault.
var faultCases = []struct {
	name string
	file string
	want []string
}{
	// The file as a whole.
	{"empty", "", []string{"1:1  " + MsgEmptyFile}},
	{"only a comment", "# nothing\n", []string{"1:1  " + MsgEmptyFile}},
	{"too large", strings.Repeat("#", MaxFile+1), []string{"1:1  " + MsgTooLarge}},
	{"not UTF-8", head + "# \xff\n", []string{"7:1  " + MsgNotUTF8}},
	{"NUL", head + "\n# \x00\n", []string{"8:1  " + MsgNUL}},
	{"not YAML", head + "sources: [\n", []string{"7:1  " + MsgSyntax}},
	{"a tab for indentation", head + "sources:\n\t- id: a\n", []string{"8:1  " + MsgSyntax}},
	{"two documents", head + "---\nb: c\n", []string{"7:1  " + MsgSeveral}},
	{"another format", strings.Replace(head, "process/1", "process/9", 1), []string{"1:7 penc " + MsgFormat}},
	{"anchor and alias", head + "sources: &x\n  - *x\n", []string{"7:10  " + MsgAnchor, "8:5  " + MsgAnchor}},
	{"tag", strings.Replace(head, "title: T", "title: !!binary T", 1), []string{"5:10  " + MsgTag}},
	{"too deep", head + "sources: " + strings.Repeat("[", 40) + strings.Repeat("]", 40) + "\n", []string{"7:42  " + MsgTooDeep}},
	{"a list", "- a\n", []string{"1:1  " + MsgWantMapping}},
	{"too many faults", head + "sources:\n" + strings.Repeat("  - {x: 1}\n", 150), nil},

	// Keys.
	{"unknown key", head + "weather: rain\n", []string{"7:1 weather " + MsgUnknownKey}},
	{"misspelt key", head + "meetins: []\n", []string{"7:1 meetins " + MsgNearKey}},
	{
		"misspelt key within", head + "meetings:\n  - {id: m, title: T, kind: plenary, start: 2018, agenda: [{id: i, titel: T}]}\n",
		[]string{"8:60 meetings[0].agenda[0].title " + MsgKeyMissing, "8:68 meetings[0].agenda[0].titel " + MsgNearKey},
	},
	{"key twice", head + "sources: []\nsources: []\n", []string{"8:1 sources " + MsgKeyTwice}},
	{"language twice", strings.Replace(head, "title: T", "title: {fr: T, fr: U}", 1), []string{"5:18 process.title.fr " + MsgKeyTwice}},
	{"key missing", strings.Replace(head, "  summary: S\n", "", 1), []string{"3:3 process.summary " + MsgKeyMissing}},
	{"process missing", "penc: process/1\n", []string{"1:1 process " + MsgKeyMissing}},
	{"key that is a list", head + "? [a]\n: b\n", []string{"7:3  " + MsgWantWords}},
	{"stray comma in a text", strings.Replace(head, "title: T", "title: {fr: A, b}", 1), []string{"5:18 process.title.b " + MsgComma}},
	{"stray comma in an item", head + "sources:\n  - {id: s, title: A, b}\n", []string{"8:23 sources[0].b " + MsgComma}},

	// Kinds of values.
	{"mapping wanted", "penc: process/1\nprocess: a\n", []string{"2:10 process " + MsgWantMapping}},
	{"list wanted", head + "sources: {id: a}\n", []string{"7:10 sources " + MsgWantList}},
	{"words wanted", strings.Replace(head, "id: a", "id: [a]", 1), []string{"3:7 process.id " + MsgWantWords}},
	{"text wanted", strings.Replace(head, "title: T", "title: [T]", 1), []string{"5:10 process.title " + MsgWantText}},
	{"quotation marks wanted", strings.Replace(head, "title: T", "title: true", 1), []string{"5:10 process.title " + MsgWantQuotes}},
	{"number wanted", head + "  planned-months: many\n", []string{"7:19 process.planned-months " + MsgWantNumber}},
	{"number in quotation marks", head + "  planned-months: \"18\"\n", []string{"7:19 process.planned-months " + MsgWantNumber}},
	{"number in another base", head + "  planned-months: 0x12\n", []string{"7:19 process.planned-months " + MsgWantNumber}},
	{"number too small", head + "  planned-months: 0\n", []string{"7:19 process.planned-months " + MsgRange}},
	{"number far too large", head + "  planned-months: 99999999999999999999\n", []string{"7:19 process.planned-months " + MsgWantNumber}},
	{"yes or no wanted", head + "  simulated: maybe\n", []string{"7:14 process.simulated " + MsgWantYesNo}},
	{"nothing stands there", strings.Replace(head, "title: T", "title:", 1), []string{"5:9 process.title " + MsgEmpty}},
	{"only spaces", strings.Replace(head, "title: T", `title: {fr: "  "}`, 1), []string{"5:15 process.title.fr " + MsgEmpty}},
	{"no language in a text", strings.Replace(head, "title: T", "title: {}", 1), []string{"5:10 process.title " + MsgEmpty}},
	{"no language at all", strings.Replace(head, "[fr, en]", "[]", 1), []string{"4:14 process.languages " + MsgEmpty}},
	{"text too long", head + "stages: [{id: s, title: T, text: " + strings.Repeat("x", MaxText+1) + "}]\n", []string{"7:34 stages[0].text " + MsgTooLong}},
	{"title too long", strings.Replace(head, "title: T", "title: "+strings.Repeat("x", MaxLine+1), 1), []string{"5:10 process.title " + MsgTooLong}},
	{"title of two lines", strings.Replace(head, "title: T", `title: "a\nb"`, 1), []string{"5:10 process.title " + MsgOneLine}},
	{"name of two lines", head + "people: [{id: p, name: \"a\\nb\"}]\n", []string{"7:24 people[0].name " + MsgOneLine}},
	{"list too long", head + "sources: [" + strings.Repeat("a,", MaxList+1) + "]\n", []string{"7:10 sources " + MsgTooMany}},
	{"control character", strings.Replace(head, "title: T", `title: "a\u0007b"`, 1), []string{"5:10 process.title " + MsgCharacter}},
	{"escaped NUL", strings.Replace(head, "title: T", `title: "a\0b"`, 1), []string{"5:10 process.title " + MsgCharacter}},

	// Forms of words.
	{"not one of the values", head + "meetings: [{id: m, title: T, kind: picnic, start: 2018}]\n", []string{"7:36 meetings[0].kind " + MsgNotListed}},
	{"nearly one of the values", head + "meetings: [{id: m, title: T, kind: plenery, start: 2018}]\n", []string{"7:36 meetings[0].kind " + MsgNotListedNear}},
	{"act of a stage", head + "stages: [{id: s, title: T, open: [vote, fly]}]\n", []string{"7:41 stages[0].open[1] " + MsgNotListed}},
	{"slug with capitals", strings.Replace(head, "id: a", "id: My_Process", 1), []string{"3:7 process.id " + MsgSlug}},
	{"slug too long", strings.Replace(head, "id: a", "id: "+strings.Repeat("a", MaxSlug+1), 1), []string{"3:7 process.id " + MsgSlug}},
	{"script address", head + "  websites: [{url: \"javascript:alert(1)\"}]\n", []string{"7:20 process.websites[0].url " + MsgURLScheme}},
	{"address without a host", head + "  websites: [{url: \"https:///a\"}]\n", []string{"7:20 process.websites[0].url " + MsgURL}},
	{"address with a password", head + "  websites: [{url: \"https://a:b@c.org/\"}]\n", []string{"7:20 process.websites[0].url " + MsgURL}},
	{"address with a space", head + "  websites: [{url: \"https://a.org/b c\"}]\n", []string{"7:20 process.websites[0].url " + MsgURL}},
	{"date in words", head + "sources: [{id: s, title: T, date: May 2018}]\n", []string{"7:35 sources[0].date " + MsgDate}},
	{"date the other way round", head + "sources: [{id: s, title: T, date: 29-03-2018}]\n", []string{"7:35 sources[0].date " + MsgDate}},
	{"day that does not exist", head + "sources: [{id: s, title: T, date: 2019-02-29}]\n", []string{"7:35 sources[0].date " + MsgNoSuchDay}},
	{"month that does not exist", head + "sources: [{id: s, title: T, date: 2019-13}]\n", []string{"7:35 sources[0].date " + MsgNoSuchDay}},
	{"end before start", head + "stages:\n  - id: s\n    title: T\n    start: 2018-03-29\n    end: 2018-02\n", []string{"11:10 stages[0].end " + MsgDateOrder}},
	{"entry ends before it begins", head + "entries: [{id: e, kind: milestone, title: T, date: 2019, end: 2018}]\n", []string{"7:63 entries[0].end " + MsgDateOrder}},
	{"meeting ends before it begins", head + "meetings: [{id: m, title: T, kind: other, start: 2019, end: 2018}]\n", []string{"7:61 meetings[0].end " + MsgDateOrder}},
	{"conversation ends before it begins", head + "conversations: [{id: c, title: T, intro: I, start: 2019, end: 2018}]\n", []string{"7:63 conversations[0].end " + MsgDateOrder}},
	{"time of day", head + "meetings: [{id: m, title: T, kind: other, start: 2019, start-time: 8h30}]\n", []string{"7:68 meetings[0].start-time " + MsgClock}},
	{"hour that does not exist", head + "meetings: [{id: m, title: T, kind: other, start: 2019, start-time: \"24:00\"}]\n", []string{"7:68 meetings[0].start-time " + MsgClock}},
	{"time zone", head + "  timezone: GMT+1\n", []string{"7:13 process.timezone " + MsgZone}},
	{"country in words", head + "  country: Senegal\n", []string{"7:12 process.country " + MsgCountry}},
	{"country that is none", head + "  country: XQ\n", []string{"7:12 process.country " + MsgCountry}},
	{"language in words", strings.Replace(head, "[fr, en]", "[fr, english words]", 1), []string{"4:19 process.languages[1] " + MsgLanguage}},
	{"language with an underscore", head + "sources: [{id: s, title: T, language: fr_SN}]\n", []string{"7:39 sources[0].language " + MsgLanguageForm}},
	{"language not declared", strings.Replace(head, "title: T", "title: {fr: T, wo: T}", 1), []string{"5:18 process.title.wo " + MsgNotDeclared}},
	{"language declared twice", strings.Replace(head, "[fr, en]", "[fr, fr]", 1), []string{"4:19 process.languages[1] " + MsgTwiceInList}},

	// Ids and references.
	{"id twice in a section", head + "sources:\n  - {id: s, title: T}\n  - {id: s, title: T}\n", []string{"9:10 sources[1].id " + MsgIDTwice}},
	{"id twice in two sections", head + "people: [{id: x, name: N}]\nstages: [{id: x, title: T}]\n", []string{"8:15 stages[0].id " + MsgIDTwice}},
	{"a source may share an id with an item", head + "people: [{id: x, name: N}]\nsources: [{id: x, title: [T]}]\n", []string{"8:26 sources[0].title " + MsgWantWords}},
	{"unknown source", head + "stages: [{id: s, title: T, sources: [press]}]\n", []string{"7:38 stages[0].sources[0] " + MsgReference}},
	{"misspelt source", head + "sources: [{id: press, title: T}]\nstages: [{id: s, title: T, sources: [pres]}]\n", []string{"8:38 stages[0].sources[0] " + MsgReferenceNear}},
	{"unknown group", head + "partners: [{id: p, name: N, group: g}]\n", []string{"7:36 partners[0].group " + MsgReference}},
	{"unknown partner", head + "agreements: [{id: a, title: T, parties: [p]}]\n", []string{"7:42 agreements[0].parties[0] " + MsgReference}},
	{"unknown document", head + "agreements: [{id: a, title: T, document: d}]\n", []string{"7:42 agreements[0].document " + MsgReference}},
	{"unknown meeting", head + "ground-rules: [{id: r, adopted-at: m}]\n", []string{"7:36 ground-rules[0].adopted-at " + MsgReference}},
	{"unknown stage", head + "conversations: [{id: c, title: T, intro: I, stage: s}]\n", []string{"7:52 conversations[0].stage " + MsgReference}},
	{"unknown breakout", head + "meetings: [{id: m, title: T, kind: other, start: 2018, agenda: [{id: i, title: T, breakouts: [b]}]}]\n", []string{"7:95 meetings[0].agenda[0].breakouts[0] " + MsgReference}},
	{"an entry that is no working group", head + "entries: [{id: e, kind: milestone, title: T, working-groups: [e]}]\n", []string{"7:63 entries[0].working-groups[0] " + MsgReference}},
	{"unknown person", head + "news: [{id: n, title: T, text: X, authors: [Awa Exemple, awa-exemple]}]\n", []string{"7:58 news[0].authors[1] " + MsgReference}},
	{"reference twice in a list", head + "sources: [{id: a, title: T}]\nstages: [{id: s, title: T, sources: [a, a]}]\n", []string{"8:41 stages[0].sources[1] " + MsgTwiceInList}},

	// Evidence.
	{"source without a name", head + "sources: [{id: s, url: \"https://a.org\"}]\n", []string{"7:11 sources[0] " + MsgUntitled}},
	{"dispute with one value", head + "stages: [{id: s, title: T, disputed: [{field: end, values: [{value: A}]}]}]\n", []string{"7:60 stages[0].disputed[0].values " + MsgOneClaim}},
	{"dispute without values", head + "stages: [{id: s, title: T, disputed: [{field: end, values: []}]}]\n", []string{"7:60 stages[0].disputed[0].values " + MsgEmpty}},
	{"dispute on no field", head + "stages: [{id: s, title: T, not-published: [{field: weather}]}]\n", []string{"7:52 stages[0].not-published[0].field " + MsgField}},
	{"dispute on a misspelt field", head + "stages: [{id: s, title: T, not-published: [{field: star}]}]\n", []string{"7:52 stages[0].not-published[0].field " + MsgFieldNear}},
	{"field within no set of keys", head + "stages: [{id: s, title: T, not-published: [{field: start.day}]}]\n", []string{"7:52 stages[0].not-published[0].field " + MsgFieldNear}},
	{"gap on a misspelt kind of entry", head + "  not-published: [{field: entries.recomendation}]\n", []string{"7:27 process.not-published[0].field " + MsgFieldNear}},
	{"attendance does not add up", head + "meetings: [{id: m, title: T, kind: other, start: 2018, attendance: {total: 5, in-person: 4, online: 2}}]\n", []string{"7:68 meetings[0].attendance.total " + MsgAttendance}},
}

func TestFaults(t *testing.T) {
	seen := map[string]bool{}
	for _, c := range faultCases {
		t.Run(c.name, func(t *testing.T) {
			_, err := Read(strings.NewReader(c.file))
			var faults Faults
			if !errors.As(err, &faults) {
				t.Fatalf("want faults, got %v", err)
			}
			var got []string
			for _, f := range faults {
				seen[f.Key] = true
				got = append(got, fmt.Sprintf("%d:%d %s %s", f.Line, f.Column, f.Field, f.Key))
				if strings.Contains(f.Text, "{{") || f.Text == "" {
					t.Errorf("message not filled in: %q", f.Text)
				}
			}
			if c.want != nil && strings.Join(got, "\n") != strings.Join(c.want, "\n") {
				t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(c.want, "\n"))
			}
		})
	}
	for key := range Messages() {
		if !seen[key] {
			t.Errorf("no case provokes %s", key)
		}
	}
}

// TestEveryFaultAtOnce: a file with several faults tells all of them, in the
// order of its lines.
func TestEveryFaultAtOnce(t *testing.T) {
	file := strings.Replace(head, "id: a", "id: A", 1) + "stages: [{id: s, sources: [x], start: 2018-02-30}]\nweather: rain\n"
	_, err := Read(strings.NewReader(file))
	want := `line 3, process.id: “A” cannot be an id. Use lower-case letters, digits and single hyphens, at most 100.
line 7, stages[0].title: The key “title” is missing.
line 7, stages[0].sources[0]: Nothing in sources has the id “x”.
line 7, stages[0].start: The date 2018-02-30 does not exist.
line 8, weather: The key “weather” is not known here.`
	if err == nil || err.Error() != want {
		t.Errorf("got\n%v\nwant\n%s", err, want)
	}
}

// TestFaultsAreCapped: a hopeless file does not fill the screen.
func TestFaultsAreCapped(t *testing.T) {
	_, err := Read(strings.NewReader(head + "sources:\n" + strings.Repeat("  - {x: 1}\n", 150)))
	var faults Faults
	if !errors.As(err, &faults) || len(faults) != MaxFaults+1 || faults[MaxFaults].Key != MsgMore {
		t.Fatalf("got %d faults", len(faults))
	}
}
