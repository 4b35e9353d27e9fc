package process

import (
	"fmt"
	"slices"
	"strconv"

	"penc/bundle"
	"penc/internal/ground/carry"
	"penc/internal/ground/fault"
	"penc/internal/ground/lang"
	"penc/internal/ground/ref"
	"penc/internal/ground/when"
)

// An intake reads a process file into a plan.
type intake struct {
	carry.Case
	plan  *plan
	was   Whole // as it is here
	will  Whole // as it will be, for the rules
	items []item
}

// An item is a thing of the file with its place in it.
type item struct {
	thing   thing
	section string
	path    string
	line    int
	kind    carry.Kind
}

// takeProcess reads what the file says of the process itself.
func (in *intake) takeProcess(b *bundle.Bundle) {
	f, old := b.Process, in.was.Process
	p := old
	p.Simulated, p.Country, p.Languages = f.Simulated, f.Country, carry.Tags(f.Languages)
	p.Title, p.AlsoCalled = in.Text(old.Title, f.Title), in.Texts(old.AlsoCalled, f.AlsoCalled)
	p.Summary, p.PlannedMonths, p.Zone = in.Text(old.Summary, f.Summary), f.PlannedMonths, f.TimeZone
	p.FollowsMethodOf, p.Evidence = ref.ID(f.FollowsMethodOf), in.Evidence(old.Evidence, f.Evidence)
	p.Websites = nil
	for _, s := range f.Websites {
		var languages []lang.Tag
		if len(s.Languages) > 0 {
			languages = carry.Tags(s.Languages)
		}
		p.Websites = append(p.Websites, Website{URL: s.URL, Languages: languages})
	}
	p.Participation = in.participation(old.Participation, f.Participation)
	if old.IsPublic() && p.Simulated != old.Simulated {
		in.fault(f.Line, "process.simulated", MsgSimulated, nil)
	}
	in.plan.process = p
	in.plan.changed = !carry.Same(p, old) || p.Simulated != old.Simulated || p.Country != old.Country
	kind := carry.Unchanged
	switch {
	case in.plan.fresh:
		kind = carry.Created
	case in.plan.changed:
		kind = carry.Changed
	}
	in.plan.changes = append(in.plan.changes, carry.Change{Section: "process", ID: p.ID, Name: p.Title, Kind: kind})
	in.will.Process = p
}

func (in *intake) participation(old *Participation, f *bundle.Participation) *Participation {
	if f == nil {
		return nil
	}
	var note lang.Text
	if old != nil {
		note = old.Note
	}
	return &Participation{Count: f.Count, AtLeast: f.AtLeast, Note: in.Text(note, f.Note), Sources: carry.IDs(f.Sources)}
}

// takeParts reads the sections of this room, in the order of the file's format.
func (in *intake) takeParts(b *bundle.Bundle) {
	for i, f := range b.Sources {
		take(in, &in.will.Sources, in.was.Sources, "sources", i, f.Line, f.ID, bundle.Evidence{}, func(v *Source) {
			v.Title, v.TitleFromURL, v.Description = f.Title, f.TitleFromURL, in.Text(v.Description, f.Description)
			v.URL, v.Publisher, v.Date, v.Language = f.URL, f.Publisher, when.Date(f.Date), lang.Tag(f.Language)
		})
	}
	for i, f := range b.Groups {
		take(in, &in.will.Groups, in.was.Groups, "stakeholder-groups", i, f.Line, f.ID, f.Evidence, func(v *Group) {
			v.Title, v.Note = in.Text(v.Title, f.Name), in.Text(v.Note, f.Note)
		})
	}
	for i, f := range b.Partners {
		take(in, &in.will.Partners, in.was.Partners, "partners", i, f.Line, f.ID, f.Evidence, func(v *Partner) {
			v.Title, v.Acronym, v.Group = in.Text(v.Title, f.Name), in.Text(v.Acronym, f.Acronym), ref.ID(f.Group)
			v.Roles, v.Note = in.Texts(v.Roles, f.Roles), in.Text(v.Note, f.Note)
		})
	}
	for i, f := range b.People {
		take(in, &in.will.People, in.was.People, "people", i, f.Line, f.ID, f.Evidence, func(v *Named) {
			v.FullName, v.Position = f.Name, in.Text(v.Position, f.Position)
			v.PublicOfficial, v.Note = f.PublicOfficial, in.Text(v.Note, f.Note)
		})
	}
	for i, f := range b.Agreements {
		take(in, &in.will.Agreements, in.was.Agreements, "agreements", i, f.Line, f.ID, f.Evidence, func(v *Agreement) {
			v.Title, v.Kind, v.Date = in.Text(v.Title, f.Title), AgreementKind(f.Kind), when.Date(f.Date)
			v.Parties, v.Purpose = carry.IDs(f.Parties), in.Text(v.Purpose, f.Purpose)
			v.Objectives, v.Document = in.Texts(v.Objectives, f.Objectives), ref.ID(f.Document)
		})
	}
	in.takeRules(b.GroundRules, GroundRules)
	in.takeRules(b.Consensus, ConsensusPolicy)
	for i, f := range b.Stages {
		take(in, &in.will.Stages, in.was.Stages, "stages", i, f.Line, f.ID, f.Evidence, func(v *Stage) {
			v.Title, v.Text, v.Status = in.Text(v.Title, f.Title), in.Text(v.Text, f.Text), in.Text(v.Status, f.Status)
			v.Dates, v.Acts = when.Span{Start: when.Date(f.Start), End: when.Date(f.End)}, nil
			for _, a := range f.Open {
				v.Acts = append(v.Acts, Act(a))
			}
		})
	}
	for i, f := range b.Entries {
		take(in, &in.will.Entries, in.was.Entries, "entries", i, f.Line, f.ID, f.Evidence, func(v *Entry) { in.entry(v, f) })
	}
}

func (in *intake) entry(v *Entry, f bundle.Entry) {
	v.Kind, v.Number, v.Title = EntryKind(f.Kind), f.Number, in.Text(v.Title, f.Title)
	v.Acronym, v.AlsoCalled = in.Text(v.Acronym, f.Acronym), in.Texts(v.AlsoCalled, f.AlsoCalled)
	v.Text, v.Parts = in.Text(v.Text, f.Text), in.Texts(v.Parts, f.Parts)
	v.Dates = when.Span{Start: when.Date(f.Date), End: when.Date(f.End)}
	v.Where, v.Meeting, v.Breakout = in.Text(v.Where, f.Place), ref.ID(f.Meeting), ref.ID(f.Breakout)
	v.Partners, v.Group, v.WorkingGroups = carry.IDs(f.Partners), ref.ID(f.Group), carry.IDs(f.WorkingGroups)
	v.Document, v.Page, v.WithProcess, v.RelatedOnly = ref.ID(f.Document), f.Page, ref.ID(f.WithProcess), f.RelatedOnly
}

// takeRules reads the versions of one kind of rules. A version without a number
// has the number of its place.
func (in *intake) takeRules(versions []bundle.RuleVersion, kind RulesKind) {
	for i, f := range versions {
		id := ref.ID(f.ID)
		before, _ := find(in.was.Rules, id)
		take(in, &in.will.Rules, in.was.Rules, string(kind), i, f.Line, f.ID, f.Evidence, func(v *Rules) {
			v.Kind, v.Number = kind, f.Version
			if v.Number == 0 {
				v.Number = i + 1
			}
			v.AdoptedOn, v.AdoptedAt = when.Date(f.AdoptedOn), ref.ID(f.AdoptedAt)
			v.How, v.Text, v.Note = in.Text(v.How, f.How), in.Text(v.Text, f.Text), in.Text(v.Note, f.Note)
			if before.Version > 0 && before.MayBecome(*v) != nil {
				in.fault(f.Line, string(kind)+"["+strconv.Itoa(i)+"].text", MsgAdopted, nil)
			}
		})
	}
}

// take reads one item: what is here already under its id, changed by write. Its
// place is its place in the file.
func take[T any, P pointer[T]](in *intake, list *[]T, was []T, section string, i, line int, id string, e bundle.Evidence, write func(*T)) {
	old, known := find[T, P](was, ref.ID(id))
	v := old
	p := P(&v).part()
	p.ID, p.Process, p.Place = ref.ID(id), in.was.ID, i+1
	p.Evidence = in.Evidence(p.Evidence, e)
	write(&v)
	kind := carry.Changed
	switch {
	case !known:
		kind = carry.Created
	case carry.Same(v, old) && p.Place == P(&old).part().Place:
		kind = carry.Unchanged
	}
	*list = append(*list, v)
	t := P(&v)
	if kind != carry.Unchanged {
		in.plan.set = append(in.plan.set, t)
	}
	in.plan.changes = append(in.plan.changes, carry.Change{Section: section, ID: p.ID, Name: t.Name(), Kind: kind})
	in.items = append(in.items, item{t, section, fmt.Sprintf("%s[%d]", section, i), line, kind})
}

// judge applies the rules of each noun, as an editor's form would. Parts that are
// here and not in the file stay, and may be led to.
func (in *intake) judge() {
	for _, t := range in.was.things() {
		if !in.will.ids(t.Noun())[t.part().ID] {
			in.keepStaying(t)
		}
	}
	in.blame("process", 1, in.plan.process.check(in.will))
	for _, it := range in.items {
		switch id := it.thing.part().ID; {
		case !id.Valid():
			in.fault(it.line, it.path+".id", MsgIDLong, map[string]string{"limit": strconv.Itoa(ref.MaxID)})
		case id == "new": // the address of the form for a new one
			in.fault(it.line, it.path+".id", "process.process.id", nil)
		}
		if it.kind != carry.Unchanged {
			in.blame(it.path, it.line, checked(it.thing, in.will))
		}
	}
}

// keepStaying adds a part that the file does not name to what will be there.
func (in *intake) keepStaying(t thing) {
	switch v := t.(type) {
	case *Source:
		in.will.Sources = append(in.will.Sources, *v)
	case *Group:
		in.will.Groups = append(in.will.Groups, *v)
	case *Partner:
		in.will.Partners = append(in.will.Partners, *v)
	case *Entry:
		in.will.Entries = append(in.will.Entries, *v)
	}
}

// blame tells the faults of a rule as faults of the file.
func (in *intake) blame(path string, line int, err error) {
	for _, e := range fault.All(err) {
		parts := map[string]string{}
		for name, value := range e.Parts {
			parts[name] = fmt.Sprint(value)
		}
		in.fault(line, path+"."+e.Field, e.Message, parts)
	}
}

// Bundle returns the process as a process file writes it: the sections of this
// room.
func (w Whole) Bundle() *bundle.Bundle {
	c := carry.In(w.Languages...)
	b := &bundle.Bundle{Penc: bundle.Format, Process: w.outProcess(c)}
	for _, v := range w.Sources {
		b.Sources = append(b.Sources, bundle.Source{
			ID: string(v.ID), Title: v.Title, TitleFromURL: v.TitleFromURL, Description: c.OutText(v.Description),
			URL: v.URL, Publisher: v.Publisher, Date: bundle.Date(v.Date), Language: string(v.Language),
		})
	}
	for _, v := range w.Groups {
		b.Groups = append(b.Groups, bundle.StakeholderGroup{
			ID: string(v.ID), Name: c.OutText(v.Title), Note: c.OutText(v.Note), Evidence: c.OutEvidence(v.Evidence),
		})
	}
	for _, v := range w.Partners {
		b.Partners = append(b.Partners, bundle.Partner{
			ID: string(v.ID), Name: c.OutText(v.Title), Acronym: c.OutText(v.Acronym), Group: string(v.Group),
			Roles: c.OutTexts(v.Roles), Note: c.OutText(v.Note), Evidence: c.OutEvidence(v.Evidence),
		})
	}
	for _, v := range w.People {
		b.People = append(b.People, bundle.Person{
			ID: string(v.ID), Name: v.FullName, Position: c.OutText(v.Position), PublicOfficial: v.PublicOfficial,
			Note: c.OutText(v.Note), Evidence: c.OutEvidence(v.Evidence),
		})
	}
	for _, v := range w.Agreements {
		b.Agreements = append(b.Agreements, bundle.Agreement{
			ID: string(v.ID), Title: c.OutText(v.Title), Kind: bundle.AgreementKind(v.Kind), Date: bundle.Date(v.Date),
			Parties: carry.OutIDs(v.Parties), Purpose: c.OutText(v.Purpose), Objectives: c.OutTexts(v.Objectives),
			Document: string(v.Document), Evidence: c.OutEvidence(v.Evidence),
		})
	}
	b.GroundRules, b.Consensus = w.outRules(c, GroundRules), w.outRules(c, ConsensusPolicy)
	for _, v := range w.Stages {
		b.Stages = append(b.Stages, outStage(c, v))
	}
	for _, v := range w.Entries {
		b.Entries = append(b.Entries, outEntry(c, v))
	}
	return b
}

func (w Whole) outProcess(c carry.Case) bundle.Process {
	p := w.Process
	out := bundle.Process{
		ID: string(p.ID), Country: p.Country, Simulated: p.Simulated, Title: c.OutText(p.Title),
		AlsoCalled: c.OutTexts(p.AlsoCalled), Summary: c.OutText(p.Summary), PlannedMonths: p.PlannedMonths, TimeZone: p.Zone,
		FollowsMethodOf: string(p.FollowsMethodOf), Evidence: c.OutEvidence(p.Evidence), Languages: outTags(p.Languages),
	}
	for _, s := range p.Websites {
		out.Websites = append(out.Websites, bundle.Website{URL: s.URL, Languages: outTags(s.Languages)})
	}
	if n := p.Participation; n != nil {
		out.Participation = &bundle.Participation{Count: n.Count, AtLeast: n.AtLeast, Note: c.OutText(n.Note), Sources: carry.OutIDs(n.Sources)}
	}
	return out
}

func outTags(tags []lang.Tag) []string {
	var out []string
	for _, l := range tags {
		out = append(out, string(l))
	}
	return out
}

func (w Whole) outRules(c carry.Case, kind RulesKind) []bundle.RuleVersion {
	var out []bundle.RuleVersion
	for _, v := range slices.Backward(w.Versions(kind)) {
		out = append(out, bundle.RuleVersion{
			ID: string(v.ID), Version: v.Number, AdoptedOn: bundle.Date(v.AdoptedOn), AdoptedAt: string(v.AdoptedAt),
			How: c.OutText(v.How), Text: c.OutText(v.Text), Note: c.OutText(v.Note), Evidence: c.OutEvidence(v.Evidence),
		})
	}
	return out
}

func outStage(c carry.Case, v Stage) bundle.Stage {
	out := bundle.Stage{
		ID: string(v.ID), Title: c.OutText(v.Title), Text: c.OutText(v.Text), Start: bundle.Date(v.Dates.Start),
		End: bundle.Date(v.Dates.End), Status: c.OutText(v.Status), Evidence: c.OutEvidence(v.Evidence),
	}
	for _, a := range v.Acts {
		out.Open = append(out.Open, bundle.OpenAct(a))
	}
	return out
}

func outEntry(c carry.Case, v Entry) bundle.Entry {
	return bundle.Entry{
		ID: string(v.ID), Kind: bundle.EntryKind(v.Kind), Number: v.Number, Title: c.OutText(v.Title),
		Acronym: c.OutText(v.Acronym), AlsoCalled: c.OutTexts(v.AlsoCalled), Text: c.OutText(v.Text), Parts: c.OutTexts(v.Parts),
		Date: bundle.Date(v.Dates.Start), End: bundle.Date(v.Dates.End), Place: c.OutText(v.Where), Meeting: string(v.Meeting),
		Breakout: string(v.Breakout), Partners: carry.OutIDs(v.Partners), Group: string(v.Group),
		WorkingGroups: carry.OutIDs(v.WorkingGroups), Document: string(v.Document), Page: v.Page,
		WithProcess: string(v.WithProcess), RelatedOnly: v.RelatedOnly, Evidence: c.OutEvidence(v.Evidence),
	}
}
