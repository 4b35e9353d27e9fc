package ui

import (
	"embed"
	"strings"
	"sync"
)

//go:embed css/*.css
var cssFiles embed.FS

// sheets are the parts of the sheet in the order of the cascade.
var sheets = []string{
	"token", "base", "shell", "title", "notice", "field", "button", "table",
	"evidence", "timeline", "item", "vote", "opinion", "small", "bars", "board", "offline", "door", "print",
}

// CSS is the whole critical sheet, without comments and needless white space.
// The frame puts it into the head of every page and allows it by its hash.
var CSS = sync.OnceValue(func() string {
	var b strings.Builder
	for _, name := range sheets {
		raw, err := cssFiles.ReadFile("css/" + name + ".css")
		if err != nil {
			panic(err)
		}
		b.WriteString(compact(string(raw)))
	}
	return b.String()
})

// extra are sheets of pages that look like no other: a screen in a hall.
var extra = []string{"hall"}

// Sheet is one of the extra sheets, empty for an unknown name. Names are those of
// the files in css/.
func Sheet(name string) string {
	for _, n := range extra {
		if n == name {
			return extraCSS()[n]
		}
	}
	return ""
}

// Sheets are all extra sheets.
func Sheets() []string {
	var out []string
	for _, n := range extra {
		out = append(out, Sheet(n))
	}
	return out
}

var extraCSS = sync.OnceValue(func() map[string]string {
	out := map[string]string{}
	for _, name := range extra {
		raw, err := cssFiles.ReadFile("css/" + name + ".css")
		if err != nil {
			panic(err)
		}
		out[name] = compact(string(raw))
	}
	return out
})

// compact takes comments and needless white space out of a style sheet. It
// leaves quoted strings alone, and spaces where they carry meaning: between
// the parts of a selector or a value, and around + and - inside calc().
func compact(css string) string {
	const tight = "{};:,>("
	out := make([]byte, 0, len(css))
	space := false
	put := func(s string) {
		if n := len(out); n > 0 {
			last := out[n-1]
			switch {
			case s == "}" && last == ';':
				out = out[:n-1]
			case space && strings.IndexByte(tight, last) < 0 && strings.IndexByte("{};,>)", s[0]) < 0:
				out = append(out, ' ')
			}
		}
		space = false
		out = append(out, s...)
	}
	for i := 0; i < len(css); i++ {
		switch c := css[i]; {
		case c == '/' && strings.HasPrefix(css[i:], "/*"):
			end := strings.Index(css[i:], "*/")
			if end < 0 {
				return string(out)
			}
			i += end + 1
			space = true
		case c == ' ' || c == '\n' || c == '\t' || c == '\r':
			space = true
		case c == '"' || c == '\'':
			end := strings.IndexByte(css[i+1:], c)
			if end < 0 {
				end = len(css) - i - 2
			}
			put(css[i : i+end+2])
			i += end + 1
		default:
			put(css[i : i+1])
		}
	}
	return string(out)
}
