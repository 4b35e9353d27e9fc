package ui

import "github.com/a-h/templ"

// A Numbered is one item of a board or of a ballot paper, with the number by which
// people speak of it.
type Numbered struct {
	ID     string
	Number string
	Words  string
	Lang   string // of the words, if it is not the page's
	Href   string // the page about it; not where For is set
	For    string // the id of the control that the words are the label of
	Bad    bool   // what was answered needs another look
	Grip   string // a name for the handle by which it can be dragged; "" for none
	// Control is what is answered beside it: a tick, a place, a number.
	Control templ.Component
}

// A Share is a part of a whole with its words.
type Share struct {
	Label string
	Lang  string
	Text  string  // the figures in words: "12 of 15"
	Part  float64 // 0 to 1
	Few   bool    // too few people to show: no bar
}
