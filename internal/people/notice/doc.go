// Package notice tells a person that something concerns them: a role was given
// to them, their statement was accepted, a meeting they come to has moved.
//
// A notice is a kind ("role.given"), the thing it is about and a few named parts;
// its words are the catalogue's: "role.notice.given.subject", ".text", and
// ".label" for the settings. So it can be read in any language later, and this
// room knows no words. Notices stand on the account page of the person; the same
// notice goes by mail, in the person's own language, unless they chose otherwise
// for that kind.
//
// A follower that reads a fact twice tells it once: a notice that carries the
// number of its fact is kept once for each person, kind and thing.
//
// Nobody but the person reads their notices, and all of them go when the person
// is erased.
package notice
