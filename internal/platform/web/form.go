package web

import (
	"io"
	"mime/multipart"
	"strconv"
	"strings"
	"unicode/utf8"

	"penc/internal/ground/fault"
	"penc/internal/ground/lang"
)

// A Form is what a person sent. Values are cleaned: line ends are "\n", no
// spaces at either end, no control characters.
type Form struct {
	values map[string][]string
	files  map[string][]*multipart.FileHeader
}

// Form reads the request's form and takes the act's own name from it. Faults: too
// large, not UTF-8, not readable.
func (a *Ask) Form() (Form, error) {
	var err error
	if strings.HasPrefix(a.R.Header.Get("Content-Type"), "multipart/form-data") {
		err = a.R.ParseMultipartForm(1 << 20)
	} else {
		err = a.R.ParseForm()
	}
	switch {
	case isTooLarge(err):
		// A browser reads the answer only when it has sent everything.
		io.Copy(io.Discard, io.LimitReader(a.body, maxThrownAway))
		return Form{}, fault.New(fault.Invalid, "", "web.form.too-large")
	case err != nil:
		return Form{}, fault.New(fault.Invalid, "", "web.form.unreadable")
	}
	f := Form{values: map[string][]string{}}
	for name, values := range a.R.PostForm {
		if !utf8.ValidString(name) {
			return Form{}, fault.New(fault.Invalid, "", "web.form.not-utf8")
		}
		for _, v := range values {
			if !utf8.ValidString(v) {
				return Form{}, fault.New(fault.Invalid, name, "web.form.not-utf8")
			}
			f.values[name] = append(f.values[name], clean(v))
		}
	}
	if a.R.MultipartForm != nil {
		f.files = a.R.MultipartForm.File
	}
	if act := f.Get("act"); len(act) <= 64 {
		a.Who.Act = act
	}
	return f, nil
}

// clean takes out what no person types: control characters other than line end
// and tab, and invalid bytes.
func clean(s string) string {
	s = strings.Map(func(r rune) rune {
		if r == utf8.RuneError || r < ' ' && r != '\n' && r != '\r' && r != '\t' || r == 0x7f {
			return -1
		}
		return r
	}, s)
	return lang.Clean(s)
}

// Get returns the first value of a field.
func (f Form) Get(name string) string {
	if v := f.values[name]; len(v) > 0 {
		return v[0]
	}
	return ""
}

// Int returns a field as a number, 0 if it is none.
func (f Form) Int(name string) int {
	n, _ := strconv.Atoi(f.Get(name))
	return n
}

// All returns every value of a field, without empty ones.
func (f Form) All(name string) []string {
	var out []string
	for _, v := range f.values[name] {
		if v != "" {
			out = append(out, v)
		}
	}
	return out
}

// On reports whether a checkbox was ticked.
func (f Form) On(name string) bool { return f.Get(name) != "" }

// Has reports whether the field was sent at all.
func (f Form) Has(name string) bool { return len(f.values[name]) > 0 }

// Words returns the fields "name.fr", "name.en" by language.
func (f Form) Words(name string, languages []lang.Tag) map[lang.Tag]string {
	out := map[lang.Tag]string{}
	for _, l := range languages {
		if f.Has(name + "." + string(l)) {
			out[l] = f.Get(name + "." + string(l))
		}
	}
	return out
}

// Confirmed returns the languages whose translation was ticked as still right:
// the fields "name.fr.right".
func (f Form) Confirmed(name string, languages []lang.Tag) []lang.Tag {
	var out []lang.Tag
	for _, l := range languages {
		if f.On(name + "." + string(l) + ".right") {
			out = append(out, l)
		}
	}
	return out
}

// File returns an uploaded file, nil if there is none.
func (f Form) File(name string) *multipart.FileHeader {
	for _, h := range f.files[name] {
		if h.Size > 0 || h.Filename != "" {
			return h
		}
	}
	return nil
}

// maxThrownAway bounds what is read of a body that is too large.
const maxThrownAway = 64 << 20

// FileBody bounds the body of routes that take a file.
const FileBody = 12 << 20
