// Package minutes keeps the minutes of meetings: drawn from what was noted, edited, circulated, approved, published.
package minutes
