package attendance

import (
	"slices"
	"strings"

	"penc/internal/gather/process"
	"penc/internal/ground/fault"
	"penc/internal/ground/ref"
	"penc/internal/people/org"
)

// MaxLines bounds a list that is typed in at once.
const MaxLines = 1000

// A Line is one person of a paper list as it was typed: name; organization;
// stakeholder group; mode.
type Line struct {
	Number int // in what was typed, from 1
	Arrival
	Known  bool // somebody registered has this name
	Here   bool // and is there already
	Faults []*fault.Error
}

// modeWords are how people write a mode, folded.
var modeWords = map[string]Mode{
	"": Room, "room": Room, "salle": Room, "s": Room, "r": Room, "in person": Room, "presentiel": Room, "sur place": Room,
	"remote": Remote, "online": Remote, "distance": Remote, "a distance": Remote, "en ligne": Remote, "d": Remote, "visio": Remote,
}

// ReadList reads a paper list as it was typed, with the groups of the process by
// name in any language and those whom the door knows by name. Empty lines are left
// out. What is wrong stands with its line.
func ReadList(typed string, groups []process.Group, expected []Expected) []Line {
	byName := map[string]ref.ID{}
	for _, g := range groups {
		byName[string(g.ID)] = g.ID
		for _, words := range g.Title.All() {
			byName[org.Fold(words)] = g.ID
		}
	}
	known := map[string][]Expected{}
	for _, e := range expected {
		known[org.Fold(e.Name)] = append(known[org.Fold(e.Name)], e)
	}
	var out []Line
	seen := map[string]int{}
	number := 0
	for text := range strings.Lines(typed) {
		number++
		if strings.TrimSpace(text) == "" {
			continue
		}
		out = append(out, readLine(number, text, byName, known, seen))
	}
	return out
}

func readLine(number int, text string, groups map[string]ref.ID, known map[string][]Expected, seen map[string]int) Line {
	sep := ";"
	if !strings.Contains(text, sep) && strings.Contains(text, "\t") {
		sep = "\t" // from a spreadsheet
	}
	cells := strings.Split(text, sep)
	for i := range cells {
		cells[i] = strings.TrimSpace(cells[i])
	}
	l := Line{Number: number, Arrival: Arrival{Name: cells[0]}}
	at := func(i int) string {
		if i < len(cells) {
			return cells[i]
		}
		return ""
	}
	wrong := func(message string, parts ...any) {
		l.Faults = append(l.Faults, fault.Field("list", message, parts...))
	}
	l.Affiliation = at(1)
	if group := at(2); group != "" {
		id, ok := groups[org.Fold(group)]
		if !ok {
			wrong("attendance.list.group", "words", group)
		}
		l.Group = id
	}
	mode, ok := modeWords[org.Fold(at(3))]
	if !ok {
		wrong("attendance.list.mode", "words", at(3))
	}
	l.Mode = mode
	if len(cells) > 4 {
		wrong("attendance.list.cells", "n", len(cells))
	}
	l.Arrival = l.Tidy()
	for _, e := range fault.All(l.check(false)) {
		if e.Field != "mode" {
			l.Faults = append(l.Faults, e)
		}
	}
	name := org.Fold(l.Name)
	if first, twice := seen[name]; twice && name != "" {
		wrong("attendance.list.twice", "number", first)
	}
	seen[name] = number
	l.match(known[name])
	return l
}

// match recognises the one person whom the door knows by this name.
func (l *Line) match(same []Expected) {
	if len(same) > 1 {
		l.Faults = append(l.Faults, fault.Field("list", "attendance.list.namesakes", "n", len(same)))
	}
	if len(same) == 1 {
		l.Known, l.Participant, l.Here = true, same[0].Participant, same[0].Here()
	}
}

// Sound reports whether no line has a fault.
func Sound(lines []Line) bool {
	return !slices.ContainsFunc(lines, func(l Line) bool { return len(l.Faults) > 0 })
}
