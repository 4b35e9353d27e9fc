package bundle

// News is a post of the process.
type News struct {
	ID             string   `key:"id" need:"always" rule:"slug" id:"news"`
	Title          Text     `key:"title" need:"always" rule:"line"` // of a real post: in the languages in which it appeared
	TitleFromURL   bool     `key:"title-from-url"`
	Authors        []string `key:"authors" ref:"person-or-name"`
	Date           Date     `key:"date"`
	URL            string   `key:"url" rule:"url"`
	FirstPublished Text     `key:"first-published" rule:"line"` // where it appeared first
	Text           Text     `key:"text" need:"always"`          // Markdown; of a real post: our paraphrase
	Evidence
	Line int
}

// Coverage is an article in the media.
type Coverage struct {
	ID              string `key:"id" need:"always" rule:"slug" id:"coverage"`
	Outlet          string `key:"outlet" need:"always" rule:"line"`
	Title           string `key:"title" need:"always" rule:"line"` // as published, in Language
	Language        string `key:"language" need:"always" rule:"tag"`
	TitleFromURL    bool   `key:"title-from-url"`
	Date            Date   `key:"date"`
	URL             string `key:"url" rule:"url"`
	RepostURL       string `key:"repost-url" rule:"url"`
	ListedByProcess bool   `key:"listed-by-process"` // the process's own site lists it
	Evidence
	Line int
}

// Document is something in the library: a report, a draft, minutes, slides.
type Document struct {
	ID        string    `key:"id" need:"always" rule:"slug" id:"document"`
	Title     Text      `key:"title" need:"always" rule:"line"`
	Text      Text      `key:"text"` // Markdown: what it is
	Date      Date      `key:"date"`
	URL       string    `key:"url" rule:"url"`
	Languages []string  `key:"languages" rule:"tag"` // in which it exists
	Pages     int       `key:"pages" range:"1 100000"`
	Contents  []Content `key:"contents"`
	Evidence
	Line int
}

// Content is a line of a document's table of contents.
type Content struct {
	Number int  `key:"number" range:"1 10000"` // of the chapter
	Title  Text `key:"title" need:"always" rule:"line"`
	Page   int  `key:"page" range:"1 100000"`
	Line   int
}
