package bundle

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"
)

// Limits of a process file.
const (
	MaxFile   = 5 << 20   // bytes of a file
	MaxText   = 100 << 10 // bytes of a text in one language
	MaxLine   = 1000      // bytes of a title, a name or another text of one line
	MaxURL    = 2000      // bytes of a web address
	MaxSlug   = 100       // bytes of an id
	MaxList   = 10000     // things in a list
	MaxDepth  = 32        // levels of nesting
	MaxFaults = 200       // faults that are reported
)

// parse turns the bytes of a file into one tree of nodes that holds neither
// aliases nor tags and is not too deep. It does not look at keys.
func parse(in io.Reader) (*yaml.Node, error) {
	data, err := io.ReadAll(io.LimitReader(in, MaxFile+1))
	if err != nil {
		return nil, fmt.Errorf("read process file: %w", err)
	}
	if f, bad := spoilt(data); bad {
		return nil, Faults{f}
	}
	var doc, next yaml.Node
	dec := yaml.NewDecoder(bytes.NewReader(data))
	if err := dec.Decode(&doc); errors.Is(err, io.EOF) {
		return nil, Faults{newFault(1, 1, "", MsgEmptyFile)}
	} else if err != nil {
		return nil, Faults{syntaxFault(err)}
	}
	if err := dec.Decode(&next); err == nil {
		return nil, Faults{newFault(next.Line, next.Column, "", MsgSeveral)}
	} else if !errors.Is(err, io.EOF) {
		return nil, Faults{syntaxFault(err)}
	}
	root := doc.Content[0]
	if faults := foreign(root, 0); len(faults) > 0 {
		return nil, capped(faults)
	}
	return root, nil
}

// spoilt finds what makes a file no text file at all.
func spoilt(data []byte) (Fault, bool) {
	if len(data) > MaxFile {
		return newFault(1, 1, "", MsgTooLarge, "Limit", "5 MB"), true
	}
	for i, line := 0, 1; i < len(data); {
		r, size := utf8.DecodeRune(data[i:])
		switch {
		case r == utf8.RuneError && size <= 1:
			return newFault(line, 1, "", MsgNotUTF8), true
		case r == 0:
			return newFault(line, 1, "", MsgNUL), true
		case r == '\n':
			line++
		}
		i += size
	}
	return Fault{}, false
}

// foreign finds the parts of YAML that a process file does without: anchors and
// aliases (a few lines of them can stand for gigabytes), tags, deep nesting.
func foreign(n *yaml.Node, depth int) Faults {
	var faults Faults
	switch {
	case depth > MaxDepth:
		return Faults{newFault(n.Line, n.Column, "", MsgTooDeep, "Limit", strconv.Itoa(MaxDepth))}
	case n.Kind == yaml.AliasNode || n.Anchor != "":
		faults = append(faults, newFault(n.Line, n.Column, "", MsgAnchor))
	case n.Style&yaml.TaggedStyle != 0:
		faults = append(faults, newFault(n.Line, n.Column, "", MsgTag, "Value", n.Tag))
	}
	for _, c := range n.Content {
		faults = append(faults, foreign(c, depth+1)...)
		if len(faults) > MaxFaults {
			break
		}
	}
	return faults
}

// syntaxFault takes the line out of an error of the YAML parser.
func syntaxFault(err error) Fault {
	problem := strings.TrimPrefix(err.Error(), "yaml: ")
	line := 1
	if m := regexp.MustCompile(`^line (\d+): `).FindStringSubmatch(problem); m != nil {
		line, _ = strconv.Atoi(m[1])
		problem = strings.TrimPrefix(problem, m[0])
	}
	return newFault(line, 1, "", MsgSyntax, "Problem", problem)
}

// capped cuts a long list of faults and says so.
func capped(faults Faults) Faults {
	if len(faults) <= MaxFaults {
		return faults
	}
	last := faults[MaxFaults-1]
	return append(faults[:MaxFaults:MaxFaults], newFault(last.Line, last.Column, "", MsgMore, "Limit", strconv.Itoa(MaxFaults)))
}
