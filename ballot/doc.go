// Package ballot counts ballots: it turns what people marked into a list of what
// was chosen, and says why.
//
// People mark items (priorities, projects, candidates). They approve of them,
// give them points, or put them in an order. A rule then chooses: so many items
// (the seats of a plain list), or items whose costs fit a budget. Nobody should
// have to trust whoever counts. So every count can be done again by anybody, and
// what cannot be seen from the winners alone is handed out beside them: each
// round with its tally, every tie and what broke it, who paid for what, and a
// certificate that no group was passed over, or the group that was.
//
// The package is a science, open to anybody who wants to check a count: it has
// no database, network, clock or files, and holds no identity. People, ballots
// and items are numbers; names stay outside. Items carry an identifier only
// because ties are broken by it. The same ballots give the same [Result] on
// every machine and in every order in which people voted or items were listed.
//
// Everything that decides is exact. Costs, points and weights are rationals,
// and so are quotas, loads and prices. Where floating point is used it is a
// filter that knows its own error: what it cannot tell apart is computed again
// in exact arithmetic. A tie is therefore a tie, never a rounding, and each use
// of a tie-break is written into [Result.Ties].
//
//	election.go    ballots, items, seats, budget
//	builder.go     how ballots come in
//	rules.go       the table of rules, each with its source; [Count]
//	result.go      winners, rounds, ledger
//	tie.go         how ties are broken
//	refusal.go     what cannot be counted, and why
//	ledger.go      who paid what
//	certificate.go whether a group was passed over
//	share.go       what each group got
//	resample.go    how firmly each item stands
//
// The proportional rules stand in proportional.go, the ranked and scored ones in
// ranked.go, and each is counted in a file of its own. [Audit] holds an axiom
// against any list of winners, however it came about; [Shares] and [Resample]
// say what groups got and what chance may have done.
//
// A [Refusal] can be told to people. A wrong shape (an item that does not exist,
// an item twice on a ballot) is a bug of the caller and panics.
//
//	b := ballot.NewBuilder(ballot.Approval, []ballot.Item{{ID: "a"}, {ID: "b"}, {ID: "c"}})
//	b.Approve(1, 0, 2)
//	b.Approve(3, 1)
//	result, err := ballot.Count(b.Election().ForSeats(2), ballot.SeqPhragmen, ballot.Options{})
package ballot
