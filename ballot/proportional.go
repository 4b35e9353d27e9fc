package ballot

// DefaultWork is how many steps a search takes before it gives up.
const DefaultWork = 100_000_000

var anyKind = []Kind{Approval, Scores, Ranking}

// proportionalRules are the rules that give groups items in proportion to their
// size, and the plain count of votes under a budget that they are compared with.
func proportionalRules() []Rule {
	return []Rule{
		{
			Name: MESCost, Reads: anyKind, bySupport: true, Proportional: true, Spends: true, count: equalShares(true),
			Author: "Dominik Peters, Grzegorz Pierczyński, Piotr Skowron", Year: 2021,
			Title: "Proportional Participatory Budgeting with Additive Utilities",
		},
		{
			Name: MESCard, Reads: anyKind, bySupport: true, Proportional: true, Spends: true, count: equalShares(false),
			Author: "Dominik Peters, Piotr Skowron", Year: 2020,
			Title: "Proportionality and the Limits of Welfarism",
		},
		{
			Name: MESCostAdd1, Reads: anyKind, bySupport: true, Proportional: true, Spends: true, count: add1(false),
			Author: "Piotr Faliszewski, Jarosław Flis, Dominik Peters, Grzegorz Pierczyński, Piotr Skowron, Dariusz Stolicki, Stanisław Szufa, Nimrod Talmon", Year: 2023,
			Title: "Participatory Budgeting: Data, Tools, and Analysis",
		},
		{
			Name: MESCostAdd1U, Reads: anyKind, bySupport: true, Proportional: true, Spends: true, count: add1(true),
			Author: "Piotr Faliszewski, Jarosław Flis, Dominik Peters, Grzegorz Pierczyński, Piotr Skowron, Dariusz Stolicki, Stanisław Szufa, Nimrod Talmon", Year: 2023,
			Title: "Participatory Budgeting: Data, Tools, and Analysis",
		},
		{
			Name: SeqPhragmen, Reads: anyKind, bySupport: true, Proportional: true, Spends: true, count: seqPhragmen,
			Author: "Lars Edvard Phragmén", Year: 1894,
			Title: "Sur une méthode nouvelle pour réaliser, dans les élections, la représentation proportionnelle des partis",
		},
		{
			Name: PAV, Reads: anyKind, bySupport: true, Proportional: true, count: pav,
			Author: "Thorvald Nicolai Thiele", Year: 1895, Title: "Om Flerfoldsvalg",
		},
		{
			Name: SeqPAV, Reads: anyKind, bySupport: true, Proportional: true, count: seqPAV,
			Author: "Thorvald Nicolai Thiele", Year: 1895, Title: "Om Flerfoldsvalg",
		},
		{
			Name: GJCR, Reads: anyKind, bySupport: true, Proportional: true, count: gjcr,
			Author: "Markus Brill, Jannik Peters", Year: 2023,
			Title: "Robust and Verifiable Proportionality Axioms for Multiwinner Voting",
		},
		{
			Name: GreedyVotes, Reads: anyKind, bySupport: true, Spends: true, count: greedyVotes,
			Author: "Haris Aziz, Nisarg Shah", Year: 2021, Title: "Participatory Budgeting: Models and Approaches",
		},
	}
}
