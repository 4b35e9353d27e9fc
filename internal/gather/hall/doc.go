// Package hall runs a meeting while it takes place: the current item, one speaking queue for room and remote, temperature checks, decisions and the parking list.
package hall
