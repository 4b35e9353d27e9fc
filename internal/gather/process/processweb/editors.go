package processweb

import (
	"context"

	"penc/internal/gather/process"
	"penc/internal/ground/access"
	"penc/internal/ground/lang"
	"penc/internal/ground/when"
	"penc/internal/platform/web"
)

// The editors of the parts of a process, one for each noun.
var (
	stages = editor[process.Stage]{
		noun: process.StageNoun, list: func(w process.Whole) []process.Stage { return w.Stages },
		part: func(v *process.Stage) *process.Part { return &v.Part }, form: stageFields,
		set:   (*process.Service).SetStage,
		about: []string{"title", "text", "start", "end", "status"},
		read: func(t typed, v process.Stage) process.Stage {
			v.Title, v.Text, v.Status = t.text("title", v.Title), t.text("text", v.Text), t.text("status", v.Status)
			v.Dates, v.Acts = when.Span{Start: t.date("start"), End: t.date("end")}, nil
			for _, a := range t.All("open") {
				v.Acts = append(v.Acts, process.Act(a))
			}
			return v
		},
	}
	groups = editor[process.Group]{
		noun: process.GroupNoun, list: func(w process.Whole) []process.Group { return w.Groups },
		part: func(v *process.Group) *process.Part { return &v.Part }, form: groupFields,
		set: (*process.Service).SetGroup, about: []string{"name", "note"},
		read: func(t typed, v process.Group) process.Group {
			v.Title, v.Note = t.text("name", v.Title), t.text("note", v.Note)
			return v
		},
	}
	partners = editor[process.Partner]{
		noun: process.PartnerNoun, list: func(w process.Whole) []process.Partner { return w.Partners },
		part: func(v *process.Partner) *process.Part { return &v.Part }, form: partnerFields,
		set: (*process.Service).SetPartner, about: []string{"name", "acronym", "group", "roles", "note"},
		read: func(t typed, v process.Partner) process.Partner {
			v.Title, v.Acronym, v.Group = t.text("name", v.Title), t.text("acronym", v.Acronym), t.id("group")
			v.Roles, v.Note = t.texts("roles", v.Roles), t.text("note", v.Note)
			return v
		},
	}
	people = editor[process.Named]{
		noun: process.PersonNoun, list: func(w process.Whole) []process.Named { return w.People },
		part: func(v *process.Named) *process.Part { return &v.Part }, form: personFields,
		set: (*process.Service).SetPerson, about: []string{"name", "position", "note"},
		read: func(t typed, v process.Named) process.Named {
			v.FullName, v.Position = t.Get("name"), t.text("position", v.Position)
			v.PublicOfficial, v.Note = t.On("public-official"), t.text("note", v.Note)
			return v
		},
	}
	agreements = editor[process.Agreement]{
		noun: process.AgreementNoun, list: func(w process.Whole) []process.Agreement { return w.Agreements },
		part: func(v *process.Agreement) *process.Part { return &v.Part }, form: agreementFieldsOf,
		set: (*process.Service).SetAgreement, about: append([]string{"title"}, agreementFields...),
		read: func(t typed, v process.Agreement) process.Agreement {
			v.Title, v.Kind, v.Date = t.text("title", v.Title), process.AgreementKind(t.Get("kind")), t.date("date")
			v.Parties, v.Purpose = t.ids("parties", v.Parties), t.text("purpose", v.Purpose)
			v.Objectives, v.Document = t.texts("objectives", v.Objectives), t.id("document")
			return v
		},
	}
	rules = editor[process.Rules]{
		noun: process.RulesNoun, list: func(w process.Whole) []process.Rules {
			return append(w.Versions(process.GroundRules), w.Versions(process.ConsensusPolicy)...)
		},
		part: func(v *process.Rules) *process.Part { return &v.Part }, form: rulesFieldsOf,
		set: setRules, about: rulesFields,
		read: func(t typed, v process.Rules) process.Rules {
			if v.ID == "" {
				v.Kind = process.RulesKind(t.Get("kind"))
			}
			v.AdoptedOn, v.AdoptedAt, v.How = t.date("adopted-on"), t.id("adopted-at"), t.text("how", v.How)
			v.Text, v.Note = t.text("text", v.Text), t.text("note", v.Note)
			return v
		},
	}
	sources = editor[process.Source]{
		noun: process.SourceNoun, list: func(w process.Whole) []process.Source { return w.Sources },
		part: func(v *process.Source) *process.Part { return &v.Part }, form: sourceFields,
		set: (*process.Service).SetSource,
		read: func(t typed, v process.Source) process.Source {
			v.Title, v.TitleFromURL, v.Description = t.Get("title"), t.On("title-from-url"), t.text("description", v.Description)
			v.URL, v.Publisher, v.Date, v.Language = t.Get("url"), t.Get("publisher"), t.date("date"), lang.Tag(t.Get("language"))
			return v
		},
	}
	entries = editor[process.Entry]{
		noun: process.EntryNoun, list: func(w process.Whole) []process.Entry { return w.Entries },
		part: func(v *process.Entry) *process.Part { return &v.Part }, form: entryFields,
		set: (*process.Service).SetEntry, about: []string{"title", "text", "date", "end", "place", "number", "parts", "partners"},
		read: func(t typed, v process.Entry) process.Entry {
			v.Kind, v.Number, v.Title = process.EntryKind(t.Get("kind")), t.Int("number"), t.text("title", v.Title)
			v.Acronym, v.AlsoCalled = t.text("acronym", v.Acronym), t.texts("also-called", v.AlsoCalled)
			v.Text, v.Parts = t.text("text", v.Text), t.texts("parts", v.Parts)
			v.Dates, v.Where = when.Span{Start: t.date("date"), End: t.date("end")}, t.text("place", v.Where)
			v.Meeting, v.Partners, v.Group = t.id("meeting"), t.ids("partners", v.Partners), t.id("group")
			v.WorkingGroups, v.Document, v.Page = t.ids("working-groups", v.WorkingGroups), t.id("document"), t.Int("page")
			v.WithProcess, v.RelatedOnly = t.id("with-process"), t.On("related-only")
			return v
		},
	}
)

// setRules adopts a new version or corrects one that is there.
func setRules(s *process.Service, ctx context.Context, who access.Actor, v process.Rules) (process.Rules, error) {
	if v.ID == "" {
		return s.Adopt(ctx, who, v)
	}
	return s.CorrectRules(ctx, who, v)
}

// editorRoutes are the addresses of all editors.
func (f face) editorRoutes() []web.Route {
	var out []web.Route
	for _, routes := range [][]web.Route{
		stages.routes(f), groups.routes(f), partners.routes(f), people.routes(f), agreements.routes(f), rules.routes(f),
		sources.routes(f), entries.routes(f),
	} {
		out = append(out, routes...)
	}
	return out
}
