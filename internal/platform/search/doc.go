// Package search finds things by the words in them, in whatever language they
// are written and however the words are typed. Rooms put what may be found
// ([Put]) and take it out again ([Remove]); a page asks ([Find]).
//
// A thing is put once for each language it is written in, under the same ref,
// and is found once, in the language that was asked for if it has the words.
//
// Words match by their [Terms]: without capitals and accents, with œ as oe, with
// l', d' and the like cut off, and by their stem, so that "evaluations" finds
// « L’évaluation ». The last word of a question also finds the words it begins,
// because people look at results while they type. All words must be there.
//
// Results come in an order that both databases agree on: things that have all
// the words in the asked language first; among them those with all words in
// their title, then those with some; then the shorter text, which is more about
// the words than a long one.
//
// What always holds: nobody finds what is not public, unless the question says
// that they may see inside its process. Nothing a person types is read as a
// command of the database's search language.
package search
