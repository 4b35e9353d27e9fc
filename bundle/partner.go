package bundle

// StakeholderGroup is a group of people or bodies with a common stake, declared
// by the process.
type StakeholderGroup struct {
	ID   string `key:"id" need:"always" rule:"slug" id:"group"`
	Name Text   `key:"name" need:"always" rule:"line"`
	Note Text   `key:"note"`
	Evidence
	Line int
}

// Partner is an organization that carries the process.
type Partner struct {
	ID      string `key:"id" need:"always" rule:"slug" id:"partner"`
	Name    Text   `key:"name" need:"always" rule:"everywhere line"`
	Acronym Text   `key:"acronym" rule:"everywhere line"`
	Group   string `key:"group" ref:"group"`
	Roles   []Text `key:"roles" rule:"line"`
	Note    Text   `key:"note"`
	Evidence
	Line int
}

// Person is somebody named in public sources: a speaker, an author, an official.
type Person struct {
	ID             string `key:"id" need:"always" rule:"slug" id:"person"`
	Name           string `key:"name" need:"always" rule:"line"`
	Position       Text   `key:"position" rule:"line"`
	PublicOfficial bool   `key:"public-official"`
	Note           Text   `key:"note"`
	Evidence
	Line int
}

// AgreementKind is the form of an agreement.
type AgreementKind string

// Agreement is what partners have signed with one another.
type Agreement struct {
	ID         string        `key:"id" need:"always" rule:"slug" id:"agreement"`
	Title      Text          `key:"title" need:"always" rule:"line"`
	Kind       AgreementKind `key:"kind" oneof:"memorandum-of-understanding charter convention terms-of-reference other"`
	Date       Date          `key:"date"`
	Parties    []string      `key:"parties" ref:"partner"`
	Purpose    Text          `key:"purpose"`
	Objectives []Text        `key:"objectives"`
	Document   string        `key:"document" ref:"document"`
	Evidence
	Line int
}
