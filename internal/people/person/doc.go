// Package person keeps the people of a site: who they are, how they want to be
// called in public, and what they agreed to.
//
// A person joins once, with a mail address that they have proved to be theirs
// (package signin sees to that). The address is their only key and is known to
// the secretariat alone. Others see a [Public] shape: the name, or the pseudonym
// that the person chose to be shown instead. A person has a language for mails, a
// time zone for dates, and perhaps an organization for which they speak. Their
// consent names the version of the text that they agreed to ([ConsentVersion],
// word "person.consent.text").
//
// A person who leaves is erased: every room cuts its ties to them in one
// transaction, the salts of the facts about them go, and the row stays behind
// with nothing in it but its identifier and the moment, so that the record still
// adds up. The mail address may join anew, as somebody else.
//
// What always holds: no two people have the same mail address; whoever is not
// erased has a name, a language of the interface and a consent; an erased row
// says nothing about anybody.
package person
