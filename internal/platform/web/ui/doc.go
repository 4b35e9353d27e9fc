// Package ui is the face of Penc: its sign, its sheet of styles, and the parts
// that pages are put together from.
//
// # The idea
//
// A pénc is the place under the big tree where a village meets to deliberate.
// Seen from above it is a trunk and rows of seats around it, and one seat is
// always open for whoever comes next. Everything here is drawn from that: a
// seat is a dot, a seat that is free is a ring, a row of seats is a border, and
// the number of dots is a number of people wherever it can be. On the indigo
// cloth at the head of a page the same dots are the resist-dyed rings of
// Senegalese textiles; the strips of a vote bar are woven: solid, hatched, one
// thread.
//
// Two voices: what people say or adopt (titles, statements, rules) is set in a
// serif; what the house says (labels, dates, buttons) in a sans. Both are the
// reader's own system fonts. Parts are divided by hairlines and white space,
// never by boxes. Ochre means "open now" and nothing else.
//
// # What always holds
//
//   - Components take plain values, already translated, and components. The few
//     words they say on their own lie in i18n/, one file per language; the frame
//     calls [WithLang] once per page.
//   - No style attribute, no inline handler, no script is needed. Drawings take
//     numbers as SVG attributes, in percent where text must keep its size.
//   - No meaning is carried by colour alone: every state has a sign and a word.
//   - Light and dark follow the reader's system, or data-theme="light" or
//     "dark" on html. Touch targets are 44 px. Contrast is WCAG AA in both.
//   - [CSS] is the whole sheet; it is inlined into each page.
//   - Headings: [PageTitle] is the only h1, [Section] an h2, items and stages h3.
//
// # A page
//
//	templ processPage(p page) {
//		@ui.Shell(p.Header, p.Footer) {
//			@ui.PageTitle(ui.Title{Trail: p.Trail, Title: p.Title, Lead: p.Lead, Motif: true})
//			@ui.SubNav(p.Words.Parts, p.Parts)
//			@ui.Section("facts", p.Words.Facts) {
//				@ui.FactList(p.Facts)
//			}
//			@ui.Section("sources", p.Words.Sources) {
//				@ui.SourceList(p.Sources)
//			}
//		}
//	}
//
// # The parts
//
// Sign and motif: [Mark] the sign; [Motif] the assembly as decoration;
// [Assembly] an assembly of a given size.
//
// Frame: [Shell] a whole body; [SkipLink], [SiteHeader], [SiteFooter] its
// pieces; [PageTitle] the head of a page; [Breadcrumb] the way up; [SubNav] the
// pages of one thing; [Section], [WideSection] parts of a page; [Prose] running
// text; [Voice] words people said or adopted.
//
// Telling: [Notice] information, warning, success, error; [SimulatedBanner]
// invented people; [Offline] no network, and what waits for it; [ErrorSummary]
// what to correct; [EmptyState] nothing yet;
// [Tag], [Tags] a state in words; [Count], [Counts] numbers that matter; [Steps]
// how something goes; [LinkRow] a row of short links.
//
// Forms: [FormOf], [TextField], [TextArea], [BilingualField], [Select],
// [Radios], [Checkboxes], [Checkbox], [DateField], [FileField], [CopyField],
// [Fieldset], [Button], [ButtonValue], [ButtonLink], [Buttons], [ConfirmForm],
// [SearchForm], [DiffTwo] two versions of a text.
//
// Evidence: [FactList] terms and facts; [EvidenceOf] sources, doubts and gaps
// of one fact; [Sources] reference marks; [SourceList] what they lead to;
// [Dispute], [Uncertain], [NotPublished], [Derived], [StaleTranslation].
//
// Lists: [List] around [ProcessItem], [MeetingItem], [NewsItem], [EntryItem];
// [Table]; [Timeline] stages as chart and list; [Pagination].
//
// Deliberation: [StatementCard], [VoteButtons], [VoteBar], [VoteKey];
// [OpinionMapFrame], [GroupGlyph].
//
// [Gallery] shows all of them; it is the page /design of the demo.
package ui
