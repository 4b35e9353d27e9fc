// Package processweb is the face of package process: the pages of a process for
// its readers, the desk on which it is run, and what the faces of higher rooms
// need for pages inside a process.
//
// A page inside a process begins with [Head] at a [Place], which names the
// process, leads up from the page and to the other pages, and marks invented
// countries. What a page shows of the past it shows with its sources: [Cite]
// numbers them and turns evidence into marks, doubts and gaps; [Bibliography]
// lists them. [EvidenceFields] and [ReadEvidence] are the part of an editor's
// form in which evidence is written.
//
// Higher rooms hang panels on "process.now" (what people can do now, at the top of
// the overview), "process.page" (the overview), "process.desk" and
// "process.join" (after the form), and register tabs on "process".
package processweb
