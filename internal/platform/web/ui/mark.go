package ui

import (
	"context"
	"strings"
)

// ThemeLight and ThemeDark are the colours of the cloth in the two schemes, for
// the frame's theme-color.
const (
	ThemeLight = "#1e2569"
	ThemeDark  = "#1b215a"
)

// Favicon is the sign as a file of its own, which knows light and dark tabs.
func Favicon() string {
	var b strings.Builder
	if err := Mark("").Render(context.Background(), &b); err != nil {
		panic(err) // a strings.Builder takes everything
	}
	file := strings.Replace(b.String(), "<svg", `<svg xmlns="http://www.w3.org/2000/svg"`, 1)
	return strings.Replace(file, "<path", `<style>svg{color:#2a34a3}@media(prefers-color-scheme:dark){svg{color:#aab5ff}}</style><path`, 1)
}
