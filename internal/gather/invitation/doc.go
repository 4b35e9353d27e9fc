// Package invitation keeps the people whom a process knows, how they are invited, and the voices that are missing.
package invitation
