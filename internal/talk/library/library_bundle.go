package library

import (
	"fmt"
	"strconv"
	"strings"

	"penc/bundle"
	"penc/internal/ground/access"
	"penc/internal/ground/carry"
	"penc/internal/ground/fault"
	"penc/internal/ground/lang"
	"penc/internal/ground/ref"
	"penc/internal/ground/when"
	"penc/internal/platform/db"
	"penc/internal/platform/record"
)

// section is the section of a process file that this room takes over.
const section = "documents"

// What the documents of a process file can be refused for, beside the faults of
// package bundle and the rules of a document. The comment names the parts.
const (
	MsgTaken  = "library.import.id-taken" // id, owner
	MsgIDLong = "library.import.id-long"  // limit
)

// fileMessages are the English sentences of the faults that a sound process file
// can still have here.
var fileMessages = map[string]string{
	MsgTaken:                 "The id “{{.id}}” already belongs to a document of another process. Give this one another id.",
	MsgIDLong:                "An id here has at most {{.limit}} characters.",
	"library.limit.title":    "A title here has at most {{.limit}} characters, and this one has {{.n}}.",
	"library.limit.text":     "A text here has at most {{.limit}} bytes in one language, and this one has {{.n}}.",
	"library.limit.url-long": "A web address here has at most {{.limit}} bytes, and this one has {{.n}}.",
	"library.limit.list":     "There are {{.n}} here, and {{.limit}} is the limit.",
}

// PlanTx returns what the documents of a process file would create, change and
// leave as it is. Documents that are here and not in the file stay, and so do
// files and kinds, of which a process file says nothing. The error is a
// bundle.Faults, with the lines of the file, where something cannot be taken over.
func (s *Service) PlanTx(tx *db.Tx, b *bundle.Bundle) ([]carry.Change, error) {
	in, err := plan(tx, b)
	return in.changes, err
}

// ImportTx carries out what PlanTx returns, inside the transaction in which the
// room of processes has taken over its part of the file and has decided that who
// may. A file that is read twice changes nothing the second time. Fact: Imported,
// about the process.
func (s *Service) ImportTx(tx *db.Tx, who access.Actor, b *bundle.Bundle) ([]carry.Change, error) {
	if who.Stranger() {
		return nil, fault.New(fault.Forbidden, "", "library.write.editors-only")
	}
	if err := lock(tx); err != nil {
		return nil, err
	}
	in, err := plan(tx, b)
	if err != nil || len(in.set) == 0 {
		return in.changes, err
	}
	for _, d := range in.set {
		if err := save(tx, d); err != nil {
			return nil, fmt.Errorf("import documents: %w", err)
		}
	}
	return in.changes, record.Append(tx, who, Imported, Process(in.process), in.process, in.set,
		record.Figure("created", carry.Count(in.changes, carry.Created)),
		record.Figure("changed", carry.Count(in.changes, carry.Changed)))
}

// ExportTx fills in the documents of a process in a process file whose process is
// filled in already.
func (s *Service) ExportTx(tx *db.Tx, id ref.ID, b *bundle.Bundle) error {
	all, err := ofProcess(tx, id)
	if err != nil {
		return err
	}
	c := carry.Of(b)
	b.Documents = nil
	for _, d := range all {
		b.Documents = append(b.Documents, d.bundle(c))
	}
	return nil
}

// an intake reads the documents of a process file.
type intake struct {
	carry.Case
	process ref.ID
	set     []Document // new or different
	changes []carry.Change
	faults  bundle.Faults
}

func plan(tx *db.Tx, b *bundle.Bundle) (*intake, error) {
	in := &intake{Case: carry.Of(b), process: ref.ID(b.Process.ID)}
	for i, f := range b.Documents {
		path := section + "[" + strconv.Itoa(i) + "]"
		old, err := byID(tx, ref.ID(f.ID))
		switch {
		case fault.KindOf(err) == fault.NotFound:
			old = Document{ID: ref.ID(f.ID), Process: in.process}
		case err != nil:
			return in, err
		case old.Process != in.process:
			in.fault(f.Line, path+".id", MsgTaken, map[string]string{"id": f.ID})
			continue
		}
		next := in.document(old, f)
		in.judge(next, f, path)
		in.take(old, next)
	}
	if len(in.faults) > 0 {
		return in, in.faults
	}
	return in, nil
}

// take notes what becomes of one document.
func (in *intake) take(old, next Document) {
	kind := carry.Changed
	switch {
	case old.Version == 0:
		kind = carry.Created
	case carry.Same(old, next):
		kind = carry.Unchanged
	}
	in.changes = append(in.changes, carry.Change{Section: section, ID: next.ID, Name: next.Title, Kind: kind})
	if kind != carry.Unchanged {
		next.Version++
		in.set = append(in.set, next)
	}
}

// judge applies the limits of a document.
func (in *intake) judge(d Document, f bundle.Document, path string) {
	if !d.ID.Valid() {
		in.fault(f.Line, path+".id", MsgIDLong, map[string]string{"limit": strconv.Itoa(ref.MaxID)})
	}
	for _, e := range fault.All(d.check(in.From())) {
		parts := map[string]string{}
		for name, value := range e.Parts {
			parts[name] = fmt.Sprint(value)
		}
		in.fault(f.Line, path+"."+e.Field, e.Message, parts)
	}
}

func (in *intake) fault(line int, path, key string, parts map[string]string) {
	text, ok := fileMessages[key]
	if !ok {
		text = key
	}
	for name, value := range parts {
		text = strings.ReplaceAll(text, "{{."+name+"}}", value)
	}
	in.faults = append(in.faults, bundle.Fault{Line: max(line, 1), Column: 1, Field: path, Key: key, Parts: parts, Text: text})
}

// document returns old as the file has it.
func (in *intake) document(old Document, f bundle.Document) Document {
	d := old
	d.Title, d.Text, d.Date = in.Text(old.Title, f.Title), in.Text(old.Text, f.Text), when.Date(f.Date)
	d.URL, d.Pages, d.Evidence = f.URL, f.Pages, in.Evidence(old.Evidence, f.Evidence)
	d.Languages, d.Contents = nil, nil
	for _, l := range f.Languages {
		d.Languages = append(d.Languages, lang.Tag(l))
	}
	for i, c := range f.Contents {
		var was lang.Text
		if i < len(old.Contents) {
			was = old.Contents[i].Title
		}
		d.Contents = append(d.Contents, Content{Number: c.Number, Title: in.Text(was, c.Title), Page: c.Page})
	}
	return d.tidy()
}

// bundle returns the document as a process file writes it.
func (d Document) bundle(c carry.Case) bundle.Document {
	out := bundle.Document{
		ID: string(d.ID), Title: c.OutText(d.Title), Text: c.OutText(d.Text), Date: bundle.Date(d.Date),
		URL: d.URL, Pages: d.Pages, Evidence: c.OutEvidence(d.Evidence),
	}
	for _, l := range d.Languages {
		out.Languages = append(out.Languages, string(l))
	}
	for _, line := range d.Contents {
		out.Contents = append(out.Contents, bundle.Content{Number: line.Number, Title: c.OutText(line.Title), Page: line.Page})
	}
	return out
}
