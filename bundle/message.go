package bundle

// Message keys of faults. The comment names the parts of each message.
const (
	MsgTooLarge      = "bundle.file.too-large"        // Limit
	MsgNotUTF8       = "bundle.file.not-utf8"         //
	MsgNUL           = "bundle.file.nul"              //
	MsgSyntax        = "bundle.file.syntax"           // Problem
	MsgEmptyFile     = "bundle.file.empty"            //
	MsgSeveral       = "bundle.file.several"          //
	MsgFormat        = "bundle.file.format"           // Value, Known
	MsgAnchor        = "bundle.file.anchor"           //
	MsgTag           = "bundle.file.tag"              // Value
	MsgTooDeep       = "bundle.file.too-deep"         // Limit
	MsgMore          = "bundle.file.more"             // Limit
	MsgUnknownKey    = "bundle.key.unknown"           // Key
	MsgNearKey       = "bundle.key.unknown-near"      // Key, Nearest
	MsgComma         = "bundle.key.comma"             // Key
	MsgKeyTwice      = "bundle.key.twice"             // Key, First
	MsgKeyMissing    = "bundle.key.missing"           // Key
	MsgWantMapping   = "bundle.value.want-mapping"    //
	MsgWantList      = "bundle.value.want-list"       //
	MsgWantWords     = "bundle.value.want-words"      //
	MsgWantQuotes    = "bundle.value.want-quotes"     // Value
	MsgWantText      = "bundle.value.want-text"       //
	MsgWantNumber    = "bundle.value.want-number"     //
	MsgWantYesNo     = "bundle.value.want-yes-no"     //
	MsgEmpty         = "bundle.value.empty"           //
	MsgTooLong       = "bundle.value.too-long"        // Limit
	MsgTooMany       = "bundle.value.too-many"        // Limit
	MsgOneLine       = "bundle.value.one-line"        //
	MsgCharacter     = "bundle.value.character"       // Character
	MsgNotListed     = "bundle.value.not-listed"      // Value, Known
	MsgNotListedNear = "bundle.value.not-listed-near" // Value, Nearest
	MsgTwiceInList   = "bundle.value.twice"           // Value
	MsgRange         = "bundle.number.range"          // Low, High
	MsgSlug          = "bundle.slug.malformed"        // Value
	MsgURL           = "bundle.url.malformed"         // Value
	MsgURLScheme     = "bundle.url.scheme"            // Value
	MsgDate          = "bundle.date.malformed"        // Value
	MsgNoSuchDay     = "bundle.date.no-such-day"      // Value
	MsgDateOrder     = "bundle.date.order"            // Start, End
	MsgClock         = "bundle.clock.malformed"       // Value
	MsgZone          = "bundle.zone.malformed"        // Value
	MsgCountry       = "bundle.country.malformed"     // Value
	MsgLanguage      = "bundle.language.malformed"    // Value
	MsgLanguageForm  = "bundle.language.form"         // Value, Form
	MsgNotDeclared   = "bundle.language.not-declared" // Value, Known
	MsgIDTwice       = "bundle.id.twice"              // Value, First
	MsgReference     = "bundle.reference.unknown"     // Value, Section
	MsgReferenceNear = "bundle.reference.near"        // Value, Section, Nearest
	MsgField         = "bundle.field.unknown"         // Value
	MsgFieldNear     = "bundle.field.near"            // Value, Nearest
	MsgOneClaim      = "bundle.dispute.one-value"     //
	MsgUntitled      = "bundle.source.untitled"       //
	MsgAttendance    = "bundle.attendance.sum"        // Total, Sum
)

// Messages returns every message key with its English sentence. Named parts
// stand in it as {{.Name}}.
func Messages() map[string]string {
	return map[string]string{
		MsgTooLarge:      "The file is larger than {{.Limit}}.",
		MsgNotUTF8:       "This line is not valid UTF-8. Save the file with the encoding UTF-8.",
		MsgNUL:           "This line contains a NUL character, which no text file has.",
		MsgSyntax:        "The file cannot be read as YAML: {{.Problem}}.",
		MsgEmptyFile:     "The file is empty.",
		MsgSeveral:       "The file holds more than one document. One file describes one process.",
		MsgFormat:        "The format “{{.Value}}” is not known. The first line is “{{.Known}}”.",
		MsgAnchor:        "Anchors and aliases (& and *) are not allowed. Write the words out.",
		MsgTag:           "The tag “{{.Value}}” is not allowed. Write the value without it.",
		MsgTooDeep:       "The file is nested deeper than {{.Limit}} levels.",
		MsgMore:          "There are more than {{.Limit}} faults. Put these right first.",
		MsgUnknownKey:    "The key “{{.Key}}” is not known here.",
		MsgNearKey:       "The key “{{.Key}}” is not known here. Did you mean “{{.Nearest}}”?",
		MsgComma:         "“{{.Key}}” is read as a key, because a comma stands before it. Put the text between the braces in quotation marks.",
		MsgKeyTwice:      "The key “{{.Key}}” already stands on line {{.First}}.",
		MsgKeyMissing:    "The key “{{.Key}}” is missing.",
		MsgWantMapping:   "This has to be a set of keys with their values.",
		MsgWantList:      "This has to be a list.",
		MsgWantWords:     "This has to be words, not a list or a set of keys.",
		MsgWantQuotes:    "Put “{{.Value}}” in quotation marks if it is meant as words.",
		MsgWantText:      "This has to be a text, or a text for each language.",
		MsgWantNumber:    "This has to be a whole number.",
		MsgWantYesNo:     "This has to be true or false.",
		MsgEmpty:         "Nothing stands here. Write something or leave the key out.",
		MsgTooLong:       "This is longer than {{.Limit}} bytes.",
		MsgTooMany:       "This list has more than {{.Limit}} things.",
		MsgOneLine:       "This has to fit on one line.",
		MsgCharacter:     "The character {{.Character}} is not allowed in a text.",
		MsgNotListed:     "“{{.Value}}” is not one of the possible values: {{.Known}}.",
		MsgNotListedNear: "“{{.Value}}” is not one of the possible values. Did you mean “{{.Nearest}}”?",
		MsgTwiceInList:   "“{{.Value}}” stands twice in this list.",
		MsgRange:         "The number has to lie between {{.Low}} and {{.High}}.",
		MsgSlug:          "“{{.Value}}” cannot be an id. Use lower-case letters, digits and single hyphens, at most 100.",
		MsgURL:           "“{{.Value}}” is not a full web address.",
		MsgURLScheme:     "“{{.Value}}” does not begin with http:// or https://.",
		MsgDate:          "“{{.Value}}” is not a date. Write 2018, 2018-03 or 2018-03-29.",
		MsgNoSuchDay:     "The date {{.Value}} does not exist.",
		MsgDateOrder:     "The end, {{.End}}, is before the start, {{.Start}}.",
		MsgClock:         "“{{.Value}}” is not a time of day. Write it as 08:30.",
		MsgZone:          "“{{.Value}}” is not a time zone. Write it as Africa/Dakar.",
		MsgCountry:       "“{{.Value}}” is not a country code. Write two capital letters, such as SN.",
		MsgLanguage:      "“{{.Value}}” is not a language tag. Write it as fr, en or wo.",
		MsgLanguageForm:  "Write the language tag “{{.Value}}” as “{{.Form}}”.",
		MsgNotDeclared:   "“{{.Value}}” is not one of the languages of this process: {{.Known}}.",
		MsgIDTwice:       "The id “{{.Value}}” already stands on line {{.First}}.",
		MsgReference:     "Nothing in {{.Section}} has the id “{{.Value}}”.",
		MsgReferenceNear: "Nothing in {{.Section}} has the id “{{.Value}}”. Did you mean “{{.Nearest}}”?",
		MsgField:         "The item has no field “{{.Value}}”.",
		MsgFieldNear:     "The item has no field “{{.Value}}”. Did you mean “{{.Nearest}}”?",
		MsgOneClaim:      "A dispute needs at least two values.",
		MsgUntitled:      "A source needs a title or a description.",
		MsgAttendance:    "The total, {{.Total}}, is less than in person and online together, {{.Sum}}.",
	}
}
