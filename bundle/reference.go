package bundle

import (
	"reflect"
	"slices"
	"strconv"

	"go.yaml.in/yaml/v3"
)

// reference is an id that has to lead to something in the file.
type reference struct {
	node *yaml.Node
	path string
	kind string
	id   string
}

// mention is the name of a field of the item around it.
type mention struct {
	node  *yaml.Node
	path  string
	in    reflect.Type
	field string
}

// name notes the id of a thing. Ids of sources stand apart from those of items.
func (r *reader) name(n *yaml.Node, path, id, kind string) {
	space := "item " + id
	if kind == "source" {
		space = "source " + id
	}
	if line, twice := r.first[space]; twice {
		r.fault(n, path, MsgIDTwice, "Value", id, "First", strconv.Itoa(line))
		return
	}
	r.first[space] = n.Line
	r.known[kind] = append(r.known[kind], id)
}

// resolve looks up what was put off until all ids were known.
func (r *reader) resolve() {
	for _, p := range r.pending {
		kind := p.kind
		if kind == "person-or-name" {
			if !isSlug(p.id) {
				continue
			}
			kind = "person"
		}
		if slices.Contains(r.known[kind], p.id) {
			continue
		}
		if nearest := near(p.id, r.known[kind]); nearest != "" {
			r.fault(p.node, p.path, MsgReferenceNear, "Value", clip(p.id), "Section", section(kind), "Nearest", nearest)
		} else {
			r.fault(p.node, p.path, MsgReference, "Value", clip(p.id), "Section", section(kind))
		}
	}
	for _, m := range r.mentions {
		nearest, ok := r.shapes.holds(m.in, m.field)
		if !ok && m.in == reflect.TypeFor[Process]() {
			// At the process, a section of the file is a field too.
			other, found := r.shapes.holds(reflect.TypeFor[Bundle](), m.field)
			if ok = found; nearest == "" {
				nearest = other
			}
		}
		switch {
		case ok:
		case nearest != "":
			r.fault(m.node, m.path, MsgFieldNear, "Value", clip(m.field), "Nearest", nearest)
		default:
			r.fault(m.node, m.path, MsgField, "Value", clip(m.field))
		}
	}
}

// section names the place in the file where things of a kind stand.
func section(kind string) string {
	switch kind {
	case "source":
		return "sources"
	case "group":
		return "stakeholder-groups"
	case "partner":
		return "partners"
	case "person":
		return "people"
	case "document":
		return "documents"
	case "meeting":
		return "meetings"
	case "breakout":
		return "breakouts of meetings"
	case "stage":
		return "stages"
	default:
		return "entries of kind working-group"
	}
}

// judge checks what no single field can tell.
func (r *reader) judge(n *yaml.Node, path string, v reflect.Value) {
	switch x := v.Addr().Interface().(type) {
	case *Source:
		if x.Title == "" && x.Description.Empty() && child(n, "title") == nil && child(n, "description") == nil {
			r.fault(n, path, MsgUntitled)
		}
	case *Dispute:
		if values := child(n, "values"); values != nil && len(x.Values) == 1 && values.Kind == yaml.SequenceNode {
			r.fault(values, join(path, "values"), MsgOneClaim)
		}
	case *Attendance:
		if sum := x.InPerson + x.Online; x.Total > 0 && x.Total < sum {
			r.fault(n, join(path, "total"), MsgAttendance, "Total", strconv.Itoa(x.Total), "Sum", strconv.Itoa(sum))
		}
	case *Entry:
		if x.Kind == WorkingGroup {
			r.known["working-group"] = append(r.known["working-group"], x.ID)
		}
		r.order(n, path, x.Date, x.End)
	case *Stage:
		r.order(n, path, x.Start, x.End)
	case *Meeting:
		r.order(n, path, x.Start, x.End)
	case *Conversation:
		r.order(n, path, x.Start, x.End)
	}
}

// order checks that something does not end before it begins.
func (r *reader) order(n *yaml.Node, path string, start, end Date) {
	if start != "" && end != "" && start.After(end) {
		r.fault(child(n, "end"), join(path, "end"), MsgDateOrder, "Start", string(start), "End", string(end))
	}
}
