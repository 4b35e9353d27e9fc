package opinionreport

import "io"

// WriteText says in words what the map shows.
func (r *Report) WriteText(w io.Writer) error { _, err := io.WriteString(w, ""); return err }

// WriteHTML writes the page.
func (r *Report) WriteHTML(w io.Writer) error { return nil }
