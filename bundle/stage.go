package bundle

// RuleVersion is one version of the ground rules or of the consensus policy. A
// version without text was adopted and never published.
type RuleVersion struct {
	ID        string `key:"id" need:"always" rule:"slug" id:"rule"`
	Version   int    `key:"version" range:"1 1000"`
	AdoptedOn Date   `key:"adopted-on"`
	AdoptedAt string `key:"adopted-at" ref:"meeting"`
	How       Text   `key:"how"`
	Text      Text   `key:"text"` // Markdown
	Note      Text   `key:"note"`
	Evidence
	Line int
}

// OpenAct is something a stage lets people do.
type OpenAct string

// Stage is a dated part of the process.
type Stage struct {
	ID     string    `key:"id" need:"always" rule:"slug" id:"stage"`
	Title  Text      `key:"title" need:"always" rule:"line"`
	Text   Text      `key:"text"` // Markdown
	Start  Date      `key:"start"`
	End    Date      `key:"end"`
	Open   []OpenAct `key:"open" oneof:"join propose vote comment register"`
	Status Text      `key:"status" rule:"line"`
	Evidence
	Line int
}
