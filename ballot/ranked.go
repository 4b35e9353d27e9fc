package ballot

var (
	marked1 = []Kind{Approval, Scores}
	ordered = []Kind{Ranking, Approval, Scores}
	ranking = []Kind{Ranking}
)

// rankedRules are the rules that read marks, points or orders and promise no
// proportion by themselves, and single transferable votes.
func rankedRules() []Rule {
	return []Rule{
		{
			Name: Dots, Reads: marked1, count: dots,
			Author: "Steven J. Brams, Peter C. Fishburn", Year: 2002, Title: "Voting Procedures",
		},
		{
			Name: ApprovalRule, Reads: marked1, count: approval,
			Author: "Steven J. Brams, Peter C. Fishburn", Year: 1978, Title: "Approval Voting",
		},
		{
			Name: Score, Reads: marked1, count: score,
			Author: "Warren D. Smith", Year: 2000, Title: "Range Voting",
		},
		{
			Name: Borda, Reads: ordered, count: borda,
			Author: "Jean-Charles de Borda", Year: 1781, Title: "Mémoire sur les élections au scrutin",
		},
		{
			Name: Schulze, Reads: ordered, count: schulze,
			Author: "Markus Schulze", Year: 2011,
			Title: "A New Monotonic, Clone-Independent, Reversal Symmetric, and Condorcet-Consistent Single-Winner Election Method",
		},
		{
			Name: IRV, Reads: ranking, count: irv,
			Author: "Nicolaus Tideman", Year: 2006, Title: "Collective Decisions and Voting",
		},
		{
			Name: STVScottish, Reads: ranking, Proportional: true, count: stvScottish,
			Author: "The Scottish Ministers", Year: 2007, Title: "The Scottish Local Government Elections Order 2007 (SSI 2007/42)",
		},
		{
			Name: STVWIGM, Reads: ranking, Proportional: true, count: stvWIGM,
			Author: "PR Foundation", Year: 2010, Title: "Reference WIGM Rule",
		},
		{
			Name: STVMeek, Reads: ranking, Proportional: true, count: stvMeek,
			Author: "PR Foundation", Year: 2010, Title: "Reference Meek Rule",
		},
		{
			Name: Pairwise, Reads: ordered, count: pairwise,
			Author: "Arthur H. Copeland", Year: 1951, Title: "A Reasonable Social Welfare Function",
		},
	}
}
