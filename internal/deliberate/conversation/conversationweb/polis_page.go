package conversationweb

import (
	"errors"
	"io"
	"io/fs"
	"mime/multipart"
	"path"
	"slices"

	"github.com/a-h/templ"

	"penc/internal/deliberate/conversation"
	"penc/internal/ground/fault"
	"penc/internal/ground/lang"
	"penc/internal/platform/web"
	"penc/internal/platform/web/ui"
	"penc/opinion/polisdata"
)

// polisPage is the form by which a Polis export comes in.
type polisPage struct {
	web.Page
	Title     ui.Title
	Action    string
	In        conversation.PolisImport
	Titles    map[lang.Tag]string
	Intros    map[lang.Tag]string
	Languages []lang.Tag
	Broken    *polisdata.Faults
	Faults    web.Faults
	Act       ui.Hidden
}

func (f face) importPolis(a *web.Ask) error {
	p, err := f.polisPage(a, conversation.PolisImport{Lang: a.Lang})
	if err != nil {
		return err
	}
	return a.Render(polisImportPage(p))
}

func (f face) polisPage(a *web.Ask, in conversation.PolisImport) (polisPage, error) {
	title := a.T("conversation.polis.title")
	at, err := f.runnable(a, title)
	if err != nil {
		return polisPage{}, err
	}
	in.Process = at.Process.ID
	return polisPage{
		Page: at.Page(a, title), Title: at.Title, Action: listPath(at.Process.ID) + "/import", In: in, Titles: in.Title.All(),
		Intros: in.Intro.All(), Languages: at.Process.Languages, Act: web.NewAct(),
	}, nil
}

func (f face) carryImport(a *web.Ask) error {
	p, err := f.polisPage(a, conversation.PolisImport{Lang: a.Lang})
	if err != nil {
		return err
	}
	again := func(fs web.Faults) templ.Component {
		p.Faults = fs
		return polisImportPage(p)
	}
	form, err := a.Form()
	if err != nil {
		return a.Refused(err, again)
	}
	p.In = readImport(form, p.In, p.Languages)
	p.Titles, p.Intros = p.In.Title.All(), p.In.Intro.All()
	if p.In.Folder, err = uploaded(a); err != nil {
		return a.Refused(err, again)
	}
	if p.In.Title.Empty() {
		return a.Refused(fault.Field("title."+string(p.Languages[0]), "conversation.title.empty"), again)
	}
	c, err := f.conversations.ImportPolis(a.Ctx(), a.Who, p.In)
	if errors.As(err, &p.Broken) {
		return a.Refused(fault.Field("files", "conversation.polis.broken", "n", len(p.Broken.List)), again)
	}
	if err != nil {
		return a.Refused(err, again)
	}
	return a.GoDone(conversation.Path(c.ID)+"/results", "conversation.polis.done")
}

func readImport(form web.Form, in conversation.PolisImport, languages []lang.Tag) conversation.PolisImport {
	from := languages[0]
	in.Title, in.Intro = lang.Of(from, form.Words("title", languages)), lang.Of(from, form.Words("intro", languages))
	if l := lang.Tag(form.Get("lang")); slices.Contains(languages, l) {
		in.Lang = l
	}
	in.Origin = conversation.Origin{
		Title: form.Get("origin"), URL: form.Get("origin-url"), Licence: form.Get("licence"),
		LicenceURL: form.Get("licence-url"), Attribution: form.Get("attribution"),
	}
	if in.Origin.Title == "" {
		in.Origin.Title = "Polis"
	}
	return in
}

// maxUnpacked bounds what the files of an upload hold together once unpacked.
const maxUnpacked = 64 << 20

// uploaded returns the files that were sent, from one zip or one by one, as the
// root of a folder.
func uploaded(a *web.Ask) (fs.FS, error) {
	if a.R.MultipartForm == nil {
		return nil, fault.Field("files", "conversation.polis.no-files")
	}
	out := folder{}
	for _, h := range a.R.MultipartForm.File["files"] {
		if h.Size == 0 && h.Filename == "" {
			continue
		}
		b, err := content(h)
		if err != nil {
			return nil, err
		}
		if path.Ext(h.Filename) != ".zip" {
			out[path.Base(h.Filename)] = b
			continue
		}
		if err := out.unzip(b); err != nil {
			return nil, err
		}
	}
	if len(out) == 0 {
		return nil, fault.Field("files", "conversation.polis.no-files")
	}
	return out, nil
}

func content(h *multipart.FileHeader) ([]byte, error) {
	f, err := h.Open()
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return io.ReadAll(f)
}
