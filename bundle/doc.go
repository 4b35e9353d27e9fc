// Package bundle reads and writes the process file: the one file in which a
// multistakeholder process is written down, kept and carried to another site.
//
// A secretariat writes the file by hand, in YAML. It says what the process is,
// in which languages, who carries it, which meetings were held, what was
// published, and for every statement on which sources it rests. The words of
// the file are those of the trade: process, stage, stakeholder group, meeting,
// breakout, report-back. docs/process-file.md explains each key.
//
// # What always holds
//
// A Bundle returned by Read is sound: every required key is there, every date
// exists in the calendar, every reference leads to something in the file, no id
// stands for two things, every text is in a language that the process declares.
// Nobody who converts a Bundle has to check these things again.
//
// Reading is strict and complete. An unknown key is a fault and not ignored,
// since a misspelt key would silently lose a fact. All faults of a file are
// reported together, each with its line, its column, the path of the field
// (meetings[2].agenda[0].title), a message key that a program can translate and
// a sentence in English.
//
// The package is pure: it knows no database, network, clock or file system, and
// nothing of the server. Anyone can check a process file with it.
//
// # Example
//
//	b, err := bundle.Read(file)
//	var faults bundle.Faults
//	if errors.As(err, &faults) {
//		for _, f := range faults {
//			fmt.Printf("line %d, %s: %s\n", f.Line, f.Field, f.Text)
//		}
//	}
//	for _, m := range b.Meetings {
//		fmt.Println(m.Start, m.Title.In("fr"))
//	}
//
// # How it is made
//
// The Go types are the format: each field carries the key it is written under
// (key), whether it must be there (need), and the rule for its value (rule,
// oneof, range, ref, id). Reader, writer and reference checker walk the same
// types, so that they cannot disagree on a key.
package bundle
