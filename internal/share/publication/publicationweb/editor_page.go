package publicationweb

import (
	"strings"

	"github.com/a-h/templ"

	"penc/internal/gather/process"
	"penc/internal/gather/process/processweb"
	"penc/internal/ground/lang"
	"penc/internal/ground/ref"
	"penc/internal/ground/when"
	"penc/internal/platform/web"
	"penc/internal/platform/web/ui"
	"penc/internal/share/publication"
)

// newsForm is the editor of a post.
type newsForm struct {
	web.Page
	Place  processweb.Place
	Whole  process.Whole
	Stored publication.News // as it is now; empty for a new one
	In     publication.News // as it was typed
	Action string
	Faults web.Faults
	Act    ui.Hidden
}

// turnPage asks once more before a post is published, withdrawn or discarded.
type turnPage struct {
	web.Page
	Place  processweb.Place
	Turn   turn
	News   publication.News
	Reason lang.Text // as it was typed
	Faults web.Faults
	Act    ui.Hidden
}

// A turn is something that becomes of a post as a whole.
type turn string

const (
	publishing  turn = "publish"
	withdrawing turn = "withdraw"
	discarding  turn = "discard"
)

// writable returns the process of the address, for who may write its texts.
func (f face) writable(a *web.Ask) (process.Whole, processweb.Place, error) {
	return f.writableAt(a, a.ID("id"))
}

func (f face) writableAt(a *web.Ask, id ref.ID) (process.Whole, processweb.Place, error) {
	w, at, err := f.whole(a, id)
	if err == nil {
		err = process.MayWrite(a.Who, id)
	}
	if err != nil {
		return w, at, err
	}
	at = at.AtDesk(a)
	at.Title.Trail = append(at.Title.Trail, a.Crumb(a.T("publication.news.list"), w.Path()+"/news"))
	return w, at, nil
}

func (f face) newNews(a *web.Ask) error {
	w, at, err := f.writable(a)
	if err != nil {
		return err
	}
	return a.Render(newsEditor(newsFormOf(a, w, at, publication.News{}, publication.News{Process: w.ID}, web.Faults{})))
}

func (f face) writeNews(a *web.Ask) error {
	w, at, err := f.writable(a)
	if err != nil {
		return err
	}
	return f.saveNews(a, w, at, publication.News{Process: w.ID})
}

func (f face) editNews(a *web.Ask) error {
	n, w, at, err := f.writablePost(a)
	if err != nil {
		return err
	}
	return a.Render(newsEditor(newsFormOf(a, w, at, n, n, web.Faults{})))
}

func (f face) rewriteNews(a *web.Ask) error {
	n, w, at, err := f.writablePost(a)
	if err != nil {
		return err
	}
	return f.saveNews(a, w, at, n)
}

// writablePost returns the post of the address, for who may write.
func (f face) writablePost(a *web.Ask) (publication.News, process.Whole, processweb.Place, error) {
	n, err := f.publications.NewsByID(a.Ctx(), a.Who, a.ID("id"))
	if err != nil {
		return n, process.Whole{}, processweb.Place{}, err
	}
	w, at, err := f.writableAt(a, n.Process)
	return n, w, at, err
}

func (f face) saveNews(a *web.Ask, w process.Whole, at processweb.Place, stored publication.News) error {
	form, err := a.Form()
	if err != nil {
		return err
	}
	in := readNews(form, stored, w.Languages)
	n, err := f.publications.Write(a.Ctx(), a.Who, in)
	if err != nil {
		return a.Refused(err, func(fs web.Faults) templ.Component {
			if fs.Conflict() {
				in.Version = stored.Version // saving again is a decision taken with both in view
			}
			return newsEditor(newsFormOf(a, w, at, stored, in, fs))
		})
	}
	return a.GoDone(n.Path(), "publication.news.saved")
}

func readNews(form web.Form, old publication.News, tags []lang.Tag) publication.News {
	in := old
	in.Version = form.Int("version")
	in.Title = processweb.ReadText(form, "title", old.Title, tags)
	in.Text = processweb.ReadText(form, "text", old.Text, tags)
	in.FirstPublished = processweb.ReadText(form, "first-published", old.FirstPublished, tags)
	in.TitleFromURL, in.Date, in.URL = form.On("title-from-url"), when.Date(form.Get("date")), form.Get("url")
	in.Authors = strings.Split(form.Get("authors"), "\n")
	in.Evidence = processweb.ReadEvidence(form, old.Evidence, tags)
	return in
}

func newsFormOf(a *web.Ask, w process.Whole, at processweb.Place, stored, in publication.News, fs web.Faults) newsForm {
	p := newsForm{Place: at, Whole: w, Stored: stored, In: in, Faults: fs, Act: web.NewAct(), Action: w.Path() + "/news/new"}
	p.Place.Title.Title = a.T("publication.news.new")
	if stored.ID != "" {
		p.Place.Title.Title = a.T("publication.news.edit")
		p.Action = stored.Path() + "/edit"
	}
	p.Page = at.Page(a, p.Place.Title.Title)
	return p
}

// A difference is a field whose typed and stored values differ.
type difference struct {
	Label    string
	Versions ui.Versions
}

type differences []difference

func (d *differences) plain(label, mine, theirs string) {
	if mine != theirs {
		*d = append(*d, difference{label, ui.Versions{Mine: mine, Theirs: theirs}})
	}
}

func (d *differences) text(s web.Speaker, label string, tags []lang.Tag, mine, theirs lang.Text) {
	for _, l := range tags {
		if m, t := mine.Words(l), theirs.Words(l); m != t {
			label := s.T("publication.differs", "field", label, "language", languageName(s, l))
			*d = append(*d, difference{label, ui.Versions{Mine: m, Theirs: t, Lang: string(l)}})
		}
	}
}

func (p newsForm) differing() []difference {
	var out differences
	tags := p.Whole.Languages
	out.text(p.Speaker, p.T("publication.field.title"), tags, p.In.Title, p.Stored.Title)
	out.text(p.Speaker, p.T("publication.field.text"), tags, p.In.Text, p.Stored.Text)
	out.text(p.Speaker, p.T("publication.field.first-published"), tags, p.In.FirstPublished, p.Stored.FirstPublished)
	out.plain(p.T("publication.field.authors"), strings.Join(p.In.Authors, "\n"), strings.Join(p.Stored.Authors, "\n"))
	out.plain(p.T("publication.field.date"), string(p.In.Date), string(p.Stored.Date))
	out.plain(p.T("publication.field.url"), p.In.URL, p.Stored.URL)
	return out
}

// asker shows the page that asks before a turn.
func (f face) asker(t turn) func(*web.Ask) error {
	return func(a *web.Ask) error {
		n, _, at, err := f.writablePost(a)
		if err != nil {
			return err
		}
		return a.Render(turnOver(turnOf(a, at, t, n, lang.Text{}, web.Faults{})))
	}
}

// doer carries a turn out.
func (f face) doer(t turn) func(*web.Ask) error {
	return func(a *web.Ask) error {
		n, w, at, err := f.writablePost(a)
		if err != nil {
			return err
		}
		form, err := a.Form()
		if err != nil {
			return err
		}
		version, reason := form.Int("version"), processweb.ReadText(form, "reason", lang.Text{}, w.Languages)
		to, done := n.Path(), "publication.news.published"
		switch t {
		case publishing:
			_, err = f.publications.Publish(a.Ctx(), a.Who, n.ID, version)
		case withdrawing:
			done = "publication.news.withdrawn"
			_, err = f.publications.Withdraw(a.Ctx(), a.Who, n.ID, version, reason)
		case discarding:
			to, done = w.Path()+"/news", "publication.news.discarded"
			err = f.publications.Discard(a.Ctx(), a.Who, n.ID, version)
		}
		if err != nil {
			return a.Refused(err, func(fs web.Faults) templ.Component {
				return turnOver(turnOf(a, at, t, n, reason, fs))
			})
		}
		return a.GoDone(to, done)
	}
}

func turnOf(a *web.Ask, at processweb.Place, t turn, n publication.News, reason lang.Text, fs web.Faults) turnPage {
	at.Title.Title = a.T("publication.news." + string(t))
	return turnPage{Page: at.Page(a, at.Title.Title), Place: at, Turn: t, News: n, Reason: reason, Faults: fs, Act: web.NewAct()}
}

// kind is the weight of the button that carries the turn out.
func (t turn) kind() ui.ButtonKind {
	if t == publishing {
		return ui.Primary
	}
	return ui.Grave
}

// newsFields and coverageFields are the fields on which sources can disagree, or
// which may never have been published.
var (
	newsFields     = []string{"title", "authors", "date", "url", "first-published", "text"}
	coverageFields = []string{"outlet", "title", "date", "url"}
)
