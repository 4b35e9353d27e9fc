package bundle

// Source is a bibliographic reference. It is cited by its id.
type Source struct {
	ID           string `key:"id" need:"always" rule:"slug" id:"source"`
	Title        string `key:"title" rule:"line"` // as published, in Language
	TitleFromURL bool   `key:"title-from-url"`    // read from the address, the page not seen
	Description  Text   `key:"description" rule:"line"`
	URL          string `key:"url" rule:"url"`
	Publisher    string `key:"publisher" rule:"line"`
	Date         Date   `key:"date"`
	Language     string `key:"language" rule:"tag"`
	Line         int
}

// Evidence says on what an item rests and where its limits are. Every item has
// it. A part of an item (an agenda item, an outcome) without sources of its own
// rests on those of the item.
type Evidence struct {
	Sources      []string  `key:"sources" ref:"source"`
	Uncertain    Text      `key:"uncertain"` // present: the item is uncertain, for this reason
	Derived      bool      `key:"derived"`   // worked out by the compilers, stated by no source
	Disputed     []Dispute `key:"disputed"`
	NotPublished []Gap     `key:"not-published"`
}

// Dispute is a field of an item on which sources disagree.
type Dispute struct {
	Field  string  `key:"field" need:"always" rule:"field"` // a key of the item: end, place.venue
	Values []Claim `key:"values" need:"always"`
	Line   int
}

// Claim is what some of the sources say of a disputed field.
type Claim struct {
	Value   Text     `key:"value" need:"always"`
	Sources []string `key:"sources" ref:"source"`
	Line    int
}

// Gap is something that was looked for and never found in public.
type Gap struct {
	Field string `key:"field" need:"always" rule:"field"`
	Note  Text   `key:"note"`
	Line  int
}
