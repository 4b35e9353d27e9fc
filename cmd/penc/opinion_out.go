package main

import (
	"bufio"
	"crypto/rand"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

// An output is a file that a run was asked to write.
type output struct {
	flag string // that asked for it
	name string // as given; - for standard output
	// path is where the bytes go: name, or what it links to.
	path string
	info fs.FileInfo // of what is there; nil if nothing is
}

// newOutput finds out whether a file can be written, before anything is computed.
func newOutput(flag, name string) (o output, err error) {
	o = output{flag: flag, name: name, path: name}
	if name == "-" {
		o.info, err = os.Stdout.Stat()
		return o, err
	}
	if o.path, err = followed(name); err != nil {
		return o, refused("%s: %v", flag, err)
	}
	o.info, err = os.Stat(o.path)
	switch {
	case err != nil && !os.IsNotExist(err):
		return o, refused("%s: %v", flag, err)
	case o.info != nil && o.info.IsDir():
		return o, refused("%s: %s is a folder", flag, name)
	case o.through():
		return o, nil
	case o.info != nil: // one that must not be written is not replaced either
		file, err := os.OpenFile(o.path, os.O_WRONLY, 0)
		if err != nil {
			return o, refused("%s: %v", flag, err)
		}
		file.Close()
	}
	part, err := o.part()
	if err != nil {
		return o, refused("%s: %v", flag, err)
	}
	part.Close()
	return o, os.Remove(part.Name())
}

// followed returns what a name links to, which need not be there yet.
func followed(name string) (string, error) {
	for range 40 {
		to, err := os.Readlink(name)
		if err != nil {
			return name, nil // no link
		}
		if info, err := os.Stat(name); err == nil && !info.Mode().IsRegular() {
			return name, nil // /dev/stdout leads to a pipe that has no name
		}
		if !filepath.IsAbs(to) {
			to = filepath.Join(filepath.Dir(name), to)
		}
		name = to
	}
	return name, &fs.PathError{Op: "follow", Path: name, Err: fs.ErrInvalid}
}

// through reports whether bytes go straight to what is there: a pipe or a device is
// not replaced by a file.
func (o output) through() bool { return o.name == "-" || o.info != nil && !o.info.Mode().IsRegular() }

// same reports whether two outputs are one file. Devices take more than one.
func (o output) same(p output) bool {
	switch {
	case o.name == "-" && p.name == "-":
		return true
	case o.info != nil && p.info != nil:
		return os.SameFile(o.info, p.info) && o.info.Mode()&os.ModeDevice == 0
	case o.info != nil || p.info != nil:
		return false
	}
	a, errA := os.Stat(filepath.Dir(o.path))
	b, errB := os.Stat(filepath.Dir(p.path))
	return errA == nil && errB == nil && os.SameFile(a, b) && filepath.Base(o.path) == filepath.Base(p.path)
}

// part makes a new file beside the output. It takes the name of nobody's file, and
// has the rights that the output has or would have; os.CreateTemp would let nobody
// else read it.
func (o output) part() (*os.File, error) {
	file, err := os.OpenFile(o.path+"."+rand.Text()[:10]+".part", os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
	if err == nil && o.info != nil {
		if err = file.Chmod(o.info.Mode().Perm()); err != nil {
			file.Close()
			os.Remove(file.Name())
		}
	}
	return file, err
}

// writeAll writes outputs by their flags. Files get their names when all of them are
// written, and none if one cannot be: a run that fails leaves nothing.
func writeAll(outputs []output, write map[string]func(io.Writer) error) error {
	parts := make([]string, len(outputs))
	defer func() {
		for _, part := range parts {
			if part != "" {
				os.Remove(part)
			}
		}
	}()
	for _, straight := range []bool{false, true} { // what cannot be taken back comes last
		for i, o := range outputs {
			if o.through() != straight {
				continue
			}
			file, err := o.open()
			if err != nil {
				return refused("%s: %v", o.flag, err)
			}
			if !straight {
				parts[i] = file.Name()
			}
			if err := o.write(file, write[o.flag]); err != nil {
				return err
			}
		}
	}
	for i, o := range outputs {
		if parts[i] == "" {
			continue
		}
		if err := os.Rename(parts[i], o.path); err != nil {
			return err
		}
		parts[i] = ""
	}
	return nil
}

func (o output) open() (*os.File, error) {
	switch {
	case o.name == "-":
		return os.Stdout, nil
	case o.through():
		return os.OpenFile(o.path, os.O_WRONLY, 0)
	}
	return o.part()
}

func (o output) write(file *os.File, write func(io.Writer) error) error {
	out := bufio.NewWriter(file)
	err := write(out)
	if err == nil {
		err = out.Flush()
	}
	if o.name == "-" {
		return err
	}
	if e := file.Close(); err == nil {
		err = e
	}
	return err
}
