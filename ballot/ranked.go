package ballot

// rankedRules are the rules that read scores or rankings and promise no
// proportion by themselves, and single transferable votes.
func rankedRules() []Rule { return nil }
