// Package opinion draws maps of opinion from votes on short statements, and
// says which statement to ask about next.
//
// People are shown statements one at a time and agree, disagree or pass.
// Nobody answers everything. From the votes alone the package places people
// who vote alike near each other, finds the opinion groups among them, and
// says which statements are typical of a group and which ones people agree on
// across the groups. An opinion group is computed; a stakeholder group is
// declared. The two are never mixed here: [Compute] knows nothing of declared
// groups, and [TallyByGroup] counts by declared group and knows nothing of the
// map.
//
// The package is a science, open to anybody who wants to check a map: it has
// no database, network, clock or files, and holds no identity. People are row
// numbers and statements are column numbers of a [Matrix]; names stay outside.
// The same matrix gives the same [Result], bit for bit, on every machine:
// counts are integers, sums run in a fixed order, nothing is drawn at random,
// and products are rounded before they are added, so that no processor fuses
// the two. Only [Next] uses chance, and its source is passed in.
//
// The method is named in the result. [Polis1] is the published method of Polis
// (Small, Bjorkegren, Erkkilä, Shaw and Megill, "Polis: Scaling Deliberation by
// Mapping High Dimensional Opinion Spaces", Recerca 26(2), 2021), run cold,
// that is, from the votes and nothing else. One file holds one step of it:
//
//	matrix.go         votes, n people × d statements
//	polis_pca.go      the two directions in which people differ most
//	project.go        where a person and a statement stand along them
//	placed.go         who voted enough to be placed
//	polis_kmeans.go   clusters of points in the plane
//	silhouette.go     how well clusters are separated
//	polis_warm.go     clusters of the update before, as a start
//	polis_groups.go   base clusters, groups, and their votes
//	polis_order.go    who comes first on a tie
//	repness.go        statements typical of a group
//	consensus.go      statements shared by all
//	priority.go       which statements to ask about
//
// Beside them next.go draws a statement, tally.go counts by declared group,
// suppress.go holds the one rule on figures about few people, and public.go
// applies it to a map. A [Result] and a [Tally] are exact; what leaves the
// server is what their Public methods return.
//
// Where votes carry no map, or no groups, Penc1 says why in [Result.NoMap].
// A wrong shape is a bug of the caller and panics.
//
//	b := opinion.NewBuilder(people, statements)
//	b.Vote(0, 3, opinion.Agree)
//	b.SetKind(7, opinion.Out)
//	result := opinion.Compute(b.Matrix(), opinion.Options{})
package opinion
