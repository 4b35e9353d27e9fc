package ballot

// DefaultWork is how many steps a search takes before it gives up.
const DefaultWork = 2_000_000

// proportionalRules are the rules that give groups items in proportion to their
// size, and the plain count of votes under a budget that they are compared with.
func proportionalRules() []Rule { return nil }
