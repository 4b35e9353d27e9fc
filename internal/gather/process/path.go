package process

import "penc/internal/ground/ref"

// Sections are the names under which the parts stand in addresses.
var Sections = map[Noun]string{
	StageNoun: "stages", GroupNoun: "groups", PartnerNoun: "partners", PersonNoun: "people", AgreementNoun: "agreements",
	RulesNoun: "rules", EntryNoun: "entries", SourceNoun: "sources",
}

// Path returns the address of the process's page without the language.
func (p Process) Path() string { return "/processes/" + string(p.ID) }

// Desk returns the address of the page on which the process is run.
func (p Process) Desk() string { return p.Path() + "/desk" }

// EditPath returns the address of a part's editor.
func (p Process) EditPath(n Noun, id ref.ID) string {
	return p.Desk() + "/" + Sections[n] + "/" + string(id)
}

// PathOf returns the address at which readers find a part: the page of the
// process that shows it, and its place on it.
func (w Whole) PathOf(t thing) string {
	at := "#" + string(t.part().ID)
	switch v := t.(type) {
	case *Stage:
		return w.Path() + at
	case *Group, *Partner, *Named, *Agreement:
		return w.Path() + "/partners" + at
	case *Rules:
		return w.Path() + "/rules" + at
	case *Entry:
		return w.Path() + "/" + v.Kind.Page() + at
	}
	return w.Path()
}

// Page returns the page of the process on which entries of the kind stand.
func (k EntryKind) Page() string {
	switch k {
	case Milestone, Exchange:
		return "chronicle"
	case Governance:
		return "partners"
	}
	return "results"
}
