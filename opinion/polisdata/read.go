package polisdata

import (
	"compress/gzip"
	"errors"
	"io"
	"io/fs"
	"slices"
	"strconv"
)

// Read reads the export in the root of folder. The error is [*Faults] when
// anything is wrong with what the files say or they cannot be read; there is
// no conversation then. A folder without any of the files is an empty
// conversation.
func Read(folder fs.FS, limits Limits) (*Conversation, error) {
	r := reader{folder, limits.withDefaults(), new(Faults)}
	c := new(Conversation)
	r.open(SummaryFile, func(in *rows) { c.Summary = readSummary(in) })
	r.open(CommentsFile, func(in *rows) { c.Comments, c.CommentColumns = readTable(in, commentSchema) })
	r.open(VotesFile, func(in *rows) { c.Votes, c.VoteColumns = readTable(in, voteSchema) })
	r.open(ParticipantsFile, func(in *rows) { c.Participants, c.ParticipantColumns = readTable(in, participantSchema()) })
	if len(r.faults.List) > 0 {
		return nil, r.faults
	}
	return c, nil
}

type reader struct {
	folder fs.FS
	limits Limits
	faults *Faults
}

// open passes the rows of a file to read, uncompressed, if it is there.
func (r reader) open(name string, read func(*rows)) {
	r.find(name, func(name string, in io.Reader) { read(newRows(name, in, r.limits, r.faults)) })
}

// find passes a file to read, uncompressed, with its name as found, if it is
// there.
func (r reader) find(name string, read func(name string, in io.Reader)) {
	file, err := r.folder.Open(name)
	packed, packedErr := r.folder.Open(name + ".gz")
	if err == nil {
		defer file.Close()
	}
	if packedErr == nil {
		defer packed.Close()
	}
	switch {
	case r.faults.full():
	case err == nil && packedErr == nil:
		r.faults.add(Fault{File: name, Reason: TwoFiles})
	case err == nil:
		read(name, file)
	case packedErr == nil:
		r.unpack(name+".gz", packed, read)
	case !r.absent(name, err):
		r.faults.add(Fault{File: name, Line: 1, Reason: Unreadable, Value: err.Error()})
	case !r.absent(name+".gz", packedErr):
		r.faults.add(Fault{File: name + ".gz", Line: 1, Reason: Unreadable, Value: packedErr.Error()})
	}
}

// absent reports whether a file that did not open is not there at all. A link that
// leads nowhere is there.
func (r reader) absent(name string, err error) bool {
	if !errors.Is(err, fs.ErrNotExist) {
		return false
	}
	_, err = fs.Lstat(r.folder, name)
	return errors.Is(err, fs.ErrNotExist)
}

func (r reader) unpack(name string, packed io.Reader, read func(name string, in io.Reader)) {
	in, err := gzip.NewReader(packed)
	if err != nil {
		r.faults.add(Fault{File: name, Line: 1, Reason: Unreadable, Value: err.Error()})
		return
	}
	read(name, in)
}

// readSummary reads keys and values. The file has no header.
func readSummary(in *rows) []Entry {
	out := []Entry{}
	for {
		fields, line, ok := in.next()
		if !ok {
			return out
		}
		if len(fields) != 2 {
			in.fault(line, FieldCount, strconv.Itoa(len(fields)))
			continue
		}
		out = append(out, Entry{fields[0], fields[1]})
	}
}

// readTable reads a file with a header by its schema.
func readTable[T any](in *rows, s schema[T]) (out []T, names []string) {
	names = eachRow(in, s, func(row *T) { out = append(out, *row) })
	return out, names
}

// eachRow passes the sound rows of a file with a header to take, which must not
// keep the pointer.
func eachRow[T any](in *rows, s schema[T], take func(*T)) (names []string) {
	before := len(in.faults.List)
	header, line, ok := in.next()
	if !ok {
		if len(in.faults.List) == before {
			in.fault(1, NoHeader, "")
		}
		return nil
	}
	names = slices.Clone(header)
	if !checkHeader(in, line, names, s.required) {
		return nil
	}
	columns := s.bind(names)
	seen := make(map[int]bool)
	for {
		fields, line, ok := in.next()
		if !ok {
			return names
		}
		if len(fields) != len(columns) {
			in.fault(line, FieldCount, strconv.Itoa(len(fields)))
			continue
		}
		row, sound := readRow(in, s, columns, fields, line)
		if !sound {
			continue
		}
		if s.id != nil {
			id, name := s.id(&row)
			if seen[id] {
				in.faults.add(Fault{in.file, line, name, RepeatedID, strconv.Itoa(id)})
			}
			seen[id] = true
		}
		take(&row)
	}
}

// checkHeader reports whether every required column is there and none twice.
func checkHeader(in *rows, line int, names, required []string) bool {
	sound := true
	seen := make(map[string]bool, len(names))
	for _, name := range names {
		if seen[name] {
			in.faults.add(Fault{File: in.file, Line: line, Reason: RepeatedColumn, Value: name})
			sound = false
		}
		seen[name] = true
	}
	for _, name := range required {
		if !seen[name] {
			in.faults.add(Fault{File: in.file, Line: line, Reason: MissingColumn, Value: name})
			sound = false
		}
	}
	return sound
}

// readRow reads the fields of one row and reports whether all are sound.
func readRow[T any](in *rows, s schema[T], columns []column[T], fields []string, line int) (row T, sound bool) {
	if s.start != nil {
		s.start(&row)
	}
	sound = true
	for i, c := range columns {
		if reason := c.read(&row, fields[i]); reason != "" {
			in.faults.add(Fault{in.file, line, c.name, reason, fields[i]})
			sound = false
		}
	}
	return row, sound
}
