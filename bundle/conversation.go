package bundle

// Conversation is a conversation as it travels: its texts, never its votes.
type Conversation struct {
	ID         string      `key:"id" need:"always" rule:"slug" id:"conversation"`
	Title      Text        `key:"title" need:"always" rule:"line"`
	Intro      Text        `key:"intro" need:"always"` // Markdown
	Stage      string      `key:"stage" ref:"stage"`
	Start      Date        `key:"start"`
	End        Date        `key:"end"`
	Open       bool        `key:"open"`      // people can propose and vote now
	Anonymous  bool        `key:"anonymous"` // taking part needs no account
	Statements []Statement `key:"statements"`
	Evidence
	Line int
}

// Statement is a short sentence that people agree or disagree with.
type Statement struct {
	ID   string `key:"id" need:"always" rule:"slug" id:"statement"`
	Text Text   `key:"text" need:"always" rule:"line"`
	Line int
}
