// Package ballotfile reads elections from the files in which they are handed
// around:
//
//	pb                PaBuLib: participatory budgets, https://pabulib.org/format
//	soc soi toc toi   PrefLib: orders, https://preflib.github.io/PrefLib-Jekyll/format
//	cat               PrefLib: categories
//	blt               single transferable votes: Hill, Wichmann and Woodall,
//	                  "Algorithm 123", The Computer Journal 30(3), 1987
//	csv               a table with a column for each item and a row for each voter
//
// Each may be packed by gzip; the first bytes say so, not the name. The format
// is told by the end of the name, and where that says nothing, by the content.
//
// A broken line is never passed over, and no election is made of the sound ones.
// [Read] goes on to find the other faults, up to 100, and returns them all as
// [*Faults], each with its line. (In BLT, where a fault leaves open what the
// next number means, it stops at the first.) What a file says of itself is held
// against it: numbers of voters and items, least and most that a ballot may
// name. So a file that was cut off on the way is not counted. Sizes are bounded
// by [Limits].
//
// Identifiers are those of the file: of projects, or the numbers of PrefLib and
// BLT, or the header of a table. Names are kept beside them.
//
//	f, err := ballotfile.Read("wieliczka.pb", in, ballotfile.Options{})
//	result, err := ballot.Count(f.Election, ballot.MESCostAdd1, ballot.Options{})
package ballotfile
