package publication

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"penc/bundle"
	"penc/internal/gather/process"
	"penc/internal/ground/access"
	"penc/internal/ground/carry"
	"penc/internal/ground/fault"
	"penc/internal/ground/lang"
	"penc/internal/ground/ref"
	"penc/internal/ground/when"
	"penc/internal/platform/db"
	"penc/internal/platform/record"
)

// What a process file can be refused for by this room, beside the rules of each
// noun. The comment names the parts.
const (
	MsgTaken  = "publication.import.id-taken" // id
	MsgIDLong = "publication.import.id-long"  // limit
)

// PlanTx returns what the sections news and media-coverage of a process file
// would create, change and leave as it is. Things that are here and not in the
// file stay. The error is a bundle.Faults, with the lines of the file.
func (s *Service) PlanTx(tx *db.Tx, b *bundle.Bundle) ([]carry.Change, error) {
	in, err := s.intake(tx, b)
	return in.changes, err
}

// ImportTx carries out what PlanTx returns, after the process itself was taken
// over. Posts of a file are published: what the file says was public before.
// Conveners of the process may, and whoever opened it by this very import. A file
// that is read twice changes nothing the second time. Fact: Imported.
func (s *Service) ImportTx(tx *db.Tx, who access.Actor, b *bundle.Bundle) ([]carry.Change, error) {
	id := ref.ID(b.Process.ID)
	if err := tx.Lock("publication/" + string(id)); err != nil {
		return nil, err
	}
	p, err := s.processes.ByIDTx(tx, id)
	if err != nil {
		return nil, err
	}
	if err := mayImport(who, p, tx.Now); err != nil {
		return nil, err
	}
	in, err := s.intake(tx, b)
	if err != nil || carry.Count(in.changes, carry.Unchanged) == len(in.changes) {
		return in.changes, err
	}
	for _, n := range in.news {
		if err := saveNews(tx, n); err != nil {
			return nil, fmt.Errorf("import news: %w", err)
		}
	}
	for _, c := range in.coverage {
		if err := saveCoverage(tx, c); err != nil {
			return nil, fmt.Errorf("import media coverage: %w", err)
		}
	}
	return in.changes, record.Append(tx, who, Imported, p.Ref(), p.ID, in.said(),
		record.Figure("created", carry.Count(in.changes, carry.Created)),
		record.Figure("changed", carry.Count(in.changes, carry.Changed)))
}

// mayImport decides who may import: conveners, and those who may open a process
// while it is being opened in this transaction, when nobody has a role on it yet.
func mayImport(who access.Actor, p process.Process, now time.Time) error {
	if p.State == process.Draft && p.Opened.Equal(now) && process.MayOpen(who) == nil {
		return nil
	}
	return process.MayRun(who, p.ID)
}

// An intake reads a process file.
type intake struct {
	carry.Case
	now      time.Time
	process  ref.ID
	sources  map[ref.ID]bool
	news     []News // new or changed
	coverage []Coverage
	changes  []carry.Change
	faults   bundle.Faults
}

// said is what the fact of an import holds the hash of.
func (in *intake) said() any {
	return struct {
		News     []News     `json:"news"`
		Coverage []Coverage `json:"coverage"`
	}{in.news, in.coverage}
}

func (s *Service) intake(tx *db.Tx, b *bundle.Bundle) (*intake, error) {
	in := &intake{Case: carry.Of(b), now: tx.Now, process: ref.ID(b.Process.ID), sources: map[ref.ID]bool{}}
	for _, source := range b.Sources {
		in.sources[ref.ID(source.ID)] = true
	}
	for i, f := range b.News {
		old, err := newsByID(tx, ref.ID(f.ID))
		if err != nil && fault.KindOf(err) != fault.NotFound {
			return in, err
		}
		in.takeNews(old, f, "news["+strconv.Itoa(i)+"]")
	}
	for i, f := range b.Coverage {
		old, err := coverageByID(tx, ref.ID(f.ID))
		if err != nil && fault.KindOf(err) != fault.NotFound {
			return in, err
		}
		in.takeCoverage(old, f, "media-coverage["+strconv.Itoa(i)+"]")
	}
	if len(in.faults) > 0 {
		return in, in.faults
	}
	return in, nil
}

func (in *intake) takeNews(old News, f bundle.News, path string) {
	if in.taken(old.Process, f.ID, f.Line, path) {
		return
	}
	n := old
	n.ID, n.Process = ref.ID(f.ID), in.process
	n.Title, n.TitleFromURL = in.Text(old.Title, f.Title), f.TitleFromURL
	n.Authors, n.Date, n.URL = slices.Clone(f.Authors), when.Date(f.Date), f.URL
	n.FirstPublished, n.Text = in.Text(old.FirstPublished, f.FirstPublished), in.Text(old.Text, f.Text)
	n.Evidence = in.Evidence(old.Evidence, f.Evidence)
	kind := kindOf(old.Version, carry.Same(n, old))
	in.changes = append(in.changes, carry.Change{Section: "news", ID: n.ID, Name: n.Title, Kind: kind})
	if kind == carry.Unchanged {
		return
	}
	in.blame(path, f.Line, n.check(in.From(), in.sources))
	if kind == carry.Created {
		n.State, n.Published = Published, in.now
	}
	n.Version++
	n.Changed = in.now
	in.news = append(in.news, n)
}

func (in *intake) takeCoverage(old Coverage, f bundle.Coverage, path string) {
	if in.taken(old.Process, f.ID, f.Line, path) {
		return
	}
	c := Coverage{
		ID: ref.ID(f.ID), Process: in.process, Version: old.Version, Changed: old.Changed,
		Outlet: f.Outlet, Title: f.Title, Language: lang.Tag(f.Language), TitleFromURL: f.TitleFromURL,
		Date: when.Date(f.Date), URL: f.URL, RepostURL: f.RepostURL, ListedByProcess: f.ListedByProcess,
		Evidence: in.Evidence(old.Evidence, f.Evidence),
	}
	kind := kindOf(old.Version, carry.Same(c, old))
	in.changes = append(in.changes, carry.Change{Section: "media-coverage", ID: c.ID, Name: c.Name(), Kind: kind})
	if kind == carry.Unchanged {
		return
	}
	in.blame(path, f.Line, c.check(in.sources))
	c.Version++
	c.Changed = in.now
	in.coverage = append(in.coverage, c)
}

func kindOf(version int, same bool) carry.Kind {
	switch {
	case version == 0:
		return carry.Created
	case same:
		return carry.Unchanged
	}
	return carry.Changed
}

// taken tells the faults of an id: too long, or in use by another process.
func (in *intake) taken(owner ref.ID, id string, line int, path string) bool {
	if !ref.ID(id).Valid() {
		in.fault(line, path+".id", MsgIDLong, map[string]string{"limit": strconv.Itoa(ref.MaxID)})
		return true
	}
	if owner != "" && owner != in.process {
		in.fault(line, path+".id", MsgTaken, map[string]string{"id": id})
		return true
	}
	return false
}

// FileMessages returns the English sentences of every fault that this room finds
// in a process file, by message key. The words of the face say the same.
func FileMessages() map[string]string {
	return map[string]string{
		MsgTaken:  "The id “{{.id}}” already belongs to something else. Give this item another one.",
		MsgIDLong: "An id here has at most {{.limit}} characters.",

		"publication.limit.line":          "This has {{.length}} characters; {{.limit}} is the limit.",
		"publication.limit.text":          "This text has {{.length}} kilobytes in one language; {{.limit}} is the limit.",
		"publication.limit.list":          "This list has {{.length}} items; {{.limit}} is the limit.",
		"publication.limit.date":          "Write a date as 2018, 2018-03 or 2018-03-29.",
		"publication.limit.url":           "A web address begins with https:// or http://.",
		"publication.limit.url-long":      "This address has {{.length}} characters; {{.limit}} is the limit.",
		"publication.limit.source":        "No source of this process has the id “{{.id}}”.",
		"publication.news.untitled":       "Write a title in at least one language.",
		"publication.news.empty":          "Write the text in at least one language.",
		"publication.coverage.outletless": "Write which outlet published the article.",
		"publication.coverage.untitled":   "Write the title as it was published.",
		"publication.coverage.language":   "Write the language of the article as fr, en or wo.",
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

func (in *intake) fault(line int, path, key string, parts map[string]string) {
	text := FileMessages()[key]
	for name, value := range parts {
		text = strings.ReplaceAll(text, "{{."+name+"}}", value)
	}
	in.faults = append(in.faults, bundle.Fault{Line: max(line, 1), Column: 1, Field: path, Key: key, Parts: parts, Text: text})
}

// ExportTx fills in the sections news and media-coverage of a process file: the
// posts that were published and the articles, the oldest first.
func (s *Service) ExportTx(tx *db.Tx, id ref.ID, b *bundle.Bundle) error {
	p, err := s.processes.ByIDTx(tx, id)
	if err != nil {
		return err
	}
	c := carry.In(p.Languages...)
	posts, err := newsOf(tx, id)
	if err != nil {
		return err
	}
	articles, err := coverageOf(tx, id)
	if err != nil {
		return err
	}
	SortNews(posts)
	SortCoverage(articles)
	b.News, b.Coverage = nil, nil
	for _, n := range slices.Backward(posts) {
		if n.State == Published {
			b.News = append(b.News, outNews(c, n))
		}
	}
	for _, v := range slices.Backward(articles) {
		b.Coverage = append(b.Coverage, bundle.Coverage{
			ID: string(v.ID), Outlet: v.Outlet, Title: v.Title, Language: string(v.Language), TitleFromURL: v.TitleFromURL,
			Date: bundle.Date(v.Date), URL: v.URL, RepostURL: v.RepostURL, ListedByProcess: v.ListedByProcess,
			Evidence: c.OutEvidence(v.Evidence),
		})
	}
	return nil
}

func outNews(c carry.Case, n News) bundle.News {
	return bundle.News{
		ID: string(n.ID), Title: c.OutText(n.Title), TitleFromURL: n.TitleFromURL, Authors: slices.Clone(n.Authors),
		Date: bundle.Date(n.Date), URL: n.URL, FirstPublished: c.OutText(n.FirstPublished), Text: c.OutText(n.Text),
		Evidence: c.OutEvidence(n.Evidence),
	}
}
