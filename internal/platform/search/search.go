package search

import (
	"fmt"
	"strings"

	"penc/internal/ground/lang"
	"penc/internal/ground/ref"
	"penc/internal/platform/db"
)

// A Doc is a thing that can be found, in one language.
type Doc struct {
	Ref     ref.Ref
	Process ref.ID // the process it belongs to; empty if it belongs to none
	Lang    lang.Tag
	Kind    string // what it is, for the list of results: "meeting"
	Title   string
	Text    string // plain text
	Path    string // the address of its page without the language
	Public  bool   // whether strangers may see it
}

// A Query is a question.
type Query struct {
	Words   string   // as typed
	Lang    lang.Tag // the language the reader prefers
	Process ref.ID   // only things of this process; all if empty
	// Inside are the processes of which the reader may also see what is not
	// public.
	Inside        []ref.ID
	Limit, Offset int // Limit is 20 if zero, 100 at most
}

// A Hit is a thing that was found.
type Hit struct {
	Doc // Text is left out; Snippet stands for it
	// Snippet is plain text around the first match. Marks and TitleMarks are
	// the matched parts of Snippet and Title, as byte positions.
	Snippet    string
	Marks      [][2]int
	TitleMarks [][2]int
}

// How much of a text and of a title is kept, and how much its terms may take,
// in bytes. PostgreSQL refuses more than a megabyte of terms.
const (
	maxText       = 300_000
	maxTitle      = 2_000
	maxTerms      = 900_000
	maxTitleTerms = 20_000
)

// Put makes things findable, or findable by their new words. A thing is put in
// each of its languages; remove it first if it lost one.
func Put(tx *db.Tx, docs ...Doc) error {
	for _, d := range docs {
		if err := put(tx, d); err != nil {
			return fmt.Errorf("make %s findable: %w", d.Ref, err)
		}
	}
	return nil
}

// Remove makes a thing unfindable in every language.
func Remove(tx *db.Tx, r ref.Ref) error {
	if _, err := tx.Exec(deleteDoc, r.String()); err != nil {
		return fmt.Errorf("make %s unfindable: %w", r, err)
	}
	return nil
}

// Find returns what was found on one page of results, and how much was found in
// all. Nothing typed finds nothing.
func Find(tx *db.Tx, q Query) ([]Hit, int, error) {
	asked := ask(q.Words)
	if len(asked) == 0 {
		return []Hit{}, 0, nil
	}
	docs, total, err := find(tx, q, asked)
	if err != nil {
		return nil, 0, fmt.Errorf("search: %w", err)
	}
	hits := make([]Hit, len(docs))
	for i, d := range docs {
		h := Hit{Doc: d, TitleMarks: marks(asked, d.Lang, d.Title)}
		h.Snippet, h.Marks = snippet(asked, d.Lang, d.Text)
		h.Text = ""
		hits[i] = h
	}
	return hits, total, nil
}

// clean returns at most n bytes of a text, such as both databases can keep.
func clean(text string, n int) string {
	return strings.ReplaceAll(strings.ToValidUTF8(cut(text, n), " "), "\x00", " ")
}

// join returns the terms as the index takes them, as many as fit into n bytes.
func join(terms []string, n int) string {
	var b strings.Builder
	for _, t := range terms {
		if b.Len()+len(t) >= n {
			break
		}
		if b.Len() > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(t)
	}
	return b.String()
}
