package web

import (
	"bytes"
	"context"
	"io"
	"strings"
	"sync"

	"github.com/a-h/templ"
	"github.com/microcosm-cc/bluemonday"
	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/extension"

	"penc/internal/ground/lang"
)

// Markdown is CommonMark with tables, strikethrough and bare links; raw HTML is
// not passed through, and what comes out is sanitised as well.
var markdown = goldmark.New(goldmark.WithExtensions(extension.Linkify, extension.Table, extension.Strikethrough))

var sanitary = func() *bluemonday.Policy {
	p := bluemonday.NewPolicy()
	p.AllowElements("p", "br", "hr", "h3", "h4", "h5", "h6", "ul", "ol", "li", "blockquote", "em", "strong", "del", "code", "pre", "table", "thead", "tbody", "tr", "th", "td")
	p.AllowAttrs("start").Matching(bluemonday.Integer).OnElements("ol")
	p.AllowAttrs("href").OnElements("a")
	p.AllowURLSchemes("https", "http", "mailto")
	p.AllowRelativeURLs(true)
	p.RequireNoFollowOnLinks(false)
	return p
}()

// kept holds rendered texts. Texts change seldom and are shown often; it is
// emptied when it is full.
var kept = struct {
	sync.Mutex
	html map[string]string
	size int
}{html: map[string]string{}}

const maxKept = 8 << 20

// render returns the HTML of a Markdown text. Headings begin below the page's
// own: "# " becomes h3.
func render(text string) string {
	kept.Lock()
	html, ok := kept.html[text]
	kept.Unlock()
	if ok {
		return html
	}
	var out bytes.Buffer
	if err := markdown.Convert([]byte(text), &out); err != nil {
		return templ.EscapeString(text)
	}
	lowered := strings.NewReplacer("<h1>", "<h3>", "</h1>", "</h3>", "<h2>", "<h4>", "</h2>", "</h4>").Replace(out.String())
	html = sanitary.Sanitize(lowered)
	kept.Lock()
	defer kept.Unlock()
	if kept.size > maxKept {
		kept.html, kept.size = map[string]string{}, 0
	}
	kept.html[text] = html
	kept.size += len(text) + len(html)
	return html
}

// Markdown returns a Markdown text as a component, in the language of its words.
func (s Speaker) Markdown(t lang.Text) templ.Component {
	words, l := t.In(s.Lang)
	return templ.ComponentFunc(func(_ context.Context, w io.Writer) error {
		if words == "" {
			return nil
		}
		open := `<div class="prose">`
		if l != s.Lang {
			open = `<div class="prose" lang="` + templ.EscapeString(string(l)) + `">`
		}
		_, err := io.WriteString(w, open+render(words)+"</div>")
		return err
	})
}

// Plain returns a Markdown text as one line of plain words, at most n runes, cut
// between two words.
func (s Speaker) Plain(t lang.Text, n int) string {
	words := strings.Join(strings.Fields(bluemonday.StrictPolicy().Sanitize(render(s.Say(t)))), " ")
	words = unescape.Replace(words)
	if r := []rune(words); len(r) > n {
		words = string(r[:n-1])
		if i := strings.LastIndexByte(words, ' '); i > 0 && r[n-1] != ' ' {
			words = words[:i]
		}
		return strings.TrimRight(words, " ,;:–") + "…"
	}
	return words
}

var unescape = strings.NewReplacer("&amp;", "&", "&lt;", "<", "&gt;", ">", "&#39;", "'", "&#34;", `"`)
