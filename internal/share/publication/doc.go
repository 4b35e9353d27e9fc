// Package publication tells the world what a process does: the posts that the
// process writes itself, and what the media write about it.
//
// A [News] is a post. The secretariat drafts it, publishes it once it is right,
// corrects it afterwards and may withdraw it with a reason; a post that was
// published is never deleted, because others have linked to it. A post of a
// process of the past appeared elsewhere: its title stands as it was published,
// in the languages in which it appeared, and its text is our paraphrase, with
// the sources that it rests on.
//
// A [Coverage] is an article in the media: outlet, title as published, language,
// date, address. It is entered, corrected and removed; nothing of the article
// itself is kept.
//
// What always holds:
//
//   - Readers see published posts of published processes. A draft is seen by
//     those who hold a role on its process, and a withdrawn post shows its
//     reason instead of its text.
//   - The id and the address of a post never change.
//   - A correction of a published post is a fact of the public record; what
//     becomes of a draft is not.
//   - A process file that is read twice changes nothing the second time.
//
// The face shows, beside both, the pages of the site as a whole: home, how the
// site works, search, and the public record of a process.
package publication
