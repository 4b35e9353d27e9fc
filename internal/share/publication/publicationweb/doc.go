// Package publicationweb is the face of package publication and of the site as a
// whole: news and media coverage with their feeds and editors, the home page, the
// pages that say how the site works, search, and the public record of a process.
//
// Other rooms hang sections on the home page: on "home.open" what people can take
// part in now, on "home.next" what comes next. Both are asked with an empty id.
package publicationweb
