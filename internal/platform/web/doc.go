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
//
// # A page that follows what happens
//
// A page whose content moves while people look at it is made live in three steps;
// it keeps working as a plain page if nothing of this works.
//
//  1. A route answers with a stream that tells when something moved, and nothing
//     else: it calls [Ask.Follow] with the name of a bell of the database. Who may
//     see the page is decided before, as for any page.
//
//     {Pattern: "GET /meetings/{id}/live", For: web.Anyone, Fresh: true, Do: f.live}
//
//  2. The page says where its stream is: p.Page = p.Page.Live(web.Live{Stream:
//     "/meetings/x/live"}). Its route is Fresh, since the record need not move when
//     the page does.
//
//  3. The page marks the regions that may be exchanged: data-live="queue" on an
//     element, each with a name of its own on the page. A region is always there,
//     also when it is empty. Inside it, data-live-say on an element has its words
//     told to screen readers when they change; data-key (or an id) on the elements
//     of a list lets them keep their identity when the list moves, so that the
//     focus stays on what it was on; data-live-hold keeps an element as it is. A form
//     with data-live-send and nothing to type is sent without leaving the page.
//
// When the stream rings, the script web/live.js asks for the page again (the frame
// then answers with the content of main alone) and changes what differs inside the
// regions of the same name. A form in which something was typed, and a field that
// has the focus, are left alone. Where the answer has other regions than the page,
// the page is loaded anew. It also asks twice a minute, lest a ring was lost.
// Without a stream the script asks every five seconds, and less often while the site
// does not answer; in a hidden tab it rests. Other scripts hear "penc:live" on
// document after each exchange.
package web
