// Package breakout runs the breakouts of a meeting: who chose which, the points collected there, and what each reports back to the plenary.
package breakout
