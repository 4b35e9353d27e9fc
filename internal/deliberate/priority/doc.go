// Package priority leads from report-backs to priorities: the board of a plenary, and the ballots by which it ranks what stands there.
package priority
