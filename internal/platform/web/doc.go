// Package web is the frame of every page. It knows no room.
//
// A room's [Face] hands it routes, words, scripts and panels; the frame reads
// the language and the format from the address, finds out who asks, refuses who
// may not, calls the handler with an [Ask], and answers with a compressed page
// under a strict content security policy. Pages for readers who are not signed
// in are kept compressed while the record does not move.
//
// Addresses begin with the language (/fr/…). A route is written without it:
// "GET /meetings/{id}". A known suffix (.json .csv .ics .atom) is taken off
// before the route is matched and stands in [Ask.Format].
package web
