package publication

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"penc/internal/gather/process"
	"penc/internal/ground/access"
	"penc/internal/ground/evidence"
	"penc/internal/ground/fault"
	"penc/internal/ground/lang"
	"penc/internal/ground/ref"
	"penc/internal/ground/when"
)

// NewsKind is the kind of ref of posts.
const NewsKind ref.Kind = "publication.news"

// A State says who may read a post.
type State string

// The states of a post.
const (
	Draft     State = "draft"     // read by those who hold a role on the process
	Published State = "published" // read by everybody who may see the process
	Withdrawn State = "withdrawn" // its address says that it was withdrawn, and why
)

// A News is a post of a process.
type News struct {
	ID        ref.ID    `json:"-"`
	Process   ref.ID    `json:"-"`
	State     State     `json:"-"`
	Version   int       `json:"-"` // 0 before it is stored
	Published time.Time `json:"-"` // here, for the first time; zero before
	Changed   time.Time `json:"-"` // what readers see of it

	Title          lang.Text `json:"title"` // of a post from elsewhere: in the languages in which it appeared
	TitleFromURL   bool      `json:"title_from_url,omitempty"`
	Authors        []string  `json:"authors,omitempty"` // ids of people named in sources, or plain names
	Date           when.Date `json:"date,omitempty"`    // on which it appeared
	Text           lang.Text `json:"text,omitzero"`     // Markdown; of a post from elsewhere our paraphrase
	URL            string    `json:"url,omitempty"`     // where it appeared, if not here
	FirstPublished lang.Text `json:"first_published,omitzero"`
	Reason         lang.Text `json:"reason,omitzero"` // why it was withdrawn
	evidence.Evidence
}

// Ref returns the post's name for the rest of the house.
func (n News) Ref() ref.Ref { return ref.To(NewsKind, n.ID) }

// Path returns the address of the post's page without the language.
func (n News) Path() string { return "/news/" + string(n.ID) }

// Elsewhere reports whether the post appeared somewhere else than here. Its title
// is then a quotation, which nobody translates.
func (n News) Elsewhere() bool { return n.URL != "" }

// IsPublic reports whether strangers may read the post of process p.
func (n News) IsPublic(p process.Process) bool { return n.State == Published && p.IsPublic() }

// VisibleTo reports whether who may know of the post of process p. Withdrawn
// posts keep their page, where the reason stands instead of the text.
func (n News) VisibleTo(who access.Actor, p process.Process) bool {
	return p.VisibleTo(who) && (n.State != Draft || who.HoldsAny(access.OnProcess, p.Ref()))
}

// Write decides whether who may store in in place of the post (which has version
// 0 if it is new), and returns it as it is afterwards. State and moments stay; a
// new post is a draft.
func (n News) Write(who access.Actor, w process.Whole, in News, now time.Time) (News, error) {
	if err := process.MayWrite(who, w.ID); err != nil {
		return in, err
	}
	if in.Version != n.Version {
		return in, fault.New(fault.Conflict, "", "publication.news.changed")
	}
	out := n.with(in)
	if out.State == "" {
		out.State, out.Process = Draft, w.ID
	}
	if err := out.check(w.From(), sourcesOf(w)); err != nil {
		return in, err
	}
	out.Version++
	out.Changed = now
	return out, nil
}

// with returns n saying what in says.
func (n News) with(in News) News {
	n.Title, n.TitleFromURL, n.Date, n.Text = in.Title, in.TitleFromURL, in.Date, in.Text
	n.URL, n.FirstPublished, n.Evidence = in.URL, in.FirstPublished, in.Evidence
	n.Authors = nil
	for _, a := range in.Authors {
		if a = strings.TrimSpace(a); a != "" {
			n.Authors = append(n.Authors, a)
		}
	}
	return n
}

func (n News) check(from lang.Tag, sources map[ref.ID]bool) error {
	c := &check{}
	if n.Title.Empty() {
		c.add("title."+string(from), "publication.news.untitled")
	}
	limit := MaxTitle
	if n.Elsewhere() {
		limit = MaxPublished
	}
	c.lines("title", n.Title, limit)
	if n.Text.Empty() {
		c.add("text."+string(from), "publication.news.empty")
	}
	c.text("text", n.Text)
	c.date("date", n.Date)
	c.url("url", n.URL)
	c.lines("first-published", n.FirstPublished, MaxTitle)
	if len(n.Authors) > MaxAuthors {
		c.add("authors", "publication.limit.list", "limit", MaxAuthors, "length", len(n.Authors))
	}
	for _, a := range n.Authors {
		c.line("authors", a, MaxTitle)
	}
	c.evidence(n.Evidence, sources)
	return c.faults.Err()
}

// Publish decides whether who may publish the post of process p, and returns it
// published. A post of our own that has no date gets the day in the process's
// own time zone; of one that appeared elsewhere we do not guess.
func (n News) Publish(who access.Actor, p process.Process, version int, now time.Time) (News, error) {
	if err := n.mayTurn(who, p, version); err != nil {
		return n, err
	}
	if n.State == Published {
		return n, fault.New(fault.Closed, "", "publication.news.published-already")
	}
	if n.Date == "" && !n.Elsewhere() {
		n.Date = when.DateOf(now.In(p.Location()))
	}
	if n.Published.IsZero() {
		n.Published = now
	}
	n.State, n.Changed, n.Reason = Published, now, lang.Text{}
	n.Version++
	return n, nil
}

// Withdraw decides whether who may withdraw a published post of process p for a
// reason that readers will see, and returns it withdrawn.
func (n News) Withdraw(who access.Actor, p process.Process, version int, reason lang.Text, now time.Time) (News, error) {
	if err := n.mayTurn(who, p, version); err != nil {
		return n, err
	}
	if n.State != Published {
		return n, fault.New(fault.Closed, "", "publication.news.published-only")
	}
	c := &check{}
	if reason.Empty() {
		c.add("reason."+string(p.From()), "publication.news.reasonless")
	}
	c.lines("reason", reason, MaxPublished)
	if err := c.faults.Err(); err != nil {
		return n, err
	}
	n.State, n.Changed, n.Reason = Withdrawn, now, reason
	n.Version++
	return n, nil
}

// MayDiscard decides whether who may throw a draft away. What was published once
// stays.
func (n News) MayDiscard(who access.Actor, p process.Process, version int) error {
	if err := n.mayTurn(who, p, version); err != nil {
		return err
	}
	if n.State != Draft {
		return fault.New(fault.Closed, "", "publication.news.drafts-only")
	}
	return nil
}

func (n News) mayTurn(who access.Actor, p process.Process, version int) error {
	if err := process.MayWrite(who, p.ID); err != nil {
		return err
	}
	if version != n.Version {
		return fault.New(fault.Conflict, "", "publication.news.changed")
	}
	return nil
}

// SortNews sorts posts, the newest first; those of unknown date stand at the end.
func SortNews(list []News) {
	slices.SortStableFunc(list, func(a, b News) int {
		return cmp.Or(cmp.Compare(b.Date, a.Date), b.Published.Compare(a.Published), cmp.Compare(b.ID, a.ID))
	})
}

// PublicNews is the public shape of a post.
type PublicNews struct {
	ID             ref.ID        `json:"id"`
	Process        ref.ID        `json:"process"`
	State          State         `json:"state"`
	Title          process.Words `json:"title"`
	TitleFromURL   bool          `json:"title_from_url,omitempty"`
	Authors        []string      `json:"authors,omitempty"`
	Date           when.Date     `json:"date,omitempty"`
	Text           process.Words `json:"text,omitempty"`
	URL            string        `json:"url,omitempty"`
	FirstPublished process.Words `json:"first_published,omitempty"`
	Reason         process.Words `json:"withdrawn_because,omitempty"`
	Changed        string        `json:"changed"`
	process.PublicEvidence
}

// Public returns the post's public shape. A withdrawn post says only that it was
// withdrawn, and why.
func (n News) Public() PublicNews {
	out := PublicNews{
		ID: n.ID, Process: n.Process, State: n.State, Title: n.Title.All(), TitleFromURL: n.TitleFromURL,
		Authors: n.Authors, Date: n.Date, Text: n.Text.All(), URL: n.URL, FirstPublished: n.FirstPublished.All(),
		Changed: when.Format(n.Changed), PublicEvidence: process.PublicOf(n.Evidence),
	}
	if n.State == Withdrawn {
		return PublicNews{ID: n.ID, Process: n.Process, State: n.State, Title: out.Title, Reason: n.Reason.All(), Changed: out.Changed}
	}
	return out
}
