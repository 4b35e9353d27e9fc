// Package translation says what is still to be translated in a process, and how
// official names are written in each language.
//
// Texts belong to the rooms that keep them, and each text knows by itself which
// of its translations are out of date (package lang). This room asks all rooms
// for the texts of a process and puts them in a list of work: what has no
// translation, what has one that is older than its original, what is complete. A
// line leads to the editor of the room that keeps the text; nothing is translated
// here.
//
// The glossary of a process holds official names: how the ministry, the law or
// the concept is called in each language, on whose authority, with a note. It is
// public, and translators see it beside their work.
//
// What always holds: a name stands in a glossary once in each language; the list
// of work is counted when it is asked for and kept nowhere.
package translation
