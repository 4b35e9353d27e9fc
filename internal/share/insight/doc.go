// Package insight shows the balance of a process: who was invited, joined, came, spoke and voted, by stakeholder group and more.
package insight
