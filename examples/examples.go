// Package examples holds the processes and the conversation that come with Penc:
// what the demonstration imports and what the tests read.
//
//   - senegal-iot-security.yaml and canada-iot-security.yaml are real. They state
//     what public sources record, in our own words, with the sources, and name
//     what is uncertain, disputed or was never published. They attribute no vote,
//     opinion or comment to anybody.
//   - mareola-water-meters.yaml is invented from beginning to end and says so.
//   - canadian-electoral-reform is a real Polis conversation (CC BY 4.0). Whoever
//     shows it shows Attribution with it.
package examples

import "embed"

// Files holds the example files under the names of this directory.
//
//go:embed *.yaml canadian-electoral-reform
var Files embed.FS

// Attribution is the notice, in Markdown, that the licence of the conversation
// canadian-electoral-reform asks for.
//
//go:embed canadian-electoral-reform/ATTRIBUTION.md
var Attribution string
