// Command gallery writes the pages of the design to a folder, in both
// languages and both schemes, to be looked at in a browser:
//
//	go run ./internal/platform/web/ui/gallery -to /tmp/gallery
package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/a-h/templ"

	"penc/internal/platform/web/ui"
)

func main() {
	to := flag.String("to", "gallery", "folder to write to")
	flag.Parse()
	if err := write(*to); err != nil {
		fmt.Fprintln(os.Stderr, "gallery:", err)
		os.Exit(1)
	}
}

func write(to string) error {
	if err := os.MkdirAll(to, 0o755); err != nil {
		return err
	}
	for _, lang := range []string{"fr", "en"} {
		for _, theme := range []string{"light", "dark"} {
			for name, main := range pages(lang) {
				f, err := os.Create(filepath.Join(to, name+"-"+lang+"-"+theme+".html"))
				if err != nil {
					return err
				}
				if err := document(f, lang, theme, main); err != nil {
					return err
				}
				if err := f.Close(); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

func pages(lang string) map[string]templ.Component {
	return map[string]templ.Component{
		"gallery": ui.Gallery(lang),
		"home":    ui.GalleryExample("home", lang),
		"process": ui.GalleryExample("process", lang),
		"vote":    ui.GalleryExample("vote", lang),
	}
}

func document(w io.Writer, lang, theme string, main templ.Component) error {
	head := `<!doctype html><html lang="` + lang + `" data-theme="` + theme + `"><head><meta charset="utf-8">` +
		`<meta name="viewport" content="width=device-width,initial-scale=1"><title>Penc</title><style>` + ui.CSS() + `</style></head><body>`
	if _, err := io.WriteString(w, head); err != nil {
		return err
	}
	ctx := ui.WithLang(context.Background(), lang)
	if err := ui.GalleryShell(lang).Render(templ.WithChildren(ctx, main), w); err != nil {
		return err
	}
	_, err := io.WriteString(w, "</body></html>")
	return err
}
