package process

import (
	"context"
	"fmt"
	"maps"
	"strings"

	"penc/bundle"
	"penc/internal/ground/access"
	"penc/internal/ground/carry"
	"penc/internal/ground/fault"
	"penc/internal/ground/ref"
	"penc/internal/platform/db"
	"penc/internal/platform/record"
)

// What a process file can be refused for by this room, beside the faults of
// package bundle and those of the rules of each noun. The comment names the parts.
const (
	MsgTaken     = "process.import.id-taken"  // id
	MsgIDLong    = "process.import.id-long"   // limit
	MsgAdopted   = "process.import.adopted"   // text of an adopted version differs
	MsgSimulated = "process.import.simulated" // a published process changes what it is
)

// PlanTx returns what the sections of this room in a process file would create,
// change and leave as it is, by section of the file. Things that are here and not
// in the file stay. The error is a bundle.Faults, with the lines of the file,
// where something cannot be taken over.
func (s *Service) PlanTx(tx *db.Tx, b *bundle.Bundle) ([]carry.Change, error) {
	plan, err := s.plan(tx, b)
	return plan.changes, err
}

// MayImportTx decides whether who may take a process file over: a convener of the
// process or, if it is not here, who may open one.
func (s *Service) MayImportTx(tx *db.Tx, who access.Actor, id ref.ID) error {
	if here, err := exists(tx, id); err != nil {
		return err
	} else if here {
		return MayRun(who, id)
	}
	return MayOpen(who)
}

// ImportTx carries out what PlanTx returns. A process that is not here is opened
// as a draft, whose first convener is the person who imports it. Conveners of the
// process may; for a new one, those who may open one. A file that is read twice changes nothing the second time. Facts: Opened,
// Imported.
func (s *Service) ImportTx(tx *db.Tx, who access.Actor, b *bundle.Bundle) ([]carry.Change, error) {
	id := ref.ID(b.Process.ID)
	if err := tx.Lock("process/" + string(id)); err != nil {
		return nil, err
	}
	if err := s.MayImportTx(tx, who, id); err != nil {
		return nil, err
	}
	plan, err := s.plan(tx, b)
	if err != nil {
		return nil, err
	}
	if carry.Count(plan.changes, carry.Unchanged) == len(plan.changes) {
		return plan.changes, nil
	}
	if err := plan.keep(tx, who); err != nil {
		return nil, fmt.Errorf("import process: %w", err)
	}
	if plan.fresh && who.Person != "" {
		_, err = s.roles.FirstConvenerTx(tx, who, id, who.Person)
	}
	return plan.changes, err
}

// a plan is what becomes of a process by a file.
type plan struct {
	fresh   bool // the process is not here yet
	process Process
	changed bool // the process's own texts
	set     []thing
	changes []carry.Change
	faults  bundle.Faults
}

func (s *Service) plan(tx *db.Tx, b *bundle.Bundle) (*plan, error) {
	in := &intake{Case: carry.Of(b), plan: &plan{}}
	var err error
	in.was, err = whole(tx, ref.ID(b.Process.ID))
	if fault.KindOf(err) == fault.NotFound {
		in.plan.fresh, err = true, nil
		in.was = Whole{Process: Process{ID: ref.ID(b.Process.ID), State: Draft, Opened: tx.Now}}
	}
	if err != nil {
		return in.plan, err
	}
	in.takeProcess(b)
	in.takeParts(b)
	if err := in.refuseTaken(tx); err != nil {
		return in.plan, err
	}
	in.judge()
	if len(in.plan.faults) > 0 {
		return in.plan, in.plan.faults
	}
	return in.plan, nil
}

// keep stores what is new or different.
func (p *plan) keep(tx *db.Tx, who access.Actor) error {
	if p.fresh || p.changed {
		p.process.Version++
		if err := saveProcess(tx, p.process); err != nil {
			return err
		}
	}
	for _, t := range p.set {
		t.part().Version++
		if err := savePart(tx, t); err != nil {
			return err
		}
	}
	if p.fresh {
		if err := record.Append(tx, who, Opened, p.process.Ref(), p.process.ID, p.process); err != nil {
			return err
		}
	}
	return record.Append(tx, who, Imported, p.process.Ref(), p.process.ID, p.process,
		record.Figure("created", carry.Count(p.changes, carry.Created)),
		record.Figure("changed", carry.Count(p.changes, carry.Changed)))
}

// refuseTaken looks for ids that belong to another process or to another kind of
// thing.
func (in *intake) refuseTaken(tx *db.Tx) error {
	for _, it := range in.items {
		id := it.thing.part().ID
		if it.thing.Noun() == SourceNoun {
			continue
		}
		owners, err := owners(tx, id)
		if err != nil {
			return err
		}
		for _, o := range owners {
			if o.process != in.was.ID || o.noun != it.thing.Noun() {
				in.fault(it.line, it.path+".id", MsgTaken, map[string]string{"id": string(id)})
			}
		}
	}
	return nil
}

// FileMessages returns the English sentences of every fault that this room finds
// in a process file, by message key. The words of the face say the same.
func FileMessages() map[string]string {
	return map[string]string{
		MsgTaken:     "The id “{{.id}}” already belongs to something else. Give this item another one.",
		MsgIDLong:    "An id here has at most {{.limit}} characters.",
		MsgSimulated: "Whether a process is invented cannot change once it is published.",
		MsgAdopted:   "This text was adopted and cannot be changed. Write a new version with its own id and number.",

		"process.limit.title-missing": "Write this in at least one language.",
		"process.limit.title-long":    "This has {{.length}} characters; {{.limit}} is the limit.",
		"process.limit.text-long":     "This text has {{.length}} kilobytes in one language; {{.limit}} is the limit.",
		"process.limit.list-long":     "This list has {{.length}} items; {{.limit}} is the limit.",
		"process.limit.date":          "Write a date as 2018, 2018-03 or 2018-03-29.",
		"process.limit.span":          "The end is before the beginning.",
		"process.limit.url":           "A web address begins with https:// or http://.",
		"process.limit.url-long":      "This address has {{.length}} characters; {{.limit}} is the limit.",
		"process.limit.unknown":       "Nothing in this process has the id “{{.id}}”.",
		"process.process.id":          "An id has lower-case letters, digits and single hyphens inside, at most 80 in all. “new” is taken.",
		"process.process.country":     "A country is written with two letters, such as SN or CA.",
		"process.process.languages":   "Choose at least one language.",
		"process.process.language":    "“{{.tag}}” is not a language tag. Write it as fr, en or wo.",
		"process.process.months":      "The planned length lies between 1 and {{.limit}} months.",
		"process.process.zone":        "Write the time zone as Africa/Dakar.",
		"process.source.too-many":     "A process has at most {{.limit}} sources.",
		"process.rules.number":        "The number of a version lies between 1 and 1000.",
	}
}

// fault tells a fault of the file.
func (in *intake) fault(line int, path, key string, parts map[string]string) {
	text := FileMessages()[key]
	for name, value := range parts {
		text = strings.ReplaceAll(text, "{{."+name+"}}", value)
	}
	if text == "" {
		text = key
	}
	in.plan.faults = append(in.plan.faults, bundle.Fault{Line: max(line, 1), Column: 1, Field: path, Key: key, Parts: maps.Clone(parts), Text: text})
}

// Export returns the sections of this room as a process file has them; NotFound
// if who may not see the process.
func (s *Service) Export(ctx context.Context, who access.Actor, id ref.ID) (b *bundle.Bundle, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		w, err := whole(tx, id)
		if w, err = visible(w, who, err); err != nil {
			return err
		}
		b = w.Bundle()
		return nil
	})
	return b, err
}

// ExportTx fills in the sections of this room in a process file.
func (s *Service) ExportTx(tx *db.Tx, id ref.ID, b *bundle.Bundle) error {
	w, err := whole(tx, id)
	if err != nil {
		return err
	}
	own := w.Bundle()
	b.Penc, b.Process, b.Sources, b.Groups, b.Partners = own.Penc, own.Process, own.Sources, own.Groups, own.Partners
	b.People, b.Agreements, b.GroundRules, b.Consensus = own.People, own.Agreements, own.GroundRules, own.Consensus
	b.Stages, b.Entries = own.Stages, own.Entries
	return nil
}
