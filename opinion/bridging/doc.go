// Package bridging finds the statements that people agree on who otherwise
// disagree.
//
// A rating is what a vote is worth: 1 for agree, 0.5 for pass, 0 for disagree.
// People who rate are raters. A rating of statement n by rater u is predicted as
//
//	μ + i_u + i_n + f_u·f_n
//
// where the factors f stand for the one direction along which people differ
// most, learnt from the votes and not from anything declared, and the intercepts
// i for the rest. The loss that is minimised punishes intercepts five times as
// hard as factors, so that factors explain whatever they can: what is left in the
// intercept of a statement is what raters of both ends agree on. With R ratings
// by U raters of N statements
//
//	L = Σ(r - prediction)²/R + λf·(Σf_u²/U + Σf_n²/N) + λi·(Σi_u²/U + Σi_n²/N + μ²)
//
// with λf = 0.03 and λi = 0.15. It is the model of Community Notes (Wojcik,
// Hilgard, Judd, Mocanu, Ragain, Hunzaker, Coleman and Baxter, "Birdwatch: Crowd
// Wisdom and Bridging Algorithms can Inform Understanding and Reduce the Spread
// of Misinformation", arXiv:2210.15723), with the means that its program takes
// where its paper writes sums. Statements need 5 ratings to take part, and raters
// then 10 ratings of those; moderated statements take part like others.
//
// [Fit] finds the minimum exactly, up to rounding, where the published program
// stops on its way, at another point for each seed. docs/method-bridging.md says
// how and why, and what the scores do not tell.
//
//	filter.go     who takes part
//	sweep.go      the loss and its slope, raters eliminated
//	descent.go    down to a minimum
//	search.go     which minimum
//	orient.go     the sign of the factors
//	bend.go       the second derivative, raters eliminated
//	span.go       the directions in which it is inverted exactly
//	interval.go   how sure the intercepts are
//
// The package is a science like the one above it: no database, network, clock or
// files; people and statements are rows and columns. The same matrix gives the
// same bits on every machine and with any number of processors.
package bridging
