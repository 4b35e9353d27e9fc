package conversationweb

import (
	"archive/zip"
	"bytes"
	"io"
	"slices"
	"strings"

	"penc/internal/deliberate/conversation"
	"penc/internal/ground/fault"
	"penc/internal/platform/web"
)

// exported are the files of a Polis export folder, without ".csv".
var exported = []string{"summary", "comments", "votes", "participants-votes"}

// zip answers with the export folder in one file.
func (f face) zip(a *web.Ask) error {
	at, err := f.at(a)
	if err != nil {
		return err
	}
	folder := fileName(at.Conversation)
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	err = f.export(a, at, func(name string) (io.WriteCloser, error) {
		w, err := z.CreateHeader(&zip.FileHeader{Name: folder + "/" + name, Method: zip.Deflate, Modified: a.Site.DB.Now()})
		return still{w}, err
	})
	if err != nil {
		return err
	}
	if err := z.Close(); err != nil {
		return err
	}
	return a.File("application/zip", folder+".zip", out.Bytes())
}

// file answers with one file of the export folder.
func (f face) file(a *web.Ask) error {
	at, err := f.at(a)
	if err != nil {
		return err
	}
	wanted := a.R.PathValue("file")
	if a.Format != "csv" || !slices.Contains(exported, wanted) {
		return fault.New(fault.NotFound, "", "web.page.unknown")
	}
	var out bytes.Buffer
	err = f.export(a, at, func(name string) (io.WriteCloser, error) {
		if name == wanted+".csv" {
			return still{&out}, nil
		}
		return still{io.Discard}, nil
	})
	if err != nil {
		return err
	}
	return a.File("text/csv", wanted+".csv", out.Bytes())
}

func (f face) export(a *web.Ask, at place, create func(string) (io.WriteCloser, error)) error {
	link := a.Site.BaseURL + a.Link(conversation.Path(at.Conversation.ID))
	return f.conversations.ExportPolis(a.Ctx(), a.Who, at.Conversation.ID, link, create)
}

// still is a writer that has nothing to close.
type still struct{ io.Writer }

func (still) Close() error { return nil }

// fileName is a name for files about a conversation: its id, which is made of
// letters and digits.
func fileName(c conversation.Conversation) string {
	return "conversation-" + strings.ToLower(string(c.ID))
}
