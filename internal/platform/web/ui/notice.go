package ui

import "context"

// usual is the title of a notice that has none of its own.
func usual(ctx context.Context, kind NoticeKind) string {
	w := say(ctx)
	switch kind {
	case Success:
		return w.Success
	case Warning:
		return w.Warning
	case Danger:
		return w.Problem
	default:
		return w.Information
	}
}
